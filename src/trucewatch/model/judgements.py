"""Decisions of people: append-only, named, reasoned; they always win over proposals."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

JudgementKind = Literal["accept", "reject", "must_link", "cannot_link", "status", "edit"]


class Judgement(Struct, frozen=True, kw_only=True):
    """One decision by a named person.

    `subjects` are ids: of a claim for reject and edit, of a claim or an edit for accept, of a
    finding for status; of two or more claims for must_link (they are one happening) and
    cannot_link. `value` carries the status, or the edit as JSON (`trucewatch.review.edits.Edit`).
    `withdrawn` undoes an earlier judgement by id.
    """

    id: str
    kind: JudgementKind
    subjects: tuple[str, ...]
    by: str
    at: str
    reason: str
    value: str | None = None
    withdrawn: bool = False
