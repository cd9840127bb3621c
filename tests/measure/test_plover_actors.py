"""Sources and targets as PLOVER counts them, on sentences of our own."""

import pytest

from trucewatch import pipeline
from trucewatch.measure import plover, plover_actors


@pytest.fixture(scope="module")
def tools():
    return pipeline.tools_for(None)


def told(text, tools, act):
    record = plover.Record(id="1", event="PROTEST", text=text)
    claims = pipeline.read(plover.document(record), tools).claims
    return next(one for one in claims if act in (one.act, one.modality))


def words(text, tools, act, side):
    claim = told(text, tools, act)
    phrases = plover_actors.Phrases(text, claim.sentence)
    spans = (
        plover_actors.doers(claim, phrases)
        if side == "source"
        else plover_actors.done_to(text, claim, phrases)
    )
    return {span.of(text) for span in spans}


@pytest.mark.parametrize(
    ("text", "whom"),
    [
        ("About 300 Ruthenians rallied in Arlen against Northland's new border law.", "Northland"),
        ("Students demonstrated to protest at the arrest of the bishop by soldiers.", "soldiers"),
        ("Students rallied in Arlen to demand the withdrawal of foreign troops.", "foreign troops"),
        ("Hundreds of students demonstrated outside the Turkish embassy.", "Turkish embassy"),
    ],
)
def test_a_protest_has_for_target_what_it_is_against(tools, text, whom):
    found = words(text, tools, "protest", "target")
    assert any(whom in one for one in found)


def test_nobody_is_the_target_of_a_protest_that_names_nobody(tools):
    text = "Students demonstrated in Paris on Monday."
    assert words(text, tools, "protest", "target") <= {"Students", "students", "Paris"}


def test_a_phrase_is_taken_with_what_hangs_on_it(tools):
    text = "Rebels attacked a camp for Malian refugees on Monday, the ministry said."
    found = words(text, tools, "attack", "target")
    assert any("Malian refugees" in one for one in found)
    assert not any("ministry" in one for one in found)


def test_a_threat_is_to_whom_its_condition_is_put(tools):
    text = "The rebels threatened to resume attacks unless Kenya frees their leader."
    assert "Kenya" in words(text, tools, "threatened", "target")
    assert words(text, tools, "threatened", "source") >= {"rebels"}
