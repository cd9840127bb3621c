"""Claims to incidents of the task: what is one, and which claims tell of the same."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from trucewatch.measure.muc import domain
from trucewatch.measure.muc.dispatches import Dispatch
from trucewatch.measure.muc.targets import Target, alike, is_force, targets_of
from trucewatch.model import Claim, Mention
from trucewatch.model.vocabulary import DENYING

_SKIPPED = frozenset({"planned", "hypothetical"})
_OFFICES = frozenset(
    {
        "GOVERNMENT OFFICIAL",
        "FORMER GOVERNMENT OFFICIAL",
        "POLITICAL FIGURE",
        "LEGAL OR JUDICIAL",
        "DIPLOMAT",
    }
)
_FOLLOWERS = frozenset(
    {"leader", "colleague", "politician", "chief", "hostage", "victim", "man", "citizen"}
)
_FIGHTING = frozenset({"armed_clash", "ground_advance"})
"""Acts of war, which are incidents of the task only where others than forces were hit."""
_DEFINITE = re.compile(r"(?:\bthe|'s|s')\s+(?:[a-z]+\s+)?$")
_OWN = frozenset({"ARSON", "KIDNAPPING", "ROBBERY"})
"""Types that are an incident of their own beside an attack on others."""
_BESIDE = 1
_REACH = 2
"""Sentences back within which a claim without a target of its own tells of the same incident."""


@dataclass(slots=True)
class Incident:
    """What will be one template: the claims that tell of it, whom and what it hit, by whom."""

    kind: str
    stage: str
    claims: list[Claim]
    humans: list[Target] = field(default_factory=list)
    things: list[Target] = field(default_factory=list)
    perpetrators: list[Mention] = field(default_factory=list)
    unharmed: bool = False
    """Nobody was hurt, and nobody is named who might have been."""

    @property
    def targets(self) -> list[Target]:
        """Everybody and everything that it hit."""
        return [*self.humans, *self.things]


def incidents_of(dispatch: Dispatch) -> list[Incident]:
    """Return the incidents of a dispatch, in the order of their first claims."""
    found: list[Incident] = []
    for claim in dispatch.reading.claims:
        incident = _incident(dispatch, claim)
        if incident is None:
            continue
        known = next((one for one in reversed(found) if _same(dispatch, one, incident)), None)
        if known is None:
            found.append(incident)
        else:
            _join(known, incident)
    return found


def _incident(dispatch: Dispatch, claim: Claim) -> Incident | None:
    kind = kind_of(dispatch, claim)
    if kind is None or claim.modality in DENYING:
        return None
    if claim.modality in _SKIPPED and not _given(dispatch, claim):
        return None
    targets = targets_of(dispatch, claim)
    if claim.act in _FIGHTING and all(is_force(dispatch, target) for target in targets):
        return None
    return Incident(
        kind, _stage(dispatch, claim), [claim],
        humans=[target for target in targets if target.human],
        things=[target for target in targets if not target.human],
        perpetrators=[m for m in claim.perpetrators if not domain.is_pronoun(m.text)],
        unharmed=any(f.kind in ("killed", "wounded") and f.high == 0 for f in claim.figures),
    )  # fmt: skip


def _given(dispatch: Dispatch, claim: Claim) -> bool:
    """Say whether a noun takes a crime for given that is talked of ("investigate the murder")."""
    before = dispatch.text[
        max(claim.sentence.start, claim.trigger.start - 30) : claim.trigger.start
    ]
    return claim.act in ("killing", "abduction") and _DEFINITE.search(before.lower()) is not None


def kind_of(dispatch: Dispatch, claim: Claim) -> str | None:
    """Return the incident type of a claim, null where its act is none of the task's."""
    rules = domain.table()["incident"]
    kind: str | None = rules["acts"].get(claim.act)
    if kind is None and claim.act not in rules["by_trigger"]:
        return None
    triggers: dict[str, list[str]] = rules["triggers"]
    words = " ".join(claim.trigger.of(dispatch.text).lower().split())
    said = next((name for name, known in triggers.items() if words in known), None)
    if claim.act == "air_strike" and said == "BOMBING":
        flown = any(weapon.class_ in ("aircraft", "helicopter") for weapon in claim.weapons)
        state = domain.table()["perpetrators"]["state"]
        forces = any(domain.mentions_any(m.text, state) for m in claim.perpetrators)
        return "ATTACK" if flown or forces else "BOMBING"
    if said is not None:
        return said
    bombed = any(weapon.class_ == "ied" for weapon in claim.weapons)
    return "BOMBING" if bombed and kind == "ATTACK" else kind


def _stage(dispatch: Dispatch, claim: Claim) -> str:
    if claim.modality == "threatened":
        return "THREATENED"
    near = dispatch.text[
        max(claim.sentence.start, claim.trigger.start - 40) : claim.trigger.end + 40
    ]
    words = domain.table()["incident"]["attempted"]["words"]
    return "ATTEMPTED" if domain.mentions_any(near, words) else "ACCOMPLISHED"


def _same(dispatch: Dispatch, known: Incident, new: Incident) -> bool:
    """Say whether a claim tells of an incident that is known already."""
    other_kinds = known.kind != new.kind and "ATTACK" not in (known.kind, new.kind)
    if other_kinds or (known.stage == "THREATENED") != (new.stage == "THREATENED"):
        return False
    if any(
        link.claim == one.id for c in new.claims for link in c.relates_to for one in known.claims
    ):
        return True
    if any(alike(one, other) for one in known.targets for other in new.targets):
        return known.kind == new.kind or not _elsewhere(known, new)
    if "ATTACK" in (known.kind, new.kind) and _OWN & {known.kind, new.kind}:
        return False
    far = _distance(dispatch, known, new)
    if not new.targets or not known.targets:
        return far <= _REACH and (known.kind == new.kind or not _elsewhere(known, new))
    return (
        far <= _BESIDE and known.kind == new.kind
        and not _elsewhere(known, new) and not _named_apart(known, new)
    )  # fmt: skip


def _distance(dispatch: Dispatch, known: Incident, new: Incident) -> int:
    """Return how many sentences lie between two incidents."""
    last = max(claim.sentence.end for claim in known.claims)
    return dispatch.text.count(". ", last, max(last, new.claims[0].sentence.start))


def _elsewhere(known: Incident, new: Incident) -> bool:
    places = [{c.place.text.lower() for c in one.claims if c.place} for one in (known, new)]
    times = [
        {c.time.start[:10] for c in one.claims if c.time and c.time.start} for one in (known, new)
    ]
    return any(one and other and not one & other for one, other in (places, times))


def _named_apart(known: Incident, new: Incident) -> bool:
    names, more = ({t.head for t in one.humans if t.named} for one in (known, new))
    return bool(names and more)


def _join(known: Incident, new: Incident) -> None:
    known.claims += new.claims
    known.unharmed |= new.unharmed
    if known.kind == "ATTACK":
        known.kind = new.kind
    if new.stage == "ACCOMPLISHED" and known.stage == "ATTEMPTED":
        known.stage = new.stage
    named = [human for human in known.humans if human.named]
    _add(known.humans, (h for h in new.humans if not (named and _again(h))))
    _add(known.things, new.things)
    texts = {domain.phrase(m.text).head for m in known.perpetrators}
    known.perpetrators += [m for m in new.perpetrators if domain.phrase(m.text).head not in texts]


def _again(human: Target) -> bool:
    """Say whether a later mention only says what somebody is who was named before."""
    if human.named or human.number != "1":
        return False
    return domain.human_type(human.text) in _OFFICES or human.head in _FOLLOWERS


def _add(known: list[Target], new: Iterable[Target]) -> None:
    for target in new:
        same = next((one for one in known if alike(one, target)), None)
        if same is None:
            known.append(target)
        else:
            same.take(target)
