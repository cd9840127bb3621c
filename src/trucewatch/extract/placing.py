"""The place of a happening: chosen in its sentence, else taken up from what was told before."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from trucewatch.extract import tree
from trucewatch.extract.elsewhere import usable
from trucewatch.extract.forms import lemma_of
from trucewatch.extract.place_words import worded
from trucewatch.extract.sites import pointing, resolved_as
from trucewatch.extract.where import Where, choose, meant

if TYPE_CHECKING:
    from trucewatch.extract.events import Event
    from trucewatch.extract.scene import Scene
    from trucewatch.extract.shares import Share
    from trucewatch.model import Mention, Place, PlaceMention, Span

PLACED_ALONE: Final = frozenset({"ceasefire_act", "talks", "threat"})
"""Acts that take no place from what is told around them."""
_WHERE_SOURCE = re.compile(r"\s+(?:in|at|of|from|near|inside)\s+(?:the\s+|nearby\s+)*")
_BESIDE = 24
"""Characters between a source and where it is, at most."""
_WHERE_TARGET = re.compile(
    r"\s+(?:at|in|inside|near|outside|behind|beside)(?:\s+(?:the|an?|their|its|his|her))?\s+"
)
_BOTH = frozenset({"camp", "camps", "base", "bases", "airbase"})
_AIMING = frozenset(
    {"fire", "shoot", "aim", "launch", "throw", "lob", "hurl", "direct", "open", "drop", "pour"}
)
_VAGUE = frozenset(
    {"area", "zone", "place", "spot", "vicinity", "locality", "village", "villages", "hamlet",
     "settlement"}
)  # fmt: skip
_BY = frozenset(
    {"hit", "at", "in", "inside", "into", "near", "outside", "behind", "beside", "along", "around"}
)


def placed(event: Event, share: Share) -> Event:
    """Choose the place; names of the source and of those in a role are no places here."""
    source = event.said.cue.source if event.said.cue is not None else None
    people = (*event.parts.perpetrators, *event.parts.participants)
    foreign: list[Span] = [mention.span for mention in people]
    if source is not None:
        foreign.append(source)
        foreign += _of_source(event.scene, source)
    free = usable(event.scene, foreign, event.hit.token, event.act)
    event = _beside(event)
    struck = [mention.span for mention in event.parts.targets]
    own = [
        mention
        for mention in free
        if share.owns(mention.place.span)
        # "Fired at the army's positions" says at whom.
        and (
            mention.names
            or mention.lead == "hit"
            or not any(mention.place.span == span for span in struck)
        )
    ]
    where = choose(event.scene, event.act, own, event.trigger)
    if where.place is not None:
        where = replace(where, place=worded(event.scene, event.act, where.place))
    taken_up = _taken_up(event, where)
    if taken_up is not None:
        return replace(event, where=replace(where, place=taken_up))
    if where.place is not None and event.hostile:
        # "Struck Ukraine": a country is where it happened.
        kept = tuple(m for m in event.parts.targets if m.span != where.place.span)
        event = replace(event, parts=replace(event.parts, targets=kept))
    return replace(event, where=where, own_place=where.place is not None)


def _beside(event: Event) -> Event:
    """Return the happening without targets that only say where the others were.

    "Struck protesters at the dam": the dam is where. "Shelled the eastern suburbs": so are they.
    """
    scene, targets = event.scene, event.parts.targets
    # A camp or base that is attacked is a target, and where it was.
    sites = [
        m
        for m in scene.sites
        if m.lead in _BY and not (m.lead == "hit" and m.place.text.split()[-1].lower() in _BOTH)
    ]
    objects = {token.i for token in event.hit.args.get("obj", ())}
    sure = [m for m in targets if (t := tree.head_of(scene.sentence, m.span)) and t.i in objects]
    kept = tuple(
        mention
        for mention in targets
        if not any(
            site.place.span.end == mention.span.end
            and (
                site.lead == "hit"
                or (sure and mention not in sure)
                or _by_object(scene, site)
                or any(_beside_another(scene, other, mention) for other in targets)
            )
            for site in sites
        )
    )
    return replace(event, parts=replace(event.parts, targets=kept)) if kept != targets else event


def _beside_another(scene: Scene, other: Mention, mention: Mention) -> bool:
    """Say whether a target stands right behind another by "at" ("fired on medics at the tank")."""
    gap = scene.text[other.span.end : mention.span.start]
    return other.span.end < mention.span.start and _WHERE_TARGET.fullmatch(gap) is not None


def _by_object(scene: Scene, site: PlaceMention) -> bool:
    """Say whether a site only tells where the object of its verb was ("struck people at the dam").

    What somebody fires or throws at is aimed at, object or not.
    """
    head = tree.head_of(scene.sentence, site.place.span)
    verb = None if head is None else tree.head(scene.sentence, head)
    if head is None or verb is None or verb.pos != "VERB" or site.lead not in _BY:
        return False
    return bool(tree.children(scene.sentence, verb, "obj")) and lemma_of(verb) not in _AIMING


def _taken_up(event: Event, where: Where) -> Place | None:
    """Return the place named before that "there" or "in the village" takes up."""
    scene = event.scene
    if event.act in PLACED_ALONE:
        return None
    if where.place is not None:
        return _tied(scene, where.place)
    there = any(t.text.lower() == "there" and t.pos == "ADV" for t in scene.tokens)
    if there and scene.told_place is not None:
        return scene.told_place
    return None if where.others else scene.section


def _tied(scene: Scene, place: Place) -> Place | None:
    """Return a place without a name as the text ties it to one that it names.

    "The village" is the one told of; "the camp" keeps its words and lies where that one does.
    """
    told = scene.told_place
    if not pointing(scene.text, place):
        return resolved_as(place, told) if told and place.relation == "unresolved" else None
    here = meant(scene)
    if here is not None or told is None:
        return None if here is None else here.place
    return told if place.text.lower() in _VAGUE else resolved_as(place, told)


def _of_source(scene: Scene, source: Span) -> list[Span]:
    """Return the places that only say whose or where the source is ("a medic in Tarna said")."""
    return [
        mention.place.span
        for mention in (*scene.places, *scene.sites)
        if 0 < mention.place.span.start - source.end <= _BESIDE
        and _WHERE_SOURCE.fullmatch(scene.text, source.end, mention.place.span.start)
    ]
