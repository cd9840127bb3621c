"""Tallies: counts of breaches, never incidents."""

from extract.reading import claims, only


def test_a_count_with_its_parts():
    text = "Over the past 24 hours the mission registered 19 shelling cases."
    claim = only(text)
    assert claim.act == "tally"
    assert claim.tally.count_basis == "shelling_case"
    assert claim.tally.period.text == "Over the past 24 hours"
    assert [(f.kind, f.best) for f in claim.figures] == [("violations", 19)]


def test_none_is_a_count():
    claim = only("The mission recorded no ceasefire violations on Friday.")
    assert (claim.act, claim.modality, claim.figures[0].best) == ("tally", "asserted", 0)


def test_a_number_of_times():
    claim = only("The ceasefire was violated 14 times by the rebels with mortar fire.")
    assert (claim.act, claim.figures[0].best) == ("tally", 14)
    assert [m.text for m in claim.perpetrators] == ["rebels"]


def test_no_false_incident_comes_of_a_count():
    found = claims("The mission documented 12 cases of shelling and four explosions on Friday.")
    assert [claim.act for claim in found] == ["tally"]


def test_fire_heard_at_a_spot_is_what_happened_and_no_count():
    text = "The camera at Orlivka recorded 23 explosions 3-5 km to the east at 20:10."
    claim = only(text, ["Orlivka"])
    assert (claim.act, claim.place.text) == ("explosion", "3-5 km to the east")
    assert [(other.role, other.place.text) for other in claim.other_places] == [
        ("observer", "Orlivka")
    ]


def test_a_count_of_breaches_over_a_period_stays_one():
    claim = only("The mission recorded 326 ceasefire violations, including 58 explosions.")
    assert claim.act == "tally"


def test_a_count_held_against_that_of_another_day_is_two_counts():
    now, before = claims("They counted 93 breaches on 9 February, down from 141 on 8 February.")
    assert [f.best for c in (now, before) for f in c.figures] == [93, 141]
    assert [c.time.text for c in (now, before)] == ["9 February", "8 February"]


def test_the_count_of_another_day_may_stand_in_brackets():
    now, before = claims("The sector recorded 16 violations by shelling (18 February: 24).")
    assert [(c.act, c.figures[0].best) for c in (now, before)] == [("tally", 16), ("tally", 24)]
    assert (now.time, before.time.text) == (None, "18 February")


def test_brackets_that_split_a_count_are_no_second_one():
    (claim,) = claims("The mission counted 93 breaches on 9 February (Bor 60, Kary 33).")
    assert claim.figures[0].best == 93


def test_no_cases_of_something_are_a_count_of_none():
    (claim,) = claims("The Russian party registered over 24 hours no cases of opening fire.")
    assert (claim.act, claim.modality, claim.figures[0].best) == ("tally", "asserted", 0)


def test_kinds_of_fire_counted_behind_a_colon_are_parts_of_the_count():
    text = "The militia broke the truce 38 times on Monday: mortars 22, sniping 16."
    assert [claim.act for claim in claims(text)] == ["tally"]


def test_gaps_in_a_wall_are_no_breaches_of_a_truce():
    text = "Engineers made three breaches in the berm on Monday. Rebels fired mortars."
    assert "tally" not in [claim.act for claim in claims(text)]
