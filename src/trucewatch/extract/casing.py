"""Usual case for sentences in capitals (cables, tickers) and headlines in title case.

The replacement has the length of the original, so that offsets stay true.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from trucewatch.extract.tables import load_data

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from trucewatch.model.spans import Span

_WORD = re.compile(r"[^\W\d_]+")
_CAPITALS_SHARE = 0.9
_CAPITALS_LETTERS = 12
_TITLE_SHARE = 0.8
_TITLE_WORDS = 4
_COMMON_SHARE = 0.4
_LONG_WORD = 4
_VOWELS = frozenset("aeiouy")
_ACRONYM_LENGTH = 4
_NAME_LENGTH = 6  # shorter unknown words with a common ending may well be names
_OPENING = re.compile(
    r"(?:(?<![\W_][^\W_])[.!?]['\")\]]*\s+|(?:--|[.!?:\]])\s+\[[^\[\]]{1,60}\]\s+|\[|\n\s*\n\s*)['\"(]*$"
)
_OPENING_REACH = 70
# Endings that names hardly have, and endings that make an inflection of a known common word.
_COMMON_ENDINGS = (
    "tion", "tions", "ment", "ments", "ness", "ous", "ously", "ility", "ized", "ised", "izing",
    "ising", "iveness", "able", "ible", "ably", "ibly", "ances", "ences", "ingly", "edly", "ists",
    "isms", "ators", "atory",
)  # fmt: skip
_ENDINGS = (
    ("ies", "y"), ("es", ""), ("s", ""), ("ed", ""), ("ed", "e"), ("ing", ""), ("ing", "e"),
    ("ly", ""), ("er", ""), ("ers", ""),
)  # fmt: skip


def restored(text: str, usual: Mapping[str, str], names: Sequence[Span] = ()) -> str:
    """Return a text in its usual case, or unchanged if it is not in capitals or titles.

    The text is a sentence, a headline, or a whole dispatch in capitals. `usual` maps lower-case
    words to the form in which running text prints them; words of `names` (spans of `text`) get a
    capital, as do words in capitals that are not known at all.
    """
    words = list(_WORD.finditer(text))
    known = {i for name in names for i in range(name.start, name.end)}
    if _in_capitals(text):
        return _replaced(text, [(m, _from_capitals(m, usual, known)) for m in words])
    if _in_title_case([m.group() for m in words], usual):
        common = [m for m in words[1:] if m.start() not in known]
        return _replaced(text, [(m, _from_title(m.group(), usual)) for m in common])
    return text


def _in_capitals(text: str) -> bool:
    upper = sum(map(str.isupper, text))
    return upper >= _CAPITALS_LETTERS and upper >= _CAPITALS_SHARE * sum(map(str.isalpha, text))


def _in_title_case(words: Sequence[str], usual: Mapping[str, str]) -> bool:
    """Say whether nearly all words have a capital, many of which have none in running text."""
    long = [word for word in words if len(word) >= _LONG_WORD]
    titled = [word for word in long if word[0].isupper()]
    common = sum(_from_title(word, usual).islower() for word in titled[1:])
    return (
        len(long) >= _TITLE_WORDS
        and len(titled) >= _TITLE_SHARE * len(long)
        and common >= _COMMON_SHARE * len(long)
    )


def _from_capitals(word: re.Match[str], usual: Mapping[str, str], known: set[int]) -> str:
    lower = word.group().lower()
    if word.start() in known and usual.get(lower, lower).islower():
        return lower.capitalize()
    if len(lower) == 1 and word.string.startswith(".", word.end()):
        return word.group()  # an initial, or one letter of "U.S."
    if lower in _common_words() or (lower not in usual and _looks_common(lower, usual)):
        form = lower
    elif lower in usual:
        form = usual[lower]
        if form.isupper() and len(form) > _ACRONYM_LENGTH and not _VOWELS.isdisjoint(lower):
            form = form.capitalize()  # a name that treebanks have in headings only
    elif lower not in _names() and len(lower) >= _NAME_LENGTH and lower.endswith(_endings()):
        form = lower
    elif _VOWELS.isdisjoint(lower):
        form = word.group()
    else:
        form = lower.capitalize()
    return form.capitalize() if form.islower() and _opens(word) else form


def _opens(word: re.Match[str]) -> bool:
    """Say whether a word opens a sentence, a paragraph, or what follows a tag in brackets."""
    before = word.string[max(0, word.start() - _OPENING_REACH) : word.start()]
    return word.start() == 0 or _OPENING.search(" " + before) is not None


@cache
def _common_words() -> frozenset[str]:
    return frozenset(load_data("casing.toml")["common"].split())


@cache
def _names() -> frozenset[str]:
    return frozenset(load_data("casing.toml")["names"].split())


@cache
def _endings() -> tuple[str, ...]:
    return tuple(load_data("casing.toml")["endings"])


def _from_title(word: str, usual: Mapping[str, str]) -> str:
    lower = word.lower()
    if not word.istitle():
        return word
    return usual.get(lower, lower if _looks_common(lower, usual) else word)


def _looks_common(lower: str, usual: Mapping[str, str]) -> bool:
    if lower.endswith(_COMMON_ENDINGS):
        return True
    for ending, rest in _ENDINGS:
        if lower.endswith(ending):
            stem = lower.removesuffix(ending) + rest
            if usual.get(stem, "").islower():
                return True
    return False


def _replaced(text: str, forms: Sequence[tuple[re.Match[str], str]]) -> str:
    parts, done = [], 0
    for word, form in forms:
        # A few letters change their number in lower case: those words stay as printed.
        kept = form if len(form) == len(word.group()) else word.group()
        parts += [text[done : word.start()], kept]
        done = word.end()
    return "".join((*parts, text[done:]))
