"""Accounts from a user's seat: add, list, change, issue, revoke, sign out."""

from __future__ import annotations

import pytest
from builders import run

from trucewatch import config
from trucewatch.ledger.accounts import Accounts
from trucewatch.web import passwords

WORD = "correct horse battery staple"
OTHER = "another horse entirely, and late"


@pytest.fixture
def folder(tmp_path):
    made = tmp_path / "watch"
    assert run("init", made)[0] == 0
    assert run("user", "add", "ana", "--role", "coder", "--watch", made, stdin=f"{WORD}\n")[0] == 0
    return made


@pytest.fixture
def accounts(folder):
    opened = Accounts(folder / config.ACCOUNTS)
    yield opened
    opened.close()


def user(folder, *words, stdin=""):
    return run("user", *words, "--watch", folder, stdin=stdin)


def test_a_token_is_shown_once_listed_and_revoked(folder, accounts):
    token = user(folder, "token", "ana", "qgis", "--days", "3")[1].strip()
    assert accounts.token(token).scopes == ("read",)
    code, listed = user(folder, "tokens")
    assert code == 0
    assert listed.split("\t")[:3] == ["ana", "qgis", "read"]
    assert token not in listed
    assert user(folder, "revoke", "ana", "qgis") == (0, "ana: qgis revoked\n")
    assert accounts.token(token) is None
    assert user(folder, "tokens")[1] == ""


def test_sessions_are_listed_and_ended_and_tokens_go_on(folder, accounts):
    sessions = [accounts.start("ana") for _ in range(2)]
    token = accounts.issue("ana", "qgis", ("read",), 1)
    assert [row.split("\t")[0] for row in user(folder, "sessions")[1].splitlines()] == ["ana"] * 2
    assert user(folder, "sign-out", "ana")[0] == 0
    assert [accounts.session(one) for one in sessions] == [None, None]
    assert user(folder, "sessions")[1] == ""
    assert accounts.token(token) is not None
    assert accounts.session(accounts.start("ana")) is not None


def test_what_ran_out_is_not_listed(folder, accounts):
    accounts.start("ana")
    accounts.issue("ana", "old", ("read",), 1)
    accounts._rows("UPDATE session SET seen = '2020-03-05T00:00:00.000000+00:00'")
    accounts._rows("UPDATE token SET expires = '2020-03-05T00:00:00.000000+00:00'")
    assert user(folder, "sessions") == (0, "")
    assert user(folder, "tokens") == (0, "")


def test_another_password_ends_sessions_and_the_old_one(folder, accounts):
    session = accounts.start("ana")
    assert user(folder, "password", "ana", stdin=f"{OTHER}\n")[0] == 0
    assert accounts.session(session) is None
    assert not passwords.right(accounts.password_of("ana"), WORD)
    assert passwords.right(accounts.password_of("ana"), OTHER)


@pytest.mark.parametrize(
    "words",
    [
        ("revoke", "ana", "none"),
        ("revoke", "nobody", "qgis"),
        ("sign-out", "nobody"),
        ("disable", "nobody"),
        ("role", "nobody", "viewer"),
        ("password", "nobody"),
        ("token", "nobody", "qgis"),
    ],
)
def test_what_is_not_there_is_said(folder, words):
    code, told = user(folder, *words, stdin=f"{WORD}\n")
    assert code == 1
    assert "nobody" in told or "none" in told


def test_a_short_password_changes_nothing(folder, accounts):
    assert user(folder, "password", "ana", stdin="short\n")[0] == 1
    assert passwords.right(accounts.password_of("ana"), WORD)
