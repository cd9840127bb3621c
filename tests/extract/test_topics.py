"""Texts that borrow the words of war give no claims; war in their surroundings still does."""

import pytest
from extract.reading import claims, only

from trucewatch.extract.topics import setting_of
from trucewatch.model import Span

PEACEFUL = (
    "The visitors attacked down the left and their striker shot wide after 12 minutes.",
    "Airlines could be killed off by rising fuel costs, analysts warn.",
    "Oil prices exploded as investors retreated.",
    "Teachers will strike on Thursday over pay; their union threatened to walk out again.",
    "The film opens with a car bomb and the abduction of a reporter; critics attacked the script.",
    "The museum opens a room about a battle in which a million men were killed.",
    "A blast of cold air will strike the north, with gusts attacking the coasts.",
    "The storm killed four people and destroyed 300 homes.",
    "A bus collided with a truck on the coast road, killing six passengers.",
    "A gas explosion in a bakery injured three workers on Monday.",
    "Police arrested a man on suspicion of stealing bicycles.",
    "Hackers attacked the website of the ministry.",
    "The volcano exploded on Sunday, displacing 3,000 villagers.",
    "The minister came under fire over the budget.",
    "A late goal killed the game.",
)


@pytest.mark.parametrize("text", PEACEFUL)
def test_words_of_war_in_peace_claim_nothing(text):
    assert claims(text) == ()


def test_a_whole_text_of_sport_claims_nothing():
    text = (
        "The captain fired a warning in the derby. After the goal the hosts attacked in waves.\n\n"
        "Their striker destroyed the back line before the penalty, and the league was stunned."
    )
    assert claims(text) == ()


def test_a_text_about_war_keeps_what_happens_to_those_of_everyday_life():
    text = (
        "Rebels and soldiers observed the ceasefire in the morning. Later two nurses were killed "
        "on the road."
    )
    assert [f.text for c in claims(text) for f in c.figures] == ["two"]


def test_weapons_and_forces_are_read_in_any_setting():
    assert only("Gunmen attacked the fans before the match.").act == "attack"
    assert only("Shells hit the museum on Monday.").act == "shelling"
    assert only("Artillery shelled the stadium during the festival.").act == "shelling"


def test_one_word_that_peace_uses_too_makes_no_longer_text_one_about_war():
    long = "The council spoke about the schools and the water of the valley. " * 20
    told = "They reached the town at night and took the bridge."
    for words, setting in (("The tank leaks.", "peaceful"), ("The tank fired a mortar.", "war")):
        text = f"{long}{words} {told}"
        assert setting_of(text, Span(len(text) - len(told), len(text))) == setting
    assert setting_of(f"The tank leaks. {told}", Span(0, 15)) == "war"
