"""Provisions that only a person can assess: each day says so, with what there is to look at."""

from __future__ import annotations

import datetime as dt
from typing import Final

from trucewatch.assess.coverage import Cover
from trucewatch.assess.days import moment
from trucewatch.assess.frame import Case, Held, Verdict
from trucewatch.assess.subjects import Subject
from trucewatch.assess.types.prohibition import in_zones
from trucewatch.model import Claim, ScopeTest

_BY_A_PERSON: Final = "The program does not assess this provision; a reviewer does."


class Manual:
    """The file says `assess = "manual"`, or the type has no test."""

    def hold(self, case: Case, subject: Subject) -> ScopeTest | None:  # noqa: ARG002
        """Hold nothing: what fulfils or breaches the provision is for a person to say."""
        return None

    def about(self, case: Case, claim: Claim) -> bool | None:
        """Say whether a claim's place is not outside the provision's zones."""
        return in_zones(case, claim)

    def day(self, case: Case, day: dt.date, tests: Held, cover: Cover) -> Verdict:
        """Return the day's verdict."""
        return open_question(case, day, tests, cover)


def _span(case: Case) -> str:
    ended = f" and ended on {case.end:%-d %B %Y, %H:%M}" if case.end else ""
    return f"binds from {case.start:%-d %B %Y, %H:%M} on{ended}"


def open_question(case: Case, day: dt.date, tests: Held, cover: Cover) -> Verdict:
    """Return `not_in_force`, `not_due`, `no_information`, or `not_assessable` with its basis."""
    morning = moment(day.isoformat(), case.zone)
    answerable = case.roll.obligated(case.provision)
    if morning + dt.timedelta(days=1) <= case.start or (case.end and morning >= case.end):
        return Verdict(
            status="not_in_force",
            reason=f"It {_span(case)}. {_BY_A_PERSON}",
            answerable=answerable,
        )
    due = case.last_due
    if due is not None and morning < due:
        return Verdict(
            status="not_due",
            reason=f"Its time runs until {due - dt.timedelta(minutes=1):%-d %B %Y}. {_BY_A_PERSON}",
            answerable=answerable,
        )
    here = sorted({row.subject.id for row in tests.on(day) if row.subject.spot is not None})
    late = f" It was due by {due - dt.timedelta(minutes=1):%-d %B %Y}." if due else ""
    if cover.kind == "none":
        return Verdict(
            status="no_information",
            reason=f"{cover.in_words()}{late} {_BY_A_PERSON}",
            answerable=answerable,
        )
    found = f"{len(here)} happening{'s' if len(here) > 1 else ''} to look at. " if here else ""
    return Verdict(
        status="not_assessable",
        reason=f"{_BY_A_PERSON} {found}{cover.in_words()}{late}",
        basis=(*here, *cover.claims),
        answerable=answerable,
    )
