"""Places, lines and zones of an agreement, each with its geometry and what that is worth."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from trucewatch import geo
from trucewatch.agreement import shapes
from trucewatch.agreement.tables import Table
from trucewatch.model import GeoJSON, GeometryNote, Issue, Line, NamedPlace, Zone

_Derive = Literal["buffer", "band"]


@dataclass(slots=True)
class Geography:
    """What an agreement names on the ground; `issues` lists what has no geometry."""

    places: tuple[NamedPlace, ...] = ()
    lines: tuple[Line, ...] = ()
    zones: tuple[Zone, ...] = ()
    issues: list[Issue] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Source:
    """Where geometry files are looked for, and whether a missing one is an error."""

    file: Path
    strict: bool


def read(root: Table, file: Path, *, strict: bool) -> Geography:
    """Read `[[place]]`, `[[line]]` and `[[zone]]`; problems go to the table's list."""
    source = _Source(file, strict)
    found = Geography()
    found.places = tuple(_place(row) for row in root.rows("place"))
    place_ids = {row.id for row in found.places}
    found.lines = tuple(_line(row, place_ids, source, found) for row in root.rows("line"))
    _read_zones(root.rows("zone"), source, found)
    return found


def _names(row: Table, name: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys((name, *row.texts("names"))))


def _place(row: Table) -> NamedPlace:
    names = row.texts("names", required=True)
    geometry: GeoJSON | None = None
    at = row.value("point", (list,), "[longitude, latitude]", required=False)
    if at is not None:
        geometry = {"type": "Point", "coordinates": at}
        try:
            geo.parse(geometry)
        except ValueError as error:
            row.wrong("point", str(error), fix="write [longitude, latitude] in degrees")
            geometry = None
    place = NamedPlace(
        id=row.text("id", required=True),
        names=names,
        described_as=row.text("described_as"),
        geometry=geometry,
    )
    row.finish()
    return place


def _line(row: Table, places: Collection[str], source: _Source, found: Geography) -> Line:
    id_, name = row.text("id", required=True), row.text("name", required=True)
    geometry, note = _from_file(row, "line", id_, source, found)
    line = Line(
        id=id_,
        name=name,
        names=_names(row, name),
        from_place=row.id("from", places, "place"),
        to_place=row.id("to", places, "place"),
        geometry=geometry,
        geometry_note=_note(row, note),
    )
    row.finish()
    return line


def _note(row: Table, note: GeometryNote, quality: str = "") -> GeometryNote:
    """Return the file's note with what the agreement file says put over it."""
    return GeometryNote(
        authority=row.text("authority", default=note.authority),
        quality=row.text("quality", default=quality or note.quality),
        as_of=row.day("as_of") or note.as_of,
        method=row.text("method", default=note.method),
        licence=row.text("licence", default=note.licence),
    )


def _from_file(
    row: Table, kind: Literal["line", "zone"], id_: str, source: _Source, found: Geography
) -> tuple[GeoJSON | None, GeometryNote]:
    name = row.text("geometry")
    try:
        path = shapes.find(name, source.file) if name else None
        if path is not None:
            shape = shapes.read(path, kind)
            return shape.geometry, shape.note
    except shapes.ShapeError as error:
        row.wrong("geometry", str(error), fix=error.fix)
        return None, GeometryNote()
    what = f'the file "{name}" does not exist' if name else f"the {kind} has no geometry"
    _missing(row, "geometry", id_, what, source, found)
    return None, GeometryNote()


def _missing(row: Table, key: str, id_: str, what: str, source: _Source, found: Geography) -> None:
    fix = "draw it as GeoJSON and name it here, labelled with authority and quality"
    if source.strict:
        row.wrong(key, what, fix=fix)
        return
    message = f"{source.file.name}, {row.key(key)}: {what}. What needs {id_!r} is not assessable."
    found.issues.append(
        Issue(code="geometry_missing", message=f"{message} {fix[0].upper()}{fix[1:]}.")
    )


def _read_zones(rows: list[Table], source: _Source, found: Geography) -> None:
    """Read zones in the order in which they need each other; keep the file's order."""
    by_id = {row.text("id", required=True): row for row in rows}
    if len(by_id) < len(rows):
        found.zones = tuple(_Zones(rows, source, found).undone(row) for row in rows)
        return  # duplicate ids: reported by the caller, nothing to derive
    zones = _Zones(rows, source, found)
    found.zones = tuple(zones.zone(id_) for id_ in by_id)


class _Zones:
    """Computes derived zones once each, following what they are computed from."""

    def __init__(self, rows: list[Table], source: _Source, found: Geography) -> None:
        self.rows = {row.text("id"): row for row in rows}
        self.source = source
        self.found = found
        self.done: dict[str, Zone] = {}
        self.under_way: list[str] = []
        self.shapes = {line.id: line.geometry for line in found.lines}
        self.shapes |= {place.id: place.geometry for place in found.places}

    def zone(self, id_: str) -> Zone:
        """Return a zone, computing what it needs first."""
        if id_ not in self.done:
            self.under_way.append(id_)
            self.done[id_] = self._made(self.rows[id_])
            self.under_way.pop()
        return self.done[id_]

    def undone(self, row: Table) -> Zone:
        """Return the zone's names only."""
        return Zone(id=row.text("id"), name=row.text("name"))

    def _made(self, row: Table) -> Zone:
        id_, name = row.text("id"), row.text("name", required=True)
        known = self.shapes.keys() | self.rows.keys()
        derive: _Derive | None = None
        of: tuple[str, ...] = ()
        note = GeometryNote()
        if row.has("derive"):
            derive = (
                "band" if row.choice("derive", ("buffer", "band"), "buffer") == "band" else "buffer"
            )
            of = row.ids("of", known, "line, place or zone")
        subtract = row.ids("subtract", known, "zone or place")
        clip = row.id("clip", self.rows, "zone")
        disregard = row.ids("disregard", self.rows, "zone")
        if derive is None:
            geometry, note = _from_file(row, "zone", id_, self.source, self.found)
        else:
            geometry = self._derived(row, derive, of)
        if geometry is not None:
            geometry = self._cut(row, geometry, subtract, clip)
        zone = Zone(
            id=id_,
            name=name,
            names=_names(row, name),
            derive=derive,
            of=of,
            subtract=subtract,
            clip=clip,
            disregard=disregard,
            derivation_note=row.text("derivation_note"),
            geometry=geometry,
            geometry_note=_note(row, note, "derived" if derive else ""),
        )
        row.finish()
        return zone

    def _shape_of(self, row: Table, key: str, id_: str) -> GeoJSON | None:
        """Return the geometry that a zone is computed from; keep what stands in the way."""
        if id_ in self.under_way:
            circle = " -> ".join([*self.under_way[self.under_way.index(id_) :], id_])
            row.wrong(key, f"zones need each other in a circle ({circle})", fix="break it")
            return None
        geometry = self.zone(id_).geometry if id_ in self.rows else self.shapes[id_]
        if geometry is None:
            what = f'"{id_}", from which it is computed, has no geometry'
            _missing(row, key, row.text("id"), what, self.source, self.found)
        return geometry

    def _derived(self, row: Table, derive: _Derive, of: tuple[str, ...]) -> GeoJSON | None:
        wanted = 1 if derive == "buffer" else 2
        left, right = row.number("left_km", below=-1e-9), row.number("right_km", below=-1e-9)
        around = row.number("km")
        cap = row.choice("end_cap", ("flat",), "flat")
        if not of and not row.has("of"):
            row.wrong("of", "missing, expected what the zone is computed from", fix="add it")
        if len(of) != wanted:
            if len(row.texts("of")) != wanted:
                what = "one line, place or zone" if wanted == 1 else "two lines"
                row.wrong("of", f"{derive} needs {what}", fix="change the list")
            return None
        parts = [self._shape_of(row, "of", id_) for id_ in of]
        if any(part is None for part in parts):
            return None
        try:
            if derive == "band":
                return shapes.band(*[part for part in parts if part is not None])
            widths = (around, around) if around is not None else (left or 0.0, right or 0.0)
            return geo.buffer(parts[0] or {}, (widths[0] or 0) * 1e3, (widths[1] or 0) * 1e3)
        except shapes.ShapeError as error:
            row.wrong("of", str(error), fix=error.fix)
        except ValueError as error:
            row.wrong("derive", str(error), fix=f"set km, or left_km and right_km ({cap} ends)")
        return None

    def _cut(
        self, row: Table, geometry: GeoJSON, subtract: tuple[str, ...], clip: str | None
    ) -> GeoJSON | None:
        holes = [self._shape_of(row, "subtract", id_) for id_ in subtract]
        inside = self._shape_of(row, "clip", clip) if clip else None
        if None in holes or (clip and inside is None):
            return None
        try:
            return shapes.cut(geometry, [hole for hole in holes if hole is not None], inside)
        except shapes.ShapeError as error:
            row.wrong("subtract" if subtract else "clip", str(error), fix=error.fix)
            return None
