"""Parts of speech, lemmas and dependency trees for the sentences worth reading.

The language model is a distribution of its own (`trucewatch-en`, CC BY-SA 4.0); this module loads
it once, hands it the sentences word by word, and turns its answers into inert trees.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from functools import lru_cache
from itertools import pairwise
from threading import Lock
from typing import TYPE_CHECKING, Any, NamedTuple

from trucewatch.errors import ModelMissingError
from trucewatch.extract.casing import restored
from trucewatch.extract.tree import Sentence, Token
from trucewatch.model.spans import Span

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

BATCH = 64
"""Sentences that go through the model together; more would not make it faster."""

_SPACE = re.compile(r"\s+")
_EXTRA_ROOT = "parataxis"


class _Word(NamedTuple):
    """A word as printed in the text (`start`, `end`) and as the model sees it."""

    start: int
    end: int
    shown: str


class _Engine(NamedTuple):
    nlp: Any
    usual: Mapping[str, str]
    lock: Lock


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
    engine = _engine()
    # The zone forgets words that were new in this text: memory stays level over an archive.
    with engine.lock, engine.nlp.memory_zone():
        prepared = [_words(engine, text, span, names) for span in spans]
        documents = (_document(engine, words) for words in prepared)
        parsed = engine.nlp.pipe(documents, batch_size=BATCH)
        return tuple(
            Sentence(start=span.start, end=span.end, tokens=_tokens(text, words, document))
            for span, words, document in zip(spans, prepared, parsed, strict=True)
        )


@lru_cache(maxsize=1)
def _engine() -> _Engine:
    try:
        import trucewatch_en
    except ImportError as error:
        message = "the English language model (trucewatch-en) is not installed"
        fix = "Install it: pip install trucewatch-en (or ./models/trucewatch-en of a checkout)."
        raise ModelMissingError(message, fix=fix) from error
    return _Engine(trucewatch_en.load(), trucewatch_en.usual_case(), Lock())


def _apart(spans: Sequence[Span]) -> list[Span]:
    kept: list[Span] = []
    for span in sorted(set(spans), key=lambda span: (span.start, -span.end)):
        if span.start < span.end and (not kept or span.start >= kept[-1].end):
            kept.append(span)
    return kept


def _words(engine: _Engine, text: str, span: Span, names: Sequence[Span]) -> list[_Word]:
    first = bisect_left(names, Span(span.start, span.start))
    here = [
        Span(name.start - span.start, name.end - span.start)
        for name in names[first : bisect_left(names, Span(span.end, span.end))]
        if name.end <= span.end
    ]
    shown = restored(span.of(text), engine.usual, here)
    words = [
        _Word(token.idx, token.idx + len(token), token.text)
        for token in engine.nlp.tokenizer(shown)
        if not token.is_space
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


def _document(engine: _Engine, words: Sequence[_Word]) -> Any:
    from spacy.tokens import Doc

    gaps = [after.start > word.end for word, after in pairwise(words)]
    return Doc(
        engine.nlp.vocab,
        words=[word.shown for word in words],
        spaces=[*gaps, False][: len(words)],
        # Sentences are ours, not the parser's: it may not break where we did not.
        sent_starts=[i == 0 for i in range(len(words))],
    )


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
