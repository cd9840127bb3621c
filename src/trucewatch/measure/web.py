"""`trucewatch bench web`: how fast the workbench answers while rows are being appended.

A watch with made-up incidents (a hundred a day, four to a report) is served by a process of its
own on loopback. Day pages and incident pages are asked for at a fixed rate, each from the moment
it was due (a server that falls behind is not flattered), while reports, readings and proposals go
into the ledger; then tiles of the whole period.
"""

from __future__ import annotations

import http.client
import random
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any, Final

import msgspec

from trucewatch import config
from trucewatch.ledger import Ledger
from trucewatch.ledger.store import reading_key
from trucewatch.measure.ledger import FIRST, Row, claim_of, document_of, incident_of
from trucewatch.model import Claim, Incident, Merged, Reading, Span

SIZES: Final = (20_000,)
"""Incidents; a quarter of a million takes some minutes to fill, so it has to be asked for."""
PER_DAY: Final = 100
PER_REPORT: Final = 4
RATES: Final = (50, 200)
"""Requests per second, half of them for days, half for incidents."""
SECONDS: Final = 20
CALLERS: Final = 16
INGEST: Final = 0.25
"""Seconds between two reports that come in: some hundred thousand a day."""
TILES: Final = 60
WEST, SOUTH, EAST, NORTH = 35.7, 35.0, 37.4, 36.7


def bench(sizes: Sequence[int] = SIZES) -> dict[str, Any]:
    """Fill a watch to each size, serve it, and measure it there.

    Returns:
        size -> milliseconds at the median and the 99th percentile, by kind of page.
    """
    return {f"{size:,} incidents": _measured(size) for size in sizes}


def _measured(size: int) -> dict[str, Any]:
    with tempfile.TemporaryDirectory(prefix="trucewatch-bench-") as name:
        folder = Path(name) / "watch"
        shutil.copytree(config.example("idlib-2020"), folder)
        days = -(-size // PER_DAY)
        with Ledger(folder / config.LEDGER) as ledger:
            for day in range(days):
                with ledger.writing():
                    for row in _day(day):
                        ledger.append_within(*row)
        with _served(folder) as port:
            loads = {f"{rate} requests per s": _loaded(folder, port, days, rate) for rate in RATES}
            return {**loads, **_tiles(port, days)}


def _day(number: int) -> Iterator[Row]:
    """Yield the reports of one day, their readings, and the proposal that groups them."""
    draw = random.Random(number)  # noqa: S311  (nobody's secret)
    day = FIRST + timedelta(days=number)
    incidents: list[Incident] = []
    for report in range(PER_DAY // PER_REPORT):
        document = document_of(f"{number}-{report}", day)
        item = document.item.id
        claims: list[Claim] = []
        for part in range(PER_REPORT):
            claim = claim_of(item, day)
            claims.append(
                msgspec.structs.replace(
                    claim, id=f"{claim.id}-{part}", trigger=Span(60 + part, 66 + part)
                )
            )
            incidents.append(_put(incident_of(claims[-1], day), draw))
        yield "document.added", item, document, f"document.added:{item}"
        reading = Reading(claims=tuple(claims))
        yield "claims.read", f"claims:{item}", reading, reading_key(item, "bench/1")
    stream = f"merge:{day}"
    yield "merge.proposed", stream, Merged(incidents=tuple(incidents)), stream


def _put(incident: Incident, draw: random.Random) -> Incident:
    """Put an incident somewhere in the theatre: what lies on one spot would be one mark."""
    lat, lon = round(draw.uniform(SOUTH, NORTH), 5), round(draw.uniform(WEST, EAST), 5)
    point = {"type": "Point", "coordinates": [lon, lat]}
    where = msgspec.structs.replace(incident.where, geometry=point, lat=lat, lon=lon)
    return msgspec.structs.replace(incident, where=where)


@contextmanager
def _served(folder: Path) -> Iterator[int]:
    """Serve a watch from a process of its own, and yield the port once it answers."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port: int = free.getsockname()[1]
    command = [sys.executable, "-m", "trucewatch", "serve", "--watch", str(folder)]
    command += ["--port", str(port)]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as server:  # noqa: S603  (our own)
        try:
            _wait(port)
            yield port
        finally:
            server.terminate()


def _wait(port: int) -> None:
    for _ in range(600):
        try:
            _get(http.client.HTTPConnection("127.0.0.1", port, timeout=30), "/help")
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise TimeoutError("the server does not answer")


def _get(connection: http.client.HTTPConnection, path: str) -> bytes:
    connection.request("GET", path)
    answer = connection.getresponse()
    body = answer.read()
    if answer.status != http.client.OK:
        raise RuntimeError(f"{path} answered {answer.status}")
    return body


def _loaded(folder: Path, port: int, days: int, rate: int) -> dict[str, Any]:
    """Ask for pages at the fixed rate while reports come in."""
    draw = random.Random(2014)  # noqa: S311
    asked = [_page(draw, days, index) for index in range(rate * SECONDS)]
    local = threading.local()
    found: dict[str, list[float]] = {"day page": [], "incident page": []}

    def ask(kind: str, path: str, due: float) -> None:
        if not hasattr(local, "connection"):
            local.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        time.sleep(max(0.0, due - time.perf_counter()))
        _get(local.connection, path)
        found[kind].append(time.perf_counter() - due)

    for kind, path in asked[:20]:  # templates are compiled once
        ask(kind, path, time.perf_counter())
    for values in found.values():
        values.clear()
    with _ingesting(folder, days + rate * SECONDS) as came, ThreadPoolExecutor(CALLERS) as callers:
        start = time.perf_counter()
        waits = [
            callers.submit(ask, kind, path, start + index / rate)
            for index, (kind, path) in enumerate(asked)
        ]
        for one in waits:
            one.result()
        seconds = time.perf_counter() - start
    told = {f"{kind}, ms": _spread(values) for kind, values in found.items()}
    return {
        **told,
        "answered per s": round(len(asked) / seconds),
        "events meanwhile": came(),
    }


def _page(draw: random.Random, days: int, index: int) -> tuple[str, str]:
    number = draw.randrange(days)
    day = FIRST + timedelta(days=number)
    if index % 2:
        return "day page", f"/day/{day}"
    item = document_of(f"{number}-{draw.randrange(PER_DAY // PER_REPORT)}", day).item.id
    claim = f"{claim_of(item, day).id}-{draw.randrange(PER_REPORT)}"
    return "incident page", f"/happening/i1-{claim[3:]}"


@contextmanager
def _ingesting(folder: Path, days: int) -> Iterator[Callable[[], int]]:
    """Append the days that follow, event by event, until the load has passed."""
    ended = threading.Event()
    count = [0]

    def ingest() -> None:
        number = days
        with Ledger(folder / config.LEDGER) as ledger:
            while not ended.is_set():
                for kind, stream, body, key in _day(number):
                    ledger.append(kind, stream, body, key=key)
                    count[0] += 1
                    if ended.wait(INGEST if kind == "claims.read" else 0):
                        return
                number += 1

    thread = threading.Thread(target=ingest, name="ingest")
    thread.start()
    try:
        yield lambda: count[0]
    finally:
        ended.set()
        thread.join()


def _tiles(port: int, days: int) -> dict[str, Any]:
    """Ask for tiles over the theatre, the whole period in each; the first builds the index."""
    last = FIRST + timedelta(days=days)
    query = f"from={FIRST}&to={last}"
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=600)
    start = time.perf_counter()
    _get(connection, f"/tiles/0/0/0.mvt?{query}")
    first = time.perf_counter() - start
    draw = random.Random(4326)  # noqa: S311
    seconds = []
    for _ in range(TILES):
        zoom = draw.randrange(5, 12)
        x, y = _tile(draw.uniform(WEST, EAST), draw.uniform(SOUTH, NORTH), zoom)
        start = time.perf_counter()
        _get(connection, f"/tiles/{zoom}/{x}/{y}.mvt?{query}")
        seconds.append(time.perf_counter() - start)
    return {"first tile, s": round(first, 2), "tiles, ms": _spread(seconds)}


def _tile(lon: float, lat: float, zoom: int) -> tuple[int, int]:
    """Return the Web Mercator tile that a point lies in."""
    from math import asinh, pi, radians, tan

    side = 2**zoom
    return int((lon + 180) / 360 * side), int((1 - asinh(tan(radians(lat))) / pi) / 2 * side)


def _spread(seconds: Sequence[float]) -> dict[str, float]:
    ordered = sorted(seconds)

    def at(share: float) -> float:
        return round(ordered[min(len(ordered) - 1, int(share * len(ordered)))] * 1000, 1)

    return {"p50": at(0.5), "p99": at(0.99), "max": at(1.0)}
