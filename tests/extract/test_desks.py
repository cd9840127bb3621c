"""Plain verbs of desks and missions: what was not done, who was let go, what stays shut."""

import pytest
from extract.reading import claims

WAR = "The war with the rebels goes on. "


def told(text):
    return [(c.act, c.modality) for c in claims(WAR + text)]


@pytest.mark.parametrize(
    ("text", "act", "modality"),
    [
        ("Our troops held their fire on all fronts.", "attack", "absent"),
        ("The mission has suspended its patrols in the valley.", "access_restriction", "asserted"),
        ("The accord of May declared an end to hostilities.", "ceasefire_act", "asserted"),
        ("Asmara was ready for an immediate cessation of hostilities.", "ceasefire_act", "planned"),
        ("The militia still refuses to open the Kombo road.", "road_block", "asserted"),
        ("A bomb dropped by a drone wounded two soldiers in Nyala.", "drone_strike", "asserted"),
        ("Gunmen armed with rifles and machetes attacked the camp.", "attack", "asserted"),
        (
            "Soldiers of both sides threw stones at each other across the line.",
            "attack",
            "asserted",
        ),
    ],
)
def test_what_desks_report_every_day(text, act, modality):
    assert (act, modality) in told(text)


def test_those_taken_are_let_go():
    found = told(
        "An armed group took three observers hostage on 5 June. They were freed on Sunday."
    )
    assert ("prisoner_exchange", "asserted") in found


def test_a_commission_without_complaints_counted_none():
    (tally,) = [c for c in claims(WAR + "The Joint Commission received no complaints in May.")
                if c.act == "tally"]  # fmt: skip
    assert [(f.low, f.high) for f in tally.figures] == [(0, 0)]


@pytest.mark.parametrize(
    "text",
    [
        "The film was released in May and they were moved by it.",
        "The shop refuses to open on Sundays.",
        "The council has suspended its sessions.",
        "Workers dropped a crate.",
    ],
)
def test_the_same_verbs_in_peace_tell_nothing(text):
    assert not claims(text)
