"""A force that is deployed, and may not be larger than the text says."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from trucewatch.assess.coverage import Cover
from trucewatch.assess.frame import Case, Held, Verdict
from trucewatch.assess.holding import GRADES
from trucewatch.assess.subjects import Subject
from trucewatch.assess.types.duty import Duty
from trucewatch.assess.types.prohibition import COUNTED
from trucewatch.model import DENYING, NOT_YET, Figure, ScopeTest

_PERSONS = "personnel"


class Deployment(Duty):
    """`force` is deployed, up to `ceiling`.

    Each stated number is held against the ceiling of its own unit, alone: numbers of several
    reports are never added, and vehicles of no stated kind are held against the widest ceiling of
    vehicles.
    """

    def hold(self, case: Case, subject: Subject) -> ScopeTest | None:
        """Hold a movement, a sighting or a stated strength of the force against the provision."""
        force = case.provision.terms.get("force")
        if not isinstance(force, str) or not case.roll.any_among(subject.doers, frozenset({force})):
            return None
        over = [
            one
            for claim in subject.claims
            if claim.modality not in DENYING | NOT_YET
            for figure in claim.figures
            if (one := _against(case, figure)) is not None
        ]
        shown = super().hold(case, subject)
        if not over or shown is None:
            return shown
        sure = [words for words, certain in over if certain]
        status = GRADES.get(subject.occurrence, "not_assessable") if sure else "boundary_case"
        return case.test(
            subject,
            status,
            " ".join(sure or [words for words, _ in over]),
            measures=shown.measures,
            standing=shown.standing,
            share=shown.share,
        )

    def day(self, case: Case, day: dt.date, tests: Held, cover: Cover) -> Verdict:
        """Return the day's verdict: a strength beyond the ceiling, else how far the duty is."""
        verdict = super().day(case, day, tests, cover)
        over = [row for row in tests.on(day) if row.test.answer in (*COUNTED, "boundary_case")]
        if not over or verdict.status == "not_in_force":
            return verdict
        worst = min(over, key=lambda row: (*COUNTED, "boundary_case").index(row.test.answer))
        return replace(
            verdict,
            status=worst.test.answer,
            reason=f"{worst.test.reason} {cover.in_words()}",
            basis=tuple(sorted({row.subject.id for row in over})),
        )


def _against(case: Case, figure: Figure) -> tuple[str, bool] | None:
    """Return what of a number goes beyond its ceiling, and whether all readings of it do."""
    ceiling = case.provision.terms.get("ceiling") or {}
    if figure.kind == "persons":
        limits = [value for name, value in ceiling.items() if name == _PERSONS]
    elif figure.kind == "vehicles":
        limits = [value for name, value in ceiling.items() if name != _PERSONS]
    else:
        return None
    low = figure.low if figure.low is not None else figure.best
    high = figure.high if figure.high is not None else figure.best
    if not limits or high is None or high <= max(limits):
        return None
    words = (
        f"“{figure.text}” {figure.kind} are stated; {case.provision.id} allows {max(limits):,.0f}."
    )
    return words, low is not None and low > max(limits)
