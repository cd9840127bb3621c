"""Disengagement in areas, once a gate is met: so many days in a row without a violation there."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from trucewatch.assess.coverage import Cover
from trucewatch.assess.frame import Case, Held, Tested, Verdict, act_name
from trucewatch.assess.ground import Position
from trucewatch.assess.holding import on_ground
from trucewatch.assess.subjects import Subject
from trucewatch.assess.types.actors_excluded import PRESENCE
from trucewatch.assess.types.duty import Duty
from trucewatch.model import ScopeTest, Status

_FIRE: Final = frozenset(
    {"armed_clash", "shelling", "missile_strike", "air_strike", "drone_strike"}
    | {"small_arms_fire", "explosion", "attack", "ground_advance"}
)


class Disengagement(Duty):
    """Forces leave the zones; with a `gate`, only once it is met.

    A happening of `prohibited` (by default any fire) in a zone breaks the run of days that the
    gate counts; a day counts only if a monitor reported from the area.
    """

    def hold(self, case: Case, subject: Subject) -> ScopeTest | None:
        """Hold a withdrawal, fire, or forces in a zone against the provision."""
        if subject.act in (case.provision.prohibited or _FIRE):
            return _breach(case, subject)
        if subject.act in PRESENCE and not subject.planned and not subject.absent:
            return _there(case, subject)
        return super().hold(case, subject)

    def day(self, case: Case, day: dt.date, tests: Held, cover: Cover) -> Verdict:
        """Return the day's verdict: how the gate stands, and how far the disengagement is."""
        verdict = super().day(case, day, tests, cover)
        gate = case.provision.terms.get("gate")
        if not gate or verdict.status == "not_in_force":
            return verdict
        runs = [_run(case, day, tests, zone, gate) for zone in _areas(case, gate)]
        words = " ".join(run.in_words(gate["no_verified_violation_days"]) for run in runs)
        moving = verdict.status in ("under_way", "claimed_implemented", "contested")
        broken = [row for row in tests.on(day) if row.test.answer == "suspended"]
        if moving and not broken:
            return replace(verdict, reason=f"{verdict.reason} {words}")
        if broken:
            ids = tuple(sorted({row.subject.id for row in broken}))
            status: Status = "suspended" if moving else "not_due"
            return replace(verdict, status=status, reason=words, basis=ids)
        if any(run.met for run in runs):
            reason = f"{words} How soon they then disengage is for a reviewer to judge."
            there = tuple(sorted({row.subject.id for row in tests.on(day)}))
            return replace(verdict, status="not_assessable", reason=reason, basis=there)
        return replace(verdict, status="not_due", reason=words)


def _breach(case: Case, subject: Subject) -> ScopeTest | None:
    if subject.planned or subject.absent or subject.occurrence == "discounted":
        return None

    def breach(found: Sequence[Position]) -> ScopeTest:
        hit = next(row for row in found if row.answer == "inside")
        what = act_name(subject.act).capitalize()
        words = (
            f"{what} in {hit.zone}: it breaks the run of days without fire that the gate counts."
        )
        return case.test(
            subject,
            "suspended",
            words,
            measures=(("area", hit.zone), *hit.measures()),
            standing="inside",
            share=hit.share,
        )

    return on_ground(case, subject, breach)


def _there(case: Case, subject: Subject) -> ScopeTest | None:
    if not case.roll.any_among(subject.doers, frozenset(case.provision.obligated)):
        return None

    def there(found: Sequence[Position]) -> ScopeTest:
        hit = next(row for row in found if row.answer == "inside")
        reason = (
            f"{', '.join(subject.doers)} in {hit.zone}: whether they had to have left by then "
            "hangs on the gate and on how far the disengagement was."
        )
        return case.test(
            subject,
            "not_assessable",
            reason,
            measures=hit.measures(),
            standing="inside",
            share=hit.share,
        )

    return on_ground(case, subject, there)


@dataclass(frozen=True, slots=True)
class _Run:
    """The days in a row without fire in an area, up to a day, and what came before them."""

    area: str
    days: int
    met: bool
    broken: dt.date | None
    unseen: dt.date | None
    by: tuple[str, ...]

    def in_words(self, wanted: int) -> str:
        """Say how the gate stands in the area."""
        if self.met:
            return f"{self.area}: the gate is met, {wanted} days in a row without fire."
        count = f"{self.area}: {self.days} of {wanted} days without fire"
        if self.broken is not None:
            return f"{count}, broken on {self.broken:%-d %B %Y} by {', '.join(self.by)}."
        if self.unseen is not None:
            return f"{count}; on {self.unseen:%-d %B %Y} no monitor reported, so it does not count."
        return f"{count}."


def _areas(case: Case, gate: dict[str, Any]) -> tuple[str, ...]:
    zones = case.provision.zones
    return zones if gate["where"] == "each area" else (", ".join(zones),)


def _run(case: Case, day: dt.date, tests: Held, area: str, gate: dict[str, Any]) -> _Run:
    """Count back from a day to the last fire, the last day without a monitor, or the start."""
    wanted: int = gate["no_verified_violation_days"]
    start = case.start.date()
    for days in range(wanted):
        at = day - dt.timedelta(days=days)
        fire = [row for row in tests.on(at) if _in_area(row, area)]
        if fire:
            by = tuple(sorted({row.subject.id for row in fire}))
            return _Run(area, days, met=False, broken=at, unseen=None, by=by)
        if at < start:
            return _Run(area, days, met=False, broken=None, unseen=None, by=())
        if gate["verified_by"] and not _seen(case, tests.cover(at), area):
            return _Run(area, days, met=False, broken=None, unseen=at, by=())
    return _Run(area, wanted, met=True, broken=None, unseen=None, by=())


def _seen(case: Case, cover: Cover, area: str) -> bool:
    """Say whether a monitor reported from an area on the day of a coverage."""
    areas = tuple(area.split(", "))
    spots = [case.spots.get(id_) for id_ in cover.observing]
    return any(at is not None and case.ground.reaches(at, areas) for at in spots)


def _in_area(row: Tested, area: str) -> bool:
    areas: Sequence[str] = [value for name, value in row.test.measures if name == "area"]
    return row.test.answer == "suspended" and any(one in area.split(", ") for one in areas)
