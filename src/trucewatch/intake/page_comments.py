"""Marked-up comments of a web page: who wrote them, when, and which they answer.

Runs in the worker process only, as `page.py`. A time or an answer is taken only where the markup
states it: a machine-readable time, a comment inside another one, the id of the one answered.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from msgspec import Struct, structs

from trucewatch.intake.markup import tables
from trucewatch.intake.page_text import paragraphs, tokens, words

_DATED: Final = frozenset({"datePublished", "dateCreated", "commentTime"})


class Comment(Struct, frozen=True):
    """One marked-up comment: printed author (None where missing) and its paragraphs.

    `at` is its time as the markup states it, `parent` the number of the comment it answers.
    """

    author: str | None
    paragraphs: tuple[str, ...]
    at: str | None = None
    parent: int | None = None


def _is_item(element: Any, rules: dict[str, Any], pattern: re.Pattern[str]) -> bool:
    if element.tag in {"html", "body", "main", "head", "form", "ul", "ol", "a", "span", "button"}:
        return False
    if element.get("itemprop") == "comment" or "schema.org/Comment" in (
        element.get("itemtype") or ""
    ):
        return True
    marks = tokens(element)
    if marks & rules["_entry"]:
        return False
    return bool(marks & rules["_item"]) or any(pattern.match(mark) for mark in marks)


def _is_numbered(element: Any, rules: dict[str, Any], pattern: re.Pattern[str]) -> bool:
    """Say whether an element is numbered like a post, within a section of comments."""
    marks = tokens(element)
    return (
        not marks & rules["_entry"]
        and any(pattern.match(mark) for mark in marks)
        and any(tokens(parent) & rules["_section"] for parent in element.iterancestors())
    )


def comments_of(tree: Any) -> list[Comment]:
    """Return marked-up comments in page order and take them out of the tree."""
    rules = tables()["comment"]
    sets = {
        f"_{name}": frozenset(value) for name, value in rules.items() if isinstance(value, list)
    }
    items, sections = _marked(
        tree, sets, re.compile(rules["item_pattern"]), re.compile(rules["numbered_pattern"])
    )
    known = _without_wrappers(items)
    found: list[Comment] = []
    numbers: dict[Any, int] = {}
    for item in items:
        if item in known and not _inside_own_part(item, known):
            for comment in _comment(item, known, sets):
                numbers[item] = len(found)
                found.append(comment)
    for item, parent in _answered(numbers, rules).items():
        found[numbers[item]] = structs.replace(found[numbers[item]], parent=parent)
    occupied = {parent for item in items for parent in item.iterancestors()}
    for section in sections:
        if section not in occupied and not tokens(section) & sets["_form"]:
            found += [Comment(None, (line,)) for line in paragraphs(section, skip=set())]
    for element in (*items, *sections):
        if element.getparent() is not None:
            element.drop_tree()
    return found


def _without_wrappers(items: Sequence[Any]) -> set[Any]:
    """Return the boxes but those that hold exactly one other box, and no word more."""
    known = set(items)
    for item in items:
        inner = [child for child in item.iterdescendants() if child in known]
        if len(inner) == 1 and words(inner[0]) == words(item):
            known.discard(item)
    return known


def _answered(numbers: Mapping[Any, int], rules: dict[str, Any]) -> dict[Any, int]:
    """Return the number of the comment that each comment answers, where the markup says so.

    It says so by an attribute that names the other's id, or by standing inside the other.
    """
    named: dict[str, set[int]] = {}
    for item, number in numbers.items():
        for key in rules["id_attributes"]:
            # "comment-17" is comment 17 for whoever answers it.
            for value in {item.get(key) or "", (item.get(key) or "").rpartition("-")[2]}:
                named.setdefault(value, set()).add(number)
    found: dict[Any, int] = {}
    for item, number in numbers.items():
        stated = next((item.get(key) for key in rules["answer_attributes"] if item.get(key)), None)
        if stated is not None:
            holders = named.get(stated.lstrip("#"), set()) - {number}
            if len(holders) == 1:
                found[item] = holders.pop()
            continue
        outer = next((numbers[one] for one in item.iterancestors() if one in numbers), None)
        if outer is not None:
            found[item] = outer
    return found


def _time(mine: Sequence[Any], rules: dict[str, Any]) -> str | None:
    """Return when a comment was written, as a machine-readable attribute of its own states it."""
    for child in mine:
        timed = child.tag == "time" or child.get("itemprop") in _DATED
        if timed or tokens(child) & rules["_time"]:
            for key in ("datetime", "content", "data-time", "data-timestamp", "title"):
                if value := (child.get(key) or "").strip():
                    return str(value)[:60]
    return None


def _marked(
    tree: Any, rules: dict[str, Any], pattern: re.Pattern[str], numbered: re.Pattern[str]
) -> tuple[list[Any], list[Any]]:
    """Return the elements marked as one comment, and those marked as a section of comments."""
    # What holds the page's headline is the page, whatever its classes say.
    page = {parent for heading in tree.xpath("//h1")[:1] for parent in heading.iterancestors()}
    items: list[Any] = []
    sections: list[Any] = []
    for element in tree.iter():
        if (
            not isinstance(element.tag, str)
            or element.tag in {"html", "body", "main"}
            or element in page
        ):
            continue
        if _is_item(element, rules, pattern) or _is_numbered(element, rules, numbered):
            items.append(element)
        elif tokens(element) & (rules["_section"] | rules["_form"]):
            sections.append(element)
    return items, sections


def _inside_own_part(item: Any, known: set[Any]) -> bool:
    """Say whether `item` is the body element of a comment, not a reply to it.

    A theme may mark both the comment (`li.comment`) and its inner box (`article.comment-body`).
    """
    parent = item.getparent()
    if parent is None or parent not in known:
        return False
    replies = {"children", "replies", "comment-replies", "child-comments", "nested"}
    return item.tag != parent.tag and not tokens(parent) & replies


def _comment(item: Any, known: set[Any], rules: dict[str, Any]) -> Iterator[Comment]:
    own = {child for child in item.iterdescendants() if child in known}
    skip = {child for child in own if not _inside_own_part(child, known)}
    mine = [child for child in _own(item, skip) if child is not item]
    author = next(
        (
            child
            for child in mine
            if child.get("itemprop") in {"author", "creator"} or tokens(child) & rules["_author"]
        ),
        None,
    )
    name = _author_name(author, rules) if author is not None else None
    bodies = [child for child in mine if child.get("itemprop") in {"text", "commentText"}]
    if not bodies:
        bodies = [
            child
            for child in mine
            if tokens(child) & rules["_body"] and author not in set(child.iterdescendants())
        ]
    body = bodies[0] if bodies else item
    for child in mine:
        drop = child is author or child.tag in {"time", "button"} or child.get("rel") == "nofollow"
        if drop or (child is not body and tokens(child) & (rules["_time"] | rules["_controls"])):
            skip.add(child)
    shown = tuple(paragraphs(body, skip=skip))
    if shown or name:
        yield Comment(name, shown, _time(mine, rules))


def _author_name(author: Any, rules: dict[str, Any]) -> str | None:
    for child in author.iterdescendants():
        if isinstance(child.tag, str) and (
            child.get("itemprop") == "name" or tokens(child) & {"fn", "name", "username"}
        ):
            return words(child)[:80] or None
    skip = {
        child
        for child in author.iterdescendants()
        if isinstance(child.tag, str)
        and (child.tag == "time" or tokens(child) & (rules["_time"] | rules["_controls"]))
    }
    return next(iter(paragraphs(author, skip=skip)), "")[:80] or None


def _own(item: Any, skip: set[Any]) -> Iterator[Any]:
    """Yield an element's descendants without the nested comments."""
    stack = [item]
    while stack:
        element = stack.pop()
        if not isinstance(element.tag, str) or element in skip:
            continue
        yield element
        stack.extend(reversed(element))
