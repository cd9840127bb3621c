"""Places of a sentence where its happening was not."""

import pytest
from extract.reading import claims


def told(text, names, act):
    (claim,) = [claim for claim in claims(text, names) if claim.act == act]
    return claim


def place_of(claim):
    return claim.place.text if claim.place else None


def others(claim):
    return {other.role: other.place.text for other in claim.other_places}


@pytest.mark.parametrize(
    ("text", "act", "place"),
    [
        # Who heard it, and where they stood.
        ("Monitors at Gori heard four explosions.", "explosion", None),
        ("Peacekeepers at a post in Gori heard one explosion 700 metres east of the post.",
         "explosion", "700 metres east of the post"),
        ("Staff in the operations centre heard four explosions near Gori.", "explosion",
         "near Gori"),
        # Who told it, and where.
        ("Five soldiers were wounded in Pisky, a spokesman told a briefing in Gori.", "toll",
         "Pisky"),
        ("Five soldiers were wounded, the minister told reporters in Gori.", "toll", None),
        ("In Gori, the minister told a news conference that five soldiers were wounded.", "toll",
         None),
        # Who rules where.
        ("Talks between the rebels and the new government in Gori began on Friday.", "talks", None),
        ("Gunmen raided two farms west of the town, the authorities in Gori said.", "attack",
         "west of the town"),
        # Names of bodies.
        ("Soldiers of the Gori People's Republic shelled Pisky.", "shelling", "Pisky"),
        # Where another place lies.
        ("A drone struck Pisky, 40 km north-west of Gori, on Friday.", "drone_strike", "Pisky"),
    ],
)  # fmt: skip
def test_where_it_was_not(text, act, place):
    assert place_of(told(text, ["Gori", "Pisky"], act)) == place


def test_observers_keep_where_they_stood():
    claim = told("Monitors at Gori heard four explosions.", ["Gori"], "explosion")
    assert others(claim) == {"observer": "Gori"}


def test_a_hospital_only_took_in_those_who_were_hurt():
    text = "Hospital of Gori received 5 dead and 19 injured by noon, its director said."
    claim = told(text, ["Hospital of Gori"], "toll")
    assert place_of(claim) is None


def test_those_who_live_where_it_was_are_no_observers_elsewhere():
    claim = told("Rebels shelled residents in Gori on Friday.", ["Gori"], "shelling")
    assert place_of(claim) == "Gori"


def test_a_letter_from_a_capital_is_no_way_from_it():
    text = (
        "The president will send troops to Gori in May if parliament accepts a request from Pisky."
    )
    claim = told(text, ["Gori", "Pisky"], "troop_movement")
    assert (place_of(claim), others(claim)) == ("Gori", {})


@pytest.mark.parametrize("goal", ["Pisky", "the airport"])
def test_the_direction_that_fire_was_heard_from_is_all_that_is_known(goal):
    text = f"Monitors at Gori heard four explosions from the direction of {goal}."
    claim = told(text, ["Gori", "Pisky"], "explosion")
    assert (place_of(claim), claim.place.relation) == (f"direction of {goal}", "axis")
