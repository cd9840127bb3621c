"""Text as units: the paragraphs or lines of a page, with the blank lines that part them.

Blank lines are evidence (a dropped picture or link leaves one), so nothing is normalised here:
units are spans of the untouched text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from trucewatch.model import Span

_LINE = re.compile(r"[^\r\n\v\f\x85\u2028\u2029]+")
_BREAK = re.compile(r"\r\n|[\r\n\v\f\x85\u2028\u2029]")
# Signs that show nothing: byte order mark, zero-width and direction marks.
INVISIBLE = (
    "\ufeff\u200b\u200c\u200d\u200e\u200f\u061c\u2060\u00ad"
    "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
)
_MIN_WRAP, _MAX_WRAP = 50, 110


@dataclass(frozen=True, slots=True)
class Unit:
    """One paragraph or line; `gap` counts the blank lines before it.

    `allowed` names the states that the format itself leaves open (a Markdown heading is a title,
    a marked-up comment is no article); empty where the format says nothing.
    """

    start: int
    end: int
    text: str
    gap: int
    allowed: tuple[str, ...] = ()

    @property
    def span(self) -> Span:
        """The unit as a span of the item's text."""
        return Span(self.start, self.end)


def bare(text: str, start: int, end: int) -> Span:
    """Return `[start, end)` without white space and invisible signs at its ends."""
    while start < end and (text[start].isspace() or text[start] in INVISIBLE):
        start += 1
    while end > start and (text[end - 1].isspace() or text[end - 1] in INVISIBLE):
        end -= 1
    return Span(start, end)


def _lines(text: str) -> Iterator[tuple[Span, int]]:
    """Yield every line that shows something, with the number of blank lines before it."""
    previous: int | None = None
    for match in _LINE.finditer(text):
        span = bare(text, match.start(), match.end())
        if span.start == span.end:
            continue
        if previous is None:
            gap = 0
        else:
            breaks = sum(1 for _ in _BREAK.finditer(text, previous, match.start()))
            gap = max(0, breaks - 1)
        previous = match.end()
        yield span, gap


def _wrap_width(lines: list[tuple[Span, int]]) -> int | None:
    """Return the column at which the text was wrapped by hand, None where it was not."""
    width = max((span.end - span.start for span, _ in lines), default=0)
    if not _MIN_WRAP <= width <= _MAX_WRAP:
        return None
    # In wrapped text nearly every line that another follows at once is nearly full; lines of
    # verse, of lists, and names above comments are not.
    inner = [span.end - span.start for (span, _), (_, gap) in pairwise(lines) if gap == 0]
    full = sum(1 for size in inner if size >= width * 0.75)
    return width if inner and full >= 0.6 * len(inner) else None


def units(text: str) -> list[Unit]:
    """Return the units of `text` in order.

    A unit is a line; where the text was wrapped at a fixed column, the lines of one paragraph
    are joined again (a line belongs to the one before when its first word would not have fitted
    there, or when that one is nearly full and breaks off in mid-sentence).
    """
    lines = list(_lines(text))
    width = _wrap_width(lines)
    found: list[Unit] = []
    last_line = Span(0, 0)
    for span, gap in lines:
        if width is not None and found and gap == 0:
            first_word = re.split(r"\s", text[span.start : span.end], maxsplit=1)[0]
            room = width - (last_line.end - last_line.start)
            unfinished = text[last_line.end - 1] not in ".!?:؟" and room <= width // 4
            if 1 + len(first_word) > room or unfinished:
                start = found[-1].start
                found[-1] = Unit(start, span.end, text[start : span.end], found[-1].gap)
                last_line = span
                continue
        found.append(Unit(span.start, span.end, text[span.start : span.end], gap))
        last_line = span
    return found
