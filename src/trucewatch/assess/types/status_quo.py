"""Preservation of a status quo: the text says that nothing changes, not what a change would be."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from trucewatch.assess.coverage import Cover
from trucewatch.assess.frame import Case, Held, Verdict
from trucewatch.assess.holding import Answer, as_test, inside, time_test, zones_test
from trucewatch.assess.subjects import Subject
from trucewatch.assess.types.manual import open_question
from trucewatch.assess.types.prohibition import Prohibition, in_zones
from trucewatch.model import Claim, ScopeTest, family_of

_CHANGES = frozenset({"control", "fortification", "troop_movement", "withdrawal"})


class StatusQuo:
    """What happens in the zone is held against the provision, and left to a person.

    Where the file lists `prohibited` acts and says `assess = "auto"`, it is a prohibition.
    """

    def hold(self, case: Case, subject: Subject) -> ScopeTest | None:
        """Hold hostile acts and changes of position in the zone against the provision."""
        if _lists_acts(case):
            return Prohibition().hold(case, subject)
        changes = family_of(subject.act) == "hostile" or subject.act in _CHANGES
        if subject.planned or subject.absent or not changes:
            return None
        found = zones_test(case, subject)
        if found is None:
            return None
        time = time_test(case, subject, case.start, "not_in_force")
        for answer in (found, time):
            if isinstance(answer, Answer) and answer.status != "reported":
                return as_test(case, subject, answer)
        return _for_a_reviewer(case, subject)

    def about(self, case: Case, claim: Claim) -> bool | None:
        """Say whether a claim's place is not outside the zone."""
        return in_zones(case, claim)

    def day(self, case: Case, day: dt.date, tests: Held, cover: Cover) -> Verdict:
        """Return the day's verdict: what there is for a reviewer to look at."""
        if _lists_acts(case):
            return Prohibition().day(case, day, tests, cover)
        return open_question(case, day, tests, cover)


def _lists_acts(case: Case) -> bool:
    return bool(case.provision.prohibited) and case.provision.assess == "auto"


def _for_a_reviewer(case: Case, subject: Subject) -> ScopeTest:
    assert subject.spot is not None
    rows = case.ground.positions(subject.spot, case.provision.zones)
    answer = replace(
        inside(rows),
        status="not_assessable",
        reason=f"It lies in {rows[0].zone}, where the status quo is to be preserved; the text does "
        "not say what breaches it, so a reviewer decides.",
        ambiguities=tuple(row.id for row in case.ambiguities()),
    )
    return as_test(case, subject, answer)
