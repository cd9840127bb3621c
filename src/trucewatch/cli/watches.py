"""`trucewatch init` and `trucewatch demo`."""

from __future__ import annotations

import shutil
import sys
import time
from pathlib import Path

import click

from trucewatch import config
from trucewatch.cli.common import opened, plural, user
from trucewatch.errors import UsageError

DEMO = "idlib-2020"


@click.command()
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path, file_okay=False))
@click.option("--from", "example", metavar="EXAMPLE", default="blank", show_default=True)
def init(folder: Path, example: str) -> None:
    """Make a new watch in DIR: tables to fill in, or a copy of a bundled example."""
    make(folder, example)
    click.echo(f"Made the watch {folder}. Keep a copy of its ledger.key apart from the folder.")
    click.echo(f"Next: look through its tables, then `trucewatch add --watch {folder} REPORTS`.")


def make(folder: Path, example: str) -> None:
    """Copy an example's tables, agreements, geometry and reports, and make an empty ledger.

    Raises:
        UsageError: the folder holds a watch already.
        WatchError: there is no such example.
    """
    from trucewatch import agreement
    from trucewatch.ledger import Ledger

    source = config.example(example)
    if (folder / "watch.toml").exists():
        raise UsageError(
            f"{folder} holds a watch already", fix="Name another folder; nothing was changed."
        )
    folder.mkdir(parents=True, exist_ok=True)
    for entry in sorted(source.iterdir()):
        if entry.name.startswith(("__", ".")):
            continue
        target = folder / entry.name
        if entry.is_dir():
            shutil.copytree(entry, target, dirs_exist_ok=True)
        else:
            shutil.copyfile(entry, target)
    agreement.settle(folder)
    Ledger(folder / config.LEDGER, actor=user()).close()


@click.command()
@click.option(
    "--dir",
    "folder",
    metavar="DIR",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("trucewatch-demo"),
    show_default=True,
    help="Where the demo watch is made (or found, from an earlier run).",
)
@click.option("--no-open", is_flag=True, help="Do not open the report in a browser.")
def demo(folder: Path, *, no_open: bool) -> None:
    """Read the bundled Idlib watch of March 2020 and write its situation report.

    The outlets and their reports are invented; the agreements and the course of the month are
    public facts.
    """
    started = time.monotonic()
    if not (folder / "watch.toml").exists():
        make(folder, DEMO)
    target = folder / "report.html"
    failed = _run(folder, target)
    click.echo(f"\nDone in {time.monotonic() - started:.1f} s. The situation report:")
    click.echo(str(target.resolve()))
    if not no_open and sys.stdout.isatty():
        click.launch(target.resolve().as_uri())
    if failed:
        sys.exit(1)


def _run(folder: Path, target: Path) -> int:
    from trucewatch import gather, pipeline
    from trucewatch.cli.inputs import add_all, closing_table
    from trucewatch.cli.reports import write
    from trucewatch.intake.folder import inputs_of

    with opened(folder) as (ledger, tools):
        added = add_all(ledger, list(inputs_of([folder / config.REPORTS])), tools)
        click.echo(closing_table(added))
        merged = pipeline.merge(ledger, tools)
        click.echo(
            f"Merged into {plural(len(merged.incidents), 'incident')}, "
            f"{plural(len(merged.patrols), 'patrol')}, "
            f"{plural(len(merged.sightings), 'sighting')}, "
            f"{plural(len(merged.tallies), 'tally', 'tallies')}."
        )
        start, end = gather.period(tools.watched, ledger)
        found = pipeline.assess(ledger, tools, from_day=start, to_day=end)
        click.echo(f"Assessed: {plural(len(found.findings), 'finding')} for {start} to {end}.")
        write(ledger, tools, from_day=start, to_day=end, fmt="html", target=target)
    return sum(row.outcome == "refused" for row in added)
