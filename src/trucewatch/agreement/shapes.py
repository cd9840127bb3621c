"""Geometry of lines and zones: read from GeoJSON files, or computed from other geometry."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import shapely
from shapely.geometry import shape

from trucewatch import geo
from trucewatch.model import GeoJSON, GeometryNote

_LINES = ("LineString", "MultiLineString")
_AREAS = ("Polygon", "MultiPolygon")
_SLIVER = 0.001  # what rounding leaves along an edge is no zone
_WGS84 = ("CRS84", "EPSG::4326", "EPSG:4326")


class ShapeError(Exception):
    """A geometry cannot be used; `fix` says what to do."""

    def __init__(self, message: str, fix: str) -> None:
        super().__init__(message)
        self.fix = fix


@dataclass(frozen=True, slots=True)
class Shape:
    """A geometry with what its file says about it."""

    geometry: GeoJSON
    note: GeometryNote


def find(name: str, agreement: Path) -> Path | None:
    """Return the geometry file beside the agreement, or in the watch folder above it.

    Raises:
        ShapeError: the name leaves the watch folder.
    """
    relative = Path(name)
    if relative.is_absolute() or ".." in relative.parts:
        raise ShapeError(
            f'"{name}" leaves the watch folder', "write a path such as geo/line.geojson"
        )
    places = (agreement.parent / relative, agreement.parent.parent / relative)
    return next((path for path in places if path.is_file()), None)


def read(path: Path, kind: Literal["line", "zone"]) -> Shape:
    """Return the one geometry of a GeoJSON file, with its properties as a note.

    Raises:
        ShapeError: the file is no GeoJSON, has several features, the wrong type of geometry,
            another coordinate system, or an area that crosses itself.
    """
    try:
        data = json.loads(path.read_text(encoding="utf-8"), parse_constant=_no_number)
    except (OSError, UnicodeDecodeError, ValueError) as error:
        raise ShapeError(f"{path.name} is not JSON ({error})", "export it as GeoJSON") from error
    properties, geometry = _one_feature(data, path.name)
    wanted = _LINES if kind == "line" else _AREAS
    found = geometry.get("type")
    if found not in wanted:
        raise ShapeError(
            f"{path.name} holds a {found}, expected {' or '.join(wanted)}",
            "draw a line for a [[line]] and an area for a [[zone]]",
        )
    try:
        parsed = geo.parse(geometry)
    except ValueError as error:
        raise ShapeError(
            f"{path.name}: {error}", "write WGS 84 degrees, longitude first"
        ) from error
    if kind == "zone":
        _refuse_crossing(geometry, path.name)
    return Shape(geo.dump(parsed), _note(properties))


def _no_number(word: str) -> float:
    raise ValueError(f"{word} is no number")


def _one_feature(data: Any, name: str) -> tuple[dict[str, Any], GeoJSON]:
    if not isinstance(data, dict):
        raise ShapeError(f"{name} is no GeoJSON object", "export it as GeoJSON")
    crs = str(data.get("crs", {}) or "CRS84")
    if "crs" in data and not any(code in crs for code in _WGS84):
        raise ShapeError(f"{name} is not in WGS 84", "export it in EPSG:4326")
    if data.get("type") == "FeatureCollection":
        features = data.get("features")
        if not isinstance(features, list) or len(features) != 1:
            count = len(features) if isinstance(features, list) else 0
            raise ShapeError(f"{name} holds {count} features, expected one", "one file per shape")
        data = features[0]
    properties: dict[str, Any] = {}
    if isinstance(data, dict) and data.get("type") == "Feature":
        properties, data = data.get("properties") or {}, data.get("geometry")
    if not isinstance(data, dict):
        raise ShapeError(f"{name} holds no geometry", "export it as GeoJSON")
    return properties, data


def _refuse_crossing(area: GeoJSON, name: str) -> None:
    where = shapely.is_valid_reason(shape(area))
    if "intersection" in where.lower():
        raise ShapeError(f"{name}: the outline crosses itself ({where})", "redraw it")


def _note(properties: dict[str, Any]) -> GeometryNote:
    def text(key: str) -> str:
        value = properties.get(key)
        return value if isinstance(value, str) else ""

    as_of = text("as_of")
    try:
        dt.date.fromisoformat(as_of)
    except ValueError:
        as_of = ""
    return GeometryNote(
        authority=text("authority"),
        quality=text("quality"),
        as_of=as_of or None,
        method=text("method"),
        licence=text("licence"),
    )


def band(one: GeoJSON, other: GeoJSON) -> GeoJSON:
    """Return the area between two lines, whichever way each was drawn.

    Raises:
        ShapeError: one of them is not a single line, or the lines cross.
    """
    if one["type"] != "LineString" or other["type"] != "LineString":
        raise ShapeError("a band needs two unbroken lines", "join the parts of each line")
    near, far = one["coordinates"], other["coordinates"]

    def apart(ring: list[Any]) -> float:
        ends = (ring[len(near) - 1], ring[len(near)]), (ring[-1], ring[0])
        return sum(geo.points_distance_m((a[1], a[0]), (b[1], b[0])) for a, b in ends)

    ring = min(([*near, *far[::-1]], [*near, *far]), key=apart)
    area = {"type": "Polygon", "coordinates": [[*ring, ring[0]]]}
    _refuse_crossing(area, "the band between the two lines")
    return area


def cut(area: GeoJSON, holes: list[GeoJSON], clip: GeoJSON | None) -> GeoJSON:
    """Return an area without `holes` and inside `clip`.

    Raises:
        ShapeError: nothing is left.
    """
    rest: GeoJSON | None = geo.subtract(area, *holes) if holes else area
    if rest is not None and clip is not None:
        rest = geo.intersection(rest, clip)
    if rest is None or geo.area_km2(rest) < _SLIVER * geo.area_km2(area):
        raise ShapeError("nothing is left of the zone", "check subtract and clip")
    return rest
