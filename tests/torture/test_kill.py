"""kill -9 in the middle of writing: what was acknowledged is there, and nothing is half there."""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import pytest

from trucewatch.ledger import Ledger, verify

KILLS = int(os.environ.get("TRUCEWATCH_KILLS", "50"))
HERE = Path(__file__).parent


@pytest.fixture
def victims():
    server = subprocess.Popen(
        [sys.executable, str(HERE / "killed.py")],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join([str(HERE.parent), *sys.path])},
    )
    yield server
    server.stdin.close()
    server.wait(timeout=30)
    server.stdout.close()


def test_nothing_acknowledged_is_lost_to_a_kill(victims, tmp_path):
    rng = random.Random(1)
    template = tmp_path / "template"
    template.mkdir()
    Ledger(template / "ledger.db").close()
    counts = Counter(kills=KILLS)
    for number in range(KILLS):
        folder = tmp_path / f"k{number}"
        shutil.copytree(template, folder)
        victims.stdin.write(f"{folder}\n")
        victims.stdin.flush()
        child = int(victims.stdout.readline())
        notes = folder / "acknowledged"
        while rng.random() < 0.8 or not notes.exists():
            time.sleep(0.002)
        time.sleep(rng.random() * 0.02)
        os.kill(child, signal.SIGKILL)
        assert victims.stdout.readline() == "gone\n"
        told = int((notes.read_text().split() or ["0"])[-1])
        with Ledger(folder / "ledger.db") as ledger:
            found = len(ledger.documents())
            assert verify(ledger) == ()
            counts["half"] += found != len(ledger.claims()) or found % 3
        counts["acknowledged"] += told
        counts["lost"] += max(0, told - found)
        shutil.rmtree(folder)
    sys.stdout.write(f"kill -9: {dict(counts)}\n")
    assert counts["acknowledged"] > KILLS
    assert counts["lost"] == counts["half"] == 0
