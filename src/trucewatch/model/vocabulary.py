"""The closed vocabularies of the design, as literal types.

Source: DESIGN sections 4 and 5. msgspec checks them wherever a noun is decoded.
"""

from __future__ import annotations

from typing import Final, Literal, get_args

PassageKind = Literal[
    "headline",
    "article_body",
    "caption",
    "quoted_document",
    "thread_author",
    "thread_comment",
    "boilerplate",
]
CLAIM_BEARING: Final[frozenset[PassageKind]] = frozenset({"headline", "article_body", "caption"})
"""Only these kinds of passage may carry claims (DESIGN section 4)."""

FlagKind = Literal["threat", "incitement", "dehumanising", "abuse"]
"""What a reader's comment may be flagged for (issue 5, quarantine)."""

HostileAct = Literal[
    "armed_clash",
    "shelling",
    "missile_strike",
    "air_strike",
    "drone_strike",
    "ied",
    "small_arms_fire",
    "explosion",
    "attack",
    "ground_advance",
    "abduction",
    "killing",
    "arrest",
    "toll",
]
PostureAct = Literal[
    "troop_movement",
    "sighting",
    "fortification",
    "withdrawal",
    "recruitment",
    "overflight",
    "control",
]
MonitoringAct = Literal["patrol", "access_restriction", "tally"]
CivilAct = Literal[
    "road_block", "protest", "displacement", "aid_delivery", "damage", "prisoner_exchange"
]
PoliticalAct = Literal["threat", "ceasefire_act", "talks"]
Act = HostileAct | PostureAct | MonitoringAct | CivilAct | PoliticalAct

ActFamily = Literal["hostile", "posture", "monitoring", "civil", "political"]
FAMILIES: Final[dict[ActFamily, tuple[str, ...]]] = {
    "hostile": get_args(HostileAct),
    "posture": get_args(PostureAct),
    "monitoring": get_args(MonitoringAct),
    "civil": get_args(CivilAct),
    "political": get_args(PoliticalAct),
}
ACTS: Final[tuple[str, ...]] = tuple(act for acts in FAMILIES.values() for act in acts)

Modality = Literal["asserted", "denied", "threatened", "planned", "hypothetical", "absent"]
DENYING: Final[frozenset[Modality]] = frozenset({"denied", "absent"})
"""Modalities that say it did not happen, or was looked for and not seen."""
NOT_YET: Final[frozenset[Modality]] = frozenset({"planned", "threatened", "hypothetical"})
"""Modalities under which nothing has happened (CODEBOOK, Modality)."""
PlaceRelation = Literal["at", "near", "sector", "axis", "along", "between", "in_area", "unresolved"]
PlaceRole = Literal["origin", "destination", "via", "observer"]
PlacePrecision = Literal["exact", "near", "part", "area", "admin", "region", "unknown"]
"""How narrow a placed geometry is: a point; about a point (near, bearing); part of a line;
a named zone or countryside; a district or sub-district; a province or wider; nothing."""
TimePrecision = Literal["minute", "hour", "day", "week", "month", "year"]
FigureKind = Literal[
    "killed",
    "wounded",
    "missing",
    "captured",
    "released",
    "displaced",
    "destroyed",
    "damaged",
    "munitions",
    "weapons",
    "vehicles",
    "violations",
    "persons",
    "area_km2",
    "distance_km",
    "money",
    "other",
]
Qualifier = Literal[
    "exact", "at_least", "more_than", "up_to", "less_than", "about", "range", "vague"
]
AttributionForm = Literal["outlet", "said", "reportedly", "relayed", "admission"]
PatrolOutcome = Literal["completed", "shortened", "blocked", "cancelled", "attacked", "held"]
RelationKind = Literal["denies", "restates", "caused_by", "followed_by"]
TallyBasis = Literal[
    "incident",
    "shelling_case",
    "explosion",
    "burst",
    "shot",
    "projectile",
    "flight",
    "unspecified",
]
RestrictionKind = Literal[
    "denial",
    "delay",
    "conditional_access",
    "jamming",
    "fire_on_monitor",
    "mines",
    "self_imposed_security",
]
OccurrenceGrade = Literal[
    "single_source",
    "corroborated",
    "cross_side",
    "admitted",
    "monitor_verified",
    "contested",
    "discounted",
]
AttributionGrade = Literal[
    "none", "one_side_only", "uncontested", "contested", "admitted", "monitor_attributed"
]
HUMAN_ONLY_GRADES: Final[frozenset[str]] = frozenset(
    {"admitted", "monitor_verified", "discounted", "monitor_attributed"}
)
"""Grades that the program never sets (DESIGN section 4, Incident)."""

PartyRole = Literal[
    "signatory",
    "signatory_guarantor",
    "non_signatory_represented",
    "excluded",
    "monitor",
    "peacekeeper",
]
Basis = Literal["stated", "assumed", "contested"]
ProhibitionStatus = Literal[
    "not_in_force",
    "no_information",
    "no_violation_reported",
    "reported",
    "contested",
    "corroborated",
    "verified_unattributed",
    "verified_attributed",
    "not_a_violation",
]
DutyStatus = Literal[
    "not_in_force",
    "no_information",
    "not_due",
    "announced",
    "under_way",
    "partly_implemented",
    "claimed_implemented",
    "implemented",
    "overdue",
    "contested",
    "suspended",
    "lapsed",
    "superseded",
]
ScopeAnswer = Literal[
    "out_of_scope",
    "no_operative_provision",
    "boundary_case",
    "exemption_claimed",
    "spoiler",
    "not_assessable",
]
Status = ProhibitionStatus | DutyStatus | ScopeAnswer
HUMAN_ONLY_STATUSES: Final[frozenset[str]] = frozenset(
    {"verified_unattributed", "verified_attributed", "implemented", "not_a_violation"}
)
STATUSES: Final[frozenset[str]] = frozenset(
    status for part in (ProhibitionStatus, DutyStatus, ScopeAnswer) for status in get_args(part)
)
TWO_READERS: Final[frozenset[str]] = frozenset({"verified_attributed"})
"""Statuses that hold only with two named people of one opinion (DESIGN section 4, Finding)."""
Coverage = Literal[
    "observed",
    "partly_observed",
    "not_observed",
    "access_denied",
    "one_side_only",
    "two_sides",
    "none",
]


def family_of(act: Act) -> ActFamily:
    """Return the family (DESIGN section 5) that an act belongs to."""
    return next(family for family, acts in FAMILIES.items() if act in acts)
