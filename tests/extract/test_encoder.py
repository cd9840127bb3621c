"""The encoder: the sums of the model's own layers, to the bit, whatever stands beside."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from trucewatch.extract.encoder import Encoder

trucewatch_en = pytest.importorskip(
    "trucewatch_en", reason="the language model is a distribution of its own"
)
VECTORS = np.random.default_rng(7).standard_normal((40, 96), dtype=np.float32)
VECTORS[0] = 0


@pytest.fixture(scope="module")
def model() -> Any:
    return trucewatch_en.load().get_pipe("tok2vec").model.layers[1]


@settings(max_examples=50, deadline=None)
@given(st.lists(st.lists(st.integers(1, 39), max_size=30), min_size=1, max_size=12))
def test_the_vectors_are_those_of_the_model_to_the_bit(
    model: Any, sentences: list[list[int]]
) -> None:
    found = Encoder(model).encoded(VECTORS, sentences)
    wanted = model.predict([VECTORS[rows] for rows in sentences])
    assert (found == np.concatenate(wanted)).all()


def test_a_sentence_does_not_see_its_neighbours(model: Any) -> None:
    encoder = Encoder(model)
    alone = encoder.encoded(VECTORS, [[3, 1, 4, 1, 5]])
    beside = encoder.encoded(VECTORS, [[2, 7], [3, 1, 4, 1, 5], [], [9]])
    assert (beside[2:7] == alone).all()
