"""Actors that have to leave, or stay out of, a zone."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace

import msgspec

from trucewatch.assess.coverage import Cover
from trucewatch.assess.frame import Case, Held, Verdict
from trucewatch.assess.ground import Position
from trucewatch.assess.holding import as_test, hold, inside, on_ground, time_test
from trucewatch.assess.subjects import Subject
from trucewatch.assess.types.prohibition import COUNTED, in_zones, prohibition_day
from trucewatch.model import Claim, ScopeTest

PRESENCE = frozenset(
    {"sighting", "fortification", "troop_movement", "recruitment", "control", "ground_advance"}
)
"""Acts that show an actor on the ground. Fire does not: it may come from outside the zone."""


class ActorsExcluded:
    """None of `actors` may be in the zone once the time to leave is over."""

    def hold(self, case: Case, subject: Subject) -> ScopeTest | None:
        """Hold a report of presence against the provision.

        "No signs that they withdraw" says that they are there: an absent withdrawal is presence.
        """
        stays = subject.act == "withdrawal" and subject.absent
        if subject.planned or not (stays or subject.act in PRESENCE):
            return None
        wanted = frozenset(case.provision.actors)
        if not case.roll.any_among(subject.doers, wanted):
            return None
        who = ", ".join(subject.doers)
        if stays:
            return _still_there(case, subject, who)
        membership = case.ambiguities("membership")
        test = hold(case, subject, start=due(case), before="not_due", what=f"presence of {who}")
        if test is None:
            return None
        if test.answer == "spoiler":
            # Whom the provision keeps out is its subject here, no third party that spoils it.
            test = msgspec.structs.replace(test, answer="reported", reason=_present(case, who))
        ids = tuple(dict.fromkeys((*test.ambiguities, *(row.id for row in membership))))
        return msgspec.structs.replace(test, ambiguities=ids)

    def about(self, case: Case, claim: Claim) -> bool | None:
        """Say whether a claim's place is not outside the zone."""
        return in_zones(case, claim)

    def day(self, case: Case, day: dt.date, tests: Held, cover: Cover) -> Verdict:
        """Return the day's verdict; disputed membership is a contested part of it."""
        verdict = prohibition_day(case, day, tests, cover, start=due(case), before="not_due")
        disputed = any(
            party is not None and party.members_contested
            for party in map(case.agreement.party, case.provision.actors)
        )
        if verdict.status not in COUNTED:
            return verdict
        return replace(
            verdict,
            answerable=verdict.answerable or case.roll.obligated(case.provision),
            contested=tuple(sorted({*verdict.contested, *(("membership",) if disputed else ())})),
        )


def _present(case: Case, who: str) -> str:
    zone = case.provision.zones[0]
    return f"{who} reported in {zone}, which {case.provision.id} says they had to leave."


def _still_there(case: Case, subject: Subject, who: str) -> ScopeTest | None:
    def stays(found: Sequence[Position]) -> ScopeTest:
        time = time_test(case, subject, due(case), "not_due")
        if time.status != "reported":
            return case.test(subject, time.status, time.reason, ambiguities=time.ambiguities)
        reason = f"A source says that {who} did not withdraw: they are still there."
        ids = tuple(row.id for row in case.ambiguities("membership"))
        return as_test(case, subject, replace(inside(found), reason=reason, ambiguities=ids))

    return on_ground(case, subject, stays)


def due(case: Case) -> dt.datetime:
    """Return when the zone has to be empty: after the deadline, else from the start."""
    return case.last_due or case.start
