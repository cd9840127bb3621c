"""The words of the task's domain (`data/domain.toml`) and what they say about a noun phrase."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from trucewatch.extract.tables import load_data

_WORD = re.compile(r"[^\W_]+(?:[.'/-][^\W_]+)*\.?")


@dataclass(frozen=True, slots=True)
class Phrase:
    """A noun phrase: its words without determiners, those before the first adjunct, its head."""

    words: tuple[str, ...]
    core: tuple[str, ...]
    start: int
    """Where the first word that is no determiner begins, in characters of the text given."""
    end: int
    """Where the core ends."""

    @property
    def head(self) -> str:
        """The last word of the core in the singular, in lower case."""
        return singular(self.core[-1].lower()) if self.core else ""

    @property
    def plural(self) -> bool:
        """Whether the head is a plural."""
        last = self.core[-1].lower() if self.core else ""
        return singular(last) != last or last in ("people", "police", "personnel")

    @property
    def lower(self) -> tuple[str, ...]:
        """The core in lower case, its head in the singular."""
        return (*(word.lower() for word in self.core[:-1]), self.head) if self.core else ()


def singular(word: str) -> str:
    """Return the singular of a lower-case noun."""
    irregular: dict[str, str] = table()["singulars"]
    if word in irregular:
        return irregular[word]
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("sses", "shes", "ches", "xes")):
        return word[:-2]
    if word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word


def phrase(text: str) -> Phrase:
    """Take a noun phrase apart."""
    found = list(_WORD.finditer(text))
    while len(found) > 1 and (
        found[0].group().lower() in _phrase_words("determiners") or found[0].group().isdigit()
    ):
        del found[0]
    core: list[re.Match[str]] = []
    for match in found:
        if core and (
            match.group().lower() in _phrase_words("stops")
            or text[core[-1].end() : match.start()].strip()
        ):
            break
        core.append(match)
    if not found:
        return Phrase((), (), 0, 0)
    return Phrase(
        tuple(m.group() for m in found), tuple(m.group() for m in core),
        found[0].start(), core[-1].end(),
    )  # fmt: skip


@cache
def table() -> dict[str, Any]:
    """Return the tables of the domain."""
    source = files("trucewatch.measure.muc").joinpath("data", "domain.toml")
    return tomllib.loads(source.read_text("utf-8"))


@cache
def _phrase_words(name: str) -> frozenset[str]:
    return frozenset(table()["phrases"][name])


def is_pronoun(text: str) -> bool:
    """Say whether words are a pronoun and nothing more."""
    return text.lower() in _phrase_words("pronouns")


def is_function_word(word: str) -> bool:
    """Say whether a word cannot be part of a title or role."""
    return word.lower() in _phrase_words("function")


@cache
def _inverted(section: str, sub: str | None = None) -> dict[tuple[str, ...], str]:
    rows = table()[section] if sub is None else table()[section][sub]
    return {tuple(name.split()): fill for fill, names in rows.items() for name in names}


def _longest(words: tuple[str, ...], rows: dict[tuple[str, ...], str]) -> str | None:
    """Return what the longest end of the words stands for."""
    return next((rows[words[n:]] for n in range(len(words)) if words[n:] in rows), None)


def physical_type(text: str) -> str | None:
    """Return the PHYS TGT: TYPE of a noun phrase, null where it is no thing that is known."""
    return _longest(phrase(text).lower, _inverted("physical"))


def human_type(text: str) -> str | None:
    """Return the HUM TGT: TYPE that a noun phrase says, null where it says none."""
    found = phrase(text)
    said = _longest(found.lower, _inverted("human", "types"))
    former = bool({word.lower() for word in found.words} & set(table()["human"]["former"]))
    if former and said in ("GOVERNMENT OFFICIAL", "ACTIVE MILITARY"):
        return f"FORMER {said}"
    return said


def instrument_type(text: str) -> str | None:
    """Return the INSTRUMENT: TYPE of a noun phrase, null where it is no instrument."""
    found = phrase(text)
    rows = _inverted("instruments")
    whole = tuple(word.lower() for word in found.words)
    if said := _longest(found.lower, rows) or _longest(whole, rows):
        return said
    return next((fill for name, fill in rows.items() if name == found.lower[: len(name)]), None)


@cache
def _people() -> frozenset[str]:
    groups = load_data("groups.toml")["person"]
    known = {word for words in groups.values() if isinstance(words, list) for word in words}
    known |= {name[-1] for name in _inverted("human", "types")}
    known |= set(table()["human"]["plain"]["words"]) | set(table()["human"]["titles"]["words"])
    return frozenset(known)


def is_person_noun(text: str) -> bool:
    """Say whether a phrase is headed by a noun for people."""
    found = phrase(text)
    return found.head in _people() or " ".join(found.lower) in _people()


def mentions_any(text: str, words: list[str]) -> bool:
    """Say whether any of the words (or word groups) stands in the text, plurals included."""
    found = [m.group().lower().rstrip(".") for m in _WORD.finditer(text)]
    plain = " " + " ".join(found) + " "
    bare = " " + " ".join(singular(w) for w in found) + " "
    return any(f" {word} " in plain or f" {word} " in bare for word in words)


def nation_of(text: str) -> str | None:
    """Return the nation whose people or things a phrase names by a demonym."""
    lower = f" {' '.join(m.group().lower() for m in _WORD.finditer(text))} "
    return next(
        (
            nation
            for nation, names in table()["demonyms"].items()
            if any(f" {name} " in lower or f" {name}s " in lower for name in names)
        ),
        None,
    )
