"""Role-filler entities: one answer for one entity, all of whose mentions must be right."""

from __future__ import annotations

from tests.measure.muc.sheets import template

from trucewatch.measure.muc.entities import entities, normal, score


def test_mentions_are_compared_without_articles_case_and_punctuation() -> None:
    assert normal('The "Reed" Army, (R.A.)') == "reed army ra"


def test_entities_of_all_templates_count_once() -> None:
    one = template("T-1", "1", s10=['"REED ARMY" / "RA"', '"POLICE"'])
    two = template("T-1", "2", s10='"RA"')
    assert entities([one, two], (10,)) == [frozenset({"reed army", "ra"}), frozenset({"police"})]


def test_scores() -> None:
    key = template("T-1", "1", s10='"REED ARMY" / "RA"', s18=['"LENA HOLST"', '"JENS MOE"'])
    said = template("T-1", "1", s10='"THE REED ARMY"', s18=['"LENA HOLST"', '"HOLST"'], s6='"BOMB"')
    rows = score({"T-1": (key,), "T-2": ()}, {"T-1": (said,)})
    assert rows["perpetrator organisation"]["f"] == 100
    assert rows["human target"] == {"precision": 50, "recall": 50, "f": 50, "n": 2}
    assert rows["weapon"] == {"precision": 0, "recall": 0, "f": 0, "n": 0}
    assert rows["all roles"]["precision"] == 50
