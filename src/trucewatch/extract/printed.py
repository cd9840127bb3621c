"""A number as it stands in a sentence, before it is known what it is a figure of."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from trucewatch.extract.counted_nouns import CountedNoun
    from trucewatch.model import Span
    from trucewatch.model.vocabulary import Qualifier


class Bounds(NamedTuple):
    """What a number says: low, best and high, and the qualifier before it."""

    low: float | None
    best: float | None
    high: float | None
    qualifier: Qualifier


class Printed(NamedTuple):
    """A number as it stands: its words, the span of number and qualifier, and its noun.

    `number_end` is the word behind the number itself, before its noun.
    """

    first: int
    last: int
    number_end: int
    span: Span
    bounds: Bounds
    noun: CountedNoun | None
    money: bool = False
    implicit: bool = False
