"""Posts and notes without a verb."""

import pytest
from extract.reading import claims, only

LINES = (
    ("shelling", "07:15 Kramatorsk airfield: Grads."),
    ("shelling", "Incoming near the dam, 3 hits"),
    ("shelling", "more volleys at 22:10, Budyonivsky district"),
    ("shelling", "Heavy artillery since dawn, coast road"),
    ("shelling", "Villages near the pass shelled 07:00"),
    ("missile_strike", "Missile on the port 04:40"),
    ("attack", "Su-25 downed at noon"),
    ("drone_strike", "Minibus hit by drone at 14:00, driver dead"),
    ("ied", "IED on the coast road at noon, 3 soldiers killed"),
    ("prisoner_exchange", "Swap at the bridge: 20 for 15"),
    ("troop_movement", "Convoy of 20 trucks southbound at dusk"),
    ("road_block", "Road to Harib closed by tribesmen"),
)


@pytest.mark.parametrize(("act", "line"), LINES)
def test_a_line_without_a_verb_tells_of_a_happening(act, line):
    assert only(line).act == act


@pytest.mark.parametrize(
    "line", ["no Grads tonight", "bread: none", "Artillery units of the 5th corps", "quiet at noon"]
)
def test_a_line_that_only_names_or_denies_tells_of_none(line):
    assert claims(line) == ()


def test_what_a_note_says_of_tomorrow_is_planned():
    assert only("Tomorrow: exchange of bodies at the bridge").modality == "planned"


def test_each_line_of_a_post_is_a_happening_of_its_own():
    told = claims(
        "Rockets on Hays at 02:10\n\nRockets on Durayhimi at 05:30", ("Hays", "Durayhimi")
    )
    assert [claim.place.text for claim in told] == ["Hays", "Durayhimi"]
    assert {claim.act for claim in told} == {"shelling"}


def test_a_thing_with_a_bare_participle_was_done_to():
    told = only("Villages shelled at noon by rebels")
    assert [m.text for m in told.perpetrators] == ["rebels"]
