"""The engine: what it keeps of words never shows in what it says of them."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from trucewatch.extract import engine as room
from trucewatch.extract.analysis import analyse
from trucewatch.model.spans import Span

trucewatch_en = pytest.importorskip(
    "trucewatch_en", reason="the language model is a distribution of its own"
)
Doc = pytest.importorskip("spacy.tokens").Doc

SENTENCES = (
    "Rebels shelled the airport of Goma on Tuesday, killing two.",
    "No.",
    "The ministry's spokesman said that 14 drones had been shot down over Tavush.",
    "💥 Xyzzqq hit!",
)


def parsed(engine: room.Engine, sentences: list[str]) -> list[room.Parsed]:
    words = [text.split() for text in sentences]
    return engine.parsed([(own, [True] * len(own)) for own in words])


@pytest.fixture(scope="module")
def engine() -> room.Engine:
    return room.Engine(trucewatch_en.load(), {})


@settings(max_examples=25, deadline=None)
@given(st.permutations(SENTENCES), st.booleans())
def test_company_order_and_memory_change_nothing(
    engine: room.Engine, order: list[str], forget: bool
) -> None:
    if forget:
        engine._read = room._ZONE
    engine.renew()
    alone = {text: parsed(engine, [text])[0] for text in SENTENCES}
    assert parsed(engine, order) == [alone[text] for text in order]


def test_what_the_engine_says_is_what_the_pipeline_says(engine: room.Engine) -> None:
    engine.renew()
    for text, found in zip(SENTENCES, parsed(engine, list(SENTENCES)), strict=True):
        words = text.split()
        document = Doc(engine.nlp.vocab, words, sent_starts=[i == 0 for i in range(len(words))])
        for _, part in engine.nlp.pipeline:
            document = part(document)
        assert found == room.Parsed(
            tags=[token.tag_ for token in document],
            parts=[token.pos_ for token in document],
            lemmas=[token.lemma_ for token in document],
            labels=[token.dep_ for token in document],
            heads=[token.head.i for token in document],
        )


def test_what_is_kept_of_words_does_not_grow_for_ever(
    engine: room.Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(room, "_ZONE", 50)
    kept = []
    for n in range(40):
        engine.renew()
        engine.parsed([([f"word{n}x{i}" for i in range(10)], [True] * 10)])
        kept.append(len(engine._rows))
    assert max(kept) <= 60


def test_sentences_without_words_are_parsed(engine: room.Engine) -> None:
    engine.renew()
    empty = room.Parsed([], [], [], [], [])
    assert parsed(engine, ["", "Rebels fled.", ""])[::2] == [empty, empty]
    assert parsed(engine, [""]) == [empty]


def test_a_stretch_is_cut_as_the_tokenizer_cuts_it(engine: room.Engine) -> None:
    engine.renew()
    for chunk in ("Turkish-led", "don't", "(Reuters),", "al-Nusra", "5km", "💥💥"):
        pieces = engine.pieces(chunk)
        assert [piece.text for piece in pieces] == [
            word.text for word in engine.nlp.tokenizer(chunk)
        ]
        assert all(chunk[piece.start : piece.end] == piece.text for piece in pieces)
        assert engine.pieces(chunk) is engine.pieces(chunk)


def test_sentences_of_a_text_are_batched_by_their_words() -> None:
    text = "Rebels fled. " * 2_000
    spans = [Span(n * 13, n * 13 + 12) for n in range(2_000)]
    assert {len(sentence.tokens) for sentence in analyse(text, spans)} == {3}
