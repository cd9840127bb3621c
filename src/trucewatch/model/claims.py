"""Claims: one source's statement of one happening, every field with its span."""

from __future__ import annotations

from typing import Any

from msgspec import Struct, field

from trucewatch.model.items import Issue
from trucewatch.model.spans import Span
from trucewatch.model.vocabulary import (
    Act,
    AttributionForm,
    FigureKind,
    Modality,
    PatrolOutcome,
    PlacePrecision,
    PlaceRelation,
    PlaceRole,
    Qualifier,
    RelationKind,
    RestrictionKind,
    TallyBasis,
    TimePrecision,
)

GeoJSON = dict[str, Any]
"""A GeoJSON geometry (RFC 7946, lon/lat in degrees)."""


class Mention(Struct, frozen=True, kw_only=True):
    """Somebody or something in a role: the words, and the actor they were matched to, if any."""

    text: str
    span: Span
    actor: str | None = None
    side: str | None = None


class Candidate(Struct, frozen=True, kw_only=True):
    """One gazetteer place that a name may mean; `score` 0..1, `why` in plain words."""

    id: str
    name: str
    lat: float
    lon: float
    score: float
    why: tuple[str, ...] = ()


class Place(Struct, frozen=True, kw_only=True):
    """A place expression of the text, resolved as far as it could be.

    `geometry` is where the happening may lie (point, circle as polygon, sector, line part, area);
    `uncertainty_m` the radius in metres around its representative point. Unknown names keep
    their words and relation with `chosen` null.
    """

    text: str
    span: Span
    relation: PlaceRelation
    candidates: tuple[Candidate, ...] = ()
    chosen: str | None = None
    geometry: GeoJSON | None = None
    uncertainty_m: float | None = None
    precision: PlacePrecision = "unknown"


class OtherPlace(Struct, frozen=True, kw_only=True):
    """A place of the claim that is not where it happened."""

    role: PlaceRole
    place: Place


class PlaceMention(Struct, frozen=True, kw_only=True):
    """A place expression as the places room hands it to the extractor.

    `lead` is the preposition or cue before the expression in lower case ("in", "from",
    "towards"; empty for none) and `names` are the spans of the bare toponyms inside it.
    """

    place: Place
    lead: str
    lead_span: Span | None
    names: tuple[Span, ...]


class TimeRef(Struct, frozen=True, kw_only=True):
    """When: ISO 8601 date, or date and time with offset; an open or unknown end is null."""

    text: str
    span: Span
    start: str | None
    end: str | None
    precision: TimePrecision


class Weapon(Struct, frozen=True, kw_only=True):
    """A weapon or platform named in the claim; `calibre_mm` in millimetres where printed."""

    text: str
    span: Span
    class_: str = field(name="class")
    calibre_mm: float | None = None


class Group(Struct, frozen=True, kw_only=True):
    """Whom or what a figure counts."""

    text: str
    span: Span
    side: str | None = None


class Link(Struct, frozen=True, kw_only=True):
    """One link of an attribution chain: who passed it on, with the words that say so."""

    text: str
    span: Span
    source: str | None = None


class Attribution(Struct, frozen=True, kw_only=True):
    """Who says it, as printed. `hedges` keeps evidential words ("reportedly") with spans."""

    form: AttributionForm
    source_text: str | None = None
    source_span: Span | None = None
    source: str | None = None
    cue_text: str | None = None
    cue_span: Span | None = None
    chain: tuple[Link, ...] = ()
    hedges: tuple[Link, ...] = ()


class Figure(Struct, frozen=True, kw_only=True):
    """A number the text states. Missing is not zero: an unstated bound is null.

    `text`/`span` are the number words with their qualifier; `part_of` is the index of the figure
    of the same claim that this one is a part of. `attribution` is set where the count is
    someone else's than the claim's.
    """

    kind: FigureKind
    group: Group | None
    low: float | None
    best: float | None
    high: float | None
    qualifier: Qualifier
    count_basis: str
    text: str
    span: Span
    cumulative: bool = False
    part_of: int | None = None
    attribution: Attribution | None = None


class PatrolReport(Struct, frozen=True, kw_only=True):
    """What a claim says about a patrol; a planned patrol has no outcome.

    `ordinal` is which of a series it is ("the second joint patrol" = 2), null where unsaid.
    """

    route_text: str | None = None
    route_span: Span | None = None
    outcome: PatrolOutcome | None = None
    outcome_span: Span | None = None
    cause_text: str | None = None
    cause_span: Span | None = None
    ordinal: int | None = None


class TallyReport(Struct, frozen=True, kw_only=True):
    """What a claim of act `tally` counts; the count itself is among the figures."""

    count_basis: TallyBasis
    reported_by: str | None = None
    period: TimeRef | None = None


class Condition(Struct, frozen=True, kw_only=True):
    """The words of a condition ("if guarantees arrive")."""

    text: str
    span: Span


class Relation(Struct, frozen=True, kw_only=True):
    """A link to another claim of the same text."""

    claim: str
    relation: RelationKind


class LabelUse(Struct, frozen=True, kw_only=True):
    """A partisan word used by the source, and what labels.toml says it refers to."""

    text: str
    span: Span
    refers_to: str | None = None
    neutral: str | None = None


class Claim(Struct, frozen=True, kw_only=True):
    """One source's statement of one happening (CODEBOOK: one claim per happening per source).

    `denies_part`: what is denied is a part in the happening, not that it happened. `edits` are
    the judgements by which people changed what was read.
    """

    id: str
    item: str
    published_by: str | None
    published_at: str | None
    passage: int
    sentence: Span
    trigger: Span
    act: Act
    modality: Modality
    attribution: Attribution
    perpetrators: tuple[Mention, ...] = ()
    targets: tuple[Mention, ...] = ()
    participants: tuple[Mention, ...] = ()
    place: Place | None = None
    other_places: tuple[OtherPlace, ...] = ()
    time: TimeRef | None = None
    validity: TimeRef | None = None
    weapons: tuple[Weapon, ...] = ()
    figures: tuple[Figure, ...] = ()
    patrol: PatrolReport | None = None
    tally: TallyReport | None = None
    restriction: RestrictionKind | None = None
    condition: Condition | None = None
    relates_to: tuple[Relation, ...] = ()
    labels: tuple[LabelUse, ...] = ()
    rule: str = ""
    extractor: str = ""
    score: float = 0.0
    denies_part: bool = False
    edits: tuple[str, ...] = ()


class Reading(Struct, frozen=True, kw_only=True):
    """Everything that was read in one document: the claims, and what could not be read."""

    claims: tuple[Claim, ...]
    issues: tuple[Issue, ...] = ()
