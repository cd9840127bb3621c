"""Projections: tables derived from event bodies, always from the canonical bytes.

The same function projects a new event and a replayed one, so replay equals projection by
construction; `verify` checks that it really does.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

import msgspec
from msgspec import Struct

from trucewatch.ledger.events import Header, Kind, canonical
from trucewatch.model import CLAIM_BEARING, Assessment, Document, Judgement, Merged, Reading

if TYPE_CHECKING:
    import apsw


class ReportWritten(Struct, frozen=True, kw_only=True):
    """Body of `report.written`: the period, and the sha256 of the bytes that were written."""

    from_day: str
    to_day: str
    format: str
    sha256: str


def _document(db: apsw.Connection, head: Header, body: bytes) -> None:
    document = msgspec.json.decode(body, type=Document)
    item = document.item
    db.execute(
        "INSERT INTO document VALUES (?, ?, ?, ?, ?)",
        (item.id, head.seq, item.source, item.published_at, body),
    )
    db.executemany(
        "INSERT INTO passage VALUES (?, ?, ?, ?)",
        [
            (item.id, number, passage.kind, int(passage.kind in CLAIM_BEARING))
            for number, passage in enumerate(document.passages)
        ],
    )


def _claims(db: apsw.Connection, head: Header, body: bytes) -> None:
    reading = msgspec.json.decode(body, type=Reading)
    item = head.stream.removeprefix("claims:")
    db.execute("DELETE FROM claim WHERE item = ?", (item,))
    db.executemany(
        "INSERT INTO claim (id, seq, item, passage, act, modality, body) "
        "VALUES (?, ?, ?, ?, ?, ?, ?)",
        [
            (row.id, head.seq, row.item, row.passage, row.act, row.modality, canonical(row))
            for row in reading.claims
        ],
    )
    db.execute(
        "INSERT INTO reading VALUES (?, ?, ?) "
        "ON CONFLICT (item) DO UPDATE SET seq = excluded.seq, issues = excluded.issues",
        (item, head.seq, canonical(reading.issues)),
    )


def _merged(db: apsw.Connection, head: Header, body: bytes) -> None:
    msgspec.json.decode(body, type=Merged)
    db.execute("INSERT OR REPLACE INTO merged VALUES (1, ?, ?)", (head.seq, body))


def _assessment(db: apsw.Connection, head: Header, body: bytes) -> None:
    assessment = msgspec.json.decode(body, type=Assessment)
    db.execute("INSERT OR REPLACE INTO assessment VALUES (1, ?, ?)", (head.seq, body))
    db.execute("DELETE FROM finding")
    db.executemany(
        "INSERT INTO finding VALUES (?, ?, ?, ?, ?, ?)",
        [
            (row.id, head.seq, row.agreement, row.provision, row.day, row.status)
            for row in assessment.findings
        ],
    )


def _judgement(db: apsw.Connection, head: Header, body: bytes) -> None:
    judgement = msgspec.json.decode(body, type=Judgement)
    db.execute("INSERT OR REPLACE INTO judgement VALUES (?, ?, ?)", (judgement.id, head.seq, body))


def _report(db: apsw.Connection, head: Header, body: bytes) -> None:
    written = msgspec.json.decode(body, type=ReportWritten)
    db.execute(
        "INSERT INTO report VALUES (?, ?, ?, ?)",
        (head.seq, written.from_day, written.to_day, written.sha256),
    )


PROJECTORS: Final[dict[Kind, Callable[[apsw.Connection, Header, bytes], None]]] = {
    "document.added": _document,
    "claims.read": _claims,
    "merge.proposed": _merged,
    "assessment.proposed": _assessment,
    "judgement.made": _judgement,
    "report.written": _report,
}


def project(db: apsw.Connection, head: Header, body: bytes) -> None:
    """Bring the projections of `db` up to this event; an erased body is skipped by the caller."""
    PROJECTORS[head.kind](db, head, body)
