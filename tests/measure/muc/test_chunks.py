"""Noun phrases of trees."""

from __future__ import annotations

from trucewatch.extract.analysis import analyse
from trucewatch.measure.muc.chunks import chunks
from trucewatch.model import Span


def test_phrases_know_what_they_hang_on() -> None:
    text = "Gunmen killed judge Lena Holst and two old shepherds in front of the bank."
    (tree,) = analyse(text, [Span(0, len(text))])
    found = {chunk.span.of(text): chunk for chunk in chunks(tree)}
    assert {"Gunmen", "two old shepherds", "the bank"} <= set(found)
    assert found["Gunmen"].dep == "nsubj"
    assert found["Gunmen"].governor.of(text) == "killed"
    assert found["two old shepherds"].dep == "obj"
