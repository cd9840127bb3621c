"""Figures of reports held against geometry: the area of a corridor, its depth, a road's length."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Final, Literal

import msgspec

from trucewatch import geo
from trucewatch.assess.frame import names_in, paragraph_at
from trucewatch.model import (
    CLAIM_BEARING,
    Agreement,
    Claim,
    Document,
    Figure,
    GeometryCheck,
    Line,
    Zone,
)

TOLERANCE: Final = {"surveyed": 0.02, "derived": 0.05}
"""How far a figure may lie from the geometry, by the worst quality that goes into it."""
ROUGH: Final = 0.10
"""The same for sketches and hand-drawn geometry."""
_REACH = 60
"""Characters after a distance within which a word says what it measures ("six km deep")."""
_NUMBER = r"\d{1,3}(?:[,\u00a0\u202f]\d{3})+|\d+(?:\.\d+)?"
_GROUPING = re.compile(r"[,\u00a0\u202f]")


class _Units(msgspec.Struct, frozen=True):
    area: tuple[str, ...]
    width: tuple[str, ...]
    depth: tuple[str, ...]
    length: tuple[str, ...]


@lru_cache(maxsize=1)
def _units() -> _Units:
    text = files("trucewatch.assess").joinpath("measures.toml").read_text(encoding="utf-8")
    return msgspec.convert(tomllib.loads(text), _Units)


@dataclass(frozen=True, slots=True)
class _Stated:
    """A figure with where it stands: a claim's (`figure` its index), or an item's (-1)."""

    owner: str
    figure: int
    item: str
    start: int
    end: int
    value: float
    kind: Literal["area_km2", "distance_km"]


def checks(
    claims: Iterable[Claim], agreements: Sequence[Agreement], documents: Iterable[Document]
) -> tuple[GeometryCheck, ...]:
    """Hold areas and distances against the zone or line that their paragraph names.

    Figures of claims come first, whatever their act; an area in square kilometres that no claim
    carries is checked too, with the item's id for a claim's and figure -1. Without the text of
    the report nothing is checked: what a figure is about stands beside it.
    """
    known = sorted(documents, key=lambda row: row.item.id)
    texts = {row.item.id: row.item.text for row in known}
    stated = [row for claim in claims for row in _of_claim(claim)]
    covered = {(row.item, row.start) for row in stated}
    for document in known:
        stated += [
            row
            for row in _of_text(document)
            if not any(
                item == row.item and start <= row.start < start + 40 for item, start in covered
            )
        ]
    found = []
    for row in sorted(stated, key=lambda row: (row.item, row.start, row.owner)):
        text = texts.get(row.item)
        if text is not None:
            found += [one for agreement in agreements for one in _against(row, text, agreement)]
    return tuple(found)


def _of_claim(claim: Claim) -> Iterator[_Stated]:
    for number, figure in enumerate(claim.figures):
        value = _value(figure)
        if value is not None and figure.kind in ("area_km2", "distance_km"):
            kind: Literal["area_km2", "distance_km"] = (
                "area_km2" if figure.kind == "area_km2" else "distance_km"
            )
            start, end = figure.span
            yield _Stated(claim.id, number, claim.item, start, end, value, kind)


def _value(figure: Figure) -> float | None:
    if figure.best is not None:
        return figure.best
    return figure.high if figure.high is not None else figure.low


def _of_text(document: Document) -> Iterator[_Stated]:
    """Yield areas printed in digits in passages that may carry claims."""
    item = document.item
    units = "|".join(re.escape(unit) for unit in _units().area)
    pattern = re.compile(rf"(?<![\w.,])({_NUMBER})\s?(?:{units})(?!\w)", re.IGNORECASE)
    for passage in document.passages:
        if passage.kind not in CLAIM_BEARING:
            continue
        for match in pattern.finditer(item.text, passage.start, passage.end):
            value = float(_GROUPING.sub("", match[1]))
            yield _Stated(item.id, -1, item.id, match.start(), match.end(), value, "area_km2")


def _against(row: _Stated, text: str, agreement: Agreement) -> Iterator[GeometryCheck]:
    paragraph = paragraph_at(text, row.start)
    if row.kind == "area_km2":
        zone = _zone_named(paragraph, agreement)
        if zone is not None and zone.geometry is not None:
            computed = geo.area_km2(zone.geometry)
            yield _check(row, agreement, zone, computed, "km2", "area")
        return
    after = " ".join(text[row.end : row.end + _REACH].casefold().split())
    yield from _distances(row, after, paragraph, agreement)


def _distances(
    row: _Stated, after: str, paragraph: str, agreement: Agreement
) -> Iterator[GeometryCheck]:
    units = _units()
    zone = _zone_named(paragraph, agreement)
    if zone is not None and zone.geometry is not None and zone.derive == "buffer":
        line = agreement.line(zone.of[0])
        if line is not None and line.geometry is not None:
            width = geo.area_km2(zone.geometry) / geo.length_km(line.geometry)
            if names_in(after, units.depth):
                yield _check(row, agreement, zone, width / 2, "km", "depth to each side")
                return
            if names_in(after, units.width):
                yield _check(row, agreement, zone, width, "km", "width")
                return
    line = next((one for one in agreement.lines if names_in(paragraph, one.names)), None)
    if line is not None and line.geometry is not None and names_in(after, units.length):
        yield _check(row, agreement, line, geo.length_km(line.geometry), "km", "length")


def _zone_named(paragraph: str, agreement: Agreement) -> Zone | None:
    """Return the zone that a paragraph names; computed zones win, they have a size by the text."""
    named = [row for row in agreement.zones if names_in(paragraph, row.names)]
    return min(named, key=lambda row: (row.derive is None, row.id), default=None)


def _check(
    row: _Stated, agreement: Agreement, feature: Zone | Line, computed: float, unit: str, what: str
) -> GeometryCheck:
    tolerance = _tolerance(feature, agreement)
    off = abs(row.value - computed) / computed
    quality = feature.geometry_note.quality or "unknown quality"
    agrees = off <= tolerance
    return GeometryCheck(
        claim=row.owner,
        figure=row.figure,
        agreement=agreement.id,
        feature=feature.id,
        stated=row.value,
        computed=round(computed, 1),
        unit=unit,
        verdict="agrees" if agrees else "differs",
        reason=f"Stated {row.value:g} {unit}; the {what} of {feature.id} computed from its "
        f"geometry ({quality}) is {computed:.0f} {unit}: {off:.0%} apart, "
        f"{'within' if agrees else 'beyond'} the tolerance of {tolerance:.0%}.",
    )


def _tolerance(feature: Zone | Line, agreement: Agreement) -> float:
    notes = [feature.geometry_note.quality]
    if isinstance(feature, Zone):
        sources = [agreement.line(id_) or agreement.zone(id_) for id_ in feature.of]
        notes += [row.geometry_note.quality for row in sources if row is not None]
    return max(TOLERANCE.get(note, ROUGH) for note in notes)
