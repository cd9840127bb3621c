"""Weapons and platforms named in a text, with class and calibre (data/weapons.toml).

Spans are noun phrases without article and number ("roadside bomb", "122-mm rockets").
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Final, NamedTuple

from trucewatch.extract.tables import load_data, plural_of
from trucewatch.extract.words import PhraseTable, Word, cover, fold, split_words
from trucewatch.model import Span, Weapon

if TYPE_CHECKING:
    from collections.abc import Sequence

WEAPON_CLASSES: Final[frozenset[str]] = frozenset(load_data("weapons.toml")["classes"])
"""The classes that `Weapon.class_` may bear."""

_MILLIMETRES: Final = frozenset({"mm", "millimetre", "millimeter", "millimetres", "millimeters"})
_CENTIMETRE_FACTOR = {"cm": 10.0}
_CALIBRE_WORDS: Final = frozenset({"calibre", "caliber"})
_SMALLEST, _LARGEST = 4.5, 700.0
"""Calibres in millimetres beyond which the number measures something else."""
_NUMBER = re.compile(r"\d{1,3}(?:\.\d{1,2})?")


class _Row(NamedTuple):
    class_: str
    noun: str
    named: bool


class _Tables(NamedTuple):
    rows: PhraseTable[_Row]
    before: frozenset[str]
    capital: frozenset[str]
    not_before: dict[str, frozenset[str]]
    not_after: dict[str, frozenset[str]]


@cache
def _tables() -> _Tables:
    data = load_data("weapons.toml")
    rows: dict[str, _Row] = {}
    irregular = load_data("groups.toml")["irregular"]
    for name, entry in data["classes"].items():
        for noun in entry["nouns"]:
            row = _Row(name, noun, named=False)
            rows.setdefault(noun, row)
            rows.setdefault(plural_of(noun, irregular), row)
        for system in entry.get("systems", ()):
            row = _Row(name, " ".join(w.key for w in split_words(system)), named=True)
            rows.setdefault(system, row)
            rows.setdefault(system + "s", row)
    refused = data["not_weapon"]
    return _Tables(
        rows=PhraseTable(rows),
        before=frozenset(key for word in data["before"]["words"] for key in _keys(word)),
        capital=frozenset(data["capital"]["names"]),
        not_before={noun: frozenset(row.get("before", ())) for noun, row in refused.items()},
        not_after={noun: frozenset(row.get("after", ())) for noun, row in refused.items()},
    )


@cache
def classes_by_first_word() -> dict[str, frozenset[str]]:
    """Return, for each word with which a weapon's name begins, the classes of such names."""
    found: dict[str, set[str]] = {}
    for first, row in _tables().rows.firsts():
        found.setdefault(first, {"weapon"}).add(f"weapon:{row.class_}")
    return {first: frozenset(classes) for first, classes in found.items()}


def _keys(word: str) -> tuple[str, ...]:
    return tuple(part.key for part in split_words(word))


def find_weapons(text: str, span: Span | None = None) -> tuple[Weapon, ...]:
    """Return the weapons named in a stretch of text in order, none overlapping.

    Neighbouring names of one thing ("BM-21 Grad rocket launcher", "T-72 tank") are one weapon
    whose class is that of the last, more general word unless that says less.
    """
    words = split_words(text, span)
    hits = [
        (first, last, row)
        for first, last, row in _tables().rows.find(words)
        if _is_weapon(words, first, last, row)
    ]
    found: list[Weapon] = []
    i = done = 0
    while i < len(hits):
        first, last, row = hits[i]
        while i + 1 < len(hits) and _goes_on(words, last, hits[i + 1][0]):
            i += 1
            last = hits[i][1]
            row = _narrower(row, hits[i][2])
        first, before = _extended(words, first, done)
        last, behind = _calibre_behind(words, last)
        stretch = cover(words[first:last])
        found.append(Weapon(text=stretch.of(text), span=stretch, class_=row.class_,
                            calibre_mm=before or behind))  # fmt: skip
        done = last
        i += 1
    return tuple(found)


def _goes_on(words: Sequence[Word], last: int, following: int) -> bool:
    """Say whether the next name belongs to the same thing ("Grad-type rocket launcher")."""
    typed = words[last].key in {"type", "class", "style"} if last < len(words) else False
    return following == last + typed


def _narrower(one: _Row, other: _Row) -> _Row:
    """Return which of two neighbouring words tells the class: the last, unless it says less."""
    if other.class_ in {"unspecified", "artillery"} or (one.named and other.class_ == "vehicle"):
        return one
    if (
        one.named
        and not other.named
        and other.class_ in {"mlrs", "rocket", "missile", "machine_gun"}
    ):
        # A "Grad rocket" is a rocket, a "TOW missile" still an anti-tank weapon.
        return one if one.class_ in {"atgm", "air_defence", "drone"} else other
    return one if one.named else other


def _is_weapon(words: Sequence[Word], first: int, last: int, row: _Row) -> bool:
    tables = _tables()
    key = row.noun if row.named or row.noun in tables.not_before else words[last - 1].key
    key = key.lower()
    before = words[first - 1].key if first else ""
    after = words[last].key if last < len(words) else ""
    if before == "of" and words[last - 1].key != row.noun:
        before = ""  # "a friend of mine", but "scores of mines"
    if row.named and fold(key) in tables.capital and not words[first].text[0].isupper():
        return False
    if last - first == 1 and _refused(row, before, after):
        return False
    # "to mine", "were shelling": a verb after "to" or a pronoun is no weapon.
    return not (last - first == 1 and before in {"to", "they", "we", "you", "i"} and not row.named)


def _refused(row: _Row, before: str, after: str) -> bool:
    tables = _tables()
    return before in tables.not_before.get(row.noun, ()) or after in tables.not_after.get(
        row.noun, ()
    )


_INSIDE = frozenset({"to", "and", "of"})
"""Words that stand inside the description of a weapon and never open it."""


def _extended(words: Sequence[Word], first: int, done: int) -> tuple[int, float | None]:
    """Take in adjectives and a calibre before the noun, but no word of the weapon before.

    Returns where the phrase begins, and the calibre.
    """
    tables = _tables()
    calibre = None
    start = first
    while start > done:
        word = words[start - 1]
        if word.key in tables.before and word.is_word:
            start -= 1
            continue
        taken = _calibre_before(words, start)
        if calibre is None and taken is not None and taken[0] >= done:
            start, calibre = taken
            continue
        break
    while start < first and words[start].key in _INSIDE:
        start += 1  # "responded to sniper fire", beside "surface-to-air missile"
    return start, calibre


def _calibre_before(words: Sequence[Word], start: int) -> tuple[int, float] | None:
    i = start
    if i > 0 and words[i - 1].key in _CALIBRE_WORDS:
        i -= 1
    if i > 0 and words[i - 1].key in (_MILLIMETRES | _CENTIMETRE_FACTOR.keys()):
        factor = _CENTIMETRE_FACTOR.get(words[i - 1].key, 1.0)
        if i > 1 and (value := _calibre(words[i - 2], factor)) is not None:
            return i - 2, value
    return None


def _calibre_behind(words: Sequence[Word], last: int) -> tuple[int, float | None]:
    """Read "of 122 mm calibre", "(122-mm)", "122 mm" behind the noun; outside the span."""
    i = last
    while i < len(words) and words[i].key in {"of", "(", "calibre", "caliber", ","}:
        i += 1
    if i - last <= 2 and i + 1 < len(words) and words[i + 1].key in _MILLIMETRES:
        following = words[i + 2].key if i + 2 < len(words) else ""
        if words[i - 1].key in {"of", "(", "calibre", "caliber"} or following in _CALIBRE_WORDS:
            return last, _calibre(words[i], 1.0)
    return last, None


def _calibre(word: Word, factor: float) -> float | None:
    if _NUMBER.fullmatch(word.text) is None or not word.text.isascii():
        return None
    value = float(word.text) * factor
    return value if _SMALLEST <= value <= _LARGEST else None
