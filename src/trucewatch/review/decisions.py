"""A decision before it is recorded: named, reasoned, about something that is there.

`accept` of one's own edit is refused: whoever changed a claim is not the one who approves it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Final

import msgspec

from trucewatch.errors import UsageError
from trucewatch.ledger import Reads
from trucewatch.model import CLAIM_BEARING, STATUSES, Document, Judgement, Span
from trucewatch.model.judgements import JudgementKind
from trucewatch.review.edits import Edit

NEEDED: Final[dict[JudgementKind, int]] = {"must_link": 2, "cannot_link": 2}
"""How many subjects a decision needs where it is not one."""


def decide(
    known: Reads,
    kind: JudgementKind,
    subjects: Sequence[str],
    *,
    by: str,
    reason: str,
    value: str | None = None,
) -> Judgement:
    """Return a decision that may be recorded.

    Args:
        known: the record it is about.
        kind: what is decided.
        subjects: ids of claims, of a finding (`status`), or of an edit (`accept`).
        by: who decides.
        reason: why; printed with the decision.
        value: the status of a finding, or an edit as JSON (`review.edits.Edit`).

    Raises:
        UsageError: no reason, too few subjects, a subject that is not there, a value that does
            not fit, or one's own edit.
    """
    if not reason.strip():
        raise UsageError("a decision needs a reason", fix="Say why; it is kept and printed.")
    needed = NEEDED.get(kind, 1)
    if len(subjects) < needed:
        raise UsageError(
            f"{kind.replace('_', ' ')} needs {needed} ids or more, got {len(subjects)}",
            fix="`trucewatch report --format json` names claims and findings by id.",
        )
    if kind == "status" and value not in STATUSES:
        raise UsageError(f"{value!r} is no status", fix="docs/agreements.md lists them.")
    if kind == "edit":
        _fitting(known, subjects, value)
    _there(known, kind, subjects, by)
    at = datetime.now(UTC).isoformat(timespec="seconds")
    words = "|".join([kind, *subjects, value or "", by, at, reason])
    return Judgement(
        id=f"j1-{hashlib.sha256(words.encode()).hexdigest()[:16]}",
        kind=kind,
        subjects=tuple(subjects),
        by=by,
        at=at,
        reason=reason,
        value=value,
    )


def withdrawn(known: Reads, ident: str, *, by: str, reason: str) -> Judgement:
    """Return an earlier decision as withdrawn.

    Raises:
        UsageError: there is no such decision, or no reason.
    """
    if not reason.strip():
        raise UsageError("a decision needs a reason", fix="Say why; it is kept and printed.")
    found = {row.id: row for row in known.judgements()}
    if ident not in found:
        raise UsageError(
            f"there is no decision {ident}",
            fix="`trucewatch review list` prints the decisions so far.",
        )
    at = datetime.now(UTC).isoformat(timespec="seconds")
    return msgspec.structs.replace(found[ident], by=by, at=at, reason=reason, withdrawn=True)


def _there(known: Reads, kind: JudgementKind, subjects: Sequence[str], by: str) -> None:
    if kind == "status":
        findings = known.assessment().findings
        what, ids = "finding", {row.id for row in findings} | {r.supersedes or "" for r in findings}
    elif kind == "accept":
        edits = {row.id: row for row in known.judgements() if row.kind == "edit"}
        for own in (edits[one] for one in subjects if one in edits):
            if own.by == by:
                raise UsageError(
                    f"{own.id} is your own edit", fix="Somebody else has to look at it."
                )
        what, ids = "claim or edit", {*edits, *known.claims_of(subjects)}
    else:
        what, ids = "claim", set(known.claims_of(subjects))
    missing = next((one for one in subjects if one not in ids), None)
    if missing is not None:
        raise UsageError(
            f"there is no {what} {missing}", fix="Copy the id from `report --format json`."
        )


def _fitting(known: Reads, subjects: Sequence[str], value: str | None) -> None:
    """Refuse an edit that could not be laid over its claim: it names what does not fit."""
    from trucewatch.review.edits import apply

    try:
        edit = msgspec.json.decode(value or "", type=Edit)
    except msgspec.DecodeError as error:
        raise UsageError(
            f"the edit cannot be read: {error}", fix="See docs/workbench.md."
        ) from error
    for claim in known.claims_of(subjects).values():
        document = known.document(claim.item)
        apply(claim, edit, document.item.text if document else "")
        if edit.span is not None and document is not None:
            _bearing(document, edit.span)


def _bearing(document: Document, span: Span) -> None:
    """Refuse words of a reader's comment, of a quoted document, or across two passages."""
    for passage in document.passages:
        if passage.kind in CLAIM_BEARING and passage.span.covers(span):
            return
    raise UsageError(
        "the words stand in no headline, article or caption",
        fix="Only those are cited by a claim; choose words of one of them.",
    )
