"""When it happened: choosing the time of a happening among the times of its sentence."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from trucewatch.extract import tree
from trucewatch.extract.events import Event

if TYPE_CHECKING:
    from trucewatch.extract.scene import Scene
    from trucewatch.extract.shares import Share
    from trucewatch.extract.times import TimeMention

_AHEAD = frozenset({"planned", "threatened", "hypothetical"})


def dated(event: Event, share: Share) -> Event:
    """Return the happening with its time: the nearest firm one that is its own."""
    fitting = [
        mention
        for mention in event.scene.times
        if not mention.is_dateline
        and not _anchor_only(mention, event)
        and share.owns(mention.ref.span)
        and not _of_name(event.scene, mention)
        and not _in_since_clause(mention, event)
        and not _speaking_time(event.scene, mention, event)
    ]

    def cost(mention: TimeMention) -> tuple[bool, bool, int]:
        open_ = mention.ref.start is None and mention.ref.end is None
        away = abs(mention.ref.span.start - event.trigger.start)
        return open_, mention.is_recap, away

    best = min(fitting, key=cost, default=None)
    if best is None:
        return event
    ahead = event.modality in _AHEAD and best.forward is not None
    ref = best.forward if ahead else best.ref
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
    verb = scene.tokens[cue.verb]
    if head.i in cue.scope:
        return False
    above = tree.head(scene.sentence, head)
    return above is not None and (above.i == verb.i or abs(head.i - verb.i) <= 3)


def _in_since_clause(mention: TimeMention, event: Event) -> bool:
    """Say whether a date stands in a clause that only sets the scene ("since it began on ...")."""
    sentence = event.scene.sentence
    head = tree.head_of(sentence, mention.ref.span)
    above = () if head is None else tree.ancestors(sentence, head)
    for verb in above:
        since = any(t.text.lower() == "since" for t in tree.children(sentence, verb, "mark"))
        if since and not tree.within(sentence, event.hit.token, verb):
            return True
    return False
