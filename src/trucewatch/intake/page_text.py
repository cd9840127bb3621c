"""The text of elements of a web page, block by block."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from trucewatch.intake.markup import tables


def words(element: Any) -> str:
    """Return the text of an element on one line."""
    return " ".join(paragraphs(element, skip=set()))


def tokens(element: Any) -> set[str]:
    """Return the classes and the id of an element, in lower case."""
    return set(f"{element.get('class') or ''} {element.get('id') or ''}".lower().split())


def paragraphs(root: Any, *, skip: set[Any]) -> Iterator[str]:
    """Yield the text of an element block by block, without the elements in `skip`."""
    blocks = frozenset(tables()["text"]["blocks"])
    silent = frozenset(tables()["text"]["silent"])
    line: list[str] = []
    # (element, text after it) work list instead of recursion: depth is hostile input.
    stack: list[tuple[Any, bool]] = [(root, False)]
    while stack:
        element, done = stack.pop()
        is_text = isinstance(element.tag, str)
        block = is_text and element.tag in blocks
        if not done:
            if block and (words := " ".join("".join(line).split())):
                yield words
                line.clear()
            stack.append((element, True))
            if is_text and element not in skip and element.tag not in silent:
                line.append(element.text or "")
                stack.extend((child, False) for child in reversed(element))
            continue
        if block:
            if words := " ".join("".join(line).split()):
                yield words
            line.clear()
        if element is not root:
            line.append(element.tail or "")
    if words := " ".join("".join(line).split()):
        yield words
