"""Where things lie to the lines and zones of the agreements, in a local metric projection."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal

import msgspec
import shapely
from shapely.geometry import Point, shape
from shapely.geometry.base import BaseGeometry

from trucewatch.model import GeoJSON, Record, Where
from trucewatch.model.agreements import Line, Zone
from trucewatch.report.model import Position
from trucewatch.report.words import number

NEAR_KM = 5.0
"""How far outside a zone still counts as near it; printed with the figures."""
COARSE = frozenset({"admin", "region", "unknown"})
"""Precisions too coarse to be held against a line or zone."""
Standing = Literal["inside", "possibly", "near", "far"]


@dataclass(frozen=True)
class Feature:
    """A line or zone of an agreement with its metric shape; area in km2 for zones."""

    agreement: str
    row: Line | Zone
    metric: BaseGeometry

    @property
    def is_zone(self) -> bool:
        """Say whether this is an area."""
        return isinstance(self.row, Zone)

    @property
    def name(self) -> str:
        """The name to print."""
        return self.row.name or self.row.id

    @property
    def area_km2(self) -> float | None:
        """Area in square kilometres, or None for a line."""
        return float(self.metric.area) / 1e6 if self.is_zone else None

    @property
    def authority(self) -> str:
        """Who agreed to the geometry and what it is worth, in words."""
        note = self.row.geometry_note
        parts = [
            f"authority: {note.authority}" if note.authority else "",
            f"quality: {note.quality.replace('_', ' ')}" if note.quality else "",
            f"as of {note.as_of}" if note.as_of else "",
        ]
        return "; ".join(part for part in parts if part)


@dataclass(frozen=True)
class Geography:
    """The lines and zones of a record's agreements.

    Distances are measured in an azimuthal equidistant projection about the middle of the theatre
    (error below 0.1 % within 400 km).
    """

    record: Record

    @cached_property
    def project(self) -> Callable[[Any], Any]:
        """Turn an array of lon/lat into metres."""
        import numpy as np
        from pyproj import Transformer

        west, south, east, north = self.record.watch.theatre
        local = (
            f"+proj=aeqd +lat_0={(south + north) / 2} +lon_0={(west + east) / 2} "
            "+datum=WGS84 +units=m"
        )
        transformer = Transformer.from_crs("EPSG:4326", local, always_xy=True)

        def run(points: Any) -> Any:
            return np.column_stack(transformer.transform(points[:, 0], points[:, 1]))

        return run

    def metric(self, geometry: GeoJSON) -> BaseGeometry:
        """Return a GeoJSON geometry as a metric shape."""
        found: BaseGeometry = shapely.make_valid(
            shapely.transform(shapely.force_2d(shape(geometry)), self.project)
        )
        return found

    @cached_property
    def features(self) -> tuple[Feature, ...]:
        """Return every line and zone that has a geometry, each once.

        Agreements of one theatre share zones: the same id with the same shape is listed for the
        first agreement that names it. Ground that zones merely disregard is none of theirs.
        """
        return tuple(self._features())

    def _features(self) -> Iterator[Feature]:
        seen: set[tuple[str, bytes]] = set()
        for agreement in self.record.agreements:
            beyond = {id_ for zone in agreement.zones for id_ in zone.disregard}
            zones = (zone for zone in agreement.zones if zone.id not in beyond)
            rows: tuple[Line | Zone, ...] = (*zones, *agreement.lines)
            for row in rows:
                if row.geometry is None:
                    continue
                metric = self.metric(row.geometry)
                key = (row.id, metric.wkb)
                if key not in seen:
                    seen.add(key)
                    yield Feature(agreement.id, row, metric)

    def place(self, where: Where) -> BaseGeometry | None:
        """Return where something may lie, uncertainty included, or None where too coarse."""
        if where.precision in COARSE:
            return None
        found: BaseGeometry | None = None
        if where.geometry is not None:
            found = self.metric(where.geometry)
        elif where.lat is not None and where.lon is not None:
            found = self.metric({"type": "Point", "coordinates": [where.lon, where.lat]})
        if isinstance(found, Point) and where.uncertainty_m:
            return found.buffer(where.uncertainty_m)
        return found

    def standing(self, where: Where, feature: Feature) -> tuple[Standing, float] | None:
        """Say how a place lies to a zone or line, with the distance in km (0 inside).

        None where the place is unknown or too coarse. `possibly` means that part of the area it
        may lie in is inside.
        """
        key = (msgspec.json.encode(where), feature.agreement, feature.row.id)
        if key not in self._standings:
            self._standings[key] = self._standing(where, feature)
        return self._standings[key]

    @cached_property
    def _standings(self) -> dict[tuple[bytes, str, str], tuple[Standing, float] | None]:
        """What has been measured already: several sections ask the same."""
        return {}

    def _standing(self, where: Where, feature: Feature) -> tuple[Standing, float] | None:
        area = self.place(where)
        if area is None or area.is_empty:
            return None
        if feature.is_zone and feature.metric.covers(area):
            return "inside", 0.0
        distance = float(area.distance(feature.metric)) / 1000
        if distance == 0:
            return "possibly", 0.0
        return ("near" if distance <= NEAR_KM else "far"), distance

    def position(self, where: Where, feature: Feature) -> Position | None:
        """Describe how a place lies to a zone or line."""
        found = self.standing(where, feature)
        if found is None:
            return None
        standing, distance = found
        words = {
            "inside": "inside",
            "possibly": "inside or outside, the place is not exact enough"
            if feature.is_zone
            else "on the line as far as the place is exact",
        }
        return Position(
            feature=feature.name,
            text=words.get(standing, f"{number(round(distance, 1))} km outside")
            if feature.is_zone
            else words.get(standing, f"{number(round(distance, 1))} km away"),
            distance_km=round(distance, 2),
        )

    def area_name(self, where: Where) -> str:
        """Return the smallest zone that a place lies in, for grouping."""
        if where.geometry is None and where.lat is None:
            return "Place not resolved"
        if self.place(where) is None:
            return "Known only to a district or wider"
        zones = sorted(
            (row for row in self.features if row.is_zone), key=lambda row: row.area_km2 or 0
        )
        for wanted in ("inside", "possibly"):
            for feature in zones:
                found = self.standing(where, feature)
                if found and found[0] == wanted:
                    prefix = "" if wanted == "inside" else "On the edge of: "
                    return f"{prefix}{feature.name}"
        return "Outside every zone of the agreements"
