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
