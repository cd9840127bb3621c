"""Geoparsing of news from anywhere: GeoVirus, 229 Wikinews articles with 2,170 place names.

Run with the atlas of no watch (the world pack, and the Syrian pack for texts about Syria). The
world pack that ships has the cities of 15,000 inhabitants; one of your own (`world.pack.gz` in the
folder that `TRUCEWATCH_GAZETTEERS` names) is used in its place. A name
counts as found where the spans are equal. Distances are to the coordinate that GeoVirus takes from
Wikipedia; `within_161_km` is the field's usual measure (100 miles). `end_to_end` is over all names
of the gold, found or not; `gold_spans` resolves the gold's own names.

Data: Gritta, Pilehvar and Collier 2018 (text CC BY 2.5), `GeoVirus.xml` in the data folder.
Measuring only. Errors were looked at in every other article; `unseen` are those never looked at.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

from trucewatch import geo
from trucewatch.errors import UsageError
from trucewatch.measure.places import FOLDER, share
from trucewatch.measure.scores import Tally
from trucewatch.model import Document, Item, Passage, Span
from trucewatch.places import Toponym, default_atlas, toponyms

FILE = "GeoVirus.xml"
WITHIN_KM = (161, 25, 5)


class Gold(NamedTuple):
    """A place name of an article with its coordinate."""

    span: Span
    lat: float
    lon: float


class Article(NamedTuple):
    """An article with its place names, in order."""

    text: str
    names: tuple[Gold, ...]


def articles(path: Path) -> list[Article]:
    """Read the corpus.

    Raises:
        UsageError: the file is missing.
    """
    from lxml import etree

    if not path.is_file():
        raise UsageError(f"{path} is missing", fix="Give the folder that holds GeoVirus.xml.")
    root = etree.parse(str(path), etree.XMLParser(resolve_entities=False, no_network=True))
    found = []
    for article in root.iterfind("article"):
        text = article.findtext("text") or ""
        names = [
            Gold(
                Span(int(place.findtext("start", "")), int(place.findtext("end", ""))),
                float(place.findtext("lat", "")),
                float(place.findtext("lon", "")),
            )
            for place in article.iterfind("locations/location")
        ]
        offset = _offset(text, names, article)
        moved = [
            name._replace(span=Span(name.span.start + offset, name.span.end + offset))
            for name in names
        ]
        found.append(Article(text, tuple(sorted(moved, key=lambda name: name.span.start))))
    return found


def _offset(text: str, names: Sequence[Gold], article: Any) -> int:
    """Return how far the printed offsets are off: some copies count from one."""
    words = [place.findtext("name") for place in article.iterfind("locations/location")]
    return max(
        (0, -1),
        key=lambda by: sum(
            text[name.span.start + by : name.span.end + by] == word
            for name, word in zip(names, words, strict=True)
            if name.span.start + by >= 0
        ),
    )


def score(data: Path) -> dict[str, Any]:
    """Return recognition and resolution figures over all articles and over the unseen half."""
    corpus = articles(data / FILE)
    world = _world()
    return {
        "packs": f"world ({'yours' if world else 'the one that ships'}), sy",
        "all": _score(corpus),
        "unseen": _score(corpus[1::2]),
    }


def _score(corpus: Sequence[Article]) -> dict[str, Any]:
    names = Tally()
    end_to_end: list[float | None] = []
    gold_spans: list[float | None] = []
    for article in corpus:
        gold = [name.span for name in article.names]
        found = {one.span: one for one in _toponyms(article.text)}
        names.add(right=sum(span in found for span in gold), found=len(found), wanted=len(gold))
        own = {one.span: one for one in _toponyms(article.text, gold)}
        end_to_end += [_away(found.get(name.span), name) for name in article.names]
        gold_spans += [_away(own.get(name.span), name) for name in article.names]
    return {
        "recognition": names.row(),
        "end_to_end": _shares(end_to_end),
        "gold_spans": _shares(gold_spans),
    }


def _toponyms(text: str, spans: Sequence[Span] | None = None) -> tuple[Toponym, ...]:
    document = Document(
        item=Item(id="geovirus", text=text, media_type="text/plain"),
        passages=(Passage(kind="article_body", start=0, end=len(text)),),
    )
    return toponyms(document, default_atlas(_world()), spans)


def _world() -> Path | None:
    folder = os.environ.get(FOLDER)
    path = Path(folder) / "world.pack.gz" if folder else None
    return path if path is not None and path.is_file() else None


def _away(found: Toponym | None, gold: Gold) -> float | None:
    if found is None or found.chosen is None:
        return None
    best = next(one for one in found.candidates if one.id == found.chosen)
    return geo.points_distance_m((gold.lat, gold.lon), (best.lat, best.lon))


def _shares(away: Sequence[float | None]) -> dict[str, float]:
    figures: dict[str, float] = {"n": len(away)}
    for limit in WITHIN_KM:
        hits = sum(one is not None and one <= limit * 1000 for one in away)
        figures[f"within_{limit}_km"] = share(hits, len(away))
    figures["abstained"] = share(sum(one is None for one in away), len(away))
    return figures
