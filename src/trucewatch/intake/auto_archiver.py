"""What auto-archiver leaves behind: its CSV, its sheet, and the page it writes for every address.

Field names as in its own files (bellingcat/auto-archiver: core/metadata.py, core/media.py, the
modules csv_db, gsheet_feeder_db and html_formatter). The CSV holds Python values in text; they are
taken apart as data, and nothing in them is ever run. What was archived is the post: its title and
its content, published when `timestamp` says, at `url`; when and how it was archived, and where the
files lie, goes into its custody.
"""

from __future__ import annotations

import ast
import base64
import binascii
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta, timezone
from typing import Any, Final

from trucewatch.errors import IntakeError
from trucewatch.intake.decode import decode
from trucewatch.intake.markup import scan
from trucewatch.intake.parts import Part, Unpacked, Writer, limited, partial
from trucewatch.intake.table import Row, rows
from trucewatch.intake.text import decoding_issues
from trucewatch.model import Issue

FIELDS: Final = ("status", "metadata", "media")
"""Columns of the CSV, in this order."""
SHEET: Final = {
    "link": "url",
    "archive status": "status",
    "archive date": "_processed_at",
    "upload timestamp": "timestamp",
    "upload title": "title",
    "text content": "content",
    "archive location": "archive",
    "hash": "hash",
}
"""Columns of the sheet (their usual names), and the field that each fills."""
PAGE: Final = re.compile(rb"<h2>Archived media for\s+<span class=\"copy\">")
_DEEPEST: Final = 200
_LONGEST: Final = 4_000_000
"""Characters of one value; parsing takes a hundred times their number in memory."""
_SHOWN: Final = 5


@dataclass(frozen=True, slots=True)
class _Archived:
    """One address as it was archived."""

    status: str
    values: Mapping[str, Any]
    files: tuple[str, ...] = field(default=())
    """Where the files lie, each with its hash where that is known."""

    def text(self, name: str) -> str:
        value = self.values.get(name)
        return value.strip() if isinstance(value, str) else ""


def unpack(payload: bytes) -> Unpacked:
    """Return the posts of a CSV or a sheet, or the one of a page.

    Raises:
        IntakeError: it is not text, or none of these.
    """
    decoded = decode(payload, name="the file")
    skipped: list[Issue] = decoding_issues(decoded)
    if PAGE.search(payload):
        parts: tuple[Part, ...] = (_page(decoded.text),)
        return Unpacked(media_type="text/html", parts=parts, issues=tuple(skipped))
    parts, issues = limited(_posts(decoded.text, skipped), "rows")
    return Unpacked(media_type="text/csv", parts=parts, issues=(*issues, *skipped))


def is_csv(headings: Sequence[str]) -> bool:
    """Say whether these are the headings of its CSV or of its sheet."""
    names = [one.strip().casefold() for one in headings]
    return tuple(names) == FIELDS or {"link", "archive status"} <= set(names)


def _posts(source: str, skipped: list[Issue]) -> Iterator[Part]:
    header: Row | None = None
    names: list[str] = []
    for row in rows(source, ","):
        cells = [cell.text for cell in row.cells]
        if not any(cells):
            continue
        if header is None:
            header, names = row, [cell.casefold() for cell in cells]
            if not is_csv(names):
                raise IntakeError(
                    "its headings are none of auto-archiver's", fix="export it again from there"
                )
            continue
        called = f"row {row.number}"
        try:
            own = dict(zip(names, cells, strict=False))
            found = _of_csv(own) if tuple(names) == FIELDS else _of_sheet(own)
        except (ValueError, TypeError, SyntaxError, RecursionError, MemoryError, OverflowError):
            skipped.append(partial(f"{called} could not be read: look at it in the file"))
            continue
        if not (found.text("title") or found.text("content")):
            url = found.text("url")[:200]
            skipped.append(
                partial(
                    f"{called} ({url}) holds no words, its status is {found.status[:80]!r}: look "
                    f"at what was archived, or archive it again"
                )
            )
            continue
        lines = f"{source[header.start : header.end]}\n{source[row.start : row.end]}"
        yield _part(found, lines, called, lines.encode("utf-8", errors="replace"), "text/csv")


def _part(found: _Archived, source: str, called: str, data: bytes, media: str) -> Part:
    writer = Writer()
    for name, state in (("title", "title"), ("content", "body")):
        for line in found.text(name).splitlines():
            words = line.strip()
            if name == "content" and words == found.text("title"):
                continue
            at = source.find(words) if words else -1
            runs = [(0, at, len(words))] if at >= 0 else []
            writer.add(words, state, runs=runs)
    url = found.text("url")
    archived = _moment(found.values.get("_processed_at"))
    published = _moment(found.values.get("timestamp"))
    told = [called] if called else []
    told.append(f"archived{f' {archived}' if archived else ''} ({found.status[:120]})")
    told += [f"as {one[:300]}" for one in found.files[:_SHOWN]]
    if len(found.files) > _SHOWN:
        told.append(f"and {len(found.files) - _SHOWN} more file(s)")
    return Part(
        data=data,
        name=called or "page",
        media_type=media,
        text=writer.text,
        blocks=tuple(writer.blocks),
        # Of a page the original is markup, in which words stand otherwise.
        origins=tuple(writer.origins) if data else (),
        title=found.text("title") or None,
        url=url if url.startswith(("http://", "https://")) else None,
        dates=((published, "the archived timestamp"),) if published else (),
        captured_at=archived or None,
        note=", ".join(told),
    )


def _moment(value: object) -> str:
    """Return a time as ISO 8601; the archiver's own times without a zone are UTC."""
    if isinstance(value, str):
        try:
            value = datetime.fromisoformat(value.strip())
        except ValueError:
            return ""
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        try:
            value = datetime.fromtimestamp(value, UTC)
        except (ValueError, OverflowError, OSError):
            return ""
    if not isinstance(value, datetime):
        return ""
    return (value if value.tzinfo else value.replace(tzinfo=UTC)).isoformat()


# -- the CSV and the sheet -----------------------------------------------------------------


def _of_csv(row: Mapping[str, str]) -> _Archived:
    values = _value(row.get("metadata", "") or "{}")
    media = _value(row.get("media", "") or "[]")
    if not isinstance(values, dict) or not isinstance(media, list):
        raise TypeError
    return _Archived(row.get("status", ""), values, tuple(_files(media)))


def _of_sheet(row: Mapping[str, str]) -> _Archived:
    values = {SHEET[name]: value for name, value in row.items() if name in SHEET}
    where, digest = values.get("archive", "").strip(), values.get("hash", "").strip()
    files = (f"{where}{f' ({digest})' if digest else ''}",) if where else ()
    return _Archived(values.get("status", ""), values, files)


def _files(media: Sequence[object]) -> Iterator[str]:
    for one in media:
        if not isinstance(one, dict):
            continue
        urls = one.get("urls")
        first = urls[0] if isinstance(urls, list) and urls else one.get("filename")
        properties = one.get("properties")
        digest = properties.get("hash") if isinstance(properties, dict) else None
        if isinstance(first, str):
            yield f"{first} ({digest})" if isinstance(digest, str) and digest else first


def _value(source: str) -> object:
    """Return a Python value printed as text: constants, collections, dates; nothing is run.

    Raises:
        ValueError, SyntaxError, RecursionError, MemoryError: it is anything else.
    """
    if len(source) > _LONGEST:
        raise ValueError
    return _literal(ast.parse(source.strip(), mode="eval").body, 0)


def _literal(node: ast.expr, depth: int) -> object:  # noqa: PLR0911 # one kind of value a line
    if depth > _DEEPEST:
        raise RecursionError
    inner = depth + 1
    match node:
        case ast.Constant(value=value):
            return value
        case ast.UnaryOp(op=ast.USub(), operand=ast.Constant(value=int() | float() as value)):
            return -value
        case ast.List(elts=items) | ast.Tuple(elts=items) | ast.Set(elts=items):
            return [_literal(one, inner) for one in items]
        case ast.Dict(keys=keys, values=values):
            return {
                str(_literal(key, inner)): _literal(value, inner)
                for key, value in zip(keys, values, strict=True)
                if key is not None
            }
        case ast.Attribute(attr="utc"):
            return UTC
        case ast.Call(func=ast.Attribute(attr=name), args=args, keywords=keywords):
            return _made(name, args, keywords, inner)
        case _:
            # A value of a kind of its own (a path, a nested object): nothing of it is needed.
            return None


def _made(
    name: str, args: Sequence[ast.expr], keywords: Sequence[ast.keyword], depth: int
) -> object:
    """Return a date, a difference of times, or a zone from the way Python prints them."""
    values: list[Any] = [_literal(one, depth) for one in args]
    named: dict[str, Any] = {one.arg: _literal(one.value, depth) for one in keywords if one.arg}
    if name == "datetime":
        return datetime(*values, **named)  # noqa: DTZ001 # the zone is among the arguments
    if name == "timedelta":
        return timedelta(*values, **named)
    return timezone(*values) if name == "timezone" else None


# -- the page ------------------------------------------------------------------------------


def _page(source: str) -> Part:
    import lxml.html

    if scan(source).depth > _DEEPEST:
        raise IntakeError("its elements are nested too deep", fix="save its text and add that")
    tree: Any = lxml.html.document_fromstring(
        source, parser=lxml.html.HTMLParser(no_network=True, remove_comments=True)
    )
    values: dict[str, Any] = {}
    for row in tree.xpath("//table[@class='metadata']//tr"):
        cells = row.findall("td")
        if len(cells) == 2:
            values.setdefault(cells[0].text_content().strip(), _answer(cells[1]))
    for name, path in (("url", "//h2/span[@class='copy']"), ("title", "//p/span[@class='copy']")):
        found = tree.xpath(path)
        if found:
            values.setdefault(name, found[0].text_content().strip())
    files = [
        str(link)
        for link in tree.xpath("//table[@class='content']//a[@download]/@href")
        if str(link).startswith(("http://", "https://", "/"))
    ]
    found_at = _Archived("page of auto-archiver", values, tuple(dict.fromkeys(files)))
    return _part(found_at, source, "", b"", "text/html")


def _answer(cell: Any) -> object:
    """Return a value as it was: the JSON beside a mapping, else its words."""
    for coded in cell.xpath("./div/@copy-value64"):
        try:
            return json.loads(base64.b64decode(str(coded), validate=True))
        except (ValueError, binascii.Error, RecursionError):
            continue
    return str(cell.text_content()).strip()
