"""Places without a name."""

from itertools import pairwise

import pytest
from extract.reading import claims
from hypothesis import given
from hypothesis import strategies as st

from trucewatch.extract.sites import sites
from trucewatch.model import Span


def found(text):
    return [(m.place.text, m.place.relation) for m in sites(text, Span(0, len(text)), ())]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A shell burst behind the bakery.", [("behind the bakery", "unresolved")]),
        ("Trucks entered the emptied hamlets.", [("emptied hamlets", "unresolved")]),
        ("Shots 2 to 3 km to the south-east.", [("2 to 3 km to the south-east", "sector")]),
        ("Smoke 4 km west of their position.", [("4 km west of their position", "sector")]),
        ("The convoy was halted 2 km short of the bridge.", [("2 km short of the bridge", "near")]),
        ("Men held the cars at the Tarna checkpoint.", [("Tarna checkpoint", "at")]),
        ("Fire was reported north of the town.", [("north of the town", "sector")]),
        ("Jets flew over the south.", [("south", "in_area")]),
        ("Guards walked along a river.", [("along a river", "along")]),
        ("Mortars fell on the airport district.", [("airport district", "at")]),
        ("A drone crossed near Sarbanu.", [("near Sarbanu", "near")]),
    ],
)  # fmt: skip
def test_sites(text, expected):
    assert found(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "At the time nothing in law was on the ground at home.",
        "They met in the end and agreed to it.",
        "The column was heading south and moved north.",
        "It lies south of Tarna.",
    ],
)
def test_what_is_no_site(text):
    assert found(text) == []


@given(st.text(max_size=200))
def test_spans_are_in_the_text_and_apart(text):
    made = sorted(m.place.span for m in sites(text, Span(0, len(text)), ()))
    assert all(text[s.start : s.end] and s.end <= len(text) for s in made)
    assert all(one.end <= other.start for one, other in pairwise(made))


def test_a_name_goes_before_a_place_without_one():
    (claim,) = claims("Rebels shelled the market in Tarna from the hills.", ["Tarna"])
    assert claim.place.text == "Tarna"


def test_where_one_stands_is_not_where_it_was_heard():
    (claim,) = claims("The team in Tarna heard five explosions 3-5 km east.", ["Tarna"])
    assert (claim.place.text, claim.place.relation) == ("3-5 km east", "sector")
    assert [(o.role, o.place.text) for o in claim.other_places] == [("observer", "Tarna")]


@pytest.mark.parametrize("where", ["in the village", "there"])
def test_what_takes_up_a_place_named_before(where):
    text = f"A patrol drove to Tarna on Sunday. Rebels shelled houses {where} on Monday."
    told = [claim for claim in claims(text, ["Tarna"]) if claim.act == "shelling"]
    assert [claim.place.text for claim in told] == ["Tarna"]


def test_the_town_of_a_source_is_no_place_of_what_it_tells():
    (claim,) = claims("A doctor in Tarna said that two soldiers were killed.", ["Tarna"])
    assert claim.place is None


@pytest.mark.parametrize(
    ("head", "place"), [("West coast", "West coast"), ("Tarnovia", "Tarnovia"), ("Relief", None)]
)
def test_a_line_over_a_paragraph_places_what_has_no_place(head, place):
    text = f"Statement of the command\n\n{head}. Gunmen abducted nine citizens."
    (claim,) = claims(text)
    assert (claim.place.text if claim.place else None) == place


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("A rocket fell 50 metres from its main clinic.", "50 metres from its main clinic"),
        ("A bomb landed 300 yards from the UN compound.", "300 yards from the UN compound"),
    ],
)
def test_so_far_from_a_site_is_near_it(text, place):
    (claim,) = claims(text)
    assert (claim.place.text, claim.place.relation) == (place, "near")
    assert not claim.targets
    assert all(figure.kind != "distance_km" for figure in claim.figures)


def test_a_settlement_goes_by_the_name_behind_it_that_no_gazetteer_holds():
    (claim,) = claims("Jets struck a house in the southern Lebanese town of Kfar Sir on Monday.")
    assert (claim.place.text, claim.place.relation) == ("Kfar Sir", "at")
    (claim,) = claims("Jets struck a house in the northern town on Monday.")
    assert claim.place.text == "northern town"


@pytest.mark.parametrize(
    ("text", "head"),
    [
        ("Eastern axis: the army shelled positions of the rebels.", "Eastern axis"),
        ("Zovrika community: mortar shelling of the bakery.", "Zovrika community"),
        ("Incidents. The army shelled positions of the rebels.", None),
        ("Interfax: The army shelled positions of the rebels.", None),
    ],
)
def test_heads_of_items(text, head):
    told = claims("The truce is three days old.\n\n" + text)
    assert [claim.place and claim.place.text for claim in told] == [head]
