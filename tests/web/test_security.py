"""Deny by default: hosts, other sites, roles, sessions, tokens; headers on every answer."""

from __future__ import annotations

import pytest
from builders import run
from web.conftest import WORD, sign_in

from trucewatch.review.roles import ROLES, may
from trucewatch.web.routes import ROUTES

SAMPLE = {"name": "app.css", "day": "2020-03-15", "id": "i1-none"}


def path_of(one):
    path = one.path
    for name, value in SAMPLE.items():
        path = path.replace(f"{{{name}}}", value)
    return path


@pytest.mark.parametrize("role", [None, *ROLES])
@pytest.mark.parametrize("one", ROUTES, ids=lambda one: f"{one.method} {one.path}")
def test_every_route_answers_the_roles_of_the_table_and_nobody_else(client, one, role):
    if role:
        assert sign_in(client, role).status_code == 303
    answer = client.request(one.method, path_of(one))
    denied = answer.status_code in (401, 403) or (
        answer.status_code == 303 and answer.headers["location"].startswith("/sign-in?")
    )
    asked_for_a_password = one.path == "/sign-in" and one.method == "POST"
    if not asked_for_a_password:
        assert denied == (not may(role, one.need))


def test_a_route_that_is_not_in_the_table_is_not_served(client):
    sign_in(client, "admin")
    assert client.get("/admin").status_code == 404
    assert client.put("/happenings").status_code == 405


@pytest.mark.parametrize("path", ["/sign-in", "/static/app.css", "/nowhere", "/day/x"])
def test_every_answer_carries_the_policy(client, path):
    sign_in(client, "viewer")
    headers = client.get(path).headers
    policy = headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"


@pytest.mark.parametrize("host", ["evil.example", "desk.example.evil.example", "", "[::2]:80"])
def test_other_names_are_not_answered(client, host):
    answer = client.get("/sign-in", headers={"host": host})
    assert answer.status_code == 403
    assert "Sign in" not in answer.text


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"sec-fetch-site": "cross-site"}, 403),
        ({"sec-fetch-site": "same-site"}, 403),
        ({"sec-fetch-site": "none"}, 403),
        ({"sec-fetch-site": "same-origin"}, 303),
        ({"origin": "https://evil.example"}, 403),
        ({"origin": "null"}, 403),
        ({}, 403),
        ({"origin": "https://desk.example"}, 303),
    ],
)
def test_no_other_site_acts_in_ones_name(served, headers, status):
    from starlette.testclient import TestClient

    with TestClient(served, base_url="https://desk.example", follow_redirects=False) as client:
        assert client.post("/language", headers=headers).status_code == status


def test_a_session_ends_at_once_on_the_server(client, served):
    answer = sign_in(client, "coder")
    cookie = answer.headers["set-cookie"]
    assert cookie.startswith("__Host-trucewatch=")
    for part in ("HttpOnly", "Secure", "SameSite=lax", "Path=/"):
        assert part in cookie
    assert client.get("/happenings").status_code == 200
    served.state.desk.accounts.end_all("coder")
    assert client.get("/happenings").status_code == 303


def test_signing_out_leaves_a_stolen_cookie_worthless(client):
    sign_in(client, "coder")
    stolen = client.cookies["__Host-trucewatch"]
    client.post("/sign-out")
    again = client.get("/happenings", headers={"cookie": f"__Host-trucewatch={stolen}"})
    assert again.status_code == 303


def test_wrong_passwords_have_to_wait_and_say_nothing_of_the_name(client):
    wrong = [
        client.post("/sign-in", data={"name": name, "password": "x" * 12}).text
        for name in ("nobody-here", "viewer")
    ]
    assert "do not fit together" in wrong[0]
    assert wrong[0] == wrong[1].replace("viewer", "nobody-here")
    for _ in range(6):
        answer = client.post("/sign-in", data={"name": "ghost", "password": "x" * 12})
    assert answer.status_code == 429
    right = client.post("/sign-in", data={"name": "ghost", "password": WORD})
    assert right.status_code == 429


@pytest.mark.parametrize(
    "to",
    ["//evil.example", "https://evil.example/", "\\\\evil.example", "javascript:alert(1)", "/\\x"],
)
def test_nobody_is_led_elsewhere_after_signing_in(client, to):
    answer = client.post("/sign-in", data={"name": "viewer", "password": WORD, "to": to})
    assert answer.headers["location"] == "/"


def test_tokens_act_within_their_scopes_and_role(client, served):
    accounts = served.state.desk.accounts
    token = accounts.issue("viewer", "map", ("read",), 1)
    bearer = {"authorization": f"Bearer {token}"}
    assert client.get("/happenings.geojson", headers=bearer).status_code == 200
    assert client.post("/sign-out", headers=bearer).status_code == 403
    accounts.revoke("viewer", "map")
    assert client.get("/happenings.geojson", headers=bearer).status_code in (303, 401)
    assert client.get("/happenings", headers={"authorization": "Bearer x"}).status_code == 303


def test_nothing_that_is_kept_of_a_secret_is_the_secret(served, folder):
    accounts = served.state.desk.accounts
    token, session = accounts.issue("admin", "one", ("read",), 1), accounts.start("admin")
    kept = b"".join(path.read_bytes() for path in folder.glob("accounts.db*"))
    for secret in (token, session, WORD):
        assert secret.encode() not in kept


def test_commands_end_sessions_and_tokens_of_a_running_server(client, served, folder):
    sign_in(client, "coder")
    token = served.state.desk.accounts.issue("coder", "seen", ("read",), 1)
    bearer = {"authorization": f"Bearer {token}", "cookie": ""}
    assert client.get("/happenings").status_code == 200
    assert client.get("/api/v1", headers=bearer).status_code == 200
    assert run("user", "sign-out", "coder", "--watch", folder)[0] == 0
    assert client.get("/happenings").status_code == 303
    assert client.get("/api/v1", headers=bearer).status_code == 200
    assert run("user", "revoke", "coder", "seen", "--watch", folder)[0] == 0
    assert client.get("/api/v1", headers=bearer).status_code == 401


def test_a_form_sent_after_signing_out_gets_a_page_and_programs_get_json(client):
    """Nobody is signed in here, and a form cannot be sent on to the sign-in page."""
    answer = client.post("/sign-out", headers={"sec-fetch-site": "same-origin"})
    assert answer.status_code == 401
    assert answer.headers["content-type"].startswith("text/html")
    assert "Sign in" in answer.text
    told = client.get("/api/v1")
    assert (told.status_code, told.headers["content-type"]) == (401, "application/json")
