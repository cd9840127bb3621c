"""What is known, gathered into one value: the record that report, publish and export read.

All of it reads: now, or as known at an earlier seq (`Reads`).
"""

from __future__ import annotations

import heapq
from typing import TYPE_CHECKING

import msgspec

from trucewatch.errors import TrucewatchError, UsageError
from trucewatch.model import Agreement, Assessment, Correction, Record, Watch
from trucewatch.review import edits

if TYPE_CHECKING:
    from trucewatch.ledger import Reads


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
    return tuple(found)


def period(
    watch: Watch, known: Reads, from_day: str | None = None, to_day: str | None = None
) -> tuple[str, str]:
    """Return the days to work on: as asked, else the watch's, else those of its reports.

    Raises:
        TrucewatchError: nothing says which days.
        UsageError: the period ends before it begins.
    """
    days = sorted(one.item.published_at[:10] for one in known.documents() if one.item.published_at)
    start = from_day or watch.from_ or (days[0] if days else None)
    end = to_day or watch.to or (days[-1] if days else None)
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
