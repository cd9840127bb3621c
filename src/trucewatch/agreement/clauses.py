"""Clauses with parts of their own: spans of time, renewals, gates, ceilings; and their sense."""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import Any, Final

from trucewatch.agreement.tables import Table

_SPAN: Final = re.compile(r"([1-9]\d{0,3}) (hour|day|week|month|year)s?")
CEILINGS: Final = ("personnel", "vehicles", "armoured_carriers", "vehicles_and_equipment")
"""What a ceiling may limit; `personnel` is held against persons, the rest against vehicles."""


def span(row: Table, key: str) -> str:
    """Read a length of time such as "5 years"; an empty text where it is none."""
    text = row.text(key, required=True)
    if text and not _SPAN.fullmatch(text):
        row.wrong(key, f'"{text}" is no length of time', fix='write e.g. "7 days" or "5 years"')
        return ""
    return text


def renewal(row: Table, key: str, parties: Collection[str]) -> dict[str, Any]:
    """Read `{ automatic, term, notice, notice_by }`: how a duration is renewed or ended."""
    table = Table(row.problems, row.key(key), row.data[key])
    found: dict[str, Any] = {"automatic": table.flag("automatic")}
    for name in ("term", "notice"):
        if table.has(name):
            found[name] = span(table, name)
    if table.has("notice_by"):
        found["notice_by"] = list(table.ids("notice_by", parties, "party"))
    table.finish()
    return found


def gate(row: Table, key: str, parties: Collection[str]) -> dict[str, Any]:
    """Read `{ no_verified_violation_days, verified_by, where }`: what has to hold before a duty.

    The duty binds once so many days in a row pass without a violation in each zone (or in all of
    them together), as `verified_by` sees it.
    """
    table = Table(row.problems, row.key(key), row.data[key])
    days = table.number("no_verified_violation_days", required=True)
    if days is not None and days != int(days):
        table.wrong("no_verified_violation_days", f"{days:g} is no whole number", fix="round it")
    found: dict[str, Any] = {
        "no_verified_violation_days": int(days or 1),
        "where": table.choice("where", ("each area", "all areas"), "each area"),
        "verified_by": table.id("verified_by", parties, "party"),
    }
    table.finish()
    return found


def ceiling(row: Table, key: str) -> dict[str, float]:
    """Read how many of what a force may have."""
    table = Table(row.problems, row.key(key), row.data[key])
    found = {
        name: value
        for name in CEILINGS
        if table.has(name) and (value := table.number(name)) is not None
    }
    table.finish()
    if not table.data:
        row.wrong(key, "the table is empty", fix="write e.g. { personnel = 1960 }")
    return found


def check(row: Table, values: dict[str, Any], terms: dict[str, Any]) -> None:
    """Keep clauses that cannot be meant: a half width that is the whole, a transfer to oneself."""
    distance, zone = values.get("distance_from_line_km"), terms.get("security_zone_km")
    if distance is not None and zone is not None and abs(distance * 2 - zone) > 0.01:
        whole = "the whole width" if abs(distance - zone) < 0.01 else "not half of it"
        row.wrong(
            "distance_from_line_km",
            f"{distance:g} km is {whole} of security_zone_km = {zone:g}, which lies between both "
            "sides",
            fix=f"write {zone / 2:g}: each side keeps half of the zone; where the text gives "
            "another distance per side, leave security_zone_km out",
        )
    if terms.get("from_party") and terms.get("from_party") == terms.get("to_party"):
        row.wrong("to_party", "the same party as from_party", fix="name who receives it")
    bound, lines = values.get("obligated", ()), values.get("reference_line", {})
    missing = [party for party in bound if lines and party not in lines]
    if missing:
        row.wrong(
            "reference_line",
            f"no line for {', '.join(missing)}",
            fix="give each obligated party its line",
        )
