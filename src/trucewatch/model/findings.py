"""What the agreements say about a day: findings, scope answers, and checks against geometry."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from trucewatch.model.vocabulary import Basis, Coverage, Status

SubjectKind = Literal["incident", "patrol", "sighting", "restriction", "tally", "claim"]
Standing = Literal["inside", "outside", "straddles", "too_broad", "unknown"]
"""Where the uncertainty area of a happening lies to the ground of a provision."""


class Answerable(Struct, frozen=True, kw_only=True):
    """The party that answers for a finding, and on what footing (not the perpetrator)."""

    party: str
    basis: Basis
    note: str = ""


class ScopeTest(Struct, frozen=True, kw_only=True, gc=False):
    """One happening held against one agreement: which provision it touches, or why none.

    `answer` is a scope answer, or the status the happening gives the provision (`reported`,
    `contested`, `corroborated`). `measures` are the numbers it rests on, e.g.
    ("distance to m4-corridor", "12.3 km"). `standing` says where its place lies to the ground that
    decided, `share` how much of the place's uncertainty area (0..1) lies on it; null where the
    place decided nothing.
    """

    subject: str
    subject_kind: SubjectKind
    agreement: str
    provision: str | None
    answer: Status
    reason: str
    ambiguities: tuple[str, ...] = ()
    measures: tuple[tuple[str, str], ...] = ()
    standing: Standing | None = None
    share: float | None = None


class Finding(Struct, frozen=True, kw_only=True):
    """Where one provision stood on one day (local day of the agreement), as proposed."""

    id: str
    agreement: str
    provision: str
    day: str
    status: Status
    coverage: Coverage
    basis: tuple[str, ...]
    answerable: tuple[Answerable, ...]
    reason: str
    rule: str
    contested: tuple[str, ...] = ()
    """Which parts are contested although the status is not, e.g. ("cause",)."""
    ambiguities: tuple[str, ...] = ()
    proposed_by: str = "trucewatch"
    decided_by: str | None = None
    second_reader: str | None = None
    supersedes: str | None = None


class GeometryCheck(Struct, frozen=True, kw_only=True):
    """A figure of a report held against the geometry it is about (e.g. the corridor's area)."""

    claim: str
    figure: int
    agreement: str
    feature: str
    stated: float
    computed: float
    unit: str
    verdict: Literal["agrees", "differs"]
    reason: str


class Deadline(Struct, frozen=True, kw_only=True):
    """When a duty falls due; two dates where the text leaves the anchor open."""

    agreement: str
    provision: str
    due: tuple[str, ...]
    reason: str


class Assessment(Struct, frozen=True, kw_only=True):
    """Everything that the assessment proposes for a span of days."""

    findings: tuple[Finding, ...] = ()
    tests: tuple[ScopeTest, ...] = ()
    checks: tuple[GeometryCheck, ...] = ()
    deadlines: tuple[Deadline, ...] = ()
