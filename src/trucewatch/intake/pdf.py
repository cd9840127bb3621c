"""PDF files with a text layer, page by page; scans and pictures are issues.

Lines are joined to paragraphs, and lines that stand on most pages are boilerplate. A page that
yields nothing is named: extractors return empty pages, without an error, on damaged files. The
rows of violation tables are items of their own, as in `table.py`; a table whose columns cannot be
told apart is named too.
"""

from __future__ import annotations

import csv
import io
import re
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any, Final

from trucewatch.errors import IntakeError
from trucewatch.intake.parts import MAX_PARTS, Part, Unpacked, Writer, partial
from trucewatch.intake.pdf_table import KNOWN, Rule, Table, Words, lines_outside, tables
from trucewatch.intake.table import columns, not_read, table_parts, texts
from trucewatch.model import Issue

_MEDIA = "application/pdf"
_MAX_PAGES: Final = 2000
_SECONDS: Final = 6.0
"""Processor time for all pages; below the worker's own limit, so that what is read is kept."""
_MAX_CHARS: Final = 8_000_000
_DIGITS = re.compile(r"\d+")
_ENDS = (".", "!", "?", ":", "؟", "…", "”", '"')


@dataclass
class _Read:
    """What was read of a file so far; page numbers count from one."""

    pages: list[list[str]] = field(default_factory=list)
    broken: list[int] = field(default_factory=list)
    unclear: list[int] = field(default_factory=list)
    tables: list[tuple[int, list[tuple[str, ...]]]] = field(default_factory=list)
    """The page on which each table begins, and its rows, headings first, over all its pages."""
    left: int = 0

    def tabled(self, number: int, found: Sequence[Table]) -> None:
        """Add the tables of a page, or its rows to the table that goes on there."""
        for one in found:
            if one.headed or not self.tables:
                self.tables.append((number, list(one.rows)))
            else:
                self.tables[-1][1].extend(one.rows)


def unpack(payload: bytes) -> Unpacked:
    """Return the item of a PDF file, and the rows of its violation tables before it.

    Raises:
        IntakeError: it is damaged or protected, or the parser is not installed.
    """
    read = _pages(payload)
    running = _running(read.pages)
    writer = Writer()
    for shown in read.pages:
        for paragraph, state in _paragraphs(shown, running):
            writer.add(paragraph, state)
    skipped: list[Issue] = []
    rows = list(_rows(read, skipped))[:MAX_PARTS]
    return Unpacked(
        media_type=_MEDIA,
        parts=(
            *rows,
            Part(
                data=b"",
                name="document",
                media_type=_MEDIA,
                text=writer.text,
                blocks=tuple(writer.blocks),
            ),
        ),
        issues=(*_issues(read), *skipped, *not_read(texts(rows))),
    )


def _rows(read: _Read, skipped: list[Issue]) -> Iterator[Part]:
    for number, rows in read.tables:
        text = io.StringIO()
        csv.writer(text, lineterminator="\n").writerows(rows)
        try:
            yield from table_parts(text.getvalue(), f"page {number} table", skipped)
        except IntakeError as error:
            skipped.append(partial(f"the table on page {number} was not read: {error.message}"))


def _issues(read: _Read) -> Iterator[Issue]:
    count, broken, left = len(read.pages), read.broken, read.left
    tabled = {number for number, _ in read.tables}
    empty = [
        number
        for number, shown in enumerate(read.pages, start=1)
        if not any(map(str.strip, shown)) and number not in tabled
    ]
    scans = [number for number in empty if number not in broken]
    if read.unclear:
        yield partial(
            f"page(s) {_listed(read.unclear)} hold a table of violations whose columns could not "
            f"be told apart, so its lines were read as text: ask for the table as CSV or XLSX, or "
            f"type it in, and add that"
        )
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


def _pages(payload: bytes) -> _Read:
    """Read page by page, as far as time and size allow."""
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
    found = _Read()
    size, width, started = 0, 0, time.process_time()
    for number in range(min(total, _MAX_PAGES)):
        if time.process_time() - started > _SECONDS or size > _MAX_CHARS:
            break
        shown = _lines(reader, number)
        if shown is None:
            found.broken.append(number + 1)
        elif _may_hold_table(shown) or (width and any(shown)):
            words, rules = _placed(reader, number)
            tabled = tables(words, rules, width=width)
            found.tabled(number + 1, tabled)
            if tabled:
                shown = lines_outside(words, tabled)
            elif _may_hold_table(shown):
                found.unclear.append(number + 1)
            width = len(tabled[-1].rows[0]) if tabled else 0
        else:
            width = 0
        found.pages.append(shown or [])
        size += sum(map(len, found.pages[-1]))
    found.left = total - len(found.pages)
    return found


def _may_hold_table(shown: Sequence[str]) -> bool:
    """Say whether a page names the columns of a violation table close together."""
    headings = columns()
    for at in range(len(shown)):
        near = f" {' '.join(' '.join(shown[at : at + 3]).casefold().split())} "
        if len({column for one, column in headings.items() if f" {one} " in near}) > KNOWN:
            return True
    return False


class _Pen:
    """Follows the drawing of a page: its words and its ruled lines, with their places."""

    def __init__(self) -> None:
        self.words: list[Words] = []
        self.rules: list[Rule] = []
        self._path: list[Rule] = []
        self._at: tuple[float, float] | None = None

    def text(
        self, shown: str, matrix: list[float], place: list[float], _: object, size: float
    ) -> None:
        """Note words as they are shown."""
        if shown.strip():
            x, y = _moved(matrix, place[4], place[5])
            high = abs(size * (matrix[3] or matrix[1]) * (place[3] or place[1] or 1.0))
            self.words.append(Words(x, y, high, " ".join(shown.split())))

    def drawn(self, operator: bytes, operands: list[Any], matrix: list[float], _: object) -> None:
        """Note lines and boxes, once they are painted."""
        if operator == b"re":
            x, y, wide, high = map(float, operands)
            self._path += _edges(_moved(matrix, x, y), _moved(matrix, x + wide, y + high))
        elif operator in {b"m", b"l"}:
            here = _moved(matrix, *map(float, operands))
            if operator == b"l" and self._at is not None:
                straight = _edges(self._at, here)
                self._path += straight if len(straight) == 1 else ()
            self._at = here
        elif operator in _PAINTS or operator == b"n":
            self.rules += () if operator == b"n" else self._path
            self._path = []


def _placed(reader: Any, number: int) -> tuple[list[Words], list[Rule]]:
    """Return the words and ruled lines of a page with their places; none of a damaged one."""
    pen = _Pen()
    try:
        reader.pages[number].extract_text(visitor_text=pen.text, visitor_operand_before=pen.drawn)
    except MemoryError:
        raise
    except Exception:  # noqa: BLE001 # a damaged page raises whatever it happens to hit
        return [], []
    return pen.words, pen.rules


_PAINTS: Final = frozenset({b"f", b"F", b"f*", b"S", b"s", b"B", b"B*", b"b", b"b*"})
_THIN: Final = 2.5
"""Points; a box as thin as this is a ruled line."""


def _moved(matrix: Sequence[float], x: float, y: float) -> tuple[float, float]:
    return (
        x * matrix[0] + y * matrix[2] + matrix[4],
        x * matrix[1] + y * matrix[3] + matrix[5],
    )


def _edges(one: tuple[float, float], other: tuple[float, float]) -> list[Rule]:
    """Return a thin box or a straight stroke as one line, a larger box as its four sides."""
    (x0, x1), (y0, y1) = sorted((one[0], other[0])), sorted((one[1], other[1]))
    if x1 - x0 <= _THIN:
        return [Rule((x0 + x1) / 2, y0, (x0 + x1) / 2, y1)]
    if y1 - y0 <= _THIN:
        return [Rule(x0, (y0 + y1) / 2, x1, (y0 + y1) / 2)]
    return [
        Rule(x0, y0, x0, y1),
        Rule(x1, y0, x1, y1),
        Rule(x0, y0, x1, y0),
        Rule(x0, y1, x1, y1),
    ]


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
    for page in pages:
        shown = [line for line in page if line]
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
