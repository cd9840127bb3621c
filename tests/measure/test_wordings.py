"""Short reports, each thing said in another way: how they are read and scored."""

from __future__ import annotations

import pytest

from trucewatch.errors import TrucewatchError
from trucewatch.measure import wordings

REPORT = """
[[report]]
theatre = "libya"
voice = "{voice}"
published = "2019-09-03"
sentences = [
  {{ text = "Shells fell on Ain Zara on Monday, killing two farmers.", claims = [{claim}] }},
  {{ text = "The price of bread did not change.", claims = [] }},
]
"""
SHELLING = """{ act = "shelling", place = "Ain Zara", targets = ["farmers"], \
figures = ["killed two"] }"""


@pytest.fixture
def folder(tmp_path):
    def write(*, claim=SHELLING, voice="wire"):
        for half in ("dev", "test"):
            text = REPORT.format(claim=claim, voice=voice)
            (tmp_path / f"x-{half}.toml").write_text(text, encoding="utf-8")
        return tmp_path

    return write


def test_what_is_read_right_is_counted_right(folder):
    figures = wordings.score(folder())
    assert figures["dev"]["claims"] == {"precision": 1.0, "recall": 1.0, "f1": 1.0, "n": 1}
    assert figures["dev"]["figures"]["f1"] == figures["test"]["place"]["f1"] == 1.0
    assert figures["test"]["by_act"] == {
        "shelling": {"precision": 1.0, "recall": 1.0, "f1": 1.0, "n": 1}
    }


@pytest.mark.parametrize(
    ("field", "claim"),
    [
        ("claims", SHELLING.replace("shelling", "air_strike")),
        ("figures", SHELLING.replace("killed two", "wounded two")),
        ("targets", SHELLING.replace('"farmers"', '"bread"')),
        ("modality", SHELLING.replace("place", 'modality = "denied", place')),
    ],
)
def test_what_is_read_otherwise_is_counted_wrong(folder, field, claim):
    assert wordings.score(folder(claim=claim))["dev"][field]["f1"] == 0.0


def test_two_claims_of_one_act_are_told_apart_by_their_words(folder):
    other = SHELLING.replace("act", 'trigger = "fell", act')
    figures = wordings.score(folder(claim=f"{SHELLING}, {other}"))
    assert figures["dev"]["claims"]["n"] == 2
    assert figures["dev"]["claims"]["recall"] == 0.5


def test_posts_stand_by_lines(folder):
    report = next(iter(wordings.read_all(folder(voice="post"), "dev")))
    assert report.document.item.text.splitlines() == [
        "Shells fell on Ain Zara on Monday, killing two farmers.",
        "The price of bread did not change.",
    ]


@pytest.mark.parametrize(
    "words", ['place = "Tripoli"', 'trigger = "rained"', 'source = "the mayor"']
)
def test_words_that_the_report_lacks_are_an_error(folder, words):
    claim = f'{{ act = "shelling", {words} }}'
    with pytest.raises(TrucewatchError, match="x-dev report 0: the report has no"):
        wordings.score(folder(claim=claim))


def test_a_folder_without_annotations_is_an_error(tmp_path):
    with pytest.raises(TrucewatchError, match="holds no annotations of the dev half"):
        wordings.score(tmp_path)


def test_what_a_second_annotator_says_is_held_against_the_first(folder):
    where = folder()
    (where / "second").mkdir()
    other = REPORT.format(claim=SHELLING.replace("killed two", "wounded two"), voice="wire")
    (where / "second" / "x-test.toml").write_text(other, encoding="utf-8")
    shared = wordings.score(where)["annotators"]
    assert (shared["claims"]["f1"], shared["figures"]["f1"]) == (1.0, 0.0)
