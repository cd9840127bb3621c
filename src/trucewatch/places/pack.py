"""Gazetteer packs: the facts about places in one compact file.

A pack is a gzip file of UTF-8 lines: a JSON header, then `rows` lines of places, `keys` lines of
folded names, and `areas` lines of polygons. Fields are separated by tabs:

- place: id, kind, name, lat, lon, west,south,east,north (empty for a point), region id, county id,
  population, P-code, ids of merged twins, id of its source (the header says which and under what
  licence), names as `language:p=name` (p preferred, v variant) joined by a bar;
- key: folded name, row numbers joined by commas;
- area: id, GeoJSON geometry.

Rows are split only when asked for, so that opening a country takes a fraction of a second.
"""

from __future__ import annotations

import gzip
import json
import zlib
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from importlib.resources import files
from pathlib import Path
from typing import Any

from msgspec import DecodeError, Struct, ValidationError
from msgspec import json as msgjson

from trucewatch.errors import WatchError
from trucewatch.places.fold import FOLD_VERSION, fold_name, skeleton

SCHEMA = "trucewatch.gazetteer/2"
_LIMIT = 256 * 1024 * 1024  # an unpacked pack larger than this is no gazetteer


class Name(Struct, frozen=True, kw_only=True):
    """A name of a place: its language (ISO 639-3, `und` unknown) and whether it is preferred."""

    text: str
    language: str = "und"
    preferred: bool = True


class Row(Struct, frozen=True, kw_only=True):
    """One place of a gazetteer. `kind` is locality, neighbourhood, county, region, country, ..."""

    id: str
    kind: str
    name: str
    lat: float
    lon: float
    names: tuple[Name, ...] = ()
    bbox: tuple[float, float, float, float] | None = None
    region: str | None = None
    county: str | None = None
    population: int | None = None
    pcode: str | None = None
    merged: tuple[str, ...] = ()
    source: str = ""
    note: str = ""


class Source(Struct, frozen=True, kw_only=True):
    """Where rows of a pack come from and under which licence their facts may be used."""

    id: str
    title: str
    licence: str
    attribution: str


class Header(Struct, frozen=True, kw_only=True):
    """What a pack is, and the sources that its rows name, each with its licence."""

    schema: str
    id: str
    title: str
    version: str
    sources: tuple[Source, ...]
    fold: str
    rows: int
    keys: int
    areas: int

    @property
    def attribution(self) -> str:
        """The line to print where the pack is used: every source with its licence."""
        return "; ".join(f"{one.attribution} ({one.licence})" for one in self.sources)


class Pack:
    """An open gazetteer pack; see the module for its file format."""

    def __init__(self, header: Header, lines: Sequence[str]) -> None:
        self.header = header
        self._rows = lines[: header.rows]
        self._keys = lines[header.rows : header.rows + header.keys]
        self._areas = lines[header.rows + header.keys :]
        self._parsed: dict[int, Row] = {}

    @cached_property
    def index(self) -> dict[str, tuple[int, ...]]:
        """Folded name -> numbers of the rows that bear it."""
        if self.header.fold != FOLD_VERSION:
            return index_names(enumerate(self.row(number) for number in range(len(self._rows))))
        pairs = (line.split("\t") for line in self._keys)
        return {key: tuple(map(int, numbers.split(","))) for key, numbers in pairs}

    @cached_property
    def skeletons(self) -> dict[str, tuple[str, ...]]:
        """Consonant skeleton -> folded names that share it."""
        found: dict[str, list[str]] = {}
        for key in self.index:
            if short := skeleton(key):
                found.setdefault(short, []).append(key)
        return {short: tuple(keys) for short, keys in found.items()}

    @cached_property
    def numbers(self) -> dict[str, int]:
        """Place id -> row number, merged twins included."""
        found: dict[str, int] = {}
        for number, line in enumerate(self._rows):
            parts = line.split("\t")
            found[parts[0]] = number
            for twin in filter(None, parts[10].split(",")):
                found[twin] = number
        return found

    @cached_property
    def _area_lines(self) -> dict[str, str]:
        return dict(line.split("\t", 1) for line in self._areas)

    @property
    def area_ids(self) -> tuple[str, ...]:
        """The ids of the places that have a polygon."""
        return tuple(self._area_lines)

    def area(self, place: str) -> dict[str, Any] | None:
        """Return the polygon of a place as GeoJSON, or None."""
        line = self._area_lines.get(place)
        return json.loads(line) if line else None

    def row(self, number: int) -> Row:
        """Return a place by its row number."""
        row = self._parsed.get(number)
        if row is None:
            row = self._parsed[number] = _parse_row(self._rows[number])
        return row

    def prominent(self, least_population: int) -> list[Row]:
        """Return the country, its regions, and the places of at least this population."""
        found: list[Row] = []
        for number, line in enumerate(self._rows):
            fields = line.split("\t", 9)
            population = int(fields[8]) if fields[8] else 0
            if fields[1] in ("country", "region") or population >= least_population:
                found.append(self.row(number))
        return found

    def __len__(self) -> int:
        return len(self._rows)


def _parse_row(line: str) -> Row:
    (ident, kind, name, lat, lon, box, region, county, population, pcode, merged, source, names) = (
        line.split("\t")
    )
    west_south = tuple(map(float, box.split(","))) if box else None
    return Row(
        id=ident,
        kind=kind,
        name=name,
        lat=float(lat),
        lon=float(lon),
        bbox=west_south if west_south and len(west_south) == 4 else None,
        region=region or None,
        county=county or None,
        population=int(population) if population else None,
        pcode=pcode or None,
        merged=tuple(filter(None, merged.split(","))),
        source=source,
        names=tuple(_parse_name(part) for part in names.split("|") if part),
    )


def _parse_name(part: str) -> Name:
    tag, _, text = part.partition("=")
    language, _, kind = tag.partition(":")
    return Name(text=text, language=language, preferred=kind == "p")


def _row_line(row: Row) -> str:
    names = "|".join(
        f"{name.language}:{'p' if name.preferred else 'v'}={_clean(name.text)}"
        for name in row.names
    )
    box = ",".join(f"{value:g}" for value in row.bbox) if row.bbox else ""
    fields = (
        row.id,
        row.kind,
        _clean(row.name),
        f"{row.lat:.5f}".rstrip("0").rstrip("."),
        f"{row.lon:.5f}".rstrip("0").rstrip("."),
        box,
        row.region or "",
        row.county or "",
        str(row.population or ""),
        row.pcode or "",
        ",".join(row.merged),
        row.source,
        names,
    )
    return "\t".join(fields)


def _clean(text: str) -> str:
    return " ".join(text.replace("|", " ").split())


def index_names(rows: Iterable[tuple[int, Row]]) -> dict[str, tuple[int, ...]]:
    """Return folded name -> row numbers, for all names of the rows that are long enough.

    One- and two-letter keys are left out: no gate could tell them from ordinary words.
    """
    found: dict[str, dict[int, None]] = {}
    for number, row in rows:
        for text in (row.name, *(name.text for name in row.names)):
            key = fold_name(_clean(text))
            if len(key) >= 3:
                found.setdefault(key, {})[number] = None
    return {key: tuple(numbers) for key, numbers in found.items()}


def write_pack(
    path: Path,
    rows: Sequence[Row],
    areas: Mapping[str, dict[str, Any]],
    **about: Any,
) -> Header:
    """Write a pack; the same rows give the same bytes. `about` are the header's own fields."""
    keys = index_names(enumerate(rows))
    header = Header(
        schema=SCHEMA,
        fold=FOLD_VERSION,
        rows=len(rows),
        keys=len(keys),
        areas=len(areas),
        **about,
    )
    lines = [msgjson.encode(header).decode()]
    lines += [_row_line(row) for row in rows]
    lines += [f"{key}\t{','.join(map(str, keys[key]))}" for key in sorted(keys)]
    lines += [
        f"{ident}\t{json.dumps(areas[ident], separators=(',', ':'))}" for ident in sorted(areas)
    ]
    packed = gzip.compress(("\n".join(lines) + "\n").encode(), compresslevel=9, mtime=0)
    path.write_bytes(packed)
    return header


def open_pack(path: Path) -> Pack:
    """Open a pack file.

    Raises:
        WatchError: the file is missing, damaged, or no pack of a known schema.
    """
    try:
        return read_pack(path.read_bytes(), str(path))
    except OSError as error:
        raise WatchError(
            f"{path}: the gazetteer pack cannot be read ({error.strerror})",
            fix="name a pack that exists, or build one with `trucewatch gazetteer build`",
        ) from error


def read_pack(data: bytes, name: str) -> Pack:
    """Open the bytes of a pack; errors as `open_pack`."""
    fix = "build it again with `trucewatch gazetteer build`"
    try:
        inflate = zlib.decompressobj(wbits=31)
        text = inflate.decompress(data, _LIMIT).decode("utf-8")
        if inflate.unconsumed_tail or not inflate.eof:
            raise WatchError(f"{name}: the gazetteer pack is cut off or too large", fix=fix)
        lines = text.splitlines()
        header = msgjson.decode(lines[0], type=Header)
    except (zlib.error, UnicodeDecodeError, DecodeError, ValidationError, IndexError) as error:
        raise WatchError(f"{name}: not a gazetteer pack ({error})", fix=fix) from error
    counted = header.rows + header.keys + header.areas
    if header.schema != SCHEMA or counted != len(lines) - 1:
        raise WatchError(
            f"{name}: expected {SCHEMA} with {counted} lines, found {header.schema} with "
            f"{len(lines) - 1}",
            fix=fix,
        )
    return Pack(header, lines[1:])


def bundled(ident: str) -> Pack | None:
    """Return a pack that ships with trucewatch by its id ("sy"), or None."""
    source = files(__package__) / "data" / f"{ident}.pack.gz"
    return read_pack(source.read_bytes(), f"{ident}.pack.gz") if source.is_file() else None
