"""Replay the log beside the ledger and compare: every table has to be what the events say.

A large ledger is replayed by a process of its own (`python -m trucewatch.ledger.replayed FILE`),
which prints one JSON line per fault; `verify` hashes the log meanwhile. What is replayed goes to
a temporary database that SQLite spills to the disk, so memory stays bounded.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import Final, NamedTuple

import apsw

from trucewatch.ledger.events import Kind
from trucewatch.ledger.projections import project
from trucewatch.ledger.schema import migrate
from trucewatch.ledger.schema_times import PROJECTION_TABLES

UNREADABLE: Final = (apsw.Error, ValueError, TypeError)
"""What a damaged page can raise: SQLite's errors, and bytes that are no text or no JSON."""
CACHE_KIB: Final = 65_536
TEMPORARY: Final = ""
"""SQLite's name for a database on disk that vanishes when it is closed."""


class Fault(NamedTuple):
    """Something that does not agree: the seq it is about (0: none) and what is wrong."""

    seq: int
    message: str


class _Head(NamedTuple):
    seq: int
    kind: Kind
    stream: str


def replay_faults(path: Path, *, apart: bool) -> Iterator[Fault]:
    """Yield what differs between the tables and a replay of the log, by a process `apart` or here.

    `-P` keeps the folder that the caller happens to stand in out of the module path.
    """
    if not apart or not sys.executable:
        yield from faults_of(path)
        return
    command = [sys.executable, "-P", "-m", __name__, str(path)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603  (ours)
    for line in done.stdout.splitlines():
        yield Fault(*json.loads(line))
    if done.returncode:
        told = (done.stderr.strip().splitlines() or [f"status {done.returncode}"])[-1]
        yield Fault(0, f"the replay stopped: {told}")


def faults_of(path: Path) -> Iterator[Fault]:
    """Replay the ledger at `path` into a temporary database and yield what differs."""
    db = apsw.Connection(TEMPORARY)
    try:
        for pragma in ("journal_mode = OFF", "synchronous = OFF", f"cache_size = -{CACHE_KIB}"):
            db.execute(f"PRAGMA {pragma}")
        migrate(db)
        db.execute("ATTACH ? AS kept", (str(path),))
        db.execute("BEGIN")  # one view of the ledger, whoever writes meanwhile
        stopped = yield from _filled(db)
        for table in () if stopped else PROJECTION_TABLES:
            yield from _compared(db, table)
    except UNREADABLE as error:
        yield Fault(0, f"the tables cannot be compared with the log: {error}")
    finally:
        db.close(force=True)


def _filled(db: apsw.Connection) -> Generator[Fault, None, bool]:
    """Project every event; return whether one could not be: then nothing can be compared."""
    rows = db.execute(
        "SELECT seq, kind, stream, body FROM kept.event LEFT JOIN kept.event_body USING (seq) "
        "ORDER BY seq"
    )
    for seq, kind, stream, body in rows:
        try:
            project(db, _Head(seq, kind, stream), body)
        except (*UNREADABLE, KeyError) as error:
            yield Fault(seq, f"the body cannot be replayed: {error}")
            return True
    return False


def _compared(db: apsw.Connection, table: str) -> Iterator[Fault]:
    """Compare one table row by row, each looked up by its key, as far as that has to go."""
    columns = db.execute(f"PRAGMA main.table_info({table})").fetchall()
    dated = any(row[1] == "seq" for row in columns)
    same = " AND ".join(
        f"b.{row[1]} {'=' if row[5] else 'IS'} a.{row[1]}"
        for row in sorted(columns, key=lambda row: not row[5])
    )
    ((mine, theirs),) = db.execute(
        f"SELECT (SELECT count(*) FROM main.{table}), (SELECT count(*) FROM kept.{table})"  # noqa: S608
    )
    for one, other in (("main", "kept"), ("kept", "main")):
        ((seq, count),) = db.execute(
            f"SELECT {'min(seq)' if dated else '0'}, count(*) FROM {one}.{table} AS a "  # noqa: S608
            f"WHERE NOT EXISTS (SELECT 1 FROM {other}.{table} AS b WHERE {same})"
        )
        if count:
            yield Fault(seq or 0, f"table {table} differs from what the log says")
        if mine == theirs and not count:
            return  # as many rows, and each of them is there


if __name__ == "__main__":
    for fault in faults_of(Path(sys.argv[1])):
        sys.stdout.write(json.dumps(fault) + "\n")
