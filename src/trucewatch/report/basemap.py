"""The offline base map: Natural Earth's land, coasts and borders, cut to a view.

The data is public domain (Natural Earth 4.1, 1:10m, thinned to about 600 m) in 10-degree tiles;
scripts/build_basemap.py makes them. Its borders are drawn as they stand on the ground as Natural
Earth sees it; the report says that they imply no endorsement.
"""

from __future__ import annotations

import io
import json
import math
import zipfile
from collections import defaultdict
from importlib import resources
from typing import Any

TILE = 10
Box = tuple[float, float, float, float]


def tiles(view: Box) -> list[dict[str, list[Any]]]:
    """Return the tiles that a view (west, south, east, north in degrees) touches."""
    data = resources.files("trucewatch.report").joinpath("data/basemap.zip").read_bytes()
    west, south, east, north = view
    found = []
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        names = set(archive.namelist())
        for column in range(math.floor(west / TILE), math.floor(east / TILE) + 1):
            for row in range(math.floor(south / TILE), math.floor(north / TILE) + 1):
                name = f"{column * TILE}_{row * TILE}.json"
                if name in names:
                    found.append(json.loads(archive.read(name)))
    return found


def base_map(view: Box) -> dict[str, dict[str, Any]]:
    """Return `land`, `coast`, `border` and `countries` (label points) as feature collections.

    `view` is west, south, east, north in degrees. Land outside every tile is sea.
    """
    import shapely
    from shapely.geometry import LineString, Polygon, box, mapping

    frame = box(*view)
    pieces: defaultdict[str, list[Any]] = defaultdict(list)
    lines: dict[str, list[Any]] = {"coast": [], "border": []}
    for tile in tiles(view):
        for name, rings in tile["land"]:
            pieces[name].append(Polygon(rings[0], rings[1:]))
        for kind, rows in lines.items():
            rows.extend(LineString(points) for points in tile[kind])
    land, labels = [], []
    for name, polygons in sorted(pieces.items()):
        shape = shapely.union_all(shapely.make_valid(polygons)).intersection(frame)
        if shape.is_empty:
            continue
        land.append(thinned(mapping(shape), name=name))
        labels.append(thinned(mapping(shape.representative_point()), name=name))
    cut = {
        kind: [
            thinned(mapping(piece))
            for row in rows
            if not (piece := row.intersection(frame)).is_empty
        ]
        for kind, rows in lines.items()
    }
    return {
        "land": collection(land),
        "coast": collection(cut["coast"]),
        "border": collection(cut["border"]),
        "countries": collection(labels),
    }


def feature(geometry: Any, **properties: Any) -> dict[str, Any]:
    """Return a GeoJSON feature with coordinates to five decimals (about a metre)."""
    return {"type": "Feature", "geometry": tidy(geometry), "properties": properties}


def thinned(geometry: Any, **properties: Any) -> dict[str, Any]:
    """Return a feature of the base map: three decimals (about 100 m) are all that it has."""
    return {"type": "Feature", "geometry": tidy(geometry, 3), "properties": properties}


def tidy(geometry: Any, decimals: int = 5) -> dict[str, Any]:
    """Return a geometry, or a collection of geometries, with rounded coordinates."""
    if "geometries" in geometry:
        members = [tidy(member, decimals) for member in geometry["geometries"]]
        return {**geometry, "geometries": members}
    return {**geometry, "coordinates": rounded(geometry["coordinates"], decimals)}


def collection(features: list[dict[str, Any]]) -> dict[str, Any]:
    """Return a GeoJSON feature collection."""
    return {"type": "FeatureCollection", "features": features}


def rounded(value: Any, decimals: int) -> Any:
    """Round coordinates at every depth."""
    if isinstance(value, (int, float)):
        return round(float(value), decimals)
    return [rounded(row, decimals) for row in value]
