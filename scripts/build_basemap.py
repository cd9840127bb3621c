"""Cut Natural Earth's countries into 10-degree tiles for the report's offline base map.

Run at development time only::

    npm pack world-atlas@2.0.2
    tar xzf world-atlas-2.0.2.tgz package/countries-10m.json
    python scripts/build_basemap.py package/countries-10m.json

world-atlas repacks Natural Earth 4.1 (1:10m, public domain) as TopoJSON, in which neighbours share
their arcs: an arc that one country uses is a coast, one that two use is a land border. The output
is deterministic: the same input gives the same bytes.
"""

from __future__ import annotations

import argparse
import json
import zipfile
from collections import defaultdict
from pathlib import Path

from shapely.geometry import LineString, MultiLineString, MultiPolygon, Polygon, box, mapping
from shapely.validation import make_valid

TILE = 10
DECIMALS = 3  # about 100 m; the source is drawn for 1:10,000,000
TOLERANCE = 0.006  # degrees, about 600 m: half the width of a line at the source's scale
OUT = Path(__file__).parent.parent / "src/trucewatch/report/data/basemap.zip"


def decoded_arcs(topology: dict) -> list[list[tuple[float, float]]]:
    """Return the arcs in degrees, thinned one by one so that neighbours still share theirs."""
    scale_x, scale_y = topology["transform"]["scale"]
    move_x, move_y = topology["transform"]["translate"]
    arcs = []
    for deltas in topology["arcs"]:
        x = y = 0
        points = []
        for step_x, step_y in deltas:
            x, y = x + step_x, y + step_y
            points.append((x * scale_x + move_x, y * scale_y + move_y))
        thinned = LineString(points).simplify(TOLERANCE) if len(points) > 2 else None
        arcs.append(list(thinned.coords) if thinned else points)
    return arcs


def ring(indices: list[int], arcs: list) -> list[tuple[float, float]]:
    """Return one closed ring from arc numbers (a negative number runs the arc backwards)."""
    points: list[tuple[float, float]] = []
    for index in indices:
        arc = arcs[index] if index >= 0 else arcs[~index][::-1]
        points.extend(arc if not points else arc[1:])
    return points


def parts(geometry: dict) -> list[list[list[int]]]:
    """Return the polygons of a TopoJSON geometry as lists of rings of arc numbers."""
    return [geometry["arcs"]] if geometry["type"] == "Polygon" else geometry.get("arcs", [])


def rounded(value: object) -> object:
    """Round coordinates at every depth."""
    if isinstance(value, float):
        return round(value, DECIMALS)
    return [rounded(row) for row in value] if isinstance(value, (list, tuple)) else value


def flat(geometry: object, kinds: tuple[type, ...]) -> list:
    """Return the non-empty members of `kinds` inside a geometry of any type."""
    members = getattr(geometry, "geoms", [geometry])
    return [row for row in members if isinstance(row, kinds) and not row.is_empty]


def read(topology: dict) -> tuple[list[tuple[str, object]], list[tuple[str, LineString]]]:
    """Return the countries as (name, shape) and the arcs as ("coast" or "border", line)."""
    arcs = decoded_arcs(topology)
    users: defaultdict[int, set[int]] = defaultdict(set)
    countries = []
    for number, row in enumerate(topology["objects"]["countries"]["geometries"]):
        polygons = []
        for rings in parts(row):
            for index in (index for indices in rings for index in indices):
                users[index if index >= 0 else ~index].add(number)
            shell, *holes = (ring(indices, arcs) for indices in rings)
            if len(shell) > 3:  # islets that the quantising squeezed to nothing have fewer
                polygons.append(Polygon(shell, [hole for hole in holes if len(hole) > 3]))
        if polygons:
            shape = make_valid(MultiPolygon(polygons).buffer(0))
            countries.append((row["properties"]["name"], shape))
    lines = [
        ("coast" if len(users[number]) == 1 else "border", LineString(points))
        for number, points in enumerate(arcs)
        if users[number] and len(points) > 1
    ]
    return countries, lines


def cut(countries: list, lines: list, cell: Polygon) -> dict[str, list]:
    """Return what lies in one tile."""
    tile: dict[str, list] = {"land": [], "coast": [], "border": []}
    for name, shape in countries:
        if shape.intersects(cell):
            pieces = flat(shape.intersection(cell), (Polygon, MultiPolygon))
            tile["land"] += [
                [name, rounded(mapping(one)["coordinates"])]
                for piece in pieces
                for one in flat(piece, (Polygon,))
            ]
    for kind, line in lines:
        if line.intersects(cell):
            pieces = flat(line.intersection(cell), (LineString, MultiLineString))
            tile[kind] += [rounded(mapping(piece)["coordinates"]) for piece in pieces]
    return tile


def main() -> None:
    """Write the tiles."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("topology", type=Path)
    countries, lines = read(json.loads(parser.parse_args().topology.read_text("utf-8")))
    OUT.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(OUT, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for west in range(-180, 180, TILE):
            for south in range(-90, 90, TILE):
                tile = cut(countries, lines, box(west, south, west + TILE, south + TILE))
                if tile["land"]:
                    entry = zipfile.ZipInfo(f"{west}_{south}.json", (1980, 1, 1, 0, 0, 0))
                    entry.compress_type = zipfile.ZIP_DEFLATED
                    archive.writestr(entry, json.dumps(tile, separators=(",", ":")))
    print(f"{OUT}: {OUT.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
