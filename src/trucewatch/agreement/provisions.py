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

from trucewatch.agreement.tables import Table, as_day, is_after, listed
from trucewatch.model import ACTS, Amendment, Provision, Term

_MODEL_FIELDS = {"zone": "zones", "line": "lines", "from": "from_"}
"""Keys of the file whose field in the model has another name."""


class ProvisionTypes(msgspec.Struct, frozen=True):
    """The data file: how each key is read, and what each type requires."""

    keys: dict[str, str]
    types: dict[str, _Type]
    renamed: dict[str, str]


class _Type(msgspec.Struct, frozen=True):
    title: str
    requires: list[str]
    optional: list[str]


@lru_cache(maxsize=1)
def provision_types() -> ProvisionTypes:
    """Return the provision types that an agreement file may use."""
    text = files("trucewatch.agreement").joinpath("provision_types.toml").read_bytes()
    return msgspec.convert(tomllib.loads(text.decode("utf-8")), ProvisionTypes)


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
    amendments = _amendments(row, table.keys, signed)
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
    row.finish(table.renamed)
    return Provision(**common, **values, terms=terms, amended=amendments)


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
        case "table":
            return msgspec.to_builtins(row.value(key, (dict,), "a table", required=True) or {})
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
            return _sides(row, key, known)
    raise AssertionError(f"provision_types.toml: no kind of value is called {kind!r}")


def _fraction(row: Table, key: str) -> float | None:
    value = row.number(key)
    if value is not None and value > 1:
        row.wrong(key, f"{value:g} is more than the whole", fix="write a share, e.g. 0.95")
        return None
    return value


def _sides(row: Table, key: str, known: Known) -> dict[str, str]:
    table = Table(row.problems, row.key(key), row.data[key])
    return {
        party: line
        for party in table.data
        if row.known(key, party, known.parties, "party")
        and (line := table.id(party, known.lines, "line"))
    }


def _term(row: Table, key: str) -> Term | None:
    """Read a date, or `{ anchor = "signed", within_days = 7 }` with one or several anchors."""
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


def _amendments(row: Table, keys: dict[str, str], signed: str | None) -> tuple[Amendment, ...]:
    """Read `amended` and put the new values in force, oldest first, keeping the old ones."""
    found: list[Amendment] = []
    if not row.has("amended"):
        return ()
    changes = row.rows("amended")
    for change in sorted(changes, key=lambda part: str(part.data.get("on", ""))):
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
        if name not in keys or name not in row.data:
            fix = f"name a key of this provision: {listed(key for key in row.data if key in keys)}"
            change.wrong("field", f'"{name}" is no key that could be amended', fix=fix)
            continue
        old = row.data[name]
        found.append(
            Amendment(on=on or "", field=name, old=_plain(old), new=_plain(new), note=note)
        )
        row.data = {**row.data, name: new}
    return tuple(found)


def _plain(value: object) -> str:
    return value.isoformat() if isinstance(value, dt.date) else str(value)


def _check_order(row: Table, values: dict[str, Any], signed: str | None) -> None:
    """Keep dates that cannot be: an end before its start, a start before the signature."""
    start, end = values.get("from_"), values.get("until")
    if start and end and not is_after(end, start):
        row.wrong("until", f"{end} is not after from ({start})", fix="correct one of them")
    due = values.get("due")
    if start and due and due.on and as_day(due.on) < as_day(start):
        row.wrong("due", f"{due.on} lies before from ({start})", fix="correct one of them")
    for key, moment in (("from", start), ("starts", values.get("starts"))):
        if signed and moment and as_day(moment) < as_day(signed):
            row.wrong(key, f"{moment} lies before the signature ({signed})", fix="correct it")
