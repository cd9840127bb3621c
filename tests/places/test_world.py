"""Foreign names: known without a watch, never an English word, and behind the watched country."""

import pytest

from trucewatch.model import Span
from trucewatch.places import default_atlas, toponyms


def placed(located):
    return {one.place.text: one.place.chosen for one in located.mentions}


@pytest.mark.parametrize(
    ("text", "name", "lat"),
    [
        ("Shells fell in Kharkiv overnight.", "Kharkiv", 50.0),
        ("A missile hit Hudaydah, officials said.", "Hudaydah", 14.8),
        ("Ceasefire monitors reached Stepanakert.", "Stepanakert", 39.8),
        ("Взрывы прогремели в Харькове.", "Харькове", 50.0),
        ("انفجارات في بيروت.", "بيروت", 33.9),
        ("Gaziantep'te bir patlama oldu.", "Gaziantep", 37.1),
        ("He was born in Paris, Texas, in 1950.", "Paris", 33.7),
        ("Shots were heard in the U.S. on Monday.", "U.S.", 40.0),
        ("Rockets hit the capital Kabul at noon.", "Kabul", 34.5),
        ("Rockets hit the Sudanese capital, Khartoum, at noon.", "Khartoum", 15.6),
    ],
)
def test_foreign_cities_are_placed_without_a_watch(anywhere, text, name, lat):
    place = next(one.place for one in anywhere(text).mentions if one.place.text == name)
    chosen = next(one for one in place.candidates if one.id == place.chosen)
    assert round(chosen.lat, 1) == pytest.approx(lat, abs=0.2)


@pytest.mark.parametrize(
    "text",
    [
        "Nice work, said Mr Lincoln. Mobile phones were split and most were of no use.",
        "The University was shut. Carter went home. Reading was hard, and March was cold.",
        "Victoria Smith and Jackson Young met the Orange team. Santiago Lopez was late.",
        "Agriculture and Health are ministries. Hope said nothing. Gas ran out.",
        "Of those, Many said Same; Bar and Man were next.",
    ],
)
def test_english_words_and_persons_are_no_cities(anywhere, text):
    assert placed(anywhere(text)) == {}


def test_the_watched_country_goes_before_a_foreign_city(in_syria):
    place = next(iter(in_syria("Two shells fell in Nawa in Daraa province.").mentions)).place
    assert place.chosen.startswith("wof:")


def test_a_province_is_not_placed_on_the_city_of_its_name(anywhere):
    found = anywhere("Fighting went on in Kharkiv oblast.").mentions[0].place
    assert (found.chosen, found.geometry) == (None, None)
    assert found.candidates


def test_every_toponym_is_told_also_containers_and_governments(document):
    text = "China said that two died in Portland, Oregon."
    names = [one.span.of(text) for one in toponyms(document(text), default_atlas())]
    assert names == ["China", "Portland", "Oregon"]


def test_given_names_are_resolved_as_given(document):
    text = "They met in the Gori hotel."
    (only,) = toponyms(document(text), default_atlas(), [Span(16, 20)])
    assert only.span.of(text) == "Gori"
    assert only.chosen


def test_a_list_that_a_cue_leads_up_to_takes_unknown_names_along(anywhere):
    found = anywhere("Two died in Hodeidah, Taiz and Qwertan on Monday.")
    assert found.mentions[0].place.text == "Hodeidah, Taiz and Qwertan"


def test_a_foreign_dateline_is_no_place_of_what_happened(anywhere):
    text = "AVDIIVKA, Ukraine, Feb 1 (Boreal Press) - Shells hit Kharkiv overnight."
    assert list(placed(anywhere(text))) == ["Kharkiv"]
