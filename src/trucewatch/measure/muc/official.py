"""The score reports of the 1992 program: its counts, its mapping, and what people settled."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from trucewatch.measure.muc.counts import Counts
from trucewatch.measure.muc.scorer import Settled

_PAIR = re.compile(r"(\S+)\s+key: (\S+)\s+response: (\S+)")
_ROW = re.compile(r"([a-zA-Z/ -]+?)\s+\d+\s+\d+\|")
_TOTALS = "TOTAL SLOT SCORES"


@dataclass(slots=True)
class Report:
    """A score report.

    `totals` are the counts by row name ("inc-date", "ALL TEMPLATES"), `record` the templates that
    were mapped with what people settled, in the order of the report, and `f` is the printed
    F-measure.
    """

    totals: dict[str, Counts] = field(default_factory=dict)
    record: list[Settled] = field(default_factory=list)
    f: float = 0.0


def read_report(text: str) -> Report:
    """Read a report of all templates."""
    report = Report()
    pairs, _, totals = text.partition(_TOTALS)
    current: dict[str, tuple[int, int]] | None = None
    for line in pairs.splitlines():
        pair = _PAIR.match(line)
        if pair is not None:
            message, key, response = pair.groups()
            current = {} if key.isdigit() and response.isdigit() else None
            if current is not None:
                report.record.append(Settled(message, key, response, current))
        elif current is not None and (row := _ROW.match(line)):
            numbers = _numbers(line)
            if numbers[5] or numbers[6]:
                current[row.group(1)] = (numbers[5], numbers[6])
    for line in totals.splitlines():
        if row := _ROW.match(line):
            numbers = _numbers(line)
            report.totals[row.group(1).strip()] = Counts(*numbers[2:5], *numbers[7:9])
        elif line.startswith("F-MEASURES"):
            report.f = float(line.split()[1])
    return report


def _numbers(line: str) -> list[int]:
    """Return POS ACT COR PAR INC ICR IPA SPU MIS NON of a row."""
    cells = line.rsplit("|", maxsplit=1)[0].split("|")
    first = cells[0].split()[-2:]
    return [int(n) for n in (*first, *(n for cell in cells[1:] for n in cell.split()))]
