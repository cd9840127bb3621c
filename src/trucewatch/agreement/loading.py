"""Load agreement files: everything that is wrong with one is said in one go."""

from __future__ import annotations

import tomllib
from collections import Counter
from pathlib import Path
from typing import Any, Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import msgspec

from trucewatch.agreement import axes, geography, provisions
from trucewatch.agreement.library import SHIPPED, shipped_file
from trucewatch.agreement.tables import Problems, Table, listed, nearest
from trucewatch.agreement.terms import deadlines, resolve
from trucewatch.errors import AgreementError
from trucewatch.model import (
    ACTS,
    Agreement,
    AgreementText,
    Ambiguity,
    Party,
    WeaponClass,
)

SCHEMA: Final = "trucewatch.agreement/1"
_CLASSES = ("cessation_of_hostilities", "preliminary", "definitive")
ROLES = (
    "signatory",
    "signatory_guarantor",
    "non_signatory_represented",
    "excluded",
    "monitor",
    "peacekeeper",
)
_BASES = ("stated", "assumed", "contested")
AMBIGUITIES = (
    "time",
    "exemption",
    "no_duty",
    "anchor",
    "geometry",
    "membership",
    "weapon",
    "other",
)


def load(path: Path | str, *, strict: bool = False) -> Agreement:
    """Load one agreement file.

    Args:
        path: a TOML file of the schema `trucewatch.agreement/1` (docs/agreements.md). A file that
            only says `shipped = "ID"` stands for the agreement that trucewatch ships.
        strict: a line or zone without geometry is an error; otherwise an issue of the agreement.

    Raises:
        AgreementError: anything is wrong; the message lists every problem with file, key path,
            what was found or expected, and a fix.
    """
    file = Path(path)
    data = _parsed(file)
    problems = Problems()
    root = Table(problems, "", data)
    if root.has("shipped") and (source := _referred(root)):
        return load(source, strict=strict)
    agreement = None if problems.rows else _read(root, file, strict=strict)
    if problems.rows or agreement is None:
        count = len(problems.rows)
        rows = "\n".join(f"  {row}" for row in problems.rows)
        raise AgreementError(
            f"{file}: {count} problem{'s' if count > 1 else ''}\n{rows}",
            fix="Nothing of this file was loaded. docs/agreements.md describes every key.",
        )
    return agreement


def load_folder(folder: Path | str, *, strict: bool = False) -> tuple[Agreement, ...]:
    """Load all `*.toml` files of a folder, by file name, and connect amendments.

    Raises:
        AgreementError: one of the files is wrong, two share an id, or they amend each other in
            a circle; lists the problems of all files.
    """
    loaded: dict[Path, Agreement] = {}
    wrong: list[str] = []
    for path in sorted(Path(folder).glob("*.toml")):
        try:
            loaded[path] = load(path, strict=strict)
        except AgreementError as error:
            wrong.append(error.message)
    counts = Counter(row.id for row in loaded.values())
    wrong += [
        f"{path}: agreement.id: another file of the folder has the id {row.id!r} too"
        for path, row in loaded.items()
        if counts[row.id] > 1
    ]
    wrong += _circles(tuple(loaded.values()))
    if wrong:
        raise AgreementError(
            "\n".join(wrong), fix="Nothing of this folder was loaded. See docs/agreements.md."
        )
    return tuple(
        msgspec.structs.replace(
            row,
            amended_by=tuple(other.id for other in loaded.values() if row.id in other.amends),
        )
        for row in loaded.values()
    )


def _referred(root: Table) -> Path | None:
    """Return the shipped file that a reference names; keep what is wrong with the reference."""
    id_ = root.text("shipped", required=True)
    root.text("schema", required=True)
    for key in set(root.data) - {"schema", "shipped"}:
        root.wrong(
            key,
            "the file stands for a shipped agreement and says more",
            fix=f"remove it, or make the agreement yours with `trucewatch agreement copy {id_}`",
        )
    file = shipped_file(id_)
    if file is None and id_:
        known = sorted(path.stem for path in SHIPPED.glob("*.toml"))
        root.wrong(
            "shipped",
            f'no shipped agreement is called "{id_}"{nearest(id_, known)}',
            fix=f"use one of {listed(known)}",
        )
    return None if root.problems.rows else file


def _circles(agreements: tuple[Agreement, ...]) -> list[str]:
    amends = {row.id: row.amends for row in agreements}

    def reaches(start: str, goal: str, seen: set[str]) -> bool:
        steps = [row for row in amends.get(start, ()) if row not in seen]
        seen.update(steps)
        return goal in steps or any(reaches(row, goal, seen) for row in steps)

    return [
        f"{row.id}: agreement.amends: agreements amend each other in a circle; correct one of them"
        for row in agreements
        if reaches(row.id, row.id, set())
    ]


def _parsed(file: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(file.read_bytes().decode("utf-8"))
    except OSError as error:
        raise AgreementError(
            f"{file} cannot be read: {error.strerror}", fix="Check the path and its permissions."
        ) from error
    except UnicodeDecodeError as error:
        raise AgreementError(
            f"{file} is not UTF-8 (byte {error.start})", fix="Save it as UTF-8."
        ) from error
    except (tomllib.TOMLDecodeError, ValueError) as error:
        # A date that does not exist (2020-02-30) ends up here too: TOML has dates of its own.
        raise AgreementError(
            f"{file} is no valid TOML: {error}",
            fix="Correct the line; a date such as 2020-02-30 does not exist.",
        ) from error


def _read(root: Table, file: Path, *, strict: bool) -> Agreement | None:
    schema = root.text("schema", required=True)
    if schema and schema != SCHEMA:
        root.wrong("schema", f'"{schema}" cannot be read', fix=f'expected "{SCHEMA}"')
    if not root.has("agreement"):
        root.wrong("agreement", "missing, expected the table [agreement]", fix="add it")
    head = Table(root.problems, "agreement", root.data.get("agreement", {}))
    signed = head.day("signed", required=True)
    ids = _ids(root)
    places = geography.read(root, file, strict=strict)
    axes.check(root, places, timezone=str(head.data.get("timezone", "")))
    rows = provisions.read(
        root,
        provisions.Known(
            parties=ids["party"],
            zones=ids["zone"],
            lines=ids["line"],
            weapon_classes=ids["weapon_class"],
            provisions=ids["provision"],
        ),
        signed,
    )
    values: dict[str, Any] = {
        "signed": signed,
        "parties": tuple(_party(row, ids["party"]) for row in root.rows("party")),
        "places": places.places,
        "lines": places.lines,
        "zones": places.zones,
        "weapon_classes": tuple(_weapon_class(row) for row in root.rows("weapon_class")),
        "ambiguities": tuple(_ambiguity(row, ids) for row in root.rows("ambiguity")),
        "issues": tuple(places.issues),
        **_header(head),
    }
    for name in ("party", "provision"):
        if not ids[name] and not root.problems.rows:
            root.wrong(name, f"no [[{name}]] is declared", fix="declare at least one")
    root.finish()
    values["provisions"] = resolve(signed, rows, root.problems) if signed else ()
    if root.problems.rows:
        return None
    agreement = Agreement(**values)
    return msgspec.structs.replace(agreement, deadlines=deadlines(agreement))


def _ids(root: Table) -> dict[str, list[str]]:
    """Return the ids of each kind of table; keep ids that occur twice."""
    found: dict[str, list[str]] = {}
    for name in ("party", "place", "line", "zone", "weapon_class", "provision", "ambiguity"):
        rows = root.data.get(name, [])
        found[name] = [
            row["id"]
            for row in (rows if isinstance(rows, list) else [])
            if isinstance(row, dict) and isinstance(row.get("id"), str)
        ]
        for id_, count in Counter(found[name]).items():
            if count > 1:
                root.wrong(name, f'the id "{id_}" is used {count} times', fix="make ids unique")
    shared = {id_ for id_ in found["zone"] if id_ in found["line"] or id_ in found["place"]} | (
        set(found["line"]) & set(found["place"])
    )
    if shared:
        root.wrong(
            "zone", f"{listed(sorted(shared))} name several shapes", fix="use one id per shape"
        )
    return found


def _header(head: Table) -> dict[str, Any]:
    timezone = head.text("timezone", required=True)
    try:
        if timezone:
            ZoneInfo(timezone)
    except (ZoneInfoNotFoundError, ValueError):
        head.wrong(
            "timezone",
            f'"{timezone}" is no IANA time zone',
            fix="write a name such as Asia/Damascus",
        )
    external = head.value("external_ids", (dict,), "a table", required=False) or {}
    title = head.text("title", required=True)
    values = {
        "id": head.text("id", required=True),
        "title": title,
        "short_title": head.text("short_title", default=title),
        "place_signed": head.text("place_signed"),
        "class_": head.choice("class", _CLASSES, "preliminary", required=True),
        "written": head.flag("written", default=True),
        "timezone": timezone,
        "external_ids": {str(key): str(value) for key, value in external.items()},
        "amends": head.texts("amends"),
        "recalls": head.texts("recalls"),
        "authentic_languages": head.texts("authentic_languages"),
        "texts": tuple(_text(row) for row in head.rows("text")),
    }
    head.finish()
    return values


def _text(row: Table) -> AgreementText:
    text = AgreementText(
        url=row.text("url", required=True), publisher=row.text("publisher"), lang=row.text("lang")
    )
    row.finish()
    return text


def _party(row: Table, parties: list[str]) -> Party:
    basis = (
        row.choice("representation_basis", _BASES, "assumed")
        if row.has("representation_basis")
        else None
    )
    values: dict[str, Any] = {
        "id": row.text("id", required=True),
        "name": row.text("name", required=True),
        "role": row.choice("role", ROLES, "signatory", required=True),
        "represented_by": row.id("represented_by", parties, "party"),
        "representation_basis": basis,
        "members_contested": row.flag("members_contested"),
        "note": row.text("note"),
    }
    if values["represented_by"] and basis is None:
        row.wrong(
            "representation_basis",
            "missing where represented_by is set",
            fix=f"say whether the text states it: one of {listed(_BASES)}",
        )
    row.finish()
    return Party(**values)


def _weapon_class(row: Table) -> WeaponClass:
    low, high = row.number("calibre_mm_min"), row.number("calibre_mm_max")
    if low and high and low > high:
        row.wrong("calibre_mm_max", f"{high:g} lies below the minimum", fix="swap the two")
    weapon = WeaponClass(
        id=row.text("id", required=True),
        name=row.text("name", required=True),
        match_kinds=row.texts("match_kinds"),
        match_names=row.texts("match_names"),
        calibre_mm_min=low,
        calibre_mm_max=high,
    )
    if not (weapon.match_kinds or weapon.match_names or low or high):
        row.wrong("match_kinds", "nothing would match the class", fix="name kinds or names")
    row.finish()
    return weapon


def _ambiguity(row: Table, ids: dict[str, list[str]]) -> Ambiguity:
    kind = row.choice("kind", AMBIGUITIES, "other")
    window = row.number("window_minutes")
    if kind == "time" and window is None:
        row.wrong("window_minutes", "missing for an ambiguity of time", fix="e.g. 60")
    values: dict[str, Any] = {
        "id": row.text("id", required=True),
        "note": row.text("note", required=True),
        "effect": row.text("effect", required=True),
        "kind": kind,
        "provisions": row.ids("provision", ids["provision"], "provision"),
        "window_minutes": int(window or 0),
        "actors": row.ids("actors", ids["party"], "party"),
        "acts": row.ids("acts", ACTS, "act"),
        "zone": row.id("zone", ids["zone"], "zone"),
    }
    row.finish()
    return Ambiguity(**values)
