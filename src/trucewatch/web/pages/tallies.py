"""Tallies of the parties side by side; different counting units are never added."""

from __future__ import annotations

from collections import defaultdict

from starlette.responses import Response

from trucewatch.model import Tally
from trucewatch.web.asking import Asking
from trucewatch.web.looking import looking


def tallies(asked: Asking) -> Response:
    """Show the counts that end on the same day beside one another, a column per side."""
    look = looking(asked)
    days: dict[str, dict[str, list[Tally]]] = defaultdict(lambda: defaultdict(list))
    for row in look.of(Tally):
        end = row.period.end or row.period.start or ""
        days[end[:10]][row.side or ""].append(row)
    present = {side for sides in days.values() for side in sides}
    order = [one.id for one in asked.desk.tools.watched.sides]
    return look.page(
        "tallies.html.j2",
        here="/tallies",
        days=sorted(days.items()),
        columns=sorted(
            present,
            key=lambda side: (side == "", order.index(side) if side in order else len(order)),
        ),
        count=sum(len(rows) for sides in days.values() for rows in sides.values()),
    )
