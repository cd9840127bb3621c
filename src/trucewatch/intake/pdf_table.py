"""Violation tables on a page of a PDF: cells from ruled lines, else from where words begin.

A text layer knows no tables, only words with places. Where lines are ruled they part the cells,
those over several rows included. Without them the columns are where the words below the headings
begin; a layout that does not fit is no table (the caller says so), never a guess.

Places are in points from the lower left corner of the page.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final, NamedTuple

from trucewatch.intake.table import column_of

KNOWN: Final = 4
"""Known headings that make a table a violation table (as in `table.py`)."""
MOST: Final = 2_000
"""Words or ruled lines of a page; more are a drawing, or made to take time."""
_NEAR: Final = 3.0
"""Points by which lines that meet, or words of one line or column, may miss each other."""
_APART: Final = 5.0
"""Font sizes between two rows; what is farther apart is no row of the table."""
_WIDTH: Final = 0.45
"""Usual width of a letter as a share of the font size."""


class Words(NamedTuple):
    """Words that a page shows in one go: where they begin, and the size of their font."""

    x: float
    y: float
    size: float
    text: str


class Rule(NamedTuple):
    """A ruled line: horizontal where `y0 == y1`, vertical where `x0 == x1`."""

    x0: float
    y0: float
    x1: float
    y1: float


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells, headings first where the page has them, and the height that they take."""

    rows: tuple[tuple[str, ...], ...]
    headed: bool
    top: float
    bottom: float


def known(cells: Iterable[str]) -> int:
    """Return how many different known columns these headings name."""
    return len({column_of(cell) for cell in cells} - {None})


def tables(words: Sequence[Words], rules: Sequence[Rule], *, width: int = 0) -> list[Table]:
    """Return the violation tables of a page from top to bottom.

    `width` is the number of columns of the table that the page before ended with, 0 for none: a
    ruled table of that width goes on without headings.
    """
    if len(words) > MOST or len(rules) > MOST:
        return []
    ruled = [one for part in _joined(rules) if (one := _ruled(words, part, width)) is not None]
    found = ruled or [one for one in [_plain(words)] if one is not None]
    return sorted(found, key=lambda one: -one.top)


def lines_outside(words: Iterable[Words], outside: Sequence[Table]) -> list[str]:
    """Return the lines of a page that stand in none of these tables, from top to bottom."""
    kept = [word for word in words if not any(one.bottom <= word.y <= one.top for one in outside)]
    return [" ".join(word.text for word in line) for line in _lines(kept)]


# -- ruled tables --------------------------------------------------------------------------


def _joined(rules: Sequence[Rule]) -> list[list[Rule]]:
    """Group the lines that meet."""
    left = sorted(rules, key=lambda rule: -rule.y1)
    groups: list[list[Rule]] = []
    while left:
        group = [left.pop(0)]
        for one in group:
            near = [other for other in left if _meet(one, other)]
            if near:
                group += near
                taken = set(map(id, near))
                left = [other for other in left if id(other) not in taken]
        if len(group) > 2 * KNOWN:
            groups.append(group)
    return groups


def _meet(one: Rule, other: Rule) -> bool:
    return (
        one.x0 <= other.x1 + _NEAR
        and other.x0 <= one.x1 + _NEAR
        and one.y0 <= other.y1 + _NEAR
        and other.y0 <= one.y1 + _NEAR
    )


def _ruled(words: Sequence[Words], rules: Sequence[Rule], width: int) -> Table | None:
    edges = _clusters([rule.x0 for rule in rules if rule.x0 == rule.x1])
    if len(edges) <= KNOWN:
        return None
    across = [rule for rule in rules if rule.y0 == rule.y1]
    columns = [
        _clusters([rule.y0 for rule in across if rule.x0 - _NEAR < middle < rule.x1 + _NEAR])
        for middle in (sum(pair) / 2 for pair in pairwise(edges))
    ]
    heights = _clusters([y for column in columns for y in column])
    if len(heights) < 2:
        return None
    inside: dict[tuple[int, int], list[Words]] = {}
    for word in words:
        at = bisect_right(edges, word.x + _NEAR) - 1
        if not 0 <= at < len(columns) or not heights[0] <= word.y <= heights[-1]:
            continue
        inside.setdefault((at, bisect_right(columns[at], word.y)), []).append(word)
    rows = []
    for low, high in reversed(list(pairwise(heights))):
        middle = (low + high) / 2
        rows.append(
            tuple(
                _cell(inside.get((at, bisect_right(column, middle)), ()))
                for at, column in enumerate(columns)
            )
        )
    head = next((n for n, row in enumerate(rows) if known(row) >= KNOWN), None)
    if head is None:
        return Table(tuple(rows), False, heights[-1], heights[0]) if len(columns) == width else None
    top = heights[len(heights) - 1 - head]
    return Table(tuple(rows[head:]), True, top, heights[0])


def _clusters(values: Sequence[float]) -> list[float]:
    """Return where lines stand, those within reach of each other as one, in order."""
    found: list[float] = []
    for value in sorted(values):
        if not found or value - found[-1] > _NEAR:
            found.append(value)
    return found


def _cell(words: Sequence[Words]) -> str:
    """Return the words of a cell; a hyphen at the end of a line joins what it parts."""
    text = ""
    for line in _lines(words):
        shown = " ".join(word.text for word in line)
        tied = text.endswith("-") and len(text) > 1
        text = f"{text}{shown}" if tied or not text else f"{text} {shown}"
    return " ".join(text.split())


def _lines(words: Iterable[Words]) -> list[list[Words]]:
    """Return words line by line, from top to bottom and left to right."""
    found: list[list[Words]] = []
    for word in sorted(words, key=lambda one: (-one.y, one.x)):
        if found and abs(found[-1][0].y - word.y) <= _NEAR:
            found[-1].append(word)
        else:
            found.append([word])
    return [sorted(line, key=lambda one: one.x) for line in found]


# -- tables without lines ------------------------------------------------------------------


def _plain(words: Sequence[Words]) -> Table | None:
    shown = _lines(words)
    head = next((n for n, line in enumerate(shown) if known(w.text for w in line) >= KNOWN), None)
    if head is None:
        return None
    headings = shown[head]
    starts = [word.x for word in headings]
    body: list[list[Words]] = []
    for line in shown[head + 1 :]:
        above = (body or [headings])[-1]
        # Prose below a table is set in another size, or apart from it.
        apart = above[0].y - line[0].y > _APART * headings[0].size
        other = bool(body) and abs(line[0].size - body[0][0].size) > 1
        if apart or other or not _fits(line, starts):
            break
        body.append(line)
    rows = _rows(body, starts)
    if not rows or sum(sum(map(bool, row)) >= 3 for row in rows) * 5 < len(rows) * 4:
        return None
    size = max(word.size for word in headings)
    return Table(
        (tuple(word.text for word in headings), *rows),
        True,
        headings[0].y + size,
        body[-1][0].y - _NEAR,
    )


def _fits(line: Sequence[Words], starts: Sequence[float]) -> bool:
    """Say whether the words of a line begin where headings do, and end before the next one."""
    for word in line:
        at = bisect_right(starts, word.x + _NEAR) - 1
        if at < 0 or abs(starts[at] - word.x) > _NEAR:
            return False
        room = starts[at + 1] - word.x if at + 1 < len(starts) else float("inf")
        if len(word.text) * word.size * _WIDTH > 1.4 * room:
            return False
    return True


def _rows(body: Sequence[Sequence[Words]], starts: Sequence[float]) -> list[tuple[str, ...]]:
    """Join the lines of each row; empty where it cannot be told which belong together."""
    full = [line for line in body if len(line) * 2 >= len(starts)]
    if len(full) == len(body):
        groups = [[line] for line in body]
    else:
        gaps = [one[0].y - other[0].y for one, other in pairwise(body)]
        # A cell of several lines shows how far lines of one row are apart.
        leading = _leading(body, starts)
        if leading is None or not any(gap > 1.2 * leading for gap in gaps):
            return []
        groups = [[body[0]]]
        for gap, line in zip(gaps, body[1:], strict=True):
            if gap > 1.2 * leading:
                groups.append([line])
            else:
                groups[-1].append(line)
    found = []
    for group in groups:
        cells: list[list[Words]] = [[] for _ in starts]
        for line in group:
            for word in line:
                cells[bisect_right(starts, word.x + _NEAR) - 1].append(word)
        found.append(tuple(_cell(cell) for cell in cells))
    return found


def _leading(body: Sequence[Sequence[Words]], starts: Sequence[float]) -> float | None:
    """Return the least distance of two lines in one column."""
    least: float | None = None
    last: dict[int, float] = {}
    for line in body:
        for word in line:
            at = bisect_right(starts, word.x + _NEAR) - 1
            gap = last.get(at, word.y) - word.y
            if gap > _NEAR and (least is None or gap < least):
                least = gap
            last[at] = word.y
    return least
