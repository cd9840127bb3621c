"""Side balance: what only one side tells of, what opposing sides both tell, what one denies."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

from starlette.responses import Response

from trucewatch.model import Grouping, Incident, Tally, Watch
from trucewatch.web.asking import Asking
from trucewatch.web.looking import looking
from trucewatch.web.query import KINDS

ROWS: Final = 60
"""Happenings listed under one side."""


@dataclass(slots=True)
class Share:
    """What the voices of one side tell of."""

    alone: list[Grouping] = field(default_factory=list)
    with_others: int = 0
    with_opposed: int = 0
    denies: int = 0


def balance(asked: Asking) -> Response:
    """Count for each side what it tells of alone, with others, against others, and denies."""
    look = looking(asked)
    watch = asked.desk.tools.watched
    rows = [row for row in look.rows if not isinstance(row, Tally)]
    shares = look.kept(lambda: shares_of(rows, watch), "balance", look.query.string())
    order = [one.id for one in watch.sides]
    ranked = sorted(shares.items(), key=lambda pair: _place(pair[0], order))
    return look.page(
        "balance.html.j2",
        here="/balance",
        shares=ranked,
        count=len(rows),
        listed=ROWS,
        kind_of=lambda row: KINDS[type(row)],
        is_incident=lambda row: isinstance(row, Incident),
    )


def shares_of(rows: Iterable[Grouping], watch: Watch) -> dict[str, Share]:
    """Return the shares by side ("" where a voice has no known side)."""
    shares: dict[str, Share] = defaultdict(Share)
    for row in rows:
        told = {voice.side or "" for voice in row.voices if voice.stance == "asserts"}
        for side in told:
            if told == {side}:
                shares[side].alone.append(row)
            elif any(watch.opposed(side or None, other or None) for other in told):
                shares[side].with_opposed += 1
            else:
                shares[side].with_others += 1
        for side in {voice.side or "" for voice in row.voices if voice.stance != "asserts"}:
            shares[side].denies += 1
    return shares


def _place(side: str, order: list[str]) -> tuple[bool, int, str]:
    return side == "", order.index(side) if side in order else len(order), side
