"""The nouns of trucewatch: frozen msgspec structs, the same in every room.

They are structs rather than dataclasses because two of the contract's field names (`class`,
`from`) are Python keywords: msgspec renames them at the edges and names the path of any value
that does not fit.
"""

from trucewatch.model.agreements import *  # noqa: F403
from trucewatch.model.claims import (
    Attribution,
    Candidate,
    Claim,
    Condition,
    Figure,
    GeoJSON,
    Group,
    LabelUse,
    Link,
    Mention,
    OtherPlace,
    PatrolReport,
    Place,
    PlaceMention,
    Reading,
    Relation,
    TallyReport,
    TimeRef,
    Weapon,
)
from trucewatch.model.findings import (
    Answerable,
    Assessment,
    Deadline,
    Finding,
    GeometryCheck,
    ScopeTest,
)
from trucewatch.model.incidents import (
    FieldAgreement,
    FieldValue,
    FigureRange,
    Incident,
    Merged,
    MergeStep,
    PatrolRun,
    Restriction,
    Sighting,
    Tally,
    Voice,
    When,
    Where,
)
from trucewatch.model.issues import CODES
from trucewatch.model.items import Custody, Document, Issue, Item, Lead, Passage
from trucewatch.model.judgements import Judgement
from trucewatch.model.record import Correction, Record
from trucewatch.model.spans import Span, trimmed
from trucewatch.model.vocabulary import (
    ACTS,
    CLAIM_BEARING,
    FAMILIES,
    HUMAN_ONLY_GRADES,
    HUMAN_ONLY_STATUSES,
    Act,
    ActFamily,
    Basis,
    Coverage,
    Modality,
    PassageKind,
    Status,
    family_of,
)
from trucewatch.model.watch import (
    Actor,
    LabelWord,
    Publication,
    ReportEntry,
    Side,
    Source,
    Watch,
)
