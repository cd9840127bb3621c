"""Which happening told before a denial means, and at whose door it had been laid (CODEBOOK).

A denial is a claim with the act of what is denied. Its own words may say no more than "denied
this"; then it takes over all of the charge. They may name a thing of it ("denies that jets were
used"), or tell it again in looser words ("denied having fired").
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from trucewatch.extract import tree
from trucewatch.extract.cues import find_cues
from trucewatch.extract.events import HOSTILE, LOOSE, Event
from trucewatch.extract.forms import lemmas
from trucewatch.extract.frames import load_frames
from trucewatch.extract.likeness import REACH, same_place
from trucewatch.extract.phrases import noun_phrase
from trucewatch.extract.relations import alike
from trucewatch.extract.roles import Parts
from trucewatch.extract.scene import PERSONAL, classes_of, preposition
from trucewatch.extract.where import Where
from trucewatch.model import Mention

if TYPE_CHECKING:
    from collections.abc import Sequence

    from trucewatch.extract.scene import Scene
    from trucewatch.extract.tree import Token

_QUIET = frozenset(
    {"overflight", "troop_movement", "withdrawal", "sighting", "fortification", "recruitment",
     "control", "access_restriction", "road_block", "displacement", "damage", "aid_delivery"}
)  # fmt: skip
"""Acts beside the hostile ones that a side may be charged with."""
_FROM_THE_AIR = frozenset({"air_strike", "drone_strike", "missile_strike"})
_SPELLED = frozenset({"denial.that", "denial.no_such"})
"""Rows for denials whose own words name what of the charge is untrue."""
_CHARGES = frozenset({"accusation", "charge", "allegation", "complaint", "blame"})
_DISOWNING = frozenset({"disown", "disclaim", "disavow"})
_THEIR_OWN = ("its ", "his ", "her ", "their ", "our ")
_EMPTY = frozenset({"force", "any_actor", "pronoun", "soldiery"})
"""Classes of words that say who, and so not which of the charges is meant."""
_ANYBODY = frozenset({"civilian", "people", "population", "anybody", "anyone", "citizen"})
_TELLING = frozenset({"NOUN", "PROPN", "VERB", "ADJ"})


def as_denial(kept: Sequence[Event], event: Event) -> Event:
    """Read "the army said it had not fired" after somebody's charge as its denial.

    Without a charge in the text it stays what did not happen (CODEBOOK, "Modality").
    """
    if event.modality != "absent" or not event.said.named:
        return event
    if event.act == "overflight":
        return _none_flew(kept, event)
    if event.hostile and _no_such(event):
        told = meant(kept, replace(event, modality="denied"))
        charged = any(_deed(o) and _in_reach(o, event) and _one_kind(o, event) for o in kept)
        return told if charged else event
    if not event.hostile or not _by_themselves(event):
        return event
    charged = any(
        other.modality == "asserted" and alike(event, other) and _another_source(other, event)
        for other in kept
    )
    return replace(event, modality="denied") if charged else event


def _none_flew(kept: Sequence[Event], event: Event) -> Event:
    """Read "none of its aircraft had been over the town" after a raid there as its denial."""
    if any(o.modality == "denied" and o.scene is event.scene for o in kept):
        return event  # "denied it, saying that none had flown": once
    struck = (
        other
        for other in _latest_first(kept)
        if other.act in _FROM_THE_AIR
        and other.modality == "asserted"
        and _in_reach(other, event)
        and same_place(other, event)
        and _another_source(other, event)
    )
    before = next(struck, None)
    if before is None:
        return event
    doers = before.parts.perpetrators or event.parts.participants
    return replace(
        event, act=before.act, modality="denied", hostile=True,
        parts=Parts(doers, before.parts.targets, ()), weapons=(), figures=(),
        where=Where(event.where.place or before.where.place), time=event.time or before.time,
    )  # fmt: skip


def _no_such(event: Event) -> bool:
    """Say whether somebody says that there was "no such attack"."""
    below = tree.children(event.scene.sentence, event.hit.token, "amod", "det")
    return event.hit.kind == "noun" and {"no", "such"} <= {t.text.lower() for t in below}


def _by_themselves(event: Event) -> bool:
    """Say whether the source speaks of what its own side did not do."""
    source = (event.said.attribution.source_text or "").lower()
    doers = [mention.text.lower() for mention in event.parts.perpetrators]
    return any(doer in source or source in doer or doer.startswith(_THEIR_OWN) for doer in doers)


def denier(events: Sequence[Event]) -> Mention | None:
    """Return who denied something in other words than those of saying ("called it a lie")."""
    for event in reversed(events):
        given = event.said.attribution
        spoke = event.modality == "denied" and event.said.cue is None
        if spoke and given.source_text is not None and given.source_span is not None:
            return Mention(text=given.source_text, span=given.source_span)
    return None


def carried(kept: Sequence[Event], event: Event) -> Event | None:
    """Give words like "denied any part in it" the happening that they speak of."""
    if event.hit.frame.carry == "toll":
        return _harm_of(kept, event)
    before = _spoken_of(kept, event)
    if before is None and _spelled(event) and event.act != "attack":
        return event  # "denied that jets were used": the means tells what it was
    if before is None or (event.hit.frame.carry == "asserted" and event.modality != "asserted"):
        return None
    hostile = before.act in HOSTILE
    doers = event.parts.perpetrators or event.parts.participants
    struck = before.parts.targets
    if event.modality == "denied":
        doers, struck = _accused(before, event), _struck(before, event)
    return replace(
        event, act=before.act, where=before.where, time=event.time or before.time,
        parts=Parts(doers if hostile else (), struck, () if hostile else doers),
        weapons=before.weapons, figures=event.figures, hostile=hostile, harm_only=False,
    )  # fmt: skip


def _harm_of(kept: Sequence[Event], event: Event) -> Event:
    """Give a toll told right after a happening that happening's act, place and time."""
    before = _last(kept)
    summed = any(figure.cumulative for figure in event.figures)
    if before is None or summed or event.scene.order - before.told_until > REACH:
        return event
    return replace(
        event, act=before.act, where=Where(before.where.place), time=event.time or before.time,
        hostile=True, harm_only=False,
    )  # fmt: skip


def _last(kept: Sequence[Event]) -> Event | None:
    return next((other for other in reversed(kept) if _deed(other)), None)


def _deed(event: Event) -> bool:
    return event.act in HOSTILE and event.act != "toll" and event.modality == "asserted"


def _spoken_of(kept: Sequence[Event], event: Event) -> Event | None:
    """Return the happening that words speak of: the last, for a denial the charge.

    "The army accused the rebels of shelling the clinic. The rebels rejected the accusation": of
    what was told last, the nearest happening that somebody else lays at the denier's door.
    """
    if event.modality != "denied":
        return _last(kept)
    if _spelled(event) and (words := _words_of_denial(event)):
        named = next((o for o in reversed(kept) if _names(o, event, words)), None)
        unnamed = event.hit.frame.id == "denial.no_such"  # "he knew of no such move"
        return named or (_stated_last(kept, event) if unnamed else None)
    told = [other for other in _latest_first(kept) if _deed(other)]
    if not event.hit.frame.denies_part:
        stated = _stated_last(kept, event)
        if stated is not None or event.hit.frame.id == "denial.that":
            return stated  # "..., which Kampala denies": what the sentence says, or nothing
    charged = (other for other in told if _charges(other, event))
    # Else what was told just before, unless it is laid to somebody else.
    open_ = (o for o in told if not o.parts.perpetrators or _beside(o, event))
    return next(charged, next(open_, None))


def _latest_first(kept: Sequence[Event]) -> list[Event]:
    """Return what was told, the last sentence first.

    Of several in one sentence the first goes before: what is said behind it only describes it.
    """
    return sorted(kept, key=lambda other: (-other.scene.order, other.trigger.start))


def _stated_last(kept: Sequence[Event], event: Event) -> Event | None:
    """Return what somebody else states in the sentence before, or earlier in this one.

    "Kyiv said that columns had crossed the border. Moscow denied this": that, whatever it is. Of
    several the one that is laid at the denier's door.
    """
    near = [
        other
        for other in kept
        if other.modality == "asserted"
        and (other.act in HOSTILE or other.act in _QUIET)
        and other.said.named
        and _another_source(other, event)
        and _beside(other, event)
    ]
    latest = max((other.scene.order for other in near), default=None)
    near = [other for other in near if other.scene.order == latest]
    near.sort(key=lambda other: other.trigger.start)
    charged = [other for other in near if _charges(other, event)]
    return next(iter(charged or near), None)


def _spelled(event: Event) -> bool:
    """Say whether a denial has words of its own for what is untrue."""
    frame, verb = event.hit.frame, event.hit.token
    clause = tree.children(event.scene.sentence, verb, "ccomp", "xcomp")
    told = bool(clause) or bool(_told_in_subject(event))
    return frame.id in _SPELLED or (told and not frame.denies_part)


def _told_in_subject(event: Event) -> tuple[Token, ...]:
    """Return what a statement that is called a lie says itself ("the claim to have taken X")."""
    sentence = event.scene.sentence
    if event.hit.frame.id != "denial.predicate":
        return ()
    return tuple(
        token
        for subject in event.hit.args.get("subj", ())
        for below in tree.children(sentence, subject, "acl", "ccomp", "acl:relcl", "nmod")
        for token in tree.subtree(sentence, below)
        if below.tag != "VBN" or below.dep == "ccomp"  # not "claims spread by X"
    )


def _words_of_denial(event: Event) -> frozenset[str]:
    """Return the words with which a denial spells out what it denies, those for forces apart."""
    scene, verb = event.scene, event.hit.token
    told = next((cue.scope for cue in find_cues(scene) if cue.verb == verb.i), None)
    if event.hit.frame.id == "denial.predicate":
        told = frozenset(t.i for t in _told_in_subject(event))
    if told is None:
        told = frozenset(t.i for t in scene.tokens if t.i > verb.i)
    doers = {t.i for t in scene.tokens if t.dep == "nsubj" and scene.classes[t.i] & _EMPTY}
    found: set[str] = set()
    for i in told - doers:
        token = scene.tokens[i]
        if token.pos in _TELLING:
            found |= lemmas(token.text)
    found |= {
        weapon.class_ for weapon in scene.weapons for i in told
        if weapon.span.overlaps(scene.tokens[i].span)
    }  # fmt: skip
    return frozenset(found)


def _names(other: Event, event: Event, words: frozenset[str]) -> bool:
    """Say whether the words of a denial name something of a happening that others tell."""
    if other.modality != "asserted" or not (other.act in HOSTILE or other.act in _QUIET):
        return False
    if not _in_reach(other, event) or not _another_source(other, event):
        return False
    place = other.where.place
    phrases = [other.hit.span.of(other.scene.text)]
    phrases += [mention.text for mention in (*other.parts.targets, *other.parts.participants)]
    phrases += [place.text] if place is not None else []
    own = set[str]().union(*map(_lemmas_of, phrases))
    own |= {weapon.class_ for weapon in other.weapons}
    own |= {lemma for weapon in other.weapons for lemma in lemmas(weapon.text.split()[-1])}
    return not own.isdisjoint(words) or any(_act_named(word, other) for word in words)


def _act_named(word: str, event: Event) -> bool:
    """Say whether a noun names an act ("having carried out any flight")."""
    rows = load_frames().nouns.get(word, ())
    return any(words == (word,) and row.act == event.act for words, row in rows)


def _struck(before: Event, event: Event) -> tuple[Mention, ...]:
    """Return who or what is said not to have been hit: those that the denial names, else all."""
    words = _words_of_denial(event) if _spelled(event) else frozenset[str]()
    named = tuple(m for m in before.parts.targets if not words.isdisjoint(_lemmas_of(m.text)))
    return named or before.parts.targets


def _lemmas_of(phrase: str) -> set[str]:
    return {lemma for word in phrase.split() for lemma in lemmas(word)}


def _accused(before: Event, event: Event) -> tuple[Mention, ...]:
    """Return who is said not to have done it: as the denial says, else as the charge does."""
    named = _named_in_denial(event)
    charged = before.parts.perpetrators or before.parts.participants
    if named is not None:
        return (named,)
    own = event.parts.perpetrators or event.parts.participants
    if event.hit.frame.denies_part:
        return charged if _charges(before, event) and charged else own
    if charged:
        return charged
    words = {lemma for token in event.scene.tokens for lemma in lemmas(token.text)}
    return own if words & (_CHARGES | _DISOWNING) else ()


def _named_in_denial(event: Event) -> Mention | None:
    """Return whose deed a denial speaks of ("any part of his men", "that its troops hold him")."""
    scene, verb = event.scene, event.hit.token
    if event.hit.frame.denies_part:
        things = (verb, *event.hit.args.get("obj", ()), *tree.children(scene.sentence, verb, "obj"))
        whose = (t for thing in things for t in tree.children(scene.sentence, thing, "nmod", "obl"))
        found = next((t for t in whose if preposition(scene, t) in ("of", "by")), None)
        if found is not None and _is_somebody(scene, found):
            return _mention(scene, found)
    elif not _spelled(event):
        return None
    clause = tree.child(scene.sentence, verb, "ccomp", "xcomp")
    doing = ("nsubj", "nsubj:pass") if event.hit.frame.denies_part else ("nsubj",)
    subject = tree.child(scene.sentence, clause, *doing) if clause is not None else None
    if clause is None or (subject is not None and subject.text.lower() not in PERSONAL):
        able = subject is not None and _is_somebody(scene, subject)
        return _mention(scene, subject) if subject is not None and able else None
    if subject is None and clause.dep != "xcomp":
        return None
    given = event.said.attribution
    if given.source_text is None or given.source_span is None:
        return None
    return Mention(text=given.source_text, span=given.source_span)


def _is_somebody(scene: Scene, token: Token) -> bool:
    return bool(classes_of(scene, token) & {"force", "any_actor", "soldiery"})


def _mention(scene: Scene, token: Token) -> Mention:
    span = noun_phrase(scene, token)
    return Mention(text=scene.words(span), span=span)


def _another_source(other: Event, event: Event) -> bool:
    return other.said.attribution.source_text != event.said.attribution.source_text


def _in_reach(other: Event, event: Event) -> bool:
    return event.scene.order - other.told_until <= 2 * REACH


def _beside(other: Event, event: Event) -> bool:
    return event.scene.order - other.told_until <= 1


def _charges(other: Event, event: Event) -> bool:
    """Say whether a happening is laid at the door of whoever denies something here."""
    if not _in_reach(other, event):
        return False
    denier = _denier(event)
    mine = {m.actor for m in event.parts.perpetrators if m.actor is not None}
    return _another_source(other, event) and any(
        (m.actor is not None and m.actor in mine) or _same_name(m.text.lower(), denier)
        for m in (*other.parts.perpetrators, *other.parts.participants)
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


def meant(kept: Sequence[Event], event: Event) -> Event:
    """Give a denial in words of its own what it leaves out of the charge that it means.

    "Denied the attack" means all of what was told; "denied that troops had opened fire" says less
    of how than the charge did.
    """
    noun = event.hit.kind == "noun" and not event.harm_only
    bare = noun and _definite(event) and not event.parts.targets
    loose = event.act in LOOSE | {"small_arms_fire"} and not event.harm_only
    if not (bare or (loose and not event.weapons and not event.where.place)):
        return event
    told = [o for o in reversed(kept) if _deed(o) and _in_reach(o, event) and o is not event]
    told = [o for o in told if _another_source(o, event) and (not bare or _one_kind(o, event))]
    told = [o for o in told if bare or not _other_victims(o, event)]
    near = (o for o in told if bare or _open_to(o, event))
    before = next((o for o in told if _charges(o, event)), next(near, None))
    if before is None:
        return event
    whole = replace(
        event, act=before.act if loose else event.act,
        where=Where(before.where.place), time=event.time or before.time,
    )  # fmt: skip
    if not bare:
        return whole
    doers = event.parts.perpetrators or before.parts.perpetrators
    return replace(whole, parts=Parts(doers, before.parts.targets, ()))


def _open_to(other: Event, event: Event) -> bool:
    """Say whether loose words ("that troops had opened fire") may mean a happening told before."""
    if event.parts.targets and (_others_named(event) or not _beside(other, event)):
        return False
    mine = set[str]().union(*(_lemmas_of(m.text) for m in event.parts.perpetrators))
    theirs = set[str]().union(*(_lemmas_of(m.text) for m in other.parts.perpetrators))
    return _beside(other, event) or not (mine and theirs) or not mine.isdisjoint(theirs)


def _definite(event: Event) -> bool:
    below = tree.children(event.scene.sentence, event.hit.token, "det", "amod")
    return any(t.text.lower() in ("the", "this", "that", "any", "such") for t in below)


def _one_kind(other: Event, event: Event) -> bool:
    """Say whether a bare noun ("the attack", "the bombing") may stand for a happening."""
    loose = event.act in LOOSE or other.act in LOOSE
    told = _lemmas_of(other.hit.span.of(other.scene.text)) & lemmas(event.hit.token.text)
    return event.act == other.act or loose or bool(told)


def _others_named(event: Event) -> bool:
    """Say whether a denial names whom it speaks of, and not just anybody ("civilians")."""
    return any(_ANYBODY.isdisjoint(_lemmas_of(m.text)) for m in event.parts.targets)


def _other_victims(other: Event, event: Event) -> bool:
    """Say whether a denial speaks of others than those whom the charge names."""
    mine = set[str]().union(*(_lemmas_of(m.text) for m in event.parts.targets))
    theirs = set[str]().union(*(_lemmas_of(m.text) for m in other.parts.targets))
    return bool(mine and theirs) and mine.isdisjoint(theirs | _ANYBODY)
