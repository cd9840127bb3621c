"""Lines, zones and places of a watch's own, from GeoJSON or GPX, checked before they are used.

A file is taken whole or not at all: every fault is named (feature, what is wrong, what to do), and
the first bad feature spoils the file. What was taken is kept as GeoJSON in `geo/places/` of the
watch folder and read from there by `atlas_for`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

import shapely
from msgspec import Struct, ValidationError, convert, to_builtins
from shapely.geometry.base import BaseGeometry

from trucewatch import geo
from trucewatch.errors import WatchError
from trucewatch.model import GeoJSON

FOLDER = "geo/places"
SCHEMA = "trucewatch.shapes/1"
LARGEST = 50_000_000
"""Bytes of a file: a drawn line or zone is far smaller."""
BESIDE_DEG = 3.0
"""How far outside the theatre a shape may lie: lines run on beyond what is watched."""
_WGS84 = re.compile(r"(?:CRS84|EPSG:{1,2}4326|WGS\s?84|EPSG/0/4326)\Z", re.IGNORECASE)
_KINDS = {
    "line": ("LineString", "MultiLineString"),
    "road": ("LineString", "MultiLineString"),
    "zone": ("Polygon", "MultiPolygon"),
    "area": ("Polygon", "MultiPolygon"),
}
"""What each kind has to be drawn as; every other kind (post, checkpoint, ...) is a point."""

Box = tuple[float, float, float, float]


class Shape(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A named line, zone or place: `kind` is line, road, zone, area, or a kind of site."""

    id: str
    names: tuple[str, ...]
    kind: str
    note: str
    geometry: GeoJSON


class ShapeFile(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A file of `geo/places/`: its shapes, and which file they came from (its sha256)."""

    schema: str
    source: str
    sha256: str
    shapes: tuple[Shape, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """What is said of shapes whose file does not say it itself."""

    kind: str = ""
    names: tuple[str, ...] = ()
    note: str = ""


def read_shapes(path: Path, given: Given, theatre: Box | None) -> ShapeFile:
    """Read and check a GeoJSON or GPX file.

    Raises:
        WatchError: something in it is wrong; the message lists every fault, and nothing of the
            file is used.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise WatchError(
            f"{path} cannot be read ({error.strerror})", fix="Check the spelling of the path."
        ) from error
    if len(data) > LARGEST:
        raise WatchError(f"{path} is larger than {LARGEST:,} bytes", fix="Thin the lines out.")
    features = _gpx(path, data, given) if path.suffix.lower() == ".gpx" else _geojson(path, data)
    faults: list[str] = []
    shapes: list[Shape] = []
    for number, feature in enumerate(features, 1):
        try:
            shapes.append(_shape(feature, number, given, theatre, path.stem))
        except ValueError as error:
            faults.append(f"feature {number}: {error}")
    faults += _twice([shape.id for shape in shapes])
    if not shapes and not faults:
        faults = ["it holds no features"]
    if faults:
        raise WatchError(
            f"{path}: " + "; ".join(faults), fix="Mend the file; nothing of it was taken."
        )
    return ShapeFile(
        schema=SCHEMA, source=path.name, sha256=sha256(data).hexdigest(), shapes=tuple(shapes)
    )


def _twice(ids: Sequence[str]) -> list[str]:
    return [f"id {ident!r} stands twice" for ident in sorted({i for i in ids if ids.count(i) > 1})]


def _geojson(path: Path, data: bytes) -> list[dict[str, Any]]:
    try:
        top = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise WatchError(f"{path} is not JSON: {error}", fix="Export it as GeoJSON.") from error
    if not isinstance(top, dict):
        raise WatchError(f"{path} is no GeoJSON object", fix="Export it as GeoJSON.")
    crs = str(((top.get("crs") or {}).get("properties") or {}).get("name", "CRS84"))
    if not _WGS84.search(crs):
        raise WatchError(
            f"{path} is in the coordinate system {crs}",
            fix="Export it in WGS 84 (EPSG:4326), longitude first.",
        )
    if top.get("type") == "FeatureCollection":
        found = top.get("features")
    elif top.get("type") == "Feature":
        found = [top]
    else:
        found = [{"type": "Feature", "geometry": top, "properties": {}}]
    if not isinstance(found, list) or not all(isinstance(one, dict) for one in found):
        raise WatchError(f"{path}: `features` is no list of features", fix="Export it again.")
    return found


def _gpx(path: Path, data: bytes, given: Given) -> list[dict[str, Any]]:
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise WatchError(f"{path} is no GPX: {error}", fix="Export it as GPX 1.1.") from error
    found = []
    for element in root.iter("{*}trk", "{*}rte", "{*}wpt"):
        tag = etree.QName(element).localname
        parts = [
            [_gpx_point(path, point) for point in part.iter("{*}trkpt", "{*}rtept")]
            for part in (element.iterfind("{*}trkseg") if tag == "trk" else [element])
        ]
        if tag == "wpt":
            geometry: GeoJSON = {"type": "Point", "coordinates": _gpx_point(path, element)}
        elif given.kind in ("zone", "area"):
            geometry = {"type": "Polygon", "coordinates": parts}
        elif len(parts) == 1:
            geometry = {"type": "LineString", "coordinates": parts[0]}
        else:
            geometry = {"type": "MultiLineString", "coordinates": parts}
        facts = {"name": element.findtext("{*}name"), "note": element.findtext("{*}desc")}
        found.append({"type": "Feature", "geometry": geometry, "properties": facts})
    return found


def _gpx_point(path: Path, point: Any) -> list[float]:
    try:
        return [float(point.get("lon", "")), float(point.get("lat", ""))]
    except ValueError as error:
        raise WatchError(
            f"{path}: line {point.sourceline}: a point without lat and lon", fix="Export it again."
        ) from error


def _shape(
    feature: dict[str, Any], number: int, given: Given, theatre: Box | None, stem: str
) -> Shape:
    facts = feature.get("properties") or {}
    if not isinstance(facts, dict):
        raise ValueError("`properties` is no table")  # noqa: TRY004 - collected with the others
    names = _names(facts) or given.names
    if not names:
        raise ValueError("it has no name: add a property `name`, or give --name")
    geometry = feature.get("geometry")
    kind = str(facts.get("kind") or given.kind)
    checked = _geometry(geometry, kind, theatre)
    kind = kind or {"Point": "post", "Polygon": "zone", "MultiPolygon": "zone"}.get(
        checked["type"], "line"
    )
    note = str(facts.get("note") or given.note)
    if not note:
        raise ValueError("nothing says where it comes from: add a property `note`, or give --note")
    ident = str(feature.get("id") or facts.get("id") or f"{stem}-{number}")
    return Shape(id=f"own:{ident}", names=names, kind=kind, note=note, geometry=checked)


def _names(facts: dict[str, Any]) -> tuple[str, ...]:
    listed = facts.get("names")
    texts = [facts.get("name"), *(listed if isinstance(listed, list) else [listed])]
    return tuple(dict.fromkeys(str(text).strip() for text in texts if text and str(text).strip()))


def _geometry(geometry: Any, kind: str, theatre: Box | None) -> GeoJSON:
    """Return a geometry as it is used, or say what is wrong with it.

    Raises:
        ValueError: it is of another type than its kind, empty, crosses itself, or lies elsewhere
            than the watch (axes swapped, metres instead of degrees, another area).
    """
    if not isinstance(geometry, dict) or "type" not in geometry:
        raise ValueError("it has no geometry")
    wanted = _KINDS.get(kind, ("Point",) if kind else ())
    if wanted and geometry["type"] not in wanted:
        raise ValueError(f"a {kind} is drawn as {wanted[0]}, this is a {geometry['type']}")
    try:
        raw = shapely.force_2d(shapely.from_geojson(json.dumps(geometry)))
    except (shapely.errors.ShapelyError, TypeError, ValueError) as error:
        raise ValueError(f"its geometry cannot be read ({error})") from error
    _on_globe(raw)
    if not raw.is_valid:
        raise ValueError(f"it crosses itself or is open: {shapely.is_valid_reason(raw)}")
    if raw.length == 0 and raw.geom_type != "Point":
        raise ValueError("it has no extent: all its points are the same")
    if theatre is not None:
        _in_theatre(raw.bounds, theatre)
    return geo.dump(raw)


def _on_globe(raw: BaseGeometry) -> None:
    if raw.is_empty:
        raise ValueError("its geometry is empty")
    west, south, east, north = raw.bounds
    if not (-180 <= west <= east <= 180 and -90 <= south <= north <= 90):
        metres = max(abs(one) for one in (west, south, east, north)) > 1000
        swapped = max(abs(west), abs(east)) <= 90 and max(abs(south), abs(north)) <= 180
        what = (
            "they look like metres: export in WGS 84 degrees"
            if metres
            else "latitude and longitude are swapped"
            if swapped
            else "give degrees, longitude first"
        )
        raise ValueError(f"coordinates {west:g}..{east:g}, {south:g}..{north:g}: {what}")


def _in_theatre(bounds: Sequence[float], theatre: Box) -> None:
    west, south, east, north = bounds
    if _meets((west, south, east, north), theatre):
        return
    if _meets((south, west, north, east), theatre):
        raise ValueError("latitude and longitude are swapped: GeoJSON has longitude first")
    raise ValueError(
        f"it lies at {south:g}..{north:g} N, {west:g}..{east:g} E, outside the watch's theatre: "
        "check the file, or widen `theatre` in watch.toml"
    )


def _meets(box: Sequence[float], theatre: Box) -> bool:
    west, south, east, north = theatre
    return (
        box[0] <= east + BESIDE_DEG
        and box[2] >= west - BESIDE_DEG
        and box[1] <= north + BESIDE_DEG
        and box[3] >= south - BESIDE_DEG
    )


def keep(shapes: ShapeFile, watch: Path, name: str, *, replace: bool = False) -> Path:
    """Write the shapes into a watch folder, whole or not at all; return the file.

    Raises:
        WatchError: a file of this name is there already, or an id is another file's.
    """
    out = watch / FOLDER / f"{name}.geojson"
    if out.exists() and not replace:
        raise WatchError(f"{out} is there already", fix="Give --replace to put the new one there.")
    others = [shape for path, file in kept(watch) if path != out for shape in file.shapes]
    if again := {shape.id for shape in others} & {shape.id for shape in shapes.shapes}:
        raise WatchError(
            f"{min(again)!r} is the id of a shape in another file of {watch / FOLDER}",
            fix="Give the feature another id.",
        )
    out.parent.mkdir(parents=True, exist_ok=True)
    features = [
        {
            "type": "Feature",
            "id": shape.id,
            "geometry": shape.geometry,
            "properties": {"names": shape.names, "kind": shape.kind, "note": shape.note},
        }
        for shape in shapes.shapes
    ]
    whole = {
        "type": "FeatureCollection",
        "trucewatch": SCHEMA,
        "source": shapes.source,
        "sha256": shapes.sha256,
        "features": features,
    }
    part = out.with_suffix(".part")
    text = json.dumps(to_builtins(whole), ensure_ascii=False, indent=1)
    part.write_text(text + "\n", encoding="utf-8")
    part.replace(out)
    return out


def kept(watch: Path) -> Iterator[tuple[Path, ShapeFile]]:
    """Give the files of shapes that a watch folder holds, by name.

    Raises:
        WatchError: one of them is damaged.
    """
    for path in sorted((watch / FOLDER).glob("*.geojson")):
        try:
            whole = json.loads(path.read_text(encoding="utf-8"))
            shapes = tuple(
                convert(
                    {
                        "id": feature["id"],
                        "geometry": feature["geometry"],
                        **feature["properties"],
                    },
                    Shape,
                )
                for feature in whole["features"]
            )
            for shape in shapes:
                geo.parse(shape.geometry)
        except (ValueError, LookupError, TypeError, ValidationError) as error:
            raise WatchError(
                f"{path}: {error}",
                fix="Import the shapes again with `trucewatch gazetteer import`.",
            ) from error
        yield (
            path,
            ShapeFile(
                schema=SCHEMA,
                source=str(whole.get("source", "")),
                sha256=str(whole.get("sha256", "")),
                shapes=shapes,
            ),
        )
