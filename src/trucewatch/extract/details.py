"""Acts with fields of their own: patrols, tallies, truces."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from trucewatch.extract import patrols, tallies
from trucewatch.extract.arguments import arguments
from trucewatch.extract.events import Event
from trucewatch.extract.phrases import noun_phrase
from trucewatch.model import NOT_YET

if TYPE_CHECKING:
    from trucewatch.extract.actors import Registry

_TERMS = frozenset({"until", "till", "for", "between"})


def detailed(event: Event, registry: Registry) -> Event | None:
    """Return the happening with the fields of its act; None if it is none of that act after all.

    A patrol that is only mentioned is no patrol, a count without a number no tally.
    """
    if event.act == "patrol":
        return _patrol(event, registry)
    if event.act == "tally":
        return _tally(event)
    if event.act == "ceasefire_act":
        return _truce(event)
    return event


def _patrol(event: Event, registry: Registry) -> Event | None:
    outcome = patrols.outcome_of(event.scene, event.hit)
    planned = event.modality in NOT_YET
    if outcome is None and not planned:
        trips = (hit for hit in event.hits if hit.kind == "verb" and hit.frame.act == "patrol")
        outcome = next((patrols.Outcome("held", t.span, t.token) for t in trips), None)
    if outcome is None and not planned:
        return None
    modality = event.modality
    if (
        modality == "absent"
        and outcome is not None
        and outcome.outcome in ("cancelled", "blocked", "shortened")
    ):
        modality = "asserted"
    report = patrols.report(event.scene, outcome, event.scene.places, planned=planned)
    return replace(_driven_by(event, outcome, registry), patrol=report, modality=modality)


def _driven_by(event: Event, outcome: patrols.Outcome | None, registry: Registry) -> Event:
    """Add those who held a patrol as participants ("units drove the first joint patrol")."""
    if outcome is None or outcome.outcome not in ("held", "completed") or event.parts.participants:
        return event
    doers = arguments(event.scene, outcome.verb, "verb").get("subj", ())
    found = tuple(
        registry.mention(event.scene.text, noun_phrase(event.scene, doer))
        for doer in doers
        if event.scene.classes[doer.i] & {"force", "any_actor"} and doer.i != event.hit.token.i
    )
    return replace(event, parts=replace(event.parts, participants=found))


def _tally(event: Event) -> Event | None:
    reporter = event.said.attribution.source_text
    who = event.hit.args.get("subj", ()) if event.hit.frame.speaker else ()
    if reporter is None and who and who[0].pos != "PRON":
        reporter = event.scene.words(noun_phrase(event.scene, who[0]))
    figures = event.figures or tallies.times_counted(event.scene)
    if not any(figure.kind == "violations" for figure in figures):
        figures = tallies.counted_behind_colon(event.scene) or figures
    if not figures and event.hit.kind == "verb":
        figures = tallies.counted_alone(event.scene, event.hit)
    figures = figures or tallies.counted_once(event.scene)
    event = replace(event, figures=figures)
    tally = tallies.tally_of(event.scene, event.figures, event.time, reporter)
    return None if tally is None else replace(event, tally=tally)


def _truce(event: Event) -> Event:
    """For a truce, `time` is its entry into force and `validity` its term (CODEBOOK, "Time")."""
    terms = [m.ref for m in event.scene.times if m.lead in _TERMS and not m.is_dateline]
    if not terms:
        return event
    time = None if event.time in terms else event.time
    return replace(event, validity=terms[0], time=time)
