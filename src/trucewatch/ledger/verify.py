"""Verify a ledger: hashes of the log, tree, checkpoints, projections by replay, evidence.

Every step goes on as far as it can and names the seq it is about, so that one bad byte is one
line, not the end of the examination.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Final, NamedTuple, Self

import apsw
import msgspec

from trucewatch.ledger import checkpoints, merkle
from trucewatch.ledger.events import commitment, leaf_hash
from trucewatch.ledger.notes import NoteError, read_note
from trucewatch.ledger.projections import project
from trucewatch.ledger.reads import event_of
from trucewatch.ledger.schema import migrate
from trucewatch.ledger.schema_times import PROJECTION_TABLES
from trucewatch.ledger.store import Ledger

_UNREADABLE: Final = (apsw.Error, ValueError, TypeError)
"""What a damaged page can raise: SQLite's errors, and bytes that are no text or no JSON."""


class Fault(NamedTuple):
    """Something that does not agree: the seq it is about (0: none) and what is wrong."""

    seq: int
    message: str


def verify(ledger: Ledger) -> tuple[Fault, ...]:
    """Return every fault found, in order of seq; an empty tuple means that all agrees."""
    faults: list[Fault] = []
    # SQLite reads the file once more for itself, on another core.
    with ThreadPoolExecutor(max_workers=1) as beside, _Log() as log:
        integrity = beside.submit(_integrity, ledger)
        for step in (_log, _tree, _checkpoints, _redactions, _projections, _evidence):
            try:
                faults.extend(step(ledger, log))
            except _UNREADABLE as error:
                faults.append(Fault(0, f"the file cannot be read any further: {error}"))
        faults.extend(integrity.result())
    return tuple(sorted(set(faults)))


class _Log:
    """What one pass over the log leaves for the steps after it."""

    def __init__(self) -> None:
        self.size = 0
        self.levels: list[bytearray] = [bytearray()]
        self.erased: set[int] = set()
        self.replayed = apsw.Connection(":memory:")
        self.stopped = False
        """Whether a body could not be replayed; what follows it cannot be compared."""

    def __enter__(self) -> Self:
        self.replayed.execute("PRAGMA cache_size = -65536")
        self.replayed.execute("BEGIN")
        migrate(self.replayed)
        return self

    def __exit__(self, *_: object) -> None:
        self.replayed.close()

    def grow(self, leaf: bytes) -> None:
        index = self.size
        self.size += 1
        self.levels[0] += leaf
        for level, _, digest in merkle.grown(index, leaf, self.node):
            if level == len(self.levels):
                self.levels.append(bytearray())
            self.levels[level] += digest

    def node(self, level: int, number: int) -> bytes:
        return bytes(self.levels[level][32 * number : 32 * number + 32])


def _integrity(ledger: Ledger) -> list[Fault]:
    try:
        db = apsw.Connection(str(ledger.path), flags=apsw.SQLITE_OPEN_READWRITE)
        try:
            db.execute("PRAGMA query_only = ON")
            db.execute("PRAGMA cache_size = -65536")
            rows = db.execute("PRAGMA integrity_check").fetchall()
        finally:
            db.close()
    except _UNREADABLE as error:
        return [Fault(0, f"SQLite reports: {error}")]
    return [Fault(0, f"SQLite reports: {result}") for (result,) in rows if result != "ok"]


def _log(ledger: Ledger, log: _Log) -> Iterator[Fault]:
    versions: dict[str, int] = {}
    before = ""
    rows = ledger.db.execute(
        "SELECT seq, recorded_at, actor, kind, stream, stream_version, idempotency_key, "
        "commitment, clock, leaf, salt, body FROM event LEFT JOIN event_body USING (seq) "
        "ORDER BY seq"
    )
    while True:
        try:
            row = next(rows, None)
        except _UNREADABLE as error:
            yield Fault(log.size + 1, f"the row cannot be read: {error}")
            return
        if row is None:
            return
        if row[0] != log.size + 1:
            yield Fault(log.size + 1, f"seq {log.size + 1} is missing")
            return
        log.grow(row[9])
        yield from _row(row, versions, log)
        if row[1] < before:
            yield Fault(row[0], "it was recorded before the event that it follows")
        before = row[1]


def _row(row: Sequence[Any], versions: dict[str, int], log: _Log) -> Iterator[Fault]:
    seq, salt, body = row[0], row[10], row[11]
    try:
        head = event_of(row).header
    except msgspec.ValidationError as error:
        yield Fault(seq, f"the header is not one: {error}")
        log.stopped = True
        return
    if leaf_hash(head) != row[9]:
        yield Fault(seq, "the header does not match its leaf hash")
    if body is None:
        log.erased.add(seq)
    elif salt is None or commitment(salt, body) != head.commitment:
        yield Fault(seq, "the body does not match its commitment")
    if head.stream_version != versions.get(head.stream, 0) + 1:
        yield Fault(seq, f"stream {head.stream} skips a version")
    versions[head.stream] = head.stream_version
    if not log.stopped:
        try:
            project(log.replayed, head, body)
        except (apsw.Error, ValueError) as error:
            yield Fault(seq, f"the body cannot be replayed: {error}")
            log.stopped = True


def _tree(ledger: Ledger, log: _Log) -> Iterator[Fault]:
    """Compare the kept nodes with those of the leaves; a node names the first seq it covers."""
    kept: list[bytearray] = [bytearray() for _ in log.levels]
    for level, number, digest in ledger.db.execute(
        "SELECT level, number, hash FROM tree_node ORDER BY level, number"
    ):
        first = (number << level) + 1
        if level >= len(log.levels) or 32 * number >= len(log.levels[level]):
            yield Fault(first, "the tree has a node over events that are not in the log")
            continue
        if 32 * number != len(kept[level]):
            yield Fault((len(kept[level]) // 32 << level) + 1, "a node of the tree is missing")
            return
        kept[level] += digest
        if digest != log.node(level, number):
            last = first + (1 << level) - 1
            yield Fault(first, f"the tree does not match the leaves of events {first} to {last}")
    for level in range(1, len(log.levels)):
        if len(kept[level]) < len(log.levels[level]):
            yield Fault((len(kept[level]) // 32 << level) + 1, "a node of the tree is missing")


def _checkpoints(ledger: Ledger, log: _Log) -> Iterator[Fault]:
    known = checkpoints.keys(ledger)
    for size, root, note in ledger.db.execute(
        "SELECT size, root, note FROM checkpoint ORDER BY number"
    ):
        try:
            said = read_note(note, known)
        except NoteError as error:
            yield Fault(size, f"checkpoint over {size} events: {error}")
            continue
        if (said.size, said.root) != (size, root):
            yield Fault(size, f"checkpoint over {size} events: its note says something else")
        if said.size > log.size:
            yield Fault(
                log.size + 1,
                f"events {log.size + 1} to {said.size} are missing: a checkpoint covers them",
            )
        elif merkle.root(said.size, log.node) != said.root:
            yield Fault(
                said.size, f"the first {said.size} events are not those that were signed for"
            )


def _redactions(ledger: Ledger, log: _Log) -> Iterator[Fault]:
    allowed = {seq for _, _, row in ledger.redactions() for seq in row.seqs}
    for seq in log.erased - allowed:
        yield Fault(seq, "the body is missing, and no redaction says why")
    for seq in allowed - log.erased:
        yield Fault(seq, "a redaction says that the body was erased, but it is there")


def _projections(ledger: Ledger, log: _Log) -> Iterator[Fault]:
    if log.stopped:
        return
    log.replayed.execute("COMMIT")
    log.replayed.execute("ATTACH ? AS kept", (str(ledger.path),))
    log.replayed.execute("PRAGMA kept.cache_size = -65536")
    for table in PROJECTION_TABLES:
        yield from _compared(log.replayed, table)


def _compared(db: apsw.Connection, table: str) -> Iterator[Fault]:
    dated = any(row[1] == "seq" for row in db.execute(f"PRAGMA main.table_info({table})"))
    what = "min(seq)" if dated else "0"
    for one, other in (("main", "kept"), ("kept", "main")):
        ((seq, count),) = db.execute(
            f"SELECT {what}, count(*) FROM "  # noqa: S608  (our own names)
            f"(SELECT * FROM {one}.{table} EXCEPT SELECT * FROM {other}.{table})"
        )
        if count:
            yield Fault(seq or 0, f"table {table} differs from what the log says")


def _evidence(ledger: Ledger, _: _Log) -> Iterator[Fault]:
    erased = {digest for _, _, row in ledger.redactions() for digest in row.evidence}
    for digest, size in ledger.db.execute("SELECT sha256, size FROM blob"):
        path = ledger.evidence_of(digest)
        if digest in erased:
            if path.exists():
                yield Fault(0, f"a redaction says that evidence {digest} was erased, but it is not")
            continue
        if not path.exists():
            yield Fault(0, f"evidence {digest} is missing from {ledger.evidence}")
            continue
        data = path.read_bytes()
        if len(data) != size or hashlib.sha256(data).hexdigest() != digest:
            yield Fault(0, f"evidence {digest} was changed")
