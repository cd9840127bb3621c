"""The loaded language model, driven for speed: batches, word vectors kept, memory given back.

`trucewatch-en` is a small spaCy pipeline on one shared layer of word vectors. What that layer
knows of a word by itself does not depend on the sentence, so it is worked out once per word; only
what the neighbours add is worked out anew. Every figure is the same, bit for bit, whatever else
is read with a sentence and in whatever order (tests/extract/test_engine.py).
"""

from __future__ import annotations

from contextlib import ExitStack
from functools import lru_cache
from threading import Lock
from typing import TYPE_CHECKING, Any

from trucewatch.errors import ModelMissingError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_ZONE = 200_000
"""Words after which all that was kept of words is given back, so that memory stays level."""
_ROOM = 8_000
"""Different words for whose vectors there is room from the start."""


class Engine:
    """The model and the usual case of words; `lock` is for whoever reads with it.

    Documents of `parsed` are good until `renew` is called.
    """

    __slots__ = ("_pieces", "_read", "_rows", "_vectors", "_zone", "lock", "nlp", "usual")

    def __init__(self, nlp: Any, usual: Mapping[str, str]) -> None:
        self.nlp = nlp
        self.usual = usual
        self.lock = Lock()
        self._zone = ExitStack()
        self._read = _ZONE
        self._pieces: dict[str, tuple[tuple[int, int], ...]] = {}
        self._rows: dict[int, int] = {}
        self._vectors: Any = None

    def renew(self) -> None:
        """Forget the words read so far when they have become many."""
        if self._read >= _ZONE:
            self._zone.close()
            self._zone.enter_context(self.nlp.memory_zone())
            self._read = 0
            self._pieces.clear()
            self._rows.clear()
            self._vectors = None

    def pieces(self, chunk: str) -> tuple[tuple[int, int], ...]:
        """Return where the words of a stretch without white space start and end in it.

        The tokenizer looks at one such stretch at a time, so that it need see each only once.
        """
        found = self._pieces.get(chunk)
        if found is None:
            words = self.nlp.tokenizer(chunk)
            found = tuple((word.idx, word.idx + len(word)) for word in words)
            self._pieces[chunk] = found
        return found

    def parsed(self, sentences: Sequence[tuple[list[str], list[bool]]]) -> list[Any]:
        """Return a tagged and parsed document for each sentence of (words, spaces after them)."""
        from spacy.tokens import Doc

        documents = [
            # Sentences are ours, not the parser's: it may not break where we did not.
            Doc(self.nlp.vocab, words, spaces, sent_starts=[i == 0 for i in range(len(words))])
            for words, spaces in sentences
        ]
        self._read += sum(map(len, documents))
        (_, shared), *parts = self.nlp.pipeline
        shared.set_annotations(documents, self._in_context(shared.model, documents))
        for _, part in parts:
            part.set_annotations(documents, part.predict(documents))
        return documents

    def _in_context(self, model: Any, documents: Sequence[Any]) -> Any:
        """Return the vectors of the words in their sentences."""
        alone, among_others = model.layers
        orths = [document.to_array("ORTH").tolist() for document in documents]
        self._learn(alone, documents, orths)
        rows = self._rows
        return among_others.predict([self._vectors[[rows[o] for o in own]] for own in orths])

    def _learn(self, alone: Any, documents: Sequence[Any], orths: Sequence[Sequence[int]]) -> None:
        """Work out the vectors of the words that are new."""
        from spacy.tokens import Doc

        new = {
            orth: token.text
            for document, own in zip(documents, orths, strict=True)
            for orth, token in zip(own, document, strict=True)
            if orth not in self._rows
        }
        (vectors,) = alone.predict([Doc(self.nlp.vocab, list(new.values()))])
        first = len(self._rows)
        self._rows.update(zip(new, range(first, first + len(new)), strict=True))
        if self._vectors is None or len(self._rows) > len(self._vectors):
            room = alone.ops.alloc2f(max(_ROOM, 2 * len(self._rows)), vectors.shape[1])
            if first:
                room[:first] = self._vectors[:first]
            self._vectors = room
        self._vectors[first : len(self._rows)] = vectors


@lru_cache(maxsize=1)
def engine() -> Engine:
    """Load the model once.

    Raises:
        ModelMissingError: if the language model is not installed.
    """
    try:
        import trucewatch_en
    except ImportError as error:
        message = "the English language model (trucewatch-en) is not installed"
        fix = "Install it: pip install trucewatch-en (or ./models/trucewatch-en of a checkout)."
        raise ModelMissingError(message, fix=fix) from error
    return Engine(trucewatch_en.load(), trucewatch_en.usual_case())
