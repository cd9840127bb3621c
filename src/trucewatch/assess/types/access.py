"""Access for monitors, aid or traffic: restrictions of it, and harm to them, are counted."""

from __future__ import annotations

import datetime as dt
from typing import Final, get_args

from trucewatch.assess.coverage import Cover
from trucewatch.assess.frame import Case, Held, Verdict, act_name
from trucewatch.assess.holding import hold
from trucewatch.assess.parties import AID
from trucewatch.assess.subjects import Subject
from trucewatch.assess.types.prohibition import in_zones, prohibition_day
from trucewatch.model import Claim, ScopeTest, family_of
from trucewatch.model.vocabulary import RestrictionKind

_SIDES: Final = {"monitoring_access": "monitor", "humanitarian_access": AID}
"""Which side of the watch has to be the one restricted; a corridor is open to anybody."""
_KINDS: Final = frozenset(get_args(RestrictionKind))
_ATTACKS: Final = {"attack_on_aid": AID, "attack_on_monitor": "monitor"}
"""What `counts` calls harm done to those who are let through, and their side."""


class Access:
    """Those bound by it let monitors, aid or traffic through."""

    def hold(self, case: Case, subject: Subject) -> ScopeTest | None:
        """Hold a restriction, an attack on those let through, or a road block in a corridor."""
        what = None if subject.planned else _counted(case, subject)
        if what is None:
            return None
        return hold(case, subject, start=case.start, before="not_in_force", what=what)

    def about(self, case: Case, claim: Claim) -> bool | None:
        """Say whether a claim's place is not outside the provision's zones."""
        return in_zones(case, claim)

    def day(self, case: Case, day: dt.date, tests: Held, cover: Cover) -> Verdict:
        """Return the day's verdict."""
        return prohibition_day(case, day, tests, cover, start=case.start, before="not_in_force")


def _counted(case: Case, subject: Subject) -> str | None:
    """Return in words what of a happening the provision counts, None where it counts none."""
    if subject.restriction is not None and _concerned(case, subject):
        return f"{subject.restriction.kind.replace('_', ' ')} of access"
    if subject.act == "road_block" and case.provision.type == "corridor_access":
        return act_name("road_block")
    if subject.kind == "incident" and family_of(subject.act) == "hostile":
        for kind in set(case.provision.counts) & _ATTACKS.keys():
            if _is_at(case, subject, _ATTACKS[kind]):
                return f"{act_name(subject.act)} against {', '.join(subject.targets)}"
    return None


def _is_at(case: Case, subject: Subject, side: str) -> bool:
    monitor = case.provision.terms.get("monitor")
    named = frozenset([monitor] if isinstance(monitor, str) and side == "monitor" else [])
    return case.roll.any_among(subject.targets, named) or any(
        case.roll.side(name) == side for name in subject.targets
    )


def _concerned(case: Case, subject: Subject) -> bool:
    """Say whether the restricted ones are those whom the provision lets through.

    Where `counts` names kinds of restriction, only these count.
    """
    assert subject.restriction is not None
    named = _KINDS & set(case.provision.counts)
    if named and subject.restriction.kind not in named:
        return False
    side = _SIDES.get(case.provision.type)
    if side is None or not subject.targets or _is_at(case, subject, side):
        return True
    return any(case.roll.actor(name) is None for name in subject.targets)
