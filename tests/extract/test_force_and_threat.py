"""What a side says that it would do, force used, people driven out: sentences of ours."""

import pytest
from extract.reading import claims


@pytest.mark.parametrize(
    "text",
    [
        "The general said his forces would retaliate against the republic for any attack.",
        "Iran would retaliate against Israel, its foreign minister said.",
        "The alliance warned it would use force against Serb gunners.",
    ],
)
def test_what_a_side_says_that_its_own_would_do_is_threatened(text):
    assert [claim.modality for claim in claims(text)][:1] == ["threatened"]


def test_force_used_against_a_crowd_is_an_attack():
    (claim,) = claims("Soldiers used force against protesters on Friday.")
    assert (claim.act, claim.modality) == ("attack", "asserted")
    assert [one.text for one in claim.targets] == ["protesters"]


@pytest.mark.parametrize(
    "text", ["The court has the force of law.", "She used the force of her argument."]
)
def test_force_of_other_kinds_is_none(text):
    assert not claims(text)


def test_who_expels_people_does_it_to_them():
    (claim,) = claims("Serb forces expelled 2,000 Muslims from the town.")
    assert claim.act == "displacement"
    assert [one.text for one in claim.perpetrators] == ["Serb forces"]
