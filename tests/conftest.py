"""Fixtures that several tests share."""

from __future__ import annotations

import os

import pytest
from hypothesis import settings

from trucewatch.model import Side, Source, Watch

# No test asserts a time: machines differ, and a slow one is no bug. CI draws the same examples each
# time, so that a change is judged by what it changed; at a desk every run draws new ones.
settings.register_profile("desk", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True)
settings.load_profile("ci" if os.environ.get("CI") else "desk")


@pytest.fixture
def watch():
    sides = (
        Side(id="north", name="North", opposed_to=("south",)),
        Side(id="south", name="South", opposed_to=("north",)),
        Side(id="independent", name="None seen"),
    )
    sources = tuple(
        Source(id=name, name=name.title(), kind="outlet", side=side, independence_group=group)
        for name, side, group in (
            ("north-mod", "north", "north-mod"),
            ("south-mod", "south", "south-mod"),
            ("wire", "independent", "wire"),
            ("mirror", "independent", "wire"),
            ("observer", "independent", "observer"),
        )
    )
    return Watch(
        id="w",
        title="W",
        theatre=(35.5, 34.3, 42.4, 37.4),
        timezone="Asia/Damascus",
        sides=sides,
        sources=sources,
    )
