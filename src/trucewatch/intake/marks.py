"""Marks that reader threads leave where they print no names: buttons, stamps, votes, spacing.

Single lines of such a thread read like a report, so no weighing of words finds them. A mark says
only that what stands below may be readers': it bars those units from the article (DESIGN
principle 8) and is reported as an uncertain boundary.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from trucewatch.intake.blocks import Unit
from trucewatch.intake.features import cleaned, is_kind, is_question_label, table

_READER: Final = ("talk", "person", "shout", "lower", "address", "emoji")
_SAID: Final = ("cue", "says", "reply_to", "button")
# "Series 3" has the shape of a day; a clock time, a year or an age is no part of a heading.
_TIMED: Final = re.compile(r"\d:\d\d|\b(?:19|20)\d\d\b|\d+ ?\w+ ago\b|назад|منذ|önce")
_NO_TEXT: Final = ("meta", "debris", "cue", "related", "caption", "media")
# As many stamped texts in which nobody talks are a live page, not comments.
_LOG: Final = 3
# A thread parts its comments by at least this many blank lines more than the article its
# paragraphs (a dropped name and a dropped picture leave one each).
_WIDER: Final = 2
# The share of what stands below that is parted so; below it are the sections of an article.
_FAR: Final = 0.6


@dataclass(frozen=True, slots=True)
class Mark:
    """The unit from which a thread may run; `kept` where its text stays article all the same."""

    unit: int
    kept: bool = False


class _Page:
    """The units of a page with their features, asked about."""

    def __init__(self, units: Sequence[Unit], rows: Sequence[dict[str, float]]) -> None:
        self.units = units
        self.rows = rows
        self.words = [len(unit.text[: table().limits["look_at"]].split()) for unit in units]
        self.text = [
            words >= 3 and not any(row.get(kind) for kind in _NO_TEXT)
            for words, row in zip(self.words, rows, strict=True)
        ]
        self.prose = [
            text and bool(row.get("prose")) for text, row in zip(self.text, rows, strict=True)
        ]

    def having(self, feature: str) -> list[int]:
        """Return the units with a feature that have a paragraph above them and text below."""
        first = next((index for index, prose in enumerate(self.prose) if prose), len(self.units))
        last = max((index for index, text in enumerate(self.text) if text), default=-1)
        return [
            index
            for index, row in enumerate(self.rows)
            if row.get(feature) and first < index < last
        ]

    def paragraphs(self, unit: int) -> int:
        """Return how many whole paragraphs stand above `unit`."""
        return sum(self.prose[:unit])

    def reader(self, unit: int) -> bool:
        """Say whether a text talks, as readers do, and reports nobody's words."""
        row = self.rows[unit]
        talks = sum(row.get(kind, 0.0) for kind in _READER)
        return self.text[unit] and talks >= 1 and not row.get("attribution")

    def over(self, unit: int) -> int:
        """Return the text that a button below it closes, or `unit` where that is the article."""
        above = next((at for at in range(unit - 1, 0, -1) if self.text[at]), unit)
        return above if self.paragraphs(above) else unit


def first_mark(units: Sequence[Unit], rows: Sequence[dict[str, float]]) -> Mark | None:
    """Return the first place from which a thread without names may run.

    Args:
        units: the units of the page.
        rows: their features (`features.features`).
    """
    page = _Page(units, rows)
    marks = [
        *_answers(page), *_stamps(page), *_counters(page), *_spacing(page), *_ends(page)
    ]  # fmt: skip
    # What the format itself calls article is never in doubt.
    states = [set(unit.allowed) for unit in units]
    stated = max(
        (at for at, allowed in enumerate(states) if allowed and allowed <= {"title", "body"}),
        default=-1,
    )
    return min(
        (mark for mark in marks if mark.unit > stated),
        key=lambda mark: (mark.kept, mark.unit),
        default=None,
    )


def first_said(units: Sequence[Unit], rows: Sequence[dict[str, float]]) -> int:
    """Return the unit from which a page's own words say that readers speak; past the end if none.

    For text that an extractor has already told from the comments: names, headings and bare lines
    prove nothing there, since every paragraph stands one blank line apart.
    """
    page = _Page(units, rows)
    said = [unit for kind in _SAID for unit in page.having(kind)]
    stamped = [unit for unit in page.having("timed") if _TIMED.search(cleaned(units[unit].text))]
    return min((*said, *(stamped if len(stamped) > 1 else ())), default=len(units))


def _answers(page: _Page) -> Iterator[Mark]:
    """Marks by "Reply to: NAME" above a text and by buttons and votes below one."""
    if any(is_question_label(unit.text) for unit in page.units):
        # "Question" and "Reply" in turn are an interview.
        return
    yield from (Mark(unit) for unit in page.having("reply_to")[:1])
    yield from (Mark(page.over(unit)) for unit in page.having("button")[:1])


def _stamps(page: _Page) -> Iterator[Mark]:
    """Marks by lines that hold a date with its time, or an age, and head a text."""
    heads = [
        unit
        for unit in page.having("stamp")
        if not any(page.rows[unit + 1].get(kind) for kind in _NO_TEXT)
    ]
    if not heads:
        return
    first = heads[0]
    talk = any(page.reader(unit) for unit in range(first, len(page.units)))
    if len(heads) >= _LOG and not talk:
        yield Mark(first, kept=True)
    elif len(heads) > 1:
        yield Mark(first)
    else:
        # A page's own date stands between its opening lines and the text; most follows it.
        above, below = sum(page.words[:first]), sum(page.words[first + 1 :])
        if below <= above * (2 if talk else 1):
            yield Mark(first)


def _counters(page: _Page) -> Iterator[Mark]:
    """Marks by bare numbers beside sentences: votes. Page numbers and lists count upwards."""
    found = [
        unit
        for unit in page.having("counter")
        if page.prose[unit + 1] or page.reader(unit + 1) or page.reader(unit - 1)
    ]
    values = [int(cleaned(page.units[unit].text).strip("+-\u2212")) for unit in found]
    counting = all(right - left == 1 for left, right in pairwise(values))
    if len(found) > 1 and not counting:
        yield Mark(page.over(found[0]))
    elif len(found) == 1 and page.reader(found[0] + 1):
        yield Mark(found[0])


def _spacing(page: _Page) -> Iterator[Mark]:
    """Marks by single texts far apart below an article whose paragraphs stand close."""
    opens = next((index for index, prose in enumerate(page.prose) if prose), len(page.units))
    gaps = [unit.gap for unit in page.units]
    for shown, paragraphs in ((opens + 1, 2), (opens, 1)):
        # An article of one paragraph shows its spacing below the headline only.
        usual = gaps[shown] if shown < len(gaps) else 0
        wide = [gap >= usual + _WIDER for gap in gaps]
        first = next((unit for unit in range(opens + 1, len(gaps)) if wide[unit]), None)
        if not usual or first is None or page.paragraphs(first) < paragraphs:
            continue
        texts = [unit for unit in range(first, len(gaps)) if page.text[unit]]
        if texts and sum(wide[first:]) >= _FAR * (len(gaps) - first):
            readers = sum(page.reader(unit) for unit in texts)
            yield Mark(first, kept=paragraphs == 1 and 2 * readers < len(texts))
            return


def _ends(page: _Page) -> Iterator[Mark]:
    """Marks by text below a line that ends the article: nothing there says whose it is.

    It is kept as article where nobody talks in it (a disclaimer, an editor's note).
    """
    for end in range(1, len(page.units)):
        if page.paragraphs(end) < 2 or not is_kind("article_end", cleaned(page.units[end].text)):
            continue
        below = [unit for unit in range(end + 1, len(page.units)) if page.text[unit]]
        if below:
            talks = any(page.reader(unit) for unit in below)
            yield Mark(below[0], kept=not talks)
        return
