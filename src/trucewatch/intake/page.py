"""The parts of a web page: article, captions, marked-up comments, metadata.

Runs in the worker process only (see `worker.py`): lxml and trafilatura meet hostile bytes here.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from msgspec import Struct

from trucewatch.intake.markup import tables
from trucewatch.intake.page_comments import Comment, comments_of
from trucewatch.intake.page_text import tokens, words

_ASIDE = frozenset({"nav", "aside", "footer", "header"})


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
    comments = tuple(comments_of(tree))
    captions = tuple(_captions(tree))
    paragraph_chars = sum(
        len(words(element))
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
            if shown := " ".join(str(value).split()):
                return shown
    return None


def _title(tree: Any) -> str | None:
    """Return the headline: the one h1, else what the page gives to social networks, else title."""
    headings = [line for line in map(words, tree.xpath("//h1")) if line]
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


def _captions(tree: Any) -> Iterator[str]:
    """Yield the captions of pictures in page order and take them out of the tree."""
    classes = frozenset(tables()["caption"]["classes"])
    found = [
        element
        for element in tree.iter()
        if isinstance(element.tag, str)
        and (element.tag == "figcaption" or tokens(element) & classes)
    ]
    for element in found:
        if element.getparent() is None:
            continue
        aside = any(parent.tag in _ASIDE for parent in element.iterancestors())
        if not aside and (shown := words(element)):
            yield shown
        element.drop_tree()
