"""The ground that a place expression covers, and how sure that is.

Every expression becomes the smallest shape that the words allow: "near" a point with 5 km
about it, a bearing a sector, "on the M4 between A and B" a part of the line, "countryside of X"
the district without the town. `uncertainty_m` is the distance from the shape's representative
point to its farthest corner; for a point, the usual radius of a settlement of its size.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from trucewatch import geo
from trucewatch.model import GeoJSON
from trucewatch.model.vocabulary import PlacePrecision, PlaceRelation
from trucewatch.places.atlas import AREAL, LINEAR, Atlas
from trucewatch.places.expressions import Expression
from trucewatch.places.lexicon import cues
from trucewatch.places.pack import Row

ON_LINE_M = 15_000.0
"""A place farther than this from a known road does not narrow it: the road goes on elsewhere."""
SNAP_M = 4_000.0
"""A known line that passes this close to both ends of "the A-B road" is taken for that road."""
ABOUT_M = 5_000.0
"""Radius of "the X area" or "the X front" where X is a settlement."""
COUNTRYSIDE_M = 12_000.0
"""Radius of "X countryside" where no district of that name is known."""
_STRIP_SHARE = 0.2  # "between A and B" reaches this share of their distance to either side
_SIZES = ((1_000_000, 10_000.0), (300_000, 7_000.0), (100_000, 4_000.0), (10_000, 2_000.0))
_SMALL_M = 1_000.0
_COARSENESS: tuple[PlacePrecision, ...] = (
    "exact", "near", "part", "area", "admin", "region", "unknown",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Placed:
    """A shape with its uncertainty in metres, precision class and the relation as resolved."""

    geometry: GeoJSON | None
    uncertainty_m: float | None
    precision: PlacePrecision
    relation: PlaceRelation


def settlement_radius_m(row: Row) -> float:
    """Return the usual radius of a settlement of this population, 1 km where it is unknown."""
    people = row.population or 0
    return next((radius for least, radius in _SIZES if people >= least), _SMALL_M)


def place(
    atlas: Atlas,
    expression: Expression,
    rows: Sequence[Row | None],
    anchors: Sequence[tuple[Expression, Sequence[Row | None]]] = (),
) -> Placed:
    """Return the ground of an expression whose names were resolved to `rows` (in their order).

    `anchors` are the expressions that narrow a line, with their rows.
    """
    known = [row for row in rows if row is not None]
    relation = expression.relation
    if not known:
        return Placed(None, None, "unknown", relation)
    if relation == "between" or (expression.road and len(rows) == 2):
        if len(known) < 2:
            return Placed(None, None, "unknown", relation)
        return _between(atlas, expression, known[0], known[1])
    parts = [_single(atlas, expression, row, anchors) for row in known]
    return parts[0] if len(parts) == 1 else _together(parts)


def _measured(
    geometry: GeoJSON | None, precision: PlacePrecision, relation: PlaceRelation
) -> Placed:
    if geometry is None:
        return Placed(None, None, precision, relation)
    reach = geo.reach_m(geometry, geo.representative(geometry))
    return Placed(geometry, round(reach), precision, relation)


def _together(parts: Sequence[Placed]) -> Placed:
    shapes = [part.geometry for part in parts if part.geometry is not None]
    coarsest = max((part.precision for part in parts), key=_COARSENESS.index)
    if not shapes:
        return Placed(None, None, coarsest, parts[0].relation)
    whole = _measured(geo.union(shapes), coarsest, parts[0].relation)
    least = max(part.uncertainty_m or 0.0 for part in parts)
    return Placed(whole.geometry, max(whole.uncertainty_m or 0.0, least), coarsest, whole.relation)


def _single(  # noqa: PLR0911 - one relation a line
    atlas: Atlas,
    expression: Expression,
    row: Row,
    anchors: Sequence[tuple[Expression, Sequence[Row | None]]],
) -> Placed:
    relation = expression.relation
    if row.kind in LINEAR:
        return _line(atlas, expression, row, anchors)
    if expression.road:
        return _road_at(atlas, row)
    if relation == "sector" and expression.metres:
        shape = _sectors(row, expression.bearings, expression.metres)
        return _measured(shape, "near", "sector")
    if relation == "near":
        return _near(atlas, expression, row)
    if relation == "axis":
        return _measured(geo.circle(row.lat, row.lon, ABOUT_M), "area", "axis")
    if row.kind in AREAL:
        return _area(atlas, expression, row)
    if relation == "in_area":
        return _about_town(expression, row)
    return Placed(geo.point(row.lat, row.lon), settlement_radius_m(row), "exact", "at")


def _sectors(row: Row, bearings: Sequence[float], metres: tuple[float, float]) -> GeoJSON:
    return geo.union(
        [geo.sector(row.lat, row.lon, one, half_angle(one), *metres) for one in bearings]
    )


def half_angle(bearing: float) -> float:
    """Return how far a bearing may be off to either side: a sixteenth point is told finer."""
    wide = cues().sector
    return wide.half_angle_deg if bearing % 45 == 0 else wide.fine_angle_deg


def _near(atlas: Atlas, expression: Expression, row: Row) -> Placed:
    if expression.bearings and expression.metres:
        return _measured(_sectors(row, expression.bearings, expression.metres), "near", "near")
    if expression.metres:
        least, most = expression.metres
        return _measured(geo.sector(row.lat, row.lon, 0, 180, least, most), "near", "near")
    area = atlas.shape(row.id) if row.kind in AREAL else None
    if area is not None:
        return _measured(geo.buffer(area, ABOUT_M, ABOUT_M), _area_precision(row), "near")
    return Placed(geo.point(row.lat, row.lon), cues().near.radius_m, "near", "near")


def _area_precision(row: Row) -> PlacePrecision:
    if row.kind in ("region", "country"):
        return "region"
    return "admin" if row.kind == "county" else "area"


def _area(atlas: Atlas, expression: Expression, row: Row) -> Placed:
    bearings = tuple(expression.bearings) if expression.part else ()
    without = expression.countryside and row.kind in ("region", "county")
    towns = frozenset(name.key for name in expression.names) if without else frozenset()
    return _area_without(atlas, row, bearings, towns)


@lru_cache(maxsize=512)
def _area_without(
    atlas: Atlas, row: Row, bearings: tuple[float, ...], towns: frozenset[str]
) -> Placed:
    """Place a district or province, or its parts towards some bearings, less towns by their keys.

    Remembered, since reports name the same few again and again.
    """
    shape = atlas.shape(row.id)
    precision = _area_precision(row)
    if shape is None:
        return Placed(None, None, precision, "in_area")
    if bearings:
        shape = geo.union([geo.towards(shape, one) for one in bearings])
        precision = "admin" if precision == "region" else precision
    cut = [town for key in sorted(towns) for town in atlas.rows(key) if town.kind == "locality"]
    if cut:
        holes = [geo.circle(t.lat, t.lon, settlement_radius_m(t)) for t in cut]
        shape = geo.subtract(shape, *holes) or shape
    return _measured(shape, precision, "in_area")


def _about_town(expression: Expression, row: Row) -> Placed:
    radius = settlement_radius_m(row)
    if expression.countryside:
        ring = geo.sector(row.lat, row.lon, 0, 180, radius, COUNTRYSIDE_M)
        if expression.bearings:
            ring = geo.union([geo.towards(ring, one) for one in expression.bearings])
        return _measured(ring, "area", "in_area")
    if expression.bearings:
        side = _sectors(row, expression.bearings, (0.0, radius * 1.5))
        return _measured(side, "near", "in_area")
    return _measured(geo.circle(row.lat, row.lon, ABOUT_M), "near", "in_area")


def _between(atlas: Atlas, expression: Expression, one: Row, other: Row) -> Placed:
    ends = geo.point(one.lat, one.lon), geo.point(other.lat, other.lon)
    straight = {"type": "LineString", "coordinates": [end["coordinates"] for end in ends]}
    apart = geo.points_distance_m((one.lat, one.lon), (other.lat, other.lon))
    relation = expression.relation
    if apart == 0:
        return _measured(geo.circle(one.lat, one.lon, ABOUT_M), "near", relation)
    if expression.road:
        for _, line in atlas.lines:
            if all(geo.distance_m(end, line) <= SNAP_M for end in ends):
                return _measured(geo.line_part(line, *ends), "part", relation)
        return _measured(straight, "part", relation)
    width = max(1_000.0, _STRIP_SHARE * apart)
    return _measured(geo.buffer(straight, width, width), "part", relation)


def _road_at(atlas: Atlas, row: Row) -> Placed:
    """Place "the Ariha road": a known line by the town, else the ground about it."""
    for _, line, away in atlas.off_lines(row.lat, row.lon):
        if away <= SNAP_M:
            near = geo.line_near(line, geo.point(row.lat, row.lon), 2 * ABOUT_M)
            return _measured(near, "part", "along")
    return _measured(geo.circle(row.lat, row.lon, 2 * ABOUT_M), "area", "along")


def _line(  # noqa: PLR0911 - one way to narrow a line after the other
    atlas: Atlas,
    expression: Expression,
    row: Row,
    anchors: Sequence[tuple[Expression, Sequence[Row | None]]],
) -> Placed:
    line = atlas.shape(row.id)
    if line is None:
        return Placed(None, None, "unknown", "along")
    if expression.relation == "sector" and expression.metres:
        side = _side_of(line, expression.bearings[0], expression.metres[1])
        return _measured(side, "area", "sector")
    if expression.relation == "near":
        return _measured(geo.buffer(line, ABOUT_M, ABOUT_M), "part", "near")
    for anchor, rows in anchors:
        spots = [one for one in rows if one is not None]
        points = [geo.point(one.lat, one.lon) for one in spots]
        on_line = [point for point in points if geo.distance_m(point, line) <= ON_LINE_M]
        if len(on_line) >= 2:
            return _measured(geo.line_part(line, on_line[0], on_line[1]), "part", "along")
        if on_line:
            reach = anchor.metres[1] if anchor.metres else cues().near.radius_m
            return _measured(geo.line_near(line, on_line[0], reach), "part", "along")
        if spots:
            shape = geo.circle(spots[0].lat, spots[0].lon, cues().near.radius_m)
            return _measured(shape, "near", "along")
    return _measured(line, "part", "along")


def _side_of(line: GeoJSON, bearing: float, width: float) -> GeoJSON:
    """Return the strip on the side of a line that faces a bearing ("south of the M4")."""
    left = (geo.bearing_deg(*_ends(line)) - 90.0) % 360.0
    turn = abs((left - bearing + 180.0) % 360.0 - 180.0)
    return geo.buffer(line, width, 0.0) if turn <= 90.0 else geo.buffer(line, 0.0, width)


def _ends(line: GeoJSON) -> tuple[tuple[float, float], tuple[float, float]]:
    parts = line["coordinates"] if line["type"] == "MultiLineString" else [line["coordinates"]]
    (west, south), (east, north) = parts[0][0][:2], parts[-1][-1][:2]
    return (south, west), (north, east)
