"""Whom a threat is made to, on sentences of our own."""

import pytest
from extract.reading import claims


@pytest.mark.parametrize(
    ("text", "whom"),
    [
        ("The junta threatened to expel foreign aid workers.", ["foreign aid workers"]),
        ("The general has threatened to ban opposition candidates.", ["opposition candidates"]),
        ("Moscow has threatened to cut gas supplies to Ukraine.", ["Ukraine"]),
        ("The rebels threatened to cut their ties with Mali.", ["Mali"]),
    ],
)
def test_whoever_the_threatened_thing_would_be_done_to_is_its_target(text, whom):
    (claim,) = claims(text)
    assert claim.act == "threat"
    assert [one.text for one in claim.targets] == whom


def test_a_way_that_somebody_threatens_to_go_is_no_target():
    assert not any(
        one.text == "Lebanon"
        for claim in claims("The fighters threatened to return to Lebanon.", ["Lebanon"])
        for one in claim.targets
    )
