"""Modality beyond single verbs: conditions, threats, questions, orders."""

import pytest
from extract.reading import claims, only

from trucewatch.extract.clauses import modal_words


def test_a_condition_keeps_its_words():
    claim = only("The rebels will withdraw from the town if guarantees arrive.")
    assert claim.modality == "planned"
    assert claim.condition.text == "if guarantees arrive"


def test_what_a_side_would_do_itself_is_a_threat():
    text = "The army would retaliate if rebels attacked its posts, its spokesman said."
    assert [c.modality for c in claims(text)] == ["threatened"]


@pytest.mark.parametrize(
    "text",
    [
        "Do not attack the convoys.",
        "Nobody could say who shelled the town.",
        "The minister spoke of the risk of an attack.",
        "He did not comment on the strike.",
        "Monitors are trained to prevent clashes.",
    ],
)
def test_what_is_only_ordered_asked_or_feared_claims_nothing(text):
    assert claims(text) == ()


def test_a_question_claims_no_more_than_a_thought():
    assert [c.modality for c in claims("Who shelled the hospital?")] == ["hypothetical"]


def test_the_tables_are_read():
    assert "not" in modal_words()["negation"]["words"]
    assert modal_words()["unreal"]["governors"]


@pytest.mark.parametrize(
    ("text", "modality"),
    [
        ("The army said it would withdraw from the port on Monday.", "planned"),
        ("The rebels said they would shell the port.", "threatened"),
        ("An analyst said that the rebels would attack.", "hypothetical"),
        ("The army said it would not withdraw from its posts.", "absent"),
        ("Clashes with the rebels are possible.", "hypothetical"),
        ("The spokesman rejected a report that its fighters had left the front.", "denied"),
    ],
)
def test_will_in_reported_speech(text, modality):
    assert [claim.modality for claim in claims(text)] == [modality]


def test_what_somebody_threatens_to_do_is_threatened_however_loose_the_infinitive_hangs():
    claim = only("The rebels threatened to shell the capital.")
    assert (claim.act, claim.modality) == ("shelling", "threatened")


def test_what_somebody_was_unable_to_do_is_absent():
    found = claims(
        "A food convoy was unable to cross from Ramtha because of the fighting.", ["Ramtha"]
    )
    assert {one.modality for one in found if one.act == "aid_delivery"} == {"absent"}
    assert all(one.modality == "asserted" for one in found if one.act == "armed_clash")


def test_an_advance_that_threatens_to_split_a_province_threatens_nobody():
    claim = only(
        "Rebels pushed into the town in a major advance that threatens to split the province."
    )
    assert (claim.act, [one.text for one in claim.perpetrators]) == ("ground_advance", ["Rebels"])
