"""The day: what happened, where, as who says, and what follows for the provisions."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final

from starlette.responses import RedirectResponse, Response

from trucewatch import gather
from trucewatch.errors import UsageError
from trucewatch.model import Incident, PatrolRun, Restriction, Sighting, Tally
from trucewatch.web.asking import Asking
from trucewatch.web.rendering import page

LISTED: Final = 200
"""Rows of one page; what is beyond them is counted and reached by the facets."""


def latest(asked: Asking) -> Response:
    """Lead to the last day of the period that the watch works on."""
    _, to_day = gather.period(asked.desk.tools.watched, asked.desk.known)
    return RedirectResponse(f"/day/{to_day}", status_code=303)


def day(asked: Asking) -> Response:
    """Show one day.

    Raises:
        UsageError: the address names no day.
    """
    asked_for = asked.request.path_params["day"]
    try:
        shown = date.fromisoformat(asked_for)
    except ValueError as error:
        raise UsageError(
            f"{asked_for!r} is no day", fix="Write it like /day/2020-03-15."
        ) from error
    known = asked.desk.known
    rows = known.happenings(shown.isoformat(), shown.isoformat())
    return page(
        asked,
        "day.html.j2",
        day=shown,
        before=shown - timedelta(days=1),
        after=shown + timedelta(days=1),
        incidents=[row for row in rows if isinstance(row, Incident)][:LISTED],
        others=[row for row in rows if isinstance(row, PatrolRun | Sighting | Restriction | Tally)][
            :LISTED
        ],
        more=max(0, len(rows) - LISTED),
        findings=known.findings(shown.isoformat(), shown.isoformat()),
        agreements={one.id: one for one in asked.desk.tools.agreements},
        seq=known.data_seq,
    )
