"""People taken, freed and named, houses attacked, machines and their owners: sentences of ours."""

import pytest
from extract.reading import claims


def roles(claim, name):
    return [one.text for one in getattr(claim, name)]


@pytest.mark.parametrize(
    ("text", "who", "by"),
    [
        ("Anna Okello was captured by government troops on Monday.", "Anna Okello", 1),
        ("Davit Lomidze was seized at the market on Friday.", "Davit Lomidze", 0),
    ],
)
def test_a_named_person_is_taken_and_no_ground(text, who, by):
    (claim,) = claims(text)
    assert claim.act == "abduction"
    assert roles(claim, "targets") == [who]
    assert len(claim.perpetrators) == by


def test_a_name_that_nothing_shows_to_be_a_person_is_not_taken():
    assert all(one.act != "abduction" for one in claims("Rebels captured Tarnova on Monday."))


@pytest.mark.parametrize(
    ("text", "act"),
    [
        ("Unidentified persons attacked the Turkish embassy in Lima.", "attack"),
        ("A crowd stormed the embassy with petrol bombs.", "attack"),
    ],
)
def test_an_embassy_is_attacked_by_people(text, act):
    (claim,) = claims(text)
    assert claim.act == act
    assert claim.targets


def test_a_ministry_attacked_in_words_is_not():
    assert not claims("The opposition attacked the ministry over the budget.")


def test_jailed_members_who_are_released_are_prisoners():
    (claim,) = claims("Sri Lanka released 40 jailed members of the movement.")
    assert claim.act == "prisoner_exchange"


def test_the_owner_of_a_machine_did_what_it_did():
    (claim,) = claims("Army bulldozers demolished four homes near the camp.")
    assert roles(claim, "perpetrators") == ["Army"]


def test_who_tells_behind_the_happening_is_not_hit():
    (claim,) = claims("Rebels shelled the town, killing about 20 people, relief officials said.")
    assert roles(claim, "targets") == ["people"]


def test_part_of_a_stronghold_is_ground():
    (claim,) = claims("Government troops captured part of a guerrilla stronghold.")
    assert claim.act == "ground_advance"
