"""Backups are whole and verified; a damaged one replaces nothing."""

from __future__ import annotations

import pytest
from builders import document

from trucewatch.errors import LedgerDamagedError, LedgerError
from trucewatch.ledger import Ledger, checkpoints, verify
from trucewatch.ledger.backup import backup, restore
from trucewatch.ledger.redaction import redact


def add(ledger, source):
    one = document(source=source)
    digest = ledger.keep(source.encode(), "text/plain")
    ledger.append("document.added", f"sha256:{digest}", one, key=f"document.added:{source}")


def test_a_backup_is_restored_with_its_evidence(ledger, tmp_path):
    add(ledger, "wire")
    checkpoints.make(ledger)
    assert backup(ledger, tmp_path / "safe") == 1
    add(ledger, "observer")
    ledger.close()
    (tmp_path / "new").mkdir()
    assert restore(tmp_path / "safe", tmp_path / "new" / "ledger.db") == 1
    with Ledger(tmp_path / "new" / "ledger.db") as again:
        assert again.seq == 1
        assert verify(again) == ()
        add(again, "mirror")
        assert verify(again) == ()


def test_the_key_is_not_in_a_backup(ledger, tmp_path):
    add(ledger, "wire")
    backup(ledger, tmp_path / "safe")
    line = ledger.key_path.read_bytes().strip()
    assert all(
        line not in path.read_bytes() for path in (tmp_path / "safe").rglob("*") if path.is_file()
    )


def test_a_backup_is_taken_while_another_writes(ledger, tmp_path):
    for number in range(20):
        add(ledger, f"s{number}")
    with Ledger(ledger.path) as writer, writer.writing():
        assert backup(ledger, tmp_path / "safe") == 20
        writer.append_within("document.added", "late", document(source="late"), "late")
    with Ledger(tmp_path / "safe" / "ledger.db", reading=True) as copy:
        assert copy.seq == 20


def test_restoring_keeps_what_was_there(ledger, tmp_path):
    add(ledger, "wire")
    backup(ledger, tmp_path / "safe")
    add(ledger, "observer")
    ledger.close()
    restore(tmp_path / "safe", ledger.path)
    restore(tmp_path / "safe", ledger.path)
    kept = sorted(tmp_path.glob("ledger.db.before-restore-?"))
    assert len(kept) == 2
    with Ledger(kept[0], reading=True) as old:
        assert old.seq == 2


def test_a_damaged_backup_replaces_nothing(ledger, tmp_path):
    add(ledger, "wire")
    backup(ledger, tmp_path / "safe")
    copy = tmp_path / "safe" / "ledger.db"
    data = copy.read_bytes()
    at = data.index(b"document.added:wire")
    copy.write_bytes(data[:at] + b"D" + data[at + 1 :])
    with pytest.raises(LedgerDamagedError, match="event 1"):
        restore(tmp_path / "safe", ledger.path)
    assert ledger.seq == 1
    next((tmp_path / "safe" / "evidence").glob("*/*")).write_bytes(b"chang")
    copy.write_bytes(data)
    with pytest.raises(LedgerDamagedError, match="evidence"):
        restore(tmp_path / "safe", ledger.path)


def test_a_damaged_ledger_does_not_replace_a_sound_backup(ledger, tmp_path):
    add(ledger, "wire")
    backup(ledger, tmp_path / "safe")
    ledger.db.execute("DROP TRIGGER event_no_update")
    ledger.db.execute("UPDATE event SET actor = 'x'")
    with pytest.raises(LedgerDamagedError, match="leaf"):
        backup(ledger, tmp_path / "safe")
    with Ledger(tmp_path / "safe" / "ledger.db", reading=True) as copy:
        assert verify(copy) == ()


def test_the_next_backup_loses_what_was_erased(ledger, tmp_path):
    add(ledger, "wire")
    backup(ledger, tmp_path / "safe")
    redact(ledger, 1, "asked for")
    backup(ledger, tmp_path / "safe")
    assert not list((tmp_path / "safe" / "evidence").glob("*/*"))
    assert b"Body text" not in (tmp_path / "safe" / "ledger.db").read_bytes()


def test_no_backup_and_no_room_are_told(ledger, tmp_path):
    with pytest.raises(LedgerError, match="holds no backup"):
        restore(tmp_path / "nowhere", ledger.path)
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(LedgerError, match="cannot be written"):
        backup(ledger, tmp_path / "file")
