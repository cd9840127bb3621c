"""The assignment of rows to columns with the greatest sum (Kuhn 1955, with potentials)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

Gains = Sequence[Sequence[float]]


def assigned(gains: Gains) -> list[tuple[int, int]]:
    """Return (row, column) pairs, sorted; pairs without gain are left out.

    `gains` is a matrix of numbers not below zero. O(rows * rows * columns).
    """
    if not gains or not gains[0]:
        return []
    if len(gains) > len(gains[0]):
        return sorted((row, column) for column, row in assigned(list(zip(*gains, strict=True))))
    plan = _Plan(gains, [0.0] * (len(gains) + 1), [0.0] * (len(gains[0]) + 1))
    for row in range(1, len(gains) + 1):
        plan.seat(row)
    pairs = ((row - 1, column - 1) for column, row in plan.taken.items() if column and row)
    return sorted((row, column) for row, column in pairs if gains[row][column] > 0)


@dataclass(slots=True)
class _Plan:
    """Potentials of rows and columns, and which row has which column (both counted from 1)."""

    gains: Gains
    rows: list[float]
    columns: list[float]
    taken: dict[int, int] = field(default_factory=dict)

    def seat(self, row: int) -> None:
        """Give a row a column, moving rows that have one along the shortest chain of changes."""
        self.taken[0] = row
        column, seen = 0, {0}
        slack = dict.fromkeys(range(1, len(self.columns)), float("inf"))
        before = dict.fromkeys(slack, 0)
        while self.taken.get(column):
            seen.add(column)
            self._reach(column, slack, before)
            nearest = min(slack, key=slack.__getitem__)
            self._shift(seen, slack, slack[nearest])
            del slack[nearest]
            column = nearest
        while column:
            self.taken[column] = self.taken[before[column]]
            column = before[column]

    def _reach(self, column: int, slack: dict[int, float], before: dict[int, int]) -> None:
        row = self.taken[column]
        for other, least in slack.items():
            rest = -self.gains[row - 1][other - 1] - self.rows[row] - self.columns[other]
            if rest < least:
                slack[other], before[other] = rest, column

    def _shift(self, seen: set[int], slack: dict[int, float], step: float) -> None:
        for column in seen:
            self.rows[self.taken[column]] += step
            self.columns[column] -= step
        for column in slack:
            slack[column] -= step
