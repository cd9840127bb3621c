"""Redaction: erase what must not be kept, and keep the proof that something was there.

The header of the event stays, with its commitment and its leaf, so every root and proof stays
valid. The body, its salt, everything derived from it and the evidence file are erased, and the
file is rewritten so that no page, free page or log frame holds them any more. What was erased
cannot be shown as it was known earlier either: reads of the past lose it too.
"""

from __future__ import annotations

import os
import re
from pathlib import Path

import apsw

from trucewatch.errors import LedgerBusyError, LedgerError
from trucewatch.ledger.notes import sync_folder
from trucewatch.ledger.projections import CLAIMS_STREAM, Redaction, replay
from trucewatch.ledger.store import Ledger


def redact(ledger: Ledger, seq: int, reason: str) -> tuple[int, ...]:
    """Erase the body of an event and all that was derived from it; return the seqs erased.

    A document takes its readings with it, and the proposals that mention their claims: `merge`
    and `assess` make new ones. Running it again finishes what was interrupted.

    Raises:
        LedgerError: there is no such event, it is a redaction itself, or no reason is given.
        LedgerBusyError: somebody else reads or writes; the words may still be in the file.
    """
    row = ledger.db.execute("SELECT kind, stream FROM event WHERE seq = ?", (seq,)).fetchone()
    if row is None:
        raise LedgerError(f"there is no event {seq}", fix=f"The last one is {ledger.seq}.")
    if row[0] == "body.redacted":
        raise LedgerError(
            f"event {seq} is the record of a redaction", fix="It holds no text but its reason."
        )
    if not reason.strip():
        raise LedgerError("a redaction needs a reason", fix="Say why; the reason is recorded.")
    seqs = _derived(ledger, seq, *row)
    evidence = [row[1].removeprefix("sha256:")] if row[0] == "document.added" else []
    fresh = [one for one in seqs if not _is_erased(ledger, one)]
    if fresh:
        noted = Redaction(seqs=tuple(fresh), reason=reason.strip(), evidence=tuple(evidence))
        with ledger.writing():
            key = f"body.redacted:{','.join(map(str, fresh))}"
            ledger.append_within("body.redacted", "redaction", noted, key)
            ledger.db.executemany(
                "UPDATE event_body SET body = NULL, salt = zeroblob(16) WHERE seq = ?",
                [(one,) for one in fresh],
            )
            replay(ledger.db, ledger.events())
    for digest in evidence:
        _shred(ledger.evidence_of(digest))
    scrub(ledger)
    return tuple(fresh)


def events_of(ledger: Ledger, item: str) -> int | None:
    """Return the seq that added an item, by its id or the beginning of it (8 digits or more).

    Raises:
        LedgerError: the beginning fits several items.
    """
    prefix = item if item.startswith("sha256:") else f"sha256:{item}"
    rows = ledger.db.execute(
        "SELECT seq FROM document WHERE substr(item, 1, ?) = ?", (len(prefix), prefix)
    ).fetchall()
    if len(rows) > 1:
        raise LedgerError(f"{item} fits {len(rows)} reports", fix="Give more of its digits.")
    found = [int(str(seq)) for (seq,) in rows]
    return found[0] if found and len(prefix) >= len("sha256:") + 8 else None


def _is_erased(ledger: Ledger, seq: int) -> bool:
    row = ledger.db.execute("SELECT body FROM event_body WHERE seq = ?", (seq,)).fetchone()
    return row is None or row[0] is None


def _derived(ledger: Ledger, seq: int, kind: str, stream: str) -> list[int]:
    db = ledger.db
    readings = [seq] if kind == "claims.read" else []
    if kind == "document.added":
        rows = db.execute("SELECT seq FROM event WHERE stream = ?", (CLAIMS_STREAM + stream,))
        readings = [one for (one,) in rows]
    ids = {
        claim
        for one in readings
        for (claim,) in db.execute("SELECT id FROM claim WHERE seq = ?", (one,))
    }
    if not ids:
        return sorted({seq, *readings})
    names = _pattern(ids)
    ids |= {key for key, body in db.execute("SELECT id, body FROM grouping") if names.search(body)}
    names = _pattern(ids)
    rows = db.execute(
        "SELECT seq, body FROM proposal JOIN event_body USING (seq) WHERE body IS NOT NULL"
    )
    return sorted({seq, *readings, *(one for one, body in rows if names.search(body))})


def _pattern(ids: set[str]) -> re.Pattern[bytes]:
    return re.compile(b'"(?:' + b"|".join(re.escape(one.encode()) for one in ids) + b')"')


def scrub(ledger: Ledger) -> None:
    """Rewrite the database file and empty its log, so that nothing erased is left in either.

    Raises:
        LedgerBusyError: another process has the ledger open in the middle of something.
    """
    try:
        ledger.db.execute("PRAGMA temp_store = MEMORY")
        ledger.db.execute("VACUUM")
        ((busy, _, _),) = ledger.db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    except apsw.BusyError:
        busy = 1
    if busy:
        raise LedgerBusyError(
            f"what was erased may still stand in {ledger.path}: another process has it open",
            fix="Close the other one, then run the same command again to finish.",
        )


def _shred(path: Path) -> None:
    """Overwrite a file and remove it; a medium may keep old blocks all the same (docs/ledger)."""
    if not path.exists():
        return
    with path.open("r+b") as stream:
        stream.write(b"\0" * path.stat().st_size)
        stream.flush()
        os.fsync(stream.fileno())
    path.unlink()
    sync_folder(path.parent)
