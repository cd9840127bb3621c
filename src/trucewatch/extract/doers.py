"""Nouns that name somebody who can do something, though no table of forces lists them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from trucewatch.extract.forms import lemma_of
from trucewatch.extract.tables import load_data
from trucewatch.extract.units import person_like, units
from trucewatch.extract.words import split_words

if TYPE_CHECKING:
    from trucewatch.extract.tree import Token

_BODIES: Final = frozenset(load_data("groups.toml")["body"]["nouns"])


def acts_as_one(token: Token) -> bool:
    """Say whether a noun names people by what they do ("riflemen", "captors") or a body of them."""
    if token.pos not in ("NOUN", "PROPN"):
        return False
    return lemma_of(token) in _BODIES or _is_somebody(token.text)


def _is_somebody(word: str) -> bool:
    words = split_words(word)
    hit = units().at(words, 0) if words else None
    if hit is not None and hit[0] == len(words):
        return hit[1].unit_class == "person"
    return person_like(word.lower()) is not None
