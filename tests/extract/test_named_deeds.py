"""Deeds named by a noun, what is taken for given of them, and whose door they are laid at."""

import pytest
from extract.reading import claims


@pytest.mark.parametrize(
    ("text", "target"),
    [
        ("The council condemned the murder of two nuns.", "nuns"),
        ("Police are investigating the murder of a journalist.", "journalist"),
        ("The council deplored Anna Lund Holm's assassination.", "Anna Lund Holm"),
        ("The council condemned the murder in Tarna of two nuns.", "nuns"),
    ],
)
def test_what_was_done_to_somebody_told_is_taken_for_given(text, target):
    (claim,) = claims(text, ["Tarna"])
    assert (claim.act, claim.modality) == ("killing", "asserted")
    assert [one.text for one in claim.targets] == [target]
    assert not claim.perpetrators


@pytest.mark.parametrize(
    "text",
    [
        "The council condemned the murder of civilians.",
        "The council condemned any murder of aid workers.",
    ],
)
def test_killing_at_large_is_no_happening(text):
    assert not claims(text)


def test_blame_that_names_the_deed_tells_of_it():
    (claim,) = claims("The rebels blamed the army for the murder of ten union members.")
    assert claim.act == "killing"
    assert [one.text for one in claim.perpetrators] == ["army"]
    assert [one.text for one in claim.targets] == ["union members"]
    assert claim.attribution.source_text == "rebels"


def test_whoever_claims_a_deed_did_it_and_says_so():
    (claim,) = claims("The Eagles Front claimed responsibility for the attack that killed a judge.")
    assert [one.text for one in claim.perpetrators] == ["Eagles Front"]
    assert [(one.kind, one.best) for one in claim.figures] == [("killed", 1)]
    assert claim.attribution.source_text == "Eagles Front"


def test_what_no_group_claimed_has_no_doer():
    (claim,) = claims(
        "No group has claimed responsibility for the attack on the market that killed three people."
    )
    assert not claim.perpetrators
    assert not claim.attribution.source_text


def test_responsibility_alone_tells_of_nothing():
    assert not claims("The Eagles Front claimed responsibility for the attack.")


@pytest.mark.parametrize(
    ("text", "target"),
    [
        ("Rebels set fire to two government vehicles.", "government vehicles"),
        ("Two bridges were sabotaged by rebels on Sunday.", "bridges"),
        ("There was an attempt on the life of the governor.", "governor"),
        ("The rebels withdrew, and Anna Lund Holm was shot on Sunday.", "Anna Lund Holm"),
        ("The attacks claimed the lives of a mayor and two guards.", "mayor"),
    ],
)
def test_what_was_set_on_fire_sabotaged_or_shot_is_the_target(text, target):
    found = [claim for claim in claims(text) if claim.act in ("attack", "small_arms_fire")]
    assert target in [one.text for claim in found for one in claim.targets]


@pytest.mark.parametrize(
    "text", ["The minister tried to sabotage the talks.", "Casablanca was shot in a studio."]
)
def test_talks_and_pictures_are_no_targets(text):
    assert not claims(text)


@pytest.mark.parametrize(
    ("text", "targets"),
    [
        ("The junta threatened to cut its ties with Northland.", ["Northland"]),
        ("The militia threatened to punish refugees.", ["refugees"]),
        ("Northland has issued an ultimatum to the rebels.", ["rebels"]),
        ("The junta threatened to abolish the tax.", []),
    ],
)
def test_a_threat_is_made_to_whom_it_would_be_done(text, targets):
    (claim,) = claims(text)
    assert claim.act == "threat"
    assert [one.text for one in claim.targets] == targets


@pytest.mark.parametrize(
    ("text", "participant"),
    [
        ("A group of refugees began a hunger strike.", "group of refugees"),
        ("Opposition parties have organised a general strike.", "Opposition parties"),
        ("Villagers stayed away from work on Monday to protest against the arrests.", "Villagers"),
    ],
)
def test_refusing_food_or_work_is_a_protest(text, participant):
    found = [claim for claim in claims(text) if claim.act == "protest"]
    assert [claim.modality for claim in found] == ["asserted"]
    assert [one.text for one in found[0].participants] == [participant]


def test_troops_and_food_that_somebody_offers_are_announced():
    (troops,) = claims("Northland is ready to contribute 400 troops to a force in Sand.")
    assert (troops.act, troops.modality) == ("troop_movement", "planned")
    (food,) = claims("Northland will provide 500 tons of flour to refugees.")
    assert (food.act, food.modality) == ("aid_delivery", "planned")


def test_whoever_destroys_a_house_did_it():
    (claim,) = claims("Soldiers demolished two houses on Sunday.")
    assert [one.text for one in claim.perpetrators] == ["Soldiers"]
    (claim,) = claims("The blast damaged a mosque.")
    assert not claim.perpetrators
