"""`trucewatch watch-folder`: keep taking in what appears in a folder."""

from __future__ import annotations

import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from trucewatch.cli.common import opened, watch_option
from trucewatch.cli.inputs import closing_table
from trucewatch.errors import LedgerBusyError, WatchError

if TYPE_CHECKING:
    from trucewatch.intake.settling import Settling
    from trucewatch.ledger import Ledger
    from trucewatch.pipeline import Added, Tools


@click.command()
@click.argument(
    "inbox", metavar="DIR", type=click.Path(path_type=Path, exists=True, file_okay=False)
)
@click.option("--source", metavar="ID", help="The outlet, as in sources.toml.")
@click.option(
    "--every",
    metavar="SECONDS",
    type=click.FloatRange(min=0.1, max=86_400),
    default=5.0,
    show_default=True,
    help="How often to look.",
)
@click.option("--once", is_flag=True, help="Stop when nothing is left to take in.")
@watch_option
def watch_folder(
    inbox: Path, *, source: str | None, every: float, once: bool, folder: Path
) -> None:
    """Keep taking in the reports that appear in DIR, until Ctrl-C.

    A file is read when two looks in a row find it unchanged. Nothing is moved or deleted, and
    what is in the ledger is not read again, so stopping and starting loses and repeats nothing.
    """
    from trucewatch.intake.settling import Settling

    settling = Settling()
    added: list[Added] = []
    with opened(folder) as (ledger, tools), _stoppable() as stop:
        click.echo(f"Watching {inbox}; stop with Ctrl-C.")
        while not stop.is_set():
            for row in _look(inbox, source, settling, ledger, tools, stop):
                added.append(row)
                click.echo(_line(row))
            if once and not settling.waiting:
                break
            stop.wait(every)
    click.echo(closing_table(added))
    if any(row.outcome == "refused" for row in added):
        sys.exit(1)


def _look(
    inbox: Path,
    source: str | None,
    settling: Settling,
    ledger: Ledger,
    tools: Tools,
    stop: threading.Event,
) -> Iterator[Added]:
    """Take in what has settled; trouble that may pass is told and tried again at the next look."""
    from trucewatch import pipeline
    from trucewatch.intake import Known
    from trucewatch.intake.folder import inputs_of

    now = datetime.now(UTC).isoformat(timespec="seconds")
    try:
        for one in settling.ready(inputs_of([inbox], known=Known(source=source, captured_at=now))):
            yield from pipeline.add(ledger, [one], tools)
            settling.done(one)
            if stop.is_set():
                return
    except (LedgerBusyError, WatchError) as error:
        click.echo(f"later: {error}", err=True)


def _line(row: Added) -> str:
    told = f": {row.reason}" if row.reason else f", {row.claims} claim(s)"
    return f"{row.outcome}: {row.name}{told}"


@contextmanager
def _stoppable() -> Iterator[threading.Event]:
    """Let Ctrl-C and a service manager's TERM end the loop after the item at hand."""
    stop = threading.Event()
    before = {
        number: signal.signal(number, lambda *_: stop.set())
        for number in (signal.SIGINT, signal.SIGTERM)
    }
    try:
        yield stop
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
