"""What the agreements say: provisions with their days, scope answers, geometry checks."""

from __future__ import annotations

from collections import Counter
from typing import Final, Literal, get_args

from trucewatch.model import (
    Agreement,
    Finding,
    GeometryCheck,
    Incident,
    PatrolRun,
    ScopeTest,
    family_of,
)
from trucewatch.model.agreements import Provision
from trucewatch.model.vocabulary import ScopeAnswer
from trucewatch.report.context import Context, Happening
from trucewatch.report.model import (
    AgreementSection,
    CheckRow,
    DayStatus,
    ProvisionRow,
    ScopeAnswerRow,
    ScopeRow,
)
from trucewatch.report.words import day_text, days_between, number, said, shape, tables

OUTSIDE: Final[frozenset[str]] = frozenset(get_args(ScopeAnswer))
"""Answers that say no provision of this agreement was breached or served."""
OPEN: Final = frozenset({"boundary_case", "exemption_claimed", "not_assessable"})
"""Those among them that hang on something not known."""


def agreements(context: Context) -> tuple[AgreementSection, ...]:
    """Return every agreement with its provisions, day by day, and its ambiguities."""
    latest: dict[tuple[str, str, str], Finding] = {}
    superseded = {row.supersedes for row in context.record.assessment.findings if row.supersedes}
    for finding in context.record.assessment.findings:
        if finding.id not in superseded and context.current(finding.day):
            latest[finding.agreement, finding.provision, finding.day] = finding
    days = days_between(context.from_day, context.to_day)
    rows = []
    for number_, agreement in enumerate(context.record.agreements, 1):
        provisions = tuple(
            _provision(
                agreement,
                row,
                f"a{number_}-{place}",
                [latest.get((agreement.id, row.id, day)) for day in days],
                context,
            )
            for place, row in enumerate(agreement.provisions, 1)
        )
        rows.append(
            AgreementSection(
                anchor=f"a{number_}",
                agreement=agreement.id,
                title=agreement.title,
                signed=day_text(agreement.signed),
                timezone=agreement.timezone,
                texts=tuple(
                    (text.url, text.publisher or text.url)
                    for text in agreement.texts
                    if text.url.startswith(("https://", "http://"))
                ),
                provisions=provisions,
                ambiguities=tuple((row.id, row.note, row.effect) for row in agreement.ambiguities),
            )
        )
    return tuple(rows)


def _provision(
    agreement: Agreement,
    provision: Provision,
    anchor: str,
    findings: list[Finding | None],
    context: Context,
) -> ProvisionRow:
    days = tuple(_day(row, anchor, agreement, context) if row else None for row in findings)
    known = [row for row in days if row]
    counts = Counter((row.words, row.shape) for row in known)
    deadlines = (
        f"{' or '.join(day_text(day) for day in row.due)}: {row.reason}"
        for row in context.record.assessment.deadlines
        if (row.agreement, row.provision) == (agreement.id, provision.id)
    )
    return ProvisionRow(
        anchor=anchor,
        provision=provision.id,
        article=provision.article,
        type=provision.type.replace("_", " "),
        summary=provision.summary or provision.type.replace("_", " "),
        obligated=tuple(context.party_name(agreement.id, row) for row in provision.obligated),
        deadlines=tuple(deadlines),
        days=days,
        last=known[-1] if known else None,
        tally=tuple((words, mark, count) for (words, mark), count in counts.most_common()),
    )


def _day(finding: Finding, anchor: str, agreement: Agreement, context: Context) -> DayStatus:
    # Nobody could have told of a breach: that is no information, never a clean day.
    unseen = finding.status == "no_violation_reported" and finding.coverage == "none"
    status = "no_information" if unseen else finding.status
    row = tables()["status"].get(status, {})
    answerable = (
        f"{context.party_name(agreement.id, one.party)} (basis {one.basis}"
        f"{f': {one.note}' if one.note else ''})"
        for one in finding.answerable
    )
    return DayStatus(
        day=finding.day,
        status=status,
        words=said("status", status),
        shape=shape("status", status),
        tone=str(row.get("tone", "quiet")),
        coverage=said("coverage", finding.coverage),
        reason=context.named(finding.agreement, finding.reason),
        anchor=f"{anchor}-{finding.day}",
        answerable=tuple(answerable),
        contested=tuple(one.replace("_", " ") for one in finding.contested),
        ambiguities=finding.ambiguities,
        basis=context.links(finding.basis),
        decided_by=finding.decided_by,
    )


def answer(test: ScopeTest, context: Context) -> ScopeAnswerRow:
    """Return how one agreement answers for one happening, with the numbers it rests on."""
    return ScopeAnswerRow(
        agreement=context.agreement_title(test.agreement),
        provision=test.provision,
        answer=test.answer,
        words=said("status", test.answer),
        shape=shape("status", test.answer),
        reason=context.named(test.agreement, test.reason),
        measures=tuple(
            f"{context.named(test.agreement, name)}: {value}" for name, value in test.measures
        ),
    )


def scope(context: Context) -> tuple[ScopeRow, ...]:
    """List the happenings that at least one agreement does not cover; the gravest first."""
    rows = []
    for letter in "IPSR":
        for row in context.happenings[letter]:
            tests = context.tests.get(row.id, ())
            if any(test.answer in OUTSIDE for test in tests):
                rows.append(
                    ScopeRow(
                        ref=context.refs[row.id],
                        headline=context.headline(row),
                        day=context.day(row),
                        standing=standing([test.answer for test in tests]),
                        grave=grave(row),
                        answers=tuple(answer(test, context) for test in tests),
                    )
                )
    return tuple(sorted(rows, key=lambda row: not row.grave))


def standing(answers: list[str]) -> Literal["outside", "open", "partly"]:
    """Say how a happening stands to all agreements together."""
    if all(one in OUTSIDE - OPEN for one in answers):
        return "outside"
    return "partly" if any(one not in OUTSIDE for one in answers) else "open"


def grave(row: Happening) -> bool:
    """Say whether a reader looks for this among breaches: hostilities, threats and the like."""
    if isinstance(row, Incident):
        return row.act == "threat" or (family_of(row.act) == "hostile" and row.told)
    return not isinstance(row, PatrolRun)


def checks(context: Context) -> tuple[CheckRow, ...]:
    """List the figures that were held against the geometry they are about."""
    return tuple(_check(row, context) for row in context.record.assessment.checks)


def _check(row: GeometryCheck, context: Context) -> CheckRow:
    name = row.feature
    unit = row.unit.replace("km2", "km²")
    for agreement in context.record.agreements:
        found = agreement.zone(row.feature) or agreement.line(row.feature)
        if agreement.id == row.agreement and found:
            name = found.name or row.feature
    return CheckRow(
        feature=name,
        stated=f"{number(row.stated)} {unit}",
        computed=f"{number(round(row.computed, 1))} {unit}",
        verdict=f"{shape('verdict', row.verdict)} {said('verdict', row.verdict)}",
        reason=context.named(row.agreement, row.reason),
        evidence=context.evidence_refs.get(row.claim),
    )
