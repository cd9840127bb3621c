"""Doers that no "by" names: who was involved, implicated, behind it, charged with it."""

import pytest
from extract.reading import claims

WAR = "Peace talks began in Goma. "


@pytest.mark.parametrize(
    ("text", "doer"),
    [
        ("Four soldiers were involved in the massacre of ten villagers near Rolpa.", "soldiers"),
        ("A court implicated four officers in the killing of six priests.", "officers"),
        ("The minister blamed the murder of two priests on drug traffickers.", "drug traffickers"),
        ("The police attributed the killing of the judge to rebels.", "rebels"),
        ("The killing of the mayor was perpetrated by three men in uniform.", "men"),
        ("The ambush near Saada was the work of a splinter group.", "splinter group"),
        ("The governor said rebels were behind the ambush near Saada.", "rebels"),
        ("They reported the murder of a judge, presumably by masked gunmen.", "masked gunmen"),
    ],
)
def test_who_is_charged_with_a_deed_is_its_doer(text, doer):
    told = claims(WAR + text)[-1]
    assert [one.text for one in told.perpetrators] == [doer]


@pytest.mark.parametrize(
    "text",
    [
        "Four soldiers were involved in the search after the massacre of ten villagers.",
        "A court freed four officers after the killing of six priests.",
        "The work of a clinic went on after the ambush near Saada.",
    ],
)
def test_who_only_stands_beside_a_deed_is_not(text):
    assert all(not one.perpetrators for one in claims(WAR + text))


def test_who_lays_a_deed_at_a_door_is_the_source():
    told = claims(WAR + "The minister blamed the murder of two priests on drug traffickers.")[-1]
    assert (told.attribution.form, told.attribution.source_text) == ("said", "minister")
