"""Coarser places: points snap to a grid, the same way each time.

Random noise averages out over repeated releases; a grid doesn't. The cell is `coarsen_m` metres
high and, at its latitude, as wide; a point goes to the middle of its cell, and its uncertainty
grows by the half diagonal, so that what is drawn still holds the true place.
"""

from __future__ import annotations

import math
from typing import Any

import msgspec

from trucewatch.model import Candidate, Place, Record, Span, Where

METRES = 111_320.0  # per degree of latitude (WGS 84, mean)


def snapped(lat: float, lon: float, grid_m: float) -> tuple[float, float]:
    """Return the middle of the grid cell that holds a point (degrees, five decimals)."""
    high = grid_m / METRES
    middle = (math.floor(lat / high) + 0.5) * high
    wide = grid_m / (METRES * max(0.05, math.cos(math.radians(middle))))
    return round(middle, 5), round((math.floor(lon / wide) + 0.5) * wide, 5)


def coarsened(value: Any, grid_m: float) -> Any:
    """Return a record (or any noun in it) whose points and candidates are snapped.

    Lines and areas stay: they are roads, zones and circles of uncertainty, which say no more
    than their names do. The agreements' own geometry is public and stays exact.
    """
    if isinstance(value, tuple) and not isinstance(value, Span):
        return tuple(coarsened(row, grid_m) for row in value)
    if not isinstance(value, msgspec.Struct):
        return value
    if isinstance(value, Record):
        names: tuple[str, ...] = ("claims", "merged")
    else:
        names = value.__struct_fields__
    changes = {name: coarsened(getattr(value, name), grid_m) for name in names}
    if isinstance(value, Candidate):
        changes["lat"], changes["lon"] = snapped(value.lat, value.lon, grid_m)
    elif isinstance(value, Where):
        changes |= _where(value, grid_m)
    elif isinstance(value, Place):
        changes["geometry"] = _geometry(value.geometry, grid_m)
        changes["uncertainty_m"] = _wider(value.uncertainty_m, value.geometry, grid_m)
    return msgspec.structs.replace(value, **changes)


def _where(where: Where, grid_m: float) -> dict[str, Any]:
    """Return what changes in the place of a happening."""
    if where.lat is None or where.lon is None:
        return {}
    lat, lon = snapped(where.lat, where.lon, grid_m)
    drawn = where.geometry or {"type": "Point", "coordinates": [where.lon, where.lat]}
    return {
        "lat": lat,
        "lon": lon,
        "geometry": _geometry(where.geometry, grid_m),
        "uncertainty_m": _wider(where.uncertainty_m, drawn, grid_m),
    }


def _geometry(geometry: dict[str, Any] | None, grid_m: float) -> dict[str, Any] | None:
    if geometry is None or geometry["type"] != "Point":
        return geometry
    lon, lat = geometry["coordinates"][:2]
    new_lat, new_lon = snapped(lat, lon, grid_m)
    return {"type": "Point", "coordinates": [new_lon, new_lat]}


def _wider(
    uncertainty_m: float | None, geometry: dict[str, Any] | None, grid_m: float
) -> float | None:
    """Return an uncertainty that holds the true place after snapping."""
    if geometry is None or geometry["type"] != "Point":
        return uncertainty_m
    return round((uncertainty_m or 0.0) + grid_m / math.sqrt(2), 1)
