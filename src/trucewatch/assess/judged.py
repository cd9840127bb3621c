"""What people decided about a finding: their status wins, by name and with their reason."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence

import msgspec

from trucewatch.model import STATUSES, TWO_READERS, Finding, Judgement, Status


def by_finding(judgements: Iterable[Judgement]) -> Mapping[str, list[Judgement]]:
    """Return the standing status judgements on each finding, oldest first."""
    rows = list(judgements)
    withdrawn = {row.id for row in rows if row.withdrawn}
    found: dict[str, list[Judgement]] = {}
    for row in sorted(rows, key=lambda row: (row.at, row.id)):
        named = bool(row.by.strip())
        if row.kind == "status" and row.id not in withdrawn and named and row.value in STATUSES:
            for subject in row.subjects:
                found.setdefault(subject, []).append(row)
    return found


def decided(finding: Finding, judgements: Sequence[Judgement]) -> Finding:
    """Return the finding as people decided it, or the proposal with what is still open.

    The latest judgement wins. `verified_attributed` holds only with a second person of the same
    opinion; until then the newest other decision, or the proposal, stands.
    """
    waiting: Judgement | None = None
    for row in reversed(judgements):
        same = [one for one in judgements if one.value == row.value and one.by != row.by]
        if row.value in TWO_READERS and not same:
            waiting = waiting or row
            continue
        return _replaced(finding, row, same[0].by if same else None, waiting)
    return _with_note(finding, waiting) if waiting else finding


def _replaced(
    finding: Finding, row: Judgement, second: str | None, waiting: Judgement | None
) -> Finding:
    status: Status = msgspec.convert(row.value, Status)
    replaced = msgspec.structs.replace(
        finding,
        id=_id(finding.id, row.id),
        status=status,
        reason=f"{row.by} decided: {row.reason} The program had proposed "
        f"{finding.status.replace('_', ' ')}: {finding.reason}",
        decided_by=row.by,
        second_reader=second,
        supersedes=finding.id,
    )
    return _with_note(replaced, waiting) if waiting else replaced


def _with_note(finding: Finding, waiting: Judgement) -> Finding:
    words = str(waiting.value).replace("_", " ")
    note = f"{waiting.by} proposes {words}; it needs a second reader."
    return msgspec.structs.replace(finding, reason=f"{finding.reason} {note}")


def _id(finding: str, judgement: str) -> str:
    return f"f1-{hashlib.sha256(f'{finding}|{judgement}'.encode()).hexdigest()[:16]}"
