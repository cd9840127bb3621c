"""One person or thing that a happening befell, told without a numeral: sentences of ours."""

import pytest
from extract.reading import claims

WAR = "Fighting between the army and the rebels went on. "


def figures(text):
    return [
        (f.kind, f.text, f.group.text)
        for claim in claims(WAR + text)
        for f in claim.figures
        if f.group is not None
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Masked men dragged a midwife out of the clinic in Ansongo.",
         ("captured", "a midwife", "midwife")),
        ("A Dutch driver was bundled into a van by gunmen in Kidal.",
         ("captured", "A Dutch driver", "Dutch driver")),
        ("Police arrested the editor's brother in Kinshasa.",
         ("captured", "the editor's brother", "editor's brother")),
        ("The rebels released a wounded policeman in Jaffna.",
         ("released", "a wounded policeman", "wounded policeman")),
        ("Militants beheaded their guide near Mocimboa.", ("killed", "their guide", "guide")),
        ("The army sent a battalion to the frontier on Monday.",
         ("other", "a battalion", "battalion")),
        ("Soldiers set up a checkpoint on the Sevare road.",
         ("other", "a checkpoint", "checkpoint")),
    ],
)  # fmt: skip
def test_one_is_counted_by_what_befell_him(text, expected):
    assert expected in figures(text)


@pytest.mark.parametrize(
    "text",
    [
        "Soldiers strengthened a position on the Sevare road.",
        "Soldiers built an earthen wall along the road.",
        "Police arrested nobody in Kinshasa.",
    ],
)
def test_what_is_no_single_one_is_not_counted(text):
    assert [row for row in figures(text) if row[0] in ("other", "captured")] == []


def test_a_number_is_not_counted_twice():
    assert [row[:2] for row in figures("Gunmen abducted one driver near Kidal.")] == [
        ("captured", "one")
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Two battalions left their base at Kati for the north on Friday.",
        "Two brigades withdrew from Debaltseve on Friday.",
    ],
)
def test_units_of_troops_are_counted_where_they_move(text):
    assert ("other", "Two") in [row[:2] for row in figures(text)]


def test_a_captive_who_is_handed_over_is_released():
    kinds = [row[0] for row in figures("A captured Eritrean major was handed to the Red Cross.")]
    assert kinds == ["released"]
