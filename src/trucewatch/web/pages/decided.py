"""Decisions as people read them: what was decided, by whom, when, why, and what it waits for."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import msgspec
from msgspec import Struct

from trucewatch.ledger import Reads
from trucewatch.model import TWO_READERS, Claim, Judgement
from trucewatch.review.edits import Edit
from trucewatch.web.asking import Asking
from trucewatch.web.query import as_of


class Told(Struct, frozen=True, kw_only=True):
    """One decision: `what` and `value` in words; `waits` where it needs somebody else's eyes."""

    row: Judgement
    what: str
    value: str
    mine: bool
    waits: bool
    accepted: tuple[str, ...]


def earlier(asked: Asking) -> tuple[Reads, int | None]:
    """Return the record as `as_of` of the address asks for it, and that seq (None: now).

    Nothing is decided on an earlier state: its pages only show.

    Raises:
        UsageError: `as_of` is no number.
        LedgerError: there is no such event.
    """
    seq = as_of(asked.request.query_params)
    return asked.desk.as_of(seq), seq


def told(asked: Asking, rows: Iterable[Judgement], known: Reads | None = None) -> list[Told]:
    """Put decisions in words, newest first; `known` is the record now unless another is given."""
    rows = list(rows)
    known = known or asked.desk.known
    claims = known.claims_of({subject for row in rows for subject in row.subjects})
    accepted: dict[str, list[str]] = {}
    for row in known.judgements():
        if row.kind == "accept" and not row.withdrawn:
            for subject in row.subjects:
                accepted.setdefault(subject, []).append(row.by)
    found = []
    for row in reversed(rows):
        what, value = _words(asked, row, claims)
        by = tuple(accepted.get(row.id, ()))
        found.append(
            Told(
                row=row,
                what=what,
                value=value,
                mine=row.by == asked.name,
                waits=row.kind == "edit" and not row.withdrawn and not by,
                accepted=by,
            )
        )
    return found


def about(judgements: Sequence[Judgement], subjects: Iterable[str]) -> list[Judgement]:
    """Return the decisions on these subjects, and those on the edits among them."""
    wanted = set(subjects)
    wanted |= {row.id for row in judgements if wanted.intersection(row.subjects)}
    return [row for row in judgements if row.id in wanted or wanted.intersection(row.subjects)]


def last_own(judgements: Sequence[Judgement], subjects: Iterable[str], by: str) -> Judgement | None:
    """Return the newest standing decision of a person on these subjects: what undo takes back."""
    rows = about(judgements, subjects)
    return next((row for row in reversed(rows) if row.by == by and not row.withdrawn), None)


def waiting_second(judgements: Iterable[Judgement], finding: str) -> Judgement | None:
    """Return the status decision on a finding that waits for a second reader, if one does."""
    rows = [
        row
        for row in judgements
        if row.kind == "status" and not row.withdrawn and finding in row.subjects
    ]
    newest = rows[-1] if rows else None
    if newest is None or newest.value not in TWO_READERS:
        return None
    others = any(row.by != newest.by and row.value == newest.value for row in rows)
    return None if others else newest


def _words(asked: Asking, row: Judgement, claims: dict[str, Claim]) -> tuple[str, str]:
    say = asked.say
    if row.kind == "status":
        return say("decision.status"), say.code("status", row.value)
    if row.kind != "edit":
        return say(f"decision.{row.kind}"), ""
    edit = msgspec.json.decode(row.value or "{}", type=Edit)
    claim = claims.get(row.subjects[0]) if row.subjects else None
    field = say(f"editfield.{edit.field}")
    if edit.remove:
        return say("decision.edit", field=field), say("decision.removed")
    return say("decision.edit", field=field), _value(asked, asked.desk.known, edit, claim)


def _value(asked: Asking, known: Reads, edit: Edit, claim: Claim | None) -> str:
    """Return what an edit sets its field to: the words of the text, and what they mean."""
    document = known.document(claim.item) if claim and edit.span else None
    parts = [f"“{edit.span.of(document.item.text)}”"] if document and edit.span else []
    if edit.field in ("act", "modality"):
        parts.append(asked.say.code(edit.field, edit.value))
    elif edit.lat is not None and edit.lon is not None:
        parts.append(f"{edit.lat:.4f}, {edit.lon:.4f}")
    elif edit.field == "place" and claim and claim.place:
        named = {row.id: row.name for row in claim.place.candidates}
        parts.append(named.get(edit.value or "", edit.value or asked.say("judge.unplaced")))
    elif edit.field == "figures":
        bounds = dict.fromkeys(f"{one:g}" for one in (edit.low, edit.high) if one is not None)
        parts.append(asked.say.code("kind", edit.kind) if edit.kind else "")
        # A mark of the left-to-right: between Arabic words a range would be shown from its end.
        parts.append("\u200e" + "\u2013".join(bounds) if bounds else "")
    else:
        parts += [edit.value or "", edit.end or ""]
    return " ".join(part for part in parts if part)
