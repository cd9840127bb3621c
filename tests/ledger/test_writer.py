"""One writer thread: what it acknowledged is recorded whole, a refused call undoes itself."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import apsw
import pytest
from builders import claim, document
from torture.faults import Disk

from trucewatch.errors import LedgerError
from trucewatch.ledger import Ledger, verify
from trucewatch.ledger.writer import Writer
from trucewatch.model import Reading


def rows_of(name, *, passage=0):
    one = document(source=name)
    reading = Reading(claims=(claim(f"c-{name}", item=one.item.id, passage=passage),))
    return [
        ("document.added", one.item.id, one, f"d:{name}"),
        ("claims.read", f"claims:{one.item.id}", reading, f"r:{name}"),
    ]


def test_many_callers_are_all_acknowledged_and_nothing_interleaves(ledger):
    with Writer(ledger) as writer, ThreadPoolExecutor(8) as callers:
        found = list(callers.map(lambda n: writer.append_all(rows_of(f"s{n}")), range(200)))
    assert sorted(seq for pair in found for seq in pair) == list(range(1, 401))
    assert all(pair[1] == pair[0] + 1 for pair in found), "what belongs together stays together"
    assert len(ledger.claims()) == 200
    assert verify(ledger) == ()


def test_callers_that_wait_together_share_a_commit(ledger):
    commits = []
    ledger.db.set_commit_hook(lambda: bool(commits.append(1)))
    gate = threading.Event()
    with Writer(ledger) as writer:
        hold = ledger.writing

        def held():
            gate.wait(5)
            return hold()

        ledger.writing = held
        waiting = [writer.submit(rows_of(f"s{number}")) for number in range(50)]
        gate.set()
        assert [one.result()[0] is not None for one in waiting] == [True] * 50
    assert len(commits) <= 2


def test_a_refused_call_undoes_itself_alone(ledger):
    with Writer(ledger) as writer:
        calls = [writer.submit(rows_of(f"s{n}", passage=9 if n == 3 else 0)) for n in range(6)]
        for number, call in enumerate(calls):
            if number == 3:
                with pytest.raises(apsw.ConstraintError):
                    call.result()
            else:
                assert None not in call.result()
    assert ledger.seq == 10
    assert not ledger.has_document("sha256:s3"), "not half of it either"
    assert verify(ledger) == ()


def test_the_same_key_is_recorded_once(ledger):
    with Writer(ledger) as writer:
        assert writer.append("document.added", "s", document(), key="k") == 1
        assert writer.append("document.added", "s", document(), key="k") is None


def test_a_full_disk_is_told_to_all_who_wait_and_work_goes_on_after(tmp_path):
    Ledger(tmp_path / "ledger.db").close()
    data = (tmp_path / "ledger.db").read_bytes()
    disk = Disk("writer", {"/writer/ledger.db": data}, quota=len(data) + 20_000)
    ledger = Ledger(Path("/writer/ledger.db"), vfs=disk.name)
    with Writer(ledger) as writer:
        acknowledged = []
        with pytest.raises(LedgerError, match="disk is full"):
            acknowledged.extend(writer.append_all(rows_of(f"s{number}")) for number in range(200))
        told = len(acknowledged)
        disk.quota = None
        assert writer.append_all(rows_of("more"))[0] == 2 * told + 1
    assert ledger.seq == 2 * told + 2
    ledger.close()
    disk.unregister()


def test_a_caller_that_gave_up_stops_nobody(ledger):
    with Writer(ledger) as writer:
        calls = [writer.submit(rows_of(f"s{number}")) for number in range(100)]
        given_up = sum(call.cancel() for call in calls[50:])
        assert all(call.result() for call in calls[:50])
    assert ledger.seq == 2 * (100 - given_up)


def test_closing_writes_what_waits_and_then_refuses(ledger):
    writer = Writer(ledger)
    calls = [writer.submit(rows_of(f"s{number}")) for number in range(30)]
    writer.close()
    writer.close()
    assert all(call.done() for call in calls)
    assert ledger.seq == 60
    with pytest.raises(LedgerError, match="closed"):
        writer.append("document.added", "s", document(), key="k")
