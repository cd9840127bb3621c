"""The one table of the API: method, path, role, function, parameters, shape of the answer."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final, get_args

from starlette.responses import Response

from trucewatch.model import ACTS, Document, Judgement
from trucewatch.model.vocabulary import OccurrenceGrade
from trucewatch.review.roles import Need
from trucewatch.web.api import answers, features, openapi
from trucewatch.web.asking import Asking
from trucewatch.web.query import KINDS

Schema = dict[str, Any]
DAY: Final[Schema] = {"type": "string", "format": "date"}
NUMBER: Final[Schema] = {"type": "integer", "minimum": 0, "maximum": 1_000_000_000}


@dataclass(frozen=True, slots=True)
class Api:
    """One route of the API. `query` and `path_names` are parameters by name with their schema."""

    method: str
    path: str
    need: Need
    answer: Callable[[Asking], Response]
    summary: str
    gives: type | str
    query: dict[str, Schema]
    takes: type | None = None
    status: int = 200


AS_OF: Final[dict[str, Schema]] = {"as_of": NUMBER}
PERIOD: Final[dict[str, Schema]] = {"from": DAY, "to": DAY, **AS_OF}
QUERY: Final[dict[str, Schema]] = {
    **PERIOD,
    "kind": {"type": "array", "items": {"enum": sorted(KINDS.values())}},
    "act": {"type": "array", "items": {"enum": sorted(ACTS)}},
    "grade": {"type": "array", "items": {"enum": sorted(get_args(OccurrenceGrade))}},
    "side": {"type": "array", "items": {"type": "string"}},
    "source": {"type": "array", "items": {"type": "string"}},
    "q": {"type": "string", "maxLength": 200},
    "bbox": {"type": "string", "description": "west,south,east,north in degrees"},
}
PAGING: Final[dict[str, Schema]] = {
    "limit": {"type": "integer", "minimum": 0, "maximum": answers.MOST},
    "offset": NUMBER,
}

API: Final[tuple[Api, ...]] = (
    Api("GET", "/api/v1/openapi.json", "viewer", openapi.document, "This document", "object", {}),
    Api("GET", "/api/v1", "viewer", answers.where, "Where the record stands", answers.Where, {}),
    Api(
        "GET", "/api/v1/happenings", "viewer", answers.happenings,
        "Happenings that a query asks for", answers.Happenings, {**QUERY, **PAGING},
    ),
    Api(
        "GET", "/api/v1/happenings/{id}", "viewer", answers.happening,
        "One happening", answers.Told, AS_OF,
    ),
    Api(
        "GET", "/api/v1/happenings/{id}/claims", "viewer", answers.claims,
        "The claims of one happening", answers.Claims, AS_OF,
    ),
    Api(
        "GET", "/api/v1/documents/{id}", "viewer", answers.document,
        "One document, without the words of readers", Document, AS_OF,
    ),
    Api(
        "GET", "/api/v1/findings", "viewer", answers.findings,
        "The findings of a period", answers.Findings, PERIOD,
    ),
    Api(
        "POST", "/api/v1/judgements", "coder", answers.judgements,
        "Record a decision", Judgement, {}, answers.Decision, 201,
    ),
    Api("GET", "/ogc", "viewer", features.landing, "OGC API Features: landing page", "object", {}),
    Api(
        "GET", "/ogc/conformance", "viewer", features.conformance,
        "What is conformed to", "object", {},
    ),
    Api("GET", "/ogc/collections", "viewer", features.collections, "The collections", "object", {}),
    Api(
        "GET", "/ogc/collections/{collection}", "viewer", features.collection,
        "One collection", "object", {},
    ),
    Api(
        "GET", "/ogc/collections/{collection}/items", "viewer", features.items,
        "Features of a collection", "object",
        {
            "bbox": {"type": "string"}, "datetime": {"type": "string"},
            "limit": {"type": "integer", "minimum": 1, "maximum": features.MOST}, "offset": NUMBER,
        },
    ),
    Api(
        "GET", "/ogc/collections/{collection}/items/{id}", "viewer", features.item,
        "One feature", "object", {},
    ),
)  # fmt: skip
"""Every route of the API; `routes.ROUTES` holds them beside the pages."""
