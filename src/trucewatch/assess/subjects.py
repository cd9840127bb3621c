"""Happenings of every kind as one record, so that each is held against an agreement alike."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from trucewatch.assess.days import Interval, interval
from trucewatch.assess.ground import Spot, spot
from trucewatch.model import (
    DENYING,
    NOT_YET,
    Claim,
    FieldAgreement,
    Merged,
    PatrolRun,
    Restriction,
    Voice,
    When,
    family_of,
)
from trucewatch.model.findings import SubjectKind
from trucewatch.model.vocabulary import Act


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """One happening: what, who, when, where, and how it is known.

    `absent` means that nobody says it happened: its claims deny it or did not see it; `planned`
    that it is only planned, threatened or thought of. `contested` names the fields on which
    independent voices differ. `told` is its time as stated, `when` the same in the local time of
    the agreement it is held against (None until then, see `at_home`).
    """

    id: str
    kind: SubjectKind
    act: Act
    claims: tuple[Claim, ...]
    told: When
    spot: Spot | None
    place_name: str | None
    doers: tuple[str, ...]
    targets: tuple[str, ...]
    occurrence: str
    contested: tuple[str, ...] = ()
    voices: tuple[Voice, ...] = ()
    absent: bool = False
    planned: bool = False
    patrol: PatrolRun | None = None
    restriction: Restriction | None = None
    when: Interval | None = None

    def at_home(self, zone: ZoneInfo) -> Subject:
        """Return the happening with its time in a time zone."""
        return replace(self, when=interval(self.told, self.claims, zone))

    def present(self) -> Subject:
        """Return an absent withdrawal as what it says: those who did not leave are there."""
        return replace(self, absent=False)

    def surely_after(self, day: str) -> bool:
        """Say whether it ended after a day (ISO 8601), whatever the time zone it is told in.

        Two days are more than any two time zones lie apart.
        """
        end = self.told.end
        return end is not None and self.told.start is not None and end[:10] > _two_days_after(day)


@lru_cache(maxsize=256)
def _two_days_after(day: str) -> str:
    return (dt.date.fromisoformat(day) + dt.timedelta(days=2)).isoformat()


def subjects(merged: Merged, claims: Iterable[Claim]) -> tuple[Subject, ...]:
    """Return everything that is held against an agreement, in order of id.

    Besides the groupings these are the claims of hostile and political acts that belong to none,
    such as harm summed over several happenings.
    """
    by_id = {row.id: row for row in claims}
    groups: tuple[tuple[SubjectKind, tuple[Any, ...]], ...] = (
        ("incident", merged.incidents),
        ("patrol", merged.patrols),
        ("sighting", merged.sightings),
        ("restriction", merged.restrictions),
    )
    found = [_grouped(kind, row, by_id) for kind, rows in groups for row in rows]
    grouped = {claim.id for row in found for claim in row.claims}
    grouped |= {row.claim for row in merged.tallies}
    found += [
        _single(row)
        for row in by_id.values()
        if row.id not in grouped and family_of(row.act) in ("hostile", "political")
    ]
    return tuple(sorted(found, key=lambda row: row.id))


def _grouped(kind: SubjectKind, row: Any, by_id: Mapping[str, Claim]) -> Subject:
    claims = tuple(by_id[id_] for id_ in sorted(row.claims) if id_ in by_id)
    told = [one for one in claims if one.modality not in DENYING]
    patrol = row if isinstance(row, PatrolRun) else None
    restriction = row if isinstance(row, Restriction) else None
    return Subject(
        id=row.id,
        kind=kind,
        act=_act(kind, row, claims),
        claims=claims,
        told=row.when,
        spot=spot(row.where),
        place_name=row.where.name,
        doers=_doers(kind, row, told or claims),
        targets=tuple(getattr(row, "targets", ()) or getattr(row, "against", ())),
        occurrence=row.occurrence,
        contested=_contested(getattr(row, "fields", ()), getattr(row, "attribution", "")),
        voices=row.voices,
        absent=bool(claims) and not told,
        planned=bool(told) and all(one.modality in NOT_YET for one in told),
        patrol=patrol,
        restriction=restriction,
    )


def _act(kind: SubjectKind, row: Any, claims: tuple[Claim, ...]) -> Act:
    if kind == "incident":
        act: Act = row.act
        return act
    if kind == "patrol":
        return "patrol"
    if kind == "restriction":
        return "access_restriction"
    return claims[0].act if claims else "sighting"


def _doers(kind: SubjectKind, row: Any, claims: Iterable[Claim]) -> tuple[str, ...]:
    """Return who did it; who does anything but harm is a participant (codebook, roles).

    So are those who clash: each of them fights.
    """
    if kind == "incident" and (family_of(row.act) != "hostile" or row.act == "armed_clash"):
        people = [one for claim in claims for one in (*claim.perpetrators, *claim.participants)]
        named = (*row.perpetrators, *(one.actor or one.text for one in people))
        return tuple(dict.fromkeys(named))
    names = {
        "incident": "perpetrators",
        "patrol": "participants",
        "sighting": "actors",
        "restriction": "by",
    }
    return tuple(getattr(row, names[kind]))


def _contested(fields: Iterable[FieldAgreement], attribution: str) -> tuple[str, ...]:
    names = {row.field for row in fields if row.state == "contested"}
    if attribution == "contested":
        names.add("attribution")
    return tuple(sorted(names))


def _single(claim: Claim) -> Subject:
    time = claim.time
    when = When(
        start=time.start if time else claim.published_at,
        end=time.end if time else claim.published_at,
        precision=time.precision if time else None,
        basis="stated" if time else "published",
    )
    return Subject(
        id=claim.id,
        kind="claim",
        act=claim.act,
        claims=(claim,),
        told=when,
        spot=spot(claim.place),
        place_name=claim.place.text if claim.place else None,
        doers=tuple(row.actor or row.text for row in claim.perpetrators),
        targets=tuple(row.actor or row.text for row in claim.targets),
        occurrence="single_source",
        absent=claim.modality in DENYING,
        planned=claim.modality in NOT_YET,
    )
