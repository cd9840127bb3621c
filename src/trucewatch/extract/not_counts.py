"""Numbers that count nothing: years, codes, ages, road and resolution numbers, list marks."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from trucewatch.extract.counted_nouns import noun_after
from trucewatch.extract.figure_words import figure_words
from trucewatch.extract.units import units

if TYPE_CHECKING:
    from collections.abc import Sequence

    from trucewatch.extract.numbers import Number
    from trucewatch.extract.words import Word


def is_name(words: Sequence[Word], number: Number) -> bool:
    """Say whether the number is part of a name, a year, a code, or a list mark."""
    first, last = number.first, number.last
    if first > 1 and words[first - 1].key == "of" and _describes_one(words, first, last):
        return True
    if not words[first].is_number:
        return False
    if first and _named_before(words, first, last):
        return True
    return _marks_list(words, first, last) or _is_code(words, first, last)


def _describes_one(words: Sequence[Word], first: int, last: int) -> bool:
    """Say whether a number behind "of" is an age or holds those counted together.

    "A girl of six was killed"; "eleven members of one family".
    """
    if words[first].key == "one" and last < len(words) and words[last].key in _KIN:
        return True
    noun = next((hit for n in (2, 3) if (hit := units().at(words, first - n)) is not None), None)
    single = noun is not None and noun[0] == first - 1 and noun[1].singular
    return (
        single
        and noun is not None
        and noun[1].unit_class == "person"
        and not _unit_follows(words, last)
    )


_KIN = frozenset({"family", "household", "clan", "tribe", "unit", "village"})


def _named_before(words: Sequence[Word], first: int, last: int) -> bool:
    """Say whether the word before makes the number a name ("M4", "BM-21", "Article 5", "No. 3")."""
    word, before = words[first], words[first - 1]
    if before.end == word.start and before.text not in "([~$\u20ac\u00a3<>\"'":
        return True
    if word.glued and not _counts_up(words, first):
        return True
    naming = figure_words().naming
    if before.key in naming:
        return before.text[0].isupper() or not _unit_follows(words, last)
    return before.text == "." and first > 1 and words[first - 2].key in naming


def _counts_up(words: Sequence[Word], first: int) -> bool:
    return words[first - 1].is_number or words[first - 1].key in {"some", "mid"}


def _unit_follows(words: Sequence[Word], i: int) -> bool:
    noun = noun_after(words, i, single=False)
    return noun is not None and noun.unit.unit_class != "other"


def _marks_list(words: Sequence[Word], first: int, last: int) -> bool:
    """Say whether a number that opens is a list mark or an hour ("2. Two of our", "08.20 bus")."""
    if first or last != 1 or len(words) == 1:
        return False
    if _HOUR.fullmatch(words[0].text):
        return not _unit_follows(words, last)
    return words[1].text in {".", ")"} and words[1].start == words[0].end


def _is_code(words: Sequence[Word], first: int, last: int) -> bool:
    """Say whether the number reads as a year, an age, a code or a telephone number."""
    word = words[first]
    if last < len(words) and _runs_on(words, last):
        return True
    if last != first + 1 or not word.text.isdecimal():
        return first > 0 and words[first - 1].text in _CODE_MARKS
    if not _unit_follows(words, last):
        if len(word.text) == 4 and word.text[0] in "12":
            return _FIRST_YEAR <= int(word.text) <= _LAST_YEAR
        if len(word.text) > 4:
            return True
    if _is_bracketed_age(words, first, last):
        return True
    return first > 0 and (words[first - 1].text in _CODE_MARKS or _is_age(words, first, last))


def _is_bracketed_age(words: Sequence[Word], first: int, last: int) -> bool:
    """Say whether a number stands in brackets behind one person ("a woman (34) was hurt")."""
    if first < 2 or words[first - 1].text != "(" or last >= len(words) or words[last].text != ")":
        return False
    noun = units().at(words, first - 2)
    if noun is None or noun[0] != first - 1:
        return False
    return noun[1].singular and noun[1].unit_class == "person"


def _runs_on(words: Sequence[Word], last: int) -> bool:
    """Say whether letters or signs hang on the digits ("2S1", "46th", "8%"), but for a unit."""
    following = words[last]
    if following.start != words[last - 1].end:
        return False
    return following.text in "%°/" or (following.is_word and units().at(words, last) is None)


def _is_age(words: Sequence[Word], first: int, last: int) -> bool:
    """Say whether the number stands alone between commas behind a name ("Ahmed, 25, a farmer")."""
    if first < 2 or words[first - 1].text != "," or last >= len(words):
        return False
    return words[last].text in {",", "."} and words[first - 2].text[0].isupper()


def _joins_two(words: Sequence[Word], i: int) -> bool:
    """Say whether "both" leads a pair or a phrase of its own ("both soldiers and civilians")."""
    noun = noun_after(words, i, single=False)
    return noun is None or (noun.last < len(words) and words[noun.last].key == "and")


_HOUR = re.compile(r"[012]\d\.[0-5]\d")
_CODE_MARKS = frozenset("#@№")
_FIRST_YEAR, _LAST_YEAR = 1900, 2099


def is_uncounted(words: Sequence[Word], i: int) -> bool:
    """Say whether what follows the number is a duration, a share or another non-count."""
    if i >= len(words):
        return False
    tables = figure_words()
    if i and words[i - 1].key == "both" and _joins_two(words, i):
        return True
    if tables.not_counted.at(words, i) is not None:
        # "two sides", "three points": but "three point objects" never occurs.
        return True
    # "a 40-strong unit" and "six-party talks" are descriptions.
    return words[i].glued and words[i].key in {"strong", "party", "nation", "man", "member", "way"}
