"""Figures of reports against geometry."""

import msgspec
import pytest
from assess.assess_builders import AGREEMENTS, area, assessed, claim, document

from trucewatch import geo
from trucewatch.model import Span

SENTENCE = "The security corridor will cover 750 km2, an official said."
CORRIDOR = next(zone for row in AGREEMENTS for zone in row.zones if zone.id == "m4-corridor")


def checked(text, figures=(), act="control"):
    told = claim(
        act, "kuzey-post", "2020-03-08", item="x", sentence=Span(0, len(text)), figures=figures
    )
    return told, assessed([told], documents=[document("x", text)]).checks


def figure(text, words, value, kind="area_km2"):
    start = text.index(words)
    return area(value, kind, start, start + len(words))


def test_the_corridor_is_about_as_large_as_the_reports_say():
    assert 700 < geo.area_km2(CORRIDOR.geometry) < 760


def test_750_km2_agrees_with_the_corridor():
    told, checks = checked(SENTENCE, (figure(SENTENCE, "750", 750),))
    (row,) = checks
    assert (row.claim, row.figure, row.feature) == (told.id, 0, "m4-corridor")
    assert (row.stated, row.unit, row.verdict) == (750, "km2", "agrees")
    assert 700 < row.computed < 760
    assert "tolerance of 10%" in row.reason


@pytest.mark.parametrize("act", ["control", "talks", "patrol", "ceasefire_act"])
def test_the_act_of_the_claim_does_not_matter(act):
    assert len(checked(SENTENCE, (figure(SENTENCE, "750", 750),), act)[1]) == 1


def test_a_figure_that_is_off_differs():
    text = "The security corridor will cover 1,200 km2, an official said."
    (row,) = checked(text, (figure(text, "1,200", 1200),))[1]
    assert row.verdict == "differs"


def test_an_area_that_no_claim_carries_is_checked_with_the_item():
    (row,) = checked("The security corridor: 750 square kilometres of it.")[1]
    assert (row.claim, row.figure, row.stated) == ("x", -1, 750.0)


def test_the_paragraph_decides_what_a_figure_is_about():
    near = "The corridor was agreed. Nobody drew it. An official put it at 750 km2."
    assert len(checked(near)[1]) == 1
    apart = "The corridor was agreed.\n\nA fire burned 750 km2 of forest."
    assert checked(apart)[1] == ()


@pytest.mark.parametrize(
    ("text", "value", "verdict"),
    [
        ("The corridor is 6 km deep to the north and the south.", 6, "agrees"),
        ("The corridor is 12 km wide.", 12, "agrees"),
        ("The corridor is 9 km wide.", 9, "differs"),
        ("The M4 section is 60 km long.", 60, "agrees"),
    ],
)
def test_distances_are_checked_where_words_say_what_they_measure(text, value, verdict):
    (row,) = checked(text, (figure(text, f"{value} km", value, "distance_km"),))[1]
    assert row.verdict == verdict


def test_other_distances_are_left_alone():
    text = "Tanks stand three kilometres from the corridor."
    assert checked(text, (figure(text, "three", 3, "distance_km"),))[1] == ()


def test_comments_are_never_checked():
    text = "The corridor covers 750 km2."
    doc = document("x", text)
    passage = doc.passages[0]
    doc = msgspec.structs.replace(
        doc, passages=(msgspec.structs.replace(passage, kind="thread_comment"),)
    )
    assert assessed([], documents=[doc]).checks == ()
