"""Numbered migrations: functions applied once each, in order, inside one transaction.

Constraints say what the design promises: the log refuses UPDATE and DELETE, seq has no gaps,
and a claim can only point at a passage that may bear claims (DESIGN principle 8).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from trucewatch.ledger.copied import COPIES
from trucewatch.ledger.numbers import NUMBERS
from trucewatch.ledger.reads_days import REACHING
from trucewatch.ledger.schema_proofs import checkpoints, tree
from trucewatch.ledger.schema_times import two_times

if TYPE_CHECKING:
    import apsw

LOG: Final = """
CREATE TABLE blob (
    sha256 TEXT PRIMARY KEY CHECK (length(sha256) = 64),
    size INTEGER NOT NULL CHECK (size >= 0),
    media_type TEXT NOT NULL
) STRICT;

CREATE TABLE event (
    seq INTEGER PRIMARY KEY CHECK (seq > 0),
    recorded_at TEXT NOT NULL,
    actor TEXT NOT NULL,
    kind TEXT NOT NULL,
    stream TEXT NOT NULL,
    stream_version INTEGER NOT NULL CHECK (stream_version > 0),
    idempotency_key TEXT NOT NULL UNIQUE,
    commitment TEXT NOT NULL CHECK (length(commitment) = 64),
    leaf BLOB NOT NULL CHECK (length(leaf) = 32),
    UNIQUE (stream, stream_version)
) STRICT;

CREATE TABLE event_body (
    seq INTEGER PRIMARY KEY REFERENCES event (seq),
    salt BLOB NOT NULL CHECK (length(salt) = 16),
    body BLOB
) STRICT;

CREATE TRIGGER event_no_update BEFORE UPDATE ON event
BEGIN SELECT RAISE(ABORT, 'the event log is append-only'); END;
CREATE TRIGGER event_no_delete BEFORE DELETE ON event
BEGIN SELECT RAISE(ABORT, 'the event log is append-only'); END;
CREATE TRIGGER event_no_gap BEFORE INSERT ON event
WHEN NEW.seq <> (SELECT coalesce(max(seq), 0) + 1 FROM event)
BEGIN SELECT RAISE(ABORT, 'seq must follow on the last event'); END;
CREATE TRIGGER body_no_delete BEFORE DELETE ON event_body
BEGIN SELECT RAISE(ABORT, 'bodies are erased by redaction only'); END;
CREATE TRIGGER body_no_update BEFORE UPDATE ON event_body
BEGIN SELECT RAISE(ABORT, 'bodies are erased by redaction only'); END;
"""

PROJECTIONS: Final = """
CREATE TABLE document (
    item TEXT PRIMARY KEY,
    seq INTEGER NOT NULL,
    source TEXT,
    published_at TEXT,
    body BLOB NOT NULL
) STRICT;

CREATE TABLE passage (
    item TEXT NOT NULL REFERENCES document (item),
    number INTEGER NOT NULL,
    kind TEXT NOT NULL,
    bears_claims INTEGER NOT NULL
        CHECK (bears_claims = (kind IN ('headline', 'article_body', 'caption'))),
    PRIMARY KEY (item, number),
    UNIQUE (item, number, bears_claims)
) STRICT;

CREATE TABLE claim (
    id TEXT PRIMARY KEY,
    seq INTEGER NOT NULL,
    item TEXT NOT NULL,
    passage INTEGER NOT NULL,
    bears_claims INTEGER NOT NULL DEFAULT 1 CHECK (bears_claims = 1),
    act TEXT NOT NULL,
    modality TEXT NOT NULL,
    body BLOB NOT NULL,
    FOREIGN KEY (item, passage, bears_claims) REFERENCES passage (item, number, bears_claims)
) STRICT;
CREATE INDEX claim_item ON claim (item);

CREATE TABLE reading (
    item TEXT PRIMARY KEY REFERENCES document (item),
    seq INTEGER NOT NULL,
    issues BLOB NOT NULL
) STRICT;

CREATE TABLE merged (one INTEGER PRIMARY KEY CHECK (one = 1), seq INTEGER NOT NULL, body BLOB NOT NULL) STRICT;

CREATE TABLE finding (
    id TEXT PRIMARY KEY,
    seq INTEGER NOT NULL,
    agreement TEXT NOT NULL,
    provision TEXT NOT NULL,
    day TEXT NOT NULL,
    status TEXT NOT NULL,
    UNIQUE (agreement, provision, day)
) STRICT;
CREATE TABLE assessment (one INTEGER PRIMARY KEY CHECK (one = 1), seq INTEGER NOT NULL, body BLOB NOT NULL) STRICT;

CREATE TABLE judgement (id TEXT PRIMARY KEY, seq INTEGER NOT NULL, body BLOB NOT NULL) STRICT;

CREATE TABLE report (
    seq INTEGER PRIMARY KEY,
    from_day TEXT NOT NULL,
    to_day TEXT NOT NULL,
    sha256 TEXT NOT NULL
) STRICT;
"""  # noqa: E501  (one-row tables read best on one line)


def _m0001_log(db: apsw.Connection) -> None:
    db.execute(LOG)


def _m0002_projections(db: apsw.Connection) -> None:
    db.execute(PROJECTIONS)


def _m0003_tree(db: apsw.Connection) -> None:
    tree(db)


def _m0004_checkpoints(db: apsw.Connection) -> None:
    checkpoints(db)


def _m0005_two_times(db: apsw.Connection) -> None:
    two_times(db)


def _m0006_kinds(db: apsw.Connection) -> None:
    # Reports and proposals are few among a million documents; events of a kind lie in seq order.
    db.execute("CREATE INDEX event_kind ON event (kind, seq)")


def _m0007_copies(db: apsw.Connection) -> None:
    db.execute(COPIES)


def _m0008_idents(db: apsw.Connection) -> None:
    # Pages and programs ask for one happening, one claim, one finding by its id.
    db.execute("CREATE INDEX grouping_id ON grouping (id, seq)")
    db.execute("CREATE INDEX claim_id ON claim (id)")
    db.execute("CREATE INDEX finding_id ON finding (id, seq)")


def _m0009_numbers(db: apsw.Connection) -> None:
    db.execute(NUMBERS)


def _m0010_reaches(db: apsw.Connection) -> None:
    db.execute(REACHING)


def _m0011_published(db: apsw.Connection) -> None:
    # The days of a record are asked for with every page; reports of a source by their day.
    db.execute("CREATE INDEX document_published ON document (published_at, seq)")


MIGRATIONS: Final[tuple[Callable[[apsw.Connection], None], ...]] = (
    _m0001_log,
    _m0002_projections,
    _m0003_tree,
    _m0004_checkpoints,
    _m0005_two_times,
    _m0006_kinds,
    _m0007_copies,
    _m0008_idents,
    _m0009_numbers,
    _m0010_reaches,
    _m0011_published,
)
REPLAYED: Final = frozenset(
    {"m0002_projections", "m0005_two_times", "m0007_copies", "m0009_numbers"}
)
"""Migrations that leave projections empty: whoever applies one replays the log afterwards."""


def applied(db: apsw.Connection) -> set[str]:
    """Return the names of the migrations that this file has seen."""
    if not db.execute("SELECT 1 FROM sqlite_schema WHERE name = 'migration'").fetchone():
        return set()
    return {name for (name,) in db.execute("SELECT name FROM migration")}


def names() -> tuple[str, ...]:
    """Return the names of all migrations, in order."""
    return tuple(step.__name__.removeprefix("_") for step in MIGRATIONS)


def migrate(db: apsw.Connection, *, upto: int | None = None) -> list[str]:
    """Apply what is missing and return the names applied; the caller holds the transaction.

    `upto` stops after that many migrations: tests make ledgers of earlier versions with it.
    """
    db.execute("CREATE TABLE IF NOT EXISTS migration (name TEXT PRIMARY KEY) STRICT")
    done = applied(db)
    fresh = []
    for name, step in list(zip(names(), MIGRATIONS, strict=True))[:upto]:
        if name not in done:
            step(db)
            db.execute("INSERT INTO migration VALUES (?)", (name,))
            fresh.append(name)
    return fresh
