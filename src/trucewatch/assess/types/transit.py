"""Traffic that has to flow again: announcements that it does, and road blocks against it."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from trucewatch.assess.coverage import Cover
from trucewatch.assess.frame import Case, Held, Verdict, names_in
from trucewatch.assess.holding import hold, on_ground
from trucewatch.assess.subjects import Subject
from trucewatch.assess.types.duty import duty_day, shown, table
from trucewatch.assess.types.prohibition import COUNTED, in_zones
from trucewatch.assess.words import told
from trucewatch.model import Claim, ScopeTest


class Transit:
    """A road block on the ground interrupts it; words that it was reopened are a claim of it."""

    def hold(self, case: Case, subject: Subject) -> ScopeTest | None:
        """Hold a road block, or a report that traffic flows again, against the provision."""
        if subject.act == "road_block" and not subject.absent and not subject.planned:
            return hold(case, subject, start=case.start, before="not_in_force", what="a road block")
        reopened = names_in(told(case, subject), table().reopened.words) is not None
        if not reopened or subject.act not in ("road_block", "talks", "ceasefire_act"):
            return None
        flows = replace(subject, absent=False)
        return on_ground(case, subject, lambda _: shown(case, flows, "claimed_implemented"))

    def about(self, case: Case, claim: Claim) -> bool | None:
        """Say whether a claim's place is not outside the provision's zones."""
        return in_zones(case, claim)

    def day(self, case: Case, day: dt.date, tests: Held, cover: Cover) -> Verdict:
        """Return the day's verdict: suspended while a block is reported, else a duty's."""
        verdict = duty_day(case, day, tests, cover)
        blocks = [row for row in tests.on(day) if row.test.answer in COUNTED]
        if not blocks or verdict.status == "not_in_force":
            return verdict
        return replace(
            verdict,
            status="suspended",
            reason=f"Traffic is reported to be blocked. {cover.in_words()}",
            basis=tuple(sorted({row.subject.id for row in blocks})),
        )
