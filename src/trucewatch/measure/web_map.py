"""`trucewatch bench map`: a map of many happenings, in a browser and tile by tile.

A made-up record of incidents alone is served; the list of its whole period is opened in headless
Chromium (where Playwright and Chromium are installed): until the map has drawn everything for the
first time, and until it has again after being dragged and zoomed. Then tiles are asked for one by
one, at all zooms over the theatre.
"""

from __future__ import annotations

import asyncio
import os
import random
import shutil
import tempfile
import time
from collections.abc import Sequence
from math import asinh, pi, radians, tan
from pathlib import Path
from typing import Any, Final

from trucewatch.measure.web import Caller, served, spread
from trucewatch.measure.web_watch import EAST, NORTH, SOUTH, WEST, points

SIZES: Final = (100_000,)
"""Points; a million takes a minute to fill, so it has to be asked for."""
TILES: Final = 140
ZOOMS: Final = range(5, 15)
PANS: Final = 6
WAIT_S: Final = 120
FLAGS: Final = (
    "--no-sandbox",
    "--disable-background-networking",
    "--use-angle=swiftshader",
    "--enable-unsafe-swiftshader",
)
_TIMED: Final = """
(seconds) => new Promise((done, fail) => {
  const start = performance.now();
  const look = () => {
    const box = document.getElementById("map");
    if (box.dataset.drawn === "true") return done(performance.now() - start);
    if (performance.now() - start > seconds * 1000) return fail(new Error("nothing is drawn"));
    setTimeout(look, 5);
  };
  look();
})
"""


def bench(sizes: Sequence[int] = SIZES, folder: Path | None = None) -> dict[str, Any]:
    """Fill a record to each size, serve it, and draw it.

    Args:
        sizes: points.
        folder: where to keep the records, so that the next run finds them filled; None for nowhere.

    Returns:
        size -> milliseconds.
    """
    with tempfile.TemporaryDirectory(prefix="trucewatch-bench-") as name:
        root = folder or Path(name)
        return {f"{size:,} points": _measured(root / f"map-{size}", size) for size in sizes}


def _measured(folder: Path, size: int) -> dict[str, Any]:
    first, last = points(folder, size)
    query = f"from={first}&to={last}"
    found: dict[str, Any] = {"load average before": round(os.getloadavg()[0], 1)}
    with served(folder) as (port, _):
        found |= asyncio.run(_tiles(port, query))
        chromium = shutil.which("chromium") or shutil.which("chromium-browser")
        if chromium is not None:
            found |= _drawn(port, query, chromium)
    return found


async def _tiles(port: int, query: str) -> dict[str, Any]:
    caller = Caller(port)
    start = time.perf_counter()
    await caller.get(f"/happenings?{query}")
    first = time.perf_counter() - start
    draw = random.Random(4326)  # noqa: S311  (nobody's secret)
    asked = [
        (zoom, *_tile(draw.uniform(WEST, EAST), draw.uniform(SOUTH, NORTH), zoom))
        for zoom in ZOOMS
        for _ in range(TILES // len(ZOOMS))
    ]
    await caller.get(f"/tiles/0/0/0.mvt?{query}")
    seconds = []
    for z, x, y in dict.fromkeys(asked):
        start = time.perf_counter()
        await caller.get(f"/tiles/{z}/{x}/{y}.mvt?{query}")
        seconds.append(time.perf_counter() - start)
    return {
        "first page after the start, s": round(first, 1),
        "tiles, each asked for once, ms": spread(seconds),
    }


def _tile(lon: float, lat: float, zoom: int) -> tuple[int, int]:
    """Return the Web Mercator tile that a point lies in."""
    side = 2**zoom
    return int((lon + 180) / 360 * side), int((1 - asinh(tan(radians(lat))) / pi) / 2 * side)


def _drawn(port: int, query: str, chromium: str) -> dict[str, Any]:
    """Draw the map, drag and zoom it in a browser without a graphics card."""
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        return {}
    with sync_playwright() as running:
        browser = running.chromium.launch(executable_path=chromium, args=list(FLAGS))
        page = browser.new_page(viewport={"width": 1400, "height": 1000})
        start = time.perf_counter()
        page.goto(f"http://127.0.0.1:{port}/happenings?{query}", wait_until="domcontentloaded")
        page.evaluate(_TIMED, WAIT_S)
        idle = time.perf_counter() - start
        box = page.locator("#map").bounding_box()
        assert box is not None, "the page has a map"
        x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
        moved = []
        for step in range(PANS):
            page.evaluate("document.getElementById('map').removeAttribute('data-drawn')")
            start = time.perf_counter()
            if step % 2:
                page.mouse.move(x, y)
                page.mouse.wheel(0, -240)
            else:
                page.mouse.move(x, y)
                page.mouse.down()
                page.mouse.move(x + 90, y + 60, steps=4)
                page.mouse.up()
            page.evaluate(_TIMED, WAIT_S)
            moved.append(time.perf_counter() - start)
        browser.close()
    return {
        "first drawn in the browser, s": round(idle, 2),
        "drawn again after a drag, s": [round(one, 2) for one in moved[::2]],
        "drawn again after a zoom, s": [round(one, 2) for one in moved[1::2]],
    }
