"""How likely two claims tell of one happening: an additive score that explains itself.

Weights follow what reports of one event agree on (FACTS "extract": across 407 multi-report
events deaths differ in 45 %, start date in 43 %, city in 17 %, first actor in 52 %): place
carries most, then act and time; figures only ever add, they never speak against.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from math import inf

from trucewatch import geo
from trucewatch.merge.facts import WIDE_M, Facts, rules

PLACE, TIME, ACT, ACTORS, WORDS = 0.38, 0.27, 0.2, 0.1, 0.05
THRESHOLD = 0.68
"""Set so that one place, day and act suffice, while claims that share only day and act, with no
place in common, also need a common actor, target or weapon."""
CLEARLY_APART_M = 5_000.0
"""Beyond both uncertainties plus this, two places are different places."""
SAME_GROUND = 0.7
"""From this place score on, two sides that blame each other speak of one happening."""
LONG_DAYS = 3.0
"""A time longer than this ("in March", "since October") says little about when."""
NO_PLACE = "one of them names no place"
DAYS_APART = 1.0
"""Stated days further apart than this are different happenings."""


@dataclass(frozen=True, slots=True)
class Pair:
    """The score of two claims with its reasons; a barred pair never shares an incident."""

    value: float
    reasons: tuple[str, ...]
    barred: bool = False


def _barred(reason: str) -> Pair:
    return Pair(0.0, (reason,), barred=True)


@cache
def _kinship() -> tuple[tuple[frozenset[str], float, str], ...]:
    return tuple((frozenset(row["acts"]), row["alike"], row["why"]) for row in rules()["kin"])


def kinship(one: str, other: str) -> tuple[float, str]:
    """Return (how alike two acts are, why); 0 means that they never merge."""
    if one == other:
        return 1.0, f"both tell of {one}"
    for acts, alike, why in _kinship():
        if one in acts and other in acts:
            return alike, why
    return 0.0, f"{one} and {other} are different things"


def pair(a: Facts, b: Facts) -> Pair:
    """Score two claims; the result does not depend on their order."""
    alike, why_act = kinship(a.claim.act, b.claim.act)
    if alike == 0.0:
        return _barred(why_act)
    numbers = {row.claim.patrol.ordinal for row in (a, b) if row.claim.patrol} - {None}
    if len(numbers) > 1:
        return _barred("different patrols of a numbered series")
    apart = a.times.apart(b.times)
    limit = DAYS_APART if a.times.stated and b.times.stated else DAYS_APART / 2
    if apart > limit:
        return _barred(f"{apart:.1f} days apart")
    near, why_place = _place(a, b)
    if near is None:
        return _barred(why_place)
    blamed = a.doers and b.doers and not a.doers & b.doers
    if blamed and near < SAME_GROUND and why_place != NO_PLACE:
        return _barred("different sides did it, and no common place says that it is one happening")
    time, why_time = _time(a, b, apart)
    actors, why_actors = _shared(a.actors, b.actors, "actors")
    words, why_words = _shared(a.words, b.words, "targets or weapons")
    if why_place == NO_PLACE and _numbered(a, b):
        near, why_place = 0.75, "the same number in the series of patrols"
    value = PLACE * near + TIME * time + ACT * alike + ACTORS * actors + WORDS * words
    reasons = (why_act, why_place, why_time, why_actors, why_words)
    return Pair(round(min(value, 1.0), 4), tuple(row for row in reasons if row))


def _numbered(a: Facts, b: Facts) -> bool:
    one, other = a.claim.patrol, b.claim.patrol
    return bool(one and other and one.ordinal is not None and one.ordinal == other.ordinal)


def _place(a: Facts, b: Facts) -> tuple[float | None, str]:
    if a.claim.place is None or b.claim.place is None:
        return 0.3, NO_PLACE
    same = a.place_names & b.place_names
    if same:
        return 1.0, f"same place ({min(same)})"
    if a.point is None or b.point is None:
        return 0.3, "one of the places could not be located"
    road = _road(a, b)
    if road is not None:
        return road
    return _distance(geo.points_distance_m(a.point, b.point), a.radius_m, b.radius_m)


def _road(a: Facts, b: Facts) -> tuple[float, str] | None:
    """Weigh a place against a road: what lies on it is on it, however long the road is."""
    one, other = (row.claim.place.geometry if row.claim.place else None for row in (a, b))
    if one is None or other is None or ("Line" in one["type"]) == ("Line" in other["type"]):
        return None
    metres = geo.distance_m(one, other)
    if metres > CLEARLY_APART_M:
        return None
    return 0.6, f"one of them names a road, {metres / 1000:.1f} km from the other's place"


def _distance(metres: float, one: float, other: float) -> tuple[float | None, str]:
    """Weigh the metres between two places against the uncertainty radius of each."""
    if metres > one + other + CLEARLY_APART_M:
        return None, f"places {metres / 1000:.0f} km apart"
    if max(one, other) > WIDE_M:
        return 0.25, f"one of them speaks of an area {max(one, other) / 500:.0f} km across"
    if metres <= max(one + other, 1.0):
        return 0.75, f"places {metres / 1000:.1f} km apart, within their uncertainty"
    return 0.35, f"places {metres / 1000:.1f} km apart, a little beyond their uncertainty"


def _time(a: Facts, b: Facts, apart: float) -> tuple[float, str]:
    if not (a.times.stated and b.times.stated):
        return 0.6, "one of them is dated by publication only"
    if a.times.start == b.times.start and a.times.length == b.times.length == inf:
        return 1.3, "going on since the same day"
    if apart > 0:
        return 0.35, "stated days are neighbours"
    if (a.times.length > LONG_DAYS) != (b.times.length > LONG_DAYS):
        return 0.3, "one of them names a long period"
    return 1.0, "same time"


def _shared(one: frozenset[str], other: frozenset[str], what: str) -> tuple[float, str]:
    both = one & other
    if both:
        return 1.0, f"shared {what}: {', '.join(sorted(both))}"
    if not one or not other:
        return 0.5, ""
    return 0.0, ""
