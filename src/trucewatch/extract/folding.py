"""One claim per happening per source: sentences that only go on telling are folded in.

CODEBOOK, first rule. A headline or a later sentence that restates, harm told after the happening,
"the attack", further words about one patrol: each joins the happening that it belongs to. Another
source, another place, another day or a different count keeps it apart.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from msgspec.structs import replace as altered

from trucewatch.extract import tree
from trucewatch.extract.carrying import continued, on_patrol
from trucewatch.extract.denials import as_denial, carried
from trucewatch.extract.events import HOSTILE, LOOK_BACK, LOOSE, Event, added, merged
from trucewatch.extract.figures import HARM_KINDS
from trucewatch.extract.fragments import telegraphic
from trucewatch.extract.later_parts import ROW, with_parts
from trucewatch.extract.likeness import (
    REACH,
    apart,
    cancelled,
    of_another_kind,
    of_others,
    once,
    one_source,
    other_count,
    other_toll,
    own_day,
    same_day,
    same_place,
)
from trucewatch.extract.patrols import one_patrol
from trucewatch.extract.roles import Parts
from trucewatch.extract.scene import classes_of, preposition
from trucewatch.extract.shares import AIRCRAFT
from trucewatch.extract.topics import setting_of
from trucewatch.model import Attribution

if TYPE_CHECKING:
    from collections.abc import Sequence

    from trucewatch.model.vocabulary import Act

_ANSWERING = ("counter", "retaliat", "exchange")
_DEFINITE = frozenset({"the", "this", "that", "these", "those"})
_THEIR = frozenset({"its", "their", "our", "his", "her"})
_FURTHER = frozenset({"also", "again", "separately", "additionally", "moreover", "elsewhere"})


def folded(events: Sequence[Event]) -> tuple[Event, ...]:
    """Return the happenings of a document with those that restate others folded into them."""
    kept: list[Event] = []
    for event in events:
        recent = kept[-LOOK_BACK:]
        beside = [one for one in recent if not one.scene.item_apart(event.scene)]
        toll = event.hit.frame.carry == "toll"
        if event.hit.frame.id == ROW:
            apart_ = with_parts(kept, event)
            if apart_ is not None:
                kept[apart_[0]] = apart_[1]
            continue
        told = carried(beside if toll else recent, event) if event.hit.frame.carry else event
        if told is None:
            continue
        told = as_denial(recent, on_patrol(beside, told))
        home = _home(recent, told)
        if home is None and (_nought(told) or _known(told) or _of_somebody(told)):
            continue
        if home is None:
            kept.append(continued(recent if told.modality == "denied" else beside, told))
        else:
            home += len(kept) - len(recent)
            kept[home] = _into(kept[home], told)
    whole = [_with_headline(event) for event in kept]
    return tuple(sorted(whole, key=lambda event: (event.scene.order, event.trigger)))


def _with_headline(event: Event) -> Event:
    """Give a happening its headline's figures where the text counts nothing of the kind.

    They wait until the text is told: "Five killed" over "three militants and two soldiers were
    killed" is the same five.
    """
    counted = {figure.kind for figure in event.figures}
    if any(figure.kind in counted for figure in event.announced):
        return event
    return replace(event, figures=added(event.figures, event.announced))


def _nought(event: Event) -> bool:
    """Say whether an event only says that nobody was harmed, with no happening to say it of."""
    return event.harm_only and bool(event.figures) and all(f.best == 0 for f in event.figures)


def _known(event: Event) -> bool:
    """Say whether an event is spoken of as known, with nothing said of it ("the strike")."""
    told = (
        event.own_place, event.figures, event.weapons, event.parts.perpetrators,
        event.parts.participants, event.parts.targets,
    )  # fmt: skip
    if (event.harm_only and event.modality == "absent") or event.modality == "denied":
        return False  # "no casualties were reported", "denied the attack"
    bare = event.hit.kind == "noun" and len(event.hits) == 1 and not any(told)
    if event.act == "armed_clash":
        # "In flight from the fighting"; "the fighting went on" tells.
        led = preposition(event.scene, event.hit.token) in ("from", "of", "in", "at", "during")
        return bare and led and event.time is None and _is_definite(event)
    return bare and event.act in LOOSE and (event.harm_only or _is_definite(event))


def _of_somebody(event: Event) -> bool:
    """Say whether an event only says what became of "the driver", in a text about no war."""
    known = [figure.text.lower().startswith("the ") for figure in event.figures]
    told = (event.weapons, event.parts.perpetrators)
    alone = event.harm_only and bool(known) and all(known) and not any(told)
    return alone and setting_of(event.scene.text, event.scene.told) != "war"


def _home(kept: Sequence[Event], event: Event) -> int | None:
    """Return the index of the happening that an event only tells on about; None if it is new."""
    beside = _fire_of(kept, event)
    beside = _patrol_of(kept, event) if beside is None else beside
    if beside is not None:
        return beside
    for n in reversed(range(len(kept))):
        other = kept[n]
        if other.scene is event.scene:
            continue
        if other.scene.item_apart(event.scene) and not other.scene.headline:
            continue
        if other.scene.headline:
            if not event.scene.headline and _restates(other, event):
                return n
            continue
        if _goes_on(other, event):
            return n
    same = [
        n
        for n, other in enumerate(kept)
        if other.scene is event.scene and other.modality == event.modality
    ]
    if same and event.harm_only and _tells_harm(kept[same[-1]], event):
        return same[-1]
    return None


def _fire_of(kept: Sequence[Event], event: Event) -> int | None:
    """Return the fire, told just before, that a bullet which hit somebody was part of."""
    if event.hit.frame.id != "small_arms_fire.bullet":
        return None
    return next(
        (
            n
            for n, other in reversed(list(enumerate(kept)))
            if other.act in ("armed_clash", "small_arms_fire")
            and other.modality == event.modality
            and not other.scene.item_apart(event.scene)
            and not own_day(other, event)
            and not (event.time and other.time and _over_a_period(event, other))
            and 0 < event.scene.order - other.told_until <= 1
        ),
        None,
    )


def _patrol_of(kept: Sequence[Event], event: Event) -> int | None:
    """Return the patrol of the same sentence whose convoy an event tells of."""
    if event.act != "patrol" or event.hit.frame.act == "patrol":
        return None
    return next(
        (
            n
            for n, other in enumerate(kept)
            if other.scene is event.scene
            and other.act == "patrol"
            and other.modality == event.modality
        ),
        None,
    )


def _restates(headline: Event, event: Event) -> bool:
    """Say whether a headline's happening is the one that the text goes on to tell."""
    if headline.modality != event.modality or event.recap:
        return False
    if _nought(event) and any(figure.best != 0 for figure in headline.figures):
        return False
    if _many(event) and not _many(headline):
        return False
    counted = headline.harm_only and _same_count(headline, event)  # "Two killed", whatever did it
    if not (counted or _one_act(headline, event)) or event.hit.frame.carry == "asserted":
        return False
    if _same_count(headline, event):
        return True
    precise = ("exact", "near")
    places = (headline.where.place, event.where.place)
    firm = all(
        place is not None and place.precision in precise and place.relation in ("at", "near")
        for place in places
    )
    loose = headline if firm else replace(headline, where=replace(headline.where, place=None))
    if not _known_doers(headline) or not _known_doers(event) or event.modality == "denied":
        loose = replace(loose, parts=replace(loose.parts, perpetrators=()))
    return not apart(loose, event) and not other_count(headline, event)


def _many(event: Event) -> bool:
    """Say whether an event sums up several of its kind ("141 engagements took place")."""
    happening = event.hit.token.span
    return event.hit.kind == "noun" and any(
        figure.best is not None and figure.best > 1
        for figure in event.figures
        if figure.group is not None and figure.group.span.overlaps(happening)
    )


def _other_patrol(other: Event, event: Event) -> bool:
    """Say whether a patrol is told of as another one, elsewhere ("a joint patrol was held")."""
    subjects = event.hit.args.get("subj", ()) if event.hit.kind == "verb" else (event.hit.token,)
    told = [t for subject in subjects for t in tree.children(event.scene.sentence, subject, "det")]
    known = any(t.text.lower() in _DEFINITE | _THEIR for t in told) or any(
        t.pos == "PRON" for t in subjects
    )
    known = known and not of_another_kind(other, event, subjects)
    apart_ = other.where.place and event.own_place and not same_place(other, event)
    told_so = event.hit.frame.act == "patrol"
    if told_so and cancelled(other) != cancelled(event):
        return True  # "The team drove to X. The evening round was called off."
    if told_so and _many(other) != _many(event) and not known:
        return True  # "Twelve patrols were conducted. A patrol to X was called off."
    return told_so and bool(apart_) and bool(subjects) and not known


def _sums(other: Event, event: Event) -> bool:
    """Say whether an event counts several of which the other can be one at most."""
    return _many(event) and not (_many(other) or event.weapons or _is_definite(event))


def _same_count(one: Event, other: Event) -> bool:
    """Say whether both give the same number for the same harm."""
    counts = [
        {(f.kind, f.low, f.best, f.high) for f in event.figures if f.kind in HARM_KINDS}
        for event in (one, other)
    ]
    return bool(counts[0] & counts[1])


def _known_doers(event: Event) -> bool:
    return all(mention.actor is not None for mention in event.parts.perpetrators)


def _goes_on(other: Event, event: Event) -> bool:
    """Say whether an event tells on about one of the sentences before."""
    told = (other.modality, other.scene.line)
    earlier = other.recap != event.recap and not _undated(other, event)
    if earlier or told != (event.modality, event.scene.line):
        return False  # the lines of a post tell of different things
    if not _one_voice(other, event) or _answers(event) or _noted(event):
        return False
    if event.act == "patrol" and other.act == "patrol":
        return not (own_day(other, event) or _other_patrol(other, event))
    if apart(other, event) or other_count(other, event) or _sums(other, event):
        return False
    if event.harm_only:
        near = event.scene.order - other.told_until <= REACH
        return near and not _own_deed(other, event) and _tells_harm(other, event)
    return event.act not in ("tally", "toll") and _one_act(other, event) and _again(other, event)


def _undated(other: Event, event: Event) -> bool:
    """Say whether harm told right behind a happening has no time of its own."""
    return event.harm_only and event.time is None and event.scene.order - other.told_until <= 1


def _own_deed(other: Event, event: Event) -> bool:
    """Say whether somebody tells of harm that he did himself, of which the other says nothing."""
    return event.said.named and bool(event.parts.perpetrators) and not other.parts.perpetrators


def _noted(event: Event) -> bool:
    """Say whether an event is a note without a verb: each tells of a happening of its own."""
    return telegraphic(event.scene) and not event.harm_only and not _is_definite(event)


def _answers(event: Event) -> bool:
    """Say whether an event is an answer, and so none of what it answers ("counter-attacked")."""
    return event.hit.token.text.lower().startswith(_ANSWERING) and not event.scene.headline


def _again(other: Event, event: Event) -> bool:
    """Say whether two tellings of one act, not at odds with each other, are one happening."""
    gap = event.scene.order - other.told_until
    if _goes_further(event):
        return False
    if _is_definite(event) and (gap <= REACH or same_place(other, event)):
        return True
    if _announces(other) and gap <= 1:
        return True
    if event.act in HOSTILE:
        alike = same_place(other, event) and same_day(other, event) and not _introduced(event)
        return alike and not _counts_again(other, event) and not _other_deed(other, event)
    if event.act == "access_restriction" and _of_others(other, event):
        return False
    quiet = not (event.figures and other.figures)
    where = same_place(other, event) or (event.where.place is None and gap <= REACH)
    return where and quiet and _shares_doer(other, event)


def _introduced(event: Event) -> bool:
    """Say whether the weapon that does it is named as a new one ("after a bomb killed ten")."""
    subjects = event.hit.args.get("subj", ()) if event.hit.kind == "verb" else ()
    return any(
        "weapon" in classes_of(event.scene, subject) and t.text.lower() in ("a", "an", "another")
        for subject in subjects
        for t in tree.children(event.scene.sentence, subject, "det")
    )


def _other_deed(one: Event, other: Event) -> bool:
    """Say whether a second deed stands beside the first: done to others, or named with its place.

    "Looters ransacked shops ... A police post was burned down": nobody tells a deed again so.
    """
    if other.hit.kind != "verb" or _is_definite(other):
        return False
    return other.own_place or _of_others(one, other)


def _of_others(one: Event, other: Event) -> bool:
    """Say whether two deeds were done to people or things that no word makes the same."""
    mine, theirs = (
        {word for mention in event.parts.targets for word in mention.text.lower().split()}
        for event in (one, other)
    )
    return bool(mine and theirs and mine.isdisjoint(theirs))


def _goes_further(event: Event) -> bool:
    """Say whether a word tells that this was something else ("were also shelled", "Separately")."""
    sentence = event.scene.sentence
    beside = (*tree.children(sentence, event.hit.token, "advmod"), event.scene.tokens[0])
    return any(token.text.lower() in _FURTHER for token in beside)


def _counts_again(one: Event, other: Event) -> bool:
    """Say whether both count the same kind of thing."""
    return bool({f.kind for f in one.figures} & {f.kind for f in other.figures})


def _announces(event: Event) -> bool:
    """Say whether an event only names what the next sentence tells ("documented an advance")."""
    bare = event.where.place is None and event.time is None and not event.figures
    return bare and event.hit.kind == "noun"


def _tells_harm(other: Event, event: Event) -> bool:
    if event.recap or any(figure.cumulative for figure in event.figures):
        return False
    another = event.act not in LOOSE and event.act != other.act
    if another or _over_a_period(other, event):
        return False
    harmed = any(f.kind in HARM_KINDS and f.best != 0 for f in other.figures)
    none = _nought(event) and harmed and not of_others(event)
    if none or (other.act == "toll" and other_toll(other, event)):
        return False
    if other.act in HOSTILE and other.act not in ("toll", "arrest"):
        return True
    if event.said.named and other.act not in ("damage", "toll"):
        return False  # a ministry's losses are not those of the road that was cut before
    return other.act in ("patrol", "protest", "road_block", "damage", "toll") and (
        event.scene.order - other.told_until <= 1
    )


def _over_a_period(other: Event, event: Event) -> bool:
    """Say whether harm is that of a period of its own ("over the past day the enemy lost ...")."""
    time = event.time
    if time is None or time.start is None:
        return False
    if time.end is None and not time.text.lower().startswith("since "):
        return False
    if time.end is not None and time.start[:10] == time.end[:10]:
        return False
    return other.time is None or other.time.span != time.span


def _one_act(one: Event, other: Event) -> bool:
    if one.act == other.act:
        return True
    both = one.act in HOSTILE and other.act in HOSTILE
    heard = {one.act, other.act} == {"explosion", "small_arms_fire"} and not one.scene.headline
    if heard or _downs(one) != _downs(other):
        return False  # blasts and shots are two sounds
    if both and one.scene.headline and "small_arms_fire" in (one.act, other.act):
        return not one.weapons  # "opened fire" says no more than that
    acts = {one.act, other.act}
    if "ground_advance" in acts and acts & {"explosion", "damage"}:
        return False  # a bridge blown up is no part of "the offensive"
    return both and bool(acts & LOOSE) and "toll" not in acts


def _downs(event: Event) -> bool:
    """Say whether aircraft are what was hit ("two drones were brought down")."""
    aircraft = [w.span for w in event.scene.weapons if w.class_ in AIRCRAFT]
    return any(span.overlaps(mention.span) for span in aircraft for mention in event.parts.targets)


def _one_voice(other: Event, event: Event) -> bool:
    """Say whether the second event is no further source's statement."""
    if not event.said.named:
        return True
    if not other.said.named:
        # The happening is the outlet's; a count may be someone else's (CODEBOOK, "Figures").
        return event.harm_only
    return one_source(other, event)


def _is_definite(event: Event) -> bool:
    token = event.hit.token
    if event.hit.kind == "verb":
        subjects = event.hit.args.get("subj", ())
        if not subjects or "weapon" not in classes_of(event.scene, subjects[0]):
            return False
        token = subjects[0]
    dets = {t.text.lower() for t in tree.children(event.scene.sentence, token, "det")}
    return bool(dets & _DEFINITE)


def _shares_doer(one: Event, other: Event) -> bool:
    mine = {m.actor or m.text.lower() for m in (*one.parts.perpetrators, *one.parts.participants)}
    theirs = {
        m.actor or m.text.lower() for m in (*other.parts.perpetrators, *other.parts.participants)
    }
    words = {word for name in mine for word in name.split()}
    return not mine or not theirs or any(set(name.split()) & words for name in theirs)


# ---- joining --------------------------------------------------------------------------------
def _into(home: Event, event: Event) -> Event:
    """Fold an event into its home; a headline's home moves to the sentence that tells it."""
    if home.scene.headline and not event.scene.headline:
        if _announces(event):
            home = replace(home, parts=Parts())
        whole = merged(replace(event, figures=()), replace(home, figures=()))
        roles = (
            event.parts
            if any((event.parts.perpetrators, event.parts.targets, event.parts.participants))
            else home.parts
        )
        return replace(
            whole, figures=event.figures, announced=home.figures, parts=roles,
            weapons=event.weapons or home.weapons,
            act=event.act if event.act not in LOOSE else _telling(home, event),
            time=event.time or home.time,
            where=event.where if event.where.place else home.where,
            patrol=one_patrol(event.patrol, home.patrol),
        )  # fmt: skip
    adopted = event
    if event.harm_only and _own_words(home, event):
        own = _figure_voice(event.said.attribution)
        figures = tuple(altered(figure, attribution=own) for figure in event.figures)
        adopted = replace(event, figures=figures)
    hedged = event.said.attribution.hedges
    cue = event.said.attribution
    if cue.form == "reportedly" and cue.cue_text and cue.cue_span:
        from trucewatch.model import Link

        hedged = (*hedged, Link(text=cue.cue_text, span=cue.cue_span))
    whole = merged(home, adopted)
    before = home.said.attribution
    extra = tuple(link for link in hedged if link not in before.hedges)
    said = replace(home.said, attribution=altered(before, hedges=(*before.hedges, *extra)))
    return replace(
        whole, figures=once(whole.figures), said=said, act=_telling(home, event),
        patrol=one_patrol(home.patrol, event.patrol),
    )  # fmt: skip


def _own_words(home: Event, event: Event) -> bool:
    mine, theirs = event.said.attribution, home.said.attribution
    if mine.form == "outlet":
        return False
    return (mine.form, mine.source_text) != (theirs.form, theirs.source_text)


def _figure_voice(attribution: Attribution) -> Attribution:
    return altered(attribution, hedges=())


def _telling(home: Event, event: Event) -> Act:
    if event.harm_only or home.act not in HOSTILE or event.act not in HOSTILE:
        return home.act if not home.harm_only or event.harm_only else event.act
    return event.act if home.act in LOOSE and event.act not in LOOSE else home.act
