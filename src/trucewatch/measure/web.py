"""`trucewatch bench web`: how fast the workbench answers while reports are coming in.

A made-up watch (`web_watch`) is served by a process of its own on loopback, and another process
appends reports, readings and proposals to it. Days and incidents are asked for at a fixed rate,
each timed from when it was due (a server that falls behind is not flattered); then as fast as it
answers; then the pages that look at the whole record.
"""

from __future__ import annotations

import asyncio
import multiprocessing
import os
import random
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from trucewatch import config
from trucewatch.ledger import Ledger
from trucewatch.measure.ledger import FIRST
from trucewatch.measure.web_watch import PER_DAY, day_of, days_of, filled, incident_id

if TYPE_CHECKING:
    from multiprocessing.sharedctypes import Synchronized

SIZES: Final = (20_000,)
"""Incidents; a quarter of a million takes two minutes to fill, so it has to be asked for."""
RATES: Final = (50, 200)
"""Requests per second, half of them for days, half for incidents."""
SECONDS: Final = 20
WARM: Final = 40
"""Requests before the measured ones: templates are compiled once."""
CONNECTIONS: Final = 32
CLOSED: Final = 8
"""Connections that ask again as soon as they are answered."""
CLOSED_SECONDS: Final = 10
INGEST: Final = 0.25
"""Seconds between two reports that come in: some hundred thousand a day."""
WHOLE: Final = (
    "/happenings?{all}",
    "/happenings?{all}&act=ied&q=town%2017",
    "/balance?{all}",
    "/sources?{all}",
    "/queue",
)
TIMES: Final = 4
PROC: Final = Path("/proc")
Page = tuple[str, str]
"""The kind of a page, and its path."""


def bench(sizes: Sequence[int] = SIZES, folder: Path | None = None) -> dict[str, Any]:
    """Fill a watch to each size, serve it, and measure it there.

    Args:
        sizes: incidents.
        folder: where to keep the watches, so that the next run finds them filled; None for nowhere.

    Returns:
        size -> milliseconds at the median and the 99th percentile by kind of page, and what a
        request costs the server's processor.
    """
    with tempfile.TemporaryDirectory(prefix="trucewatch-bench-") as name:
        root = folder or Path(name)
        return {f"{size:,} incidents": _measured(root / f"web-{size}", size) for size in sizes}


def _measured(folder: Path, size: int) -> dict[str, Any]:
    days = filled(folder, size)
    found: dict[str, Any] = {"load average before": round(os.getloadavg()[0], 1)}
    with served(folder) as (port, pid):
        draw = random.Random(2014)  # noqa: S311  (nobody's secret)
        for rate in RATES:
            asked = [_page(draw, days, index) for index in range(rate * SECONDS)]
            with _ingesting(folder) as came:
                found[f"{rate} requests per s"] = {
                    **asyncio.run(_at_rate(port, pid, asked, rate)),
                    "events meanwhile": came.value,
                }
        with _ingesting(folder):
            found["as fast as it answers"] = asyncio.run(_closed(port, pid, draw, days))
        found["whole record, first / again, ms"] = asyncio.run(_whole(port, days))
        found["memory of the server, MB"] = _memory(pid)
    return found


@contextmanager
def served(folder: Path) -> Iterator[tuple[int, int]]:
    """Serve a watch from a process of its own; yield its port and process id once it answers."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port: int = free.getsockname()[1]
    command = [sys.executable, "-m", "trucewatch", "serve", "--watch", str(folder)]
    command += ["--port", str(port)]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as server:  # noqa: S603  (our own)
        try:
            asyncio.run(_awaited(port))
            yield port, server.pid
        finally:
            server.terminate()


async def _awaited(port: int) -> None:
    for _ in range(600):
        try:
            await Caller(port).get("/help")
        except OSError:
            await asyncio.sleep(0.1)
        else:
            return
    raise TimeoutError("the server does not answer")


class Caller:
    """One connection that is kept open; it reads HTTP/1.1 answers that state their length."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def get(self, path: str) -> bytes:
        """Return the body of a page.

        Raises:
            RuntimeError: it was not found, or the server failed.
        """
        if self._streams is None:
            self._streams = await asyncio.open_connection("127.0.0.1", self._port, limit=2**20)
        reader, writer = self._streams
        writer.write(f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".encode())
        head = (await reader.readuntil(b"\r\n\r\n")).lower()
        length = int(head.partition(b"content-length:")[2].partition(b"\r\n")[0])
        body = await reader.readexactly(length)
        if b" 200 " not in head[:16]:
            raise RuntimeError(f"{path} answered {head[:40]!r}: {body[:200]!r}")
        return body


async def _at_rate(port: int, pid: int, asked: Sequence[Page], rate: int) -> dict[str, Any]:
    """Ask for pages when they are due, on whichever connection is free."""
    free: asyncio.Queue[Caller] = asyncio.Queue()
    for _ in range(CONNECTIONS):
        free.put_nowait(Caller(port))
    found: dict[str, list[float]] = defaultdict(list)

    async def ask(page: Page, due: float) -> None:
        caller = await free.get()
        await caller.get(page[1])
        found[page[0]].append(time.perf_counter() - due)
        free.put_nowait(caller)

    for page in asked[:WARM]:
        await ask(page, 0.0)
    found.clear()
    before, start = _processor(pid), time.perf_counter()
    waits = []
    for index, page in enumerate(asked):
        due = start + index / rate
        await asyncio.sleep(max(0.0, due - time.perf_counter()))
        waits.append(asyncio.create_task(ask(page, due)))
    await asyncio.gather(*waits)
    seconds = time.perf_counter() - start
    return {
        **{f"{kind}, ms": spread(values) for kind, values in sorted(found.items())},
        "answered per s": round(len(asked) / seconds),
        "processor per request, ms": _cost(pid, before, len(asked)),
        "load average": round(os.getloadavg()[0], 1),
    }


async def _closed(port: int, pid: int, draw: random.Random, days: int) -> dict[str, Any]:
    """Ask as fast as the server answers, for days and incidents in turn."""
    until = time.perf_counter() + CLOSED_SECONDS
    count = 0

    async def ask() -> None:
        nonlocal count
        caller = Caller(port)
        while time.perf_counter() < until:
            await caller.get(_page(draw, days, count)[1])
            count += 1

    before = _processor(pid)
    await asyncio.gather(*(ask() for _ in range(CLOSED)))
    return {
        "answered per s": round(count / CLOSED_SECONDS),
        "processor per request, ms": _cost(pid, before, count),
    }


async def _whole(port: int, days: int) -> dict[str, Any]:
    """Time the pages that look at the whole record: at first, and when nothing has changed."""
    last = FIRST + timedelta(days=days - 1)
    values = {"all": f"from={FIRST}&to={last}"}
    caller = Caller(port)
    found: dict[str, Any] = {}
    for path in WHOLE:
        seconds = []
        for _ in range(TIMES):
            start = time.perf_counter()
            await caller.get(path.format(**values))
            seconds.append((time.perf_counter() - start) * 1_000)
        found[path.partition("{")[0] + path.partition("}")[2]] = (
            f"{seconds[0]:.0f} / {sorted(seconds[1:])[len(seconds) // 2 - 1]:.0f}"
        )
    return found


def _page(draw: random.Random, days: int, index: int) -> Page:
    number = draw.randrange(days)
    if index % 2:
        return "day page", f"/day/{FIRST + timedelta(days=number)}"
    return "incident page", f"/happening/{incident_id(number, draw.randrange(PER_DAY))}"


@contextmanager
def _ingesting(folder: Path) -> Iterator[Synchronized[int]]:
    """Append the days that follow, event by event, in a process of its own."""
    context = multiprocessing.get_context("spawn")
    count, ended = context.Value("i", 0), context.Event()
    process = context.Process(target=_ingest, args=(folder, count, ended))
    process.start()
    try:
        yield count
    finally:
        ended.set()
        process.join()


def _ingest(folder: Path, count: Synchronized[int], ended: threading.Event) -> None:
    with Ledger(folder / config.LEDGER) as ledger:
        number = days_of(ledger)
        while not ended.is_set():
            for kind, stream, body, key in day_of(number):
                ledger.append(kind, stream, body, key=key)
                count.value += 1
                if ended.wait(INGEST if kind == "claims.read" else 0):
                    return
            number += 1


def _processor(pid: int) -> float | None:
    """Return the seconds of processor time that a process has used (Linux; None elsewhere)."""
    stat = PROC / str(pid) / "stat"
    if not stat.exists():
        return None
    used = stat.read_text().rpartition(")")[2].split()
    return (int(used[11]) + int(used[12])) / os.sysconf("SC_CLK_TCK")


def _cost(pid: int, before: float | None, count: int) -> float | None:
    now = _processor(pid)
    return None if before is None or now is None else round((now - before) * 1_000 / count, 2)


def _memory(pid: int) -> int | None:
    """Return the resident memory of a process in megabytes (Linux; None elsewhere)."""
    stat = PROC / str(pid) / "statm"
    if not stat.exists():
        return None
    return int(stat.read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") // 2**20


def spread(seconds: Sequence[float]) -> dict[str, float]:
    """Return median, 99th percentile and maximum in milliseconds."""
    ordered = sorted(seconds)

    def at(share: float) -> float:
        return round(ordered[min(len(ordered) - 1, int(share * len(ordered)))] * 1000, 1)

    return {"p50": at(0.5), "p99": at(0.99), "max": at(1.0)}
