"""Which claims tell of the same incident, and of which type it is."""

from __future__ import annotations

import pytest

from trucewatch.measure.muc.dispatches import Desk
from trucewatch.measure.muc.incidents import Incident, incidents_of


def incidents(desk: Desk, text: str) -> list[Incident]:
    return incidents_of(desk.read("T-9", f"TORVIK, 9 MAY 87 -- [TEXT] {text}"))


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("GUNMEN KILLED THREE FARMERS IN TORVIK.", "ATTACK"),
        ("A BOMB EXPLODED IN A BANK IN TORVIK.", "BOMBING"),
        ("REBELS BLEW UP A BRIDGE IN TORVIK.", "BOMBING"),
        ("REBELS KIDNAPPED THREE ENGINEERS IN TORVIK.", "KIDNAPPING"),
        ("THE AIR FORCE BOMBED A VILLAGE SCHOOL IN TORVIK.", "ATTACK"),
    ],
)
def test_types(desk: Desk, text: str, kind: str) -> None:
    assert [one.kind for one in incidents(desk, text)][:1] == [kind]


def test_a_later_mention_joins_and_another_victim_does_not(desk: Desk) -> None:
    told = incidents(
        desk,
        "GUNMEN KILLED MAYOR JENS MOE IN TORVIK TODAY.  THE MURDER SHOCKED THE COUNTRY.\n\n"
        "   LAST WEEK JUDGE LENA HOLST WAS KILLED IN LILLE NES.",
    )
    assert [[target.head for target in one.humans] for one in told] == [["moe"], ["holst"]]


def test_clashes_between_forces_are_none(desk: Desk) -> None:
    assert incidents(desk, "THE ARMY CLASHED WITH REBELS IN TORVIK, KILLING SIX REBELS.") == []
