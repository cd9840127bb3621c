"""Provision types: one object each behind one protocol, found by the provision's `type`."""

from __future__ import annotations

import datetime as dt
from functools import cache
from typing import Final, Protocol

from trucewatch import plugins
from trucewatch.assess.coverage import Cover
from trucewatch.assess.frame import Case, Held, Verdict
from trucewatch.assess.subjects import Subject
from trucewatch.assess.types.access import Access
from trucewatch.assess.types.actors_excluded import ActorsExcluded
from trucewatch.assess.types.deployment import Deployment
from trucewatch.assess.types.disengagement import Disengagement
from trucewatch.assess.types.duration import Duration
from trucewatch.assess.types.duty import Duty
from trucewatch.assess.types.forces_withdrawal import ForcesWithdrawal
from trucewatch.assess.types.hold_positions import HoldPositions
from trucewatch.assess.types.infrastructure import Infrastructure
from trucewatch.assess.types.manual import Manual
from trucewatch.assess.types.patrol import Patrol
from trucewatch.assess.types.prohibition import Prohibition
from trucewatch.assess.types.status_quo import StatusQuo
from trucewatch.assess.types.transit import Transit
from trucewatch.assess.types.undertaking import Undertaking
from trucewatch.assess.types.weapons_excluded import WeaponsExcluded
from trucewatch.assess.types.weapons_withdrawal import WeaponsWithdrawal
from trucewatch.model import Claim, Provision, ScopeTest

__all__ = ["TYPES", "ProvisionType", "type_of"]


class ProvisionType(Protocol):
    """What a type of provision has to answer; pure, and never a status kept for people."""

    def hold(self, case: Case, subject: Subject) -> ScopeTest | None:
        """Hold one happening against the provision; None where it is not about such an act."""
        ...

    def about(self, case: Case, claim: Claim) -> bool | None:
        """Say whether a claim is about the provision's ground; None where it has no place."""
        ...

    def day(self, case: Case, day: dt.date, tests: Held, cover: Cover) -> Verdict:
        """Say where the provision stood on one local day.

        `tests` are all happenings that were held against it, of all days; `cover` is the day's.
        """
        ...


_MANUAL = Manual()
TYPES: Final[dict[str, ProvisionType]] = {
    "cessation_of_hostilities": Prohibition(),
    "restraint_before_start": Prohibition(),
    "hold_positions": HoldPositions(),
    "infrastructure_protected": Infrastructure(),
    "status_quo": StatusQuo(),
    "actors_excluded_from_zone": ActorsExcluded(),
    "weapons_excluded_from_zone": WeaponsExcluded(),
    "weapons_withdrawal": WeaponsWithdrawal(),
    "patrol": Patrol(),
    "monitoring_access": Access(),
    "humanitarian_access": Access(),
    "corridor_access": Access(),
    "undertaking_with_deadline": Undertaking(),
    "zone_established": Undertaking(),
    "monitoring_mechanism": Undertaking(),
    "territory_transfer": Duty(),
    "forces_withdrawal": ForcesWithdrawal(),
    "disengagement": Disengagement(),
    "detainee_exchange": Duty(),
    "deployment": Deployment(),
    "transit_restored": Transit(),
    "duration": Duration(),
}


@cache
def _types() -> dict[str, ProvisionType]:
    """Return the built-in types and those of installed plug-ins, which may not replace them."""
    return {**plugins.found("trucewatch.provisions"), **TYPES}


def type_of(provision: Provision) -> ProvisionType:
    """Return what assesses a provision: its type, or a person where the file says manual."""
    kind = _types().get(provision.type, _MANUAL)
    if provision.assess == "manual" and not isinstance(kind, StatusQuo):
        return _MANUAL
    if isinstance(kind, Prohibition) and not provision.prohibited:
        return _MANUAL
    return kind
