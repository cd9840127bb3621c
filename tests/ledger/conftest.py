"""A ledger with a clock of its own."""

from __future__ import annotations

import pytest

from trucewatch.ledger import Ledger


@pytest.fixture
def ledger(tmp_path):
    ticks = iter(range(1_000_000))
    clock = lambda: f"2020-03-18T00:00:{next(ticks):09}+00:00"  # noqa: E731
    with Ledger(tmp_path / "ledger.db", clock=clock) as opened:
        yield opened
