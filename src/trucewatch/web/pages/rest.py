"""Styles, scripts and the map library: what lies under `/static/`."""

from __future__ import annotations

from typing import Final

from starlette.responses import PlainTextResponse, Response

from trucewatch.web.asking import Asking
from trucewatch.web.rendering import PLACES, mark, static

TYPES: Final = {"css": "text/css", "js": "text/javascript", "mjs": "text/javascript"}


def static_file(asked: Asking) -> Response:
    """Return a file of the table, kept for good under the address that carries its hash."""
    name = asked.request.path_params["name"]
    if name not in PLACES:
        return PlainTextResponse("There is no such file.\n", status_code=404)
    kept = asked.request.query_params.get("v") == mark(name)
    return Response(
        static(name),
        media_type=TYPES[name.rpartition(".")[2]],
        headers={"Cache-Control": "public, max-age=31536000, immutable" if kept else "no-cache"},
    )
