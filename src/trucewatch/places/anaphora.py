"""Places named again by their noun alone: "both villages", "the two towns", "these villages".

Only plurals and pairs are read: they stand for a list that the text has just given. "The village"
alone is left to the reader of happenings, who knows what the sentence before told.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from trucewatch.places.expressions import Expression
from trucewatch.places.lexicon import cues

_REACH = 600
"""Characters back to the places that are meant: about a paragraph."""
_COUNTS = {"both": 2, "two": 2, "three": 3, "four": 4}


@lru_cache(maxsize=1)
def _pattern() -> re.Pattern[str]:
    nouns = [noun for noun in cues().nouns["locality"] if noun.endswith("s")]
    either = "|".join(sorted((*nouns, "camps"), key=len, reverse=True))
    return re.compile(
        rf"\b(?:(?P<pair>both)(?:\s+(?:of\s+)?(?:the|these|those))?"
        rf"|(?:the|these|those)\s+(?P<count>two|three|four)|(?:these|those))\s+(?:{either})\b"
        r"(?!\s+(?:of|in|near|around|along|north|south|east|west|between)\b)",
        re.IGNORECASE,
    )


def taken_up(text: str, start: int, end: int, named: Sequence[Expression]) -> list[Expression]:
    """Return the expressions of `text[start:end]` that take up places named before them.

    `named` are the expressions of the passage in order. Where the text has not named as many
    places as are counted, nothing is returned for the words.
    """
    found: list[Expression] = []
    for match in _pattern().finditer(text, start, end):
        count = _COUNTS.get((match["pair"] or match["count"] or "").casefold())
        meant = _meant(named, match.start(), count)
        if meant is not None:
            words = re.match(r"(?:the|these|those)\s+", match.group(), re.IGNORECASE)
            begin = match.start() + (words.end() if words else 0)
            found.append(replace(meant, start=begin, end=match.end()))
    return found


def _meant(named: Sequence[Expression], at: int, count: int | None) -> Expression | None:
    before = [one for one in named if one.end <= at and at - one.end <= _REACH]
    for one in reversed(before):
        if one.relation == "at" and len(one.names) > 1 and count in (None, len(one.names)):
            return Expression("at", one.start, one.end, one.names)
    single = {one.names[0].key: one for one in before if one.relation == "at" and not one.road}
    last = list(single.values())[-count:] if count is not None else []
    if count is None or len(last) < count or any(len(one.names) > 1 for one in last):
        return None
    return Expression("at", last[0].start, last[-1].end, tuple(one.names[0] for one in last))
