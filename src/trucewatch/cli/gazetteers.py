"""`trucewatch gazetteer`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

FILE = click.Path(path_type=Path, dir_okay=False, exists=True)
FOLDER = click.Path(path_type=Path, file_okay=False, exists=True)
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


@gazetteer.command("import")
@click.argument("file", type=FILE)
@click.option("--watch", type=FOLDER, required=True, help="The watch folder.")
@click.option("--kind", default="", help="line, road, zone, area, or a site: post, checkpoint, ...")
@click.option("--name", "names", multiple=True, help="A name of the shape (repeatable).")
@click.option("--note", default="", help="Where it comes from and what it is worth.")
@click.option("--replace", is_flag=True, help="Put it in the place of a file imported before.")
def import_(file: Path, watch: Path, *, replace: bool, **said: Any) -> None:
    """Take lines, zones and places from GeoJSON or GPX into a watch.

    What a feature says of itself (properties name, names, kind, note, id) goes before the
    options. A file with a fault is not taken at all; every fault is named.
    """
    from trucewatch.config import load_watch
    from trucewatch.places.shapes import Given, keep, read_shapes

    theatre = load_watch(watch).theatre
    shapes = read_shapes(file, Given(**said), theatre)
    out = keep(shapes, watch, file.stem, replace=replace)
    for shape in shapes.shapes:
        click.echo(f"{shape.kind} {shape.id}: {', '.join(shape.names)}")
    click.echo(f"{out}: {len(shapes.shapes)} taken")


@gazetteer.command("list")
@click.option("--watch", type=FOLDER, required=True, help="The watch folder.")
def list_(watch: Path) -> None:
    """List what names of a watch come from, with the edition of each source."""
    from trucewatch.config import load_watch
    from trucewatch.places import atlas_for

    for one in atlas_for(load_watch(watch)).editions:
        click.echo(f"{one.source}: {one.places} places, edition {one.version}")
