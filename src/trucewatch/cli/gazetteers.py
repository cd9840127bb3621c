"""`trucewatch gazetteer`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

FILE = click.Path(path_type=Path, dir_okay=False, exists=True)
OUT = click.Path(path_type=Path, dir_okay=False)


@click.group()
def gazetteer() -> None:
    """Build packs of place names, and give a watch lines and zones of its own."""


@gazetteer.command()
@click.option("--wof", "--places", "wof", type=FILE, help="Who's On First table (.tsv.gz).")
@click.option("--areas", type=FILE, help="Its admin areas (.geojson.gz).")
@click.option("--pcodes", type=FILE, help="GeoJSON with wof_id and admin2Pcode.")
@click.option(
    "--geonames", type=FILE, multiple=True, help="GeoNames dump, 19 columns (repeatable)."
)
@click.option("--alternate-names", type=FILE, help="GeoNames alternateNames, for languages.")
@click.option("--cod", type=FILE, multiple=True, help="OCHA table with P-codes (repeatable).")
@click.option("--csv", "own", type=FILE, multiple=True, help="Your own table (repeatable).")
@click.option("--id", "ident", required=True, help="Short id of the pack, e.g. ua.")
@click.option("--title", required=True, help="What it covers, e.g. Ukraine.")
@click.option("--version", required=True, help="Date of the source tables.")
@click.option("-o", "out", type=OUT, required=True, help="The pack to write (.pack.gz).")
def build(ident: str, title: str, version: str, out: Path, **files: Any) -> None:
    """Build a pack from any mix of tables; the same tables give the same bytes."""
    from trucewatch.places.build import Tables
    from trucewatch.places.build import build as build_pack

    tables = Tables(**files)
    built = build_pack(tables, out, ident=ident, title=title, version=version)
    head = built.header
    click.echo(f"{out}: {head.rows} places of {head.title} ({built.merged} twins merged)")
    click.echo(f"Print with it: {head.attribution}")
    if built.unmatched:
        click.echo(
            f"{len(built.unmatched)} P-codes found no place: {', '.join(built.unmatched)}", err=True
        )
