"""Many happenings as columns: what counting, filtering and drawing ask of each, and no more.

A shelf holds what begins in one month, or lies on a few days; it is made once and kept until
something touches its days. A query over years then counts and draws from columns, and reads only
the happenings that it lists.
"""

from __future__ import annotations

from calendar import monthrange
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from sys import intern
from typing import Final, NamedTuple

import msgspec
import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from trucewatch.model import Act, Where, family_of
from trucewatch.model.incidents import Stance
from trucewatch.model.vocabulary import OccurrenceGrade, PlacePrecision
from trucewatch.report.geography import COARSE
from trucewatch.report.mapdata import WIDE_M, point_of, too_wide
from trucewatch.web.query import BY_NAME, Box, Kind, Query, failing

FEW: Final = 31
"""Days up to which a period has a shelf of its own; a longer one is put together from months."""
DRAWN, LOCATED, STATED, WHOLE = 1, 2, 4, 8
"""Flags: has a mark on the map; has coordinates; its time is stated; it is of one day for sure."""


class Told(NamedTuple):
    """What many happenings have in common: all that facets and side balance look at."""

    kind: Kind
    act: Act | None
    grade: OccurrenceGrade | None
    sides: frozenset[str]
    sources: frozenset[str]
    stances: frozenset[tuple[str, Stance]]

    def values(self) -> Mapping[str, frozenset[str]]:
        """Return the values for each facet."""
        return _values(self)

    @property
    def mark(self) -> str:
        """The kind of mark that the map draws."""
        return family_of(self.act) if self.act else self.kind


@lru_cache(maxsize=16_384)
def _values(told: Told) -> Mapping[str, frozenset[str]]:
    return {
        "kind": frozenset((told.kind,)),
        "act": frozenset((told.act,) if told.act else ()),
        "grade": frozenset((told.grade,) if told.grade else ()),
        "side": told.sides,
        "source": told.sources,
    }


class _Voice(Struct, frozen=True, gc=False):
    group: str
    side: str | None
    stance: Stance


class _When(Struct, frozen=True, gc=False):
    start: str | None
    end: str | None
    basis: str


class _Where(Struct, frozen=True, gc=False):
    name: str | None
    lat: float | None
    lon: float | None
    uncertainty_m: float | None
    precision: PlacePrecision
    geometry: msgspec.Raw

    def whole(self) -> Where:
        """Return the place with its geometry."""
        return Where(
            name=self.name,
            place=None,
            geometry=msgspec.json.decode(self.geometry),
            lat=self.lat,
            lon=self.lon,
            uncertainty_m=self.uncertainty_m,
            precision=self.precision,
        )


class _Row(Struct, frozen=True, gc=False):
    """What a shelf takes from any happening: decoding no more is several times as fast."""

    when: _When | None = None
    where: _Where | None = None
    period: _When | None = None
    act: Act | None = None
    occurrence: OccurrenceGrade | None = None
    voices: tuple[_Voice, ...] = ()
    side: str | None = None
    reported_by: str | None = None
    claims: tuple[str, ...] = ()


class _Named(Struct, frozen=True):
    name: str | None


class _Words(Struct, frozen=True):
    """The words that a search looks through."""

    where: _Named | None = None
    area: str | None = None
    words: str | None = None
    reported_by: str | None = None
    perpetrators: tuple[str, ...] = ()
    targets: tuple[str, ...] = ()
    participants: tuple[str, ...] = ()
    seen: tuple[str, ...] = ()
    actors: tuple[str, ...] = ()
    by: tuple[str, ...] = ()
    against: tuple[str, ...] = ()


_ROW: Final = msgspec.json.Decoder(_Row)
_WORDS: Final = msgspec.json.Decoder(_Words)


@dataclass(frozen=True)
class Shelf:
    """Columns of happenings, by first day and id; days are proleptic ordinals."""

    ids: NDArray[np.bytes_]
    begins: NDArray[np.int32]
    ends: NDArray[np.int32]
    told: NDArray[np.int32]
    flags: NDArray[np.uint8]
    lon: NDArray[np.float64]
    lat: NDArray[np.float64]
    names: NDArray[np.int32]
    claims: NDArray[np.int32]
    kinds: tuple[Told, ...]
    places: tuple[str, ...]

    @property
    def nbytes(self) -> int:
        """What it takes, about."""
        columns = (getattr(self, name) for name in self.__dataclass_fields__)
        arrays = sum(one.nbytes for one in columns if isinstance(one, np.ndarray))
        # What rows have in common is shared between shelves, and so are the names of places.
        return arrays + 8 * (len(self.kinds) + len(self.places))

    def __len__(self) -> int:
        return len(self.ids)

    def within(self, first: int, last: int) -> NDArray[np.bool_]:
        """Say of each row whether it may lie on these days (ordinals, inclusive)."""
        return (self.begins <= last) & (self.ends >= first)

    def fitting(self, query: Query, words: Sequence[str] | None = None) -> NDArray[np.bool_]:
        """Say of each row whether it fits a query; `words` are needed where it searches."""
        fit = np.fromiter((not failing(one.values(), query) for one in self.kinds), bool)
        return self.found(query, words) & (fit[self.told] if len(fit) else False)

    def found(self, query: Query, words: Sequence[str] | None = None) -> NDArray[np.bool_]:
        """Say of each row whether it has the days, words and window of a query."""
        days = date.fromisoformat(query.from_day), date.fromisoformat(query.to_day)
        held = self.within(days[0].toordinal(), days[1].toordinal())
        if query.bbox is not None:
            held &= self._inside(query.bbox)
        if query.q and words is not None:
            wanted = query.q.casefold()
            held &= np.fromiter((wanted in one for one in words), bool, len(words))
        return held

    def _inside(self, box: Box) -> NDArray[np.bool_]:
        west, south, east, north = box
        inside = (self.lon >= west) & (self.lon <= east)
        inside &= (self.lat >= south) & (self.lat <= north)
        return inside & (self.flags & LOCATED > 0)

    def id(self, row: int) -> str:
        """Return the id of a row."""
        return bytes(self.ids[row]).decode()

    def day(self, row: int) -> str:
        """Return the first day of a row."""
        return date.fromordinal(int(self.begins[row])).isoformat()

    def place(self, row: int) -> str:
        """Return the name of the place of a row, empty where it has none."""
        return self.places[int(self.names[row])]

    def kind(self, row: int) -> Told:
        """Return what a row has in common with others."""
        return self.kinds[int(self.told[row])]


def counted(shelf: Shelf, rows: NDArray[np.int32]) -> Counter[Told]:
    """Count some rows by what they have in common."""
    numbers = np.bincount(shelf.told[rows], minlength=len(shelf.kinds)).tolist()
    return Counter({one: n for one, n in zip(shelf.kinds, numbers, strict=True) if n})


def shelved(rows: Iterable[tuple[str, str, bytes]]) -> Shelf:
    """Make a shelf of (id, kind, encoded body) rows that have days, in their order."""
    ids: list[bytes] = []
    numbers: list[tuple[int, int, int, int, int, int]] = []
    points: list[tuple[float, float]] = []
    kinds: dict[Told, int] = {}
    places: dict[str, int] = {"": 0}
    for ident, noun, body in rows:
        row = _ROW.decode(body)
        when = row.when or row.period
        days = _days(when)
        if when is None or days is None:
            continue
        where = row.where
        flag, point = _drawn(where)
        flag |= STATED * (when.basis == "stated")
        flag |= WHOLE * ((when.start or "")[:10] == (when.end or "")[:10])
        told = _told(noun, row)
        name = intern(where.name) if where and where.name else ""
        ids.append(ident.encode())
        points.append(point)
        numbers.append(
            (
                *days,
                kinds.setdefault(told, len(kinds)),
                flag,
                places.setdefault(name, len(places)),
                len(row.claims) or 1,
            )
        )
    begins, ends, common, flags, names, members = (
        zip(*numbers, strict=True) if numbers else [()] * 6
    )
    lon, lat = zip(*points, strict=True) if points else ((), ())
    return Shelf(
        ids=np.array(ids, dtype=np.bytes_),
        begins=np.array(begins, dtype=np.int32),
        ends=np.array(ends, dtype=np.int32),
        told=np.array(common, dtype=np.int32),
        flags=np.array(flags, dtype=np.uint8),
        lon=np.array(lon, dtype=np.float64),
        lat=np.array(lat, dtype=np.float64),
        names=np.array(names, dtype=np.int32),
        claims=np.array(members, dtype=np.int32),
        kinds=tuple(kinds),
        places=tuple(places),
    )


def searched(rows: Iterable[tuple[str, str, bytes]]) -> tuple[str, ...]:
    """Return what a search looks through, of the same rows in the same order as `shelved`."""
    found: list[str] = []
    for ident, _, body in rows:
        row = _ROW.decode(body)
        if _days(row.when or row.period) is None:
            continue
        said = _WORDS.decode(body)
        parts: list[str | None] = [ident, said.where.name if said.where else None]
        parts += [said.area, said.words, said.reported_by]
        for name in ("perpetrators", "targets", "participants", "seen", "actors", "by", "against"):
            parts += getattr(said, name)
        found.append(" ".join(part for part in parts if part).casefold())
    return tuple(found)


def months(first: str, last: str) -> Iterator[tuple[str, str]]:
    """Yield first and last day of each month in which something on these days may have begun."""
    at, end = date.fromisoformat(first), date.fromisoformat(last)
    at -= timedelta(days=min(FEW, (at - date.min).days))
    while at <= end:
        at = at.replace(day=1)
        until = at.replace(day=monthrange(at.year, at.month)[1])
        yield at.isoformat(), until.isoformat()
        if until == date.max:
            return
        at = until + timedelta(days=1)


def _days(when: _When | None) -> tuple[int, int] | None:
    """Return first and last day as ordinals; None where no day is known, or none can be read."""
    if when is None:
        return None
    start, end = when.start or when.end, when.end or when.start
    if not start or not end:
        return None
    first, last = _ordinal(start[:10]), _ordinal(end[:10])
    return None if first is None or last is None else (first, last)


@lru_cache(maxsize=16_384)
def _ordinal(day: str) -> int | None:
    try:
        return date.fromisoformat(day).toordinal()
    except ValueError:
        return None


def _drawn(where: _Where | None) -> tuple[int, tuple[float, float]]:
    """Return the flags of a place, and where it is (lon, lat; without a flag it says nothing)."""
    if where is None:
        return 0, (0.0, 0.0)
    if where.lon is None or where.lat is None or (where.uncertainty_m or 0) > WIDE_M:
        # Only here the geometry has a say.
        whole = where.whole()
        located = LOCATED * (where.lon is not None and where.lat is not None)
        point = None if too_wide(whole) else point_of(whole)
        if point is None:
            return located, (where.lon or 0.0, where.lat or 0.0)
        return located | DRAWN, point
    drawn = 0 if where.precision in COARSE else DRAWN
    return LOCATED | drawn, (where.lon, where.lat)


def _told(noun: str, row: _Row) -> Told:
    kind = BY_NAME[noun]
    if kind == "tally":
        sides = (row.side,) if row.side else ()
        return _common(kind, None, None, sides, (row.reported_by,) if row.reported_by else (), ())
    return _common(
        kind,
        row.act if kind == "incident" else None,
        row.occurrence,
        tuple(voice.side for voice in row.voices if voice.side),
        tuple(voice.group for voice in row.voices),
        tuple((voice.side or "", voice.stance) for voice in row.voices),
    )


@lru_cache(maxsize=16_384)
def _common(
    kind: Kind,
    act: Act | None,
    grade: OccurrenceGrade | None,
    sides: tuple[str, ...],
    sources: tuple[str, ...],
    stances: tuple[tuple[str, Stance], ...],
) -> Told:
    """Return one value for all that have it, so that shelves share it."""
    told = frozenset(sides), frozenset(sources), frozenset(stances)
    return Told(kind, act, grade, *told)
