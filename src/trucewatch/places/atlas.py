"""The atlas of a watch: every name that it can place, and where.

Names come from gazetteer packs, hand-made entries, and the lines, zones and places of the watch's
agreements; all are held under folded keys and scanned for at once. Behind them stands the world
pack (countries, provinces, cities), for names from elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property, lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Any, Protocol

from ahocorasick_rs import AhoCorasick, MatchKind
from msgspec import Struct, ValidationError, convert
from msgspec.structs import replace

from trucewatch import geo
from trucewatch.errors import WatchError
from trucewatch.model import Agreement, GeoJSON, Watch
from trucewatch.places.fold import fold_name, latin, pattern_of, similarity, skeleton
from trucewatch.places.lexicon import table
from trucewatch.places.pack import Name, Pack, Row, bundled, open_pack
from trucewatch.places.shapes import kept
from trucewatch.plugins import found

Box = tuple[float, float, float, float]

LINEAR = frozenset({"line", "road"})
AREAL = frozenset({"zone", "area", "county", "region", "country"})
WORLD = "world:"
"""How the ids of the world pack begin; its places are known from afar, not watched."""
KNOWN_ABROAD = 300_000
"""Foreign cities of this size are meant even where the watched country has a place of the name."""
LOOSE_LEAST = 0.66
"""Least likeness of letters for a spelling that no key knows (`fold.similarity`)."""
_REMEMBERED = 20_000  # names whose places are kept at hand
LOOSE_SHORT = 0.8
"""The same where the names have two consonants only, which many share."""


class Override(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A hand-made place: of its own (`id`, `lat`, `lon`) or more names for a pack row (`same`)."""

    names: tuple[str, ...]
    note: str
    same: str | None = None
    id: str | None = None
    kind: str = "locality"
    lat: float | None = None
    lon: float | None = None
    radius_m: float | None = None
    region: str | None = None


class OverrideLine(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A hand-made road or line."""

    id: str
    names: tuple[str, ...]
    note: str
    quality: str
    coordinates: tuple[tuple[float, float], ...]


class Overrides(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A file of hand-made places and lines; `version` is for people, to tell editions apart."""

    version: str = ""
    place: tuple[Override, ...] = ()
    line: tuple[OverrideLine, ...] = ()


class Gazetteer(Protocol):
    """A plug-in (`trucewatch.gazetteers`): called by the name it is registered under."""

    def __call__(self) -> Path:
        """Return the path of a pack file."""
        ...


class Edition(Struct, frozen=True, kw_only=True):
    """Which edition of a source an atlas was made from."""

    source: str
    version: str
    places: int


class Atlas:
    """All names of a watch and the geometry behind them; build one with `atlas_for`."""

    def __init__(
        self,
        packs: Sequence[Pack],
        extras: Iterable[Row],
        shapes: dict[str, GeoJSON],
        *,
        theatre: Box | None = None,
        actors: Iterable[str] = (),
        only_if_fits: bool = False,
        world: Pack | None = None,
        editions: Sequence[Edition] = (),
    ) -> None:
        self.editions = tuple(editions)
        self._rows: dict[str, list[Row]] = {}
        self.packs = tuple(packs)
        self.world = world
        self.theatre = theatre
        self.only_if_fits = only_if_fits
        self._shapes = shapes
        self._extras: dict[str, list[Row]] = {}
        self._by_id: dict[str, Row] = {}
        for row in extras:
            self._by_id[row.id] = row
            for text in {row.name, *(name.text for name in row.names)}:
                key = fold_name(text)
                known = self._extras.setdefault(key, [])
                if key and row not in known:
                    known.append(row)
        self.actor_keys = frozenset(filter(None, map(fold_name, actors)))
        # Every report asks again for the same places.
        self.off_lines = lru_cache(maxsize=_REMEMBERED)(self._off_lines)
        self.zones_about = lru_cache(maxsize=_REMEMBERED)(self._zones_about)
        self._actors = tuple(actors)

    @cached_property
    def _keys(self) -> list[str]:
        keys = dict.fromkeys(self._extras)
        for pack in self.packs:
            keys.update(dict.fromkeys(pack.index))
        return [key for key in keys if len(key) >= 2 and not key.isdigit()]

    @cached_property
    def _automaton(self) -> Any:
        return AhoCorasick(map(pattern_of, self._keys), matchkind=MatchKind.LeftmostLongest)

    def scan(self, line: str) -> list[tuple[int, int, str]]:
        """Return (start, end, key) of the longest names in a folded line."""
        found = self._automaton.find_matches_as_indexes(line)
        return [(start, end, self._keys[number]) for number, start, end in found]

    def rows(self, key: str) -> list[Row]:
        """Return every place with this folded name; a hand-made entry replaces its pack row.

        Foreign places come along where the atlas has no place of its own by that name, or only
        small ones and the foreign one is a country, a province, a capital or a large city.
        """
        known = self._rows.get(key)
        if known is None:
            if len(self._rows) >= _REMEMBERED:
                self._rows.clear()
            known = self._rows[key] = self._found(key)
        return list(known)

    def _found(self, key: str) -> list[Row]:
        rows = self.local(key)
        abroad = self._abroad(key)
        if any(row.kind in ("region", "country") or (row.population or 0) > 50_000 for row in rows):
            return rows
        if rows:
            abroad = [
                row
                for row in abroad
                if row.kind not in ("locality", "area") or (row.population or 0) >= KNOWN_ABROAD
            ]
        return [*rows, *abroad]

    def local(self, key: str) -> list[Row]:
        """Return the places with this folded name that the packs and entries of the watch have."""
        found = {row.id: row for row in self._extras.get(key, ())}
        for pack in self.packs:
            for number in pack.index.get(key, ()):
                row = pack.row(number)
                found.setdefault(row.id, self._by_id.get(row.id, row))
        return list(found.values())

    def _abroad(self, key: str) -> list[Row]:
        if self.world is None:
            return []
        return [self.world.row(number) for number in self.world.index.get(key, ())]

    def is_capital(self, key: str) -> bool:
        """Say whether a name is a capital's, also where a pack knows the city by its own row."""
        return any(row.kind == "capital" for row in self._abroad(key))

    def foreign(self, key: str) -> bool:
        """Say whether the world pack has a name. Not scanned for: looked up word by word."""
        return self.world is not None and key in self.world.index

    def loose(self, key: str) -> list[tuple[Row, float]]:
        """Return places whose name is spelt nearly like this key, with the likeness (0..1)."""
        best: dict[str, tuple[Row, float]] = {}
        short = skeleton(key)
        for pack in self.packs if short else ():
            for other in pack.skeletons.get(short, ()):
                likeness = similarity(latin(key), latin(other))
                if likeness < (LOOSE_LEAST if len(short) > 2 else LOOSE_SHORT):
                    continue
                for row in self.local(other):
                    if row.id not in best or best[row.id][1] < likeness:
                        best[row.id] = (row, likeness)
        return sorted(best.values(), key=lambda pair: (-pair[1], pair[0].id))

    def row(self, ident: str) -> Row | None:
        """Return a place by its id (also the id of a merged twin), or None."""
        if ident in self._by_id:
            return self._by_id[ident]
        for pack in (*self.packs, self.world):
            if pack is not None and (number := pack.numbers.get(ident)) is not None:
                return pack.row(number)
        return None

    def shape(self, ident: str) -> GeoJSON | None:
        """Return the line or area of a place, or None where it has only a point."""
        if ident in self._shapes:
            return self._shapes[ident]
        return next((area for pack in self.packs if (area := pack.area(ident))), None)

    @cached_property
    def long_actor_keys(self) -> dict[str, tuple[str, ...]]:
        """Actors' names of several words by the first of them, the longest first."""
        found: dict[str, list[str]] = {}
        for key in sorted(self.actor_keys, key=len, reverse=True):
            first, _, rest = key.partition(" ")
            if rest:
                found.setdefault(first, []).append(key)
        return {first: tuple(keys) for first, keys in found.items()}

    @cached_property
    def lines(self) -> tuple[tuple[Row, GeoJSON], ...]:
        """The roads and lines that have a geometry."""
        return tuple(
            (row, self._shapes[row.id])
            for row in self._by_id.values()
            if row.kind in LINEAR and row.id in self._shapes
        )

    @cached_property
    def zones(self) -> tuple[tuple[Row, GeoJSON], ...]:
        """The agreements' zones that have a geometry."""
        return tuple(
            (row, self._shapes[row.id])
            for row in self._by_id.values()
            if row.kind == "zone" and row.id in self._shapes
        )

    def _off_lines(self, lat: float, lon: float) -> tuple[tuple[Row, GeoJSON, float], ...]:
        """Return each line with its shape and how many metres a point lies off it."""
        here = geo.point(lat, lon)
        return tuple((line, shape, geo.distance_m(here, shape)) for line, shape in self.lines)

    def _zones_about(self, lat: float, lon: float) -> tuple[Row, ...]:
        """Return the agreements' zones that a point lies in."""
        return tuple(zone for zone, shape in self.zones if geo.point_in(lat, lon, shape))

    def inside_theatre(self, row: Row) -> bool | None:
        """Say whether a place lies in the monitored area; None where no area is given."""
        if self.theatre is None:
            return None
        west, south, east, north = self.theatre
        return west <= row.lon <= east and south <= row.lat <= north

    def for_text(self, keys: frozenset[str]) -> Atlas:
        """Return the atlas to read a text with: without packs whose country it never mentions."""
        if not self.only_if_fits or not self.packs:
            return self
        fitting = tuple(pack for pack in self.packs if _fits(pack, keys))
        return self if fitting == self.packs else _world_atlas(fitting, self.world)


def _fits(pack: Pack, keys: frozenset[str]) -> bool:
    """Say whether a text is about a pack's country: its name or people, or two of its regions."""
    country, regions = _signals(pack)
    return bool(keys & country) or len(keys & regions) >= 2


@lru_cache(maxsize=16)
def _signals(pack: Pack) -> tuple[frozenset[str], frozenset[str]]:
    country: set[str] = set()
    regions: set[str] = set()
    for row in pack.prominent(30_000):
        known = {fold_name(row.name), *(fold_name(name.text) for name in row.names)}
        if row.kind == "country":
            country |= known
        else:
            regions |= known
    demonyms = {key + ending for key in country for ending in ("n", "ns")}
    short = {key for key in country | demonyms | regions if len(key) < 4}
    return frozenset((country | demonyms) - short), frozenset(regions - short)


def atlas_for(watch: Watch, agreements: Sequence[Agreement] = ()) -> Atlas:
    """Return the atlas of a watch and its agreements.

    Gazetteers are named by id where they ship with trucewatch ("sy") or are brought by a plug-in,
    else by the path of a pack file, relative to the watch's folder; a pack whose id is "world"
    replaces the one for foreign names. `places.toml` in that folder adds hand-made entries,
    `geo/places/` imported lines and zones.

    Raises:
        WatchError: a gazetteer or an entry cannot be read; the message names it.
    """
    folder = Path(watch.folder) if watch.folder else None
    named = [_pack(name, folder) for name in watch.gazetteers]
    packs = [pack for pack in named if pack.header.id != "world"]
    world = next((pack for pack in named if pack.header.id == "world"), _bundled_pack("world"))
    extras, shapes = _agreement_rows(agreements)
    drawn = {fold_name(name.text) for row in extras if row.id in shapes for name in row.names}
    editions = [_edition(pack) for pack in (*packs, world) if pack is not None]
    own = [(name, _bundled_overrides(f"{name}_places.toml")) for name in watch.gazetteers]
    for source, overrides in [*own, *_folder_overrides(folder)]:
        _add_overrides(overrides, packs, extras, shapes, drawn)
        if count := len(overrides.place) + len(overrides.line):
            version = overrides.version or "no version given"
            editions.append(Edition(source=f"{source}, by hand", version=version, places=count))
    for path, file in kept(folder) if folder else ():
        version = file.sha256[:12]
        editions.append(Edition(source=path.name, version=version, places=len(file.shapes)))
        for shape in file.shapes:
            shapes |= {shape.id: shape.geometry} if shape.geometry["type"] != "Point" else {}
            row = _drawn_row(shape.id, shape.kind, shape.names, shape.geometry, shape.note)
            extras.append(row)
    actors = [text for actor in watch.actors for text in (actor.name, *_aliases(actor.aliases))]
    actors += [text for source in watch.sources for text in (source.name, *source.aliases)]
    return Atlas(
        packs,
        extras,
        shapes,
        theatre=watch.theatre,
        actors=tuple(actors),
        world=world,
        editions=editions,
    )


def _edition(pack: Pack) -> Edition:
    head = pack.header
    return Edition(source=f"{head.title} ({head.id})", version=head.version, places=head.rows)


def _aliases(by_language: dict[str, tuple[str, ...]]) -> list[str]:
    return [text for names in by_language.values() for text in names]


def default_atlas(world: Path | None = None) -> Atlas:
    """Return the atlas without a watch: bundled packs, each used only for texts about it.

    `world` is a world pack to use in place of the one that ships.
    """
    pack = _bundled_pack("sy")
    known = _opened(world) if world else _bundled_pack("world")
    return _world_atlas((pack,) if pack else (), known, only_if_fits=True)


@lru_cache(maxsize=2)
def _opened(path: Path) -> Pack:
    return open_pack(path)


@lru_cache(maxsize=8)
def _world_atlas(
    packs: tuple[Pack, ...], world: Pack | None, *, only_if_fits: bool = False
) -> Atlas:
    extras: list[Row] = []
    shapes: dict[str, GeoJSON] = {}
    for pack in packs:
        overrides = _bundled_overrides(f"{pack.header.id}_places.toml")
        _add_overrides(overrides, packs, extras, shapes, set())
    return Atlas(packs, extras, shapes, only_if_fits=only_if_fits, world=world)


@lru_cache(maxsize=8)
def _bundled_pack(name: str) -> Pack | None:
    return bundled(name)


def _pack(name: str, folder: Path | None) -> Pack:
    if name.isidentifier() and (pack := _bundled_pack(name)):
        return pack
    if name.isidentifier() and (plugged := found("trucewatch.gazetteers").get(name)):
        return open_pack(plugged())
    return open_pack((folder or Path()) / name)


def _bundled_overrides(name: str) -> Overrides:
    if not (files(__package__) / "data" / name).is_file():
        return Overrides()
    return convert(table(name), Overrides)


def _folder_overrides(folder: Path | None) -> list[tuple[str, Overrides]]:
    import tomllib

    path = folder / "places.toml" if folder else None
    if path is None or not path.is_file():
        return []
    try:
        overrides = convert(tomllib.loads(path.read_text(encoding="utf-8")), Overrides)
    except (tomllib.TOMLDecodeError, ValidationError, UnicodeDecodeError) as error:
        raise WatchError(f"{path}: {error}", fix="see docs/places.md for the entries") from error
    return [(path.name, overrides)]


def _names(texts: Iterable[str]) -> tuple[Name, ...]:
    return tuple(Name(text=text, preferred=number == 0) for number, text in enumerate(texts))


def _add_overrides(
    overrides: Overrides,
    packs: Sequence[Pack],
    extras: list[Row],
    shapes: dict[str, GeoJSON],
    drawn: set[str],
) -> None:
    """Add hand-made entries, without line names that an agreement draws itself (`drawn`)."""
    for place in overrides.place:
        if place.same is not None:
            for pack in packs:
                if (number := pack.numbers.get(place.same)) is not None:
                    row = pack.row(number)
                    extras.append(
                        replace(row, names=(*row.names, *_names(place.names)), note=place.note)
                    )
        elif place.id is None or place.lat is None or place.lon is None:
            raise WatchError(
                f"hand-made place {place.names[:1]}: expected `same`, or `id`, `lat` and `lon`",
                fix="add the missing keys",
            )
        else:
            extras.append(
                Row(
                    id=place.id,
                    kind=place.kind,
                    name=place.names[0],
                    lat=place.lat,
                    lon=place.lon,
                    names=_names(place.names),
                    region=place.region,
                    note=place.note,
                )
            )
            if place.radius_m is not None:
                from trucewatch import geo

                shapes[place.id] = geo.circle(place.lat, place.lon, place.radius_m)
    for line in overrides.line:
        names = [text for text in line.names if fold_name(text) not in drawn]
        if names:
            shapes[line.id] = {
                "type": "LineString",
                "coordinates": list(map(list, line.coordinates)),
            }
            extras.append(_drawn_row(line.id, "road", names, shapes[line.id], line.note))


def _agreement_rows(agreements: Sequence[Agreement]) -> tuple[list[Row], dict[str, GeoJSON]]:
    rows: list[Row] = []
    shapes: dict[str, GeoJSON] = {}
    for agreement in agreements:
        features = [("line", line) for line in agreement.lines]
        features += [("zone", zone) for zone in agreement.zones]  # type: ignore[misc]
        for kind, feature in features:
            if feature.geometry is None:
                continue
            ident = f"{kind}:{agreement.id}/{feature.id}"
            shapes[ident] = feature.geometry
            names = dict.fromkeys([feature.name, *feature.names, *_short_names(feature.name)])
            rows.append(_drawn_row(ident, kind, tuple(names), feature.geometry, agreement.title))
        for place in agreement.places:
            if place.geometry is not None:
                ident = f"place:{agreement.id}/{place.id}"
                note = place.described_as or agreement.title
                rows.append(_drawn_row(ident, "locality", place.names, place.geometry, note))
    return rows, shapes


def _short_names(name: str) -> list[str]:
    """Return what a printed line or zone name is called in running text ("M4 highway, A - B")."""
    head = name.split(",", maxsplit=1)[0].split("(", maxsplit=1)[0].strip()
    found = [head]
    words = head.split()
    road = words and words[0][0].isalpha() and any(char.isdigit() for char in words[0])
    if len(words) > 1 and road:
        found.append(words[0])
    return [text for text in found if text]


def _drawn_row(ident: str, kind: str, names: Sequence[str], geometry: GeoJSON, note: str) -> Row:
    from trucewatch import geo

    lat, lon = geo.representative(geometry)
    return Row(id=ident, kind=kind, name=names[0], lat=lat, lon=lon, names=_names(names), note=note)
