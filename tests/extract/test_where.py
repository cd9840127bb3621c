"""Where it happened: the narrowest place, and the roles of the others."""

import pytest
from extract.reading import claims, only


def test_the_narrowest_expression_wins():
    claim = only("A bomb hit a bus in Nyala in Darfur.", ["Nyala", "Darfur"])
    assert claim.place.text == "Nyala"


def test_near_keeps_its_word():
    claim = only("A bomb hit a bus near Nyala.", ["Nyala"])
    assert (claim.place.text, claim.place.relation) == ("near Nyala", "near")


def test_places_under_one_verb_are_one_span():
    claim = only("Rebels shelled Pisky, Zolote and Shchastya.", ["Pisky", "Zolote", "Shchastya"])
    assert claim.place.text == "Pisky, Zolote and Shchastya"


def test_both_ends_of_a_way_are_other_places():
    claim = only("Troops withdrew from Nyala to Zalingei.", ["Nyala", "Zalingei"])
    assert claim.place is None
    roles = {other.role: other.place.text for other in claim.other_places}
    assert roles == {"origin": "Nyala", "destination": "Zalingei"}


def test_one_end_alone_is_the_place():
    claim = only("Troops withdrew from Nyala.", ["Nyala"])
    assert claim.place.text == "Nyala"
    assert claim.other_places == ()


def test_where_fire_came_from_is_an_origin():
    claim = only("Rebels fired rockets from Pisky at Zolote.", ["Pisky", "Zolote"])
    assert claim.place.text == "Zolote"
    assert [(o.role, o.place.text) for o in claim.other_places] == [("origin", "Pisky")]


def test_a_settlement_is_no_target():
    (claim,) = claims("Rebels shelled Pisky.", ["Pisky"])
    assert claim.targets == ()


def test_what_was_left_is_an_origin():
    claim = only("Families left Nyala for Zalingei.", ["Nyala", "Zalingei"])
    roles = {other.role: other.place.text for other in claim.other_places}
    assert (claim.place, roles) == (None, {"origin": "Nyala", "destination": "Zalingei"})


def test_where_the_stopped_were_heading_is_a_destination():
    claim = only(
        "Soldiers on their way to Nyala were stopped by villagers at a checkpoint.", ["Nyala"]
    )
    assert claim.place is None
    assert [(o.role, o.place.text) for o in claim.other_places] == [("destination", "Nyala")]


def test_a_clause_about_a_place_happens_there():
    *_, claim = claims(
        "The source said that the gunmen had come from the town of Pisky, which is occupied by "
        "foreign forces.",
        ["Pisky"],
    )
    assert (claim.act, claim.place.text) == ("control", "Pisky")


def test_where_a_truce_was_signed_is_not_where_it_holds():
    *_, claim = claims("The truce signed in Minsk took effect in Donetsk.", ["Minsk", "Donetsk"])
    assert claim.place.text == "Donetsk"


def test_the_village_is_the_one_named_before():
    claim = only("Residents of Pisky said that rebels shelled the village.", ["Pisky"])
    assert claim.place.text == "Pisky"


def test_the_village_is_not_where_somebody_came_from():
    claim = only("A trader from Pisky said that rebels shelled the village.", ["Pisky"])
    assert claim.place.text == "village"


def test_each_sound_keeps_its_own_distance():
    text = (
        "The team heard six explosions 3-4 km to the west and two bursts of machine-gun fire "
        "about 900 m to the south-east."
    )
    places = {one.act: one.place.text for one in claims(text)}
    assert places == {
        "explosion": "3-4 km to the west",
        "small_arms_fire": "900 m to the south-east",
    }


def test_what_was_somewhere_earlier_is_no_part_of_what_is_missing_now():
    text = (
        "The patrol did not see any howitzers at the storage site at Abyei, where nine mortars "
        "had been recorded in May."
    )
    claim = only(text, ["Abyei"])
    assert (claim.time, claim.figures) == (None, ())
    assert [weapon.text for weapon in claim.weapons] == ["howitzers"]


def test_a_place_that_opens_a_sentence_holds_the_narrower_one_behind_it():
    text = "In Al-Bayda, a mine went off under a car in the Radaa district, killing two boys."
    (claim,) = claims(text, ["Al-Bayda", "Radaa district"])
    assert claim.place.text == "Radaa district"
    text = "In the province of Homs, the settlement of Qattinah came under fire."
    (claim,) = claims(text, ["province of Homs", "Qattinah"])
    assert claim.place.text == "Qattinah"


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("The garrison cleared out of Zovrika, and rebels moved in.", "Zovrika"),
        ("Enemy troops are quitting Tarnavik.", "Tarnavik"),
        ("Army howitzers shelled rebel positions above Dolovec.", "Dolovec"),
        ("Patrol boats sank a dinghy off Mirnaza, killing two rebels.", "off Mirnaza"),
    ],
)
def test_unknown_names_behind_words_of_leaving_and_standing_over(text, place):
    told = claims("Rebels and the army clashed again. " + text)
    assert place in [one.place.text for one in told if one.place is not None]
