"""From groups of claims to the nouns: incidents, patrols, sightings, restrictions, tallies."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from typing import Literal

import msgspec

from trucewatch.merge.facts import Facts, bare, day_number, iso_day, zone_of
from trucewatch.merge.grades import attribution, fields_of, occurrence
from trucewatch.merge.ranges import figures_of, when_of, where_of
from trucewatch.merge.voices import voices_of
from trucewatch.model import (
    DENYING,
    NOT_YET,
    FieldValue,
    Incident,
    Mention,
    PatrolRun,
    Restriction,
    Sighting,
    Tally,
    Voice,
    Watch,
    When,
)
from trucewatch.model.incidents import MergeStep
from trucewatch.model.vocabulary import Act, PatrolOutcome

RUN_OUTCOMES: tuple[PatrolOutcome, ...] = ("completed", "shortened", "blocked", "cancelled")
"""Outcomes that exclude each other; `held` says no more than that it took place, and an attack
can befall a patrol that ended either way."""


def identity(prefix: str, claims: Iterable[str]) -> str:
    """Return an id that stays the same while the member claims do."""
    ids = "|".join(sorted(claims))
    return f"{prefix}1-{hashlib.sha256(ids.encode()).hexdigest()[:16]}"


def names_of(mentions: Sequence[Mention]) -> tuple[str, ...]:
    """Return actor ids where known, words as printed otherwise; each once, in order."""
    return tuple(dict.fromkeys(one.actor or one.text for one in mentions))


def _voices(members: Sequence[Facts]) -> tuple[Voice, ...]:
    return voices_of([(row.claim, row.voice, row.side) for row in members])


def _telling(members: Sequence[Facts]) -> Sequence[Facts]:
    """Return the members that say it happened; all of them where nobody does."""
    return [row for row in members if row.claim.modality not in DENYING] or members


def act_of(members: Sequence[Facts]) -> Act:
    """Return the act most voices name; the one naming the means wins a tie."""
    vague = ("attack", "explosion", "killing", "damage")
    votes: dict[Act, set[str]] = {}
    for row in _telling(members):
        votes.setdefault(row.claim.act, set()).add(row.voice)
    return min(votes, key=lambda act: (act in vague, -len(votes[act]), act))


def incident(members: Sequence[Facts], log: tuple[MergeStep, ...], watch: Watch) -> Incident:
    """Build one incident; figures and ranges come from those who say it happened."""
    telling = _telling(members)
    voices = _voices(members)
    mentions = [row.claim for row in telling]
    return Incident(
        id=identity("i", (row.claim.id for row in members)),
        act=act_of(members),
        claims=tuple(row.claim.id for row in members),
        when=when_of(telling),
        where=where_of(telling),
        figures=figures_of(telling),
        perpetrators=names_of([one for claim in mentions for one in claim.perpetrators]),
        targets=names_of([one for claim in mentions for one in claim.targets]),
        occurrence=occurrence(voices, watch),
        attribution=attribution(members, watch),
        fields=fields_of(members),
        voices=voices,
        log=log,
        planned=all(row.claim.modality in NOT_YET for row in members),
    )


def patrol(members: Sequence[Facts], log: tuple[MergeStep, ...], watch: Watch) -> PatrolRun:
    """Build one patrol: plans and accounts of the same run, outcome and cause kept apart."""
    driven = [row for row in members if row.claim.modality not in NOT_YET]
    outcomes = _values(driven, "outcome")
    values = {one.value for one in outcomes}
    told = {one for one in RUN_OUTCOMES if one in values}
    voices = _voices(driven or members)
    return PatrolRun(
        id=identity("p", (row.claim.id for row in members)),
        claims=tuple(row.claim.id for row in members),
        when=when_of(driven or members),
        where=where_of(driven or members),
        participants=names_of(
            [one for row in members for one in (*row.claim.participants, *row.claim.perpetrators)]
        ),
        planned_route=_route([row for row in members if row not in driven]),
        driven_route=_route(driven),
        outcomes=outcomes,
        causes=_values(driven, "cause_text"),
        outcome=_outcome(told, outcomes) if driven else "planned",
        occurrence=occurrence(voices, watch),
        fields=fields_of(driven, (("outcome", _ending), ("cause", _cause))),
        voices=voices,
        log=log,
    )


def _outcome(
    told: set[PatrolOutcome], outcomes: Sequence[FieldValue]
) -> PatrolOutcome | Literal["contested"]:
    if told == {"shortened", "blocked"}:
        return "shortened"  # blocked on its way: it set out and did not get through
    if len(told) > 1:
        return "contested"
    if told:
        return next(iter(told))
    return "attacked" if any(one.value == "attacked" for one in outcomes) else "held"


def _values(members: Sequence[Facts], name: str) -> tuple[FieldValue, ...]:
    """Return the values that members print, each once however it is quoted."""
    found: dict[str, tuple[str, list[str]]] = {}
    for row in members:
        value = getattr(row.claim.patrol, name, None)
        if value:
            found.setdefault(bare(value), (value, []))[1].append(row.claim.id)
    rows = sorted(found.values())
    return tuple(FieldValue(value=value, claims=tuple(ids)) for value, ids in rows)


def _ending(row: Facts) -> str | None:
    """Return how a claim says that a patrol ended, None where it says no more than that it ran."""
    outcome = row.claim.patrol.outcome if row.claim.patrol else None
    if outcome not in RUN_OUTCOMES:
        return None
    return "shortened" if outcome == "blocked" else outcome


def _cause(row: Facts) -> str | None:
    cause = row.claim.patrol.cause_text if row.claim.patrol else None
    return bare(cause) if cause else None


def _route(members: Sequence[Facts]) -> str | None:
    routes = [row.claim.patrol.route_text for row in members if row.claim.patrol]
    return max((route for route in routes if route), key=len, default=None)


def sighting(members: Sequence[Facts], watch: Watch) -> Sighting:
    """Build one sighting; `absent` where every member says that it was not there."""
    telling = _telling(members)
    voices = _voices(members)
    claims = [row.claim for row in telling]
    weapons = [weapon for claim in claims for weapon in claim.weapons]
    people = [one for claim in claims for one in (*claim.participants, *claim.targets)]
    return Sighting(
        id=identity("s", (row.claim.id for row in members)),
        claims=tuple(row.claim.id for row in members),
        when=when_of(telling),
        where=where_of(telling),
        seen=tuple(
            dict.fromkeys([weapon.text for weapon in weapons] + [one.text for one in people])
        ),
        weapon_classes=tuple(sorted({weapon.class_ for weapon in weapons})),
        actors=names_of(
            [one for claim in claims for one in (*claim.participants, *claim.perpetrators)]
        ),
        absent=all(row.claim.modality == "absent" for row in members),
        occurrence=occurrence(voices, watch),
        voices=voices,
    )


def restriction(members: Sequence[Facts], watch: Watch) -> Restriction:
    """Build one restriction of access."""
    telling = _telling(members)
    voices = _voices(members)
    claims = [row.claim for row in telling]
    kinds = [claim.restriction for claim in claims if claim.restriction]
    return Restriction(
        id=identity("r", (row.claim.id for row in members)),
        claims=tuple(row.claim.id for row in members),
        when=when_of(telling),
        where=where_of(telling),
        kind=kinds[0] if kinds else "denial",
        by=names_of([one for claim in claims for one in claim.perpetrators]),
        against=names_of([one for claim in claims for one in claim.targets]),
        occurrence=occurrence(voices, watch),
        voices=voices,
    )


def tallies(rows: Sequence[Facts], watch: Watch) -> tuple[Tally, ...]:
    """Build the parties' own counts; counts of opposed sides for one day are counter-tallies."""
    built = [_tally(row, watch) for row in rows if row.claim.tally is not None]
    ids: dict[tuple[str | None, str | None], list[str]] = {}
    for one in built:
        ids.setdefault((_last(one), one.side), []).append(one.id)
    sides = sorted({one.side for one in built if one.side})
    against = {one: [side for side in sides if watch.opposed(one, side)] for one in sides}
    return tuple(
        msgspec.structs.replace(
            one,
            counter_tallies=tuple(
                other
                for side in against.get(one.side or "", ())
                for other in ids.get((_last(one), side), ())
            ),
        )
        for one in built
    )


def _last(tally: Tally) -> str | None:
    return tally.period.end or tally.period.start


def _tally(row: Facts, watch: Watch) -> Tally:
    claim, told = row.claim, row.claim.tally
    assert told is not None
    counted = next(
        (one for one in claim.figures if one.kind == "violations" and one.part_of is None),
        next((one for one in claim.figures if one.part_of is None), None),
    )
    zone = zone_of(watch)
    period = told.period
    day = period or claim.time
    published = iso_day(day_number(claim.published_at, zone)) if claim.published_at else None
    return Tally(
        id=identity("t", (claim.id,)),
        claim=claim.id,
        reported_by=told.reported_by or claim.published_by,
        side=row.side,
        accused=names_of(claim.perpetrators),
        period=When(
            start=day.start if day else None,
            end=(day.end if day else None) or published,
            precision=day.precision if day else None,
            basis="stated" if day else "published",
        ),
        area=claim.place.text if claim.place else None,
        low=counted.low if counted else None,
        best=counted.best if counted else None,
        high=counted.high if counted else None,
        words=counted.text if counted else None,
        count_basis=told.count_basis,
    )
