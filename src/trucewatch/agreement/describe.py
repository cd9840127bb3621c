"""An agreement as text that a person can read through: what `trucewatch agreement show` prints."""

from __future__ import annotations

import datetime as dt
import textwrap
from collections.abc import Iterable, Iterator, Mapping

from trucewatch import geo
from trucewatch.agreement.provisions import provision_types
from trucewatch.model import Agreement, Line, Party, Provision, WeaponClass, Zone

_WIDTH = 96
_TERMS = {
    "applies_to": "is about",
    "body": "body",
    "ceiling": "at most",
    "controlled_by": "controlled by",
    "counts": "counts",
    "direction": "direction",
    "extension": "extension",
    "force": "force",
    "from_party": "handed over by",
    "gate": "only once",
    "guarantees": "guarantees",
    "held": "held by",
    "monitor": "monitor",
    "objects": "objects",
    "renewal": "renewal",
    "security_guaranteed_by": "security guaranteed by",
    "security_zone_km": "zone between both sides, km",
    "site_types": "sites",
    "term": "term",
    "to_party": "handed over to",
}
"""What the parameters of rarer types are called here; a plug-in's own are printed by their key."""


def described(agreement: Agreement) -> str:
    """Return the whole agreement in plain text, every assumption and open question included."""
    parts = [
        *_head(agreement),
        *_section("Parties", (_party(row) for row in agreement.parties)),
        *_section("Ground", (*map(_line, agreement.lines), *map(_zone, agreement.zones))),
        *_section("Weapon classes", map(_weapon, agreement.weapon_classes)),
        *_section("Provisions", (_provision(agreement, row) for row in agreement.provisions)),
        *_section("Left open by the text", _ambiguities(agreement)),
        *_section("Not usable as it stands", (row.message for row in agreement.issues)),
    ]
    return "\n".join(parts) + "\n"


def _head(agreement: Agreement) -> Iterator[str]:
    yield f"{agreement.short_title}  [{agreement.id}]"
    yield from textwrap.wrap(agreement.title, _WIDTH)
    place = f" in {agreement.place_signed}" if agreement.place_signed else ""
    yield (
        f"signed {_date(agreement.signed)}{place}; {agreement.class_.replace('_', ' ')}; "
        f"days as in {agreement.timezone}"
    )
    for word, ids in (
        ("amends", agreement.amends),
        ("amended by", agreement.amended_by),
        ("recalls", agreement.recalls),
    ):
        if ids:
            yield f"{word} {', '.join(ids)}"
    for text in agreement.texts:
        yield f"text: {text.url} ({text.publisher or 'publisher not named'})"


def _section(title: str, rows: Iterable[str]) -> Iterator[str]:
    found = list(rows)
    if found:
        yield f"\n{title.upper()}"
        yield from found


def _entry(id_: str, first: str, *rest: str) -> str:
    """Return an entry: its id in a column of its own, long lines wrapped."""
    lines = []
    for number, text in enumerate((first, *[row for row in rest if row])):
        lead = f"  {id_:<14} " if number == 0 else " " * 17
        lines += textwrap.wrap(text, _WIDTH, initial_indent=lead, subsequent_indent=" " * 19)
    return "\n".join(lines)


def _party(row: Party) -> str:
    parts = [f"{row.name}: {row.role.replace('_', ' ')}"]
    if row.represented_by:
        parts.append(f"represented by {row.represented_by} ({row.representation_basis})")
    if row.members_contested:
        parts.append("who belongs to it is disputed")
    return _entry(row.id, "; ".join(parts), row.note)


def _worth(row: Line | Zone) -> str:
    note = row.geometry_note
    parts = [note.quality.replace("_", " ") or "quality not stated"]
    parts.append(f"authority: {note.authority or 'not stated'}")
    if note.as_of:
        parts.append(f"as of {_date(note.as_of)}")
    return "; ".join(parts)


def _line(row: Line) -> str:
    size = f"{geo.length_km(row.geometry):.0f} km" if row.geometry else "no geometry"
    return _entry(row.id, f"line, {size}: {row.name}", _worth(row), row.geometry_note.method)


def _zone(row: Zone) -> str:
    size = f"{geo.area_km2(row.geometry):,.0f} km2" if row.geometry else "no geometry"
    made = f"computed: {row.derive} of {', '.join(row.of)}" if row.derive else ""
    for word, ids in (("without", row.subtract), ("within", [row.clip] if row.clip else [])):
        if ids:
            made += f"{'; ' if made else ''}{word} {', '.join(ids)}"
    method = row.derivation_note or row.geometry_note.method
    return _entry(row.id, f"zone, {size}: {row.name}", made, _worth(row), method)


def _weapon(row: WeaponClass) -> str:
    parts = []
    if row.match_names:
        parts.append(f"by name: {', '.join(row.match_names)}")
    if row.match_kinds:
        parts.append(f"by kind: {', '.join(row.match_kinds)}")
    if row.calibre_mm_min is not None:
        parts.append(f"from {row.calibre_mm_min:g} mm")
    if row.calibre_mm_max is not None:
        parts.append(f"up to {row.calibre_mm_max:g} mm")
    return _entry(row.id, row.name, "; ".join(parts))


def _provision(agreement: Agreement, row: Provision) -> str:
    rules = provision_types().types.get(row.type)
    title = rules.title if rules else row.type
    article = f"article {row.article}: " if row.article else ""
    who = ", ".join(row.obligated)
    deadline = next((one for one in agreement.deadlines if one.provision == row.id), None)
    details = [
        row.summary,
        f"binds {who}" + ("" if row.obligated_basis == "stated" else f" ({row.obligated_basis})")
        if who
        else "",
        row.obligated_note,
        _when(row),
        f"on the ground of {', '.join((*row.zones, *row.lines))}" if row.zones or row.lines else "",
        f"forbids {', '.join(act.replace('_', ' ') for act in row.prohibited)}"
        if row.prohibited
        else "",
        f"keeps out {', '.join(row.actors)}" if row.actors else "",
        f"weapons of class {row.weapon_class}" if row.weapon_class else "",
        _distance(row),
        f"patrols of {', '.join(row.participants_required)} along {row.route} from "
        f"{_date(row.starts)}; frequency {row.frequency or 'not said'}"
        if row.route and row.starts
        else "",
        f"counts {', '.join(row.counts)}" if row.counts else "",
        *(f"{_TERMS.get(key, key)}: {_plain(value)}" for key, value in row.terms.items()),
        f"to be begun by {' or '.join(map(_date, row.start_by.dates))}" if row.start_by else "",
        f"due: {deadline.reason}" if deadline else "",
        *(
            f"amended on {_date(one.on)}: {one.field} was {one.old}, became {one.new}"
            + (f" ({one.note})" if one.note else "")
            for one in row.amended
        ),
        "assessed by a person, not by the program" if row.assess == "manual" else "",
        f"left open: {', '.join(one.id for one in agreement.ambiguities_of(row.id))}"
        if agreement.ambiguities_of(row.id)
        else "",
    ]
    return _entry(row.id, f"{article}{title}", *details)


def _when(row: Provision) -> str:
    parts = [f"from {_date(row.from_)}"] if row.from_ else []
    parts += [f"until {_date(row.until)}"] if row.until else []
    return " ".join(parts)


def _distance(row: Provision) -> str:
    if row.distance_from_line_km is None:
        return ""
    lines = ", ".join(f"{party} from {line}" for party, line in row.reference_line.items())
    return f"{row.distance_from_line_km:g} km or more from its line: {lines}"


def _ambiguities(agreement: Agreement) -> Iterator[str]:
    for row in agreement.ambiguities:
        where = f" ({', '.join(row.provisions)})" if row.provisions else ""
        kind = row.kind.replace("_", " ")
        yield _entry(row.id, f"{kind}{where}: {row.note}", f"effect: {row.effect}")


def _plain(value: object) -> str:
    if isinstance(value, Mapping):
        return "; ".join(f"{key.replace('_', ' ')} {_plain(one)}" for key, one in value.items())
    if isinstance(value, list | tuple):
        return ", ".join(map(_plain, value))
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f"{value:g}" if isinstance(value, float) else str(value)


def _date(iso: str | None) -> str:
    if iso is None:
        return "not stated"
    day = dt.date.fromisoformat(iso[:10])
    clock = f", {iso[11:16]} (UTC{iso[-6:]})" if len(iso) > 10 else ""
    return f"{day:%-d %B %Y}{clock}"
