"""The SQLite ledger: append, read back, and the record as known at a position.

SQLite comes from APSW, because the interpreter's own library can carry the WAL-reset bug fixed
in 3.51.3 (DESIGN section 7). One writer: every append is one BEGIN IMMEDIATE transaction under
WAL with synchronous=FULL, so an acknowledged append survives a power cut.
"""

from __future__ import annotations

import hashlib
import os
import secrets
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Final, Self

import apsw

from trucewatch.errors import LedgerBusyError, LedgerDamagedError, LedgerError
from trucewatch.ledger import merkle
from trucewatch.ledger.events import Header, Kind, canonical, commitment, leaf_hash
from trucewatch.ledger.notes import make_key, read_key, sync_folder
from trucewatch.ledger.projections import project, replay
from trucewatch.ledger.reads import Reads
from trucewatch.ledger.schema import REPLAYED, applied, migrate, names
from trucewatch.model import Document

BUSY_MS = 5_000
CACHE_KIB: Final = 262_144
"""At most; digests are random, so a writer wants the pages of their indexes in any order."""
READING_CACHE_KIB: Final = 65_536
WAL_PAGES: Final = 8_000
"""The log is folded into the file at about 32 MiB: a page that changed often is written once."""
KEY_SUFFIX: Final = ".key"
SALT_BYTES: Final = 16


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="microseconds")


class Ledger(Reads):
    """An open ledger. Use it as a context manager, or call `close`.

    Args:
        path: the database file; `evidence/` and the signing key lie beside it.
        actor: the name that events are recorded under.
        clock: returns the recording time (ISO 8601, UTC); tests pass their own.
        vfs: the name of an APSW virtual file system; tests pass one that fails.
        reading: open an existing ledger for reading only: nothing is migrated or written.

    Raises:
        LedgerError: it cannot be opened, is no ledger, or was written by a later version.
        LedgerBusyError: another process is writing.
    """

    def __init__(
        self,
        path: Path,
        *,
        actor: str = "local",
        clock: Callable[[], str] = _now,
        vfs: str | None = None,
        reading: bool = False,
    ) -> None:
        self.path = path
        self.evidence = path.parent / "evidence"
        self.key_path = path.with_suffix(KEY_SUFFIX)
        self.actor = actor
        self._clock = clock
        flags = apsw.SQLITE_OPEN_READWRITE | (0 if reading else apsw.SQLITE_OPEN_CREATE)
        try:
            super().__init__(apsw.Connection(str(path), flags=flags, vfs=vfs))
            self._db.set_busy_timeout(BUSY_MS)
            if reading:
                self._db.execute("PRAGMA query_only = ON")
                self._db.execute(f"PRAGMA cache_size = -{READING_CACHE_KIB}")
                self._require_version(set(names()))
            else:
                self._open_for_writing(exclusive=vfs is not None)
        except apsw.CantOpenError as error:
            raise LedgerError(
                f"the ledger {path} cannot be opened: {error}",
                fix="Check that the folder exists and can be written to.",
            ) from error
        except apsw.NotADBError as error:
            raise LedgerError(
                f"{path} is not a ledger",
                fix="Move the file away, or name another folder with --watch.",
            ) from error
        except apsw.CorruptError as error:
            raise LedgerDamagedError(
                f"the ledger {path} is damaged: {error}",
                fix="Keep the file as it is, and put a backup in its place (`trucewatch restore`).",
            ) from error

    def _open_for_writing(self, *, exclusive: bool) -> None:
        if exclusive:  # a file system written in Python has no shared memory for the WAL index
            self._db.execute("PRAGMA locking_mode = EXCLUSIVE")
        for pragma in (
            "journal_mode = WAL",
            "synchronous = FULL",
            "foreign_keys = ON",
            f"cache_size = -{CACHE_KIB}",
            f"wal_autocheckpoint = {WAL_PAGES}",
        ):
            self._db.execute(f"PRAGMA {pragma}")
        # What a redaction frees is overwritten with zeros, not left on free pages.
        self._db.execute("PRAGMA secure_delete = ON")
        if applied(self._db) != set(names()):
            with self.writing():
                if set(migrate(self._db)) & REPLAYED:
                    replay(self._db, self.events())
        self._require_version(set(names()))
        if not self._db.execute("SELECT 1 FROM signer").fetchone():
            signer = read_key(self.key_path) if self.key_path.exists() else make_key(self.key_path)
            with self.writing():
                self._db.execute(
                    "INSERT OR IGNORE INTO signer VALUES (?, ?)",
                    (signer.verifier_key, self._clock()),
                )

    def _require_version(self, expected: set[str]) -> None:
        found = applied(self._db)
        if found != expected:
            later = found - expected
            raise LedgerError(
                f"the ledger {self.path} was written by "
                + ("a later version of trucewatch" if later else "an earlier version"),
                fix="Update trucewatch." if later else "Open it once with any writing command.",
            )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the database; safe to call twice."""
        self._db.close()

    @property
    def db(self) -> apsw.Connection:
        """The connection, for the rest of this room and tests; nobody else writes through it."""
        return self._db

    def now(self) -> str:
        """Return what this ledger's clock says."""
        return self._clock()

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Hold the one write transaction; commit at the end, undo everything on any error.

        Raises:
            LedgerBusyError: another process holds it.
            LedgerError: the disk is full or failed.
        """
        try:
            self._db.execute("BEGIN IMMEDIATE")
        except apsw.BusyError as error:
            raise LedgerBusyError(
                f"another process is writing to {self.path}",
                fix="Wait until it has finished, then run the command again: nothing was lost.",
            ) from error
        try:
            yield
            self._db.execute("COMMIT")
        except BaseException as error:
            self._undo()
            if isinstance(error, apsw.FullError):
                raise LedgerError(
                    f"the disk is full: nothing was written to {self.path}",
                    fix="Make room and run the command again.",
                ) from error
            if isinstance(error, apsw.IOError):
                raise LedgerError(
                    f"the disk failed under {self.path}: {error}",
                    fix="Nothing was recorded by this step. Check the disk, then "
                    "`trucewatch verify`.",
                ) from error
            raise

    def _undo(self) -> None:
        if self._db.in_transaction:  # SQLite itself has undone it after some failures
            self._db.execute("ROLLBACK")

    # -- writing ---------------------------------------------------------------------------

    def keep(self, data: bytes, media_type: str) -> str:
        """Store the untouched original under its sha256 (hex) and return that.

        Raises:
            LedgerError: it cannot be written.
        """
        return self.take_in(data, media_type, ())[0]

    def take_in(
        self, data: bytes, media_type: str, rows: Sequence[tuple[Kind, str, object, str]]
    ) -> tuple[str, list[int | None]]:
        """Store an original and append what was made of it, in one transaction.

        The file is on the disk before the transaction begins, so what is recorded always has its
        evidence; of a run that breaks off in between a file is left that the next run takes.

        Returns:
            The sha256 (hex) of the original, and the seqs as of `append_all`.

        Raises:
            LedgerError: it cannot be written.
        """
        digest = hashlib.sha256(data).hexdigest()
        target = self.evidence_of(digest)
        if not target.exists():
            try:
                _write_durably(target, data)
            except OSError as error:
                raise LedgerError(
                    f"the evidence {target} cannot be written: {error.strerror}",
                    fix="Make room on the disk, or check the folder, and run the command again.",
                ) from error
        with self.writing():
            self._db.execute(
                "INSERT OR IGNORE INTO blob VALUES (?, ?, ?)", (digest, len(data), media_type)
            )
            return digest, [self.append_within(*row) for row in rows]

    def evidence_of(self, digest: str) -> Path:
        """Return where the original with this sha256 (hex) lies."""
        return self.evidence / digest[:2] / digest

    def append(self, kind: Kind, stream: str, value: object, *, key: str) -> int | None:
        """Append one event and project it, atomically.

        Returns the new seq, or None when an event with this idempotency key is already there.
        """
        return self.append_all([(kind, stream, value, key)])[0]

    def append_all(self, rows: Sequence[tuple[Kind, str, object, str]]) -> list[int | None]:
        """Append several (kind, stream, value, key) rows in one transaction."""
        with self.writing():
            return [self.append_within(*row) for row in rows]

    def append_within(self, kind: Kind, stream: str, value: object, key: str) -> int | None:
        """Append one event inside the transaction that the caller holds."""
        db = self._db
        if db.execute("SELECT 1 FROM event WHERE idempotency_key = ?", (key,)).fetchone():
            return None
        body = canonical(value)
        salt = secrets.token_bytes(SALT_BYTES)
        (version,) = next(
            db.execute(
                "SELECT coalesce(max(stream_version), 0) FROM event WHERE stream = ?", (stream,)
            )
        )
        seq, recorded_at, clock = self._next()
        head = Header(
            seq=seq,
            recorded_at=recorded_at,
            actor=self.actor,
            kind=kind,
            stream=stream,
            stream_version=version + 1,
            key=key,
            commitment=commitment(salt, body),
            clock=clock,
        )
        leaf = leaf_hash(head)
        db.execute(
            "INSERT INTO event (seq, recorded_at, actor, kind, stream, stream_version, "
            "idempotency_key, commitment, clock, leaf) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                *(getattr(head, name) for name in Header.__struct_fields__),
                leaf,
            ),
        )
        db.execute("INSERT INTO event_body VALUES (?, ?, ?)", (seq, salt, body))
        nodes = merkle.grown(seq - 1, leaf, self.node)
        if nodes:
            db.executemany("INSERT INTO tree_node VALUES (?, ?, ?)", nodes)
        project(db, head, body)
        return seq

    def _next(self) -> tuple[int, str, str]:
        """Return the next seq, its recording time, and the clock's own time if that went back."""
        now = self._clock()
        last = self._db.execute(
            "SELECT seq, recorded_at FROM event ORDER BY seq DESC LIMIT 1"
        ).fetchone()
        if last is None:
            return 1, now, ""
        return last[0] + 1, max(last[1], now), now if now < last[1] else ""

    # -- reading ---------------------------------------------------------------------------

    def node(self, level: int, number: int) -> bytes:
        """Return the hash of a full subtree (level 0: a leaf)."""
        if level == 0:
            row = self._db.execute("SELECT leaf FROM event WHERE seq = ?", (number + 1,))
        else:
            row = self._db.execute(
                "SELECT hash FROM tree_node WHERE level = ? AND number = ?", (level, number)
            )
        found = row.fetchone()
        if found is None:
            raise LedgerDamagedError(
                f"the tree has no node {number} at level {level}",
                fix="Run `trucewatch verify` and put a backup in place.",
            )
        digest: bytes = found[0]
        return digest

    def has_document(self, item: str) -> bool:
        """Say whether an item is in the ledger."""
        row = self._db.execute("SELECT 1 FROM document WHERE item = ?", (item,)).fetchone()
        return row is not None

    def unread(self, extractor: str) -> tuple[Document, ...]:
        """Return the documents that this extractor (name and version) has not read yet."""
        return tuple(
            document
            for document in self.documents()
            if not self._db.execute(
                "SELECT 1 FROM event WHERE idempotency_key = ?",
                (reading_key(document.item.id, extractor),),
            ).fetchone()
        )

    def proposal_key(self, kind: Kind, value: object) -> str | None:
        """Return the key of a proposal, or None when the latest one of its kind says the same.

        The key carries the seq of the proposal before it: A, then B, then A again are three
        events, while running the same step twice is one.
        """
        row = self._db.execute(
            "SELECT seq, body FROM proposal JOIN event_body USING (seq) WHERE kind = ? "
            "ORDER BY seq DESC LIMIT 1",
            (kind,),
        ).fetchone()
        body = canonical(value)
        if row and row[1] == body:
            return None
        return f"{kind}:{row[0] if row else 0}:{hashlib.sha256(body).hexdigest()}"


def _write_durably(target: Path, data: bytes) -> None:
    """Write a file so that, after a power cut, it is there whole or not at all."""
    target.parent.mkdir(parents=True, exist_ok=True)
    part = target.with_suffix(".part")
    try:
        with part.open("wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        part.replace(target)
    except OSError:
        part.unlink(missing_ok=True)
        raise
    for folder in target.parents[:3]:  # its folder, evidence/, and the watch that holds that
        sync_folder(folder)


def reading_key(item: str, extractor: str) -> str:
    """Return the idempotency key of one extractor's reading of one item."""
    return f"claims.read:{item}:{extractor}"
