"""Accuracy of placing: recognition, relation and distance on a gold set of place expressions.

The gold is a TOML file of cases (`id`, `half`, `watch`, `text`, `places`); each place has the
`words` of its expression, its `relation`, and where it can be placed `lat` and `lon`.
"""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Literal

from msgspec import Struct, convert
from msgspec.structs import asdict

from trucewatch import geo
from trucewatch.measure.scores import digest
from trucewatch.model import Document, Item, Passage, PlaceMention, Span, Watch
from trucewatch.places import Atlas, atlas_for, default_atlas, locate

Half = Literal["dev", "test"]
THEATRES = {"sy": (35.5, 34.3, 42.4, 37.4)}
"""Boxes of the watches that cases name: west, south, east, north in degrees."""
WITHIN_KM = (1, 5, 25)


class GoldPlace(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An annotated expression; `lat`/`lon` are absent where the gazetteer cannot place it."""

    words: str
    relation: str
    lat: float | None = None
    lon: float | None = None


class Case(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A short text with its place expressions in order."""

    id: str
    half: Half
    watch: str
    text: str
    places: tuple[GoldPlace, ...]


class Score(Struct, frozen=True, kw_only=True):
    """Figures of one half; shares are 0..1, rounded to three decimals.

    `precision` and `recall` count exact spans; `relation` is over the expressions that were found;
    `within_1_km` and so on are over all expressions with a position; `abstained` is the share of
    those that were found but not placed.
    """

    cases: int
    expressions: int
    precision: float
    recall: float
    f1: float
    relation: float
    positions: int
    within_1_km: float
    within_5_km: float
    within_25_km: float
    abstained: float


def load_gold(path: Path) -> tuple[Case, ...]:
    """Read a gold file."""
    return convert(tomllib.loads(path.read_text(encoding="utf-8"))["case"], tuple[Case, ...])


def mentions_of(case: Case) -> tuple[PlaceMention, ...]:
    """Locate the places of a case; members of a list that one mention covers are left out."""
    document = Document(
        item=Item(id=case.id, text=case.text, media_type="text/plain"),
        passages=(Passage(kind="article_body", start=0, end=len(case.text)),),
    )
    found = locate(document, _atlas(case.watch)).mentions
    return tuple(
        one
        for one in found
        if not any(
            other is not one and len(other.names) > 1 and other.place.span.covers(one.place.span)
            for other in found
        )
    )


def _atlas(watch: str) -> Atlas:
    if not watch:
        return default_atlas()
    theatre = THEATRES[watch]
    return atlas_for(
        Watch(id=watch, title=watch, theatre=theatre, timezone="UTC", gazetteers=(watch,))
    )


def spans_of(case: Case) -> list[tuple[GoldPlace, Span]]:
    """Return the gold places with their spans, each found after the one before."""
    spans: list[tuple[GoldPlace, Span]] = []
    at = 0
    for place in case.places:
        start = case.text.index(place.words, at)
        at = start + len(place.words)
        spans.append((place, Span(start, at)))
    return spans


def score(folder: Path) -> dict[str, Any]:
    """Return the figures of both halves of `gold.toml`, and its digest."""
    cases = load_gold(folder / "gold.toml")
    halves = {
        half: asdict(score_of([case for case in cases if case.half == half]))
        for half in ("dev", "test")
    }
    return {"digest": digest([folder / "gold.toml"]), **halves}


def score_of(cases: Sequence[Case]) -> Score:
    """Score the placing of cases against their gold."""
    found = matched = related = total = 0
    distances: list[float | None] = []
    for case in cases:
        mentions = {one.place.span: one.place for one in mentions_of(case)}
        found += len(mentions)
        for gold, span in spans_of(case):
            total += 1
            place = mentions.get(span)
            matched += place is not None
            related += place is not None and place.relation == gold.relation
            if gold.lat is not None and gold.lon is not None:
                geometry = place.geometry if place is not None else None
                distances.append(
                    geo.points_distance_m((gold.lat, gold.lon), geo.representative(geometry))
                    if geometry is not None
                    else None
                )
    hits = [
        sum(away is not None and away <= limit * 1000 for away in distances) for limit in WITHIN_KM
    ]
    precision, recall = _share(matched, found), _share(matched, total)
    return Score(
        cases=len(cases),
        expressions=total,
        precision=precision,
        recall=recall,
        f1=_share(2 * matched, found + total),
        relation=_share(related, matched),
        positions=len(distances),
        within_1_km=_share(hits[0], len(distances)),
        within_5_km=_share(hits[1], len(distances)),
        within_25_km=_share(hits[2], len(distances)),
        abstained=_share(sum(away is None for away in distances), len(distances)),
    )


def _share(part: int, whole: int) -> float:
    return round(part / whole, 3) if whole else 1.0
