"""Read a watch folder's tables; every error names the file, the key, and what to write there."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from pathlib import Path
from typing import Final, TypeVar
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import msgspec
from msgspec import Struct

from trucewatch.errors import WatchError
from trucewatch.model import AbuseWord, Actor, LabelWord, Publication, Side, Source, Watch

T = TypeVar("T")

LEDGER: Final = "ledger.db"
ACCOUNTS: Final = "accounts.db"
AGREEMENTS: Final = "agreements"
GEO: Final = "geo"
REPORTS: Final = "reports"
EXAMPLES: Final = Path(__file__).parent / "examples"


class _Head(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    id: str
    title: str
    theatre: tuple[float, float, float, float]
    timezone: str
    cutoff: str = "18:00"
    from_: str | None = msgspec.field(name="from", default=None)
    to: str | None = None
    gazetteers: tuple[str, ...] = ()
    fetch: bool = False


class _WatchFile(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    watch: _Head
    publication: Publication = Publication()
    side: tuple[Side, ...] = ()


class _Sources(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    source: tuple[Source, ...] = ()


class _Actors(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    actor: tuple[Actor, ...] = ()


class _Abuse(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    word: tuple[AbuseWord, ...] = ()


class _Labels(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    label: tuple[LabelWord, ...] = ()


def read_toml(path: Path, shape: type[T]) -> T:
    """Read one TOML file into `shape`.

    Raises:
        WatchError: the file is missing, is no TOML, or a key does not fit; names file and key.
    """
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise WatchError(
            f"{path} is missing",
            fix="Make a watch with `trucewatch init DIR --from idlib-2020`, or name its folder.",
        ) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise WatchError(
            f"{path} is not valid TOML: {error}", fix="Mend the line that is named."
        ) from error
    try:
        return msgspec.convert(raw, shape)
    except msgspec.ValidationError as error:
        raise WatchError(
            f"{path}: {error}",
            fix="docs/watch.md lists every key of this table with what it may hold.",
        ) from error


def load_watch(folder: Path) -> Watch:
    """Read `watch.toml`, `sources.toml`, `actors.toml`, `labels.toml`, `abuse.toml`.

    Raises:
        WatchError: a table is missing or wrong, an id is used twice, or a row names an id that
            no table has.
    """
    head = read_toml(folder / "watch.toml", _WatchFile)
    sources = read_toml(folder / "sources.toml", _Sources).source
    actors = read_toml(folder / "actors.toml", _Actors).actor
    labels = read_toml(folder / "labels.toml", _Labels).label
    # The one table that a watch can do without.
    words = folder / "abuse.toml"
    abuse = read_toml(words, _Abuse).word if words.exists() else ()
    watch = Watch(
        **{name: getattr(head.watch, name) for name in head.watch.__struct_fields__},
        publication=head.publication,
        sides=head.side,
        sources=sources,
        actors=actors,
        labels=labels,
        abuse=abuse,
        folder=str(folder),
    )
    _check(folder, watch)
    return watch


def _check(folder: Path, watch: Watch) -> None:
    west, south, east, north = watch.theatre
    if not (-180 <= west < east <= 180 and -90 <= south < north <= 90):
        raise WatchError(
            f"{folder / 'watch.toml'}: watch.theatre is {list(watch.theatre)}",
            fix="Write [west, south, east, north] in degrees, west < east and south < north.",
        )
    try:
        ZoneInfo(watch.timezone)
    except (ZoneInfoNotFoundError, ValueError) as error:
        raise WatchError(
            f"{folder / 'watch.toml'}: watch.timezone is {watch.timezone!r}",
            fix="Write an IANA name such as Asia/Damascus.",
        ) from error
    sides = _unique(folder / "watch.toml", "side", (row.id for row in watch.sides))
    sources = _unique(folder / "sources.toml", "source", (row.id for row in watch.sources))
    actors = _unique(folder / "actors.toml", "actor", (row.id for row in watch.actors))
    for side in watch.sides:
        for other in side.opposed_to:
            _known(folder / "watch.toml", f"side {side.id}.opposed_to", other, sides)
    for source in watch.sources:
        _known(folder / "sources.toml", f"source {source.id}.side", source.side, sides)
    for actor in watch.actors:
        _known(folder / "actors.toml", f"actor {actor.id}.side", actor.side, sides)
        _known(folder / "actors.toml", f"actor {actor.id}.parent", actor.parent, actors)
    for label in watch.labels:
        where = f"label {label.text!r}"
        if label.refers_to != "unspecified":
            _known(folder / "labels.toml", f"{where}.refers_to", label.refers_to, actors)
        for user in label.used_by:
            _known(folder / "labels.toml", f"{where}.used_by", user, sources)


def _unique(path: Path, table: str, ids: Iterable[str]) -> set[str]:
    seen: set[str] = set()
    for row in ids:
        if row in seen:
            raise WatchError(
                f"{path}: {table} {row!r} stands twice", fix="Give one of the two another id."
            )
        seen.add(row)
    return seen


def _known(path: Path, key: str, value: str | None, known: set[str]) -> None:
    if value is not None and value not in known:
        raise WatchError(
            f"{path}: {key} is {value!r}, which no table has",
            fix=f"Write one of: {', '.join(sorted(known)) or '(none defined)'}.",
        )


def example(name: str) -> Path:
    """Return the folder of a bundled example watch (`idlib-2020`).

    Raises:
        WatchError: there is no such example; the message lists those there are.
    """
    folder = EXAMPLES / name.replace("-", "_")
    if not (folder / "watch.toml").is_file():
        names = sorted(path.parent.name.replace("_", "-") for path in EXAMPLES.glob("*/watch.toml"))
        raise WatchError(f"there is no example {name!r}", fix=f"Examples: {', '.join(names)}.")
    return folder
