"""From the triggers of one sentence to its happenings, every part with its span."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, cast

from msgspec.structs import replace as altered

from trucewatch.extract import patrols, tallies, tree
from trucewatch.extract.arguments import LIGHT, arguments
from trucewatch.extract.attribution import Said, Sources, admitted, attributions, own_side, own_voice, speaking
from trucewatch.extract.events import HOSTILE, LOOSE, Event, grouped, nearest
from trucewatch.extract.forms import is_form, lemma_of
from trucewatch.extract.figures import HARM_KINDS, FigureReading, reindexed
from trucewatch.extract.modality import Stance, stance
from trucewatch.extract.phrases import noun_phrase
from trucewatch.extract.roles import Parts, Past, parts_of, victims, without_overlap
from trucewatch.extract.triggers import find
from trucewatch.extract.where import Where, choose, usable
from trucewatch.model import Act, Figure, Mention, PlaceMention, Span, TimeRef, Watch, Weapon

if TYPE_CHECKING:
    from collections.abc import Sequence

    from trucewatch.extract.actors import Registry
    from trucewatch.extract.frames import Frames
    from trucewatch.extract.scene import Scene
    from trucewatch.extract.times import TimeMention
    from trucewatch.extract.tree import Token
    from trucewatch.extract.triggers import Hit


@dataclass(frozen=True, slots=True)
class Reader:
    """What stays the same while a document is read."""

    frames: Frames
    registry: Registry
    sources: Sources
    watch: Watch | None
    publisher: str | None


def happenings(reader: Reader, scene: Scene, past: Past, last: Mention | None) -> tuple[Event, ...]:
    """Return the happenings of a sentence, in the order of their triggers.

    `past` are the actors of the sentences before, for pronouns; `last` the source named last.
    """
    hits = find(scene, reader.frames)
    if _sums_up(scene):
        hits = tuple(h for h in hits if h.frame.harm is not None or h.frame.act == "tally") or hits
    groups = grouped(scene, hits, reader.frames)
    # What claims nothing must not keep places and figures from the others: hence two rounds.
    for _ in range(2):
        found = [
            (group, _event(reader, scene, group, [g for g in groups if g is not group], past, last))
            for group in groups
        ]
        groups = [group for group, event in found if event is not None]
    events = [event for _, event in found if event is not None]
    for group in groups:
        # "X's claim that ... is untrue": asserted by X, denied by whoever says so.
        if len(attributions(scene, group[0].token, reader.sources, last)) > 1:
            others = [g for g in groups if g is not group]
            denied = _event(reader, scene, group, others, past, last, 1)
            events += [denied] if denied is not None else []
    events = [event for event in events if not _conditional(event, events)]
    events = [event for event in events if not _again(event, events)]
    return _shared(tuple(sorted(events, key=lambda event: event.trigger)))


def _again(event: Event, events: Sequence[Event]) -> bool:
    """Say whether a bare noun only names once more what its sentence tells ("the first strike")."""
    bare = event.hit.kind == "noun" and not event.figures and not event.own_place
    return bare and event.time is None and any(
        other is not event and other.act == event.act and other.modality == event.modality
        for other in events
    )


def _sums_up(scene: Scene) -> bool:
    """Say whether a sentence adds harm up ("with this attack the number of dead rises to nine")."""
    words = {lemma_of(token) for token in scene.tokens}
    counts = words & _COUNTS and words & _RISES
    return bool(counts) and any(r.figure.kind in HARM_KINDS for r in scene.figures)


def _conditional(event: Event, events: Sequence[Event]) -> bool:
    """Say whether an event only is the condition of another one."""
    return any(
        other is not event and other.condition is not None
        and other.condition.span.covers(event.trigger)
        for other in events
    )


def _event(
    reader: Reader,
    scene: Scene,
    group: tuple[Hit, ...],
    others: Sequence[tuple[Hit, ...]],
    past: Past,
    last: Mention | None,
    voice: int = 0,
) -> Event | None:
    hit = group[0]
    said = attributions(scene, hit.token, reader.sources, last)[voice]
    if not said.named and (hit.frame.speaker or hit.frame.act == "tally"):
        said = speaking(scene, hit, reader.sources, said, last)
    said = own_voice(scene, said, reader.watch, reader.publisher)
    readings = [r for r in _own_figures(scene, group, others) if not _of_source(r, said)]
    parts = Parts()
    for one in group:
        parts = parts.joined(parts_of(scene, one, reader.frames, reader.registry, past))
    harmed = [
        r.figure.group.span
        for r in readings
        if r.figure.group
        and r.figure.kind in HARM_KINDS
        and r.quantity.unit_class != "casualty"
        and r.figure.best != 0
    ]
    parts = without_overlap(parts.joined(victims(scene, reader.registry, harmed)))
    weapons = _own_weapons(scene, group, others)
    weapons = _used(weapons, parts, group, scene)
    act = _act(reader.frames, group, parts, weapons, readings)
    hostile = act in HOSTILE
    how = _stance(scene, hit, said, parts, hostile=hostile)
    if how is None:
        return None
    figures = reindexed(scene.figures, [scene.figures.index(r) for r in readings])
    figures = _harmed(scene, figures, group)
    if _sums_up(scene):
        act = "toll" if act in HOSTILE else act
        figures = tuple(altered(f, cumulative=True) for f in figures)
    if how.modality == "absent" and hit.frame.harm is not None and not figures:
        return None
    if how.modality == "absent" and _counts_none(figures, how, hit):
        how = replace(how, modality="asserted")
    event = Event(
        scene=scene, hit=hit, hits=group, act=act, modality=how.modality, said=said, parts=parts,
        weapons=weapons, figures=figures, condition=how.condition, hostile=hostile,
        harm_only=hit.frame.harm is not None, restriction=hit.frame.restriction,
    )  # fmt: skip
    event = _placed(reader, event, others)
    event = _dated(event, others)
    event = _special(reader, event)
    if event is None:
        return None
    return _admitting(reader, event)


_COUNTS = frozenset({"number", "toll", "total"})
_RISES = frozenset({"rise", "bring", "raise", "climb", "reach", "stand", "increase", "grow"})
_MOVING = frozenset({"displacement", "troop_movement", "withdrawal", "aid_delivery"})
_HIS = ("its ", "his ", "her ", "their ")


def _stance(scene: Scene, hit: Hit, said: Said, parts: Parts, *, hostile: bool) -> Stance | None:
    doers = {m.text.lower() for m in (*parts.perpetrators, *parts.participants)}
    source = (said.attribution.source_text or "").lower()
    own = said.named and any(doer in source or source in doer for doer in doers)
    own = own or (said.named and source.startswith(_HIS))
    own = own or "we" in doers or any(doer.startswith("our ") for doer in doers)
    how = stance(scene, hit, hostile=hostile, own_act=own)
    if how is None:
        return None
    if hit.frame.modality is not None and how.modality in ("asserted", "planned"):
        how = replace(how, modality=hit.frame.modality)
    if said.denied:
        how = replace(how, modality="denied")
    return how


def _counts_none(figures: Sequence[Figure], how: Stance, hit: Hit) -> bool:
    """A negation that makes a figure of nought ("no one was killed") denies no happening."""
    if how.negator is None:
        return False
    zero = any(f.best == 0 and f.span.overlaps(how.negator) for f in figures)
    return zero and (hit.frame.harm is not None or hit.frame.act == "tally")


# ---- what belongs to which trigger ----------------------------------------------------------
def _owner(
    scene: Scene, span: Span, group: tuple[Hit, ...], others: Sequence[tuple[Hit, ...]]
) -> bool:
    """Say whether the words at a span belong to this group rather than to another one."""
    head = tree.head_of(scene.sentence, span)
    if head is None or not others:
        return True
    groups = [list(group), *(list(other) for other in others)]
    return nearest(scene, head, groups) == groups[0]


def _of_source(reading: FigureReading, said: Said) -> bool:
    """Say whether a figure counts the speakers ("two residents said")."""
    source = said.cue.source if said.cue is not None else None
    return source is not None and reading.quantity.phrase.overlaps(source)


def _own_figures(
    scene: Scene, group: tuple[Hit, ...], others: Sequence[tuple[Hit, ...]]
) -> list[FigureReading]:
    found = []
    harm = [hit for hit in group if hit.frame.harm is not None]
    foreign = [hit for other in others for hit in other if hit.frame.harm is not None]
    for reading in scene.figures:
        if reading.trigger is not None and any(h.span.overlaps(reading.trigger) for h in harm):
            found.append(reading)
        elif reading.trigger is not None and any(h.span.overlaps(reading.trigger) for h in foreign):
            continue
        elif _owner(scene, reading.trigger or reading.figure.span, group, others):
            found.append(reading)
    if group[0].frame.act not in ("aid_delivery", "tally", "sighting", "fortification"):
        found = [r for r in found if r.figure.kind != "other"]
    if group[0].frame.act not in ("ground_advance", "withdrawal", "patrol", "troop_movement"):
        found = [r for r in found if r.figure.kind != "distance_km"]
    if group[0].frame.act != "tally":
        found = [r for r in found if r.figure.kind != "violations"]
    return found


def _harmed(
    scene: Scene, figures: tuple[Figure, ...], group: tuple[Hit, ...]
) -> tuple[Figure, ...]:
    """Give figures that a row of harm has as object the kind of that row ("neutralised")."""
    kinds = {
        thing.i: hit.frame.harm
        for hit in group
        if hit.frame.harm is not None and hit.kind == "verb"
        for thing in hit.args.get("obj", ())
    }
    found = []
    for figure in figures:
        head = tree.head_of(scene.sentence, figure.group.span) if figure.group else None
        kind = kinds.get(head.i) if head is not None else None
        plain = figure.kind in ("persons", "vehicles", "weapons", "other")
        found.append(altered(figure, kind=kind) if kind is not None and plain else figure)
    return tuple(found)


def _own_weapons(
    scene: Scene, group: tuple[Hit, ...], others: Sequence[tuple[Hit, ...]]
) -> tuple[Weapon, ...]:
    return tuple(
        w
        for w in scene.weapons
        if _owner(scene, w.span, group, others) and not _behind_verb(scene, w.span, group)
    )


def _behind_verb(scene: Scene, span: Span, group: tuple[Hit, ...]) -> bool:
    """Say whether a weapon stands in a clause that says something else ("combed it for mines")."""
    token = tree.head_of(scene.sentence, span)
    triggers = {hit.token.i for hit in group}
    while token is not None and token.i not in triggers:
        other = token.pos == "VERB" and token.dep in ("conj", "parataxis")
        if other and any(hit.token.i == token.head for hit in group):
            return not any(is_form(token, word) for word in LIGHT)
        token = tree.head(scene.sentence, token)
    return False


def _used(
    weapons: Sequence[Weapon], parts: Parts, group: tuple[Hit, ...], scene: Scene
) -> tuple[Weapon, ...]:
    """Leave out weapons that were hit, and those from which somebody watched."""
    lost = [m.span for m in parts.targets] if group[0].frame.act in HOSTILE | {"damage"} else []
    if group[0].frame.act == "sighting":
        lost += [t.span for t in group[0].args.get("subj", ()) if group[0].args.get("obj")]
    return tuple(w for w in weapons if not any(span.overlaps(w.span) for span in lost))


def _act(
    frames: Frames,
    group: tuple[Hit, ...],
    parts: Parts,
    weapons: Sequence[Weapon],
    readings: Sequence[FigureReading],
) -> Act:
    main = [hit for hit in group if hit.frame.harm is None]
    if not main:
        return _harm_act(frames, group, parts, weapons, readings)
    act: str = main[0].frame.act
    for hit in main[1:]:
        if act in HOSTILE and hit.frame.act in HOSTILE:
            act = frames.telling(act, hit.frame.act)
    if any(hit.frame.means for hit in main) or act in LOOSE:
        act = _by_means(frames, act, parts, weapons)
    return cast("Act", act)


def _by_means(frames: Frames, act: str, parts: Parts, weapons: Sequence[Weapon]) -> str:
    """Return the act that the named means makes of it; weapons that were hit do not count."""
    used = [w for w in weapons if not any(m.span.overlaps(w.span) for m in parts.targets)]
    for weapon in used:
        made = frames.act_of_weapon.get(weapon.class_)
        if made is not None and (act in LOOSE or frames.rank[made] < frames.rank[act]):
            act = made
    return act


def _harm_act(
    frames: Frames,
    group: tuple[Hit, ...],
    parts: Parts,
    weapons: Sequence[Weapon],
    readings: Sequence[FigureReading],
) -> Act:
    """Name harm that no trigger of its sentence explains."""
    made = _by_means(frames, "toll", parts, weapons)
    things = [r for r in readings if r.figure.kind in ("destroyed", "damaged")]
    only_things = all(hit.frame.harm == "damaged" for hit in group) and not (
        len(readings) > len(things)
    )
    if made != "toll" and any(hit.frame.harm != "damaged" for hit in group):
        return cast("Act", made)
    if only_things:
        return "damage"
    killers = any(hit.frame.harm == "killed" and hit.frame.act == "killing" for hit in group)
    cumulative = any(r.figure.cumulative for r in readings)
    return "killing" if killers and parts.perpetrators and not cumulative else "toll"


# ---- where and when -------------------------------------------------------------------------
def _placed(reader: Reader, event: Event, others: Sequence[tuple[Hit, ...]]) -> Event:
    scene = event.scene
    foreign = _foreign(event)
    free = usable(scene, foreign, event.hit.token, event.act)
    own = [m for m in free if _owner(scene, m.place.span, event.hits, others)]
    where = choose(scene, event.act, own, event.trigger)
    return replace(event, where=where, own_place=where.place is not None)


def _foreign(event: Event) -> list[Span]:
    """Return spans whose places are part of somebody's name or of the attribution."""
    cue = event.said.cue
    spans = []
    if cue is not None and cue.source is not None:
        spans.append(cue.source)
    for mention in (*event.parts.perpetrators, *event.parts.participants):
        spans.append(mention.span)
    return spans


def _dated(event: Event, others: Sequence[tuple[Hit, ...]]) -> Event:
    scene = event.scene
    fitting = [
        m
        for m in scene.times
        if not m.is_dateline
        and not _anchor_only(m, event)
        and _owner(scene, m.ref.span, event.hits, others)
        and not _of_name(scene, m)
        and not _speaking_time(scene, m, event)
    ]
    future = event.modality in ("planned", "threatened", "hypothetical")

    def cost(mention: TimeMention) -> tuple[bool, bool, int]:
        open_ = mention.ref.start is None and mention.ref.end is None
        away = abs(mention.ref.span.start - event.trigger.start)
        return open_, mention.is_recap, away

    best = min(fitting, key=cost, default=None)
    if best is None:
        return event
    ref = best.forward if future and best.forward is not None else best.ref
    return replace(event, time=ref, recap=best.is_recap)


def _anchor_only(mention: TimeMention, event: Event) -> bool:
    """Say whether "since the truce" only sets the scene: it dates counts and absences alone."""
    if not mention.anchors_truce or event.act == "ceasefire_act":
        return False
    counted = event.act in ("tally", "toll") or event.modality == "absent"
    return mention.ref.start is None and not counted


def _of_name(scene: Scene, mention: TimeMention) -> bool:
    """Say whether a date is part of a name ("the protocol of 5 March")."""
    head = tree.head_of(scene.sentence, mention.ref.span)
    before = scene.text[: mention.ref.span.start].rstrip().rsplit(maxsplit=1)
    return head is not None and before[-1:] == ["of"]


def _speaking_time(scene: Scene, mention: TimeMention, event: Event) -> bool:
    """Say whether a time says when somebody spoke ("the minister said on Thursday")."""
    cue = event.said.cue
    if cue is None or cue.verb >= len(scene.tokens) or event.act == "tally":
        return False
    head = tree.head_of(scene.sentence, mention.ref.span)
    if head is None:
        return False
    verb: Token = scene.tokens[cue.verb]
    if head.i in cue.scope:
        return False
    above = tree.head(scene.sentence, head)
    return above is not None and (above.i == verb.i or abs(head.i - verb.i) <= 3)


def _shared(events: tuple[Event, ...]) -> tuple[Event, ...]:
    """Give happenings without a place or time those that the sentence gives its others."""
    shared = []
    for event in events:
        lending = [
            other
            for other in events
            if other is not event
            and other.scene is event.scene
            and other.modality == event.modality
        ]
        still = [o for o in lending if o.act not in _MOVING or o.act == event.act]
        place = event.where.place or next((o.where.place for o in still if o.where.place), None)
        time = event.time or next((o.time for o in lending if o.time), None)
        if event.act in ("ceasefire_act", "talks", "threat"):
            place = event.where.place
        where = event.where if event.where.place else Where(place, event.where.others)
        shared.append(replace(event, where=where, time=time))
    return tuple(shared)


# ---- acts with fields of their own ----------------------------------------------------------
def _special(reader: Reader, event: Event) -> Event | None:
    if event.act == "patrol":
        return _patrol(reader, event)
    if event.act == "tally":
        return _tally(reader, event)
    if event.act == "ceasefire_act":
        return _truce(event)
    return event


def _driven_by(reader: Reader, event: Event, outcome: patrols.Outcome | None) -> Event:
    """Add those who held a patrol as participants ("units drove the first joint patrol")."""
    if outcome is None or outcome.outcome not in ("held", "completed") or event.parts.participants:
        return event
    doers = arguments(event.scene, outcome.verb, "verb").get("subj", ())
    found = tuple(
        reader.registry.mention(event.scene.text, noun_phrase(event.scene, doer))
        for doer in doers
        if event.scene.classes[doer.i] & {"force", "any_actor"} and doer.i != event.hit.token.i
    )
    return replace(event, parts=replace(event.parts, participants=found))


def _patrol(reader: Reader, event: Event) -> Event | None:
    outcome = patrols.outcome_of(event.scene, event.hit)
    planned = event.modality in ("planned", "threatened", "hypothetical")
    if outcome is None and not planned:
        return None
    modality = event.modality
    event = _driven_by(reader, event, outcome)
    if modality == "absent" and outcome is not None and outcome.outcome in ("cancelled", "blocked"):
        modality = "asserted"
    places: Sequence[PlaceMention] = event.scene.places
    report = patrols.report(event.scene, outcome, places, planned=planned)
    return replace(event, patrol=report, modality=modality)


def _tally(reader: Reader, event: Event) -> Event | None:
    who = event.hit.args.get("subj", ()) if event.hit.kind == "verb" else ()
    reporter = None
    if who and event.said.attribution.source_text is None:
        span = noun_phrase(event.scene, who[0])
        reporter = Mention(text=event.scene.words(span), span=span)
    named = event.said.attribution.source_text
    tally = tallies.tally_of(
        event.scene, event.figures, event.time, reporter.text if reporter else named
    )
    if tally is None:
        return None
    return replace(event, tally=tally)


def _truce(event: Event) -> Event:
    """For a truce, `time` is its entry into force and `validity` its term (CODEBOOK, "Time")."""
    terms = [
        m.ref
        for m in event.scene.times
        if m.lead in ("until", "till", "for", "between") and not m.is_dateline
    ]
    if not terms:
        return event
    time: TimeRef | None = None if event.time in terms else event.time
    return replace(event, validity=terms[0], time=time)


def _admitting(reader: Reader, event: Event) -> Event:
    if event.modality == "absent" and event.hostile and event.said.named:
        doers = (*event.parts.perpetrators, *event.parts.participants)
        if own_side(event.said, doers, reader.watch, reader.publisher):
            # A side that says it did not fire denies it (CODEBOOK: the denier is the source).
            return replace(event, modality="denied")
    own = admitted(
        event.said, event.act, event.parts.perpetrators, event.parts.participants,
        reader.watch, reader.publisher,
    )  # fmt: skip
    if not own or event.modality not in ("asserted", "absent"):
        return event
    said = replace(event.said, attribution=altered(event.said.attribution, form="admission"))
    return replace(event, said=said)
