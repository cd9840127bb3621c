"""The place of a happening: sites beside names, ends of ways, and what takes up a place told."""

import pytest
from extract.reading import claims

NAMES = ["Gori", "Pisky", "Zolote"]


def told(text, act):
    return [claim for claim in claims(text, NAMES) if claim.act == act][-1]


def place_of(claim):
    return claim.place.text if claim.place else None


def others(claim):
    return sorted((other.role, other.place.text) for other in claim.other_places)


@pytest.mark.parametrize(
    ("text", "act", "place", "relation"),
    [
        ("A drone struck protesters at the dam, killing four.", "drone_strike", "dam",
         "unresolved"),
        ("A man from Gori was shot dead in his house.", "small_arms_fire", "house", "unresolved"),
        ("In Gori, two shells landed near the runway.", "shelling", "near the runway", "near"),
        ("Soldiers handed in their weapons to the UN officers at the stadium.", "withdrawal",
         "stadium", "unresolved"),
        ("The army shelled the eastern suburbs.", "shelling", "eastern suburbs", "sector"),
        ("Rebels shelled the crossing.", "shelling", "crossing", "unresolved"),
        ("The bridge had been mined.", "ied", "bridge", "unresolved"),
        ("Rebels said that the airport had been captured.", "ground_advance", "airport", "at"),
        ("Mortar rounds fell in the centre of the town.", "shelling", "centre of the town", "at"),
        ("Snipers fired on medics at the water tank.", "small_arms_fire", "water tank",
         "unresolved"),
        ("Gunmen kidnapped a doctor at a checkpoint near Gori.", "abduction",
         "checkpoint near Gori", "near"),
        ("The army shelled parts of Gori.", "shelling", "parts of Gori", "at"),
        ("The road to Gori is blocked by rebels.", "road_block", "road to Gori", "along"),
        ("The navy shelled a trawler off the coast of Gori.", "shelling",
         "off the coast of Gori", "near"),
    ],
)  # fmt: skip
def test_the_narrowest_expression(text, act, place, relation):
    claim = told(text, act)
    assert (place_of(claim), claim.place.relation) == (place, relation)


@pytest.mark.parametrize("text", ["The barracks was shelled.", "Rebels shelled the barracks."])
def test_a_building_that_is_struck_is_a_target(text):
    claim = told(text, "shelling")
    assert [mention.text for mention in claim.targets] == ["barracks"]
    assert claim.place is None


@pytest.mark.parametrize(
    ("text", "act", "ends"),
    [
        ("Rebels shelled Pisky. About 900 villagers have arrived at the Kama camp from Gori.",
         "displacement", [("destination", "Kama camp"), ("origin", "Gori")]),
        ("Some 200 families left the city for Gori on Friday.", "displacement",
         [("destination", "Gori"), ("origin", "city")]),
    ],
)  # fmt: skip
def test_a_way_with_both_ends_has_no_place(text, act, ends):
    claim = told(text, act)
    assert (claim.place, others(claim)) == (None, ends)


def test_the_post_that_a_convoy_headed_for_is_no_place_of_its_own():
    text = "A convoy crossed into Gori on Friday and headed for an observation post at Pisky."
    assert place_of(told(text, "troop_movement")) == "Gori"


def test_a_bare_noun_keeps_its_words_and_lies_where_its_name_does():
    text = "A patrol drove to Gori on Friday. Gunmen then entered the town."
    claim = told(text, "ground_advance")
    assert (place_of(claim), claim.place.relation) == ("town", "at")


def test_the_village_is_the_one_named_in_its_sentence():
    text = "Residents of Gori hid while rebels shelled the village."
    assert place_of(told(text, "shelling")) == "Gori"


def test_a_base_that_is_attacked_is_a_target_and_where_it_was():
    claim = told("Gunmen attacked the army base at Gori on Friday.", "attack")
    assert [mention.text for mention in claim.targets] == ["army base"]
    assert place_of(claim) == "army base at Gori"
