from __future__ import annotations

import os

import pytest

from trucewatch.errors import IntakeError, WatchError
from trucewatch.intake import Known
from trucewatch.intake.fetch import Fetched
from trucewatch.intake.folder import inputs_of, read_manifest


@pytest.fixture
def reports(tmp_path):
    for name in ("b.txt", "a.md", "README.md", ".hidden.txt"):
        (tmp_path / name).write_text(f"Text of {name}\n", encoding="utf-8")
    (tmp_path / "later").mkdir()
    (tmp_path / "later" / "c.txt").write_text("C\n", encoding="utf-8")
    return tmp_path


def names(inputs):
    return [row.path.name for row in inputs]


def manifest(folder, text):
    (folder / "reports.toml").write_text(text, encoding="utf-8")


def test_folder_in_stable_order_without_hidden_files(reports):
    manifest(reports, "")
    assert names(inputs_of([reports])) == ["a.md", "b.txt", "c.txt"]


def test_each_file_once_and_named_files_are_always_taken(reports):
    given = [reports / "README.md", reports, str(reports / "*.txt")]
    assert names(inputs_of(given)) == ["README.md", "a.md", "b.txt", "c.txt"]


def test_manifest_says_what_is_known_and_the_call_wins(reports):
    manifest(
        reports,
        '[[report]]\nfile = "b.txt"\nsource = "wire"\npublished = 2020-03-15\nurl = "https://x"\n',
    )
    (row,) = inputs_of([reports / "b.txt"])
    assert (row.known.source, row.known.published, row.known.url) == (
        "wire",
        "2020-03-15",
        "https://x",
    )
    (row,) = inputs_of([reports / "b.txt"], known=Known(source="other", published="2020-04-01"))
    assert (row.known.source, row.known.published) == ("other", "2020-04-01")


def test_standard_input():
    (row,) = inputs_of(["-"], stdin=b"text", known=Known(source="wire"))
    data, known = row.load()
    assert (data, known.source) == (b"text", "wire")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('[[report]]\nfile = "b.txt"\nsorce = "x"\n', ["report 1", "sorce", "source"]),
        ('[[report]]\nsource = "x"\n', ["report 1", "file"]),
        ("[[report]]\nfile = 3\n", ["report 1", "file", "str"]),
        ('[[report]]\nfile = "gone.txt"\n', ["gone.txt", "not in"]),
        ('[[report]]\nfile = "b.txt"\n[[report]]\nfile = "b.txt"\n', ["report 2", "twice"]),
        ('[reports]\nfile = "b.txt"\n', ["reports", "[[report]]"]),
        ("report = 3\n", ["[[report]]"]),
        ("[[report]\n", ["TOML"]),
    ],
)
def test_a_wrong_manifest_names_file_key_and_fix(reports, text, words):
    manifest(reports, text)
    with pytest.raises(WatchError) as error:
        read_manifest(reports)
    for word in ("reports.toml", *words):
        assert word in str(error.value)
    assert error.value.fix


def test_what_cannot_be_had_is_a_named_refusal(reports):
    for given in ("missing.txt", "*.nothing"):
        (row,) = inputs_of([reports / given])
        with pytest.raises(IntakeError) as error:
            row.load()
        assert given in error.value.message
        assert error.value.fix


def test_no_regular_file_is_refused(reports):
    os.mkfifo(reports / "pipe.txt")
    (row,) = inputs_of([reports / "pipe.txt"])
    with pytest.raises(IntakeError, match="no regular file"):
        row.load()


def test_an_address_is_refused_by_name_while_fetching_is_off_and_stops_nothing_else(reports):
    page, file = inputs_of(["https://report.example/a", reports / "b.txt"])
    with pytest.raises(IntakeError, match="switched off"):
        page.load()
    assert file.load()[0]


def test_a_fetched_page_knows_what_was_asked_and_what_answered():
    asked = "https://report.example/a"
    (page,) = inputs_of(
        [asked, asked], fetch=lambda _: Fetched(b"<p>x</p>", "https://report.example/b")
    )
    data, known = page.load()
    assert data == b"<p>x</p>"
    assert (known.url, known.fetched_from) == (asked, "https://report.example/b")
