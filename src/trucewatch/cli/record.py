"""`verify`, `checkpoint`, `redact`, `backup` and `restore`: care for the record."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from trucewatch import config
from trucewatch.cli.common import plural, user, watch_option
from trucewatch.errors import UsageError

if TYPE_CHECKING:
    from trucewatch.ledger import Ledger

FILE = click.Path(path_type=Path, dir_okay=False)
SHOWN = 50
"""Faults printed: one lost page can be a million."""


def _ledger(folder: Path, *, reading: bool = False) -> Ledger:
    from trucewatch.ledger import Ledger

    path = folder / config.LEDGER
    if not path.is_file():
        raise UsageError(
            f"{folder.resolve()} has no ledger",
            fix="Name a watch with --watch DIR, or make one with `trucewatch init DIR`.",
        )
    return Ledger(path, actor=user(), reading=reading)


@click.command()
@click.argument("file", metavar="[FILE]", type=FILE, required=False)
@click.option("--kept", type=FILE, help="A checkpoint kept from earlier, to compare with.")
@watch_option
def verify(file: Path | None, kept: Path | None, folder: Path) -> None:
    """Check a whole record and name the first event that does not agree.

    Hashes of every event, the tree over them, every signed checkpoint, every table by replay, and
    the evidence byte by byte. FILE is a ledger; without it, that of the watch. Changes nothing.
    """
    from trucewatch.ledger import Ledger, checkpoints
    from trucewatch.ledger import verify as check

    if file is not None and not file.is_file():
        raise UsageError(f"{file} does not exist", fix="Name a ledger (ledger.db).")
    ledger = Ledger(file, reading=True) if file else _ledger(folder, reading=True)
    with ledger:
        faults = check(ledger)
        if not faults:
            seq, last = ledger.seq, checkpoints.latest(ledger)
            keys, gone = checkpoints.keys(ledger), ledger.redactions()
            begins = checkpoints.continued(ledger, _note(kept)).size if kept else 0
    if faults:
        for fault in faults[:SHOWN]:
            where = f"event {fault.seq}" if fault.seq else "the ledger"
            click.echo(f"{where}: {fault.message}", err=True)
        if len(faults) > SHOWN:
            click.echo(f"... and {plural(len(faults) - SHOWN, 'more fault')}.", err=True)
        named = [fault.seq for fault in faults if fault.seq]
        if named:
            click.echo(f"First event that does not agree: {min(named)}.", err=True)
        sys.exit(1)
    click.echo(f"{plural(seq, 'event')}: hashes, tree, checkpoints, replay and evidence all agree.")
    if begins:
        click.echo(f"It begins with the {plural(begins, 'event')} of the checkpoint you kept.")
    if gone:
        click.echo(f"{plural(len(gone), 'redaction')}: erased on purpose, and recorded.")
    for by, at, row in gone:
        events = ", ".join(map(str, row.seqs))
        click.echo(f"  erased on {at[:10]} by event {by}: what events {events} held ({row.reason})")
    click.echo(f"\nLast checkpoint (compare it with one you kept):\n{last or '(none yet)'}")
    click.echo(f"Key: {keys[-1]}")


def _note(path: Path) -> str:
    try:
        return path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"{path} cannot be read", fix="Check the path.") from error


@click.command()
@click.option("--token", type=FILE, help="Keep an RFC 3161 time stamp of the last checkpoint.")
@click.option("--new-key", is_flag=True, help="Sign with a new key from now on.")
@watch_option
def checkpoint(token: Path | None, *, new_key: bool, folder: Path) -> None:
    """Sign how many events the record holds and the hash over them; print it."""
    from trucewatch.ledger import checkpoints

    with _ledger(folder) as ledger:
        if new_key:
            click.echo(f"New key, tell your readers: {checkpoints.new_key(ledger)}", err=True)
        if token is not None:
            try:
                size = checkpoints.keep_token(ledger, token.read_bytes())
            except OSError as error:
                raise UsageError(f"{token} cannot be read", fix="Check the path.") from error
            click.echo(f"Kept with the checkpoint over {plural(size, 'event')}.", err=True)
        else:
            click.echo(checkpoints.make(ledger, whole=True), nl=False)


@click.command()
@click.argument("what", metavar="EVENT|REPORT")
@click.option("--reason", required=True, help="Why; recorded, and shown where the text stood.")
@click.option("--yes", is_flag=True, help="Do not ask.")
@watch_option
def redact(what: str, reason: str, *, yes: bool, folder: Path) -> None:
    """Erase a text for good: the number of an event, or the sha256 of a report (8 digits do).

    A report takes its claims, the proposals made from them and its evidence file with it. The
    proof that something was recorded stays. Backups made earlier still hold it.
    """
    from trucewatch.ledger import redaction

    with _ledger(folder) as ledger:
        seq = int(what) if what.isdecimal() and len(what) < 8 else redaction.events_of(ledger, what)
        if seq is None:
            raise UsageError(f"no report begins with {what}", fix="Give its sha256 or its event.")
        if not yes:
            click.confirm(f"Erase event {seq} and what was made from it, for good?", abort=True)
        gone = redaction.redact(ledger, seq, reason)
    click.echo(f"Erased {plural(len(gone), 'body', 'bodies')}: {', '.join(map(str, gone))}.")
    click.echo("The files it was added from, and earlier backups, are yours to delete.")
    click.echo("Run `trucewatch merge` and `trucewatch assess` to propose anew without it.")


@click.command()
@click.argument("target", metavar="DIR", type=click.Path(path_type=Path, file_okay=False))
@watch_option
def backup(target: Path, folder: Path) -> None:
    """Copy ledger and evidence to DIR while work goes on, and verify the copy.

    The signing key is not copied: keep it apart from the backups.
    """
    from trucewatch.ledger.backup import backup as copy

    with _ledger(folder) as ledger:
        seq = copy(ledger, target)
        key = ledger.key_path
    click.echo(f"{plural(seq, 'event')} copied to {target} and verified.")
    click.echo(f"Not in it: the tables of the watch, and the signing key {key}.")


@click.command()
@click.argument("source", metavar="DIR", type=click.Path(path_type=Path, file_okay=False))
@watch_option
def restore(source: Path, folder: Path) -> None:
    """Put the backup in DIR in place of the ledger, verified first; the old one is kept."""
    from trucewatch.ledger.backup import restore as put_back

    folder.mkdir(parents=True, exist_ok=True)
    seq = put_back(source, folder / config.LEDGER)
    click.echo(f"{plural(seq, 'event')} verified and restored to {folder / config.LEDGER}.")
