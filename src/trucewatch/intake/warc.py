"""Web archives (WARC, and WACZ, which is a ZIP file of them): every page is a file of its own.

fastwarc reads first and warcio where it fails: they fail on different files. Pages keep the
address and the time of capture; pictures, scripts and failed requests are counted, not read.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import Final

from trucewatch.errors import IntakeError
from trucewatch.intake.decode import MAX_BYTES
from trucewatch.intake.parts import MAX_UNPACKED, Part, Unpacked, limited, partial
from trucewatch.intake.unzipped import Zip
from trucewatch.model import Issue

_MEDIA = "application/warc"
_READ: Final = frozenset(
    {
        "text/html",
        "application/xhtml+xml",
        "text/plain",
        "text/markdown",
        "text/csv",
        "application/pdf",
        "application/rss+xml",
        "application/atom+xml",
        "application/xml",
        "text/xml",
    }
)
_MISSING: Final = IntakeError(
    "reading web archives needs a package that is not installed",
    fix="pip install 'trucewatch[formats]'",
)


@dataclass(frozen=True, slots=True)
class _Response:
    """What a server answered: address, time of capture, status, type, and the body."""

    url: str
    captured_at: str
    status: int
    kind: str
    body: bytes


class _TooMuchError(Exception):
    """The archive unpacks to more than the cap."""


def unpack(payload: bytes) -> Unpacked:
    """Return the pages of an archive.

    Raises:
        IntakeError: it is damaged from its start, or the parsers are not installed.
    """
    issues: list[Issue] = []
    found: list[_Response] = []
    for archive in _archives(payload):
        found += _responses(archive, issues)
    skipped: Counter[str] = Counter()
    parts, more = limited(_parts(found, skipped), "pages")
    if skipped:
        told = ", ".join(f"{count} {what}" for what, count in skipped.most_common(8))
        issues.append(partial(f"not read, because they are no pages: {told}"))
    return Unpacked(media_type=_MEDIA, parts=parts, issues=(*more, *issues))


def _archives(payload: bytes) -> Iterator[bytes]:
    if not payload.startswith(b"PK\x03\x04"):
        yield payload
        return
    archive = Zip(payload)
    names = [name for name in archive.names if name.endswith((".warc", ".warc.gz"))]
    if not names:
        raise IntakeError("there is no WARC file in it", fix="export the capture again")
    yield from map(archive.read, names)


def _parts(found: list[_Response], skipped: Counter[str]) -> Iterator[Part]:
    known: set[bytes] = set()
    for number, one in enumerate(found, start=1):
        if one.status != 200:
            skipped[f"answers with status {one.status}"] += 1
        elif one.kind not in _READ:
            skipped[one.kind or "answers of unknown type"] += 1
        elif not one.body.strip():
            skipped["empty pages"] += 1
        elif one.body not in known:
            known.add(one.body)
            yield Part(
                data=one.body,
                name=one.url or f"record {number}",
                media_type=one.kind,
                url=one.url or None,
                captured_at=one.captured_at or None,
                note=f"record {number}",
            )


def _responses(archive: bytes, issues: list[Issue]) -> list[_Response]:
    """Read with the first parser, and with the second where the first fails; keep the most."""
    best: list[_Response] = []
    told = ""
    for records in (_by_fastwarc, _by_warcio):
        found: list[_Response] = []
        try:
            for one in _capped(records(archive)):
                found.append(one)  # noqa: PERF402 # what came before an error is kept
        except _TooMuchError:
            told = f"it unpacks to more than {MAX_UNPACKED:,} bytes"
            best = max(best, found, key=len)
            break
        except ModuleNotFoundError:
            told = told or "missing"
        except Exception as error:  # noqa: BLE001 # parsers raise what they hit in damaged files
            told = f"it is damaged ({type(error).__name__})"
        else:
            # Nothing at all is what a parser says of a file that it does not understand.
            if found:
                return found
            told = told or "no answer of a server stands in it"
        best = max(best, found, key=len)
    if told == "missing":
        raise _MISSING
    issues.append(
        partial(
            f"only {len(best)} record(s) of the archive were read, because {told}: check the "
            f"file, split it, or capture the pages again"
        )
    )
    return best


def _capped(records: Iterator[_Response]) -> Iterator[_Response]:
    size = 0
    for one in records:
        size += len(one.body)
        if size > MAX_UNPACKED:
            raise _TooMuchError
        yield one


def _by_fastwarc(archive: bytes) -> Iterator[_Response]:
    from fastwarc.warc import ArchiveIterator, WarcRecordType

    records = ArchiveIterator(
        BytesIO(archive), record_types=WarcRecordType.response, auto_decode="all"
    )
    for record in records:
        http = record.http_headers
        yield _Response(
            url=record.headers.get("WARC-Target-URI") or "",
            captured_at=record.headers.get("WARC-Date") or "",
            status=int(http.status_code or 0) if http is not None else 0,
            kind=(record.http_content_type or "").lower(),
            body=record.reader.read(MAX_BYTES + 1),
        )


def _by_warcio(archive: bytes) -> Iterator[_Response]:
    from warcio.archiveiterator import ArchiveIterator

    for record in ArchiveIterator(BytesIO(archive)):
        if record.rec_type != "response" or record.http_headers is None:
            continue
        kind = record.http_headers.get_header("Content-Type") or ""
        yield _Response(
            url=record.rec_headers.get_header("WARC-Target-URI") or "",
            captured_at=record.rec_headers.get_header("WARC-Date") or "",
            status=int(record.http_headers.get_statuscode() or 0),
            kind=kind.partition(";")[0].strip().lower(),
            body=record.content_stream().read(MAX_BYTES + 1),
        )
