"""From a record to a situation report: selection, counting rules and wording, nothing rendered."""

from __future__ import annotations

from collections import Counter, defaultdict

import trucewatch
from trucewatch.errors import UsageError
from trucewatch.model import Incident, PatrolRun, Record, family_of
from trucewatch.report import cards, happenings, harm, obligations
from trucewatch.report.context import Context
from trucewatch.report.evidence import read_evidence
from trucewatch.report.geography import Geography
from trucewatch.report.mapdata import map_data
from trucewatch.report.model import (
    SCHEMA,
    CorrectionRow,
    Header,
    SideRead,
    SituationReport,
    SourceRow,
    SummaryRow,
)
from trucewatch.report.pictures import DayCount, Timeline
from trucewatch.report.unseen import unseen
from trucewatch.report.words import (
    act_names,
    counted,
    days_between,
    listed,
    moment,
    moment_text,
    period_text,
    previous_period,
    tables,
)

NOTICE = (
    "Everything in this report was proposed by a program and not verified by a person unless a "
    "reviewer is named beside it. It rests on what sources claim; every figure leads to the "
    "sentence that states it."
)


def build(record: Record, *, from_day: str, to_day: str, cutoff: str) -> SituationReport:
    """Return the situation report of the days `from_day` to `to_day` (ISO 8601, both included).

    `cutoff` is the local time ("18:00") at which a report day ends. The record should be the
    public edition (`trucewatch.publish.public`).

    Raises:
        UsageError: the days are no dates or run backwards, or the cut-off is no time of day.
    """
    _check(from_day, to_day, cutoff)
    context = Context(record, from_day, to_day, cutoff)
    geography = Geography(record)
    rows = harm.harm(context)
    summary = _summary(context)
    return SituationReport(
        schema=SCHEMA,
        header=_header(context),
        lead=_lead(context, summary),
        summary=summary,
        hostilities=happenings.hostilities(context, geography),
        zones=happenings.zones(context, geography),
        sightings=happenings.sightings(context, geography),
        patrols=happenings.patrols(context),
        harm=rows,
        harm_totals=harm.totals(rows),
        tolls=harm.tolls(context),
        restrictions=happenings.restrictions(context),
        tallies=happenings.tallies(context),
        agreements=obligations.agreements(context),
        days=days_between(from_day, to_day),
        scope=obligations.scope(context),
        checks=obligations.checks(context),
        unseen=unseen(context),
        corrections=tuple(
            CorrectionRow(
                seq=row.seq,
                at=moment_text(row.at, context.zone),
                subject=context.refs[row.subject].label
                if row.subject in context.refs
                else row.subject,
                note=row.note,
            )
            for row in record.corrections
        ),
        sources=_sources(context),
        incidents=cards.cards(context, geography),
        evidence=read_evidence(context),
        timeline=_timeline(context),
        map=map_data(context, geography),
    )


def _check(from_day: str, to_day: str, cutoff: str) -> None:
    from zoneinfo import ZoneInfo

    for day in (from_day, to_day):
        if len(day) != 10 or moment(day, ZoneInfo("UTC")) is None:
            raise UsageError(f"{day!r} is no day.", fix="Write days as YYYY-MM-DD.")
    if to_day < from_day:
        raise UsageError(f"The period ends ({to_day}) before it begins ({from_day}).")
    hours, _, minutes = cutoff.partition(":")
    if not (hours.isdigit() and minutes.isdigit() and int(hours) < 24 and int(minutes) < 60):
        raise UsageError(f"{cutoff!r} is no time of day.", fix="Write the cut-off as HH:MM.")


def _header(context: Context) -> Header:
    watch = context.record.watch
    by_side: defaultdict[str, list[str]] = defaultdict(list)
    in_record: Counter[str] = Counter()
    for document in context.record.documents:
        side = context.side_of(document)
        in_record[side] += 1
        if context.current(context.published_day(document)):
            by_side[side].append(context.source_name(document.item.source))
    first, last = previous_period(context.from_day, context.to_day)
    seq = context.record.seq
    return Header(
        watch=watch.id,
        title=watch.title,
        from_day=context.from_day,
        to_day=context.to_day,
        days=len(days_between(context.from_day, context.to_day)),
        cutoff=context.cutoff,
        timezone=watch.timezone,
        previous_from=first,
        previous_to=last,
        period=period_text(context.from_day, context.to_day),
        previous=period_text(first, last),
        documents=sum(map(len, by_side.values())),
        in_record=len(context.record.documents),
        sides=tuple(
            SideRead(
                side=side,
                name=name,
                documents=len(by_side[side]),
                in_record=in_record[side],
                sources=tuple(sorted(set(by_side[side]))),
            )
            for side, name in context.sides_present()
        ),
        seq=seq,
        data_version=f"ledger position {seq}" if seq else "read from files, nothing recorded",
        checkpoint=context.record.checkpoint,
        program=f"trucewatch {trucewatch.__version__}",
        notice=NOTICE,
    )


def _summary(context: Context) -> tuple[SummaryRow, ...]:
    merged = context.record.merged
    read = any(
        context.before(context.published_day(document)) for document in context.record.documents
    )

    def row(name: str, unit: str, section: str, days: list[str | None]) -> SummaryRow:
        now = sum(context.current(day) for day in days)
        then = sum(context.before(day) for day in days) if read else None
        if then is None:
            change = "no comparison"
        elif now == then:
            change = "unchanged"
        else:
            change = f"{abs(now - then):,} {'more' if now > then else 'fewer'}"
        return SummaryRow(
            name=name, unit=unit, current=now, previous=then, change=change, section=section
        )

    hostile = [one for one in merged.incidents if happenings.is_hostility(one)]
    others = [one for one in merged.incidents if family_of(one.act) != "hostile" and one.told]
    announced = [one for one in merged.incidents if one.planned]
    untold = [one for one in merged.incidents if not one.told and not one.planned]
    patrols = [one for one in merged.patrols if one.outcome != "planned"]
    documents = [context.published_day(one) for one in context.record.documents]
    day = context.day
    return (
        row("Reports read", "reports", "sources", documents),
        row("Hostilities", "incidents proposed", "hostilities", [day(one) for one in hostile]),
        row(
            "Hostilities stated and denied",
            "incidents proposed",
            "incidents",
            [day(one) for one in hostile if one.occurrence == "contested"],
        ),
        row("Other happenings", "incidents proposed", "incidents", [day(one) for one in others]),
        row(
            "Announced, threatened or possible",
            "incidents proposed",
            "incidents",
            [day(one) for one in announced],
        ),
        row(
            "Only denied, or looked for and not seen",
            "incidents proposed",
            "incidents",
            [day(one) for one in untold],
        ),
        row(
            "Patrols that set out or were due", "patrols", "patrols", [day(one) for one in patrols]
        ),
        row("Sightings", "sightings", "weapons", [day(one) for one in merged.sightings]),
        row(
            "Restrictions of access",
            "restrictions",
            "access",
            [day(one) for one in merged.restrictions],
        ),
    )


def _lead(context: Context, summary: tuple[SummaryRow, ...]) -> tuple[str, ...]:
    """Put the period into three plain sentences."""
    by_name = {row.name: row for row in summary}
    hostile = by_name["Hostilities"].current
    denied = by_name["Hostilities stated and denied"].current
    read = by_name["Reports read"].current
    one_day = context.from_day == context.to_day
    period = f"{'on' if one_day else 'from'} {period_text(context.from_day, context.to_day)}"
    if not read:
        return (f"No report published {period} was read, so nothing can be said about it.",)
    acts = Counter(
        act_names()[row.act]
        for row in context.incidents
        if happenings.is_hostility(row) and context.current(context.day(row))
    )
    most = listed(f"{act} {count}" for act, count in acts.most_common(3))
    happened = (
        f"The reports come down to {counted(hostile, 'proposed hostile incident')}"
        f"{f' (most often: {most})' if most else ''}; in {denied} of them one source states and "
        "another denies that it happened."
        if hostile
        else "None of them states a hostile incident in the period, which is not proof of calm."
    )
    last = (
        f"{counted(by_name['Patrols that set out or were due'].current, 'patrol')} and "
        f"{counted(by_name['Restrictions of access'].current, 'restriction')} of access "
        "are told of."
    )
    return (
        f"{counted(read, 'report')} published {period} {'was' if read == 1 else 'were'} read.",
        happened,
        last,
    )


def _sources(context: Context) -> tuple[SourceRow, ...]:
    documents = Counter(row.item.source for row in context.record.documents)
    claims = Counter(row.published_by for row in context.record.claims)
    return tuple(
        SourceRow(
            name=row.name,
            kind=row.kind.replace("_", " "),
            side=context.side_name(row.side),
            side_note=row.side_note,
            reliability=row.reliability,
            reliability_note=row.reliability_note,
            group=row.independence_group,
            documents=documents[row.id],
            claims=claims[row.id],
        )
        for row in context.record.watch.sources
    )


def _timeline(context: Context) -> Timeline:
    happened: defaultdict[str, Counter[str]] = defaultdict(Counter)
    families = {"P": "monitoring", "S": "posture", "R": "monitoring"}
    for letter in "IPSR":
        for row in context.happenings[letter]:
            if (isinstance(row, Incident) and row.planned) or (
                isinstance(row, PatrolRun) and row.outcome == "planned"
            ):
                continue
            family = family_of(row.act) if isinstance(row, Incident) else families[letter]
            happened[context.day(row) or ""][family] += 1
    reports: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for document in context.record.documents:
        day = context.published_day(document)
        if day:
            reports[day][context.side_of(document)] += 1
    days = days_between(context.from_day, context.to_day)
    shown = {family for day in days for family in happened[day]}
    return Timeline(
        families=tuple(pair for pair in tables()["family"].items() if pair[0] in shown),
        sides=context.sides_present(),
        days=tuple(
            DayCount(day=day, happenings=dict(happened[day]), reports=dict(reports[day]))
            for day in days
        ),
    )
