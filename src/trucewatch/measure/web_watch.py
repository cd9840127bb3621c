"""The made-up watch that `trucewatch bench web` serves: a record as full as a busy one.

A hundred incidents a day; three in five have two claims by outlets of different sides, a third of
those with figures that differ. Places lie all over the theatre: what lies on one spot would be one
mark.
"""

from __future__ import annotations

import random
import shutil
from collections.abc import Iterator, Sequence
from datetime import timedelta
from pathlib import Path
from typing import Final

import msgspec

from trucewatch import config
from trucewatch.ledger import Ledger
from trucewatch.ledger.store import reading_key
from trucewatch.measure.ledger import FIRST, Row, claim_of, document_of, incident_of
from trucewatch.model import (
    Act,
    Claim,
    FieldAgreement,
    FieldValue,
    FigureRange,
    Incident,
    Merged,
    Reading,
    Span,
    Voice,
)

PER_DAY: Final = 100
TOLD_TWICE: Final = 60
"""Incidents of a day that a second report tells of."""
PER_REPORT: Final = 4
REPORTS: Final = (PER_DAY + TOLD_TWICE) // PER_REPORT
TOWNS: Final = 400
WEST, SOUTH, EAST, NORTH = 35.7, 35.0, 37.4, 36.7
OUTLETS: Final = (
    ("ru-mod", "government"),
    ("syr-state", "government"),
    ("tr-mod", "opposition"),
    ("zawiya-now", "opposition"),
    ("meridian", "independent"),
    ("relief-desk", "humanitarian"),
)
ACTS: Final[tuple[tuple[Act, int], ...]] = (
    ("shelling", 40),
    ("air_strike", 15),
    ("armed_clash", 15),
    ("small_arms_fire", 10),
    ("ied", 8),
    ("killing", 4),
    ("abduction", 3),
    ("displacement", 3),
    ("damage", 2),
)
"""Acts, and how many of a hundred incidents are of each."""


def filled(folder: Path, size: int) -> int:
    """Fill a watch folder with incidents, or keep one that was filled before; return its days."""
    days = -(-size // PER_DAY)
    if not (folder / config.LEDGER).is_file():
        shutil.copytree(config.example("idlib-2020"), folder, dirs_exist_ok=True)
    with Ledger(folder / config.LEDGER) as ledger:
        for number in range(days_of(ledger), days):
            with ledger.writing():
                for row in day_of(number):
                    ledger.append_within(*row)
    return days


def days_of(ledger: Ledger) -> int:
    """Return how many days of the made-up record a ledger holds whole, or in part after them."""
    row = ledger.db.execute(
        "SELECT max(stream) FROM event WHERE kind = 'merge.proposed' AND stream LIKE 'merge:%'"
    ).fetchone()
    last = row[0] if row else None
    from datetime import date

    return (date.fromisoformat(last.removeprefix("merge:")) - FIRST).days + 1 if last else 0


def day_of(number: int) -> Iterator[Row]:
    """Yield the reports of one day, their readings, and the proposal that groups them."""
    draw = random.Random(number)  # noqa: S311  (nobody's secret)
    day = FIRST + timedelta(days=number)
    claims: list[Claim] = []
    for report in range(REPORTS):
        document = document_of(f"{number}-{report}", day)
        item = document.item.id
        claim = claim_of(item, day)
        told = tuple(
            msgspec.structs.replace(claim, id=claim_id(item, part), trigger=Span(60 + part, 66))
            for part in range(PER_REPORT)
        )
        claims += told
        yield "document.added", item, document, f"document.added:{item}"
        yield "claims.read", f"claims:{item}", Reading(claims=told), reading_key(item, "bench/1")
    incidents = tuple(
        _incident((claims[one], *claims[PER_DAY + one : PER_DAY + one + 1]), draw)
        if one < TOLD_TWICE
        else _incident((claims[one],), draw)
        for one in range(PER_DAY)
    )
    stream = f"merge:{day}"
    yield "merge.proposed", stream, Merged(incidents=incidents), stream


def claim_id(item: str, part: int) -> str:
    """Return the id of a report's claim."""
    return f"c1-{item[-15:]}{part}"


def incident_id(number: int, one: int) -> str:
    """Return the id of one of a day's incidents: that of its first claim."""
    day = FIRST + timedelta(days=number)
    item = document_of(f"{number}-{one // PER_REPORT}", day).item.id
    return f"i1-{claim_id(item, one % PER_REPORT)[3:]}"


def points(folder: Path, count: int, per_day: int = 400) -> tuple[str, str]:
    """Fill a watch folder with incidents alone, for the map; return the first and the last day."""
    days = -(-count // per_day)
    last = FIRST + timedelta(days=days - 1)
    if (folder / config.LEDGER).is_file():
        return FIRST.isoformat(), last.isoformat()
    shutil.copytree(config.example("idlib-2020"), folder, dirs_exist_ok=True)
    with Ledger(folder / config.LEDGER) as ledger:
        for number in range(days):
            draw = random.Random(number)  # noqa: S311
            day = FIRST + timedelta(days=number)
            made = tuple(
                _incident((claim_of(f"{number:012x}{one:04x}", day),), draw)
                for one in range(min(per_day, count - number * per_day))
            )
            ledger.append("merge.proposed", f"merge:{day}", Merged(incidents=made), key=f"{day}")
    return FIRST.isoformat(), last.isoformat()


def _incident(claims: Sequence[Claim], draw: random.Random) -> Incident:
    """Return an incident of one or two claims, somewhere in the theatre."""
    lat, lon = round(draw.uniform(SOUTH, NORTH), 5), round(draw.uniform(WEST, EAST), 5)
    idents = tuple(claim.id for claim in claims)
    plain = incident_of(claims[0], FIRST)
    act = draw.choices([act for act, _ in ACTS], [share for _, share in ACTS])[0]
    outlets = draw.sample(OUTLETS, len(claims))
    killed = draw.randrange(6)
    differs = len(claims) > 1 and draw.random() < 1 / 3
    opposed = {side for _, side in outlets} == {"government", "opposition"}
    return msgspec.structs.replace(
        plain,
        id=f"i1-{claims[0].id[3:]}",
        act=act,
        claims=idents,
        when=msgspec.structs.replace(
            plain.when, start=claims[0].published_at, end=claims[0].published_at
        ),
        where=msgspec.structs.replace(
            plain.where,
            name=f"Town {draw.randrange(TOWNS)}",
            geometry={"type": "Point", "coordinates": [lon, lat]},
            lat=lat,
            lon=lon,
        ),
        figures=(
            FigureRange(
                kind="killed",
                group="all",
                side=None,
                count_basis="persons",
                low=killed,
                best=None if differs else killed,
                high=killed + 2 * differs,
                words=tuple(f"{killed} people" for _ in claims),
                claims=idents,
                rule="range of the claims",
            ),
        )
        if killed
        else (),
        perpetrators=("government forces",) if draw.random() < 1 / 2 else (),
        targets=("residents",),
        occurrence="contested"
        if differs
        else "single_source"
        if len(claims) < 2
        else "cross_side"
        if opposed
        else "corroborated",
        voices=tuple(
            Voice(group=group, side=side, claims=(ident,), stance="asserts")
            for (group, side), ident in zip(outlets, idents, strict=True)
        ),
        fields=(
            FieldAgreement(
                field="killed",
                state="contested" if differs else "agreed" if len(claims) > 1 else "single",
                values=tuple(FieldValue(value=str(killed), claims=(one,)) for one in idents),
            ),
        ),
    )
