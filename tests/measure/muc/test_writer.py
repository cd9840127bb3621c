"""From a dispatch to its templates, slot by slot."""

from __future__ import annotations

import pytest

from trucewatch.measure.muc.dispatches import Desk, Dispatch
from trucewatch.measure.muc.templates import Template
from trucewatch.measure.muc.writer import templates_of


def printed(template: Template) -> dict[int, list[str]]:
    slots = {slot: template.of(slot) for slot in range(2, 25)}
    return {
        slot: [f.printed(quoted=False) for f in fills] for slot, fills in slots.items() if fills
    }


def test_a_killing(desk: Desk, dispatches: dict[str, Dispatch]) -> None:
    (template,) = templates_of(dispatches["T-1"], desk.gazetteer)
    assert printed(template) == {
        2: ["04 MAY 87"],
        3: ["PERU: TORVIK (CITY): ESKMARK (NEIGHBORHOOD)"],
        4: ["ATTACK"],
        5: ["ACCOMPLISHED"],
        7: ["GUN: -"],
        8: ["TERRORIST ACT"],
        9: ["GUNMEN"],
        10: ["SHINING PATH"],
        11: ['SUSPECTED OR ACCUSED BY AUTHORITIES: "SHINING PATH"'],
        18: ["MILLER LENA HOLST"],
        19: ["SHEPHERDS"],
        20: ['CIVILIAN: "MILLER LENA HOLST"', 'CIVILIAN: "SHEPHERDS"'],
        21: ['1: "MILLER LENA HOLST"', '2: "SHEPHERDS"'],
        23: ['DEATH: "MILLER LENA HOLST"', 'INJURY: "SHEPHERDS"'],
    }


def test_a_bombing_without_victims(desk: Desk, dispatches: dict[str, Dispatch]) -> None:
    (template,) = templates_of(dispatches["T-2"], desk.gazetteer)
    rows = printed(template)
    assert rows[3] == ["PERU: HALDEN (DEPARTMENT): LILLE NES (TOWN)"]
    assert rows[4] == ["BOMBING"]
    assert rows[6] == ["BOMB"]
    assert rows[13] == ['FINANCIAL: "BANK"']
    assert rows[16] == ['DESTROYED: "BANK"']
    assert rows[23] == ["NO INJURY OR DEATH: -"]


@pytest.mark.parametrize("name", ["T-3", "T-4"])
def test_peace_and_war_are_no_incidents(
    name: str, desk: Desk, dispatches: dict[str, Dispatch]
) -> None:
    assert templates_of(dispatches[name], desk.gazetteer) == ()


def written(desk: Desk, text: str) -> list[dict[int, list[str]]]:
    read = desk.read("T-9", f"TORVIK, 9 MAY 87 -- [TEXT] {text}")
    return [printed(one) for one in templates_of(read, desk.gazetteer)]


def test_kidnappings_have_no_things_and_no_instruments(desk: Desk) -> None:
    (rows,) = written(
        desk, "REBELS WITH RIFLES KIDNAPPED ENGINEER JENS MOE AND BURNED HIS CAR IN TORVIK TODAY."
    )[:1]
    assert rows[4] == ["KIDNAPPING"]
    assert rows[18] == ["JENS MOE"]
    assert not {6, 7, 12, 13} & set(rows)


def test_responsibility_claimed_outweighs_what_is_reported(desk: Desk) -> None:
    (rows,) = written(
        desk,
        "SHINING PATH GUERRILLAS KILLED MAYOR JENS MOE IN TORVIK TODAY.  THE SHINING PATH CLAIMED "
        "RESPONSIBILITY FOR THE MURDER.",
    )
    assert rows[10] == ["SHINING PATH"]
    assert rows[11] == ['CLAIMED OR ADMITTED: "SHINING PATH"']


def test_what_nobody_claims_is_not_claimed(desk: Desk) -> None:
    (rows,) = written(
        desk,
        "SHINING PATH GUERRILLAS KILLED MAYOR JENS MOE IN TORVIK TODAY.  NO GROUP HAS YET CLAIMED "
        "RESPONSIBILITY FOR THE MURDER.",
    )
    assert rows[11] == ['REPORTED AS FACT: "SHINING PATH"']


def test_whom_a_deed_is_attributed_to_may_be_many(desk: Desk) -> None:
    (rows,) = written(
        desk,
        "JENS MOE WAS MURDERED IN TORVIK TODAY.  THE POLICE ATTRIBUTED THE MURDER TO THE DRUG "
        "MAFIAS.",
    )
    assert rows[10] == ["DRUG MAFIAS"]
    assert rows[11] == ['SUSPECTED OR ACCUSED BY AUTHORITIES: "DRUG MAFIAS"']


def test_forces_that_kill_civilians_are_the_state(desk: Desk) -> None:
    (rows,) = written(desk, "SOLDIERS KILLED TWO STUDENTS IN TORVIK TODAY.")
    assert rows[8] == ["STATE-SPONSORED VIOLENCE"]
    assert rows[9] == ["SOLDIERS"]


@pytest.mark.parametrize(
    ("who", "individual"),
    [
        ("FARC GUERRILLAS", "GUERRILLAS"),
        ("ALLEGED GUERRILLAS", "GUERRILLAS"),
        ("PRESUMED FARC TERRORISTS", "TERRORISTS"),
        ("TERRORISTS", "TERRORISTS"),
    ],
)
def test_individuals_are_named_without_doubt_and_without_their_organisation(
    desk: Desk, who: str, individual: str
) -> None:
    (rows,) = written(desk, f"{who} MURDERED A TEACHER WITH RIFLE FIRE IN TORVIK TODAY.")
    assert rows[9] == [individual]
    assert rows.get(6, ["RIFLE"]) == ["RIFLE"]
