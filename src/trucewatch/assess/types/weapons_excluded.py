"""Weapons that have to be taken out, or kept out, of a zone."""

from __future__ import annotations

import datetime as dt

import msgspec

from trucewatch.assess import weapons
from trucewatch.assess.coverage import Cover
from trucewatch.assess.frame import Case, Held, Verdict
from trucewatch.assess.holding import hold
from trucewatch.assess.subjects import Subject
from trucewatch.assess.types.actors_excluded import due
from trucewatch.assess.types.prohibition import in_zones, prohibition_day
from trucewatch.model import Claim, ScopeTest


class WeaponsExcluded:
    """No weapon of the class, of those bound by it, may be in the zone after the deadline."""

    def hold(self, case: Case, subject: Subject) -> ScopeTest | None:
        """Hold a sighting of weapons against the provision."""
        seen = weapons_seen(case, subject)
        if not seen:
            return None
        words = ", ".join(seen)
        test = hold(case, subject, start=due(case), before="not_due", what=f"{words} seen")
        if test is not None and not subject.doers:
            note = f"{test.reason} Whose they are is not said."
            test = msgspec.structs.replace(test, reason=note)
        return None if test is None else weapons.with_classes(case, subject, test)

    def about(self, case: Case, claim: Claim) -> bool | None:
        """Say whether a claim's place is not outside the zone."""
        return in_zones(case, claim)

    def day(self, case: Case, day: dt.date, tests: Held, cover: Cover) -> Verdict:
        """Return the day's verdict."""
        return prohibition_day(case, day, tests, cover, start=due(case), before="not_due")


def weapons_seen(case: Case, subject: Subject) -> tuple[str, ...]:
    """Return the weapons of the provision's class that a subject tells of, of anyone bound by it.

    Weapons whose owner is not named count: whose they are is open. Weapons of somebody who is
    not bound by the provision do not.
    """
    weapon_class = case.agreement.weapon_class(case.provision.weapon_class)
    if weapon_class is None or subject.planned or subject.act not in weapons.SEEN:
        return ()
    named = [name for name in subject.doers if case.roll.is_named(name)]
    bound = frozenset(case.provision.obligated)
    if named and not case.roll.any_among(named, bound):
        return ()
    return weapons.matching(subject, weapon_class, case.agreement.weapon_classes)
