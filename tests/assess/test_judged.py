"""People's decisions on findings win; verification that names a party needs two of them."""

import pytest
from assess.assess_builders import MOSCOW, assessed, claim, finding, incident

from trucewatch.model import Judgement

DAY = "2020-03-17"


def parts():
    told = claim("shelling", "northern-observatory", DAY, "al-Bara", time=DAY, id_="c1-x")
    return told, incident("shelling", DAY, "al-Bara", [told], id_="i1-x")


def found(*judgements):
    told, row = parts()
    result = assessed([told], incidents=[row], judgements=judgements)
    return finding(result, MOSCOW, "P1", DAY)


def judged(value, by="A. Reviewer", at="2020-04-01", number=1, **more):
    return Judgement(
        id=f"j{number}",
        kind="status",
        subjects=(found().id,),
        by=by,
        at=at,
        reason="Seen.",
        value=value,
        **more,
    )


def test_a_named_reviewer_decides():
    row = found(judged("verified_unattributed"))
    assert (row.status, row.decided_by) == ("verified_unattributed", "A. Reviewer")
    assert row.supersedes == found().id != row.id
    assert "had proposed reported" in row.reason


def test_verified_attributed_needs_two_people():
    one = judged("verified_attributed")
    alone = found(one)
    assert (alone.status, alone.decided_by) == ("reported", None)
    assert "needs a second reader" in alone.reason
    twice = found(one, judged("verified_attributed", number=2, at="2020-04-02"))
    assert twice.status == "reported"
    both = found(one, judged("verified_attributed", by="B. Reader", number=2, at="2020-04-02"))
    assert both.status == "verified_attributed"
    assert {both.decided_by, both.second_reader} == {"A. Reviewer", "B. Reader"}


def test_the_latest_decision_wins_and_withdrawn_ones_are_gone():
    early = judged("not_a_violation")
    late = judged("verified_unattributed", at="2020-04-03", number=2)
    assert found(early, late).status == "verified_unattributed"
    assert found(early, late, judged("", number=2, withdrawn=True)).status == "not_a_violation"


@pytest.mark.parametrize("bad", [judged("nonsense"), judged("verified_unattributed", by=" ")])
def test_nameless_or_unknown_decisions_change_nothing(bad):
    assert found(bad).status == "reported"


def test_a_rejected_claim_gives_no_coverage():
    told = claim("aid_delivery", "relief-desk", DAY, "Ariha", time=DAY)
    reject = Judgement(
        id="j9", kind="reject", subjects=(told.id,), by="A", at="2020-04-01", reason="Misread."
    )
    row = finding(assessed([told], judgements=[reject]), MOSCOW, "P1", DAY)
    assert (row.status, row.coverage) == ("no_information", "none")
