"""What is kept between requests is nobody's in particular: no page of one reaches another."""

from __future__ import annotations

import re

import pytest
from web.conftest import sign_in

from trucewatch.review.roles import ROLES
from trucewatch.web import looking

PATHS = ("/day/2020-03-18", "/happenings", "/happenings?q=ras", "/sources", "/balance", "/queue")


def happening(client):
    return re.search(r'href="(/happening/i1-[^"]+)"', client.get("/day/2020-03-18").text)[1]


@pytest.mark.parametrize("order", [ROLES, ROLES[::-1]])
def test_pages_name_who_asks_and_nobody_who_asked_before(client, order):
    for role in order:
        sign_in(client, role)
        for path in (*PATHS, happening(client)):
            head = client.get(path).text.partition("<main")[0]
            named = re.search(r'<span class="note"><bdi dir="auto">(\w+)</bdi>', head)[1]
            assert named == role, path
        client.post("/sign-out")


def test_forms_that_decide_are_shown_to_those_who_may(client):
    for role in ("admin", "viewer", "coder", "viewer"):
        sign_in(client, role)
        page = client.get(happening(client)).text
        assert ('action="/judge"' in page) == (role != "viewer"), role
        client.post("/sign-out")


def test_who_is_signed_out_gets_no_kept_page(client):
    sign_in(client, "admin")
    for path in PATHS:
        assert client.get(path).status_code == 200
    client.post("/sign-out")
    for path in PATHS:
        answer = client.get(path)
        assert answer.status_code == 303
        assert "<table" not in answer.text


def test_each_language_has_its_own(client):
    sign_in(client, "viewer")
    for language in ("en", "ar", "en", "ru"):
        page = client.get("/day/2020-03-18", headers={"accept-language": language}).text
        assert f'<html lang="{language}"' in page
        assert ("Happenings" in page) == (language == "en")


def test_an_earlier_state_is_not_shown_as_the_present_one(client):
    sign_in(client, "viewer")
    rows = re.compile(r'data-id="([^"]+)"')
    now = client.get("/day/2020-03-18").text
    then = client.get("/day/2020-03-18?as_of=1").text
    again = client.get("/day/2020-03-18").text
    assert rows.findall(now) == rows.findall(again) != []
    assert rows.findall(then) == []
    assert "as it was known at event 1" in then
    assert "as it was known at" not in again


def test_nothing_that_is_kept_names_a_person_who_asked(client):
    for role in ROLES:
        sign_in(client, role)
        for path in PATHS:
            client.get(path)
        client.post("/sign-out")
    parts = [one for _, one in looking.KEPT.held() if isinstance(one, str)]
    assert any("<table" in one for one in parts)
    for one in parts:
        assert '<form method="post"' not in one
        assert not any(f'<bdi dir="auto">{role}</bdi>' in one for role in ROLES)
