"""One of something without a numeral: "a shepherd", "his wife", "the driver was killed"."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from trucewatch.extract.counted_nouns import CountedNoun, noun_after
from trucewatch.extract.printed import Bounds, Printed
from trucewatch.extract.tables import load_data
from trucewatch.extract.words import Word, cover

if TYPE_CHECKING:
    from collections.abc import Sequence

_WAS = frozenset({"was", "is"})
_ALSO = frozenset({"also", "later", "badly", "seriously", "slightly", "lightly", "fatally"})
_DIED = frozenset({"died", "perished"})
_HARMED = frozenset({"person", "vehicle", "weapon", "building", "family"})
"""Classes whose bare singular ("a driver", "a school") can be a figure of harm."""
_ONE = Bounds(1.0, 1.0, 1.0, "exact")


def singulars(words: Sequence[Word], found: Sequence[Printed], *, clipped: bool) -> list[Printed]:
    """Read "a shepherd", "his wife": one of something, with no numeral."""
    taken = {i for n in found for i in range(n.first, n.last)}
    singles = _bare(words, taken) if clipped else []
    taken |= {i for n in singles for i in range(n.first, n.last)}
    for i, word in enumerate(words[:-1]):
        own = word.key in {"his", "her"}
        known = word.key == "the"
        if i in taken or not (own or known or word.key in {"a", "an", "another"}):
            continue
        if _says_who(words, i):
            continue
        noun = noun_after(words, i + 1, single=True)
        if known and (noun is None or not _suffers(words, noun)):
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
    return singles


def _suffers(words: Sequence[Word], noun: CountedNoun) -> bool:
    """Say whether right behind a person stands what was done to him ("the driver was killed")."""
    behind = [word.key for word in words[noun.last : noun.last + 3]]
    if noun.unit.unit_class != "person" or not behind:
        return False
    led = behind[1:] if behind[0] in _WAS else behind
    led = led[1:] if led and led[0] in _ALSO else led
    return bool(led) and led[0] in (_harm_words() if behind[0] in _WAS else _DIED)


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
        harmed = behind < len(words) and words[behind].key in _harm_words()
        if harmed and taken.isdisjoint(range(i, noun.last)):
            span = cover(words[i : noun.last])
            singles.append(Printed(i, noun.last, i, span, _ONE, noun, implicit=True))
    return singles


@cache
def _harm_words() -> frozenset[str]:
    """Return the words that say right behind somebody what was done to him ("medic dead")."""
    rows = load_data("figures.toml")["harm"].values()
    return frozenset(
        word for row in rows for form in ("participle", "adjective") for word in row[form]
    )
