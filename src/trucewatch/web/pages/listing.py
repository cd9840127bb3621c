"""Happenings of a period: map, timeline, facets and list in step, from one query."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from starlette.responses import HTMLResponse, Response

from trucewatch.model import Incident, Tally, family_of
from trucewatch.report.charts import MARKS
from trucewatch.report.mapdata import point_of, too_wide
from trucewatch.web.asking import Asking
from trucewatch.web.lines import line
from trucewatch.web.looking import Look, day_of, looking
from trucewatch.web.query import FACETS, KINDS, Happening, facets
from trucewatch.web.shelves import DRAWN, STATED, WHOLE, Told, counted

ROWS: Final = 50
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
    if asked.partial:
        return HTMLResponse(look.part("_list.html.j2", lambda: listed(look)))
    return look.day_page(
        "happenings.html.j2",
        "_happenings.html.j2",
        lambda: {**listed(look), "bars": _bars(look)},
        here="/happenings",
    )


def listed(look: Look) -> dict[str, Any]:
    """Return what map, facets and list of a query show."""
    order = look.of_days(lambda: _order(look), "order", look.plain)
    pages = max(1, -(-len(order) // ROWS))
    at = min(look.query.page, pages)
    located = sum(
        int(np.count_nonzero(shelf.flags[rows] & DRAWN))
        for shelf, rows in zip(look.shelves, look.fitting, strict=True)
    )
    return {
        "rows": [
            line(look.asked.say, row, look.then)
            for row in _listed(look, order[(at - 1) * ROWS : at * ROWS])
        ],
        "count": len(order),
        "pages": pages,
        "at": at,
        "facets": _facets(look),
        "names": FACETS,
        "located": located,
        "tiled": located > CLUSTERED,
        "marks": MARKS,
    }


def drawn(look: Look) -> tuple[tuple[tuple[float, float], Happening], ...]:
    """Return lon, lat and happening for all that can be drawn as a mark."""
    return tuple((at, row) for row in look.rows if (at := _drawn(row)) is not None)


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
    told: Counter[Told] = Counter()
    for shelf, rows in zip(look.shelves, look.found, strict=True):
        told.update(counted(shelf, rows))
    values = facets(((one.values(), n) for one, n in told.items()), look.query)
    return {name: most[:SHOWN] for name, most in values.items()}


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
    edges = [date.fromisoformat(start).toordinal() for start, _ in spans]
    counts = np.zeros(len(spans) + 1, dtype=np.int64)
    for shelf, rows in zip(look.shelves, look.fitting, strict=True):
        begins = np.maximum(shelf.begins[rows], first.toordinal())
        places = np.searchsorted(edges, begins, side="right")
        counts += np.bincount(places, minlength=len(counts))
    numbers = counts[1:].tolist()
    top = max(numbers, default=0) or 1
    return [
        (start, end, n, round(n * 100 / top))
        for (start, end), n in zip(spans, numbers, strict=True)
    ]


def _span_end(day: date, *, weekly: bool) -> date:
    if weekly:
        return day + timedelta(days=6)
    return (day.replace(day=1) + timedelta(days=32)).replace(day=1) - timedelta(days=1)


def _order(look: Look) -> NDArray[np.int64]:
    """Return where the rows that fit lie, in order of time: the shelf's number, and the row in it.

    Of a single day, what is said of that day goes first.
    """
    shelves = list(zip(look.shelves, look.fitting, strict=True))
    places = [
        np.stack([np.full(len(rows), number, dtype=np.int64), rows.astype(np.int64)], axis=1)
        for number, (_, rows) in enumerate(shelves)
    ]
    begins = np.concatenate([shelf.begins[rows] for shelf, rows in shelves])
    if look.query.from_day != look.query.to_day:
        return np.concatenate(places)[np.argsort(begins, kind="stable")]
    flags = np.concatenate([shelf.flags[rows] for shelf, rows in shelves])
    that_day = begins == date.fromisoformat(look.query.from_day).toordinal()
    order = np.lexsort((begins, ~(that_day & (flags & WHOLE > 0)), flags & STATED == 0))
    return np.concatenate(places)[order]


def _listed(look: Look, order: NDArray[np.int64]) -> list[Happening]:
    """Read the happenings of one page of the list."""
    idents = [look.shelves[shelf].id(row) for shelf, row in order.tolist()]
    found = look.known.groupings_of(idents)
    # What was erased in this moment is in the columns for the last time.
    return [found[ident] for ident in idents if ident in found]
