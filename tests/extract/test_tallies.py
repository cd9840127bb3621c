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
    claim = only("The mission recorded 214 ceasefire violations, including 37 explosions.")
    assert claim.act == "tally"
