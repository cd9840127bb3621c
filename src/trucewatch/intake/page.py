"""The parts of a web page: article, captions, marked-up comments, metadata.

Runs in the worker process only (see `worker.py`): lxml and trafilatura meet hostile bytes here.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from msgspec import Struct

from trucewatch.intake.markup import tables

_ASIDE = frozenset({"nav", "aside", "footer", "header"})


class Comment(Struct, frozen=True):
    """One marked-up comment: printed author (None where missing) and its paragraphs."""

    author: str | None
    paragraphs: tuple[str, ...]


class Page(Struct, frozen=True):
    """What the parser found in a page, as plain text."""

    title: str | None = None
    article: tuple[str, ...] = ()
    captions: tuple[str, ...] = ()
    comments: tuple[Comment, ...] = ()
    dates: tuple[tuple[str, str], ...] = ()
    language: str | None = None
    url: str | None = None
    paragraph_chars: int = 0
    """Characters in all paragraph elements outside menus and comments: what could be article."""


def parse(payload: bytes) -> Page:
    """Return the parts of HTML source (UTF-8)."""
    import lxml.html
    import trafilatura

    source = payload.decode("utf-8")
    tree = lxml.html.document_fromstring(
        source, parser=lxml.html.HTMLParser(no_network=True, remove_comments=True, encoding=None)
    )
    dates = tuple(_dates(tree))
    title = _title(tree)
    language = (tree.get("lang") or tree.get("xml:lang") or "").split("-")[0].lower() or None
    url = _first(tree, "//link[@rel='canonical']/@href", "//meta[@property='og:url']/@content")
    comments = tuple(_comments(tree))
    captions = tuple(_captions(tree))
    paragraph_chars = sum(
        len(_words(element))
        for element in tree.iter("p")
        if not any(parent.tag in _ASIDE for parent in element.iterancestors())
    )
    article = trafilatura.extract(
        tree,
        favor_precision=True,
        include_comments=False,
        include_tables=True,
        include_images=False,
        include_links=False,
        deduplicate=False,
        output_format="txt",
    )
    lines = map(_unmarked, (article or "").splitlines())
    return Page(
        title=title,
        article=tuple(line for line in lines if line and line != title),
        captions=captions,
        comments=comments,
        dates=dates,
        language=language,
        url=url if url and url.startswith(("http://", "https://")) else None,
        paragraph_chars=paragraph_chars,
    )


def _unmarked(line: str) -> str:
    """Return a line without the marks that the extractor sets before items and around cells.

    They stand nowhere in the page; cells are parted by tabs.
    """
    line = line.strip()
    if line.startswith("|") and line.endswith("|"):
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        return "\t".join(cell for cell in cells if cell.strip("-"))
    return line.removeprefix("- ")


def _first(tree: Any, *paths: str) -> str | None:
    for path in paths:
        for value in tree.xpath(path):
            words = " ".join(str(value).split())
            if words:
                return words
    return None


def _words(element: Any) -> str:
    return " ".join(_paragraphs(element, skip=set()))


def _title(tree: Any) -> str | None:
    """Return the headline: the one h1, else what the page gives to social networks, else title."""
    headings = [words for words in map(_words, tree.xpath("//h1")) if words]
    social = _first(tree, "//meta[@property='og:title']/@content")
    if len(headings) == 1:
        return headings[0]
    if social in headings:
        return social
    if headings and not social:
        return headings[0]
    return social or _first(tree, "//title/text()")


def _dates(tree: Any) -> Iterator[tuple[str, str]]:
    """Yield (date as printed, where) from the page's own metadata, best first."""
    meta = _first(
        tree,
        "//meta[@property='article:published_time']/@content",
        "//meta[@itemprop='datePublished']/@content",
        "//meta[@name='date' or @name='pubdate' or @name='DC.date.issued' or "
        "@name='dcterms.date']/@content",
    )
    if meta:
        yield meta, "the page's meta tags"
    for block in tree.xpath("//script[@type='application/ld+json']/text()"):
        try:
            value = _published(json.loads(str(block)[:200_000]))
        except (ValueError, RecursionError):
            continue
        if value:
            yield value, "the page's JSON-LD"
            break
    time = _first(
        tree,
        "//time[@itemprop='datePublished']/@datetime",
        "//article//header//time/@datetime",
        "//article//time/@datetime",
        "//time[@pubdate]/@datetime",
        "//main//time/@datetime",
    )
    if time:
        yield time, "the page's time element"


def _published(value: Any) -> str | None:
    if isinstance(value, list):
        return next((found for found in map(_published, value) if found), None)
    if not isinstance(value, dict):
        return None
    found = value.get("datePublished")
    return found if isinstance(found, str) else _published(value.get("@graph"))


def _tokens(element: Any) -> set[str]:
    return set(f"{element.get('class') or ''} {element.get('id') or ''}".lower().split())


def _is_item(element: Any, rules: dict[str, Any], pattern: re.Pattern[str]) -> bool:
    if element.tag in {"html", "body", "main", "head", "form", "ul", "ol", "a", "span", "button"}:
        return False
    if element.get("itemprop") == "comment" or "schema.org/Comment" in (
        element.get("itemtype") or ""
    ):
        return True
    tokens = _tokens(element)
    if tokens & rules["_entry"]:
        return False
    return bool(tokens & rules["_item"]) or any(pattern.match(token) for token in tokens)


def _is_numbered(element: Any, rules: dict[str, Any], pattern: re.Pattern[str]) -> bool:
    """Say whether an element is numbered like a post, within a section of comments."""
    tokens = _tokens(element)
    return (
        not tokens & rules["_entry"]
        and any(pattern.match(token) for token in tokens)
        and any(_tokens(parent) & rules["_section"] for parent in element.iterancestors())
    )


def _comments(tree: Any) -> Iterator[Comment]:
    """Yield marked-up comments in page order and take them out of the tree."""
    rules = tables()["comment"]
    sets = {
        f"_{name}": frozenset(value) for name, value in rules.items() if isinstance(value, list)
    }
    items, sections = _marked(
        tree, sets, re.compile(rules["item_pattern"]), re.compile(rules["numbered_pattern"])
    )
    known = set(items)
    # A box that holds exactly one other box, and no word more, is its wrapper.
    for item in items:
        inner = [child for child in item.iterdescendants() if child in known]
        if len(inner) == 1 and _words(inner[0]) == _words(item):
            known.discard(item)
    for item in items:
        if item in known and not _inside_own_part(item, known):
            yield from _comment(item, known, sets)
    occupied = {parent for item in items for parent in item.iterancestors()}
    for section in sections:
        if section not in occupied and not _tokens(section) & sets["_form"]:
            for words in _paragraphs(section, skip=set()):
                yield Comment(None, (words,))
    for element in (*items, *sections):
        if element.getparent() is not None:
            element.drop_tree()


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
        elif _tokens(element) & (rules["_section"] | rules["_form"]):
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
    return item.tag != parent.tag and not _tokens(parent) & replies


def _comment(item: Any, known: set[Any], rules: dict[str, Any]) -> Iterator[Comment]:
    own = {child for child in item.iterdescendants() if child in known}
    skip = {child for child in own if not _inside_own_part(child, known)}
    mine = [child for child in _own(item, skip) if child is not item]
    author = next(
        (
            child
            for child in mine
            if child.get("itemprop") in {"author", "creator"} or _tokens(child) & rules["_author"]
        ),
        None,
    )
    name = _author_name(author, rules) if author is not None else None
    bodies = [child for child in mine if child.get("itemprop") in {"text", "commentText"}]
    if not bodies:
        bodies = [
            child
            for child in mine
            if _tokens(child) & rules["_body"] and author not in set(child.iterdescendants())
        ]
    body = bodies[0] if bodies else item
    for child in mine:
        drop = child is author or child.tag in {"time", "button"} or child.get("rel") == "nofollow"
        if drop or (child is not body and _tokens(child) & (rules["_time"] | rules["_controls"])):
            skip.add(child)
    paragraphs = tuple(_paragraphs(body, skip=skip))
    if paragraphs or name:
        yield Comment(name, paragraphs)


def _author_name(author: Any, rules: dict[str, Any]) -> str | None:
    for child in author.iterdescendants():
        if isinstance(child.tag, str) and (
            child.get("itemprop") == "name" or _tokens(child) & {"fn", "name", "username"}
        ):
            return _words(child)[:80] or None
    skip = {
        child
        for child in author.iterdescendants()
        if isinstance(child.tag, str)
        and (child.tag == "time" or _tokens(child) & (rules["_time"] | rules["_controls"]))
    }
    return next(iter(_paragraphs(author, skip=skip)), "")[:80] or None


def _own(item: Any, skip: set[Any]) -> Iterator[Any]:
    """Yield an element's descendants without the nested comments."""
    stack = [item]
    while stack:
        element = stack.pop()
        if not isinstance(element.tag, str) or element in skip:
            continue
        yield element
        stack.extend(reversed(element))


def _paragraphs(root: Any, *, skip: set[Any]) -> Iterator[str]:
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


def _captions(tree: Any) -> Iterator[str]:
    """Yield the captions of pictures in page order and take them out of the tree."""
    classes = frozenset(tables()["caption"]["classes"])
    found = [
        element
        for element in tree.iter()
        if isinstance(element.tag, str)
        and (element.tag == "figcaption" or _tokens(element) & classes)
    ]
    for element in found:
        if element.getparent() is None:
            continue
        if not any(parent.tag in _ASIDE for parent in element.iterancestors()):
            words = _words(element)
            if words:
                yield words
        element.drop_tree()
