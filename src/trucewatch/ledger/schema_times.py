"""Tables of the second time: projections whose rows say from which seq to which they held.

`ended` is the seq of the event that replaced a row, null while it holds: "as known at seq n" is
`seq <= n AND (ended IS NULL OR ended > n)`. Bodies of documents, claims and judgements stay in
the log alone, so that erasing one there erases it everywhere; groupings carry their own, because
a month of them has to be read without the whole proposal around it. Rows point at documents by seq,
which grows, not by digest: what lies side by side in time lies side by side on the disk.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import apsw

FIRST_TABLES: Final = (
    "claim",
    "reading",
    "passage",
    "document",
    "merged",
    "finding",
    "assessment",
    "judgement",
    "report",
)

TWO_TIMES: Final = """
ALTER TABLE event ADD COLUMN clock TEXT NOT NULL DEFAULT '';

CREATE TABLE document (
    seq INTEGER PRIMARY KEY,
    item TEXT NOT NULL UNIQUE,
    source TEXT,
    published_at TEXT
) STRICT;

CREATE TABLE passage (
    document INTEGER NOT NULL REFERENCES document (seq),
    number INTEGER NOT NULL,
    bears_claims INTEGER NOT NULL
        CHECK (bears_claims = (kind IN ('headline', 'article_body', 'caption'))),
    kind TEXT NOT NULL,
    PRIMARY KEY (document, number, bears_claims)
) STRICT, WITHOUT ROWID;

CREATE TABLE reading (
    seq INTEGER PRIMARY KEY,
    ended INTEGER,
    document INTEGER NOT NULL REFERENCES document (seq)
) STRICT;
CREATE UNIQUE INDEX reading_now ON reading (document) WHERE ended IS NULL;

CREATE TABLE claim (
    seq INTEGER NOT NULL,
    number INTEGER NOT NULL,
    ended INTEGER,
    id TEXT NOT NULL,
    document INTEGER NOT NULL,
    passage INTEGER NOT NULL,
    bears_claims INTEGER NOT NULL DEFAULT 1 CHECK (bears_claims = 1),
    act TEXT NOT NULL,
    modality TEXT NOT NULL,
    PRIMARY KEY (seq, number),
    FOREIGN KEY (document, passage, bears_claims)
        REFERENCES passage (document, number, bears_claims)
) STRICT, WITHOUT ROWID;

CREATE TABLE proposal (
    kind TEXT NOT NULL,
    stream TEXT NOT NULL,
    seq INTEGER NOT NULL,
    PRIMARY KEY (kind, stream, seq)
) STRICT, WITHOUT ROWID;

CREATE TABLE grouping (
    stream TEXT NOT NULL,
    id TEXT NOT NULL,
    seq INTEGER NOT NULL,
    ended INTEGER,
    kind TEXT NOT NULL,
    from_day TEXT,
    to_day TEXT,
    body BLOB NOT NULL,
    PRIMARY KEY (stream, id, seq)
) STRICT;
CREATE INDEX grouping_days ON grouping (to_day, from_day, seq, ended);

CREATE TABLE finding (
    stream TEXT NOT NULL,
    id TEXT NOT NULL,
    seq INTEGER NOT NULL,
    ended INTEGER,
    agreement TEXT NOT NULL,
    provision TEXT NOT NULL,
    day TEXT NOT NULL,
    status TEXT NOT NULL,
    body BLOB NOT NULL,
    PRIMARY KEY (stream, id, seq)
) STRICT;
CREATE UNIQUE INDEX finding_now ON finding (stream, agreement, provision, day)
    WHERE ended IS NULL;
CREATE INDEX finding_day ON finding (day, seq, ended);

CREATE TABLE judgement (seq INTEGER PRIMARY KEY, id TEXT NOT NULL) STRICT;

CREATE TABLE report (
    seq INTEGER PRIMARY KEY,
    from_day TEXT NOT NULL,
    to_day TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    known INTEGER
) STRICT;

CREATE TABLE redaction (
    seq INTEGER PRIMARY KEY,
    by_seq INTEGER NOT NULL
) STRICT;

DROP TRIGGER body_no_update;
CREATE TRIGGER body_no_update BEFORE UPDATE ON event_body
WHEN NEW.body IS NOT NULL OR NEW.seq IS NOT OLD.seq OR NEW.salt IS NOT zeroblob(16)
    OR NOT EXISTS (SELECT 1 FROM redaction WHERE seq = OLD.seq)
BEGIN SELECT RAISE(ABORT, 'bodies are erased by redaction only'); END;
"""

PROJECTION_TABLES: Final = (
    "number",
    "copy",
    "sentence",
    "claim",
    "reading",
    "passage",
    "document",
    "proposal",
    "grouping",
    "finding",
    "judgement",
    "report",
    "redaction",
)
"""In an order in which they can be emptied: what refers to a table comes before it."""


def two_times(db: apsw.Connection) -> None:
    """Replace the first projections; the caller fills the new ones by replay."""
    for table in FIRST_TABLES:
        db.execute(f"DROP TABLE {table}")
    db.execute(TWO_TIMES)
