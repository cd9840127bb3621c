"""Moments and days in the local time of an agreement."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Final
from zoneinfo import ZoneInfo

from trucewatch.model import Claim, When

EDGE: Final = 0.1
"""Up to this share of a happening's time or place may lie across an edge without making it a
boundary case: a day is not in doubt for its first minutes, nor a village for a few fields."""
_DATE = len("2020-03-15")
_MINUTE = dt.timedelta(minutes=1)
_DAY = dt.timedelta(days=1)
_ONE_DAY = dt.timedelta(days=1, minutes=1)
_DATABLE = dt.timedelta(days=4)
"""A happening whose time is wider than this cannot be put on a day: merge allows three days
before publication for an undated report, and a day more where two reports differ."""


@dataclass(frozen=True, slots=True)
class Interval:
    """When something lies: aware moments, `start < end`; `open` where the report gave no end.

    `stated` is false where only publication bounds it.
    """

    start: dt.datetime
    end: dt.datetime
    open: bool = False
    stated: bool = True

    def share(self, start: dt.datetime | None, end: dt.datetime | None) -> float:
        """Return the share (0..1) of the interval between two moments; None is unbounded."""
        low = max(self.start, start) if start else self.start
        high = min(self.end, end) if end else self.end
        return max(0.0, (high - low) / (self.end - self.start))

    def day(self) -> dt.date | None:
        """Return the day to count it on: its last one, or None where the time is too wide.

        What goes on without an end is counted on the last day on which it was reported.
        """
        if self.open or self.end - self.start <= _DATABLE:
            return (self.end - _MINUTE).date()
        return None

    def lasting(self) -> Interval:
        """Return what counts of it against an edge: of what goes on, its last day only."""
        return Interval(max(self.start, self.end - _DAY), self.end) if self.open else self

    def days(self) -> tuple[dt.date, ...]:
        """Return the days on which some of it lies."""
        first, last = self.start.date(), (self.end - _MINUTE).date()
        return tuple(first + dt.timedelta(days=n) for n in range((last - first).days + 1))


@lru_cache(maxsize=65_536)
def moment(iso: str, zone: ZoneInfo, *, end: bool = False) -> dt.datetime:
    """Return an ISO moment in local time; a date as an end is the end of that day."""
    if len(iso) == _DATE:
        start = dt.datetime.combine(dt.date.fromisoformat(iso), dt.time(), zone)
        return start + _DAY if end else start
    at = dt.datetime.fromisoformat(iso)
    return at.replace(tzinfo=zone) if at.tzinfo is None else at.astimezone(zone)


def local_day(iso: str, zone: ZoneInfo) -> dt.date:
    """Return the local day of an ISO moment."""
    return moment(iso, zone).date()


def interval(when: When, claims: Iterable[Claim], zone: ZoneInfo) -> Interval | None:
    """Return when a happening lies, or None where nothing bounds it.

    An open end ("since 13 March") lasts until the last report of it; an open start counts from
    the end's own day.
    """
    if when.start is None and when.end is None:
        return None
    still = when.start is not None and when.end is None and when.precision not in ("minute", "hour")
    end = when.end or when.start
    if still:
        end = max((row.published_at for row in claims if row.published_at), default=when.start)
    assert end is not None
    return _between(
        when.start, end, zone, when.precision == "hour", when.end is None, when.basis == "stated"
    )


@lru_cache(maxsize=65_536)
def _between(
    first: str | None, last: str, zone: ZoneInfo, by_hour: bool, unended: bool, stated: bool
) -> Interval:
    end = moment(last, zone, end=True)
    start = moment(first, zone) if first else end - _DAY
    if end <= start:
        end = start + (dt.timedelta(hours=1) if by_hour else _MINUTE)
    return Interval(start, end, open=unended and end - start > _ONE_DAY, stated=stated)


def days_between(first: str, last: str) -> tuple[dt.date, ...]:
    """Return all days from the first to the last, both included."""
    start, stop = dt.date.fromisoformat(first), dt.date.fromisoformat(last)
    return tuple(start + dt.timedelta(days=n) for n in range((stop - start).days + 1))
