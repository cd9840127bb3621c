"""Catch latitude and longitude in the wrong order: such a shape is valid, and somewhere else."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files
from statistics import median
from typing import Final

from trucewatch import geo
from trucewatch.agreement.geography import Geography
from trucewatch.agreement.tables import Table
from trucewatch.geo import LatLon
from trucewatch.model import Line, NamedPlace, Zone

_THEATRE_KM: Final = 3_000.0
"""No agreement's ground lies farther from the city that its time zone is named by."""
_APART_KM: Final = 100.0
_TIMES_NEARER: Final = 4.0


def check(root: Table, found: Geography, *, timezone: str) -> None:
    """Keep a problem for each shape that only lies with the others when its axes are swapped.

    A shape is suspect when it lies beyond reach of the city of the time zone, or far from the
    agreement's other shapes, and swapping longitude and latitude brings it back.
    """
    shapes: list[NamedPlace | Line | Zone] = [*found.places, *found.lines, *found.zones]
    centres = {row.id: geo.representative(row.geometry) for row in shapes if row.geometry}
    drawn = [
        (name, number, str(row["id"]))
        for name in ("place", "line", "zone")
        for number, row in enumerate(root.data.get(name, []))
        if isinstance(row, dict) and ("geometry" in row or "point" in row)
    ]
    city = _cities().get(timezone)
    for name, number, id_ in drawn:
        centre = centres.get(id_)
        others = {key: at for key, at in centres.items() if key != id_}
        if centre is not None and _swapped(centre, others, city):
            lat, lon = centre
            root.problems.add(
                f"{name}[{number}].{'point' if name == 'place' else 'geometry'} ({id_})",
                f"it lies at {lat:.2f} N {lon:.2f} E, away from the rest of the agreement",
                fix="longitude comes first in GeoJSON and here: swap the two",
            )


def _swapped(centre: LatLon, others: Mapping[str, LatLon], city: LatLon | None) -> bool:
    turned = (centre[1], centre[0])
    if abs(turned[0]) > 90:
        return False
    if city is not None and _km(centre, city) > _THEATRE_KM:
        return _km(turned, city) <= _THEATRE_KM
    if len(others) < 2:  # of two shapes nobody can say which one is off
        return False
    middle = (median(at[0] for at in others.values()), median(at[1] for at in others.values()))
    now, then = _km(centre, middle), _km(turned, middle)
    return now > _APART_KM and then * _TIMES_NEARER < now


def _km(one: LatLon, other: LatLon) -> float:
    return geo.points_distance_m(one, other) / 1e3


@lru_cache(maxsize=1)
def _cities() -> dict[str, LatLon]:
    """Return where the city of each time zone lies, from the table of the time zone database."""
    text = files("tzdata.zoneinfo").joinpath("zone.tab").read_text(encoding="utf-8")
    rows = [line.split("\t") for line in text.splitlines() if line and line[0] != "#"]
    return {
        name: (_degrees(at[: _split(at)]), _degrees(at[_split(at) :])) for _, at, name, *_ in rows
    }


def _split(at: str) -> int:
    return max(at.rfind("+"), at.rfind("-"))


def _degrees(text: str) -> float:
    """Return degrees of ISO 6709 without a point: +DDMM, +DDDMM, +DDMMSS or +DDDMMSS."""
    sign, digits = text[0], text[1:]
    seconds = digits[-2:] if len(digits) > 5 else "0"
    rest = digits[:-2] if len(digits) > 5 else digits
    value = int(rest[:-2]) + int(rest[-2:]) / 60 + int(seconds) / 3600
    return -value if sign == "-" else value
