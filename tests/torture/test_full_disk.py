"""A full disk is told in one sentence, loses nothing, and work goes on when there is room."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from builders import document
from torture.faults import Disk, write_image

from trucewatch.errors import LedgerError
from trucewatch.ledger import Ledger, verify

HERE = Path(__file__).parents[1]


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


ON_TMPFS = """
import sys
from pathlib import Path
from builders import document
from trucewatch.errors import LedgerError
from trucewatch.ledger import Ledger, verify

def added(number):
    one = document(source=f"s{number}", text="Title\\n\\n" + "Body text. " * 50)
    return ledger.append("document.added", one.item.id, one, key=f"k{number}")

folder = Path(sys.argv[1])
(folder / "filler").write_bytes(bytes(300_000))
with Ledger(folder / "ledger.db") as ledger:
    told = 0
    try:
        while True:
            told = added(told)
    except LedgerError as error:
        print(error.message)
    try:
        ledger.keep(bytes(400_000), "text/plain")
    except LedgerError as error:
        print(error.message)
    kept = ledger.seq
    (folder / "filler").unlink()
    print("acknowledged", told, "kept", kept, "next", added("more"), "faults", verify(ledger))
"""


def test_a_real_disk_that_is_full(tmp_path):
    """A file system of two megabytes in a mount namespace of its own, where that is allowed."""
    mounted = f"mount -t tmpfs -o size=2m tmpfs {tmp_path}"
    if (
        shutil.which("unshare") is None
        or subprocess.run(
            ["unshare", "-m", "sh", "-c", mounted], capture_output=True, check=False
        ).returncode
    ):
        pytest.skip("no file system may be mounted here")
    done = subprocess.run(
        [
            *("unshare", "-m", "sh", "-c", f'{mounted} && exec "$@"', "sh"),
            *(sys.executable, "-c", ON_TMPFS, str(tmp_path)),
        ],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONPATH": os.pathsep.join([str(HERE), *sys.path])},
    )
    assert "the disk is full: nothing was written" in done.stdout, done.stderr
    assert "No space left on device" in done.stdout
    words = done.stdout.split("acknowledged ")[1].split()
    assert words[0] == words[2], "kept is what was acknowledged"
    assert int(words[4]) == int(words[0]) + 1
    assert done.stdout.strip().endswith("faults ()")


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
