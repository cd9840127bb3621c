"""Patrols: outcome, route, cause."""

import pytest
from extract.reading import claims, only

OUTCOMES = [
    ("The two armies held a joint patrol on Monday.", "held"),
    ("The joint patrol was cancelled on Monday.", "cancelled"),
    ("Protesters blocked a joint patrol on Monday.", "blocked"),
    ("The joint patrol was cut short on Monday.", "shortened"),
    ("The joint patrol was completed on Monday.", "completed"),
]


@pytest.mark.parametrize(("text", "outcome"), OUTCOMES)
def test_outcomes(text, outcome):
    claim = only(text)
    assert claim.act == "patrol"
    assert claim.modality == "asserted"
    assert claim.patrol.outcome == outcome
    assert claim.patrol.outcome_span.of(text) in text


def test_a_planned_patrol_has_no_outcome():
    claim = only("A joint patrol will be held on Monday.")
    assert (claim.modality, claim.patrol.outcome) == ("planned", None)


def test_route_and_cause_as_printed():
    text = "The joint patrol along the coast road was cancelled because of fog in the hills."
    claim = only(text, ["coast road"])
    report = claim.patrol
    assert report.route_text == "along the coast road"
    assert report.cause_text == "fog in the hills"
    assert report.cause_span.of(text) == report.cause_text


def test_a_patrol_that_is_only_mentioned_is_none():
    assert [c for c in claims("The minister spoke about the patrol.") if c.act == "patrol"] == []
