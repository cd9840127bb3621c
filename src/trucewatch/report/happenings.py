"""Hostilities by area, zones, weapons against lines, patrols, restrictions, tallies."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from trucewatch.model import Incident, PatrolRun, Restriction, Sighting, Tally, family_of
from trucewatch.model.incidents import FieldValue
from trucewatch.report.context import Context, Happening, contested
from trucewatch.report.geography import NEAR_KM, Feature, Geography
from trucewatch.report.model import (
    ActCount,
    AreaRow,
    Nearby,
    PatrolRow,
    Position,
    Range,
    RestrictionRow,
    SightingRow,
    TallyPeriod,
    TallyRow,
    Version,
    ZoneRow,
)
from trucewatch.report.obligations import answer
from trucewatch.report.words import (
    act_names,
    day_text,
    local_day,
    quoted,
    range_text,
    said,
    shape,
    when_text,
)

WITHIN_KM = 25.0
"""Lines and zones farther off than this say nothing about a sighting."""
NOWHERE = ("Known only to a district or wider", "Place not resolved")
"""Areas that are none; they stand last."""


def is_hostility(row: Incident) -> bool:
    """Say whether an incident counts as a hostility: hostile, and said to have happened."""
    return family_of(row.act) == "hostile" and row.told


def hostilities(context: Context, geography: Geography) -> tuple[AreaRow, ...]:
    """Count the proposed hostile incidents of the period by area and act."""
    areas: defaultdict[str, list[Incident]] = defaultdict(list)
    for row in context.incidents:
        if is_hostility(row) and context.current(context.day(row)):
            areas[geography.area_name(row.where)].append(row)
    rows = []
    for area, incidents in areas.items():
        acts: defaultdict[str, list[Incident]] = defaultdict(list)
        for row in incidents:
            acts[act_names()[row.act]].append(row)
        rows.append(
            AreaRow(
                area=area,
                incidents=len(incidents),
                contested=sum(row.occurrence == "contested" for row in incidents),
                acts=tuple(
                    ActCount(act=act, incidents=context.links(row.id for row in members))
                    for act, members in sorted(acts.items(), key=lambda pair: -len(pair[1]))
                ),
            )
        )
    return tuple(sorted(rows, key=lambda row: (row.area in NOWHERE, -row.incidents, row.area)))


def zones(context: Context, geography: Geography) -> tuple[ZoneRow, ...]:
    """List what happened in or near each zone of an agreement."""
    happenings: list[Happening] = [
        row
        for letter in "IPSR"
        for row in context.happenings[letter]
        if context.current(context.day(row)) and not (isinstance(row, Incident) and not row.told)
    ]
    rows = (
        _zone(feature, happenings, context, geography)
        for feature in geography.features
        if feature.is_zone
    )
    return tuple(sorted(rows, key=lambda row: -len(row.inside)))


def _zone(
    feature: Feature, happenings: list[Happening], context: Context, geography: Geography
) -> ZoneRow:
    found: defaultdict[str, list[Nearby]] = defaultdict(list)
    for row in happenings:
        if isinstance(row, Tally):
            continue
        standing = geography.standing(row.where, feature)
        if standing is None or standing[0] == "far":
            continue
        position = geography.position(row.where, feature)
        found[standing[0]].append(
            Nearby(
                ref=context.refs[row.id],
                headline=context.headline(row),
                day=context.day(row),
                position=position.text if position else "",
            )
        )
    return ZoneRow(
        agreement=context.agreement_title(feature.agreement),
        zone=feature.row.id,
        name=feature.name,
        area_km2=round(feature.area_km2) if feature.area_km2 else None,
        authority=feature.authority,
        near_km=NEAR_KM,
        inside=tuple(found["inside"]),
        possibly=tuple(found["possibly"]),
        near=tuple(found["near"]),
    )


def positions(where: Any, geography: Geography) -> tuple[Position, ...]:
    """Return where a place lies to every line and zone within reach, nearest first."""
    found = [geography.position(where, feature) for feature in geography.features]
    rows = [row for row in found if row is not None and row.distance_km <= WITHIN_KM]
    return tuple(sorted(rows, key=lambda row: row.distance_km))


def sightings(context: Context, geography: Geography) -> tuple[SightingRow, ...]:
    """Hold each sighting against lines and zones, with what the agreements answer.

    Weapons come first, units and positions after them.
    """
    rows = []
    for row in context.happenings["S"]:
        assert isinstance(row, Sighting)
        margin = row.where.uncertainty_m
        rows.append(
            SightingRow(
                ref=context.refs[row.id],
                seen=row.seen,
                classes=tuple(name.replace("_", " ") for name in row.weapon_classes),
                absent=row.absent,
                when=when_text(row.when, context.zone),
                day=context.day(row),
                where=context.place_name(row.where),
                occurrence=said("occurrence", row.occurrence),
                margin_km=round(margin / 1000, 1) if margin else None,
                positions=positions(row.where, geography),
                answers=tuple(answer(test, context) for test in context.tests.get(row.id, ())),
                evidence=context.evidence(row.claims),
            )
        )
    return tuple(sorted(rows, key=lambda row: not row.classes))


def versions(
    values: tuple[FieldValue, ...], context: Context, table: str = ""
) -> tuple[Version, ...]:
    """Return the values that sources give, in our words (`table`) or quoted as printed."""
    return tuple(
        Version(
            value=said(table, row.value) if table else quoted(row.value),
            evidence=context.evidence(row.claims),
        )
        for row in values
    )


def patrols(context: Context) -> tuple[PatrolRow, ...]:
    """List the patrols planned and driven, outcome and cause contested apart."""
    rows = []
    for row in context.happenings["P"]:
        assert isinstance(row, PatrolRun)
        rows.append(
            PatrolRow(
                ref=context.refs[row.id],
                when=when_text(row.when, context.zone),
                day=context.day(row),
                participants=context.actor_names(row.participants),
                planned_route=row.planned_route,
                driven_route=row.driven_route,
                outcome=said("outcome", row.outcome),
                shape=shape("outcome", row.outcome),
                outcomes=versions(row.outcomes, context, "outcome"),
                outcome_contested=row.outcome == "contested" or contested(row, "outcome"),
                causes=versions(row.causes, context),
                cause_contested=contested(row, "cause"),
                occurrence=said("occurrence", row.occurrence),
                evidence=context.evidence(row.claims),
            )
        )
    return tuple(rows)


def restrictions(context: Context) -> tuple[RestrictionRow, ...]:
    """List the restrictions of access."""
    rows = []
    for row in context.happenings["R"]:
        assert isinstance(row, Restriction)
        rows.append(
            RestrictionRow(
                ref=context.refs[row.id],
                kind=said("restriction", row.kind),
                when=when_text(row.when, context.zone),
                day=context.day(row),
                where=context.place_name(row.where),
                by=context.actor_names(row.by),
                against=context.actor_names(row.against),
                occurrence=said("occurrence", row.occurrence),
                evidence=context.evidence(row.claims),
            )
        )
    return tuple(rows)


def tallies(context: Context) -> tuple[TallyPeriod, ...]:
    """Put the parties' own counts that end on the same day side by side; nothing is added."""
    days: defaultdict[str, defaultdict[str, list[TallyRow]]] = defaultdict(
        lambda: defaultdict(list)
    )
    for row in context.happenings["T"]:
        assert isinstance(row, Tally)
        end = local_day(row.period.end, context.zone) or context.day(row) or ""
        days[end][context.side_name(row.side)].append(_tally(row, context))
    return tuple(
        TallyPeriod(
            day=day_text(day),
            sides=tuple((side, tuple(rows)) for side, rows in sorted(sides.items())),
        )
        for day, sides in sorted(days.items())
    )


def _tally(row: Tally, context: Context) -> TallyRow:
    return TallyRow(
        ref=context.refs[row.id],
        period=when_text(row.period, context.zone),
        reported_by=_reporter(row, context),
        side=context.side_name(row.side),
        accused=context.actor_names(row.accused),
        area=row.area,
        count=Range(
            low=row.low,
            best=row.best,
            high=row.high,
            text=range_text(row.low, row.best, row.high),
            words=(row.words,) if row.words else (),
        ),
        unit=said("unit", row.count_basis),
        evidence=context.evidence((row.claim,)),
    )


def _reporter(row: Tally, context: Context) -> str:
    """Return who counts: a source of the watch, an actor, or the words as printed."""
    if row.reported_by is None:
        return "not stated"
    source = context.record.watch.source(row.reported_by)
    return source.name if source else context.actor_name(row.reported_by)
