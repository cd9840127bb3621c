"""What the domain's words say about a noun phrase."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trucewatch.measure.muc import domain


@pytest.mark.parametrize(
    ("text", "head", "plural"),
    [
        ("the three old policemen of Torvik", "policeman", True),
        ("a bank branch", "branch", False),
        ("churches", "church", True),
        ("at least 20 buses", "bus", True),
        ("", "", False),
    ],
)
def test_phrases(text: str, head: str, plural: bool) -> None:
    found = domain.phrase(text)
    assert (found.head, found.plural) == (head, plural)


def test_set_fills() -> None:
    assert domain.physical_type("two electricity pylons") == "ENERGY"
    assert domain.physical_type("the mayor's office") == "GOVERNMENT OFFICE OR RESIDENCE"
    assert domain.physical_type("shepherds") is None
    assert domain.human_type("a former senator") == "FORMER GOVERNMENT OFFICIAL"
    assert domain.human_type("bodyguards") == "SECURITY GUARD"
    assert domain.instrument_type("20 kg of dynamite") == "DYNAMITE"
    assert domain.instrument_type("a car bomb") == "VEHICLE BOMB"
    assert domain.instrument_type("a hymn") is None
    assert domain.nation_of("two Spanish nuns") == "SPAIN"
    assert domain.nation_of("two nuns") is None


def test_every_fill_is_on_the_list_of_the_task() -> None:
    tables = domain.table()
    assert set(tables["incident"]["acts"].values()) | set(tables["incident"]["triggers"]) <= {
        "ARSON", "BOMBING", "KIDNAPPING", "HIJACKING", "ROBBERY", "FORCED WORK STOPPAGE", "ATTACK",
    }  # fmt: skip
    assert set(tables["effects"]["people"]) <= {"DEATH", "INJURY"}
    assert len(tables["physical"]) == 14
    assert len(tables["human"]["types"]) == 7


@given(st.text(max_size=60))
def test_spans_of_phrases_lie_in_the_text(text: str) -> None:
    found = domain.phrase(text)
    assert 0 <= found.start <= found.end <= len(text)
