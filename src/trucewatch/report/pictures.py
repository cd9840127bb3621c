"""What the pictures of a report are drawn from: the days of the timeline, the map as GeoJSON."""

from __future__ import annotations

from typing import Any

from msgspec import Struct


class DayCount(Struct, frozen=True, kw_only=True):
    """One day of the timeline: happenings by act family and reports read by side."""

    day: str
    happenings: dict[str, int]
    reports: dict[str, int]


class Timeline(Struct, frozen=True, kw_only=True):
    """The days of the period, with the rows that have anything to show."""

    families: tuple[tuple[str, str], ...]
    sides: tuple[tuple[str, str], ...]
    days: tuple[DayCount, ...]


class MapData(Struct, frozen=True, kw_only=True):
    """Everything on the map as GeoJSON feature collections.

    `view` (what the map opens with) and `extent` (everything) are west, south, east, north;
    `beyond` counts the points outside the view.
    """

    view: tuple[float, float, float, float]
    extent: tuple[float, float, float, float]
    beyond: int
    features: dict[str, Any]
    """`lines`, `zones`, `routes`, `areas` (uncertainty), `points`, `towns`."""
    located: int
    unlocated: int
    notes: tuple[str, ...]
