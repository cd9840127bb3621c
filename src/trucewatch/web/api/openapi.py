"""The OpenAPI document, made from the table of the API and the nouns themselves."""

from __future__ import annotations

import re
from functools import cache
from typing import Any, Final

import msgspec
from starlette.responses import Response

from trucewatch import __version__
from trucewatch.web.api.answers import ANSWERS
from trucewatch.web.asking import Asking

_NAMES: Final = re.compile(r"\{(\w+)\}")
_TROUBLE: Final = {
    400: "The request does not fit; says what to do",
    401: "A session or token is needed",
    403: "Another role is needed",
    404: "There is no such thing",
}


def document(asked: Asking) -> Response:
    """Return the document."""
    del asked
    return Response(msgspec.json.encode(described()), media_type="application/json")


@cache
def described() -> dict[str, Any]:
    """Describe every route of the API (OpenAPI 3.1)."""
    from trucewatch.web.api.table import API

    shapes, components = msgspec.json.schema_components(
        ANSWERS, ref_template="#/components/schemas/{name}"
    )
    by_type: dict[Any, dict[str, Any]] = dict(zip(ANSWERS, shapes, strict=True))
    paths: dict[str, dict[str, Any]] = {}
    for one in API:
        shape = by_type.get(one.gives) if isinstance(one.gives, type) else {"type": "object"}
        told: dict[str, Any] = {
            "summary": one.summary,
            "description": f"Needs the role {one.need}.",
            "parameters": [
                *(
                    {"name": name, "in": "path", "required": True, "schema": {"type": "string"}}
                    for name in _NAMES.findall(one.path)
                ),
                *(
                    {"name": name, "in": "query", "required": False, "schema": schema}
                    for name, schema in one.query.items()
                ),
            ],
            "responses": {
                str(one.status): {
                    "description": one.summary,
                    "content": {_type(one.path): {"schema": shape}},
                },
                **{
                    str(status): {
                        "description": words,
                        "content": {"application/json": {"schema": by_type[ANSWERS[0]]}},
                    }
                    for status, words in _TROUBLE.items()
                },
            },
        }
        if one.takes is not None:
            told["requestBody"] = {
                "required": True,
                "content": {"application/json": {"schema": by_type[one.takes]}},
            }
        paths.setdefault(one.path, {})[one.method.lower()] = told
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "trucewatch",
            "version": __version__,
            "description": "Claims, happenings and findings of one watch. The working record: "
            "for the desk, not for publication.",
        },
        "paths": paths,
        "components": {
            "schemas": components,
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
        },
        "security": [{"token": []}],
    }


def _type(path: str) -> str:
    return "application/geo+json" if "/items" in path else "application/json"
