"""Help: what each page is for."""

from __future__ import annotations

from typing import Final

from starlette.responses import Response

from trucewatch.report.words import tables
from trucewatch.web.asking import Asking
from trucewatch.web.rendering import page

PAGES: Final = (
    ("/", "day"),
    ("/happenings", "happenings"),
    ("/agreements", "agreements"),
    ("/patrols", "patrols"),
    ("/tallies", "tallies"),
    ("/balance", "balance"),
    ("/sources", "sources"),
    ("/actors", "actors"),
    ("/places", "places"),
    ("/queue", "queue"),
    ("/report", "report"),
)


def about(asked: Asking) -> Response:
    """Say what each page is for, and what the marks mean."""
    return page(asked, "guide.html.j2", pages=PAGES, statuses=list(tables()["status"]))
