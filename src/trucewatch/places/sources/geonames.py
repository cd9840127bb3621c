"""GeoNames: the 19-column dumps (`SY.zip` unpacked, `cities15000.txt`) and `alternateNames`.

Format: https://download.geonames.org/export/dump/readme.txt. Tab-separated, no header. Kept are
populated places (class P), administrative areas (A) and the sites of `_SITES`.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from pathlib import Path

from trucewatch.errors import UsageError
from trucewatch.places.pack import Name, Row
from trucewatch.places.sources.reading import (
    LANGUAGES,
    SCRIPTS,
    lines_of,
    population,
    position,
    script,
)

_COLUMNS = 19
_KINDS = {
    "ADM1": "region",
    "ADM2": "county",
    "ADM3": "localadmin",
    "ADM4": "localadmin",
    "PCLI": "country",
    "PCLS": "country",
    "PCLD": "country",
    "TERR": "country",
    "PPLX": "neighbourhood",
}
_SITES = {
    "AIRP": "airport",
    "AIRB": "base",
    "INSM": "base",
    "MILB": "base",
    "BDG": "bridge",
    "DAM": "dam",
    "PRT": "port",
    "CMPRF": "camp",
    "PASS": "pass",
    "MT": "mountain",
    "ISL": "island",
}
_GONE = ("PPLH", "PPLQ", "PPLW", "ADM1H", "ADM2H", "ADM3H", "ADM4H", "PCLH")
"""Historical, abandoned and destroyed: left out."""
_LANGUAGE = {
    "ar": "ara", "az": "aze", "de": "deu", "en": "eng", "fr": "fra", "hy": "hye", "ka": "kat",
    "ku": "kur", "ru": "rus", "es": "spa", "tr": "tur", "uk": "ukr", "": "und",
}  # fmt: skip
_FIX = "Take the file as GeoNames publishes it, unpacked: 19 columns, no header."


def places(path: Path, alternate_names: Path | None = None) -> Iterator[Row]:
    """Give the places of a dump; ids are `gn:` with the GeoNames number.

    `alternate_names` is the table of that name (id, geonameid, language, name, flags); without
    it the dump's own column of names is taken, whose languages are unknown.

    Raises:
        UsageError: a line has not 19 columns or its position is off the globe.
    """
    tagged = _tagged(alternate_names) if alternate_names else {}
    regions: dict[str, str] = {}
    counties: dict[str, str] = {}
    rows: list[tuple[list[str], Row]] = []
    for number, fields in _fields(path, _COLUMNS):
        kind = _kind(fields[6], fields[7])
        if not kind:
            continue
        row = _row(path, number, fields, kind, tagged.get(fields[0], ()))
        rows.append((fields, row))
        if kind == "region":
            regions[f"{fields[8]}.{fields[10]}"] = row.id
        elif kind == "county":
            counties[f"{fields[8]}.{fields[10]}.{fields[11]}"] = row.id
    for fields, row in rows:
        region = regions.get(f"{fields[8]}.{fields[10]}")
        county = counties.get(f"{fields[8]}.{fields[10]}.{fields[11]}") if fields[11] else None
        yield Row(
            **{name: getattr(row, name) for name in row.__struct_fields__}
            | {
                "region": region if row.kind != "country" else None,
                "county": county if row.kind not in ("country", "region") else None,
            }
        )


def _fields(path: Path, columns: int) -> Iterator[tuple[int, list[str]]]:
    with lines_of(path) as lines:
        try:
            for number, fields in enumerate(
                csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE), 1
            ):
                if len(fields) < columns:
                    raise UsageError(
                        f"{path}: line {number} has {len(fields)} columns, not {columns}", fix=_FIX
                    )
                yield number, fields
        except (csv.Error, UnicodeDecodeError, EOFError) as error:
            raise UsageError(f"{path}: not a GeoNames dump ({error})", fix=_FIX) from error


def _kind(feature_class: str, code: str) -> str:
    if code in _GONE:
        return ""
    if code in _KINDS:
        return _KINDS[code]
    return "locality" if feature_class == "P" else _SITES.get(code, "")


def _row(path: Path, number: int, fields: list[str], kind: str, tagged: tuple[Name, ...]) -> Row:
    lat, lon = position(path, number, fields[4], fields[5])
    shown, plain = fields[1], fields[2]
    names = dict.fromkeys(
        [
            Name(text=plain, language="und", preferred=True),
            *(tagged or [one for text in fields[3].split(",") if (one := name_of(text, "und"))]),
        ]
    )
    return Row(
        id=f"gn:{fields[0]}",
        kind=kind,
        name=shown or plain,
        lat=lat,
        lon=lon,
        population=population(fields[14]),
        source="geonames",
        names=tuple(one for one in names if one.text and one.text != shown),
    )


def _tagged(path: Path) -> Mapping[str, tuple[Name, ...]]:
    found: dict[str, list[Name]] = {}
    for _, fields in _fields(path, 4):
        language = _LANGUAGE.get(fields[2])
        if language is None or language not in LANGUAGES:
            continue  # also the codes that are no language: links, postal codes, IATA
        historic = len(fields) > 7 and fields[7] == "1"
        preferred = len(fields) > 4 and fields[4] == "1"
        if (one := name_of(fields[3], language, preferred=preferred)) and not historic:
            found.setdefault(fields[1], []).append(one)
    return {ident: tuple(names) for ident, names in found.items()}


def name_of(text: str, language: str, *, preferred: bool = False) -> Name | None:
    """Return a name in letters that are read; machine transliterations and codes are none."""
    text = text.strip()
    letters = script(text)
    if letters not in SCRIPTS or (letters == "LATIN" and not text[0].isupper()):
        return None
    if text.isupper() and letters == "LATIN" and len(text) < 5:
        return None
    return Name(text=text, language=language, preferred=preferred)
