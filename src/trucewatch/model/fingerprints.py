"""Fingerprints of sentences: equal words, equal fingerprint, whatever case and punctuation.

Exact fingerprints of normalised sentences find partial syndication, which similarity of whole
documents misses (FACTS, intake), and they say *which* sentence was copied. Intake compares
documents by them, and the ledger indexes them as documents come in.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable
from typing import Final

from trucewatch.model.spans import Span

MIN_WORDS: Final = 8
"""Shorter sentences are formulas ("No casualties were reported"): they prove nothing."""
MIN_SHARED: Final = 2
"""One equal sentence may be a quotation from a common source; two are a copy."""

_NUMBER = re.compile(
    r"(?<![\w.:/-])\d{1,3}(?:[,\u066c]\d{3})+(?![\w:/-])|(?<![\w.:/-])\d+(?![\w:/-])"
)
_LEAST: Final = 10
_DIGITS: Final = 9
_YEARS: Final = range(1900, 2100)
_END = re.compile(r"[.!?؟。…]+[\"”»)\]]*(?=\s|$)|[\r\n]+")
_WORD = re.compile(r"[^\W_]+", re.UNICODE)
# "Gen. X", "No. 5", "p.m.", "Ж. Иванов": stops that end no sentence. Any other short word may end
# one ("the road.", "in Aden."): whether it did must not hang on the sentence that follows, or a
# sentence loses its fingerprint where only a part of a text is republished.
_SHORT = re.compile(
    r"(?:^|[\s(])(?:(?:[^\W\d_]\.)*[^\W\d_]|adm|brig|capt|col|cpl|dr|gen|gov|lt|maj|messrs|mr|mrs|"
    r"ms|nos?|pres|prof|pvt|rep|rev|sen|sgt|st|vs|approx|jan|feb|apr|aug|sept?|oct|nov|dec|"
    r"им|обл|пос|тыс|ул)$",
    re.IGNORECASE,
)


def sentences(text: str, span: Span) -> Iterable[Span]:
    """Yield the sentences of a passage by punctuation alone; line ends always part."""
    start = span.start
    for match in _END.finditer(text, span.start, span.end):
        if match.group()[0] == "." and _SHORT.search(
            text[max(start, match.start() - 40) : match.start()]
        ):
            continue
        found = _bare(text, start, match.end())
        if found.start < found.end:
            yield found
        start = match.end()
    found = _bare(text, start, span.end)
    if found.start < found.end:
        yield found


def fingerprints(text: str, spans: Iterable[Span]) -> dict[bytes, Span]:
    """Return 8-byte fingerprints of all long sentences in `spans`, each with its first place.

    Case, punctuation, accents composed or not, and white space make no difference.
    """
    found: dict[bytes, Span] = {}
    for span in spans:
        for sentence in sentences(text, span):
            words = _WORD.findall(unicodedata.normalize("NFKC", sentence.of(text)).casefold())
            if len(words) >= MIN_WORDS:
                digest = hashlib.blake2b(" ".join(words).encode(), digest_size=8).digest()
                found.setdefault(digest, sentence)
    return found


def numbers(text: str, spans: Iterable[Span]) -> frozenset[int]:
    """Return the numbers printed in `spans` in digits of any script, from 10 on, years left out.

    Small ones are too common to tell texts apart.
    """
    found = set()
    for span in spans:
        for match in _NUMBER.finditer(text, span.start, span.end):
            digits = match.group().replace(",", "").replace("\u066c", "")
            if len(digits) <= _DIGITS and (value := int(digits)) >= _LEAST and value not in _YEARS:
                found.add(value)
    return frozenset(found)


def _bare(text: str, start: int, end: int) -> Span:
    """Return `[start, end)` without what shows nothing at its ends (white space, format signs).

    A damaged record may name places beyond its text; `verify` has to read it all the same.
    """
    end = min(end, len(text))
    while start < end and _shows_nothing(text[start]):
        start += 1
    while end > start and _shows_nothing(text[end - 1]):
        end -= 1
    return Span(start, end)


def _shows_nothing(sign: str) -> bool:
    return sign.isspace() or unicodedata.category(sign) == "Cf"
