"""The facts of many claims as columns, and a quick bound on the score of many pairs at once.

A full merge finds far more pairs than are alike. `likely` leaves out those that `score.pair` is
sure to reject, by the same weights, taking what it does not look at to speak for the pair; the
rest are scored one by one. A property test holds the bound to the scores.
"""

from __future__ import annotations

import zlib
from array import array
from collections.abc import Sequence
from functools import cache, lru_cache
from math import inf, nan
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from trucewatch.merge import score
from trucewatch.merge.facts import WIDE_M, Facts, rules
from trucewatch.model.vocabulary import ACTS

Numbers = npt.NDArray[Any]
_ACTS: Final = {act: number for number, act in enumerate(ACTS)}
_NONE: Final = -1
_EARTH_M: Final = 6_371_009.0
_SLACK: Final = 0.01
"""How far the sphere and the ellipsoid may differ, as a share of the distance."""
_ROUNDED: Final = 1e-3
"""Scores are rounded: what is this little below the threshold may still reach it."""


class Columns:
    """One row per claim, in the order of the facts."""

    def __init__(self, rows: Sequence[Facts]) -> None:
        numbers: dict[str, int] = {}

        def number(word: str | None) -> int:
            return _NONE if word is None else numbers.setdefault(word, len(numbers))

        floats = {name: array("d") for name in _FLOATS}
        ints = {name: array("i") for name in _INTS}
        masks = {name: array("Q") for name in _MASKS}
        for facts in rows:
            claim, times, place = facts.claim, facts.times, facts.claim.place
            known = facts.known or (inf, -inf)
            lat, lon = facts.point or (nan, nan)
            values = (known[0], known[1], _or(times.start, -inf), _or(times.end, inf), lat, lon)
            for column, value in zip(floats.values(), (*values, facts.radius_m), strict=True):
                column.append(value)
            named = min(facts.place_names - {place.chosen}, default=None) if place else None
            words = (
                _ACTS[claim.act],
                number(claim.modality),
                number(named),
                number(place.chosen if place else None),
                number(f"voice {facts.voice}"),
                number(f"by {claim.published_by}" if claim.published_by else None),
                number(claim.item),
                times.stated | (place is not None) << 1 | facts.road << 2,
            )
            for numbered, word in zip(ints.values(), words, strict=True):
                numbered.append(word)
            sets = (_mask(facts.actors), _mask(facts.words - facts.actors), _counted(facts.counts))
            for mask, bits in zip(masks.values(), sets, strict=True):
                mask.append(bits)
        columns = (floats | ints | masks).items()
        self._all: dict[str, Numbers] = {
            name: np.frombuffer(column, column.typecode) for name, column in columns
        }
        self._all["stated"] = self._all["flags"] & 1 > 0
        self._all["placed"] = self._all["flags"] & 2 > 0
        self._all["road"] = self._all.pop("flags") & 4 > 0

    def likely(self, ones: Numbers, others: Numbers) -> tuple[Numbers, Numbers]:
        """Return those pairs of rows of one family that may score as one happening."""
        col = self._all
        alike = _alike()[col["act"][ones], col["act"][others]]
        keep = (
            (col["known_from"][ones] <= col["known_to"][others] + score.DAYS_APART)
            & (col["known_from"][others] <= col["known_to"][ones] + score.DAYS_APART)
            & (alike > 0)
        )
        ones, others, alike = ones[keep], others[keep], alike[keep]
        a = {name: values[ones] for name, values in col.items()}
        b = {name: values[others] for name, values in col.items()}
        weight = score.weights()
        odds = weight["prior"] + weight["act"] - weight["act_unlike"] * (1.0 - alike)
        odds += _place(a, b) + _time(a, b) + _voices(a, b)
        shared = a["actors"] & b["actors"] != 0
        differ = ~shared & (a["actors"] != 0) & (b["actors"] != 0)
        odds += weight["actors_shared"] * shared + weight["actors_differ"] * differ
        odds += weight["words_shared"] * (a["words"] & b["words"] != 0)
        counted = max(weight["figures_same"], weight["figures_few"])
        odds += counted * (a["counts"] & b["counts"] != 0)
        keep = odds >= -_ROUNDED
        return ones[keep], others[keep]


_FLOATS: Final = ("known_from", "known_to", "start", "end", "lat", "lon", "radius")
_INTS: Final = ("act", "modality", "name", "chosen", "voice", "by", "item", "flags")
_MASKS: Final = ("actors", "words", "counts")


def _or(value: float | None, otherwise: float) -> float:
    return otherwise if value is None else value


def _bit(word: str) -> int:
    return 1 << zlib.crc32(word.encode("utf-8", "surrogatepass")) % 64


@lru_cache(maxsize=65_536)
def _mask(words: frozenset[str]) -> int:
    """Return a set as bits: sets that share a word share a bit, others seldom do."""
    bits = 0
    for word in words:
        bits |= _bit(word)
    return bits


@lru_cache(maxsize=65_536)
def _counted(counts: frozenset[tuple[str, float]]) -> int:
    return _mask(frozenset(f"{kind} {count:g}" for kind, count in counts))


@cache
def _alike() -> Numbers:
    return np.array([[score.kinship(one, other)[0] for other in _ACTS] for one in _ACTS])


def _place(a: dict[str, Numbers], b: dict[str, Numbers]) -> Numbers:
    """Return the most that places can add; minus infinity where they exclude each other."""
    weight = score.weights()
    widest = np.fmax(a["radius"], b["radius"])
    road = a["road"] | b["road"]
    metres = _metres(a["lat"], a["lon"], b["lat"], b["lon"])
    radii = a["radius"] + b["radius"]
    near = np.where(radii <= score.TIGHT_M, weight["place_near"], weight["place_around"])
    near = np.where(metres <= np.fmax(radii, 1.0) * (1 + _SLACK), near, weight["place_beyond"])
    near = np.where(widest > WIDE_M, weight["place_area"], near)
    apart = metres > (radii + score.CLEARLY_APART_M) * (1 + _SLACK)
    found = np.where(road, weight["place_road"], np.where(apart, -inf, near))
    found = np.where(np.isnan(metres), weight["place_unlocated"], found)
    # The name that the text prints may be what the other's gazetteer row is called.
    both = (a["chosen"] != _NONE) & (b["chosen"] != _NONE)
    named = (
        (a["name"] == b["name"]) & (a["name"] != _NONE)
        | (a["name"] == b["chosen"]) & (a["name"] != _NONE)
        | (a["chosen"] == b["name"]) & (a["chosen"] != _NONE)
    )
    same = np.where(both, a["chosen"] == b["chosen"], named)
    wide = (widest > WIDE_M) & ~a["road"] & ~b["road"]
    found = np.where(same, np.where(wide, weight["place_region"], weight["place_same"]), found)
    nowhere = max(weight[name] for name in ("place_none", "place_anywhere", "place_number"))
    if_none = np.where(_seldom_placed()[a["act"]], nowhere, weight["place_none"])
    return np.where(a["placed"] & b["placed"], found, if_none)


@cache
def _seldom_placed() -> Numbers:
    return np.array([act in {*rules()["anywhere"]["acts"], "patrol"} for act in _ACTS])


def _metres(lat: Numbers, lon: Numbers, to_lat: Numbers, to_lon: Numbers) -> Numbers:
    """Return great-circle distances (haversine); not a number where a point is missing."""
    south, north = np.radians(lat), np.radians(to_lat)
    half = np.sin((north - south) / 2) ** 2
    half += np.cos(south) * np.cos(north) * np.sin(np.radians(to_lon - lon) / 2) ** 2
    return np.asarray(2 * _EARTH_M * np.arcsin(np.sqrt(np.minimum(half, 1.0))))


def _time(a: dict[str, Numbers], b: dict[str, Numbers]) -> Numbers:
    weight = score.weights()
    gap = np.fmax(a["start"] - b["end"], b["start"] - a["end"])
    ones, others = a["end"] - a["start"], b["end"] - b["start"]
    longest = np.fmax(ones, others)
    same = (longest <= 1.0) | ((a["start"] == b["start"]) & (a["end"] == b["end"]))
    found = np.where(longest <= score.LONG_DAYS, weight["time_meets"], weight["time_long"])
    found = np.where(same, weight["time_same"], found)
    touching = (a["end"] == b["start"]) | (b["end"] == a["start"])
    found = np.where(touching & (np.fmin(ones, others) > 0), weight["time_next"], found)
    found = np.where(gap > 0, weight["time_gap"], found)
    going_on = (a["start"] == b["start"]) & (ones == inf) & (others == inf)
    found = np.where(going_on, weight["time_going_on"], found)
    found = np.where(a["stated"] & b["stated"], found, weight["time_published"])
    return np.where(gap > score.DAYS_APART, -inf, found)


def _voices(a: dict[str, Numbers], b: dict[str, Numbers]) -> Numbers:
    weight = score.weights()
    told = (a["act"] == b["act"]) & (a["modality"] == b["modality"]) & (a["voice"] == b["voice"])
    found = np.where(told, weight["voice_same"], 0.0)
    by = (a["by"] == b["by"]) & (a["by"] != _NONE)
    found = np.where(by, weight["publisher_same"], found)
    echo = np.where(a["act"] == b["act"], weight["text_echo"], 0.0)
    return np.where(a["item"] == b["item"], echo, found)
