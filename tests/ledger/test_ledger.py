"""The ledger keeps what it acknowledged, refuses change, and finds every flipped byte it hashes."""

from __future__ import annotations

import apsw
import pytest
from builders import claim, document

from trucewatch.errors import LedgerBusyError, LedgerError
from trucewatch.ledger import Ledger, verify
from trucewatch.ledger.store import reading_key
from trucewatch.model import Merged, Reading


def add(ledger, *, source="wire", claims=()):
    one = document(source=source)
    ledger.append("document.added", one.item.id, one, key=f"document.added:{one.item.id}")
    ledger.append(
        "claims.read",
        f"claims:{one.item.id}",
        Reading(claims=tuple(claims)),
        key=reading_key(one.item.id, "x/1"),
    )
    return one


def test_events_are_numbered_without_gaps_and_read_back(ledger):
    add(ledger, claims=[claim("a")])
    add(ledger, source="observer")
    assert [event.header.seq for event in ledger.events()] == [1, 2, 3, 4]
    assert [row.id for row in ledger.claims()] == ["a"]
    assert ledger.seq == 4


def test_the_same_key_appends_once(ledger):
    one = document()
    assert ledger.append("document.added", "s", one, key="k") == 1
    assert ledger.append("document.added", "s", one, key="k") is None
    assert ledger.seq == 1


def test_a_comment_can_never_carry_a_claim(ledger):
    one = document(kinds=("headline", "thread_comment"))
    ledger.append("document.added", one.item.id, one, key="d")
    reading = Reading(claims=(claim("a", passage=1),))
    with pytest.raises(apsw.ConstraintError):
        ledger.append("claims.read", f"claims:{one.item.id}", reading, key="c")
    assert ledger.seq == 1, "the refused event left nothing behind"
    assert verify(ledger) == ()


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE event SET actor = 'x'",
        "DELETE FROM event",
        "DELETE FROM event_body",
        "UPDATE event_body SET body = NULL",
        "INSERT INTO event SELECT 9, '', '', '', 's', 9, 'k', commitment, leaf, '' FROM event",
    ],
)
def test_the_log_refuses_change_and_gaps(ledger, statement):
    add(ledger)
    with pytest.raises(apsw.ConstraintError, match=r"append-only|redaction|follow"):
        ledger.db.execute(statement)


def test_replay_equals_projection(ledger):
    add(ledger, claims=[claim("a"), claim("b", sentence=(3, 9))])
    for number in range(3):
        merged = Merged() if number % 2 else merged_of("a")
        ledger.append("merge.proposed", "merge", merged, key=f"m{number}")
    assert verify(ledger) == ()


def merged_of(*claims):
    from trucewatch.model import Tally, When

    period = When(start=None, end=None, precision=None, basis="published")
    return Merged(
        tallies=tuple(
            Tally(
                id=f"t{one}",
                claim=one,
                reported_by=None,
                side=None,
                accused=(),
                period=period,
                area=None,
                low=None,
                best=None,
                high=None,
                words=None,
                count_basis="incident",
            )
            for one in claims
        )
    )


def test_a_proposal_that_says_the_same_is_not_repeated_but_a_return_is(ledger):
    for value in (merged_of("a"), merged_of("a"), Merged(), merged_of("a")):
        key = ledger.proposal_key("merge.proposed", value)
        if key:
            ledger.append("merge.proposed", "merge", value, key=key)
    assert ledger.seq == 3


@pytest.mark.parametrize(
    ("statement", "told"),
    [
        ("UPDATE event SET actor = 'x' WHERE seq = 2", "leaf"),
        ("UPDATE event_body SET body = x'7b7d' WHERE seq = 1", "commitment"),
        ("UPDATE claim SET act = 'talks'", "table claim"),
        ("DELETE FROM event WHERE seq = 1", "seq 1 is missing"),
    ],
)
def test_verify_names_what_was_changed_behind_its_back(ledger, statement, told):
    add(ledger, claims=[claim("a")])
    for trigger in ("event_no_update", "event_no_delete", "body_no_update", "body_no_delete"):
        ledger.db.execute(f"DROP TRIGGER {trigger}")
    ledger.db.execute("PRAGMA foreign_keys = OFF")
    ledger.db.execute(statement)
    assert any(told in fault.message for fault in verify(ledger))


def test_verify_reads_the_evidence_again(ledger):
    digest = ledger.keep(b"original", "text/plain")
    assert verify(ledger) == ()
    (ledger.evidence / digest[:2] / digest).write_bytes(b"altered!")
    assert digest in verify(ledger)[0].message
    (ledger.evidence / digest[:2] / digest).unlink()
    assert "missing" in verify(ledger)[0].message


def test_a_second_writer_is_told_to_wait_and_nothing_is_lost(ledger, tmp_path, monkeypatch):
    monkeypatch.setattr("trucewatch.ledger.store.BUSY_MS", 10)
    add(ledger)
    other = apsw.Connection(str(ledger.path))
    other.execute("BEGIN IMMEDIATE")
    with Ledger(ledger.path) as second:
        assert second.seq == 2, "reading goes on meanwhile"
        with pytest.raises(LedgerBusyError, match="another process"):
            add(second, source="observer")
        other.execute("ROLLBACK")
        add(second, source="observer")
        assert second.seq == 4


def test_what_is_no_ledger_is_said_to_be_none(tmp_path):
    path = tmp_path / "ledger.db"
    path.write_bytes(b"this is a text file, not a database, whatever its name says" * 20)
    with pytest.raises(LedgerError, match="not a ledger"):
        Ledger(path)
    with pytest.raises(LedgerError, match="cannot be opened"):
        Ledger(tmp_path / "nowhere" / "ledger.db")


def test_reopening_applies_no_migration_twice(ledger):
    add(ledger)
    ledger.close()
    with Ledger(ledger.path) as again:
        assert again.seq == 2
        assert again.has_document("sha256:wire")
        assert not again.unread("x/1")
        assert len(again.unread("x/2")) == 1
