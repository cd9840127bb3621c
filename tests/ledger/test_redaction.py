"""Erased words are gone from every byte of the ledger, say that they were, and break no proof."""

from __future__ import annotations

import apsw
import pytest
from builders import claim, document, killed, mention

from trucewatch.errors import LedgerBusyError, LedgerError
from trucewatch.ledger import Ledger, checkpoints, merkle, redaction, verify
from trucewatch.ledger.redaction import redact
from trucewatch.ledger.store import reading_key
from trucewatch.merge import merge
from trucewatch.model import Reading

SECRET = "Zubaydah Marrash"


@pytest.fixture
def filled(ledger, watch):
    """A name in a document, in its claim, in the proposal made from it, and in the evidence."""
    ledger.db.execute("PRAGMA wal_autocheckpoint = 0")
    for source, name in (("wire", SECRET), ("observer", "somebody")):
        one = document(text=f"Title\n\n{name} was hurt.", source=source)
        digest = ledger.keep(one.item.text.encode(), "text/plain")
        item = one.item
        one = type(one)(
            item=type(item)(
                id=f"sha256:{digest}",
                text=item.text,
                media_type=item.media_type,
                source=source,
                published_at=item.published_at,
            ),
            passages=one.passages,
        )
        ledger.append("document.added", one.item.id, one, key=f"document.added:{one.item.id}")
        read = claim(
            f"c1-{source}",
            item=one.item.id,
            by=source,
            targets=(mention(name),),
            figures=(killed(1, 1, 1, group=name),),
        )
        stream, key = f"claims:{one.item.id}", reading_key(one.item.id, "1")
        ledger.append("claims.read", stream, Reading(claims=(read,)), key=key)
    merged = merge(list(ledger.claims()), watch, {})
    assert SECRET.encode() in b"".join(event.body for event in ledger.events())
    ledger.append("merge.proposed", "merge", merged, key="m")
    return ledger


def traces(ledger, words=SECRET):
    """Every file below the watch folder that holds the words in any usual form."""
    forms = [words.encode(code) for code in ("utf-8", "utf-16-le", "utf-16-be")]
    forms += [part.encode() for part in words.split()]
    return [
        path.name
        for path in ledger.path.parent.rglob("*")
        if path.is_file() and any(form in path.read_bytes() for form in forms)
    ]


def test_no_byte_of_the_words_is_left(filled):
    assert {"ledger.db-wal"} < set(traces(filled))
    gone = redact(filled, 1, "asked for by the person")
    assert gone == (1, 2, 5)
    assert traces(filled) == []
    assert verify(filled) == ()
    filled.close()
    with Ledger(filled.path) as again:
        assert traces(again) == []
        assert verify(again) == ()


def test_no_byte_is_left_when_the_words_had_reached_the_database_pages(filled):
    filled.db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    assert {"ledger.db"} < set(traces(filled))
    redact(filled, 1, "asked for")
    assert traces(filled) == []


def test_proofs_and_checkpoints_from_before_still_hold(filled):
    before = checkpoints.make(filled)
    top = merkle.root(5, filled.node)
    path = merkle.inclusion_proof(0, 5, filled.node)
    redact(filled, 1, "asked for")
    events = list(filled.events())
    assert events[0].body is None
    assert events[0].salt == bytes(16)
    merkle.check_inclusion(events[0].leaf, 0, 5, path, top)
    assert merkle.root(5, filled.node) == top
    assert checkpoints.make(filled) != before
    assert verify(filled) == ()


def test_the_record_says_where_something_stood(filled):
    redact(filled, 1, "asked for by the person")
    (erased,) = [row for row in filled.documents() if not row.item.text]
    assert [issue.code for issue in erased.issues] == ["redacted"]
    assert "asked for by the person" in erased.issues[0].message
    assert [row.id for row in filled.claims()] == ["c1-observer"]
    assert filled.merged().incidents == ()
    assert filled.happenings("2000-01-01", "2100-01-01") == ()
    assert [row for row in filled.as_of(2).documents() if row.item.text] == []
    assert filled.has_document(erased.item.id), "adding it again does not bring it back"


def test_the_rest_is_proposed_anew(filled, watch):
    redact(filled, 1, "asked for")
    merged = merge(list(filled.claims()), watch, {})
    key = filled.proposal_key("merge.proposed", merged)
    filled.append("merge.proposed", "merge", merged, key=key)
    assert [row.claims for row in filled.merged().incidents] == [("c1-observer",)]
    assert verify(filled) == ()


def test_a_single_body_is_erased_alone(filled):
    assert redact(filled, 5, "wrong") == (5,)
    assert len(filled.claims()) == 2
    assert verify(filled) == ()


def test_an_interrupted_redaction_is_found_by_verify_and_finished_by_running_it_again(
    filled, monkeypatch
):
    with monkeypatch.context() as patch:
        patch.setattr(redaction, "_shred", lambda _: (_ for _ in ()).throw(OSError("cut")))
        with pytest.raises(OSError, match="cut"):
            redact(filled, 1, "asked for")
    assert any("was erased, but it is not" in fault.message for fault in verify(filled))
    assert redact(filled, 1, "asked for") == ()
    assert traces(filled) == []
    assert verify(filled) == ()


def test_a_reader_in_the_middle_of_something_is_named_and_the_next_run_finishes(filled):
    other = apsw.Connection(str(filled.path))
    cursor = other.execute("SELECT body FROM event_body")
    next(cursor)
    filled.db.set_busy_timeout(1)
    with pytest.raises(LedgerBusyError, match="may still stand"):
        redact(filled, 1, "asked for")
    other.close(force=True)
    redact(filled, 1, "asked for")
    assert traces(filled) == []


@pytest.mark.parametrize(
    ("seq", "reason", "told"),
    [(99, "x", "no event 99"), (1, "  ", "needs a reason"), (6, "x", "record of a redaction")],
)
def test_what_cannot_be_redacted_is_refused(filled, seq, reason, told):
    redact(filled, 5, "first")
    with pytest.raises(LedgerError, match=told):
        redact(filled, seq, reason)


def test_a_body_that_vanished_without_a_redaction_is_a_fault(filled):
    with pytest.raises(apsw.ConstraintError, match="redaction"):
        filled.db.execute("UPDATE event_body SET body = NULL, salt = zeroblob(16) WHERE seq = 1")
    filled.db.execute("DROP TRIGGER body_no_update")
    filled.db.execute("UPDATE event_body SET body = NULL, salt = zeroblob(16) WHERE seq = 1")
    assert any(
        fault.seq == 1 and "no redaction says why" in fault.message for fault in verify(filled)
    )


def test_a_report_is_named_by_the_beginning_of_its_digest(filled):
    item = filled.documents()[0].item.id
    assert redaction.events_of(filled, item) == redaction.events_of(filled, item[7:17])
    assert redaction.events_of(filled, item[7:12]) is None, "too short to be sure"
    assert redaction.events_of(filled, "0" * 64) is None
