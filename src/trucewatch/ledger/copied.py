"""The index of copied sentences: who repeats whom, known as soon as a document comes in.

A projection: `index` brings it up to one document, from the words in its event alone, so replay
makes the same. Adding a document looks its sentences up and loads no other document.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import TYPE_CHECKING, Final

from trucewatch.model import Span
from trucewatch.model.fingerprints import MIN_SHARED, fingerprints

if TYPE_CHECKING:
    import apsw

CARRIERS: Final = 100
"""Documents that are compared for one sentence, those recorded first: what more of them carry is
standing matter of an outlet, and comparing all with all would grow with the square of their number.
"""

COPIES: Final = """
CREATE TABLE sentence (
    print INTEGER NOT NULL,
    document INTEGER NOT NULL REFERENCES document (seq),
    first INTEGER NOT NULL,
    last INTEGER NOT NULL CHECK (last > first),
    PRIMARY KEY (print, document)
) STRICT, WITHOUT ROWID;
CREATE INDEX sentence_document ON sentence (document);

CREATE TABLE copy (
    document INTEGER NOT NULL REFERENCES document (seq),
    original INTEGER NOT NULL REFERENCES document (seq),
    shared INTEGER NOT NULL CHECK (shared >= 2),
    PRIMARY KEY (document, original)
) STRICT, WITHOUT ROWID;
"""
"""`print`: a fingerprint as a signed number; `first` and `last`: the sentence in the item's text.
`copy`: the document published later, and the one that it repeats."""


def index(
    db: apsw.Connection, seq: int, text: str, spans: Iterable[Span], published_at: str | None
) -> None:
    """Add the sentences of the document recorded at `seq`, and whom it repeats or who it."""
    prints = {
        int.from_bytes(digest, "big", signed=True): span
        for digest, span in fingerprints(text, spans).items()
    }
    common: Counter[int] = Counter()
    for one in prints:
        rows = db.execute(
            "SELECT document FROM sentence WHERE print = ? ORDER BY document LIMIT ?",
            (one, CARRIERS),
        )
        common.update(document for (document,) in rows)
    db.executemany(
        "INSERT INTO sentence (print, document, first, last) VALUES (?, ?, ?, ?)",
        [(one, seq, span.start, span.end) for one, span in prints.items()],
    )
    for other, shared in sorted(common.items()):
        if shared < MIN_SHARED:
            continue
        ((published,),) = db.execute("SELECT published_at FROM document WHERE seq = ?", (other,))
        # Of two of one day, or without one, the one recorded first is the original.
        later = (published_at or "9999") >= (published or "9999")
        pair = (seq, other) if later else (other, seq)
        db.execute(
            "INSERT INTO copy (document, original, shared) VALUES (?, ?, ?)", (*pair, shared)
        )


def copied(db: apsw.Connection, at: int) -> dict[str, list[tuple[str, tuple[Span, ...]]]]:
    """Return for each item which of its sentences stand in an earlier one, as known at seq `at`.

    Originals come in the order of their publication.
    """
    rows = db.execute(
        "SELECT mine.item, theirs.item, sentence.first, sentence.last FROM copy "
        "JOIN document AS mine ON mine.seq = copy.document "
        "JOIN document AS theirs ON theirs.seq = copy.original "
        "JOIN sentence ON sentence.document = copy.document "
        "WHERE copy.document <= :at AND copy.original <= :at AND EXISTS (SELECT 1 FROM sentence "
        "AS same WHERE same.print = sentence.print AND same.document = copy.original) "
        "ORDER BY copy.document, coalesce(theirs.published_at, '9999'), theirs.seq, first",
        {"at": at},
    )
    found: dict[str, list[tuple[str, tuple[Span, ...]]]] = {}
    for item, original, first, last in rows:
        listed = found.setdefault(str(item), [])
        if not listed or listed[-1][0] != original:
            listed.append((str(original), ()))
        listed[-1] = (listed[-1][0], (*listed[-1][1], Span(first, last)))
    return found


def repeats(
    db: apsw.Connection, item: str, at: int
) -> list[tuple[str, float, list[tuple[Span, Span]]]]:
    """Return whom an item repeats: the original, the share of its sentences, and the sentences.

    The share is that of its fingerprinted sentences that stand in the original, 0 to 1; each pair
    is the sentence in the item and the one in the original.
    """
    rows = db.execute(
        "SELECT theirs.item, sentence.first, sentence.last, same.first, same.last, "
        "(SELECT count(*) FROM sentence AS own WHERE own.document = copy.document) "
        "FROM copy JOIN document AS mine ON mine.seq = copy.document "
        "JOIN document AS theirs ON theirs.seq = copy.original "
        "JOIN sentence ON sentence.document = copy.document "
        "JOIN sentence AS same ON same.print = sentence.print AND same.document = copy.original "
        "WHERE mine.item = :item AND copy.document <= :at AND copy.original <= :at "
        "ORDER BY coalesce(theirs.published_at, '9999'), theirs.seq, sentence.first",
        {"item": item, "at": at},
    )
    found: dict[str, tuple[int, list[tuple[Span, Span]]]] = {}
    for original, first, last, there, until, count in rows:
        _, pairs = found.setdefault(str(original), (int(count), []))
        pairs.append((Span(first, last), Span(there, until)))
    return [
        (original, round(len(pairs) / count, 3), pairs)
        for original, (count, pairs) in found.items()
    ]
