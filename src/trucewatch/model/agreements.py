"""Agreements as data: who is bound, where, to what, from when, and what the text leaves open.

An `Agreement` is what `trucewatch.agreement.load` makes of one TOML file. Everything in it is
resolved: lines and zones carry their geometry, dates are ISO 8601 strings, ids point at things
that exist. Ids are the file's own ("P1", "m4-corridor"), unique within one agreement.
"""

from __future__ import annotations

from typing import Any, Literal

from msgspec import Struct, field

from trucewatch.model.claims import GeoJSON
from trucewatch.model.findings import Deadline
from trucewatch.model.items import Issue
from trucewatch.model.vocabulary import Basis, PartyRole

__all__ = [
    "Agreement",
    "AgreementText",
    "Ambiguity",
    "Amendment",
    "Earlier",
    "GeometryNote",
    "Line",
    "NamedPlace",
    "Party",
    "Provision",
    "Term",
    "WeaponClass",
    "Zone",
]

AgreementClass = Literal["cessation_of_hostilities", "preliminary", "definitive"]
"""ETH/PRIO Civil Conflict Ceasefire data set; Clayton and Sticher (2021)."""
AssessMode = Literal["auto", "manual"]
AmbiguityKind = Literal[
    "time", "exemption", "no_duty", "anchor", "geometry", "membership", "weapon", "other"
]
"""What an ambiguity is about; the assessment acts on the first four and prints all of them.

`time`: moments within `window_minutes` of the provision's start or end are boundary cases.
`exemption`: targets among `actors` may be exempt. `no_duty`: `acts` in `zone` breach nothing
here. `anchor`: a deadline has two readings.
"""


class AgreementText(Struct, frozen=True, kw_only=True):
    """Where a text of the agreement can be read, and in which language."""

    url: str
    publisher: str = ""
    lang: str = ""


class Party(Struct, frozen=True, kw_only=True):
    """Somebody whose conduct the agreement is about, whether or not they signed.

    `represented_by` names the party that answers for this one; `representation_basis` says
    whether the text states that.
    """

    id: str
    name: str
    role: PartyRole
    represented_by: str | None = None
    representation_basis: Basis | None = None
    members_contested: bool = False
    note: str = ""


class NamedPlace(Struct, frozen=True, kw_only=True):
    """A place that the text names, with the spellings in use; `geometry` where it is known."""

    id: str
    names: tuple[str, ...]
    described_as: str = ""
    geometry: GeoJSON | None = None


class GeometryNote(Struct, frozen=True, kw_only=True):
    """What a geometry is worth: print it wherever the geometry is shown.

    `authority` is who agreed to it ("none agreed", "contested", a map annex); `quality` one of
    `surveyed | sketch | hand_drawn | derived`; `as_of` the day it stands for; `method` how it
    was made.
    """

    authority: str = ""
    quality: str = ""
    as_of: str | None = None
    method: str = ""
    licence: str = ""


class Line(Struct, frozen=True, kw_only=True):
    """A road, a line of contact, a border: a LineString or MultiLineString, or null if missing."""

    id: str
    name: str
    names: tuple[str, ...] = ()
    from_place: str | None = field(default=None, name="from")
    to_place: str | None = field(default=None, name="to")
    geometry: GeoJSON | None = None
    geometry_note: GeometryNote = GeometryNote()


class Zone(Struct, frozen=True, kw_only=True):
    """An area: a Polygon or MultiPolygon, or null if missing.

    `derive` is the operation it was computed with (`buffer`, `band`, or null for a drawn one),
    `of` the ids it was computed from, `subtract` those cut out of it, `clip` the one it was cut
    to. What a place's uncertainty covers of the zones in `disregard` is left out when it is held
    against this zone: a town at a border is not taken for one beyond it.
    """

    id: str
    name: str
    names: tuple[str, ...] = ()
    derive: Literal["buffer", "band"] | None = None
    of: tuple[str, ...] = ()
    subtract: tuple[str, ...] = ()
    clip: str | None = None
    disregard: tuple[str, ...] = ()
    derivation_note: str = ""
    geometry: GeoJSON | None = None
    geometry_note: GeometryNote = GeometryNote()


class WeaponClass(Struct, frozen=True, kw_only=True):
    """A weapon class of the text; a mention matches by kind, by name, or by calibre bounds."""

    id: str
    name: str
    match_kinds: tuple[str, ...] = ()
    match_names: tuple[str, ...] = ()
    calibre_mm_min: float | None = None
    calibre_mm_max: float | None = None


class Term(Struct, frozen=True, kw_only=True):
    """A moment that the text fixes (`on`), or counts from anchors.

    Several `anchors` are several readings of the text, each giving a date of its own. An anchor
    is "signed", a key of the same provision ("from") or of another one ("P1.from"). `dates` are
    the moments that come out, in the order of the anchors; a date means its whole day.
    """

    on: str | None = None
    anchors: tuple[str, ...] = ()
    within_days: int | None = None
    within_hours: int | None = None
    dates: tuple[str, ...] = ()


class Amendment(Struct, frozen=True, kw_only=True):
    """A change to one field of a provision: what it was, what it became, when, and why."""

    on: str
    field: str
    old: str | None
    new: str
    note: str = ""


class Provision(Struct, frozen=True, kw_only=True):
    """One duty or prohibition. Which fields are set depends on `type`.

    `zones` and `lines` say where it applies; `from_`/`until` when (null `until` = open);
    `prohibited` are acts of DESIGN section 5. `terms` keeps the parameters of rarer types under
    the names of the file (dates as ISO strings). After an amendment the fields hold what is in
    force now; `earlier` keeps each wording before it.
    """

    id: str
    type: str
    article: str = ""
    summary: str = ""
    assess: AssessMode = "auto"
    obligated: tuple[str, ...] = ()
    obligated_basis: Basis = "stated"
    obligated_note: str = ""
    zones: tuple[str, ...] = ()
    lines: tuple[str, ...] = ()
    from_: str | None = field(default=None, name="from")
    until: str | None = None
    prohibited: tuple[str, ...] = ()
    actors: tuple[str, ...] = ()
    weapon_class: str | None = None
    reference_line: dict[str, str] = {}
    distance_from_line_km: float | None = None
    participants_required: tuple[str, ...] = ()
    route: str | None = None
    starts: str | None = None
    frequency: str | None = None
    full_route_fraction: float | None = None
    start_by: Term | None = None
    due: Term | None = None
    counts: tuple[str, ...] = ()
    terms: dict[str, Any] = {}
    amended: tuple[Amendment, ...] = ()
    earlier: tuple[Earlier, ...] = ()

    def on(self, day: str) -> Provision:
        """Return the wording in force on a day (ISO 8601): an amendment binds from its own day."""
        return next((row.provision for row in self.earlier if day < row.before), self)


class Earlier(Struct, frozen=True, kw_only=True):
    """The wording of a provision before it was amended on the day `before`, oldest first."""

    before: str
    provision: Provision


class Ambiguity(Struct, frozen=True, kw_only=True):
    """What the text leaves open, and what the assessment does about it."""

    id: str
    note: str
    effect: str
    kind: AmbiguityKind = "other"
    provisions: tuple[str, ...] = ()
    window_minutes: int = 0
    actors: tuple[str, ...] = ()
    acts: tuple[str, ...] = ()
    zone: str | None = None


class Agreement(Struct, frozen=True, kw_only=True):
    """One agreement. `signed` is a date; `timezone` an IANA name: days of findings are local.

    `issues` lists lines and zones without geometry when it was loaded leniently.
    """

    id: str
    title: str
    signed: str
    timezone: str
    class_: AgreementClass = field(name="class")
    short_title: str = ""
    place_signed: str = ""
    written: bool = True
    external_ids: dict[str, str] = {}
    amends: tuple[str, ...] = ()
    amended_by: tuple[str, ...] = ()
    recalls: tuple[str, ...] = ()
    authentic_languages: tuple[str, ...] = ()
    texts: tuple[AgreementText, ...] = ()
    parties: tuple[Party, ...] = ()
    places: tuple[NamedPlace, ...] = ()
    lines: tuple[Line, ...] = ()
    zones: tuple[Zone, ...] = ()
    weapon_classes: tuple[WeaponClass, ...] = ()
    provisions: tuple[Provision, ...] = ()
    ambiguities: tuple[Ambiguity, ...] = ()
    deadlines: tuple[Deadline, ...] = ()
    issues: tuple[Issue, ...] = ()

    def party(self, id_: str | None) -> Party | None:
        """Return the party with this id, or None."""
        return next((row for row in self.parties if row.id == id_), None)

    def line(self, id_: str | None) -> Line | None:
        """Return the line with this id, or None."""
        return next((row for row in self.lines if row.id == id_), None)

    def zone(self, id_: str | None) -> Zone | None:
        """Return the zone with this id, or None."""
        return next((row for row in self.zones if row.id == id_), None)

    def weapon_class(self, id_: str | None) -> WeaponClass | None:
        """Return the weapon class with this id, or None."""
        return next((row for row in self.weapon_classes if row.id == id_), None)

    def provision(self, id_: str | None) -> Provision | None:
        """Return the provision with this id, or None."""
        return next((row for row in self.provisions if row.id == id_), None)

    def ambiguities_of(self, provision: str) -> tuple[Ambiguity, ...]:
        """Return the ambiguities that bear on a provision."""
        return tuple(row for row in self.ambiguities if provision in row.provisions)
