"""`trucewatch bench assess`: invented incidents against the six shipped agreements for one year.

A year in which all six are signed, places drawn from a fixed set as in a record (each is met about
ten times), times by the day or the minute, all acts that provisions speak of, named and unnamed
actors of both sides. The cost has to grow with the number of incidents, not faster.
"""

from __future__ import annotations

import datetime as dt
import random
import time
from collections.abc import Sequence
from typing import Any, Final

from trucewatch import agreement
from trucewatch.assess import assess
from trucewatch.measure.memory import peak_mib
from trucewatch.model import (
    Actor,
    Attribution,
    Claim,
    Figure,
    Incident,
    Mention,
    Merged,
    PatrolReport,
    PatrolRun,
    Place,
    Restriction,
    Side,
    Sighting,
    Source,
    Span,
    TimeRef,
    Voice,
    Watch,
    Weapon,
    When,
    Where,
)
from trucewatch.model.agreements import Agreement
from trucewatch.model.vocabulary import Act

SIZES: Final = (62_500, 125_000, 250_000)
FROM, TO = "2023-01-01", "2023-12-31"
_NOWHERE: Final = Span(0, 0)
_THEATRES: Final = (
    ((35.7, 35.0, 37.4, 36.7), ("SYR-GOV", "SYR-OPP", "UNSC-LISTED", "TUR", "RUS")),
    ((38.0, 36.0, 42.3, 37.4), ("YPG", "TUR", "RUS")),
    ((37.0, 46.9, 40.0, 49.5), ("UKR", "CADLR")),
    ((45.9, 38.8, 47.6, 40.6), ("ARM", "AZE", "RUS-PK")),
    ((22.0, 9.0, 38.0, 21.0), ("SAF", "RSF")),
)
"""Where it happens (west, south, east, north) and who may be named."""
_ACTS: Final[dict[Act, int]] = {
    "shelling": 34,
    "armed_clash": 16,
    "air_strike": 8,
    "drone_strike": 6,
    "small_arms_fire": 8,
    "ied": 4,
    "attack": 4,
    "ground_advance": 2,
    "sighting": 5,
    "troop_movement": 3,
    "fortification": 1,
    "withdrawal": 1,
    "control": 1,
    "patrol": 1,
    "access_restriction": 2,
    "road_block": 1,
    "talks": 1,
    "displacement": 2,
}
_WEAPONS: Final = (
    ("tanks", "tank", None),
    ("a 120 mm mortar", "mortar", 120.0),
    ("BM-21 Grad launchers", "mlrs", None),
    ("D-30 howitzers", "howitzer", 122.0),
)
_PER_PLACE: Final = 10


def bench(sizes: Sequence[int] = SIZES) -> dict[str, Any]:
    """Measure each size: seconds, seconds of one core, answers, and the peak of memory so far."""
    agreements = tuple(
        agreement.load(path)
        for id_ in agreement.shipped_ids()
        if (path := agreement.shipped_file(id_))
    )
    watch = _watch(agreements)
    rows: dict[str, Any] = {}
    for size in sizes:
        merged, claims = _record(size)
        start, cpu = time.perf_counter(), time.process_time()
        found = assess(merged, claims, agreements, watch, from_day=FROM, to_day=TO)
        seconds, cpu = time.perf_counter() - start, time.process_time() - cpu
        rows[f"{size} incidents"] = {
            "seconds": round(seconds, 1),
            "cpu_s": round(cpu, 1),
            "incidents_per_s": round(size / seconds),
            "answers": len(found.tests),
            "findings": len(found.findings),
            "peak_mib": peak_mib(),
        }
    provisions = sum(len(row.provisions) for row in agreements)
    return {"agreements": len(agreements), "provisions": provisions, "days": 365, "sizes": rows}


def _watch(agreements: Sequence[Agreement]) -> Watch:
    parties = sorted({party.id for row in agreements for party in row.parties})
    return Watch(
        id="bench",
        title="bench",
        theatre=(20.0, 5.0, 50.0, 50.0),
        timezone="UTC",
        sides=(Side(id="one", name="one", opposed_to=("two",)), Side(id="two", name="two")),
        sources=tuple(
            Source(
                id=f"outlet-{n}",
                name=f"outlet {n}",
                kind="monitor" if n == 0 else "outlet",
                side=("monitor", "one", "two")[n % 3],
                independence_group=f"g{n}",
            )
            for n in range(9)
        ),
        actors=tuple(
            Actor(id=id_, name=id_, type="armed_forces", side="one", parties=(id_, "CONFLICTING"))
            for id_ in parties
        ),
    )


def _record(size: int) -> tuple[Merged, list[Claim]]:
    """Return so many happenings, one claim each, the same ones in every run."""
    draw = random.Random(20230101)  # noqa: S311  (nobody's secret)
    places = [_place(draw) for _ in range(max(1, size // _PER_PLACE))]
    acts = list(_ACTS)
    weights = list(_ACTS.values())
    claims: list[Claim] = []
    groups: dict[str, list[Any]] = {"incidents": [], "patrols": [], "sightings": []}
    groups["restrictions"] = []
    for number in range(size):
        act = draw.choices(acts, weights)[0]
        place, where, people = draw.choice(places)
        claim = _claim(draw, number, act, place, people)
        claims.append(claim)
        kind, row = _grouping(draw, number, claim, where, people)
        groups[kind].append(row)
    return Merged(**{name: tuple(rows) for name, rows in groups.items()}), claims


def _place(draw: random.Random) -> tuple[Place, Where, tuple[str, ...]]:
    (west, south, east, north), people = draw.choice(_THEATRES)
    lon, lat = round(draw.uniform(west, east), 5), round(draw.uniform(south, north), 5)
    unsure = draw.choice((500.0, 1_000.0, 1_000.0, 3_000.0, 5_000.0, 10_000.0))
    point = {"type": "Point", "coordinates": [lon, lat]}
    name = f"place at {lat:.2f} {lon:.2f}"
    place = Place(
        text=name,
        span=_NOWHERE,
        relation="at",
        chosen=name,
        geometry=point,
        uncertainty_m=unsure,
        precision="exact",
    )
    where = Where(
        name=name,
        place=name,
        geometry=point,
        lat=lat,
        lon=lon,
        uncertainty_m=unsure,
        precision="exact",
    )
    return place, where, people


def _claim(
    draw: random.Random, number: int, act: Act, place: Place, people: tuple[str, ...]
) -> Claim:
    day = (dt.date(2023, 1, 1) + dt.timedelta(days=draw.randrange(365))).isoformat()
    by_minute = draw.random() < 0.3
    start = (
        f"{day}T{draw.randrange(24):02d}:{draw.randrange(60):02d}:00+00:00" if by_minute else day
    )
    seen = act in ("sighting", "troop_movement", "fortification", "withdrawal")
    weapon = draw.choice(_WEAPONS) if seen else None
    doers = (draw.choice(people),) if draw.random() < 0.6 else ()
    return Claim(
        id=f"c1-{number:016x}",
        item=f"item-{number // 8:08x}",
        published_by=f"outlet-{draw.randrange(9)}",
        published_at=day,
        passage=0,
        sentence=_NOWHERE,
        trigger=_NOWHERE,
        act=act,
        modality="asserted",
        attribution=Attribution(form="outlet"),
        perpetrators=tuple(Mention(text=one, span=_NOWHERE, actor=one) for one in doers),
        place=place,
        time=TimeRef(
            text=start,
            span=_NOWHERE,
            start=start,
            end=start,
            precision="minute" if by_minute else "day",
        ),
        weapons=(Weapon(text=weapon[0], span=_NOWHERE, class_=weapon[1], calibre_mm=weapon[2]),)
        if weapon
        else (),
        figures=(_killed(draw),) if draw.random() < 0.2 else (),
        patrol=PatrolReport(outcome="completed") if act == "patrol" else None,
    )


def _killed(draw: random.Random) -> Figure:
    count = float(draw.randrange(1, 9))
    return Figure(
        kind="killed",
        group=None,
        low=count,
        best=count,
        high=count,
        qualifier="exact",
        count_basis="persons",
        text=f"{count:g}",
        span=_NOWHERE,
    )


def _grouping(
    draw: random.Random, number: int, claim: Claim, where: Where, people: tuple[str, ...]
) -> tuple[str, Any]:
    time_ = claim.time
    assert time_ is not None
    doers = tuple(one.actor for one in claim.perpetrators if one.actor)
    voice = Voice(group=claim.published_by or "", side=None, claims=(claim.id,), stance="asserts")
    shared: dict[str, Any] = {
        "claims": (claim.id,),
        "when": When(start=time_.start, end=time_.end, precision=time_.precision, basis="stated"),
        "where": where,
        "occurrence": draw.choice(("single_source", "corroborated", "contested")),
        "voices": (voice,),
    }
    id_ = f"{number:016x}"
    if claim.act == "patrol":
        run = PatrolRun(
            id=f"p1-{id_}",
            participants=people[-2:],
            planned_route=None,
            driven_route=None,
            outcomes=(),
            causes=(),
            outcome="completed",
            fields=(),
            log=(),
            **shared,
        )
        return "patrols", run
    if claim.act == "access_restriction":
        return "restrictions", Restriction(
            id=f"r1-{id_}", kind="denial", by=doers, against=("OSCE-SMM",), **shared
        )
    if claim.act in ("sighting", "troop_movement", "fortification"):
        return "sightings", Sighting(
            id=f"s1-{id_}", seen=(), weapon_classes=(), actors=doers, absent=False, **shared
        )
    return "incidents", Incident(
        id=f"i1-{id_}",
        act=claim.act,
        figures=(),
        perpetrators=doers,
        targets=(draw.choice(people),) if draw.random() < 0.3 else (),
        attribution="one_side_only",
        fields=(),
        log=(),
        **shared,
    )
