"""Tables of proof: the Merkle tree, the keys that sign, and the checkpoints they signed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from trucewatch.ledger.merkle import all_nodes

if TYPE_CHECKING:
    import apsw

TREE: Final = """
CREATE TABLE tree_node (
    level INTEGER NOT NULL CHECK (level > 0),
    number INTEGER NOT NULL CHECK (number >= 0),
    hash BLOB NOT NULL CHECK (length(hash) = 32),
    PRIMARY KEY (level, number)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER tree_no_update BEFORE UPDATE ON tree_node
BEGIN SELECT RAISE(ABORT, 'a full subtree never changes'); END;
CREATE TRIGGER tree_no_delete BEFORE DELETE ON tree_node
BEGIN SELECT RAISE(ABORT, 'a full subtree never changes'); END;
"""

CHECKPOINTS: Final = """
CREATE TABLE signer (
    verifier_key TEXT PRIMARY KEY,
    since TEXT NOT NULL
) STRICT;

CREATE TABLE checkpoint (
    number INTEGER PRIMARY KEY,
    size INTEGER NOT NULL CHECK (size >= 0),
    root BLOB NOT NULL CHECK (length(root) = 32),
    made_at TEXT NOT NULL,
    note TEXT NOT NULL UNIQUE,
    token BLOB
) STRICT;
CREATE TRIGGER checkpoint_no_delete BEFORE DELETE ON checkpoint
BEGIN SELECT RAISE(ABORT, 'checkpoints stay'); END;
CREATE TRIGGER checkpoint_token_once BEFORE UPDATE ON checkpoint
WHEN OLD.token IS NOT NULL OR NEW.token IS NULL OR NEW.number IS NOT OLD.number
    OR NEW.size IS NOT OLD.size OR NEW.root IS NOT OLD.root
    OR NEW.made_at IS NOT OLD.made_at OR NEW.note IS NOT OLD.note
BEGIN SELECT RAISE(ABORT, 'a checkpoint takes one time stamp and nothing else'); END;
"""


def tree(db: apsw.Connection) -> None:
    """Make the tree, and fill it from the leaves that an older ledger holds."""
    db.execute(TREE)
    leaves = (leaf for (leaf,) in db.execute("SELECT leaf FROM event ORDER BY seq"))
    db.executemany("INSERT INTO tree_node VALUES (?, ?, ?)", all_nodes(leaves))


def checkpoints(db: apsw.Connection) -> None:
    """Make the tables of signing keys and checkpoints."""
    db.execute(CHECKPOINTS)
