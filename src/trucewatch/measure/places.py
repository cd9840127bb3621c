"""Accuracy of placing: recognition, relation and distance on gold sets of place expressions.

The gold is two TOML files of cases (`id`, `half`, `watch`, `text`, `places`); each place has the
`words` of its expression, its `relation`, and where it can be placed `lat` and `lon`, or `area`.
`gold.toml` needs only what ships with trucewatch. `theatres.toml` covers seven countries: Syria
ships, the packs of the others are read from the folder that `TRUCEWATCH_GAZETTEERS` names or from
`gazetteers/` beside the gold (`ua.pack.gz`, `ye.pack.gz`, ...), and countries without one are
listed as absent.
"""

from __future__ import annotations

import os
import tomllib
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

from msgspec import Struct, convert, to_builtins

from trucewatch import geo
from trucewatch.measure.scores import digest
from trucewatch.model import Document, GeoJSON, Item, Passage, PlaceMention, Span, Watch
from trucewatch.places import Atlas, atlas_for, default_atlas, locate
from trucewatch.places.atlas import Box

Half = Literal["dev", "test"]
FOLDER = "TRUCEWATCH_GAZETTEERS"
"""Environment variable: the folder with the packs that do not ship."""
IDLIB = (35.5, 34.3, 42.4, 37.4)
"""Theatre of the watch in `gold.toml`: west, south, east, north in degrees."""
THEATRES = {
    "sy": (35.5, 32.2, 42.5, 37.5),
    "ua": (22.0, 44.2, 40.3, 52.5),
    "ye": (41.5, 12.0, 54.0, 19.1),
    "sd": (21.7, 8.6, 38.7, 22.3),
    "lb": (35.0, 33.0, 36.7, 34.8),
    "az": (44.7, 38.3, 50.7, 42.0),
    "am": (43.4, 38.8, 46.7, 41.4),
}
"""Theatres of the watches in `theatres.toml`: the whole countries."""
WITHIN_KM = (1, 5, 25)


class GoldPlace(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An annotated expression; `lat`/`lon` are absent where the gazetteer cannot place it.

    `area` is the gazetteer's id of a district or province; `event` marks where the sentence's
    happening took place.
    """

    words: str
    relation: str
    lat: float | None = None
    lon: float | None = None
    area: str | None = None
    event: bool = False


class Case(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A short text with its place expressions in order."""

    id: str
    half: Half
    watch: str
    text: str
    places: tuple[GoldPlace, ...]


class Events(Struct, frozen=True, kw_only=True):
    """Figures over the `n` places where happenings took place (those with a position)."""

    n: int
    within_1_km: float
    within_5_km: float
    within_25_km: float
    abstained: float


class Score(Struct, frozen=True, kw_only=True):
    """Figures of one half; shares are 0..1, rounded to three decimals.

    `precision` and `recall` count exact spans; `relation` is over the expressions that were found;
    `within_1_km` and so on are over all expressions with a position; `abstained` is the share of
    those that were not found or not placed; `area` is the share of annotated areas that were
    chosen (1 where none is).
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
    area: float
    events: Events | None


def load_gold(path: Path) -> tuple[Case, ...]:
    """Read a gold file."""
    return convert(tomllib.loads(path.read_text(encoding="utf-8"))["case"], tuple[Case, ...])


def mentions_of(case: Case, atlas: Atlas) -> tuple[PlaceMention, ...]:
    """Locate the places of a case; members of a list that one mention covers are left out."""
    document = Document(
        item=Item(id=case.id, text=case.text, media_type="text/plain"),
        passages=(Passage(kind="article_body", start=0, end=len(case.text)),),
    )
    found = locate(document, atlas).mentions
    return tuple(
        one
        for one in found
        if not any(
            other is not one and len(other.names) > 1 and other.place.span.covers(one.place.span)
            for other in found
        )
    )


@lru_cache(maxsize=16)
def atlas_of(country: str, theatre: Box | None, pack: str) -> Atlas:
    """Return the atlas of a watch over one country; without a theatre that of no watch."""
    if theatre is None:
        return default_atlas()
    watch = Watch(id=country, title=country, theatre=theatre, timezone="UTC", gazetteers=(pack,))
    return atlas_for(watch)


def packs_in(folder: Path) -> dict[str, str]:
    """Return the country's pack, by id or path, for each theatre that has one here."""
    named = os.environ.get(FOLDER)
    places = [Path(named)] if named else []
    found = {"sy": "sy"}
    for country in THEATRES:
        for place in (*places, folder / "gazetteers"):
            path = place / f"{country}.pack.gz"
            if country not in found and path.is_file():
                found[country] = str(path.resolve())
    return found


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
    """Return the figures of both files, and their digest.

    The halves of `theatres.toml` are scored where all packs are there; else country by country.
    """
    files = [folder / "gold.toml", folder / "theatres.toml"]
    cases = load_gold(files[0])
    figures: dict[str, Any] = {"digest": digest(files)}
    for half in ("dev", "test"):
        chosen = [(case, _idlib(case.watch)) for case in cases if case.half == half]
        figures[half] = plain(score_of(chosen))
    return figures | _by_theatre(load_gold(files[1]), packs_in(folder))


def _idlib(watch: str) -> Atlas:
    return atlas_of(watch, IDLIB if watch else None, watch)


def _by_theatre(cases: Sequence[Case], packs: dict[str, str]) -> dict[str, Any]:
    absent = [country for country in THEATRES if country not in packs]
    placed = [
        (case, atlas_of(case.watch, THEATRES[case.watch], packs[case.watch]))
        for case in cases
        if case.watch in packs
    ]
    countries = {
        country: plain(score_of([row for row in placed if row[0].watch == country]))
        for country in THEATRES
        if country in packs
    }
    if absent:
        return {"countries": countries, "absent": absent}
    halves = {
        half: plain(score_of([row for row in placed if row[0].half == half]))
        for half in ("dev", "test")
    }
    return {"countries": countries, "all": halves}


def plain(score: Score) -> dict[str, Any]:
    """Return a score as nested numbers."""
    figures: dict[str, Any] = to_builtins(score)
    return {name: value for name, value in figures.items() if value is not None}


def score_of(cases: Sequence[tuple[Case, Atlas]]) -> Score:
    """Score the placing of cases, each with its atlas, against their gold."""
    found = matched = related = total = 0
    areas: list[bool] = []
    distances: list[float | None] = []
    events: list[float | None] = []
    for case, atlas in cases:
        mentions = {one.place.span: one.place for one in mentions_of(case, atlas)}
        found += len(mentions)
        for gold, span in spans_of(case):
            total += 1
            place = mentions.get(span)
            matched += place is not None
            related += place is not None and place.relation == gold.relation
            if gold.area is not None:
                areas.append(place is not None and place.chosen == gold.area)
            if gold.lat is None or gold.lon is None:
                continue
            geometry = place.geometry if place is not None else None
            away = (
                geo.points_distance_m((gold.lat, gold.lon), middle(geometry))
                if geometry is not None
                else None
            )
            distances.append(away)
            if gold.event:
                events.append(away)
    precision, recall = share(matched, found), share(matched, total)
    one, five, wide, none = _within(distances)
    near, event, far, open_ = _within(events)
    return Score(
        cases=len(cases),
        expressions=total,
        precision=precision,
        recall=recall,
        f1=share(2 * matched, found + total),
        relation=share(related, matched),
        positions=len(distances),
        within_1_km=one,
        within_5_km=five,
        within_25_km=wide,
        abstained=none,
        area=share(sum(areas), len(areas)),
        events=Events(
            n=len(events),
            within_1_km=near,
            within_5_km=event,
            within_25_km=far,
            abstained=open_,
        )
        if events
        else None,
    )


def middle(geometry: GeoJSON) -> tuple[float, float]:
    """Return the point that a geometry is scored by: of a list the middle of its places."""
    if geometry["type"] != "MultiPoint":
        return geo.representative(geometry)
    lons, lats = zip(*geometry["coordinates"], strict=True)
    return sum(lats) / len(lats), sum(lons) / len(lons)


def _within(distances: Sequence[float | None]) -> tuple[float, float, float, float]:
    """Return the shares within 1, 5 and 25 km, and of those not placed."""
    hits = [
        sum(away is not None and away <= limit * 1000 for away in distances) for limit in WITHIN_KM
    ]
    none = sum(away is None for away in distances)
    one, five, wide = (share(hit, len(distances)) for hit in hits)
    return one, five, wide, share(none, len(distances)) if distances else 0.0


def share(part: int, whole: int) -> float:
    """Return a share rounded to three decimals, 1 of nothing."""
    return round(part / whole, 3) if whole else 1.0
