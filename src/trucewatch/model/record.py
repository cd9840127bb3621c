"""The record of a watch as one value: what report, publish, export and web read."""

from __future__ import annotations

from msgspec import Struct

from trucewatch.model.agreements import Agreement
from trucewatch.model.claims import Claim
from trucewatch.model.findings import Assessment
from trucewatch.model.incidents import Merged
from trucewatch.model.items import Document, Issue
from trucewatch.model.judgements import Judgement
from trucewatch.model.watch import Watch


class Correction(Struct, frozen=True, kw_only=True):
    """A change to what an earlier report said: seq and time of recording, and why."""

    seq: int
    at: str
    subject: str
    note: str


class Record(Struct, frozen=True, kw_only=True):
    """Everything known at ledger position `seq` (0: nothing recorded, straight from files)."""

    watch: Watch
    agreements: tuple[Agreement, ...]
    documents: tuple[Document, ...]
    claims: tuple[Claim, ...]
    merged: Merged
    assessment: Assessment
    issues: tuple[Issue, ...] = ()
    judgements: tuple[Judgement, ...] = ()
    corrections: tuple[Correction, ...] = ()
    seq: int = 0
