"""When the happening of a table's row or a form's answers was: cells of days and hours.

Cells have forms that prose has not ("14-Mar, 21:35", "2135"). A day without a year is of the year
of publication, or of the year before where it would lie after publication. Hours without a zone
of their own are those of the watch.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta, tzinfo
from functools import cache
from typing import NamedTuple

from trucewatch.extract.tables import load_data
from trucewatch.extract.zones import published_day, zone_of
from trucewatch.model import Span, TimeRef

_ISO = re.compile(r"(?P<y>\d{4})[-/.](?P<m>\d{1,2})[-/.](?P<d>\d{1,2})(?!\d)")
# An hour after a dash ends a range ("21:40-21:55"); an offset west of Greenwich follows seconds.
_CLOCK = re.compile(
    r"(?<![\d:.+])(?P<h>[01]?\d|2[0-4]):(?P<min>[0-5]\d)(?P<sec>:[0-5]\d(?:\.\d+)?)?"
    r"(?:\s*(?P<zone>Z\b|\+\d\d:?\d\d\b|(?(sec)-\d\d:?\d\d\b|(?!))))?"
)
_BARE = re.compile(
    r"(?<!\d)(?P<h>[01]\d|2[0-3])(?P<min>[0-5]\d)\s*(?:hrs?|h|hours|lt)?(?!\d)", re.IGNORECASE
)
_TO = re.compile(r"\s*(?:-|–|to|until)\s*", re.IGNORECASE)  # noqa: RUF001 - as printed
_DAY_FIRST = re.compile(
    r"(?<!\d)(?P<d>\d{1,2})(?P<s>[./-])(?P<m>\d{1,2})(?:(?P=s)(?P<y>\d{4}|\d\d)?)?(?![\d:])"
)


class When(NamedTuple):
    """The time that was read, or why there is none (empty where no cell tells a time)."""

    ref: TimeRef | None
    unreadable: str = ""
    span: Span | None = None


class _Found(NamedTuple):
    start: int
    end: int
    day: date | None
    why: str = ""


class _Hours(NamedTuple):
    start: int
    end: int
    first: timedelta
    last: timedelta
    zone: tzinfo | None


def read_when(
    text: str, cells: Mapping[str, Span], published: str | None, timezone: str | None
) -> When:
    """Read the time of an entry from its cells `when`, `date`, `time`, `started` and `ended`."""
    zone = zone_of(timezone)
    day_cell = cells.get("when") or cells.get("date")
    if day_cell is None:
        alone = cells.get("time") or cells.get("started")
        return When(None, "the entry tells an hour and no day" if alone else "", alone)
    day = _day(text, day_cell, published_day(published, zone))
    if day is None or day.day is None:
        return When(None, day.why if day else "no day can be read in the cell", day_cell)
    hours = (
        _hours(text, Span(day.end, day_cell.end))
        or _hours(text, Span(day_cell.start, day.start))
        or _hours_apart(text, cells)
    )
    span = Span(day.start, day.end)
    if hours is None:
        stamp = day.day.isoformat()
        return When(TimeRef(text=span.of(text), span=span, start=stamp, end=stamp, precision="day"))
    last_hour = hours.last if hours.last >= hours.first else hours.last + timedelta(days=1)
    whole = _together(text, span, Span(hours.start, hours.end))
    midnight = datetime.combine(day.day, time(), tzinfo=hours.zone or zone)
    start, end = midnight + hours.first, midnight + last_hour
    return When(
        TimeRef(
            text=whole.of(text),
            span=whole,
            start=start.isoformat(timespec="minutes"),
            end=end.isoformat(timespec="minutes"),
            precision="minute" if start == end else "hour",
        )
    )


def _together(text: str, day: Span, hours: Span) -> Span:
    """Return both in one span where they stand in one cell or in neighbouring ones, else the hours.

    A span over other cells would show what has nothing to do with time.
    """
    first, second = sorted((day, hours))
    return day.joined(hours) if text[first.end : second.start].count("\n") <= 1 else hours


def _hours_apart(text: str, cells: Mapping[str, Span]) -> _Hours | None:
    """Read the hours of cells of their own."""
    first = next(
        (
            hours
            for name in ("time", "started")
            if name in cells and (hours := _hours(text, cells[name])) is not None
        ),
        None,
    )
    last = _hours(text, cells["ended"]) if first and "ended" in cells else None
    if first is None or last is None:
        return first
    return _Hours(first.start, last.end, first.first, last.last, first.zone or last.zone)


def _hours(text: str, cell: Span) -> _Hours | None:
    for pattern in (_CLOCK, _BARE):
        first = pattern.search(text, cell.start, cell.end)
        if first is None:
            continue
        last = first
        if to := _TO.match(text, first.end(), cell.end):
            last = pattern.match(text, to.end(), cell.end) or first
        return _Hours(
            first.start(), last.end(), _since_midnight(first), _since_midnight(last), _zone(last)
        )
    return None


def _since_midnight(match: re.Match[str]) -> timedelta:
    return timedelta(hours=int(match["h"]), minutes=int(match["min"]))


def _zone(match: re.Match[str]) -> tzinfo | None:
    printed = match.groupdict().get("zone")
    if not printed:
        return None
    stamp = f"2000-01-01T00:00{'+00:00' if printed == 'Z' else printed}"
    return datetime.fromisoformat(stamp).tzinfo


@cache
def _months() -> dict[str, int]:
    data = load_data("times.toml")
    known: dict[str, int] = {**data["months"], **data["month_abbreviations"]}
    return known


@cache
def _named() -> tuple[re.Pattern[str], ...]:
    months = "|".join(sorted(_months(), key=len, reverse=True))
    gap = r"[\s./-]{1,2}"
    year = rf"(?:(?:,\s*|{gap})(?P<y>\d{{4}}|'?\d\d)(?![\d:]))?"
    return (
        re.compile(
            rf"(?<!\d)(?P<d>\d{{1,2}})(?:st|nd|rd|th)?{gap}(?P<m>{months})\b\.?{year}",
            re.IGNORECASE,
        ),
        re.compile(
            rf"\b(?P<m>{months})\b\.?{gap}(?P<d>\d{{1,2}})(?:st|nd|rd|th)?(?![\d:]){year}",
            re.IGNORECASE,
        ),
    )


def _day(text: str, cell: Span, published: date | None) -> _Found | None:
    for pattern in (_ISO, *_named(), _DAY_FIRST):
        match = pattern.search(text, cell.start, cell.end)
        if match is None:
            continue
        month = match["m"].casefold()
        number = _months().get(month) or int(month)
        return _dated(match, int(match["d"]), number, published, numeric=month.isdigit())
    return None


def _dated(
    match: re.Match[str], day: int, month: int, published: date | None, *, numeric: bool
) -> _Found:
    start, end = match.span()
    found = match.groupdict()
    if numeric and found.get("s") == "/" and day <= 12 and month <= 12 and day != month:
        return _Found(start, end, None, "which of the numbers is the month cannot be told")
    if numeric and day <= 12 < month:
        day, month = month, day
    year = found.get("y")
    try:
        if year:
            full = int(year.removeprefix("'"))
            return _Found(start, end, date(full + 2000 if full < 100 else full, month, day))
        if published is None:
            return _Found(start, end, None, "the day has no year, and no publication date is known")
        near = date(published.year, month, day)
        # Reports come after what they tell; a day or two of slack for time zones.
        late = near > published + timedelta(days=2)
        return _Found(start, end, near.replace(year=near.year - 1) if late else near)
    except ValueError:
        return _Found(start, end, None, "the cell holds no day of the calendar")
