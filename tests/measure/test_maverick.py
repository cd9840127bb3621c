"""Grouping figures: scored by hand on small cases, and held to floors where the data is there."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from trucewatch.errors import UsageError
from trucewatch.measure import maverick

DATA = Path(os.environ.get("TRUCEWATCH_EVENTS", "data/events"))
FLOORS = {
    "dev": {"merge: pairs": 0.72, "merge: B-cubed": 0.89},
    "test": {"merge: pairs": 0.69, "merge: B-cubed": 0.885},
}
"""F1 as measured in November 2026 (docs/merging.md), rounded down."""

GOLD = {"a": "x", "b": "x", "c": "y", "d": "z"}


def test_pairs_and_b_cubed_by_hand():
    pairs = maverick.pairwise([["a", "b", "c"], ["d"]], GOLD)
    assert (pairs.right, pairs.found, pairs.wanted) == (1, 3, 1)
    cubed = maverick.b_cubed([["a", "b", "c"], ["d"]], GOLD)
    assert cubed["precision"] == pytest.approx((2 / 3 + 2 / 3 + 1 / 3 + 1) / 4, abs=1e-4)
    assert cubed["recall"] == 1.0


def test_what_is_apart_costs_recall_only():
    assert maverick.pairwise([["a"], ["b"], ["c"], ["d"]], GOLD).recall == 0.0
    cubed = maverick.b_cubed([["a"], ["b"], ["c"], ["d"]], GOLD)
    assert (cubed["precision"], cubed["recall"]) == (1.0, 0.75)


def test_an_event_is_in_one_half_for_good():
    assert maverick.half("KEN-0001") == maverick.half("KEN-0001")
    assert {maverick.half(f"E-{number}") for number in range(20)} == {"dev", "test"}


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(UsageError, match="maverick_event_report"):
        maverick.score(tmp_path)


@pytest.mark.skipif(
    not (DATA / maverick.FILE).is_file(),
    reason="needs the MAVERICK data: set TRUCEWATCH_EVENTS to the folder that holds it",
)
def test_the_merge_keeps_its_floors_and_beats_every_baseline():
    told = maverick.score(DATA)
    for part, floors in FLOORS.items():
        figures = {name: row["f1"] for name, row in told[part].items() if isinstance(row, dict)}
        for name, floor in floors.items():
            assert figures[name] >= floor, (part, name)
            kind = name.rpartition(": ")[2]
            others = [value for key, value in figures.items() if key.endswith(kind) and key != name]
            assert figures[name] > max(others)
