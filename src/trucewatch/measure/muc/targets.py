"""Whom and what a claim hit: people and things, how many of them, and what became of them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from trucewatch.measure.muc import domain
from trucewatch.measure.muc.dispatches import Dispatch
from trucewatch.measure.muc.names import has_name, listed, named_in, person
from trucewatch.model import Claim, Figure, Mention, Span

_FORCES = frozenset({"ACTIVE MILITARY", "LAW ENFORCEMENT"})
_HARM = {"killed": "DEATH", "wounded": "INJURY"}
_DAMAGE = {"destroyed": "DESTROYED", "damaged": "SOME DAMAGE"}
_COUNTED = frozenset({*_HARM, *_DAMAGE, "captured", "persons"})
_ON_THINGS = frozenset(
    {"ied", "explosion", "damage", "attack", "shelling", "air_strike", "small_arms_fire"}
)
_ON_PEOPLE = frozenset({"killing", "abduction", "toll", "small_arms_fire", "attack"})
_ON_NAMED = frozenset({"killing", "abduction"})
_STANDING = frozenset(
    {
        "against", "at", "in", "on", "near", "inside", "outside", "under", "behind", "to", "upon",
        "across", "of", "by", "beside", "into",
    }
)  # fmt: skip
_HARMED = re.compile(r"\s+(?:others?\s+)?(?P<word>dead|wounded|injured)\b")
_LINKS = frozenset({"de", "del", "la", "las", "los", "y"})
_GENERIC = frozenset(
    {
        "person", "people", "victim", "one", "other", "individual", "dead", "life", "wounded",
        "injured",
    }
)  # fmt: skip


@dataclass(slots=True)
class Target:
    """A person, a group of people or a thing that was hit, in the words of the text."""

    text: str
    span: Span
    human: bool
    number: str
    effects: set[str] = field(default_factory=set)

    @property
    def head(self) -> str:
        """The head of the words, in the singular and in lower case."""
        return domain.phrase(self.text).head

    @property
    def named(self) -> bool:
        """Whether the words end in a name."""
        core = domain.phrase(self.text).core
        return self.human and bool(core) and core[-1][:1].isupper()

    @property
    def generic(self) -> bool:
        """Whether the words say no more than that it is people."""
        return self.human and self.head in _GENERIC

    def take(self, other: Target) -> None:
        """Learn what another mention of the same target says."""
        self.effects |= other.effects
        if self.number == "PLURAL":
            self.number = other.number
        if (self.generic and not other.generic) or (
            self.generic == other.generic and len(other.text) > len(self.text)
        ):
            self.text, self.span = other.text, other.span


def alike(one: Target, other: Target) -> bool:
    """Say whether two mentions may be of the same target."""
    if one.human != other.human:
        return False
    if one.head == other.head:
        return True
    if one.generic or other.generic:
        return one.number == other.number and bool(one.effects & other.effects)
    return False


def targets_of(dispatch: Dispatch, claim: Claim) -> list[Target]:
    """Return whom and what a claim hit."""
    found: list[Target] = []
    for mention in (*_listed(dispatch, claim), *_standing(dispatch, claim)):
        target = _target(dispatch, claim, mention)
        if target is None:
            continue
        same = next((one for one in found if alike(one, target)), None)
        if same is None:
            found.append(target)
        else:
            same.take(target)
        found += _spelled_out(dispatch, target)
    if not found and claim.act in _ON_PEOPLE:
        suffered = (_target(dispatch, claim, mention) for mention in _suffering(dispatch, claim))
        found += [target for target in suffered if target is not None and target.human]
    if not any(target.human for target in found):
        found += _only_named(dispatch, claim)
    if not any(target.human for target in found):
        found += _counted(dispatch, claim)
    return found


def _only_named(dispatch: Dispatch, claim: Claim) -> Iterator[Target]:
    """Yield the one person that the sentence of a deed against people names, if it names one."""
    if claim.act not in _ON_NAMED:
        return
    taken = [m.span for m in (*claim.perpetrators, *claim.participants)]
    if claim.attribution.source_span is not None:
        taken.append(claim.attribution.source_span)
    named = [
        span
        for span in named_in(dispatch.text, claim.sentence)
        if not any(span.overlaps(other) for other in taken)
        and not any(span.overlaps(mention.place.span) for mention in dispatch.mentions)
        and domain.physical_type(span.of(dispatch.text)) is None
    ]
    if len(named) == 1:
        target = _target(dispatch, claim, Mention(text=named[0].of(dispatch.text), span=named[0]))
        if target is not None:
            yield target


def _spelled_out(dispatch: Dispatch, target: Target) -> Iterator[Target]:
    """Yield those whom a plural is spelled out in, each with what became of all of them."""
    if target.human and target.number != "1":
        for span in listed(dispatch.text, target.span):
            yield Target(
                span.of(dispatch.text), span, human=True, number="1", effects=set(target.effects)
            )


def _mentions(claim: Claim) -> Iterator[Mention]:
    """Yield the targets, then whom figures of harm count besides."""
    yield from claim.targets
    for figure in claim.figures:
        group = figure.group
        if figure.kind not in (*_HARM, *_DAMAGE, "captured") or figure.high == 0:
            continue
        if group is not None and not any(group.span.overlaps(t.span) for t in claim.targets):
            yield Mention(text=group.text, span=group.span)


def _counted(dispatch: Dispatch, claim: Claim) -> Iterator[Target]:
    """Yield the "dead" and "wounded" of figures that say no more of whom they count."""
    for figure in claim.figures:
        if figure.kind not in _HARM or figure.high == 0 or figure.group is not None:
            continue
        match = _HARMED.match(dispatch.text, figure.span.end)
        if match is not None:
            at = Span(match.start("word"), match.end("word"))
            yield Target(
                match.group("word"), at, human=True, number=_number("dead", [figure]),
                effects={_HARM[figure.kind]},
            )  # fmt: skip


def _listed(dispatch: Dispatch, claim: Claim) -> Iterator[Mention]:
    """Yield the targets of a claim, one by one where they stand in a list."""
    chunks = dispatch.phrases.get(claim.sentence.start, ())
    told = tuple(_mentions(claim))
    for mention in told:
        inside = [chunk for chunk in chunks if mention.span.overlaps(chunk.span)]
        heads = {chunk.first for chunk in inside}
        parts = [chunk for chunk in inside if len(heads) == 1 and mention.span.covers(chunk.span)]
        if len(parts) > 1:
            yield from (Mention(text=c.span.of(dispatch.text), span=c.span) for c in parts)
            continue
        yield mention
        for chunk in chunks:
            text = chunk.span.of(dispatch.text)
            beside = inside and chunk.first == inside[0].first and chunk not in inside
            known = any(chunk.span.overlaps(other.span) for other in told)
            if beside and not known and is_human(text) == is_human(mention.text):
                yield Mention(text=text, span=chunk.span)


def _suffering(dispatch: Dispatch, claim: Claim) -> Iterator[Mention]:
    """Yield who stands where the sentence's tree has those that its trigger was done to."""
    acting = [mention.span for mention in claim.perpetrators]
    for chunk in dispatch.phrases.get(claim.sentence.start, ()):
        if any(chunk.span.overlaps(span) for span in acting):
            continue
        hangs = chunk.governor.overlaps(claim.trigger)
        done_to = chunk.dep in ("obj", "nsubj:pass", "nmod:poss") or (
            chunk.dep in ("nmod", "obl") and chunk.lead in ("of", "against", "on")
        )
        if (hangs and done_to) or any(verb.overlaps(claim.trigger) for verb in chunk.clauses):
            yield Mention(text=chunk.span.of(dispatch.text), span=chunk.span)


def _standing(dispatch: Dispatch, claim: Claim) -> Iterator[Mention]:
    """Yield things that the sentence of a blast, a fire or an attack says stood there."""
    if claim.act not in _ON_THINGS:
        return
    taken = [m.span for m in (*claim.targets, *claim.perpetrators, *claim.participants)]
    taken += [weapon.span for weapon in claim.weapons]
    if claim.attribution.source_span is not None:
        taken.append(claim.attribution.source_span)
    for chunk in dispatch.phrases.get(claim.sentence.start, ()):
        text = chunk.span.of(dispatch.text)
        kind = domain.physical_type(text)
        if kind is None or any(chunk.span.overlaps(span) for span in taken):
            continue
        if kind.startswith("TRANSPORTATION") and claim.act not in ("ied", "damage"):
            continue
        if chunk.lead in _STANDING or (not chunk.lead and chunk.dep in ("obj", "nsubj:pass")):
            yield Mention(text=text, span=chunk.span)


def _target(dispatch: Dispatch, claim: Claim, mention: Mention) -> Target | None:
    text, span = _without_body(mention)
    if domain.is_pronoun(text) or dispatch.is_place(span, text):
        return None
    figures = [
        f
        for f in claim.figures
        if f.kind in _COUNTED and f.group is not None and f.group.span.overlaps(mention.span)
    ]
    if domain.physical_type(text) is not None and not domain.is_person_noun(text):
        thing = Target(text, span, human=False, number=_number(text, figures))
        thing.effects |= {_DAMAGE[f.kind] for f in figures if f.kind in _DAMAGE}
        thing.effects |= set() if thing.effects else _told_effects(dispatch, claim, "things")
        return thing
    if not is_human(text) or domain.mentions_any(text, domain.table()["perpetrators"]["irregular"]):
        return None
    human = Target(text, span, human=True, number=_number(text, figures))
    human.effects |= {_HARM[f.kind] for f in figures if f.kind in _HARM and f.high != 0}
    if any(f.kind in _HARM and f.high == 0 for f in claim.figures):
        human.effects.add("NO INJURY OR DEATH")
    elif not human.effects and claim.act == "killing" and claim.modality == "asserted":
        human.effects.add("DEATH")
    elif not human.effects and claim.act != "abduction" and claim.modality == "asserted":
        human.effects |= _told_effects(dispatch, claim, "people")
    return human


def _told_effects(dispatch: Dispatch, claim: Claim, of: str) -> set[str]:
    """Return the effect that the words of a sentence tell, where they tell just one."""
    sentence = claim.sentence.of(dispatch.text)
    rows = domain.table()["effects"][of]
    told = {effect for effect, words in rows.items() if domain.mentions_any(sentence, words)}
    return told if len(told) == 1 else set()


def _without_body(mention: Mention) -> tuple[str, Span]:
    """Return whose body it is, where a body is the target."""
    text, span = mention.text, mention.span
    if domain.phrase(text).head in ("body", "corpse"):
        for cut in (" of ", "\nof "):
            at = text.find(cut)
            if at > 0:
                return text[at + len(cut) :], Span(span.start + at + len(cut), span.end)
        at = text.find("'s ")
        if at > 0:
            return text[:at], Span(span.start, span.start + at)
    return text, span


def is_force(dispatch: Dispatch, target: Target) -> bool:
    """Say whether a target is a fighting force or its property."""
    rules = domain.table()["perpetrators"]
    if target.human:
        if person(dispatch.text, target.text, target.span).kind in _FORCES:
            return True
        return not target.named and domain.mentions_any(target.text, rules["state"])
    return domain.mentions_any(target.text, [*rules["state"], *rules["positions"]])


def is_human(text: str) -> bool:
    """Say whether a phrase names people: by a noun for them, or by a name of its own."""
    if domain.is_person_noun(text):
        return True
    core = domain.phrase(text).core
    if not core or core[-1].islower() or domain.physical_type(text) is not None:
        return False
    return all(word[:1].isupper() or word in _LINKS for word in core) or has_name(text)


def _number(text: str, figures: Sequence[Figure]) -> str:
    for figure in figures:
        low, best, high = (
            None if n is None else f"{n:.0f}" for n in (figure.low, figure.best, figure.high)
        )
        if figure.qualifier == "about" and best is not None:
            return f"~{best}"
        if low is not None and high is None:
            return f"{low}-"
        if low is not None and low != high:
            return f"{low} - {high}"
        if best or high:
            return best or high or ""
    return "PLURAL" if domain.phrase(text).plural else "1"
