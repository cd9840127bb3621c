"""The situation report as a value: everything the page, the Markdown and the JSON show.

`build` fills it from a record; `render` only lays it out. Days are ISO 8601 dates in the time
zone of the watch. `Ref.anchor` is the id of the element that a figure links to.
"""

from __future__ import annotations

from typing import Final, Literal

from msgspec import Struct

from trucewatch.report.pictures import MapData, Timeline

SCHEMA: Final = "trucewatch.report/1"


class Ref(Struct, frozen=True, kw_only=True):
    """A link to something in the same report: label ("I3"), anchor ("i3"), what it is."""

    label: str
    anchor: str
    title: str = ""


class Range(Struct, frozen=True, kw_only=True):
    """Lowest, best and highest stated number; null is unknown, which is not zero.

    `text` is the range in our words, `words` the numbers as printed.
    """

    low: float | None
    best: float | None
    high: float | None
    text: str
    words: tuple[str, ...] = ()


class SideRead(Struct, frozen=True, kw_only=True):
    """How many reports of one side were read, and of which sources.

    `documents` were published in the period, `in_record` at any time.
    """

    side: str
    name: str
    documents: int
    in_record: int
    sources: tuple[str, ...]


class Header(Struct, frozen=True, kw_only=True):
    """What the report covers and what it rests on."""

    watch: str
    title: str
    from_day: str
    to_day: str
    days: int
    cutoff: str
    timezone: str
    previous_from: str
    previous_to: str
    period: str
    previous: str
    documents: int
    in_record: int
    sides: tuple[SideRead, ...]
    seq: int
    data_version: str
    checkpoint: str | None
    program: str
    notice: str


class SummaryRow(Struct, frozen=True, kw_only=True):
    """One count of the period beside the same count of the period before.

    `previous` is null where no report of that period was read: there is nothing to compare with.
    """

    name: str
    unit: str
    current: int
    previous: int | None
    change: str
    section: str


class ActCount(Struct, frozen=True, kw_only=True):
    """Proposed incidents of one act."""

    act: str
    incidents: tuple[Ref, ...]


class AreaRow(Struct, frozen=True, kw_only=True):
    """Hostilities of one area, counted in proposed incidents."""

    area: str
    incidents: int
    contested: int
    acts: tuple[ActCount, ...]


class Nearby(Struct, frozen=True, kw_only=True):
    """Something in or near a zone or line: how it lies to it, and what it is."""

    ref: Ref
    headline: str
    day: str | None
    position: str


class ZoneRow(Struct, frozen=True, kw_only=True):
    """What happened in or near one zone of an agreement."""

    agreement: str
    zone: str
    name: str
    area_km2: float | None
    authority: str
    near_km: float
    inside: tuple[Nearby, ...]
    possibly: tuple[Nearby, ...]
    near: tuple[Nearby, ...]


class Position(Struct, frozen=True, kw_only=True):
    """Where something lies to a line or zone, measured from the edge of its uncertainty."""

    feature: str
    text: str
    distance_km: float


class EvidenceRef(Struct, frozen=True, kw_only=True):
    """A numbered piece of evidence and who says it."""

    number: int
    anchor: str
    source: str
    side: str


class SightingRow(Struct, frozen=True, kw_only=True):
    """Weapons, units or positions seen (or stated absent), held against lines and zones."""

    ref: Ref
    seen: tuple[str, ...]
    classes: tuple[str, ...]
    absent: bool
    when: str
    day: str | None
    where: str
    occurrence: str
    margin_km: float | None
    positions: tuple[Position, ...]
    answers: tuple[ScopeAnswerRow, ...]
    evidence: tuple[EvidenceRef, ...]


class Version(Struct, frozen=True, kw_only=True):
    """One of the values that sources give, and the evidence for it."""

    value: str
    evidence: tuple[EvidenceRef, ...]


class PatrolRow(Struct, frozen=True, kw_only=True):
    """One patrol: planned and driven; outcome and cause are contested apart."""

    ref: Ref
    when: str
    day: str | None
    participants: tuple[str, ...]
    planned_route: str | None
    driven_route: str | None
    outcome: str
    shape: str
    outcomes: tuple[Version, ...]
    outcome_contested: bool
    causes: tuple[Version, ...]
    cause_contested: bool
    occurrence: str
    evidence: tuple[EvidenceRef, ...]


Category = Literal["civilians", "fighters", "not told apart"]


class HarmRow(Struct, frozen=True, kw_only=True):
    """Harm of one kind in one incident, for one group of people."""

    kind: str
    category: Category
    group: str
    range: Range
    rule: str
    incident: Ref
    headline: str
    evidence: tuple[EvidenceRef, ...]


class HarmTotal(Struct, frozen=True, kw_only=True):
    """Harm of one kind over the incidents of the period; null high: nobody states an upper end."""

    kind: str
    category: Category
    range: Range
    incidents: tuple[Ref, ...]
    unstated: int


class TollRow(Struct, frozen=True, kw_only=True):
    """Sums that a source states itself, as (kind of harm, words); never added to anything."""

    stated: tuple[tuple[str, str], ...]
    evidence: EvidenceRef
    sentence: str


class RestrictionRow(Struct, frozen=True, kw_only=True):
    """One restriction of access."""

    ref: Ref
    kind: str
    when: str
    day: str | None
    where: str
    by: tuple[str, ...]
    against: tuple[str, ...]
    occurrence: str
    evidence: tuple[EvidenceRef, ...]


class TallyRow(Struct, frozen=True, kw_only=True):
    """A party's or a monitor's own count."""

    ref: Ref
    period: str
    reported_by: str
    side: str
    accused: tuple[str, ...]
    area: str | None
    count: Range
    unit: str
    evidence: tuple[EvidenceRef, ...]


class TallyPeriod(Struct, frozen=True, kw_only=True):
    """The tallies that end on one day, by side: (name of the side, its tallies)."""

    day: str
    sides: tuple[tuple[str, tuple[TallyRow, ...]], ...]


class DayStatus(Struct, frozen=True, kw_only=True):
    """Where a provision stood on one day."""

    day: str
    status: str
    words: str
    shape: str
    tone: str
    coverage: str
    reason: str
    anchor: str
    answerable: tuple[str, ...]
    contested: tuple[str, ...]
    ambiguities: tuple[str, ...]
    basis: tuple[Ref, ...]
    decided_by: str | None


class ProvisionRow(Struct, frozen=True, kw_only=True):
    """One provision with its days; `last` is the latest day with a finding."""

    anchor: str
    provision: str
    article: str
    type: str
    summary: str
    obligated: tuple[str, ...]
    deadlines: tuple[str, ...]
    days: tuple[DayStatus | None, ...]
    last: DayStatus | None
    tally: tuple[tuple[str, str, int], ...]
    """(status in words, shape, number of days), commonest first."""


class AgreementSection(Struct, frozen=True, kw_only=True):
    """One agreement with its provisions and what its text leaves open."""

    anchor: str
    agreement: str
    title: str
    signed: str
    timezone: str
    texts: tuple[tuple[str, str], ...]
    provisions: tuple[ProvisionRow, ...]
    ambiguities: tuple[tuple[str, str, str], ...]
    """(id, what is open, what the program does about it)."""


class ScopeAnswerRow(Struct, frozen=True, kw_only=True):
    """How one agreement answers for one happening."""

    agreement: str
    provision: str | None
    answer: str
    words: str
    shape: str
    reason: str
    measures: tuple[str, ...]


class ScopeRow(Struct, frozen=True, kw_only=True):
    """A happening that at least one agreement does not cover, with every answer.

    `standing`: outside every agreement; open, because an answer hangs on what is not known; or
    covered by one agreement and not by another. `grave` tells hostilities, threats, sightings
    and restrictions from everything else.
    """

    ref: Ref
    headline: str
    day: str | None
    standing: Literal["outside", "open", "partly"]
    grave: bool
    answers: tuple[ScopeAnswerRow, ...]


class CheckRow(Struct, frozen=True, kw_only=True):
    """A figure of a report held against the geometry it is about."""

    feature: str
    stated: str
    computed: str
    verdict: str
    reason: str
    evidence: EvidenceRef | None


class Unseen(Struct, frozen=True, kw_only=True):
    """One kind of blind spot: how many, what they are, why it matters."""

    name: str
    count: int
    explanation: str
    items: tuple[str, ...]
    refs: tuple[Ref, ...] = ()


class CorrectionRow(Struct, frozen=True, kw_only=True):
    """A change to what an earlier report said."""

    seq: int
    at: str
    subject: str
    note: str


class SourceRow(Struct, frozen=True, kw_only=True):
    """A source as this watch assesses it."""

    name: str
    kind: str
    side: str
    side_note: str
    reliability: str
    reliability_note: str
    group: str
    documents: int
    claims: int


class Segment(Struct, frozen=True, kw_only=True):
    """A piece of a passage: whether it belongs to the sentence, and the fields it supports."""

    text: str
    sentence: bool
    fields: tuple[str, ...] = ()


class Evidence(Struct, frozen=True, kw_only=True):
    """One claim with its passage; `offset` counts code points of the item's text."""

    number: int
    anchor: str
    claim: str
    act: str
    modality: str
    source: str
    side: str
    reliability: str
    published: str
    title: str
    url: str | None
    language: str | None
    kind: str
    attribution: str
    cue: str | None
    published_by: str
    item: str
    offset: tuple[int, int]
    cut_before: bool
    cut_after: bool
    segments: tuple[Segment, ...]
    sentence: str
    labels: tuple[tuple[str, str], ...]
    """(the source's word, our neutral word)."""
    used_in: tuple[Ref, ...]


class ClaimRow(Struct, frozen=True, kw_only=True):
    """One claim of an incident, field by field, for the side-by-side table."""

    evidence: EvidenceRef
    published: str
    act: str
    modality: str
    place: str
    time: str
    actors: str
    targets: str
    figures: str
    attribution: str


class IncidentCard(Struct, frozen=True, kw_only=True):
    """A proposed incident with its claims side by side and its contested fields."""

    ref: Ref
    id: str
    act: str
    family: str
    headline: str
    day: str | None
    when: str
    where: str
    located: bool
    planned: bool
    occurrence: str
    occurrence_shape: str
    attribution: str
    perpetrators: tuple[str, ...]
    targets: tuple[str, ...]
    contested: tuple[str, ...]
    columns: tuple[str, ...]
    """Columns of the claims table that any claim fills."""
    differing: tuple[str, ...]
    """Those of them whose values are contested."""
    harm: tuple[HarmRow, ...]
    other_figures: tuple[str, ...]
    claims: tuple[ClaimRow, ...]
    zones: tuple[str, ...]
    answers: tuple[ScopeAnswerRow, ...]
    log: tuple[str, ...]


class SituationReport(Struct, frozen=True, kw_only=True):
    """One situation report, in the fixed order of its sections."""

    schema: str
    header: Header
    lead: tuple[str, ...]
    """The period in a few plain sentences."""
    summary: tuple[SummaryRow, ...]
    hostilities: tuple[AreaRow, ...]
    zones: tuple[ZoneRow, ...]
    sightings: tuple[SightingRow, ...]
    patrols: tuple[PatrolRow, ...]
    harm: tuple[HarmRow, ...]
    harm_totals: tuple[HarmTotal, ...]
    tolls: tuple[TollRow, ...]
    restrictions: tuple[RestrictionRow, ...]
    tallies: tuple[TallyPeriod, ...]
    agreements: tuple[AgreementSection, ...]
    days: tuple[str, ...]
    scope: tuple[ScopeRow, ...]
    checks: tuple[CheckRow, ...]
    unseen: tuple[Unseen, ...]
    corrections: tuple[CorrectionRow, ...]
    sources: tuple[SourceRow, ...]
    incidents: tuple[IncidentCard, ...]
    evidence: tuple[Evidence, ...]
    timeline: Timeline
    map: MapData
