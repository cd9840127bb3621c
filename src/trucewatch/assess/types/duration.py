"""How long another provision holds, and what renews or ends it."""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Sequence
from typing import Any, Final

from trucewatch.assess.coverage import Cover
from trucewatch.assess.days import moment
from trucewatch.assess.frame import Case, Held, Tested, Verdict, names_in
from trucewatch.assess.subjects import Subject
from trucewatch.assess.types.duty import table
from trucewatch.assess.words import told
from trucewatch.model import Claim, ScopeTest, Status

_ACTS: Final = frozenset({"ceasefire_act", "talks", "threat"})
_LONGEST: Final = 1000
"""Renewals that are counted before giving up: a term of hours over a century."""


class Duration:
    """`applies_to` holds for `term` from its start; `renewal` says how it goes on or ends."""

    def hold(self, case: Case, subject: Subject) -> ScopeTest | None:
        """Hold talk of extending or ending it against the provision; a reviewer reads it."""
        if subject.act not in _ACTS:
            return None
        words = told(case, subject)
        if names_in(words, table().extended.words):
            return case.test(subject, "announced", "An extension is spoken of.")
        if names_in(words, table().ended.words):
            return case.test(subject, "contested", "Its end is spoken of.")
        return None

    def about(self, case: Case, claim: Claim) -> bool | None:
        """Say that only talk of extending or ending it is about a duration."""
        words = case.sentence(claim)
        cues = (*table().extended.words, *table().ended.words)
        return True if claim.act in _ACTS and names_in(words, cues) else None

    def day(self, case: Case, day: dt.date, tests: Held, cover: Cover) -> Verdict:
        """Return the day's verdict, by the calendar; what was said of its end is listed."""
        morning = moment(day.isoformat(), case.zone)
        start = _start(case)
        if morning + dt.timedelta(days=1) <= start:
            return Verdict(status="not_in_force", reason=f"It begins on {start:%-d %B %Y}.")
        said = [row for row in tests.up_to(day) if row.test.answer in ("announced", "contested")]
        renewal = case.provision.terms.get("renewal") or {}
        end, renewals = _end(start, case.provision.terms["term"], renewal, morning)
        status, reason = _standing(case, morning, end, renewals, said)
        notice = renewal.get("notice")
        if notice and status == "under_way":
            reason += f" Notice {_by_whom(renewal)}is due by {_shift(end, notice, -1):%-d %B %Y}."
        return Verdict(
            status=status,
            reason=f"{reason} {_said(said)}".strip(),
            basis=tuple(sorted({row.subject.id for row in said})),
            cover=cover,
        )


def _start(case: Case) -> dt.datetime:
    owner = case.agreement.provision(case.provision.terms.get("applies_to"))
    iso = case.provision.from_ or (owner and (owner.from_ or owner.starts))
    return moment(iso or case.agreement.signed, case.zone)


def _end(
    start: dt.datetime, term: str, renewal: dict[str, Any], morning: dt.datetime
) -> tuple[dt.datetime, int]:
    """Return when the term that runs on a morning ends, and how many renewals lie before it."""
    end, renewals = _shift(start, term), 0
    again = renewal.get("term") or term
    while renewal.get("automatic") and end <= morning and renewals < _LONGEST:
        end, renewals = _shift(end, again), renewals + 1
    return end, renewals


def _standing(
    case: Case, morning: dt.datetime, end: dt.datetime, renewals: int, said: Sequence[Tested]
) -> tuple[Status, str]:
    until = f"{end:%-d %B %Y, %H:%M}"
    about = case.provision.terms.get("applies_to")
    if morning < end:
        times = f", renewed {renewals} time{'s' if renewals > 1 else ''}" if renewals else ""
        doubt = " unless notice was given; none is on record" if renewals else ""
        return "under_way", f"{about} runs until {until}{times}{doubt}."
    if any(row.test.answer == "announced" for row in said):
        return "contested", f"{about} ran until {until}; an extension was spoken of."
    return "lapsed", f"{about} ran until {until}; no extension is on record."


def _said(said: Sequence[Tested]) -> str:
    kinds = {"announced": "its extension", "contested": "its end"}
    parts = []
    for answer, what in kinds.items():
        days = [row.day() for row in said if row.test.answer == answer]
        last = max((one for one in days if one), default=None)
        if last is not None:
            parts.append(f"{what} was last spoken of on {last:%-d %B %Y}")
    return f"Beside this: {'; '.join(parts)}; a reviewer reads it." if parts else ""


def _by_whom(renewal: dict[str, Any]) -> str:
    names = renewal.get("notice_by")
    return f"by {', '.join(names)} " if names else ""


def _shift(start: dt.datetime, span: str, times: int = 1) -> dt.datetime:
    """Return a moment a length of time later, or earlier; months end on their last day."""
    count, unit = int(span.split(maxsplit=1)[0]) * times, span.split()[1].rstrip("s")
    if unit in ("hour", "day", "week"):
        hours = {"hour": 1, "day": 24, "week": 168}[unit] * count
        return start + dt.timedelta(hours=hours)
    months = start.month - 1 + count * (12 if unit == "year" else 1)
    year, month = start.year + months // 12, months % 12 + 1
    day = min(start.day, calendar.monthrange(year, month)[1])
    return start.replace(year=year, month=month, day=day)
