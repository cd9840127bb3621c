"""The day that a report is about, where its head says so ("Daily summary, 16 December 2024").

Bulletins give their day once, at the head; hours and "tomorrow" further down count from it, and
what has no time of its own happened in that period (CODEBOOK, "Time": fields may be spans of other
sentences where a reader would carry them over).
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import TYPE_CHECKING, NamedTuple

from trucewatch.model import Span, TimeRef

if TYPE_CHECKING:
    from trucewatch.extract.lexicon import Lexicon
    from trucewatch.model import Document

_HEAD_LINE = re.compile(r"[^\n]{1,160}")
_HEADS = 3
"""How many lines at the top of a text can be its head."""
_KIND = re.compile(
    r"\b(?:summary|report|sitrep|note|notes|bulletin|digest|log|diary|information as of|as of)\b",
    re.IGNORECASE,
)
_DAILY = re.compile(r"\b(?:daily|past 24 hours|last 24 hours|past day)\b", re.IGNORECASE)
_LONGER = re.compile(r"\b(?:weekly|monthly|quarterly|annual|week|month)\b", re.IGNORECASE)
_NOW = re.compile(
    r"\b(?:as (?:of|at)|updates?|communiqu[e\u00e9]|daily|live|\d\d:\d\d|\d{4} (?:hrs|hours)"
    r"|(?:mon|tues|wednes|thurs|fri|satur|sun)day)\b",
    re.IGNORECASE,
)
"""What only stands in the head of news of the hour: an essay has its day there as well."""
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_PRECISE = frozenset({"month", "week", "day", "hour"})
_LATE = timedelta(days=7)
"""A report comes out within a week of what it is about."""


class ReportDay(NamedTuple):
    """The period in the head of a report; `daily` where all of it happened then.

    `day` is the ISO day from which "tomorrow" and bare hours count, None for a longer period;
    `current` says that the head names the day of writing, on which goes on what is told as going
    on ("The road is blocked").
    """

    period: TimeRef
    day: str | None
    daily: bool
    current: bool = False


def report_day(document: Document, lexicon: Lexicon) -> ReportDay | None:
    """Return the day or days that the head of a report names as its own, before publication."""
    item = document.item
    published = (item.published_at or "")[:10]
    if not published:
        return None
    head = _head(item.text)
    kind = _KIND.search(item.text, *head)
    for mention in lexicon.times(item.text, head, item.published_at, None):
        ref = mention.ref
        if ref.start is None or ref.end is None or ref.precision not in _PRECISE:
            continue
        first, last = (date.fromisoformat(stamp[:10]) for stamp in (ref.start, ref.end))
        away = date.fromisoformat(published) - last
        current = first == last and not away and bool(_YEAR.search(ref.text))
        if timedelta() <= away <= _LATE and (kind or current):
            day = last.isoformat() if first == last and away else None
            daily = bool(_DAILY.search(item.text, *head)) and first == last and bool(away)
            now = _NOW.search(item.text, *head) and not _LONGER.search(item.text, *head)
            current = current and bool(now)
            return ReportDay(ref, day, daily, current)
    return None


def _head(text: str) -> Span:
    """Return the lines at the top that close without a full stop."""
    end, lines = 0, 0
    for match in _HEAD_LINE.finditer(text, 0, 1000):
        line = match.group().strip()
        if lines == _HEADS or len(line) == len("." * 160) or line.endswith((".", "!", "?")):
            break
        end, lines = match.end(), lines + 1
    return Span(0, end)
