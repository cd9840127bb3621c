"""Scope: each happening against each agreement, and why most touch none of its provisions."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from trucewatch.assess.days import moment
from trucewatch.assess.frame import Case, Frame, act_name
from trucewatch.assess.ground import ROUTE_REACH_M, Answer, Position
from trucewatch.assess.subjects import Subject
from trucewatch.assess.types import ProvisionType, type_of
from trucewatch.model import ScopeTest, Status, family_of

PLACELESS = frozenset({"talks", "ceasefire_act", "tally"})
"""Acts that bind or count wherever they happen: talks on an area are not held in it."""


def cases_of(frame: Frame) -> tuple[tuple[Case, ProvisionType], ...]:
    """Return each provision of the frame's agreement with the type that assesses it."""
    shared = {name: getattr(frame, name) for name in Frame.__slots__}
    return tuple(
        (Case(provision=row, **shared), type_of(row)) for row in frame.agreement.provisions
    )


def tests_of(
    frame: Frame, cases: Sequence[tuple[Case, ProvisionType]], subject: Subject
) -> tuple[ScopeTest, ...]:
    """Hold one happening against one agreement: a test per provision it touches, or one why not."""
    before = _before_signature(frame, subject)
    if before is not None:
        return (before,)
    positions = _positions(frame, cases, subject)
    outside = _outside(frame, subject, positions)
    if outside is not None:
        return (outside,)
    if subject.kind == "claim" and family_of(subject.act) == "hostile":
        reason = "Harm summed over happenings, or stated without one: no incident to hold it to."
        return (_test(frame, subject, "not_assessable", reason),)
    held = [test for case, kind in cases if (test := kind.hold(case, subject)) is not None]
    if held:
        return tuple(held)
    return (_untouched(frame, subject, positions),)


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
    )


def _before_signature(frame: Frame, subject: Subject) -> ScopeTest | None:
    signed = moment(frame.agreement.signed, frame.zone)
    if subject.when is None or subject.when.end > signed:
        return None
    reason = f"It lies before the agreement was signed on {frame.agreement.signed}."
    return _test(frame, subject, "out_of_scope", reason)


def _positions(
    frame: Frame, cases: Sequence[tuple[Case, ProvisionType]], subject: Subject
) -> tuple[Position, ...]:
    """Hold the place against all ground that the provisions speak of, zones and routes."""
    if subject.spot is None:
        return ()
    zones = {id_ for case, _ in cases for id_ in case.provision.zones}
    routes = {case.provision.route for case, _ in cases}
    zones |= {id_ for id_ in routes if id_ and frame.agreement.zone(id_)}
    found = list(frame.ground.positions(subject.spot, sorted(zones)))
    for id_, reach in sorted(_reaches(cases).items()):
        line = frame.agreement.line(id_)
        km = frame.ground.km_to_line(subject.spot, line) if line else None
        if km is not None:
            answer: Answer = "inside" if km <= reach else "outside"
            found.append(Position(id_, answer, km=km, line=True))
    return tuple(found)


def _reaches(cases: Sequence[tuple[Case, ProvisionType]]) -> dict[str, float]:
    """Return how far from each line the ground reaches of which provisions speak, in km.

    Patrolled roads as far as their sketch may be off, lines that weapons keep away from as far
    as they have to.
    """
    found: dict[str, float] = {}
    for case, _ in cases:
        row = case.provision
        reaches = dict.fromkeys(row.reference_line.values(), row.distance_from_line_km or 0.0)
        if row.route and case.agreement.line(row.route):
            reaches[row.route] = ROUTE_REACH_M / 1e3
        for id_, reach in reaches.items():
            found[id_] = max(found.get(id_, 0.0), reach)
    return found


def _outside(frame: Frame, subject: Subject, positions: tuple[Position, ...]) -> ScopeTest | None:
    if not positions or subject.act in PLACELESS:
        return None
    if any(row.answer != "outside" for row in positions):
        return None
    nearest = min(positions, key=lambda row: (row.km, row.zone))
    reason = (
        f"{subject.place_name or 'Its place'} lies outside all ground that the agreement speaks "
        f"of; the nearest is {nearest.zone}, {nearest.km:.1f} km away."
    )
    return _test(frame, subject, "out_of_scope", reason, nearest.measures())


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
