"""Where a happening lies to the zones and lines of an agreement: inside, outside, straddling."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

import shapely
from shapely.geometry.base import BaseGeometry

from trucewatch import geo
from trucewatch.assess.days import EDGE
from trucewatch.assess.survey import WIDEST_M, Row, Survey
from trucewatch.model import Agreement, GeoJSON, Line, Place, Provision, Where
from trucewatch.model.findings import Standing

ROUTE_REACH_M: Final = 5_000.0
"""How far from a sketched road a place may lie and still be on it (the sketch is 1-5 km off)."""
_BROAD: Final = frozenset({"admin", "region"})
"""Precisions too wide to be an edge case: a province that holds a zone says nothing about it."""
_STEP_DEG: Final = 0.05


@dataclass(frozen=True, slots=True)
class Spot:
    """A place reduced to what is measured: its area of uncertainty and how narrow it is.

    `geometry` as the place has it; a point with a radius stands for its circle. Places with the
    same `key` are measured once.
    """

    name: str
    geometry: GeoJSON
    broad: bool
    radius_m: float = 0.0
    key: str = ""

    def area(self) -> GeoJSON:
        """Return the area of uncertainty: the circle of a point, else the geometry itself."""
        if not self.radius_m:
            return self.geometry
        lon, lat = self.geometry["coordinates"][:2]
        return geo.circle(lat, lon, self.radius_m)

    def identity(self) -> str:
        """Return what tells this ground from any other."""
        return self.key or f"{json.dumps(self.geometry)} {self.broad}"


@dataclass(frozen=True, slots=True)
class Position:
    """A spot held against one zone (or line): `share` of it lies inside, or it is `km` away."""

    zone: str
    answer: Standing
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
    name = (place.name if isinstance(place, Where) else place.text) or "the place"
    broad = place.precision in _BROAD
    if place.geometry["type"] != "Point":
        return Spot(name, place.geometry, broad)
    lon, lat = place.geometry["coordinates"][:2]
    radius = float(place.uncertainty_m or 0.0)
    return Spot(name, place.geometry, broad, radius, f"{lon} {lat} {radius} {broad}")


def band_id(line: str, km: float) -> str:
    """Return the name of the ground closer to a line than a distance."""
    return f"{km:g} km of {line}"


class Ground:
    """The zones and lines of one agreement; what is measured once is kept, places repeat."""

    def __init__(self, agreement: Agreement) -> None:
        self.agreement = agreement
        zones = {row.id: geo.parse(row.geometry) for row in agreement.zones if row.geometry}
        lines = {row.id: geo.parse(row.geometry) for row in agreement.lines if row.geometry}
        for row in wordings(agreement):
            for id_ in row.reference_line.values():
                if id_ in lines and row.distance_from_line_km:
                    km = row.distance_from_line_km
                    zones[band_id(id_, km)] = _band(lines[id_], km)
        beyond = {
            row.id: shapely.union_all([zones[id_] for id_ in row.disregard if id_ in zones])
            for row in agreement.zones
            if any(id_ in zones for id_ in row.disregard)
        }
        self.spoken = tuple(
            sorted({id_ for row in wordings(agreement) for id_ in zones_of(row, agreement)})
        )
        self.routes = tuple(
            sorted({row.route for row in wordings(agreement) if row.route in lines and row.route})
        )
        self._survey = Survey(zones, lines, beyond, {*self.spoken, *self.routes})
        self._zones = {id_: number for number, id_ in enumerate(zones)}
        self._lines = {id_: number for number, id_ in enumerate(lines)}
        self._whole = bool(self.spoken or self.routes) and all(id_ in zones for id_ in self.spoken)
        self._rows: dict[str, Row] = {}
        self._known: dict[tuple[str, str], Position] = {}
        self._reached: dict[tuple[str, tuple[str, ...]], bool] = {}

    def survey(self, spots: Iterable[Spot | None]) -> None:
        """Measure many places at once; a place met later is measured on its own."""
        new = {
            at.key: at for at in spots if at is not None and _round(at) and at.key not in self._rows
        }
        circles = [(*at.geometry["coordinates"][:2], at.radius_m) for at in new.values()]
        self._rows.update(zip(new, self._survey.rows(circles), strict=True))

    def row(self, at: Spot) -> Row | None:
        """Return the row of a round place, None for a place of another shape."""
        if not _round(at):
            return None
        if at.key not in self._rows:
            self.survey([at])
        return self._rows[at.key]

    def touches(self, at: Spot) -> bool:
        """Say whether a place reaches ground that a provision speaks of, or none has geometry."""
        row = self.row(at) if self._whole else None
        if row is not None and not any(row.shares):
            return any(row.kms[self._lines[id_]] * 1e3 <= ROUTE_REACH_M for id_ in self.routes)
        rows = self.positions(at, self.spoken)
        if any(row.answer != "outside" for row in rows):
            return True
        kms = [self.km_to_line(at, line) for line in self._route_lines()]
        on_route = any(km is not None and km * 1e3 <= ROUTE_REACH_M for km in kms)
        return on_route or not (rows or kms)

    def nearest(self, at: Spot) -> tuple[str, float]:
        """Return the ground spoken of that is nearest to a place outside all of it, and how far."""
        row = self.row(at)
        if row is not None and row.nearest is not None:
            return row.nearest, row.nearest_km
        found = [(self.position(at, id_).km, id_) for id_ in self.spoken if id_ in self._zones]
        for line in self._route_lines():
            km = self.km_to_line(at, line)
            found += [] if km is None else [(km, line.id)]
        km, id_ = min(found)
        return id_, km

    def _route_lines(self) -> list[Line]:
        found = [self.agreement.line(id_) for id_ in self.routes]
        return [line for line in found if line is not None]

    def positions(self, at: Spot, zones: Iterable[str]) -> tuple[Position, ...]:
        """Hold a spot against several zones, without the distance to those it lies outside."""
        return tuple(self.standing(at, id_) for id_ in zones)

    def position(self, at: Spot, zone_id: str) -> Position:
        """Hold a spot against a zone; `unknown` where the zone has no geometry."""
        found = self.standing(at, zone_id)
        if found.answer != "outside" or zone_id not in self._zones:
            return found
        km = geo.distance_m(at.area(), geo.dump(self._survey.zones[zone_id])) / 1e3
        return Position(zone_id, "outside", found.share, km)

    def standing(self, at: Spot, zone_id: str) -> Position:
        """Hold a spot against a zone or band, without the distance where it lies outside."""
        key = (at.identity(), zone_id)
        known = self._known.get(key)
        if known is not None:
            return known
        if zone_id not in self._zones:
            return Position(zone_id, "unknown")
        row = self.row(at)
        share = row.shares[self._zones[zone_id]] if row else self._measured(at, zone_id)
        self._known[key] = _judged(zone_id, share, broad=at.broad)
        return self._known[key]

    def reaches(self, at: Spot, zones: tuple[str, ...]) -> bool:
        """Say whether a place may lie in one of some zones."""
        key = (at.identity(), zones)
        if key not in self._reached:
            rows = self.positions(at, zones)
            self._reached[key] = any(row.answer not in ("outside", "unknown") for row in rows)
        return self._reached[key]

    def _measured(self, at: Spot, zone_id: str) -> float:
        """Return the share of a place of any shape that lies in a zone."""
        area, zone = at.area(), self._survey.zones[zone_id]
        beyond = self._survey.disregarded.get(zone_id)
        if not shapely.box(*geo.parse(area).bounds).intersects(shapely.box(*zone.bounds)):
            return 0.0
        if beyond is not None and "Polygon" in area["type"]:
            area = geo.subtract(area, geo.dump(beyond)) or area
        return geo.within_fraction(area, geo.dump(zone))

    def km_to_line(self, at: Spot, line: Line) -> float | None:
        """Return the distance to a line in kilometres, None where it has no geometry."""
        if line.geometry is None:
            return None
        row = self.row(at)
        if row is not None:
            return row.kms[self._lines[line.id]]
        return geo.distance_m(at.area(), line.geometry) / 1e3

    def on_route(self, at: Spot, route: str) -> bool | None:
        """Say whether a spot is on a route (a line, or a zone to be patrolled)."""
        line = self.agreement.line(route)
        if line is not None:
            km = self.km_to_line(at, line)
            return None if km is None else km * 1e3 <= ROUTE_REACH_M
        answer = self.standing(at, route).answer
        return None if answer == "unknown" else answer != "outside"


def zones_of(row: Provision, agreement: Agreement) -> tuple[str, ...]:
    """Return the zones that a provision speaks of: its own, those held, a route, a line's band."""
    held = row.terms.get("held")
    route = (row.route,) if row.route and agreement.zone(row.route) else ()
    distance = row.distance_from_line_km
    bands = [band_id(id_, distance) for id_ in row.reference_line.values()] if distance else []
    own = tuple(held.values()) if isinstance(held, dict) else ()
    return tuple(dict.fromkeys((*row.zones, *own, *route, *bands)))


def wordings(agreement: Agreement) -> Iterator[Provision]:
    """Yield every wording that a provision has or had."""
    for row in agreement.provisions:
        yield from (one.provision for one in row.earlier)
        yield row


def _round(at: Spot) -> bool:
    return bool(at.key) and at.radius_m <= WIDEST_M


def _judged(zone_id: str, share: float, *, broad: bool) -> Position:
    if share >= 1 - EDGE:
        return Position(zone_id, "inside", share)
    if share > EDGE or (broad and share > 0):
        return Position(zone_id, "too_broad" if broad else "straddles", share)
    return Position(zone_id, "outside", share)


def _band(line: BaseGeometry, km: float) -> BaseGeometry:
    """Return the ground closer to a line than a distance, round at its ends."""
    plane = geo.plane_for(line)
    flat = plane.into(shapely.segmentize(line, _STEP_DEG))
    return shapely.make_valid(plane.back(flat.buffer(km * 1e3)))
