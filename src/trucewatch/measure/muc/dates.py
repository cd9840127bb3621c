"""Dates of templates ("06 SEP 89", "- 26 AUG 89", "01 AUG 89 - 05 AUG 89") and their grades.

Guidelines section 3.2.2; two digits of a year mean the century of the reports (1900).
"""

from __future__ import annotations

import re
from datetime import date
from typing import NamedTuple

MONTHS = ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"]
# The program took a date a little after the key's for the key's, in the same form and month, and
# a range for the open date that it ends with. Neither is in the guidelines, but both hold without
# exception in the three score reports.
_LATE_DAYS = 3
_DAY = re.compile(r"(\d{1,2})\s+([A-Z]{3})[A-Z]*\s+(\d{2,4})")


class When(NamedTuple):
    """On a day (both the same), between two days, or on or before one (`start` null)."""

    start: date | None
    end: date


def read(text: str) -> When | None:
    """Return the date a filler prints, null where it is none of the three forms."""
    days = [_day(match) for match in _DAY.finditer(text.upper())]
    known = [day for day in days if day is not None]
    if not known:
        return None
    if text.lstrip().startswith("-"):
        return When(None, known[0])
    return When(known[0], known[-1])


def _day(match: re.Match[str]) -> date | None:
    day, month, year = match.groups()
    if month not in MONTHS:
        return None
    try:
        return date(int(year) % 100 + 1900, MONTHS.index(month) + 1, int(day))
    except ValueError:
        return None


def printed(when: When) -> str:
    """Return a date in the form of the templates."""
    if when.start is None:
        return f"- {_print(when.end)}"
    if when.start == when.end:
        return _print(when.end)
    return f"{_print(when.start)} - {_print(when.end)}"


def _print(day: date) -> str:
    return f"{day.day:02d} {MONTHS[day.month - 1]} {day.year % 100:02d}"


def plain(response: str, key: str) -> int:
    """Return 2 for the same date (or a few days later, see above), else 0."""
    said, wanted = read(response), read(key)
    if said is None or wanted is None:
        return 0
    if said == wanted:
        return 2
    if wanted.start is None and _form(said) == "range" and said.end == wanted.end:
        return 2
    if _form(said) != _form(wanted) or said.end.month != wanted.end.month:
        return 0
    ends = [(said.end, wanted.end)]
    if said.start is not None and wanted.start is not None:
        ends.append((said.start, wanted.start))
    return 2 if all(0 <= (late - day).days <= _LATE_DAYS for late, day in ends) else 0


def _form(when: When) -> str:
    if when.start is None:
        return "until"
    return "day" if when.start == when.end else "range"


def judged(response: str, key: str) -> int:
    """Return 1 (half right) for a part of the key's range, or its upper anchor as a default."""
    said, wanted = read(response), read(key)
    if said is None or wanted is None:
        return 0
    if said.start is None:
        return 1 if said.end == wanted.end else 0
    if said.start == said.end and wanted.start != wanted.end:
        return 1 if (wanted.start or date.min) <= said.end <= wanted.end else 0
    return 0
