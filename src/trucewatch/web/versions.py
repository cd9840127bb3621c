"""Which event last touched each day: what is shown of a day holds until something touches it.

Reports come in all the time, and most of them are about other days than the one that is looked at.
The newest event is asked for with every request, and only what changed since the last request is
read (`Reads.changed`).
"""

from __future__ import annotations

import threading
from datetime import date, timedelta
from typing import Final

from trucewatch.ledger import Reads

LONG: Final = 31
"""Days up to which each is marked; what lasts longer touches every period."""
Key = tuple[object, ...]


class Versions:
    """The last event of each day and month; safe to use from several threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._seq = 0
        self._since = 0
        self._wide = 0
        self._days: dict[str, int] = {}
        self._months: dict[str, int] = {}

    def now(self, known: Reads) -> int:
        """Take note of what came since the last call; return the seq up to which all is known."""
        seq = known.seq
        with self._lock:
            if seq > self._seq:
                self._follow(known, seq)
                self._seq = seq
            return self._seq

    def days(self, at: int, first: str, last: str) -> Key:
        """Return the version of these days (inclusive, ISO 8601) as known at the seq `at`.

        Two reads with the same version find the same groupings and findings on these days.
        """
        with self._lock:
            start, end = date.fromisoformat(first), date.fromisoformat(last)
            marks: list[int]
            if (end - start).days < len(self._days):
                marks = [self._days.get(day, 0) for day in _between(start, end)]
            else:
                marks = [seq for day, seq in self._days.items() if first <= day <= last]
            return self._key(at, max(marks, default=0))

    def month(self, at: int, month: str) -> Key:
        """Return the version of what begins in a month (`2020-03`) and lasts up to `LONG` days."""
        with self._lock:
            return self._key(at, self._months.get(month, 0))

    def long(self, at: int) -> Key:
        """Return the version of what lasts longer than `LONG` days."""
        with self._lock:
            return self._key(at, 0)

    def whole(self, at: int) -> Key:
        """Return the version of the whole record as known at the seq `at`."""
        with self._lock:
            return ("at", at, self._since)

    def _key(self, at: int, touched: int) -> Key:
        newest = max(touched, self._since, self._wide)
        # Touched after that seq: then what was known at it is a state of its own.
        return ("since", newest) if newest <= at else ("at", at, self._since)

    def _follow(self, known: Reads, seq: int) -> None:
        if not self._seq or known.last_of("body.redacted") > self._seq:
            # The first look; or something was erased, which may be felt on every day.
            self._since = seq
            return
        for row in known.changed(self._seq, seq):
            try:
                start, end = date.fromisoformat(row.first), date.fromisoformat(row.last)
            except (TypeError, ValueError):
                self._wide = max(self._wide, row.seq)
                continue
            if not timedelta(0) <= end - start <= timedelta(days=LONG):
                self._wide = max(self._wide, row.seq)
                continue
            for day in _between(start, end):
                self._days[day] = max(self._days.get(day, 0), row.seq)
                self._months[day[:7]] = max(self._months.get(day[:7], 0), row.seq)


def _between(start: date, end: date) -> list[str]:
    return [(start + timedelta(days=one)).isoformat() for one in range((end - start).days + 1)]
