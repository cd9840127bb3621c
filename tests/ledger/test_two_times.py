"""What happened on a day, as known at a time: nothing that was known is ever rewritten."""

from __future__ import annotations

import pytest
from builders import claim, document

from trucewatch.errors import LedgerError
from trucewatch.ledger import Ledger, verify
from trucewatch.ledger.reads import moment
from trucewatch.ledger.store import reading_key
from trucewatch.merge import merge
from trucewatch.model import Assessment, Finding, Judgement, Reading


def add(ledger, source, *claims, version="1"):
    one = document(source=source)
    ledger.append("document.added", one.item.id, one, key=f"document.added:{one.item.id}")
    reading = Reading(claims=claims)
    key = reading_key(one.item.id, version)
    ledger.append("claims.read", f"claims:{one.item.id}", reading, key=key)


def propose(ledger, watch, stream="merge"):
    merged = merge(list(ledger.claims()), watch, {})
    ledger.append("merge.proposed", stream, merged, key=f"{stream}:{ledger.seq}")
    return merged


def finding(day, status):
    return Finding(
        id=f"f1-{day}-{status}",
        agreement="a",
        provision="P1",
        day=day,
        status=status,
        coverage="none",
        basis=(),
        answerable=(),
        reason="",
        rule="",
    )


def assess(ledger, **days):
    found = Assessment(findings=tuple(finding(f"2020-03-{day[1:]}", s) for day, s in days.items()))
    ledger.append("assessment.proposed", "assessment", found, key=f"a{ledger.seq}")


def test_a_day_reads_as_it_was_known_and_as_it_is(ledger, watch):
    add(ledger, "wire", claim("a", day="2020-03-15"))
    first = propose(ledger, watch)
    assess(ledger, d15="reported", d16="no_information")
    then = ledger.seq
    add(ledger, "observer", claim("b", by="observer", day="2020-03-15"))
    second = propose(ledger, watch)
    assess(ledger, d15="corroborated", d16="no_information")
    past = ledger.as_of(then)
    assert past.merged() == first
    assert ledger.merged() == second
    assert past.happenings("2020-03-15", "2020-03-15") == first.incidents
    assert ledger.happenings("2020-03-15", "2020-03-15") == second.incidents
    assert [row.status for row in past.findings("2020-03-15", "2020-03-15")] == ["reported"]
    assert [row.status for row in ledger.findings("2020-03-15", "2020-03-16")] == [
        "corroborated",
        "no_information",
    ]
    assert [row.id for row in past.claims()] == ["a"]
    assert len(past.documents()) == 1
    assert past.seq == then
    assert verify(ledger) == ()


def test_nothing_is_known_before_the_first_event(ledger, watch):
    add(ledger, "wire", claim("a"))
    propose(ledger, watch)
    nothing = ledger.as_of(0)
    assert nothing.documents() == nothing.claims() == nothing.merged().incidents == ()
    assert nothing.data_seq == 0
    with pytest.raises(LedgerError, match="no event 99"):
        ledger.as_of(99)


def test_reading_again_ends_the_earlier_reading_and_keeps_it_known(ledger):
    add(ledger, "wire", claim("a"), claim("b", sentence=(3, 9)))
    add(ledger, "wire", claim("a"), version="2")
    assert [row.id for row in ledger.claims()] == ["a"]
    assert [row.id for row in ledger.as_of(2).claims()] == ["a", "b"]
    assert verify(ledger) == ()


def test_a_row_that_a_proposal_repeats_is_kept_not_copied(ledger, watch):
    add(ledger, "wire", claim("a", day="2020-03-15"))
    propose(ledger, watch)
    add(ledger, "observer", claim("b", by="observer", day="2020-03-25", act="talks"))
    propose(ledger, watch)
    ((count,),) = ledger.db.execute("SELECT count(*) FROM grouping WHERE from_day < '2020-03-20'")
    assert count == 1
    assert verify(ledger) == ()


def test_a_judgement_and_its_withdrawal_are_known_from_when_they_were_made(ledger):
    for withdrawn in (False, True):
        made = Judgement(
            id="j1", kind="accept", subjects=("i1",), by="r", at="", reason="", withdrawn=withdrawn
        )
        ledger.append("judgement.made", "judgements", made, key=f"j{withdrawn}")
    assert [row.withdrawn for row in ledger.as_of(1).judgements()] == [False]
    assert [row.withdrawn for row in ledger.judgements()] == [True]


def test_streams_of_proposals_stand_beside_each_other(ledger, watch):
    add(ledger, "wire", claim("a", day="2020-03-15"))
    one = propose(ledger, watch, stream="merge:2020-03-15")
    ledger.append("merge.proposed", "merge:2020-03-16", merge([], watch, {}), key="none")
    assert ledger.merged() == one


@pytest.mark.parametrize(
    ("when", "seq"),
    [
        ("2020-03-17", 0),
        ("2020-03-18", 1),
        ("2020-03-19T09:59:59+00:00", 1),
        ("2020-03-19T13:00:00+03:00", 2),
        ("2020-03-19T10:00:00", 2),
        ("2020-03-20", 3),
        ("2031-01-01", 4),
    ],
)
def test_a_moment_finds_the_last_event_recorded_by_then(tmp_path, when, seq):
    times = iter([f"2020-03-{day}T10:00:00.000000+00:00" for day in ("17", "18", "19", "20", "21")])
    with Ledger(tmp_path / "ledger.db", clock=lambda: next(times)) as ledger:
        add(ledger, "wire")
        add(ledger, "observer")
        assert ledger.as_of(when).seq == seq


@pytest.mark.parametrize("text", ["yesterday", "2020-13-01", "", "-1", "2020-03-15T25:00"])
def test_what_is_no_moment_is_refused(text):
    with pytest.raises(LedgerError, match="neither an event number nor a date"):
        moment(text)


def test_a_clock_set_back_is_recorded_and_time_never_goes_back(tmp_path):
    times = iter(["2020-03-18T10", "2020-03-18T11", "2019-01-01T00", "2020-03-18T12"])
    with Ledger(tmp_path / "ledger.db", clock=lambda: f"{next(times)}:00:00+00:00") as ledger:
        add(ledger, "wire")
        ledger.append("document.added", "x", document(source="x"), key="x")
        heads = [event.header for event in ledger.events()]
        assert [head.recorded_at[:13] for head in heads] == [
            "2020-03-18T11",
            "2020-03-18T11",
            "2020-03-18T12",
        ]
        assert [head.clock[:13] for head in heads] == ["", "2019-01-01T00", ""]
        assert verify(ledger) == ()
