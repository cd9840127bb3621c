"""Checkpoints: the ledger signs how many events it holds and the root over them."""

from __future__ import annotations

from typing import Final

from trucewatch.errors import LedgerDamagedError, LedgerError
from trucewatch.ledger import merkle
from trucewatch.ledger.notes import Checkpoint, NoteError, make_key, read_key, read_note
from trucewatch.ledger.store import Ledger

DER_SEQUENCE: Final = 0x30
"""The first byte of every RFC 3161 response."""


def make(ledger: Ledger, *, whole: bool = False) -> str:
    """Sign the ledger as it stands and return the checkpoint (a signed note).

    Where nothing but reports was recorded since the last one, the last one is returned, unless
    the `whole` ledger is asked for: making the same report twice gives the same bytes.

    Raises:
        LedgerError: the signing key is missing, or not the one this ledger knows.
    """
    row = ledger.db.execute(
        "SELECT note FROM checkpoint WHERE size >= ? ORDER BY number DESC LIMIT 1",
        (ledger.seq if whole else ledger.data_seq,),
    ).fetchone()
    if row is not None:
        return str(row[0])
    signer = read_key(ledger.key_path)
    if signer.verifier_key not in keys(ledger):
        raise LedgerError(
            f"the key {ledger.key_path} belongs to another ledger",
            fix="Put the right key back, or make a new one with `trucewatch checkpoint --new-key`.",
        )
    with ledger.writing():
        size = ledger.seq
        top = merkle.root(size, ledger.node)
        note = signer.sign(Checkpoint(signer.name, size, top).text)
        ledger.db.execute(
            "INSERT OR IGNORE INTO checkpoint (size, root, made_at, note) VALUES (?, ?, ?, ?)",
            (size, top, ledger.now(), note),
        )
    return note


def continued(ledger: Ledger, note: str) -> Checkpoint:
    """Return what a checkpoint that somebody kept says, if this ledger still begins with it.

    Raises:
        LedgerDamagedError: it doesn't: events were changed or are missing.
        LedgerError: it is no checkpoint of this ledger.
    """
    try:
        said = read_note(note, keys(ledger))
    except NoteError as error:
        raise LedgerError(
            f"this is no checkpoint of this ledger: {error}", fix="Give the file as it was kept."
        ) from error
    if said.size > ledger.seq:
        raise LedgerDamagedError(
            f"events {ledger.seq + 1} to {said.size} are missing: the kept checkpoint covers them",
            fix="Put a backup in its place (`trucewatch restore`).",
        )
    if merkle.root(said.size, ledger.node) != said.root:
        raise LedgerDamagedError(
            f"the first {said.size} events are not those that the kept checkpoint was signed for",
            fix="Ask who could write to the ledger since, and put a backup in its place.",
        )
    return said


def latest(ledger: Ledger) -> str | None:
    """Return the last checkpoint, if there is one."""
    row = ledger.db.execute("SELECT note FROM checkpoint ORDER BY number DESC LIMIT 1").fetchone()
    return str(row[0]) if row else None


def keys(ledger: Ledger) -> list[str]:
    """Return the verifier keys this ledger has signed with, oldest first."""
    return [key for (key,) in ledger.db.execute("SELECT verifier_key FROM signer ORDER BY rowid")]


def new_key(ledger: Ledger) -> str:
    """Make a new signing key for the same log and return its verifier key.

    The old key file is kept under another name; checkpoints that it signed stay valid.
    """
    name = keys(ledger)[0].partition("+")[0]
    if ledger.key_path.exists():
        old = ledger.key_path.with_name(f"{ledger.key_path.name}.{len(keys(ledger))}")
        ledger.key_path.replace(old)
    signer = make_key(ledger.key_path, name)
    with ledger.writing():
        ledger.db.execute("INSERT INTO signer VALUES (?, ?)", (signer.verifier_key, ledger.now()))
    return signer.verifier_key


def keep_token(ledger: Ledger, token: bytes) -> int:
    """Keep an RFC 3161 time stamp, as it was received, with the last checkpoint; return its size.

    The token is not judged here: it stamps the sha256 of the checkpoint's bytes, and
    `openssl ts -verify` says whether it does.

    Raises:
        LedgerError: it is no DER, or there is no checkpoint without a token.
    """
    if token[:1] != bytes([DER_SEQUENCE]):
        raise LedgerError(
            "this is no RFC 3161 response (it is not DER)", fix="Give the file as it was received."
        )
    with ledger.writing():
        row = ledger.db.execute(
            "SELECT number, size FROM checkpoint WHERE token IS NULL ORDER BY number DESC LIMIT 1"
        ).fetchone()
        if row is None:
            raise LedgerError(
                "there is no checkpoint that waits for a time stamp",
                fix="Make one with `trucewatch checkpoint`.",
            )
        ledger.db.execute("UPDATE checkpoint SET token = ? WHERE number = ?", (token, row[0]))
    return int(row[1])
