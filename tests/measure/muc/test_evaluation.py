"""The figures of a whole folder."""

from __future__ import annotations

import pytest

from trucewatch.errors import UsageError
from trucewatch.measure.muc import evaluation


def test_our_answers_are_scored(data, monkeypatch) -> None:
    monkeypatch.setattr(evaluation, "SETS", ("dev",))
    figures = evaluation.ours(data)["dev"]
    assert figures["templates"] == {
        "recall": 100, "precision": 50, "f": 66.67, "f_of_rounded": pytest.approx(66.67, abs=0.01),
        "possible": 1, "actual": 2,
    }  # fmt: skip
    slots = figures["slots"]
    assert isinstance(slots, dict)
    assert slots["inc-date"]["recall"] == 100
    assert set(figures) == {
        "all templates", "matched only", "templates", "claim status", "slots",
        "entities (CEAF-REE)",
    }  # fmt: skip


def test_a_folder_without_the_files_is_named(data) -> None:
    with pytest.raises(UsageError, match="is missing"):
        evaluation.score(data)
