"""CSV tables, foremost the violation tables of monitoring missions: every row is one item.

The item's bytes are the heading line and the row; its text is one line per filled cell, "heading:
value", both mapped to their places. A row of a violation table is an entry, which is read by its
columns (`extract/records.py`); of other tables nobody knows what a row says, so it stays text.
"""

from __future__ import annotations

import re
import tomllib
from array import array
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final

from trucewatch.errors import IntakeError
from trucewatch.intake.decode import decode
from trucewatch.intake.parts import Part, Unpacked, Writer, limited, partial
from trucewatch.intake.text import decoding_issues
from trucewatch.intake.xmltext import Chars
from trucewatch.model import Entry, Issue, Span

DELIMITERS: Final = ",;\t|"
_HEAD_ROWS: Final = 30
"""Rows in which the headings are looked for; titles and notes stand above them."""
_KNOWN: Final = 4
"""Known headings that make a table a violation table."""
_OBSERVED: Final = frozenset({"observation", "description", "weapon"})
"""Columns of which one at least says what happened."""
_LISTED: Final = 12
_MAX_COLUMNS: Final = 500


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a table: its place in the source, and its cells without outer white space."""

    number: int
    start: int
    end: int
    cells: tuple[Chars, ...]

    @property
    def filled(self) -> int:
        """The number of cells that hold something."""
        return sum(bool(cell.text) for cell in self.cells)


@cache
def _data() -> dict[str, dict[str, list[str]]]:
    return tomllib.loads(
        files("trucewatch.intake").joinpath("columns.toml").read_text(encoding="utf-8")
    )


@cache
def columns() -> dict[str, str]:
    """Return the known headings and the columns that they name."""
    raw = _data()["columns"]
    return {heading: column for column, headings in raw.items() for heading in headings}


def column_of(heading: str) -> str | None:
    """Return the column that a heading names, None for an unknown one."""
    return columns().get(" ".join(heading.casefold().split()).rstrip(".:"))


def rows(source: str, delimiter: str, limit: int | None = None) -> Iterator[Row]:
    """Yield the rows of RFC 4180 text; a quote that never closes is a plain character."""
    sign = re.escape(delimiter)
    cell = re.compile(
        rf"(?:[ ]*\"((?:[^\"]++|\"\")*+)\"[ ]*|([^{sign}\r\n]*+))({sign}|\r\n|[\r\n]|\Z)"
    )
    plain = re.compile(rf"([^{sign}\r\n]*+)({sign}|\r\n|[\r\n]|\Z)")
    at, number, size = source.startswith("\ufeff") + 0, 0, len(source)
    while at < size:
        start, cells = at, []
        number += 1
        while True:
            if (match := cell.match(source, at)) is not None:
                group, quoted = (1, True) if match[1] is not None else (2, False)
                end, delimiting = match.end(), match[3]
            else:
                match = plain.match(source, at)
                assert match is not None
                group, quoted, end, delimiting = 1, False, match.end(), match[2]
            cells.append(_chars(source, *match.span(group), quoted=quoted))
            at = end
            if delimiting != delimiter:
                break
        stop = at - len(delimiting)
        yield Row(number, start, stop, tuple(cells))
        if number == limit:
            return


def _chars(source: str, start: int, end: int, *, quoted: bool) -> Chars:
    """Return a cell's characters without outer white space, doubled quotes as one."""
    while start < end and source[start].isspace():
        start += 1
    while end > start and source[end - 1].isspace():
        end -= 1
    if not quoted or '""' not in source[start:end]:
        return Chars(source[start:end], array("q", range(start, end)))
    kept = list(range(start, end))
    for match in re.finditer('""', source[start:end]):
        kept[match.start()] = -1
    places = array("q", [at for at in kept if at >= 0])
    return Chars("".join(source[at] for at in places), places)


def known_headings(row: Row) -> int:
    """Return how many different known columns a row names."""
    return len({column_of(cell.text) for cell in row.cells} - {None})


def delimiter_of(source: str) -> tuple[str, bool] | None:
    """Return the delimiter of a table and whether it is a violation table; None for other text.

    A table has the same number of cells in most of its lines, two at least.
    """
    best: tuple[int, int, str] | None = None
    for delimiter in DELIMITERS:
        found = [row for row in rows(source, delimiter, _HEAD_ROWS) if row.filled]
        if len(found) < 2 or max(len(row.cells) for row in found) > _MAX_COLUMNS:
            continue
        known = max(known_headings(row) for row in found)
        width, count = Counter(len(row.cells) for row in found).most_common(1)[0]
        wide = sum(len(row.cells) >= 3 for row in found)
        even = width >= 3 and count * 4 >= len(found) * 3 and count >= 2
        if any(_ruled(row) for row in found):
            # A table in Markdown: the prose around it is the report.
            continue
        if even or (known >= _KNOWN and wide >= 2 and wide * 2 >= len(found)):
            score = (known, width * count, delimiter)
            best = max(best, score) if best else score
    return None if best is None else (best[2], best[0] >= _KNOWN)


def _ruled(row: Row) -> bool:
    """Say whether a row is the line of dashes below the headings of a Markdown table."""
    shown = [cell.text for cell in row.cells if cell.text]
    return len(shown) > 1 and all(set(text) <= set("-: ") for text in shown)


def unpack(payload: bytes) -> Unpacked:
    """Return the rows of a CSV file.

    Raises:
        IntakeError: it is not text, or no table.
    """
    decoded = decode(payload, name="the table")
    skipped: list[Issue] = decoding_issues(decoded)
    parts, issues = limited(table_parts(decoded.text, "", skipped), "rows")
    return Unpacked(
        media_type="text/csv", parts=parts, issues=(*issues, *skipped, *not_read(texts(parts)))
    )


def texts(parts: Sequence[Part]) -> int:
    """Return how many of these rows are text only."""
    return sum(part.entry is None for part in parts)


def not_read(count: int) -> Iterator[Issue]:
    """Yield the issue for rows of which nobody knows what they say."""
    if count:
        yield partial(
            f"{count} row(s) were taken in as text, and no claims are read from rows without the "
            f"columns of a violation table or without an observation (sums, notes): what they "
            f"count is in no figure of the report; docs/intake.md lists the headings"
        )


def table_parts(source: str, sheet: str, skipped: list[Issue]) -> Iterator[Part]:
    """Yield the rows below the headings; what cannot be read is added to `skipped` at the end.

    Raises:
        IntakeError: no delimiter parts the lines into columns.
    """
    found = delimiter_of(source)
    if found is None:
        raise IntakeError(
            "no line of headings with columns below it was found",
            fix="save the table as CSV with one line of headings, and add that",
        )
    every = [row for row in rows(source, found[0]) if row.filled]
    header = _header(every[:_HEAD_ROWS])
    headings = [cell.text or f"column {at}" for at, cell in enumerate(header.cells, start=1)]
    names = known_columns(header)
    where = f"{sheet} " if sheet else ""
    above = [row for row in every if row.number < header.number]
    if above:
        told = "; ".join(" ".join(cell.text for cell in row.cells if cell.text) for row in above)
        skipped.append(
            partial(
                f"{where}holds words above its headings, which belong to no row: {told[:300]!r}"
            )
        )
    odd: dict[str, list[int]] = {}
    for row in every:
        if row.number <= header.number or _same(row, header):
            continue
        spare = [cell for cell in row.cells[len(headings) :] if cell.text]
        if spare:
            odd.setdefault("have more cells than there are headings", []).append(row.number)
        if row.filled == 1 and len(headings) > 2:
            odd.setdefault("hold a single cell (a subtitle, a note, a sum)", []).append(row.number)
        yield _part(source, header, row, f"{where}row {row.number}", names)
    for why, numbers in odd.items():
        told = ", ".join(map(str, numbers[:_LISTED])) + (", …" if len(numbers) > _LISTED else "")
        skipped.append(
            partial(f"{len(numbers)} row(s) of {where or 'the table '}{why}: {told}; look at them")
        )


def _header(found: Sequence[Row]) -> Row:
    """Return the row with the most known headings, else the first that fills most columns."""
    best = max(found, key=known_headings)
    if known_headings(best) >= 2:
        return best
    width = max(row.filled for row in found)
    return next(row for row in found if row.filled * 4 >= width * 3)


def _same(row: Row, header: Row) -> bool:
    """Say whether a row repeats the headings, as on the next page of a printed table."""
    return [cell.text for cell in row.cells] == [cell.text for cell in header.cells]


def known_columns(header: Row) -> dict[int, str]:
    """Return the columns of a violation table by their places; none for another table."""
    found: dict[int, str] = {}
    for at, cell in enumerate(header.cells):
        column = column_of(cell.text)
        if column is not None and column not in found.values():
            found[at] = column
    return found if len(found) >= _KNOWN else {}


def says_something(value: str) -> bool:
    """Say whether a cell or an answer states anything."""
    return value.strip().casefold() not in _data()["silent"]["values"]


def _part(source: str, header: Row, row: Row, name: str, names: dict[int, str]) -> Part:
    head = source[header.start : header.end]
    shift = len(head) + 1 - row.start
    writer = Writer()
    said = {names[at] for at, cell in enumerate(row.cells) if at in names and cell.text}
    # A sum, a note, a subtitle: nothing was observed.
    is_entry = bool(said & _OBSERVED) and len(said) > 1
    cells: dict[str, Span] = {}
    for at, cell in enumerate(row.cells):
        if not cell.text:
            continue
        label = header.cells[at] if at < len(header.cells) else None
        heading = label.text if label and label.text else f"column {at + 1}"
        runs = [
            (start + len(heading) + 2, place + shift, size)
            for start, place, size in cell.runs(0, len(cell.text))
        ]
        if label and label.text:
            runs = [
                *(
                    (at_, place - header.start, size)
                    for at_, place, size in label.runs(0, len(label.text))
                ),
                *runs,
            ]
        state = "body" if is_entry else "meta"
        line = writer.add(f"{heading}: {cell.text}", state, runs=runs, blank=0)
        if line is not None and at in names and says_something(cell.text):
            cells[names[at]] = Span(line.start + len(heading) + 2, line.end)
    return Part(
        data=f"{head}\n{source[row.start : row.end]}".encode("utf-8", errors="replace"),
        name=name,
        media_type="text/csv",
        text=writer.text,
        blocks=tuple(writer.blocks),
        origins=tuple(writer.origins),
        note=name,
        article=False,
        entry=Entry(layout="violations", cells=cells) if is_entry else None,
    )
