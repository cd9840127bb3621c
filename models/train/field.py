"""The field's own sentences with hand-corrected trees, and variants of them with other words.

A few hundred sentences would be learned by heart. So each copy after the first has other names,
numbers, nouns and verbs of the same class (`vocabulary.toml`) in the same forms: the tree holds,
and what is left to learn is the structure.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from conllu import Tree, Word, fold_articles, read
from phrases import VOCABULARY, singular

if TYPE_CHECKING:
    import random
    from collections.abc import Sequence

HERE = Path(__file__).parent
TRAINING, HELD_OUT = HERE / "field.conllu", HERE / "field-test.conllu"
CHANGED = 0.5
_FORM = {"VB": 0, "VBP": 0, "VBD": 1, "VBN": 2, "VBG": 3, "VBZ": 4}
_VERBS = {
    forms[0]: VOCABULARY["verbs"][row]
    for row in ("take", "harm", "hit")
    for forms in VOCABULARY["verbs"][row]
}
_PLURALS = [
    [noun for noun in VOCABULARY[table][row] if " " not in noun]
    for table, row in (("actors", "forces"), ("things", "plural"), ("victims", "plural"))
]
_SINGULARS = [
    [noun for noun in VOCABULARY[table][row] if " " not in noun]
    for table, row in (("things", "singular"), ("victims", "singular"))
]
_NATIONS = VOCABULARY["actors"]["adjectives"]
_DAYS: list[str] = VOCABULARY["times"]["days"]
_MONTHS: list[str] = VOCABULARY["times"]["months"]
_TOWNS: list[str] = [name for name in VOCABULARY["places"]["towns"] if " " not in name]
_NAMES: list[str] = [name for name in VOCABULARY["actors"]["names"] if " " not in name]
_NUMBERS = VOCABULARY["victims"]["numbers"]


def trees(copies: int, rng: random.Random) -> list[Tree]:
    """Return the training sentences so many times, each time but the first with other words."""
    own = [fold_articles(tree) for tree in read(TRAINING)]
    return [tree if n == 0 else varied(tree, rng) for n in range(copies) for tree in own]


def varied(tree: Tree, rng: random.Random) -> Tree:
    """Return the tree with other words of the same classes and forms."""
    words = [
        _other(tree, at, rng) if rng.random() < CHANGED else word for at, word in enumerate(tree)
    ]
    first = words[0]
    if tree[0].text[:1].isupper():
        words[0] = replace(first, text=first.text[:1].upper() + first.text[1:])
    return tuple(words)


def _other(tree: Tree, at: int, rng: random.Random) -> Word:
    word = tree[at]
    # "A" and "an" stay as they are, and so must the sound that follows them.
    bound = at > 0 and tree[at - 1].text.lower() in {"a", "an"}
    text = word.text
    if word.tag in _FORM and word.upos == "VERB":
        return _other_verb(tree, at, rng)
    if word.tag == "NNS":
        return _other_noun(word, _PLURALS, rng)
    if bound or text.lower() in {"one", "1"}:
        return word
    if word.tag == "NN":
        return _other_noun(word, _SINGULARS, rng)
    if word.tag == "NNP":
        text = _other_name(tree, at, rng)
    elif word.tag == "JJ" and text in _NATIONS:
        text = rng.choice(_NATIONS)
    elif word.dep == "nummod" and word.upos == "NUM" and tree[word.head].tag == "NNS":
        text = rng.choice(_NUMBERS)
    return word if text == word.text else replace(word, text=text, lemma=text)


def _other_verb(tree: Tree, at: int, rng: random.Random) -> Word:
    word = tree[at]
    bound = any(
        child.head == at and child.dep in {"compound:prt", "xcomp", "obl"} and child is not word
        for child in tree
    )
    if bound or word.lemma not in _VERBS:
        return word
    forms = rng.choice(_VERBS[word.lemma])
    return replace(word, text=forms[_FORM[word.tag]], lemma=forms[0])


def _other_name(tree: Tree, at: int, rng: random.Random) -> str:
    word = tree[at]
    parts = {"flat", "compound", "nmod:desc", "goeswith", "amod"}
    joined = word.dep in parts - {"compound"} or any(
        child.head == at and (child.dep in parts or child.dep == "det") for child in tree
    )
    if joined or not word.text.isalpha():
        return word.text
    if word.text in _DAYS:
        return rng.choice(_DAYS)
    if word.text == "May" or word.text in _MONTHS:
        return rng.choice(_MONTHS)
    if word.text.isupper():
        return word.text
    return rng.choice(_NAMES if word.dep == "nsubj" else _TOWNS)


def _other_noun(word: Word, rows: Sequence[Sequence[str]], rng: random.Random) -> Word:
    for row in rows:
        if word.text.lower() in row:
            text = rng.choice(row)
            return replace(word, text=text, lemma=singular(text) if word.tag == "NNS" else text)
    return word
