"""Republished text: which sentences two documents share word for word.

Exact fingerprints of normalised sentences find partial syndication, which similarity of whole
documents misses (FACTS, intake), and they say *which* sentence was copied.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Sequence

from msgspec import Struct

from trucewatch.intake.blocks import bare
from trucewatch.model import Document, Span
from trucewatch.model.vocabulary import CLAIM_BEARING

MIN_WORDS = 8
"""Shorter sentences are formulas ("No casualties were reported"): they prove nothing."""
MIN_SHARED = 2
"""One equal sentence may be a quotation from a common source; two are a copy."""

_END = re.compile(r"[.!?؟。…]+[\"”»)\]]*(?=\s|$)|[\r\n]+")
_WORD = re.compile(r"[^\W_]+", re.UNICODE)
# "No. 5", "Gen. X", "p.m.": a stop after so few letters rarely ends a sentence.
_SHORT = re.compile(r"(?:^|[\s(])(?:[^\W\d_]\.)*[^\W\d_]{1,4}$")


class Copy(Struct, frozen=True, kw_only=True):
    """One document repeats sentences of an earlier one.

    `item` is the later document's id and `of` the earlier one's; `shared` pairs the sentence
    spans (in `item`, in `of`); `containment` is the share of `item`'s fingerprinted sentences
    that stand in `of`, 0..1.
    """

    item: str
    of: str
    shared: tuple[tuple[Span, Span], ...]
    containment: float


def sentences(text: str, span: Span) -> Iterable[Span]:
    """Yield the sentences of a passage by punctuation alone; line ends always part."""
    start = span.start
    for match in _END.finditer(text, span.start, span.end):
        if match.group()[0] == "." and _SHORT.search(text[start : match.start()]):
            continue
        found = bare(text, start, match.end())
        if found.start < found.end:
            yield found
        start = match.end()
    found = bare(text, start, span.end)
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


def shared(one: dict[bytes, Span], other: dict[bytes, Span]) -> tuple[tuple[Span, Span], ...]:
    """Return the sentence spans that both sets hold, in the order of the first."""
    return tuple((span, other[key]) for key, span in one.items() if key in other)


def copies_of(documents: Sequence[Document]) -> tuple[Copy, ...]:
    """Return every pair of documents of which the later repeats the earlier.

    Later and earlier go by publication time, then by time of receipt, then by id; comments and
    boilerplate are left out.
    """
    ordered = sorted(
        {document.item.id: document for document in documents}.values(),
        key=lambda document: (
            document.item.published_at or "9999",
            document.item.captured_at or "9999",
            document.item.id,
        ),
    )
    prints = [
        fingerprints(
            document.item.text,
            (passage.span for passage in document.passages if passage.kind in CLAIM_BEARING),
        )
        for document in ordered
    ]
    holders: dict[bytes, list[int]] = defaultdict(list)
    found: list[Copy] = []
    for index, own in enumerate(prints):
        common: dict[int, int] = defaultdict(int)
        for key in own:
            for earlier in holders[key]:
                common[earlier] += 1
            holders[key].append(index)
        found.extend(
            Copy(
                item=ordered[index].item.id,
                of=ordered[earlier].item.id,
                shared=shared(own, prints[earlier]),
                containment=round(count / len(own), 3),
            )
            for earlier, count in sorted(common.items())
            if count >= MIN_SHARED
        )
    return tuple(found)
