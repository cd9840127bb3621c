"""Weapons that have to be withdrawn some distance from a line, which may differ by party."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace

from trucewatch.assess import weapons
from trucewatch.assess.coverage import Cover
from trucewatch.assess.frame import Case, Held, Verdict
from trucewatch.assess.ground import Position, Spot, band_id
from trucewatch.assess.holding import Answer, hold
from trucewatch.assess.subjects import Subject
from trucewatch.assess.types.actors_excluded import due
from trucewatch.assess.types.duty import shown
from trucewatch.assess.types.prohibition import prohibition_day
from trucewatch.assess.types.weapons_excluded import weapons_seen
from trucewatch.model import Claim, Line, ScopeTest, Status


class WeaponsWithdrawal:
    """Weapons of the class stay farther from the owner's reference line than the distance.

    The distance counts from the line to each side: a security zone of 50 km between the sides is
    25 km for each (FACTS, Minsk).
    """

    def hold(self, case: Case, subject: Subject) -> ScopeTest | None:
        """Hold a sighting of weapons against the distance from the owner's line.

        A report that they were withdrawn shows the duty; an absent withdrawal is presence.
        """
        seen = weapons_seen(case, subject)
        if not seen:
            return None
        words = ", ".join(seen)
        if subject.act == "withdrawal" and not subject.absent:
            return shown(case, subject, "under_way")
        test = hold(
            case,
            subject.present() if subject.act == "withdrawal" else subject,
            start=due(case),
            before="not_due",
            what=f"{words} closer than {arithmetic(case)}",
            place=lambda: _distance_test(case, subject),
        )
        return None if test is None else weapons.with_classes(case, subject, test)

    def about(self, case: Case, claim: Claim) -> bool | None:
        """Say whether a claim's place lies within the distance of one of the lines."""
        at = case.spot_of(claim)
        if at is None:
            return None
        reach = case.provision.distance_from_line_km or 0.0
        lines = case.provision.reference_line.values()
        return case.ground.reaches(at, tuple(sorted({band_id(id_, reach) for id_ in lines})))

    def day(self, case: Case, day: dt.date, tests: Held, cover: Cover) -> Verdict:
        """Return the day's verdict; until the deadline, whether the withdrawal is under way."""
        moving = [row for row in tests.up_to(day) if row.test.answer == "under_way"]
        before: Status = "under_way" if moving else "not_due"
        verdict = prohibition_day(case, day, tests, cover, start=due(case), before=before)
        if verdict.status == "under_way":
            ids = tuple(sorted({row.subject.id for row in moving}))
            return replace(verdict, basis=ids, reason=f"Withdrawals are reported. {_until(case)}")
        if verdict.status == "not_due":
            return replace(verdict, reason=_until(case))
        return replace(verdict, reason=f"{verdict.reason} It asks for {arithmetic(case)}.")


def _until(case: Case) -> str:
    dates = case.provision.due.dates if case.provision.due else ()
    return f"It asks for {arithmetic(case)}, by {' or '.join(iso[:10] for iso in dates)}."


def _distance_test(case: Case, subject: Subject) -> Answer | Sequence[Position] | None:
    """Test the distance to the owner's line; to each line where the owner is not known.

    What is closer than the distance is a band of ground, and the share of the place's area of
    uncertainty that lies in it decides, as for a zone.
    """
    if subject.spot is None:
        return Answer("not_assessable", "No place: its distance from the line cannot be measured.")
    limit = case.provision.distance_from_line_km or 0.0
    rows: list[Position] = []
    measures: list[tuple[str, str]] = []
    for id_ in _lines_of(case, subject):
        row = case.ground.standing(subject.spot, band_id(id_, limit))
        line = case.agreement.line(id_)
        if row.answer == "unknown" or line is None:
            return Answer("not_assessable", f"{id_} has no geometry: no distance can be measured.")
        rows.append(row)
        measures += [*_distance(case, subject.spot, line), *row.measures()]
    measures.append(("distance required", arithmetic(case)))
    answers = {row.answer for row in rows}
    if answers == {"outside"}:
        return None
    best = max(rows, key=lambda row: row.share)
    if answers == {"inside"}:
        return Answer("reported", "", (), tuple(measures), best.answer, best.share)
    if answers == {"too_broad"} or "too_broad" in answers:
        reason = f"The place is stated too broadly to be held against {arithmetic(case)}."
        return Answer("not_assessable", reason, (), tuple(measures), best.answer, best.share)
    words = (
        f"the place straddles it with {best.share:.0%} of its area of uncertainty"
        if len(answers) == 1
        else "whose line counts is not known, and the lines answer differently"
    )
    ids = tuple(row.id for row in case.ambiguities("geometry"))
    reason = f"{arithmetic(case)[0].upper()}{arithmetic(case)[1:]}: {words}."
    return Answer("boundary_case", reason, ids, tuple(measures), "straddles", best.share)


def _distance(case: Case, at: Spot, line: Line) -> tuple[tuple[str, str], ...]:
    """Return the distance of the place's middle from a line, with how far it may be off."""
    edge = case.ground.km_to_line(at, line)
    if edge is None:
        return ()
    doubt = at.radius_m / 1e3
    words = f"{edge + doubt:.1f} km +- {doubt:.1f} km" if doubt else f"{edge:.1f} km"
    return ((f"distance to {line.id}", words),)


def _lines_of(case: Case, subject: Subject) -> tuple[str, ...]:
    lines = case.provision.reference_line
    owners = case.roll.among(subject.doers, lines)
    return tuple(sorted({lines[id_] for id_ in owners or lines}))


def arithmetic(case: Case) -> str:
    """Return how the distance of one side follows from the zone between both, in words."""
    limit = case.provision.distance_from_line_km or 0.0
    zone = case.provision.terms.get("security_zone_km")
    if zone is None:
        return f"{limit:g} km"
    return f"{limit:g} km ({zone:g} km between both sides / 2 = {zone / 2:g} km for each)"
