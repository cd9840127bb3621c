"""Care for the record from a user's seat: verify, checkpoint, proof, redact, backup, as-of."""

from __future__ import annotations

import json
import re
import subprocess
import sys

import pytest
from builders import run

NEWS = "Shells hit Ariha\n\nTwo civilians were killed in shelling near Ariha on Tuesday, {} said.\n"


@pytest.fixture
def watch(tmp_path):
    folder = tmp_path / "watch"
    assert run("init", folder)[0] == 0
    for number, who in enumerate(("residents", "the White Helmets"), start=1):
        path = tmp_path / f"{number}.txt"
        path.write_text(NEWS.format(who), encoding="utf-8")
        code, told = run("add", path, "--published", f"2020-03-1{7 + number}", "--watch", folder)
        assert code == 0, told
        assert run("merge", "--watch", folder)[0] == 0
    return folder


def test_verify_prints_what_to_compare(watch):
    code, told = run("checkpoint", "--watch", watch)
    assert code == 0
    code, verified = run("verify", "--watch", watch)
    assert code == 0
    assert "6 events" in verified
    assert told.strip() in verified


def test_verify_compares_with_a_checkpoint_that_was_kept(watch, tmp_path):
    kept = tmp_path / "kept.txt"
    kept.write_text(run("checkpoint", "--watch", watch)[1], encoding="utf-8")
    assert run("backup", tmp_path / "safe", "--watch", watch)[0] == 0
    late = tmp_path / "late.txt"
    late.write_text("Nothing happened\n\nIt was calm, residents said.\n")
    assert run("add", late, "--published", "2020-03-21", "--watch", watch)[0] == 0
    code, told = run("verify", "--kept", kept, "--watch", watch)
    assert code == 0, told
    assert "begins with the 6 events" in told
    later = tmp_path / "later.txt"
    later.write_text(run("checkpoint", "--watch", watch)[1], encoding="utf-8")
    assert run("restore", tmp_path / "safe", "--watch", watch)[0] == 0
    code, told = run("verify", "--kept", later, "--watch", watch)
    assert code == 1
    assert "events 7 to 8 are missing" in told
    kept.write_text("no note")
    assert "no checkpoint" in run("verify", "--kept", kept, "--watch", watch)[1]


def test_verify_names_a_changed_event_and_changes_nothing(watch):
    path = watch / "ledger.db"
    data = path.read_bytes()
    path.write_bytes(data.replace(b'"published_at":"2020-03-18"', b'"published_at":"2020-03-17"'))
    before = path.read_bytes()
    code, told = run("verify", path)
    assert code == 1
    assert "event 1: the body does not match its commitment" in told
    assert "First event that does not agree: 1." in told
    assert path.read_bytes() == before


@pytest.mark.parametrize(
    ("args", "told"),
    [
        (("verify", "nowhere.db"), "does not exist"),
        (("checkpoint", "--watch", "."), "has no ledger"),
        (("restore", "nowhere"), "holds no backup"),
    ],
)
def test_wrong_calls_say_what_to_do(args, told, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    code, output = run(*args)
    assert code
    assert told in output


def test_a_report_as_of_an_earlier_event_shows_what_was_known(watch, tmp_path):
    days = ("--from", "2020-03-17", "--to", "2020-03-19")
    shown = []
    for as_of in ((), ("--as-of", 3)):
        target = tmp_path / "report.json"
        code, told = run("report", *days, *as_of, "-o", target, "--watch", watch)
        assert code == 0, told
        assert json.loads(target.read_bytes())["schema"] == "trucewatch.report/1"
        shown.append(target.read_text("utf-8"))
    assert "the White Helmets" in shown[0]
    assert "the White Helmets" not in shown[1]
    assert run("assess", *days, "--as-of", 3, "--watch", watch)[0] == 0
    code, told = run("report", "--as-of", "soon", "-o", tmp_path / "x.md", "--watch", watch)
    assert code
    assert "neither an event number nor a date" in told


def test_a_report_is_written_without_its_key_and_says_so(watch, tmp_path):
    (watch / "ledger.key").unlink()
    days = ("--from", "2020-03-17", "--to", "2020-03-19")
    code, told = run("report", *days, "-o", tmp_path / "x.md", "--watch", watch)
    assert code == 0
    assert "carries no checkpoint" in told
    assert run("checkpoint", "--new-key", "--watch", watch)[0] == 0
    assert run("verify", "--watch", watch)[0] == 0


def test_a_proof_is_checked_by_the_script_beside_it(watch, tmp_path):
    code, told = run("proof", "-o", tmp_path / "out" / "proof.json", "--watch", watch)
    assert code == 0, told
    done = subprocess.run(
        [sys.executable, "-I", "-S", "verify_export.py", "proof.json", "--evidence", "evidence"],
        cwd=tmp_path / "out",
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert "is missing" in done.stdout, "the evidence is handed over apart"
    (tmp_path / "out" / "evidence").symlink_to(watch / "evidence")
    done = subprocess.run(
        [sys.executable, "-I", "-S", "verify_export.py", "proof.json", "--evidence", "evidence"],
        cwd=tmp_path / "out",
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "all hold" in done.stdout


def test_redacting_a_report_by_its_digest(watch):
    digest = next((watch / "evidence").glob("*/*")).name
    code, told = run("redact", digest[:12], "--reason", "asked for", "--yes", "--watch", watch)
    assert code == 0, told
    assert "Erased" in told
    assert run("merge", "--watch", watch)[0] == 0
    code, told = run("verify", "--watch", watch)
    assert code == 0
    assert "1 redaction" in told
    assert re.search(r"erased on \d{4}-\d\d-\d\d by event 7: what events \d, \d, \d held", told), (
        told
    )
    assert "(asked for)" in told
    code, told = run("redact", "ffffffffffff", "--reason", "x", "--yes", "--watch", watch)
    assert code
    assert "no report begins with" in told


def test_backup_and_restore(watch, tmp_path):
    code, told = run("backup", tmp_path / "safe", "--watch", watch)
    assert code == 0
    assert "signing key" in told
    (watch / "ledger.db").write_bytes(b"")
    code, told = run("restore", tmp_path / "safe", "--watch", watch)
    assert code == 0, told
    assert run("verify", "--watch", watch)[0] == 0
