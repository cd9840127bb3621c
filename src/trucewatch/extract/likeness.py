"""Whether two tellings are at odds: by place, by day, by doer, by count of the harm."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from msgspec.structs import replace as altered

from trucewatch.extract import tree
from trucewatch.extract.figures import HARM_KINDS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from trucewatch.extract.events import Event
    from trucewatch.extract.tree import Token
    from trucewatch.model import Figure, Place


_CASUALTY = re.compile(r"casualt|injur|death|fatalit|damage|victim|loss", re.IGNORECASE)
REACH = 3
"""Sentences over which harm or "the attack" may look back for its happening."""


def one_source(one: Event, other: Event) -> bool:
    """Say whether the same source tells both: by its words, or as the watch knows it."""
    mine, theirs = one.said.attribution, other.said.attribution
    known = mine.source is not None and mine.source == theirs.source
    return known or mine.source_text == theirs.source_text


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


def of_others(event: Event) -> bool:
    """Say whether nobody of some group was harmed, whoever else was ("none of the observers")."""
    groups = [figure.group for figure in event.figures]
    return all(group is not None and not _CASUALTY.search(group.text) for group in groups)


def other_toll(one: Event, other: Event) -> bool:
    """Say whether a sum over several happenings is followed by that of somebody else."""
    return any(
        mine.cumulative
        and mine.kind == theirs.kind
        and mine.group is not None
        and theirs.group is not None
        and mine.group.text.lower() != theirs.group.text.lower()
        for mine in one.figures
        for theirs in other.figures
    )


def once(figures: tuple[Figure, ...]) -> tuple[Figure, ...]:
    """Leave out "the driver" who was counted before as "a driver"."""
    again = [
        n
        for n, figure in enumerate(figures)
        if figure.text.lower().startswith("the ")
        and any(other.kind == figure.kind and _shares_noun(other, figure) for other in figures[:n])
    ]
    if not again:
        return figures
    kept = [n for n in range(len(figures)) if n not in again]
    place = {n: at for at, n in enumerate(kept)}
    return tuple(
        figures[n]
        if (whole := figures[n].part_of) is None
        else altered(figures[n], part_of=place.get(whole))
        for n in kept
    )


def _shares_noun(one: Figure, other: Figure) -> bool:
    if one.group is None or other.group is None:
        return True
    return one.group.text.lower().split()[-1] == other.group.text.lower().split()[-1]


def _group(figure: Figure) -> str:
    return figure.group.text.lower() if figure.group else ""


def of_another_kind(other: Event, event: Event, subjects: Sequence[Token]) -> bool:
    """Say whether a team is called by a word that the other lacks ("the boat team")."""
    kinds = [
        word.text.lower()
        for subject in subjects
        for word in tree.children(event.scene.sentence, subject, "compound")
    ]
    said = {token.text.lower() for token in other.scene.tokens}
    return bool(kinds) and said.isdisjoint(kinds)


def cancelled(event: Event) -> bool:
    """Say whether an event is a patrol that was called off."""
    return event.patrol is not None and event.patrol.outcome == "cancelled"
