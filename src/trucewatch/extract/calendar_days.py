"""What rules of the calendar take and give: the days words count from, and the days they mean."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from trucewatch.model.vocabulary import TimePrecision


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
