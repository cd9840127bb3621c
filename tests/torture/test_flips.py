"""Bit flips anywhere in the file: whatever changes what the ledger says is found.

A flip either changes nothing that is kept (free space, the unused part of a page), or `verify`
names it; inside hashed content it names the event.
"""

from __future__ import annotations

import os
import random
import sys
from collections import Counter, defaultdict

import apsw
import pytest
from builders import claim, document

from trucewatch.errors import LedgerError
from trucewatch.ledger import Ledger, checkpoints, verify
from trucewatch.ledger.projections import ReportWritten
from trucewatch.ledger.store import reading_key
from trucewatch.merge import merge
from trucewatch.model import Reading

FLIPS = int(os.environ.get("TRUCEWATCH_FLIPS", "600"))
HASHED = (
    (
        "SELECT seq, recorded_at, actor, kind, stream, stream_version, idempotency_key, "
        "commitment, clock, hex(leaf) FROM event NOT INDEXED ORDER BY seq"
    ),
    "SELECT seq, hex(salt), hex(body) FROM event_body ORDER BY seq",
)
KEPT = (
    "SELECT size, size, hex(root), note FROM checkpoint NOT INDEXED",
    "SELECT 0, level, number, hex(hash) FROM tree_node",
    "SELECT seq, * FROM document NOT INDEXED",
    "SELECT seq, * FROM claim",
    'SELECT seq, * FROM "grouping" NOT INDEXED',
)


@pytest.fixture(scope="module")
def sound(tmp_path_factory):
    """A small ledger of every kind of row, closed: one file without a log."""
    from trucewatch.model import Side, Source, Watch

    watch = Watch(
        id="w",
        title="W",
        theatre=(35.5, 34.3, 42.4, 37.4),
        timezone="UTC",
        sides=(Side(id="n", name="N"),),
        sources=(Source(id="s1", name="S", kind="wire", side="n", independence_group="s"),),
    )
    path = tmp_path_factory.mktemp("flips") / "ledger.db"
    with Ledger(path) as ledger:
        for number in range(12):
            one = document(source=f"s{number}", text="Title\n\n" + f"Body text {number}. " * 20)
            item = one.item.id
            ledger.append("document.added", item, one, key=f"document.added:{item}")
            read = Reading(claims=(claim(f"c{number}", item=item, by="s1"),))
            ledger.append("claims.read", f"claims:{item}", read, key=reading_key(item, "1"))
        ledger.append(
            "merge.proposed", "merge", merge(list(ledger.claims()), watch, {}), key="merge"
        )
        written = ReportWritten(from_day="a", to_day="b", format="md", sha256="0")
        ledger.append("report.written", "report", written, key="r")
        checkpoints.make(ledger)
        assert verify(ledger) == ()
    return path


def content(path, queries):
    """Return {(table number, seq): row}, or None where a page cannot be read any more."""
    db = apsw.Connection(str(path), flags=apsw.SQLITE_OPEN_READONLY)
    try:
        return {
            (number, row[0], place): tuple(row)
            for number, query in enumerate(queries)
            for place, row in enumerate(db.execute(query))
        }
    except (apsw.Error, UnicodeDecodeError):
        return None
    finally:
        db.close()


def differing(before, after):
    """Return the seqs that do not say the same, wherever their rows stand.

    Rows that a flip only makes a scan meet later, behind cells of nothing, say what they said.
    """
    told = [defaultdict(list), defaultdict(list)]
    for rows, one in zip((before, after), told, strict=True):
        for (table, seq, _), row in rows.items():
            one[seq].append((table, row))
    return {seq for seq in told[0].keys() | told[1].keys() if told[0][seq] != told[1][seq]}


def found(path):
    """Return the seqs that verifying names, or None where opening is refused with a reason."""
    try:
        with Ledger(path, reading=True) as ledger:
            return {fault.seq for fault in verify(ledger)}
    except (LedgerError, apsw.Error):
        return None


def test_every_flip_that_changes_the_record_is_found(sound, tmp_path):
    data = sound.read_bytes()
    before = {"hashed": content(sound, HASHED), "kept": content(sound, KEPT)}
    rng = random.Random(7)
    counts = Counter(flips=FLIPS, bytes=len(data))
    missed = []
    path = tmp_path / "flipped.db"
    for bit in sorted(rng.sample(range(len(data) * 8), FLIPS)):
        changed = bytearray(data)
        changed[bit // 8] ^= 1 << bit % 8
        path.write_bytes(changed)
        named = found(path)
        told = named is None or bool(named)
        counts["told"] += told
        for kind, queries in (("hashed", HASHED), ("kept", KEPT)):
            after = content(path, queries)
            if after == before[kind]:
                continue
            counts[f"changed {kind}"] += 1
            if not told:
                missed.append((bit, kind))
            if kind == "kept":
                continue
            if named is None:
                counts["hashed, opening refused"] += 1
                continue
            counts["hashed, opened"] += 1
            rows = differing(before[kind], after or {})
            if rows & named if after is not None else any(named):
                counts["named"] += 1
            else:
                missed.append((bit, f"events {sorted(rows)} not among {sorted(named)}"))
        for suffix in ("-wal", "-shm"):
            path.with_name(path.name + suffix).unlink(missing_ok=True)
    sys.stdout.write(f"flips: {dict(counts)}\n")
    assert not missed
    assert counts["changed hashed"] > FLIPS // 20, "the flips hit what is hashed"


def test_every_flip_inside_a_body_or_header_is_named(sound, tmp_path):
    """Aimed flips: in the bytes of each event's body, salt and header."""
    data = sound.read_bytes()
    path = tmp_path / "flipped.db"
    rng = random.Random(3)
    for number in range(12):
        for words in (f"Body text {number}. ", f"document.added:sha256:s{number}"):
            spots = [at for at in range(len(data)) if data.startswith(words.encode(), at)]
            at = spots[rng.randrange(len(spots))] + rng.randrange(len(words) - 1)
            changed = bytearray(data)
            changed[at] ^= 1 << rng.randrange(7)
            path.write_bytes(changed)
            assert found(path) != set()
