"""The loaded language model, driven for speed: batches, word vectors kept, memory given back.

`trucewatch-en` is a small spaCy pipeline on one shared layer of word vectors. What that layer
knows of a word by itself does not depend on the sentence, so it is worked out once per word; only
what the neighbours add is worked out anew. Every figure is the same, bit for bit, whatever else
is read with a sentence and in whatever order (tests/extract/test_engine.py), and the same that
the pipeline itself comes to.
"""

from __future__ import annotations

from contextlib import ExitStack
from functools import lru_cache
from itertools import accumulate, pairwise
from threading import Lock
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from trucewatch.errors import ModelMissingError
from trucewatch.extract.encoder import Encoder

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from trucewatch.extract.encoder import Floats

_ZONE = 200_000
"""Words after which all that was kept of words is given back, so that memory stays level."""
_ROOM = 8_000
"""Different words for whose vectors there is room from the start."""


class Piece(NamedTuple):
    """A word of a stretch without white space: where it starts and ends there, and its letters."""

    start: int
    end: int
    text: str


class Parsed(NamedTuple):
    """What the model says of each word of a sentence.

    Penn Treebank tags, universal parts of speech, lemmas as the model writes them, labels of
    dependency, and the index of the head (a word's own where it hangs on none).
    """

    tags: list[str]
    parts: list[str]
    lemmas: list[str]
    labels: list[str]
    heads: list[int]


_NAMING = ("tagger", "morphologizer", "trainable_lemmatizer")


class Engine:
    """The model and the usual case of words; `lock` is for whoever reads with it."""

    __slots__ = (
        "_alone",
        "_encoder",
        "_labels",
        "_lemmas",
        "_naming",
        "_parser",
        "_pieces",
        "_read",
        "_rows",
        "_scorer",
        "_vectors",
        "_zone",
        "lock",
        "nlp",
        "usual",
    )

    def __init__(self, nlp: Any, usual: Mapping[str, str]) -> None:
        self.nlp = nlp
        self.usual = usual
        self.lock = Lock()
        self._zone = ExitStack()
        self._read = _ZONE
        self._pieces: dict[str, tuple[Piece, ...]] = {}
        self._rows: dict[str, int] = {}
        self._lemmas: dict[tuple[int, str], str] = {}
        self._labels: dict[int, str] = {}
        self._vectors: Any = None
        self._alone, among_others = nlp.get_pipe("tok2vec").model.layers
        self._encoder = Encoder(among_others)
        self._naming = _Naming(nlp)
        self._parser = nlp.get_pipe("parser")
        self._scorer = self._parser.model.layers[-1]

    def renew(self) -> None:
        """Forget the words read so far when they have become many."""
        if self._read >= _ZONE:
            self._zone.close()
            self._zone.enter_context(self.nlp.memory_zone())
            self._read = 0
            self._pieces.clear()
            self._rows.clear()
            self._lemmas.clear()
            self._vectors = None

    def pieces(self, chunk: str) -> tuple[Piece, ...]:
        """Return the words of a stretch without white space.

        The tokenizer looks at one such stretch at a time, so that it need see each only once.
        """
        found = self._pieces.get(chunk)
        if found is None:
            words = self.nlp.tokenizer(chunk)
            found = tuple(Piece(word.idx, word.idx + len(word), word.text) for word in words)
            self._pieces[chunk] = found
        return found

    def parsed(self, sentences: Sequence[tuple[list[str], list[bool]]]) -> list[Parsed]:
        """Tag and parse sentences of (words, spaces after them)."""
        self._learn({word for words, _ in sentences for word in words})
        rows = self._rows
        vectors = self._encoder.encoded(
            self._vectors, [[rows[word] for word in words] for words, _ in sentences]
        )
        self._read += len(vectors)
        ends = accumulate((len(words) for words, _ in sentences), initial=0)
        places = [slice(start, end) for start, end in pairwise(ends)]
        tags, parts, edits = self._naming.named(vectors)
        trees = self._trees(sentences, [vectors[own] for own in places])
        return [
            Parsed(tags[own], parts[own], list(map(self._lemma, edits[own], words)), *tree)
            for (words, _), own, tree in zip(sentences, places, trees, strict=True)
        ]

    def _lemma(self, edit: int, word: str) -> str:
        """Return what an edit makes of a word, the word itself where it does not fit."""
        found = self._lemmas.get((edit, word))
        if found is None:
            found = self._lemmas[edit, word] = self._naming.lemma(edit, word)
        return found

    def _trees(
        self, sentences: Sequence[tuple[list[str], list[bool]]], vectors: Sequence[Floats]
    ) -> list[tuple[list[str], list[int]]]:
        """Return the labels and heads of the words of each sentence.

        The parser is driven step by step over all sentences at once. Its own loop lets go of the
        interpreter's lock and takes it back for every feature of every state, which costs more
        than the parsing.
        """
        from spacy.tokens import Doc

        documents = []
        for (words, spaces), own in zip(sentences, vectors, strict=True):
            # Sentences are ours, not the parser's: it may not break where we did not.
            begins = [n == 0 for n in range(len(words))]
            document = Doc(self.nlp.vocab, words, spaces, sent_starts=begins)
            document.tensor = own
            documents.append(document)
        parser = self._parser
        states = parser.moves.init_batch(documents)
        open_ = [state for state in states if not state.is_final()]
        if open_:
            model = parser.model.predict(documents)
            while open_:
                hidden = model.state2vec.predict(model.get_token_ids(open_))
                scores = self._scorer.ops.gemm(hidden, self._scorer.get_param("W"), trans2=True)
                scores += self._scorer.get_param("b")
                open_ = parser.transition_states(open_, scores)
            model.clear_memory()
        parser.set_annotations(documents, states)
        return list(map(self._tree, documents))

    def _tree(self, document: Any) -> tuple[list[str], list[int]]:
        found = document.to_array(["HEAD", "DEP"])
        known = self._labels
        labels = found[:, 1].tolist()
        for label in labels:
            if label not in known:
                known[label] = self.nlp.vocab.strings[label]
        heads = found[:, 0].astype(np.int64) + np.arange(len(found))
        return [known[label] for label in labels], heads.tolist()

    def _learn(self, words: set[str]) -> None:
        """Work out the vectors of the words that are new."""
        from spacy.tokens import Doc

        new = sorted(words.difference(self._rows))
        if not new and self._vectors is not None:
            return
        (vectors,) = self._alone.predict([Doc(self.nlp.vocab, new)])
        first = len(self._rows) + 1
        self._rows.update(zip(new, range(first, first + len(new)), strict=True))
        end = first + len(new)
        if self._vectors is None or end > len(self._vectors):
            room = np.zeros((max(_ROOM, 2 * end), vectors.shape[1]), dtype=vectors.dtype)
            if self._vectors is not None:
                room[:first] = self._vectors[:first]
            self._vectors = room
        self._vectors[first:end] = vectors


class _Naming:
    """Tag, part of speech and edit of a word from its vector: three layers of the model as one."""

    __slots__ = ("_bias", "_edits", "_ends", "_labels", "_ops", "_weights")

    def __init__(self, nlp: Any) -> None:
        tagger, forms, lemmatizer = map(nlp.get_pipe, _NAMING)
        layers = [pipe.model.get_ref("softmax") for pipe in (tagger, forms, lemmatizer)]
        weights = [layer.get_param("W") for layer in layers]
        self._ops = layers[0].ops
        self._weights = np.concatenate(weights)
        self._bias = np.concatenate([layer.get_param("b") for layer in layers])
        self._ends = (0, *accumulate(map(len, weights)))
        parts = [label.removeprefix("POS=") for label in forms.labels]
        self._labels = (tagger.labels, parts, lemmatizer.labels)
        self._edits = lemmatizer.trees

    def named(self, vectors: Floats) -> tuple[list[str], list[str], list[int]]:
        """Return the tag, the part of speech and the edit of each word."""
        if not len(vectors):
            return [], [], []
        scores = self._ops.gemm(vectors, self._weights, trans2=True)
        scores += self._bias
        tags, parts, edits = (
            [names[n] for n in scores[:, start:end].argmax(axis=1).tolist()]
            for names, (start, end) in zip(self._labels, pairwise(self._ends), strict=True)
        )
        return tags, parts, edits

    def lemma(self, edit: int, word: str) -> str:
        """Return what an edit makes of a word, the word itself where it does not fit."""
        made: str | None = self._edits.apply(edit, word)
        return word if made is None else made


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
