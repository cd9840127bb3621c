"""Verify a ledger: the log against its hashes, the projections against replay, the evidence."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import NamedTuple

import apsw

from trucewatch.ledger.events import Event, commitment, leaf_hash
from trucewatch.ledger.projections import project
from trucewatch.ledger.schema import PROJECTION_TABLES, migrate
from trucewatch.ledger.store import Ledger


class Fault(NamedTuple):
    """Something that does not agree: the seq it is about (0: none) and what is wrong."""

    seq: int
    message: str


def verify(ledger: Ledger) -> tuple[Fault, ...]:
    """Return every fault found, in order of seq; an empty tuple means that all agrees."""
    return tuple(sorted([*_log(ledger), *_projections(ledger), *_evidence(ledger)]))


def _log(ledger: Ledger) -> Iterator[Fault]:
    for (result,) in ledger.db.execute("PRAGMA integrity_check"):
        if result != "ok":
            yield Fault(0, f"SQLite reports: {result}")
    versions: dict[str, int] = {}
    for expected, event in enumerate(ledger.events(), start=1):
        head = event.header
        if head.seq != expected:
            yield Fault(head.seq, f"seq {expected} is missing")
            return
        if leaf_hash(head) != event.leaf:
            yield Fault(head.seq, "the header does not match its leaf hash")
        if event.body is not None and commitment(event.salt, event.body) != head.commitment:
            yield Fault(head.seq, "the body does not match its commitment")
        if head.stream_version != versions.get(head.stream, 0) + 1:
            yield Fault(head.seq, f"stream {head.stream} skips a version")
        versions[head.stream] = head.stream_version


def _projections(ledger: Ledger) -> Iterator[Fault]:
    replayed = apsw.Connection(":memory:")
    try:
        migrate(replayed)
        for event in ledger.events():
            fault = _replay(replayed, event)
            if fault:
                yield fault
                return
        for table in PROJECTION_TABLES:
            if _rows(replayed, table) != _rows(ledger.db, table):
                yield Fault(0, f"table {table} differs from what the log says")
    finally:
        replayed.close()


def _replay(db: apsw.Connection, event: Event) -> Fault | None:
    if event.body is None:
        return None
    try:
        project(db, event.header, event.body)
    except (apsw.Error, ValueError) as error:
        return Fault(event.header.seq, f"the body cannot be replayed: {error}")
    return None


def _rows(db: apsw.Connection, table: str) -> list[tuple[object, ...]]:
    return sorted(db.execute(f"SELECT * FROM {table}"), key=repr)  # noqa: S608  (our own names)


def _evidence(ledger: Ledger) -> Iterator[Fault]:
    for digest, size in ledger.db.execute("SELECT sha256, size FROM blob"):
        path = ledger.evidence / digest[:2] / digest
        if not path.exists():
            yield Fault(0, f"evidence {digest} is missing from {ledger.evidence}")
            continue
        data = path.read_bytes()
        if len(data) != size or hashlib.sha256(data).hexdigest() != digest:
            yield Fault(0, f"evidence {digest} was changed")
