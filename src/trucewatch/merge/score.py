"""How likely two claims tell of one happening: evidence that adds up and explains itself.

Each field gives a weight of evidence (natural log of odds, rules.toml); the score is the chance
that their sum stands for. The weights were fitted on the development half of MAVERICK (`eval
maverick`), rounded, and set by judgement where that data has no such case. What reports of one
event disagree about (FACTS "extract": deaths in 45 %, start date in 43 %, first actor in 52 %)
weighs little or nothing against: claims that contest each other belong together.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, lru_cache
from math import exp, inf

from trucewatch import geo
from trucewatch.merge.facts import WIDE_M, Facts, Times, rules

THRESHOLD = 0.5
"""More likely one happening than two."""
CLEARLY_APART_M = 5_000.0
"""Beyond both uncertainties plus this, two places are different places."""
TIGHT_M = 7_000.0
"""Places whose radii add up to no more than this are known to the village."""
LONG_DAYS = 3.0
"""A time longer than this ("in March", "since October") says little about when."""
MANY = 5.0
"""A number that chance does not repeat as easily as two or three."""
NEXT_CHARACTERS = 200
"""What stands in the next sentence, or the one after, begins within so many code points."""
DAYS_APART = 0.5
"""Times further apart than this are different happenings (neighbouring days touch)."""

Evidence = tuple[float, str]
"""(weight, why); an empty why is not told."""


@dataclass(frozen=True, slots=True)
class Pair:
    """The score of two claims with its reasons; a barred pair never shares an incident."""

    value: float
    reasons: tuple[str, ...]
    barred: bool = False


def _barred(reason: str) -> Pair:
    return Pair(0.0, (reason,), barred=True)


@cache
def weights() -> dict[str, float]:
    """Return the weights of evidence by name (rules.toml)."""
    return {name: float(weight) for name, weight in rules()["evidence"].items()}


@cache
def kinship(one: str, other: str) -> tuple[float, str]:
    """Return (how alike two acts are, why); 0 means that they never merge."""
    if one == other:
        return 1.0, f"both tell of {one}"
    for row in rules()["kin"]:
        if one in row["acts"] and other in row["acts"]:
            return row["alike"], row["why"]
    return 0.0, f"{one} and {other} are different things"


def pair(a: Facts, b: Facts) -> Pair:
    """Score two claims; the result does not depend on their order."""
    where, bar = _ground(a, b)
    if where is None:
        return _barred(bar)
    alike, why_act = kinship(a.claim.act, b.claim.act)
    found = (
        (weights()["act"] - weights()["act_unlike"] * (1.0 - alike), why_act),
        where,
        _time(a, b, a.times.apart(b.times)),
        _actors(a, b),
        _shared(a.words - a.actors, b.words - b.actors),
        _figures(a, b),
        _voices(a, b),
    )
    odds = weights()["prior"] + sum(weight for weight, _ in found)
    reasons = tuple(_reason(why, weight) for weight, why in found if why)
    return Pair(round(1.0 / (1.0 + exp(-odds)), 4), reasons)


def barred(a: Facts, b: Facts) -> bool:
    """Say whether two claims can never be one happening, whatever their score."""
    return _ground(a, b)[0] is None


def _ground(a: Facts, b: Facts) -> tuple[Evidence | None, str]:
    """Return (what the places say, ""), or (None, why) where the two exclude each other."""
    alike, why = kinship(a.claim.act, b.claim.act)
    if alike == 0.0:
        return None, why
    if a.claim.patrol and b.claim.patrol:
        numbers = {a.claim.patrol.ordinal, b.claim.patrol.ordinal} - {None}
        if len(numbers) > 1:
            return None, "different patrols of a numbered series"
    apart = a.times.apart(b.times)
    if apart > DAYS_APART:
        return None, f"{apart:.1f} days apart"
    where, ground = _place(a, b)
    if where is None:
        return None, ground
    if ground in _NO_GROUND and a.doers and b.doers and not a.doers & b.doers:
        return None, "different sides did it, and no common place says that it is one happening"
    return where, ""


@lru_cache(maxsize=65_536)
def _reason(why: str, weight: float) -> str:
    """Return what a finding tells: the same few texts stand in most logs."""
    return f"{why} ({weight:+.1f})"


def hopeless(a: Facts, b: Facts) -> bool:
    """Say whether two claims are too unlike to look closer, whatever their places turn out to be.

    What is cheap to hold against each other is, first; nothing is hopeless that `pair` would let
    through. Times meet by what is known of them: see `Facts.known`.
    """
    if a.known is None or b.known is None:
        return True
    if a.known[0] > b.known[1] + DAYS_APART or b.known[0] > a.known[1] + DAYS_APART:
        return True
    weight = weights()
    odds = weight["prior"] + weight["act"] + _actors(a, b)[0] + _voices(a, b)[0]
    spots = a.spots and b.spots and not a.place_names & b.place_names
    odds += weight["place_near"] if spots else weight["place_same"]
    odds += weight[_meeting(a.times, b.times, a.times.apart(b.times))[0]]
    if not a.words.isdisjoint(b.words):
        odds += weight["words_shared"]
    return odds + _figures(a, b)[0] < 0.0


_NO_GROUND = frozenset({"place_beyond", "place_area", "place_unlocated"})
"""Places that do not say of two sides that blame each other that they speak of one happening."""


def _place(a: Facts, b: Facts) -> tuple[Evidence | None, str]:
    """Return (evidence, name of its weight), or (None, why) where the places exclude each other."""
    if a.claim.place is None or b.claim.place is None:
        return _no_place(a, b)
    chosen = a.claim.place.chosen, b.claim.place.chosen
    same = a.place_names & b.place_names
    if same and (None in chosen or chosen[0] == chosen[1]):
        known = max(a.radius_m, b.radius_m) <= WIDE_M or a.road or b.road
        name = "place_same" if known else "place_region"
        return _weigh(name, f"same place ({min(same)})")
    if a.point is None or b.point is None:
        return _weigh("place_unlocated", "one of the places could not be located")
    if a.road or b.road:
        return _road(a, b)
    return _distance(metres_apart(a.point, b.point), a.radius_m, b.radius_m)


def _no_place(a: Facts, b: Facts) -> tuple[Evidence | None, str]:
    one, other = a.claim.patrol, b.claim.patrol
    if one and other and one.ordinal is not None and one.ordinal == other.ordinal:
        return _weigh("place_number", "the same number in the series of patrols")
    dated = a.times.stated and b.times.stated
    if dated and a.claim.act in rules()["anywhere"]["acts"]:
        return _weigh("place_anywhere", "one of them names no place, as is usual")
    return _weigh("place_none", "one of them names no place")


def _weigh(name: str, why: str) -> tuple[Evidence, str]:
    return (weights()[name], why), name


def _road(a: Facts, b: Facts) -> tuple[Evidence | None, str]:
    """Weigh a place against a road: what lies on it is on it, however long the road is."""
    one, other = (row.claim.place.geometry if row.claim.place else None for row in (a, b))
    if one is None or other is None:
        return _weigh("place_unlocated", "one of the places could not be located")
    metres = geo.distance_m(one, other)
    slack = 0.0 if a.road and b.road else min(row.radius_m for row in (a, b) if not row.road)
    if metres > slack + CLEARLY_APART_M:
        return None, f"{metres / 1000:.0f} km from the road that the other names"
    return _weigh("place_road", f"one of them names a road {metres / 1000:.1f} km from the other")


@lru_cache(maxsize=65_536)
def metres_apart(one: tuple[float, float], other: tuple[float, float]) -> float:
    """Return the metres between two (lat, lon) points."""
    return geo.points_distance_m(one, other)


def _distance(metres: float, one: float, other: float) -> tuple[Evidence | None, str]:
    """Weigh the metres between two places against the uncertainty radius of each."""
    if metres > one + other + CLEARLY_APART_M:
        return None, f"places {metres / 1000:.0f} km apart"
    if max(one, other) > WIDE_M:
        across = max(one, other) / 500
        return _weigh("place_area", f"one of them speaks of an area {across:.0f} km across")
    told = f"places {metres / 1000:.1f} km apart"
    if metres <= max(one + other, 1.0):
        tight = one + other <= TIGHT_M
        return _weigh("place_near" if tight else "place_around", f"{told}, within uncertainty")
    return _weigh("place_beyond", f"{told}, a little beyond their uncertainty")


def _time(a: Facts, b: Facts, apart: float) -> Evidence:
    name, why = _meeting(a.times, b.times, apart)
    return weights()[name], why


def _meeting(one: Times, other: Times, apart: float) -> tuple[str, str]:
    if not (one.stated and other.stated):
        return "time_published", "one of them is dated by publication only"
    if one.start == other.start and one.length == other.length == inf:
        return "time_going_on", "going on since the same day"
    if apart > 0:
        return "time_gap", "stated times lie hours apart"
    touching = one.end == other.start or other.end == one.start
    if touching and min(one.length, other.length) > 0:
        return "time_next", "stated days are neighbours"
    return _overlap(one, other)


def _overlap(one: Times, other: Times) -> tuple[str, str]:
    longest = max(one.length, other.length)
    if longest <= 1.0:
        return "time_same", "same day"
    if (one.start, one.end) == (other.start, other.end):
        return "time_same", "same days"
    if longest <= LONG_DAYS:
        return "time_meets", "stated times meet"
    return "time_long", "one of them names a long period"


def _actors(a: Facts, b: Facts) -> Evidence:
    both = a.actors & b.actors
    if both:
        return weights()["actors_shared"], f"shared actors: {', '.join(sorted(both))}"
    if a.actors and b.actors:
        return weights()["actors_differ"], "different actors"
    return 0.0, ""


def _shared(one: frozenset[str], other: frozenset[str]) -> Evidence:
    both = one & other
    if both:
        return weights()["words_shared"], f"shared words or weapons: {', '.join(sorted(both))}"
    return 0.0, ""


def _figures(a: Facts, b: Facts) -> Evidence:
    """Weigh figures: the same telling number is a sign; different ones never speak against."""
    both = a.counts & b.counts
    if not both:
        return 0.0, ""
    many = any(count >= MANY for _, count in both)
    told = ", ".join(f"{kind} {count:g}" for kind, count in sorted(both))
    return weights()["figures_same" if many else "figures_few"], f"same figures: {told}"


def _voices(a: Facts, b: Facts) -> Evidence:
    """Weigh who tells it: outlets that quote one voice repeat it, one outlet seldom does."""
    if a.claim.item == b.claim.item:
        return _echo(a, b)
    if a.claim.published_by and a.claim.published_by == b.claim.published_by:
        return weights()["publisher_same"], "one outlet, which seldom tells a thing twice"
    told = a.claim.act == b.claim.act and a.claim.modality == b.claim.modality
    if told and a.voice == b.voice:
        return weights()["voice_same"], "two outlets with words of one voice"
    return 0.0, ""


def _echo(a: Facts, b: Facts) -> Evidence:
    """Weigh what a text says next of the same act: without a day or place it is the same.

    Two sources that differ or confirm each other make two claims (CODEBOOK); the second seldom
    says again where and when.
    """
    if a.claim.act != b.claim.act or not (_unplaced(a) or _unplaced(b)):
        return 0.0, ""
    first, then = sorted((a, b), key=lambda row: row.claim.sentence.start)
    if then.claim.sentence.start - first.claim.sentence.end > NEXT_CHARACTERS:
        return 0.0, ""
    return weights()["text_echo"], "said next in the same text, with no day and place of its own"


def _unplaced(row: Facts) -> bool:
    return not row.times.stated and (row.claim.place is None or row.claim.place.geometry is None)
