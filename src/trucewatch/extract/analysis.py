"""Parts of speech, lemmas and dependency trees for the sentences worth reading.

The language model is a distribution of its own (`trucewatch-en`, CC BY-SA 4.0); this module hands
it the sentences word by word (`trucewatch.extract.engine`) and turns its answers into inert trees.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from functools import cache
from itertools import count
from operator import gt
from typing import TYPE_CHECKING, NamedTuple

from trucewatch.extract.casing import restored
from trucewatch.extract.engine import engine
from trucewatch.extract.tables import load_data
from trucewatch.extract.tree import Sentence, Token
from trucewatch.model.spans import Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from trucewatch.extract.engine import Engine, Parsed

BATCH = 1_500
"""Words that go through the model together; more would take memory and win no time."""

_SPACE = re.compile(r"\s+")
_CHUNK = re.compile(r"\S+")
_EXTRA_ROOT = "parataxis"


class _Words(NamedTuple):
    """The words of a sentence: where each starts and ends in the text, and as the model sees it."""

    starts: list[int]
    ends: list[int]
    shown: list[str]

    def take(self, others: _Words, first: int, last: int) -> None:
        """Add the words from the first to the one before the last of some others."""
        self.starts.extend(others.starts[first:last])
        self.ends.extend(others.ends[first:last])
        self.shown.extend(others.shown[first:last])


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
            parsed = model.parsed([(words.shown, _spaces(words)) for _, words in batch])
            found += (
                Sentence(start=span.start, end=span.end, tokens=_tokens(text, words, said))
                for (span, words), said in zip(batch, parsed, strict=True)
            )
    return tuple(found)


def _batches(
    model: Engine, text: str, spans: Sequence[Span], names: Sequence[Span]
) -> Iterator[list[tuple[Span, _Words]]]:
    """Yield the sentences with their words, about `BATCH` words at a time."""
    batch: list[tuple[Span, _Words]] = []
    size = 0
    for span in spans:
        words = _words(model, text, span, names)
        batch.append((span, words))
        size += len(words.starts)
        if size >= BATCH:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


class _StandIn(NamedTuple):
    """What the parser sees instead of a word, and the word's own lemma."""

    shown: str
    lemma: str


@cache
def _stand_ins() -> dict[str, _StandIn]:
    rows = load_data("stand_ins.toml")["words"]
    return {word: _StandIn(**row) for word, row in rows.items()}


def _apart(spans: Sequence[Span]) -> list[Span]:
    kept: list[Span] = []
    for span in sorted(set(spans), key=lambda span: (span.start, -span.end)):
        if span.start < span.end and (not kept or span.start >= kept[-1].end):
            kept.append(span)
    return kept


def _words(model: Engine, text: str, span: Span, names: Sequence[Span]) -> _Words:
    first = bisect_left(names, Span(span.start, span.start))
    here = [
        Span(name.start - span.start, name.end - span.start)
        for name in names[first : bisect_left(names, Span(span.end, span.end))]
        if name.end <= span.end
    ]
    shown = restored(span.of(text), model.usual, here)
    words, stand_ins = _Words([], [], []), _stand_ins()
    for chunk in _CHUNK.finditer(shown):
        at = span.start + chunk.start()
        for start, end, word in model.pieces(chunk.group()):
            words.starts.append(at + start)
            words.ends.append(at + end)
            words.shown.append(stand_ins[word].shown if word in stand_ins else word)
    return _merged(words, here, shown, span.start) if here else words


def _merged(words: _Words, names: Sequence[Span], shown: str, begin: int) -> _Words:
    """Make one word of each of `names`, which are spans of `shown`, as that is from `begin` on."""
    firsts = {start: i for i, start in enumerate(words.starts)}
    lasts = {end: i for i, end in enumerate(words.ends)}
    merged, done = _Words([], [], []), 0
    for name in names:
        first, last = firsts.get(begin + name.start), lasts.get(begin + name.end)
        if first is None or last is None:
            continue
        merged.take(words, done, first)
        merged.starts.append(begin + name.start)
        merged.ends.append(begin + name.end)
        merged.shown.append(_SPACE.sub(" ", name.of(shown)))
        done = last + 1
    merged.take(words, done, len(words.starts))
    return merged


def _spaces(words: _Words) -> list[bool]:
    """Say of each word whether white space comes between it and the next."""
    return [*map(gt, words.starts[1:], words.ends), False][: len(words.starts)]


def _tokens(text: str, words: _Words, said: Parsed) -> tuple[Token, ...]:
    heads, labels = list(said.heads), list(said.labels)
    tops = [i for i, head in enumerate(heads) if head == i]
    for i in tops:
        heads[i], labels[i] = tops[0], _EXTRA_ROOT if i > tops[0] else "root"
    # Edit trees learned from common words would bend unknown names.
    lemmas = [
        shown if part == "PROPN" else lemma.lower()
        for shown, part, lemma in zip(words.shown, said.parts, said.lemmas, strict=True)
    ]
    printed = [text[start:end] for start, end in zip(words.starts, words.ends, strict=True)]
    stand_ins = _stand_ins()
    for n, word in enumerate(printed):
        if word in stand_ins:
            lemmas[n] = stand_ins[word].lemma
    columns = (printed, words.starts, words.ends, lemmas, said.parts, said.tags, labels, heads)
    return tuple(map(Token._make, zip(count(), *columns, strict=False)))
