"""The JSON API and OGC API Features: what is described is what is answered."""

from __future__ import annotations

import json
import re

import pytest

from trucewatch.web.api.features import COLLECTIONS
from trucewatch.web.api.table import API

HOSTILE = ("", "..", "%00", "-1", "9" * 30, "<script>", "' OR 1=1 --", "\u0000", "é" * 300)


def ident(local):
    return local.get("/api/v1/happenings?limit=1").json()["items"][0]["incident"]["id"]


def test_the_document_describes_every_route_and_no_other(local):
    document = local.get("/api/v1/openapi.json").json()
    assert document["openapi"].startswith("3.1")
    told = {(m.upper(), p) for p, rows in document["paths"].items() for m in rows}
    assert told == {(one.method, one.path) for one in API}
    refs = set(re.findall(r'"#/components/schemas/(\w+)"', json.dumps(document)))
    assert refs <= set(document["components"]["schemas"])


def test_lists_say_how_many_there_are_and_page_through_them(local):
    whole = local.get("/api/v1/happenings?limit=1000").json()
    assert whole["count"] == len(whole["items"]) > 2
    paged = [
        local.get(f"/api/v1/happenings?limit=1&offset={n}").json()["items"][0]
        for n in range(whole["count"])
    ]
    assert paged == whole["items"]
    assert local.get("/api/v1/happenings?act=ied").json()["count"] < whole["count"]


def test_a_claim_comes_with_its_spans_and_the_document_that_holds_them(local):
    claims = local.get(f"/api/v1/happenings/{ident(local)}/claims").json()["items"]
    claim = claims[0]
    document = local.get(f"/api/v1/documents/{claim['item']}").json()
    start, end = claim["trigger"]
    assert document["item"]["text"][start:end].strip()


def test_what_is_not_there_is_said_as_json(local):
    for path in ("happenings/i1-x", "happenings/i1-x/claims", "documents/sha256:x"):
        answer = local.get(f"/api/v1/{path}")
        assert answer.status_code == 404
        assert set(answer.json()) == {"error", "fix"}


@pytest.mark.parametrize("value", HOSTILE)
@pytest.mark.parametrize(
    "path",
    [
        "/api/v1/happenings?limit={}",
        "/api/v1/happenings?as_of={}",
        "/api/v1/happenings?from={}",
        "/api/v1/happenings?bbox={}",
        "/api/v1/happenings/{}",
        "/api/v1/documents/{}",
        "/api/v1/findings?to={}",
        "/ogc/collections/{}/items",
        "/ogc/collections/incidents/items?bbox={}",
        "/ogc/collections/incidents/items?datetime={}",
        "/ogc/collections/incidents/items/{}",
    ],
)
def test_hostile_values_are_answered_and_never_break_the_server(local, path, value):
    from urllib.parse import quote

    answer = local.get(path.format(quote(value, safe="")))
    assert answer.status_code in (200, 307, 400, 404)
    assert "Traceback" not in answer.text


def test_features_are_found_by_box_and_time_and_linked_page_by_page(local):
    items = local.get("/ogc/collections/incidents/items?limit=1").json()
    assert items["numberReturned"] == 1 < items["numberMatched"]
    seen, at = [items["features"][0]["id"]], items
    while following := [row["href"] for row in at["links"] if row["rel"] == "next"]:
        at = local.get(following[0]).json()
        seen += [row["id"] for row in at["features"]]
    assert len(seen) == len(set(seen)) == items["numberMatched"]
    lon, lat = items["features"][0]["geometry"]["coordinates"]
    near = f"{lon - 0.01},{lat - 0.01},{lon + 0.01},{lat + 0.01}"
    found = local.get(f"/ogc/collections/incidents/items?bbox={near}").json()["features"]
    assert items["features"][0]["id"] in {row["id"] for row in found}
    nothing = local.get("/ogc/collections/incidents/items?datetime=../2019-01-01").json()
    assert nothing["numberMatched"] == 0


@pytest.mark.parametrize("name", COLLECTIONS)
def test_every_collection_is_described_and_served(local, name):
    assert local.get(f"/ogc/collections/{name}").json()["id"] == name
    answer = local.get(f"/ogc/collections/{name}/items")
    assert answer.headers["content-type"] == "application/geo+json"
    assert answer.json()["type"] == "FeatureCollection"


def test_landing_page_links_lead_somewhere(local):
    for link in local.get("/ogc").json()["links"]:
        assert local.get(link["href"]).status_code == 200


def test_an_unknown_parameter_is_refused(local):
    assert local.get("/ogc/collections/incidents/items?colour=red").status_code == 400


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"{", 400),
        (b"[]", 400),
        (b"\xff\xfe", 400),
        (b'{"kind": "reject", "subjects": ["c1-x"], "reason": "no"}', 400),
        (b'{"kind": "burn", "subjects": [], "reason": "no"}', 400),
        (b'{"kind": "reject", "subjects": ["c1-x"], "reason": "' + b"x" * 100_000 + b'"}', 400),
    ],
)
def test_decisions_that_do_not_fit_are_refused(local, body, status):
    headers = {"content-type": "application/json", "sec-fetch-site": "same-origin"}
    answer = local.post("/api/v1/judgements", content=body, headers=headers)
    assert answer.status_code == status
    assert set(answer.json()) == {"error", "fix"}
