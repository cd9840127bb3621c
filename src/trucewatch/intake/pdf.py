"""PDF files with a text layer, page by page; scans and pictures are issues.

Lines are joined to paragraphs, and lines that stand on most pages are boilerplate. A page that
yields nothing is named: extractors return empty pages, without an error, on damaged files.
"""

from __future__ import annotations

import re
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from io import BytesIO
from typing import Any, Final

from trucewatch.errors import IntakeError
from trucewatch.intake.parts import Part, Unpacked, Writer, partial
from trucewatch.model import Issue

_MEDIA = "application/pdf"
_MAX_PAGES: Final = 2000
_SECONDS: Final = 6.0
"""Processor time for all pages; below the worker's own limit, so that what is read is kept."""
_MAX_CHARS: Final = 8_000_000
_DIGITS = re.compile(r"\d+")
_ENDS = (".", "!", "?", ":", "؟", "…", "”", '"')


def unpack(payload: bytes) -> Unpacked:
    """Return the one item of a PDF file.

    Raises:
        IntakeError: it is damaged or protected, or the parser is not installed.
    """
    pages, broken, left = _pages(payload)
    running = _running(pages)
    writer = Writer()
    for lines in pages:
        for paragraph, state in _paragraphs(lines, running):
            writer.add(paragraph, state)
    empty = [
        number for number, lines in enumerate(pages, start=1) if not any(map(str.strip, lines))
    ]
    return Unpacked(
        media_type=_MEDIA,
        parts=(
            Part(
                data=b"",
                name="document",
                media_type=_MEDIA,
                text=writer.text,
                blocks=tuple(writer.blocks),
            ),
        ),
        issues=tuple(_issues(len(pages), empty, broken, left)),
    )


def _issues(count: int, empty: list[int], broken: list[int], left: int) -> Iterator[Issue]:
    scans = [number for number in empty if number not in broken]
    if scans:
        yield partial(
            f"page(s) {_listed(scans)} of {count} hold no text (scans, pictures or empty): read "
            f"them with OCR, and add that text"
        )
    if broken:
        yield partial(
            f"page(s) {_listed(broken)} of {count} are damaged and were not read: open the file, "
            f"print it to a new PDF and add that"
        )
    if left:
        yield partial(
            f"{left} page(s) at the end were not read, because the file takes too long or is too "
            f"large: split it and add the parts"
        )
    if count == 0:
        yield partial("the file has no pages: get it again from where it came")


def _listed(numbers: Sequence[int]) -> str:
    return ", ".join(map(str, numbers[:20])) + (", …" if len(numbers) > 20 else "")


def _pages(payload: bytes) -> tuple[list[list[str]], list[int], int]:
    """Return the lines of each page, the numbers of damaged pages, and how many were left."""
    try:
        from pypdf import PdfReader
        from pypdf.errors import PyPdfError
    except ModuleNotFoundError as error:
        raise IntakeError(
            "reading PDF needs a package that is not installed",
            fix="pip install 'trucewatch[formats]', or save the PDF as text and add that",
        ) from error
    try:
        reader = PdfReader(BytesIO(payload), strict=False)
        if reader.is_encrypted and not reader.decrypt(""):
            raise IntakeError(
                "the file is protected by a password", fix="save it without one and add that"
            )
        total = len(reader.pages)
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise IntakeError(
            f"the file is damaged ({type(error).__name__})",
            fix="open it, print it to a new PDF and add that",
        ) from error
    found: list[list[str]] = []
    broken: list[int] = []
    size, started = 0, time.process_time()
    for number in range(min(total, _MAX_PAGES)):
        if time.process_time() - started > _SECONDS or size > _MAX_CHARS:
            break
        lines = _lines(reader, number)
        if lines is None:
            broken.append(number + 1)
        found.append(lines or [])
        size += sum(map(len, found[-1]))
    return found, broken, total - len(found)


def _lines(reader: Any, number: int) -> list[str] | None:
    """Return the lines of a page, None where it cannot be read."""
    try:
        text: str = reader.pages[number].extract_text()
    except MemoryError:
        raise
    except Exception:  # noqa: BLE001 # a damaged page raises whatever it happens to hit
        return None
    return [line.strip() for line in text.replace("\0", "").splitlines()]


def _running(pages: Sequence[Sequence[str]]) -> frozenset[str]:
    """Return the head and foot lines that stand, but for their numbers, on most pages."""
    counts: Counter[str] = Counter()
    for lines in pages:
        shown = [line for line in lines if line]
        # The second line of a short page is its text.
        edge = 2 if len(shown) > 8 else 1
        counts.update({_DIGITS.sub("#", line) for line in (*shown[:edge], *shown[-edge:])})
    most = max(3, (len(pages) + 1) // 2)
    return frozenset(line for line, count in counts.items() if count >= most)


def _paragraphs(lines: Sequence[str], running: frozenset[str]) -> Iterator[tuple[str, str]]:
    """Yield paragraphs with their state; a short line that ends a sentence ends one."""
    width = max(map(len, lines), default=0)
    open_: list[str] = []
    for line in lines:
        if _DIGITS.sub("#", line) in running:
            yield line, "meta"
            continue
        if not line:
            yield from _closed(open_)
            continue
        open_.append(line)
        short = len(line) < 0.8 * width
        # A short line that ends no sentence is a heading, a name, or a cell.
        if short and (line.endswith(_ENDS) or len(open_) == 1):
            yield from _closed(open_)
    yield from _closed(open_)


def _closed(lines: list[str]) -> Iterator[tuple[str, str]]:
    text = ""
    for line in lines:
        if text.endswith("-") and len(text) > 1 and text[-2].isalpha() and line[:1].islower():
            text = text[:-1] + line
        else:
            text = f"{text} {line}" if text else line
    lines.clear()
    if text:
        yield text, ""
