"""Trees: hand-written ones behave like parsed ones, and what is no tree is refused."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trucewatch.extract import tree
from trucewatch.extract.tree import Sentence, Token
from trucewatch.model.spans import Span

TEXT = "Yesterday, rebels and tribesmen shelled the old town of Marib, killing two."
ROWS = (
    ("Yesterday", "yesterday", "NOUN", "obl:unmarked", 5),
    (",", ",", "PUNCT", "punct", 0),
    ("rebels", "rebel", "NOUN", "nsubj", 5),
    ("and", "and", "CCONJ", "cc", 4),
    ("tribesmen", "tribesman", "NOUN", "conj", 2),
    ("shelled", "shell", "VERB", "root", 5),
    ("the", "the", "DET", "det", 8),
    ("old", "old", "ADJ", "amod", 8),
    ("town", "town", "NOUN", "obj", 5),
    ("of", "of", "ADP", "case", 10),
    ("Marib", "Marib", "PROPN", "nmod", 8),
    (",", ",", "PUNCT", "punct", 12),
    ("killing", "kill", "VERB", "advcl", 5),
    ("two", "two", "NUM", "obj", 12),
    (".", ".", "PUNCT", "punct", 5),
)


@pytest.fixture
def shelling() -> Sentence:
    return tree.build(TEXT, ROWS)


def words(tokens: tuple[Token, ...]) -> list[str]:
    return [token.text for token in tokens]


def test_offsets_point_at_the_printed_words(shelling: Sentence) -> None:
    assert [token.span.of(TEXT) for token in shelling.tokens] == [row[0] for row in ROWS]
    assert shelling.span.of(TEXT) == TEXT


def test_repeated_words_are_found_one_after_the_other() -> None:
    rows = (("no", "no", "DET", "det", 1), ("no", "no", "NOUN", "root", 1))
    assert [t.start for t in tree.build("no no", rows).tokens] == [0, 3]


def test_build_starts_where_it_is_told() -> None:
    sentence = tree.build("fire fire", (("fire", "fire", "NOUN", "root", 0),), start=1)
    assert sentence.span == Span(5, 9)


def test_children_match_labels_exactly(shelling: Sentence) -> None:
    top = tree.root(shelling)
    assert top is not None
    assert words(tree.children(shelling, top, "nsubj", "obj")) == ["rebels", "town"]
    assert tree.child(shelling, top, "obl") is None
    assert words(tree.children(shelling, top))[0] == "Yesterday"


def test_root_has_no_head(shelling: Sentence) -> None:
    top = tree.root(shelling)
    assert top is not None
    assert tree.head(shelling, top) is None
    assert tree.head(shelling, shelling.tokens[10]) == shelling.tokens[8]


def test_phrase_leaves_out_branches_and_edge_punctuation(shelling: Sentence) -> None:
    town, rebels = shelling.tokens[8], shelling.tokens[2]
    assert tree.phrase(shelling, town).of(TEXT) == "the old town of Marib"
    assert tree.phrase(shelling, town, without={"det"}).of(TEXT) == "old town of Marib"
    assert tree.phrase(shelling, rebels).of(TEXT) == "rebels and tribesmen"
    assert tree.phrase(shelling, rebels, without={"conj"}).of(TEXT) == "rebels"
    assert tree.phrase(shelling, shelling.tokens[12]).of(TEXT) == "killing two"
    assert tree.phrase(shelling, shelling.tokens[0]).of(TEXT) == "Yesterday"


def test_subtree_drops_only_the_branches_of_its_top(shelling: Sentence) -> None:
    top = tree.root(shelling)
    assert top is not None
    without_objects = words(tree.subtree(shelling, top, without={"obj"}))
    assert "town" not in without_objects
    assert "two" in without_objects


def test_conjuncts_are_the_same_from_every_member(shelling: Sentence) -> None:
    for i in (2, 4):
        assert words(tree.conjuncts(shelling, shelling.tokens[i])) == ["rebels", "tribesmen"]


def test_conjuncts_follow_chains() -> None:
    rows = tuple(
        (letter, letter, "NOUN", "conj" if i else "root", max(0, i - 1))
        for i, letter in enumerate("abcd")
    )
    sentence = tree.build("a b c d", rows)
    assert words(tree.conjuncts(sentence, sentence.tokens[2])) == ["a", "b", "c", "d"]


def test_path_runs_over_the_lowest_common_head(shelling: Sentence) -> None:
    two, marib = shelling.tokens[13], shelling.tokens[10]
    assert words(tree.path(shelling, two, marib)) == ["two", "killing", "shelled", "town", "Marib"]
    assert words(tree.path(shelling, marib, shelling.tokens[8])) == ["Marib", "town"]
    assert words(tree.path(shelling, two, two)) == ["two"]


def test_head_of_a_span_is_its_highest_word(shelling: Sentence) -> None:
    start = TEXT.index("town")
    found = tree.head_of(shelling, Span(start, start + len("town of Marib")))
    assert found is not None
    assert found.text == "town"
    assert tree.head_of(shelling, Span(500, 501)) is None


def test_at_finds_the_word_but_no_gap(shelling: Sentence) -> None:
    found = tree.at(shelling, TEXT.index("rebels") + 5)
    assert found is not None
    assert found.text == "rebels"
    assert tree.at(shelling, TEXT.index("rebels") + 6) is None


def test_within_includes_the_top_itself(shelling: Sentence) -> None:
    town, marib, killing = (shelling.tokens[i] for i in (8, 10, 12))
    assert tree.within(shelling, marib, town)
    assert tree.within(shelling, town, town)
    assert not tree.within(shelling, killing, town)


@pytest.mark.parametrize("heads", [[1, 0], [0, 1], [1, 2, 0], [5], [-1], [0, 2, 1]], ids=str)
def test_what_is_no_single_tree_is_refused(heads: list[int]) -> None:
    rows = tuple(("x", "x", "X", "dep", head) for head in heads)
    with pytest.raises(ValueError, match="head"):
        tree.build("x " * len(heads), rows)


def test_no_tokens_is_a_sentence_without_root() -> None:
    assert tree.root(Sentence(start=3, end=5, tokens=())) is None


@given(st.lists(st.integers(0, 10**6), min_size=1, max_size=30))
def test_every_tree_can_be_walked(draws: list[int]) -> None:
    heads = [0, *(draw % i for i, draw in enumerate(draws, start=1))]
    rows = tuple(("w", "w", "X", "root" if i == 0 else "dep", h) for i, h in enumerate(heads))
    text = "w " * len(rows)
    sentence = tree.build(text, rows)
    top = tree.root(sentence)
    assert top is not None
    assert tree.subtree(sentence, top) == sentence.tokens
    for token in sentence.tokens:
        below = tree.subtree(sentence, token)
        assert all(tree.within(sentence, other, token) for other in below)
        span = tree.phrase(sentence, token)
        assert span.covers(token.span)
        assert set(tree.inside(sentence, span)) <= set(below)
        assert tree.path(sentence, top, token)[0] == top
