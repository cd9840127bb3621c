"""What the merge compares: each claim reduced to when, where, who and how many."""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo
from functools import cache, lru_cache
from importlib.resources import files
from itertools import pairwise
from math import inf
from typing import Any
from zoneinfo import ZoneInfo

import msgspec

from trucewatch import geo
from trucewatch.model import NOT_YET, Claim, Figure, GeoJSON, Span, Watch
from trucewatch.model.vocabulary import TimePrecision

REPORTING_LAG_DAYS = 2.0
"""How long before publication an undated happening may lie (FACTS: start dates differ in 43 %
of multi-report events, mostly by a day or two)."""

WIDE_M = 15_000.0
"""A place known no better than this says little about where it happened."""
SAMPLE_M = 3_000.0
"""How far apart the points lie by which a road is found."""
SAYS_WHEN_DAYS = 62.0
"""A period longer than this says nothing of when a happening in it was."""
PLANNED_DAYS = 15.0
"""How far ahead an undated plan is looked for."""
TELLING_KINDS = frozenset({"killed", "wounded", "captured", "released", "missing", "displaced"})
TELLING_COUNT = 2.0
"""One dead is told of most happenings; a shared "two" or "seventeen" is a sign."""

_QUOTES = dict.fromkeys(map(ord, "\"'\u2018\u2019\u201c\u201d\u00ab\u00bb"))

Copied = Mapping[str, Sequence[tuple[str, tuple[Span, ...]]]]
"""Item id -> (original item id, the spans that were copied from it)."""


@dataclass(frozen=True, slots=True)
class Times:
    """An interval in local days since 1 January of year 1, with fractions; None is open."""

    start: float | None
    end: float | None
    precision: TimePrecision | None
    stated: bool

    @property
    def length(self) -> float:
        """Days from start to end; endless where either is open."""
        if self.start is None or self.end is None:
            return inf
        return self.end - self.start

    def apart(self, other: Times) -> float:
        """Return the days between both intervals; 0 when they touch."""
        gap = 0.0
        if self.start is not None and other.end is not None:
            gap = max(gap, self.start - other.end)
        if other.start is not None and self.end is not None:
            gap = max(gap, other.start - self.end)
        return gap


@dataclass(frozen=True, slots=True)
class Facts:
    """A claim with everything that pairs are compared by."""

    claim: Claim
    times: Times
    point: tuple[float, float] | None
    radius_m: float
    spots: tuple[tuple[float, float], ...]
    """The points to look for it by: one, along a road many, none for a whole area."""
    place_names: frozenset[str]
    actors: frozenset[str]
    doers: frozenset[str]
    """The sides of those that are said to have done it."""
    words: frozenset[str]
    """Heads of the targets and other mentions, classes of the weapons."""
    counts: frozenset[tuple[str, float]]
    """Figures of persons that are telling enough to know a happening by: (kind, number)."""
    voice: str
    side: str | None
    known: tuple[float, float] | None
    """The days in which other claims are looked for; None where nothing says when."""

    @property
    def road(self) -> bool:
        """Whether the place is a line: a road, a front."""
        place = self.claim.place
        return bool(place and place.geometry and "Line" in place.geometry["type"])


@cache
def rules() -> dict[str, Any]:
    """Return the data of this room (rules.toml)."""
    return tomllib.loads(files("trucewatch.merge").joinpath("rules.toml").read_text("utf-8"))


def zone_of(watch: Watch) -> tzinfo:
    """Return the watch's time zone."""
    return ZoneInfo(watch.timezone)


@lru_cache(maxsize=65_536)
def day_number(iso: str, zone: tzinfo) -> float:
    """Return an ISO date or datetime as local days with a fraction; naive times are local."""
    moment = datetime.fromisoformat(iso)
    if moment.tzinfo is not None:
        moment = moment.astimezone(zone).replace(tzinfo=None)
    return (moment - datetime.min).total_seconds() / 86_400  # noqa: DTZ901  (naive on purpose)


def iso_day(days: float) -> str:
    """Return the local date of a day number."""
    return (datetime.min.replace(tzinfo=UTC) + timedelta(days=days)).date().isoformat()


def times_of(claim: Claim, zone: tzinfo) -> Times:
    """Return when the happening lies: as stated, else within the lag before publication."""
    stated = claim.time
    if stated and (stated.start or stated.end):
        start = day_number(stated.start, zone) if stated.start else None
        end = day_number(stated.end, zone) if stated.end else None
        if stated.end and len(stated.end) == len("2020-03-15"):
            end = (end or 0.0) + 1.0  # a date as an end means the whole of that day
        return _same_times(start, end, stated.precision, stated=True)
    if claim.published_at:
        at = day_number(claim.published_at, zone)
        if len(claim.published_at) == len("2020-03-15"):
            at += 1.0
        if claim.modality in NOT_YET:
            return _same_times(at - 1.0, None, None, stated=False)
        return _same_times(at - REPORTING_LAG_DAYS, at, None, stated=False)
    return _same_times(None, None, None, stated=False)


@lru_cache(maxsize=65_536)
def _same_times(
    start: float | None, end: float | None, precision: TimePrecision | None, *, stated: bool
) -> Times:
    return Times(start, end, precision, stated)


def _known(claim: Claim, times: Times, zone: tzinfo) -> tuple[float, float] | None:
    """Return the days in which a claim's neighbours lie, both ends closed.

    Nobody knows what came after he spoke: an open end reaches to publication, that of a plan as
    far as plans are made. A period longer
    than `SAYS_WHEN_DAYS` says nothing of when; it meets only what began with it.
    """
    start, end = times.start, times.end
    if start is None:
        return None if end is None else _same_days(end - 1.0, end)
    if end is None and claim.modality in NOT_YET:
        end = start + PLANNED_DAYS
    elif end is None:
        spoken = day_number(claim.published_at, zone) if claim.published_at else start
        end = max(start, spoken) + 1.0
    long = end - start > SAYS_WHEN_DAYS
    return _same_days(start, start + 1.0 if long else max(start, end))


@lru_cache(maxsize=65_536)
def _same_days(start: float, end: float) -> tuple[float, float]:
    return start, end


@lru_cache(maxsize=65_536)
def fold(text: str) -> str:
    """Return text for comparison: case folded, white space joined."""
    return " ".join(text.casefold().split())


def bare(text: str) -> str:
    """Return text without quotation marks: outlets quote the same words in different ways."""
    return fold(text).translate(_QUOTES)


def facts_of(claim: Claim, watch: Watch, voice: str, side: str | None) -> Facts:
    """Reduce one claim for comparison."""
    place = claim.place
    radius = (place.uncertainty_m or 0.0) if place is not None and place.geometry else 0.0
    point, spots = _drawn(place.geometry) if place is not None and place.geometry else (None, ())
    mentions = (*claim.perpetrators, *claim.targets, *claim.participants)
    heads = {fold(row.text).split()[-1] for row in mentions if row.text.strip()}
    zone = zone_of(watch)
    times = times_of(claim, zone)
    return Facts(
        claim=claim,
        times=times,
        point=point,
        radius_m=radius,
        spots=spots if radius <= WIDE_M or len(spots) > 1 else (),
        place_names=_names(place.text, place.chosen) if place is not None else _one(frozenset()),
        actors=_one(frozenset({row.actor for row in mentions if row.actor})),
        doers=_one(frozenset({row.side for row in claim.perpetrators if row.side})),
        words=_one(frozenset(heads | {weapon.class_ for weapon in claim.weapons})),
        counts=_same_counts(frozenset(_counts(claim.figures))),
        voice=voice,
        side=side,
        known=_known(claim, times, zone),
    )


@lru_cache(maxsize=65_536)
def _one(words: frozenset[str]) -> frozenset[str]:
    """Return one and the same object for equal sets: a record has few, its claims are many."""
    return words


@lru_cache(maxsize=65_536)
def _names(text: str, chosen: str | None) -> frozenset[str]:
    if chosen:
        return frozenset({fold(text), chosen})
    nameless = rules()["nameless"]["words"]
    return (
        frozenset() if all(word in nameless for word in text.split()) else frozenset({fold(text)})
    )


_Spots = tuple[tuple[float, float], ...]
_DRAWN: dict[bytes, tuple[tuple[float, float], _Spots]] = {}
"""What stands for a geometry, by digest: a record draws the same roads and areas ever again."""


def _drawn(geometry: GeoJSON) -> tuple[tuple[float, float], _Spots]:
    """Return the point that stands for a geometry, and those to look for it by."""
    if geometry["type"] == "Point":
        lon, lat = geometry["coordinates"][:2]
        return _same_point(float(lat), float(lon))
    key = hashlib.blake2b(msgspec.json.encode(geometry), digest_size=16).digest()
    if key not in _DRAWN:
        point = geo.representative(geometry)
        _DRAWN[key] = (point, tuple(_along(geometry)) if "Line" in geometry["type"] else (point,))
    return _DRAWN[key]


@lru_cache(maxsize=65_536)
def _same_point(lat: float, lon: float) -> tuple[tuple[float, float], _Spots]:
    return (lat, lon), ((lat, lon),)


def _along(line: GeoJSON) -> Iterator[tuple[float, float]]:
    """Yield points along a line, none farther from the next than `SAMPLE_M`."""
    parts = line["coordinates"] if line["type"] == "MultiLineString" else [line["coordinates"]]
    for part in parts:
        for (lon, lat, *_), (to_lon, to_lat, *_) in pairwise(part):
            metres = geo.points_distance_m((lat, lon), (to_lat, to_lon))
            steps = 1 + int(metres / SAMPLE_M)
            for step in range(steps + 1):
                share = step / steps
                yield lat + (to_lat - lat) * share, lon + (to_lon - lon) * share


def _counts(figures: Iterable[Figure]) -> Iterator[tuple[str, float]]:
    for row in figures:
        told = row.kind in TELLING_KINDS and row.part_of is None
        if told and row.best is not None and row.best >= TELLING_COUNT:
            yield row.kind, row.best


@lru_cache(maxsize=65_536)
def _same_counts(counts: frozenset[tuple[str, float]]) -> frozenset[tuple[str, float]]:
    return counts
