"""The table of hostile inputs: each ends in a read or a named refusal, and loses no item."""

from __future__ import annotations

import socket

import pytest
from hostile import CANARY, CASES, check

from trucewatch.errors import IntakeError
from trucewatch.intake import read_documents


@pytest.fixture(scope="module")
def canary(tmp_path_factory):
    path = tmp_path_factory.mktemp("outside") / "canary.txt"
    path.write_text(CANARY)
    return path


def taken(data, name):
    """Return what was read and None, or nothing and the refusal."""
    try:
        return list(read_documents(data, name=name)), None
    except IntakeError as refusal:
        return [], refusal


@pytest.mark.parametrize("case", CASES, ids=[f"{one.format}: {one.what}" for one in CASES])
def test_ends_in_a_read_or_a_named_refusal(case, canary, monkeypatch):
    monkeypatch.setattr(socket, "create_connection", lambda *_, **__: pytest.fail("connected"))
    data = case.make(canary)
    found, refusal = taken(data, case.name)
    if refusal is not None:
        assert not case.kept, f"lost to: {refusal.message}"
        assert case.name in refusal.message
        assert refusal.fix
        return
    check(found)
    # Nothing is silently empty: there is text, or an issue that says why there is none.
    assert any(one.document.item.text.strip() or one.document.issues for one in found)
    told = "\n".join(one.document.item.text for one in found)
    assert case.kept in told.replace("\n", " ")
    assert CANARY not in told
    assert "alert(1)" not in told or "<script" not in told


def test_no_two_rows_are_the_same():
    assert len({(one.format, one.what) for one in CASES}) == len(CASES)
