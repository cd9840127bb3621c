"""Watches made for a test: a few reports of the example, read, merged and assessed."""

from __future__ import annotations

import time

from trucewatch import config, gather, pipeline
from trucewatch.cli.watches import make
from trucewatch.intake.folder import inputs_of
from trucewatch.ledger import Ledger

RAS_AL_AYN = (
    "2020-03-15_ru-mod_first-patrol.txt",
    "2020-03-19_euphrates-ledger_ras-al-ayn.txt",
    "2020-03-19_steppe-sentinel_bombs.txt",
)
"""A patrol, and two accounts of a bomb at one of the many places of this name."""


def watch_with(path, reports):
    """Make a watch at `path` of these reports of the example."""
    make(path, "idlib-2020")
    tools = pipeline.tools_for(path)
    with Ledger(path / config.LEDGER) as ledger:
        list(
            pipeline.add(ledger, inputs_of([path / config.REPORTS / one for one in reports]), tools)
        )
        pipeline.merge(ledger, tools)
        from_day, to_day = gather.period(tools.watched, ledger)
        pipeline.assess(ledger, tools, from_day=from_day, to_day=to_day)
    return path


def quiet(desk):
    """Wait until incidents and findings have followed what was decided."""
    for _ in range(1_200):
        if not desk.following:
            return
        time.sleep(0.05)
    raise AssertionError("following does not end")
