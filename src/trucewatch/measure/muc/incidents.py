"""Claims to incidents of the task: what is one, what belongs together, who and what it hit."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from trucewatch.measure.muc import domain
from trucewatch.measure.muc.dispatches import Dispatch, sentence_of
from trucewatch.model import Claim, Figure, Mention, Span
from trucewatch.model.vocabulary import DENYING

_SKIPPED = frozenset({"planned", "hypothetical"})
_HARM = {"killed": "DEATH", "wounded": "INJURY"}
_PRONOUNS = frozenset("he she it they them him her we us i you who that this those these itself himself".split())


@dataclass(slots=True)
class Human:
    """A person or group of people that was hit: as printed, in usual case."""

    text: str
    span: Span
    number: str
    effects: set[str] = field(default_factory=set)


@dataclass(slots=True)
class Thing:
    """A thing that was hit."""

    text: str
    span: Span
    number: str
    effects: set[str] = field(default_factory=set)


@dataclass(slots=True)
class Incident:
    """What will be one template."""

    kind: str
    stage: str
    claims: list[Claim]
    humans: list[Human] = field(default_factory=list)
    things: list[Thing] = field(default_factory=list)
    perpetrators: list[Mention] = field(default_factory=list)


def incidents_of(dispatch: Dispatch) -> list[Incident]:
    """Return the incidents of a dispatch, in the order of their first claims."""
    found: list[Incident] = []
    for claim in dispatch.reading.claims:
        incident = _incident(dispatch, claim)
        if incident is None:
            continue
        known = next((one for one in reversed(found) if _same(one, incident)), None)
        if known is None:
            found.append(incident)
        else:
            _join(known, incident)
    return [incident for incident in found if _relevant(dispatch, incident)]


def _incident(dispatch: Dispatch, claim: Claim) -> Incident | None:
    kind = kind_of(dispatch, claim)
    if kind is None or claim.modality in _SKIPPED or claim.modality in DENYING:
        return None
    incident = Incident(kind, _stage(dispatch, claim), [claim], perpetrators=list(_real(claim.perpetrators)))
    for mention in (*claim.targets, *_groups(claim)):
        _add_target(incident, claim, mention)
    return incident


def kind_of(dispatch: Dispatch, claim: Claim) -> str | None:
    """Return the incident type of a claim, null where its act is none of the task's."""
    rules = domain.table()["incident"]
    kind: str | None = rules["acts"].get(claim.act)
    if kind is None:
        return None
    words = " ".join(claim.trigger.of(dispatch.text).lower().split())
    said = next((name for name, triggers in rules["triggers"].items() if words in triggers), None)
    if claim.act == "air_strike" and said == "BOMBING":
        flown = any(weapon.class_ in ("aircraft", "helicopter") for weapon in claim.weapons)
        forces = any(domain.mentions_any(m.text, domain.table()["perpetrators"]["state"]) for m in claim.perpetrators)
        return "ATTACK" if flown or forces else "BOMBING"
    if said is not None:
        return said
    if claim.act in ("attack", "damage", "toll", "killing") and any(w.class_ == "ied" for w in claim.weapons):
        return "BOMBING"
    return kind


def _stage(dispatch: Dispatch, claim: Claim) -> str:
    if claim.modality == "threatened":
        return "THREATENED"
    window = dispatch.text[max(claim.sentence.start, claim.trigger.start - 40) : claim.trigger.end + 40]
    words = domain.table()["incident"]["attempted"]["words"]
    return "ATTEMPTED" if domain.mentions_any(window, words) else "ACCOMPLISHED"


def _real(mentions: Iterable[Mention]) -> Iterable[Mention]:
    return (m for m in mentions if m.text.lower() not in _PRONOUNS)


def _groups(claim: Claim) -> list[Mention]:
    """Return whom the figures of harm count, where they are no target already."""
    return [
        Mention(text=figure.group.text, span=figure.group.span)
        for figure in claim.figures
        if figure.kind in ("killed", "wounded", "captured", "destroyed", "damaged") and figure.group is not None
        if not any(figure.group.span.overlaps(t.span) for t in claim.targets)
    ]


def _add_target(incident: Incident, claim: Claim, mention: Mention) -> None:
    if mention.text.lower() in _PRONOUNS:
        return
    figures = [f for f in claim.figures if f.group is not None and f.group.span.overlaps(mention.span)]
    number = _number(mention, figures)
    if domain.physical_type(mention.text) is not None and not domain.is_person_noun(mention.text):
        thing = Thing(mention.text, mention.span, number)
        thing.effects |= {"DESTROYED" for f in figures if f.kind == "destroyed"}
        thing.effects |= {"SOME DAMAGE" for f in figures if f.kind == "damaged"}
        incident.things.append(thing)
        return
    if not is_human(mention.text):
        return
    human = Human(mention.text, mention.span, number)
    human.effects |= {_HARM[f.kind] for f in figures if f.kind in _HARM and f.best != 0}
    if any(f.kind in _HARM and f.high == 0 for f in figures):
        human.effects.add("NO INJURY OR DEATH")
    if not human.effects and claim.act == "killing":
        human.effects.add("DEATH")
    incident.humans.append(human)


def is_human(text: str) -> bool:
    """Say whether a phrase names people: by a noun for them, or by a name of its own."""
    if domain.is_person_noun(text):
        return True
    found = domain.phrase(text)
    return bool(found.core) and all(word[:1].isupper() for word in found.core) and not any(
        word.isupper() and len(word) > 1 for word in found.core
    )


def _number(mention: Mention, figures: Sequence[Figure]) -> str:
    counted = next((f for f in figures if f.low is not None or f.best is not None or f.high is not None), None)
    if counted is not None:
        if counted.qualifier == "about" and counted.best is not None:
            return f"~{counted.best:.0f}"
        if counted.low is not None and counted.high is None:
            return f"{counted.low:.0f}-"
        if counted.low is not None and counted.high is not None and counted.low != counted.high:
            return f"{counted.low:.0f}-{counted.high:.0f}"
        value = counted.best if counted.best is not None else counted.high
        return f"{value:.0f}"
    return "PLURAL" if domain.phrase(mention.text).plural else "1"


def _same(known: Incident, new: Incident) -> bool:
    """Say whether a claim tells of an incident that is known already."""
    if known.stage != new.stage and "THREATENED" in (known.stage, new.stage):
        return False
    if known.kind != new.kind and "ATTACK" not in (known.kind, new.kind):
        return False
    if known.kind != new.kind and not _share(known, new):
        return False
    one, other = known.claims[0], new.claims[0]
    if one.place and other.place and one.place.text.lower() != other.place.text.lower() and not _share(known, new):
        return False
    names, more = _names(known), _names(new)
    return not (names and more and not names & more) or one.passage != other.passage


def _share(known: Incident, new: Incident) -> bool:
    return bool(_heads(known) & _heads(new)) or any(
        relation.claim == known.claims[0].id for claim in new.claims for relation in claim.relates_to
    )


def _heads(incident: Incident) -> set[str]:
    return {domain.phrase(one.text).head for one in (*incident.humans, *incident.things)}


def _names(incident: Incident) -> set[str]:
    return {
        domain.phrase(one.text).core[-1]
        for one in incident.humans
        if domain.phrase(one.text).core and domain.phrase(one.text).core[-1][:1].isupper()
    }


def _join(known: Incident, new: Incident) -> None:
    known.claims += new.claims
    if known.kind == "ATTACK":
        known.kind = new.kind
    if new.stage == "ACCOMPLISHED" and known.stage == "ATTEMPTED":
        known.stage = new.stage
    for human in new.humans:
        same = next((h for h in known.humans if _alike(h.text, human.text)), None)
        if same is None:
            known.humans.append(human)
        else:
            same.effects |= human.effects
            same.number = human.number if same.number == "PLURAL" else same.number
            same.text = max(same.text, human.text, key=len)
    for thing in new.things:
        alike = next((t for t in known.things if _alike(t.text, thing.text)), None)
        if alike is None:
            known.things.append(thing)
        else:
            alike.effects |= thing.effects
    for mention in new.perpetrators:
        if not any(_alike(mention.text, m.text) for m in known.perpetrators):
            known.perpetrators.append(mention)


def _alike(one: str, other: str) -> bool:
    a, b = domain.phrase(one), domain.phrase(other)
    return bool(a.head) and a.head == b.head


def _relevant(dispatch: Dispatch, incident: Incident) -> bool:
    """Say whether the task wants an incident (template documentation, section 1.0)."""
    if not incident.humans and not incident.things:
        return False
    rules = domain.table()["perpetrators"]
    people = [h for h in incident.humans if not domain.mentions_any(h.text, rules["irregular"])]
    military = all(
        (domain.human_type(h.text) in ("ACTIVE MILITARY", "LAW ENFORCEMENT"))
        or domain.mentions_any(h.text, rules["state"])
        for h in people
    )
    if military and not incident.things:
        return False
    past = domain.table()["incident"]["past"]["words"]
    return not all(domain.mentions_any(sentence_of(dispatch, c.sentence), past) for c in incident.claims)
