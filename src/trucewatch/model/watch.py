"""A watch: theatre, sources, actors and labels, as the watch folder's tables give them."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct, field

from trucewatch.model.vocabulary import FlagKind

SourceKind = Literal[
    "ministry",
    "state_agency",
    "observatory",
    "activist",
    "wire",
    "humanitarian",
    "analysis",
    "outlet",
    "monitor",
]
ActorType = Literal[
    "state",
    "armed_forces",
    "armed_group",
    "coalition",
    "authority",
    "organisation",
    "population",
    "unknown",
]


class Side(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A side as this watch assesses it; `opposed_to` are the sides whose agreement counts."""

    id: str
    name: str
    opposed_to: tuple[str, ...] = ()
    note: str = ""


class Source(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An outlet: its side as assessed by us, reliability A (best) to F (cannot be judged)."""

    id: str
    name: str
    kind: SourceKind
    side: str
    independence_group: str
    side_note: str = ""
    reliability: Literal["A", "B", "C", "D", "E", "F"] = "F"
    reliability_note: str = ""
    languages: tuple[str, ...] = ("en",)
    url: str = ""
    aliases: tuple[str, ...] = ()


class Actor(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A party, force or body: aliases by language, the parties whose conduct it counts to."""

    id: str
    name: str
    type: ActorType
    side: str | None = None
    parent: str | None = None
    parties: tuple[str, ...] = ()
    valid_from: str | None = None
    valid_to: str | None = None
    aliases: dict[str, tuple[str, ...]] = {}
    demonyms: tuple[str, ...] = ()
    note: str = ""


class LabelWord(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A partisan word, what it refers to when one of `used_by` (empty: anyone) says it."""

    text: str
    language: str
    refers_to: str
    neutral: str
    used_by: tuple[str, ...] = ()
    note: str = ""


class AbuseWord(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A word or phrase that readers' comments of this watch are flagged for (abuse.toml)."""

    text: str
    flag: FlagKind = "abuse"
    language: str = ""
    note: str = ""


class Publication(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What may leave the working record."""

    coarsen_m: float = 0.0
    private_persons: Literal["roles"] = "roles"
    comments: Literal["never"] = "never"


class ReportEntry(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One line of a folder's reports.toml: what is known about a file beside its bytes."""

    file: str
    source: str | None = None
    published: str | None = None
    url: str | None = None
    language: str | None = None
    title: str | None = None


class Watch(Struct, frozen=True, kw_only=True):
    """All tables of a watch. `theatre` is (west, south, east, north) in degrees.

    `lines` and `zones` of the agreements live with the agreements; `folder` is where the tables
    were read from (a path as text). `fetch` allows `add` to fetch the addresses it is given.
    """

    id: str
    title: str
    theatre: tuple[float, float, float, float]
    timezone: str
    cutoff: str = "18:00"
    from_: str | None = field(default=None, name="from")
    to: str | None = None
    gazetteers: tuple[str, ...] = ()
    fetch: bool = False
    publication: Publication = Publication()
    sides: tuple[Side, ...] = ()
    sources: tuple[Source, ...] = ()
    actors: tuple[Actor, ...] = ()
    labels: tuple[LabelWord, ...] = ()
    abuse: tuple[AbuseWord, ...] = ()
    folder: str = ""

    def source(self, source_id: str | None) -> Source | None:
        """Return the source with this id, or None."""
        return next((row for row in self.sources if row.id == source_id), None)

    def actor(self, actor_id: str | None) -> Actor | None:
        """Return the actor with this id, or None."""
        return next((row for row in self.actors if row.id == actor_id), None)

    def opposed(self, one: str | None, other: str | None) -> bool:
        """Say whether two sides oppose each other, as the watch assesses them."""
        return any(
            (row.id == one and other in row.opposed_to)
            or (row.id == other and one in row.opposed_to)
            for row in self.sides
        )
