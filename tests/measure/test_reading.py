"""The reading benchmark: what it measures, on as little text as will do."""

import gzip

import pytest

from trucewatch import pipeline
from trucewatch.errors import UsageError
from trucewatch.measure import reading

pytest.importorskip("trucewatch_en", reason="the language model is a distribution of its own")


@pytest.fixture(scope="module")
def tools():
    return pipeline.tools_for(None)


def test_ordinary_text_is_grouped_by_where_it_comes_from(tmp_path):
    (tmp_path / "quiet").mkdir()
    (tmp_path / "quiet" / "one.txt").write_text("The harvest was good.", encoding="utf-8")
    row = "1\tIt\tit\tPRON\tPRP\t_\t0\troot\t_\t_\n\n"
    with gzip.open(tmp_path / "gum-test.conllu.gz", "wt", encoding="utf-8") as file:
        file.write(f"# newdoc id = GUM_news_one\n# text = It\n{row}")
        file.write(f"# newdoc id = GUM_vlog_two\n# text = It\n{row}")
    found = reading._ordinary(tmp_path)
    assert {name: len(documents) for name, documents in found.items()} == {
        "quiet": 1, "gum-news": 1, "gum-test": 1,
    }  # fmt: skip


def test_a_folder_without_text_is_named(tmp_path):
    with pytest.raises(UsageError, match="has no text"):
        reading._ordinary(tmp_path)


def test_candidates_are_sentences_worth_parsing_and_nothing_else(tools):
    text = "The harvest was good. Rebels shelled the base. It rained."
    (only,) = reading._candidates([reading._document(text, "a.txt")], tools)
    assert only.item.text == "Rebels shelled the base."
    (given,) = reading._read_in([only], tools)
    assert (len(given.sentences), given.parsed) == (1, 1)


def test_the_pace_counts_sentences_words_and_claims(tools, monkeypatch):
    monkeypatch.setattr(reading, "RUNS", 1)
    given = reading._read_in(
        [reading._document("Rebels shelled the base. It rained.", "a.txt")], tools
    )
    pace = reading._pace(given, tools)
    assert (pace["sentences"], pace["words"], pace["parsed_share"]) == (2, 6, 0.5)
    assert (pace["claims"], pace["telling_share"]) == (1, 0.5)
    assert min(pace["sentences_per_s"], pace["with_places"]) > 0
