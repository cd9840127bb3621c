"""Quality floor of placing. To lower it on purpose: TRUCEWATCH_LOWER_GATE=1."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from trucewatch.measure.places import digest, load_gold, score

GOLD = Path(__file__).parent.parent / "corpus" / "places" / "gold.toml"
BASELINE = Path(__file__).with_name("places.json")
FLOORS = (
    "precision", "recall", "relation", "within_1_km", "within_5_km", "within_25_km",
)  # fmt: skip


@pytest.fixture(scope="module")
def baseline():
    return json.loads(BASELINE.read_text(encoding="utf-8"))


@pytest.mark.parametrize("half", ["dev", "test"])
def test_placing_is_not_worse_than_pinned(baseline, half):
    if os.environ.get("TRUCEWATCH_LOWER_GATE") == "1":
        pytest.skip("the floor is being lowered on purpose")
    got = score([case for case in load_gold(GOLD) if case.half == half])
    pinned = baseline[half]
    assert got.expressions == pinned["expressions"]
    assert all(getattr(got, name) >= pinned[name] for name in FLOORS), got
    assert got.abstained <= pinned["abstained"], got


def test_the_figures_belong_to_these_annotations(baseline):
    assert digest(GOLD) == baseline["annotations"], (
        "texts or gold changed: measure again and write new figures into places.json"
    )
