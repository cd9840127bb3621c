"""Noun phrases by the codebook's rule, on trees written by hand."""

import pytest
from extract.test_arguments import scene

from trucewatch.extract.phrases import noun_phrase

UNITS = scene(
    "the three units of the Northern Army stationed in Marib",
    [
        ("the", "the", "DET", "det", 2), ("three", "three", "NUM", "nummod", 2),
        ("units", "unit", "NOUN", "root", 2), ("of", "of", "ADP", "case", 6),
        ("the", "the", "DET", "det", 6), ("Northern", "northern", "ADJ", "amod", 6),
        ("Army", "Army", "PROPN", "nmod", 2), ("stationed", "station", "VERB", "acl", 2),
        ("in", "in", "ADP", "case", 9), ("Marib", "Marib", "PROPN", "obl", 7),
    ],
)  # fmt: skip
SCARE = scene(
    'the "terrorist" camps',
    [
        ("the", "the", "DET", "det", 4), ('"', '"', "PUNCT", "punct", 2),
        ("terrorist", "terrorist", "NOUN", "compound", 4), ('"', '"', "PUNCT", "punct", 2),
        ("camps", "camp", "NOUN", "root", 4),
    ],
)  # fmt: skip


@pytest.mark.parametrize(
    ("made", "i", "words"),
    [(UNITS, 2, "units of the Northern Army"), (UNITS, 6, "Northern Army"),
     (SCARE, 2, '"terrorist"')],
)  # fmt: skip
def test_spans(made, i, words):
    assert noun_phrase(made, made.tokens[i]).of(made.text) == words
