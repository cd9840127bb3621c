"""Every write, sync and rename of the system made to fail once, or to be the last thing it does.

strace tampers with the nth call of a writer of five events. It is skipped where strace may not
trace.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from trucewatch.ledger import Ledger, verify

EVERY = int(os.environ.get("TRUCEWATCH_SYSCALLS", "4"))
"""How many calls to try of each kind (`make torture`: 40)."""
STRIDE = {"pwrite64": 25, "fdatasync": 2} if EVERY < 20 else {"pwrite64": 2, "fdatasync": 1}
"""A writer of five events makes more than a hundred writes and about ten syncs."""
WRITER = """
import sys
from pathlib import Path
from builders import document
from trucewatch.ledger import Ledger
with Ledger(Path(sys.argv[1])) as ledger:
    ledger.db.execute("PRAGMA wal_autocheckpoint = 40")
    for number in range(5):
        one = document(source=f"s{number}")
        ledger.append("document.added", one.item.id, one, key=f"k{number}")
        print(number, flush=True)
"""


def can_trace():
    if shutil.which("strace") is None:
        return False
    done = subprocess.run(["strace", "-qq", "true"], capture_output=True, check=False)
    return done.returncode == 0


pytestmark = pytest.mark.skipif(not can_trace(), reason="strace is not here or may not trace")


@pytest.mark.parametrize("what", ["error=EIO", "error=ENOSPC", "signal=KILL"])
@pytest.mark.parametrize("call", ["pwrite64", "fdatasync"])
def test_no_failing_call_loses_what_was_acknowledged(tmp_path, call, what):
    Ledger(tmp_path / "ledger.db").close()
    empty = (tmp_path / "ledger.db").read_bytes()
    env = {**os.environ, "PYTHONPATH": os.pathsep.join([str(Path(__file__).parents[1]), *sys.path])}
    counts = Counter()
    for number in range(1, EVERY * STRIDE[call] + 1, STRIDE[call]):
        folder = tmp_path / f"{number}"
        folder.mkdir()
        path = folder / "ledger.db"
        path.write_bytes(empty)
        trap = ["-P", str(path), "-P", f"{path}-wal"]
        done = subprocess.run(
            [
                *("strace", "-f", "-qq", "-o", str(folder / "trace"), *trap),
                *("-e", f"inject={call}:{what}:when={number}"),
                *(sys.executable, "-c", WRITER, str(path)),
            ],
            capture_output=True,
            text=True,
            env=env,
            check=False,
        )
        told = len(done.stdout.split())
        with Ledger(path) as ledger:
            assert verify(ledger) == (), (call, what, number)
            counts["acknowledged"] += told
            counts["lost"] += max(0, told - ledger.seq)
        counts["stopped"] += done.returncode != 0
    sys.stdout.write(f"{call} {what}: {dict(counts)}\n")
    assert counts["lost"] == 0
    assert counts["stopped"] > 0, "the fault was felt"
