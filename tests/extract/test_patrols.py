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


CAUSES = [
    ("Because of a storm, the joint patrol was cancelled.", "a storm"),
    ("After gunmen attacked the column, the joint patrol was cut short.",
     "After gunmen attacked the column"),
    ("Villagers blocked the road with tyres and cut short the joint patrol.",
     "Villagers blocked the road with tyres"),
    ("Gunmen blocked the joint patrol with earth banks.",
     "Gunmen blocked the joint patrol with earth banks"),
    ("Villagers forced the joint patrol to turn back.",
     "Villagers forced the joint patrol to turn back"),
    ("The joint patrol was blocked by villagers.", "villagers"),
    ("The joint patrol turned back after five kilometres.", None),
    ("The soldiers drove five kilometres and cut short the joint patrol.", None),
    ("The two armies held a joint patrol.", None),
]  # fmt: skip


@pytest.mark.parametrize(("text", "cause"), CAUSES, ids=[row[0] for row in CAUSES])
def test_causes(text, cause):
    (report,) = {c.patrol for c in claims(text) if c.act == "patrol"}
    assert report.cause_text == cause
    assert cause is None or report.cause_span.of(text) == cause


def test_a_wish_to_stop_a_patrol_stops_none():
    found = claims("Radical groups want to prevent the second joint patrol.")
    assert not any(c.patrol and c.patrol.outcome for c in found)


ORDINALS = [
    ("The armies held the second joint patrol on Monday.", 2),
    ("The 3rd joint patrol was cancelled.", 3),
    ("The first Ruritanian-Graustark land patrol was completed.", 1),
    ("The armies held another joint patrol.", None),
    ("The next joint patrol was cancelled.", None),
    ("The armies held their first joint patrol since January.", None),
    ("The joint patrol was attacked for the second time.", None),
]


@pytest.mark.parametrize(("text", "number"), ORDINALS)
def test_which_of_a_series(text, number):
    (told,) = {c.patrol.ordinal for c in claims(text) if c.act == "patrol"}
    assert told == number
