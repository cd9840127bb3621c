"""Forces that have to leave: a zone, or places of a kind such as hospitals."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Final

from trucewatch.assess.coverage import Cover
from trucewatch.assess.frame import Case, Held, Verdict, names_in
from trucewatch.assess.holding import hold
from trucewatch.assess.subjects import Subject
from trucewatch.assess.types.actors_excluded import PRESENCE, due
from trucewatch.assess.types.duty import Duty
from trucewatch.assess.types.prohibition import COUNTED
from trucewatch.assess.words import forms, told
from trucewatch.model import ScopeTest

_AT_SITE: Final = PRESENCE | {"attack", "armed_clash"}


class ForcesWithdrawal(Duty):
    """Those bound by it leave; being told of at one of `site_types` shows that they did not."""

    def hold(self, case: Case, subject: Subject) -> ScopeTest | None:
        """Hold a withdrawal, or presence at a site that had to be left, against the provision."""
        sites = case.provision.terms.get("site_types") or ()
        if not sites:
            return super().hold(case, subject)
        if subject.act not in _AT_SITE and subject.act != "withdrawal":
            return None
        site = names_in(told(case, subject), forms(sites))
        bound = frozenset(case.provision.obligated)
        if site is None or not case.roll.any_among(subject.doers, bound):
            return None
        if subject.act == "withdrawal" and not subject.absent:
            return super().hold(case, subject)
        stays = subject.act == "withdrawal"
        if subject.planned or not (stays or subject.act in _AT_SITE):
            return None
        who = ", ".join(subject.doers)
        return hold(
            case,
            subject.present() if stays else subject,
            start=due(case),
            before="not_due",
            what=f"presence of {who} at a {site}",
        )

    def day(self, case: Case, day: dt.date, tests: Held, cover: Cover) -> Verdict:
        """Return the day's verdict: a duty's, but overdue where forces are reported at a site."""
        verdict = super().day(case, day, tests, cover)
        there = [row for row in tests.on(day) if row.test.answer in COUNTED]
        if not there or verdict.status == "not_in_force":
            return verdict
        reasons = " ".join(dict.fromkeys(row.test.reason for row in there))
        return replace(
            verdict,
            status="overdue",
            reason=f"They had to have left. {reasons} {cover.in_words()}",
            basis=tuple(sorted({row.subject.id for row in there})),
        )
