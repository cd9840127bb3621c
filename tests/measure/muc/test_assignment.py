"""The assignment against every assignment there is."""

from __future__ import annotations

from itertools import permutations

from hypothesis import given
from hypothesis import strategies as st

from trucewatch.measure.muc.assignment import assigned

GAINS = st.integers(1, 4).flatmap(
    lambda width: st.lists(
        st.lists(st.sampled_from([0, 0, 0.5, 1, 2, 7]), min_size=width, max_size=width),
        min_size=1, max_size=4,
    )
)  # fmt: skip


@given(GAINS)
def test_no_other_assignment_gains_more(gains: list[list[float]]) -> None:
    pairs = assigned(gains)
    assert len({row for row, _ in pairs}) == len({column for _, column in pairs}) == len(pairs)
    assert all(gains[row][column] > 0 for row, column in pairs)
    wide = gains if len(gains) <= len(gains[0]) else [list(row) for row in zip(*gains, strict=True)]
    best = max(
        sum(row[column] for row, column in zip(wide, columns, strict=False))
        for columns in permutations(range(len(wide[0])), len(wide))
    )
    assert sum(gains[row][column] for row, column in pairs) == best


def test_nothing_to_assign() -> None:
    assert assigned([]) == assigned([[]]) == assigned([[0.0, 0.0]]) == []
