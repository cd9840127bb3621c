"""The index of printed numbers: which reports in other languages tell the same figures.

A translation shares no sentence with its original, but it keeps the numbers. A projection, like the
index of copied sentences; what it finds is a candidate for `intake/reposts.py`, nothing more.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import apsw

CARRIERS: Final = 500
"""Documents that are looked at for one number, the last recorded first."""
CANDIDATES: Final = 20
DAYS: Final = 3
"""Days between the publication of a report and of its translation."""

NUMBERS: Final = """
ALTER TABLE document ADD COLUMN language TEXT;

CREATE TABLE number (
    value INTEGER NOT NULL,
    document INTEGER NOT NULL REFERENCES document (seq),
    PRIMARY KEY (value, document)
) STRICT, WITHOUT ROWID;
"""


def index(db: apsw.Connection, seq: int, values: Iterable[int]) -> None:
    """Add the numbers of the document recorded at `seq`."""
    db.executemany("INSERT INTO number VALUES (?, ?)", [(value, seq) for value in sorted(values)])


def candidates(
    db: apsw.Connection, values: Iterable[int], language: str, published_at: str, at: int
) -> list[str]:
    """Return the items in another language of about the same day with two of these numbers."""
    common: Counter[int] = Counter()
    for value in values:
        rows = db.execute(
            "SELECT document FROM number WHERE value = ? AND document <= ? "
            "ORDER BY document DESC LIMIT ?",
            (value, at, CARRIERS),
        )
        common.update(document for (document,) in rows)
    found: list[str] = []
    for document, count in common.most_common():
        if count < 2 or len(found) == CANDIDATES:
            break
        row = db.execute(
            "SELECT item FROM document WHERE seq = ? AND language <> ? "
            "AND abs(julianday(substr(published_at, 1, 10)) - julianday(?)) <= ?",
            (document, language, published_at[:10], DAYS),
        ).fetchone()
        if row is not None:
            found.append(str(row[0]))
    return found
