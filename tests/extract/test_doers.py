"""Doers that stand apart from their verb, behind a weapon or under an unlisted name: our own."""

import pytest
from extract.reading import claims

WAR = "Fighting between the army and the rebels went on. "


def who(text, role, names=()):
    return [one.text for claim in claims(WAR + text, names)[1:] for one in getattr(claim, role)]


@pytest.mark.parametrize(
    ("text", "doers"),
    [
        ("Militiamen in lorries and soldiers of the junta traded fire at a bridge.",
         ["Militiamen", "soldiers"]),
        ("Fighting raged between police barricaded in their school and guardsmen.",
         ["police", "guardsmen"]),
        ("Kachin partisans and an army column have run into each other.",
         ["Kachin partisans", "army column"]),
        ("Rebels skirmished with a Seleka band at dusk.", ["Rebels", "Seleka band"]),
        ("Government soldiers fought alongside the militia.", ["Government soldiers", "militia"]),
    ],
)  # fmt: skip
def test_both_sides_of_a_clash(text, doers):
    assert who(text, "perpetrators") == doers


@pytest.mark.parametrize(
    ("text", "doer"),
    [
        ("Jets of the Ethiopian air force bombed a depot.", "Ethiopian air force"),
        ("Moroccan howitzers shelled a convoy.", "Moroccan"),
        ("A Rwandan missile hit a barracks.", "Rwandan"),
        ("Mortar rounds from an army brigade landed in a school.", "army brigade"),
        ("A drone was shot down by riflemen.", "riflemen"),
    ],
)
def test_whose_weapon_it_was(text, doer):
    assert doer in who(text, "perpetrators")


@pytest.mark.parametrize(
    "text",
    [
        "The ambulances were kept waiting at the ferry by soldiers.",
        "The observers were not allowed to cross by soldiers.",
    ],
)
def test_who_kept_somebody_from_doing_something(text):
    assert who(text, "perpetrators") == ["soldiers"]


def test_who_broke_the_truce_stands_between_the_breaches_and_the_count():
    text = "Nine violations of the agreement by the army were recorded in May."
    assert who(text, "perpetrators") == ["army"]


def test_who_writes_breaches_up_takes_part():
    assert who("The observers have written up 16 violations.", "participants") == ["observers"]


@pytest.mark.parametrize("body", ["joint committee", "council of elders", "mediation team"])
def test_bodies_take_part(body):
    assert who(f"The {body} agreed to a truce of ten days.", "participants") == [body]
