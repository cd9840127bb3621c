"""Read CoNLL-U treebanks and fold names into single words."""

from __future__ import annotations

import gzip
import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_ARTICLE = re.compile(r"(?:al|el|ad|an|ar|as|ash|at|az)", re.IGNORECASE)
# Labels too rare to learn, and the label that stands for them.
_FOLDED_LABELS = {
    "obl:npmod": "obl:unmarked",
    "obl:tmod": "obl:unmarked",
    "nmod:npmod": "nmod:unmarked",
    "csubj:outer": "csubj",
    "nsubj:outer": "nsubj",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """One word of a tree; ``head`` is the index of its head, its own index at the root."""

    text: str
    lemma: str
    upos: str
    tag: str
    head: int
    dep: str
    space: bool


Tree = tuple[Word, ...]


def read(path: Path) -> Iterator[Tree]:
    """Yield the trees of a CoNLL-U file, gzipped or not; empty nodes and ranges are resolved."""
    rows: list[list[str]] = []
    range_end, range_note = 0, "_"
    opened = gzip.open if path.suffix == ".gz" else open
    with opened(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            if line.startswith("#"):
                continue
            fields = line.rstrip("\n").split("\t")
            if len(fields) == 1:
                if rows:
                    yield _tree(rows)
                rows, range_end = [], 0
            elif "-" in fields[0]:
                range_end, range_note = int(fields[0].split("-")[1]), fields[9]
            elif fields[0].isdigit():
                number = int(fields[0])
                if number < range_end:
                    fields[9] = "SpaceAfter=No"
                elif number == range_end:
                    fields[9] = range_note
                rows.append(fields)
    if rows:
        yield _tree(rows)


def _tree(rows: list[list[str]]) -> Tree:
    words = []
    for index, row in enumerate(rows):
        head = int(row[6]) - 1
        words.append(
            Word(
                text=row[1],
                lemma=row[2],
                upos=row[3],
                tag=row[4],
                head=index if head < 0 else head,
                dep="ROOT" if head < 0 else _FOLDED_LABELS.get(row[7], row[7]),
                space="SpaceAfter=No" not in row[9],
            )
        )
    return tuple(words)


def fold_articles(tree: Tree) -> Tree:
    """Join "al", "-" and "Nusra" into one word, as the tokenizer does at run time."""
    start = 0
    while start + 2 < len(tree):
        first, hyphen, name = tree[start : start + 3]
        if (
            _ARTICLE.fullmatch(first.text)
            and hyphen.text == "-"
            and not (first.space or hyphen.space)
            and name.text[:1].isupper()
        ):
            tree = fold(tree, start, start + 3)
        start += 1
    return tree


def names(tree: Tree) -> list[tuple[int, int]]:
    """Return the runs of two and more proper nouns that hang together under one of them."""
    runs = []
    start = 0
    while start < len(tree):
        end = start
        while end < len(tree) and tree[end].upos == "PROPN":
            end += 1
        if end - start > 1 and _outside_heads(tree, start, end) == 1:
            runs.append((start, end))
        start = max(end, start + 1)
    return runs


def _outside_heads(tree: Tree, start: int, end: int) -> int:
    return sum(
        1
        for index in range(start, end)
        if not start <= tree[index].head < end or tree[index].head == index
    )


def fold(tree: Tree, start: int, end: int) -> Tree:
    """Make one word of ``tree[start:end]``; unchanged unless exactly one of them leads out."""
    if _outside_heads(tree, start, end) != 1:
        return tree
    inside = range(start, end)
    top = next(i for i in inside if not start <= tree[i].head < end or tree[i].head == i)
    shift = end - start - 1

    def moved(index: int) -> int:
        if index in inside:
            return start
        return index - shift if index >= end else index

    text = "".join(w.text + " " * w.space for w in tree[start:end]).rstrip()
    folded = replace(
        tree[top], text=text, lemma=text, upos="PROPN", tag="NNP",
        space=tree[end - 1].space,
    )  # fmt: skip
    words = (*tree[:start], folded, *tree[end:])
    old = (*range(start), top, *range(end, len(tree)))
    return tuple(
        replace(word, head=moved(tree[index].head)) for word, index in zip(words, old, strict=True)
    )
