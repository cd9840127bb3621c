"""The one table of what is served, and which role each route asks for. Deny by default."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from starlette.responses import Response

from trucewatch.review.roles import Need
from trucewatch.web.asking import Asking
from trucewatch.web.pages import days, documents, happenings, judging, listing, queue, rest, signing

Endpoint = Callable[[Asking], Response]


@dataclass(frozen=True, slots=True)
class Served:
    """One route: method, path, the role it asks for, and the function that answers."""

    method: str
    path: str
    need: Need
    answer: Endpoint


ROUTES: Final[tuple[Served, ...]] = (
    Served("GET", "/static/{name}", "anyone", rest.static_file),
    Served("GET", "/sign-in", "anyone", signing.form),
    Served("POST", "/sign-in", "anyone", signing.sign_in),
    Served("POST", "/sign-out", "viewer", signing.sign_out),
    Served("POST", "/language", "anyone", signing.language),
    Served("GET", "/", "viewer", days.latest),
    Served("GET", "/day/{day}", "viewer", days.day),
    Served("GET", "/queue", "viewer", queue.queue),
    Served("POST", "/judge", "coder", judging.judge),
    Served("POST", "/edit", "coder", judging.edit),
    Served("POST", "/withdraw", "coder", judging.withdraw),
    Served("GET", "/happenings", "viewer", listing.happenings),
    Served("GET", "/happenings.geojson", "viewer", listing.as_geojson),
    Served("GET", "/map/base.json", "viewer", listing.base),
    Served("GET", "/map/outlines.json", "viewer", listing.outlines),
    Served("GET", "/happening/{id}", "viewer", happenings.happening),
    Served("GET", "/document/{id}", "viewer", documents.document),
)
