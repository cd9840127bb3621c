"""A light view of text as words: no parser, exact offsets, folded keys for look-up.

The recognisers of figures, times, weapons, actors and labels all read through it, so that
"BM-21", "BM 21" and "BM21", or "Hay'at" and "Hayat", are one and the same to them.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING, Generic, NamedTuple, TypeVar

from trucewatch.model import Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

T = TypeVar("T")

# Letters with their combining marks (Latin accents, Arabic vowel signs).
_LETTER = r"[^\W\d_][\u0300-\u036f\u0640\u064b-\u065f\u0670]*"
_APOSTROPHE = "'\u2018\u2019\u02bc\u02bf\u02be`"
_WORD = re.compile(
    rf"(?:{_LETTER})+(?:[{_APOSTROPHE}](?![sS]\b)(?:{_LETTER})+)*"
    rf"|[{_APOSTROPHE}][sS]\b"
    r"|\d+(?:[.,:]\d+)*"
    r"|[^\s\w]|_"
)
_JOINING = "-\u2010\u2011\u2013"
_DROPPED = str.maketrans("", "", _APOSTROPHE + "\u0640")


class Word(NamedTuple):
    """One word, number or mark of punctuation; `glued` if a hyphen ties it to the one before."""

    text: str
    key: str
    start: int
    end: int
    glued: bool

    @property
    def is_number(self) -> bool:
        """Say whether the word is written in digits."""
        return self.text[0].isdecimal()

    @property
    def is_word(self) -> bool:
        """Say whether the word is written in letters."""
        return self.text[0].isalpha()


@lru_cache(maxsize=50_000)
def fold(text: str) -> str:
    """Return the look-up form: lower case, without accents, apostrophes, ayin and hamza signs."""
    if text.isascii():
        return text.lower().translate(_DROPPED)
    plain = unicodedata.normalize("NFKD", text.translate(_DROPPED))
    return "".join(c for c in plain if not unicodedata.combining(c)).casefold()


@lru_cache(maxsize=512)  # all recognisers look at the same sentences in turn
def split_words(text: str, span: Span | None = None) -> tuple[Word, ...]:
    """Return the words of a stretch of text in order; hyphens between words are left out."""
    begin, stop = span if span is not None else (0, len(text))
    stop = min(stop, len(text))
    found: list[Word] = []
    hyphen = -1
    for match in _WORD.finditer(text, max(0, begin), stop):
        word, start, end = match.group(), match.start(), match.end()
        if word in _JOINING and start > begin and end < stop and _ties(text, start, end):
            hyphen = end
            continue
        found.append(Word(word, fold(word), start, end, hyphen == start))
    return tuple(found)


def _ties(text: str, start: int, end: int) -> bool:
    return text[start - 1].isalnum() and text[end].isalnum()


def cover(words: Sequence[Word]) -> Span:
    """Return the span from the first to the last of some words, of which there is at least one."""
    return Span(words[0].start, words[-1].end)


class PhraseTable(Generic[T]):
    """Phrases with a value each, found at word boundaries; the longest one wins.

    Spaces and hyphens are the same, letters are folded, and each phrase may be given with any
    number of spellings. Cost grows with the text alone, not with the number of phrases.
    """

    __slots__ = ("_starts",)

    def __init__(self, phrases: Mapping[str, T] | Iterable[tuple[str, T]]) -> None:
        rows = phrases.items() if hasattr(phrases, "items") else phrases
        starts: dict[str, dict[tuple[str, ...], T]] = {}
        for phrase, value in rows:
            keys = tuple(word.key for word in split_words(phrase) if word.key)
            if keys:
                starts.setdefault(keys[0], {}).setdefault(keys, value)
        self._starts = {
            first: tuple(
                (keys[1:], value)
                for keys, value in sorted(by_keys.items(), key=lambda row: -len(row[0]))
            )
            for first, by_keys in starts.items()
        }

    @property
    def starts(self) -> frozenset[str]:
        """The words that a phrase can begin with."""
        return frozenset(self._starts)

    def firsts(self) -> Iterator[tuple[str, T]]:
        """Yield the first word of each phrase, with the phrase's value."""
        for first, rows in self._starts.items():
            for _, value in rows:
                yield first, value

    def at(self, words: Sequence[Word], i: int) -> tuple[int, T] | None:
        """Return where the longest phrase that begins at word `i` ends, and its value."""
        for rest, value in self._starts.get(words[i].key, ()):
            if _follows(words, i + 1, rest):
                return i + 1 + len(rest), value
        return None

    def find(self, words: Sequence[Word]) -> list[tuple[int, int, T]]:
        """Return (first word, word after the last, value) of all phrases, none overlapping."""
        found = []
        starts, end = self._starts, 0
        for i, word in enumerate(words):
            if i >= end and word.key in starts and (hit := self.at(words, i)) is not None:
                end, value = hit
                found.append((i, end, value))
        return found

    def ending_at(self, words: Sequence[Word], end: int, *, reach: int = 4) -> tuple[int, T] | None:
        """Return where the longest phrase that ends right before word `end` begins, and value."""
        for i in range(max(0, end - reach), end):
            for rest, value in self._starts.get(words[i].key, ()):
                if i + 1 + len(rest) == end and _follows(words, i + 1, rest):
                    return i, value
        return None


def _follows(words: Sequence[Word], i: int, keys: Sequence[str]) -> bool:
    """Say whether these words stand from word `i` on."""
    if i + len(keys) > len(words):
        return False
    for key in keys:
        if words[i].key != key:
            return False
        i += 1
    return True
