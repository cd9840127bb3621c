"""Happenings of a period: map, timeline, list and facets in step, and the same as data."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from functools import lru_cache
from typing import Any, Final

import msgspec
from starlette.responses import Response

from trucewatch import gather
from trucewatch.errors import UsageError
from trucewatch.model import Incident, Tally, family_of
from trucewatch.report.basemap import base_map, collection, feature
from trucewatch.report.mapdata import area_of, point_of, too_wide
from trucewatch.web.asking import Asking
from trucewatch.web.query import FACETS, KINDS, Box, Happening, Query, facets, query_of, select
from trucewatch.web.rendering import page

ROWS: Final = 100
"""Rows of one page of the list."""
SHOWN: Final = 12
"""Values of a facet that are listed."""
GEOJSON: Final = "application/geo+json"


def happenings(asked: Asking) -> Response:
    """Show what a query asks for: map, timeline, facets and list."""
    query = asked_for(asked)
    known = asked.desk.as_of(query.as_of)
    everything = known.happenings(query.from_day, query.to_day)
    rows = select(known, query)
    pages = max(1, -(-len(rows) // ROWS))
    at = min(query.page, pages)
    return page(
        asked,
        "_list.html.j2" if asked.partial else "happenings.html.j2",
        asked_for=query,
        rows=[(row, KINDS[type(row)]) for row in rows[(at - 1) * ROWS : at * ROWS]],
        count=len(rows),
        pages=pages,
        at=at,
        facets={name: counted[:SHOWN] for name, counted in facets(everything, query).items()},
        names=FACETS,
        days=_per_day(rows, query),
        sources={one.id: one.name for one in asked.desk.tools.watched.sources},
        sides={one.id: one.name for one in asked.desk.tools.watched.sides},
        located=sum(_drawn(row) is not None for row in rows),
        seq=known.data_seq,
    )


def as_geojson(asked: Asking) -> Response:
    """Return the points and areas of a query for the map, with what a marker has to say."""
    query = asked_for(asked)
    rows = select(asked.desk.as_of(query.as_of), query)
    points, areas = [], []
    for row in rows:
        drawn = _drawn(row)
        if drawn is None or isinstance(row, Tally):
            continue
        facts = {
            "id": row.id,
            "kind": family_of(row.act) if isinstance(row, Incident) else KINDS[type(row)],
            "act": asked.say.code("act", row.act)
            if isinstance(row, Incident)
            else asked.say.code("grouping", KINDS[type(row)]),
            "place": row.where.name or "",
            "day": (row.when.start or "")[:10],
            "grade": asked.say.code("occurrence", row.occurrence),
            "contested": row.occurrence == "contested",
        }
        points.append(feature({"type": "Point", "coordinates": list(drawn)}, **facts))
        area = area_of(row.where)
        if area is not None:
            areas.append(feature(area, **facts))
    answer = {**collection(points), "areas": collection(areas), "asked": query.string()}
    return Response(msgspec.json.encode(answer), media_type=GEOJSON)


def base(asked: Asking) -> Response:
    """Return land, coasts and borders of the watch's theatre (Natural Earth, offline)."""
    return Response(
        _base(asked.desk.tools.watched.theatre),
        media_type="application/json",
        headers={"Cache-Control": "private, max-age=86400"},
    )


def outlines(asked: Asking) -> Response:
    """Return the lines and zones that the agreements name, with authority and day."""
    found: list[dict[str, Any]] = []
    for agreement in asked.desk.tools.agreements:
        for kind, shapes in (("line", agreement.lines), ("zone", agreement.zones)):
            found += [
                feature(
                    row.geometry,
                    kind=kind,
                    id=row.id,
                    name=row.name,
                    agreement=agreement.title,
                    authority=row.geometry_note.authority or "",
                )
                for row in shapes
                if row.geometry
            ]
    return Response(msgspec.json.encode(collection(found)), media_type=GEOJSON)


def asked_for(asked: Asking) -> Query:
    """Read the query of a request; without days it is about the period of the watch."""
    desk = asked.desk
    return query_of(asked.request.query_params, gather.period(desk.tools.watched, desk.known))


@lru_cache(maxsize=8)
def _base(theatre: Box) -> bytes:
    west, south, east, north = theatre
    wide = (
        max(-180.0, west - 2),
        max(-85.0, south - 2),
        min(180.0, east + 2),
        min(85.0, north + 2),
    )
    return msgspec.json.encode(base_map(wide))


def _drawn(row: Happening) -> tuple[float, float] | None:
    """Return where a happening is drawn, None where it is too vague for a mark."""
    if isinstance(row, Tally) or too_wide(row.where):
        return None
    return point_of(row.where)


def _per_day(rows: tuple[Happening, ...], query: Query) -> list[tuple[str, int, int]]:
    """Return (day, happenings, height in per cent of the highest) for each day of the period."""
    first, last = date.fromisoformat(query.from_day), date.fromisoformat(query.to_day)
    if (last - first).days > 366:
        raise UsageError(
            "a period of more than a year is not shown at once", fix="Choose nearer days."
        )
    counts = Counter(
        ((row.period if isinstance(row, Tally) else row.when).start or "")[:10] for row in rows
    )
    days = [(first + timedelta(days=n)).isoformat() for n in range((last - first).days + 1)]
    top = max((counts[day] for day in days), default=0) or 1
    return [(day, counts[day], round(counts[day] * 100 / top)) for day in days]
