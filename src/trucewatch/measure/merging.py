"""`trucewatch bench merge`: invented claims of a war, merged at once and then one by one.

The shapes are those of the example watch's claims: how many name a place, a whole area, a road or
none, how many a day, an hour, a period or nothing, how many reports tell of one happening and what
they differ in. Places are the settlements of the bundled Syrian pack within the example's theatre;
few are met often and most seldom. More claims are either a longer war (`longer`: a hundred a day)
or a denser one (`denser`: one year, so that ten times the claims are ten times as many to a day
and place): the cost per claim shows what that does.
"""

from __future__ import annotations

import datetime as dt
import gc
import random
import statistics
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from typing import Any, Final

import msgspec

from trucewatch import config
from trucewatch.measure.memory import peak_mib
from trucewatch.merge import Workbench
from trucewatch.model import (
    Attribution,
    Candidate,
    Claim,
    Figure,
    Group,
    Mention,
    Place,
    Span,
    TallyReport,
    TimeRef,
    Watch,
    Weapon,
)
from trucewatch.model.vocabulary import Act
from trucewatch.places.pack import bundled

SIZES: Final = (10_000, 100_000, 1_000_000)
REPORTS: Final = 100
FROM: Final = dt.date(2020, 1, 1)
DAYS: Final = 366
A_DAY: Final = 100
SETTINGS: Final[dict[str, Callable[[int], int]]] = {
    "longer": lambda size: max(1, size // A_DAY),
    "denser": lambda _: DAYS,
}
"""How many days so many claims are spread over: as many a day in a longer war, or more a day."""
_HERE: Final = Span(120, 131)
_ACTS: Final[dict[Act, int]] = {
    "shelling": 30,
    "armed_clash": 14,
    "air_strike": 8,
    "drone_strike": 5,
    "small_arms_fire": 6,
    "ied": 5,
    "attack": 6,
    "explosion": 3,
    "killing": 2,
    "arrest": 3,
    "abduction": 2,
    "protest": 3,
    "road_block": 2,
    "ground_advance": 2,
    "withdrawal": 1,
    "troop_movement": 3,
    "sighting": 2,
    "fortification": 1,
    "access_restriction": 1,
    "aid_delivery": 1,
    "tally": 2,
}
_WEAPONS: Final = ("artillery", "mortar", "rocket", "drone", "small_arms", "tank")


def bench(sizes: Sequence[int] = SIZES) -> dict[str, Any]:
    """Return what a full merge and single reports cost, in a theatre of either kind.

    Each size runs in a process of its own, so that its memory is its own.
    """
    told: dict[str, Any] = {}
    for name, days_of in SETTINGS.items():
        for size in sizes:
            with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as one:
                told[f"{name}, {size} claims"] = one.submit(_at, size, days_of(size)).result()
    return told


def _at(size: int, days: int) -> dict[str, Any]:
    watch = config.load_watch(config.example("idlib-2020"))
    claims = list(invented(size, watch, days=days))
    gc.collect()
    gc.freeze()
    claims_mib = peak_mib()
    start = time.process_time(), time.perf_counter()
    workbench = Workbench(watch, claims)
    settled = time.process_time() - start[0]
    merged = workbench.merged()
    cpu, wall = time.process_time() - start[0], time.perf_counter() - start[1]
    figures = {
        "days": days,
        "settling_cpu_s": round(settled, 2),
        "cpu_s": round(cpu, 2),
        "wall_s": round(wall, 2),
        "cpu_ms_per_claim": round(1000 * cpu / size, 3),
        "groupings": len(merged.groupings),
        "of_one_claim": sum(len(row.claims) == 1 for row in merged.groupings),
        "claims_mib": claims_mib,
        "peak_mib": peak_mib(),
    }
    del merged
    took, cpus = [], []
    for number in range(REPORTS):
        report = _report(number, watch, days)
        begun = time.perf_counter(), time.process_time()
        workbench.update(report)
        took.append(1000 * (time.perf_counter() - begun[0]))
        cpus.append(1000 * (time.process_time() - begun[1]))
    return {
        "full merge": figures,
        "one report of five claims": {
            "median_ms": round(statistics.median(took), 2),
            "p99_ms": round(sorted(took)[int(0.99 * len(took))], 2),
            "max_ms": round(max(took), 2),
            "median_cpu_ms": round(statistics.median(cpus), 2),
            "max_cpu_ms": round(max(cpus), 2),
            "reports": REPORTS,
        },
    }


def _report(number: int, watch: Watch, days: int) -> list[Claim]:
    """Return five claims that one outlet makes in one text, on some day of the period."""
    draw = random.Random(number)  # noqa: S311  (no secret hangs on it)
    first = FROM + dt.timedelta(days=draw.randrange(days))
    by = draw.choice(watch.sources).id
    rows = invented(5, watch, days=1, seed=-1 - number, first=first)
    return [
        msgspec.structs.replace(
            row, item=f"sha256:new {number}", published_by=by, published_at=first.isoformat()
        )
        for row in rows
    ]


def invented(
    size: int, watch: Watch, *, days: int = DAYS, seed: int = 7, first: dt.date = FROM
) -> Iterator[Claim]:
    """Yield so many claims; happenings are told by one to seven outlets each."""
    draw = random.Random(seed)  # noqa: S311  (no secret hangs on it)
    spots = _spots(watch)
    shares = [1 / (rank + 20) for rank in range(len(spots))]
    acts, often = list(_ACTS), list(_ACTS.values())
    outlets = [source.id for source in watch.sources]
    actors = [(row.id, row.name, row.side) for row in watch.actors]
    made = 0
    while made < size:
        day = first + dt.timedelta(days=draw.randrange(days))
        act = draw.choices(acts, often)[0]
        spot = draw.choices(spots, shares)[0]
        doer, target = draw.sample(actors, 2)
        weapon, dead = draw.choice(_WEAPONS), draw.choices(range(12), [40] + [5] * 11)[0]
        telling = draw.choices((1, 2, 3, 5, 7), (70, 15, 8, 5, 2))[0]
        for by in draw.sample(outlets, min(telling, size - made, len(outlets))):
            yield Claim(
                id=f"c1-{draw.getrandbits(64):016x}",
                item=f"sha256:{by}{day}{draw.randrange(1 + size // 2000)}",
                published_by=by,
                published_at=(day + dt.timedelta(days=draw.choice((0, 1, 1, 2)))).isoformat(),
                passage=0,
                sentence=Span(made % 4000, made % 4000 + 140),
                trigger=_HERE,
                act=act if draw.random() < 0.9 or act != "shelling" else "attack",
                modality=draw.choices(("asserted", "denied", "planned"), (93, 4, 3))[0],
                attribution=Attribution(form="outlet"),
                perpetrators=_mentioned(draw, *doer) if draw.random() < 0.6 else (),
                targets=_mentioned(draw, *target) if draw.random() < 0.3 else (),
                place=_place(draw, spot),
                time=_time(draw, day),
                weapons=(Weapon(text=weapon, span=_HERE, class_=weapon),)
                if draw.random() < 0.4
                else (),
                figures=(_killed(max(0, dead + draw.choice((0, 0, 0, 1)))),)
                if dead and draw.random() < 0.7
                else (),
                tally=TallyReport(count_basis="incident") if act == "tally" else None,
                score=0.8,
                rule="bench",
                extractor="bench",
            )
            made += 1


def _spots(watch: Watch) -> list[tuple[str, str, float, float]]:
    west, south, east, north = watch.theatre
    pack = bundled("sy")
    assert pack is not None
    rows = (pack.row(number) for number in range(len(pack)))
    return [
        (row.id, row.names[0].text if row.names else row.id, row.lat, row.lon)
        for row in rows
        if row.kind == "locality" and west <= row.lon <= east and south <= row.lat <= north
    ]


def _mentioned(draw: random.Random, actor: str, name: str, side: str | None) -> tuple[Mention, ...]:
    known = draw.random() < 0.8
    return (Mention(text=name, span=_HERE, actor=actor if known else None, side=side),)


def _place(draw: random.Random, spot: tuple[str, str, float, float]) -> Place | None:
    ident, name, lat, lon = spot
    kind = draw.choices(("at", "near", "area", "none"), (62, 14, 8, 16))[0]
    if kind == "none":
        return None
    if kind == "area":
        lat, lon = round(lat * 2) / 2, round(lon * 2) / 2
        ident = name = f"district {lat} {lon}"
    return Place(
        text=f"near {name}" if kind == "near" else name,
        span=_HERE,
        relation="near" if kind == "near" else "at",
        candidates=(Candidate(id=ident, name=name, lat=lat, lon=lon, score=0.9),),
        chosen=ident,
        geometry={"type": "Point", "coordinates": [lon, lat]},
        uncertainty_m={"at": 1_000.0, "near": 5_000.0, "area": 30_000.0}[kind],
        precision="exact" if kind == "at" else "near",
    )


def _time(draw: random.Random, day: dt.date) -> TimeRef | None:
    kind = draw.choices(("day", "hour", "since", "span", "none"), (52, 12, 3, 3, 30))[0]
    start: str | None = day.isoformat()
    end = start
    if kind == "none":
        return None
    if kind == "hour":
        start = end = f"{day}T{draw.randrange(24):02}:{draw.choice((0, 15, 30, 45)):02}"
    elif kind == "since":
        end = None
    elif kind == "span":
        end = (day + dt.timedelta(days=draw.randrange(2, 20))).isoformat()
    precision: Any = "minute" if kind == "hour" else "day"
    return TimeRef(text="then", span=_HERE, start=start, end=end, precision=precision)


def _killed(count: int) -> Figure:
    return Figure(
        kind="killed",
        group=Group(text="people", span=_HERE),
        low=count,
        best=count,
        high=count,
        qualifier="exact",
        count_basis="person",
        text=str(count),
        span=_HERE,
    )
