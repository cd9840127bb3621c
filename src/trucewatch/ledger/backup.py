"""Backup and restore: whole, verified copies of the ledger and its evidence.

The signing key is not copied: a backup that is lost must not be able to sign.
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import Final

import apsw

from trucewatch.errors import LedgerDamagedError, LedgerError
from trucewatch.ledger.notes import sync_folder
from trucewatch.ledger.store import Ledger
from trucewatch.ledger.verify import verify

NAME: Final = "ledger.db"
PAGES: Final = 1_000
"""Pages per step: other writers get their turn between steps."""


def backup(ledger: Ledger, folder: Path) -> int:
    """Copy the ledger and its evidence to `folder` while others go on, and verify the copy.

    Returns the seq of the copy. A backup that was there is replaced only by a sound one; what
    was erased since is erased from it as well.

    Raises:
        LedgerError: the folder cannot be written.
        LedgerDamagedError: the copy does not verify: nothing was replaced.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        _copy_evidence(ledger.evidence, folder / "evidence")
        for digest in (digest for _, _, row in ledger.redactions() for digest in row.evidence):
            (folder / "evidence" / digest[:2] / digest).unlink(missing_ok=True)
        seq = _copy_database(ledger.path, folder / NAME)
    except (OSError, apsw.FullError, apsw.IOError, apsw.CantOpenError) as error:
        raise LedgerError(
            f"the backup cannot be written to {folder}: {error}",
            fix="Make room, or name another folder.",
        ) from error
    return seq


def restore(folder: Path, target: Path) -> int:
    """Put a backup in place of the ledger `target`, verified first; return its seq.

    What was there is kept beside it under the name `…before-restore…`, log files included.

    Raises:
        LedgerError: there is no backup in the folder, or the target cannot be written.
        LedgerDamagedError: the backup does not verify: nothing was changed.
    """
    source = folder / NAME
    if not source.is_file():
        raise LedgerError(
            f"{folder} holds no backup", fix="Name a folder made with `trucewatch backup`."
        )
    try:
        fresh = target.with_suffix(".restored")
        seq = _copy_database(source, fresh, evidence=folder / "evidence")
        _copy_evidence(folder / "evidence", target.parent / "evidence")
        number = 1
        while target.with_name(f"{target.name}.before-restore-{number}").exists():
            number += 1
        for suffix in ("", "-wal", "-shm"):
            old = target.with_name(target.name + suffix)
            if old.exists():
                old.replace(target.with_name(f"{target.name}.before-restore-{number}{suffix}"))
        fresh.replace(target)
        sync_folder(target.parent)
    except (OSError, apsw.FullError, apsw.IOError, apsw.CantOpenError) as error:
        raise LedgerError(
            f"the backup cannot be restored to {target}: {error}", fix="Check the disk."
        ) from error
    return seq


def _copy_database(source: Path, target: Path, *, evidence: Path | None = None) -> int:
    part = target.with_name(target.name + ".part")
    part.unlink(missing_ok=True)
    here = apsw.Connection(str(source), flags=apsw.SQLITE_OPEN_READWRITE)
    there = apsw.Connection(str(part))
    try:
        with there.backup("main", here, "main") as copying:
            while not copying.done:
                copying.step(PAGES)
        # One file without a log beside it, so that copying it elsewhere copies all of it.
        there.execute("PRAGMA journal_mode = DELETE")
    finally:
        there.close()
        here.close()
    with Ledger(part, reading=True) as copy:
        copy.evidence = evidence or target.parent / "evidence"
        faults = verify(copy)
        seq = copy.seq
    if faults:
        part.unlink()
        first = next((fault for fault in faults if fault.seq), faults[0])
        where = f"event {first.seq}: " if first.seq else ""
        raise LedgerDamagedError(
            f"{source} does not verify: {where}{first.message}",
            fix="Nothing was replaced. Run `trucewatch verify`, and keep earlier backups.",
        )
    with part.open("rb") as stream:
        os.fsync(stream.fileno())
    part.replace(target)
    sync_folder(target.parent)
    return seq


def _copy_evidence(source: Path, target: Path) -> None:
    for path in sorted(source.glob("*/*")) if source.is_dir() else ():
        copy = target / path.parent.name / path.name
        if not copy.exists() or copy.stat().st_size != path.stat().st_size:
            copy.parent.mkdir(parents=True, exist_ok=True)
            part = copy.with_name(copy.name + ".part")
            shutil.copyfile(path, part)
            part.replace(copy)
