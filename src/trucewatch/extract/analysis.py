"""Parts of speech, lemmas and dependency trees for the sentences worth reading.

The language model is a distribution of its own (`trucewatch-en`, CC BY-SA 4.0); this module hands
it the sentences word by word (`trucewatch.extract.engine`) and turns its answers into inert trees.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from itertools import pairwise
from typing import TYPE_CHECKING, Any, NamedTuple

from trucewatch.extract.casing import restored
from trucewatch.extract.engine import engine
from trucewatch.extract.tree import Sentence, Token
from trucewatch.model.spans import Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from trucewatch.extract.engine import Engine

BATCH = 1_500
"""Words that go through the model together; more would take memory and win no time."""

_SPACE = re.compile(r"\s+")
_CHUNK = re.compile(r"\S+")
_EXTRA_ROOT = "parataxis"


class _Word(NamedTuple):
    """A word as printed in the text (`start`, `end`) and as the model sees it."""

    start: int
    end: int
    shown: str


def analyse(text: str, spans: Sequence[Span], merge: Sequence[Span] = ()) -> tuple[Sentence, ...]:
    """Parse the sentences at `spans` of `text`; one tree for each, in the same order.

    `merge` are spans of names known beforehand: each becomes one token, provided that it begins
    and ends where words do; of overlapping ones the first and longest wins. Sentences in
    capitals and headlines in title case are parsed in restored case; tokens keep the printed
    words. White space is no token, so a sentence of nothing else has none.

    Raises:
        ModelMissingError: if the language model is not installed.
    """
    names = _apart(merge)
    model = engine()
    found: list[Sentence] = []
    with model.lock:
        model.renew()
        for batch in _batches(model, text, spans, names):
            parsed = model.parsed([_shown(words) for _, words in batch])
            found += (
                Sentence(start=span.start, end=span.end, tokens=_tokens(text, words, document))
                for (span, words), document in zip(batch, parsed, strict=True)
            )
    return tuple(found)


def _batches(
    model: Engine, text: str, spans: Sequence[Span], names: Sequence[Span]
) -> Iterator[list[tuple[Span, list[_Word]]]]:
    """Yield the sentences with their words, about `BATCH` words at a time."""
    batch: list[tuple[Span, list[_Word]]] = []
    size = 0
    for span in spans:
        words = _words(model, text, span, names)
        batch.append((span, words))
        size += len(words)
        if size >= BATCH:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def _apart(spans: Sequence[Span]) -> list[Span]:
    kept: list[Span] = []
    for span in sorted(set(spans), key=lambda span: (span.start, -span.end)):
        if span.start < span.end and (not kept or span.start >= kept[-1].end):
            kept.append(span)
    return kept


def _words(model: Engine, text: str, span: Span, names: Sequence[Span]) -> list[_Word]:
    first = bisect_left(names, Span(span.start, span.start))
    here = [
        Span(name.start - span.start, name.end - span.start)
        for name in names[first : bisect_left(names, Span(span.end, span.end))]
        if name.end <= span.end
    ]
    shown = restored(span.of(text), model.usual, here)
    words = [
        _Word(chunk.start() + start, chunk.start() + end, chunk.group()[start:end])
        for chunk in _CHUNK.finditer(shown)
        for start, end in model.pieces(chunk.group())
    ]
    merged = _merged(words, here, shown) if here else words
    return [_Word(w.start + span.start, w.end + span.start, w.shown) for w in merged]


def _merged(words: list[_Word], names: Sequence[Span], shown: str) -> list[_Word]:
    starts = {word.start: i for i, word in enumerate(words)}
    ends = {word.end: i for i, word in enumerate(words)}
    merged, done = [], 0
    for name in names:
        first, last = starts.get(name.start), ends.get(name.end)
        if first is None or last is None:
            continue
        merged += words[done:first]
        merged.append(_Word(name.start, name.end, _SPACE.sub(" ", name.of(shown))))
        done = last + 1
    return merged + words[done:]


def _shown(words: Sequence[_Word]) -> tuple[list[str], list[bool]]:
    gaps = [after.start > word.end for word, after in pairwise(words)]
    return [word.shown for word in words], [*gaps, False][: len(words)]


def _tokens(text: str, words: Sequence[_Word], document: Any) -> tuple[Token, ...]:
    top = next((t.i for t in document if t.head.i == t.i), 0)
    tokens = []
    for word, parsed in zip(words, document, strict=True):
        i, head = parsed.i, parsed.head.i
        dep = parsed.dep_
        if i == top:
            dep = "root"
        elif head == i:
            dep, head = _EXTRA_ROOT, top
        pos = parsed.pos_
        # Edit trees learned from common words would bend unknown names.
        lemma = word.shown if pos == "PROPN" else parsed.lemma_.lower()
        printed = text[word.start : word.end]
        tokens.append(Token(i, printed, word.start, word.end, lemma, pos, parsed.tag_, dep, head))
    return tuple(tokens)
