"""Telling article from reader thread in flattened text: a Viterbi path over units.

States and weights stand in `thread.toml`; `marks.py` knows the lines from which a thread without
names may run. The thread never turns back into article: what follows
its first name or comment is thread or boilerplate, so that a doubtful line after it can never
become evidence.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import accumulate
from typing import Final

from trucewatch.intake.blocks import Unit
from trucewatch.intake.features import (
    Table,
    features,
    table,
)
from trucewatch.intake.marks import first_mark
from trucewatch.intake.seeming import is_dialogue, is_post

STATES: Final = (
    "title",
    "body",
    "caption",
    "meta",
    "foot",
    "related",
    "cue",
    "name",
    "inline",
    "comment",
    "quoted",
    "debris",
)
THREAD: Final = frozenset({"name", "inline", "comment", "quoted", "debris"})
_ARTICLE: Final = frozenset({"title", "body", "caption"})
_GAPS: Final = {
    "usual": (),
    "zero": ("zero",),
    "wide": ("wide",),
    "first_wide": ("wide", "first_wide"),
    "marked": ("marked",),
}
_NEVER: Final = -1e9
_IMPOSSIBLE: Final = -150.0
"""What a score of -200 in `thread.toml` and no allowed state come to."""


@dataclass(frozen=True, slots=True)
class Labelled:
    """The state of every unit with its probability, and what was doubtful.

    `doubtful` is the index of the unit at which the thread may begin, None where it is clear.
    """

    states: tuple[str, ...]
    confidence: tuple[float, ...]
    doubtful: int | None = None


def usual_gap(units: Sequence[Unit]) -> int:
    """Return the number of blank lines that usually parts paragraphs at the head of a page."""
    # A few units only: short articles lie above long threads with a spacing of their own.
    if len(units) > 2 and units[1].gap == units[2].gap > 0:
        return units[1].gap
    gaps = Counter(unit.gap for unit in units[1:6] if unit.gap)
    if not gaps:
        return 1
    most = max(gaps.values())
    return max(gap for gap, count in gaps.items() if count == most)


@cache
def _moves() -> dict[str, list[tuple[int, int, float]]]:
    """Return the moves by kind of gap: (before, after, score)."""
    return {
        gap: [
            (
                STATES.index(before),
                STATES.index(after),
                scores["to"] + sum(scores.get(part, 0.0) for part in parts),
            )
            for before in STATES
            for after, scores in table().transitions[before].items()
        ]
        for gap, parts in _GAPS.items()
    }


class _Lattice:
    """Scores of one page: `emit[unit][state]` and `move(unit, before, after)`."""

    def __init__(self, units: Sequence[Unit], rows: list[dict[str, float]], of: Table) -> None:
        self.size = len(units)
        base = usual_gap(units)
        spaced = any(unit.gap for unit in units)
        self.emit = [
            [self._score(state, row, unit, of) for state in STATES]
            for unit, row in zip(units, rows, strict=True)
        ]
        wide = [unit.gap > base for unit in units]
        seen_wide = list(accumulate(wide, lambda above, here: above or here, initial=False))
        # The kind of gap above every unit: the first wide one of a page tells more than others.
        self._gaps = [
            ("zero" if spaced and unit.gap == 0 else "usual")
            if not wide[index]
            else ("wide" if seen_wide[index] else "first_wide")
            for index, unit in enumerate(units)
        ]
        self._stated = units[0].allowed
        self._start = [of.transitions["start"].get(state, {}).get("to", _NEVER) for state in STATES]
        self._moves = _moves()

    @staticmethod
    def _score(state: str, row: dict[str, float], unit: Unit, of: Table) -> float:
        if unit.allowed and state not in unit.allowed:
            return _NEVER
        if len(unit.allowed) == 1:
            return 0.0
        weights = of.weights[state]
        return sum(weights[name] * value for name, value in row.items() if name in weights)

    def start(self) -> list[float]:
        """Scores of the first unit; what the format states needs no start of its own."""
        first = self.emit[0]
        return [
            (0.0 if state in self._stated else self._start[index]) + first[index]
            for index, state in enumerate(STATES)
        ]

    def moves(self, unit: int) -> list[tuple[int, int, float]]:
        """Moves into `unit`."""
        return self._moves[self._gaps[unit]]

    def only_thread_from(self, unit: int) -> None:
        """Forbid article states at `unit` and after it; the thread may begin there."""
        self._gaps[unit] = "marked"
        for emit in self.emit[unit:]:
            for index, state in enumerate(STATES):
                if state in _ARTICLE:
                    emit[index] = _NEVER


def _viterbi(lattice: _Lattice) -> list[int]:
    best = lattice.start()
    back: list[list[int]] = []
    for unit in range(1, lattice.size):
        emit = lattice.emit[unit]
        scores = [_NEVER * 2] * len(STATES)
        origin = [0] * len(STATES)
        for before, after, move in lattice.moves(unit):
            score = best[before] + move
            if score > scores[after]:
                scores[after], origin[after] = score, before
        best = [score + emit[state] for state, score in enumerate(scores)]
        back.append(origin)
    path = [max(range(len(STATES)), key=best.__getitem__)]
    for origin in reversed(back):
        path.append(origin[path[-1]])
    return path[::-1]


def _log_sum(left: float, right: float) -> float:
    high, low = (left, right) if left > right else (right, left)
    return high + math.log1p(math.exp(max(low - high, -50.0)))


def _possible(emit: Sequence[float]) -> list[bool]:
    """Say of every state whether it is possible; where none is, all are, for the least bad one."""
    found = [score > _IMPOSSIBLE for score in emit]
    return found if any(found) else [True] * len(found)


def _posterior(lattice: _Lattice) -> list[list[float]]:
    """Return the probability of every state at every unit (forward-backward)."""
    size = lattice.size
    # Most states are impossible at most units: only what is possible there is added up.
    alive = [_possible(emit) for emit in lattice.emit]
    forward = [lattice.start()]
    for unit in range(1, size):
        row = [_NEVER * 2] * len(STATES)
        above, here = alive[unit - 1], alive[unit]
        for before, after, move in lattice.moves(unit):
            if above[before] and here[after]:
                row[after] = _log_sum(row[after], forward[-1][before] + move)
        forward.append([value + lattice.emit[unit][s] for s, value in enumerate(row)])
    backward = [[0.0] * len(STATES)]
    for unit in range(size - 1, 0, -1):
        row = [_NEVER * 2] * len(STATES)
        above, here = alive[unit - 1], alive[unit]
        for before, after, move in lattice.moves(unit):
            if above[before] and here[after]:
                row[before] = _log_sum(
                    row[before], backward[-1][after] + move + lattice.emit[unit][after]
                )
        backward.append(row)
    backward.reverse()
    found = []
    for ahead, behind in zip(forward, backward, strict=True):
        joint = [left + right for left, right in zip(ahead, behind, strict=True)]
        top = max(joint)
        shares = [math.exp(max(value - top, -80.0)) for value in joint]
        total = sum(shares)
        found.append([share / total for share in shares])
    return found


def label(units: Sequence[Unit], rows: list[dict[str, float]] | None = None) -> Labelled:
    """Return the state of every unit; `rows` are their features, where they are known already.

    Where the line between article and thread is doubtful, the doubtful units count as thread
    (DESIGN principle 8: a comment never becomes evidence). Interviews and live pages, which only
    look like threads, stay article and are doubtful all the same.
    """
    if not units:
        return Labelled((), ())
    of = table()
    rows = features(list(units)) if rows is None else rows
    lattice = _Lattice(units, rows, of)
    path = [STATES[index] for index in _viterbi(lattice)]
    shares = _posterior(lattice)
    inside = [
        sum(share for share, state in zip(row, STATES, strict=True) if state in THREAD)
        for row in shares
    ]
    begins = next((i for i, state in enumerate(path) if state in THREAD), None)
    if begins is not None and is_dialogue(units, path):
        return _all_article(path, begins, doubtful=begins)
    risky = [i for i, p in enumerate(inside) if p >= of.decision["thread_from"]][:1]
    if (risky or begins is not None) and is_post(units, rows, path):
        return _all_article(path, begins)
    mark = first_mark(units, rows)
    if mark is not None and not mark.kept:
        risky.append(mark.unit)
    doubtful = _doubtful(inside, begins, risky, of.decision["sure"])
    if mark is not None and doubtful is None and begins is None:
        doubtful = mark.unit
    starts = min((at for at in (*risky, begins) if at is not None), default=None)
    if starts is not None and _ARTICLE.intersection(path[starts:]):
        lattice.only_thread_from(starts)
        path = [STATES[index] for index in _viterbi(lattice)]
        shares = _posterior(lattice)
    confidence = [
        round(min(0.99, max(0.01, row[STATES.index(state)])), 2)
        for row, state in zip(shares, path, strict=True)
    ]
    if mark is not None and doubtful == mark.unit:
        # A mark says that readers may speak, not that they do.
        confidence[doubtful:] = [min(0.5, sure) for sure in confidence[doubtful:]]
    return Labelled(tuple(path), tuple(confidence), doubtful)


def _doubtful(
    inside: Sequence[float], begins: int | None, risky: Sequence[int], sure: float
) -> int | None:
    """Return where a thread may begin that is not clear; `inside`: probability of being thread."""
    if risky and (begins is None or min(risky) < begins):
        return min(risky)
    if begins is None:
        return None
    before = max((inside[i] for i in range(begins)), default=0.0)
    return begins if inside[begins] < sure or before > 1 - sure else None


def _all_article(
    path: Sequence[str], begins: int | None, *, doubtful: int | None = None
) -> Labelled:
    """Return a page whose "thread" is none: what looked like one is body."""
    states = tuple("body" if state in THREAD else state for state in path)
    sure = 0.99 if doubtful is None else 0.5
    return Labelled(
        states,
        tuple(0.99 if begins is None or i < begins else sure for i in range(len(path))),
        doubtful,
    )
