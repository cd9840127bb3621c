"""Parts of a count told in a later sentence, and what of a count is left to say there."""

from __future__ import annotations

import pytest
from extract.reading import claims

SHELLED = "Shells hit the market of Derin on Monday, killing at least 14 people and wounding 40. "
PARTS = [
    ("Nine of the dead were soldiers, a doctor said.", [("killed", "Nine", 0)]),
    ("Five members of the border guard were among the dead.", [("killed", "Five", 0)]),
    ("The mayor said that a nurse and two children were among the wounded.",
     [("wounded", "a nurse", 1), ("wounded", "two", 1)]),
    ("Among the dead were three teachers.", [("killed", "three", 0)]),
    ("Six of those wounded were women.", [("wounded", "Six", 1)]),
]  # fmt: skip


@pytest.mark.parametrize(("told", "expected"), PARTS)
def test_parts_of_a_count_told_before(told, expected):
    (claim,) = claims(SHELLED + told, ["Derin"])
    parts = [(f.kind, f.text, f.part_of) for f in claim.figures if f.part_of is not None]
    assert parts == [
        (kind, text, [f.kind for f in claim.figures].index(kind)) for kind, text, _ in expected
    ]


def test_a_part_is_of_those_detained():
    text = "Border units detained eight men near Derin on Friday. Three of them are deserters."
    (claim,) = claims(text, ["Derin"])
    assert [(f.kind, f.text, f.part_of) for f in claim.figures] == [
        ("captured", "eight", None),
        ("captured", "Three", 0),
    ]


@pytest.mark.parametrize(
    "told",
    [
        "Thirty of the dead were soldiers.",  # more than there were
        "Two of them had been to Derin before.",
        "Among the dead trees stood a tank.",
    ],
)
def test_what_is_no_part_of_the_count(told):
    claim = claims(SHELLED.replace("at least ", "") + told, ["Derin"])[0]
    assert all(figure.part_of is None for figure in claim.figures)


def test_without_a_count_there_are_no_parts():
    assert claims("Nine of the dead were soldiers.") == ()


RESULTS = [
    "Two lorry bombs blew up outside a compound in Derin, killing 31 people and wounding 118.",
    "Coalition aircraft carried out six strikes on Derin, killing 31 rebels and wounding 118.",
]


@pytest.mark.parametrize("text", RESULTS)
def test_what_a_deed_did_is_no_second_deed(text):
    (claim,) = claims(text, ["Derin"])
    counted = [(f.kind, f.best) for f in claim.figures if f.kind in ("killed", "wounded")]
    assert counted == [("killed", 31), ("wounded", 118)]


SINGLE = [
    ("A mine exploded under a tractor near Derin on Tuesday.", [("munitions", "A mine")]),
    ("A mine laid by the rebels exploded under a tractor.", [("munitions", "A mine")]),
    ("A lorry struck a mine near Derin on Tuesday.", []),
    ("A car bomb exploded near Derin on Tuesday.", []),
    ("An unmanned aircraft flew over the valley on Monday.", [("weapons", "An unmanned aircraft")]),
    ("The patrol saw four BMP-2s near Derin.", [("weapons", "four")]),
    ("A drone hit a pickup near Derin. The driver was wounded.", [("wounded", "The driver")]),
    ("Gunmen shot a driver dead. The driver was killed at once.", [("killed", "a driver")]),
    ("Rebels fired 34 rockets at Derin, of which eleven were intercepted.",
     [("munitions", "34"), ("munitions", "eleven")]),
    ("The militia has shelled Derin with mortars; no casualties were reported.", []),
    ("Two rockets fell near Derin on Friday. There were no casualties and no damage.",
     [("munitions", "Two"), ("killed", "no"), ("damaged", "no"), ("wounded", "no")]),
    (("A roadside bomb went off near Derin. Four soldiers were wounded. None of the observers was "
     "hurt."), [("munitions", "A roadside bomb"), ("wounded", "Four"), ("wounded", "None")]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "figures"), SINGLE)
def test_things_and_people_told_singly(text, figures):
    told = claims(text, ["Derin"])[0]
    assert [(f.kind, f.text) for f in told.figures] == figures


def test_the_toll_of_others_is_a_toll_of_its_own():
    text = (
        "Officials say 2,300 villagers, mostly women, have been killed since 8 July. "
        "Forty-one soldiers have died."
    )
    first, second = claims(text, published="2014-12-01")
    assert [(f.text, f.part_of) for f in first.figures] == [("2,300", None), ("mostly", 0)]
    assert [f.text for f in second.figures] == ["Forty-one"]


def test_neither_injuries_nor_damage():
    (claim,) = claims(
        "Two shells hit Derin on Friday. There were no injuries or damage.", ["Derin"]
    )
    none = [(f.kind, f.best) for f in claim.figures if f.text == "no"]
    assert none == [("wounded", 0), ("damaged", 0)]


def test_arms_that_were_lost_did_not_do_it():
    (claim,) = claims("Over the past day the enemy lost 640 men, eight tanks and 23 guns.")
    assert (claim.act, claim.weapons) == ("toll", ())


def test_what_became_of_somebody_in_everyday_life_is_no_claim():
    assert claims("The driver was injured when a bus struck a tree on Monday.") == ()
    assert claims("The pilot was killed when his glider came down in a field.") == ()
