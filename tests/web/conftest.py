"""A served watch: one report read, merged and assessed, with people of every role."""

from __future__ import annotations

import pytest
from starlette.testclient import TestClient
from web.watches import watch_with

from trucewatch.review.roles import ROLES
from trucewatch.web import app, passwords

BASE = "http://127.0.0.1"
WORD = "correct horse battery staple"
SAME = {"sec-fetch-site": "same-origin"}
REPORTS = (
    "2020-03-15_ru-mod_first-patrol.txt",
    "2020-03-19_euphrates-ledger_ras-al-ayn.txt",
    "2020-03-18_ru-mod_al-bara-denial.txt",
)


@pytest.fixture(scope="session")
def folder(tmp_path_factory):
    return watch_with(tmp_path_factory.mktemp("served") / "watch", REPORTS)


@pytest.fixture(scope="session")
def local(folder):
    """The one person on loopback."""
    built = app.app_for(folder, local=True)
    with TestClient(built, base_url=BASE, follow_redirects=False) as client:
        yield client
    built.state.desk.close()


@pytest.fixture(scope="session")
def served(folder):
    """The server of a team, with one person of each role."""
    built = app.app_for(folder, local=False, hosts=frozenset({"127.0.0.1", "desk.example"}))
    accounts = built.state.desk.accounts
    word = passwords.hashed(WORD)
    for role in ROLES:
        accounts.add(role, role, word)
    yield built
    built.state.desk.close()


@pytest.fixture
def client(served):
    served.state.desk.accounts._rows("DELETE FROM failure")
    # https, because a browser keeps a __Host- cookie only from there.
    with TestClient(
        served, base_url="https://desk.example", follow_redirects=False, headers=SAME
    ) as made:
        yield made


def sign_in(client, name):
    return client.post("/sign-in", data={"name": name, "password": WORD, "to": "/"})
