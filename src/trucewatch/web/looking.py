"""What a page of the record looks at: one query, and the record as it was known at its seq."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property, partial
from typing import Any, Final, NamedTuple, TypeVar

import msgspec
import numpy as np
from markupsafe import Markup
from numpy.typing import NDArray
from starlette.datastructures import QueryParams
from starlette.responses import HTMLResponse

from trucewatch import gather
from trucewatch.errors import UsageError
from trucewatch.ledger import Reads
from trucewatch.model import (
    Finding,
    Incident,
    PatrolRun,
    Restriction,
    Sighting,
    Tally,
    When,
)
from trucewatch.report.words import days_between
from trucewatch.web.asking import Asking
from trucewatch.web.desk import Desk
from trucewatch.web.kept import Kept
from trucewatch.web.query import Happening, Query, fits, query_of
from trucewatch.web.rendering import page, part
from trucewatch.web.shelves import DRAWN, FEW, Shelf, months, searched, shelved
from trucewatch.web.tiles import Index, indexed

T = TypeVar("T")
K = TypeVar("K", Incident, PatrolRun, Sighting, Restriction, Tally)
AT_ONCE: Final = 92
"""Days shown where nobody names any: a longer period opens with its last month."""
MONTH: Final = 31
LONGEST: Final = 8_000
"""Days (about 22 years) that one query may span."""
KEPT: Final = Kept()


class Shelved(NamedTuple):
    """The columns of some happenings, and how to get what only some requests ask of them.

    `words`: what a search looks through; `marks`: what is drawn, in the order of the map.
    """

    shelf: Shelf
    words: Callable[[], tuple[str, ...]]
    marks: Callable[[], Index]


@dataclass(frozen=True)
class Look:
    """One request's view of the record. What is worked out is kept per version of the data."""

    asked: Asking
    query: Query
    known: Reads

    def kept(self, make: Callable[[], T], *key: object) -> T:
        """Return what `make` returns for this state of the whole record, worked out once."""
        desk = self.asked.desk
        return KEPT.get((str(desk.folder), desk.versions.whole(self.known.at), *key), make)

    def of_days(self, make: Callable[[], T], *key: object) -> T:
        """Return what `make` returns from groupings and findings on the days of the query alone.

        It holds until something touches these days, whatever else comes in.
        """
        return of_days(self.asked.desk, self.known, self._period, make, *key)

    @property
    def _period(self) -> tuple[str, str]:
        return self.query.from_day, self.query.to_day

    @property
    def plain(self) -> Query:
        """The query without what changes no happening that fits it."""
        return msgspec.structs.replace(self.query, page=1, as_of=None)

    @cached_property
    def shelves(self) -> tuple[Shelf, ...]:
        """The columns of every happening that may lie in the period, by first day and id."""
        return tuple(one.shelf for one in self._shelved)

    @cached_property
    def marks(self) -> list[tuple[Index, NDArray[np.bool_] | None]]:
        """What can be drawn of each shelf, and which of its rows fit the query (None: all)."""

        def make() -> tuple[NDArray[np.bool_] | None, ...]:
            return tuple(map(_held, self.shelves, self.fitting))

        held = self.of_days(make, "held", self.plain)
        return [(one.marks(), rows) for one, rows in zip(self._shelved, held, strict=True)]

    @cached_property
    def fitting(self) -> tuple[NDArray[np.int32], ...]:
        """The rows of each shelf that fit the query."""
        return self.of_days(lambda: self._rows(Shelf.fitting), "fitting", self.plain)

    @cached_property
    def found(self) -> tuple[NDArray[np.int32], ...]:
        """The rows of each shelf that fit the query whatever its facets say."""
        return self.of_days(lambda: self._rows(Shelf.found), "found", self.plain)

    def _rows(
        self, fits: Callable[[Shelf, Query, Sequence[str] | None], NDArray[np.bool_]]
    ) -> tuple[NDArray[np.int32], ...]:
        return tuple(
            np.flatnonzero(
                fits(one.shelf, self.query, one.words() if self.query.q else None)
            ).astype(np.int32)
            for one in self._shelved
        )

    @cached_property
    def _shelved(self) -> list[Shelved]:
        """The shelves of the period."""
        known, desk = self.known, self.asked.desk
        first, last = self._period
        if (date.fromisoformat(last) - date.fromisoformat(first)).days < FEW:
            return [shelf_of(desk, known, first, last)]
        beyond = desk.versions.long(known.at)
        made = [_shelf(desk, (beyond, "beyond"), known.rows_beyond)]
        for begin, end in months(first, last):
            version = desk.versions.month(known.at, begin[:7])
            made.append(_shelf(desk, (version, begin), partial(known.rows_from, begin, end)))
        return made

    @cached_property
    def everything(self) -> tuple[Happening, ...]:
        """Every happening that may lie in the period, whatever the facets say."""
        return self.of_days(lambda: self.known.happenings(*self._period), "happenings")

    @cached_property
    def rows(self) -> tuple[Happening, ...]:
        """The happenings that fit the query."""
        return self.of_days(
            lambda: tuple(row for row in self.everything if fits(row, self.plain)),
            "rows",
            self.plain,
        )

    def of(self, kind: type[K]) -> tuple[K, ...]:
        """Return the happenings of one kind that fit the query."""
        return self.of_days(
            lambda: tuple(
                row
                for row in self.known.happenings(*self._period, kind)
                if isinstance(row, kind) and fits(row, self.plain)
            ),
            "of",
            kind,
            self.plain,
        )

    @cached_property
    def findings(self) -> tuple[Finding, ...]:
        """The findings of the period that stand: none that another one supersedes."""

        def make() -> tuple[Finding, ...]:
            found = self.known.findings(*self._period)
            gone = {row.supersedes for row in found if row.supersedes}
            return tuple(row for row in found if row.id not in gone)

        return self.of_days(make, "findings")

    @property
    def days(self) -> tuple[str, ...]:
        """Every day of the period."""
        return days_between(self.query.from_day, self.query.to_day)

    @property
    def then(self) -> str:
        """What a link to another page carries, so that it shows the same version."""
        return "" if self.query.as_of is None else f"?as_of={self.query.as_of}"

    def page(self, template: str, **values: Any) -> HTMLResponse:
        """Return a page of the record with what all of them show."""
        return page(self.asked, template, seq=self.known.data_seq, **self._shown(), **values)

    def day_page(
        self, template: str, part: str, make: Callable[[], dict[str, Any]], **values: Any
    ) -> HTMLResponse:
        """Return a page whose main part, made from the days of the query alone, is kept.

        Values are the page's own; those that `make` returns are the part's, and are worked out
        only where the part is written anew.
        """
        main = self.part(part, make, **values)
        return self.page(template, main=main, **values)

    def part(self, template: str, make: Callable[[], dict[str, Any]], **values: Any) -> Markup:
        """Return a part of a page, written once per version of the days of the query."""
        say = self.asked.say
        return self.of_days(
            lambda: part(
                template,
                say,
                watch=self.asked.desk.tools.watched,
                **self._shown(),
                **values,
                **make(),
            ),
            "part",
            template,
            self.query,
            say.language,
        )

    def _shown(self) -> dict[str, Any]:
        """Return what every page and part of the record is written with."""
        watch = self.asked.desk.tools.watched
        return {
            "asked_for": self.query,
            "then": self.then,
            "sources": {one.id: one.name for one in watch.sources},
            "sides": {one.id: one.name for one in watch.sides},
            "actors": {one.id: one.name for one in watch.actors},
        }


def shelf_of(desk: Desk, known: Reads, first: str, last: str) -> Shelved:
    """Return the columns of all that may lie on a few days."""
    version = desk.versions.days(known.at, first, last)
    return _shelf(desk, (version, first, last), lambda: known.rows_on(first, last))


def _shelf(
    desk: Desk, key: tuple[object, ...], rows: Callable[[], Iterator[tuple[str, str, bytes]]]
) -> Shelved:
    where = str(desk.folder), *key
    shelf = KEPT.get((*where, "shelf"), lambda: shelved(rows()))
    return Shelved(
        shelf,
        words=lambda: KEPT.get((*where, "words"), lambda: searched(rows())),
        marks=lambda: KEPT.get((*where, "marks"), lambda: _marks(shelf)),
    )


def _marks(shelf: Shelf) -> Index:
    rows = np.flatnonzero(shelf.flags & DRAWN).astype(np.int32)
    return indexed(shelf.lon[rows], shelf.lat[rows], rows)


def _held(shelf: Shelf, rows: NDArray[np.int32]) -> NDArray[np.bool_] | None:
    if len(rows) == len(shelf):
        return None
    held = np.zeros(len(shelf), dtype=bool)
    held[rows] = True
    return held


def of_days(
    desk: Desk, known: Reads, days: tuple[str, str], make: Callable[[], T], *key: object
) -> T:
    """Return what `make` returns from groupings and findings on some days, kept by their version.

    `known` is the record as known at a seq: its days can only be those of one version.
    """
    return KEPT.get((str(desk.folder), desk.versions.days(known.at, *days), *days, *key), make)


def looking(asked: Asking, day: str | None = None) -> Look:
    """Read the query of a request; `day` (from the address of a page) goes before its days.

    Raises:
        UsageError: a value of the query does not fit, or the period is too long.
        LedgerError: `as_of` names an event that is not there.
    """
    desk = asked.desk
    params = asked.request.query_params
    if day is not None:
        kept = [pair for pair in params.multi_items() if pair[0] not in ("from", "to")]
        params = QueryParams([*kept, ("from", day), ("to", day)])
    named = bool(params.get("from")) and bool(params.get("to"))
    query = query_of(params, ("", "") if named else period(asked))
    first, last = date.fromisoformat(query.from_day), date.fromisoformat(query.to_day)
    if (last - first).days > LONGEST:
        raise UsageError("a period of more than 22 years is not shown", fix="Choose nearer days.")
    return Look(asked=asked, query=query, known=desk.as_of(query.as_of))


def period(asked: Asking) -> tuple[str, str]:
    """Return the days that a page opens with: those of the watch, or the last month of many."""
    desk = asked.desk
    known = desk.as_of(None)
    first, last = KEPT.get(
        (str(desk.folder), desk.versions.whole(known.at), "period"),
        lambda: gather.period(desk.tools.watched, known),
    )
    end = date.fromisoformat(last)
    if (end - date.fromisoformat(first)).days < AT_ONCE:
        return first, last
    return (end - timedelta(days=MONTH - 1)).isoformat(), last


def when_of(row: Happening) -> When:
    """Return the time of a happening; of a tally the period that it counts."""
    return row.period if isinstance(row, Tally) else row.when


def day_of(row: Happening) -> str:
    """Return the first day that a happening may have been on, empty where it has none."""
    when = when_of(row)
    return (when.start or when.end or "")[:10]


def status_of(finding: Finding) -> str:
    """Return the status to show: where nobody could have told of a breach, no information."""
    if finding.status == "no_violation_reported" and finding.coverage == "none":
        return "no_information"
    return finding.status
