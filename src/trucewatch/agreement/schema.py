"""The published JSON Schema of the format: tables as structs here, types from their data file.

The loader reads tables key by key, so that it can name every problem at once; these structs say the
same for editors and other programs, and a test holds the two against each other.
"""

from __future__ import annotations

from typing import Annotated, Any, Final

import msgspec
from msgspec import Meta, Struct, field

from trucewatch.agreement.clauses import CEILINGS
from trucewatch.agreement.provisions import TypeRules, provision_types
from trucewatch.model import ACTS
from trucewatch.model.agreements import AgreementClass, AmbiguityKind, AssessMode
from trucewatch.model.vocabulary import Basis, PartyRole

SCHEMA_ID: Final = "trucewatch.agreement/1"

Text = Annotated[str, Meta(min_length=1)]
Texts = Text | list[Text]
Day = Annotated[
    str, Meta(description="a date without quotes", extra_json_schema={"format": "date"})
]
Moment = Annotated[
    str,
    Meta(
        description="a date, or a date and time with offset, without quotes",
        extra_json_schema={"anyOf": [{"format": "date"}, {"format": "date-time"}]},
    ),
]
Above0 = Annotated[float, Meta(gt=0)]
From0 = Annotated[float, Meta(ge=0)]


class _Row(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    pass


class TextRow(_Row, frozen=True, kw_only=True):
    """Where the text can be read."""

    url: Text
    publisher: Text = ""
    lang: Text = ""


class Head(_Row, frozen=True, kw_only=True):
    """The agreement as a whole."""

    id: Text
    title: Text
    signed: Day
    class_: AgreementClass = field(name="class")
    timezone: Annotated[str, Meta(description="an IANA name; days of findings are local there")]
    short_title: Text = ""
    place_signed: Text = ""
    written: bool = True
    external_ids: dict[str, Any] = {}
    amends: Texts = []
    recalls: Texts = []
    authentic_languages: Texts = []
    text: list[TextRow] = []


class PartyRow(_Row, frozen=True, kw_only=True):
    """Somebody whose conduct the agreement is about."""

    id: Text
    name: Text
    role: PartyRole
    represented_by: Text = ""
    representation_basis: Basis | None = None
    members_contested: bool = False
    note: Text = ""


class PlaceRow(_Row, frozen=True, kw_only=True):
    """A place that the text names."""

    id: Text
    names: Texts
    described_as: Text = ""
    point: Annotated[
        list[float],
        Meta(min_length=2, max_length=2, description="[longitude, latitude] in degrees, WGS 84"),
    ] = []


class _Shape(_Row, frozen=True, kw_only=True):
    id: Text
    name: Text
    names: Texts = []
    geometry: Annotated[str, Meta(description="path of a GeoJSON file, WGS 84")] = ""
    authority: Annotated[str, Meta(description="who agreed to it")] = ""
    quality: Annotated[str, Meta(description="surveyed, sketch, hand_drawn or derived")] = ""
    as_of: Day = ""
    method: Text = ""
    licence: Text = ""


class LineRow(_Shape, frozen=True, kw_only=True):
    """A road, a line of contact, a border."""

    from_: Text = field(name="from", default="")
    to: Text = ""


class ZoneRow(_Shape, frozen=True, kw_only=True):
    """An area, drawn or computed from other shapes."""

    derive: Annotated[str, Meta(pattern="^(buffer|band)$")] = ""
    of: Texts = []
    left_km: From0 | None = None
    right_km: From0 | None = None
    km: Above0 | None = None
    end_cap: Annotated[str, Meta(pattern="^flat$")] = "flat"
    subtract: Texts = []
    clip: Text = ""
    disregard: Texts = []
    derivation_note: Text = ""


class WeaponRow(_Row, frozen=True, kw_only=True):
    """A class of weapons, by name, by kind, by calibre."""

    id: Text
    name: Text
    match_names: Texts = []
    match_kinds: Texts = []
    calibre_mm_min: Above0 | None = None
    calibre_mm_max: Above0 | None = None


class AmbiguityRow(_Row, frozen=True, kw_only=True):
    """What the text leaves open, and what is done about it."""

    id: Text
    note: Text
    effect: Text
    kind: AmbiguityKind = "other"
    provision: Texts = []
    window_minutes: Above0 | None = None
    actors: Texts = []
    acts: Texts = []
    zone: Text = ""


class ChangeRow(_Row, frozen=True, kw_only=True):
    """A change to one key of a provision; the old value holds until the day `on`."""

    on: Day
    field: Text
    value: Any
    note: Text = ""


class TermRow(_Row, frozen=True, kw_only=True):
    """A moment counted from one anchor, or from several readings of it."""

    anchor: Texts
    within_days: Above0 | None = None
    within_hours: Above0 | None = None


class RenewalRow(_Row, frozen=True, kw_only=True):
    """How a duration is renewed or ended."""

    automatic: bool = False
    term: Text = ""
    notice: Text = ""
    notice_by: Texts = []


class GateRow(_Row, frozen=True, kw_only=True):
    """What has to hold before a duty binds."""

    no_verified_violation_days: Annotated[int, Meta(ge=1)]
    where: Annotated[str, Meta(pattern="^(each area|all areas)$")] = "each area"
    verified_by: Text = ""


TABLES: Final[dict[str, type[_Row]]] = {
    "party": PartyRow,
    "place": PlaceRow,
    "line": LineRow,
    "zone": ZoneRow,
    "weapon_class": WeaponRow,
    "ambiguity": AmbiguityRow,
}
_PARTS: Final = (ChangeRow, TermRow, RenewalRow, GateRow)
_COMMON: Final[dict[str, Any]] = {
    "id": {"type": "string", "minLength": 1},
    "article": {"type": "string"},
    "summary": {"type": "string"},
    "assess": {"enum": list(AssessMode.__args__)},  # type: ignore[attr-defined]
    "obligated_basis": {"enum": list(Basis.__args__)},  # type: ignore[attr-defined]
    "obligated_note": {"type": "string"},
    "amended": {"type": "array", "items": {"$ref": "#/$defs/ChangeRow"}},
}


def published() -> dict[str, Any]:
    """Return the JSON Schema (draft 2020-12) of an agreement file."""
    shapes = (Head, *TABLES.values(), *_PARTS)
    refs, defs = msgspec.json.schema_components(shapes, ref_template="#/$defs/{name}")
    by_shape = dict(zip(shapes, refs, strict=True))
    types = provision_types().types
    defs |= {f"provision-{name}": _provision(name, rules) for name, rules in types.items()}
    defs |= {
        "acts": {"enum": list(ACTS)},
        "counts": {"enum": provision_types().vocabulary["counts"]},
    }
    rows: dict[str, Any] = {
        name: {"type": "array", "items": by_shape[shape]} for name, shape in TABLES.items()
    }
    rows["provision"] = {
        "type": "array",
        "minItems": 1,
        "items": {"oneOf": [{"$ref": f"#/$defs/provision-{name}"} for name in types]},
    }
    whole = {
        "type": "object",
        "required": ["schema", "agreement", "party", "provision"],
        "properties": {"schema": {"const": SCHEMA_ID}, "agreement": by_shape[Head], **rows},
        "additionalProperties": False,
    }
    reference = {
        "description": "a file that stands for a shipped agreement",
        "type": "object",
        "required": ["schema", "shipped"],
        "properties": {"schema": {"const": SCHEMA_ID}, "shipped": {"type": "string"}},
        "additionalProperties": False,
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": f"{SCHEMA_ID}: an agreement as data (TOML)",
        "anyOf": [whole, reference],
        "$defs": dict(sorted(defs.items())),
    }


def _provision(name: str, rules: TypeRules) -> dict[str, Any]:
    keys = [key for part in rules.requires for key in part.split("|")]
    kinds = provision_types().keys
    schema: dict[str, Any] = {
        "description": rules.title,
        "type": "object",
        "required": ["id", "type", *(key for key in rules.requires if "|" not in key)],
        "properties": {
            **_COMMON,
            "type": {"const": name},
            **{key: _kind(kinds[key]) for key in (*keys, *rules.optional)},
        },
        "additionalProperties": False,
    }
    either = [part.split("|") for part in rules.requires if "|" in part]
    if either:
        schema["allOf"] = [{"anyOf": [{"required": [key]} for key in part]} for part in either]
    return schema


def _kind(kind: str) -> dict[str, Any]:
    """Return the schema of a kind of value (`keys` of provision_types.toml)."""
    text: dict[str, Any] = {"type": "string", "minLength": 1}
    some = {"anyOf": [text, {"type": "array", "items": text, "minItems": 1}]}
    moment = {"type": "string", "anyOf": [{"format": "date"}, {"format": "date-time"}]}
    if kind in ("acts", "counts"):
        word = {"$ref": f"#/$defs/{kind}"}
        return {"anyOf": [word, {"type": "array", "items": word, "minItems": 1}]}
    fixed: dict[str, dict[str, Any]] = {
        "number": {"type": "number", "exclusiveMinimum": 0},
        "fraction": {"type": "number", "exclusiveMinimum": 0, "maximum": 1},
        "moment": moment,
        "open_moment": {"anyOf": [{"const": "open"}, moment]},
        "term": {
            "anyOf": [
                moment,
                {"type": "array", "items": moment, "minItems": 1},
                {"$ref": "#/$defs/TermRow"},
            ]
        },
        "sides": {"type": "object", "additionalProperties": text},
        "held": {"type": "object", "additionalProperties": text},
        "span": {"type": "string", "pattern": "^[1-9][0-9]{0,3} (hour|day|week|month|year)s?$"},
        "renewal": {"$ref": "#/$defs/RenewalRow"},
        "gate": {"$ref": "#/$defs/GateRow"},
        "ceiling": {
            "type": "object",
            "properties": {name: {"type": "number", "exclusiveMinimum": 0} for name in CEILINGS},
            "additionalProperties": False,
            "minProperties": 1,
        },
    }
    one = ("text", "party", "route", "weapon_class", "provision")
    return fixed.get(kind) or (text if kind in one else some)
