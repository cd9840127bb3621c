"""Folding: many spellings of a name to one key, with the way back to the text.

A text becomes a list of tokens; each token knows its code points in the text and its folded form.
Matching runs over the folded forms joined by single spaces, so that a match is always made of
whole tokens and its span is exact. Case, diacritics, apostrophes and ayin / hamza signs vanish,
hyphens count as spaces, Arabic articles fall away, and generic parts of names that are spelt
many ways (Tell / Tall / Tel) become one (`spellings` in data/cues.toml).
"""

# ruff: noqa: RUF001 - letters of several scripts are the subject

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from trucewatch.places.lexicon import cues

FOLD_VERSION = "2"
"""Written into packs: keys made by another version are made afresh on loading."""

BREAK = "|"
"""The folded form of anything that a name cannot run across (stops, commas, paragraph ends)."""

_APOSTROPHES = "'’‘`´ʼʻʿʾʹʽ′"
_TOKEN = re.compile(
    rf"[^\W_](?:[^\W_]|[\u0300-\u036f\u0610-\u061a\u064b-\u065f\u0670\u0640]"
    rf"|[{_APOSTROPHES}](?=[^\W_]))*"
)
# What is written onto a name after an apostrophe: the English 's (not in "Ra's al-Ayn") and the
# Turkish endings of place ("İstanbul'da", "Gaziantep'ten").
_ENDING = re.compile(
    rf"(?<=\w\w\w)[{_APOSTROPHES}](?:s|n?d[ae]|t[ae]|n?d[ae]n|t[ae]n|y[ae]|[dt][ae]ki)\Z",
    re.IGNORECASE,
)
_SOFT_GAP = re.compile(
    rf"[{_APOSTROPHES}]?(?:[ \t\u00a0\u2009]*(?:\r?\n)?[ \t\u00a0\u2009]*|[ \t]?[-‐‑–][ \t]?)"
    rf"[{_APOSTROPHES}]?\Z"
)
_HYPHENS = "-‐‑–"
# Letters that Unicode does not take apart, and Arabic letters written in several ways.
_LETTERS = str.maketrans(
    {
        "ı": "i",
        "ł": "l",
        "ø": "o",
        "đ": "d",
        "ð": "d",
        "þ": "th",
        "æ": "ae",
        "œ": "oe",
        "ə": "a",
        "ħ": "h",
        "\u0640": None,
        "ى": "ي",
        "ی": "ي",
        "ة": "ه",
        "ک": "ك",
        "گ": "ك",
        "ە": "ه",
        "ٱ": "ا",
        "ё": "е",
        "ґ": "г",
        "і": "и",
        "ї": "и",
        "є": "е",
        "э": "е",
        **dict.fromkeys(_APOSTROPHES, None),
    }
)
_ARABIC = re.compile(r"[\u0600-\u06ff]")
_CYRILLIC = re.compile(r"[\u0400-\u052f]")
_ARABIC_ARTICLE = re.compile(r"\A(?:ال|لل)(?=..)")
_ARABIC_CLITIC = re.compile(r"\A[وفبلك](?=...)")
# Russian, Ukrainian and Bulgarian case endings of place names: Идлиб, Идлибе, Идлибом.
_CYRILLIC_ENDING = re.compile(r"(?<=...)(?:ами|ями|ах|ях|ом|ем|ой|ей|ою|єю|[аеиоуыэюяіїєйьъ])\Z")
# Armenian and Georgian case endings of place names: Գորիսում, Գորիսի; გორში, გორთან, გორი.
_ARMENIAN = re.compile(r"[\u0531-\u0587]")
_ARMENIAN_ENDING = re.compile(r"(?<=...)(?:ում|ից|ով|ի)\Z")
_GEORGIAN = re.compile(r"[\u10a0-\u10ff]")
_GEORGIAN_ENDING = re.compile(r"(?<=...)(?:იდან|დან|თან|ისკენ|ში|ზე|ის|ით|მა|ს|ი)\Z")
_LATIN_FINAL_H = re.compile(r"(?<=..[ae])h\Z")

ARTICLES = frozenset({"al", "el", "ul"})
_SUN = {
    "an": "n",
    "en": "n",
    "as": "s",
    "es": "s",
    "ash": "sh",
    "esh": "sh",
    "ad": "d",
    "ed": "d",
    "adh": "dh",
    "ar": "r",
    "er": "r",
    "at": "t",
    "et": "t",
    "ath": "th",
    "az": "z",
    "ez": "z",
    "ut": "t",
    "us": "s",
    "un": "n",
    "uz": "z",
    "ud": "d",
}


@dataclass(frozen=True, slots=True)
class Token:
    """One word of a text: `[start, end)` in code points, its folded form, what stands before it.

    `gap` is the text between the token before and this one; `joined` says that a name may run
    across that gap (a space, one line end or a hyphen). `fold` is empty for an article.
    """

    start: int
    end: int
    text: str
    fold: str
    gap: str
    joined: bool

    @property
    def capital(self) -> bool:
        """Whether it starts with a capital letter, or is in a script that has none."""
        first = self.text[0]
        return first.isupper() or not (first.islower() or first.isdigit())


def tokens_of(text: str, start: int = 0, end: int | None = None) -> list[Token]:
    """Return the tokens of `text[start:end]` in order; offsets count from the text's beginning."""
    stop = len(text) if end is None else end
    raw: list[tuple[int, int, str]] = []
    for match in _TOKEN.finditer(text, start, stop):
        word = match.group()
        cut = _ENDING.search(word)
        length = cut.start() if cut else len(word)
        raw.append((match.start(), match.start() + length, word[:length]))
    found: list[Token] = []
    at = start
    for index, (begin, finish, word) in enumerate(raw):
        gap = text[at:begin]
        joined = index > 0 and _SOFT_GAP.match(gap) is not None
        following = raw[index + 1] if index + 1 < len(raw) else None
        if following and _is_article(word, following[2], text[finish : following[0]]):
            folded = ""
        else:
            folded = fold_word(word)
        found.append(Token(begin, finish, word, folded, gap, joined))
        at = finish
    return found


def _is_article(word: str, following: str, gap: str) -> bool:
    """Say whether a word is an Arabic article before `following` ("al-Bara", "ash Shughur")."""
    plain = word.casefold()
    gap = gap.strip(_APOSTROPHES)
    if plain in ARTICLES:
        return bool(gap) and gap in (*_HYPHENS, " ")
    sun = _SUN.get(plain)
    if sun is None or not following[0].isupper():
        return False
    assimilated = _bare(following).startswith(sun)
    return gap in tuple(_HYPHENS) or (gap == " " and assimilated)


def _bare(word: str) -> str:
    apart = unicodedata.normalize("NFKD", word.casefold())
    return "".join(char for char in apart if not unicodedata.combining(char)).translate(_LETTERS)


@lru_cache(maxsize=65536)
def fold_word(word: str) -> str:
    """Return the folded form of one word (never empty for a word with a letter or digit)."""
    bare = _bare(word)
    if _ARABIC.search(bare):
        return _ARABIC_ARTICLE.sub("", bare)
    if _CYRILLIC.search(bare):
        return _CYRILLIC_ENDING.sub("", bare)
    if _ARMENIAN.search(bare):
        return _ARMENIAN_ENDING.sub("", bare)
    if _GEORGIAN.search(bare):
        return _GEORGIAN_ENDING.sub("", bare)
    plain = _LATIN_FINAL_H.sub("", bare)
    return cues().spellings.get(plain, plain) or word.casefold()


@lru_cache(maxsize=65536)
def fold_name(name: str) -> str:
    """Return the key of a name: its folded words up to the first break ("Kobani (Ayn)")."""
    parts: list[str] = []
    for token in tokens_of(name):
        if parts and not token.joined:
            break
        if token.fold:
            parts.append(token.fold)
    return " ".join(parts)


@dataclass(frozen=True, slots=True)
class Folded:
    """The folded line of a stretch of text: `line` and the token that each position lies in."""

    line: str
    owners: tuple[tuple[int, int], ...]  # (position in the line, token index), ascending

    def token_at(self, position: int) -> int:
        """Return the index of the token that starts at a position of the line."""
        low, high = 0, len(self.owners) - 1
        while low < high:
            middle = (low + high + 1) // 2
            if self.owners[middle][0] <= position:
                low = middle
            else:
                high = middle - 1
        return self.owners[low][1]


def fold_tokens(tokens: Iterable[Token], *, clitics: bool = False) -> Folded:
    """Join folded tokens, each with a space on either side, breaks included.

    The two spaces between neighbours let two names that touch both match.

    With `clitics` the Arabic one-letter words written together with the next (and, in, to) are
    cut off, for a second look at what the first one did not know.
    """
    parts: list[str] = []
    owners: list[tuple[int, int]] = []
    at = 0
    for index, token in enumerate(tokens):
        if not token.joined and index:
            parts.append(f" {BREAK} ")
            at += 3
        folded = token.fold
        if not folded:
            continue
        if clitics:
            folded = without_clitic(folded)
        owners.append((at, index))
        parts.append(f" {folded} ")
        at += len(folded) + 2
    return Folded("".join(parts), tuple(owners))


def without_clitic(folded: str) -> str:
    """Return an Arabic word without the one-letter word written onto its front; others as is."""
    if not _ARABIC.match(folded):
        return folded
    return _ARABIC_ARTICLE.sub("", _ARABIC_CLITIC.sub("", folded))


def pattern_of(key: str) -> str:
    """Return a key as it stands in a folded line."""
    return " " + key.replace(" ", "  ") + " "


_SKELETON = (
    (re.compile(r"(?<=[a-z])\s+"), ""),
    (re.compile(r"sch|tsh|ch|sh"), "s"),
    (re.compile(r"kh|gh|dj|dh|th|zh"), lambda m: {"k": "k", "g": "g"}.get(m[0][0], m[0][0])),
    (re.compile(r"[qc]"), "k"),
    (re.compile(r"ph"), "f"),
    (re.compile(r"[jy]"), ""),
    (re.compile(r"p"), "b"),
    (re.compile(r"v"), "w"),
    (re.compile(r"m(?=b)"), "n"),
    (re.compile(r"[aeiouwh]"), ""),
    (re.compile(r"(.)\1+"), r"\1"),
)


@lru_cache(maxsize=65536)
def skeleton(key: str) -> str:
    """Return the consonants of a Latin key, for finding other spellings; empty if too few.

    "trumba", "tronba" and "turunbah" share one skeleton; so do names that differ, which is why
    candidates found this way are compared letter by letter (`similarity`).
    """
    short = latin(key)
    if not short.isascii():
        return ""
    for pattern, replacement in _SKELETON:
        short = pattern.sub(replacement, short)
    return short if len(short) >= 2 else ""


_ROMAN = (
    *("a", "b", "v", "g", "d", "e", "zh", "z", "i", "i", "k", "l", "m", "n", "o", "p", "r", "s"),
    *("t", "u", "f", "h", "ts", "ch", "sh", "sh", "i", "iu", "ia"),
)
_CYRILLIC_LATIN = str.maketrans(
    dict(
        zip(
            "абвгдежзийклмнопрстуфхцчшщыюя",
            _ROMAN,
            strict=True,
        )
    )
    | {"ь": None, "ъ": None}
)
_LOOSE_LETTERS = str.maketrans({"e": "i", "y": "i", "o": "u", "w": "u", "q": "k", "c": "k"})
_DOUBLED = re.compile(r"(.)\1+")


def latin(key: str) -> str:
    """Return a Cyrillic key in Latin letters; others unchanged."""
    return key.translate(_CYRILLIC_LATIN)


@lru_cache(maxsize=65536)
def similarity(a: str, b: str) -> float:
    """Return how alike two keys are (0..1): letter by letter, or nearly so in spelling.

    Doubled letters, e for i, o for u and q for k are the commonest differences between
    transliterations, so keys that are alike but for these count almost as the same.
    """
    if a == b:
        return 1.0
    loose = [_DOUBLED.sub(r"\1", key.translate(_LOOSE_LETTERS)) for key in (a, b)]
    return max(_alike(a, b), 0.97 * _alike(loose[0], loose[1]))


def _alike(a: str, b: str) -> float:
    """Return 1 minus the edit distance of two strings by the longer one's length."""
    if a == b:
        return 1.0
    before = list(range(len(b) + 1))
    for i, left in enumerate(a, 1):
        row = [i]
        for j, right in enumerate(b, 1):
            row.append(min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (left != right)))
        before = row
    return 1.0 - before[-1] / max(len(a), len(b), 1)
