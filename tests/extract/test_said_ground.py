"""Ground, movements, works, people on the road, in the many ways in which people say them."""

import pytest
from extract.reading import claims

WAR = "Rebel artillery shelled army trenches near Kosti on Sunday. "


def told(text):
    return [(c.act, c.modality) for c in claims(WAR + text) if c.sentence.start >= len(WAR) - 2]


@pytest.mark.parametrize(
    ("text", "act"),
    [
        ("Tigrayan forces marched into Mekelle without firing a shot.", "ground_advance"),
        ("UNITA retook Huambo, state radio said.", "ground_advance"),
        ("The two sides disengaged at Petrivske, the mission confirmed.", "withdrawal"),
        ("Guerrilla fighters infiltrated across the Blue Line near Aita.", "ground_advance"),
        ("The enemy was forced to retreat with losses.", "withdrawal"),
        ("1,500 people have newly arrived in Maiduguri.", "displacement"),
    ],
)
def test_a_slip_of_the_tree_hides_no_movement(text, act):
    assert (act, "asserted") in told(text)
