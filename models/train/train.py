"""Train the English model: treebanks and conflict sentences in, a spaCy model folder out."""

from __future__ import annotations

import argparse
import random
from pathlib import Path
from typing import TYPE_CHECKING

import spacy
from casing import usual_case
from conllu import Tree, fold, fold_articles, names, read
from field import trees as field_trees
from spacy.cli.train import train as spacy_train
from spacy.tokens import Doc, DocBin
from synthesise import VOCABULARY, sentences
from thinc.api import Config

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from spacy.language import Language
    from spacy.vocab import Vocab

HERE = Path(__file__).parent
TREEBANKS = ("ewt", "gumopen")
FOLDED_NAMES = 0.35
# A trained model that goes on starts with large batches, and ends just before its rate is nil.
RATE, WARM_UP, FIRST_BATCH, AFTER_LAST = 0.0005, 100, 600, 200


def doc(vocab: Vocab, tree: Tree) -> Doc:
    """Return the tree as a spaCy document of one sentence."""
    return Doc(
        vocab,
        words=[w.text for w in tree],
        spaces=[w.space for w in tree],
        tags=[w.tag for w in tree],
        pos=[w.upos for w in tree],
        lemmas=[w.lemma for w in tree],
        heads=[w.head for w in tree],
        deps=[w.dep for w in tree],
        sent_starts=[index == 0 for index in range(len(tree))],
    )


def with_folded_names(tree: Tree, rng: random.Random) -> Tree:
    """Fold some names into single words, as happens at run time to names that are known."""
    for start, end in reversed(names(tree)):
        if rng.random() < FOLDED_NAMES:
            tree = fold(tree, start, end)
    return tree


def write(trees: Iterable[Tree], path: Path) -> int:
    """Write the trees as a spaCy corpus; return how many."""
    vocab = spacy.blank("en").vocab
    docs = DocBin(store_user_data=False)
    for tree in trees:
        docs.add(doc(vocab, tree))
    docs.to_disk(path)
    return len(docs)


def treebank(data: Path, part: str) -> list[Tree]:
    """Return the trees of both treebanks' ``part`` (train, dev, test)."""
    return [
        fold_articles(tree)
        for name in TREEBANKS
        for tree in read(data / f"{name}-{part}.conllu.gz")
    ]


@spacy.registry.callbacks("trucewatch.know_edits")
def know_edits() -> Callable[[Language], Language]:
    """Let the lemmatizer find its edits again: spaCy does not read that index from disk."""

    def known(nlp: Language) -> Language:
        lemmatizer = nlp.get_pipe("trainable_lemmatizer")
        lemmatizer.tree2label = {edit: n for n, edit in enumerate(lemmatizer.cfg["labels"])}
        return nlp

    return known


def going_on(base: Path, steps: int) -> Config:
    """Return the configuration that trains a finished pipeline for so many updates more."""
    config = Config().from_disk(HERE / "config.cfg", interpolate=False)
    config["components"] = {name: {"source": str(base)} for name in config["components"]}
    config["initialize"] = {"after_init": {"@callbacks": "trucewatch.know_edits"}}
    training = config["training"]
    training["max_steps"], training["eval_frequency"] = steps, max(1, steps // 4)
    training["batcher"]["size"]["start"] = FIRST_BATCH
    rate = training["optimizer"]["learn_rate"]
    rate.update(initial_rate=RATE, warmup_steps=WARM_UP, total_steps=steps + AFTER_LAST)
    return config


def main() -> None:
    """Read the options, write both corpora, train."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--data", type=Path, required=True, help="folder of the treebanks")
    options.add_argument("--work", type=Path, required=True, help="scratch folder")
    options.add_argument("--conflict", type=int, default=6000, help="made-up sentences added")
    options.add_argument("--field", type=int, default=6, help="copies of each field sentence")
    options.add_argument("--base", type=Path, help="go on from this pipeline (needs --steps)")
    options.add_argument("--seed", type=int, default=None, help="instead of the seed in config.cfg")
    options.add_argument("--steps", type=int, default=None, help="stop after so many updates")
    options.add_argument("--eval-every", type=int, default=None)
    given = options.parse_args()
    given.work.mkdir(parents=True, exist_ok=True)
    rng = random.Random(7)
    trees = treebank(given.data, "train")
    case = usual_case(trees, (*VOCABULARY["casing"]["words"], *VOCABULARY["casing"]["forms"]))
    (given.work / "case.txt").write_text("\n".join(case) + "\n", encoding="utf-8")
    trees += sentences(given.conflict, seed=11)
    trees += field_trees(given.field, random.Random(13))
    trees = [with_folded_names(tree, rng) for tree in trees]
    print("train", write(trees, given.work / "train.spacy"))
    print("dev", write(treebank(given.data, "dev"), given.work / "dev.spacy"))
    overrides: dict[str, str | int] = {
        "paths.train": str(given.work / "train.spacy"),
        "paths.dev": str(given.work / "dev.spacy"),
    }
    if given.seed is not None:
        overrides["system.seed"] = given.seed
    if given.base and not given.steps:
        options.error("--base needs --steps")
    if given.steps and not given.base:
        overrides["training.max_steps"] = given.steps
    if given.eval_every:
        overrides["training.eval_frequency"] = given.eval_every
    config = HERE / "config.cfg"
    if given.base:
        config = given.work / "config.cfg"
        going_on(given.base, given.steps).to_disk(config)
    spacy_train(config, given.work / "model", overrides=overrides)


if __name__ == "__main__":
    main()
