"""Side balance: what only one side tells of, what opposing sides both tell, what one denies."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from starlette.responses import Response

from trucewatch.model import Incident, Watch
from trucewatch.model.incidents import Stance
from trucewatch.web.asking import Asking
from trucewatch.web.looking import Look, looking
from trucewatch.web.query import KINDS, Happening
from trucewatch.web.shelves import counted

ROWS: Final = 60
"""Happenings listed under one side."""
Stances = frozenset[tuple[str, Stance]]
"""Sides of the voices of a happening ("" where it is unknown), each with what it says of it."""


@dataclass(slots=True)
class Share:
    """How many happenings the voices of one side tell of."""

    alone: int = 0
    with_others: int = 0
    with_opposed: int = 0
    denies: int = 0


def balance(asked: Asking) -> Response:
    """Count for each side what it tells of alone, with others, against others, and denies."""
    look = looking(asked)
    return look.day_page(
        "balance.html.j2", "_balance.html.j2", lambda: _shown(look), here="/balance"
    )


def _shown(look: Look) -> dict[str, Any]:
    watch = look.asked.desk.tools.watched
    told: Counter[Stances] = Counter()
    for shelf, rows in zip(look.shelves, look.fitting, strict=True):
        for one, n in counted(shelf, rows).items():
            if one.kind != "tally":
                told[one.stances] += n
    shares = shares_of(told, watch)
    order = [one.id for one in watch.sides]
    first = {side: _first(look, side) for side, share in shares.items() if share.alone}
    return {
        "shares": sorted(shares.items(), key=lambda pair: _place(pair[0], order)),
        "first": first,
        "listed": ROWS,
        "kind_of": lambda row: KINDS[type(row)],
        "is_incident": lambda row: isinstance(row, Incident),
    }


def _first(look: Look, side: str) -> list[Happening]:
    """Read the first happenings that one side alone tells of."""
    idents: list[str] = []
    for shelf, rows in zip(look.shelves, look.fitting, strict=True):
        alone = [one.kind != "tally" and alone_in(one.stances) == side for one in shelf.kinds]
        fit = rows[np.array(alone, dtype=bool)[shelf.told[rows]]] if alone else ()
        idents += [shelf.id(int(at)) for at in fit[: ROWS - len(idents)]]
        if len(idents) == ROWS:
            break
    found = look.known.groupings_of(idents)
    return [found[ident] for ident in idents if ident in found]


def alone_in(stances: Stances) -> str | None:
    """Return the one side that says it happened, None where several do, or nobody."""
    sides = {side for side, stance in stances if stance == "asserts"}
    return next(iter(sides)) if len(sides) == 1 else None


def shares_of(told: Mapping[Stances, int], watch: Watch) -> dict[str, Share]:
    """Return the shares by side, of how many happenings each set of stances has."""
    shares: dict[str, Share] = defaultdict(Share)
    for stances, n in told.items():
        asserting = {side for side, stance in stances if stance == "asserts"}
        for side in asserting:
            if asserting == {side}:
                shares[side].alone += n
            elif any(watch.opposed(side or None, other or None) for other in asserting):
                shares[side].with_opposed += n
            else:
                shares[side].with_others += n
        for side in {side for side, stance in stances if stance != "asserts"}:
            shares[side].denies += n
    return shares


def _place(side: str, order: list[str]) -> tuple[bool, int, str]:
    return side == "", order.index(side) if side in order else len(order), side
