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
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from typing import Final, NamedTuple

from trucewatch.merge.facts import SAYS_WHEN_DAYS, WIDE_M, Facts, rules
from trucewatch.merge.score import CLEARLY_APART_M, DAYS_APART
from trucewatch.merge.shelf import Shelf

COMMON = 24
"""More claims than this with one thing in common on one day, and it tells nothing apart."""
_M_PER_DEGREE: Final = 111_320.0
_SAID_DAYS: Final = 21.0
"""What a claim has in common with others counts on all its days, or if these are more than
this, on the first: what began together."""


class Size(NamedTuple):
    """A class of places: how uncertain at most, and how large the cells are that hold them."""

    radius_m: float
    cell_deg: float


SIZES: Final = (Size(1_500.0, 0.05), Size(5_000.0, 0.1), Size(WIDE_M, 0.4))
SPANS: Final = (1.0, 4.0, SAYS_WHEN_DAYS)
"""Classes of periods by their length: what is long has to be looked for from further back."""


class Index:
    """Finds the claims that a claim has to be held against."""

    def __init__(self) -> None:
        self.spots = Shelf()
        """By block (family of acts, size of place, length of time) and cell, at the first day."""
        self.words = Shelf()
        """By family and by what claims may have in common, at each day."""
        self._anywhere = Shelf()
        """Of the words, the claims that name no spot: all that the others have to meet there."""
        self._taken: dict[int, set[int]] = {}
        """By block the cells that hold anything."""
        self._gone: set[int] = set()
        """Handles that were dropped: they are never given again."""
        self._numbers: dict[str, int] = {}
        self._sets: dict[tuple[str, frozenset[str]], tuple[int, ...]] = {}

    def fill(self, rows: Sequence[Facts], kinds: Sequence[str]) -> None:
        """Put the first claims, all at once; their places in `rows` are their handles."""
        entries = {shelf: (array("q"), array("d"), array("I")) for shelf in self._shelves}
        for handle, (facts, kind) in enumerate(zip(rows, kinds, strict=True)):
            for shelf, key, at in self._entries(facts, kind):
                keys, days, handles = entries[shelf]
                keys.append(key)
                days.append(at)
                handles.append(handle)
        for shelf in self._shelves:
            shelf.fill(*entries.pop(shelf))

    @property
    def _shelves(self) -> tuple[Shelf, ...]:
        return self.spots, self.words, self._anywhere

    def put(self, handle: int, facts: Facts, kind: str) -> set[int]:
        """Put a claim under a new handle; return those of others that a word no longer joins."""
        return self._change(handle, facts, kind, adding=True)

    def drop(self, handle: int, facts: Facts, kind: str) -> set[int]:
        """Take a claim away; return the handles of others that a word joins again."""
        return self._change(handle, facts, kind, adding=False)

    def _change(self, handle: int, facts: Facts, kind: str, *, adding: bool) -> set[int]:
        turned: set[int] = set()
        for shelf, key, at in self._entries(facts, kind):
            if shelf is self.words and shelf.count(key, at) == COMMON + (not adding):
                turned.update(self._anywhere.between(key, at, at))
            if adding:
                shelf.put(key, at, handle)
            else:
                shelf.drop(key, at, handle)
        if not adding:
            self._gone.add(handle)
        return turned - self._gone - {handle}

    def near(self, facts: Facts, kind: str) -> set[int]:
        """Return the handles of claims that may tell of the same, its own among them."""
        if facts.known is None:
            return set()
        found: set[int] = set()
        met = self._anywhere if facts.spots else self.words
        for key, day in self._said(facts, kind):
            rows = met.between(key, day, day)
            if rows and self.words.count(key, day) <= COMMON:
                found.update(rows)
        if not facts.spots:
            return found - self._gone
        start, end = facts.known
        family = self.family(facts, kind)
        for number, size in enumerate(SIZES):
            for reach, days in enumerate(SPANS):
                block = block_of(family, number, reach)
                taken = self._taken.get(block)
                if taken is None:
                    continue
                for cell in around(facts.spots, slack_of(facts), size) & taken:
                    low, high = start - days - DAYS_APART, end + DAYS_APART
                    found.update(self.spots.between(block | cell, low, high))
        return found - self._gone

    def _entries(self, facts: Facts, kind: str) -> Iterator[tuple[Shelf, int, float]]:
        if facts.known is None:
            return
        for key, day in self._said(facts, kind):
            yield self.words, key, day
            if not facts.spots:
                yield self._anywhere, key, day
        if not facts.spots:
            return
        start, end = facts.known
        radius = slack_of(facts)
        number = next(n for n, size in enumerate(SIZES) if radius <= size.radius_m)
        reach = next(n for n, days in enumerate(SPANS) if end - start <= days)
        block = block_of(self.family(facts, kind), number, reach)
        taken = self._taken.setdefault(block, set())
        for cell in _cells(facts.spots, SIZES[number]):
            taken.add(cell)
            yield self.spots, block | cell, start

    def _said(self, facts: Facts, kind: str) -> Iterator[tuple[int, float]]:
        """Yield (key, day) of everything that a claim may have in common with others."""
        assert facts.known is not None
        start, end = facts.known
        last = start if end - start > _SAID_DAYS else max(start, end - 1e-6)
        days = range(math.floor(start), math.floor(last) + 1)
        family = self.family(facts, kind) << 32
        for word in self._in_common(facts):
            for day in days:
                yield family | word, float(day)

    def _in_common(self, facts: Facts) -> set[int]:
        found = {self._number(f"voice {facts.voice}")}
        for prefix, words in (("", facts.actors), ("", facts.words), ("place ", facts.place_names)):
            found.update(self._numbered(prefix, words))
        for kind, count in facts.counts:
            found.add(self._number(f"{kind} {count:g}"))
        found.add(self._number(f"item {facts.claim.item}"))
        if facts.times.length == math.inf and facts.times.stated:
            found.add(self._number("goes on"))  # with the day that it began on
        patrol = facts.claim.patrol
        if patrol and patrol.ordinal is not None:
            found.add(self._number(f"patrol {patrol.ordinal}"))
        if facts.claim.act in _anywhere():
            found.add(self._number(f"act {facts.claim.act}"))
        return found

    def _numbered(self, prefix: str, words: frozenset[str]) -> tuple[int, ...]:
        known = self._sets.get((prefix, words))
        if known is None:
            known = tuple(self._number(prefix + word) for word in words)
            self._sets[prefix, words] = known
        return known

    def family(self, facts: Facts, kind: str) -> int:
        """Return the number of a kind and family of acts: others are never held against it."""
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


@cache
def _anywhere() -> frozenset[str]:
    return frozenset(rules()["anywhere"]["acts"])


def block_of(family: int, size: int, span: int) -> int:
    """Return the upper bits of the keys of a block; those below are the cell's."""
    return (family << 4 | size << 2 | span) << 40


def slack_of(facts: Facts) -> float:
    """Return how far from its spots a claim may lie: a road is looked for all along its course."""
    return 0.0 if facts.road else facts.radius_m


@lru_cache(maxsize=65_536)
def _cells(spots: tuple[tuple[float, float], ...], size: Size) -> frozenset[int]:
    around_globe = round(360 / size.cell_deg)
    return frozenset(
        math.floor((lat + 90) / size.cell_deg) << 16
        | math.floor((lon + 180) / size.cell_deg) % around_globe
        for lat, lon in spots
    )


@lru_cache(maxsize=65_536)
def around(spots: tuple[tuple[float, float], ...], radius_m: float, size: Size) -> frozenset[int]:
    """Return the cells that may hold places of a size that are not clearly apart."""
    reach = (radius_m + size.radius_m + CLEARLY_APART_M) / _M_PER_DEGREE * 1.01
    around_globe = round(360 / size.cell_deg)
    cells: set[int] = set()
    for lat, lon in spots:
        south = math.floor((max(lat - reach, -90.0) + 90) / size.cell_deg)
        north = math.floor((min(lat + reach, 90.0) + 90) / size.cell_deg)
        slim = math.cos(math.radians(min(abs(lat) + reach, 89.9)))
        wide = min(reach / slim, 180.0)
        west = math.floor((lon - wide + 180) / size.cell_deg)
        east = math.floor((lon + wide + 180) / size.cell_deg)
        cells.update(
            row << 16 | column % around_globe
            for row in range(south, north + 1)
            for column in range(west, min(east, west + around_globe - 1) + 1)
        )
    return frozenset(cells)
