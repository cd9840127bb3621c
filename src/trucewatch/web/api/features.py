"""OGC API Features (Part 1: Core, GeoJSON): QGIS and GDAL open the incidents live.

One collection per kind of happening, features are points in WGS 84, longitude first. `datetime`
takes a day, a moment or an interval (`2020-03-01/..`); pages are linked by `next`.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any, Final

import msgspec
from starlette.responses import Response

from trucewatch.errors import UsageError
from trucewatch.model import Incident, Tally
from trucewatch.report.basemap import feature
from trucewatch.report.mapdata import point_of
from trucewatch.web.api.answers import missing
from trucewatch.web.asking import Asking
from trucewatch.web.looking import period
from trucewatch.web.query import KINDS, Box, Happening, box, number

MOST: Final = 10_000
LIMIT: Final = 1_000
COLLECTIONS: Final = {
    "incidents": "incident",
    "patrols": "patrol",
    "sightings": "sighting",
    "restrictions": "restriction",
}
CONFORMS: Final = tuple(
    f"http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/{part}"
    for part in ("core", "geojson", "oas30")
)
CRS: Final = "http://www.opengis.net/def/crs/OGC/1.3/CRS84"
GEOJSON: Final = "application/geo+json"


def landing(asked: Asking) -> Response:
    """Return the landing page."""
    return _json(
        {
            "title": asked.desk.tools.watched.title,
            "description": "Happenings as they stand in the working record",
            "links": [
                _link(asked, "/ogc", "self"),
                _link(
                    asked,
                    "/api/v1/openapi.json",
                    "service-desc",
                    "application/vnd.oai.openapi+json;version=3.1",
                ),
                _link(asked, "/ogc/conformance", "conformance"),
                _link(asked, "/ogc/collections", "data"),
            ],
        }
    )


def conformance(asked: Asking) -> Response:
    """Return what is conformed to."""
    del asked
    return _json({"conformsTo": CONFORMS})


def collections(asked: Asking) -> Response:
    """Return every collection."""
    return _json(
        {
            "links": [_link(asked, "/ogc/collections", "self")],
            "collections": [_collection(asked, name) for name in COLLECTIONS],
        }
    )


def collection(asked: Asking) -> Response:
    """Return one collection."""
    name = asked.request.path_params["collection"]
    if name not in COLLECTIONS:
        return missing("collection", name)
    return _json(_collection(asked, name))


def items(asked: Asking) -> Response:
    """Return features.

    Raises:
        UsageError: a parameter does not fit.
    """
    name, params = asked.request.path_params["collection"], asked.request.query_params
    if name not in COLLECTIONS:
        return missing("collection", name)
    unknown = sorted(set(params) - {"bbox", "datetime", "limit", "offset", "f"})
    if unknown:
        raise UsageError(f"{unknown[0]!r} is no parameter", fix="bbox, datetime, limit, offset.")
    limit = number(params.get("limit"), "limit", LIMIT, MOST)
    if limit < 1:
        raise UsageError("limit is at least 1", fix="Leave it away for the default.")
    offset = number(params.get("offset"), "offset", 0, 10**9)
    window = box(params["bbox"]) if "bbox" in params else None
    first, last = _interval(params.get("datetime"), period(asked))
    drawn = [
        (row, at)
        for row in asked.desk.known.happenings(first, last)
        if KINDS[type(row)] == COLLECTIONS[name] and (at := _at(row)) is not None
        if window is None or _inside(at, window)
    ]
    shown = drawn[offset : offset + limit]
    path = f"/ogc/collections/{name}/items"
    links = [_link(asked, path, "self", GEOJSON)]
    if offset + limit < len(drawn):
        query = dict(params) | {"limit": str(limit), "offset": str(offset + limit)}
        url = asked.request.url.replace_query_params(**query)
        links.append({"href": str(url), "rel": "next", "type": GEOJSON})
    return _json(
        {
            "type": "FeatureCollection",
            "features": [_feature(row, at) for row, at in shown],
            "numberMatched": len(drawn),
            "numberReturned": len(shown),
            "timeStamp": datetime.now(UTC).isoformat(timespec="seconds"),
            "links": links,
        },
        GEOJSON,
    )


def item(asked: Asking) -> Response:
    """Return one feature."""
    name, ident = (asked.request.path_params[key] for key in ("collection", "id"))
    row = asked.desk.known.grouping(ident)
    if name not in COLLECTIONS or row is None or KINDS[type(row)] != COLLECTIONS[name]:
        return missing("feature", f"{name}/{ident}")
    at = _at(row)
    told = (
        _feature(row, at)
        if at
        else {"type": "Feature", "id": ident, "geometry": None, "properties": {}}
    )
    return _json(
        told | {"links": [_link(asked, f"/ogc/collections/{name}", "collection")]}, GEOJSON
    )


def _collection(asked: Asking, name: str) -> dict[str, Any]:
    west, south, east, north = asked.desk.tools.watched.theatre
    first, last = period(asked)
    return {
        "id": name,
        "title": name.capitalize(),
        "itemType": "feature",
        "crs": [CRS],
        "extent": {
            "spatial": {"bbox": [[west, south, east, north]], "crs": CRS},
            "temporal": {"interval": [[f"{first}T00:00:00Z", f"{last}T23:59:59Z"]]},
        },
        "links": [
            _link(asked, f"/ogc/collections/{name}", "self"),
            _link(asked, f"/ogc/collections/{name}/items", "items", GEOJSON),
        ],
    }


def _feature(row: Happening, at: tuple[float, float]) -> dict[str, Any]:
    assert not isinstance(row, Tally), "tallies lie nowhere"
    figures = row.figures if isinstance(row, Incident) else ()
    told: dict[str, Any] = {
        "kind": KINDS[type(row)],
        "act": row.act if isinstance(row, Incident) else None,
        "first_day": (row.when.start or "")[:10] or None,
        "last_day": (row.when.end or "")[:10] or None,
        "place": row.where.name,
        "uncertainty_m": row.where.uncertainty_m,
        "precision": row.where.precision,
        "occurrence": row.occurrence,
        "claims": len(row.claims),
    }
    for kind in ("killed", "wounded"):
        counted = [one for one in figures if one.kind == kind and one.group == "all"]
        told[f"{kind}_low"] = counted[0].low if counted else None
        told[f"{kind}_high"] = counted[0].high if counted else None
    return feature({"type": "Point", "coordinates": list(at)}, **told) | {"id": row.id}


def _at(row: Happening) -> tuple[float, float] | None:
    return None if isinstance(row, Tally) else point_of(row.where)


def _inside(at: tuple[float, float], window: Box) -> bool:
    return window[0] <= at[0] <= window[2] and window[1] <= at[1] <= window[3]


def _interval(value: str | None, period: tuple[str, str]) -> tuple[str, str]:
    """Return the first and last day of an OGC `datetime`."""
    if value is None:
        return period
    parts = value.split("/")
    if len(parts) > 2:
        raise UsageError(f"datetime={value[:60]!r} is no interval", fix="Write start/end.")
    ends = parts if len(parts) == 2 else [value, value]
    days = []
    for text, opened in zip(ends, ("0001-01-01", "9999-12-31"), strict=True):
        if text in ("", ".."):
            days.append(opened)
            continue
        try:
            days.append(date.fromisoformat(text[:10]).isoformat())
            if len(text) > 10:
                datetime.fromisoformat(text)
        except ValueError as error:
            raise UsageError(f"{text[:40]!r} is no date", fix="RFC 3339, or ..") from error
    if days[0] > days[1]:
        raise UsageError("the interval ends before it begins", fix="Swap its ends.")
    return days[0], days[1]


def _link(asked: Asking, path: str, rel: str, media: str = "application/json") -> dict[str, str]:
    base = str(asked.request.base_url).rstrip("/")
    return {"href": f"{base}{path}", "rel": rel, "type": media}


def _json(value: object, media: str = "application/json") -> Response:
    return Response(msgspec.json.encode(value), media_type=media)
