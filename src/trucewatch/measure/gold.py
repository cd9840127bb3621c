"""The hand-annotated gold of a watch: one TOML per report, anchored by the words themselves.

A file that does not fit its report is an error that names file, claim and words: an annotation
that silently matches nothing would make every figure look better or worse than it is.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from msgspec import Struct, field

from trucewatch.config import read_toml
from trucewatch.errors import TrucewatchError
from trucewatch.model import Act, Document, Modality, PassageKind, Span
from trucewatch.model.vocabulary import AttributionForm, PlaceRelation

Split = Literal["dev", "test"]
Voice = Literal["bulletin", "wire", "partisan", "post", "mission", "analysis"]
Style = Literal["plain", "literary"]


class GoldPassage(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A passage by its kind and its first and last words."""

    kind: PassageKind
    first: str
    last: str


class GoldFigure(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A figure as the codebook wants it."""

    text: str
    kind: str
    group: str = ""
    low: float | None = None
    best: float | None = None
    high: float | None = None
    qualifier: str = ""
    part_of: int | None = None
    cumulative: bool = False
    hedge: str = ""
    count_basis: str = ""
    note: str = ""
    source: str = ""


class GoldWeapon(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A weapon and its class."""

    text: str
    class_: str = field(name="class")


class GoldOtherPlace(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A place of the claim that is not where it happened."""

    text: str
    role: str


class GoldPatrol(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What the claim says of a patrol."""

    outcome: str = ""
    cause: str = ""
    route: str = ""


class GoldRelation(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A link to another claim of the file, by index."""

    claim: int
    relation: str


class GoldClaim(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One claim, every field in the words of the text."""

    sentence: str
    act: Act
    modality: Modality
    trigger: str = ""
    nth: int = 1
    form: AttributionForm = "outlet"
    source: str = ""
    cue: str = ""
    chain: tuple[str, ...] = ()
    place: str = ""
    relation: PlaceRelation | None = None
    other_places: tuple[GoldOtherPlace, ...] = ()
    time: str = ""
    start: str = ""
    end: str = ""
    validity: str = ""
    perpetrators: tuple[str, ...] = ()
    targets: tuple[str, ...] = ()
    participants: tuple[str, ...] = ()
    weapons: tuple[GoldWeapon, ...] = ()
    figures: tuple[GoldFigure, ...] = ()
    patrol: GoldPatrol | None = None
    condition: str = ""
    tally_basis: str = ""
    restriction: str = ""
    relates_to: tuple[GoldRelation, ...] = ()
    note: str = ""


class GoldReport(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """All annotations of one report.

    `theatre`, `voice` and `published` are given where no watch says them (tests/corpus/field).
    `style`: "plain" as desks and missions write day by day, "literary" with the less usual words.
    """

    report: str
    split: Split
    theatre: str = ""
    voice: Voice | None = None
    style: Style = "literary"
    published: str | None = None
    passage: tuple[GoldPassage, ...] = ()
    claim: tuple[GoldClaim, ...] = ()
    note: str = ""


class GoldIncident(Struct, frozen=True, kw_only=True):
    """One happening and the claims that tell of it, as `<report stem>#<claim index>`."""

    members: tuple[str, ...]
    name: str = ""
    act: str = ""
    occurrence: str = ""
    attribution: str = ""


class GoldPatrolRun(Struct, frozen=True, kw_only=True):
    """One patrol and the claims that tell of it."""

    day: str
    members: tuple[str, ...]
    outcome: str
    cause_contested: bool = False


class GoldFinding(Struct, frozen=True, kw_only=True):
    """The status (or the defensible ones) of a provision on a day."""

    agreement: str
    provision: str
    day: str
    status: str | tuple[str, ...]
    contested: tuple[str, ...] = ()


class GoldScope(Struct, frozen=True, kw_only=True):
    """The answer that one claim's happening gets from one agreement."""

    member: str
    agreement: str
    answer: str | tuple[str, ...]


class _Incidents(Struct, frozen=True, kw_only=True):
    incident: tuple[GoldIncident, ...] = ()
    patrol: tuple[GoldPatrolRun, ...] = ()


class _Findings(Struct, frozen=True, kw_only=True):
    finding: tuple[GoldFinding, ...] = ()
    scope: tuple[GoldScope, ...] = ()


@dataclass(frozen=True, slots=True)
class Gold:
    """A whole gold set: reports by stem, and what the claims add up to."""

    folder: Path
    reports: dict[str, GoldReport]
    incidents: tuple[GoldIncident, ...]
    patrols: tuple[GoldPatrolRun, ...]
    findings: tuple[GoldFinding, ...]
    scopes: tuple[GoldScope, ...]

    def files(self) -> list[Path]:
        """Return every annotation file, for the digest."""
        return sorted(self.folder.glob("*.toml"))


ADDED_UP = ("incidents.toml", "findings.toml")


def load(folder: Path) -> Gold:
    """Read a gold folder.

    Raises:
        TrucewatchError: the folder holds no gold, or a file does not fit.
    """
    files = [path for path in sorted(folder.glob("*.toml")) if path.name not in ADDED_UP]
    if not files:
        raise TrucewatchError(
            f"{folder} holds no gold annotations",
            fix="Name the folder with --data, e.g. --data tests/corpus/example.",
        )
    reports = {path.stem: read_toml(path, GoldReport) for path in files}
    added = folder / "incidents.toml"
    judged = folder / "findings.toml"
    incidents = read_toml(added, _Incidents) if added.exists() else _Incidents()
    findings = read_toml(judged, _Findings) if judged.exists() else _Findings()
    return Gold(
        folder=folder,
        reports=reports,
        incidents=incidents.incident,
        patrols=incidents.patrol,
        findings=findings.finding,
        scopes=findings.scope,
    )


def anchored(document: Document, claim: GoldClaim, where: str) -> Span:
    """Return the span of a gold claim's trigger (its sentence anchor where none is given).

    Raises:
        TrucewatchError: the words are not in the text.
    """
    text = document.item.text
    at = -1
    for _ in range(claim.nth):
        found = words_at(text, claim.sentence, at + 1)
        if found is None:
            raise TrucewatchError(
                f"{where}: the text has no sentence {claim.sentence!r} (number {claim.nth})",
                fix="Copy the words of the sentence exactly.",
            )
        at = found.start
    if not claim.trigger:
        return Span(at, at + len(claim.sentence))
    trigger = words_at(text, claim.trigger, at)
    if trigger is None:
        raise TrucewatchError(
            f"{where}: no {claim.trigger!r} follows {claim.sentence!r}",
            fix="Copy the trigger words exactly.",
        )
    return Span(trigger.start, trigger.start + len(claim.trigger))


def words_at(text: str, words: str, start: int) -> Span | None:
    """Find words from `start` on, whatever white space lies between them (reports are wrapped)."""
    pattern = r"\s+".join(re.escape(word) for word in words.split())
    found = re.compile(pattern).search(text, start)
    return Span(*found.span()) if found else None


def found_at(text: str, words: str, start: int, where: str) -> Span:
    """Find words of an annotation from `start` on; `where` names the annotation.

    Raises:
        TrucewatchError: the words are not in the text.
    """
    found = words_at(text, words, start)
    if found is None:
        raise TrucewatchError(
            f"{where}: the report has no {words!r} after code point {start}",
            fix="Copy the words of the report exactly.",
        )
    return found
