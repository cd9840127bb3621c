"""Names with a description behind them before a passive verb: sentences of our own."""

import pytest
from extract.reading import claims


@pytest.mark.parametrize(
    ("text", "who"),
    [
        (
            "Senator Luis Lima, liberal party presidential hopeful, was shot on Friday by gunmen.",
            "Senator Luis Lima",
        ),
        (
            "Danilo Barros, union leader and former envoy to Spain, was shot to death by rebels.",
            "Danilo Barros",
        ),
        ("Anwar Haddad, 41, a pharmacist, was abducted by masked men.", "Anwar Haddad"),
    ],
)
def test_a_name_before_its_description_is_who_was_hit(text, who):
    targets = [one.text for claim in claims(text) for one in claim.targets]
    assert who in targets
    assert "liberal party" not in targets


def test_who_is_joined_to_the_name_stays_beside_it():
    (claim,) = claims("Anwar Haddad, 41, a pharmacist, and his son were abducted by masked men.")
    found = [one.text for one in claim.targets]
    assert "Anwar Haddad" in found
    assert any("son" in one for one in found)


@pytest.mark.parametrize(
    "text",
    [
        "In Tarna, three soldiers, two of them officers, were killed by rebels.",
        "On Monday, a judge, his driver and a guard were shot by rebels.",
    ],
)
def test_lists_without_a_name_stay_as_they_are(text):
    targets = [one.text for claim in claims(text, ["Tarna"]) for one in claim.targets]
    assert "Tarna" not in targets
    assert "Monday" not in targets
