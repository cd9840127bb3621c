"""Claims to proposed incidents, patrols, sightings, restrictions and tallies. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from trucewatch.merge.cluster import cluster
from trucewatch.merge.facts import Copied, Facts, facts_of
from trucewatch.merge.groupings import (
    incident,
    patrol,
    restriction,
    sighting,
    tallies,
)
from trucewatch.merge.voices import Voices
from trucewatch.model import NOT_YET, Claim, Judgement, Merged, Watch

SIGHTINGS = frozenset({"sighting", "troop_movement", "fortification"})
UNGROUPED = frozenset({"toll"})
"""Harm without a happening, or summed over several, never becomes new harm."""

__all__ = ["Copied", "merge"]


def merge(
    claims: Sequence[Claim], watch: Watch, copied: Copied, judgements: Sequence[Judgement] = ()
) -> Merged:
    """Propose groupings for `claims`; the result does not depend on their order.

    Args:
        claims: all current claims of the watch.
        watch: sides and sources (who opposes whom, who shares a voice).
        copied: which sentences of which item were taken from another item.
        judgements: people's decisions; rejected claims are left out, links and bars are kept.
    """
    rejected = {
        subject
        for row in judgements
        if row.kind == "reject" and not row.withdrawn
        for subject in row.subjects
    }
    voices = Voices(claims, watch, copied)
    rows: dict[str, list[Facts]] = {"incident": [], "plan": [], "patrol": [], "sighting": []}
    rows |= {"restriction": [], "tally": []}
    for claim in sorted(claims, key=lambda row: row.id):
        kind = _grouping(claim)
        if kind and claim.id not in rejected:
            rows[kind].append(facts_of(claim, watch, *voices.of(claim)))
    happened = [
        incident(members, log, watch)
        for kind in ("incident", "plan")
        for members, log in cluster(rows[kind], judgements)
    ]
    return Merged(
        incidents=tuple(sorted(happened, key=lambda row: (row.when.start or "", row.id))),
        patrols=tuple(
            sorted(
                (
                    patrol(members, log, watch)
                    for members, log in cluster(rows["patrol"], judgements)
                ),
                key=lambda row: (row.when.start or "", row.id),
            )
        ),
        sightings=tuple(
            sighting(members, watch) for members, _ in cluster(rows["sighting"], judgements)
        ),
        restrictions=tuple(
            restriction(members, watch) for members, _ in cluster(rows["restriction"], judgements)
        ),
        tallies=tallies(rows["tally"], watch),
    )


def _grouping(claim: Claim) -> str | None:
    if claim.act in UNGROUPED or (claim.figures and all(row.cumulative for row in claim.figures)):
        return None
    if claim.act == "patrol":
        return "patrol"
    if claim.act == "tally":
        return "tally"
    if claim.act == "access_restriction":
        return "restriction"
    if claim.act in SIGHTINGS:
        return "sighting" if claim.modality not in NOT_YET else "plan"
    return "plan" if claim.modality in NOT_YET else "incident"
