"""Whether two tellings are at odds: by place, by day, by doer, by count of the harm."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trucewatch.extract.figures import HARM_KINDS

if TYPE_CHECKING:
    from trucewatch.extract.events import Event
    from trucewatch.model import Figure, Place


REACH = 3
"""Sentences over which harm or "the attack" may look back for its happening."""


def apart(one: Event, other: Event) -> bool:
    """Say whether places, days or doers show two happenings."""
    if one.where.place and other.where.place and other.own_place and not same_place(one, other):
        return True
    if one.time and other.time and not same_day(one, other):
        return True
    mine = {m.actor or m.text.lower() for m in one.parts.perpetrators}
    theirs = {m.actor or m.text.lower() for m in other.parts.perpetrators}
    return bool(mine and theirs) and not mine & theirs


def same_place(one: Event, other: Event) -> bool:
    """Say whether the places agree; a later telling without one stands close behind."""
    first, second = one.where.place, other.where.place
    if first is None or second is None:
        return second is None and other.scene.order - one.scene.order <= 1
    return _names_agree(first, second)


def _names_agree(first: Place, second: Place) -> bool:
    if first.chosen is not None and second.chosen is not None:
        return first.chosen == second.chosen or _within(first, second)
    return _within(first, second) or _wider(first, second)


def _within(first: Place, second: Place) -> bool:
    one, other = first.text.lower(), second.text.lower()
    return one in other or other in one


def _wider(first: Place, second: Place) -> bool:
    """A region named beside a village does not contradict it."""
    broad = ("admin", "region", "area")
    return (first.precision in broad) != (second.precision in broad)


def same_day(one: Event, other: Event) -> bool:
    """Say whether the times allow one day; an unknown time allows any."""
    if one.time is None or other.time is None:
        return True
    first, second = one.time, other.time
    if first.start is None or second.start is None:
        return first.text.lower() == second.text.lower() or first.start is None
    if first.start[:10] == second.start[:10]:
        return True
    if "year" in (first.precision, second.precision) or "month" in (
        first.precision,
        second.precision,
    ):
        return False
    return (first.start[:10] <= second.start[:10] <= (first.end or first.start)[:10]) or (
        second.start[:10] <= first.start[:10] <= (second.end or second.start)[:10]
    )


def own_day(one: Event, other: Event) -> bool:
    """Say whether both have times, of different days."""
    return one.time is not None and other.time is not None and not same_day(one, other)


def other_count(one: Event, other: Event) -> bool:
    """Say whether both count the same kind of harm to the same group differently."""
    for mine in one.figures:
        for theirs in other.figures:
            if mine.kind != theirs.kind or mine.kind not in HARM_KINDS:
                continue
            same = _group(mine) == _group(theirs) or not (mine.group and theirs.group)
            if same and (mine.low, mine.best, mine.high) != (theirs.low, theirs.best, theirs.high):
                return True
    return False


def _group(figure: Figure) -> str:
    return figure.group.text.lower() if figure.group else ""
