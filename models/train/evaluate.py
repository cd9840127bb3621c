"""Measure a pipeline: treebank scores on gold words, roles in conflict sentences, speed."""

from __future__ import annotations

import argparse
import json
import time
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING

import spacy
from conllu import Tree, fold_articles, read
from field import HELD_OUT
from spacy.tokens import Doc
from tokens import adapt

if TYPE_CHECKING:
    from collections.abc import Iterable

    from spacy.language import Language

TESTS = ("ewt-test", "gumopen-test", "pud-test")
ROLES = Path(__file__).with_name("roles.toml")
# The relations under which a role may hang: which of two is right is often a matter of taste.
_RELATIONS = {
    "agent": {"nsubj", "obl:agent", "obl", "nmod", "nmod:poss", "compound", "amod", "obj"},
    "target": {"obj", "nsubj:pass", "nmod", "obl", "nsubj", "compound"},
    "place": {"obl", "nmod", "advmod", "obl:unmarked", "nmod:unmarked", "obj", "compound"},
}


def document(nlp: Language, words: list[str], spaces: list[bool]) -> Doc:
    """Return the words as one unparsed sentence."""
    starts = [index == 0 for index in range(len(words))]
    return Doc(nlp.vocab, words=words, spaces=spaces, sent_starts=starts)


def treebank(nlp: Language, trees: Iterable[Tree]) -> dict[str, float]:
    """Return attachment, part-of-speech and lemma scores in percent, on the treebank's words.

    Attachment counts every word, punctuation included. Lemmas are compared in lower case.
    """
    trees = [fold_articles(tree) for tree in trees]
    docs = nlp.pipe(
        document(nlp, [w.text for w in tree], [w.space for w in tree]) for tree in trees
    )
    right = dict.fromkeys(("UAS", "LAS", "UPOS", "XPOS", "lemma"), 0)
    total = 0
    for tree, doc in zip(trees, docs, strict=True):
        for word, token in zip(tree, doc, strict=True):
            total += 1
            attached = token.head.i == word.head
            right["UAS"] += attached
            right["LAS"] += attached and token.dep_ == word.dep
            right["UPOS"] += token.pos_ == word.upos
            right["XPOS"] += token.tag_ == word.tag
            right["lemma"] += token.lemma_.lower() == word.lemma.lower()
    return {name: round(100 * hits / total, 2) for name, hits in right.items()}


def roles(nlp: Language) -> tuple[dict[str, list[int]], list[str]]:
    """Return right and asked per role over the hand-checked sentences, and what was missed.

    A role is right if its head word hangs on the trigger (directly, through the trigger's own
    head where the trigger is a noun or participle, or by coordination) in a fitting relation.
    """
    score: dict[str, list[int]] = {role: [0, 0] for role in ("agent", "target", "place", "frame")}
    missed = []
    for row in tomllib.loads(ROLES.read_text(encoding="utf-8"))["sentence"]:
        text = row["text"]
        words = [token for token in nlp.tokenizer(text) if not token.is_space]
        doc = document(nlp, [w.text for w in words], [bool(w.whitespace_) for w in words])
        for _, component in nlp.pipeline:
            doc = component(doc)
        whole = True
        trigger = _only(doc, row["trigger"])
        for role in ("agent", "target", "place"):
            if role not in row:
                continue
            found = _hangs(doc, trigger, _only(doc, row[role]), role)
            score[role][0] += found
            score[role][1] += 1
            whole = whole and found
            if not found:
                missed.append(f"{role} {row[role]!r} of {row['trigger']!r}: {text}")
        score["frame"][0] += whole
        score["frame"][1] += 1
    return score, missed


def _only(doc: Doc, text: str) -> int:
    places = [token.i for token in doc if token.text == text]
    if len(places) != 1:
        message = f"{text!r} stands {len(places)} times in {doc.text!r}"
        raise ValueError(message)
    return places[0]


def _hangs(doc: Doc, trigger: int, word: int, role: str) -> bool:
    token, steps = doc[word], 0
    while token.i != trigger and steps < len(doc):
        if token.dep_ in _RELATIONS[role] and token.head.i == trigger:
            return True
        chain = {"conj", "appos", "flat", "compound"}
        if token.dep_ not in chain and not (role == "place" and token.dep_ in {"obl", "nmod"}):
            break
        token, steps = token.head, steps + 1
    return _shared(doc, trigger, word, role)


def _shared(doc: Doc, trigger: int, word: int, role: str) -> bool:
    """Roles that a trigger takes over from its own head: participles, relatives, coordination."""
    head = doc[trigger]
    token = doc[word]
    if head.dep_ in {"acl", "acl:relcl", "amod"} and head.head.i == word:
        return role in {"target", "agent"}
    over = head.head
    if head.dep_ in {"conj", "advcl", "xcomp"} and role in {"agent", "place"}:
        return token.head.i == over.i and token.dep_ in _RELATIONS[role]
    if head.dep_ in {"obj", "nsubj", "nsubj:pass", "obl", "nmod"} and role in {
        "agent",
        "place",
        "target",
    }:
        return token.head.i == over.i and token.dep_ in _RELATIONS[role]
    return False


def speed(nlp: Language, trees: list[Tree]) -> float:
    """Return sentences per second on gold words, everything included, best of three."""
    best = 0.0
    for _ in range(3):
        docs = [document(nlp, [w.text for w in t], [w.space for w in t]) for t in trees]
        began = time.process_time()
        for _ in nlp.pipe(docs, batch_size=64):
            pass
        best = max(best, len(trees) / (time.process_time() - began))
    return round(best)


def main() -> None:
    """Read the options and print the figures as JSON."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("model", type=Path)
    options.add_argument("--data", type=Path, required=True, help="folder of the treebanks")
    options.add_argument("--missed", action="store_true", help="print the roles that were missed")
    given = options.parse_args()
    nlp = adapt(spacy.load(given.model))
    sets = {name: list(read(given.data / f"{name}.conllu.gz")) for name in TESTS}
    sets["field-test"] = list(read(HELD_OUT))
    figures: dict[str, object] = {name: treebank(nlp, trees) for name, trees in sets.items()}
    score, missed = roles(nlp)
    figures["roles"] = {role: f"{right}/{asked}" for role, (right, asked) in score.items()}
    figures["sentences per CPU second"] = speed(nlp, sets["pud-test"])
    print(json.dumps(figures, indent=2))
    if given.missed:
        print("\n".join(missed))


if __name__ == "__main__":
    main()
