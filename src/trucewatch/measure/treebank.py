"""`trucewatch eval treebank`: the parser on treebanks, on their words and on our own.

Attachment counts every word, punctuation included, as the CoNLL shared tasks do. On our own words
a word is right if it covers the same characters and so does its head (CoNLL 2018); the score is
F1. "al-Nusra", one word to us and three to the treebanks, counts as wrong there.
"""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Any

from trucewatch.errors import UsageError
from trucewatch.extract.analysis import analyse
from trucewatch.extract.engine import engine
from trucewatch.measure.conllu import Tree, Word, trees
from trucewatch.measure.scores import Tally
from trucewatch.model import Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

_TOGETHER = 64


def score(data: Path) -> dict[str, Any]:
    """Measure on every `*-test.conllu.gz` of a folder; figures are in percent.

    Raises:
        UsageError: there is none in it.
        ModelMissingError: the language model is not installed.
    """
    paths = sorted(data.glob("*-test.conllu.gz"))
    if not paths:
        raise UsageError(
            f"{data} has no treebank for testing", fix="Name a folder with *-test.conllu.gz files."
        )
    return {path.name.removesuffix(".conllu.gz"): _measured(path) for path in paths}


def _measured(path: Path) -> dict[str, Any]:
    given = [tree for tree in trees(path) if tree.words]
    return {
        "sentences": len(given),
        "words": sum(len(tree.words) for tree in given),
        "on the treebank's words": _on_given_words(given),
        "on our own words": _on_own_words(given),
    }


def _on_given_words(given: Sequence[Tree]) -> dict[str, float]:
    model = engine()
    right = {"uas": Tally(), "las": Tally(), "upos": Tally(), "lemma": Tally()}
    with model.lock:
        for batch in _batches(given):
            model.renew()
            parsed = model.parsed(
                [([w.text for w in tree.words], [w.space for w in tree.words]) for tree in batch]
            )
            for tree, said in zip(batch, parsed, strict=True):
                for i, word in enumerate(tree.words):
                    attached = said.heads[i] == word.head
                    label = "root" if said.heads[i] == i else said.labels[i]
                    right["uas"].share(ok=attached)
                    right["las"].share(ok=attached and label == word.dep)
                    right["upos"].share(ok=said.parts[i] == word.pos)
                    right["lemma"].share(ok=said.lemmas[i].lower() == word.lemma.lower())
    return {name: round(100 * tally.f1, 1) for name, tally in right.items()}


def _on_own_words(given: Sequence[Tree]) -> dict[str, float]:
    found = {name: Tally() for name in ("words", "uas", "las", "upos")}
    for tree in given:
        (sentence,) = analyse(tree.text, [Span(0, len(tree.text))])
        wanted = _placed(tree.text, tree.words)
        gold = {
            span: (word.pos, word.dep, wanted[word.head])
            for span, word in zip(wanted, tree.words, strict=True)
            if span is not None
        }
        counts = dict.fromkeys(found, 0)
        for token in sentence.tokens:
            known = gold.get(token.span)
            if known is None:
                continue
            pos, dep, head = known
            attached = head == sentence.tokens[token.head].span
            counts["words"] += 1
            counts["upos"] += token.pos == pos
            counts["uas"] += attached
            counts["las"] += attached and token.dep == dep
        for name, right in counts.items():
            found[name].add(right=right, found=len(sentence.tokens), wanted=len(tree.words))
    return {name: round(100 * tally.f1, 1) for name, tally in found.items()}


def _placed(text: str, words: Sequence[Word]) -> list[Span | None]:
    """Return where each word stands in the text; None for one that is not printed as such."""
    spans: list[Span | None] = []
    done = 0
    for word in words:
        start = text.find(word.text, done)
        # A word that is not near is not printed like this ("gonna" as "gon" and "na").
        if start < 0 or text[done:start].strip():
            spans.append(None)
            continue
        done = start + len(word.text)
        spans.append(Span(start, done))
    return spans


def _batches(given: Sequence[Tree]) -> Iterator[list[Tree]]:
    rest = iter(given)
    while batch := list(islice(rest, _TOGETHER)):
        yield batch
