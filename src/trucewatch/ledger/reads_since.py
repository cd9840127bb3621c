"""Reading what came and what went since a seq: for whoever keeps a list up to date.

Each pair of a since and an upto covers events after the first, up to and with the second.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    import apsw

Table = Literal["grouping", "finding"]


def documents(db: apsw.Connection, since: int, upto: int) -> Iterator[tuple[int, bytes]]:
    """Yield seq and body of the documents that came and were not erased."""
    yield from db.execute(
        "SELECT document.seq, body FROM document JOIN event_body USING (seq) "
        "WHERE document.seq > ? AND document.seq <= ? AND body IS NOT NULL ORDER BY document.seq",
        (since, upto),
    )


def readings(db: apsw.Connection, since: int, upto: int) -> Iterator[tuple[int, bytes | None]]:
    """Yield the document's seq and the body of each reading that came, oldest first.

    A reading takes the place of the one of its document before it; None where it was erased.
    """
    yield from db.execute(
        "SELECT reading.document, body FROM reading "
        "JOIN event_body ON event_body.seq = reading.seq "
        "WHERE reading.seq > ? AND reading.seq <= ? ORDER BY reading.seq",
        (since, upto),
    )


def came(
    db: apsw.Connection, table: Table, since: int, upto: int
) -> Iterator[tuple[str, str, bytes]]:
    """Yield id, kind (empty for findings) and body of the rows that came and still hold."""
    kind = "kind" if table == "grouping" else "''"
    yield from db.execute(
        f"SELECT id, {kind}, body FROM {table} WHERE seq > :since AND seq <= :upto "  # noqa: S608  (ours)
        "AND (ended IS NULL OR ended > :upto)",
        {"since": since, "upto": upto},
    )


def went(db: apsw.Connection, table: Table, since: int, upto: int) -> Iterator[str]:
    """Yield the ids of the rows that held at `since` and no longer do."""
    rows = db.execute(
        f"SELECT id FROM {table} WHERE ended > ? AND ended <= ? AND seq <= ?",  # noqa: S608  (ours)
        (since, upto, since),
    )
    return (str(ident) for (ident,) in rows)
