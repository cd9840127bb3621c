"""Sources: how we assess each outlet, what it said, and what it took over from others."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Final

from msgspec import Struct
from starlette.responses import Response

from trucewatch import pipeline
from trucewatch.errors import UsageError
from trucewatch.model import Document, Source
from trucewatch.review import edits
from trucewatch.web.asking import Asking
from trucewatch.web.looking import Look, looking

ROWS: Final = 50
"""Reports on one page of a source."""
UNKNOWN: Final = "unknown"
"""The address of what came without a known source."""


class Told(Struct, frozen=True):
    """One report of a source, without its text."""

    item: str
    source: str
    title: str
    day: str
    comments: int
    issues: tuple[str, ...]


def sources(asked: Asking) -> Response:
    """List the outlets of the watch by side, with what was read of each in the period."""
    look = looking(asked)
    watch = asked.desk.tools.watched
    by_source: dict[str, list[Told]] = defaultdict(list)
    for row in _of_period(look):
        by_source[row.source].append(row)
    groups: dict[str, list[Source]] = defaultdict(list)
    for one in watch.sources:
        groups[one.side].append(one)
    return look.page(
        "sources.html.j2",
        here="/sources",
        groups=groups,
        order=[one for one in watch.sides if one.id in groups],
        read={source: len(rows) for source, rows in by_source.items()},
        last={source: max(row.day for row in rows) for source, rows in by_source.items()},
        unknown=UNKNOWN,
    )


def source(asked: Asking) -> Response:
    """Show one outlet: our assessment, its reports of the period, its claims, its copies.

    Raises:
        UsageError: the watch has no such source.
    """
    ident = asked.request.path_params["id"]
    watch = asked.desk.tools.watched
    found = watch.source(ident)
    if found is None and ident != UNKNOWN:
        raise UsageError(f"there is no source {ident!r}", fix="Choose one under /sources.")
    look = looking(asked)
    rows = [row for row in _of_period(look) if row.source == (found.id if found else "")]
    pages = max(1, -(-len(rows) // ROWS))
    at = min(look.query.page, pages)
    shown = rows[(at - 1) * ROWS : at * ROWS]
    read = {row.item: look.known.reading(row.item) for row in shown}
    idents = [claim.id for reading in read.values() if reading for claim in reading.claims]
    by_item = defaultdict(list)
    for claim in edits.standing(look.known, idents):
        by_item[claim.item].append(claim)
    texts = {row.item: look.known.document(row.item) for row in shown}
    group = found.independence_group if found else ""
    return look.page(
        "source.html.j2",
        here=f"/source/{ident}",
        source=found,
        side=next((one for one in watch.sides if found and one.id == found.side), None),
        mates=[one for one in watch.sources if one.independence_group == group and one != found],
        rows=shown,
        count=len(rows),
        pages=pages,
        at=at,
        claims=by_item,
        texts={item: one.item.text for item, one in texts.items() if one},
        copies=look.kept(lambda: _copies(look), "copies", *_days(look)),
        titles={row.item: row for row in _all(look)},
    )


def _days(look: Look) -> tuple[str, str]:
    return look.query.from_day, look.query.to_day


def _all(look: Look) -> tuple[Told, ...]:
    """Return every report of the record, without the texts."""
    return look.kept(lambda: tuple(map(_told, look.known.documents())), "reports")


def _of_period(look: Look) -> list[Told]:
    first, last = _days(look)
    return [row for row in _all(look) if first <= row.day <= last or not row.day]


def _told(row: Document) -> Told:
    return Told(
        item=row.item.id,
        source=row.item.source or "",
        title=row.item.title or "",
        day=(row.item.published_at or "")[:10],
        comments=sum(passage.kind == "thread_comment" for passage in row.passages),
        issues=tuple(dict.fromkeys(issue.code for issue in row.issues)),
    )


def _copies(look: Look) -> dict[str, tuple[str, ...]]:
    """Return the earlier reports of the period that a report repeats sentences of."""
    items: Iterable[str] = (row.item for row in _of_period(look))
    documents = tuple(found for item in items if (found := look.known.document(item)) is not None)
    return {
        item: tuple(dict.fromkeys(of for of, _ in rows))
        for item, rows in pipeline.copied(documents).items()
    }
