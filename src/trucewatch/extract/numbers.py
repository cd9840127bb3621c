"""Numbers in words and digits: values, ranges and words for a number that is not stated."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from trucewatch.extract.tables import load_data
from trucewatch.extract.words import PhraseTable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from trucewatch.extract.words import Word

_PLAIN = re.compile(r"\d{1,12}(?:\.\d{1,6})?")
_GROUPED = re.compile(r"\d{1,3}(?:,\d{3}){1,4}(?:\.\d{1,6})?")
_HUNDRED = 100.0
_TWENTY = 20.0
_LARGEST = 1e12


class Number(NamedTuple):
    """A number at words `first` to `last` (exclusive): its lower and upper value.

    Both are the same but for ranges ("10 to 15"); both are None for a word that states no number
    ("dozens of").
    """

    first: int
    last: int
    low: float | None
    high: float | None

    @property
    def is_range(self) -> bool:
        """Say whether two bounds are printed."""
        return self.low != self.high


class _Tables(NamedTuple):
    values: dict[str, float]
    multipliers: dict[str, float]
    phrases: PhraseTable[float]
    vague: PhraseTable[str]
    starts: frozenset[str]


@cache
def _tables() -> _Tables:
    data = load_data("figures.toml")
    values = {word: float(value) for word, value in data["number_words"].items()}
    multipliers = {word: float(value) for word, value in data["multipliers"].items()}
    phrases = PhraseTable({text: float(value) for text, value in data["number_phrases"].items()})
    unstated = (*data["vague"]["phrases"], *data["vague"]["shares"])
    vague = PhraseTable({phrase: phrase for phrase in unstated})
    starts = phrases.starts | vague.starts | values.keys() | multipliers.keys() | {"a", "an"}
    return _Tables(values, multipliers, phrases, vague, starts)


def find_numbers(words: Sequence[Word]) -> tuple[Number, ...]:
    """Return all numbers among the words in order, none overlapping.

    Ordinals are no numbers. What a number counts, and whether it counts anything, is not decided
    here.
    """
    found = []
    i = 0
    starts = _tables().starts
    while i < len(words):
        begins = words[i].key in starts or words[i].is_number
        number = _number_at(words, i) if begins else None
        if number is None:
            i += 1
            continue
        found.append(number)
        i = number.last
    return tuple(found)


def _number_at(words: Sequence[Word], i: int) -> Number | None:
    tables = _tables()
    vague = tables.vague.at(words, i)
    phrase = tables.phrases.at(words, i)
    value = _value_at(words, i)
    best = max((hit[0] for hit in (vague, phrase, value) if hit is not None), default=i)
    if best == i:
        return None
    if value is not None and value[0] == best:
        return _with_range(words, i, *value)
    if phrase is not None and phrase[0] == best:
        return Number(i, best, phrase[1], phrase[1])
    return Number(i, best, None, None)


def _with_range(words: Sequence[Word], first: int, end: int, low: float) -> Number:
    """Read on over "10-15", "10 to 15", "two or three", "between 10 and 15"."""
    if end >= len(words):
        return Number(first, end, low, low)
    following = end
    if not (words[end].glued and words[end].is_number):
        between = first > 0 and words[first - 1].key in {"between", "from"}
        if words[end].key not in ({"to", "or", "and"} if between else {"to", "or"}):
            return Number(first, end, low, low)
        following = end + 1
    upper = _value_at(words, following) if following < len(words) else None
    if upper is None or upper[1] <= low:
        return Number(first, end, low, low)
    # "five or 600" and the like are two things, not a range.
    if words[end].key == "or" and upper[1] > 2 * low + 1:
        return Number(first, end, low, low)
    # "2 to 3 million": the multiplier counts for both.
    scale = _scale(words, following, upper[0])
    return Number(first, upper[0], low * scale if low < _HUNDRED * 10 else low, upper[1])


def _scale(words: Sequence[Word], start: int, end: int) -> float:
    """Return the multiplier that closes a number written in digits ("3 million" gives 1e6)."""
    multipliers = _tables().multipliers
    if end - start == 2 and words[start].is_number:
        return multipliers.get(words[end - 1].key, 1.0)
    return 1.0


def _value_at(words: Sequence[Word], i: int) -> tuple[int, float] | None:
    if words[i].is_number:
        return _digits_at(words, i)
    return _spelled_at(words, i)


def _digits_at(words: Sequence[Word], i: int) -> tuple[int, float] | None:
    word = words[i]
    text = word.text
    if not text.isascii():
        # Digits of other scripts ("٣") are digits to Python, too.
        text = "".join(str(int(c)) if c.isdecimal() else c for c in text)
    if _GROUPED.fullmatch(text):
        value = float(text.replace(",", ""))
    elif _PLAIN.fullmatch(text):
        value = float(text)
    else:
        return None
    end = i + 1
    if end < len(words) and _is_ordinal_ending(word, words[end]):
        return None
    while end < len(words) and _continues_thousands(words, i, end):
        value = value * 1000 + float(words[end].text)
        end += 1
    multiplier = _tables().multipliers
    while end < len(words) and words[end].key in multiplier and value < _LARGEST:
        value *= multiplier[words[end].key]
        end += 1
    return end, value


def _is_ordinal_ending(word: Word, following: Word) -> bool:
    return following.start == word.end and following.key in {"st", "nd", "rd", "th"}


def _continues_thousands(words: Sequence[Word], first: int, i: int) -> bool:
    """Say whether word `i` goes on a number printed with blanks ("18 000")."""
    group, before = words[i], words[i - 1]
    return (
        len(words[first].text) <= 3
        and len(group.text) == 3
        and group.text.isdecimal()
        and group.text.isascii()
        and group.start == before.end + 1
        and not group.glued
    )


def _spelled_at(words: Sequence[Word], i: int) -> tuple[int, float] | None:
    tables = _tables()
    total = current = 0.0
    start = i
    seen = False
    if (
        words[i].key in {"a", "an"}
        and i + 1 < len(words)
        and words[i + 1].key in {"hundred", "thousand", "million", "billion", "dozen"}
    ):
        current, i = 1.0, i + 1
    previous = 0.0
    while i < len(words):
        key = words[i].key
        if key in tables.values:
            value = tables.values[key]
            # "twenty three" goes on, "three four" does not.
            if seen and not (value < 10 and _TWENTY <= previous < _HUNDRED) and previous < _HUNDRED:
                break
            current += value
            previous = value
        elif key in tables.multipliers and (seen or i > start):
            multiplier = tables.multipliers[key]
            if multiplier > _HUNDRED:
                total += (current or 1.0) * multiplier
                current = 0.0
            else:
                current *= multiplier
            previous = multiplier
        elif key == "and" and previous >= _HUNDRED and _small_follows(words, i + 1):
            i += 1
            continue
        else:
            break
        seen = True
        i += 1
        if total > _LARGEST:
            break
    return (i, total + current) if seen else None


def _small_follows(words: Sequence[Word], i: int) -> bool:
    return i < len(words) and words[i].key in _tables().values
