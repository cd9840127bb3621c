"""Actors: names in every script, side and parent as assessed, and where each is named."""

from __future__ import annotations

from collections import Counter

from starlette.responses import Response

from trucewatch.model import Incident, PatrolRun, Restriction, Sighting
from trucewatch.web.asking import Asking
from trucewatch.web.looking import Look, looking
from trucewatch.web.query import Happening


def actors(asked: Asking) -> Response:
    """List the actors of the watch, and the names that fit none of them."""
    look = looking(asked)
    watch = asked.desk.tools.watched
    by, against = look.kept(lambda: _named(look), "actors", look.query.string())
    known = {row.id for row in watch.actors}
    others = Counter(
        {name: n for name, n in (by + against).items() if name not in known}
    ).most_common(100)
    return look.page(
        "actors.html.j2",
        here="/actors",
        rows=sorted(watch.actors, key=lambda row: (-(by[row.id] + against[row.id]), row.name)),
        by=by,
        against=against,
        others=others,
    )


def _named(look: Look) -> tuple[Counter[str], Counter[str]]:
    """Count the happenings in which an actor does something, and in which it is done to."""
    by: Counter[str] = Counter()
    against: Counter[str] = Counter()
    for row in look.rows:
        doing, suffering = _parts(row)
        by.update(set(doing))
        against.update(set(suffering))
    return by, against


def _parts(row: Happening) -> tuple[tuple[str, ...], tuple[str, ...]]:
    if isinstance(row, Incident):
        return row.perpetrators, row.targets
    if isinstance(row, PatrolRun):
        return row.participants, ()
    if isinstance(row, Sighting):
        return row.actors, ()
    if isinstance(row, Restriction):
        return row.by, row.against
    return (row.reported_by,) if row.reported_by else (), row.accused
