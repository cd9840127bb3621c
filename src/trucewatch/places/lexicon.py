"""The word lists of the places room, read once from its data files."""

from __future__ import annotations

import tomllib
from functools import lru_cache
from importlib.resources import files
from typing import Any

from msgspec import Struct, convert


class Near(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Words for "near" and the radius in metres that they stand for."""

    radius_m: float
    words: tuple[str, ...]
    bearing_nouns: tuple[str, ...]


class Sector(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What bearings and distances in words stand for, in degrees and metres."""

    half_angle_deg: float
    fine_angle_deg: float
    bare_m: tuple[float, float]
    just_m: tuple[float, float]
    few_m: tuple[float, float]
    afar_m: float
    spread: tuple[float, float]


class Before(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Prepositions before names, and words of movement and fire."""

    strong: frozenset[str]
    weak: frozenset[str]
    motion: frozenset[str]
    acted_on: frozenset[str]


class Metonymy(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Words that make a capital or country a government."""

    after: frozenset[str]
    joined: frozenset[str]
    speech: frozenset[str]


class Guards(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Words that make a name a body or a person."""

    organisation: frozenset[str]
    titles: frozenset[str]
    weapons: frozenset[str]


class Words(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A plain list of words."""

    words: frozenset[str]


class Cues(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """All of data/cues.toml; `nouns` maps a kind of place to its nouns."""

    before: Before
    near: Near
    sector: Sector
    bearings: dict[str, float]
    points: dict[str, float]
    nouns: dict[str, tuple[str, ...]]
    area_words: dict[str, tuple[str, ...]]
    metonymy: Metonymy
    guards: Guards
    spellings: dict[str, str]
    foreign: dict[str, Words]
    abbreviations: dict[str, str]
    foreign_bearings: dict[str, float]
    foreign_nouns: dict[str, str]
    generic: frozenset[str]


class Stops(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """All of data/stop.toml."""

    calendar: frozenset[str]
    persons: frozenset[str]
    demonyms: frozenset[str]
    others: frozenset[str]


def table(name: str) -> dict[str, Any]:
    """Return one of the room's TOML data files as a dict."""
    return tomllib.loads((files(__package__) / "data" / name).read_text(encoding="utf-8"))


@lru_cache(maxsize=1)
def cues() -> Cues:
    """Return the cue words."""
    return convert(table("cues.toml"), Cues)


@lru_cache(maxsize=1)
def stops() -> Stops:
    """Return the words that are no places by themselves."""
    return convert(table("stop.toml"), Stops)


@lru_cache(maxsize=1)
def common_words() -> frozenset[str]:
    """Return ordinary English words, so that one at a sentence's start is not taken for a name."""
    text = (files(__package__) / "data" / "common_words.txt").read_text(encoding="utf-8")
    return frozenset(line for line in text.split() if line)


@lru_cache(maxsize=1)
def noun_kinds() -> dict[str, str]:
    """Return the kind of place that each noun stands for (the first of several)."""
    kinds: dict[str, str] = {}
    for kind, nouns in cues().nouns.items():
        for noun in nouns:
            kinds.setdefault(noun, kind)
    return kinds
