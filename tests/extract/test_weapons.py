from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trucewatch.extract.weapons import WEAPON_CLASSES, find_weapons


def brief(text):
    return [(w.text, w.class_, w.calibre_mm) for w in find_weapons(text)]


NAMED = [
    ("a roadside bomb struck", [("roadside bomb", "ied", None)]),
    ("122mm rockets and 120-mm mortar rounds",
     [("122mm rockets", "rocket", 122), ("120-mm mortar rounds", "mortar", 120)]),
    ("a BM-21 Grad rocket launcher", [("BM-21 Grad rocket launcher", "mlrs", None)]),
    ("a Grad-type rocket launcher", [("Grad-type rocket launcher", "mlrs", None)]),
    ("two T-72B3 tanks and a BTR-80", [("T-72B3 tanks", "tank", None), ("BTR-80", "apc", None)]),
    ("artillery of 152 mm calibre", [("artillery", "artillery", 152)]),
    ("3 howitzers (122 mm)", [("howitzers", "howitzer", 122)]),
    ("Bayraktar TB2 drones, Shahed-136 drones, an Orlan-10",
     [("Bayraktar TB2 drones", "drone", None), ("Shahed-136 drones", "drone", None),
      ("Orlan-10", "drone", None)]),
    ("a TOW missile", [("TOW missile", "atgm", None)]),
    ("barrel bombs dropped by helicopters",
     [("barrel bombs", "air_bomb", None), ("helicopters", "helicopter", None)]),
    ("an improvised explosive device", [("improvised explosive device", "ied", None)]),
    ("heavy machine-gun fire and small arms", [("heavy machine-gun fire", "machine_gun", None),
                                               ("small arms", "small_arms", None)]),
    ("a ZU23 anti-aircraft gun", [("ZU23 anti-aircraft gun", "air_defence", None)]),
    ("white phosphorus and cluster munitions",
     [("white phosphorus", "incendiary", None), ("cluster munitions", "cluster", None)]),
    ("an armoured personnel carrier", [("armoured personnel carrier", "apc", None)]),
    ("anti-personnel mines", [("anti-personnel mines", "mine", None)]),
    ("an RPG-7 and M16 rifles", [("RPG-7", "grenade", None), ("M16 rifles", "small_arms", None)]),
    ("an Su-24 jet", [("Su-24 jet", "aircraft", None)]),
    ("projectiles of unknown type", [("projectiles", "unspecified", None)]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), NAMED, ids=[row[0][:40] for row in NAMED])
def test_named(text, expected):
    assert brief(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "a water tank and a think tank",
        "a coal mine, a friend of mine",
        "they mine the road",
        "Royal Dutch Shell company",
        "his arms were folded",
        "a college grad of martial law",
        "the M4 road to Milan",
        "in Milan",
        "an empty shell",
        "technical assistance",
        "",
    ],
)
def test_not_weapons(text):
    assert brief(text) == []


def test_no_calibre_from_distances():
    assert brief("mortars 5 mm 900 mm") == [("mortars", "mortar", None)]


PIECES = st.sampled_from(
    ["122", "mm", "-", "Grad", "BM-21", "rockets", "mine", "(", "of", "heavy", "tank", "water",
     "calibre", "\n", "drone", "type", "remotely", "detonated"]
)  # fmt: skip


@given(st.one_of(st.text(max_size=80), st.lists(PIECES, max_size=20).map(" ".join)))
def test_spans_give_the_words_back(text):
    weapons = find_weapons(text)
    for weapon in weapons:
        assert weapon.span.of(text) == weapon.text != ""
        assert weapon.class_ in WEAPON_CLASSES
    spans = [w.span for w in weapons]
    assert all(a.end <= b.start for a, b in pairwise(spans))


def test_mines_behind_of_are_weapons_and_mine_is_not():
    assert [w.text for w in find_weapons("Sappers dismantled scores of mines.")] == ["mines"]
    assert find_weapons("A friend of mine lives there.") == ()
