"""`trucewatch agreement`: what a person types and sees."""

import json

import pytest
from click.testing import CliRunner

from trucewatch import agreement
from trucewatch.cli import root
from trucewatch.errors import AgreementError, UsageError

MOSCOW = "sy-idlib-moscow-2020"


def run(*words, **more):
    return CliRunner().invoke(root, ["agreement", *map(str, words)], **more)


def test_list_names_all_six():
    result = run("list")
    assert result.exit_code == 0
    for id_ in agreement.shipped_ids():
        assert id_ in result.output
    rows = json.loads(run("list", "--json").output)
    assert len(rows) == 6
    assert all(row["provisions"] >= 3 for row in rows)


def test_show_takes_an_id_or_a_file():
    by_id = run("show", MOSCOW)
    by_file = run("show", agreement.shipped_file(MOSCOW))
    assert by_id.exit_code == 0
    assert by_id.output == by_file.output
    assert "Moscow protocol" in by_id.output
    assert json.loads(run("show", MOSCOW, "--json").output)["id"] == MOSCOW
    wrong = run("show", "nowhere-1999")
    assert isinstance(wrong.exception, UsageError)
    assert MOSCOW in wrong.exception.fix


def test_check_tells_each_file_apart_and_fails_if_one_is_wrong(tmp_path):
    right = agreement.shipped_file("sd-jeddah-stc-2023")
    wrong = tmp_path / "wrong.toml"
    wrong.write_text('schema = "trucewatch.agreement/1"\n[agreement]\nid = "x"\n', "utf-8")
    assert run("check", right).exit_code == 0
    result = run("check", right, wrong)
    assert result.exit_code == 1
    assert "is in order" in result.output
    assert "agreement.signed: missing, expected a date" in result.stderr
    assert "Nothing of this file was loaded" in result.stderr


@pytest.mark.parametrize("name", ["missing.toml", "."])
def test_check_says_what_cannot_be_read(tmp_path, name):
    result = run("check", tmp_path / name)
    assert result.exit_code == 1
    assert "cannot be read" in result.stderr


def test_copy_writes_text_and_geometry_into_a_watch(tmp_path):
    result = run("copy", MOSCOW, "--watch", tmp_path)
    assert result.exit_code == 0
    assert "files written" in result.output
    assert (tmp_path / "agreements" / f"{MOSCOW}.toml").is_file()
    assert isinstance(run("copy", "nowhere", "--watch", tmp_path).exception, AgreementError)


def test_schema_is_the_published_one():
    assert json.loads(run("schema").output)["title"].startswith("trucewatch.agreement/1")


def test_a_new_watch_holds_the_agreements_themselves(tmp_path):
    result = CliRunner().invoke(root, ["init", str(tmp_path / "w"), "--from", "idlib-2020"])
    assert result.exit_code == 0, result.output
    text = (tmp_path / "w" / "agreements" / f"{MOSCOW}.toml").read_text("utf-8")
    assert "[[provision]]" in text
    assert (tmp_path / "w" / "geo" / "idlib_dea.geojson").is_file()
