"""Translated reposts: a report in another language that tells the same, by the same mouth.

Suggested where two reports of about the same day name a common origin, print the same numbers and
lie at a common place. A suggestion only: people decide whether their claims are one source's.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from trucewatch.model import CLAIM_BEARING, Document, Issue, Source
from trucewatch.model.fingerprints import numbers

SHARED_NUMBERS: Final = 2
"""One number may be chance, and a day of the month."""
SHARE: Final = 0.5
"""Of the numbers of the report that has fewer."""


@dataclass(frozen=True, slots=True)
class Traces:
    """What a translation keeps of its original: numbers, places (ids), named sources (ids)."""

    numbers: frozenset[int]
    places: frozenset[str]
    origins: frozenset[str]


def traces(document: Document, places: Iterable[str], sources: Iterable[Source]) -> Traces:
    """Return the traces of a document; `places` are the ids that its names were resolved to."""
    text = document.item.text
    told = "\n".join(
        row.span.of(text) for row in document.passages if row.kind in CLAIM_BEARING
    ).casefold()
    named = {
        source.id
        for source in sources
        if source.id == document.item.source
        or any(_pattern(name).search(told) for name in (source.name, *source.aliases))
    }
    return Traces(numbers_of(document), frozenset(places), frozenset(named))


def numbers_of(document: Document) -> frozenset[int]:
    """Return the numbers that the report's own text prints."""
    spans = [row.span for row in document.passages if row.kind in CLAIM_BEARING]
    return numbers(document.item.text, spans)


@lru_cache(maxsize=4096)
def _pattern(name: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){re.escape(name.casefold())}(?!\w)")


def suspected(document: Document, mine: Traces, other: Document, theirs: Traces) -> Issue | None:
    """Return the suggestion that one report translates the other, None where too little agrees."""
    same = mine.numbers & theirs.numbers
    fewer = min(len(mine.numbers), len(theirs.numbers))
    origins = mine.origins & theirs.origins
    if len(same) < SHARED_NUMBERS or len(same) < SHARE * fewer:
        return None
    if not origins or not mine.places & theirs.places:
        return None
    called = other.item.title or other.item.id[:19]
    return Issue(
        code="repost_suspected",
        message=(
            f"it may tell in {document.item.language!r} what {called!r} tells in "
            f"{other.item.language!r}: same origin ({', '.join(sorted(origins))}), same numbers "
            f"({', '.join(map(str, sorted(same)[:6]))}), same places; if one translates the other, "
            f"link their claims in review, so that they count as one source"
        ),
        item=document.item.id,
    )
