"""Restored case: same length, known words small, names with a capital."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trucewatch.extract.casing import restored
from trucewatch.model.spans import Span

KNOWN = (
    "two", "soldier", "die", "in", "town", "of", "the", "attack", "near", "by", "US", "Monday",
    "al", "army", "said", "on",
)  # fmt: skip
USUAL = {form.lower(): form for form in KNOWN}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("TWO SOLDIERS DIED IN THE TOWN", "Two soldiers died in the town"),
        ("THE US ARMY SAID ON MONDAY", "The US army said on Monday"),
        ("ATTACK NEAR ZARQA BY FMLN ARMY", "Attack near Zarqa by FMLN army"),
        ("THE U.S. ATTACK ON LOPEZ J. MORA", "The U.S. attack on Lopez J. Mora"),
        ("PROVOCATIVE DENUNCIATIONS IN TOWN", "Provocative denunciations in town"),
        ("Two Soldiers Died Near Zarqa Town", "Two soldiers died near Zarqa town"),
        ("Army Commander Jens Holst visited Town", "Army Commander Jens Holst visited Town"),
        ("Two soldiers died near Zarqa.", "Two soldiers died near Zarqa."),
        ("NATO, UN and OSCE said", "NATO, UN and OSCE said"),
    ],
)
def test_case_is_restored_where_it_says_nothing(text: str, expected: str) -> None:
    assert restored(text, USUAL) == expected


def test_names_known_beforehand_keep_a_capital() -> None:
    text = "THE ATTACK IN ARMY TOWN OF SAID"
    name = Span(text.index("SAID"), len(text))
    assert restored(text, {**USUAL, "said": "said"}, [name]).endswith("of Said")


def test_known_names_stay_in_titles() -> None:
    text = "Free Army Soldiers Attack Town Near Zarqa"
    assert restored(text, USUAL) == "Free army soldiers attack town near Zarqa"
    assert restored(text, USUAL, [Span(0, 9)]) == "Free Army soldiers attack town near Zarqa"


@given(st.text(alphabet=st.sampled_from("AZßİŉÉéı ΣΆ.-'1") | st.characters(), max_size=60))
def test_offsets_never_move(text: str) -> None:
    assert len(restored(text, USUAL)) == len(text)
    assert len(restored(text.upper(), USUAL)) == len(text.upper())


def test_a_whole_dispatch_in_capitals_gets_its_sentences_back() -> None:
    text = "TORVIK, 3 MAY 90 -- [TEXT] THE ARMY SAID ON MONDAY.  GUNMEN DIED.\n\nU.S. ATTACK"
    assert restored(text, USUAL) == (
        "Torvik, 3 May 90 -- [Text] The army said on Monday.  Gunmen died.\n\nU.S. attack"
    )


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("GUERRILLAS", "guerrillas"),
        ("POLICEMEN", "policemen"),
        ("UNVEILING", "unveiling"),
        ("MOHAMMED", "Mohammed"),
        ("REED", "Reed"),
        ("SALIHYA", "Salihya"),
    ],
)
def test_common_words_are_told_from_names(word: str, expected: str) -> None:
    assert restored(f"THE TOWN OF {word}", USUAL).endswith(expected)
