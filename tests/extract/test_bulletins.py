"""Turns of mission reports, ministry bulletins and access notes."""

import pytest
from extract.reading import claims, only, words

WAR = "The war in the country is in its second month.\n\n"


def told(text, names=()):
    found = claims(WAR + text, names)
    assert len(found) == 1, [(c.act, c.modality, c.rule) for c in found]
    return found[0]


@pytest.mark.parametrize(
    ("text", "target"),
    [
        ("Soldiers at the gate refused the team entry to the barracks.", ["team"]),
        ("Two armed men denied the mission passage.", ["mission"]),
        ("The team was told to turn back at a checkpoint near Gori.", ["team"]),
        ("A patrol was delayed by 30 minutes at the crossing.", None),
        ("Movement of the mission's patrols was restricted on eight occasions.", []),
        ("Armed men prevented the families from leaving.", ["families"]),
    ],
)
def test_access_denied_names_whom(text, target):
    found = [c for c in claims(WAR + text, ["Gori"]) if c.act == "access_restriction"]
    assert [c.modality for c in found] == ["asserted"]
    if target is not None:
        assert words(found[0].targets) == target


@pytest.mark.parametrize(
    "text",
    [
        "The centre held a humanitarian action with the local council.",
        "The enemy did not abandon its intention to take Lyman.",
        "The repair crew withdrew.",
    ],
)
def test_words_that_only_look_like_acts(text):
    acts = {claim.act for claim in claims(WAR + text)}
    assert not acts & {"access_restriction", "withdrawal"}


def test_a_battle_tank_is_no_battle():
    assert told("The mission saw three main battle tanks near Gori.", ["Gori"]).act == "sighting"


def test_what_watched_is_not_counted_with_what_was_seen():
    seen = told("A mission drone spotted two howitzers near Gori.", ["Gori"])
    assert [(f.best, f.group.text) for f in seen.figures] == [(2, "howitzers")]


def test_a_bearing_in_brackets_tells_where_the_place_lies():
    text = "The mission saw two mortars in Gori (government-controlled, 16km east of Tskhinvali)."
    assert told(text, ["Gori"]).place.text == "Gori"


def test_explosions_assessed_as_fire_are_that_fire():
    text = "The mission heard 14 explosions assessed as impacts of 82mm mortar rounds 3 km west."
    shelling = told(text)
    assert shelling.act == "shelling"
    assert shelling.place.text == "3 km west"
    assert [f.best for f in shelling.figures] == [14]


def test_each_sound_keeps_its_own_bearing():
    text = "From Gori the team heard 12 explosions 3 km north and 40 shots 2 km west."
    blast, shots = claims(text, ["Gori"])
    assert (blast.place.text, shots.place.text) == ("3 km north", "2 km west")


def test_a_bearing_behind_several_sounds_is_that_of_all():
    text = "In Gori the team heard nine explosions and 40 bursts, all 4 km north."
    assert {claim.place.text for claim in claims(text, ["Gori"])} == {"4 km north"}


def test_losses_of_a_period_are_no_harm_of_the_fire_before():
    text = "Gunners shelled a depot near Gori. Over the past day the enemy lost 90 soldiers."
    shelling, toll = claims(WAR + text, ["Gori"])
    assert not shelling.figures
    assert (toll.act, [f.best for f in toll.figures]) == ("toll", [90])


def test_lost_tanks_are_destroyed_and_not_killed():
    toll = told("Over the past day the enemy lost 90 soldiers and four tanks.")
    assert [(f.kind, f.best) for f in toll.figures] == [("killed", 90), ("destroyed", 4)]


def test_several_repelled_attacks_are_no_strike_told_before():
    text = "Drones struck a depot near Gori. Our troops repelled 16 attacks near Kaspi."
    assert [c.act for c in claims(WAR + text, ["Gori", "Kaspi"])] == ["drone_strike", "attack"]


def test_those_admitted_with_wounds_were_wounded():
    toll = told("Doctors said that a man had been admitted with shrapnel wounds to his leg.")
    assert words(toll.targets) == ["man"]
    assert toll.attribution.source_text == "Doctors"


def test_shelling_that_hits_is_the_subject_whatever_the_tree():
    found = only("In El Fasher, shelling hit the South Hospital on 8 February.", ["El Fasher"])
    assert (found.act, words(found.targets)) == ("shelling", ["South Hospital"])


@pytest.mark.parametrize(
    ("text", "bounds"),
    [
        ("The army violated the truce about 270 times.", (None, 270, None, "about")),
        ("The army broke the truce more than 40 times.", (40, 40, None, "more_than")),
        ("The army broke the truce 40 times.", (40, 40, 40, "exact")),
    ],
)
def test_times_counted_keep_their_qualifier(text, bounds):
    figure = only(text).figures[0]
    assert (figure.low, figure.best, figure.high, figure.qualifier) == bounds


def test_who_denies_and_accuses_states_the_charge():
    text = "The commander denied that his forces began it and accused the rebels of shelling Gori."
    denied, charged = claims(WAR + text, ["Gori"])
    assert (denied.modality, charged.modality) == ("denied", "asserted")
    assert charged.attribution.source_text == "commander"
    assert not charged.attribution.chain


def test_a_patrol_that_was_held_at_a_checkpoint_was_blocked():
    text = (
        "A patrol was held for two hours at a checkpoint near Gori by soldiers of the 4th Division."
    )
    patrol, denial = claims(WAR + text, ["Gori"])
    assert (patrol.patrol.outcome, patrol.participants) == ("blocked", ())
    assert words(denial.perpetrators) == ["soldiers of the 4th Division"]


def test_a_patrol_told_to_go_back_took_place():
    text = "The patrol was stopped at an army checkpoint and ordered to return to base."
    assert [c.modality for c in claims(WAR + text) if c.act == "patrol"] == ["asserted"]
