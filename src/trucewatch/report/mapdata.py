"""The map as GeoJSON: lines, zones, routes, uncertainty, points, places for orientation."""

from __future__ import annotations

import math
from collections import Counter
from typing import Any

from trucewatch.model import Incident, PatrolRun, Tally, Where, family_of
from trucewatch.report.basemap import Box, collection, feature
from trucewatch.report.context import Context, Happening
from trucewatch.report.geography import COARSE, Feature, Geography
from trucewatch.report.pictures import MapData
from trucewatch.report.words import act_names, counted, said

TOWNS = 40
"""Places named most often in the reports, written on the map for orientation."""
WIDE_M = 15_000.0
"""Areas with a larger radius say too little about where to be drawn; stretches of road do not."""
EXACT_M = 400.0
"""Below this radius a point alone says enough."""


def circle(lat: float, lon: float, radius_m: float, corners: int = 48) -> dict[str, Any]:
    """Return a circle on the ground as a polygon (spherical; error below 0.5 % up to 100 km)."""
    reach = radius_m / 6_371_008.8
    up = math.radians(lat)
    ring = []
    for step in range(corners + 1):
        turn = 2 * math.pi * (step % corners) / corners
        north = math.asin(
            math.sin(up) * math.cos(reach) + math.cos(up) * math.sin(reach) * math.cos(turn)
        )
        east = math.atan2(
            math.sin(turn) * math.sin(reach) * math.cos(up),
            math.cos(reach) - math.sin(up) * math.sin(north),
        )
        ring.append([lon + math.degrees(east), math.degrees(north)])
    return {"type": "Polygon", "coordinates": [ring]}


def point_of(where: Where) -> tuple[float, float] | None:
    """Return lon/lat of a place's representative point, or None."""
    if where.lat is not None and where.lon is not None:
        return where.lon, where.lat
    if where.geometry is None:
        return None
    from shapely.geometry import shape

    middle = shape(where.geometry).representative_point()
    return float(middle.x), float(middle.y)


def area_of(where: Where) -> dict[str, Any] | None:
    """Return what the uncertainty of a place is drawn as: its own geometry, else a circle."""
    if where.geometry is not None and where.geometry["type"] != "Point":
        return where.geometry
    point = point_of(where)
    if point and where.uncertainty_m and where.uncertainty_m > EXACT_M:
        return circle(point[1], point[0], where.uncertainty_m)
    return None


def too_wide(where: Where) -> bool:
    """Say whether a place is too vague for a mark on a map: a district, a whole zone."""
    line = where.geometry is not None and "Line" in where.geometry["type"]
    return where.precision in COARSE or (not line and (where.uncertainty_m or 0) > WIDE_M)


def map_data(context: Context, geography: Geography) -> MapData:
    """Collect everything on the map; what cannot be drawn is counted beside it."""
    areas, points = [], []
    unlocated = wide = away = 0
    for letter in "IPSR":
        for row in context.happenings[letter]:
            if isinstance(row, Tally):
                continue
            point = point_of(row.where)
            if point is None:
                unlocated += 1
            elif too_wide(row.where):
                wide += 1
            elif not inside(list(point), context.record.watch.theatre):
                away += 1
            else:
                facts = _facts(row, letter, context)
                drawn = area_of(row.where)
                if drawn is not None:
                    areas.append(feature(drawn, **facts))
                points.append(feature({"type": "Point", "coordinates": list(point)}, **facts))
    routes, missing = _routes(context, geography)
    features = {
        "zones": collection([_outline(row, context) for row in geography.features if row.is_zone]),
        "lines": collection(
            [_outline(row, context) for row in geography.features if not row.is_zone]
        ),
        "routes": collection(routes),
        "areas": collection(areas),
        "points": collection(points),
        "towns": collection(_towns(context)),
    }
    extent = _extent(context, features)
    view = _view(points, features["zones"]["features"], extent)
    notes = [
        f"{counted(wide, 'happening')} known only to a wide area" if wide else "",
        f"{counted(away, 'happening')} outside the theatre" if away else "",
        f"{counted(missing, 'driven patrol')} without a known stretch of road" if missing else "",
    ]
    return MapData(
        view=view,
        extent=extent,
        features=features,
        beyond=sum(not inside(row["geometry"]["coordinates"], view) for row in points),
        located=len(points),
        unlocated=unlocated,
        notes=tuple(note for note in notes if note),
    )


def _facts(row: Happening, letter: str, context: Context) -> dict[str, Any]:
    ref = context.refs[row.id]
    kinds = {"P": "patrol", "S": "sighting", "R": "restriction"}
    incident = row if isinstance(row, Incident) else None
    return {
        "label": ref.label,
        "anchor": ref.anchor,
        "kind": family_of(incident.act) if incident else kinds[letter],
        "act": act_names()[incident.act] if incident else kinds[letter],
        "headline": context.headline(row),
        "day": context.day(row) or "",
        "grade": "" if isinstance(row, Tally) else said("occurrence", row.occurrence),
        "contested": not isinstance(row, Tally) and row.occurrence == "contested",
        "precision": "" if isinstance(row, Tally) else said("precision", row.where.precision),
    }


def _outline(row: Feature, context: Context) -> dict[str, Any]:
    return feature(
        row.row.geometry,
        id=row.row.id,
        name=row.name,
        agreement=context.agreement_title(row.agreement),
        authority=row.authority,
        contact="contact" in row.row.id or "contact" in row.name.casefold(),
    )


def _routes(context: Context, geography: Geography) -> tuple[list[dict[str, Any]], int]:
    """Return the planned and driven routes, and how many driven stretches are not known."""
    lines = {row.row.id: row.row.geometry for row in geography.features if not row.is_zone}
    planned = {
        provision.route
        for agreement in context.record.agreements
        for provision in agreement.provisions
        if provision.type == "patrol" and provision.route
    }
    routes = [
        feature(lines[route], kind="planned", headline="Route of the patrols as agreed", day="")
        for route in sorted(planned)
        if lines.get(route)
    ]
    missing = 0
    for row in context.happenings["P"]:
        assert isinstance(row, PatrolRun)
        if row.outcome in ("planned", "cancelled"):
            continue
        geometry = row.where.geometry
        if geometry and geometry["type"] in ("LineString", "MultiLineString"):
            ref = context.refs[row.id]
            routes.append(
                feature(
                    geometry,
                    kind="driven",
                    label=ref.label,
                    anchor=ref.anchor,
                    headline=f"{context.headline(row)}: {said('outcome', row.outcome)}",
                    day=context.day(row) or "",
                )
            )
        else:
            missing += 1
    return routes, missing


def _towns(context: Context) -> list[dict[str, Any]]:
    """Return the places that the cited claims name most often."""
    counts: Counter[tuple[str, float, float]] = Counter()
    for claim in context.cited:
        for place in (claim.place, *(row.place for row in claim.other_places)):
            if place is None or place.precision not in ("exact", "near"):
                continue
            for row in place.candidates:
                if row.id == place.chosen:
                    counts[row.name, row.lon, row.lat] += 1
    ranked = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))[:TOWNS]
    return [
        feature({"type": "Point", "coordinates": [lon, lat]}, name=name, rank=place)
        for place, ((name, lon, lat), _) in enumerate(ranked)
    ]


def _window(bounds: Box) -> Box:
    """Widen a box by a margin, keep it from being a mere point, and keep it on the map."""
    west, south, east, north = bounds
    margin = max(east - west, north - south) * 0.08 + 0.05
    return (
        round(max(-180.0, west - margin), 4),
        round(max(-85.0, south - margin), 4),
        round(min(180.0, east + margin), 4),
        round(min(85.0, north + margin), 4),
    )


def _extent(context: Context, features: dict[str, Any]) -> Box:
    """Return the window that holds everything drawn, or the theatre where nothing is."""
    from shapely import union_all
    from shapely.geometry import shape

    shapes = [
        shape(row["geometry"]).envelope
        for name in ("points", "routes", "zones")
        for row in features[name]["features"]
    ]
    if not shapes:
        return context.record.watch.theatre
    west, south, east, north = union_all(shapes).bounds
    return _window((west, south, east, north))


def _view(points: list[dict[str, Any]], zones: list[dict[str, Any]], extent: Box) -> Box:
    """Return the window that the map opens with: the zone that holds most of the happenings.

    So that one far happening does not shrink the rest to a dot; the page says how many points
    lie outside. Without such a zone the map opens with everything.
    """
    from shapely.geometry import Point, shape

    placed = [Point(row["geometry"]["coordinates"]) for row in points]
    best: tuple[int, float, Box] | None = None
    for zone in zones:
        area = shape(zone["geometry"])
        held = sum(area.covers(point) for point in placed)
        if held * 2 > len(placed) and (best is None or (held, -area.area) > best[:2]):
            west, south, east, north = area.bounds
            best = (held, -area.area, (west, south, east, north))
    return _window(best[2]) if best else extent


def inside(place: list[float], view: Box) -> bool:
    """Say whether lon/lat lies in a window."""
    west, south, east, north = view
    return west <= place[0] <= east and south <= place[1] <= north
