"""Everyday verbs that say something of war only in the right company."""

import pytest
from extract.reading import claims

WAR = "Rebels had laid mines. "


def told(text):
    return [(claim.act, claim.modality) for claim in claims(WAR + text)[1:]]


@pytest.mark.parametrize(
    ("act", "text"),
    [
        ("withdrawal", "Jordan has pulled its soldiers out of the northern valley."),
        ("shelling", "The Third Brigade dropped mortar rounds into the hills above Tarna."),
        ("ground_advance", "Marines reached the crest of the ridge before dawn on Sunday."),
        ("ground_advance", "Our infantry gained 400 metres in two days."),
    ],
)
def test_the_company_of_a_verb_decides(act, text):
    assert told(text) == [(act, "asserted")]


@pytest.mark.parametrize(
    "text",
    [
        "The home team won the shooting match.",
        "The minister is bombarded with advice to slow down.",
        "Their assault troops are young.",
    ],
)
def test_the_words_alone_tell_of_nothing(text):
    assert told(text) == []


@pytest.mark.parametrize("lead", ["after three weeks of fighting", "after a night of clashes"])
def test_how_long_it_took_is_no_happening_of_its_own(lead):
    assert told(f"Marines reached the crest of the ridge {lead}.") == [
        ("ground_advance", "asserted")
    ]


@pytest.mark.parametrize(
    "who",
    ["The Red Cross", "A convoy of the UN", "Ambulances", "The mission"],
)
def test_who_brings_people_to_safety_takes_part_and_drives_nobody_out(who):
    told = claims(f"{WAR}{who} brought 200 villagers out of the camp.")[-1]
    assert (told.act, told.perpetrators) == ("displacement", ())


def test_who_drives_people_out_is_the_doer():
    told = claims(f"{WAR}The army forced out 300 refugees from the camp.")[-1]
    assert [one.text for one in told.perpetrators] == ["army"]
