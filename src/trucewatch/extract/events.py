"""Happenings: triggers with roles, places, times, weapons, figures; and joining two of them."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from trucewatch.extract import tree
from trucewatch.extract.roles import Parts
from trucewatch.extract.where import Where
from trucewatch.model import (
    Condition,
    Figure,
    OtherPlace,
    PatrolReport,
    Span,
    TallyReport,
    TimeRef,
    Weapon,
)
from trucewatch.model.vocabulary import FAMILIES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from trucewatch.extract.attribution import Said
    from trucewatch.extract.scene import Scene
    from trucewatch.extract.triggers import Hit
    from trucewatch.model.vocabulary import Act, Modality, RestrictionKind

HOSTILE: Final = frozenset(FAMILIES["hostile"])
LOOSE: Final = frozenset({"attack", "explosion", "killing", "toll", "damage"})
"""Acts that say little of the means: a telling act beside them is the same happening."""
LOOK_BACK: Final = 200
"""Happenings of a text that a later one is held against: enough for any reader's memory, and what
keeps the cost of a long text in line with its length."""


@dataclass(frozen=True, slots=True)
class Event:
    """One happening as one sentence tells it; folding joins those of several sentences."""

    scene: Scene
    hit: Hit
    hits: tuple[Hit, ...]
    act: Act
    modality: Modality
    said: Said
    parts: Parts = field(default_factory=Parts)
    where: Where = field(default_factory=Where)
    time: TimeRef | None = None
    validity: TimeRef | None = None
    weapons: tuple[Weapon, ...] = ()
    figures: tuple[Figure, ...] = ()
    announced: tuple[Figure, ...] = ()
    """The figures of the headline that told of it first, for what the text leaves uncounted."""
    condition: Condition | None = None
    patrol: PatrolReport | None = None
    tally: TallyReport | None = None
    restriction: RestrictionKind | None = None
    recap: bool = False
    hostile: bool = False
    harm_only: bool = False
    own_place: bool = True
    latest: int = -1

    @property
    def told_until(self) -> int:
        """The order of the last sentence that tells of the happening."""
        return max(self.latest, self.scene.order)

    @property
    def earlier(self) -> bool:
        """Say whether the happening lies before what is told ("the residents had fled")."""
        sentence, token = self.scene.sentence, self.hit.token
        auxiliaries = tree.children(sentence, token, "aux")
        above = tree.head(sentence, token) if token.dep == "conj" else None
        if above is not None and not auxiliaries and not tree.children(sentence, token, "nsubj"):
            auxiliaries = tree.children(sentence, above, "aux")  # "had come out and attacked"
        return any(t.text.lower() in ("had", "'d") for t in auxiliaries)

    @property
    def trigger(self) -> Span:
        """The words that state the happening."""
        return self.hit.span


def merged(into: Event, other: Event) -> Event:
    """Return `into` with what `other` adds: roles, figures, weapons, place and time it lacks."""
    figures = added(into.figures, other.figures)
    weapons = (*into.weapons, *(w for w in other.weapons if w not in into.weapons))
    where = _both_places(into, other)
    return replace(
        into,
        hits=(*into.hits, *other.hits),
        parts=into.parts.told_on(other.parts),
        where=where,
        time=into.time or other.time,
        validity=into.validity or other.validity,
        weapons=tuple(sorted(weapons, key=lambda weapon: weapon.span)),
        figures=figures,
        announced=into.announced or other.announced,
        latest=max(into.told_until, other.told_until),
        condition=into.condition or other.condition,
    )


def _both_places(into: Event, other: Event) -> Where:
    others = (*into.where.others, *(o for o in other.where.others if o not in into.where.others))
    if into.where.place is None:
        return Where(other.where.place, others)
    further = other.where.place
    moved = other.act in ("troop_movement", "withdrawal") and other.own_place
    if moved and further is not None and further != into.where.place:
        others = (*others, OtherPlace(role="destination", place=further))
    return Where(into.where.place, others)


def added(figures: tuple[Figure, ...], more: Sequence[Figure]) -> tuple[Figure, ...]:
    """Return the figures with further ones behind, `part_of` counted anew, each span once."""
    start = len(figures)
    shifted = [
        figure if figure.part_of is None else with_part(figure, figure.part_of + start)
        for figure in more
    ]
    spans = {figure.span for figure in figures}
    if all(figure.span not in spans for figure in more):
        return (*figures, *shifted)
    # The same words twice: only where two triggers of one sentence claim one figure.
    return figures


def with_part(figure: Figure, part_of: int | None) -> Figure:
    """Return the figure as part of another one of its claim."""
    import msgspec

    return msgspec.structs.replace(figure, part_of=part_of)
