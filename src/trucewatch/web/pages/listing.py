"""Happenings of a period: map, timeline, facets and list in step, from one query."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from datetime import date, timedelta
from typing import Any, Final

from starlette.responses import Response

from trucewatch.model import Incident, Tally, When, family_of
from trucewatch.report.charts import MARKS
from trucewatch.report.mapdata import point_of, too_wide
from trucewatch.web.asking import Asking
from trucewatch.web.looking import Look, day_of, looking, when_of
from trucewatch.web.query import FACETS, KINDS, Happening, facets
from trucewatch.web.rendering import page

ROWS: Final = 100
"""Rows of one page of the list."""
SHOWN: Final = 12
"""Values of a facet that are listed."""
CLUSTERED: Final = 20_000
"""Up to here the map gets every point at once; beyond it asks for tiles."""
DAILY: Final = 62
WEEKLY: Final = 366
"""Periods of so many days are counted by day and by week, longer ones by month."""


def happenings(asked: Asking) -> Response:
    """Show what a query asks for: map, timeline, facets and list."""
    look = looking(asked)
    values = listed(look)
    if asked.partial:
        return page(asked, "_list.html.j2", asked_for=look.query, then=look.then, **values)
    return look.page("happenings.html.j2", here="/happenings", **values)


def listed(look: Look) -> dict[str, Any]:
    """Return what map, timeline, facets and list of a query show."""
    rows = _in_order(look)
    pages = max(1, -(-len(rows) // ROWS))
    at = min(look.query.page, pages)
    located = len(drawn(look))
    return {
        "rows": [(row, KINDS[type(row)]) for row in rows[(at - 1) * ROWS : at * ROWS]],
        "count": len(rows),
        "pages": pages,
        "at": at,
        "facets": look.kept(lambda: _facets(look), "facets", look.query.string()),
        "names": FACETS,
        "bars": look.kept(lambda: _bars(look), "bars", look.query.string()),
        "located": located,
        "tiled": located > CLUSTERED,
        "marks": MARKS,
    }


def drawn(look: Look) -> tuple[tuple[tuple[float, float], Happening], ...]:
    """Return lon, lat and happening for all that can be drawn as a mark."""
    return look.kept(
        lambda: tuple((at, row) for row in look.rows if (at := _drawn(row)) is not None),
        "drawn",
        look.query.string(),
    )


def told(look: Look, row: Happening) -> dict[str, Any]:
    """Return what a mark has to say, in the language of whoever asks."""
    say = look.asked.say
    incident = row if isinstance(row, Incident) else None
    return {
        "id": row.id,
        "kind": family_of(incident.act) if incident else KINDS[type(row)],
        "act": say.code("act", incident.act)
        if incident
        else say.code("grouping", KINDS[type(row)]),
        "place": "" if isinstance(row, Tally) else row.where.name or "",
        "day": day_of(row),
        "grade": "" if isinstance(row, Tally) else say.code("occurrence", row.occurrence),
        "contested": not isinstance(row, Tally) and row.occurrence == "contested",
    }


def _facets(look: Look) -> dict[str, list[tuple[str, int]]]:
    counted = facets(look.everything, look.query)
    return {name: rows[:SHOWN] for name, rows in counted.items()}


def _drawn(row: Happening) -> tuple[float, float] | None:
    """Return where a happening is drawn, None where it is too vague for a mark."""
    if isinstance(row, Tally) or too_wide(row.where):
        return None
    return point_of(row.where)


def _bars(look: Look) -> list[tuple[str, str, int, int]]:
    """Return (first day, last day, happenings, height in per cent of the highest) of each bar.

    What began before the period stands on its first day.
    """
    first, last = date.fromisoformat(look.query.from_day), date.fromisoformat(look.query.to_day)
    length = (last - first).days + 1
    spans: list[tuple[str, str]] = []
    at = first
    while at <= last:
        end = at if length <= DAILY else min(last, _span_end(at, weekly=length <= WEEKLY))
        spans.append((at.isoformat(), end.isoformat()))
        at = end + timedelta(days=1)
    starts = [start for start, _ in spans]
    counts = Counter(
        bisect_right(starts, max(day_of(row), look.query.from_day)) for row in look.rows
    )
    numbers = [counts[place] for place in range(1, len(spans) + 1)]
    top = max(numbers, default=0) or 1
    return [
        (start, end, n, round(n * 100 / top))
        for (start, end), n in zip(spans, numbers, strict=True)
    ]


def _span_end(day: date, *, weekly: bool) -> date:
    if weekly:
        return day + timedelta(days=6)
    return (day.replace(day=1) + timedelta(days=32)).replace(day=1) - timedelta(days=1)


def _in_order(look: Look) -> tuple[Happening, ...]:
    """Return the rows in order of time; of a single day, what is said of that day goes first."""
    query = look.query
    if query.from_day != query.to_day:
        return look.rows
    return tuple(sorted(look.rows, key=lambda row: _width(when_of(row), query.from_day)))


def _width(when: When, day: str) -> tuple[bool, bool, str]:
    first, last = (when.start or "")[:10], (when.end or "")[:10]
    return when.basis != "stated", not first == last == day, first
