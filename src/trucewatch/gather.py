"""What is known, gathered into one value: the record that report, publish and export read.

All of it reads: now, or as known at an earlier seq (`Reads`).
"""

from __future__ import annotations

import heapq
from collections.abc import Iterator
from datetime import date, timedelta
from typing import TYPE_CHECKING

import msgspec

from trucewatch.errors import TrucewatchError, UsageError
from trucewatch.merge.facts import REPORTING_LAG_DAYS
from trucewatch.model import (
    Agreement,
    Assessment,
    Correction,
    Grouping,
    Incident,
    Record,
    Tally,
    Watch,
)
from trucewatch.review import edits

if TYPE_CHECKING:
    from trucewatch.ledger import Reads
    from trucewatch.ledger.projections import ReportWritten


def record(
    known: Reads,
    watch: Watch,
    agreements: tuple[Agreement, ...],
    *,
    checkpoint: str | None = None,
) -> Record:
    """Gather everything known, now or at an earlier seq, for report, publish and export."""
    geometry = [issue for one in agreements for issue in one.issues]
    return Record(
        watch=watch,
        agreements=agreements,
        documents=known.documents(),
        claims=edits.standing(known),
        merged=known.merged(),
        assessment=known.assessment(),
        issues=(*geometry, *known.issues()),
        judgements=known.judgements(),
        corrections=corrections(known),
        seq=known.data_seq,
        checkpoint=checkpoint,
    )


def corrections(known: Reads) -> tuple[Correction, ...]:
    """List what changed after a report had been written: an addendum, never a rewrite."""
    from trucewatch.ledger.projections import ReportWritten

    published: list[ReportWritten] = []
    before: dict[tuple[str, str, str], str] = {}
    found: list[Correction] = []
    rows = (known.events(kind="report.written"), known.events(kind="assessment.proposed"))
    for event in heapq.merge(*rows, key=lambda event: event.header.seq):
        head = event.header
        if head.kind == "report.written" and event.body is not None:
            published.append(msgspec.json.decode(event.body, type=ReportWritten))
        if head.kind != "assessment.proposed" or event.body is None:
            continue
        findings = msgspec.json.decode(event.body, type=Assessment).findings
        now: dict[tuple[str, str, str], str] = {
            (row.agreement, row.provision, row.day): row.status for row in findings
        }
        for key, status in now.items():
            was = before.get(key)
            covered = any(row.from_day <= key[2] <= row.to_day for row in published)
            if was is not None and was != status and covered:
                found.append(
                    Correction(
                        seq=head.seq,
                        at=head.recorded_at,
                        subject=" ".join(key),
                        note=f"was {was.replace('_', ' ')}, is now {status.replace('_', ' ')}",
                    )
                )
        before = now
    baselines = {(row.known, row.from_day, row.to_day): row for row in published}
    for report in baselines.values():
        found += _regrouped(known, report)
    unique = {(row.seq, row.subject, row.note): row for row in found}
    return tuple(sorted(unique.values(), key=lambda row: (row.seq, row.subject)))


def _regrouped(known: Reads, report: ReportWritten) -> Iterator[Correction]:
    """Yield what a late report added to published days, changed on them, or took from them."""
    since = report.known or 0
    changes = known.regrouped(since, report.from_day, report.to_day)
    if changes is None:
        days = f"{report.from_day} to {report.to_day}"
        note = "what a report on these days rested on was erased; changes cannot be listed"
        yield Correction(seq=since, at=known.recorded_at(since), subject=days, note=note)
        return
    came, went = changes
    for seq, one in came:
        before = next((old for _, old in went if _members(old) & _members(one)), None)
        note = f"added: {_told(one)}" if before is None else _changed(before, one)
        if note:
            yield Correction(seq=seq, at=known.recorded_at(seq), subject=one.id, note=note)
    left = {claim for _, one in came for claim in _members(one)}
    for seq, one in went:
        if not _members(one) & left:
            note = f"withdrawn: {_told(one)}"
            yield Correction(seq=seq, at=known.recorded_at(seq), subject=one.id, note=note)


def _changed(before: Grouping | Tally, now: Grouping | Tally) -> str:
    """Return what a reader of the earlier report has to know; empty where nothing shown differs."""
    was, told = _told(before), _told(now)
    return f"was {was}; is now {told}" if was != told else ""


def _members(one: Grouping | Tally) -> set[str]:
    return {one.claim} if isinstance(one, Tally) else set(one.claims)


def _told(one: Grouping | Tally) -> str:
    """Return a happening in one line: what, where, when, how many claims, figures as ranges."""
    if isinstance(one, Tally):
        return f"tally of {one.words or 'unknown'} ({one.count_basis.replace('_', ' ')})"
    what = one.act if isinstance(one, Incident) else type(one).__name__.removesuffix("Run").lower()
    figures = one.figures if isinstance(one, Incident) else ()
    return ", ".join(
        [
            what.replace("_", " "),
            one.where.name or "place unknown",
            (one.when.start or one.when.end or "day unknown")[:10],
            f"{len(one.claims)} claim{'' if len(one.claims) == 1 else 's'}",
            *(f"{row.kind} {row.group} {_bound(row.low)} to {_bound(row.high)}" for row in figures),
        ]
    )


def _bound(value: float | None) -> str:
    return "?" if value is None else f"{value:g}"


def period(
    watch: Watch, known: Reads, from_day: str | None = None, to_day: str | None = None
) -> tuple[str, str]:
    """Return the days to work on: as asked, else the watch's, else those of its reports.

    Reports tell of the days before them: where nobody names a first day, it lies
    `REPORTING_LAG_DAYS` before the first report.

    Raises:
        TrucewatchError: nothing says which days.
        UsageError: the period ends before it begins.
    """
    first, last = known.published()
    if first is not None:
        first = (date.fromisoformat(first) - timedelta(days=REPORTING_LAG_DAYS)).isoformat()
    start = from_day or watch.from_ or first
    end = to_day or watch.to or last
    if start is None or end is None:
        raise TrucewatchError(
            "no days to work on: the ledger holds no dated report",
            fix="Add reports with `trucewatch add`, or name the days with --from and --to.",
        )
    if start > end:
        raise UsageError(
            f"the period ends before it begins ({start} to {end})", fix="Swap --from and --to."
        )
    return start, end
