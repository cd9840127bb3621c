"""Reading by days: which rows may lie on them, and which days changed since a seq.

A happening lasts from its first to its last day, so "on these days" is two conditions and no
single index answers both. Rows are therefore filed by how far they reach: of those that end within
a week of their beginning, only the ones that begin a week before the period or later can lie in it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Final, NamedTuple

if TYPE_CHECKING:
    import apsw

REACHES: Final = (0, 7, 31, 366)
"""Days between the first and the last day of a happening, at most, in each file of the index."""
MONTH: Final = 31
BEYOND: Final = -1
"""The file of what reaches further, or whose days cannot be told apart."""

_LENGTH: Final = "julianday(to_day) - julianday(from_day)"
REACHING: Final = f"""
ALTER TABLE grouping ADD COLUMN reach INTEGER AS (
    CASE WHEN from_day IS NULL OR to_day IS NULL THEN NULL WHEN to_day = from_day THEN 0
    {" ".join(f"WHEN {_LENGTH} BETWEEN 0 AND {reach} THEN {reach}" for reach in REACHES[1:])}
    ELSE {BEYOND} END
) VIRTUAL;
CREATE INDEX grouping_reach ON grouping (reach, from_day, to_day, seq, ended);
DROP INDEX grouping_days;
CREATE INDEX grouping_seq ON grouping (seq, from_day, to_day);
CREATE INDEX grouping_ended ON grouping (ended, from_day, to_day) WHERE ended IS NOT NULL;
CREATE INDEX finding_seq ON finding (seq, day);
CREATE INDEX finding_ended ON finding (ended, day) WHERE ended IS NOT NULL;
"""


class Changed(NamedTuple):
    """Days on which something came or went, and the seq of the event that did it."""

    seq: int
    first: str
    last: str


_FILE: Final = "SELECT rowid FROM grouping WHERE reach = {} AND to_day >= :first AND from_day "
ON_DAYS: Final = " UNION ALL ".join(
    [
        *(f"{_FILE.format(reach)} BETWEEN :reach{reach} AND :last" for reach in REACHES),
        f"{_FILE.format(BEYOND)} <= :last",
    ]
)
"""The rows that may lie on some days, now or earlier; `bounds` returns its values."""


def bounds(first: str, last: str) -> dict[str, str]:
    """Return the values by which `ON_DAYS` looks up the rows on these days (inclusive)."""
    start = date.fromisoformat(first)
    room = (start - date.min).days
    return {
        "first": first,
        "last": last,
        **{
            f"reach{reach}": (start - timedelta(days=min(reach, room))).isoformat()
            for reach in REACHES
        },
    }


def on_days(
    db: apsw.Connection,
    columns: str,
    days: tuple[str, str],
    at: int,
    *,
    kinds: Sequence[str] = (),
) -> Iterator[tuple[Any, ...]]:
    """Yield columns of the groupings known at `at` that may lie on these days, by day and id.

    Args:
        db: the connection.
        columns: what to select; our own names only.
        days: first and last day, ISO 8601, inclusive.
        at: as known at which seq.
        kinds: only these kinds; empty for all.
    """
    among = "AND kind IN (SELECT value FROM json_each(:kinds)) " if kinds else ""
    query = (
        f"SELECT {columns} FROM grouping WHERE rowid IN ({ON_DAYS}) "  # noqa: S608  (our own names)
        f"AND seq <= :at AND (ended IS NULL OR ended > :at) {among}ORDER BY from_day, id"
    )
    return iter(db.execute(query, {**bounds(*days), "at": at, "kinds": json.dumps(kinds)}))


def beginning(
    db: apsw.Connection, columns: str, days: tuple[str, str], at: int
) -> Iterator[tuple[Any, ...]]:
    """Yield columns of the groupings that begin on these days and end within `MONTH` days."""
    near = ", ".join(str(reach) for reach in REACHES if reach <= MONTH)
    query = (
        f"SELECT {columns} FROM grouping WHERE reach IN ({near}) "  # noqa: S608  (our own names)
        "AND from_day BETWEEN ? AND ? AND seq <= ? AND (ended IS NULL OR ended > ?) "
        "ORDER BY from_day, id"
    )
    return iter(db.execute(query, (*days, at, at)))


def lasting(db: apsw.Connection, columns: str, at: int) -> Iterator[tuple[Any, ...]]:
    """Yield columns of the groupings that last longer than `MONTH` days, or nobody knows."""
    far = ", ".join(str(reach) for reach in (*REACHES, BEYOND) if not 0 <= reach <= MONTH)
    query = (
        f"SELECT {columns} FROM grouping WHERE reach IN ({far}) "  # noqa: S608  (our own names)
        "AND seq <= ? AND (ended IS NULL OR ended > ?) ORDER BY from_day, id"
    )
    return iter(db.execute(query, (at, at)))


_REPORTED: Final = (
    "FROM document WHERE seq <= :at AND (published_at IS NULL OR published_at = '' "
    "OR (published_at >= :first AND published_at < :after)) "
)
"""Reports of some days, and those without a day: they may be of any."""


def reported(db: apsw.Connection, days: tuple[str, str], at: int) -> dict[str, tuple[int, str]]:
    """Return how many reports of these days each source has, and the day of its last one.

    The empty source holds those that came without a known one, and those that were erased.
    """
    rows = db.execute(
        "SELECT coalesce(source, ''), count(*), coalesce(max(substr(published_at, 1, 10)), '') "
        f"{_REPORTED} GROUP BY 1",
        {**_span(days), "at": at},
    )
    return {source: (count, last) for source, count, last in rows}


def items_of(
    db: apsw.Connection, source: str, days: tuple[str, str], at: int, rows: tuple[int, int]
) -> list[str]:
    """Return items of a source on these days by their day: `rows` is the first, and how many."""
    found = db.execute(
        f"SELECT item {_REPORTED} AND coalesce(source, '') = :source "
        "ORDER BY published_at, item LIMIT :count OFFSET :start",
        {**_span(days), "at": at, "source": source, "start": rows[0], "count": rows[1]},
    )
    return [item for (item,) in found]


def _span(days: tuple[str, str]) -> dict[str, str]:
    """Return first day and the day after the last: published at any hour of that one, too."""
    last = date.fromisoformat(days[1])
    after = "9999-99" if last == date.max else (last + timedelta(days=1)).isoformat()
    return {"first": days[0], "after": after}


def changed(db: apsw.Connection, since: int, upto: int) -> Iterator[Changed]:
    """Yield what came or went among groupings and findings after `since`, up to the seq `upto`.

    Rows without days lie on no day and are left out.
    """
    for seq, first, last in db.execute(CHANGED, {"since": since, "upto": upto}):
        yield Changed(seq, first, last)


CHANGED: Final = " UNION ALL ".join(
    f"SELECT max({seq}), {first}, {last} FROM {table} "  # noqa: S608  (our own names)
    f"WHERE {seq} > :since AND {seq} <= :upto AND {first} IS NOT NULL GROUP BY {first}, {last}"
    for table, first, last in (("grouping", "from_day", "to_day"), ("finding", "day", "day"))
    for seq in ("seq", "ended")
)
