# ruff: noqa: E501 - one case a line

import pytest

S, E, N, W = 180.0, 90.0, 0.0, 270.0

CASES = [
    # text, expression, relation, lead
    ("A bomb hit a convoy near the town of Ras al-Ayn.", "near the town of Ras al-Ayn", "near", "near"),
    ("Shells fell close to Saraqib.", "close to Saraqib", "near", "near"),
    ("Fire broke out in the vicinity of Dnipro-Hora village.", "in the vicinity of Dnipro-Hora", "near", "near"),
    ("He was shot outside Kadugli yesterday.", "outside Kadugli", "near", "outside"),
    ("Shells fell 3 km south-west of Saraqib.", "3 km south-west of Saraqib", "sector", "near"),
    ("Four blasts 2-4km SSW of Sarmin.", "2-4km SSW of Sarmin", "sector", "near"),
    ("Blasts 3 km north-north-east of its position in Sarmin.", "3 km north-north-east of its position in Sarmin", "sector", "near"),
    ("They fired from 2-3 km north of Marib.", "2-3 km north of Marib", "sector", "from"),
    ("It lies a few km west of Saraqib.", "a few km west of Saraqib", "sector", "near"),
    ("A truck burned 12km (7 miles) from Idlib.", "12km (7 miles) from Idlib", "near", "near"),
    ("Troops gathered east of Aden.", "east of Aden", "sector", "near"),
    ("Clashes raged on the Fatira front.", "Fatira front", "axis", "on"),
    ("Clashes raged on the axis of Saraqib.", "axis of Saraqib", "axis", "on"),
    ("Shells came from the direction of Hazarin.", "direction of Hazarin", "axis", "from"),
    ("Mines were found along the M4.", "along the M4", "along", "along"),
    ("Mines were found on the M4.", "M4", "along", "on"),
    ("Tyres burned on the M4 near Ariha.", "M4 near Ariha", "near", "on"),
    ("They left the southern side of the M4 near Ariha.", "southern side of the M4 near Ariha", "near", "near"),
    ("Tyres burned on the M4 between Nayrab and Ariha.", "M4 between Nayrab and Ariha", "between", "on"),
    ("The road between Sarmin and Binnish is open.", "road between Sarmin and Binnish", "between", ""),
    ("They mined the Sarmin-Binnish road.", "Sarmin-Binnish road", "along", ""),
    ("A post stands between Nayrab and Ariha.", "between Nayrab and Ariha", "between", "between"),
    ("Shelling hit the southern countryside of Idlib.", "southern countryside of Idlib", "in_area", ""),
    ("Calm returned in the Aleppo countryside.", "Aleppo countryside", "in_area", "in"),
    ("Calm returned to Idlib's southern countryside.", "Idlib's southern countryside", "in_area", "to"),
    ("It happened in Idlib province.", "Idlib province", "in_area", "in"),
    ("It happened in Abyan governorate.", "Abyan governorate", "in_area", "in"),
    ("It happened in northern Idlib.", "northern Idlib", "in_area", "in"),
    ("It happened in the south of Idlib.", "south of Idlib", "in_area", "in"),
    ("He died in the village of Novo Selo.", "Novo Selo", "at", "in"),
    ("Tanks moved towards Al Fashir.", "Al Fashir", "at", "towards"),
    ("Two died in Sarmin, Binnish and Afis.", "Sarmin, Binnish and Afis", "at", "in"),
    ("A shell fell near Sarmin and Binnish.", "near Sarmin and Binnish", "near", "near"),
    ("Shells hit the western outskirts of Ariha.", "western outskirts of Ariha", "near", "near"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "words", "relation", "lead"), CASES)
def test_relation_span_and_lead(in_syria, text, words, relation, lead):
    first = in_syria(text).mentions[0]
    assert (first.place.text, first.place.relation, first.lead) == (words, relation, lead)
    assert first.place.span.of(text) == words


def test_the_narrowest_expression_is_the_place_and_its_container_is_none(in_syria):
    for text in (
        "Two died in Fatira in Jabal al-Zawiya.",
        "Two died in Fatira, Idlib province.",
        "Two died in the village of Fatira, south of Kansafra.",
        "Two died in Fatira village, Ariha district, Idlib province.",
        "Two died in Fatira, a village in Idlib province.",
    ):
        assert [one.place.text for one in in_syria(text).mentions] == ["Fatira"]


def test_a_list_gives_a_cover_and_its_members(in_syria):
    found = in_syria("Planes flew over Ihsim, Balyun and Fatira.").mentions
    assert [one.place.text for one in found] == [
        "Ihsim, Balyun and Fatira", "Ihsim", "Balyun", "Fatira",
    ]  # fmt: skip
    assert {one.lead for one in found} == {"over"}
    assert len(found[0].names) == 3
    assert found[0].place.chosen == "+".join(one.place.chosen for one in found[1:])


def test_own_relations_part_a_list(in_syria):
    found = in_syria("Shells fell in Sarmin and near Binnish.").mentions
    assert [(one.place.text, one.lead) for one in found] == [
        ("Sarmin", "in"),
        ("near Binnish", "near"),
    ]


def test_both_ends_of_a_movement_keep_their_leads(in_syria):
    found = in_syria("A convoy drove from Sarmin to Ariha through Nayrab.").mentions
    assert [(one.place.text, one.lead) for one in found] == [
        ("Sarmin", "from"),
        ("Ariha", "to"),
        ("Nayrab", "through"),
    ]


def test_a_heading_and_the_paragraph_after_it_stay_apart(in_syria):
    found = in_syria("Militants dig in along the M4\n\nSteppe fires burned in Sarmin.").mentions
    assert [one.place.text for one in found] == ["along the M4", "Sarmin"]
