"""The frame tables: which act a sentence tells, and which words of daily life tell none."""

import pytest
from extract.reading import claims, only, words

TELLING = [
    # Fire of a kind that nobody names is an attack; a named means narrows it.
    ("Four soldiers were wounded by fire from rebel positions near Pisky.", "attack"),
    ("The column came under fire near Bunia.", "attack"),
    ("Gunmen on the ridge were taken under fire by the garrison.", "attack"),
    ("Both sides opened fire with mortars.", "shelling"),
    ("An exchange of small arms fire continued at the bridge until noon.", "small_arms_fire"),
    ("Snipers killed two policemen in Sidon.", "small_arms_fire"),
    ("The militia responded in kind.", "attack"),
    ("The army continued its operation against the rebel groups in the valley.", "attack"),
    # A blast of unknown means is an explosion.
    ("Unknown men blew up a pylon near Marib.", "explosion"),
    ("Rebels blew up an army vehicle with a mine.", "ied"),
    ("Sappers defused 14 mines on the road to Marib.", "ied"),
    ("An unexploded bomb was found near the school in Agdam.", "ied"),
    ("Soldiers used prisoners as human shields in Kousseri.", "abduction"),
    ("Army warplanes carried out 20 strikes on Sunday.", "air_strike"),
    ("The rebels reserve the right to respond to any attack.", "threat"),
    ("Militiamen have cut off the water supply of Taiz.", "access_restriction"),
    ("Villagers stopped a column of Ethiopian troops near Adigrat.", "road_block"),
    ("Local commanders spoke with elders of the Dinka on Tuesday.", "talks"),
    ("The two armies will set up a ceasefire coordination centre.", "ceasefire_act"),
    ("Soldiers had come from the port of Assab.", "troop_movement"),
    ("Three howitzers remain in the yard.", "sighting"),
    ("Workers of the charity handed out 900 masks.", "aid_delivery"),
    ("The fighting that began in May cost at least 900 civilian lives.", "toll"),
]


@pytest.mark.parametrize(("text", "act"), TELLING)
def test_a_sentence_tells_its_act(text, act):
    assert act in [claim.act for claim in claims(text, ["Assab", "Taiz"])]


DAILY = [
    "A fire broke out in the kitchen on Monday.",
    "The chef killed the heat and covered the pan.",
    "Two companies set up a monitoring centre for prices.",
    "The bank signed a document on a loan.",
    "The company cut power prices by 3 percent.",
    "The minister spoke with reporters.",
    "The workers left the talks on Monday.",
    "The talks with the unions broke down.",
    "Photographs show masked dancers.",
    "The bus fell into a ravine and twelve people died.",
    "They came, they looked, they left.",
    "Miners found gold in the mine.",
    "Residents stopped a tanker with milk.",
    "The strike will cost the economy two billion.",
]


@pytest.mark.parametrize("text", DAILY)
def test_daily_life_tells_nothing(text):
    assert [(claim.act, claim.rule) for claim in claims(text)] == []


def test_nothing_seen_in_a_post_without_a_verb():
    told = only("No planes tonight, the kids slept.")
    assert (told.act, told.modality) == ("overflight", "absent")


def test_those_who_clear_mines_are_no_perpetrators():
    told = only("Engineers of the army cleared the road of mines.")
    assert (told.act, told.perpetrators) == ("ied", ())
    assert words(told.participants) == ["Engineers of the army"]


def test_a_condition_is_no_claim_of_its_own():
    told = claims("If the patrols are blocked, the army will shell the road.")
    assert [(c.act, c.condition is not None) for c in told] == [("shelling", True)]


def test_a_charge_of_a_plan_is_no_claim():
    told = only("The police arrested a cell of four that had planned to blow up a bridge.")
    assert told.act == "arrest"
