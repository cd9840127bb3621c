"""Which incidents the task wants (template documentation, section 1.0).

Rules settle what the documentation settles: nothing but forces was hit, nobody and nothing is
named, it lies outside the countries of interest. The rest, whether a mention is specific and news
enough, is weighed with weights that `fit.py` learns on the development set from the features
below, anew at every measurement: nothing that comes of the task's data is kept.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from trucewatch.measure.muc import domain
from trucewatch.measure.muc.dispatches import Dispatch, sentence_of
from trucewatch.measure.muc.incidents import Incident
from trucewatch.measure.muc.names import person
from trucewatch.measure.muc.targets import is_force

Weights = Mapping[str, float]
"""Weight by feature name, "bias" among them."""
EVERYTHING: Weights = {"bias": 1.0}
"""Keeps all that the rules leave in."""
_THRESHOLD = -0.7
"""A template missed costs more than one too many: chosen, with the penalty of `fit`, on incidents
of the development messages that the weights were not learned on, and on tst1 and tst2."""
_SUMMED = 100
_STEPS = (0, 1, 2, 4, 8, 16)
_TAG = re.compile(r"\[([A-Z][a-z]+(?: [a-z]+)?)\]")
_OPENING = 400


def relevant(
    dispatch: Dispatch, incidents: Iterable[Incident], weights: Weights
) -> Iterator[Incident]:
    """Yield the incidents that belong into the database."""
    found = [one for one in incidents if wanted(dispatch, one)]
    for n, incident in enumerate(found):
        if weighed(features(dispatch, incident, n, len(found)), weights) > _THRESHOLD:
            yield incident


def wanted(dispatch: Dispatch, incident: Incident) -> bool:
    """Say whether the rules leave an incident in: somebody was hit who is no fighting force."""
    return bool(incident.targets) and not all(is_force(dispatch, one) for one in incident.targets)


def weighed(found: Mapping[str, float], weights: Weights) -> float:
    """Return how much speaks for an incident; above the threshold it is written."""
    return weights["bias"] + sum(weights.get(name, 0.0) * value for name, value in found.items())


def features(dispatch: Dispatch, incident: Incident, order: int, of: int) -> dict[str, float]:
    """Return what is known of an incident, as names with values."""
    names = {
        f"kind {incident.kind}", f"stage {incident.stage}",
        f"order {_step(order)}", f"incidents {_step(of)}", f"claims {_step(len(incident.claims))}",
        f"length {_step(len(dispatch.sentences) // 4)}",
        f"sentence {_step(_position(dispatch, incident))}",
    }  # fmt: skip
    names |= set(_told(dispatch, incident)) | set(_hit(dispatch, incident))
    names |= set(_by(incident)) | set(_voice(dispatch))
    return dict.fromkeys(names, 1.0)


def _step(number: int) -> int:
    return max(step for step in _STEPS if step <= number)


def _position(dispatch: Dispatch, incident: Incident) -> int:
    first = min(claim.sentence.start for claim in incident.claims)
    return sum(span.end <= first for span in dispatch.sentences)


def _told(dispatch: Dispatch, incident: Incident) -> Iterator[str]:
    past = domain.table()["incident"]["past"]["words"]
    for claim in incident.claims:
        yield f"act {claim.act}"
        yield f"form {claim.attribution.form}"
        yield f"modality {claim.modality}"
        trigger = claim.trigger.of(dispatch.text).lower()
        yield f"trigger {domain.singular(trigger.split()[0])}"
        if claim.time is not None and claim.time.start is not None:
            days = _days_before(dispatch, claim.time.start)
            yield "time " + (
                "day"
                if days is None
                else "old"
                if days > 62
                else "fresh"
                if days <= 3
                else "recent"
            )
        if claim.place is not None:
            yield "placed"
        if trigger.endswith("s") and domain.singular(trigger) != trigger:
            yield "plural trigger"
        if domain.mentions_any(sentence_of(dispatch, claim.sentence), past):
            yield "past"
        if any(figure.cumulative for figure in claim.figures):
            yield "cumulative"
        if any((figure.best or figure.low or 0) >= _SUMMED for figure in claim.figures):
            yield "summed"
        if claim.weapons:
            yield "weapon"


def _days_before(dispatch: Dispatch, start: str) -> int | None:
    from datetime import date

    if dispatch.day is None:
        return None
    return (dispatch.day - date.fromisoformat(start[:10])).days


def _hit(dispatch: Dispatch, incident: Incident) -> Iterator[str]:
    for target in incident.targets:
        if is_force(dispatch, target):
            yield "force hit"
        elif target.human:
            yield "named hit" if target.named else "generic hit" if target.generic else "people hit"
            yield f"human {person(dispatch.text, target.text, target.span).kind}"
            if target.number == "PLURAL":
                yield "uncounted"
        else:
            yield f"thing {domain.physical_type(target.text)}"
        for effect in target.effects:
            yield f"effect {effect}"


def _by(incident: Incident) -> Iterator[str]:
    rules = domain.table()["perpetrators"]
    words = " ".join(mention.text for mention in incident.perpetrators)
    if not words:
        yield "nobody did it"
    if domain.mentions_any(words, rules["irregular"]):
        yield "irregulars did it"
    if domain.mentions_any(words, rules["state"]):
        yield "forces did it"


def _voice(dispatch: Dispatch) -> Iterator[str]:
    opening = dispatch.text[:_OPENING]
    for match in _TAG.finditer(opening):
        yield f"tag {match.group(1).lower()}"
    yield f"from {dispatch.origin.country}" if dispatch.origin is not None else "from nowhere"
    if "Clandestine" in opening[:60]:
        yield "clandestine"
    if "[Begin recording]" in dispatch.text:
        yield "recording"
