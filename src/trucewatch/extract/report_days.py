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
_LATE = timedelta(days=7)
"""A report comes out within a week of what it is about."""


class ReportDay(NamedTuple):
    """The period in the head of a report; `daily` where all of it happened then.

    `day` is the ISO day from which "tomorrow" and bare hours count, None for a longer period.
    """

    period: TimeRef
    day: str | None
    daily: bool


def report_day(document: Document, lexicon: Lexicon) -> ReportDay | None:
    """Return the day or days that the head of a report names as its own, before publication."""
    item = document.item
    published = (item.published_at or "")[:10]
    if not published:
        return None
    head = _head(item.text)
    if not _KIND.search(item.text, *head):
        return None
    for mention in lexicon.times(item.text, head, item.published_at, None):
        ref = mention.ref
        if ref.start is None or ref.end is None or ref.precision not in ("day", "week", "hour"):
            continue
        first, last = (date.fromisoformat(stamp[:10]) for stamp in (ref.start, ref.end))
        away = date.fromisoformat(published) - last
        if timedelta() <= away <= _LATE:
            day = last.isoformat() if first == last and away else None
            daily = bool(_DAILY.search(item.text, *head)) and first == last and bool(away)
            return ReportDay(ref, day, daily)
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
