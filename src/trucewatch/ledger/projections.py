"""Projections: tables derived from event bodies, always from the canonical bytes.

The same function projects a new event and a replayed one, so replay equals projection by
construction; `verify` checks that it really does. An erased body is projected as None: what
refers to it still finds a row, and what it had replaced stays replaced.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Final, Protocol

import msgspec
from msgspec import Struct

from trucewatch.ledger import copied, numbers
from trucewatch.ledger.events import Event, Kind, canonical
from trucewatch.ledger.schema_times import PROJECTION_TABLES
from trucewatch.model import (
    CLAIM_BEARING,
    Act,
    Assessment,
    Grouping,
    Judgement,
    Merged,
    Modality,
    PassageKind,
    Span,
    Tally,
)
from trucewatch.model.fingerprints import numbers as printed

if TYPE_CHECKING:
    import apsw


class ReportWritten(Struct, frozen=True, kw_only=True):
    """Body of `report.written`: the period, and the sha256 of the bytes that were written.

    `known` is the seq that the report was made at, the checkpoint the one that it printed;
    `figures` is the sha256 of the list of figures in its proof.
    """

    from_day: str
    to_day: str
    format: str
    sha256: str
    known: int | None = None
    checkpoint: str | None = None
    figures: str | None = None


class Redaction(Struct, frozen=True, kw_only=True):
    """Body of `body.redacted`: which bodies and evidence were erased, and why."""

    seqs: tuple[int, ...]
    reason: str
    evidence: tuple[str, ...] = ()


CLAIMS_STREAM: Final = "claims:"


class Head(Protocol):
    """What projecting needs to know of an event's header."""

    @property
    def seq(self) -> int:
        """Its place in the log."""

    @property
    def kind(self) -> Kind:
        """What it records."""

    @property
    def stream(self) -> str:
        """What it is about."""


class _Item(Struct, frozen=True):
    id: str
    text: str = ""
    source: str | None = None
    published_at: str | None = None
    language: str | None = None


class _Passage(Struct, frozen=True):
    kind: PassageKind
    start: int
    end: int


class _Entry(Struct, frozen=True):
    """That there is one is all that the tables ask."""


class _Document(Struct, frozen=True):
    """What the tables keep of a `Document`: decoding no more makes a replay twice as fast."""

    item: _Item
    passages: tuple[_Passage, ...]
    entry: _Entry | None = None


class _Claim(Struct, frozen=True):
    id: str
    passage: int
    act: Act
    modality: Modality


class _Reading(Struct, frozen=True):
    """What the tables keep of a `Reading`."""

    claims: tuple[_Claim, ...] = ()


_DOCUMENT: Final = msgspec.json.Decoder(_Document)
_READING: Final = msgspec.json.Decoder(_Reading)


def _document(db: apsw.Connection, head: Head, body: bytes | None) -> None:
    document = _DOCUMENT.decode(body) if body is not None else None
    item = document.item.id if document else head.stream
    db.execute(
        "INSERT INTO document (item, seq, source, published_at, language) VALUES (?, ?, ?, ?, ?)",
        (
            item,
            head.seq,
            document.item.source if document else None,
            document.item.published_at if document else None,
            document.item.language if document else None,
        ),
    )
    if document is None:
        return
    db.executemany(
        "INSERT INTO passage (document, number, kind, bears_claims) VALUES (?, ?, ?, ?)",
        [
            (head.seq, number, passage.kind, int(passage.kind in CLAIM_BEARING))
            for number, passage in enumerate(document.passages)
        ],
    )
    if document.entry is None:
        # Rows of one table repeat each other's positions without being copies.
        spans = [Span(row.start, row.end) for row in document.passages if row.kind in CLAIM_BEARING]
        copied.index(db, head.seq, document.item.text, spans, document.item.published_at)
        numbers.index(db, head.seq, printed(document.item.text, spans))


def _claims(db: apsw.Connection, head: Head, body: bytes | None) -> None:
    item = head.stream.removeprefix(CLAIMS_STREAM)
    found = db.execute(
        "SELECT document.seq, reading.seq FROM document LEFT JOIN reading "
        "ON reading.document = document.seq AND ended IS NULL WHERE item = ?",
        (item,),
    ).fetchone()
    document, last = found or (None, None)  # null is refused below: no reading of nothing
    if last is not None:
        db.execute("UPDATE reading SET ended = ? WHERE seq = ?", (head.seq, last))
        db.execute("UPDATE claim SET ended = ? WHERE seq = ?", (head.seq, last))
    db.execute("INSERT INTO reading (seq, document) VALUES (?, ?)", (head.seq, document))
    if body is None:
        return
    reading = _READING.decode(body)
    db.executemany(
        "INSERT INTO claim (seq, number, id, document, passage, act, modality) "
        "VALUES (?, ?, ?, ?, ?, ?, ?)",
        [
            (head.seq, number, row.id, document, row.passage, row.act, row.modality)
            for number, row in enumerate(reading.claims)
        ],
    )


def _merged(db: apsw.Connection, head: Head, body: bytes | None) -> None:
    _proposed(db, head)
    merged = msgspec.json.decode(body, type=Merged) if body is not None else Merged()
    fresh = {one.id: (one, canonical(one)) for one in (*merged.groupings, *merged.tallies)}
    rows = _replaced(db, "grouping", head, {key: body for key, (_, body) in fresh.items()})
    db.executemany(
        "INSERT INTO grouping (stream, id, seq, kind, from_day, to_day, body) "
        "VALUES (?, ?, ?, ?, ?, ?, ?)",
        [
            (head.stream, key, head.seq, type(fresh[key][0]).__name__, *days_of(fresh[key][0]), raw)
            for key, raw in rows
        ],
    )


def _assessment(db: apsw.Connection, head: Head, body: bytes | None) -> None:
    _proposed(db, head)
    found = msgspec.json.decode(body, type=Assessment) if body is not None else Assessment()
    fresh = {one.id: (one, canonical(one)) for one in found.findings}
    rows = _replaced(db, "finding", head, {key: body for key, (_, body) in fresh.items()})
    db.executemany(
        "INSERT INTO finding (stream, id, seq, agreement, provision, day, status, body) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        [
            (head.stream, key, head.seq, one.agreement, one.provision, one.day, one.status, raw)
            for key, raw in rows
            for one in (fresh[key][0],)
        ],
    )


def _proposed(db: apsw.Connection, head: Head) -> None:
    db.execute("INSERT INTO proposal VALUES (?, ?, ?)", (head.kind, head.stream, head.seq))


def _replaced(
    db: apsw.Connection, table: str, head: Head, fresh: dict[str, bytes]
) -> Iterator[tuple[str, bytes]]:
    """End the rows that this proposal no longer makes; yield those that are new in it."""
    rows = db.execute(
        f"SELECT id, body FROM {table} WHERE stream = ? AND ended IS NULL",  # noqa: S608  (ours)
        (head.stream,),
    )
    standing = [(str(key), body) for key, body in rows]
    kept = {key for key, body in standing if fresh.get(key) == body}
    db.executemany(
        f"UPDATE {table} SET ended = ? WHERE stream = ? AND id = ? AND ended IS NULL",  # noqa: S608
        [(head.seq, head.stream, key) for key, _ in standing if key not in kept],
    )
    return ((key, body) for key, body in fresh.items() if key not in kept)


def days_of(one: Grouping | Tally) -> tuple[str | None, str | None]:
    """Return the first and last local day that a happening may lie on, where they are known."""
    when = one.period if isinstance(one, Tally) else one.when
    start, end = when.start or when.end, when.end or when.start
    return start and start[:10], end and end[:10]


def _judgement(db: apsw.Connection, head: Head, body: bytes | None) -> None:
    if body is not None:
        judgement = msgspec.json.decode(body, type=Judgement)
        db.execute("INSERT INTO judgement VALUES (?, ?)", (head.seq, judgement.id))


def _report(db: apsw.Connection, head: Head, body: bytes | None) -> None:
    if body is not None:
        written = msgspec.json.decode(body, type=ReportWritten)
        db.execute(
            "INSERT INTO report VALUES (?, ?, ?, ?, ?)",
            (head.seq, written.from_day, written.to_day, written.sha256, written.known),
        )


def _redaction(db: apsw.Connection, head: Head, body: bytes | None) -> None:
    if body is None:
        return
    redaction = msgspec.json.decode(body, type=Redaction)
    db.executemany(
        "INSERT OR IGNORE INTO redaction (seq, by_seq) VALUES (?, ?)",
        [(seq, head.seq) for seq in redaction.seqs],
    )


PROJECTORS: Final[dict[Kind, Callable[[apsw.Connection, Head, bytes | None], None]]] = {
    "document.added": _document,
    "claims.read": _claims,
    "merge.proposed": _merged,
    "assessment.proposed": _assessment,
    "judgement.made": _judgement,
    "report.written": _report,
    "body.redacted": _redaction,
}


def project(db: apsw.Connection, head: Head, body: bytes | None) -> None:
    """Bring the projections of `db` up to this event (None: its body was erased)."""
    PROJECTORS[head.kind](db, head, body)


def replay(db: apsw.Connection, events: Iterator[Event]) -> None:
    """Empty all projections and fill them again; the caller holds the transaction."""
    for table in PROJECTION_TABLES:
        db.execute(f"DELETE FROM {table}")  # noqa: S608  (our own names)
    for event in events:
        project(db, event.header, event.body)
