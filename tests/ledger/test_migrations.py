"""Every earlier schema opens: its events stay as they were, tables are made anew by replay."""

from __future__ import annotations

import apsw
import msgspec
import pytest
from builders import claim, document

from trucewatch.errors import LedgerError
from trucewatch.ledger import Ledger, checkpoints, schema, verify
from trucewatch.ledger.events import Header, canonical, commitment, leaf_hash
from trucewatch.ledger.projections import project
from trucewatch.model import Merged, Reading

NAMES = schema.names()


ADDED = {
    "m0011_published": "DROP INDEX document_published",
    "m0010_reaches": (
        "DROP INDEX grouping_reach; DROP INDEX grouping_seq; DROP INDEX grouping_ended; "
        "DROP INDEX finding_seq; DROP INDEX finding_ended; "
        "ALTER TABLE grouping DROP COLUMN reach; "
        "CREATE INDEX grouping_days ON grouping (to_day, from_day, seq, ended)"
    ),
    "m0009_numbers": "DROP TABLE number; ALTER TABLE document DROP COLUMN language",
    "m0008_idents": "DROP INDEX grouping_id; DROP INDEX claim_id; DROP INDEX finding_id",
    "m0007_copies": "DROP TABLE copy; DROP TABLE sentence",
    "m0006_kinds": "DROP INDEX event_kind",
}


def take_back(db, later):
    """Undo what later versions added to the tables of two times."""
    for name, statements in ADDED.items():
        if name in later:
            db.execute(statements)
            db.execute("DELETE FROM migration WHERE name = ?", (name,))


def old_ledger(path, upto):
    """Make a ledger as the version with `upto` migrations left it: log filled, tables not."""
    db = apsw.Connection(str(path))
    db.execute("PRAGMA journal_mode = WAL")
    rows = []
    one = document()
    for kind, stream, value in (
        ("document.added", one.item.id, one),
        ("claims.read", f"claims:{one.item.id}", Reading(claims=(claim("a"),))),
        ("merge.proposed", "merge", Merged()),
        ("claims.read", f"claims:{one.item.id}", Reading(claims=())),
        ("merge.proposed", "merge", Merged()),
    ):
        body, salt = canonical(value), bytes(range(16))
        version = 1 + sum(row[0].stream == stream for row in rows)
        head = Header(
            seq=len(rows) + 1,
            recorded_at=f"2020-03-18T00:00:0{len(rows)}.000000+00:00",
            actor="a",
            kind=kind,
            stream=stream,
            stream_version=version,
            key=f"k{len(rows)}",
            commitment=commitment(salt, body),
        )
        rows.append((head, leaf_hash(head), salt, body))
    with db:
        schema.migrate(db, upto=upto)
        for head, leaf, salt, body in rows if upto else ():
            db.execute(
                "INSERT INTO event (seq, recorded_at, actor, kind, stream, stream_version, "
                "idempotency_key, commitment, leaf) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (*msgspec.structs.astuple(head)[:8], leaf),
            )
            db.execute("INSERT INTO event_body VALUES (?, ?, ?)", (head.seq, salt, body))
            if "m0005_two_times" in NAMES[:upto]:  # its tables are those of today
                if head.seq == 1:
                    schema.migrate(db)
                project(db, head, body)
        if "m0005_two_times" in NAMES[:upto]:
            take_back(db, NAMES[upto:])
        if schema.names().index("m0003_tree") < upto:
            from trucewatch.ledger.merkle import all_nodes

            db.executemany(
                "INSERT INTO tree_node VALUES (?, ?, ?)", all_nodes(row[1] for row in rows)
            )
    db.close()
    return [row[1] for row in rows] if upto else []


@pytest.mark.parametrize("upto", range(len(NAMES)), ids=["nothing", *NAMES[:-1]])
def test_every_earlier_schema_opens_and_verifies(tmp_path, upto):
    leaves = old_ledger(tmp_path / "ledger.db", upto)
    with Ledger(tmp_path / "ledger.db") as ledger:
        assert [event.leaf for event in ledger.events()] == leaves
        assert verify(ledger) == ()
        assert len(ledger.documents()) == (1 if leaves else 0)
        assert ledger.claims() == ()
        if leaves:
            assert [row.id for row in ledger.as_of(3).claims()] == ["a"]
        one = document(source="observer")
        ledger.append("document.added", one.item.id, one, key="new")
        checkpoints.make(ledger)
        assert verify(ledger) == ()


def test_the_headers_of_the_first_version_hash_as_they_did():
    """A field added later is left out where it says nothing: old leaves stay what they were."""
    head = Header(
        seq=1,
        recorded_at="t",
        actor="a",
        kind="document.added",
        stream="s",
        stream_version=1,
        key="k",
        commitment="c",
    )
    assert canonical(head) == (
        b'{"actor":"a","commitment":"c","key":"k","kind":"document.added","recorded_at":"t",'
        b'"seq":1,"stream":"s","stream_version":1}'
    )


def test_an_interrupted_migration_leaves_the_old_schema(tmp_path, monkeypatch):
    old_ledger(tmp_path / "ledger.db", 2)
    with monkeypatch.context() as patch:
        patch.setattr(
            "trucewatch.ledger.store.replay",
            lambda *_: (_ for _ in ()).throw(RuntimeError("power cut")),
        )
        with pytest.raises(RuntimeError):
            Ledger(tmp_path / "ledger.db")
    db = apsw.Connection(str(tmp_path / "ledger.db"))
    assert schema.applied(db) == set(NAMES[:2])
    db.close()
    with Ledger(tmp_path / "ledger.db") as ledger:
        assert verify(ledger) == ()


def test_a_later_version_is_not_touched(ledger):
    ledger.db.execute("INSERT INTO migration VALUES ('m9999_future')")
    ledger.close()
    with pytest.raises(LedgerError, match="later version"):
        Ledger(ledger.path)


def test_reading_migrates_nothing(tmp_path):
    old_ledger(tmp_path / "ledger.db", 2)
    with pytest.raises(LedgerError, match="earlier version"):
        Ledger(tmp_path / "ledger.db", reading=True)
