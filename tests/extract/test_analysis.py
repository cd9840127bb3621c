"""The parser: offsets, merged names, restored case, and what happens without the model."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from trucewatch.errors import ModelMissingError
from trucewatch.extract import tree
from trucewatch.extract.analysis import analyse
from trucewatch.extract.engine import engine
from trucewatch.extract.sentences import split
from trucewatch.model.spans import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

trucewatch_en = pytest.importorskip(
    "trucewatch_en", reason="the language model is a distribution of its own"
)


def whole(text: str, *names: str) -> tree.Sentence:
    merge = [Span(text.index(name), text.index(name) + len(name)) for name in names]
    (sentence,) = analyse(text, [Span(0, len(text))], merge)
    return sentence


def only(sentence: tree.Sentence, text: str) -> tree.Token:
    (found,) = (token for token in sentence.tokens if token.text == text)
    return found


def test_active_clause() -> None:
    sentence = whole("Rebels shelled the airport on Tuesday.")
    top = tree.root(sentence)
    assert top is not None
    assert (top.text, top.lemma, top.pos, top.dep) == ("shelled", "shell", "VERB", "root")
    assert [t.text for t in tree.children(sentence, top, "nsubj")] == ["Rebels"]
    assert [t.text for t in tree.children(sentence, top, "obj")] == ["airport"]


def test_passive_clause() -> None:
    sentence = whole("Three soldiers were killed by a sniper.")
    top = tree.root(sentence)
    assert top is not None
    assert [t.text for t in tree.children(sentence, top, "nsubj:pass")] == ["soldiers"]
    assert [t.text for t in tree.children(sentence, top, "obl:agent")] == ["sniper"]


def test_labels_are_those_that_rules_may_rely_on() -> None:
    text = "He said that, according to the army, the men who fled had been shot dead, leaving two."
    assert {token.dep for token in whole(text).tokens} <= tree.LABELS
    # "obl||conj" is how the parser writes a branch that was moved out of a crossing.
    known = {label.partition("||")[0] for label in trucewatch_en.load().get_pipe("parser").labels}
    assert known - {"ROOT"} <= tree.LABELS


def test_known_names_are_one_token() -> None:
    text = "Hayat Tahrir al-Sham took Kafr\nNabl, near Ma'arrat."
    sentence = whole(text, "Hayat Tahrir al-Sham", "Kafr\nNabl")
    assert sentence.tokens[0].span.of(text) == "Hayat Tahrir al-Sham"
    assert only(sentence, "Kafr\nNabl").lemma == "Kafr Nabl"


@pytest.mark.parametrize("name", ["lepp", "Alepp", "leppo road", "Aleppo roa"])
def test_names_that_cut_through_words_are_left(name: str) -> None:
    text = "The Aleppo road fell."
    assert whole(text, name) == whole(text)


def test_of_overlapping_names_the_longest_first_wins() -> None:
    text = "Shells hit Khan Shaykhun city."
    start = text.index("Khan")
    spans = [Span(start, start + 4), Span(start, start + 13), Span(start + 5, start + 18)]
    (sentence,) = analyse(text, [Span(0, len(text))], spans)
    assert [t.text for t in sentence.tokens] == ["Shells", "hit", "Khan Shaykhun", "city", "."]


def test_capitals_are_read_and_stay_printed() -> None:
    text = "TWO SOLDIERS WERE KILLED BY A MINE."
    sentence = whole(text)
    killed = only(sentence, "KILLED")
    assert (killed.lemma, killed.pos, killed.dep) == ("kill", "VERB", "root")


def test_hyphens_part_words_but_not_articles_and_prefixes() -> None:
    sentence = whole("Turkish-led men fought pro-Assad units near al-Bab.")
    texts = [token.text for token in sentence.tokens]
    assert texts[:3] == ["Turkish", "-", "led"]
    assert {"pro-Assad", "al-Bab"} <= set(texts)


def test_order_and_company_change_nothing() -> None:
    text = "Rebels shelled Goma. Two men died. The army fled. It rained. Nobody was hurt."
    spans = split(text, 0, len(text))
    together = analyse(text, spans)
    assert together == tuple(analyse(text, [span])[0] for span in spans)
    assert tuple(reversed(together)) == analyse(text, spans[::-1])


def test_offsets_count_the_whole_text() -> None:
    text = "é💥 First one.   Rebels fled."
    start = text.index("Rebels")
    (sentence,) = analyse(text, [Span(start, len(text))])
    assert [t.span.of(text) for t in sentence.tokens] == ["Rebels", "fled", "."]


@pytest.mark.parametrize("text", ["", "  \n", "\u200b", "💥", "\x00\x07", "....", "(((((", "ـــ"])
def test_fragments_never_fail(text: str) -> None:
    (sentence,) = analyse(text, [Span(0, len(text))])
    assert all(t.span.of(text) == t.text for t in sentence.tokens)


@settings(max_examples=40, deadline=None)
@given(st.text(max_size=120), st.data())
def test_any_text_gives_trees_inside_it(text: str, data: st.DataObject) -> None:
    ends = st.integers(0, len(text))
    names = [
        Span(min(a, b), max(a, b))
        for a, b in data.draw(st.lists(st.tuples(ends, ends), max_size=5))
    ]
    spans = split(text, 0, len(text))
    for span, sentence in zip(spans, analyse(text, spans, names), strict=True):
        done = span.start
        for token in sentence.tokens:
            assert done <= token.start < token.end <= span.end
            assert token.text == token.span.of(text)
            done = token.end


@pytest.fixture
def no_model(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    engine.cache_clear()
    monkeypatch.setitem(sys.modules, "trucewatch_en", None)
    yield
    engine.cache_clear()


@pytest.mark.usefixtures("no_model")
def test_a_missing_model_names_the_command_that_installs_it() -> None:
    with pytest.raises(ModelMissingError, match="pip install trucewatch-en"):
        analyse("Rebels fled.", [Span(0, 12)])
