"""Decisions of people: append-only, named, reasoned; they always win over proposals."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

JudgementKind = Literal["accept", "reject", "must_link", "cannot_link", "place", "status", "grade"]


class Judgement(Struct, frozen=True, kw_only=True):
    """One decision by a named person.

    `subjects` are claim, incident or finding ids: one for accept, reject, place, status and
    grade; two or more for must_link (these claims are one happening) and cannot_link. `value`
    carries the chosen place id, status or grade. `withdrawn` undoes an earlier judgement by id.
    """

    id: str
    kind: JudgementKind
    subjects: tuple[str, ...]
    by: str
    at: str
    reason: str
    value: str | None = None
    withdrawn: bool = False
