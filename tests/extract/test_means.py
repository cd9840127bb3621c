"""Means: with what a happening was done, and what that makes of it."""

import pytest
from extract.reading import claims


def test_a_gun_on_a_vehicle_that_was_hit_and_one_in_a_units_name_are_no_means():
    text = "The army destroyed two pick-ups with heavy machine guns near Kinsibba."
    (claim,) = claims(text, ["Kinsibba"])
    assert (claim.act, claim.weapons) == ("attack", ())
    text = "The armed wing of the group, the Qassam Brigades, shelled a post with mortars."
    (claim,) = claims(text)
    assert [one.text for one in claim.weapons] == ["mortars"]


@pytest.mark.parametrize(
    ("act", "text"),
    [
        ("shelling", "Rebels attacked the base with mortars."),
        ("drone_strike", "The army hit the convoy with a drone."),
    ],
)
def test_the_means_makes_the_act(act, text):
    assert [claim.act for claim in claims(text)] == [act]


def test_what_those_hit_wore_is_no_means_and_prepositions_open_no_weapon():
    text = "Troops stormed a hideout and killed two men, one of them wearing an explosive belt."
    assert all(claim.weapons == () and claim.act != "ied" for claim in claims(text))
    text = "The ministry said its units had responded to sniper fire near Sarmin."
    assert {one.text for claim in claims(text, ["Sarmin"]) for one in claim.weapons} == {
        "sniper fire"
    }
