"""Power cuts: no acknowledged event is lost and no transaction is half there.

1,000 cuts per test run; `make torture` asks for 10,000 through TRUCEWATCH_POWER_CUTS. The same
harness with synchronous=NORMAL has to lose some, else it could not see a loss.
"""

from __future__ import annotations

import os
import random
import shutil
import sys
from collections import Counter
from contextlib import suppress
from pathlib import Path

import apsw
import pytest
from builders import claim, document
from torture.faults import Disk, write_image

from trucewatch.errors import LedgerError
from trucewatch.ledger import Ledger, Writer, verify
from trucewatch.ledger.store import reading_key
from trucewatch.model import Reading

CUTS = int(os.environ.get("TRUCEWATCH_POWER_CUTS", "1000"))
CONTROL = max(20, CUTS // 20)


@pytest.fixture(scope="module")
def template(tmp_path_factory):
    """An empty ledger with its key: every run begins from its bytes."""
    folder = tmp_path_factory.mktemp("template")
    Ledger(folder / "ledger.db").close()
    return folder


def rows_of(number):
    """One transaction: a document and what was read in it."""
    one = document(source=f"s{number}")
    item = one.item.id
    read = Reading(claims=(claim(f"c{number}", item=item),))
    return [
        ("document.added", item, one, f"document.added:{item}"),
        ("claims.read", f"claims:{item}", read, reading_key(item, "1")),
    ]


def one_cut(template, folder, seed, *, synchronous, together=1):
    """Write until the power goes; return (transactions acknowledged, those found, faults)."""
    rng = random.Random(seed)
    key = f"/disk/{seed}/ledger.db"
    files = {key: (template / "ledger.db").read_bytes()}
    disk = Disk(f"power-{seed}", files, cut_after=rng.randint(1, 500))
    path = folder / "ledger.db"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    acknowledged = 0
    ledger = None
    try:
        ledger = opened(Path(key), disk)
        ledger.db.execute(f"PRAGMA synchronous = {synchronous}")
        ledger.db.execute(f"PRAGMA wal_autocheckpoint = {rng.choice((4, 20, 1000))}")
        while not disk.dead:
            if rng.random() >= 0.9:
                ledger.db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            elif together > 1:
                with Writer(ledger) as writer:
                    rows = [rows_of(acknowledged + number) for number in range(together)]
                    for waiting in [writer.submit(one) for one in rows]:
                        waiting.result()
                        acknowledged += 1
            else:
                ledger.append_all(rows_of(acknowledged))
                acknowledged += 1
    except (LedgerError, apsw.Error):
        assert disk.dead
    finally:
        if ledger is not None:
            abandon(ledger, disk)
    write_image(disk.image(rng), folder)
    disk.unregister()
    with Ledger(path) as found:
        faults = verify(found)
        items = {row.item.id for row in found.documents()}
        read = {row.item for row in found.claims()}
    return acknowledged, items, read, faults


def opened(path, disk):
    """Open over the simulated disk; the signing key is not needed: its public half is there."""
    return Ledger(path, vfs=disk.name)


def abandon(ledger, disk):
    """Let go of the connection: whatever it still wants to write, the disk refuses."""
    disk.left = 0
    with suppress(apsw.Error):
        ledger.db.close(force=True)


def run(template, folder, cuts, synchronous, together=1):
    counts = Counter(cuts=cuts)
    for seed in range(cuts):
        acknowledged, items, read, faults = one_cut(
            template, folder, seed, synchronous=synchronous, together=together
        )
        wanted = {f"sha256:s{number}" for number in range(acknowledged)}
        counts["acknowledged"] += acknowledged
        counts["lost"] += len(wanted - items)
        counts["cuts that lost"] += bool(wanted - items)
        counts["half"] += len(items ^ read)
        counts["damaged"] += bool(faults)
    told = f"synchronous={synchronous}, {together} at once"
    sys.stdout.write(f"{told}: {dict(counts)}\n")
    return counts


def test_nothing_acknowledged_is_lost_in_a_power_cut(template, tmp_path):
    counts = run(template, tmp_path / "cut", CUTS, "FULL")
    assert counts["acknowledged"] > 3 * CUTS, "the runs got somewhere"
    assert counts["lost"] == counts["half"] == counts["damaged"] == 0


def test_nothing_acknowledged_by_a_shared_commit_is_lost(template, tmp_path):
    counts = run(template, tmp_path / "cut", max(20, CUTS // 10), "FULL", together=5)
    assert counts["acknowledged"] > counts["cuts"]
    assert counts["lost"] == counts["half"] == counts["damaged"] == 0


def test_the_harness_sees_a_loss_where_commits_are_not_synced(template, tmp_path):
    counts = run(template, tmp_path / "cut", CONTROL, "NORMAL")
    assert counts["lost"] > 0
    assert counts["half"] == 0
