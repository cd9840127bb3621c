"""Sources: how we assess each outlet, what it said, and what it took over from others."""

from __future__ import annotations

from collections import defaultdict
from typing import Final

from msgspec import Struct
from starlette.responses import Response

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
    reported = _reported(look)
    groups: dict[str, list[Source]] = defaultdict(list)
    for one in watch.sources:
        groups[one.side].append(one)
    return look.page(
        "sources.html.j2",
        here="/sources",
        groups=groups,
        order=[one for one in watch.sides if one.id in groups],
        read={source: count for source, (count, _) in reported.items()},
        last={source: last for source, (_, last) in reported.items()},
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
    key = found.id if found else ""
    count = _reported(look).get(key, (0, ""))[0]
    pages = max(1, -(-count // ROWS))
    at = min(look.query.page, pages)
    known = look.known
    items = known.items_of(key, *_days(look), start=(at - 1) * ROWS, count=ROWS)
    texts = {item: one for item in items if (one := known.document(item)) is not None}
    shown = [_told(one) for one in texts.values()]
    read = (known.reading(item) for item in items)
    idents = [claim.id for reading in read if reading for claim in reading.claims]
    by_item = defaultdict(list)
    for claim in edits.standing(known, idents):
        by_item[claim.item].append(claim)
    copies = {item: [of for of, *_ in rows] for item in items if (rows := known.repeats(item))}
    originals = {of for rows in copies.values() for of in rows}
    group = found.independence_group if found else ""
    return look.page(
        "source.html.j2",
        here=f"/source/{ident}",
        source=found,
        side=next((one for one in watch.sides if found and one.id == found.side), None),
        mates=[one for one in watch.sources if one.independence_group == group and one != found],
        rows=shown,
        count=count,
        pages=pages,
        at=at,
        claims=by_item,
        texts={item: one.item.text for item, one in texts.items()},
        copies=copies,
        titles={of: _told(one) for of in originals if (one := known.document(of)) is not None},
    )


def _days(look: Look) -> tuple[str, str]:
    return look.query.from_day, look.query.to_day


def _reported(look: Look) -> dict[str, tuple[int, str]]:
    """Return reports of the period and their last day by source."""
    return look.kept(lambda: look.known.reported(*_days(look)), "reported", *_days(look))


def _told(row: Document) -> Told:
    return Told(
        item=row.item.id,
        source=row.item.source or "",
        title=row.item.title or "",
        day=(row.item.published_at or "")[:10],
        comments=sum(passage.kind == "thread_comment" for passage in row.passages),
        issues=tuple(dict.fromkeys(issue.code for issue in row.issues)),
    )
