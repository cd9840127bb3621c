"""Locations of templates ("PERU: LIMA (CITY): MIRAFLORES (NEIGHBORHOOD)") and their grades.

Guidelines section 3.2.3. The program compares names with the kinds in brackets behind them.
"""

from __future__ import annotations

import re
from typing import NamedTuple

_KIND = re.compile(r"^(.*?)\s*\(([^)]*)\)?$")
_BETWEEN = re.compile(r"\s+-\s+")


class Named(NamedTuple):
    """A place name and the kinds it may be of."""

    name: str
    kinds: frozenset[str]


class Where(NamedTuple):
    """A country and the places in it, widest first; two ends for a stretch between places."""

    country: str
    places: tuple[Named, ...]
    far: tuple[Named, ...] = ()


def read(text: str) -> Where:
    """Return the location a filler prints."""
    near, *far = _BETWEEN.split(text.upper(), maxsplit=1)
    country, *places = [_named(part) for part in near.split(":")]
    ends = tuple(_named(part) for end in far for part in end.split(":"))
    return Where(country.name, tuple(places), ends)


def _named(text: str) -> Named:
    words = " ".join(text.split())
    match = _KIND.match(words)
    if match is None:
        return Named(words, frozenset())
    return Named(match.group(1), frozenset(kind.strip() for kind in match.group(2).split("/")))


def plain(response: str, key: str) -> int:
    """Return 2 for the same places, 1 for the right country, else 0.

    Places where the key has none but the country are left to a person.
    """
    said, wanted = read(response), read(key)
    if said.country != wanted.country:
        return 0
    if _same(said.places, wanted.places) and _same(said.far, wanted.far):
        return 2
    return 1 if wanted.places else 0


def _same(said: tuple[Named, ...], wanted: tuple[Named, ...]) -> bool:
    return len(said) == len(wanted) and all(
        one.name == other.name and bool(one.kinds & other.kinds or one.kinds == other.kinds)
        for one, other in zip(said, wanted, strict=True)
    )


def judged(response: str, key: str) -> int:
    """Return 1 where only the country is right or only the country is wrong."""
    said, wanted = read(response), read(key)
    if said.country == wanted.country:
        return 1
    return 1 if said.places and _same(said.places, wanted.places) else 0
