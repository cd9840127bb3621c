"""Scope: each happening against each agreement, and why most touch none of its provisions."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

import msgspec

from trucewatch.assess.days import moment
from trucewatch.assess.frame import Case, Frame, act_name
from trucewatch.assess.ground import ROUTE_REACH_M, Position, Spot, band_id, wordings
from trucewatch.assess.subjects import Subject
from trucewatch.assess.types import ProvisionType, type_of
from trucewatch.model import Claim, Provision, ScopeTest, Status, family_of
from trucewatch.model.findings import Standing

PLACELESS = frozenset({"talks", "ceasefire_act", "tally"})
"""Acts that bind or count wherever they happen: talks on an area are not held in it."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A provision with the type that assesses it, in each wording that it has had.

    `wordings` are (the day before which it held, case), oldest first; the last one holds on.
    """

    kind: ProvisionType
    case: Case
    earlier: tuple[tuple[str, Case], ...] = ()

    def on(self, day: dt.date | None) -> Case:
        """Return the provision as it stood on a day; as it stands now where the day is open."""
        if day is None or not self.earlier:
            return self.case
        iso = day.isoformat()
        return next((case for before, case in self.earlier if iso < before), self.case)


def rules_of(frame: Frame) -> tuple[Rule, ...]:
    """Return each provision of the frame's agreement with the type that assesses it."""
    shared = {name: getattr(frame, name) for name in Frame.__slots__}
    return tuple(
        Rule(
            type_of(row),
            Case(provision=row, **shared),
            tuple((one.before, Case(provision=one.provision, **shared)) for one in row.earlier),
        )
        for row in frame.agreement.provisions
    )


class Scope:
    """All rules of one agreement, with the ground that they speak of; holds happenings to them."""

    def __init__(self, frame: Frame, rules: Sequence[Rule]) -> None:
        self.frame, self.rules = frame, rules
        ground = list(wordings(frame.agreement))
        self._zones = tuple(sorted({id_ for row in ground for id_ in zones_of(row, frame)}))
        self._routes = {
            row.route: ROUTE_REACH_M / 1e3
            for row in ground
            if row.route and frame.agreement.line(row.route)
        }
        self._far: dict[tuple[object, ...], tuple[str, tuple[tuple[str, str], ...]]] = {}

    def tests(self, subject: Subject) -> tuple[Subject, tuple[ScopeTest, ...]]:
        """Hold one happening against the agreement: a test per provision it touches, or why none.

        Returns the happening in the agreement's local time with its tests.
        """
        signed = self.frame.agreement.signed
        if subject.surely_before(signed) is False:
            far = self._far_away(subject)
            if far is not None:
                return subject, (far,)
        subject = subject.at_home(self.frame.zone)
        return subject, self._tests(subject)

    def may_concern(self, claim: Claim, spot: Spot | None) -> bool:
        """Say whether a claim may tell of the agreement's ground: near it, or without a place.

        Talks and patrols may name a zone or road from anywhere.
        """
        return spot is None or claim.act in PLACELESS or claim.act == "patrol" or self._near(spot)

    def _tests(self, subject: Subject) -> tuple[ScopeTest, ...]:
        frame = self.frame
        before = _before_signature(frame, subject)
        if before is not None:
            return (before,)
        far = self._far_away(subject)
        if far is not None:
            return (far,)
        if subject.kind == "claim" and family_of(subject.act) == "hostile":
            reason = (
                "Harm summed over happenings, or stated without one: no incident to hold it to."
            )
            return (_test(frame, subject, "not_assessable", reason),)
        day = subject.when.day() if subject.when else None
        held = [rule.kind.hold(rule.on(day), subject) for rule in self.rules]
        found = tuple(test for test in held if test is not None)
        return found or (_untouched(frame, subject, self._positions(subject)),)

    def _positions(self, subject: Subject) -> tuple[Position, ...]:
        """Hold the place against all ground that the provisions speak of, zones and routes."""
        if subject.spot is None:
            return ()
        ground = self.frame.ground
        found = list(ground.positions(subject.spot, self._zones))
        for id_, reach in sorted(self._routes.items()):
            line = self.frame.agreement.line(id_)
            km = ground.km_to_line(subject.spot, line) if line else None
            if km is not None:
                answer: Standing = "inside" if km <= reach else "outside"
                found.append(Position(id_, answer, km=km, line=True))
        return tuple(found)

    def _far_away(self, subject: Subject) -> ScopeTest | None:
        """Return the answer for what lies outside all ground that the agreement speaks of."""
        spot = subject.spot
        if spot is None or subject.act in PLACELESS or self._near(spot):
            return None
        key = spot.identity()
        if key not in self._far:
            self._far[key] = self._nearest(spot)
        reason, measures = self._far[key]
        return _test(
            self.frame,
            subject,
            "out_of_scope",
            f"{subject.place_name or 'Its place'} {reason}",
            measures,
        )

    def _near(self, spot: Spot) -> bool:
        """Say whether a place touches ground of the agreement, or there is none to tell by."""
        rows = self.frame.ground.positions(spot, self._zones)
        if any(row.answer != "outside" for row in rows):
            return True
        lines = [self.frame.agreement.line(id_) for id_ in self._routes]
        kms = [self.frame.ground.km_to_line(spot, line) for line in lines if line is not None]
        on_line = any(km is not None and km * 1e3 <= ROUTE_REACH_M for km in kms)
        return on_line or not (rows or any(km is not None for km in kms))

    def _nearest(self, spot: Spot) -> tuple[str, tuple[tuple[str, str], ...]]:
        ground = self.frame.ground
        row = ground.row(spot)
        ids = {*self._zones, *self._routes}
        if row is not None and ground.nearest(row) in ids:
            nearest, km = ground.nearest(row), row.nearest_km
        else:
            every = [ground.position(spot, id_) for id_ in self._zones]
            measured = [(one.km, one.zone) for one in every if one.answer != "unknown"]
            for id_ in self._routes:
                line = self.frame.agreement.line(id_)
                far = ground.km_to_line(spot, line) if line else None
                measured += [] if far is None else [(far, id_)]
            km, nearest = min(measured)
        reason = (
            "lies outside all ground that the agreement speaks of; the nearest is "
            f"{nearest}, {km:.1f} km away."
        )
        return reason, ((f"distance to {nearest}", f"{km:.1f} km"),)


def zones_of(row: Provision, frame: Frame) -> tuple[str, ...]:
    """Return the zones that a provision speaks of: its own, those held, a route, a line's band."""
    held = row.terms.get("held")
    route = (row.route,) if row.route and frame.agreement.zone(row.route) else ()
    distance = row.distance_from_line_km
    bands = [band_id(id_, distance) for id_ in row.reference_line.values()] if distance else []
    own = tuple(held.values()) if isinstance(held, dict) else ()
    return tuple(dict.fromkeys((*row.zones, *own, *route, *bands)))


def _test(
    frame: Frame,
    subject: Subject,
    answer: Status,
    reason: str,
    measures: Sequence[tuple[str, str]] = (),
) -> ScopeTest:
    return ScopeTest(
        subject=subject.id,
        subject_kind=subject.kind,
        agreement=frame.agreement.id,
        provision=None,
        answer=answer,
        reason=reason,
        measures=tuple(measures),
        standing="outside" if answer == "out_of_scope" and measures else None,
    )


def _before_signature(frame: Frame, subject: Subject) -> ScopeTest | None:
    signed = moment(frame.agreement.signed, frame.zone)
    if subject.when is None or subject.when.end > signed:
        return None
    reason = f"It lies before the agreement was signed on {frame.agreement.signed}."
    return _test(frame, subject, "out_of_scope", reason)


def _untouched(frame: Frame, subject: Subject, positions: tuple[Position, ...]) -> ScopeTest:
    """Return why no provision is touched: nothing written, nothing happened, or nothing known."""
    what = act_name(subject.act)
    measures = [one for row in positions if row.answer != "outside" for one in row.measures()]
    if subject.planned:
        reason = f"Nothing has happened: the {what} is planned, threatened or thought of."
        return _test(frame, subject, "no_operative_provision", reason, measures)
    zones = {row.zone for row in positions if row.answer in ("inside", "straddles")}
    for row in frame.agreement.ambiguities:
        if (
            row.kind == "no_duty"
            and subject.act in row.acts
            and (not row.zone or row.zone in zones)
        ):
            test = _test(frame, subject, "no_operative_provision", row.note, measures)
            return msgspec.structs.replace(test, ambiguities=(row.id,))
    reason = f"No provision of the agreement speaks of such an act ({what}) here"
    grave = family_of(subject.act) == "hostile" or subject.act == "threat"
    reason += ": however grave, it is no breach of this text." if grave else "."
    return _test(frame, subject, "no_operative_provision", reason, measures)
