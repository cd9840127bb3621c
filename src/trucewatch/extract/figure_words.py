"""The small words around figures: qualifiers, parts, cues of tolls, what ends a noun phrase."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from trucewatch.extract.tables import load_data
from trucewatch.extract.words import PhraseTable, fold


class FigureWords(NamedTuple):
    """The word lists of data/figures.toml as sets and phrase tables."""

    before: PhraseTable[str]
    after: PhraseTable[str]
    phrasal: frozenset[str]
    particles: frozenset[str]
    parts_before: PhraseTable[str]
    parts_after: PhraseTable[str]
    not_counted: PhraseTable[str]
    cumulative: PhraseTable[str]
    fillers: frozenset[str]
    naming: frozenset[str]
    silent: frozenset[str]
    shares: frozenset[str]
    stop: frozenset[str]
    participles: PhraseTable[str]
    money: frozenset[str]
    same_day: frozenset[str]
    superlatives: frozenset[str]
    determiners: frozenset[str]
    gapping_before: frozenset[str]
    gapping_behind: frozenset[str]
    pronouns: frozenset[str]


@cache
def figure_words() -> FigureWords:
    """Return the word lists that the readers of figures share."""
    data = load_data("figures.toml")
    forms = (
        (word, kind)
        for kind, rows in data["harm"].items()
        for word in (*rows["participle"], *rows["adjective"])
    )
    return FigureWords(
        before=PhraseTable((p, q) for q, rows in data["before"].items() for p in rows),
        after=PhraseTable((p, q) for q, rows in data["after"].items() for p in rows),
        phrasal=frozenset(data["phrasal"]["verbs"]),
        particles=frozenset(data["phrasal"]["particles"]),
        parts_before=PhraseTable((p, p) for p in data["parts"]["before"]),
        parts_after=PhraseTable((p, p) for p in data["parts"]["after"]),
        not_counted=PhraseTable((p, p) for p in data["not_counted"]["units"]),
        cumulative=PhraseTable((p, p) for p in data["cumulative"]["phrases"]),
        fillers=frozenset(data["fillers"]["words"]),
        naming=frozenset(data["naming"]["nouns"]),
        silent=frozenset(data["vague"]["silent"]),
        shares=frozenset(data["vague"]["shares"]),
        stop=frozenset(data["grammar"]["stop"]),
        participles=PhraseTable(forms),
        money=frozenset(data["money"]["before"]),
        same_day=frozenset(data["cumulative"]["same_day"]),
        superlatives=frozenset(data["cumulative"]["superlatives"]),
        determiners=frozenset(data["grammar"]["determiners"]),
        gapping_before=frozenset(data["grammar"]["gapping_before"]),
        gapping_behind=frozenset(data["grammar"]["gapping_behind"]),
        pronouns=frozenset(fold(word) for word in data["grammar"]["pronouns"]),
    )
