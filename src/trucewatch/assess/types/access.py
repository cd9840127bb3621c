"""Access for monitors, aid or traffic: restrictions of it are what is counted."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Final

from trucewatch.assess import parties
from trucewatch.assess.coverage import Cover
from trucewatch.assess.frame import Case, Tested, Verdict
from trucewatch.assess.holding import hold
from trucewatch.assess.subjects import Subject
from trucewatch.assess.types.prohibition import in_zones, prohibition_day
from trucewatch.model import Claim, ScopeTest

_SIDES: Final = {"monitoring_access": "monitor", "humanitarian_access": "humanitarian"}
"""Which side of the watch has to be the one restricted; a corridor is open to anybody."""


class Access:
    """Those bound by it let monitors, aid or traffic through."""

    def hold(self, case: Case, subject: Subject) -> ScopeTest | None:
        """Hold a restriction, or a road block in a corridor, against the provision."""
        if subject.planned:
            return None
        restricted = subject.restriction is not None and _concerned(case, subject)
        blocked = subject.act == "road_block" and case.provision.type == "corridor_access"
        if not (restricted or blocked):
            return None
        kind = subject.restriction.kind if subject.restriction else "road block"
        what = kind.replace("_", " ")
        return hold(case, subject, start=case.start, before="not_in_force", what=what)

    def about(self, case: Case, claim: Claim) -> bool | None:
        """Say whether a claim's place is not outside the provision's zones."""
        return in_zones(case, claim)

    def day(self, case: Case, day: dt.date, tests: Sequence[Tested], cover: Cover) -> Verdict:
        """Return the day's verdict."""
        return prohibition_day(case, day, tests, cover, start=case.start, before="not_in_force")


def _concerned(case: Case, subject: Subject) -> bool:
    """Say whether the restricted ones are those whom the provision lets through.

    Where `counts` names kinds of restriction, only these count.
    """
    assert subject.restriction is not None
    kinds = {"denial", "delay", "conditional_access", "jamming", "fire_on_monitor", "mines"}
    named = kinds & set(case.provision.counts)
    if named and subject.restriction.kind not in named:
        return False
    monitor = case.provision.terms.get("monitor")
    if isinstance(monitor, str) and parties.any_among(
        subject.targets, frozenset({monitor}), case.agreement, case.watch
    ):
        return True
    side = _SIDES.get(case.provision.type)
    if side is None or not subject.targets:
        return True
    actors = [case.watch.actor(name) for name in subject.targets]
    return any(actor is None or actor.side == side for actor in actors)
