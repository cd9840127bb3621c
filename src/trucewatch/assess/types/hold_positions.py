"""Positions held where they are: an advance, or a work, on ground that the other side holds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from trucewatch.assess.frame import Case, act_name
from trucewatch.assess.ground import ROUTE_REACH_M, Position
from trucewatch.assess.holding import Answer, hold, zones_test
from trucewatch.assess.subjects import Subject
from trucewatch.assess.types.prohibition import Prohibition, in_zones
from trucewatch.model import Claim, ScopeTest


class HoldPositions(Prohibition):
    """Nobody bound by it goes beyond the line: into a zone that `held` gives to somebody else."""

    def hold(self, case: Case, subject: Subject) -> ScopeTest | None:
        """Hold an advance, a work or a change of control against the positions."""
        if subject.act not in case.provision.prohibited or subject.planned:
            return None
        return hold(
            case,
            subject,
            start=case.start,
            before="not_in_force",
            what=f"{act_name(subject.act)} beyond its own positions",
            place=lambda: _beyond(case, subject),
        )

    def about(self, case: Case, claim: Claim) -> bool | None:
        """Say whether a claim's place is not outside the ground of the provision."""
        return in_zones(case, claim, tuple(dict.fromkeys(_held(case).values())) or None)


def _held(case: Case) -> Mapping[str, str]:
    held = case.provision.terms.get("held")
    return held if isinstance(held, dict) else {}


def _beyond(case: Case, subject: Subject) -> Answer | Sequence[Position] | None:
    """Test whether it is on ground held by another; without `held`, whether it is at the line."""
    held = _held(case)
    if not held:
        return zones_test(case, subject) if case.provision.zones else _at_line(case, subject)
    owners = case.roll.among(subject.doers, held)
    own = {held[id_] for id_ in owners}
    others = [zone for zone in dict.fromkeys(held.values()) if zone not in own]
    found = zones_test(case, subject, others)
    if owners or found is None or isinstance(found, Answer):
        return found
    reason = (
        f"It lies in {found[0].zone}; who moved is not said, and that decides whether it is "
        "beyond the line."
    )
    return Answer("not_assessable", reason, (), found[0].measures(), "inside", found[0].share)


def _at_line(case: Case, subject: Subject) -> Answer | Sequence[Position] | None:
    if subject.spot is None:
        return Answer("not_assessable", "No place: whether it is at the line cannot be said.")
    for id_ in case.provision.lines:
        line = case.agreement.line(id_)
        km = case.ground.km_to_line(subject.spot, line) if line else None
        if km is None:
            return Answer("not_assessable", f"{id_} has no geometry.")
        if km * 1e3 <= ROUTE_REACH_M:
            return ()
    return None
