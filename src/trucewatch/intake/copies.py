"""Republished text: which sentences two documents share word for word.

Exact fingerprints of normalised sentences find partial syndication, which similarity of whole
documents misses (FACTS, intake), and they say *which* sentence was copied. A ledger keeps an index
of them (`ledger/copied.py`); this is for documents without one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from msgspec import Struct

from trucewatch.model import Document, Span
from trucewatch.model.fingerprints import MIN_SHARED, fingerprints, sentences
from trucewatch.model.vocabulary import CLAIM_BEARING

__all__ = ["Copy", "copies_of", "fingerprints", "sentences", "shared"]


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


def shared(one: dict[bytes, Span], other: dict[bytes, Span]) -> tuple[tuple[Span, Span], ...]:
    """Return the sentence spans that both sets hold, in the order of the first."""
    return tuple((span, other[key]) for key, span in one.items() if key in other)


def copies_of(documents: Sequence[Document]) -> tuple[Copy, ...]:
    """Return every pair of documents of which the later repeats the earlier.

    Later and earlier go by publication time, then by time of receipt, then by id; comments,
    boilerplate and entries are left out.
    """
    ordered = sorted(
        {document.item.id: document for document in documents if not document.entry}.values(),
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
