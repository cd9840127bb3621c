"""What stands behind a hostile verb and is nobody's target, and who is: sentences of ours."""

import pytest
from extract.reading import claims

WAR = "Fighting between the army and the rebels went on. "


def hit(text, names=()):
    return [one.text for claim in claims(WAR + text, names)[1:] for one in claim.targets]


@pytest.mark.parametrize(
    ("text", "targets"),
    [
        ("A judge was gunned down by two men on a motorbike.", ["judge"]),
        ("A nurse was bundled into a car by gunmen.", ["nurse"]),
        ("Gunboats shelled the beach and a hotel.", ["hotel"]),
        ("Rebels robbed three lorries at gunpoint.", ["lorries"]),
        ("Soldiers took nine farmers into custody.", ["farmers"]),
        ("Gunmen fired on a motorcycle.", ["motorcycle"]),
    ],
)
def test_only_what_was_hit_is_a_target(text, targets):
    assert hit(text) == targets


@pytest.mark.parametrize(
    ("text", "targets"),
    [
        ("The rebels released four captured soldiers.", ["captured soldiers"]),
        ("Two nuns were set free by the rebels.", ["nuns"]),
    ],
)
def test_those_let_go_are_targets(text, targets):
    assert hit(text) == targets
