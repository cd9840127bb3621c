"""Who's On First: a table of places and a GeoJSON of administrative areas for one country."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import shapely

from trucewatch import geo
from trucewatch.places.pack import Name, Row
from trucewatch.places.sources.reading import LANGUAGES, features, population, position, rows_of

SIMPLIFY_DEG = 0.003
"""Borders are thinned to about 300 m: no report states a place in a district more finely."""
_NEEDED = ("wof_id", "placetype", "name", "lat", "lon", "names", "region_id", "county_id")


def places(path: Path) -> Iterator[Row]:
    """Give the places of a table (`.tsv.gz`) with the columns of `_NEEDED`.

    Optional: `population`, `src_geom` (whose fact it is), `gn_id` (its GeoNames number),
    `min_lon_lat_max_lon_lat`. `names` is `language:kind=name` joined by a bar.

    Raises:
        UsageError: a column is missing or a position wrong; the message names it.
    """
    fix = "Export the table with the columns of a Who's On First place list."
    for line, row in rows_of(path, _NEEDED, fix):
        yield _row(path, line, row)


def _row(path: Path, number: int, line: Mapping[str, str]) -> Row:
    box = [float(part) for part in line.get("min_lon_lat_max_lon_lat", "").split(",") if part]
    extent = len(box) == 4 and (box[0] < box[2] or box[1] < box[3])
    names = tuple(_names(line["names"]))
    lat, lon = position(path, number, line["lat"], line["lon"])
    return Row(
        id=f"wof:{line['wof_id']}",
        kind=line["placetype"],
        name=_shown(line["name"], names),
        lat=lat,
        lon=lon,
        bbox=(box[0], box[1], box[2], box[3]) if extent else None,
        region=_ref(line["region_id"]),
        county=_ref(line["county_id"]),
        population=population(line.get("population", "")),
        source=line.get("src_geom", "") or "whosonfirst",
        merged=(f"gn:{line['gn_id']}",) if line.get("gn_id") else (),
        names=names,
    )


def _shown(name: str, names: Sequence[Name]) -> str:
    """Return the name to show: an English one where the source's own is not in Latin letters."""
    if any(char.isascii() and char.isalpha() for char in name):
        return name
    english = [one.text for one in names if one.language == "eng" and one.preferred]
    return english[0] if english else name


def _ref(number: str) -> str | None:
    return f"wof:{number}" if number and number != "-1" else None


def _names(field: str) -> Iterator[Name]:
    seen: set[tuple[str, str]] = set()
    for part in field.split("|"):
        tag, _, text = part.partition("=")
        language, _, kind = tag.partition(":")
        if language in LANGUAGES and text and (language, text) not in seen:
            seen.add((language, text))
            yield Name(text=text, language=language, preferred=kind == "preferred")


def areas(path: Path) -> dict[str, dict[str, Any]]:
    """Return the thinned shape of each administrative area (`wof_id`) by the id of its place."""
    found: dict[str, dict[str, Any]] = {}
    for feature in features(path):
        whole = geo.parse(feature["geometry"])
        thin = shapely.set_precision(
            shapely.simplify(whole, SIMPLIFY_DEG, preserve_topology=True), 0.0001
        )
        parts = [part for part in shapely.get_parts(thin) if part.geom_type == "Polygon"]
        found[f"wof:{feature['properties']['wof_id']}"] = geo.dump(
            shapely.union_all(parts) if parts else whole
        )
    return found


def pcodes(path: Path) -> dict[str, str]:
    """Return P-codes by place id, from a GeoJSON whose features carry `wof_id`, `admin2Pcode`."""
    found: dict[str, str] = {}
    for feature in features(path):
        facts = feature["properties"]
        if facts.get("admin2Pcode"):
            found[f"wof:{facts['wof_id']}"] = facts["admin2Pcode"]
    return found
