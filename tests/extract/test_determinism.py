"""Same text, same claims: whatever the order, the company, the workers; and no text breaks it."""

import json
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import msgspec
import pytest
from extract.reading import document
from hypothesis import given, settings
from hypothesis import strategies as st

from trucewatch import config
from trucewatch.extract import analysis, lexicon_for, read, read_claims

pytest.importorskip("trucewatch_en", reason="the language model is a distribution of its own")

LEXICON = lexicon_for(None)
REPORTS = [
    path.read_text(encoding="utf-8")
    for path in sorted((config.example("idlib-2020") / config.REPORTS).glob("*.txt"))[:12]
]
PIECES = """\
Rebels troops the army a convoy shelled attacked fired killed wounded withdrew said denied
that on Tuesday at 14:30 near Goma Idlib in of by two dozens at least 12 , . ; : " ( ) ! ? 💥 • - #
if will not no ceasefire patrol mortar drone UN 13 March 1,200 km قصف обстрел e\u0301 \u200b"""
WORDS = ["\n", "\n\n", "\u2014", *PIECES.split()]


def read_one(text):
    return msgspec.json.encode(read_claims(document(text), (), LEXICON))


def test_order_changes_nothing():
    forth = [read_one(text) for text in REPORTS]
    back = [read_one(text) for text in reversed(REPORTS)]
    assert forth == back[::-1]
    assert sum(len(json.loads(one)["claims"]) for one in forth) > 30


def test_batches_change_nothing(monkeypatch):
    usual = [read_one(text) for text in REPORTS]
    monkeypatch.setattr(analysis, "BATCH", 1)
    monkeypatch.setattr(read, "_TOGETHER", 1)
    assert [read_one(text) for text in REPORTS] == usual


def test_threads_change_nothing():
    usual = [read_one(text) for text in REPORTS]
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(read_one, REPORTS)) == usual


def test_processes_and_hash_seeds_change_nothing():
    program = (
        "import sys; sys.path.insert(0, sys.argv[1]); "
        "from extract.test_determinism import REPORTS, read_one; "
        "import hashlib; print([hashlib.sha256(read_one(t)).hexdigest() for t in REPORTS])"
    )
    here = str(Path(__file__).parents[1])
    told = {
        subprocess.run(
            [sys.executable, "-c", program, here],
            env={**os.environ, "PYTHONHASHSEED": seed}, check=True, capture_output=True, text=True,
        ).stdout
        for seed in ("1", "2")
    }  # fmt: skip
    assert len(told) == 1


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from(WORDS), max_size=60).map(" ".join) | st.text(max_size=300))
def test_no_text_breaks_reading_or_yields_a_span_outside_it(text):
    reading = read_claims(document(text), (), LEXICON)
    assert not [issue for issue in reading.issues if issue.code == "claim_rejected"]
    for start, end, words in _spans(msgspec.to_builtins(reading)):
        assert 0 <= start <= end <= len(text)
        assert words is None or text[start:end] == words


def _spans(value):
    """Yield every span of a reading, with the words that stand beside it, if any do."""
    if isinstance(value, dict):
        for name, inner in value.items():
            if name.endswith("span") or name in ("sentence", "trigger"):
                if inner is not None:
                    start, end = inner.values() if isinstance(inner, dict) else inner
                    yield start, end, value.get("text") if name == "span" else None
            else:
                yield from _spans(inner)
    elif isinstance(value, (list, tuple)):
        for inner in value:
            yield from _spans(inner)


@pytest.mark.parametrize(
    "piece", ["(", "killed, ", "on Monday ", "20 shells ", "X said that ", "x", "a\u0301", "\u202e"]
)
def test_monotonous_texts_come_to_an_end(piece):
    text = piece * (4_000 // len(piece))
    assert all(
        claim.sentence.end <= len(text) for claim in read_claims(document(text), (), LEXICON).claims
    )


def test_what_is_beyond_the_limit_is_an_issue(monkeypatch):
    text = "Rebels shelled the base. " * 8
    monkeypatch.setattr(read, "LONGEST", 100)
    reading = read_claims(document(text), (), LEXICON)
    assert all(claim.sentence.end <= 100 for claim in reading.claims)
    assert reading.claims
    (issue,) = reading.issues
    assert (issue.code, issue.span.start, issue.span.end) == ("text_partial", 100, len(text))
