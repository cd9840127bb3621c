"""A served watch: one report read, merged and assessed, with people of every role."""

from __future__ import annotations

import pytest
from starlette.testclient import TestClient

from trucewatch import config, gather, pipeline
from trucewatch.cli.watches import make
from trucewatch.intake.folder import inputs_of
from trucewatch.ledger import Ledger
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
    path = tmp_path_factory.mktemp("served") / "watch"
    make(path, "idlib-2020")
    tools = pipeline.tools_for(path)
    with Ledger(path / config.LEDGER) as ledger:
        reports = [path / config.REPORTS / name for name in REPORTS]
        list(pipeline.add(ledger, inputs_of(reports), tools))
        pipeline.merge(ledger, tools)
        from_day, to_day = gather.period(tools.watched, ledger)
        pipeline.assess(ledger, tools, from_day=from_day, to_day=to_day)
    return path


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
