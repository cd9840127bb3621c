"""What a page of the record looks at: one query, and the record as it was known at its seq."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Any, Final, TypeVar

import msgspec
from starlette.datastructures import QueryParams
from starlette.responses import HTMLResponse

from trucewatch import gather
from trucewatch.errors import UsageError
from trucewatch.ledger import Reads
from trucewatch.model import Finding, Tally, When
from trucewatch.report.words import days_between
from trucewatch.web.asking import Asking
from trucewatch.web.kept import Kept
from trucewatch.web.query import Happening, Query, fits, query_of
from trucewatch.web.rendering import page

T = TypeVar("T")
K = TypeVar("K", bound=Happening)
AT_ONCE: Final = 92
"""Days shown where nobody names any: a longer period opens with its last month."""
MONTH: Final = 31
LONGEST: Final = 8_000
"""Days (about 22 years) that one query may span."""
KEPT: Final = Kept()


@dataclass(frozen=True)
class Look:
    """One request's view of the record. What is worked out is kept per version of the data."""

    asked: Asking
    query: Query
    known: Reads

    @cached_property
    def version(self) -> tuple[str, int, int]:
        """Watch, newest event, and the last event that is looked at."""
        desk = self.asked.desk
        return str(desk.folder), desk.known.data_seq, self.known.data_seq

    def kept(self, make: Callable[[], T], *key: object) -> T:
        """Return what `make` returns for this version and key, worked out once."""
        return KEPT.get((*self.version, *key), make)

    @cached_property
    def everything(self) -> tuple[Happening, ...]:
        """Every happening that may lie in the period, whatever the facets say."""
        days = self.query.from_day, self.query.to_day
        return self.kept(lambda: self.known.happenings(*days), "happenings", *days)

    @cached_property
    def rows(self) -> tuple[Happening, ...]:
        """The happenings that fit the query."""
        plain = msgspec.structs.replace(self.query, page=1, as_of=None)
        return self.kept(
            lambda: tuple(row for row in self.everything if fits(row, plain)), "rows", plain
        )

    def of(self, kind: type[K]) -> tuple[K, ...]:
        """Return the happenings of one kind that fit the query."""
        return tuple(row for row in self.rows if isinstance(row, kind))

    @cached_property
    def findings(self) -> tuple[Finding, ...]:
        """The findings of the period that stand: none that another one supersedes."""
        days = self.query.from_day, self.query.to_day

        def make() -> tuple[Finding, ...]:
            found = self.known.findings(*days)
            gone = {row.supersedes for row in found if row.supersedes}
            return tuple(row for row in found if row.id not in gone)

        return self.kept(make, "findings", *days)

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
        watch = self.asked.desk.tools.watched
        return page(
            self.asked,
            template,
            asked_for=self.query,
            seq=self.known.data_seq,
            then=self.then,
            sources={one.id: one.name for one in watch.sources},
            sides={one.id: one.name for one in watch.sides},
            actors={one.id: one.name for one in watch.actors},
            **values,
        )


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
    newest = desk.known.data_seq
    first, last = KEPT.get(
        (str(desk.folder), newest, "period"),
        lambda: gather.period(desk.tools.watched, desk.known),
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
