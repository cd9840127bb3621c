"""Treebanks in CoNLL-U, as far as measuring needs them: words, trees, texts of documents."""

from __future__ import annotations

import gzip
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

# Labels that the model has under another name (models/train/conllu.py folds them alike).
_SAME = {
    "obl:npmod": "obl:unmarked", "obl:tmod": "obl:unmarked", "nmod:npmod": "nmod:unmarked",
    "csubj:outer": "csubj", "nsubj:outer": "nsubj",
}  # fmt: skip


class Word(NamedTuple):
    """A word of a tree; `head` is the index of its head, its own at the root."""

    text: str
    lemma: str
    pos: str
    dep: str
    head: int
    space: bool


class Tree(NamedTuple):
    """A sentence with the document that it stands in."""

    document: str
    text: str
    words: tuple[Word, ...]


def trees(path: Path) -> Iterator[Tree]:
    """Yield the sentences of a gzipped CoNLL-U file in order; empty nodes are left out.

    Raises:
        OSError: the file cannot be read.
        ValueError: a row is not CoNLL-U.
    """
    document = text = ""
    rows: list[list[str]] = []
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            if line.startswith("# newdoc id"):
                document = line.partition("=")[2].strip()
            elif line.startswith("# text ="):
                text = line.partition("=")[2].strip()
            elif line[:1].isdigit():
                rows.append(line.rstrip("\n").split("\t"))
            elif rows and not line.strip():
                yield Tree(document, text, _words(rows))
                rows = []
    if rows:
        yield Tree(document, text, _words(rows))


def texts(path: Path) -> dict[str, str]:
    """Return the documents of a treebank as text, one sentence a paragraph, by their names."""
    found: dict[str, list[str]] = {}
    for tree in trees(path):
        found.setdefault(tree.document, []).append(tree.text)
    return {name: "\n\n".join(sentences) for name, sentences in found.items()}


def _words(rows: list[list[str]]) -> tuple[Word, ...]:
    words: list[Word] = []
    last, glued = 0, False
    for row in rows:
        if "-" in row[0]:
            # One printed word of several: only behind the last of them may there be a space.
            last, glued = int(row[0].partition("-")[2]), "SpaceAfter=No" in row[9]
        if not row[0].isdigit():
            continue
        number, head = int(row[0]), int(row[6]) - 1
        space = "SpaceAfter=No" not in row[9]
        if number <= last:
            space = number == last and not glued
        dep = "root" if head < 0 else _SAME.get(row[7], row[7])
        words.append(Word(row[1], row[2], row[3], dep, number - 1 if head < 0 else head, space))
    return tuple(words)
