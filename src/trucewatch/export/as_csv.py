"""CSV: incidents for a spreadsheet, one line per figure, ranges as low, best and high.

An incident without figures has one line whose figure columns are empty: unknown, not zero. For a
single number take `low`, the lowest that any report supports. Different units (`count_basis`) are
never added up. UTF-8 with a mark, so that spreadsheets read Arabic and Cyrillic as they are.
"""

from __future__ import annotations

import csv
import io
from typing import Final

from trucewatch.model import FigureRange, Incident, Merged, Record

COLUMNS: Final = (
    *("id", "act", "first_day", "last_day", "time_basis"),
    *("place", "lat", "lon", "uncertainty_m", "precision"),
    *("occurrence", "attribution", "told", "planned", "perpetrators", "targets"),
    *("reports", "voices", "kind", "group", "side", "count_basis", "low", "best", "high"),
    *("words", "checkpoint"),
)
FORMULA: Final = tuple("=+-@\uff1d\uff0b\uff0d\uff20|%")
"""First characters that make a spreadsheet run a cell, full-width forms among them."""


def figures(record: Record) -> Merged:
    """Return the incidents: what parties count themselves is no incident."""
    return Merged(incidents=record.merged.incidents)


def export(record: Record, *, from_day: str, to_day: str) -> bytes:
    """Return the table; `checkpoint` is the size and root that the signed note names."""
    del from_day, to_day  # the record is cut to them
    stream = io.StringIO(newline="")
    table = csv.writer(stream, lineterminator="\r\n")
    table.writerow(COLUMNS)
    sealed = " ".join((record.checkpoint or "").split("\n")[1:3])
    for incident in record.merged.incidents:
        head = _incident(incident)
        for figure in incident.figures or (None,):
            table.writerow([_cell(value) for value in (*head, *_figure(figure), sealed)])
    return stream.getvalue().encode("utf-8-sig")


def _incident(one: Incident) -> tuple[object, ...]:
    when, where = one.when, one.where
    return (
        *(one.id, one.act, when.start, when.end, when.basis),
        *(where.name, where.lat, where.lon, where.uncertainty_m, where.precision),
        *(one.occurrence, one.attribution, one.told, one.planned),
        *("; ".join(one.perpetrators), "; ".join(one.targets)),
        *(len(one.claims), len(one.voices)),
    )


def _figure(row: FigureRange | None) -> tuple[object, ...]:
    if row is None:
        return ("",) * 8
    words = " | ".join(row.words)
    return (row.kind, row.group, row.side, row.count_basis, row.low, row.best, row.high, words)


def _cell(value: object) -> object:
    """Return a cell that no spreadsheet takes for a formula, and that stays on its line."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if not isinstance(value, str):
        return value
    text = "".join(letter if letter.isprintable() else " " for letter in value)
    return f"'{text}" if text.strip()[:1] in FORMULA else text
