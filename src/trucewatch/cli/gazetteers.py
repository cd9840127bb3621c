"""`trucewatch gazetteer`."""

from __future__ import annotations

from pathlib import Path

import click

FILE = click.Path(path_type=Path, dir_okay=False)


@click.group()
def gazetteer() -> None:
    """Build packs of place names from public tables."""


@gazetteer.command()
@click.option("--places", type=FILE, required=True, help="Who's On First table (.tsv.gz).")
@click.option("--areas", type=FILE, required=True, help="Its admin areas (.geojson.gz).")
@click.option("--pcodes", type=FILE, help="GeoJSON with wof_id and admin2Pcode.")
@click.option("--id", "ident", required=True, help="Short id of the pack, e.g. ua.")
@click.option("--title", required=True, help="What it covers, e.g. Ukraine.")
@click.option("--version", required=True, help="Date of the source tables.")
@click.option("-o", "out", type=FILE, required=True, help="The pack to write (.pack.gz).")
def build(
    places: Path,
    areas: Path,
    pcodes: Path | None,
    ident: str,
    title: str,
    version: str,
    out: Path,
) -> None:
    """Build a pack; the same tables give the same bytes."""
    from trucewatch.errors import UsageError
    from trucewatch.places.build import build as build_pack

    for path in (places, areas, pcodes):
        if path is not None and not path.is_file():
            raise UsageError(f"{path} does not exist", fix="Check the spelling of the path.")
    head = build_pack(places, areas, out, ident=ident, title=title, version=version, pcodes=pcodes)
    click.echo(f"{out}: {head.rows} places of {head.title}. {head.attribution}")
