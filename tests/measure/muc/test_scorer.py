"""Answers held against keys: pairs of fills, pairs of templates, the rows of a report."""

from __future__ import annotations

from tests.measure.muc.sheets import RAID, template

from trucewatch.measure.muc import scorer
from trucewatch.measure.muc.counts import Counts
from trucewatch.measure.muc.scorer import Settled, compare, per_slot, score

KEY = template("T-1", "1", **RAID)


def counts(**changed: object) -> dict[int, Counts]:
    return compare(KEY, template("T-1", "1", **(RAID | changed)))


def test_a_perfect_answer_has_nothing_but_correct_fills() -> None:
    sums = Counts()
    for one in counts().values():
        sums.add(one)
    assert (sums.correct, sums.possible, sums.actual) == (14, 14, 14)
    assert sums.f == 100


def test_left_over_fills_of_both_sides_are_incorrect_pair_by_pair() -> None:
    found = counts(s19=['"BAKER"', '"MAYOR"', '"CLERK"'])[19]
    assert (found.correct, found.incorrect, found.spurious, found.missing) == (0, 2, 1, 0)
    assert counts(s19="-")[19] == Counts(missing=2)


def test_a_right_value_with_a_wrong_reference_counts_half() -> None:
    assert counts(s23='DEATH: "JENS MOE"')[23] == Counts(partial=1, missing=1)


def test_a_reference_follows_what_the_answer_stands_for() -> None:
    changed = {"s18": '"HOLST"', "s19": ['"MILLER": "HOLST"', '"SHEPHERDS"']}
    found = counts(**changed, s20=['CIVILIAN: "HOLST"', 'CIVILIAN: "SHEPHERDS"'])
    assert found[18] == Counts(partial=1)
    assert found[20] == Counts(correct=1, partial=1)


def test_optional_fills_are_only_counted_where_answered() -> None:
    key = template("T-1", "1", **(RAID | {"s12": '? "BARN"'}))
    assert compare(key, KEY)[12] == Counts()
    said = template("T-1", "1", **(RAID | {"s12": '"BARN"'}))
    assert compare(key, said)[12] == Counts(correct=1)


def test_templates_map_only_where_type_and_content_agree() -> None:
    other = template("T-1", "1", s4="ATTACK", s18='"JENS MOE"', s20='DIPLOMAT: "JENS MOE"')
    arson = template("T-1", "2", **(RAID | {"s4": "ARSON"}))
    assert scorer.mapping([KEY], [other]) == []
    assert scorer.mapping([KEY], [arson]) == []
    twin = template("T-1", "3", **RAID)
    assert scorer.mapping([KEY], [other, arson, twin]) == [(KEY, twin)]


def test_missing_spurious_optional_and_irrelevant() -> None:
    optional = template("T-2", "1 (OPTIONAL)", **RAID)
    keys = {"T-1": (KEY,), "T-2": (optional,), "T-3": (), "T-4": ()}
    said = {"T-4": (template("T-4", "1", **RAID),)}
    scores = score(keys, said)
    assert scores.irrelevant == 1
    sums = per_slot(scores.mapped)
    assert sums[18] == Counts(missing=1, spurious=1)
    assert {(m.key is None, m.response is None) for m in scores.mapped} == {
        (False, True), (True, False),
    }  # fmt: skip


def test_what_people_settled_is_taken_from_the_record() -> None:
    said = template("T-1", "4", **(RAID | {"s18": '"THE VICTIM"', "s19": '"SHEPHERDS"'}))
    record = [Settled("T-1", "1", "4", {"hum-tgt-name": (0, 1)})]
    sums = per_slot(score({"T-1": (KEY,)}, {"T-1": (said,)}, record).mapped)
    assert sums[18] == Counts(partial=1)
    assert sums[19] == Counts(correct=1, missing=1)


def test_one_answer_may_be_settled_for_several_of_the_key() -> None:
    said = template("T-1", "1", **(RAID | {"s21": '3: "PEOPLE"'}))
    settled = Settled("T-1", "1", "1", {"hum-tgt-num": (0, 2)})
    assert compare(KEY, said, settled)[21] == Counts(partial=2)


def test_figures_are_printed_as_in_1992() -> None:
    sums = Counts(correct=889, partial=143, incorrect=100, spurious=637, missing=529)
    assert (sums.possible, sums.actual) == (1661, 1769)
    assert round(sums.f_of_rounded, 2) == 55.93
    assert Counts().f == Counts().f_of_rounded == 0
