"""The day: what happened, where, as who says, and what follows for the provisions."""

from __future__ import annotations

from datetime import date, timedelta

from starlette.responses import HTMLResponse, RedirectResponse, Response

from trucewatch.errors import UsageError
from trucewatch.web.asking import Asking
from trucewatch.web.looking import looking, period, status_of
from trucewatch.web.pages.listing import listed


def latest(asked: Asking) -> Response:
    """Lead to the last day of the period that the watch works on."""
    return RedirectResponse(f"/day/{period(asked)[1]}", status_code=303)


def day(asked: Asking) -> Response:
    """Show one day: map, facets and list in step, and the findings of the day.

    Raises:
        UsageError: the address names no day.
    """
    asked_for = asked.request.path_params["day"]
    try:
        shown = date.fromisoformat(asked_for)
        before, after = shown - timedelta(days=1), shown + timedelta(days=1)
    except (ValueError, OverflowError) as error:
        raise UsageError(
            f"{asked_for!r} is no day", fix="Write it like /day/2020-03-15."
        ) from error
    look = looking(asked, shown.isoformat())
    if asked.partial:
        return HTMLResponse(look.part("_list.html.j2", lambda: listed(look)))
    agreements = asked.desk.tools.agreements
    return look.day_page(
        "day.html.j2",
        "_day.html.j2",
        lambda: {
            "findings": look.findings,
            "status_of": status_of,
            "agreements": {one.id: one for one in agreements},
            **listed(look),
        },
        here=f"/day/{shown}",
        day=shown,
        before=f"/day/{before}{look.then}",
        after=f"/day/{after}{look.then}",
    )
