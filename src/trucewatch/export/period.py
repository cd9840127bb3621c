"""Cut a record to a period, keeping what may lie in it and what it rests on."""

from __future__ import annotations

from typing import Final, TypeVar

import msgspec

from trucewatch.model import Claim, Grouping, Merged, Record, Tally, When

T = TypeVar("T", bound=Grouping | Tally)
ALWAYS: Final = ("", "9999-12-31")


def within(record: Record, from_day: str, to_day: str) -> Record:
    """Return what may have happened on these days; what has no day at all stays in."""
    old = record.merged

    def kept(rows: tuple[T, ...]) -> tuple[T, ...]:
        return tuple(row for row in rows if _meets(_when(row), from_day, to_day))

    merged = Merged(
        incidents=kept(old.incidents),
        patrols=kept(old.patrols),
        sightings=kept(old.sightings),
        restrictions=kept(old.restrictions),
        tallies=kept(old.tallies),
    )
    members = {claim for row in merged.groupings for claim in row.claims}
    members |= {row.claim for row in merged.tallies}
    claims = tuple(
        row for row in record.claims if row.id in members or _told_within(row, from_day, to_day)
    )
    findings = tuple(row for row in record.assessment.findings if from_day <= row.day <= to_day)
    return msgspec.structs.replace(
        record,
        merged=merged,
        claims=claims,
        assessment=msgspec.structs.replace(record.assessment, findings=findings),
    )


def _when(row: Grouping | Tally) -> When:
    return row.period if isinstance(row, Tally) else row.when


def _meets(when: When, from_day: str, to_day: str) -> bool:
    start, end = when.start or when.end or ALWAYS[0], when.end or when.start or ALWAYS[1]
    return start[:10] <= to_day and end[:10] >= from_day


def _told_within(claim: Claim, from_day: str, to_day: str) -> bool:
    """Say whether a claim that nothing was made of (a toll, a truce) belongs to these days."""
    day = claim.published_at
    start = (claim.time and (claim.time.start or claim.time.end)) or day or ALWAYS[0]
    end = (claim.time and (claim.time.end or claim.time.start)) or day or ALWAYS[1]
    return start[:10] <= to_day and end[:10] >= from_day
