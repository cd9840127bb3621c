"""From the triggers of one sentence to its happenings, every part with its span."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from msgspec.structs import replace as altered

from trucewatch.extract import tree
from trucewatch.extract.antecedents import Past
from trucewatch.extract.attribution import (
    OUTLET,
    Said,
    Sources,
    admitted,
    attributions,
    boasted,
    of_line,
    own_side,
    own_voice,
    speaking,
    speaks_for,
)
from trucewatch.extract.clauses import dates_only, negator
from trucewatch.extract.cues import table
from trucewatch.extract.details import detailed
from trucewatch.extract.events import HOSTILE, Event
from trucewatch.extract.figures import HARM_KINDS, FigureReading
from trucewatch.extract.forms import lemma_of
from trucewatch.extract.grouping import grouped
from trucewatch.extract.later_parts import parting
from trucewatch.extract.means import act_of, weapons_of
from trucewatch.extract.menaces import menaced
from trucewatch.extract.modality import Stance, stance
from trucewatch.extract.notes import noted
from trucewatch.extract.placing import PLACED_ALONE, placed
from trucewatch.extract.roles import Parts, parts_of, victims, without_overlap
from trucewatch.extract.shares import (
    Share,
    figures_of,
    own_readings,
    sums_up,
)
from trucewatch.extract.tallies import compared
from trucewatch.extract.triggers import find
from trucewatch.extract.when import dated
from trucewatch.extract.where import Where
from trucewatch.model import Figure, Mention, OtherPlace, Place, Watch

if TYPE_CHECKING:
    from collections.abc import Sequence

    from trucewatch.extract.actors import Registry
    from trucewatch.extract.frames import Frames
    from trucewatch.extract.scene import Scene
    from trucewatch.extract.triggers import Hit

_MOVING = frozenset({"displacement", "troop_movement", "withdrawal", "aid_delivery"})
_TITLE = re.compile(
    r"(?:\s+(?:of|and|on|for|the|[A-Z][\w'-]*)){0,5}?\s+(?:Agreement|Accord|Protocol|Treaty|Pact)s?\b"
)
_THEIR_OWN = frozenset({"its", "his", "her", "their", "our", "it", "he", "she", "they", "we"})
_NEGATING = frozenset({"denial.not_so", "denial.no_such"})
"""Rows that deny by their own negation ("is not correct")."""
_SHOT = frozenset({"munition_word", "projectile_word", "weapon", "shots"})
_ARMED_VOICES = frozenset(
    {"army", "forces", "military", "staff", "command", "brigade", "navy", "militia", "colonel",
     "general", "major", "captain", "commander", "spokesman", "defence", "defense"}
)  # fmt: skip
_LISTENING = frozenset(
    {"observer", "observers", "monitor", "monitors", "mission", "team", "peacekeepers"}
)
_DENIABLE = frozenset({"overflight", "troop_movement"})
"""Acts beside the hostile ones that a side denies when it says that it did not do them."""


@dataclass(frozen=True, slots=True)
class Reader:
    """What stays the same while a document is read."""

    frames: Frames
    registry: Registry
    sources: Sources
    watch: Watch | None
    publisher: str | None


@dataclass(frozen=True, slots=True)
class Before:
    """What a reader remembers: the sentence before, for pronouns, and the source named last."""

    past: Past
    source: Mention | None


def happenings(reader: Reader, scene: Scene, before: Before) -> tuple[Event, ...]:
    """Return the happenings of a sentence, in the order of their triggers."""
    apart = parting(scene, reader.frames)
    found = (apart,) if apart is not None else noted(scene, find(scene, reader.frames))
    hits = tuple(h for h in found if not (dates_only(scene, h) or _in_title(scene, h)))
    summed = sums_up(scene, hits)
    if summed:
        hits = tuple(h for h in hits if _summed(scene, h)) or hits
    groups = grouped(scene, hits, reader.frames)
    told = _round(reader, scene, groups, before, summed=summed)
    if len(told) < len(groups):
        # What claims nothing must not keep places and figures from the others: hence once more.
        groups = [share.group for share, _ in told]
        told = _round(reader, scene, groups, before, summed=summed)
    events = [event for _, event in told]
    for share, _ in told:
        # "X's claim that ... is untrue": asserted by X, denied by whoever says so.
        if len(attributions(scene, share.hit.token, reader.sources, before.source)) > 1:
            denied = _event(reader, share, before, voice=1)
            events += [denied] if denied is not None else []
    events = [event for event in events if not _conditional(event, events)]
    events = [event for event in events if not _again(event, events)]
    events = [_unhindered(event, events) for event in events]
    whole = _shared(tuple(sorted(events, key=lambda event: event.trigger)))
    return tuple(one for event in whole for one in compared(event))


def _summed(scene: Scene, hit: Hit) -> bool:
    """Say whether a trigger stands in a sum: harm, a tally, or people counted who had to go."""
    if hit.frame.harm is not None or hit.frame.act == "tally":
        return True
    driven = hit.frame.act == "displacement" and hit.kind == "verb"
    return driven and any(
        tree.children(scene.sentence, token, "nummod") for token in hit.args.get("obj", ())
    )


def _in_title(scene: Scene, hit: Hit) -> bool:
    """Say whether a noun is part of an agreement's name ("the Disengagement of Forces Agreement").

    Truces, talks and counts of breaches may well be told by such names.
    """
    own = hit.kind == "noun" and hit.frame.act not in PLACED_ALONE and hit.frame.act != "tally"
    named = own and hit.token.text.istitle() and hit.token.i > 0
    return named and _TITLE.match(scene.text, hit.span.end, scene.sentence.end) is not None


def _unhindered(event: Event, events: Sequence[Event]) -> Event:
    """Return a patrol without those who stopped it ("was held by soldiers") among its members."""
    if event.act != "patrol":
        return event
    against = [
        mention.span
        for other in events
        if other.act in HOSTILE | {"access_restriction", "road_block"}
        for mention in other.parts.perpetrators
    ]
    kept = tuple(m for m in event.parts.participants if m.span not in against)
    return replace(event, parts=replace(event.parts, participants=kept))


def _round(
    reader: Reader, scene: Scene, groups: Sequence[tuple[Hit, ...]], before: Before, *, summed: bool
) -> list[tuple[Share, Event]]:
    told = []
    for group in groups:
        others = tuple(other for other in groups if other is not group)
        share = Share(scene, group, others, summed)
        event = _event(reader, share, before)
        if event is not None:
            told.append((share, event))
    return told


def _conditional(event: Event, events: Sequence[Event]) -> bool:
    """Say whether an event only is the condition of another one."""
    return any(
        other is not event
        and other.condition is not None
        and other.condition.span.covers(event.trigger)
        for other in events
    )


def _again(event: Event, events: Sequence[Event]) -> bool:
    """Say whether a bare noun only names once more what its sentence tells ("the first strike")."""
    return _bare(event) and any(
        other is not event
        and other.act == event.act
        and other.modality == event.modality
        and (not _bare(other) or other.trigger < event.trigger)
        for other in events
    )


def _bare(event: Event) -> bool:
    """Say whether a noun names a happening and says no more of it."""
    noun = event.hit.kind == "noun" and not event.figures and not event.own_place
    return noun and event.time is None


def _event(reader: Reader, share: Share, before: Before, voice: int = 0) -> Event | None:
    """Read one happening, None if nothing is claimed; `voice` chooses among attributions."""
    scene, hit = share.scene, share.hit
    said = _attributed(reader, share, before, voice)
    readings = own_readings(share, said)
    parts = _silent(scene, hit, said, _parts(reader, share, before, readings))
    weapons = weapons_of(share, parts)
    act = act_of(reader.frames, share, parts, weapons, readings)
    how = _stance(scene, hit, said, parts, hostile=act in HOSTILE)
    figures = figures_of(share, readings)
    if how is None:
        return None
    unheard = how.modality == "absent" and hit.frame.harm is not None and _unheard(scene, hit)
    if unheard:
        figures, said = (), said if said.named else OUTLET  # "reported" names nobody here
    if how.modality == "absent" and hit.frame.harm is not None and not (figures or unheard):
        return None
    if how.modality == "absent" and _counts_none(figures, how, hit):
        how = replace(how, modality="asserted")
    event = Event(
        scene=scene, hit=hit, hits=share.group, act=act, modality=how.modality, said=said,
        parts=parts, weapons=weapons, figures=figures, condition=how.condition,
        hostile=act in HOSTILE, harm_only=hit.frame.harm is not None,
        restriction=hit.frame.restriction,
    )  # fmt: skip
    whole = detailed(dated(placed(event, share), share), reader.registry)
    return None if whole is None else _own_word(reader, whole)


def _attributed(reader: Reader, share: Share, before: Before, voice: int) -> Said:
    scene, hit = share.scene, share.hit
    said = attributions(scene, hit.token, reader.sources, before.source)[voice]
    if scene.said is not None and not said.named:
        said = of_line(scene, scene.said, reader.sources)
    theirs = said.named and hit.frame.modality == "denied" and _of_theirs(scene, hit)
    if hit.frame.speaker and (not said.named or hit.frame.carry is not None) and not theirs:
        said = speaking(scene, hit, reader.sources, said, before.source)
    if theirs:  # what others said beside it is no link to the denial
        plain = altered(said.attribution, form="said", chain=())
        said = replace(said, attribution=plain, denied=True)
    for laid in _laid(share):
        said = speaking(scene, laid, reader.sources, said, before.source)
    return own_voice(scene, said, reader.watch, reader.publisher)


def _of_theirs(scene: Scene, hit: Hit) -> bool:
    """Say whether those who had no part in it are the source's own ("said its men had none")."""
    subjects = hit.args.get("subj", ())
    owners = (t for who in subjects for t in tree.children(scene.sentence, who, "nmod:poss"))
    return any(t.text.lower() in _THEIR_OWN for t in (*subjects, *owners))


def _laid(share: Share) -> tuple[Hit, ...]:
    """Return the triggers that lay the happening of another one at a door ("blamed X for it")."""
    beside = (one for one in share.group if one is not share.hit and one.frame.carry is not None)
    return tuple(one for one in beside if negator(share.scene, one) is None)


def _parts(
    reader: Reader, share: Share, before: Before, readings: Sequence[FigureReading]
) -> Parts:
    parts = Parts()
    laid = _laid(share)
    for hit in share.group:
        if hit is not share.hit and hit.frame.carry is not None and hit not in laid:
            continue  # "no group claimed responsibility for the attack that killed two"
        parts = parts.joined(
            parts_of(share.scene, hit, reader.frames, reader.registry, before.past)
        )
    harmed = [
        reading.figure.group.span
        for reading in readings
        if reading.figure.group
        and reading.figure.kind in HARM_KINDS
        and reading.quantity.unit_class != "casualty"
        and reading.figure.best != 0
    ]
    harmed += menaced(share.scene, share.hit)
    whole = without_overlap(parts.joined(victims(share.scene, reader.registry, harmed)))
    return replace(whole, participants=_no_places(share.scene, whole.participants))


def _silent(scene: Scene, hit: Hit, said: Said, parts: Parts) -> Parts:
    """Return the roles without the source that a slip of the tree puts among them."""
    source = said.cue.source if said.cue is not None else None
    if source is not None and source.start > hit.token.end and not _by_pronoun(hit):
        # "Killing 20 people, relief officials said": the tree lists both.
        kept = tuple(one for one in parts.targets if not one.span.overlaps(source))
        parts = replace(parts, targets=kept)
    if source is None or not scene.text.startswith(":", source.end):
        return parts
    return Parts(
        *(
            tuple(one for one in people if not one.span.overlaps(source))
            for people in (parts.perpetrators, parts.targets, parts.participants)
        )
    )


def _by_pronoun(hit: Hit) -> bool:
    """Say whether a pronoun stands in a role, which may well mean the source."""
    return any(token.pos == "PRON" for tokens in hit.args.values() for token in tokens)


def _no_places(scene: Scene, people: Sequence[Mention]) -> tuple[Mention, ...]:
    """Leave out names of towns that a slip of the tree made somebody who takes part."""
    names = {mention.place.span for mention in scene.places if mention.place.precision != "region"}
    return tuple(one for one in people if one.actor is not None or one.span not in names)


def _stance(scene: Scene, hit: Hit, said: Said, parts: Parts, *, hostile: bool) -> Stance | None:
    doers = {m.text.lower() for m in (*parts.perpetrators, *parts.participants)}
    own = speaks_for(said, doers)
    how = stance(scene, hit, hostile=hostile, own_act=own)
    if how is None:
        return None
    if hit.frame.modality is not None and how.modality in ("asserted", "planned"):
        how = replace(how, modality=hit.frame.modality)
    if hit.frame.modality == "asserted":
        how = replace(how, modality="asserted")
    if said.denied or hit.frame.id in _NEGATING:
        how = replace(how, modality="denied")
    return how


def _unheard(scene: Scene, hit: Hit) -> bool:
    """Say whether harm only was not heard of ("no casualties were reported"): that is no nought."""
    above = tree.head(scene.sentence, hit.token)
    if hit.kind != "noun" or above is None or hit.token.dep != "nsubj:pass":
        return False
    return table().verbs.get(lemma_of(above)) in ("report", "confirm", "announce")


def _counts_none(figures: Sequence[Figure], how: Stance, hit: Hit) -> bool:
    """A negation that makes a figure of nought ("no one was killed") denies no happening."""
    if how.negator is None:
        return False
    zero = any(f.best == 0 and f.span.overlaps(how.negator) for f in figures)
    return zero and (hit.frame.harm is not None or hit.frame.act == "tally")


def _shared(events: tuple[Event, ...]) -> tuple[Event, ...]:
    """Give happenings without a place or time those that the sentence gives its others."""
    shared = []
    for event in events:
        lending = [
            o
            for o in events
            if o is not event and o.modality == event.modality and not _known_after(event, o)
        ]
        still = [o for o in lending if o.act not in _MOVING or o.act == event.act]
        if event.act in PLACED_ALONE:
            still = []
        place = event.where.place or next((o.where.place for o in still if o.where.place), None)
        place = place or _opening(event, events)
        now = [
            o
            for o in lending
            if (event.earlier or not o.earlier) and not _counted(o) and not _so_far(event)
        ]
        time = event.time or next((o.time for o in now if o.time), None)
        others = event.where.others or _observers(place, events)
        shared.append(replace(event, where=Where(place, others), time=time))
    return tuple(shared)


def _so_far(event: Event) -> bool:
    """Say whether harm is what there has been up to now ("in which 600 have been killed")."""
    auxiliaries = tree.children(event.scene.sentence, event.hit.token, "aux")
    return event.act == "toll" and any(t.text.lower() in ("have", "has") for t in auxiliaries)


def _known_after(event: Event, other: Event) -> bool:
    """Say whether a known happening is only said to follow another ("The clashes began after")."""
    verb = tree.head(event.scene.sentence, event.hit.token)
    dets = {t.text.lower() for t in tree.children(event.scene.sentence, event.hit.token, "det")}
    return (
        event.hit.kind == "noun"
        and verb is not None
        and bool(dets & {"the", "these", "this"})
        and other.hit.token.dep == "advcl"
        and other.hit.token.head == verb.i
    )


def _opening(event: Event, events: Sequence[Event]) -> Place | None:
    """Return the place with which a sentence opens, which holds for all that it tells."""
    if event.act in PLACED_ALONE:
        return None
    first = min(one.trigger.start for one in events)
    places = (o.where.place for o in events if o.act not in _MOVING and o.act not in PLACED_ALONE)
    return next((place for place in places if place and place.span.end <= first), None)


def _observers(place: Place | None, events: Sequence[Event]) -> tuple[OtherPlace, ...]:
    """Return where those stood who told of a bearing, if another happening of the sentence does."""
    if place is None or place.relation != "sector":
        return ()
    stood = [tuple(o for o in e.where.others if o.role == "observer") for e in events]
    return next((others for others in stood if others), ())


def _counted(event: Event) -> bool:
    """Say whether the time of an event is only how far back it counts ("killed since May")."""
    return event.act == "toll" and event.time is not None and event.time.end is None


def _theirs(event: Event) -> bool:
    """Say whether what did not do it is called the speaker's own ("no jet of theirs")."""
    sentence = event.scene.sentence
    subjects = event.hit.args.get("subj", ())
    below = [t for subject in subjects for t in tree.subtree(sentence, subject)]
    whose = any(t.dep == "nmod:poss" and t.text.lower() in _THEIR_OWN for t in below)
    behind = any(t.dep == "nmod" and t.text.lower() in ("his", "hers") for t in below)
    return whose or behind or any(t.text.lower() in ("theirs", "ours") for t in below)


def _disowned(event: Event) -> bool:
    """Say whether a force says of nobody's fire that there was none ("no bomb had been dropped").

    Who has the guns denies; who only listens did not hear.
    """
    words = set((event.said.attribution.source_text or "").lower().split())
    fired = event.hit.kind == "verb" and not event.parts.perpetrators
    shot = any(event.scene.classes[t.i] & _SHOT for t in event.hit.args.get("obj", ()))
    return fired and shot and bool(words & _ARMED_VOICES) and not words & _LISTENING


def _own_word(reader: Reader, event: Event) -> Event:
    """Tell a side's own word apart: what it admits, and what it says that it did not do."""
    doers = (*event.parts.perpetrators, *event.parts.participants)
    watch, publisher = reader.watch, reader.publisher
    deniable = event.hostile or event.act in _DENIABLE
    held_back = event.modality == "absent" and deniable and event.said.named
    own = own_side(event.said, doers, watch, publisher) or _theirs(event) or _disowned(event)
    if held_back and own:
        # A side that says it did not fire denies it (CODEBOOK: the denier is the source).
        return replace(event, modality="denied")
    if event.modality not in ("asserted", "absent"):
        return event
    if boasted(event.hit, event.figures) and event.said.named:
        return event
    if not admitted(event.said, event.act, doers, watch, publisher):
        return event
    said = replace(event.said, attribution=altered(event.said.attribution, form="admission"))
    return replace(event, said=said)
