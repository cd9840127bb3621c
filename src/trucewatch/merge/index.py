"""Blocking: which claims may tell of one happening, found without looking at all of them.

A claim that names a spot is looked for by kin of act, cell of the map and days: whatever could
score high enough is found. A claim with no spot (no place, a whole province, a name that no
gazetteer knows) could be anywhere. It is held only against claims of its days with which it has
something in common (an actor, a weapon, a place name, a voice, the number of a patrol), and only
where few have that in common: a word that half the day's reports use tells nothing apart.
"""

from __future__ import annotations

import math
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import Final, NamedTuple

import numpy as np

from trucewatch.merge.facts import SAYS_WHEN_DAYS, WIDE_M, Facts, rules
from trucewatch.merge.score import CLEARLY_APART_M, DAYS_APART

COMMON = 24
"""More claims than this with one thing in common on one day, and it tells nothing apart."""
_M_PER_DEGREE: Final = 111_320.0
_SAID_DAYS: Final = 21.0
"""What a claim has in common with others counts on all its days, or if these are more than
this, on the first: what began together."""


class _Size(NamedTuple):
    """A class of places: how uncertain at most, and how large the cells are that hold them."""

    radius_m: float
    cell_deg: float


_SIZES: Final = (_Size(1_500.0, 0.05), _Size(5_000.0, 0.1), _Size(WIDE_M, 0.4))
_SPANS: Final = (1.0, 4.0, SAYS_WHEN_DAYS)
"""Classes of periods by their length: what is long has to be looked for from further back."""


class Shelf:
    """Handles by key, in order of a number (a day); found by key and range."""

    def __init__(self) -> None:
        self._rows: dict[int, tuple[array[float], array[int]]] = {}
        self._unsorted: set[int] = set()

    def fill(self, key: int, at: float, handle: int) -> None:
        """Put one of many: order is made when the key is first looked at."""
        row = self._rows.get(key)
        if row is None:
            row = self._rows[key] = (array("d"), array("I"))
        row[0].append(at)
        row[1].append(handle)
        self._unsorted.add(key)

    def put(self, key: int, at: float, handle: int) -> None:
        """Put one where it belongs."""
        row = self._row(key)
        if row is None:
            self.fill(key, at, handle)
            return
        where = bisect_right(row[0], at)
        row[0].insert(where, at)
        row[1].insert(where, handle)

    def drop(self, key: int, at: float, handle: int) -> None:
        """Take one away."""
        row = self._row(key)
        assert row is not None
        where = row[1].index(handle, bisect_left(row[0], at))
        del row[0][where], row[1][where]

    def between(self, key: int, low: float, high: float) -> array[int] | None:
        """Return the handles from `low` to `high`, both closed; None where there are none."""
        row = self._row(key)
        if row is None:
            return None
        first, last = bisect_left(row[0], low), bisect_right(row[0], high)
        return row[1][first:last] if first < last else None

    def count(self, key: int, at: float) -> int:
        """Return how many lie at one number."""
        row = self._row(key)
        return 0 if row is None else bisect_right(row[0], at) - bisect_left(row[0], at)

    def _row(self, key: int) -> tuple[array[float], array[int]] | None:
        row = self._rows.get(key)
        if row is not None and self._unsorted and key in self._unsorted:
            self._unsorted.discard(key)
            order = np.argsort(np.frombuffer(row[0]), kind="stable")
            row = self._rows[key] = (
                array("d", np.frombuffer(row[0])[order].tobytes()),
                array("I", np.frombuffer(row[1], dtype=np.uintc)[order].tobytes()),
            )
        return row


class Index:
    """Finds the claims that a claim has to be held against."""

    def __init__(self) -> None:
        self._spots = Shelf()
        self._words = Shelf()
        self._anywhere = Shelf()
        """Of the words, the claims that name no spot: all that the others have to meet there."""
        self._taken: dict[int, set[int]] = {}
        """By block (family, size of place, length of time) the cells that hold anything."""
        self._numbers: dict[str, int] = {}

    def fill(self, handle: int, facts: Facts, kind: str) -> None:
        """Put one of many, before anything is looked for."""
        for shelf, key, at in self._entries(facts, kind):
            shelf.fill(key, at, handle)

    def put(self, handle: int, facts: Facts, kind: str) -> set[int]:
        """Put one claim; return the handles of others that a word no longer holds together."""
        return self._change(handle, facts, kind, adding=True)

    def drop(self, handle: int, facts: Facts, kind: str) -> set[int]:
        """Take one claim away; return the handles of others that a word now holds together."""
        return self._change(handle, facts, kind, adding=False)

    def _change(self, handle: int, facts: Facts, kind: str, *, adding: bool) -> set[int]:
        turned: set[int] = set()
        for shelf, key, at in self._entries(facts, kind):
            if shelf is self._words and shelf.count(key, at) == COMMON + (not adding):
                turned.update(self._anywhere.between(key, at, at) or ())
            if adding:
                shelf.put(key, at, handle)
            else:
                shelf.drop(key, at, handle)
        turned.discard(handle)
        return turned

    def near(self, facts: Facts, kind: str) -> set[int]:
        """Return the handles of claims that may tell of the same, its own among them."""
        if facts.known is None:
            return set()
        found: set[int] = set()
        met = self._anywhere if facts.spots else self._words
        for key, day in self._said(facts, kind):
            rows = met.between(key, day, day)
            if rows is not None and self._words.count(key, day) <= COMMON:
                found.update(rows)
        if not facts.spots:
            return found
        start, end = facts.known
        own = 0.0 if facts.road else facts.radius_m
        family = self._family(facts, kind)
        for number, size in enumerate(_SIZES):
            for reach, days in enumerate(_SPANS):
                block = family << 4 | number << 2 | reach
                taken = self._taken.get(block)
                if taken is None:
                    continue
                for cell in _around(facts.spots, own, size) & taken:
                    low, high = start - days - DAYS_APART, end + DAYS_APART
                    rows = self._spots.between(block << 40 | cell, low, high)
                    if rows is not None:
                        found.update(rows)
        return found

    def _entries(self, facts: Facts, kind: str) -> Iterator[tuple[Shelf, int, float]]:
        if facts.known is None:
            return
        for key, day in self._said(facts, kind):
            yield self._words, key, day
            if not facts.spots:
                yield self._anywhere, key, day
        if not facts.spots:
            return
        start, end = facts.known
        radius = 0.0 if facts.road else facts.radius_m
        number = next(n for n, size in enumerate(_SIZES) if radius <= size.radius_m)
        reach = next(n for n, days in enumerate(_SPANS) if end - start <= days)
        block = self._family(facts, kind) << 4 | number << 2 | reach
        taken = self._taken.setdefault(block, set())
        for cell in {_cell(lat, lon, _SIZES[number]) for lat, lon in facts.spots}:
            taken.add(cell)
            yield self._spots, block << 40 | cell, start

    def _said(self, facts: Facts, kind: str) -> Iterator[tuple[int, float]]:
        """Yield (key, day) of everything that a claim may have in common with others."""
        assert facts.known is not None
        start, end = facts.known
        last = start if end - start > _SAID_DAYS else max(start, end - 1e-6)
        days = range(math.floor(start), math.floor(last) + 1)
        family = self._family(facts, kind)
        for word in _in_common(facts):
            key = family << 32 | self._number(word)
            for day in days:
                yield key, float(day)

    def _family(self, facts: Facts, kind: str) -> int:
        return self._number(f"{kind} {families().get(facts.claim.act, facts.claim.act)}")

    def _number(self, word: str) -> int:
        return self._numbers.setdefault(word, len(self._numbers))


@cache
def families() -> dict[str, str]:
    """Return the name of each act's family: acts that a chain of kinship joins."""
    named: dict[str, str] = {}
    for row in rules()["kin"]:
        names = {named.get(act, act) for act in row["acts"]}
        named |= dict.fromkeys(row["acts"], min(names))
        named |= {act: min(names) for act, name in named.items() if name in names}
    return named


def _in_common(facts: Facts) -> Iterator[str]:
    yield from facts.actors | facts.words
    for kind, count in facts.counts:
        yield f"{kind} {count:g}"
    for name in facts.place_names:
        yield f"place {name}"
    yield f"voice {facts.voice}"
    if facts.times.length == math.inf and facts.times.stated:
        yield "goes on"  # with the day that it began on
    patrol = facts.claim.patrol
    if patrol and patrol.ordinal is not None:
        yield f"patrol {patrol.ordinal}"
    if facts.claim.act in rules()["anywhere"]["acts"]:
        yield f"act {facts.claim.act}"


def _cell(lat: float, lon: float, size: _Size) -> int:
    around = round(360 / size.cell_deg)
    return (
        math.floor((lat + 90) / size.cell_deg) << 16
        | math.floor((lon + 180) / size.cell_deg) % around
    )


@lru_cache(maxsize=65_536)
def _around(spots: tuple[tuple[float, float], ...], radius_m: float, size: _Size) -> frozenset[int]:
    """Return the cells that may hold places of a size that are not clearly apart."""
    reach = (radius_m + size.radius_m + CLEARLY_APART_M) / _M_PER_DEGREE * 1.01
    around = round(360 / size.cell_deg)
    cells: set[int] = set()
    for lat, lon in spots:
        south = math.floor((max(lat - reach, -90.0) + 90) / size.cell_deg)
        north = math.floor((min(lat + reach, 90.0) + 90) / size.cell_deg)
        slim = math.cos(math.radians(min(abs(lat) + reach, 89.9)))
        wide = min(reach / slim, 180.0)
        west = math.floor((lon - wide + 180) / size.cell_deg)
        east = math.floor((lon + wide + 180) / size.cell_deg)
        cells.update(
            row << 16 | column % around
            for row in range(south, north + 1)
            for column in range(west, min(east, west + around - 1) + 1)
        )
    return frozenset(cells)
