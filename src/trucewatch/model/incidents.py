"""What claims add up to: proposed groupings, each with its members, grades and doubts."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from trucewatch.model.claims import GeoJSON
from trucewatch.model.vocabulary import (
    Act,
    AttributionGrade,
    FigureKind,
    OccurrenceGrade,
    PatrolOutcome,
    PlacePrecision,
    RestrictionKind,
    TallyBasis,
    TimePrecision,
)

FieldState = Literal["agreed", "contested", "single", "silent"]
"""How the members stand on a field: two or more independent voices say the same; they differ;
one voice alone states it; nobody does. Not mentioning is not denying."""


Stance = Literal["asserts", "denies", "denies_part"]


class When(Struct, frozen=True, kw_only=True):
    """The range of times that the members allow (ISO 8601; null = open or unknown)."""

    start: str | None
    end: str | None
    precision: TimePrecision | None
    basis: str
    """`stated` by a member, or `published` where only the publication date bounds it."""


class Where(Struct, frozen=True, kw_only=True):
    """The narrowest place that the members agree on; `place` is a gazetteer id or null."""

    name: str | None
    place: str | None
    geometry: GeoJSON | None
    lat: float | None
    lon: float | None
    uncertainty_m: float | None
    precision: PlacePrecision


class FigureRange(Struct, frozen=True, kw_only=True):
    """low / best / high over the members, never an average; `words` as printed, per claim.

    `rule` says how the three were chosen; `claims[i]` printed `words[i]`. `group` is a normalised
    group ("soldiers", "civilians", "all") and `count_basis` the unit; different units never mix.
    """

    kind: FigureKind
    group: str
    side: str | None
    count_basis: str
    low: float | None
    best: float | None
    high: float | None
    words: tuple[str, ...]
    claims: tuple[str, ...]
    rule: str


class FieldValue(Struct, frozen=True, kw_only=True):
    """One of the values that members give to a field, and the claims that give it."""

    value: str
    claims: tuple[str, ...]


class FieldAgreement(Struct, frozen=True, kw_only=True):
    """Whether the members agree on one field: `act place time perpetrators killed cause …`."""

    field: str
    state: FieldState
    values: tuple[FieldValue, ...] = ()


class Voice(Struct, frozen=True, kw_only=True):
    """One independent voice: all members that go back to the same origin, and its side.

    `denies_part`: it denies a part in it, which contests who did it and not that it happened.
    """

    group: str
    side: str | None
    claims: tuple[str, ...]
    stance: Stance


class MergeStep(Struct, frozen=True, kw_only=True):
    """One reversible decision of the merge: why `claim` joined (or a person split or joined)."""

    claim: str
    to: str | None
    score: float
    reasons: tuple[str, ...]
    by: str = "trucewatch"


class Incident(Struct, frozen=True, kw_only=True):
    """A proposed happening. `id` is stable under re-runs that keep the same members."""

    id: str
    act: Act
    claims: tuple[str, ...]
    when: When
    where: Where
    figures: tuple[FigureRange, ...]
    perpetrators: tuple[str, ...]
    targets: tuple[str, ...]
    occurrence: OccurrenceGrade
    attribution: AttributionGrade
    fields: tuple[FieldAgreement, ...]
    voices: tuple[Voice, ...]
    log: tuple[MergeStep, ...]
    planned: bool = False
    """True where every member is planned, threatened or hypothetical: nothing has happened."""

    @property
    def told(self) -> bool:
        """Whether anybody says that it has happened: neither only announced nor only denied."""
        return not self.planned and any(voice.stance == "asserts" for voice in self.voices)


class PatrolRun(Struct, frozen=True, kw_only=True):
    """One patrol: planned and driven; outcome and cause are contested apart (DESIGN section 4)."""

    id: str
    claims: tuple[str, ...]
    when: When
    where: Where
    participants: tuple[str, ...]
    planned_route: str | None
    driven_route: str | None
    outcomes: tuple[FieldValue, ...]
    causes: tuple[FieldValue, ...]
    outcome: PatrolOutcome | Literal["contested", "planned"]
    occurrence: OccurrenceGrade
    fields: tuple[FieldAgreement, ...]
    voices: tuple[Voice, ...]
    log: tuple[MergeStep, ...]


class Sighting(Struct, frozen=True, kw_only=True):
    """Weapons, units, armed persons or positions seen (or stated absent)."""

    id: str
    claims: tuple[str, ...]
    when: When
    where: Where
    seen: tuple[str, ...]
    weapon_classes: tuple[str, ...]
    actors: tuple[str, ...]
    absent: bool
    occurrence: OccurrenceGrade
    voices: tuple[Voice, ...]


class Restriction(Struct, frozen=True, kw_only=True):
    """Monitors, aid or civilians denied, delayed or turned back."""

    id: str
    claims: tuple[str, ...]
    when: When
    where: Where
    kind: RestrictionKind
    by: tuple[str, ...]
    against: tuple[str, ...]
    occurrence: OccurrenceGrade
    voices: tuple[Voice, ...]


class Tally(Struct, frozen=True, kw_only=True):
    """A party's or a monitor's own count; never merged into incidents, never added."""

    id: str
    claim: str
    reported_by: str | None
    side: str | None
    accused: tuple[str, ...]
    period: When
    area: str | None
    low: float | None
    best: float | None
    high: float | None
    words: str | None
    count_basis: TallyBasis
    counter_tallies: tuple[str, ...] = ()


Grouping = Incident | PatrolRun | Sighting | Restriction
"""What claims are grouped into; a tally is always one claim."""


class Merged(Struct, frozen=True, kw_only=True):
    """All that the merge proposes for a set of claims."""

    incidents: tuple[Incident, ...] = ()
    patrols: tuple[PatrolRun, ...] = ()
    sightings: tuple[Sighting, ...] = ()
    restrictions: tuple[Restriction, ...] = ()
    tallies: tuple[Tally, ...] = ()

    @property
    def groupings(self) -> tuple[Grouping, ...]:
        """Every grouping of claims, incidents first."""
        return (*self.incidents, *self.patrols, *self.sightings, *self.restrictions)
