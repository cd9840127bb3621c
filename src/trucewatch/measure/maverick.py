"""`trucewatch eval maverick`: which reports tell of one event, on data that people have coded.

MAVERICK holds one row per report and event: 3,287 reports of 2,200 events of electoral violence
in Kenya and Ivory Coast, fields without texts. Each row becomes one claim with the fields that a
report of the same would have given us (act, place with its precision, days, actors, targets,
figures, source), the merge groups them, and the groups are held against the data's event ids.

Events are split by a hash of their id: weights may be looked for on `dev`, `test` is only
measured. Each half is merged by itself, and `all` is both at once, with each other's events as
distractors.

Data: van Baalen, Hoglund and others, MAVERICK (CC BY 4.0),
`maverick_event_report.csv.gz` in the data folder. Measuring only: no row is kept here.
"""

from __future__ import annotations

import csv
import gzip
import hashlib
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import chain
from pathlib import Path
from typing import Any, Final

from trucewatch.errors import UsageError
from trucewatch.measure.scores import Tally
from trucewatch.merge import merge
from trucewatch.merge.blocks import blocks
from trucewatch.model import (
    Attribution,
    Candidate,
    Claim,
    Figure,
    Group,
    Mention,
    Place,
    Span,
    TimeRef,
    Watch,
)
from trucewatch.model.vocabulary import Act, FigureKind

FILE: Final = "maverick_event_report.csv.gz"
WATCH: Final = Watch(id="mv", title="MAVERICK", theatre=(-9, -5, 42, 11), timezone="UTC")
_NOWHERE: Final = Span(0, 0)
_RADIUS_M: Final = {"6": 500.0, "5": 1_000.0, "4": 3_000.0, "3": 6_000.0, "2": 60_000.0}
"""What the data's degrees of place precision mean on the ground; at 1 no place is known."""
_ACTS: Final[dict[str, Act]] = {
    "Clash": "armed_clash",
    "Military operation": "armed_clash",
}
_FIELDS: Final[dict[str, Callable[[Claim], object]]] = {
    "day": lambda row: row.time and row.time.start,
    "place name": lambda row: row.place and row.place.text,
    "coordinates": lambda row: row.place and row.place.chosen,
    "actors": lambda row: tuple(
        sorted(one.actor or "" for one in (*row.perpetrators, *row.participants))
    ),
    "figures": lambda row: tuple((one.kind, one.low, one.high) for one in row.figures),
    "source": lambda row: row.published_by,
}


def score(data: Path) -> dict[str, Any]:
    """Measure the merge, the best single field, and blocking by time and place alone.

    Returns:
        by half: pairwise and B-cubed precision, recall and F1 of each way to group the reports.

    Raises:
        UsageError: the file is not in `data`.
    """
    path = data / FILE
    if not path.is_file():
        raise UsageError(f"{path} is missing", fix="Give the folder that holds the MAVERICK data.")
    with gzip.open(path, "rt", encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    halves = {
        "dev": [row for row in rows if half(row["event_id"]) == "dev"],
        "test": [row for row in rows if half(row["event_id"]) == "test"],
        "all": rows,
    }
    return {name: _measured(part) for name, part in halves.items()}


def half(event: str) -> str:
    """Return which half an event belongs to."""
    return ("dev", "test")[hashlib.sha256(event.encode()).digest()[0] % 2]


def _measured(rows: Sequence[Mapping[str, str]]) -> dict[str, Any]:
    claims = [claim_of(row, number) for number, row in enumerate(rows)]
    gold = {claim.id: row["event_id"] for claim, row in zip(claims, rows, strict=True)}
    merged = merge(claims, WATCH, {})
    told: dict[str, Any] = {"reports": len(rows), "events": len(set(gold.values()))}
    told |= _both("merge", [row.claims for row in merged.groupings], gold)
    fields = {name: _by(claims, read) for name, read in _FIELDS.items()}
    best = max(fields, key=lambda name: pairwise(fields[name], gold).f1)
    told |= _both(f"best single field ({best})", fields[best], gold)
    day_and_place = _by(
        claims, lambda row: tuple(_FIELDS[one](row) for one in ("day", "coordinates"))
    )
    told |= _both("same day and coordinates", day_and_place, gold)
    told |= _both("time and place blocking", blocks(claims, WATCH), gold)
    return told


def _both(name: str, groups: Iterable[Sequence[str]], gold: Mapping[str, str]) -> dict[str, Any]:
    groups = list(groups)
    return {
        f"{name}: pairs": pairwise(groups, gold).row(),
        f"{name}: B-cubed": b_cubed(groups, gold),
    }


def _by(claims: Iterable[Claim], read: Callable[[Claim], object]) -> list[list[str]]:
    """Group claims by one value; those without it stay alone."""
    found: dict[object, list[str]] = defaultdict(list)
    for claim in claims:
        found[read(claim) or claim.id].append(claim.id)
    return list(found.values())


def pairwise(groups: Iterable[Sequence[str]], gold: Mapping[str, str]) -> Tally:
    """Score the pairs within groups against those within gold events."""

    def pairs(sizes: Iterable[int]) -> int:
        return sum(size * (size - 1) // 2 for size in sizes)

    groups = list(groups)
    tally = Tally()
    tally.add(
        right=pairs(
            chain.from_iterable(Counter(gold[one] for one in row).values() for row in groups)
        ),
        found=pairs(map(len, groups)),
        wanted=pairs(Counter(gold.values()).values()),
    )
    return tally


def b_cubed(groups: Iterable[Sequence[str]], gold: Mapping[str, str]) -> dict[str, float]:
    """Score each report by how much of its group is of its event, and the other way round.

    Bagga and Baldwin 1998: precision and recall are means over the reports.
    """
    sizes = Counter(gold.values())
    precision = recall = 0.0
    for row in groups:
        for event, count in Counter(gold[one] for one in row).items():
            precision += count * count / len(row)
            recall += count * count / sizes[event]
    precision, recall = precision / len(gold), recall / len(gold)
    f1 = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
    figures = {"precision": precision, "recall": recall, "f1": f1, "n": len(gold)}
    return {name: round(value, 4) for name, value in figures.items()}


# -- rows as claims ------------------------------------------------------------------------


def claim_of(row: Mapping[str, str], number: int) -> Claim:
    """Return what a report of this row's fields would have been read as."""
    actors = [
        (Mention(text=row[f"{who}"], span=_NOWHERE, actor=row[f"{who}_id"] or None), who)
        for who in (f"actor{place}" for place in range(1, 7))
        if row[who]
    ]
    doers = tuple(one for one, who in actors if _yes(row[f"{who}_perpetrator"]))
    others = tuple(one for one, who in actors if not _yes(row[f"{who}_perpetrator"]))
    target = row["target"] if row["target"] not in {"", "Unknown", "Other"} else ""
    published = row["source"].rpartition(" (")[2][:10] if ") (" in row["source"] else ""
    return Claim(
        id=f"c1-{number:016x}",
        item=f"sha256:{hashlib.sha256(row['source'].encode()).hexdigest()}",
        published_by=row["source_author"] or None,
        published_at=published if _is_day(published) else row["date_end"],
        passage=0,
        sentence=_NOWHERE,
        trigger=_NOWHERE,
        act=_ACTS.get(row["event_context"], "attack"),
        modality="asserted",
        attribution=Attribution(form="outlet"),
        perpetrators=doers,
        participants=others,
        targets=(Mention(text=target, span=_NOWHERE),) if target else (),
        place=_place(row),
        time=TimeRef(
            text=row["date_start"],
            span=_NOWHERE,
            start=row["date_start"],
            end=row["date_end"],
            precision="day",
        ),
        figures=tuple(chain(_figure(row, "deaths", "killed"), _figure(row, "injuries", "wounded"))),
    )


def _place(row: Mapping[str, str]) -> Place | None:
    radius = _RADIUS_M.get(row["geo_precision"][:1])
    name = row["location"] or row["city"]
    if radius is None or not row["latitude"]:
        return None
    lat, lon = float(row["latitude"]), float(row["longitude"])
    ident = f"{lat:.4f},{lon:.4f}"
    return Place(
        text=name or ident,
        span=_NOWHERE,
        relation="at" if radius < _RADIUS_M["2"] else "in_area",
        candidates=(Candidate(id=ident, name=name or ident, lat=lat, lon=lon, score=1.0),),
        chosen=ident,
        geometry={"type": "Point", "coordinates": [lon, lat]},
        uncertainty_m=radius,
        precision="exact" if radius < _RADIUS_M["2"] else "admin",
    )


def _figure(row: Mapping[str, str], name: str, kind: FigureKind) -> Iterable[Figure]:
    low, best, high = (_number(row[f"{name}_{part}"]) for part in ("low", "best", "high"))
    if best:  # the data writes 0 where nothing is said
        yield Figure(
            kind=kind,
            group=Group(text="people", span=_NOWHERE),
            low=low,
            best=best,
            high=high,
            qualifier="exact",
            count_basis="person",
            text=f"{best:g}",
            span=_NOWHERE,
        )


def _number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None


def _yes(text: str) -> bool:
    return text.startswith("1")


def _is_day(text: str) -> bool:
    return len(text) == len("2007-12-30") and text[:4].isdigit() and text[4] == text[7] == "-"
