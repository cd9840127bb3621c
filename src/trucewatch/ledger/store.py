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
from typing import Self

import apsw
import msgspec

from trucewatch.errors import LedgerBusyError, LedgerError
from trucewatch.ledger.events import Event, Header, Kind, canonical, commitment, leaf_hash
from trucewatch.ledger.projections import project
from trucewatch.ledger.schema import migrate
from trucewatch.model import (
    Assessment,
    Claim,
    Document,
    Issue,
    Judgement,
    Merged,
)

BUSY_MS = 5_000
_HEADER = "seq, recorded_at, actor, kind, stream, stream_version, idempotency_key, commitment"


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="microseconds")


class Ledger:
    """An open ledger. Use it as a context manager, or call `close`.

    Args:
        path: the database file; `evidence/` lies beside it.
        actor: the name that events are recorded under.
        clock: returns the recording time (ISO 8601, UTC); tests pass their own.
    """

    def __init__(
        self, path: Path, *, actor: str = "local", clock: Callable[[], str] = _now
    ) -> None:
        self.path = path
        self.evidence = path.parent / "evidence"
        self.actor = actor
        self._clock = clock
        try:
            self._db = apsw.Connection(str(path))
            self._db.set_busy_timeout(BUSY_MS)
            self._db.execute("PRAGMA journal_mode = WAL")
            self._db.execute("PRAGMA synchronous = FULL")
            self._db.execute("PRAGMA foreign_keys = ON")
            with self._writing():
                migrate(self._db)
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
        """The connection, for `verify` and tests; nothing else writes through it."""
        return self._db

    @contextmanager
    def _writing(self) -> Iterator[None]:
        try:
            self._db.execute("BEGIN IMMEDIATE")
        except apsw.BusyError as error:
            raise LedgerBusyError(
                f"another process is writing to {self.path}",
                fix="Wait until it has finished, then run the command again: nothing was lost.",
            ) from error
        try:
            yield
        except BaseException:
            self._db.execute("ROLLBACK")
            raise
        try:
            self._db.execute("COMMIT")
        except apsw.FullError as error:
            self._db.execute("ROLLBACK")
            raise LedgerError(
                f"the disk is full: nothing was written to {self.path}",
                fix="Make room and run the command again.",
            ) from error

    # -- writing ---------------------------------------------------------------------------

    def keep(self, data: bytes, media_type: str) -> str:
        """Store the untouched original under its sha256 (hex) and return that."""
        digest = hashlib.sha256(data).hexdigest()
        target = self.evidence / digest[:2] / digest
        if not target.exists():
            target.parent.mkdir(parents=True, exist_ok=True)
            part = target.with_suffix(".part")
            with part.open("wb") as stream:
                stream.write(data)
                stream.flush()
                os.fsync(stream.fileno())
            part.replace(target)
        with self._writing():
            self._db.execute(
                "INSERT OR IGNORE INTO blob VALUES (?, ?, ?)", (digest, len(data), media_type)
            )
        return digest

    def append(self, kind: Kind, stream: str, value: object, *, key: str) -> int | None:
        """Append one event and project it, atomically.

        Returns the new seq, or None when an event with this idempotency key is already there.
        """
        return self.append_all([(kind, stream, value, key)])[0]

    def append_all(self, rows: Sequence[tuple[Kind, str, object, str]]) -> list[int | None]:
        """Append several (kind, stream, value, key) rows in one transaction."""
        with self._writing():
            return [self._append(*row) for row in rows]

    def _append(self, kind: Kind, stream: str, value: object, key: str) -> int | None:
        db = self._db
        if db.execute("SELECT 1 FROM event WHERE idempotency_key = ?", (key,)).fetchone():
            return None
        body = canonical(value)
        salt = secrets.token_bytes(16)
        (version,) = next(
            db.execute(
                "SELECT coalesce(max(stream_version), 0) FROM event WHERE stream = ?", (stream,)
            )
        )
        head = Header(
            seq=self.seq + 1,
            recorded_at=self._clock(),
            actor=self.actor,
            kind=kind,
            stream=stream,
            stream_version=version + 1,
            key=key,
            commitment=commitment(salt, body),
        )
        db.execute(
            "INSERT INTO event VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (*msgspec.structs.astuple(head), leaf_hash(head)),
        )
        db.execute("INSERT INTO event_body VALUES (?, ?, ?)", (head.seq, salt, body))
        project(db, head, body)
        return head.seq

    # -- reading ---------------------------------------------------------------------------

    @property
    def seq(self) -> int:
        """The number of the last event (0: empty)."""
        ((last,),) = self._db.execute("SELECT coalesce(max(seq), 0) FROM event")
        return int(last)

    @property
    def data_seq(self) -> int:
        """The last event that a report depends on: writing a report changes no data."""
        ((last,),) = self._db.execute(
            "SELECT coalesce(max(seq), 0) FROM event WHERE kind <> 'report.written'"
        )
        return int(last)

    def events(self, *, after: int = 0, kind: Kind | None = None) -> Iterator[Event]:
        """Yield events in order of seq."""
        rows = self._db.execute(
            f"SELECT {_HEADER}, leaf, salt, body FROM event JOIN event_body USING (seq) "  # noqa: S608
            "WHERE seq > ? AND (? IS NULL OR kind = ?) ORDER BY seq",
            (after, kind, kind),
        )
        for *head, leaf, salt, body in rows:
            header = msgspec.convert(dict(zip(Header.__struct_fields__, head, strict=True)), Header)
            yield Event(header=header, leaf=leaf, salt=salt, body=body)

    def has_document(self, item: str) -> bool:
        """Say whether an item is in the ledger."""
        row = self._db.execute("SELECT 1 FROM document WHERE item = ?", (item,)).fetchone()
        return row is not None

    def documents(self) -> tuple[Document, ...]:
        """Return all documents, by publication time and id."""
        rows = self._db.execute("SELECT body FROM document ORDER BY published_at, item")
        return tuple(msgspec.json.decode(body, type=Document) for (body,) in rows)

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

    def claims(self) -> tuple[Claim, ...]:
        """Return all current claims, by item and position."""
        rows = self._db.execute(
            "SELECT claim.body FROM claim JOIN document USING (item) "
            "ORDER BY document.published_at, item, claim.rowid"
        )
        return tuple(msgspec.json.decode(body, type=Claim) for (body,) in rows)

    def issues(self) -> tuple[Issue, ...]:
        """Return what could not be read: the issues of intake and of reading."""
        found = [issue for document in self.documents() for issue in document.issues]
        for (body,) in self._db.execute("SELECT issues FROM reading ORDER BY item"):
            found.extend(msgspec.json.decode(body, type=tuple[Issue, ...]))
        return tuple(found)

    def merged(self) -> Merged:
        """Return the latest proposal of the merge (empty before the first)."""
        row = self._db.execute("SELECT body FROM merged").fetchone()
        return msgspec.json.decode(row[0], type=Merged) if row else Merged()

    def assessment(self) -> Assessment:
        """Return the latest proposal of the assessment (empty before the first)."""
        row = self._db.execute("SELECT body FROM assessment").fetchone()
        return msgspec.json.decode(row[0], type=Assessment) if row else Assessment()

    def judgements(self) -> tuple[Judgement, ...]:
        """Return the decisions of people, in the order they were recorded."""
        rows = self._db.execute("SELECT body FROM judgement ORDER BY seq")
        return tuple(msgspec.json.decode(body, type=Judgement) for (body,) in rows)

    def proposal_key(self, kind: Kind, value: object) -> str | None:
        """Return the key of a proposal, or None when the latest one of its kind says the same.

        The key carries the seq of the proposal before it: A, then B, then A again are three
        events, while running the same step twice is one.
        """
        row = self._db.execute(
            "SELECT seq, body FROM event JOIN event_body USING (seq) WHERE kind = ? "
            "ORDER BY seq DESC LIMIT 1",
            (kind,),
        ).fetchone()
        body = canonical(value)
        if row and row[1] == body:
            return None
        return f"{kind}:{row[0] if row else 0}:{hashlib.sha256(body).hexdigest()}"


def reading_key(item: str, extractor: str) -> str:
    """Return the idempotency key of one extractor's reading of one item."""
    return f"claims.read:{item}:{extractor}"
