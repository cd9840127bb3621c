"""`trucewatch bench ledger`: what the record costs, and how that grows.

One ledger is filled with made-up reports and measured at each size: half of the events are
documents, half are readings of one claim, and a proposal per day adds one incident for every four
events. Commits wait for the disk, so the disk is most of what is measured.
"""

from __future__ import annotations

import hashlib
import os
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from pathlib import Path
from typing import Any, Final

import apsw

from trucewatch.ledger import Ledger, Reads, Writer, checkpoints, verify
from trucewatch.ledger.events import Kind
from trucewatch.ledger.merkle import inclusion_proof
from trucewatch.ledger.store import reading_key
from trucewatch.model import (
    Attribution,
    Claim,
    Document,
    Figure,
    Incident,
    Item,
    Merged,
    Passage,
    Place,
    Reading,
    Span,
    TimeRef,
    When,
    Where,
)

SIZES: Final = (10_000, 100_000)
"""Events; a million takes some minutes and about two gigabytes, so it has to be asked for."""
BATCH: Final = 100
SINGLE: Final = 300
CALLERS: Final = 8
PER_DAY: Final = 400
"""Events of one day: 200 documents, their readings, and a proposal of 100 incidents."""
FIRST: Final = date(2014, 1, 1)
_BODY: Final = (
    "Residents of the town said that several shells had struck its western outskirts before dawn, "
    "and that the road to the next village was closed for most of the morning. "
)
Row = tuple[Kind, str, object, str]


def bench(sizes: Sequence[int] = SIZES) -> dict[str, Any]:
    """Fill one ledger to each size in turn and measure it there.

    Returns:
        size -> figures; rates and times by the wall clock, and where a busy machine would hide
        what the work itself costs, by the processor's (`cpu`; all processes and threads).
    """
    found: dict[str, Any] = {}
    with (
        tempfile.TemporaryDirectory(prefix="trucewatch-bench-") as folder,
        Ledger(Path(folder) / "ledger.db") as ledger,
    ):
        days = _days()
        for size in sorted(sizes):
            found[f"{size:,} events"] = _grown(ledger, days, size)
    return found


def _grown(ledger: Ledger, days: Iterator[list[Row]], size: int) -> dict[str, Any]:
    other = Reads(apsw.Connection(str(ledger.path)))
    started, before, used = time.perf_counter(), ledger.seq, _cpu()
    spent = 0.0
    waits: list[float] = []
    while ledger.seq < size - 2 * SINGLE:
        rows = next(days)
        for at in range(0, len(rows), BATCH):
            with ledger.writing():
                for row in rows[at : at + BATCH]:
                    ledger.append_within(*row)
                if at == 0 and len(waits) < 200:  # a reader while the writer is in the middle
                    start = time.perf_counter()
                    month = _month(ledger.seq)
                    other.findings(*month)
                    other.happenings(month[0], month[0])
                    waits.append(time.perf_counter() - start)
                    spent += waits[-1]
    seconds = time.perf_counter() - started - spent
    batched = (ledger.seq - before) / seconds
    cost = (_cpu() - used) / (ledger.seq - before)
    single = _single(ledger)
    together = _together(ledger)
    return {
        "incidents": _count(ledger),
        "single commits per s": round(single),
        "single commits per s, 8 callers": round(together),
        "rows per s in batches of 100": round(batched),
        "cpu per row in batches, us": round(cost * 1e6),
        "read during ingest, ms": _spread(waits),
        "as of, one day, ms": _times(lambda: _as_of(ledger, days=1)),
        "as of, one month, ms": _times(lambda: _as_of(ledger, days=31)),
        "checkpoint, ms": _times(lambda: _signed(ledger), runs=1),
        "inclusion proof, ms": _times(lambda: inclusion_proof(7, ledger.seq, ledger.node)),
        **_verified(ledger),
        "bytes per event": round(ledger.path.stat().st_size / ledger.seq),
    }


def _count(ledger: Ledger) -> int:
    ((count,),) = ledger.db.execute('SELECT count(*) FROM "grouping" WHERE ended IS NULL')
    return int(count)


def _single(ledger: Ledger) -> float:
    documents = [document_of(f"single-{ledger.seq}-{number}", FIRST) for number in range(SINGLE)]
    start = time.perf_counter()
    for one in documents:
        ledger.append("document.added", one.item.id, one, key=f"document.added:{one.item.id}")
    return SINGLE / (time.perf_counter() - start)


def _together(ledger: Ledger) -> float:
    """Measure callers that each wait for their own commit, through the one writer."""
    documents = [document_of(f"together-{ledger.seq}-{number}", FIRST) for number in range(SINGLE)]

    def append(one: Document) -> None:
        writer.append("document.added", one.item.id, one, key=f"document.added:{one.item.id}")

    start = time.perf_counter()
    with Writer(ledger) as writer, ThreadPoolExecutor(CALLERS) as callers:
        list(callers.map(append, documents))
    return SINGLE / (time.perf_counter() - start)


def _month(seq: int) -> tuple[str, str]:
    day = FIRST + timedelta(days=max(0, seq // PER_DAY // 2))
    return day.isoformat(), (day + timedelta(days=30)).isoformat()


def _as_of(ledger: Ledger, *, days: int) -> None:
    """Read a period in the middle, as known when three quarters of the events were there."""
    first = FIRST + timedelta(days=ledger.seq // PER_DAY // 2)
    last = first + timedelta(days=days - 1)
    known = ledger.as_of(ledger.seq * 3 // 4)
    assert known.happenings(first.isoformat(), last.isoformat())


def _signed(ledger: Ledger) -> None:
    checkpoints.make(ledger)


def _verified(ledger: Ledger) -> dict[str, float]:
    start, used = time.perf_counter(), _cpu()
    faults = verify(ledger)
    assert not faults, faults[:3]
    return {
        "full verify, s": round(time.perf_counter() - start, 2),
        "full verify, cpu s": round(_cpu() - used, 2),
    }


def _cpu() -> float:
    """Return the processor seconds used so far, those of ended child processes included."""
    spent = os.times()
    return spent.user + spent.system + spent.children_user + spent.children_system


def _times(work: Callable[[], object], runs: int = 5) -> dict[str, float]:
    seconds = []
    for _ in range(runs):
        start = time.perf_counter()
        work()
        seconds.append(time.perf_counter() - start)
    return _spread(seconds)


def _spread(seconds: Sequence[float]) -> dict[str, float]:
    return {
        "median": round(statistics.median(seconds) * 1000, 2),
        "max": round(max(seconds) * 1000, 2),
    }


def _days() -> Iterator[list[Row]]:
    """Yield the events of one day after the other, without end."""
    number = 0
    while True:
        day = FIRST + timedelta(days=number)
        rows: list[Row] = []
        incidents = []
        for place in range(PER_DAY // 2):
            one = document_of(f"{number}-{place}", day)
            item = one.item.id
            claim = claim_of(item, day)
            rows.append(("document.added", item, one, f"document.added:{item}"))
            reading = Reading(claims=(claim,))
            rows.append(("claims.read", f"claims:{item}", reading, reading_key(item, "bench/1")))
            if place % 2:
                incidents.append(incident_of(claim, day))
        stream = f"merge:{day}"
        rows.append(("merge.proposed", stream, Merged(incidents=tuple(incidents)), stream))
        yield rows
        number += 1


def document_of(name: str, day: date) -> Document:
    """Return a made-up report of a day."""
    text = f"Shells strike a town ({name})\n\n{_BODY * 7}"
    head = text.index("\n")
    return Document(
        item=Item(
            id=f"sha256:{hashlib.sha256(name.encode()).hexdigest()}",
            text=text,
            media_type="text/plain",
            source="wire",
            published_at=day.isoformat(),
        ),
        passages=(
            Passage(kind="headline", start=0, end=head),
            Passage(kind="article_body", start=head + 2, end=len(text)),
        ),
    )


def claim_of(item: str, day: date) -> Claim:
    """Return the claim that a made-up report makes."""
    place = Place(
        text="the town",
        span=Span(40, 48),
        relation="at",
        geometry={"type": "Point", "coordinates": [36.6096, 35.8137]},
        uncertainty_m=1000.0,
        precision="exact",
    )
    return Claim(
        id=f"c1-{item[-16:]}",
        item=item,
        published_by="wire",
        published_at=day.isoformat(),
        passage=1,
        sentence=Span(35, 200),
        trigger=Span(60, 66),
        act="shelling",
        modality="asserted",
        attribution=Attribution(form="said", source_text="Residents", source_span=Span(35, 44)),
        place=place,
        time=TimeRef(
            text="before dawn",
            span=Span(120, 131),
            start=day.isoformat(),
            end=day.isoformat(),
            precision="day",
        ),
        figures=(
            Figure(
                kind="munitions",
                group=None,
                low=3,
                best=None,
                high=None,
                qualifier="vague",
                count_basis="munition",
                text="several shells",
                span=Span(60, 74),
            ),
        ),
    )


def incident_of(claim: Claim, day: date) -> Incident:
    """Return the incident of one claim."""
    return Incident(
        id=f"i1-{claim.id[3:]}",
        act=claim.act,
        claims=(claim.id,),
        when=When(start=day.isoformat(), end=day.isoformat(), precision="day", basis="stated"),
        where=Where(
            name="the town",
            place=None,
            geometry={"type": "Point", "coordinates": [36.6096, 35.8137]},
            lat=35.8137,
            lon=36.6096,
            uncertainty_m=1000.0,
            precision="exact",
        ),
        figures=(),
        perpetrators=(),
        targets=(),
        occurrence="single_source",
        attribution="none",
        fields=(),
        voices=(),
        log=(),
    )
