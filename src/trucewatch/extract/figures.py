"""Figures of a sentence: counted things with their kind, group and bounds (CODEBOOK, "Figures")."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Final, get_args

from msgspec import Struct
from msgspec.structs import replace

from trucewatch.extract.harm import Governed, govern, whole_of
from trucewatch.extract.quantities import Quantity, find_quantities
from trucewatch.extract.tables import load_data
from trucewatch.extract.units import units
from trucewatch.extract.words import split_words
from trucewatch.model import Figure, Group, Span
from trucewatch.model.vocabulary import FigureKind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from trucewatch.extract.actors import Registry

HARM_KINDS: Final[frozenset[FigureKind]] = frozenset(
    {"killed", "wounded", "missing", "captured", "released", "displaced", "destroyed", "damaged"}
)
"""Kinds that a harm word decides; the others follow from what is counted."""

_LAID = frozenset(
    {"mine", "landmine", "land mine", "anti-tank mine", "anti-personnel mine", "explosive device",
     "improvised explosive device", "ied", "explosive object", "explosive charge", "charge",
     "unexploded ordnance", "uxo"}
)  # fmt: skip
"""Munitions that lie about until somebody destroys them."""


class FigureReading(Struct, frozen=True, kw_only=True):
    """One figure with how it was read.

    `figure.part_of` is an index into the tuple that the figure came in (see `reindexed`);
    `trigger` is the harm word that gave the kind, None for figures of things and areas.
    """

    figure: Figure
    quantity: Quantity
    trigger: Span | None = None


def read_figures(
    text: str,
    span: Span | None = None,
    registry: Registry | None = None,
    source: str | None = None,
    *,
    clipped: bool = False,
) -> tuple[FigureReading, ...]:
    """Return the figures of a sentence in order, kinds, groups and parts worked out.

    `registry` adds the side of the counted group ("Turkish soldiers") as the watch assesses it,
    `source` is the outlet whose partisan words it may understand.
    Singular noun phrases ("a driver") are figures only where a harm word governs them, and
    numbers without a noun only where a harm word or a larger number gives them one. In a
    `clipped` text, as posts are, they need no article ("medic dead").
    """
    quantities = find_quantities(text, span, implicit=True, clipped=clipped)
    if not quantities:
        return ()
    governed = govern(split_words(text, span), quantities, clipped=clipped)
    kept = [n for n, q in enumerate(quantities) if _is_figure(quantities, n, governed)]
    index = {n: place for place, n in enumerate(kept)}
    readings = []
    for n in kept:
        whole = whole_of(quantities, n) if _is_part(quantities[n]) else None
        if whole is not None and _listed(text, quantities[n], governed[whole], governed[n]):
            whole = None
        part_of = index.get(whole) if whole is not None else None
        reading = _reading(quantities, n, governed[n], part_of)
        group = _group(text, quantities[n], registry, source)
        readings.append(replace(reading, figure=replace(reading.figure, group=group)))
    return (*readings, *_nobody_hurt(readings))


def _listed(text: str, quantity: Quantity, whole: Governed | None, own: Governed | None) -> bool:
    """Say whether a number is only the next in a list ("22 dead, among them 20 boys, 105 hurt")."""
    if whole is None or own is None or whole.kind == own.kind or whole.kind not in HARM_KINDS:
        return False
    told = text[quantity.span.end :].lstrip().startswith("of ")  # "12, three of whom were hurt"
    return not told and text[: quantity.span.start].rstrip().endswith((",", " and", ";"))


def _nobody_hurt(readings: Sequence[FigureReading]) -> list[FigureReading]:
    """Return the second figure of "no casualties": nobody killed, and nobody wounded either."""
    return [
        replace(reading, figure=replace(reading.figure, kind="wounded", part_of=None))
        for reading in readings
        if reading.quantity.unit_lemma == "casualty"
        and reading.figure.best == 0
        and reading.figure.kind == "killed"
    ]


def reindexed(readings: Sequence[FigureReading], keep: Sequence[int]) -> tuple[Figure, ...]:
    """Return a choice of the figures, `part_of` counted anew within the choice.

    A part whose whole is not chosen stands alone.
    """
    place = {n: i for i, n in enumerate(keep)}
    return tuple(
        replace(
            readings[n].figure,
            part_of=place.get(whole) if (whole := readings[n].figure.part_of) is not None else None,
        )
        for n in keep
    )


def _is_figure(quantities: Sequence[Quantity], n: int, governed: Sequence[Governed | None]) -> bool:
    quantity = quantities[n]
    if governed[n] is not None:
        return True
    if quantity.implicit:
        return False
    if quantity.unit_class == "none":
        return _is_part(quantity) and whole_of(quantities, n) is not None
    if quantity.unit_class == "ignored":
        return False
    # "one village", "no patrol" are hardly figures.
    return not (
        quantity.best in {0, 1} and quantity.unit_class in {"event", "goods", "other", "place"}
    )


def _is_part(quantity: Quantity) -> bool:
    return quantity.part_of_previous or quantity.part_of_next


@cache
def _kinds() -> dict[str, FigureKind]:
    rows = load_data("figures.toml")["kinds"]
    known = {kind: kind for kind in get_args(FigureKind)}
    return {unit_class: known[kind] for unit_class, kind in rows.items()}


def words_of_kind(kind: FigureKind) -> frozenset[str]:
    """Return the folded words with which a noun begins whose count is a figure of this kind."""
    return frozenset(
        first for first, unit in units().firsts() if _kinds().get(unit.unit_class) == kind
    )


def _reading(
    quantities: Sequence[Quantity],
    n: int,
    governed: Governed | None,
    part_of: int | None,
) -> FigureReading:
    quantity = quantities[n]
    counted = _counted(quantities, n)
    kind = governed.kind if governed is not None else _kinds()[counted.unit_class]
    if counted.unit_class == "animal" and kind in HARM_KINDS:
        kind = "other"  # harm is counted of people and things; "30 sheep were killed" is neither
    laid = counted.unit_lemma in _LAID
    if counted.unit_class == "munition" and kind in ("destroyed", "damaged") and not laid:
        kind = "munitions"  # "61 rockets, of which nine were intercepted"
    harm = kind in HARM_KINDS
    basis = counted.count_basis
    if basis in {"unspecified", "casualty"} and harm and kind not in {"destroyed", "damaged"}:
        # "three wounded": whom else could one wound.
        basis = "person"
    figure = Figure(
        kind=kind,
        group=None,
        low=quantity.low,
        best=quantity.best,
        high=quantity.high,
        qualifier=quantity.qualifier,
        count_basis=basis,
        text=quantity.text,
        span=quantity.span,
        cumulative=quantity.cumulative and harm,
        part_of=part_of,
    )
    trigger = governed.trigger if governed is not None else None
    return FigureReading(figure=figure, quantity=quantity, trigger=trigger)


def _counted(quantities: Sequence[Quantity], n: int) -> Quantity:
    """Return the quantity whose noun counts: its own, or for a bare part that of its whole."""
    quantity = quantities[n]
    if quantity.unit_class == "none" and _is_part(quantity):
        whole = whole_of(quantities, n)
        return quantities[whole] if whole is not None else quantity
    return quantity


def _group(
    text: str, quantity: Quantity, registry: Registry | None, source: str | None
) -> Group | None:
    if quantity.unit_span is None or quantity.unit_text is None:
        return None
    side = None
    if registry is not None:
        side = registry.match(text, quantity.unit_span, source).side
    if side is None and quantity.group_class == "civilian":
        side = "civilian"
    return Group(text=quantity.unit_text, span=quantity.unit_span, side=side)
