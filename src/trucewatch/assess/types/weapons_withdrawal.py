"""Weapons that have to be withdrawn some distance from a line, which may differ by party."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from trucewatch import geo
from trucewatch.assess import parties
from trucewatch.assess.coverage import Cover
from trucewatch.assess.frame import Case, Tested, Verdict
from trucewatch.assess.ground import spot
from trucewatch.assess.holding import Answer, hold
from trucewatch.assess.subjects import Subject
from trucewatch.assess.types.actors_excluded import due
from trucewatch.assess.types.prohibition import prohibition_day
from trucewatch.assess.types.weapons_excluded import weapons_seen
from trucewatch.model import Claim, ScopeTest


class WeaponsWithdrawal:
    """Weapons of the class stay farther from the owner's reference line than the distance.

    The distance counts from the line to each side: a security zone of 50 km between the sides is
    25 km for each (FACTS, Minsk).
    """

    def hold(self, case: Case, subject: Subject) -> ScopeTest | None:
        """Hold a sighting of weapons against the distance from the owner's line."""
        seen = weapons_seen(case, subject)
        if not seen:
            return None
        return hold(
            case,
            subject,
            start=due(case),
            before="not_due",
            what=f"{', '.join(seen)} closer than allowed",
            place=lambda: _distance_test(case, subject),
        )

    def about(self, case: Case, claim: Claim) -> bool | None:
        """Say whether a claim's place lies within the distance of one of the lines."""
        at = spot(claim.place)
        if at is None:
            return None
        reach = case.provision.distance_from_line_km or 0.0
        lines = [case.agreement.line(id_) for id_ in set(case.provision.reference_line.values())]
        found = [case.ground.km_to_line(at, line) for line in lines if line is not None]
        return any(km is not None and km <= reach for km in found)

    def day(self, case: Case, day: dt.date, tests: Sequence[Tested], cover: Cover) -> Verdict:
        """Return the day's verdict; between start and deadline the withdrawal is under way."""
        return prohibition_day(case, day, tests, cover, start=due(case), before="not_due")


def _distance_test(case: Case, subject: Subject) -> Answer | None:
    """Test the distance to the owner's line; to each line where the owner is not known."""
    if subject.spot is None:
        return Answer("not_assessable", "No place: its distance from the line cannot be measured.")
    limit = case.provision.distance_from_line_km or 0.0
    ids = _lines_of(case, subject)
    lat, lon = geo.representative(subject.spot.geometry)
    doubt = geo.reach_m(subject.spot.geometry, (lat, lon)) / 1e3
    answers = set()
    measures = []
    for id_ in ids:
        line = case.agreement.line(id_)
        km = None
        if line is not None and line.geometry is not None:
            km = geo.distance_m(geo.point(lat, lon), line.geometry) / 1e3
        if km is None:
            return Answer("not_assessable", f"{id_} has no geometry: no distance can be measured.")
        measures.append((f"distance to {id_}", f"{km:.1f} km +- {doubt:.1f} km"))
        answers.add("in" if km + doubt < limit else "out" if km - doubt >= limit else "edge")
    measures.append(("distance required", _arithmetic(case)))
    if answers == {"out"}:
        return None
    if answers == {"in"}:
        return Answer("reported", "", (), tuple(measures))
    return Answer(
        "boundary_case",
        f"The place's uncertainty, or the choice of the line, straddles the {limit:g} km.",
        (),
        tuple(measures),
    )


def _lines_of(case: Case, subject: Subject) -> tuple[str, ...]:
    lines = case.provision.reference_line
    owners = {
        id_
        for name in subject.doers
        for id_ in parties.parties_of(name, case.agreement, case.watch)
        if id_ in lines
    }
    return tuple(sorted({lines[id_] for id_ in owners or lines}))


def _arithmetic(case: Case) -> str:
    limit = case.provision.distance_from_line_km or 0.0
    zone = case.provision.terms.get("security_zone_km")
    if zone is None:
        return f"{limit:g} km"
    return f"{limit:g} km ({zone:g} km between both sides / 2 = {zone / 2:g} km for each)"
