"""A full disk is told in one sentence, loses nothing, and work goes on when there is room."""

from __future__ import annotations

from pathlib import Path

import pytest
from builders import document
from torture.faults import Disk, write_image

from trucewatch.errors import LedgerError
from trucewatch.ledger import Ledger, verify


def fill(ledger):
    for number in range(1_000):
        one = document(source=f"s{number}", text="Title\n\n" + "Body text. " * 50)
        assert ledger.append("document.added", one.item.id, one, key=f"k{number}") == number + 1


@pytest.mark.parametrize("room", [0, 1_000, 5_000, 20_000, 60_000, 150_000])
def test_a_full_disk_stops_one_step_and_undoes_it(tmp_path, room):
    Ledger(tmp_path / "ledger.db").close()
    data = (tmp_path / "ledger.db").read_bytes()
    key = f"/full/{room}/ledger.db"
    disk = Disk(f"full-{room}", {key: data}, quota=len(data) + room)
    ledger = Ledger(Path(key), vfs=disk.name)
    with pytest.raises(LedgerError, match="disk is full: nothing was written"):
        fill(ledger)
    kept = ledger.seq
    disk.quota = None
    assert ledger.seq == kept
    more = document(source="more")
    assert ledger.append("document.added", more.item.id, more, key="more") == kept + 1
    ledger.close()
    for one in disk.files.values():
        one.sync()
    disk.files.pop(":temp:", None)
    write_image({name: bytes(one.now) for name, one in disk.files.items()}, tmp_path)
    disk.unregister()
    with Ledger(tmp_path / "ledger.db") as found:
        assert found.seq == kept + 1
        assert verify(found) == ()


def test_a_full_disk_is_told_when_evidence_is_stored(tmp_path, monkeypatch):
    with Ledger(tmp_path / "ledger.db") as ledger:

        def full(_handle):
            raise OSError(28, "No space left on device")

        with monkeypatch.context() as patch:
            patch.setattr("trucewatch.ledger.store.os.fsync", full)
            with pytest.raises(LedgerError, match="No space left"):
                ledger.keep(b"original", "text/plain")
        assert not list(ledger.evidence.glob("*/*")), "no half file is left"
        ledger.keep(b"original", "text/plain")
        assert verify(ledger) == ()


def test_a_failing_disk_is_told_and_nothing_is_half_there(tmp_path):
    Ledger(tmp_path / "ledger.db").close()
    data = (tmp_path / "ledger.db").read_bytes()
    disk = Disk("failing", {"/fail/ledger.db": data}, cut_after=40)
    ledger = Ledger(Path("/fail/ledger.db"), vfs="failing")
    with pytest.raises(LedgerError, match="disk failed"):
        fill(ledger)
    disk.left = None
    ledger.close()
    disk.unregister()
