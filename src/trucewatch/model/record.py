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
    """Everything known at ledger position `seq` (0: nothing recorded, straight from files).

    `checkpoint` is the signed note (C2SP) that covers it, to be printed whole wherever it is
    published; null where nothing was signed.
    """

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
    checkpoint: str | None = None
