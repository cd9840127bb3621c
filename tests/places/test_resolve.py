def first(located):
    return located.mentions[0].place


def test_ras_al_ayn_is_a_choice_with_reasons(in_syria):
    place = first(in_syria("A bomb hit a convoy near the town of Ras al-Ayn."))
    assert len(place.candidates) == 5
    best, second = place.candidates[:2]
    assert place.chosen == best.id
    assert round(best.lat, 1) == 36.9
    assert best.score > second.score
    assert all(candidate.why for candidate in place.candidates)
    assert any("name" in why or "spelling" in why for why in best.why)


def test_neighbours_named_in_the_report_decide_between_namesakes(in_syria):
    west = first(in_syria("Shells fell in Nayrab. Others hit Sarmin, Ariha and Saraqib."))
    east = first(in_syria("Shells fell in Nayrab. Others hit Aleppo and Jibrin east of Aleppo."))
    assert west.chosen != east.chosen
    assert any("named in the report" in why for why in west.candidates[0].why)


def test_a_container_decides_between_namesakes(in_syria):
    aleppo = first(in_syria("Two were hurt in Nayrab, Aleppo province."))
    idlib = first(in_syria("Two were hurt in Nayrab, Idlib province."))
    assert aleppo.chosen != idlib.chosen
    assert "lies where the text says" in idlib.candidates[0].why


def test_a_thin_margin_is_left_to_people(in_syria):
    found = in_syria("Two shells fell in Mushayrifah.")
    place = first(found)
    assert (place.chosen, place.geometry, place.precision) == (None, None, "unknown")
    assert len(place.candidates) >= 2
    (issue,) = found.issues
    assert issue.code == "place_ambiguous"
    assert issue.message.count(";") == 2


def test_a_name_means_the_same_throughout_a_report(in_syria):
    found = in_syria("A man died in Nayrab. On the M4 people sat down. Later Nayrab was hit.")
    chosen = {one.place.chosen for one in found.mentions if one.place.text == "Nayrab"}
    assert len(chosen) == 1


def test_town_and_province_of_one_name(in_syria):
    assert first(in_syria("A strike in Idlib.")).relation == "in_area"
    assert first(in_syria("A strike in Idlib city.")).relation == "at"
    near = first(in_syria("A strike near Idlib."))
    assert (near.geometry["type"], near.uncertainty_m) == ("Point", 5000)
    assert first(in_syria("A strike in Aleppo.")).relation == "at"


def test_other_spellings_are_found_and_said_to_be_such(in_syria):
    place = first(in_syria("Shells fell in the village of Hazarrin near Kafr Nabl."))
    assert place.chosen is not None
    assert any("spelt like" in why for why in place.candidates[0].why)


def test_scores_stay_between_nought_and_one(in_syria):
    text = "In Sarmin, Ariha, Nayrab, Idlib, Moscow and Ras al-Ayn on the M4 near Saraqib."
    for one in in_syria(text).mentions:
        assert all(0 <= candidate.score <= 1 for candidate in one.place.candidates)


def test_without_a_watch_the_pack_is_used_only_where_the_text_fits(anywhere):
    fits = anywhere("Shells fell near Sarmin in Syria.").mentions[0].place
    other = anywhere("Shells fell near Sarmin, the mayor said.").mentions[0].place
    assert fits.chosen is not None
    assert (other.chosen, other.candidates) == (None, ())
