"""What a sentence takes over from those before it: the happening meant, its place, its day."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from msgspec.structs import replace as altered

from trucewatch.extract import tree
from trucewatch.extract.denials import meant
from trucewatch.extract.events import HOSTILE, Event
from trucewatch.extract.likeness import REACH, one_source, own_day, same_day
from trucewatch.extract.patrols import outcome_of, report
from trucewatch.extract.scene import classes_of

if TYPE_CHECKING:
    from collections.abc import Sequence

_NEXT = frozenset(
    {"troop_movement", "withdrawal", "access_restriction", "displacement", "sighting"}
)
_OF_SERIES = frozenset(
    {"attack.strike_noun", "attack.another", "attack.strike", "attack.strike_did"}
)
_FROM_ABOVE = frozenset({"air_strike", "drone_strike", "missile_strike", "shelling"})
_UNDONE = frozenset({"ied.clear", "ied.cleared"})
"""Finding and clearing mines: what is told next did not happen there."""
_NIGHT = timedelta(days=1)
_VEHICLES = frozenset({"convoy", "vehicle", "weapon", "military_vehicle"})


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
        return meant(kept, event)
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
    if before is None or event.recap or _on_another_day(before, event):
        return event
    place = event.where if event.where.place else replace(event.where, place=before.where.place)
    time = event.time or (before.time if _of_one_day(before) else None)
    return replace(event, where=place, time=time, own_place=event.own_place)


def _on_another_day(before: Event, event: Event) -> bool:
    """Say whether a happening has a day that the one before it does not share.

    Of an hour alone ("11:20") the day is that of what was told before.
    """
    if event.time is None or before.time is not None:
        return bool(event.time) and not same_day(before, event)
    return event.time.precision not in ("minute", "hour")


def _another_voice(other: Event, event: Event) -> bool:
    """Say whether two named sources tell, each of what they say happened."""
    dets = tree.children(event.scene.sentence, event.hit.token, "det")
    if event.hit.kind == "noun" and any(t.text.lower() == "the" for t in dets):
        return False  # "the stone throwing" is what was told
    return other.said.named and event.said.named and not one_source(other, event)


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
    if event.modality in ("planned", "threatened", "hypothetical"):
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


def _same_period(before: Event, event: Event) -> Event:
    """A count beside another one, without a period of its own, is of the same period."""
    near = event.scene.order - before.scene.order <= 1
    if event.time is not None or not near or event.tally is None:
        return event
    tally = altered(event.tally, period=before.time)
    return replace(event, time=before.time, tally=tally)
