"""How claims of one text stand to each other: denies, restates, caused_by (CODEBOOK)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trucewatch.extract import tree
from trucewatch.extract.events import HOSTILE, LOOK_BACK, LOOSE, Event
from trucewatch.model import DENYING
from trucewatch.model.vocabulary import RelationKind

if TYPE_CHECKING:
    from collections.abc import Sequence

_IN_ANSWER = frozenset({"retaliation", "response", "reply", "revenge", "reprisal"})
_ANSWERS = frozenset({"retaliate", "respond"})

Links = dict[int, tuple[tuple[RelationKind, int], ...]]
"""Index of an event -> (relation, index of the event that it points at)."""


def relations(events: Sequence[Event]) -> Links:
    """Return the links between the happenings of a text, by their indexes."""
    links: dict[int, list[tuple[RelationKind, int]]] = {}
    for n in range(len(events)):
        target = _denied(events, n)
        if target is not None:
            links.setdefault(n, []).append(("denies", target))
        target = _restated(events, n)
        if target is not None:
            links.setdefault(n, []).append(("restates", target))
        cause = _cause(events, n)
        if cause is not None:
            links.setdefault(n, []).append(("caused_by", cause))
    return {n: tuple(found) for n, found in links.items()}


def _denied(events: Sequence[Event], n: int) -> int | None:
    event = events[n]
    if event.modality not in DENYING:
        return None
    if event.modality == "absent" and not event.said.named:
        return None
    for m in _by_nearness(events, n):
        other = events[m]
        if other.modality != "asserted" or not alike(event, other):
            continue
        if other.said.attribution.source_text == event.said.attribution.source_text:
            continue
        return m
    return None


def _restated(events: Sequence[Event], n: int) -> int | None:
    """A second source's statement of a happening told before."""
    event = events[n]
    if event.modality != "asserted" or event.hit.frame.carry is None:
        return None
    for m in reversed(range(max(0, n - LOOK_BACK), n)):
        if events[m].modality == "asserted" and events[m].act == event.act:
            return m
    return None


def alike(one: Event, other: Event) -> bool:
    """Say whether two claims may speak of one happening: act and place agree."""
    same = one.act == other.act or (
        one.act in HOSTILE
        and other.act in HOSTILE
        and bool({one.act, other.act} & (LOOSE | {"small_arms_fire"}))
    )
    if not same:
        return False
    first, second = one.where.place, other.where.place
    return (
        first is None
        or second is None
        or first.chosen == second.chosen
        or (first.text.lower() in second.text.lower() or second.text.lower() in first.text.lower())
    )


def _by_nearness(events: Sequence[Event], n: int) -> list[int]:
    near = range(max(0, n - LOOK_BACK), min(len(events), n + LOOK_BACK))
    rest = [m for m in near if m != n]
    return sorted(rest, key=lambda m: (abs(events[m].scene.order - events[n].scene.order), m > n))


def _cause(events: Sequence[Event], n: int) -> int | None:
    event = events[n]
    span = event.patrol.cause_span if event.patrol is not None else None
    if span is not None:
        for m in _by_nearness(events, n):
            if span.overlaps(events[m].trigger):
                return m
    if event.patrol is not None and event.patrol.outcome in ("shortened", "blocked", "cancelled"):
        for m in _by_nearness(events, n):
            other = events[m]
            if other.scene is event.scene and other.act in ("road_block", "protest"):
                return m
    if event.act in HOSTILE and _answers(event):
        before = reversed(range(max(0, n - LOOK_BACK), n))
        told = (m for m in before if events[m].act in HOSTILE and events[m].act != "toll")
        return next(told, None)
    return None


def _answers(event: Event) -> bool:
    words = {t.lemma.lower() for t in tree.subtree(event.scene.sentence, event.hit.token)}
    return bool(words & _IN_ANSWER) or event.hit.token.lemma.lower() in _ANSWERS
