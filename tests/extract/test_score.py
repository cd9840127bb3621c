"""The chance that a claim carries: from what it shows, never certain, lower where less is known."""

from typing import get_args

from extract.reading import claims, only
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from trucewatch.extract.score import scored, signs
from trucewatch.extract.tables import load_data
from trucewatch.model.vocabulary import Act, AttributionForm, Modality

TEXT = "Rebels shelled Ariha on Monday, killing two civilians, residents said."
CLAIM = only(TEXT)
NAMED = {
    *(f"act.{act}" for family in get_args(Act) for act in get_args(family)),
    *(f"modality.{one}" for one in get_args(Modality)),
    *(f"form.{one}" for one in get_args(AttributionForm)),
}


def test_a_claim_of_which_less_is_known_is_less_sure():
    (bare,) = scored([replace(CLAIM, place=None, time=None, figures=())], TEXT)
    assert bare.score < CLAIM.score < 1


def test_claims_that_share_a_sentence_know_of_each_other():
    alone, pair = signs([CLAIM], TEXT), signs([CLAIM, replace(CLAIM, act="toll")], TEXT)
    assert "two_of_one_sentence" not in alone[0]
    assert all("two_of_one_sentence" in told for told in pair)


def test_every_weight_is_of_a_sign_that_a_claim_may_show():
    text = f"{TEXT} The army denied that. Vehicles were destroyed. No patrol entered the zone."
    shown = set().union(*signs(claims(text), text))
    plain = {name for name in load_data("score.toml")["weights"] if "." not in name}
    assert {name for name in load_data("score.toml")["weights"] if "." in name} <= NAMED
    assert {"place", "time", "figures", "past"} <= shown & plain


@given(st.integers(0, 60), st.integers(0, 60))
def test_a_chance_is_never_certain(start, length):
    (one,) = scored([replace(CLAIM, sentence=type(CLAIM.sentence)(start, start + length))], TEXT)
    assert 0 < one.score < 1
