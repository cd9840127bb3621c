"""Verify a ledger: hashes of the log, tree, checkpoints, projections by replay, evidence.

Every step goes on as far as it can and names the seq it is about, so that one bad byte is one
line, not the end of the examination. Three hands share the work: SQLite checks its own file on a
thread, a process of its own replays a large log (`replayed`), and the log is hashed here.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Final, get_args

import apsw

from trucewatch.ledger import checkpoints, merkle
from trucewatch.ledger.events import Kind, commitment, leaf_hash
from trucewatch.ledger.notes import NoteError, read_note
from trucewatch.ledger.reads import header_of
from trucewatch.ledger.replayed import UNREADABLE, Fault, replay_faults
from trucewatch.ledger.store import Ledger

APART: Final = 20_000
"""From this many events on, starting another process costs less than it saves."""
CACHE_KIB: Final = 262_144
"""Every row is looked up in every index; at a million events those take about this much."""
_ROWS: Final = (
    "SELECT seq, recorded_at, actor, kind, stream, stream_version, idempotency_key, commitment, "
    "clock, leaf, salt, body FROM event LEFT JOIN event_body USING (seq) ORDER BY seq"
)
_KINDS: Final = frozenset(get_args(Kind))


def verify(ledger: Ledger) -> tuple[Fault, ...]:
    """Return every fault found, in order of seq; an empty tuple means that all agrees.

    Others may write meanwhile: each part examines the ledger as it stood when the part began.
    """
    faults: list[Fault] = []
    large = _is_large(ledger)
    with ThreadPoolExecutor(max_workers=2) as beside:
        integrity = beside.submit(_integrity, ledger)
        replay = beside.submit(lambda: list(replay_faults(ledger.path, apart=large)))
        try:
            with ledger.db:  # one view of the ledger for all steps
                log = _Log()
                for step in (_log, _tree, _checkpoints, _redactions, _evidence):
                    try:
                        faults.extend(step(ledger, log))
                    except UNREADABLE as error:
                        faults.append(Fault(0, f"the file cannot be read any further: {error}"))
        except apsw.Error as error:
            faults.append(Fault(0, f"the file cannot be read: {error}"))
        faults += [*integrity.result(), *replay.result()]
    return tuple(sorted(set(faults)))


class _Log:
    """What one pass over the log leaves for the steps after it."""

    def __init__(self) -> None:
        self.levels: list[bytearray] = [bytearray()]
        self.erased: set[int] = set()

    @property
    def size(self) -> int:
        """How many leaves were read."""
        return len(self.levels[0]) // 32

    def grow(self) -> None:
        """Hash the perfect subtrees above the leaves, level by level."""
        while len(below := self.levels[-1]) >= 64:
            sha256, prefix = hashlib.sha256, merkle.NODE_PREFIX
            whole = len(below) // 64 * 64
            self.levels.append(
                bytearray().join(
                    sha256(prefix + below[at : at + 64]).digest() for at in range(0, whole, 64)
                )
            )

    def node(self, level: int, number: int) -> bytes:
        """Return the hash of a full subtree."""
        return bytes(self.levels[level][32 * number : 32 * number + 32])


def _is_large(ledger: Ledger) -> bool:
    try:
        return ledger.seq >= APART
    except UNREADABLE:
        return False


def _integrity(ledger: Ledger) -> list[Fault]:
    """Let SQLite check its pages and indexes, and that every stream counts from 1 without gaps."""
    try:
        db = apsw.Connection(str(ledger.path), flags=apsw.SQLITE_OPEN_READWRITE)
        try:
            db.execute("PRAGMA query_only = ON")
            db.execute(f"PRAGMA cache_size = -{CACHE_KIB}")
            rows = db.execute("PRAGMA integrity_check").fetchall()
            skipped: list[tuple[int, str]] = db.execute(  # type: ignore[assignment]
                "SELECT seq, stream FROM (SELECT seq, stream, stream_version, "
                "lag(stream_version, 1, 0) OVER versions AS last, lag(seq, 1, 0) OVER versions AS "
                "earlier FROM event WINDOW versions AS (PARTITION BY stream ORDER BY "
                "stream_version)) WHERE stream_version <> last + 1 OR seq < earlier"
            ).fetchall()
        finally:
            db.close()
    except UNREADABLE as error:
        return [Fault(0, f"SQLite reports: {error}")]
    faults = [Fault(0, f"SQLite reports: {result}") for (result,) in rows if result != "ok"]
    return faults + [Fault(seq, f"stream {stream} skips a version") for seq, stream in skipped]


def _log(ledger: Ledger, log: _Log) -> Iterator[Fault]:
    before = ""
    rows = None
    seq = 0
    leaves = log.levels[0]
    while True:
        try:
            rows = rows or ledger.db.execute(_ROWS)
            row = next(rows, None)
        except UNREADABLE as error:
            yield Fault(seq + 1, f"the row cannot be read: {error}")
            break
        if row is None:
            break
        seq += 1
        if row[0] != seq:
            yield Fault(seq, f"seq {seq} is missing")
            break
        leaves += row[9]
        if row[11] is None:
            log.erased.add(seq)
        yield from _row(row)
        if row[1] < before:
            yield Fault(seq, "it was recorded before the event that it follows")
        before = row[1]
    log.grow()


def _row(row: Sequence[Any]) -> Iterator[Fault]:
    seq, kind, stated, leaf, salt, body = row[0], row[3], row[7], *row[9:]
    if kind not in _KINDS:
        yield Fault(seq, f"the header is not one: there is no kind {kind!r}")
    if leaf_hash(header_of(row)) != leaf:
        yield Fault(seq, "the header does not match its leaf hash")
    if body is not None and (salt is None or commitment(salt, body) != stated):
        yield Fault(seq, "the body does not match its commitment")


def _tree(ledger: Ledger, log: _Log) -> Iterator[Fault]:
    """Compare the kept nodes with those of the leaves; a node names the first seq it covers."""
    kept: list[bytearray] = [bytearray() for _ in log.levels]
    for level, number, digest in ledger.db.execute(
        "SELECT level, number, hash FROM tree_node ORDER BY level, number"
    ):
        first = (number << level) + 1
        at = 32 * number
        if level >= len(log.levels) or at >= len(log.levels[level]):
            yield Fault(first, "the tree has a node over events that are not in the log")
            continue
        if at != len(kept[level]):
            yield Fault((len(kept[level]) // 32 << level) + 1, "a node of the tree is missing")
            return
        kept[level] += digest
        if digest != log.levels[level][at : at + 32]:
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
