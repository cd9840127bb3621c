"""Many places against the ground of one agreement at once: shares, distances, the nearest."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, cast

import numpy as np
import pyproj
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from trucewatch import geo

Array = NDArray[np.float64]
WIDEST_M: Final = 50_000.0
"""Circles up to this radius are drawn on a plane of their own (error below 1 %)."""
_CORNERS: Final = 64
_CHUNK: Final = 20_000
_ANGLES: Final = np.linspace(0.0, 2 * np.pi, _CORNERS, endpoint=False)
_STEP_DEG: Final = 0.05
_GEOD: Final = pyproj.Geod(ellps="WGS84")
_MAJOR_M: Final = 6_378_137.0
_ECCENTRIC: Final = 0.00669437999014


@dataclass(frozen=True, slots=True)
class Row:
    """One place: its share in each zone (0 apart from it), its distance to each line, the nearest.

    `shares` and `kms` are in the order of the survey's zones and lines; `nearest` is the nearest of
    the ground that counts. Distances are from the edge of the place.
    """

    shares: tuple[float, ...]
    kms: tuple[float, ...]
    nearest: str | None
    nearest_km: float


class Survey:
    """Zones and lines of one agreement in degrees and on a metric plane.

    `disregarded` gives for a zone the ground that does not count of a place that reaches into it;
    `counted` are the zones and lines among which the nearest is looked for.
    """

    def __init__(
        self,
        zones: Mapping[str, BaseGeometry],
        lines: Mapping[str, BaseGeometry],
        disregarded: Mapping[str, BaseGeometry],
        counted: Collection[str],
    ) -> None:
        self.zones, self.lines, self.disregarded = zones, lines, disregarded
        shapely.prepare(list(zones.values()))
        shapely.prepare(list(disregarded.values()))
        every = [*zones.values(), *lines.values()]
        self._plane = geo.plane_for(*every) if every else geo.Plane(0.0, 0.0)
        flat = {
            id_: self._plane.into(shapely.segmentize(one, _STEP_DEG))
            for id_, one in (*zones.items(), *lines.items())
        }
        self._lines = [flat[id_] for id_ in lines]
        self._near = [id_ for id_ in flat if id_ in counted]
        self._ground = np.array([flat[id_] for id_ in self._near], dtype=object)
        self._tree = shapely.STRtree(self._ground)

    def rows(self, circles: Sequence[tuple[float, float, float]]) -> Iterator[Row]:
        """Yield one row per circle, given as (longitude, latitude, radius in metres)."""
        for start in range(0, len(circles), _CHUNK):
            part = np.asarray(circles[start : start + _CHUNK], dtype=np.float64)
            yield from self._chunk(part[:, 0], part[:, 1], part[:, 2])

    def _chunk(self, lons: Array, lats: Array, radii: Array) -> Iterator[Row]:
        shares = self._shares(lons, lats, radii)
        points: Any = self._plane.into(cast("Any", shapely.points(lons, lats)))
        kms = np.empty((len(lons), len(self._lines)))
        for column, line in enumerate(self._lines):
            kms[:, column] = np.maximum(shapely.distance(points, line) - radii, 0.0) / 1e3
        nearest, km = self._nearest(points, lons, lats, radii)
        nowhere = (0.0,) * len(self.zones)  # most places: one for all of them
        for one in zip(shares.tolist(), kms.tolist(), nearest, km.tolist(), strict=True):
            yield Row(tuple(one[0]) if any(one[0]) else nowhere, tuple(one[1]), one[2], one[3])

    def _shares(self, lons: Array, lats: Array, radii: Array) -> Array:
        """Return the share of each circle in each zone, of the area that counts."""
        found = np.zeros((len(lons), len(self.zones)))
        high, wide = _degrees(lats, radii)
        drawn: NDArray[Any] = np.full(len(lons), None, dtype=object)
        for column, (id_, zone) in enumerate(self.zones.items()):
            west, south, east, north = zone.bounds
            near = np.flatnonzero(
                (lons + wide >= west)
                & (lons - wide <= east)
                & (lats + high >= south)
                & (lats - high <= north)
            )
            points, discs = near[radii[near] == 0], near[radii[near] > 0]
            found[points, column] = shapely.intersects_xy(zone, lons[points], lats[points])
            missing = discs[[one is None for one in drawn[discs]]]
            drawn[missing] = _circles(lons[missing], lats[missing], high[missing], wide[missing])
            found[discs, column] = _share(zone, drawn[discs], self.disregarded.get(id_))
        return found

    def _nearest(
        self, points: NDArray[Any], lons: Array, lats: Array, radii: Array
    ) -> tuple[list[str | None], Array]:
        """Return the nearest ground of each place and the geodesic distance to it."""
        if not self._near:
            return [None] * len(lons), np.full(len(lons), np.inf)
        _, index = self._tree.query_nearest(points, all_matches=False)
        # From the side of the ground: the end of the shortest line that lies on it.
        links = shapely.shortest_line(points, self._ground[index])
        ends: Any = self._plane.back(cast("Any", shapely.get_point(links, 1)))
        there = shapely.get_coordinates(ends)
        metres = np.asarray(_GEOD.inv(lons, lats, there[:, 0], there[:, 1])[2])
        names: list[str | None] = [self._near[one] for one in index.tolist()]
        return names, np.maximum(metres - radii, 0.0) / 1e3


def _degrees(lats: Array, radii: Array) -> tuple[Array, Array]:
    """Return what a radius is in degrees of latitude and of longitude (WGS 84)."""
    sine = np.sin(np.radians(lats))
    root = np.sqrt(1 - _ECCENTRIC * sine**2)
    meridian = _MAJOR_M * (1 - _ECCENTRIC) / root**3
    parallel = _MAJOR_M / root * np.maximum(np.cos(np.radians(lats)), 1e-6)
    return np.degrees(radii / meridian), np.degrees(radii / parallel)


def _circles(lons: Array, lats: Array, high: Array, wide: Array) -> NDArray[Any]:
    x = lons[:, None] + wide[:, None] * np.sin(_ANGLES)
    y = lats[:, None] + high[:, None] * np.cos(_ANGLES)
    return np.asarray(shapely.polygons(np.stack([x, y], axis=-1)))


def _share(zone: BaseGeometry, circles: NDArray[Any], beyond: BaseGeometry | None) -> Array:
    """Return the share of each circle inside a zone; exact work only for those on its edge."""
    share = shapely.contains_properly(zone, circles).astype(np.float64)
    edge = np.flatnonzero((share == 0) & shapely.intersects(zone, circles))
    if not len(edge):
        return share
    counted = circles[edge]
    if beyond is not None:
        reach = np.flatnonzero(shapely.intersects(beyond, counted))
        rest = shapely.difference(counted[reach], beyond)
        left = ~shapely.is_empty(rest)
        counted[reach[left]] = rest[left]
    inside = shapely.area(shapely.intersection(counted, zone))
    share[edge] = np.minimum(inside / shapely.area(counted), 1.0)
    return share
