"""A linear pass over XML: elements and their characters, with places in the source.

No parser is asked to trust the input. Entities that a file declares are never expanded, nothing
is fetched, every step moves forward, and malformed feeds (they are common) are read as far as
they go. That makes billion-laughs, external-entity and quadratic inputs cost what text costs.
"""

from __future__ import annotations

import codecs
import html
import re
from array import array
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Final

from trucewatch.errors import IntakeError
from trucewatch.intake.decode import Decoded, decode

MAX_DEPTH: Final = 200
_TAG = re.compile(
    r"<(?P<close>/?)(?P<name>[^\W\d][\w:.\-]{0,100})"
    r"(?P<attrs>(?:[^<>\"']++|\"[^\"]*+\"|'[^']*+')*+)>"
)
_ATTRIBUTE = re.compile(r"([^\s=\"'/<>]{1,100})\s*=\s*(?:\"([^\"]*)\"|'([^']*)')")
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,31});")
_ENCODING = re.compile(rb"\A\s*<\?xml[^>]{0,100}?encoding\s*=\s*[\"']([\w.\-]{2,30})[\"']")
_OPENERS = (("<!--", "-->"), ("<![CDATA[", "]]>"), ("<?", "?>"))


@dataclass(frozen=True, slots=True)
class Chars:
    """Characters, and where each stands in the source (same length)."""

    text: str
    places: array[int]

    def through(self, positions: Iterable[int]) -> array[int]:
        """Return the places of characters named by their positions in `text`."""
        return array("q", [self.places[position] for position in positions])

    def within(self, start: int) -> Chars:
        """Return the same characters with places that count from `start`."""
        return Chars(self.text, array("q", [place - start for place in self.places]))

    def runs(self, start: int, end: int) -> list[tuple[int, int, int]]:
        """Return the places of `[start, end)` as runs that count from `start`."""
        found: list[tuple[int, int, int]] = []
        for at in range(start, end):
            place = self.places[at]
            if found:
                text_at, source_at, size = found[-1]
                if source_at + size == place:
                    found[-1] = (text_at, source_at, size + 1)
                    continue
            found.append((at - start, place, 1))
        return found


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of XML source: `open`, `close`, `empty`, `text`, `cdata`, `doctype` or `broken`.

    `[start, end)` is the content for text and CDATA, the whole tag for tags. `broken` is markup
    that never ends: the file is cut off there.
    """

    kind: str
    start: int
    end: int
    name: str = ""
    attrs: str = ""


@dataclass(slots=True)
class Node:
    """An element: its name as printed, its attributes' source, its place, and what it holds."""

    name: str
    attrs: str
    start: int
    end: int
    inside: tuple[int, int] = (0, 0)
    content: list[Node | Token] = field(default_factory=list)

    def children(self, *names: str) -> Iterator[Node]:
        """Yield the child elements of these names."""
        for child in self.content:
            if isinstance(child, Node) and child.name in names:
                yield child

    def first(self, *names: str) -> Node | None:
        """Return the first child of the first of these names that there is."""
        for name in names:
            for child in self.children(name):
                return child
        return None

    def attribute(self, name: str) -> str | None:
        """Return an attribute's value."""
        return attributes(self.attrs).get(name)


def attributes(source: str) -> dict[str, str]:
    """Return the attributes in the source of a tag, entities resolved."""
    return {
        match[1]: html.unescape(match[2] if match[2] is not None else match[3])
        for match in _ATTRIBUTE.finditer(source)
    }


def local(name: str) -> str:
    """Return a name without its prefix."""
    return name.rpartition(":")[2]


def decode_xml(data: bytes, *, name: str) -> Decoded:
    """Decode XML by its mark, its declaration, or as UTF-8.

    Raises:
        IntakeError: it is too large or not text.
    """
    stated = _ENCODING.match(data)
    declared = None
    if stated:
        try:
            codec = codecs.lookup(stated[1].decode("ascii"))
            declared = codec.name if codec._is_text_encoding else None  # noqa: SLF001
        except (LookupError, UnicodeDecodeError):
            declared = None
    return decode(data, name=name, declared=declared)


def tokens(source: str, start: int = 0, end: int | None = None) -> Iterator[Token]:
    """Yield the tokens of `source[start:end]` in order."""
    stop = len(source) if end is None else end
    at = start
    while at < stop:
        tag = source.find("<", at, stop)
        if tag < 0:
            yield Token("text", at, stop)
            return
        if tag > at:
            yield Token("text", at, tag)
        found = _markup(source, tag, stop)
        if found is None:
            yield Token("text", tag, tag + 1)
            at = tag + 1
            continue
        token, at = found
        if token is not None:
            yield token
        if token is not None and token.kind == "broken":
            return


def _markup(source: str, at: int, stop: int) -> tuple[Token | None, int] | None:
    """Return the markup at `at` and where it ends; None where it is no markup."""
    for opener, closer in _OPENERS:
        if source.startswith(opener, at):
            inner = at + len(opener)
            end = source.find(closer, inner, stop)
            if end < 0:
                return Token("broken", at, stop), stop
            token = Token("cdata", inner, end) if opener == "<![CDATA[" else None
            return token, end + len(closer)
    if source.startswith("<!", at):
        end = source.find(">", at, stop)
        # Only what stands before the first ">" is searched: a search to the end of the file for
        # every "<!" would make hostile input quadratic.
        if end >= 0 and source.startswith("<!DOCTYPE", at) and source.find("[", at, end) >= 0:
            closing = source.find("]", at, stop)
            end = source.find(">", closing, stop) if closing >= 0 else -1
        if end < 0:
            return Token("broken", at, stop), stop
        return Token("doctype", at, end + 1), end + 1
    match = _TAG.match(source, at, stop)
    if match is None:
        return None
    attrs = match["attrs"]
    kind = "close" if match["close"] else "empty" if attrs.endswith("/") else "open"
    return Token(kind, at, match.end(), match["name"], attrs), match.end()


def elements(source: str, names: frozenset[str]) -> Iterator[Node]:
    """Yield every outermost element of these names as a tree; one cut off at the end is left out.

    Raises:
        IntakeError: elements are nested beyond `MAX_DEPTH`.
    """
    stack: list[Node] = []
    for token in tokens(source):
        if token.kind in {"open", "empty"} and (stack or token.name in names):
            node = Node(token.name, token.attrs, token.start, token.end, (token.end, token.end))
            if stack:
                stack[-1].content.append(node)
            if token.kind == "open":
                _push(stack, node)
            elif not stack:
                yield node
        elif token.kind == "close":
            closed = _close(stack, token)
            if closed is not None and not stack:
                yield closed
        elif stack and token.kind in {"text", "cdata"}:
            stack[-1].content.append(token)


def _push(stack: list[Node], node: Node) -> None:
    stack.append(node)
    if len(stack) > MAX_DEPTH:
        raise IntakeError(
            f"its elements are nested more than {MAX_DEPTH} deep",
            fix="export it again from where it came, or add its text as a file",
        )


def _close(stack: list[Node], token: Token) -> Node | None:
    """Close the element that the tag names, and with it unclosed ones inside; None for no such."""
    depth = next((i for i in range(len(stack) - 1, -1, -1) if stack[i].name == token.name), None)
    if depth is None:
        return None
    for node in stack[depth:]:
        node.end, node.inside = token.end, (node.inside[0], token.start)
    closed = stack[depth]
    del stack[depth:]
    return closed


def is_cut(source: str) -> bool:
    """Say whether the source ends before its root element does."""
    root = next((one for one in tokens(source) if one.kind in {"open", "empty"}), None)
    if root is None:
        return True
    return root.kind == "open" and f"</{root.name}" not in source[-2000:]


def declares_entities(source: str) -> bool:
    """Say whether the file declares entities of its own (they stay unexpanded)."""
    return "<!ENTITY" in source[:200_000]


def chars(source: str, node: Node) -> Chars:
    """Return the characters of an element and all in it, entities resolved, CDATA as it stands."""
    pieces: list[str] = []
    places: array[int] = array("q")
    stack: list[Node | Token] = [node]
    while stack:
        one = stack.pop()
        if isinstance(one, Node):
            stack.extend(reversed(one.content))
        elif one.kind == "cdata":
            pieces.append(source[one.start : one.end])
            places.extend(range(one.start, one.end))
        else:
            _resolve(source, one.start, one.end, pieces, places)
    return Chars("".join(pieces), places)


def resolved(source: str) -> str:
    """Return text with its predefined and numeric entities resolved, others as they stand."""
    return _ENTITY.sub(lambda match: html.unescape(match.group()), source)


def raw(source: str, node: Node) -> Chars:
    """Return an element's content as markup, for content that is markup itself (Atom's XHTML)."""
    start, end = node.inside
    return Chars(source[start:end], array("q", range(start, end)))


def _resolve(source: str, start: int, end: int, pieces: list[str], places: array[int]) -> None:
    at = start
    for match in _ENTITY.finditer(source, start, end):
        pieces.append(source[at : match.start()])
        places.extend(range(at, match.start()))
        value = html.unescape(match.group())
        pieces.append(value)
        places.extend([match.start()] * len(value))
        at = match.end()
    pieces.append(source[at:end])
    places.extend(range(at, end))


def text_of(source: str, node: Node | None) -> str | None:
    """Return an element's words on one line, None where it is missing or empty."""
    if node is None:
        return None
    return " ".join(chars(source, node).text.split()) or None
