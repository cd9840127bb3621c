"""RSS 0.9x, 1.0, 2.0 and Atom: every entry is one item, its bytes those of the entry."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from trucewatch.intake.parts import Part, Unpacked, Writer, limited, partial, visible
from trucewatch.intake.text import decoding_issues
from trucewatch.intake.xmltext import (
    Chars,
    Node,
    attributes,
    chars,
    declares_entities,
    decode_xml,
    elements,
    is_cut,
    raw,
    text_of,
    tokens,
)
from trucewatch.model import Issue

_ENTRIES = frozenset({"item", "entry", "atom:entry"})
# The whole text first, the summary where there is none.
_BODIES = ("content:encoded", "content", "atom:content", "description", "summary", "atom:summary")
_DATES = ("pubDate", "published", "atom:published", "dc:date", "updated", "atom:updated")

# How feeds end what they give only the beginning of.
_MORE = re.compile(r"(?:…|\.\.\.|\[(?:…|\.\.\.|\+)\]|(?:Read more|Continue reading)\W*)\s*\Z")
_CUT_SHORT: Final = partial(
    "the feed gives only the beginning of this entry: save the page that it links to, and add that"
)


def unpack(payload: bytes) -> Unpacked:
    """Return the entries of a feed.

    Raises:
        IntakeError: it is not text, or nested beyond all reason.
    """
    decoded = decode_xml(payload, name="the feed")
    source = decoded.text
    language = _language(source)
    parts, issues = limited(_parts(source, language), "entries")
    return Unpacked(
        media_type="application/xml",
        parts=parts,
        issues=(*decoding_issues(decoded), *issues, *troubles(source, len(parts), "entry")),
    )


def troubles(source: str, count: int, noun: str) -> Iterator[Issue]:
    """Yield the issues of an XML file: cut off, or with entities of its own."""
    if is_cut(source):
        yield partial(
            f"the file ends in the middle, after {count} whole {noun}(s): fetch it again, and add "
            f"it again; what was read will not be read twice"
        )
    if declares_entities(source):
        yield partial(
            "the file declares entities of its own, which are never expanded: look at the names "
            "written as &name; in the text"
        )


def _parts(source: str, language: str | None) -> Iterator[Part]:
    for number, node in enumerate(elements(source, _ENTRIES), start=1):
        yield _part(source, node, number, language)


def _part(source: str, node: Node, number: int, language: str | None) -> Part:
    writer = Writer()
    offset = node.start
    title = node.first("title", "atom:title")
    if title is not None:
        writer.html(_content(source, title), "title")
    body = next((one for name in _BODIES for one in node.children(name) if one.content), None)
    if body is not None:
        writer.html(_content(source, body), "body")
    stated = [(text_of(source, node.first(name)), name) for name in _DATES]
    return Part(
        data=source[node.start : node.end].encode("utf-8", errors="replace"),
        name=f"entry {number}",
        media_type="application/xml",
        text=writer.text,
        blocks=tuple(writer.blocks),
        # Places count from the entry's own first character.
        origins=tuple((at, place - offset, size) for at, place, size in writer.origins),
        title=visible(_content(source, title)) or None if title is not None else None,
        url=_link(source, node),
        language=language,
        dates=tuple((value, f"the feed's {name}") for value, name in stated if value)[:1],
        issues=(_CUT_SHORT,) if _MORE.search(writer.text) else (),
        note=f"entry {number}{_identity(source, node)}",
    )


def _content(source: str, node: Node) -> Chars:
    if node.attribute("type") == "xhtml":
        return raw(source, node)
    if any(isinstance(one, Node) for one in node.content):
        # Markup that should have been escaped: read as it stands.
        return raw(source, node)
    return chars(source, node)


def _link(source: str, node: Node) -> str | None:
    for link in node.children("link", "atom:link"):
        found = link.attribute("href") or text_of(source, link)
        kind = link.attribute("rel") or "alternate"
        if found and kind == "alternate" and found.startswith(("http://", "https://")):
            return found
    return None


def _identity(source: str, node: Node) -> str:
    found = text_of(source, node.first("guid", "id", "atom:id"))
    return f" (id {found[:200]!r})" if found else ""


def _language(source: str) -> str | None:
    """Return the language that the channel states, as ISO 639-1."""
    stated = None
    for token in tokens(source, 0, min(len(source), 20_000)):
        if token.kind == "open" and token.name in {"item", "entry"}:
            break
        if token.kind == "open":
            stated = attributes(token.attrs).get("xml:lang") or stated
            if token.name in {"language", "dc:language"}:
                stated = source[token.end : token.end + 20].partition("<")[0].strip() or stated
    code = (stated or "").split("-")[0].strip().lower()
    return code if len(code) == 2 and code.isalpha() else None
