"""The formats whose parsers run in the worker: how each is known by its bytes.

The files of the formats hold the parsers; here stands only what is needed to choose one.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from trucewatch.errors import IntakeError
from trucewatch.intake import auto_archiver
from trucewatch.intake.decode import MAX_BYTES, too_large
from trucewatch.intake.parts import Unpacked
from trucewatch.intake.readers import LOOK_AT, Hints, head
from trucewatch.intake.table import delimiter_of, rows
from trucewatch.intake.worker import WORKER, ParserFailedError

_XML = r"\A\s*(?:<\?xml[^>]{0,200}\?>\s*)?(?:<\?xml-stylesheet[^>]{0,300}\?>\s*)?"
_GAP = r"(?:<!--.{0,1000}?-->\s*){0,5}(?:<!DOCTYPE[^>\[]{0,200}(?:\[.{0,3000}?\])?\s*>\s*)?"
_ROOT = re.compile(rf"{_XML}{_GAP}<(?P<root>[A-Za-z_][\w:.\-]{{0,60}})\b", re.DOTALL)
_FIELD = re.compile(r"^([A-Za-z][A-Za-z0-9-]{1,40}):[ \t\r\n]", re.MULTILINE)
_TABLE_HEAD: Final = 4096
_DIRECTORY: Final = 1 << 20
_OTHER_ZIPS: Final = (
    b"[Content_Types].xml",
    b"META-INF/",
    b"AndroidManifest.xml",
)
_BLANK: Final = b"\xef\xbb\xbf \t\r\n"
_CHAT = re.compile(rb'"type"\s*:\s*"(?:public|private|personal|bot|saved)_[a-z]{1,20}"')


@dataclass(frozen=True, slots=True)
class Formatted:
    """A format: its name, the worker's task, and how sure the bytes make one of it."""

    name: str
    sure: Callable[[bytes, str], float]

    def sniff(self, data: bytes, name: str) -> float:
        """See `trucewatch.intake.readers.Reader`."""
        return self.sure(data, name)

    def unpack(self, data: bytes, hints: Hints) -> Unpacked:
        """Have the worker unpack the input.

        Raises:
            IntakeError: it is too large, or cannot be parsed within the limits.
        """
        if len(data) > MAX_BYTES:
            raise too_large(hints.name, len(data))
        try:
            return WORKER.call(self.name, data, Unpacked)
        except IntakeError as error:
            raise IntakeError(f"{hints.name}: {error.message}", fix=error.fix) from error
        except ParserFailedError as error:
            raise IntakeError(
                f"{hints.name} looks like {self.name} and could not be parsed: {error}",
                fix="open it in the program it comes from, save it again (as text if need be) "
                "and add that",
            ) from error


def root_of(data: bytes) -> str:
    """Return the name of an XML file's root element, empty where it is no XML."""
    match = _ROOT.match(head(data))
    return match["root"] if match else ""


def _feed(data: bytes, name: str) -> float:
    del name
    return 0.97 if root_of(data) in {"rss", "feed", "rdf:RDF", "atom:feed"} else 0.0


def _telegram(data: bytes, name: str) -> float:
    del name
    if data.lstrip(_BLANK)[:1] != b"{" or b'"messages"' not in data:
        return 0.0
    return 0.96 if b'"date_unixtime"' in data or _CHAT.search(data[:LOOK_AT]) else 0.0


def _thread(data: bytes, name: str) -> float:
    del name
    root = root_of(data)
    if root == "disqus":
        return 0.99
    return 0.99 if root == "rss" and b"wordpress.org/export/" in data[:LOOK_AT] else 0.0


def _table(data: bytes, name: str) -> float:
    start = data[:_TABLE_HEAD]
    if b"\0" in start and not start.startswith((b"\xff\xfe", b"\xfe\xff")):
        return 0.0
    lines = head(start)
    found = delimiter_of(lines.rpartition("\n")[0] if len(data) > _TABLE_HEAD else lines)
    if found is None:
        return 0.0
    if found[1]:
        return 0.95
    return 0.6 if name.lower().endswith((".csv", ".tsv", ".tab")) else 0.0


def _zipped(data: bytes, member: bytes) -> float:
    # The name of a member stands in the central directory at the end of the file.
    return 0.98 if data.startswith(b"PK\x03\x04") and member in data[-_DIRECTORY:] else 0.0


def _xlsx(data: bytes, name: str) -> float:
    del name
    return _zipped(data, b"xl/workbook.xml")


def _docx(data: bytes, name: str) -> float:
    del name
    return _zipped(data, b"word/document.xml")


def _pdf(data: bytes, name: str) -> float:
    del name
    return 0.99 if b"%PDF-" in data[:1024] else 0.0


def _mail(data: bytes, name: str) -> float:
    del name
    lines = head(data).partition("\n\n")[0].partition("\r\n\r\n")[0]
    fields = {match[1].lower() for match in _FIELD.finditer(lines)}
    # A note that opens with "From:" and "Date:" is no mail: programs write more than that.
    if not _FIELD.match(lines) or not fields & {"mime-version", "received", "message-id"}:
        return 0.0
    return 0.97 if fields & {"from", "date", "subject"} else 0.0


def _warc(data: bytes, name: str) -> float:
    del name
    if data.startswith(b"WARC/"):
        return 0.99
    if data.startswith(b"\x1f\x8b"):
        start = zlib.decompressobj(wbits=31)
        try:
            return 0.99 if start.decompress(data[:2048], 5) == b"WARC/" else 0.0
        except zlib.error:
            return 0.0
    return _zipped(data, b"datapackage.json") if b".warc" in data[-_DIRECTORY:] else 0.0


def _form(data: bytes, name: str) -> float:
    del name
    if b"trucewatch_form" not in data:
        return 0.0
    # The mark of our forms, in JSON of Kobo or ODK Central or in the XML of a submission.
    return 0.98 if data.lstrip(_BLANK)[:1] in {b"{", b"["} or root_of(data) else 0.0


def _archived(data: bytes, name: str) -> float:
    del name
    if auto_archiver.PAGE.search(data[:_DIRECTORY]):
        return 0.99
    first = next(iter(rows(head(data), ",", 1)), None)
    return 0.99 if first and auto_archiver.is_csv([cell.text for cell in first.cells]) else 0.0


def _zip(data: bytes, name: str) -> float:
    del name
    if not data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return 0.0
    directory = data[-_DIRECTORY:]
    # An office document or a program is no archive of reports, though it is a ZIP file.
    typed = data[30:38] == b"mimetype"
    return 0.0 if typed or any(mark in directory for mark in _OTHER_ZIPS) else 0.9


CONTAINERS: Final[tuple[Formatted, ...]] = (
    Formatted("feed", _feed),
    Formatted("telegram", _telegram),
    Formatted("thread", _thread),
    Formatted("table", _table),
    Formatted("xlsx", _xlsx),
    Formatted("docx", _docx),
    Formatted("pdf", _pdf),
    Formatted("mail", _mail),
    Formatted("warc", _warc),
    Formatted("form", _form),
    Formatted("auto-archiver", _archived),
    Formatted("zip", _zip),
)
"""Every format that the worker parses."""
