"""Tallies: a party's or a monitor's count of breaches over a period, "none" included."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, cast

from trucewatch.extract.forms import is_form
from trucewatch.extract.tables import load_data
from trucewatch.model import Figure, Span, TallyReport, TimeRef
from trucewatch.model.vocabulary import TallyBasis

if TYPE_CHECKING:
    from collections.abc import Sequence

    from trucewatch.extract.scene import Scene
    from trucewatch.extract.triggers import Hit

COUNTED = frozenset({"violations", "munitions", "other"})
"""Kinds of figures that a tally may count."""


@lru_cache(maxsize=1)
def _bases() -> tuple[tuple[tuple[str, ...], TallyBasis], ...]:
    rows = load_data("frames_patrol.toml")["tally"]
    pairs = [
        (tuple(phrase.split()), cast("TallyBasis", basis))
        for basis, phrases in rows.items()
        for phrase in phrases
    ]
    return tuple(sorted(pairs, key=lambda pair: -len(pair[0])))


def tally_of(
    scene: Scene, figures: Sequence[Figure], period: TimeRef | None, reported_by: str | None
) -> TallyReport | None:
    """Return what a sentence counts; None if it gives no count (then it is no tally)."""
    counted = [f for f in figures if f.kind in COUNTED]
    if not counted:
        return None
    return TallyReport(
        count_basis=_basis(scene, counted[0]), reported_by=reported_by, period=period
    )


def _basis(scene: Scene, figure: Figure) -> TallyBasis:
    """Return the counting unit, by the words of the counted group (they are never converted)."""
    if figure.group is None:
        return "unspecified"
    tokens = [
        t
        for t in scene.tokens
        if t.start < figure.group.span.end and figure.group.span.start < t.end
    ]
    for words, basis in _bases():
        for n in range(len(tokens) - len(words) + 1):
            if all(is_form(tokens[n + k], word) for k, word in enumerate(words)):
                return basis
    return "unspecified"


def counted_times(scene: Scene, hit: Hit) -> Span | None:
    """Return the numeral of "violated 14 times", which counts breaches without naming them."""
    for token in scene.tokens:
        if token.text.lower() == "times" and token.i and abs(token.i - hit.token.i) <= 4:
            return scene.tokens[token.i - 1].span
    return None
