"""What rules of the calendar take and give: the days words count from, and the days they mean."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Final, NamedTuple

from trucewatch.model.vocabulary import TimePrecision

if TYPE_CHECKING:
    import re


class Base(NamedTuple):
    """What relative words count from: the day of publication, and the last date in the text."""

    published: date | None
    context: date | None
    future: bool = False


class Days(NamedTuple):
    """First and last day (None: open or not stated) and how the words were meant.

    `forward` is the same words read as lying ahead; `part` a part of the day inside the words;
    `hours` a stretch in hours before publication; `problem` says why no day could be found.
    """

    first: date | None
    last: date | None
    precision: TimePrecision = "day"
    forward: tuple[date, date] | None = None
    part: str | None = None
    hours: float | None = None
    is_recap: bool = False
    is_future: bool = False
    needs_context: bool = False
    problem: str = ""


NO_DATE: Final = Days(None, None, problem="no publication date is known to count from")
NO_CONTEXT: Final = Days(None, None, needs_context=True)


def then(_match: re.Match[str], base: Base) -> Days:
    """Read "since then" as the day told before."""
    return NO_CONTEXT if base.context is None else Days(base.context, base.context)


def opening(early: Days, late: Days) -> Days:
    """Return the beginning of an interval in the year that its end prints.

    "Between 15 April and the end of June 2023": 15 April 2023, or of the year before.
    """
    first, last, ends = early.first, early.last, late.last
    if first is None or last is None or ends is None or first <= ends:
        return early
    back = first.year - ends.year + (first.replace(year=ends.year, day=1) > ends)
    if first.year <= back:
        return early
    # A 29th of February may not be in that year.
    moved = [
        day.replace(year=day.year - back, day=min(day.day, 28) if day.month == 2 else day.day)
        for day in (first, last)
    ]
    return early._replace(first=moved[0], last=moved[1])
