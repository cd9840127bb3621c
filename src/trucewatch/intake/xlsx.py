"""XLSX workbooks: every sheet a table, every row an item, whose bytes are its CSV lines.

The sheets are read by the linear pass over XML, so formulas are never run, links never followed
and entities never expanded. A formula that the file holds no value for is an issue.
"""

from __future__ import annotations

import csv
import io
import posixpath
import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Final

from trucewatch.errors import IntakeError
from trucewatch.intake.parts import Part, Unpacked, limited, partial
from trucewatch.intake.table import not_read, table_parts, texts
from trucewatch.intake.unzipped import Zip
from trucewatch.intake.xmltext import Node, chars, decode_xml, elements, local, tokens
from trucewatch.model import Issue

_MAX_CELLS: Final = 2_000_000
_REFERENCE = re.compile(r"([A-Z]{1,3})(\d{1,7})\Z")
# Number formats 14-22 and 45-47 of ECMA-376 (18.8.30) are dates and times; so are formats of a
# file's own that name years, days, hours or seconds outside quotes and brackets.
_DATE_FORMATS: Final = frozenset({*range(14, 23), *range(45, 48)})
_LITERAL = re.compile(r"\"[^\"]*\"|\\.|\[[^\]]*\]")
_EPOCH: Final = datetime(1899, 12, 30)  # noqa: DTZ001 # a workbook's days have no time zone
_EPOCH_1904: Final = datetime(1904, 1, 1)  # noqa: DTZ001 # the same


class _Book:
    """The parts of a workbook that its sheets refer to."""

    def __init__(self, archive: Zip) -> None:
        self._archive = archive
        workbook = self._xml("xl/workbook.xml")
        self.sheets = [
            (node.attribute("name") or "sheet", node.attribute("r:id") or "")
            for node in elements(workbook, _names(workbook, "sheet"))
        ]
        settings = list(elements(workbook, _names(workbook, "workbookPr")))
        late = bool(settings) and settings[0].attribute("date1904") in {"1", "true"}
        self.epoch = _EPOCH_1904 if late else _EPOCH
        links = self._xml("xl/_rels/workbook.xml.rels")
        self.targets = {
            node.attribute("Id") or "": node.attribute("Target") or ""
            for node in elements(links, frozenset({"Relationship"}))
        }
        self.shared = list(self._shared()) if "xl/sharedStrings.xml" in archive.names else []
        self.dates = self._dates() if "xl/styles.xml" in archive.names else set()

    def _xml(self, name: str) -> str:
        return decode_xml(self._archive.read(name), name=name).text

    def _shared(self) -> Iterator[str]:
        source = self._xml("xl/sharedStrings.xml")
        for node in elements(source, _names(source, "si")):
            yield _text(source, node)

    def _dates(self) -> set[int]:
        """Return the numbers of the cell styles that show dates or times."""
        source = self._xml("xl/styles.xml")
        own = {
            int(node.attribute("numFmtId") or 0)
            for node in elements(source, _names(source, "numFmt"))
            if re.search(r"[ydhs]", _LITERAL.sub("", node.attribute("formatCode") or "").lower())
        }
        found: set[int] = set()
        for table in elements(source, _names(source, "cellXfs")):
            styles = [node for node in table.content if isinstance(node, Node)]
            for number, style in enumerate(styles):
                code = style.attribute("numFmtId") or "0"
                if code.isdigit() and (int(code) in _DATE_FORMATS or int(code) in own):
                    found.add(number)
        return found

    def rows(self, target: str, skipped: list[Issue], called: str) -> list[list[str]]:
        """Return the cells of a sheet as printed, merged cells filled downwards."""
        path = posixpath.normpath(posixpath.join("xl", target.removeprefix("/xl/")))
        source = self._xml(path)
        found: dict[int, dict[int, str]] = {}
        unknown: list[str] = []
        count = 0
        for line, row in enumerate(elements(source, _names(source, "row")), start=1):
            for place, cell in enumerate(one for one in row.content if isinstance(one, Node)):
                count += 1
                if count > _MAX_CELLS:
                    raise IntakeError(
                        f"the sheet has more than {_MAX_CELLS:,} cells",
                        fix="save the rows that matter as CSV and add that",
                    )
                at = _REFERENCE.match(cell.attribute("r") or "")
                column = _column(at[1]) if at else place
                number = int(at[2]) if at else line
                value = self._value(source, cell)
                if value is None:
                    unknown.append(cell.attribute("r") or f"row {number}")
                elif value:
                    found.setdefault(number, {})[column] = value
        _fill(source, found)
        if unknown:
            told = ", ".join(unknown[:12]) + (", …" if len(unknown) > 12 else "")
            skipped.append(
                partial(
                    f"{called}: formulas without a saved value ({told}): open the workbook, let "
                    f"it calculate, save it and add that"
                )
            )
        if not found:
            return []
        width = min(500, max(max(row) for row in found.values()) + 1)
        last = max(found)
        if last > 10 * len(found) + 1000:
            # A stray cell at the bottom of a sheet makes no million empty lines.
            return [_line(found[number], width) for number in sorted(found)]
        return [_line(found.get(number, {}), width) for number in range(1, last + 1)]

    def _value(self, source: str, cell: Node) -> str | None:
        """Return a cell as text, empty where it is; None for a formula that was never run."""
        parts = {local(node.name): node for node in cell.content if isinstance(node, Node)}
        kind = cell.attribute("t") or "n"
        if kind == "inlineStr":
            return _text(source, parts["is"]) if "is" in parts else ""
        value = chars(source, parts["v"]).text.strip() if "v" in parts else ""
        if not value:
            return None if "f" in parts else ""
        if kind == "s":
            known = value.isdigit() and int(value) < len(self.shared)
            return self.shared[int(value)] if known else ""
        if kind == "b":
            return "yes" if value == "1" else "no"
        style = cell.attribute("s") or "0"
        if kind == "n" and style.isdigit() and int(style) in self.dates:
            return _moment(value, self.epoch)
        return value.removesuffix(".0") if kind == "n" else value


def unpack(payload: bytes) -> Unpacked:
    """Return the rows of all sheets.

    Raises:
        IntakeError: the file is damaged, a bomb, or no workbook.
    """
    book = _Book(Zip(payload))
    skipped: list[Issue] = []
    parts, issues = limited(_parts(book, skipped), "rows")
    return Unpacked(
        media_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        parts=parts,
        issues=(*issues, *skipped, *not_read(texts(parts))),
    )


def _parts(book: _Book, skipped: list[Issue]) -> Iterator[Part]:
    for title, link in book.sheets:
        called = f"sheet {title!r}"
        try:
            lines = book.rows(book.targets.get(link, ""), skipped, called)
            if lines:
                text = io.StringIO()
                csv.writer(text, lineterminator="\n").writerows(lines)
                yield from table_parts(text.getvalue(), called, skipped)
        except IntakeError as error:
            skipped.append(partial(f"{called} was not read: {error.message}: {error.fix}"))


def _names(source: str, name: str) -> frozenset[str]:
    """Return an element's name with the prefix that the file gives to its root."""
    root = next((one.name for one in tokens(source) if one.kind in {"open", "empty"}), "")
    prefix = root.rpartition(":")[0]
    return frozenset({f"{prefix}:{name}" if prefix else name})


def _text(source: str, node: Node) -> str:
    """Return the text of a string item: its runs, without phonetic readings."""
    pieces = []
    stack: list[Node] = [node]
    while stack:
        one = stack.pop()
        if local(one.name) == "t":
            pieces.append(chars(source, one).text)
            continue
        stack.extend(
            child
            for child in reversed(one.content)
            if isinstance(child, Node) and local(child.name) not in {"rPh", "phoneticPr"}
        )
    return "".join(pieces)


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1


def _moment(value: str, epoch: datetime) -> str:
    """Return a serial day as ISO date, time, or both."""
    try:
        days = float(value)
        moment = epoch + timedelta(seconds=round(days * 86400))
    except (ValueError, OverflowError):
        return value
    if 0 <= days < 1:
        return moment.strftime("%H:%M")
    return moment.date().isoformat() if days == int(days) else moment.isoformat(" ", "minutes")


def _fill(source: str, found: dict[int, dict[int, str]]) -> None:
    """Write the value of cells merged downwards into each of their rows."""
    for node in elements(source, _names(source, "mergeCell")):
        first, _, last = (node.attribute("ref") or "").partition(":")
        top, bottom = _REFERENCE.match(first), _REFERENCE.match(last)
        if not top or not bottom or top[1] != bottom[1]:
            continue
        column = _column(top[1])
        value = found.get(int(top[2]), {}).get(column)
        if value:
            for number in range(int(top[2]) + 1, min(int(bottom[2]), int(top[2]) + 10_000) + 1):
                if number in found:
                    found[number].setdefault(column, value)


def _line(row: dict[int, str], width: int) -> list[str]:
    return [_unbroken(row.get(column, "")) for column in range(width)]


def _unbroken(value: str) -> str:
    """Return a cell without line breaks of the kind that end a row."""
    return value.replace("\r\n", "\n").replace("\r", "\n")
