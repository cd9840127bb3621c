"""What the merge compares: each claim reduced to when, where, who and how many."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo
from functools import cache
from importlib.resources import files
from math import inf
from typing import Any
from zoneinfo import ZoneInfo

from trucewatch import geo
from trucewatch.model import NOT_YET, Claim, Span, Watch
from trucewatch.model.vocabulary import TimePrecision

REPORTING_LAG_DAYS = 2.0
"""How long before publication an undated happening may lie (FACTS: start dates differ in 43 %
of multi-report events, mostly by a day or two)."""

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
    place_names: frozenset[str]
    actors: frozenset[str]
    doers: frozenset[str]
    """The sides of those that are said to have done it."""
    words: frozenset[str]
    voice: str
    side: str | None


@cache
def rules() -> dict[str, Any]:
    """Return the data of this room (rules.toml)."""
    return tomllib.loads(files("trucewatch.merge").joinpath("rules.toml").read_text("utf-8"))


def zone_of(watch: Watch) -> tzinfo:
    """Return the watch's time zone."""
    return ZoneInfo(watch.timezone)


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
        return Times(start, end, stated.precision, stated=True)
    if claim.published_at:
        at = day_number(claim.published_at, zone)
        if len(claim.published_at) == len("2020-03-15"):
            at += 1.0
        if claim.modality in NOT_YET:
            return Times(at - 1.0, None, None, stated=False)
        return Times(at - REPORTING_LAG_DAYS, at, None, stated=False)
    return Times(None, None, None, stated=False)


def fold(text: str) -> str:
    """Return text for comparison: case folded, white space joined."""
    return " ".join(text.casefold().split())


def bare(text: str) -> str:
    """Return text without quotation marks: outlets quote the same words in different ways."""
    return fold(text).translate(_QUOTES)


def facts_of(claim: Claim, watch: Watch, voice: str, side: str | None) -> Facts:
    """Reduce one claim for comparison."""
    place = claim.place
    point = None
    radius = 0.0
    names: set[str] = set()
    if place is not None:
        names.add(fold(place.text))
        if place.chosen:
            names.add(place.chosen)
        if place.geometry is not None:
            point = geo.representative(place.geometry)
            radius = place.uncertainty_m or 0.0
    mentions = (*claim.perpetrators, *claim.targets, *claim.participants)
    heads = {fold(row.text).split()[-1] for row in mentions if row.text.strip()}
    return Facts(
        claim=claim,
        times=times_of(claim, zone_of(watch)),
        point=point,
        radius_m=radius,
        place_names=frozenset(names),
        actors=frozenset({row.actor for row in mentions if row.actor}),
        doers=frozenset({row.side for row in claim.perpetrators if row.side}),
        words=frozenset(heads | {weapon.class_ for weapon in claim.weapons}),
        voice=voice,
        side=side,
    )
