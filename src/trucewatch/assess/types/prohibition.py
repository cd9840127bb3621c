"""Prohibited acts in a zone: cessation of hostilities, restraint before a start, held positions."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from trucewatch.assess.coverage import Cover
from trucewatch.assess.days import moment
from trucewatch.assess.frame import Case, Held, Tested, Verdict, act_name
from trucewatch.assess.holding import hold
from trucewatch.assess.subjects import Subject
from trucewatch.model import Claim, ScopeTest, Status

COUNTED: tuple[Status, ...] = ("corroborated", "contested", "reported")
"""Answers that make a day's status, the best established first."""
FLAGGED: tuple[Status, ...] = ("exemption_claimed", "boundary_case", "spoiler")
"""Answers that are shown where nothing is counted, and mentioned where something is."""
_FLAGS = {
    "exemption_claimed": "with an exemption claimed",
    "boundary_case": "on an edge, not counted",
    "spoiler": "laid to groups that the agreement excludes",
    "not_assessable": "not assessable",
}


class Prohibition:
    """Nobody bound by it may do any of `prohibited` in the provision's zones."""

    def hold(self, case: Case, subject: Subject) -> ScopeTest | None:
        """Hold a happening of a prohibited act against the provision."""
        if subject.act not in case.provision.prohibited or subject.planned:
            return None
        return hold(
            case,
            subject,
            start=case.start,
            before="not_in_force",
            what=act_name(subject.act),
        )

    def about(self, case: Case, claim: Claim) -> bool | None:
        """Say whether a claim's place is not outside all zones of the provision."""
        return in_zones(case, claim)

    def day(self, case: Case, day: dt.date, tests: Held, cover: Cover) -> Verdict:
        """Return the day's verdict."""
        return prohibition_day(case, day, tests, cover, start=case.start, before="not_in_force")


def in_zones(case: Case, claim: Claim, zones: tuple[str, ...] | None = None) -> bool | None:
    """Say whether a claim's place may lie on the provision's ground; None without a place."""
    at = case.spot_of(claim)
    if at is None:
        return None
    # A provision without ground of its own is about all the ground of its agreement.
    return case.ground.reaches(at, zones or case.provision.zones or _all_zones(case))


def _all_zones(case: Case) -> tuple[str, ...]:
    return tuple(dict.fromkeys(id_ for row in case.agreement.provisions for id_ in row.zones))


def prohibition_day(
    case: Case,
    day: dt.date,
    tests: Held,
    cover: Cover,
    *,
    start: dt.datetime,
    before: Status,
) -> Verdict:
    """Return a prohibition's verdict on a day: what was reported, or what silence is worth.

    A day on which nothing was counted is `no_violation_reported` only if somebody reported on
    the ground at all; else it is `no_information` (DESIGN section 4, Finding).
    """
    morning = moment(day.isoformat(), case.zone)
    if morning + dt.timedelta(days=1) <= start:
        return Verdict(status=before, reason=f"It binds from {start:%-d %B %Y, %H:%M} on.")
    if case.end and morning >= case.end:
        return Verdict(status="not_in_force", reason=f"It ended on {case.end:%-d %B %Y, %H:%M}.")
    here = tests.on(day)
    counted = [row for row in here if row.test.answer in COUNTED]
    flagged = [row for row in here if row.test.answer in FLAGGED]
    unclear = [row for row in here if row.test.answer == "not_assessable"]
    if counted:
        return _counted(case, counted, flagged, unclear)
    if flagged:
        status = min((row.test.answer for row in flagged), key=FLAGGED.index)
        reason = f"Nothing is counted; {_flags(flagged)}. {cover.in_words()}"
        return Verdict(
            status=status,
            reason=reason,
            basis=_ids(flagged),
            ambiguities=_ambiguities(flagged),
            contested=_contested(flagged),
        )
    maybe = [row for row in tests.touching(day) if row.test.answer in COUNTED]
    return _nothing_counted(unclear, maybe, cover)


def _nothing_counted(unclear: list[Tested], maybe: list[Tested], cover: Cover) -> Verdict:
    """Say what a day is worth on which nothing counts.

    Hostilities that cannot be placed are no silence, nor are those of "the weekend" on its first
    day; and silence that nobody could have broken is no information.
    """
    notes = f" {_sentence(_flags(unclear))}" if unclear else ""
    told = [row for row in unclear if not row.subject.absent]
    if told:
        return Verdict(
            status="not_assessable",
            reason=f"Hostilities are told of that cannot be held against it.{notes} "
            f"{cover.in_words()}",
            basis=_ids(told),
            contested=_contested(told),
        )
    if maybe:
        days = ", ".join(sorted({f"{row.day():%-d %B}" for row in maybe}))
        return Verdict(
            status="not_assessable",
            reason=f"What is counted on {days} may have been on this day.{notes} "
            f"{cover.in_words()}",
            basis=_ids(maybe),
        )
    if cover.kind == "none":
        return Verdict(
            status="no_information",
            reason=f"{cover.in_words()} Silence is not compliance.{notes}",
            basis=_ids(unclear),
        )
    return Verdict(
        status="no_violation_reported",
        reason=f"{cover.in_words()} None of them reports a breach.{notes}",
        basis=(*_ids(unclear), *cover.claims),
    )


def _counted(
    case: Case, counted: list[Tested], flagged: list[Tested], unclear: list[Tested]
) -> Verdict:
    status = min((row.test.answer for row in counted), key=COUNTED.index)
    parts = []
    for grade in COUNTED:
        rows = [row for row in counted if row.test.answer == grade]
        if rows:
            acts = sorted({act_name(row.subject.act) for row in rows})
            parts.append(f"{len(rows)} {grade} ({', '.join(acts)})")
    reason = f"Happenings that {case.provision.id} covers: {'; '.join(parts)}."
    if flagged or unclear:
        reason += f" {_sentence(_flags([*flagged, *unclear]))}"
    return Verdict(
        status=status,
        reason=reason,
        basis=_ids(counted),
        answerable=case.roll.answering([row.subject for row in counted], case.provision),
        contested=_contested(counted),
        ambiguities=_ambiguities([*counted, *flagged]),
    )


def _flags(rows: Iterable[Tested]) -> str:
    counts: dict[str, int] = {}
    for row in rows:
        counts[row.test.answer] = counts.get(row.test.answer, 0) + 1
    return "; ".join(
        f"{count} happening{'s' if count > 1 else ''} {_FLAGS[answer]}"
        for answer, count in sorted(counts.items())
    )


def _sentence(words: str) -> str:
    return f"Beside this: {words}." if words else ""


def _ids(rows: Iterable[Tested]) -> tuple[str, ...]:
    return tuple(sorted({row.subject.id for row in rows}))


def _contested(rows: Iterable[Tested]) -> tuple[str, ...]:
    return tuple(sorted({name for row in rows for name in row.subject.contested}))


def _ambiguities(rows: Iterable[Tested]) -> tuple[str, ...]:
    return tuple(sorted({id_ for row in rows for id_ in row.test.ambiguities}))
