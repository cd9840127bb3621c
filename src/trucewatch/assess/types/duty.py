"""Duties with a deadline, shown by acts: transfers, withdrawals, exchanges, deployments."""

from __future__ import annotations

import datetime as dt
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from importlib.resources import files
from typing import Any, Final

import msgspec

from trucewatch.assess.coverage import Cover
from trucewatch.assess.days import moment
from trucewatch.assess.frame import Case, Held, Tested, Verdict, act_name
from trucewatch.assess.holding import Answer, as_test, inside, on_ground, time_test
from trucewatch.assess.subjects import Subject
from trucewatch.assess.types.prohibition import in_zones
from trucewatch.model import Claim, ScopeTest, Status

NOWHERE: Final = Answer("reported", "")
"""What is said of the place where none is asked for."""


class _Evidence(msgspec.Struct, frozen=True):
    type: str
    act: str
    by: str
    in_zone: bool
    gives: Status


class _Words(msgspec.Struct, frozen=True):
    words: tuple[str, ...]


class DutyTable(msgspec.Struct, frozen=True):
    """The data file: what shows a duty, and words of settled and unsettled matters."""

    evidence: tuple[_Evidence, ...]
    agreed: _Words
    hedged: _Words
    reopened: _Words
    extended: _Words
    ended: _Words


@lru_cache(maxsize=1)
def table() -> DutyTable:
    """Return the data of `duties.toml`."""
    text = files("trucewatch.assess").joinpath("duties.toml").read_text(encoding="utf-8")
    return msgspec.convert(tomllib.loads(text), DutyTable)


class Duty:
    """Something has to be done, by a date or without one; reports of it show how far it is."""

    def hold(self, case: Case, subject: Subject) -> ScopeTest | None:
        """Hold an act that shows the duty against the provision."""
        for row in table().evidence:
            if row.type == case.provision.type and row.act == subject.act:
                test = _shown(case, subject, row)
                if test is not None:
                    return test
        return None

    def about(self, case: Case, claim: Claim) -> bool | None:
        """Say whether a claim's place is not outside the provision's zones."""
        return in_zones(case, claim)

    def day(self, case: Case, day: dt.date, tests: Held, cover: Cover) -> Verdict:
        """Return the day's verdict."""
        return duty_day(case, day, tests, cover)


def _shown(case: Case, subject: Subject, row: _Evidence) -> ScopeTest | None:
    value: Any = getattr(case.provision, row.by, None) or case.provision.terms.get(row.by)
    wanted = frozenset([value] if isinstance(value, str) else value or ())
    if wanted and not case.roll.any_among(subject.doers, wanted):
        return None
    if not row.in_zone:
        return shown(case, subject, row.gives)
    return on_ground(case, subject, lambda at: shown(case, subject, row.gives, inside(at)))


def shown(case: Case, subject: Subject, gives: Status, spot: Answer = NOWHERE) -> ScopeTest:
    """Return a test that says how far a happening carries a duty."""
    what = act_name(subject.act)
    if subject.planned:
        words = f"{what.capitalize()}: announced."
        return as_test(case, subject, replace(spot, status="announced", reason=words))
    if subject.absent:
        return case.test(
            subject, "not_assessable", f"{what.capitalize()}: said not to have happened."
        )
    time = time_test(case, subject, moment(case.agreement.signed, case.zone), "not_in_force")
    if time.status not in ("reported", "boundary_case"):
        return case.test(subject, time.status, time.reason)
    status: Status = "contested" if subject.occurrence == "contested" else gives
    reason = f"{what.capitalize()}: {status.replace('_', ' ')}."
    return as_test(case, subject, replace(spot, status=status, reason=reason))


def duty_day(case: Case, day: dt.date, tests: Held, cover: Cover) -> Verdict:
    """Return a duty's verdict on a day from all that was reported up to it.

    Overdue only after the latest reading of the deadline, and only if somebody reported on the
    matter's ground that day: a duty is not broken by our not hearing of it.
    """
    so_far = tests.up_to(day)
    announced = [row for row in tests if row.test.answer == "announced" and _published_by(row, day)]
    steps = _Steps(
        claimed=[row for row in so_far if row.test.answer == "claimed_implemented"],
        contested=[row for row in so_far if row.test.answer == "contested"],
        moving=[row for row in so_far if row.test.answer == "under_way"],
        announced=announced,
    )
    status, reason, rows = _standing(case, day, steps, cover)
    dates = case.provision.due.dates if case.provision.due else ()
    if len(dates) > 1:
        reason += f" The text can be read as {_by(case)}; overdue only after the later."
    return Verdict(
        status=status,
        reason=reason,
        basis=tuple(sorted({row.subject.id for row in rows})),
        answerable=case.roll.obligated(case.provision),
        contested=tuple(sorted({one for row in rows for one in row.subject.contested})),
        ambiguities=tuple(row.id for row in case.ambiguities("anchor")),
    )


@dataclass(frozen=True, slots=True)
class _Steps:
    """What was reported of a duty up to a day, by the answer that it gives."""

    claimed: list[Tested]
    contested: list[Tested]
    moving: list[Tested]
    announced: list[Tested]


def _by(case: Case) -> str:
    return " or ".join(iso[:10] for iso in (case.provision.due.dates if case.provision.due else ()))


def _standing(
    case: Case, day: dt.date, steps: _Steps, cover: Cover
) -> tuple[Status, str, list[Tested]]:
    """Return status, reason and basis: done first, then late, then on the way, then nothing."""
    morning = moment(day.isoformat(), case.zone)
    late = case.last_due is not None and morning >= case.last_due
    answers: list[tuple[bool, Status, str, list[Tested]]] = [
        (
            morning + dt.timedelta(days=1) <= case.start,
            "not_in_force",
            f"It binds from {case.start:%-d %B %Y} on.",
            [],
        ),
        (
            case.end is not None and morning >= case.end,
            "not_in_force",
            f"It ended on {case.end:%-d %B %Y, %H:%M}." if case.end else "",
            [],
        ),
        (
            bool(steps.claimed and steps.contested),
            "contested",
            "Said to be done, and denied.",
            [*steps.claimed, *steps.contested],
        ),
        (
            bool(steps.claimed),
            "claimed_implemented",
            f"Said to be done since {_first_day(steps.claimed)}; a reviewer has to confirm it.",
            steps.claimed,
        ),
        (
            late and cover.kind == "none",
            "no_information",
            f"It was due by {_by(case)}. {cover.in_words()}",
            [],
        ),
        (
            late and case.before_record(case.last_due),
            "no_information",
            f"It was due by {_by(case)}, before this watch: what was done then is not on record.",
            steps.moving,
        ),
        (
            late,
            "overdue",
            f"It was due by {_by(case)}; nobody says that it was done. {cover.in_words()}",
            steps.moving,
        ),
        (bool(steps.contested), "contested", "Steps are reported and denied.", steps.contested),
        (bool(steps.moving), "under_way", "Steps are reported, no completion.", steps.moving),
        (
            bool(steps.announced),
            "announced",
            "It is announced, not said to be done.",
            steps.announced,
        ),
        (case.last_due is not None, "not_due", f"Its time runs until {_by(case)}.", []),
        (True, "no_information", cover.in_words(), []),
    ]
    return next((status, reason, rows) for holds, status, reason, rows in answers if holds)


def _first_day(rows: Sequence[Tested]) -> str:
    days = [at for row in rows if (at := row.day()) is not None]
    return f"{min(days):%-d %B %Y}" if days else "an unknown day"


def _published_by(row: Tested, day: dt.date) -> bool:
    dates = [claim.published_at[:10] for claim in row.subject.claims if claim.published_at]
    return bool(dates) and min(dates) <= day.isoformat()
