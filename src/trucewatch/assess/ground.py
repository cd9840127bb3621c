"""Where a happening lies to the zones and lines of an agreement: inside, outside, straddling."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final, Literal

from trucewatch import geo
from trucewatch.assess.days import EDGE
from trucewatch.model import Agreement, GeoJSON, Line, Place, Where, Zone

ROUTE_REACH_M: Final = 5_000.0
"""How far from a sketched road a place may lie and still be on it (the sketch is 1-5 km off)."""
_BROAD: Final = frozenset({"admin", "region"})
"""Precisions too wide to be an edge case: a province that holds a zone says nothing about it."""

Answer = Literal["inside", "outside", "straddles", "too_broad", "unknown"]


@dataclass(frozen=True, slots=True)
class Spot:
    """A place reduced to what is measured: its area of uncertainty and how narrow it is."""

    name: str
    geometry: GeoJSON
    broad: bool


@dataclass(frozen=True, slots=True)
class Position:
    """A spot held against one zone (or line): `share` of it lies inside, or it is `km` away."""

    zone: str
    answer: Answer
    share: float = 0.0
    km: float = 0.0
    line: bool = False

    def measures(self) -> tuple[tuple[str, str], ...]:
        """Return the numbers behind the answer, as printed."""
        if self.answer == "unknown":
            return ()
        if self.answer == "outside" or self.line:
            return ((f"distance to {self.zone}", f"{self.km:.1f} km"),)
        return ((f"share of the place inside {self.zone}", f"{self.share:.0%}"),)


def spot(place: Where | Place | None) -> Spot | None:
    """Return the measurable part of a place, or None where it has no geometry.

    A point with an uncertainty is its circle; an area or a line stands for itself.
    """
    if place is None or place.geometry is None:
        return None
    geometry = place.geometry
    if geometry["type"] == "Point" and place.uncertainty_m:
        lon, lat = geometry["coordinates"][:2]
        geometry = geo.circle(lat, lon, place.uncertainty_m)
    name = place.name if isinstance(place, Where) else place.text
    return Spot(name or "the place", geometry, place.precision in _BROAD)


@dataclass(slots=True)
class Ground:
    """The zones and lines of one agreement; answers are kept, places repeat in reports."""

    agreement: Agreement
    _known: dict[tuple[str, str], Position] = field(default_factory=dict)
    _boxes: dict[str, tuple[float, float, float, float]] = field(default_factory=dict)

    def positions(self, at: Spot, zones: Iterable[str]) -> tuple[Position, ...]:
        """Hold a spot against several zones."""
        return tuple(self.position(at, id_) for id_ in zones)

    def position(self, at: Spot, zone_id: str) -> Position:
        """Hold a spot against a zone; `unknown` where the zone has no geometry."""
        key = (repr(at.geometry), zone_id)
        if key not in self._known:
            self._known[key] = self._measured(at, self.agreement.zone(zone_id), zone_id)
        return self._known[key]

    def _measured(self, at: Spot, zone: Zone | None, zone_id: str) -> Position:
        if zone is None or zone.geometry is None:
            return Position(zone_id, "unknown")
        if not self._near(at, zone.id, zone.geometry):
            return Position(
                zone_id, "outside", 0.0, geo.distance_m(at.geometry, zone.geometry) / 1e3
            )
        share = geo.within_fraction(self._counted(at.geometry, zone), zone.geometry)
        if share >= 1 - EDGE:
            return Position(zone_id, "inside", share)
        if share > EDGE or (at.broad and share > 0):
            return Position(zone_id, "too_broad" if at.broad else "straddles", share)
        return Position(zone_id, "outside", share, geo.distance_m(at.geometry, zone.geometry) / 1e3)

    def _counted(self, geometry: GeoJSON, zone: Zone) -> GeoJSON:
        """Return what counts of a place: not what lies in zones that this one disregards."""
        beyond = [self.agreement.zone(id_) for id_ in zone.disregard]
        holes = [row.geometry for row in beyond if row is not None and row.geometry is not None]
        if not holes or "Polygon" not in geometry["type"]:
            return geometry
        return geo.subtract(geometry, *holes) or geometry

    def _near(self, at: Spot, zone_id: str, geometry: GeoJSON) -> bool:
        if zone_id not in self._boxes:
            self._boxes[zone_id] = geo.parse(geometry).bounds
        a, b = geo.parse(at.geometry).bounds, self._boxes[zone_id]
        return a[0] <= b[2] and b[0] <= a[2] and a[1] <= b[3] and b[1] <= a[3]

    def km_to_line(self, at: Spot, line: Line) -> float | None:
        """Return the distance to a line in kilometres, None where it has no geometry."""
        return None if line.geometry is None else geo.distance_m(at.geometry, line.geometry) / 1e3

    def on_route(self, at: Spot, route: str) -> bool | None:
        """Say whether a spot is on a route (a line, or a zone to be patrolled)."""
        line = self.agreement.line(route)
        if line is not None:
            km = self.km_to_line(at, line)
            return None if km is None else km * 1e3 <= ROUTE_REACH_M
        answer = self.position(at, route).answer
        return None if answer == "unknown" else answer != "outside"
