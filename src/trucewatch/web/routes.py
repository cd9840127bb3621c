"""The one table of what is served, and which role each route asks for. Deny by default."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from starlette.responses import Response

from trucewatch.review.roles import Need
from trucewatch.web.api.table import API
from trucewatch.web.asking import Asking
from trucewatch.web.pages import (
    actors,
    agreements,
    balance,
    data,
    days,
    documents,
    findings,
    guide,
    happenings,
    judging,
    listing,
    mapping,
    patrols,
    places,
    queue,
    record,
    reports,
    rest,
    signing,
    sources,
    tallies,
)

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
    Served("GET", "/happenings.json", "viewer", data.as_json),
    Served("GET", "/happenings.csv", "viewer", data.as_table),
    Served("GET", "/happenings.geojson", "viewer", mapping.as_geojson),
    Served("GET", "/export.{format}", "viewer", data.edition),
    Served("GET", "/map/base.json", "viewer", mapping.base),
    Served("GET", "/map/outlines.json", "viewer", mapping.outlines),
    Served("GET", "/tiles/{z}/{x}/{y}.mvt", "viewer", mapping.tile),
    Served("GET", "/agreements", "viewer", agreements.agreements),
    Served("GET", "/agreement/{id}", "viewer", agreements.agreement),
    Served("GET", "/patrols", "viewer", patrols.patrols),
    Served("GET", "/tallies", "viewer", tallies.tallies),
    Served("GET", "/balance", "viewer", balance.balance),
    Served("GET", "/sources", "viewer", sources.sources),
    Served("GET", "/source/{id}", "viewer", sources.source),
    Served("GET", "/actors", "viewer", actors.actors),
    Served("GET", "/places", "viewer", places.places),
    Served("GET", "/report", "viewer", reports.preview),
    Served("GET", "/report.{format}", "viewer", reports.whole),
    Served("GET", "/help", "viewer", guide.about),
    Served("GET", "/happening/{id}", "viewer", happenings.happening),
    Served("GET", "/document/{id}", "viewer", documents.document),
    Served("GET", "/claim/{id}", "viewer", happenings.of_claim),
    Served("GET", "/finding/{id}", "viewer", findings.finding),
    Served("GET", "/corrections", "viewer", record.corrections),
    Served("GET", "/record", "viewer", record.record),
    Served("GET", "/record/{seq}", "viewer", record.event),
    *(Served(one.method, one.path, one.need, one.answer) for one in API),
)
