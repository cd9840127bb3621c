"""What a number counts: the noun phrase behind it, found without a parser."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from trucewatch.extract.figure_words import figure_words
from trucewatch.extract.numbers import find_numbers
from trucewatch.extract.units import Unit, adjectives, person_like, units

if TYPE_CHECKING:
    from collections.abc import Sequence

    from trucewatch.extract.words import Word

_PHRASE_REACH = 7
"""How many words after a number its noun may stand ("two heavily armed young men")."""


class CountedNoun(NamedTuple):
    """The counted noun phrase: words `first` to `last` (exclusive) and its head."""

    first: int
    last: int
    unit: Unit


def noun_after(words: Sequence[Word], i: int, *, single: bool) -> CountedNoun | None:
    """Return the noun phrase counted by a number that ends before word `i`."""
    tables = figure_words()
    skipped = _skip_of(words, i)
    if skipped > i and skipped < len(words) and find_numbers(words[skipped : skipped + 1]):
        return None  # "two of five convoys": the noun is that of the second number
    owned = skipped > i and words[skipped - 1].key in _POSSESSIVES
    i = skipped
    while i < len(words) and words[i].key in tables.fillers:
        if words[i].key == "others":
            return None
        i += 1
    first = i
    best: CountedNoun | None = None
    while i < min(len(words), first + _PHRASE_REACH):
        harm = tables.participles.at(words, i)
        if best is None and i == first and harm is not None and not _noun_near(words, harm[0]):
            return None
        hit = units().at(words, i)
        if hit is not None and not (single and _only_describes(words, i, hit[0])):
            best = _better(best, first - owned, hit, single=single)
            ends = best is not None and best.last == hit[0] and not _compound(words, hit[0])
            if best is not None and ends and not _of_nation(words, best, hit[0]):
                return best
            i = hit[0]
            continue
        described = _described(words, i)
        ended = described == i and _ends_phrase(words[i], tables.stop)
        if ended or (best is not None and not _of_nation(words, best, i)):
            break
        i = max(i + 1, described)
    return best or _unknown_noun(words, first, single=single)


def _only_describes(words: Sequence[Word], i: int, end: int) -> bool:
    """Say whether a word for somebody is an adjective here ("a national agency")."""
    if end != i + 1 or end >= len(words) or words[i].key not in adjectives():
        return False
    open_ = not _ends_phrase(words[end], figure_words().stop)
    return open_ and figure_words().participles.at(words, end) is None


def _of_nation(words: Sequence[Word], best: CountedNoun, i: int) -> bool:
    """Say whether what was taken for somebody may say whose a thing is ("a Georgian drone")."""
    alone = best.unit.unit_class == "person" and best.last == best.first + 1
    if not alone or i >= len(words) or not words[best.first].text[:1].isupper():
        return False
    tables = figure_words()
    plain = words[i].text[:1].islower() and not _ends_phrase(words[i], tables.stop)
    return plain and tables.participles.at(words, i) is None and units().at(words, i) is None


def _described(words: Sequence[Word], i: int) -> int:
    """Step over a number tied into a word ("a 12-year-old boy", "six 122-mm rockets", "Mi-24")."""
    end = i + 1
    if not words[i].is_number and end < len(words) and words[end].glued and words[end].is_number:
        return end + 1
    while end < len(words) and (words[end].glued or words[end].key == "mm"):
        end += 1
    return end if words[i].is_number and end > i + 1 else i


def _better(
    best: CountedNoun | None, first: int, hit: tuple[int, Unit], *, single: bool
) -> CountedNoun | None:
    end, unit = hit
    fits = unit.singular if single else unit.plural
    return CountedNoun(first, end, unit) if fits else best


def _compound(words: Sequence[Word], i: int) -> bool:
    """Say whether the noun goes on in another one ("a police officer", "an army vehicle")."""
    if i >= len(words) or figure_words().participles.at(words, i) is not None:
        return False
    return units().at(words, i) is not None


def _noun_near(words: Sequence[Word], i: int) -> bool:
    """Say whether a countable noun follows within two words ("three wounded soldiers")."""
    for k in range(i, min(i + 2, len(words))):
        if units().at(words, k) is not None:
            return True
        if _ends_phrase(words[k], figure_words().stop):
            return False
    return False


def _ends_phrase(word: Word, stop: frozenset[str]) -> bool:
    return word.key in stop or (not word.is_word and word.text not in "'\"\u2018\u2019\u201c\u201d")


def _skip_of(words: Sequence[Word], i: int) -> int:
    """Step over "of the", "of these", "of" between number and noun; see `_POSSESSIVES`."""
    if i >= len(words) or words[i].key != "of":
        return i
    i += 1
    while i < len(words) and words[i].key in figure_words().determiners:
        i += 1
    return i


_POSSESSIVES = frozenset({"our", "his", "her", "its", "their"})
"""Words that belong to the counted phrase ("two of our comrades": "our comrades")."""


def _unknown_noun(words: Sequence[Word], first: int, *, single: bool) -> CountedNoun | None:
    """Return a noun phrase that ends in somebody by the look of the word or in an unknown plural.

    "A caregiver", "nine olive-pickers".
    """
    tables = figure_words()
    for i in range(first, min(first + 4, len(words))):
        word = words[i]
        if _ends_phrase(word, tables.stop) or tables.participles.at(words, i) is not None:
            return None
        typed = _type_of_arms(words, i)
        if typed is not None and not single:
            return CountedNoun(first, typed, _ARMS)
        someone = person_like(word.key)
        if someone is not None and (someone.singular if single else someone.plural):
            return CountedNoun(first, i + 1, someone)
        if _looks_plural(word.key) and not single:
            noun = word.key.removesuffix("s")
            if noun.endswith("ie"):
                noun = noun.removesuffix("ie") + "y"
            unit = Unit(noun, "other", noun, None, singular=False, plural=True)
            return CountedNoun(first, i + 1, unit)
    return None


_ARMS = Unit("weapon", "weapon", "weapon", None, singular=False, plural=True)
_TYPE_LETTERS = 4


def _type_of_arms(words: Sequence[Word], i: int) -> int | None:
    """Return where a type with a number ends that stands for arms ("two T-72s", "four Mi-24")."""
    letters = words[i].text
    last = i + 1
    typed = last < len(words) and words[last].glued and words[last].is_number
    if not typed or len(letters) > _TYPE_LETTERS or not letters[0].isupper():
        return None
    plural = last + 1 < len(words) and words[last + 1].start == words[last].end
    return last + 1 + (plural and words[last + 1].key == "s")


def _looks_plural(key: str) -> bool:
    return len(key) > 3 and key.endswith("s") and not key.endswith(("ss", "us", "is"))
