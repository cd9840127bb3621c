"""Joint patrols along a route: planned against driven, outcome and cause decided apart."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Final

from trucewatch.assess import routes
from trucewatch.assess.coverage import Cover
from trucewatch.assess.days import moment
from trucewatch.assess.frame import Case, Held, Tested, Verdict
from trucewatch.assess.subjects import Subject
from trucewatch.model import Answerable, Claim, PatrolRun, ScopeTest, Status

OUTCOMES: Final[dict[str, tuple[Status, str]]] = {
    "completed": ("claimed_implemented", "said to be completed; a reviewer has to confirm it"),
    "shortened": ("partly_implemented", "cut short"),
    "blocked": ("partly_implemented", "blocked on its way"),
    "attacked": ("partly_implemented", "attacked on its way"),
    "cancelled": ("suspended", "called off"),
    "held": ("under_way", "said to have been held; how far it went is not said"),
    "planned": ("announced", "announced"),
}
"""What a patrol's outcome gives the duty, the most telling first. `implemented` is for a person."""
_MARKS: Final = "\"'“”‘’«»„"  # noqa: RUF001  (the quotation marks that reports use)
_QUOTES: Final = str.maketrans("", "", _MARKS)
SHARE: Final = "share of the route reached"


class Patrol:
    """`participants_required` patrol the route together from `starts` on."""

    def hold(self, case: Case, subject: Subject) -> ScopeTest | None:
        """Hold a patrol against the provision: is it this one, and what became of it."""
        run = subject.patrol
        if run is None:
            return None
        here = routes.on_route(case, subject)
        if here is False or (here is None and not self._parties_take_part(case, subject)):
            return None
        if here is None:
            return case.test(subject, "not_assessable", "Its route is not said.")
        if subject.when is None:
            return case.test(subject, "not_assessable", "Its day is not known.")
        status, words = _standing([run])
        measures = []
        share = routes.share_driven(case, subject) if run.outcome != "planned" else None
        least = case.provision.full_route_fraction
        if status == "claimed_implemented" and least is not None:
            share = routes.share_driven(case, subject, by_places=False)
            if share is not None and share[1] < least:
                status = "partly_implemented"
                words = (
                    f"said to be completed, though less than {least:.0%} of the route is told of"
                )
        if share is not None and status == "partly_implemented":
            measures.append((SHARE, routes.in_words(share)))
        missing = self._missing(case, subject)
        absent = f" {', '.join(missing)} not named as taking part." if missing else ""
        if (
            status == "claimed_implemented"
            and missing
            and len(missing) < len(case.provision.participants_required)
        ):
            status = "partly_implemented"
        if subject.absent:
            status, words = "not_assessable", "only denied"
        reason = f"Patrol on {case.provision.route}: {words}.{absent}"
        return case.test(subject, status, reason, measures=measures)

    def _parties_take_part(self, case: Case, subject: Subject) -> bool:
        return bool(subject.doers) and len(self._missing(case, subject)) < len(
            case.provision.participants_required
        )

    def _missing(self, case: Case, subject: Subject) -> tuple[str, ...]:
        """Return the required parties that nobody named as taking part."""
        named = {id_ for name in subject.doers for id_ in case.roll.parties_of(name)}
        return tuple(id_ for id_ in case.provision.participants_required if id_ not in named)

    def about(self, case: Case, claim: Claim) -> bool | None:
        """Say whether a claim is about the route."""
        return routes.claim_on_route(case, claim)

    def day(self, case: Case, day: dt.date, tests: Held, cover: Cover) -> Verdict:
        """Return the day's verdict."""
        answerable = case.roll.obligated(case.provision)
        morning = moment(day.isoformat(), case.zone)
        if morning + dt.timedelta(days=1) <= case.start:
            return Verdict(
                status="not_due",
                reason=f"Patrols begin on {case.start:%-d %B %Y}.",
                answerable=answerable,
            )
        if case.end and morning >= case.end:
            reason = f"The duty ended on {case.end:%-d %B %Y}."
            return Verdict(status="not_in_force", reason=reason, answerable=answerable)
        here = [
            row
            for row in tests.on(day)
            if row.test.answer != "not_assessable"
            and (_outcome(row) != "planned" or _patrol(row).when.basis == "stated")
        ]  # "they are to patrol the road" announces no day
        driven = [row for row in here if _outcome(row) != "planned"]
        if driven:
            return _driven(driven, cover, answerable)
        if here:
            return Verdict(
                status="announced",
                reason="A patrol is announced for this day; nobody says that it took place. "
                f"{cover.in_words()}",
                basis=_ids(here),
                answerable=answerable,
            )
        return _without(case, day, tests, cover)


def _outcome(row: Tested) -> str:
    return row.subject.patrol.outcome if row.subject.patrol else "planned"


def _standing(runs: Sequence[PatrolRun]) -> tuple[Status, str]:
    """Return what accounts of one patrol say together, with the words for it.

    Accounts contest each other where they give the duty different statuses; that a patrol was
    held contradicts none of the others, and to be blocked is one way to be cut short.
    """
    told = [value.value for run in runs for value in run.outcomes]
    told += [run.outcome for run in runs if run.outcome in OUTCOMES]
    found = [name for name in OUTCOMES if name in told]
    strong = [name for name in found if name not in ("held", "planned")]
    if len(strong) > 1:  # an attack can befall a patrol that ended either way
        strong = [name for name in strong if name != "attacked"]
    if len({OUTCOMES[name][0] for name in strong}) > 1 or not found:
        return "contested", f"sources differ on how it ended: {', '.join(sorted(strong))}"
    return OUTCOMES[(strong or found)[0]]


def _ids(rows: Sequence[Tested]) -> tuple[str, ...]:
    return tuple(sorted({row.subject.id for row in rows}))


def _driven(rows: Sequence[Tested], cover: Cover, answerable: tuple[Answerable, ...]) -> Verdict:
    """Return the verdict on a day with patrols; two accounts that exclude each other contest it.

    A joint patrol is one a day: where merging kept two accounts of one day apart, they are read
    together, so that a difference between them is never lost.
    """
    contested = {name for row in rows for name in row.subject.contested}
    causes = _causes(rows)
    contested = (contested - {"cause"}) | ({"cause"} if len(causes) > 1 else set())
    status, words = _standing([_patrol(row) for row in rows])
    if status == "contested":
        reason = f"{words[0].upper()}{words[1:]}."
        contested.add("outcome")
    else:
        statuses = [row.test.answer for row in rows]
        # A required party that nobody named keeps a completed patrol from the higher status.
        status = "partly_implemented" if "partly_implemented" in statuses else status
        contested.discard("outcome")  # words for the same thing: blocked, attacked, cut short
        reason = next((row.test.reason for row in rows if row.test.answer == status), words)
    if causes:
        quoted = "; ".join(f"“{cause}”" for cause in causes)
        differ = "Sources differ on why" if len(causes) > 1 else "The reason given"
        reason += f" {differ}: {quoted}."
    shares = {value for row in rows for name, value in row.test.measures if name == SHARE}
    if shares:
        reason += f" Driven: {'; '.join(sorted(shares))}."
    return Verdict(
        status=status,
        reason=f"{reason} {cover.in_words()}",
        basis=_ids(rows),
        answerable=answerable,
        contested=tuple(sorted(contested)),
    )


def _causes(rows: Sequence[Tested]) -> tuple[str, ...]:
    """Return the different reasons that sources give for how a patrol ended.

    Quotation marks and a longer wording of the same words are no difference. Who says that it
    was blocked, and nothing more, gives that as the reason.
    """
    told = {value.value for row in rows for value in _patrol(row).causes}
    for claim in (claim for row in rows for claim in row.subject.claims):
        report = claim.patrol
        if report and report.outcome == "blocked" and not report.cause_text:
            people = [one.text for one in claim.perpetrators]  # participants drove the patrol
            told.add(f"blocked by {', '.join(people)}" if people else "blocked")
    found: list[tuple[str, str]] = []
    for cause in sorted(told, key=lambda text: (-len(text), text)):
        plain = " ".join(cause.translate(_QUOTES).casefold().split())
        if not any(plain in longer for _, longer in found):
            found.append((cause, plain))
    return tuple(sorted(cause for cause, _ in found))


def _patrol(row: Tested) -> PatrolRun:
    assert row.subject.patrol is not None
    return row.subject.patrol


def _without(case: Case, day: dt.date, tests: Held, cover: Cover) -> Verdict:
    """Return the verdict on a day on which no patrol is told of.

    With the frequency unspecified a day without a patrol breaks nothing: the duty goes on, once
    a patrol has been driven; before the first one the beginning is overdue.
    """
    answerable = case.roll.obligated(case.provision)
    past = [
        row
        for row in tests
        if _outcome(row) not in ("planned", "cancelled")
        and row.test.answer != "not_assessable"
        and (at := row.day()) is not None
        and at < day
    ]
    if cover.kind == "none":
        status: Status = "no_information"
        reason = f"No patrol is reported. {cover.in_words()}"
    elif past:
        status = "under_way"
        last = max(at for row in past if (at := row.day()) is not None)
        reason = (
            f"No patrol is reported for this day; the last one was on {last:%-d %B %Y}, and the "
            f"text sets no frequency. {cover.in_words()}"
        )
    elif case.before_record(case.start):
        status = "no_information"
        reason = (
            f"Patrols began to be due on {case.start:%-d %B %Y}, before this watch; none is "
            f"reported in it so far. {cover.in_words()}"
        )
    elif day == case.start.date():
        status, reason = (
            "not_due",
            f"The first day of the duty; no patrol is reported yet. {cover.in_words()}",
        )
    else:
        status = "overdue"
        reason = (
            f"Patrols were to begin on {case.start:%-d %B %Y}; none is reported so far. "
            f"{cover.in_words()}"
        )
    return Verdict(
        status=status, reason=reason, basis=_ids(past[-1:]) or cover.claims, answerable=answerable
    )
