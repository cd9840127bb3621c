"""One of something without a numeral: "a shepherd", "his wife", "the driver was killed"."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from trucewatch.extract.counted_nouns import CountedNoun, noun_after
from trucewatch.extract.printed import Bounds, Printed
from trucewatch.extract.tables import load_data
from trucewatch.extract.words import PhraseTable, Word, cover

if TYPE_CHECKING:
    from collections.abc import Sequence

_WAS = frozenset({"was", "is"})
_ALSO = frozenset({"also", "later", "badly", "seriously", "slightly", "lightly", "fatally"})
_DIED = frozenset({"died", "perished"})
_HARMED = frozenset({"person", "vehicle", "weapon", "building", "family"})
"""Classes whose bare singular ("a driver", "a school") can be a figure of harm."""
_OWN = frozenset({"his", "her", "its", "their"})
_GENITIVE = frozenset({"'s", "\u2019s"})
_ONE = Bounds(1.0, 1.0, 1.0, "exact")


def singulars(words: Sequence[Word], found: Sequence[Printed], *, clipped: bool) -> list[Printed]:
    """Read "a shepherd", "his wife": one of something, with no numeral."""
    taken = {i for n in found for i in range(n.first, n.last)}
    singles = _bare(words, taken) if clipped else []
    taken |= {i for n in singles for i in range(n.first, n.last)}
    for i, word in enumerate(words[:-1]):
        own = word.key in _OWN
        known = word.key == "the"
        if i in taken or not (own or known or word.key in {"a", "an", "another"}):
            continue
        if _says_who(words, i):
            continue
        noun = _whole(words, noun_after(words, i + 1, single=True))
        if known and (noun is None or not (_suffers(words, noun) or _acted_on(words, i, noun))):
            continue
        if noun is None or noun.unit.unit_class not in _HARMED:
            continue
        if noun.unit.plural and (own or known):
            continue
        if own and noun.unit.unit_class != "person":
            continue
        if noun.first != i + 1 or not taken.isdisjoint(range(i, noun.last)):
            continue
        span = cover(words[i : noun.last])
        singles.append(Printed(i, noun.last, i + 1, span, _ONE, noun, implicit=True))
        taken |= set(range(i, noun.last))
    return singles


def _whole(words: Sequence[Word], noun: CountedNoun | None) -> CountedNoun | None:
    """Return the phrase that goes on behind a noun in somebody of his, or whose one he is.

    "A lawmaker's bodyguard" is a bodyguard, "the wife of a police officer" a wife. None where
    what is his is not one that can be counted.
    """
    if noun is None or noun.last + 1 >= len(words):
        return noun
    if words[noun.last].text in _GENITIVE:
        whose = noun_after(words, noun.last + 1, single=True)
        near = whose is not None and whose.first == noun.last + 1
        return whose._replace(first=noun.first) if near and whose is not None else None
    if noun.unit.unit_class != "person" or words[noun.last].key != "of":
        return noun
    if words[noun.last + 1].key not in {"a", "an", "the", *_OWN}:
        return noun
    other = noun_after(words, noun.last + 2, single=True)
    if other is None or other.first != noun.last + 2 or other.unit.unit_class != "person":
        return noun
    return noun._replace(last=other.last)


def _acted_on(words: Sequence[Word], i: int, noun: CountedNoun) -> bool:
    """Say whether a verb of harm has a person as its object ("wounding the owner")."""
    if noun.unit.unit_class != "person":
        return False
    return any(words[i - n : i] and _acts().at(words, i - n) == (i, "") for n in (1, 2, 3))


def _suffers(words: Sequence[Word], noun: CountedNoun) -> bool:
    """Say whether right behind a person stands what was done to him ("the driver was killed")."""
    if noun.unit.unit_class != "person" or noun.last >= len(words):
        return False
    first = words[noun.last].key
    if first not in _WAS:
        led = noun.last + (first in _ALSO)
        return led < len(words) and words[led].key in _DIED
    led = noun.last + 1
    led += led < len(words) and words[led].key in _ALSO
    return led < len(words) and _harm_words().at(words, led) is not None


def _says_who(words: Sequence[Word], i: int) -> bool:
    """Say whether a noun only says who the one counted is ("one of them a student")."""
    keys = [word.key for word in words[max(0, i - 3) : i]]
    return keys in (["one", "of", "them"], ["one", "of", "whom"])


def _bare(words: Sequence[Word], taken: set[int]) -> list[Printed]:
    """Read "medic dead", "2 hits, driver wounded": one person at the head of a phrase."""
    singles = []
    for i, word in enumerate(words[:-1]):
        if i in taken or not word.is_word or (i and words[i - 1].is_word):
            continue
        noun = noun_after(words, i, single=True)
        if noun is None or noun.unit.unit_class != "person" or noun.unit.plural or noun.first != i:
            continue
        behind = noun.last
        if [word.text for word in words[behind : behind + 3 : 2]] == ["(", ")"]:
            behind += 3  # "paramedic (29) killed"
        harmed = behind < len(words) and _harm_words().at(words, behind) is not None
        if harmed and taken.isdisjoint(range(i, noun.last)):
            span = cover(words[i : noun.last])
            singles.append(Printed(i, noun.last, i, span, _ONE, noun, implicit=True))
    return singles


@cache
def _harm_words() -> PhraseTable[str]:
    """Return the words that say right behind somebody what was done to him ("medic dead")."""
    rows = load_data("figures.toml")["harm"].values()
    return PhraseTable(
        {word: "" for row in rows for form in ("participle", "adjective") for word in row[form]}
    )


@cache
def _acts() -> PhraseTable[str]:
    """Return the active verbs of harm to people, the longest at a word first."""
    rows = load_data("figures.toml")["harm"]
    return PhraseTable(
        {
            word: ""
            for kind in ("killed", "wounded", "captured", "released")
            for form in ("participle", "right")
            for word in rows[kind][form]
        }
    )
