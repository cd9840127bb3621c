import pytest
from hypothesis import given
from hypothesis import strategies as st

from trucewatch.extract.words import PhraseTable, cover, fold, split_words
from trucewatch.model import Span


def keys(text):
    return [word.key for word in split_words(text)]


@pytest.mark.parametrize("name", ["BM-21", "BM 21", "BM21"])
def test_hyphens_and_blanks_are_one(name):
    assert keys(name) == ["bm", "21"]


def test_apostrophes_inside_a_name_are_dropped_and_possessives_part():
    assert keys("Hay\u2019at Tahrir al-Sham") == ["hayat", "tahrir", "al", "sham"]
    assert keys("Turkey's army") == ["turkey", "s", "army"]


def test_accents_and_arabic_vowel_signs_fold():
    assert fold("Ser\u00ea Kaniy\u00ea") == "sere kaniye"
    assert fold("\u062d\u0650\u0645\u0635") == "\u062d\u0645\u0635"


def test_glued_words_know_it():
    assert [word.glued for word in split_words("Turkish-led forces - all")] == [
        False, True, False, False, False,
    ]  # fmt: skip


def test_longest_phrase_wins_at_word_boundaries():
    table = PhraseTable({"regime": 1, "regime forces": 2, "in": 3})
    words = split_words("Regime forces in the inner town")
    assert [value for _, _, value in table.find(words)] == [2, 3]


def test_phrase_before_a_word():
    table = PhraseTable({"at least": "low", "least": "wrong"})
    words = split_words("at least 5")
    assert table.ending_at(words, 2) == (0, "low")
    assert table.ending_at(words, 1) is None


@given(st.text(max_size=100), st.integers(0, 100), st.integers(0, 100))
def test_words_stand_in_the_text(text, start, length):
    span = Span(min(start, len(text)), min(start + length, len(text)))
    words = split_words(text, span)
    for word in words:
        assert text[word.start : word.end] == word.text
        assert span.covers(Span(word.start, word.end))
    if words:
        assert span.covers(cover(words))
