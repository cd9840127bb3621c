"""Verifying a large record: a second process replays it, others may write, memory stays bounded."""

from __future__ import annotations

import sys

import pytest
from builders import claim, document

from trucewatch.ledger import Ledger, Writer, verify
from trucewatch.model import Reading


def rows_of(name):
    one = document(source=name)
    reading = Reading(claims=(claim(f"c-{name}", item=one.item.id),))
    return [
        ("document.added", one.item.id, one, f"d:{name}"),
        ("claims.read", f"claims:{one.item.id}", reading, f"r:{name}"),
    ]


@pytest.fixture
def large(ledger, monkeypatch):
    """A ledger that counts as large."""
    monkeypatch.setattr(sys.modules["trucewatch.ledger.verify"], "APART", 1)
    for number in range(5):
        ledger.append_all(rows_of(f"s{number}"))
    return ledger


def test_a_second_process_finds_what_a_table_should_say(large):
    assert verify(large) == ()
    large.db.execute("UPDATE claim SET act = 'talks' WHERE seq = 4")
    assert [(one.seq, one.message) for one in verify(large)] == [
        (4, "table claim differs from what the log says")
    ]


def test_a_row_too_many_and_a_row_too_few_are_found(large):
    large.db.execute("INSERT INTO judgement VALUES (3, 'j')")
    large.db.execute("DELETE FROM reading WHERE seq = 6")
    told = {(one.seq, one.message.split()[1]) for one in verify(large)}
    assert told == {(3, "judgement"), (6, "reading")}


def test_the_folder_that_the_caller_stands_in_is_not_run(large, tmp_path, monkeypatch):
    folder = tmp_path / "hostile"
    folder.mkdir()
    for name in ("trucewatch.py", "apsw.py", "json.py"):
        (folder / name).write_text("raise SystemExit('taken over')")
    monkeypatch.chdir(folder)
    assert verify(large) == ()


def test_a_process_that_dies_is_a_fault_not_silence(large, monkeypatch, tmp_path):
    broken = tmp_path / "python"
    broken.write_text("#!/bin/sh\necho out of memory >&2\nexit 137\n")
    broken.chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(broken))
    assert [one.message for one in verify(large)] == ["the replay stopped: out of memory"]


def test_a_body_that_cannot_be_replayed_is_named(large):
    large.db.execute("DROP TRIGGER body_no_update")
    large.db.execute("UPDATE event_body SET body = x'7b' WHERE seq = 7")
    messages = [one.message for one in verify(large) if one.seq == 7]
    assert any("cannot be replayed" in one for one in messages)
    assert any("commitment" in one for one in messages)


@pytest.mark.parametrize("apart", [1, 10**9])
def test_a_record_that_grows_meanwhile_is_no_fault(ledger, monkeypatch, apart):
    monkeypatch.setattr(sys.modules["trucewatch.ledger.verify"], "APART", apart)
    ledger.append_all(rows_of("first"))
    with Ledger(ledger.path, reading=True) as reader, Writer(ledger) as writer:
        waiting = [writer.submit(rows_of(f"s{number}")) for number in range(400)]
        for _ in range(3):
            assert verify(reader) == ()
        assert all(one.result() for one in waiting)
        assert verify(reader) == ()


def test_a_stream_that_skips_a_version_is_named(ledger):
    ledger.append_all(rows_of("s"))
    ledger.db.execute("DROP TRIGGER event_no_update")
    ledger.db.execute("UPDATE event SET stream_version = 7 WHERE seq = 2")
    assert any(one.seq == 2 and "skips a version" in one.message for one in verify(ledger))
