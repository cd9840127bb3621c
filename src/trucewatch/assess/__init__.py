"""Incidents x provisions x days: scope answers, findings with coverage, checks. Pure."""

from __future__ import annotations

import datetime as dt
import gc
import hashlib
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Final
from zoneinfo import ZoneInfo

from trucewatch.assess import coverage, judged
from trucewatch.assess.checks import checks
from trucewatch.assess.days import days_between
from trucewatch.assess.frame import Case, Frame, Held, Tested, texts_of
from trucewatch.assess.ground import Ground
from trucewatch.assess.parties import Roll
from trucewatch.assess.scope import Rule, Scope, rules_of
from trucewatch.assess.subjects import Subject, subjects
from trucewatch.assess.types import TYPES, ProvisionType
from trucewatch.model import (
    Agreement,
    Assessment,
    Claim,
    Document,
    Finding,
    Judgement,
    Merged,
    ScopeTest,
    Watch,
)

RULE: Final = "assess/2"
"""Version of the rules of this room; part of every finding."""

__all__ = ["RULE", "TYPES", "ProvisionType", "assess"]


def assess(
    merged: Merged,
    claims: Sequence[Claim],
    agreements: Sequence[Agreement],
    watch: Watch,
    *,
    from_day: str,
    to_day: str,
    judgements: Sequence[Judgement] = (),
    documents: Sequence[Document] = (),
) -> Assessment:
    """Propose where every provision stood on every day; the order of the inputs does not matter.

    Args:
        merged: what the merge proposes for the claims.
        claims: all current claims.
        agreements: with their geometry resolved.
        watch: actors and the parties they count to, sources and their sides.
        from_day: the first local day (ISO 8601).
        to_day: the last local day, included.
        judgements: people's decisions; rejected claims give no coverage, status judgements win.
        documents: the texts, where words beside a figure or name decide what it is about.

    Returns:
        One finding per provision and day, a scope answer for every happening and agreement,
        figures checked against geometry, and the deadlines.
    """
    withdrawn = {row.id for row in judgements if row.withdrawn}
    rejected = {
        subject
        for row in judgements
        if row.kind == "reject" and row.id not in withdrawn
        for subject in row.subjects
    }
    kept = sorted((row for row in claims if row.id not in rejected), key=lambda row: row.id)
    ordered = sorted(agreements, key=lambda row: row.id)
    days = days_between(from_day, to_day)
    decisions = judged.by_finding(judgements)
    found = _Found(subjects(merged, kept), coverage.Told(kept, watch), texts_of(documents))
    with _without_collector():
        for agreement in ordered:
            _against(agreement, watch, found, days)
        findings = [judged.decided(row, decisions.get(row.id, ())) for row in found.findings]
    return Assessment(
        findings=tuple(findings),
        tests=tuple(found.tests),
        checks=checks(kept, ordered, documents),
        deadlines=tuple(row for agreement in ordered for row in agreement.deadlines),
    )


@dataclass(slots=True)
class _Found:
    """What is held against each agreement in turn, and what came of it so far."""

    happenings: Sequence[Subject]
    told: coverage.Told
    texts: Mapping[str, str]
    tests: list[ScopeTest] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)


@contextmanager
def _without_collector() -> Iterator[None]:
    """Pause the collector of cycles: a million answers make none, and it would visit them all."""
    running = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if running:
            gc.enable()


def _against(agreement: Agreement, watch: Watch, found: _Found, days: Sequence[dt.date]) -> None:
    """Hold everything against one agreement, and propose its findings."""
    frame = Frame(
        agreement=agreement,
        watch=watch,
        zone=ZoneInfo(agreement.timezone),
        ground=Ground(agreement),
        roll=Roll(agreement, watch),
        texts=found.texts,
        spots=found.told.spots,
    )
    frame.ground.survey([row.spot for row in found.happenings])
    frame.ground.survey(frame.spots.values())
    scope = Scope(frame, rules_of(frame))
    held: dict[str, list[Tested]] = defaultdict(list)
    for happening in found.happenings:
        local, rows = scope.tests(happening)
        found.tests += rows
        for test in rows:
            if test.provision is not None:
                held[test.provision].append(Tested(local, test))
    near = found.told.on_ground(scope.may_concern)
    for rule in scope.rules:
        tested = held[rule.case.provision.id]
        found.findings += _findings(rule, tested, near, found.told, days)


def _findings(
    rule: Rule,
    tested: Sequence[Tested],
    near: Sequence[Claim],
    told: coverage.Told,
    days: Sequence[dt.date],
) -> list[Finding]:
    case = rule.case
    relevant = coverage.relevant(near, lambda claim: rule.kind.about(case, claim))
    held = Held(tested, told.by_day(relevant, case.zone))
    return [_finding(rule.on(day), rule.kind, day, held, held.cover(day)) for day in days]


def _finding(
    case: Case, kind: ProvisionType, day: dt.date, held: Held, cover: coverage.Cover
) -> Finding:
    verdict = kind.day(case, day, held, cover)
    every = tuple(row.id for row in case.ambiguities())
    return Finding(
        id=_id(case.agreement.id, case.provision.id, day.isoformat()),
        agreement=case.agreement.id,
        provision=case.provision.id,
        day=day.isoformat(),
        status=verdict.status,
        coverage=cover.kind,
        basis=verdict.basis,
        answerable=verdict.answerable,
        reason=verdict.reason,
        rule=f"{RULE} {case.provision.type}",
        contested=verdict.contested,
        ambiguities=tuple(dict.fromkeys((*verdict.ambiguities, *every))),
    )


def _id(agreement: str, provision: str, day: str) -> str:
    """Return the id of the place in the grid: a decision on it outlives a new assessment."""
    return f"f1-{hashlib.sha256(f'{agreement}|{provision}|{day}'.encode()).hexdigest()[:16]}"
