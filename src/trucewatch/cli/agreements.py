"""`trucewatch agreement`: check, show, list and copy agreement files."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import click

from trucewatch.cli.common import as_json, plural, watch_option
from trucewatch.errors import AgreementError, UsageError


@click.group()
def agreement() -> None:
    """Check and show agreement files; list and copy those that ship."""


@agreement.command()
@click.argument(
    "files", metavar="FILE...", nargs=-1, required=True, type=click.Path(path_type=Path)
)
def check(files: tuple[Path, ...]) -> None:
    """Say everything that is wrong with agreement files: key, expectation and fix.

    A line or zone without geometry is an error here: what needs it cannot be assessed.
    """
    from trucewatch import agreement as room

    wrong = 0
    for file in files:
        try:
            loaded = room.load(file, strict=True)
        except AgreementError as error:
            wrong += 1
            click.echo(f"error: {error}", err=True)
            continue
        manual = sum(row.assess == "manual" for row in loaded.provisions)
        click.echo(
            f"{file}: {loaded.id} is in order: {plural(len(loaded.parties), 'party', 'parties')}, "
            f"{plural(len(loaded.lines), 'line')}, {plural(len(loaded.zones), 'zone')}, "
            f"{plural(len(loaded.provisions), 'provision')} ({manual} for a person to assess), "
            f"{plural(len(loaded.ambiguities), 'ambiguity', 'ambiguities')}"
        )
    if wrong:
        sys.exit(1)


@agreement.command()
@click.argument("name", metavar="FILE|ID")
@as_json
def show(name: str, *, as_json: bool) -> None:
    """Print an agreement so that it can be read through: a file, or a shipped one by its id."""
    import msgspec

    from trucewatch import agreement as room

    file = Path(name)
    path = file if file.is_file() else room.shipped_file(name)
    if path is None:
        raise UsageError(
            f"{name!r} is no file and no shipped agreement",
            fix=f"Shipped: {', '.join(room.shipped_ids())}.",
        )
    loaded = room.load(path)
    if as_json:
        click.echo(json.dumps(msgspec.to_builtins(loaded), indent=1, ensure_ascii=False))
    else:
        click.echo(room.described(loaded), nl=False)


@agreement.command("list")
@as_json
def list_(*, as_json: bool) -> None:
    """List the agreements that ship with trucewatch."""
    from trucewatch import agreement as room

    rows = [room.load(path) for id_ in room.shipped_ids() if (path := room.shipped_file(id_))]
    if as_json:
        found = [
            {
                "id": row.id,
                "title": row.title,
                "signed": row.signed,
                "provisions": len(row.provisions),
            }
            for row in rows
        ]
        click.echo(json.dumps(found, indent=1, ensure_ascii=False))
        return
    for row in rows:
        click.echo(f"{row.id:<24} {row.signed}  {row.short_title}")


@agreement.command()
def schema() -> None:
    """Print the JSON Schema of the format, for editors and other programs."""
    from trucewatch.agreement.schema import published

    click.echo(json.dumps(published(), indent=1, ensure_ascii=False))


@agreement.command("copy")
@click.argument("ids", metavar="ID...", nargs=-1, required=True)
@watch_option
def copy_(ids: tuple[str, ...], folder: Path) -> None:
    """Copy shipped agreements, with their geometry, into a watch, to be used or edited there."""
    from trucewatch import agreement as room

    for id_ in ids:
        written = room.copy(id_, folder)
        click.echo(f"{id_}: {plural(len(written), 'file')} written to {folder}")
