"""Reading by days: the files of the index leave out nothing and add nothing."""

from __future__ import annotations

from datetime import date, timedelta

import msgspec
import pytest
from builders import claim, document, incident
from hypothesis import given, settings
from hypothesis import strategies as st

from trucewatch.ledger import Ledger
from trucewatch.ledger.reads_days import MONTH, REACHES
from trucewatch.model import Incident, Judgement, Merged, Reading

FIRST = date(2020, 3, 1)


def day(number):
    return (FIRST + timedelta(days=number)).isoformat()


LENGTHS = [
    0, 1, *(one + extra for one in REACHES[1:] for extra in (-1, 0, 1)), 3_000
]  # fmt: skip


@settings(max_examples=30, deadline=None)
@given(
    st.lists(st.tuples(st.integers(-500, 500), st.sampled_from(LENGTHS)), min_size=1, max_size=12),
    st.integers(-600, 600),
    st.integers(0, 40),
)
def test_what_lies_on_some_days_is_what_overlaps_them(tmp_path_factory, spans, first, length):
    path = tmp_path_factory.mktemp("days") / "ledger.db"
    rows = [
        incident(f"i1-{number:016x}", day(start), day(start + lasts))
        for number, (start, lasts) in enumerate(spans)
    ]
    wanted = {
        row.id
        for row, (start, lasts) in zip(rows, spans, strict=True)
        if start <= first + length and start + lasts >= first
    }
    with Ledger(path) as ledger:
        ledger.append("merge.proposed", "merge", Merged(incidents=tuple(rows)), key="k")
        found = ledger.happenings(day(first), day(first + length))
        told = {ident for ident, *_ in ledger.rows_on(day(first), day(first + length))}
        near = [ident for ident, *_ in ledger.rows_from(day(-600), day(600))]
        far = [ident for ident, *_ in ledger.rows_beyond()]
    assert {row.id for row in found} == told == wanted
    # Every one is either near or far.
    assert sorted(near + far) == [row.id for row in rows]
    assert len(far) == sum(lasts > MONTH for _, lasts in spans)


def test_days_before_the_calendar_and_days_that_are_none_do_no_harm(tmp_path):
    rows = (
        incident("i1-a", None, None),
        incident("i1-b", "0001-01-02", "0001-01-03"),
        incident("i1-c", "2020-03-05", "2020-03-01"),
    )
    with Ledger(tmp_path / "ledger.db") as ledger:
        ledger.append("merge.proposed", "merge", Merged(incidents=rows), key="k")
        assert [row.id for row in ledger.happenings("0001-01-01", "0001-01-05")] == ["i1-b"]
        # Days in the wrong order lie where both conditions hold: here on no day of their own.
        assert ledger.happenings("2020-03-03", "2020-03-03") == ()


def test_only_the_kinds_that_are_named_are_read(tmp_path):
    with Ledger(tmp_path / "ledger.db") as ledger:
        one = incident("i1-a", day(0), day(0))
        ledger.append("merge.proposed", "merge", Merged(incidents=(one,)), key="k")
        assert ledger.happenings(day(0), day(0), Incident) == (one,)
        from trucewatch.model import Tally

        assert ledger.happenings(day(0), day(0), Tally) == ()
        assert ledger.groupings_of(["i1-a", "i1-none", "'"]) == {"i1-a": one}


def test_the_days_that_changed_since_are_told(tmp_path):
    with Ledger(tmp_path / "ledger.db") as ledger:
        before = Merged(incidents=(incident("i1-a", day(0), day(0)),))
        after = Merged(incidents=(incident("i1-b", day(5), day(7)),))
        ledger.append("merge.proposed", "merge", before, key="1")
        since = ledger.seq
        ledger.append("merge.proposed", "merge", after, key="2")
        now = ledger.seq
        assert {row[1:] for row in ledger.changed(since, now)} == {
            (day(0), day(0)),  # went
            (day(5), day(7)),  # came
        }
        assert list(ledger.changed(now, now)) == []
        assert list(ledger.changed(0, since)) == [(since, day(0), day(0))]


@pytest.fixture
def judged(tmp_path):
    with Ledger(tmp_path / "ledger.db") as ledger:
        one = document()
        ledger.append("document.added", one.item.id, one, key="d")
        ledger.append(
            "claims.read", f"claims:{one.item.id}", Reading(claims=(claim("a"),)), key="r"
        )
        yield ledger


def decided(number):
    return Judgement(
        id=f"j1-{number}",
        kind="accept",
        subjects=("c",),
        by="a",
        at="2020-03-18T00:00:00+00:00",
        reason="read",
    )


def test_decisions_are_known_at_once_and_as_they_were(judged):
    assert judged.judgements() == ()
    judged.append("judgement.made", "judgement:1", decided(1), key="1")
    first = judged.seq
    assert judged.judgements() == (decided(1),)
    judged.append("judgement.made", "judgement:2", decided(2), key="2")
    assert judged.judgements() == (decided(1), decided(2))
    assert judged.as_of(first).judgements() == (decided(1),)
    assert judged.judgements() == (decided(1), decided(2))


def test_an_erased_decision_is_gone_at_once(judged):
    from trucewatch.ledger.redaction import redact

    judged.append("judgement.made", "judgement:1", decided(1), key="1")
    assert judged.judgements() == (decided(1),)
    redact(judged, judged.seq, "named a witness")
    assert judged.judgements() == ()
    assert msgspec.json.encode(judged.judgements()) == b"[]"
