"""Coverage: whose reports spoke of a provision's ground on a day, so that silence means something.

A claim counts for a day when the time it states lies on that day, or, without a stated time,
when it was published on it; a claim of more than two days ("since January") counts on its last
day only, which is the day of publication where it has no end. It is about the ground when its
place is not outside all zones of the provision (for patrols: when it lies on the route or speaks
of a patrol), or when it has no place and another claim of the same report is.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from trucewatch.assess.days import interval
from trucewatch.assess.ground import Spot, spot
from trucewatch.model import NOT_YET, Claim, Watch, When
from trucewatch.model import Coverage as Kind

_TWO_DAYS = dt.timedelta(days=2, minutes=1)
_MINUTE = dt.timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Cover:
    """The coverage of one provision on one day: its kind, and the claims it rests on.

    `observing` are those in which a monitor tells of more than being kept out.
    """

    kind: Kind = "none"
    claims: tuple[str, ...] = ()
    items: int = 0
    sides: tuple[str, ...] = ()
    observing: tuple[str, ...] = ()

    def in_words(self) -> str:
        """Say in plain words who reported."""
        if self.kind == "none":
            return "No report speaks of this ground on this day."
        reports = "1 report speaks" if self.items == 1 else f"{self.items} reports speak"
        return f"{reports} of this ground on this day (sides: {', '.join(self.sides)})."


NONE = Cover()


def days_told(claim: Claim, zone: ZoneInfo) -> tuple[dt.date, ...]:
    """Return the days that a claim tells about (rule above)."""
    if claim.modality in NOT_YET:
        time = None  # what is to come tells only of the day on which it is said
    else:
        time = (claim.tally.period if claim.tally else None) or claim.time
    published = claim.published_at
    when = When(
        start=time.start if time else published,
        end=time.end if time else published,
        precision=time.precision if time else None,
        basis="stated" if time else "published",
    )
    at = interval(when, (claim,), zone)
    if at is None:
        return ()
    last = (at.end - _MINUTE).date()
    first = at.start.date() if at.end - at.start <= _TWO_DAYS else last
    return tuple(first + dt.timedelta(days=n) for n in range((last - first).days + 1))


def relevant(claims: Iterable[Claim], about: Callable[[Claim], bool | None]) -> tuple[Claim, ...]:
    """Return the claims about a ground.

    `about` says of one claim whether its place is on the ground, None where it has no place.
    """
    answers = {row.id: (row, about(row)) for row in claims}
    items = {row.item for row, answer in answers.values() if answer}
    return tuple(
        row for row, answer in answers.values() if answer or (answer is None and row.item in items)
    )


class Told:
    """All claims with what coverage needs of each: its place and the days it tells about."""

    def __init__(self, claims: Sequence[Claim], watch: Watch) -> None:
        self.claims, self.watch = claims, watch
        self.spots = {row.id: spot(row.place) for row in claims}
        self._days: dict[tuple[str, ZoneInfo], tuple[dt.date, ...]] = {}

    def on_ground(self, near: Callable[[Claim, Spot | None], bool]) -> tuple[Claim, ...]:
        """Return the claims that may be about an agreement's ground, and those without a place."""
        return tuple(row for row in self.claims if near(row, self.spots[row.id]))

    def by_day(self, claims: Iterable[Claim], zone: ZoneInfo) -> Mapping[dt.date, Cover]:
        """Return the coverage of each day that any of the claims tells about."""
        told: dict[dt.date, list[Claim]] = defaultdict(list)
        for claim in claims:
            key = (claim.id, zone)
            if key not in self._days:
                self._days[key] = days_told(claim, zone)
            for day in self._days[key]:
                told[day].append(claim)
        return {day: cover_of(rows, self.watch) for day, rows in told.items()}


def cover_of(claims: Iterable[Claim], watch: Watch) -> Cover:
    """Return the coverage that some claims give together.

    Two opposed sides make `two_sides`; a monitor's own report makes `partly_observed`, and a
    monitor that only tells of being kept out `access_denied`. Everything else is `one_side_only`,
    outlets of no side included: nobody of the other side spoke.
    """
    rows = sorted(claims, key=lambda row: row.id)
    if not rows:
        return NONE
    sides = set()
    observing = []
    denied = False
    for row in rows:
        source = watch.source(row.published_by)
        sides.add(source.side if source else "unknown")
        if source and source.kind == "monitor":
            kept_out = row.act == "access_restriction"
            denied = denied or kept_out
            observing += [] if kept_out else [row.id]
    if observing:
        kind: Kind = "partly_observed"
    elif denied:
        kind = "access_denied"
    elif any(watch.opposed(one, other) for one in sides for other in sides):
        kind = "two_sides"
    else:
        kind = "one_side_only"
    return Cover(
        kind=kind,
        claims=tuple(row.id for row in rows),
        items=len({row.item for row in rows}),
        sides=tuple(sorted(sides)),
        observing=tuple(observing),
    )
