"""Distances, areas and shapes on the ground: GeoJSON in, metres and GeoJSON out.

Every geometry is a GeoJSON dict in WGS 84 degrees, longitude first (RFC 7946); every length is in
metres unless the name says kilometres. Nothing is measured in degrees: point distances, lengths
and areas are geodesic, and everything that needs a plane uses an azimuthal equidistant projection
centred within half a degree of the geometry (scale error below 1 in 10,000 at 100 km).
"""

from __future__ import annotations

import math
from collections import OrderedDict
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Any

import numpy as np
import pyproj
import shapely
import shapely.ops
from shapely.geometry import mapping, shape
from shapely.geometry.base import BaseGeometry

GeoJSON = dict[str, Any]
LatLon = tuple[float, float]

_GEOD = pyproj.Geod(ellps="WGS84")
_STEP_DEG = 0.05  # long segments are cut this fine before they bend in a projection
_DECIMALS = 6  # about a decimetre: finer would promise what no report knows


_SHAPES: OrderedDict[int, tuple[GeoJSON, BaseGeometry]] = OrderedDict()
"""Parsed geometries by identity: lines and zones are asked for again with every name of a text.

The dict itself is kept beside its shape, so that no other one can take over its identity.
"""
_KEPT = 512


def parse(geometry: GeoJSON) -> BaseGeometry:
    """Return the shapely geometry of a GeoJSON geometry, repaired where it crosses itself.

    Geometries are never changed in place (DESIGN section 4: the nouns are frozen), so that the
    same dict always has the same shape.

    Raises:
        ValueError: it is no geometry, is empty, or has coordinates off the globe.
    """
    known = _SHAPES.get(id(geometry))
    if known is not None and known[0] is geometry:
        return known[1]
    parsed = _parsed(geometry)
    shapely.prepare(parsed)
    _SHAPES[id(geometry)] = (geometry, parsed)
    while len(_SHAPES) > _KEPT:
        try:
            _SHAPES.popitem(last=False)
        except KeyError:  # another thread was faster
            break
    return parsed


def _parsed(geometry: GeoJSON) -> BaseGeometry:
    try:
        parsed = shape(geometry)
    except (
        AttributeError,
        LookupError,
        TypeError,
        ValueError,
        shapely.errors.ShapelyError,
    ) as error:
        raise ValueError(f"not a GeoJSON geometry: {str(geometry)[:60]}") from error
    if parsed.is_empty:
        raise ValueError("the geometry is empty")
    west, south, east, north = parsed.bounds
    on_globe = west >= -180 and east <= 180 and south >= -90 and north <= 90
    if not on_globe:  # also catches NaN, which compares false with everything
        raise ValueError("coordinates must be longitude -180..180 and latitude -90..90, in order")
    return parsed if parsed.is_valid else shapely.make_valid(parsed)


def dump(geometry: BaseGeometry) -> GeoJSON:
    """Return the GeoJSON of a shapely geometry, with six decimals and plain lists."""

    def plain(value: Any) -> Any:
        if isinstance(value, tuple | list):
            return [plain(part) for part in value]
        return round(float(value), _DECIMALS)

    if geometry.geom_type == "GeometryCollection":
        raise ValueError("a geometry collection has no one shape")
    raw = mapping(geometry)
    return {"type": raw["type"], "coordinates": plain(raw["coordinates"])}


@lru_cache(maxsize=256)
def _transformers(lat: float, lon: float) -> tuple[pyproj.Transformer, pyproj.Transformer]:
    plane = pyproj.CRS.from_proj4(
        f"+proj=aeqd +lat_0={lat} +lon_0={lon} +datum=WGS84 +units=m +no_defs"
    )
    globe = pyproj.CRS.from_epsg(4326)
    return (
        pyproj.Transformer.from_crs(globe, plane, always_xy=True),
        pyproj.Transformer.from_crs(plane, globe, always_xy=True),
    )


class Plane:
    """A local metric plane about a point; `into` and `back` move geometries to it and back."""

    def __init__(self, lat: float, lon: float) -> None:
        # Centres lie on a half-degree grid, so that neighbours share one cached projection.
        self._there, self._back = _transformers(round(lat * 2) / 2, round(lon * 2) / 2)

    def into(self, geometry: BaseGeometry) -> BaseGeometry:
        """Project from degrees to metres."""
        return _moved(geometry, self._there)

    def back(self, geometry: BaseGeometry) -> BaseGeometry:
        """Project from metres to degrees."""
        return _moved(geometry, self._back)


def _moved(geometry: BaseGeometry, by: pyproj.Transformer) -> BaseGeometry:
    def move(points: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
        x, y = by.transform(points[:, 0], points[:, 1])
        return np.column_stack((x, y))

    return shapely.transform(geometry, move)


def plane_for(*geometries: BaseGeometry) -> Plane:
    """Return the plane about the middle of the geometries' common bounding box."""
    bounds = [part.bounds for part in geometries]
    west, south = min(b[0] for b in bounds), min(b[1] for b in bounds)
    east, north = max(b[2] for b in bounds), max(b[3] for b in bounds)
    return Plane((south + north) / 2, (west + east) / 2)


def point(lat: float, lon: float) -> GeoJSON:
    """Return a GeoJSON point."""
    return {"type": "Point", "coordinates": [round(lon, _DECIMALS), round(lat, _DECIMALS)]}


def distance_m(a: GeoJSON, b: GeoJSON) -> float:
    """Return the shortest distance between two geometries in metres, 0 where they touch."""
    one, other = parse(a), parse(b)
    if isinstance(one, shapely.Point) and isinstance(other, shapely.Point):
        return points_distance_m((one.y, one.x), (other.y, other.x))
    if one.intersects(other):
        return 0.0
    plane = plane_for(one, other)
    return float(plane.into(one).distance(plane.into(other)))


def points_distance_m(a: LatLon, b: LatLon) -> float:
    """Return the geodesic distance of two (lat, lon) points in metres."""
    return float(_GEOD.inv(a[1], a[0], b[1], b[0])[2])


def bearing_deg(a: LatLon, b: LatLon) -> float:
    """Return the bearing from `a` to `b` in degrees clockwise from north, 0 <= bearing < 360."""
    return float(_GEOD.inv(a[1], a[0], b[1], b[0])[0]) % 360.0


def area_km2(geometry: GeoJSON) -> float:
    """Return the geodesic area in square kilometres; 0 for points and lines."""
    return abs(float(_GEOD.geometry_area_perimeter(_ccw(parse(geometry)))[0])) / 1e6


def _ccw(geometry: BaseGeometry) -> BaseGeometry:
    # The geodesic area is signed by ring direction: exteriors one way, holes the other.
    return shapely.orient_polygons(geometry) if geometry.area else geometry


def length_km(line: GeoJSON) -> float:
    """Return the geodesic length in kilometres (of the boundary, for a polygon)."""
    return float(_GEOD.geometry_length(parse(line))) / 1e3


def representative(geometry: GeoJSON) -> LatLon:
    """Return (lat, lon) of one point that stands for the geometry and lies on or in it.

    A line gives its middle; a polygon its centroid, or a point inside where the centroid is not.
    """
    parsed = parse(geometry)
    if parsed.geom_type in ("LineString", "LinearRing"):
        chosen = parsed.interpolate(0.5, normalized=True)
    elif parsed.centroid.within(parsed) or parsed.geom_type == "Point":
        chosen = parsed.centroid
    else:
        chosen = parsed.representative_point()
    return round(chosen.y, _DECIMALS), round(chosen.x, _DECIMALS)


def reach_m(geometry: GeoJSON, centre: LatLon) -> float:
    """Return the distance in metres from `centre` to the farthest vertex of the geometry."""
    xy = shapely.get_coordinates(parse(geometry))
    lons, lats = np.full(len(xy), centre[1]), np.full(len(xy), centre[0])
    return float(np.max(_GEOD.inv(lons, lats, xy[:, 0], xy[:, 1])[2]))


def point_in(lat: float, lon: float, zone: GeoJSON) -> bool:
    """Say whether a point lies in a zone or on its border."""
    return bool(parse(zone).covers(shapely.Point(lon, lat)))


def within_fraction(geometry: GeoJSON, zone: GeoJSON) -> float:
    """Return the share (0..1) of a geometry inside a zone: of its area, length or points."""
    inner, outer = parse(geometry), parse(zone)
    plane = plane_for(inner)
    measured = plane.into(inner)
    common = measured.intersection(plane.into(outer))
    if measured.area > 0:
        return min(1.0, float(common.area / measured.area))
    if measured.length > 0:
        return min(1.0, float(common.length / measured.length))
    return float(len(shapely.get_coordinates(common)) / len(shapely.get_coordinates(measured)))


def buffer(line: GeoJSON, left_m: float, right_m: float) -> GeoJSON:
    """Return the strip along a line, so far to its left and right, with flat ends.

    Left and right are as seen along the line's direction. A point or polygon has no sides: it
    grows by the larger of the two.

    Raises:
        ValueError: a width is negative, or both are 0.
    """
    if left_m < 0 or right_m < 0 or left_m + right_m <= 0:
        raise ValueError("a strip needs widths of 0 or more, one of them above 0")
    parsed = parse(line)
    plane = plane_for(parsed)
    flat = plane.into(shapely.segmentize(parsed, _STEP_DEG))
    strip: BaseGeometry
    if "LineString" not in flat.geom_type:
        strip = flat.buffer(max(left_m, right_m))
    elif left_m == right_m:
        strip = flat.buffer(left_m, cap_style="flat")
    else:
        halves = [
            flat.buffer(width, cap_style="flat", single_sided=True)
            for width in (left_m, -right_m)
            if width
        ]
        strip = shapely.union_all(halves)
    return dump(plane.back(strip))


def circle(lat: float, lon: float, radius_m: float) -> GeoJSON:
    """Return a circle as a polygon of 64 corners."""
    return sector(lat, lon, 0.0, 180.0, 0.0, radius_m)


def sector(
    lat: float,
    lon: float,
    bearing_deg: float,
    half_angle_deg: float,
    min_m: float,
    max_m: float,
) -> GeoJSON:
    """Return the part of a ring about a point that lies within a bearing +- half an angle.

    A half angle of 180 gives the whole ring (with `min_m` 0, a circle).

    Raises:
        ValueError: the distances are not 0 <= min < max.
    """
    if not 0 <= min_m < max_m:
        raise ValueError("a sector needs 0 <= min_m < max_m")
    whole = half_angle_deg >= 180
    steps = 64 if whole else max(8, math.ceil(half_angle_deg / 3))
    angles = np.linspace(bearing_deg - half_angle_deg, bearing_deg + half_angle_deg, steps + 1)

    def arc(radius: float) -> list[LatLon]:
        count = len(angles)
        lons, lats, _ = _GEOD.fwd(
            np.full(count, lon), np.full(count, lat), angles, np.full(count, radius)
        )
        return list(zip(map(float, lons), map(float, lats), strict=True))

    outer = arc(max_m)
    if whole:
        inner = [arc(min_m)[::-1]] if min_m else []
        return dump(shapely.orient_polygons(shapely.Polygon(outer, inner)))
    rest = arc(min_m)[::-1] if min_m else [(lon, lat)]
    return dump(shapely.orient_polygons(shapely.Polygon(outer + rest)))


def _one_line(line: BaseGeometry, *near: BaseGeometry) -> shapely.LineString:
    merged = shapely.line_merge(line) if line.geom_type == "MultiLineString" else line
    lines = [part for part in _parts(merged) if isinstance(part, shapely.LineString)]
    if not lines:
        raise ValueError("a line part needs a LineString or MultiLineString")
    return min(lines, key=lambda part: sum(part.distance(one) for one in near))


def line_part(line: GeoJSON, a: GeoJSON, b: GeoJSON) -> GeoJSON:
    """Return the part of a line between the points of it nearest to two geometries.

    Where both fall on the same point, that point is returned.
    """
    return _on_line(line, a, b, lambda start, end, _: (min(start, end), max(start, end)))


def line_near(line: GeoJSON, a: GeoJSON, reach: float) -> GeoJSON:
    """Return the part of a line within `reach` metres along it of its point nearest to `a`."""
    return _on_line(
        line, a, a, lambda at, _, length: (max(0.0, at - reach), min(length, at + reach))
    )


def _on_line(
    line: GeoJSON,
    a: GeoJSON,
    b: GeoJSON,
    cut: Callable[[float, float, float], tuple[float, float]],
) -> GeoJSON:
    whole = parse(line)
    plane = plane_for(whole)
    ends = [plane.into(parse(one)) for one in (a, b)]
    flat = _one_line(plane.into(whole), *ends)
    at = [flat.project(shapely.ops.nearest_points(flat, one)[0]) for one in ends]
    start, end = cut(at[0], at[1], float(flat.length))
    return dump(plane.back(shapely.ops.substring(flat, start, end)))


def subtract(area: GeoJSON, *holes: GeoJSON) -> GeoJSON | None:
    """Return an area without others, or None where nothing is left."""
    rest = parse(area).difference(shapely.union_all([parse(hole) for hole in holes]))
    return _areal(rest)


def intersection(a: GeoJSON, b: GeoJSON) -> GeoJSON | None:
    """Return what two areas have in common, or None where they share no area."""
    return _areal(parse(a).intersection(parse(b)))


def union(geometries: Sequence[GeoJSON]) -> GeoJSON:
    """Return the geometries as one; of mixed kinds the ones of the highest dimension."""
    parsed = [parse(one) for one in geometries]
    top = max(shapely.get_dimensions(one) for one in parsed)
    return dump(shapely.union_all([one for one in parsed if shapely.get_dimensions(one) == top]))


def _areal(geometry: BaseGeometry) -> GeoJSON | None:
    polygons = [part for part in _parts(geometry) if part.geom_type == "Polygon" and part.area > 0]
    return dump(shapely.union_all(polygons)) if polygons else None


def _parts(geometry: BaseGeometry) -> list[BaseGeometry]:
    return list(shapely.get_parts(geometry))


def towards(area: GeoJSON, bearing_deg: float) -> GeoJSON:
    """Return the half of an area that lies towards a bearing from the middle of its extent.

    "Northern X" is the part of X north of the middle of its bounding box; a diagonal bearing
    keeps the half plane that faces it.
    """
    whole = parse(area)
    west, south, east, north = whole.bounds
    plane = plane_for(whole)
    middle = plane.into(shapely.Point((west + east) / 2, (south + north) / 2)).centroid
    flat = plane.into(whole)
    size = 4.0 * max(flat.bounds[2] - flat.bounds[0], flat.bounds[3] - flat.bounds[1], 1.0)
    turn = math.radians(bearing_deg)
    ahead, side = (math.sin(turn), math.cos(turn)), (math.cos(turn), -math.sin(turn))
    corners = [
        (
            middle.x + size * (forth * ahead[0] + across * side[0]),
            middle.y + size * (forth * ahead[1] + across * side[1]),
        )
        for forth, across in ((0, -1), (0, 1), (1, 1), (1, -1))
    ]
    half = _areal(plane.back(flat.intersection(shapely.Polygon(corners))))
    return half if half is not None else area


def points_in(lats: Sequence[float], lons: Sequence[float], zones: Sequence[GeoJSON]) -> list[Any]:
    """Return, for each zone, the positions in the lists of the points in it or on its border.

    For many points at once: the points are put in order of longitude, so that each zone looks
    only at those within its bounds. Raises ValueError as `parse`.
    """
    order = np.argsort(np.asarray(lons, dtype=float), kind="stable")
    x, y = np.asarray(lons, dtype=float)[order], np.asarray(lats, dtype=float)[order]
    found = []
    for zone in zones:
        parsed = parse(zone)
        shapely.prepare(parsed)
        west, south, east, north = parsed.bounds
        first, last = np.searchsorted(x, west, "left"), np.searchsorted(x, east, "right")
        near = first + np.flatnonzero((y[first:last] >= south) & (y[first:last] <= north))
        found.append(np.sort(order[near[shapely.intersects_xy(parsed, x[near], y[near])]]))
    return found
