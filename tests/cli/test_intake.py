"""Taking in at scale: containers, interruption, and watched folders."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time

import pytest
from builders import run

from trucewatch import config
from trucewatch.ledger import Ledger, verify

ENTRIES = 40


def feed(count=ENTRIES):
    entries = "".join(
        f"<item><title>Note {n}</title><pubDate>Sun, 15 Mar 2020 10:{n % 60:02}:00 +0000</pubDate>"
        f"<description>Shells hit the village of Fatira, note {n} said on Sunday.</description>"
        f"</item>"
        for n in range(count)
    )
    return f"<rss><channel>{entries}</channel></rss>"


@pytest.fixture
def watch(tmp_path):
    folder = tmp_path / "watch"
    shutil.copytree(config.example("blank"), folder)
    return folder


@pytest.fixture
def inbox(tmp_path):
    folder = tmp_path / "inbox"
    folder.mkdir()
    return folder


def items(watch):
    with Ledger(watch / "ledger.db") as ledger:
        assert not verify(ledger)
        return [one.item for one in ledger.documents()]


def test_the_closing_table_names_containers_duplicates_and_refusals(watch, inbox):
    (inbox / "feed.xml").write_text(feed(3), encoding="utf-8")
    (inbox / "broken.bin").write_bytes(b"\0\1\2")
    code, output = run("add", "--watch", watch, inbox)
    assert code == 1
    assert "4 inputs: 3 read, 0 duplicate, 0 empty, 1 refused. 3 claims." in output
    assert "taken apart:" in output
    assert "feed.xml: 3 items" in output
    assert "refused:" in output
    (inbox / "feed.xml").write_text(feed(4), encoding="utf-8")
    _, output = run("add", "--watch", watch, inbox / "feed.xml")
    assert "4 inputs: 1 read, 3 duplicate" in output
    _, output = run("add", "--watch", watch, inbox / "feed.xml")
    assert "1 input: 0 read, 1 duplicate" in output
    # Four entries, and the two feeds that they were taken out of.
    assert len(items(watch)) == 6


def test_read_answers_item_by_item(inbox):
    path = inbox / "feed.xml"
    path.write_text(feed(2), encoding="utf-8")
    found = json.loads(run("read", "--json", path)[1])
    assert found["schema"] == "trucewatch.read-many/1"
    assert [len(one["claims"]) for one in found["items"]] == [1, 1, 0]
    assert "== feed.xml#entry 2" in run("read", path)[1]


def start(*args):
    return subprocess.Popen(
        [sys.executable, "-m", "trucewatch", *map(str, args)],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
    )


def known(watch):
    with Ledger(watch / "ledger.db") as ledger:
        return len(ledger.documents())


def until(condition):
    for _ in range(1200):
        if condition():
            return
        time.sleep(0.05)
    raise AssertionError("it did not happen")


@pytest.mark.slow
def test_an_interrupted_run_goes_on_where_it_stopped(watch, inbox):
    (inbox / "feed.xml").write_text(feed(), encoding="utf-8")
    running = start("add", "--watch", watch, inbox)
    until(lambda: known(watch) >= 3 or running.poll() is not None)
    running.kill()
    running.communicate()
    before = known(watch)
    code, output = run("add", "--watch", watch, inbox)
    assert code == 0
    assert f"{ENTRIES} inputs: {ENTRIES - before} read, {before} duplicate" in output
    assert len(items(watch)) == ENTRIES + 1
    # An item whose claims were not read when the run was killed is read by the next step.
    with Ledger(watch / "ledger.db") as ledger:
        assert len(ledger.claims()) >= ENTRIES - 1


@pytest.mark.slow
def test_a_watched_folder_is_read_until_it_is_told_to_stop(watch, inbox):
    (inbox / "a.txt").write_text("Shells hit Fatira on 15 March 2020.\n", encoding="utf-8")
    running = start("watch-folder", "--watch", watch, "--every", "0.2", inbox)
    until(lambda: known(watch) == 1)
    (inbox / "feed.xml").write_text(feed(2), encoding="utf-8")
    until(lambda: known(watch) == 4)
    running.send_signal(signal.SIGINT)
    output, _ = running.communicate(timeout=60)
    assert running.returncode == 0, output
    assert "3 inputs: 3 read" in output
    code, output = run("watch-folder", "--watch", watch, "--every", "0.1", "--once", inbox)
    assert code == 0
    assert "2 duplicate" in output
    assert len(items(watch)) == 4
