"""Incident cards: the claims of one proposed incident side by side, contested fields marked."""

from __future__ import annotations

from typing import Final

from trucewatch.model import Claim, Figure, Incident, Mention, family_of
from trucewatch.report.context import Context
from trucewatch.report.geography import Geography
from trucewatch.report.harm import HARM, group_words, harm_rows
from trucewatch.report.model import ClaimRow, IncidentCard
from trucewatch.report.obligations import answer
from trucewatch.report.words import (
    act_names,
    as_range,
    listed,
    moment_text,
    quoted,
    said,
    shape,
    when_text,
)

COLUMNS: Final[dict[str, str]] = {
    "act": "act",
    "place": "place",
    "time": "time",
    "perpetrators": "actors",
    "targets": "targets",
    "cause": "attribution",
    "outcome": "act",
}
"""Contested field -> column of the claims table; figures go to the column "figures"."""

FIELDS: Final = ("place", "time", "actors", "targets", "figures", "attribution")
"""Columns of the claims table after source and act, where any claim fills them."""


def mentioned(mentions: tuple[Mention, ...]) -> str:
    """Return the words of some mentions, quoted because they are the source's own."""
    return listed(quoted(row.text) for row in mentions)


def _words(figure: Figure) -> str:
    """Return the number words of a figure with whom or what they count."""
    group = figure.group.text if figure.group else ""
    return f"{figure.text} {group}" if group and group not in figure.text else figure.text


def claim_row(claim: Claim, context: Context) -> ClaimRow:
    """Return one claim field by field, in the source's words where they are words."""
    attribution = claim.attribution
    figures = (f"{said('kind', row.kind)} {quoted(_words(row))}" for row in claim.figures)
    teller = f": {quoted(attribution.source_text)}" if attribution.source_text else ""
    return ClaimRow(
        evidence=context.evidence_refs[claim.id],
        published=moment_text(claim.published_at, context.zone),
        act=act_names()[claim.act],
        modality=said("modality", claim.modality),
        place=quoted(claim.place.text) if claim.place else "",
        time=quoted(claim.time.text) if claim.time else "",
        actors=mentioned(claim.perpetrators or claim.participants),
        targets=mentioned(claim.targets),
        figures="; ".join(figures),
        attribution=f"{said('form', attribution.form)}{teller}",
    )


def where_text(incident: Incident) -> str:
    """Say where, how exactly, and with which uncertainty."""
    where = incident.where
    if where.name is None:
        return "place not stated or not resolved"
    if where.geometry is None and where.lat is None:
        return f"{where.name} (named, but not placed)"
    margin = f", within about {where.uncertainty_m / 1000:.1f} km" if where.uncertainty_m else ""
    return f"{where.name} ({said('precision', where.precision)}{margin})"


def contested_fields(incident: Incident) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the contested fields in words and the table columns that they stand in."""
    fields = [row.field for row in incident.fields if row.state == "contested"]
    columns = [COLUMNS.get(field, "figures") for field in fields]
    return tuple(field.replace("_", " ") for field in fields), tuple(dict.fromkeys(columns))


def card(incident: Incident, context: Context, geography: Geography) -> IncidentCard:
    """Return the card of one incident."""
    contested, columns = contested_fields(incident)
    standings = [
        (feature.name, found[0])
        for feature in geography.features
        if feature.is_zone and (found := geography.standing(incident.where, feature))
    ]
    zones = [
        f"{words} {listed(name for name, standing in standings if standing == wanted)}"
        for wanted, words in (("inside", "inside"), ("possibly", "inside or outside"))
        if any(standing == wanted for _, standing in standings)
    ]
    family = family_of(incident.act)
    claims = tuple(
        claim_row(context.claims[id_], context)
        for id_ in incident.claims
        if id_ in context.evidence_refs
    )
    return IncidentCard(
        ref=context.refs[incident.id],
        id=incident.id,
        act=act_names()[incident.act],
        family=family,
        headline=context.headline(incident),
        day=context.day(incident),
        when=when_text(incident.when, context.zone),
        where=where_text(incident),
        located=incident.where.geometry is not None or incident.where.lat is not None,
        planned=incident.planned,
        occurrence=said("occurrence", incident.occurrence),
        occurrence_shape=shape("occurrence", incident.occurrence),
        attribution=said("attribution", incident.attribution),
        perpetrators=context.actor_names(incident.perpetrators),
        targets=context.actor_names(incident.targets),
        contested=contested,
        columns=tuple(name for name in FIELDS if any(getattr(row, name) for row in claims)),
        differing=columns,
        harm=harm_rows(incident, context),
        other_figures=tuple(
            f"{as_range(row).text} {group_words(row) if row.group != 'all' else ''}".strip()
            + f", {said('kind', row.kind)}, printed as {listed(map(quoted, row.words))}"
            for row in incident.figures
            if row.kind not in HARM
        ),
        claims=claims,
        zones=tuple(zones),
        answers=tuple(answer(test, context) for test in context.tests.get(incident.id, ())),
        log=tuple(
            f"{step.claim}: {step.score:.2f}, {listed(step.reasons)} ({step.by})"
            for step in incident.log
        ),
    )


def cards(context: Context, geography: Geography) -> tuple[IncidentCard, ...]:
    """Return the cards of all shown incidents in order of time."""
    return tuple(card(row, context, geography) for row in context.incidents)
