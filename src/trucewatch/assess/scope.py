"""Scope: each happening against each agreement, and why most touch none of its provisions."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

import msgspec

from trucewatch.assess.days import moment
from trucewatch.assess.frame import Case, Frame, act_name
from trucewatch.assess.ground import ROUTE_REACH_M, Position, Spot
from trucewatch.assess.subjects import Subject
from trucewatch.assess.types import ProvisionType, type_of
from trucewatch.model import Claim, ScopeTest, Status, family_of

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
        self._far: dict[str, tuple[str, tuple[tuple[str, str], ...]] | None] = {}

    def tests(self, subject: Subject) -> tuple[Subject, tuple[ScopeTest, ...]]:
        """Hold one happening against the agreement: a test per provision it touches, or why none.

        Returns the happening in the agreement's local time with its tests.
        """
        signed = self.frame.agreement.signed
        if subject.surely_after(signed):
            far = self._far_away(subject)
            if far is not None:
                return subject, (far,)
        subject = subject.at_home(self.frame.zone)
        return subject, self._tests(subject)

    def may_concern(self, claim: Claim, spot: Spot | None) -> bool:
        """Say whether a claim may tell of the agreement's ground: near it, or without a place.

        Talks and patrols may name a zone or road from anywhere.
        """
        anywhere = spot is None or claim.act in PLACELESS or claim.act == "patrol"
        return anywhere or (spot is not None and self._apart(spot) is None)

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
        found = list(ground.positions(subject.spot, ground.spoken))
        for id_ in ground.routes:
            line = self.frame.agreement.line(id_)
            km = ground.km_to_line(subject.spot, line) if line else None
            if km is not None:
                near = km * 1e3 <= ROUTE_REACH_M
                found.append(Position(id_, "inside" if near else "outside", km=km, line=True))
        return tuple(found)

    def _far_away(self, subject: Subject) -> ScopeTest | None:
        """Return the answer for what lies outside all ground that the agreement speaks of."""
        if subject.spot is None or subject.act in PLACELESS:
            return None
        apart = self._apart(subject.spot)
        if apart is None:
            return None
        reason, measures = apart
        name = subject.place_name or "Its place"
        return _test(self.frame, subject, "out_of_scope", f"{name} {reason}", measures)

    def _apart(self, spot: Spot) -> tuple[str, tuple[tuple[str, str], ...]] | None:
        """Return why a place lies outside all ground, with the distance; None where it does not."""
        key = spot.key or spot.identity()
        if key not in self._far:
            ground = self.frame.ground
            self._far[key] = None if ground.touches(spot) else _far_words(*ground.nearest(spot))
        return self._far[key]


def _far_words(nearest: str, km: float) -> tuple[str, tuple[tuple[str, str], ...]]:
    reason = (
        "lies outside all ground that the agreement speaks of; the nearest is "
        f"{nearest}, {km:.1f} km away."
    )
    return reason, ((f"distance to {nearest}", f"{km:.1f} km"),)


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
