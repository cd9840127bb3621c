"""What neighbouring words add to a word's vector: the model's convolutions, without its detours.

The same sums in the same order as thinc's own layers, to the bit (tests/extract/test_encoder.py),
in half the time: the three pieces of each unit lie side by side instead of being picked out one
by one, a sentence's words are gathered together with the padding between sentences, and nothing
is kept for training.
"""

from __future__ import annotations

from itertools import accumulate
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Floats = NDArray[np.float32]

_TINY = 1e-08
"""What thinc adds to a variance, so that none is nought."""


class _Layer(NamedTuple):
    """The weights of one convolution, units of the same piece side by side, and of its norm."""

    weights: Floats
    bias: Floats
    gain: Floats
    shift: Floats


class Encoder:
    """The convolutions of a `MaxoutWindowEncoder` over one word to each side.

    Args:
        model: the trained encoder: `with_array(residual(window, maxout, norm), ...)`.
    """

    __slots__ = ("_layers", "_ops", "_pad", "_pieces")

    def __init__(self, model: Any) -> None:
        self._ops = model.ops
        self._pad: int = model.attrs["pad"]
        maxouts = [one for one in model.walk() if one.name == "maxout"]
        norms = [one for one in model.walk() if one.name == "layernorm"]
        self._pieces: int = maxouts[0].get_dim("nP")
        self._layers = tuple(map(self._layer, maxouts, norms))

    def _layer(self, maxout: Any, norm: Any) -> _Layer:
        units, pieces, inputs = maxout.get_param("W").shape
        weights = maxout.get_param("W").transpose(1, 0, 2).reshape(pieces * units, inputs)
        bias = maxout.get_param("b").T.reshape(pieces * units)
        return _Layer(
            np.ascontiguousarray(weights),
            np.ascontiguousarray(bias),
            norm.get_param("G"),
            norm.get_param("b"),
        )

    def encoded(self, vectors: Floats, sentences: Sequence[Sequence[int]]) -> Floats:
        """Return the vectors of all words in their sentences, one sentence after the other.

        `sentences` are rows of `vectors`, whose first row must be nought: it parts sentences,
        so far from each other that none sees the next.
        """
        gap = [0] * self._pad
        padded = list(gap)
        for rows in sentences:
            padded += rows
            padded += gap
        held = vectors[padded]
        for layer in self._layers:
            held += self._added(layer, held)
        lengths = map(len, sentences)
        begins = accumulate(lengths, lambda at, length: at + length + self._pad, initial=self._pad)
        words = [
            at + n for at, rows in zip(begins, sentences, strict=False) for n in range(len(rows))
        ]
        found: Floats = held[words]
        return found

    def _added(self, layer: _Layer, held: Floats) -> Floats:
        """Return what the neighbours of each word add to it."""
        units = held.shape[1]
        window = np.zeros((len(held), 3 * units), dtype=held.dtype)
        window[1:, :units] = held[:-1]
        window[:, units : 2 * units] = held
        window[:-1, 2 * units :] = held[1:]
        pieces = self._ops.gemm(window, layer.weights, trans2=True)
        pieces += layer.bias
        best: Floats = pieces[:, :units]
        for n in range(1, self._pieces):
            best = np.maximum(best, pieces[:, n * units : (n + 1) * units])
        best -= best.mean(axis=1, keepdims=True)
        variance = np.square(best).mean(axis=1, keepdims=True) + _TINY
        best *= variance ** (-1.0 / 2.0)
        best *= layer.gain
        best += layer.shift
        return best
