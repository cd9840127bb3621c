"""Possible lemmas of a printed word, before and beside what the parser says.

Used to pick the sentences worth parsing and to forgive a parser's slip on a trigger word; it may
therefore offer lemmas that do not exist, but must never miss a regular one.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from trucewatch.extract.tables import load_data

if TYPE_CHECKING:
    from collections.abc import Iterable

    from trucewatch.extract.tree import Token


def words(name: str) -> frozenset[str]:
    """Return a word list of data/frames_words.toml."""
    return frozenset(load_data("frames_words.toml")[name].split())


_HISSING = ("ses", "xes", "zes", "ches", "shes", "oes")
"""Endings of words that take -es; others take -s alone."""
_SHORT = re.compile(r"[^aeiou]*[aeiou][^aeiouwxy]")
_DOUBLED = frozenset("bdfgklmnprtz")


@lru_cache(maxsize=20_000)
def lemmas(word: str) -> frozenset[str]:
    """Return every lemma that a word may be a form of, in lower case; the word itself too."""
    lower = word.lower().replace("\u2019", "'").removesuffix("'s")
    found = set(noun_lemmas(word))
    for ending in ("ed", "ing"):
        if lower.endswith(ending) and len(lower) > len(ending) + 1:
            found |= _stems(lower.removesuffix(ending), past=ending == "ed")
    return frozenset(found)


@lru_cache(maxsize=20_000)
def noun_lemmas(word: str) -> frozenset[str]:
    """Return the words that a noun may be a form of: itself, and its singular."""
    lower = word.lower().replace("\u2019", "'").removesuffix("'s")
    found = {lower}
    irregular = load_data("forms.toml")["irregular"]
    if lower in irregular:
        found.add(irregular[lower])
    if lower.endswith("s") and len(lower) > 3:
        found.add(lower[:-1])
        if lower.endswith(_HISSING):
            found.add(lower[:-2])  # "sites" is no form of "sit"
        if lower.endswith("ies"):
            found.add(lower[:-3] + "y")
    return frozenset(found)


def _stems(stem: str, *, past: bool) -> set[str]:
    stems = {stem + "e"}
    if not _SHORT.fullmatch(stem):
        stems.add(stem)  # a short stem would have doubled: "bared" is no form of "bar"
    if len(stem) > 2 and stem[-1] == stem[-2] and stem[-1] in _DOUBLED:
        stems.add(stem[:-1])
    if past and stem.endswith("i"):
        stems.add(stem[:-1] + "y")
    return stems


def lemma_of(token: Token) -> str:
    """Return the parser's lemma in lower case."""
    return token.lemma.lower()


@lru_cache(maxsize=50_000)
def _forms(text: str, lemma: str) -> frozenset[str]:
    return lemmas(text) | {lemma.lower(), text.lower()}


def is_form(token: Token, word: str) -> bool:
    """Say whether a token may be a form of a word."""
    return word in _forms(token.text, token.lemma)


def is_any_form(token: Token, words: Iterable[str]) -> bool:
    """Say whether a token may be a form of one of the words."""
    return not _forms(token.text, token.lemma).isdisjoint(words)
