"""What the map draws: points and areas of a query, tiles of many points, the ground below them."""

from __future__ import annotations

from functools import lru_cache
from typing import Any, Final

import msgspec
from starlette.responses import Response

from trucewatch.errors import UsageError
from trucewatch.model import Tally
from trucewatch.report.basemap import base_map, collection, feature
from trucewatch.report.charts import MARKS
from trucewatch.report.mapdata import area_of
from trucewatch.web import tiles
from trucewatch.web.asking import Asking
from trucewatch.web.looking import Look, looking
from trucewatch.web.pages.listing import drawn, told
from trucewatch.web.query import Box

GEOJSON: Final = "application/geo+json"
MVT: Final = "application/vnd.mapbox-vector-tile"


def as_geojson(asked: Asking) -> Response:
    """Return the points and areas of a query for the map, with what a marker has to say."""
    look = looking(asked)
    points, areas = [], []
    for at, row in drawn(look):
        if isinstance(row, Tally):
            continue
        facts = told(look, row)
        points.append(feature({"type": "Point", "coordinates": list(at)}, **facts))
        area = area_of(row.where)
        if area is not None:
            areas.append(feature(area, **facts))
    answer = {
        **collection(points),
        "areas": collection(areas),
        "asked": look.query.string(),
        "as_of": look.known.data_seq,
    }
    return Response(msgspec.json.encode(answer), media_type=GEOJSON)


def tile(asked: Asking) -> Response:
    """Return one vector tile of a query's points.

    Raises:
        UsageError: there is no such tile.
    """
    z, x, y = _address(asked.request.path_params)
    look = looking(asked)
    plain = look.plain
    body = look.of_days(lambda: _tile(look, z, x, y), "tile", z, x, y, plain, asked.say.language)
    return Response(body, media_type=MVT)


def _tile(look: Look, z: int, x: int, y: int) -> bytes:
    say, shelves = look.asked.say, look.shelves

    def said(number: int, at: int) -> dict[str, tiles.Value]:
        shelf = shelves[number]
        told = shelf.kind(at)
        return {
            "id": shelf.id(at),
            "kind": told.mark,
            "act": say.code("act", told.act) if told.act else say.code("grouping", told.kind),
            "place": shelf.place(at),
            "day": shelf.day(at),
            "grade": say.code("occurrence", told.grade),
            "contested": told.grade == "contested",
        }

    return tiles.tile(look.marks, z, x, y, said)


def base(asked: Asking) -> Response:
    """Return land, coasts and borders of the theatre (Natural Earth, offline), and the marks."""
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


def _address(given: dict[str, Any]) -> tuple[int, int, int]:
    parts = [str(given[name]) for name in ("z", "x", "y")]
    if all(part.isascii() and part.isdecimal() and len(part) < 9 for part in parts):
        z, x, y = (int(part) for part in parts)
        if z <= tiles.DEEPEST and max(x, y) < 2**z:
            return z, x, y
    raise UsageError(
        f"there is no tile {'/'.join(parts)}",
        fix=f"Write zoom (up to {tiles.DEEPEST}), column and row.",
    )


@lru_cache(maxsize=8)
def _base(theatre: Box) -> bytes:
    west, south, east, north = theatre
    wide = (
        max(-180.0, west - 2),
        max(-85.0, south - 2),
        min(180.0, east + 2),
        min(85.0, north + 2),
    )
    return msgspec.json.encode(base_map(wide) | {"marks": MARKS})
