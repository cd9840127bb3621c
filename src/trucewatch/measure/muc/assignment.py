"""The assignment of rows to columns with the greatest sum (Kuhn 1955, with potentials)."""

from __future__ import annotations

from collections.abc import Sequence


def assigned(gains: Sequence[Sequence[float]]) -> list[tuple[int, int]]:
    """Return (row, column) pairs, sorted; pairs without gain are left out.

    `gains` is a matrix of numbers not below zero. O(rows * rows * columns).
    """
    if not gains or not gains[0]:
        return []
    if len(gains) > len(gains[0]):
        return sorted((row, column) for column, row in assigned(list(zip(*gains, strict=True))))
    columns = len(gains[0])
    of_row, of_column = [0.0] * (len(gains) + 1), [0.0] * (columns + 1)
    taken = [0] * (columns + 1)
    for row in range(1, len(gains) + 1):
        taken[0], column = row, 0
        slack, before, seen = [float("inf")] * (columns + 1), [0] * (columns + 1), {0}
        while True:
            current = taken[column]
            for other in range(1, columns + 1):
                if other not in seen:
                    rest = -gains[current - 1][other - 1] - of_row[current] - of_column[other]
                    if rest < slack[other]:
                        slack[other], before[other] = rest, column
            free = [other for other in range(1, columns + 1) if other not in seen]
            nearest = min(free, key=slack.__getitem__)
            step = slack[nearest]
            for other in range(columns + 1):
                if other in seen:
                    of_row[taken[other]] += step
                    of_column[other] -= step
                else:
                    slack[other] -= step
            column = nearest
            if not taken[column]:
                break
            seen.add(column)
        while column:
            taken[column], column = taken[before[column]], before[column]
    pairs = ((taken[column] - 1, column - 1) for column in range(1, columns + 1) if taken[column])
    return sorted((row, column) for row, column in pairs if gains[row][column] > 0)
