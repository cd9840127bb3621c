"""Checkpoints are signed over what the ledger holds, and a changed one is found."""

from __future__ import annotations

import base64
import stat

import pytest
from builders import document
from hypothesis import given
from hypothesis import strategies as st

from trucewatch.errors import LedgerError
from trucewatch.ledger import Ledger, checkpoints, merkle, notes, verify
from trucewatch.ledger.notes import NoteError
from trucewatch.ledger.projections import ReportWritten


def fill(ledger, count, start=0):
    for number in range(start, start + count):
        one = document(source=f"s{number}")
        ledger.append("document.added", one.item.id, one, key=f"document.added:{one.item.id}")


def test_a_checkpoint_says_size_and_root_and_is_signed(ledger):
    fill(ledger, 5)
    note = checkpoints.make(ledger)
    said = notes.read_note(note, checkpoints.keys(ledger))
    assert said.size == 5
    assert said.root == merkle.root(5, ledger.node)
    assert note.splitlines()[0].startswith("trucewatch/")
    assert verify(ledger) == ()


def test_the_key_lies_outside_the_ledger_and_is_its_owners_alone(ledger):
    line = ledger.key_path.read_text("ascii").strip()
    seed = base64.b64decode(line.split("+", 4)[4])[1:]
    assert stat.S_IMODE(ledger.key_path.stat().st_mode) == 0o600
    ledger.close()
    for path in ledger.path.parent.glob("ledger.db*"):
        assert seed not in path.read_bytes()
        assert line.encode() not in path.read_bytes()


def test_nothing_new_but_a_report_needs_no_new_checkpoint(ledger):
    fill(ledger, 2)
    first = checkpoints.make(ledger)
    written = ReportWritten(from_day="2020-03-01", to_day="2020-03-02", format="md", sha256="0")
    ledger.append("report.written", "report", written, key="r")
    assert checkpoints.make(ledger) == first
    whole = notes.read_note(checkpoints.make(ledger, whole=True), checkpoints.keys(ledger))
    assert whole.size == 3
    fill(ledger, 1, start=2)
    assert checkpoints.make(ledger) != first
    assert verify(ledger) == ()


def test_a_later_checkpoint_continues_an_earlier_one(ledger):
    fill(ledger, 3)
    keys = checkpoints.keys(ledger)
    old = notes.read_note(checkpoints.make(ledger), keys)
    fill(ledger, 4, start=3)
    new = notes.read_note(checkpoints.make(ledger), keys)
    path = merkle.consistency_proof(old.size, new.size, ledger.node)
    merkle.check_consistency(old.size, new.size, path, old.root, new.root)


@given(st.data())
def test_any_changed_character_of_a_checkpoint_is_refused(data):
    signer = notes.Signer("trucewatch/0011223344556677", b"\x01" * 32)
    note = signer.sign(notes.Checkpoint(signer.name, 7, b"\x02" * 32).text)
    at = data.draw(st.integers(0, len(note) - 1))
    letter = data.draw(st.characters(codec="ascii"))
    changed = note[:at] + letter + note[at + 1 :]
    if changed == note:
        return
    with pytest.raises(NoteError):
        notes.read_note(changed, [signer.verifier_key])


def test_the_forms_are_those_of_c2sp(ledger):
    """The example key of signed-note: its hash is computed over name, newline, type, key."""
    name = "PeterNeumann"
    key = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
    assert notes.parse_verifier_key(key)[0] == name
    with pytest.raises(NoteError):
        notes.parse_verifier_key(key.replace("c74f", "c74e"))


def test_a_foreign_key_signs_nothing_here(ledger, tmp_path):
    fill(ledger, 1)
    ledger.key_path.unlink()
    with pytest.raises(LedgerError, match="cannot be read"):
        checkpoints.make(ledger)
    notes.make_key(ledger.key_path)
    with pytest.raises(LedgerError, match="another ledger"):
        checkpoints.make(ledger)
    ledger.key_path.write_text("not a key")
    with pytest.raises(LedgerError, match="no signing key"):
        checkpoints.make(ledger)


def test_a_new_key_signs_on_under_the_same_name_and_the_old_checkpoints_hold(ledger):
    fill(ledger, 1)
    checkpoints.make(ledger)
    key = checkpoints.new_key(ledger)
    fill(ledger, 1, start=1)
    checkpoints.make(ledger)
    old, new = checkpoints.keys(ledger)
    assert new == key
    assert old.split("+")[0] == new.split("+")[0]
    assert verify(ledger) == ()


@pytest.mark.parametrize(
    ("statement", "told"),
    [
        ("UPDATE checkpoint SET root = zeroblob(32)", "its note says something else"),
        ("UPDATE checkpoint SET note = replace(note, char(10) || '3', char(10) || '2')", "hold"),
        ("DELETE FROM signer", "no known key"),
        ("UPDATE tree_node SET hash = zeroblob(32)", "does not match the leaves of events 1 to 2"),
        ("DELETE FROM tree_node", "a node of the tree is missing"),
        ("DELETE FROM event WHERE seq = 3", "a checkpoint covers them"),
    ],
)
def test_verify_holds_tree_and_checkpoints_against_the_log(ledger, statement, told):
    fill(ledger, 3)
    checkpoints.make(ledger)
    ledger.db.execute("PRAGMA foreign_keys = OFF")
    for trigger in ("tree_no_update", "tree_no_delete", "checkpoint_token_once", "event_no_delete"):
        ledger.db.execute(f"DROP TRIGGER {trigger}")
    ledger.db.execute(statement)
    assert [fault for fault in verify(ledger) if told in fault.message], verify(ledger)


def test_a_rewritten_history_is_found_although_every_hash_in_it_agrees(ledger, tmp_path):
    fill(ledger, 3)
    note = checkpoints.make(ledger)
    with Ledger(tmp_path / "other.db") as forged:
        fill(forged, 3, start=1)
        (key,) = checkpoints.keys(ledger)
        forged.db.execute("UPDATE signer SET verifier_key = ?", (key,))
        forged.db.execute(
            "INSERT INTO checkpoint (size, root, made_at, note) SELECT 3, ?, '', ?",
            (notes.read_note(note, [key]).root, note),
        )
        assert any("not those that were signed" in fault.message for fault in verify(forged))


def test_a_time_stamp_is_kept_as_it_came_and_once(ledger):
    fill(ledger, 1)
    with pytest.raises(LedgerError, match="no checkpoint that waits"):
        checkpoints.keep_token(ledger, b"\x30\x03abc")
    checkpoints.make(ledger)
    with pytest.raises(LedgerError, match="not DER"):
        checkpoints.keep_token(ledger, b"HTTP/1.1 400")
    assert checkpoints.keep_token(ledger, b"\x30\x03abc") == 1
    assert ledger.db.execute("SELECT token FROM checkpoint").fetchone() == (b"\x30\x03abc",)
    with pytest.raises(LedgerError, match="no checkpoint that waits"):
        checkpoints.keep_token(ledger, b"\x30\x03def")
