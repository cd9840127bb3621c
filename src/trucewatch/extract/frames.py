"""Frames: which words say that something happened, and who plays which part in it.

All of it is data: `data/acts/` holds the rows of each act, `data/nouns/` the classes of nouns that
they ask for. `data/acts/README.md` explains the keys. This module loads it once and makes it quick
to ask. To teach the reader a verb, add its lemma to a row there.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final, cast

from trucewatch.extract.tables import data_files, load_data
from trucewatch.model.vocabulary import Act, FigureKind, Modality, RestrictionKind

Words = tuple[str, ...]
Condition = Mapping[str, frozenset[str]]
"""Argument of the trigger -> classes of which one must fit; all arguments must."""

USUAL_TURN: Final = 5
"""When a row without `turn` is asked."""


@dataclass(frozen=True, slots=True)
class Frame:
    """One row of the frame tables; `data/acts/README.md` explains the keys."""

    id: str
    act: Act
    verbs: tuple[Words, ...]
    nouns: tuple[Words, ...]
    when: tuple[Condition, ...]
    unless: tuple[Condition, ...]
    roles: Mapping[str, str]
    means: bool
    first: bool
    harm: FigureKind | None
    modality: Modality | None
    restriction: RestrictionKind | None
    carry: str | None
    speaker: bool
    war: bool = False
    """Counts only in a text about war: its words are those of everyday life."""
    fixed: bool = False
    """Its act holds whatever the means: an aircraft downed by a missile is no missile strike."""
    denies_part: bool = False
    """Says that somebody had no part in what happened, not that it did not happen."""

    def role(self, kind: str, argument: str, defaults: Roles) -> str | None:
        """Return the role of an argument: the row's own, else that of the act's family."""
        if argument in self.roles:
            return self.roles[argument]
        return defaults.get((self.act, kind), {}).get(argument)


Roles = Mapping[tuple[str, str], Mapping[str, str]]
"""(act, "verb" or "noun") -> argument -> role."""


@dataclass(frozen=True, slots=True)
class Frames:
    """All frames with the tables that they ask."""

    rows: tuple[Frame, ...]
    by_id: Mapping[str, Frame]
    verbs: Mapping[str, tuple[tuple[Words, Frame], ...]]
    nouns: Mapping[str, tuple[tuple[Words, Frame], ...]]
    roles: Roles
    classes: Mapping[str, frozenset[str]]
    idioms: Mapping[str, tuple[Words, ...]]
    modified: frozenset[str]
    rank: Mapping[str, int]
    act_of_weapon: Mapping[str, Act]

    def telling(self, one: str, other: str) -> str:
        """Return the more telling of two acts (CODEBOOK: the means when it is named)."""
        last = len(self.rank)
        return one if self.rank.get(one, last) <= self.rank.get(other, last) else other


@lru_cache(maxsize=1)
def load_frames() -> Frames:
    """Read the frame tables that come with the package.

    Raises:
        KeyError: if a row lacks its id or act (a broken installation).
    """
    means = load_data("frames_means.toml")
    rank = {act: n for n, act in enumerate(means["order"])}
    rows = _rows(rank)
    idioms = load_data("frames_idioms.toml")
    return Frames(
        rows=rows,
        by_id={row.id: row for row in rows},
        verbs=_index(rows, "verbs"),
        nouns=_index(rows, "nouns"),
        roles=_roles(load_data("frames_roles.toml")),
        classes=_classes(*(load_data(name) for name in data_files("nouns"))),
        idioms=_by_first([_parts(phrase) for phrase in idioms["phrases"]]),
        modified=frozenset(idioms["modified"].split()),
        rank=rank,
        act_of_weapon=means["act"],
    )


def _rows(rank: Mapping[str, int]) -> tuple[Frame, ...]:
    """Return the rows of all acts by their turn; in one turn the more telling act goes first."""
    found: list[tuple[int, int, Frame]] = []
    for name in data_files("acts"):
        table = load_data(name)
        act = cast("Act", table["act"])
        told = rank.get(act, len(rank))
        found += [(row.get("turn", USUAL_TURN), told, _frame(row, act)) for row in table["frame"]]
    return tuple(row for _, _, row in sorted(found, key=lambda entry: entry[:2]))


def _frame(row: Mapping[str, Any], act: Act) -> Frame:
    return Frame(
        id=row["id"],
        act=act,
        verbs=tuple(_parts(words) for phrase in row.get("verbs", ()) for words in _family(phrase)),
        nouns=tuple(_parts(words) for words in row.get("nouns", ())),
        when=tuple(_condition(one) for one in row.get("when", ())),
        unless=tuple(_condition(one) for one in row.get("unless", ())),
        roles=row.get("roles", {}),
        means=row.get("means", False),
        first=row.get("first", False),
        harm=row.get("harm"),
        modality=row.get("modality"),
        restriction=row.get("restriction"),
        carry=row.get("carry"),
        speaker=row.get("speaker", False),
        war=row.get("war", False),
        fixed=row.get("fixed", False),
        denies_part=row.get("denies_part", False),
    )


def _family(phrase: str) -> tuple[str, ...]:
    """Return the phrases that one of a row stands for: "@move into" is "roll into", "file into".

    Raises:
        KeyError: if there is no such family (a broken installation).
    """
    if not phrase.startswith("@"):
        return (phrase,)
    name, _, rest = phrase.removeprefix("@").partition(" ")
    return tuple(f"{verb} {rest}".strip() for verb in load_data("verb_families.toml")[name].split())


def _parts(phrase: str) -> Words:
    """Return a phrase's words; a hyphen is read like a space."""
    return tuple(phrase.replace("-", " ").split())


def _condition(table: Mapping[str, list[str]]) -> Condition:
    return {argument: frozenset(classes) for argument, classes in table.items()}


def _index(rows: tuple[Frame, ...], field: str) -> dict[str, tuple[tuple[Words, Frame], ...]]:
    """Return first word -> (words, frame); rows with `first` and longer phrases lead."""
    found: dict[str, list[tuple[Words, Frame]]] = {}
    for row in rows:
        for words in getattr(row, field):
            found.setdefault(words[0], []).append((words, row))
    return {
        word: tuple(sorted(entries, key=lambda entry: (not entry[1].first, -len(entry[0]))))
        for word, entries in found.items()
    }


def _by_first(phrases: list[Words]) -> dict[str, tuple[Words, ...]]:
    found: dict[str, tuple[Words, ...]] = {}
    for phrase in sorted(phrases, key=len, reverse=True):
        found[phrase[0]] = (*found.get(phrase[0], ()), phrase)
    return found


def _roles(table: Mapping[str, Any]) -> dict[tuple[str, str], Mapping[str, str]]:
    return {
        (act, kind): family[kind]
        for family in table.values()
        for act in family["acts"]
        for kind in ("verb", "noun")
    }


def _classes(*tables: Mapping[str, str]) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for name, words in (row for table in tables for row in table.items()):
        for word in words.split():
            found.setdefault(word, set()).add(name)
    return {word: frozenset(names) for word, names in found.items()}
