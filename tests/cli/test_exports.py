"""Exports from a user's seat: written, proved, checked by a stranger, and as known earlier."""

from __future__ import annotations

import csv
import json
import subprocess
import sys

import pytest
from builders import run

DAYS = ("--from", "2020-03-15", "--to", "2020-03-20")
NEWS = "Shells hit Ariha\n\n{} civilians were killed in shelling near Ariha on Tuesday, {} said.\n"


@pytest.fixture
def watch(tmp_path):
    folder = tmp_path / "watch"
    assert run("init", folder)[0] == 0
    reports = (("Two", "residents"), ("Three", "the White Helmets"))
    for number, (count, who) in enumerate(reports, start=1):
        path = tmp_path / f"{number}.txt"
        path.write_text(NEWS.format(count, who), encoding="utf-8")
        code, told = run("add", path, "--published", f"2020-03-1{7 + number}", "--watch", folder)
        assert code == 0, told
        assert run("merge", "--watch", folder)[0] == 0
    return folder


def check(folder, name, *extra):
    """Run the script that lies beside the file, with no package at hand."""
    done = subprocess.run(
        [sys.executable, "-I", "-S", "verify_export.py", f"{name}.proof.json", *extra],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
    assert "Traceback" not in done.stderr
    return done.returncode, done.stdout + done.stderr


@pytest.mark.parametrize("fmt", ["json", "csv", "geojson"])
def test_an_export_is_checked_by_the_script_beside_it(watch, tmp_path, fmt):
    code, told = run("export", fmt, "-o", tmp_path / "out" / f"day.{fmt}", *DAYS, "--watch", watch)
    assert code == 0, told
    assert "0 not" in told
    key = told.split('--key "')[1].split('"')[0]
    evidence = ("--evidence", str(watch / "evidence"), "--key", key)
    code, told = check(tmp_path / "out", f"day.{fmt}", *evidence)
    assert code == 0, told
    assert "all hold" in told
    code, told = check(
        tmp_path / "out", f"day.{fmt}", *evidence, "--kept", f"day.{fmt}.checkpoint.txt"
    )
    assert code == 0, told
    path = tmp_path / "out" / f"day.{fmt}"
    path.write_bytes(path.read_bytes().replace(b"residents", b"residence") + b"\n")
    code, told = check(tmp_path / "out", f"day.{fmt}", *evidence)
    assert code == 1
    assert f"changed file: day.{fmt}" in told


def test_a_changed_number_in_a_table_is_named(watch, tmp_path):
    path = tmp_path / "out" / "day.csv"
    assert run("export", "csv", "-o", path, *DAYS, "--watch", watch)[0] == 0
    with path.open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.DictReader(stream))
    row = next(row for row in rows if row["kind"] == "killed")
    assert (row["low"], row["high"]) == ("2", "3"), "a range, no average"
    row["low"] = "20"
    with path.open("w", encoding="utf-8-sig", newline="") as stream:
        table = csv.DictWriter(stream, rows[0])
        table.writeheader()
        table.writerows(rows)
    code, told = check(tmp_path / "out", "day.csv")
    assert code == 1
    assert f"{row['id']}: killed {row['group']}: changed figure: day.csv" in told


def test_an_export_as_of_an_earlier_event_holds_what_was_known(watch, tmp_path):
    path = tmp_path / "out" / "day.json"
    code, told = run("export", "json", "-o", path, *DAYS, "--as-of", 3, "--watch", watch)
    assert code == 0, told
    whole = json.loads(path.read_bytes())
    assert whole["as_of"] == 3
    assert len(whole["reports"]) == 1
    assert whole["checkpoint"].split("\n")[1].isdecimal()
    code, told = check(tmp_path / "out", "day.json", "--evidence", str(watch / "evidence"))
    assert code == 0, told


def test_private_names_leave_neither_in_the_export_nor_in_its_proof(watch, tmp_path):
    path = tmp_path / "3.txt"
    path.write_text(
        "Shepherd killed\n\nOne person was killed by shelling in Nayrab on Thursday. He was "
        "identified as Zubayd Marrashi, 45, a shepherd.\n\nZubayd Marrashi was killed near "
        "Saraqib by a mine, residents said. Two civilians were killed in Ariha on Tuesday.\n",
        encoding="utf-8",
    )
    assert run("add", path, "--published", "2020-03-20", "--watch", watch)[0] == 0
    for fmt in ("json", "csv", "geojson"):
        code, told = run("export", fmt, "-o", tmp_path / "out" / f"x.{fmt}", "--watch", watch)
        assert code == 0, told
        assert "names private persons" in told
    other_days = ("--day", "2020-03-17")
    path = tmp_path / "out" / "day.json"
    assert run("export", "json", "-o", path, *other_days, "--watch", watch)[0] == 0
    for one in (tmp_path / "out").iterdir():
        assert b"Marrashi" not in one.read_bytes(), one.name


def test_an_export_without_its_key_says_that_nobody_can_check_it(watch, tmp_path):
    (watch / "ledger.key").unlink()
    code, told = run("export", "csv", "-o", tmp_path / "x.csv", "--watch", watch)
    assert code == 0
    assert "nobody can check" in told
    assert not list(tmp_path.glob("*.proof.json"))


def test_what_lies_outside_the_days_is_counted(watch, tmp_path):
    code, told = run(
        "export", "csv", "-o", tmp_path / "x.csv", "--day", "2020-05-01", "--watch", watch
    )
    assert code == 0
    assert "1 incident outside 2020-05-01 to 2020-05-01 left out" in told


def test_wrong_calls_say_what_to_do(watch, tmp_path):
    code, told = run("export", "xlsm", "-o", tmp_path / "x", "--watch", watch)
    assert code
    assert "json, csv, geojson" in told
    (tmp_path / "file").write_text("in the way")
    code, told = run("export", "csv", "-o", tmp_path / "file" / "x.csv", "--watch", watch)
    assert code
    assert "cannot be written" in told


def test_a_late_report_is_an_addendum_to_what_was_published(watch, tmp_path):
    """The published file stays as it is; the next report says what came, and since when."""
    first = tmp_path / "first.json"
    assert run("report", *DAYS, "-o", first, "--watch", watch)[0] == 0
    before = first.read_bytes()
    late = tmp_path / "late.txt"
    late.write_text(
        "Mine near Saraqib\n\nA mine killed four civilians near Saraqib on Tuesday, police said.\n"
    )
    assert run("add", late, "--published", "2020-03-19", "--watch", watch)[0] == 0
    second = tmp_path / "second.json"
    assert run("report", *DAYS, "-o", second, "--watch", watch)[0] == 0
    assert first.read_bytes() == before
    added = [
        row for row in json.loads(second.read_bytes())["corrections"] if "added" in row["note"]
    ]
    assert ["Saraqib" in row["note"] for row in added] == [True]
    third = tmp_path / "third.json"
    assert run("report", *DAYS, "-o", third, "--as-of", 6, "--watch", watch)[0] == 0
    assert json.loads(third.read_bytes())["corrections"] == []
