"""One query string: the same words after the `?` drive page, JSON, CSV, GeoJSON, tiles, report.

from=2020-03-05&to=2020-03-31&kind=incident&act=shelling&act=air_strike&grade=contested
&side=government&source=ru-mod&q=bridge&bbox=35.5,34.3,42.4,37.4&as_of=120&page=2
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date
from functools import lru_cache
from typing import Any, Final, Literal, get_args
from urllib.parse import quote_plus

import msgspec
from msgspec import Struct
from starlette.datastructures import QueryParams

from trucewatch.errors import UsageError
from trucewatch.ledger import Reads
from trucewatch.model import ACTS, Incident, PatrolRun, Restriction, Sighting, Tally
from trucewatch.model.vocabulary import OccurrenceGrade

Happening = Incident | PatrolRun | Sighting | Restriction | Tally
Kind = Literal["incident", "patrol", "sighting", "restriction", "tally"]
KINDS: Final[Mapping[type[Happening], Kind]] = {
    Incident: "incident",
    PatrolRun: "patrol",
    Sighting: "sighting",
    Restriction: "restriction",
    Tally: "tally",
}
BY_NAME: Final[Mapping[str, Kind]] = {noun.__name__: kind for noun, kind in KINDS.items()}
"""Kinds by the name of their noun, as the ledger files them."""
Box = tuple[float, float, float, float]
FACETS: Final = ("kind", "act", "grade", "side", "source")
MOST: Final = 10**15
"""The largest whole number that a query may hold."""


@lru_cache(maxsize=4_096)
def _quoted(value: str) -> str:
    return quote_plus(value)


class Query(Struct, frozen=True, kw_only=True):
    """What is asked for; an empty tuple asks for all.

    Days are inclusive; `bbox` is west, south, east, north in degrees; `as_of` a seq of the record.
    """

    from_day: str
    to_day: str
    kind: tuple[str, ...] = ()
    act: tuple[str, ...] = ()
    grade: tuple[str, ...] = ()
    side: tuple[str, ...] = ()
    source: tuple[str, ...] = ()
    q: str = ""
    bbox: Box | None = None
    as_of: int | None = None
    page: int = 1

    def string(self, **changes: Any) -> str:
        """Return the query string, with some values changed; defaults are left out."""
        new = self if not changes and self.page == 1 else self._with(changes)
        # Written out by hand: a page has a link for every value of its facets.
        parts = [f"from={new.from_day}&to={new.to_day}"]
        for name in FACETS:
            parts += [f"{name}={_quoted(value)}" for value in getattr(new, name)]
        if new.q:
            parts.append(f"q={_quoted(new.q)}")
        if new.bbox:
            parts.append(f"bbox={_quoted(','.join(f'{side:g}' for side in new.bbox))}")
        if new.as_of is not None:
            parts.append(f"as_of={new.as_of}")
        if new.page != 1:
            parts.append(f"page={new.page}")
        return "&".join(parts)

    def _with(self, changes: Mapping[str, Any]) -> Query:
        return msgspec.structs.replace(self, **{"page": 1, **changes})

    def toggled(self, facet: str, value: str) -> str:
        """Return the query string with one value of a facet put in, or taken out."""
        chosen = getattr(self, facet)
        kept = tuple(one for one in chosen if one != value)
        return self.string(**{facet: kept if value in chosen else (*chosen, value)})


def query_of(params: QueryParams, period: tuple[str, str], *, also: tuple[str, ...] = ()) -> Query:
    """Read a query string; `period` holds where it names no days, `also` is read elsewhere.

    Raises:
        UsageError: a value does not fit; names it.
    """
    known = {"from", "to", "q", "bbox", "as_of", "page", *FACETS, *also}
    unknown = sorted(set(params) - known)
    if unknown:
        raise UsageError(
            f"{unknown[0]!r} is no part of a query", fix=f"Known: {', '.join(sorted(known))}."
        )
    from_day, to_day = _day(params, "from", period[0]), _day(params, "to", period[1])
    if from_day > to_day:
        raise UsageError(f"{from_day} is after {to_day}", fix="Swap from and to.")
    return Query(
        from_day=from_day,
        to_day=to_day,
        kind=_codes(params, "kind", frozenset(KINDS.values())),
        act=_codes(params, "act", frozenset(ACTS)),
        grade=_codes(params, "grade", frozenset(get_args(OccurrenceGrade))),
        side=tuple(params.getlist("side")),
        source=tuple(params.getlist("source")),
        q=params.get("q", "").strip()[:200],
        bbox=box(params["bbox"]) if params.get("bbox") else None,
        as_of=as_of(params),
        page=number(params.get("page") or None, "page", 1) or 1,
    )


def _day(params: QueryParams, name: str, default: str) -> str:
    value = params.get(name) or default
    try:
        return date.fromisoformat(value).isoformat()
    except ValueError as error:
        raise UsageError(f"{name}={value!r} is no day", fix="Write it like 2020-03-15.") from error


def _codes(params: QueryParams, name: str, known: frozenset[str]) -> tuple[str, ...]:
    values = tuple(dict.fromkeys(params.getlist(name)))
    wrong = [value for value in values if value not in known]
    if wrong:
        raise UsageError(
            f"{name}={wrong[0]!r} is not known", fix=f"Known: {', '.join(sorted(known))}."
        )
    return values


def as_of(params: QueryParams) -> int | None:
    """Return the event of the record that a query is about; None for now.

    Raises:
        UsageError: `as_of` is no number.
    """
    return number(params["as_of"], "as_of", 0) if params.get("as_of") else None


def number(value: str | None, name: str, default: int, most: int = MOST) -> int:
    """Return a whole number of a query, from 0 to `most`; the default where it is left away.

    Raises:
        UsageError: it is none, or too large.
    """
    if value is None:
        return default
    if not (value.isascii() and value.isdecimal() and len(value) <= 18) or int(value) > most:
        raise UsageError(f"{name}={value[:40]!r} is no number up to {most}", fix="Write digits.")
    return int(value)


def box(value: str) -> Box:
    """Return the window that a query names: `west,south,east,north` in degrees.

    Six numbers, with heights as OGC API Features allows them, are read without the heights.

    Raises:
        UsageError: these are no four numbers, or no window of the earth.
    """
    try:
        sides = [float(part) for part in value.split(",")]
    except ValueError:
        sides = []
    if len(sides) == 6:  # two corners of three numbers
        sides = [*sides[:2], *sides[3:5]]
    if len(sides) != 4 or not (  # two corners of two numbers
        -180 <= sides[0] <= sides[2] <= 180 and -90 <= sides[1] <= sides[3] <= 90
    ):
        raise UsageError(
            f"bbox={value[:60]!r} is no window",
            fix="Write west,south,east,north in degrees, west < east and south < north.",
        )
    return sides[0], sides[1], sides[2], sides[3]


def select(known: Reads, query: Query) -> tuple[Happening, ...]:
    """Return the happenings that a query asks for, by first day and id."""
    rows = known.happenings(query.from_day, query.to_day)
    return tuple(row for row in rows if fits(row, query))


def fits(row: Happening, query: Query) -> bool:
    """Say whether a happening fits a query."""
    return _found(row, query) and not failing(values_of(row), query)


def _found(row: Happening, query: Query) -> bool:
    """Say whether a happening has the words, and lies in the window, that a query asks for."""
    if query.q and query.q.casefold() not in _words(row):
        return False
    return query.bbox is None or _inside(row, query.bbox)


def failing(told: Mapping[str, frozenset[str]], query: Query) -> list[str]:
    """Return the facets that a happening does not meet."""
    return [
        facet
        for facet in FACETS
        if (wanted := getattr(query, facet)) and told[facet].isdisjoint(wanted)
    ]


def values_of(row: Happening) -> dict[str, frozenset[str]]:
    """Return the values of a happening for each facet."""
    voices = () if isinstance(row, Tally) else row.voices
    return {
        "kind": frozenset((KINDS[type(row)],)),
        "act": frozenset((row.act,)) if isinstance(row, Incident) else frozenset(),
        "grade": frozenset() if isinstance(row, Tally) else frozenset((row.occurrence,)),
        "side": frozenset(voice.side for voice in voices if voice.side)
        if not isinstance(row, Tally)
        else frozenset((row.side,) if row.side else ()),
        "source": frozenset(voice.group for voice in voices)
        if not isinstance(row, Tally)
        else frozenset((row.reported_by,) if row.reported_by else ()),
    }


def facets(
    rows: Iterable[tuple[Mapping[str, frozenset[str]], int]], query: Query
) -> dict[str, list[tuple[str, int]]]:
    """Count the values of each facet among what the rest of the query leaves.

    Args:
        rows: the values of happenings (`values_of`) that have the days, words and window of the
            query, and how many happenings have them.
        query: the query.
    """
    counts: dict[str, Counter[str]] = {facet: Counter() for facet in FACETS}
    chosen = any(getattr(query, facet) for facet in FACETS)
    for told, n in rows:
        kept_out = failing(told, query) if chosen else ()
        if len(kept_out) > 1:
            continue
        # What one facet alone keeps out still counts for that one: it is what could be added.
        for facet in kept_out or FACETS:
            counted = counts[facet]
            for value in told[facet]:
                counted[value] += n
    return {
        facet: sorted(counted.items(), key=lambda pair: (-pair[1], pair[0]))
        for facet, counted in counts.items()
    }


def _words(row: Happening) -> str:
    parts: list[str | None] = [row.id]
    if isinstance(row, Tally):
        parts += [row.area, row.words, row.reported_by]
    else:
        parts.append(row.where.name)
        for name in ("perpetrators", "targets", "participants", "seen", "actors", "by", "against"):
            parts += getattr(row, name, ())
    return " ".join(part for part in parts if part).casefold()


def _inside(row: Happening, box: Box) -> bool:
    if isinstance(row, Tally) or row.where.lat is None or row.where.lon is None:
        return False
    west, south, east, north = box
    return west <= row.where.lon <= east and south <= row.where.lat <= north
