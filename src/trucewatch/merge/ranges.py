"""Ranges over members: times, places and figures as low / best / high, never averages."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from math import inf
from typing import Final, get_args

from trucewatch.merge.facts import Facts, Times, fold, iso_day
from trucewatch.model import Figure, FigureRange, When, Where
from trucewatch.model.vocabulary import TimePrecision

RULE = (
    "low: the lowest bound any claim gives; high: the highest, open if any claim leaves it open; "
    "best: the number most independent voices give, none where voices tie"
)
_FINENESS: Final[tuple[TimePrecision, ...]] = get_args(TimePrecision)
_NARROWEST = ("exact", "near", "part", "area", "admin", "region", "unknown")


def when_of(members: Sequence[Facts]) -> When:
    """Return when it may have happened, by the asserting members; stated times come first.

    Where all stated times meet, the narrowest stands in its own words: "after midnight" does not
    widen "00:20". Where they do not, their whole range does.
    """
    stated = [row for row in members if row.times.stated]
    rows = [row.times for row in stated or members]
    starts = [row.start for row in rows if row.start is not None]
    ends = [row.end for row in rows if row.end is not None]
    meeting = max(starts, default=-inf) <= min(ends, default=inf)
    narrow = min(stated, key=lambda row: (row.times.length, row.claim.id), default=None)
    if narrow is not None and narrow.claim.time is not None:
        own = narrow.claim.time
        same = len({(row.start, row.end) for row in rows}) == 1
        if same or (meeting and narrow.times.length < inf):
            return When(start=own.start, end=own.end, precision=own.precision, basis="stated")
    return When(
        start=iso_day(min(starts)) if starts else None,
        end=iso_day(max(ends) - 1e-6) if ends else None,
        precision=_coarsest(rows) if stated else None,
        basis="stated" if stated else "published",
    )


def _coarsest(rows: Sequence[Times]) -> TimePrecision:
    """Return the coarsest precision of times that were put together: a day at least."""
    known = [row.precision for row in rows if row.precision is not None]
    return max(("day", *known), key=_FINENESS.index)


def where_of(members: Sequence[Facts]) -> Where:
    """Return the narrowest located place; the one named most often wins among equals.

    It goes by the name that most members print: gazetteers spell in ways that no report does.
    """
    places = [row.claim.place for row in members if row.claim.place is not None]
    located = [place for place in places if place.geometry is not None]
    if not located:
        name = Counter(place.text for place in places).most_common(1)
        return Where(
            name=name[0][0] if name else None,
            place=None,
            geometry=None,
            lat=None,
            lon=None,
            uncertainty_m=None,
            precision="unknown",
        )
    votes = Counter(place.chosen or fold(place.text) for place in located)
    best = min(
        located,
        key=lambda place: (
            _NARROWEST.index(place.precision),
            -votes[place.chosen or fold(place.text)],
            place.uncertainty_m or 0.0,
            place.text,
        ),
    )
    row = next(row for row in members if row.claim.place is best)
    lat, lon = row.point or (None, None)
    printed = Counter(
        place.text
        for place in located
        if (place.chosen, place.relation) == (best.chosen, best.relation)
    )
    return Where(
        name=min(printed, key=lambda name: (-printed[name], len(name), name)),
        place=best.chosen,
        geometry=best.geometry,
        lat=lat,
        lon=lon,
        uncertainty_m=best.uncertainty_m,
        precision=best.precision,
    )


def figures_of(members: Iterable[Facts]) -> tuple[FigureRange, ...]:
    """Return one range per kind, group and counting unit; parts of a whole are left out."""
    stated: dict[tuple[str, str, str], list[tuple[Facts, Figure]]] = defaultdict(list)
    for row in members:
        for figure in row.claim.figures:
            if figure.part_of is None and not figure.cumulative:
                stated[figure.kind, group_of(figure), figure.count_basis].append((row, figure))
    return tuple(_range(rows) for _, rows in sorted(stated.items()))


def group_of(figure: Figure) -> str:
    """Return whom a figure counts, comparable across reports: civilians, a group's words, all."""
    if figure.group is None:
        return "all"
    if figure.group.side == "civilian":
        return "civilians"
    head = fold(figure.group.text)
    return "all" if head in {"people", "person", "persons", "dead", "others"} else head


def _range(rows: Sequence[tuple[Facts, Figure]]) -> FigureRange:
    figures = [figure for _, figure in rows]
    lows = [value for one in figures for value in (one.low, one.best) if value is not None]
    highs = [value for one in figures for value in (one.high, one.best) if value is not None]
    open_end = any(one.high is None and one.best is None for one in figures) or any(
        one.qualifier in ("at_least", "more_than") for one in figures
    )
    by_voice: dict[str, float] = {}
    for facts, figure in rows:
        if figure.best is not None:
            by_voice.setdefault(facts.voice, figure.best)
    votes = Counter(by_voice.values()).most_common(2)
    tie = len(votes) == 2 and votes[0][1] == votes[1][1]
    return FigureRange(
        kind=figures[0].kind,
        group=group_of(figures[0]),
        side=next((one.group.side for one in figures if one.group and one.group.side), None),
        count_basis=figures[0].count_basis,
        low=min(lows, default=None),
        best=votes[0][0] if votes and not tie else None,
        high=None if open_end else max(highs, default=None),
        words=tuple(figure.text for figure in figures),
        claims=tuple(facts.claim.id for facts, _ in rows),
        rule=RULE,
    )
