"""OCHA Common Operational Datasets: administrative tables with P-codes (CSV).

Two spellings of the columns are known: `admin2Pcode` / `admin2Name_en` / `name_en` and
`ADM2_PCODE` / `ADM2_EN`. The deepest level that a table has is what its rows are about. Rows
without a position give P-codes and names to places that other tables brought; rows with one
(`lat`, `lon`) are places themselves.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from msgspec.structs import replace

from trucewatch.errors import UsageError
from trucewatch.places.fold import fold_name
from trucewatch.places.pack import Name, Row
from trucewatch.places.sources.reading import LANGUAGES, position, rows_of

_PCODE = re.compile(r"adm(?:in)?(?P<level>\d)_?pcode\Z", re.IGNORECASE)
_LEVELS = {0: "country", 1: "region", 2: "county", 3: "localadmin", 4: "locality"}
_KINDS = {
    0: ("country",),
    1: ("region",),
    2: ("county", "region"),
    3: ("localadmin", "county"),
    4: ("locality",),
}
"""Kinds of place that a level may be called in other sources, the likeliest first."""
_LANGUAGE = {"en": "eng", "ar": "ara", "fr": "fra", "ru": "rus", "uk": "ukr", "ua": "ukr",
             "hy": "hye", "az": "aze", "tr": "tur", "es": "spa"}  # fmt: skip
_LAT = ("lat", "latitude", "latitude_y", "point_y")
_LON = ("lon", "long", "longitude", "longitude_x", "point_x")
_FIX = "The table needs a column like admin2Pcode or ADM2_PCODE, and names like name_en or ADM2_EN."


@dataclass(frozen=True, slots=True)
class Coded:
    """A row of a table: its level, its P-code, those above it, and its names."""

    level: int
    pcode: str
    above: tuple[str, ...]
    names: tuple[Name, ...]
    at: tuple[float, float] | None


def table(path: Path) -> list[Coded]:
    """Read a table.

    Raises:
        UsageError: it has no P-codes or no names, or a position is off the globe.
    """
    found: list[Coded] = []
    for line, row in rows_of(path, (), _FIX):
        levels = sorted(
            (int(match["level"]), name) for name in row if (match := _PCODE.fullmatch(name))
        )
        if not levels:
            raise UsageError(f"{path}: no column of P-codes", fix=_FIX)
        level, column = levels[-1]
        names = tuple(_names(row, level))
        if not names:
            raise UsageError(f"{path}: line {line} has no name of level {level}", fix=_FIX)
        found.append(
            Coded(
                level=level,
                pcode=row[column],
                above=tuple(row[name] for _, name in levels[:-1] if row[name]),
                names=names,
                at=_at(path, line, row),
            )
        )
    return found


def _names(row: Mapping[str, str], level: int) -> list[Name]:
    pattern = re.compile(
        rf"(?:adm(?:in)?{level}_?(?:name)?_?|name_)(?P<language>[a-z]{{2}})?\d?\Z", re.IGNORECASE
    )
    found = []
    for column, text in row.items():
        match = pattern.fullmatch(column)
        if match is None or not text:
            continue
        language = _LANGUAGE.get((match["language"] or "").casefold(), "und")
        if language in LANGUAGES:
            found.append(Name(text=text, language=language))
    return found


def _at(path: Path, line: int, row: Mapping[str, str]) -> tuple[float, float] | None:
    low = {name.casefold(): value for name, value in row.items()}
    lat = next((low[name] for name in _LAT if low.get(name)), "")
    lon = next((low[name] for name in _LON if low.get(name)), "")
    return position(path, line, lat, lon) if lat or lon else None


def joined(rows: Sequence[Row], coded: Sequence[Coded]) -> tuple[list[Row], list[Coded]]:
    """Give P-codes and names to the rows they belong to; also return what found no row.

    A table row belongs to the one place of its level with one of its names; where several bear
    it, to the one inside the area whose P-code stands above it.
    """
    by_key: dict[str, list[int]] = {}
    for number, row in enumerate(rows):
        for text in (row.name, *(name.text for name in row.names)):
            by_key.setdefault(fold_name(text), []).append(number)
    out = list(rows)
    by_pcode = {row.pcode: row.id for row in rows if row.pcode}
    missed: list[Coded] = []
    for one in sorted(coded, key=lambda row: row.level):
        match = _match(out, by_key, one, by_pcode)
        if match is not None:
            row = out[match]
            known = {row.name, *(name.text for name in row.names)}
            added = tuple(name for name in one.names if name.text not in known)
            out[match] = replace(row, pcode=one.pcode, names=row.names + added)
            by_pcode[one.pcode] = row.id
        elif one.at is not None:
            parents = [by_pcode[code] for code in one.above if code in by_pcode]
            out.append(_row(one, one.at, parents))
        else:
            missed.append(one)
    return out, missed


def _match(
    rows: Sequence[Row], by_key: Mapping[str, list[int]], one: Coded, by_pcode: Mapping[str, str]
) -> int | None:
    numbers = dict.fromkeys(n for name in one.names for n in by_key.get(fold_name(name.text), ()))
    above = {by_pcode[code] for code in one.above if code in by_pcode}
    for kind in _KINDS.get(one.level, ()):
        fitting = [n for n in numbers if rows[n].kind == kind and rows[n].pcode is None]
        inside = [n for n in fitting if above & {rows[n].region, rows[n].county}]
        for choice in (inside, fitting):
            if len(choice) == 1:
                return choice[0]
    return None


def _row(one: Coded, at: tuple[float, float], parents: Sequence[str]) -> Row:
    return Row(
        id=f"cod:{one.pcode}",
        kind=_LEVELS.get(one.level, "locality"),
        name=one.names[0].text,
        lat=at[0],
        lon=at[1],
        region=parents[0] if parents else None,
        county=parents[1] if len(parents) > 1 else None,
        pcode=one.pcode,
        source="cod",
        names=one.names[1:],
    )
