"""The measures of intake: they count what they say, on data small enough to check by hand."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from trucewatch.errors import UsageError
from trucewatch.intake import read_documents
from trucewatch.measure import articles, copying, intake

REPORTS = Path(__file__).parent.parent / "corpus" / "field" / "reports"
WORDS = "A joint patrol turned back near Nayrab after residents blocked the road with tyres. " * 4


def benchmark(folder, wanted):
    (folder / "html").mkdir()
    page = f"<html><body><h1>Patrol</h1><article><p>{WORDS}</p></article></body></html>"
    (folder / "html" / "a.html.gz").write_bytes(gzip.compress(page.encode()))
    (folder / articles.GOLD).write_text(json.dumps({"a": {"articleBody": wanted}}))
    return articles.score(folder)


def test_a_page_taken_whole_is_right(tmp_path):
    found = benchmark(tmp_path, WORDS)
    assert found["ours"]["f1"] == 1.0
    assert (found["mapped"], found["right"]) == (1.0, 1.0)


def test_words_that_are_not_wanted_cost_precision(tmp_path):
    found = benchmark(tmp_path, WORDS[: len(WORDS) // 2])
    assert found["ours"]["precision"] < 0.7
    assert found["ours"]["recall"] > 0.9


def test_a_folder_without_the_benchmark_is_told(tmp_path):
    with pytest.raises(UsageError, match=r"ground-truth\.json"):
        articles.score(tmp_path)


def test_copies_made_are_copies_found():
    found = copying.score(REPORTS, texts=400)
    assert found["documents"] == 480
    assert found["recall"] >= 0.98
    assert found["precision"] >= 0.99
    assert found["index"]["recall"] >= 0.98


def test_too_few_sentences_are_told(tmp_path):
    with pytest.raises(UsageError, match="200 are needed"):
        copying.score(tmp_path)


def test_every_format_of_the_bench_is_read(monkeypatch):
    monkeypatch.setattr(intake, "_ITEMS", 3)
    for name, files in intake._formats(intake._texts()).items():
        called, data = files[0]
        items = [one for one in read_documents(data, name=called) if one.parts is None]
        assert items, name
        assert items[0].document.item.text


def test_memory_over_an_archive_is_that_of_its_pieces(monkeypatch):
    monkeypatch.setattr(intake, "_ITEMS", 3)
    found = intake._archive(intake._texts(), 34)
    assert found["pieces"] > 3
    assert found["pages"] > 100
