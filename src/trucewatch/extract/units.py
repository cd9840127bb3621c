"""What can be counted: the nouns, their classes and counting bases, as compiled tables."""

from __future__ import annotations

from functools import cache
from typing import Literal, NamedTuple

from trucewatch.extract.tables import load_data, plural_of
from trucewatch.extract.words import PhraseTable

GroupClass = Literal["civilian", "military"]


class Unit(NamedTuple):
    """A noun that can be counted.

    `basis` is the counting basis: "person" for people, else the head noun in the singular.
    `factor` turns a printed measure into kilometres or square kilometres.
    """

    noun: str
    unit_class: str
    basis: str
    group_class: GroupClass | None
    singular: bool
    plural: bool
    factor: float = 1.0


@cache
def units() -> PhraseTable[Unit]:
    """Return all countable nouns, singular and plural, with what is known about them."""
    rows: dict[str, Unit] = {}
    for unit in (*_people(), *_things(), *_measures()):
        rows.setdefault(unit[0], unit[1])
    return PhraseTable(rows)


@cache
def person_like(noun: str) -> Unit | None:
    """Return the unit of a noun that is not listed but ends like one for people ("caregiver")."""
    data = load_data("groups.toml")
    for ending in data["endings"]["person"]:
        many = plural_of(ending, data["irregular"])
        if noun.endswith((ending, many)):
            plural = noun.endswith(many)
            return Unit(noun, "person", "person", None, singular=not plural, plural=plural)
    return None


@cache
def harm_nouns() -> dict[str, str]:
    """Return the figure kind that a counted noun carries by itself ("deaths": killed)."""
    return {noun: kind for noun, kind in load_data("figures.toml")["harm_nouns"].items() if kind}


@cache
def adjectives() -> frozenset[str]:
    """Return the nouns for somebody that are adjectives before another noun ("national")."""
    return frozenset(load_data("groups.toml")["person"]["adjectives"])


def _people() -> list[tuple[str, Unit]]:
    data = load_data("groups.toml")
    irregular = data["irregular"]
    found = []
    classes: tuple[tuple[str, GroupClass | None], ...] = (
        ("military", "military"),
        ("civilian", "civilian"),
        ("unknown", None),
    )
    for name, group in classes:
        for noun in data["person"][name]:
            found += _forms(noun, "person", "person", group, irregular)
        for plural in data["person"].get(f"{name}_plural", ()):
            unit = Unit(plural, "person", "person", group, singular=False, plural=True)
            found.append((plural, unit))
    for word in ("persons", "folks"):
        unit = Unit("person", "person", "person", None, singular=False, plural=True)
        found.append((word, unit))
    for state in load_data("states.toml")["state"]:
        for people in state["people"]:
            plural = people.endswith(("s", "ese"))
            unit = Unit(
                people.lower(), "person", "person", None, singular=not plural, plural=plural
            )
            found.append((people, unit))
    return found


def _things() -> list[tuple[str, Unit]]:
    irregular = load_data("groups.toml")["irregular"]
    found = []
    for unit_class, nouns in load_data("figures.toml")["units"].items():
        for noun in nouns:
            found += _forms(noun, unit_class, noun, None, irregular)
    return found


def _forms(
    noun: str, unit_class: str, basis: str, group: GroupClass | None, irregular: dict[str, str]
) -> list[tuple[str, Unit]]:
    plural = plural_of(noun, irregular)
    both = plural == noun
    many = Unit(noun, unit_class, basis, group, singular=False, plural=True)
    rows = [(noun, Unit(noun, unit_class, basis, group, singular=True, plural=both))]
    if not both:
        rows.append((plural, many))
    if noun.endswith("o"):
        rows.append((noun + "es", many))  # "salvos" and "salvoes"
    return rows


def _measures() -> list[tuple[str, Unit]]:
    data = load_data("figures.toml")
    found = [
        (word, Unit(word, unit_class, "km" if unit_class == "distance_km" else "km2", None,
                    singular=True, plural=True, factor=factor))
        for unit_class, words in data["measures"].items()
        for word, factor in words.items()
    ]  # fmt: skip
    found += [
        (word, Unit(word, "money", word, None, singular=True, plural=True))
        for word in data["money"]["after"]
    ]
    return found
