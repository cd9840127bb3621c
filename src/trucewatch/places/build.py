"""Building a gazetteer pack from public tables: facts only, twins merged, sources kept.

Any mix of tables makes one pack; the same tables give the same bytes.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from msgspec import convert
from msgspec.structs import replace

from trucewatch import geo
from trucewatch.errors import UsageError
from trucewatch.places.fold import fold_name
from trucewatch.places.lexicon import table
from trucewatch.places.pack import Header, Name, Row, Source, write_pack
from trucewatch.places.sources import cod, geonames, own, wof

TWIN_M = 2000.0
"""Places of one kind that share a name within this distance are one place, listed twice."""
SAME_ID_M = 20_000.0
"""Settlements that another gazetteer's id calls the same are one place within this distance."""
SETTLED = frozenset(("locality", "neighbourhood", "localadmin"))
"""Kinds that are merged; a municipality (localadmin) is the twin of its own town or village."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tables:
    """The files that a pack is built from."""

    wof: Path | None = None
    areas: Path | None = None
    pcodes: Path | None = None
    geonames: tuple[Path, ...] = ()
    alternate_names: Path | None = None
    cod: tuple[Path, ...] = ()
    own: tuple[Path, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Built:
    """A written pack's header, how many twins were merged, and what a P-code table had beside."""

    header: Header
    merged: int
    unmatched: tuple[str, ...]


def build(tables: Tables, out: Path, *, ident: str, title: str, version: str) -> Built:
    """Build a pack and write it to `out`.

    Raises:
        UsageError: there is no table of places, a column is missing or a row is wrong; nothing
            is written then.
    """
    shapes = wof.areas(tables.areas) if tables.areas else {}
    rows, sources = _rows(tables)
    if not rows:
        raise UsageError(
            "no table of places was named", fix="Give --wof, --geonames, --csv or --cod."
        )
    coded = [one for path in tables.cod for one in cod.table(path)]
    rows, missed = cod.joined(rows, coded)
    kept = merge_twins(rows)
    if tables.pcodes:
        codes = wof.pcodes(tables.pcodes)
        kept = [replace(row, pcode=codes.get(row.id, row.pcode)) for row in kept]
    known = {row.id for row in kept}
    header = write_pack(
        out,
        kept,
        {key: shape for key, shape in shapes.items() if key in known},
        id=ident,
        title=title,
        version=version,
        sources=tuple(_sources(kept, sources, coded=bool(coded) or tables.pcodes is not None)),
    )
    unmatched = tuple(f"{one.pcode} {one.names[0].text}" for one in missed)
    return Built(header=header, merged=len(rows) - len(kept), unmatched=unmatched)


def _rows(tables: Tables) -> tuple[list[Row], dict[str, Source]]:
    rows: list[Row] = []
    sources: dict[str, Source] = {}
    if tables.wof:
        rows += wof.places(tables.wof)
    for path in tables.geonames:
        rows += geonames.places(path, tables.alternate_names)
    for path in tables.own:
        found, named = own.places(path)
        rows += found
        sources |= {source.id: source for source in named}
    return rows, sources


def _sources(rows: Iterable[Row], named: dict[str, Source], *, coded: bool) -> Iterable[Source]:
    known = {
        ident: convert({"id": ident, **facts}, Source)
        for ident, facts in table("sources.toml").items()
    } | named
    used = {row.source for row in rows} | ({"cod"} if coded else set())
    for ident in sorted(used):
        other = replace(known["whosonfirst"], id=ident, title=f"{ident}, through Who's On First")
        yield known.get(ident, other)


def merge_twins(rows: Sequence[Row]) -> list[Row]:
    """Return the rows with twins made one.

    Twins are settlements that share a name within `TWIN_M`, or an id of another gazetteer within
    `SAME_ID_M`. The row with a population, then with more names, then with the lower id stays; it
    takes over the other's names and lists its id under `merged`.
    """
    order = sorted(
        _counted(rows), key=lambda row: (-(row.population or 0), -len(row.names), row.id)
    )
    marks: dict[tuple[str, str], list[str]] = {}
    kept: dict[str, Row] = {}
    for row in order:
        if row.id in kept:
            kept[row.id] = _merged(kept[row.id], row)
            continue
        own = sorted(_marks(row)) if row.kind in SETTLED else []
        twin = next(
            (
                other
                for mark in own
                for other in marks.get(mark, ())
                if geo.points_distance_m((row.lat, row.lon), (kept[other].lat, kept[other].lon))
                <= (TWIN_M if mark[0] in SETTLED else SAME_ID_M)
            ),
            None,
        )
        if twin is None:
            kept[row.id] = row
            twin = row.id
        else:
            kept[twin] = _merged(kept[twin], row)
        for mark in own:
            marks.setdefault(mark, []).append(twin)
    return sorted(kept.values(), key=lambda row: row.id)


def _marks(row: Row) -> set[tuple[str, str]]:
    """Return what a twin would share: a name among its kind, or an id."""
    kind = "locality" if row.kind == "localadmin" else row.kind
    return {(kind, fold_name(text)) for text in _texts(row)} | {
        ("id", ident) for ident in (row.id, *row.merged)
    }


def _counted(rows: Sequence[Row]) -> list[Row]:
    """Return the rows, a population that several namesakes share kept by the best known only.

    Namesakes do not have the same number of inhabitants: one is counted, the others are copies.
    """
    best: dict[tuple[str, str, int], Row] = {}
    for row in rows:
        if row.population:
            mark = (row.kind, fold_name(row.name), row.population)
            rival = best.setdefault(mark, row)
            if len(row.names) > len(rival.names):
                best[mark] = row
    return [
        row
        if not row.population or best[row.kind, fold_name(row.name), row.population].id == row.id
        else replace(row, population=None)
        for row in rows
    ]


def _texts(row: Row) -> set[str]:
    return {row.name, *(name.text for name in row.names)}


def _merged(stays: Row, goes: Row) -> Row:
    known = _texts(stays)
    extra = [Name(text=goes.name, preferred=False), *goes.names]
    added = tuple(replace(name, preferred=False) for name in extra if name.text not in known)
    ids = dict.fromkeys((*stays.merged, goes.id, *goes.merged))
    return replace(
        stays,
        names=stays.names + added,
        merged=tuple(one for one in ids if one != stays.id),
        kind="locality" if {stays.kind, goes.kind} == {"locality", "localadmin"} else stays.kind,
        region=stays.region or goes.region,
        county=stays.county or goes.county,
        pcode=stays.pcode or goes.pcode,
    )
