"""Provisions of an agreement, read by the table of types in `provision_types.toml`."""

from __future__ import annotations

import datetime as dt
import tomllib
from collections.abc import Collection
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any

import msgspec

from trucewatch import plugins
from trucewatch.agreement import clauses
from trucewatch.agreement.tables import Table, as_day, is_after, listed
from trucewatch.model import ACTS, Amendment, Provision, Term
from trucewatch.model.agreements import Earlier

_MODEL_FIELDS = {"zone": "zones", "line": "lines", "from": "from_"}
"""Keys of the file whose field in the model has another name."""


class ProvisionTypes(msgspec.Struct, frozen=True):
    """The data file: how each key is read, and what each type requires."""

    keys: dict[str, str]
    types: dict[str, TypeRules]
    vocabulary: dict[str, list[str]]
    renamed: dict[str, str]


class TypeRules(msgspec.Struct, frozen=True):
    """One type: its name in words, the keys it needs ("a|b": one of them), and those it may have.

    A plug-in of `trucewatch.provisions` brings one as its attribute `rules`, as a table of these
    three keys; it may use every key of the data file.
    """

    title: str
    requires: list[str]
    optional: list[str]


@lru_cache(maxsize=1)
def provision_types() -> ProvisionTypes:
    """Return the provision types that an agreement file may use, those of plug-ins included."""
    text = files("trucewatch.agreement").joinpath("provision_types.toml").read_bytes()
    table = msgspec.convert(tomllib.loads(text.decode("utf-8")), ProvisionTypes)
    brought = {
        name: msgspec.convert(kind.rules, TypeRules)
        for name, kind in plugins.found("trucewatch.provisions").items()
        if hasattr(kind, "rules")
    }
    return msgspec.structs.replace(table, types={**brought, **table.types})


@dataclass(frozen=True, slots=True)
class Known:
    """The ids that provisions may name."""

    parties: Collection[str]
    zones: Collection[str]
    lines: Collection[str]
    weapon_classes: Collection[str]
    provisions: Collection[str]


def read(root: Table, known: Known, signed: str | None) -> tuple[Provision, ...]:
    """Read all `[[provision]]` tables; problems go to the table's list."""
    return tuple(_provision(row, known, signed) for row in root.rows("provision"))


def _provision(row: Table, known: Known, signed: str | None) -> Provision:
    """Read a provision as it stands now, and every wording that it had before an amendment."""
    changes = _amendments(row, signed)
    data = {key: value for key, value in row.data.items() if key != "amended"}
    earlier: list[Earlier] = []
    for change, value in changes:
        before = _wording(Table(row.problems, row.path, data), known, signed)
        earlier.append(Earlier(before=change.on, provision=before))
        data = {**data, change.field: value}
    now = _wording(Table(row.problems, row.path, data), known, signed)
    return msgspec.structs.replace(
        now, amended=tuple(change for change, _ in changes), earlier=tuple(earlier)
    )


def _wording(row: Table, known: Known, signed: str | None) -> Provision:
    table = provision_types()
    type_ = row.text("type", required=True)
    id_ = row.text("id", required=True)
    common: dict[str, Any] = {
        "id": id_,
        "type": type_,
        "article": row.text("article"),
        "summary": row.text("summary"),
        "assess": row.choice("assess", ("auto", "manual"), "auto"),
        "obligated_basis": row.choice(
            "obligated_basis", ("stated", "assumed", "contested"), "stated"
        ),
        "obligated_note": row.text("obligated_note"),
    }
    if not type_ or not row.known("type", type_, table.types, "type of provision"):
        return Provision(**common)
    rules = table.types[type_]
    values: dict[str, Any] = {}
    terms: dict[str, Any] = {}
    wanted = [key for part in rules.requires for key in part.split("|")]
    for key in (*wanted, *rules.optional):
        if not row.has(key):
            continue
        value = _value(row, key, table.keys[key], known)
        field = _MODEL_FIELDS.get(key, key)
        if field in Provision.__struct_fields__:
            values[field] = value
        elif value is not None:
            # As JSON gives it back: an agreement read from the ledger equals the one from the file.
            terms[key] = list(value) if isinstance(value, tuple) else value
    for part in rules.requires:
        if not any(row.has(key) for key in part.split("|")):
            names = " or ".join(part.split("|"))
            row.wrong(names, f"missing, {type_} needs it", fix="add it")
    _check_order(row, values, signed)
    clauses.check(row, values, terms)
    row.finish(table.renamed)
    return Provision(**common, **values, terms=terms)


def _value(row: Table, key: str, kind: str, known: Known) -> Any:  # noqa: PLR0911, C901, PLR0912
    # One line per kind of value in provision_types.toml: a table in code form.
    match kind:
        case "text":
            return row.text(key)
        case "texts":
            return row.texts(key, required=True)
        case "number":
            return row.number(key)
        case "fraction":
            return _fraction(row, key)
        case "moment":
            return row.moment(key)
        case "open_moment":
            return None if row.data[key] == "open" else row.moment(key)
        case "span":
            return clauses.span(row, key)
        case "renewal":
            return clauses.renewal(row, key, known.parties)
        case "gate":
            return clauses.gate(row, key, known.parties)
        case "ceiling":
            return clauses.ceiling(row, key)
        case "counts":
            return row.ids(key, provision_types().vocabulary["counts"], "kind of incident")
        case "held":
            return _sides(row, key, known.parties, known.zones, "zone")
        case "term":
            return _term(row, key)
        case "acts":
            return row.ids(key, ACTS, "act")
        case "party":
            return row.id(key, known.parties, "party")
        case "parties":
            return row.ids(key, known.parties, "party")
        case "zones":
            return row.ids(key, known.zones, "zone")
        case "lines":
            return row.ids(key, known.lines, "line")
        case "route":
            return row.id(key, {*known.lines, *known.zones}, "line or zone")
        case "weapon_class":
            return row.id(key, known.weapon_classes, "weapon class")
        case "provision":
            return row.id(key, known.provisions, "provision")
        case "sides":
            return _sides(row, key, known.parties, known.lines, "line")
    raise AssertionError(f"provision_types.toml: no kind of value is called {kind!r}")


def _fraction(row: Table, key: str) -> float | None:
    value = row.number(key)
    if value is not None and value > 1:
        row.wrong(key, f"{value:g} is more than the whole", fix="write a share, e.g. 0.95")
        return None
    return value


def _sides(
    row: Table, key: str, parties: Collection[str], shapes: Collection[str], what: str
) -> dict[str, str]:
    table = Table(row.problems, row.key(key), row.data[key])
    return {
        party: shape
        for party in table.data
        if row.known(key, party, parties, "party") and (shape := table.id(party, shapes, what))
    }


def _term(row: Table, key: str) -> Term | None:
    """Read a date, several, or `{ anchor = "signed", within_days = 7 }` with its anchors.

    Several dates, or several anchors, are several readings of the text.
    """
    if isinstance(row.data[key], list):
        dates = row.moments(key)
        return Term(dates=dates) if dates else None
    if not isinstance(row.data[key], dict):
        on = row.moment(key)
        return Term(on=on) if on else None
    table = Table(row.problems, row.key(key), row.data[key])
    anchors = table.texts("anchor", required=True)
    days, hours = table.number("within_days"), table.number("within_hours")
    if (days is None) == (hours is None):
        table.wrong("within_days", "expected within_days or within_hours", fix="write one of them")
    table.finish()
    return Term(
        anchors=anchors,
        within_days=int(days) if days is not None else None,
        within_hours=int(hours) if hours is not None else None,
    )


def _amendments(row: Table, signed: str | None) -> list[tuple[Amendment, Any]]:
    """Read `amended`: each change with the new value as the file has it, oldest first."""
    keys = provision_types().keys
    found: list[tuple[Amendment, Any]] = []
    if not row.has("amended"):
        return found
    data = dict(row.data)
    for change in sorted(row.rows("amended"), key=lambda part: str(part.data.get("on", ""))):
        on, note = change.day("on", required=True), change.text("note")
        name = change.text("field", required=True)
        new = change.data.get("value")
        if not change.has("value"):
            change.wrong("value", "missing, expected the new value", fix="add it")
        change.finish()
        if on and signed and is_after(signed, on):
            change.wrong("on", f"{on} lies before the signature ({signed})", fix="correct it")
        if not name or new is None:
            continue
        if name not in keys or name not in data:
            fix = f"name a key of this provision: {listed(key for key in data if key in keys)}"
            change.wrong("field", f'"{name}" is no key that could be amended', fix=fix)
            continue
        old = _plain(data[name])
        found.append((Amendment(on=on or "", field=name, old=old, new=_plain(new), note=note), new))
        data[name] = new
    return found


def _plain(value: object) -> str:
    if isinstance(value, list):
        return " or ".join(_plain(one) for one in value)
    return value.isoformat() if isinstance(value, dt.date) else str(value)


def _check_order(row: Table, values: dict[str, Any], signed: str | None) -> None:
    """Keep dates that cannot be: an end before its start, a start before the signature."""
    start, end = values.get("from_"), values.get("until")
    if start and end and not is_after(end, start):
        row.wrong("until", f"{end} is not after from ({start})", fix="correct one of them")
    due = values.get("due")
    fixed = (due.on, *due.dates) if due else ()
    for date in fixed:
        if start and date and as_day(date) < as_day(start):
            row.wrong("due", f"{date} lies before from ({start})", fix="correct one of them")
    for key, moment in (("from", start), ("starts", values.get("starts"))):
        if signed and moment and as_day(moment) < as_day(signed):
            row.wrong(key, f"{moment} lies before the signature ({signed})", fix="correct it")
