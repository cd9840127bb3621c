"""Every write, sync, truncation and rename made to fail once, or to be the last thing it does.

strace tampers with the nth call of a writer of five events and their evidence files. It is
skipped where strace may not trace.
"""

from __future__ import annotations

import hashlib
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
CALLS = {
    "pwrite64": (EVERY, 25 if EVERY < 20 else 2),
    "fdatasync": (EVERY, 2 if EVERY < 20 else 1),
    "write": (min(EVERY, 5), 1),
    "fsync": (min(EVERY, 20), 1),
    "ftruncate": (1, 1),
    "rename,renameat,renameat2": (min(EVERY, 5), 1),
}
"""How many of the calls fail, each in a run of its own, and the stride between them: a writer of
five events makes more than a hundred writes and about ten syncs of the database."""
EVIDENCE = [hashlib.sha256(b"original %d" % number).hexdigest() for number in range(5)]
WRITER = """
import sys
from pathlib import Path
from builders import document
from trucewatch.ledger import Ledger
with Ledger(Path(sys.argv[1])) as ledger:
    ledger.db.execute("PRAGMA wal_autocheckpoint = 40")
    ledger.db.execute("PRAGMA journal_size_limit = 0")
    for number in range(5):
        one = document(source=f"s{number}")
        ledger.keep(b"original %d" % number, "text/plain")
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
@pytest.mark.parametrize("call", CALLS)
def test_no_failing_call_loses_what_was_acknowledged(tmp_path, call, what):
    Ledger(tmp_path / "ledger.db").close()
    empty = (tmp_path / "ledger.db").read_bytes()
    env = {**os.environ, "PYTHONPATH": os.pathsep.join([str(Path(__file__).parents[1]), *sys.path])}
    counts = Counter()
    times, stride = CALLS[call]
    for number in range(1, times * stride + 1, stride):
        folder = tmp_path / f"{number}"
        folder.mkdir()
        path = folder / "ledger.db"
        path.write_bytes(empty)
        files = [folder / "evidence" / one[:2] / one for one in EVIDENCE]
        watched = [path, folder / "ledger.db-wal", *files, *(one.parent for one in files)]
        watched += [one.with_suffix(".part") for one in files]
        done = subprocess.run(
            [
                *("strace", "-f", "-qq", "-o", str(folder / "trace")),
                *(word for one in watched for word in ("-P", str(one))),
                *("-e", f"inject={call}:{what}:when={number}"),
                *(sys.executable, "-c", WRITER, str(path)),
            ],
            capture_output=True,
            text=True,
            env=env,
            check=False,
        )
        told = len(done.stdout.split())
        trace = (folder / "trace").read_text()
        counts["felt"] += "(INJECTED)" in trace or "killed by SIGKILL" in trace
        with Ledger(path) as ledger:
            assert verify(ledger) == (), (call, what, number)
            counts["acknowledged"] += told
            counts["lost"] += max(0, told - ledger.seq)
        counts["stopped"] += done.returncode != 0
    sys.stdout.write(f"{call} {what}: {dict(counts)}\n")
    assert counts["lost"] == 0
    assert counts["felt"] > 0, "the fault was felt"
