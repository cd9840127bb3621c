"""`trucewatch bench places`: scanning for names, points in polygons, and memory.

Run with every pack that is there: the Syrian one, and those of the folder that
`TRUCEWATCH_GAZETTEERS` names (see `trucewatch.measure.places`); the figures say which. Nothing in
the tests depends on them.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import numpy as np

from trucewatch import config, geo
from trucewatch.measure.memory import peak_mib
from trucewatch.measure.places import packs_in
from trucewatch.model import Document, Item, Passage, Watch
from trucewatch.places import Atlas, atlas_for, locate
from trucewatch.places.fold import fold_tokens, tokens_of

T = TypeVar("T")
RUNS = 3
TEXT_BYTES = 5_000_000
POINTS = 1_000_000
POLYGONS = 200
LOCATED_BYTES = 100_000


def bench() -> dict[str, Any]:
    """Return medians of three runs: MB/s of scanning, points/s in polygons, and peak memory."""
    packs = packs_in(Path())
    seconds, atlas = _timed(lambda: _atlas(packs))
    text = _text()
    once = _median(lambda: fold_tokens(tokens_of(text[:LOCATED_BYTES])))
    line = fold_tokens(tokens_of(text)).line
    scan = [_timed(lambda: atlas.scan(line))[0] for _ in range(RUNS)]
    located = _median(lambda: locate(_document(text[:LOCATED_BYTES]), atlas))
    zones = _zones(atlas)
    lats, lons = _points(zones)
    inside = _median(lambda: geo.points_in(lats, lons, zones))
    return {
        "packs": sorted(packs),
        "names": len({key for pack in atlas.packs for key in pack.index}),
        "open packs and build the scanner, s": round(seconds, 2),
        "scan, MB/s": {
            "median": round(len(line.encode()) / statistics.median(scan) / 1e6, 1),
            "best": round(len(line.encode()) / min(scan) / 1e6, 1),
        },
        "fold, MB/s": round(LOCATED_BYTES / once / 1e6, 2),
        "locate (fold, scan, resolve, place), MB/s": round(LOCATED_BYTES / located / 1e6, 3),
        "points": POINTS,
        "polygons": len(zones),
        "points in polygons, points/s": round(POINTS / inside),
        "peak_mib": peak_mib(),
    }


def _atlas(packs: dict[str, str]) -> Atlas:
    watch = Watch(
        id="all", title="all", theatre=(-180, -90, 180, 90), timezone="UTC",
        gazetteers=tuple(packs.values()),
    )  # fmt: skip
    atlas = atlas_for(watch)
    atlas.scan(" ")  # builds the scanner
    return atlas


def _text() -> str:
    """Return the example's reports, over and over up to `TEXT_BYTES`."""
    folder = config.example("idlib-2020") / config.REPORTS
    reports = [path.read_text("utf-8", "replace") for path in sorted(folder.glob("*.txt"))]
    whole = "\n\n".join(reports)
    return (whole * (TEXT_BYTES // len(whole.encode()) + 1))[:TEXT_BYTES]


def _document(text: str) -> Document:
    return Document(
        item=Item(id="bench", text=text, media_type="text/plain"),
        passages=(Passage(kind="article_body", start=0, end=len(text)),),
    )


def _zones(atlas: Atlas) -> list[geo.GeoJSON]:
    """Return districts and provinces of the packs, over again where they are too few."""
    found = [
        area
        for pack in atlas.packs
        for ident in pack.area_ids
        if (area := pack.area(ident)) is not None
    ]
    return [found[number % len(found)] for number in range(POLYGONS)]


def _points(zones: list[geo.GeoJSON]) -> tuple[Any, Any]:
    """Scatter points over the boxes of the zones."""
    chance = np.random.default_rng(20201110)
    boxes = np.array([geo.parse(zone).bounds for zone in zones])
    own = boxes[chance.integers(0, len(boxes), POINTS)]
    lons = chance.uniform(own[:, 0], own[:, 2])
    lats = chance.uniform(own[:, 1], own[:, 3])
    return lats, lons


def _timed(work: Callable[[], T]) -> tuple[float, T]:
    start = time.perf_counter()
    result = work()
    return time.perf_counter() - start, result


def _median(work: Callable[[], Any]) -> float:
    return statistics.median(_timed(work)[0] for _ in range(RUNS))
