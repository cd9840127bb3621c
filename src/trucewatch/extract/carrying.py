"""What a sentence takes over from those before it: the happening meant, its place, its day."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from msgspec.structs import replace as altered

from trucewatch.extract import tree
from trucewatch.extract.events import HOSTILE, Event
from trucewatch.extract.likeness import REACH, own_day, same_day
from trucewatch.extract.patrols import outcome_of, report
from trucewatch.extract.relations import alike
from trucewatch.extract.roles import Parts
from trucewatch.extract.scene import classes_of
from trucewatch.extract.where import Where

if TYPE_CHECKING:
    from collections.abc import Sequence

_NEXT = frozenset(
    {"troop_movement", "withdrawal", "access_restriction", "displacement", "sighting"}
)
_OF_SERIES = frozenset({"attack.strike_noun", "attack.another", "attack.strike"})
_FROM_ABOVE = frozenset({"air_strike", "drone_strike", "missile_strike", "shelling"})
_UNDONE = frozenset({"ied.clear", "ied.cleared"})
"""Finding and clearing mines: what is told next did not happen there."""
_NIGHT = timedelta(days=1)
_VEHICLES = frozenset({"convoy", "vehicle", "weapon", "military_vehicle"})


def as_denial(kept: Sequence[Event], event: Event) -> Event:
    """Read "the army said it had not fired" after somebody's charge as its denial.

    Without a charge in the text it stays what did not happen (CODEBOOK, "Modality").
    """
    if event.modality != "absent" or not event.hostile or not event.said.named:
        return event
    source = (event.said.attribution.source_text or "").lower()
    doers = [mention.text.lower() for mention in event.parts.perpetrators]
    charged = any(
        other.modality == "asserted"
        and alike(event, other)
        and other.said.attribution.source_text != event.said.attribution.source_text
        for other in kept
    )
    own = any(doer in source or source in doer for doer in doers)
    return replace(event, modality="denied") if own and charged else event


def on_patrol(kept: Sequence[Event], event: Event) -> Event:
    """Read "the convoy turned back" after a patrol as word of that patrol."""
    if event.act != "troop_movement" or event.modality != "asserted":
        return event
    near = [
        other
        for other in kept
        if other.act == "patrol" and 0 <= event.scene.order - other.scene.order <= 2
    ]
    subjects = event.hit.args.get("subj", ())
    rolling = any(classes_of(event.scene, t) & _VEHICLES for t in subjects)
    outcome = outcome_of(event.scene, event.hit)
    if not near or not rolling or outcome is None:
        return event
    places = event.scene.places
    told = report(event.scene, outcome, places, planned=False)
    return replace(event, act="patrol", patrol=told)


def continued(kept: Sequence[Event], event: Event) -> Event:
    """Let a reaction told right after a happening share its place and day."""
    if event.act == "tally" and kept and kept[-1].tally is not None:
        return _same_period(kept[-1], event)
    if event.act == "patrol":
        return _same_patrol(kept, event)
    if event.modality == "denied":
        return _meant(kept, event)
    if event.act not in HOSTILE or event.act == "toll" or event.modality != "asserted":
        return _same_day(kept, event)
    event = _of_series(kept, event)
    before = next(
        (
            other
            for other in reversed(kept)
            if other.act in HOSTILE
            and other.hit.frame.id not in _UNDONE
            and not _another_voice(other, event)
            and other.scene.paragraph == event.scene.paragraph
            and other.scene.line == event.scene.line
            and 0 < event.scene.order - other.told_until <= 1
            and other.modality == "asserted"
        ),
        None,
    )
    if (
        before is None
        or event.recap
        or (event.time and before.time and not same_day(before, event))
    ):
        return event
    place = event.where if event.where.place else replace(event.where, place=before.where.place)
    time = event.time or (before.time if _of_one_day(before) else None)
    return replace(event, where=place, time=time, own_place=event.own_place)


def _another_voice(other: Event, event: Event) -> bool:
    """Say whether two named sources tell, each of what they say happened."""
    dets = tree.children(event.scene.sentence, event.hit.token, "det")
    if event.hit.kind == "noun" and any(t.text.lower() == "the" for t in dets):
        return False  # "the stone throwing" is what was told
    both = other.said.named and event.said.named
    mine, theirs = event.said.attribution, other.said.attribution
    known = mine.source is not None and mine.source == theirs.source
    return both and not known and mine.source_text != theirs.source_text


def _of_series(kept: Sequence[Event], event: Event) -> Event:
    """Let "one strike" and "a second", told after drone strikes, be such strikes themselves."""
    if event.hit.frame.id not in _OF_SERIES or event.act != "attack" or event.weapons:
        return event
    before = next((o for o in reversed(kept) if o.act in _FROM_ABOVE), None)
    if before is None or event.scene.order - before.told_until > REACH:
        return event
    return replace(event, act=before.act)


def _same_day(kept: Sequence[Event], event: Event) -> Event:
    """Let the next move that an observer tells be of the day of the one before."""
    before = kept[-1] if kept else None
    if before is None or event.time is not None or event.act not in _NEXT or event.recap:
        return event
    if event.hit.kind == "noun" and event.act == "withdrawal":
        return event  # "Withdrawal from the ports has not been verified": no move told
    told = (before.scene.paragraph, before.scene.line, before.modality)
    near = 0 < event.scene.order - before.told_until <= 1
    if not near or told != (event.scene.paragraph, event.scene.line, event.modality):
        return event
    return replace(event, time=before.time) if _of_one_day(before) else event


def _of_one_day(event: Event) -> bool:
    """Say whether an event is dated to a day or less; a longer period is its own alone."""
    time = event.time
    if time is None or time.start is None or time.precision not in ("minute", "hour", "day"):
        return False
    if time.end is None:
        return not time.text.lower().startswith("since")
    return date.fromisoformat(time.end[:10]) - date.fromisoformat(time.start[:10]) <= _NIGHT


def _same_patrol(kept: Sequence[Event], event: Event) -> Event:
    """Another source's word of the patrol told before: the same road and day."""
    before = next((o for o in reversed(kept) if o.act == "patrol"), None)
    if before is None or before.modality != event.modality or event.modality != "asserted":
        return event
    if own_day(before, event):
        return event
    where = event.where if event.where.place else replace(event.where, place=before.where.place)
    return replace(event, where=where, time=event.time or before.time)


def _meant(kept: Sequence[Event], event: Event) -> Event:
    """A denial in general words ("denied that troops had opened fire") means what was told."""
    if event.weapons or event.where.place or event.act not in ("small_arms_fire", "attack"):
        return event
    before = next(
        (
            o
            for o in reversed(kept)
            if o.act in HOSTILE
            and o.modality == "asserted"
            and o.act != "toll"
            and event.scene.order - o.scene.order <= 2 * REACH
        ),
        None,
    )
    if before is None:
        return event
    return replace(
        event, act=before.act, where=Where(before.where.place), time=event.time or before.time
    )


def _same_period(before: Event, event: Event) -> Event:
    """A count beside another one, without a period of its own, is of the same period."""
    near = event.scene.order - before.scene.order <= 1
    if event.time is not None or not near or event.tally is None:
        return event
    tally = altered(event.tally, period=before.time)
    return replace(event, time=before.time, tally=tally)


def _spoken_of(kept: Sequence[Event], event: Event) -> Event | None:
    """Return the happening that words speak of: the last, for a denial the last charge.

    "The army accused the rebels of shelling the clinic. The rebels rejected the accusation": of
    what was told last, the nearest happening that somebody else lays at the denier's door.
    """
    told = [
        other
        for other in reversed(kept)
        if other.act in HOSTILE and other.act != "toll" and other.modality == "asserted"
    ]
    if event.modality == "denied":
        charged = (other for other in told if _charges(other, event))
        # Else what was told just before, unless it is laid to somebody else.
        open_ = (o for o in told if not o.parts.perpetrators or _beside(o, event))
        return next(charged, next(open_, None))
    return told[0] if told else None


def _beside(other: Event, event: Event) -> bool:
    return event.scene.order - other.told_until <= 1


def _charges(other: Event, event: Event) -> bool:
    """Say whether a happening is laid at the door of whoever denies something here."""
    if event.scene.order - other.told_until > 2 * REACH:
        return False
    denier = _denier(event)
    mine = {m.actor for m in event.parts.perpetrators if m.actor is not None}
    return other.said.attribution.source_text != event.said.attribution.source_text and any(
        (m.actor is not None and m.actor in mine) or _same_name(m.text.lower(), denier)
        for m in other.parts.perpetrators
    )


def _denier(event: Event) -> str:
    """Return the words for who denies, with those behind ("a spokesman for the rebels")."""
    source = event.said.attribution.source_span
    if source is None:
        return ""
    return event.scene.text[source.start : max(source.end, event.trigger.start)].lower()


def _same_name(doer: str, denier: str) -> bool:
    """Say whether one name holds the other ("rebels", "a spokesman for the rebels")."""
    return bool(denier) and (doer in denier or denier in doer)


def carried(kept: Sequence[Event], event: Event) -> Event | None:
    """Give words like "denied any part in it" the happening that they speak of."""
    before = _spoken_of(kept, event)
    if event.hit.frame.carry == "toll":
        summed = any(figure.cumulative for figure in event.figures)
        if before is None or summed or event.scene.order - before.told_until > REACH:
            return event
        return replace(
            event, act=before.act, where=Where(before.where.place), time=event.time or before.time,
            hostile=True, harm_only=False,
        )  # fmt: skip
    if before is None or (event.hit.frame.carry == "asserted" and event.modality != "asserted"):
        return None
    doers = event.parts.perpetrators or event.parts.participants
    if event.modality == "denied" and _charges(before, event):
        doers = before.parts.perpetrators  # a spokesman denies what those he speaks for did
    parts = Parts(doers, before.parts.targets, ())
    return replace(
        event, act=before.act, parts=parts, where=before.where, time=event.time or before.time,
        weapons=before.weapons, figures=event.figures, hostile=True, harm_only=False,
    )  # fmt: skip
