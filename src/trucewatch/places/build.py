"""Building a gazetteer pack from Who's On First exports: facts only, twins merged, sources kept.

Input is one table of places and one GeoJSON of administrative areas for a country; the same input
gives the same bytes.
"""

from __future__ import annotations

import csv
import gzip
import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import shapely
from msgspec.structs import replace

from trucewatch import geo
from trucewatch.errors import UsageError
from trucewatch.places.fold import fold_name
from trucewatch.places.pack import Header, Name, Row, write_pack

LANGUAGES = frozenset(
    ("ara", "aze", "deu", "eng", "fra", "hye", "kat", "kur", "rus", "spa", "tur", "ukr", "und")
)
"""Languages whose names are kept: those of reports and of the theatres, and unknown ones."""
TWIN_M = 2000.0
"""Places of one kind that share a name within this distance are one place, listed twice."""
SIMPLIFY_DEG = 0.003
"""Borders are thinned to about 300 m: no report states a place in a district more finely."""
_LEAST_POPULATION = 10  # smaller figures in the source are flags, not counts
_ATTRIBUTION = (
    "Who's On First (whosonfirst.org) and its sources: GeoNames (CC BY 4.0), "
    "Quattroshapes, mesoshapes, Natural Earth; "
    "P-codes: OCHA Common Operational Datasets (CC BY-IGO)"
)


def build(
    places: Path,
    areas: Path,
    out: Path,
    *,
    ident: str,
    title: str,
    version: str,
    pcodes: Path | None = None,
) -> Header:
    """Build a pack from a Who's On First table (`.tsv.gz`) and areas (`.geojson.gz`).

    `pcodes` is a GeoJSON whose features carry `wof_id` and `admin2Pcode`.

    Raises:
        UsageError: a column or property that is needed is missing; the message names it.
    """
    codes = _pcodes(pcodes) if pcodes else {}
    rows = merge_twins([row for row in _rows(places, codes) if row.id])
    shapes = _areas(areas)
    known = {row.id for row in rows}
    return write_pack(
        out,
        rows,
        {key: shape for key, shape in shapes.items() if key in known},
        id=ident,
        title=title,
        version=version,
        sources=("Who's On First", "GeoNames", "OCHA COD"),
        licence="CC BY 4.0",
        attribution=_ATTRIBUTION,
    )


def _rows(places: Path, codes: Mapping[str, str]) -> Iterator[Row]:
    csv.field_size_limit(min(sys.maxsize, 2**31 - 1))
    with gzip.open(places, "rt", encoding="utf-8", newline="") as lines:
        reader = csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
        needed = {"wof_id", "placetype", "name", "lat", "lon", "names", "region_id", "county_id"}
        if missing := needed - set(reader.fieldnames or ()):
            raise UsageError(
                f"{places}: columns missing: {', '.join(sorted(missing))}",
                fix="export the table with the columns of a Who's On First place list",
            )
        for line in reader:
            yield _row(line, codes)


def _row(line: Mapping[str, str], codes: Mapping[str, str]) -> Row:
    population = int(line.get("population") or 0)
    box = [float(part) for part in (line.get("min_lon_lat_max_lon_lat") or "").split(",") if part]
    extent = len(box) == 4 and (box[0] < box[2] or box[1] < box[3])
    ident = f"wof:{line['wof_id']}"
    names = tuple(_names(line["names"]))
    return Row(
        id=ident,
        kind=line["placetype"],
        name=_shown(line["name"], names),
        lat=float(line["lat"]),
        lon=float(line["lon"]),
        bbox=(box[0], box[1], box[2], box[3]) if extent else None,
        region=_ref(line["region_id"]),
        county=_ref(line["county_id"]),
        population=population if population >= _LEAST_POPULATION else None,
        pcode=codes.get(ident),
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


def merge_twins(rows: Sequence[Row]) -> list[Row]:
    """Return the rows with twins made one: same kind, a shared name, within `TWIN_M`.

    The row with a population, then with more names, then with the lower id stays; it takes over
    the other's names and lists its id under `merged`.
    """
    order = sorted(rows, key=lambda row: (-(row.population or 0), -len(row.names), row.id))
    by_key: dict[tuple[str, str], list[str]] = {}
    kept: dict[str, Row] = {}
    for row in order:
        keys = {(row.kind, fold_name(text)) for text in _texts(row)}
        twin = next(
            (
                other
                for key in sorted(keys)
                for other in by_key.get(key, ())
                if row.kind in ("locality", "neighbourhood")
                and geo.points_distance_m((row.lat, row.lon), (kept[other].lat, kept[other].lon))
                <= TWIN_M
            ),
            None,
        )
        if twin is None:
            kept[row.id] = row
            for key in keys:
                by_key.setdefault(key, []).append(row.id)
        else:
            kept[twin] = _merged(kept[twin], row)
    return sorted(kept.values(), key=lambda row: row.id)


def _texts(row: Row) -> set[str]:
    return {row.name, *(name.text for name in row.names)}


def _merged(stays: Row, goes: Row) -> Row:
    known = _texts(stays)
    extra = [Name(text=goes.name, preferred=False), *goes.names]
    added = tuple(replace(name, preferred=False) for name in extra if name.text not in known)
    return replace(
        stays,
        names=stays.names + added,
        merged=(*stays.merged, goes.id),
        region=stays.region or goes.region,
        county=stays.county or goes.county,
    )


def _features(path: Path) -> list[dict[str, Any]]:
    raw = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    try:
        features: list[dict[str, Any]] = json.loads(raw)["features"]
    except (ValueError, KeyError, TypeError) as error:
        raise UsageError(
            f"{path}: expected a GeoJSON feature collection", fix="check the export"
        ) from error
    return features


def _pcodes(path: Path) -> dict[str, str]:
    found: dict[str, str] = {}
    for feature in _features(path):
        facts = feature["properties"]
        if facts.get("admin2Pcode"):
            found[f"wof:{facts['wof_id']}"] = facts["admin2Pcode"]
    return found


def _areas(path: Path) -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}
    for feature in _features(path):
        whole = geo.parse(feature["geometry"])
        thin = shapely.set_precision(
            shapely.simplify(whole, SIMPLIFY_DEG, preserve_topology=True), 0.0001
        )
        parts = [part for part in shapely.get_parts(thin) if part.geom_type == "Polygon"]
        found[f"wof:{feature['properties']['wof_id']}"] = geo.dump(
            shapely.union_all(parts) if parts else whole
        )
    return found
