"""Build the lines and zones of the shipped agreements from drawn vertices and public data.

    python scripts/build_agreement_geo.py --data DIR

`DIR` holds `wof_{sy,ua,az,sd}_admin.geojson.gz` (administrative areas, Who's On First) and
`m4_sketch_sy.geojson` (the M4 through settlement centroids, CC BY 4.0); none is part of this
project. The result is the same on every run. Zones that an agreement file can derive by itself
(the corridors, the demilitarized zone, the patrol belt, the areas of disengagement) are not built
here: they are computed when it is loaded.
"""

from __future__ import annotations

import argparse
import gzip
import json
import tomllib
from pathlib import Path
from typing import Any

import shapely
from shapely.geometry import mapping, shape

from trucewatch import geo

GEO = Path(__file__).parents[1] / "src/trucewatch/agreement/shipped/geo"
SIMPLIFY_DEG = 0.002  # about 200 m: the border does not need more here

ABROAD_M = 20_000.0
GEONAMES = "CC BY 4.0 (GeoNames, through Who's On First)"
MESO = "CC0 (Meso boundaries, through Who's On First)"
WOF = "CC BY 4.0 (Who's On First)"
COARSE_DEG = 0.02  # about 2 km: enough for a province or a country
DISTRICTS = {
    "nk_agdam": ("Agdam district", ("Ağdam",)),
    "nk_kalbajar": ("Kalbajar district", ("Kəlbəcər",)),
    "nk_lachin": ("Lachin district", ("Lankaran",)),  # so named in the source, by its place
}
KARABAKH = (
    *("Ağdam", "Kəlbəcər", "Füzuli", "Cəbrayıl", "Qubadli", "Zəngilan", "Xocavənd"),  # noqa: RUF001
    *("Xocalı", "Şuşa", "Stepanakert", "Tərtər"),  # noqa: RUF001
)
IN_LACHIN = shapely.Point(46.40, 39.75)  # three areas of the source are called Lankaran
OURS = "CC0 (drawn for this project)"

Geometry = dict[str, Any]


def main() -> None:
    """Read the inputs, build every geometry, write one GeoJSON file each."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder with the two inputs")
    data: Path = parser.parse_args().data
    drawn = tomllib.loads((GEO / "hand_drawn.toml").read_text(encoding="utf-8"))
    points = {name: geo.point(at[1], at[0]) for name, at in drawn["points"].items()}
    country, border = country_and_border(data / "wof_sy_admin.geojson.gz")

    write_drawn("contact_line_20200305", drawn["contact_line_20200305"])
    write_drawn("line_201809", drawn["line_201809"])
    write_m4(data / "m4_sketch_sy.geojson", points)
    write_deescalation_area([drawn["afrin_limit"], drawn["line_201809"]], border)

    north_east = geo.line_part(border, points["jarabulus-euphrates"], points["iraq-border"])
    write(
        "border_north_east",
        north_east,
        name="Syrian-Turkish border from the Euphrates to the Tigris",
        authority="international border as digitised",
        quality="derived",
        as_of="2019-10-22",
        method="north edge of the district polygons, simplified to 200 m",
        licence=MESO,
    )
    north_west = geo.line_part(border, points["coast"], points["afrin-west"])
    for name, part in (("north_west", north_west), ("north_east", north_east)):
        write(
            f"across_border_{name}",
            geo.subtract(geo.buffer(part, ABROAD_M, ABROAD_M), country) or {},
            name="Turkish side of the border",
            authority="international border as digitised",
            quality="derived",
            as_of="2020-03-05",
            method="land within 20 km of the border that is not Syria; only so that a Syrian "
            "border town is not taken for a place half abroad",
            licence=MESO,
        )
    write_peace_spring(drawn["peace_spring"], north_east, country)
    write_ukraine(drawn, data / "wof_ua_admin.geojson.gz")
    write_karabakh(drawn, data / "wof_az_admin.geojson.gz")
    write_sudan(data / "wof_sd_admin.geojson.gz")


def write_peace_spring(sides: dict[str, Any], north_east: Geometry, country: Geometry) -> None:
    """Write the area of 2019 and the strips along the border beside it."""
    between = geo.dump(shapely.box(sides["west"], 36.0, sides["east"], 38.0))
    peace = geo.intersection(strip_inside(north_east, 32.0, country), between) or {}
    write(
        "peace_spring",
        peace,
        name="Operation Peace Spring area: Tel Abyad - Ras al-Ayn, 32 km deep",
        authority="depth and ends from the text; no map annex",
        quality="derived",
        as_of="2019-10-22",
        method="land within 32 km of the border between meridians just west and east of the two "
        "towns (hand_drawn.toml)",
        licence=MESO,
    )
    for name, depth, title in (
        ("border_30km", 30.0, "30 km from the border, outside the Peace Spring area"),
        ("patrol_belt", 10.0, "10 km from the border, west and east of the Peace Spring area"),
    ):
        belt = geo.subtract(strip_inside(north_east, depth, country), peace)
        write(
            name,
            belt or {},
            name=title,
            authority="depth from the text; no map annex",
            quality="derived",
            as_of="2019-10-22",
            method=f"land within {depth:.0f} km of the border from the Euphrates to the Tigris, "
            "without the Peace Spring area",
            licence=MESO,
        )


def write_ukraine(drawn: dict[str, Any], path: Path) -> None:
    """Write the two lines of contact, the two regions, and what lies east of the line of 2014."""
    write_drawn("ua_line_20150212", drawn["ua_line_20150212"])
    write_drawn("ua_line_20140919", drawn["ua_line_20140919"])
    found = {name: areas(path, (name,)) for name in ("Donetsk", "Luhansk")}
    both = shapely.union_all([shape(row) for row in found.values()]).simplify(COARSE_DEG)
    both = shapely.make_valid(both)
    write(
        "ua_two_regions",
        geo.dump(both),
        name="Donetsk and Luhansk regions",
        authority="regions of Ukraine as digitised; the text says certain areas of them",
        quality="derived",
        as_of="2015-02-12",
        method="union of the two regions, simplified to 2 km",
        licence=WOF,
    )
    line = [tuple(row["at"]) for row in drawn["ua_line_20140919"]["vertices"]]
    # South along the line, then around the two regions by the east.
    around = [line[-1], (37.77, 46.7), (39.0, 46.7), (40.5, 47.5), (40.5, 48.58), line[0]]
    east = shapely.make_valid(shapely.Polygon([*line, *around]))
    write(
        "ua_certain_areas",
        geo.dump(shapely.make_valid(east.intersection(both))),
        name="Certain areas of Donetsk and Luhansk regions",
        authority="contested",
        quality="hand_drawn",
        as_of="2014-09-19",
        method="the two regions east of the line of 19 September 2014 (hand_drawn.toml)",
        licence=f"{OURS}; regions: {WOF}",
    )


def write_karabakh(drawn: dict[str, Any], path: Path) -> None:
    """Write positions, road, the districts to be returned, and the conflict zone."""
    write_drawn("nk_positions_20201110", drawn["nk_positions_20201110"])
    write_drawn("nk_lachin_road", drawn["lachin_road"], quality="sketch")
    lachin = areas(path, ("Lankaran",), around=IN_LACHIN)
    for file, (title, names) in DISTRICTS.items():
        area = lachin if file == "nk_lachin" else areas(path, names)
        write(
            file,
            geo.dump(shapely.make_valid(shape(area).simplify(SIMPLIFY_DEG))),
            name=title,
            authority="district of Azerbaijan as digitised; the text names it and draws nothing",
            quality="derived",
            as_of="2020-11-10",
            method="administrative district, simplified to 200 m",
            licence=WOF,
        )
    zone = shapely.union_all([shape(lachin), shape(areas(path, KARABAKH))])
    write(
        "nk_conflict_zone",
        geo.dump(shapely.make_valid(zone.buffer(0.002).simplify(COARSE_DEG / 4))),
        name="Nagorno-Karabakh conflict zone",
        authority="contested",
        quality="derived",
        as_of="2020-11-10",
        method="the districts that the former autonomous region and the seven districts around it "
        "lie in; the text names the zone and draws nothing",
        licence=WOF,
    )
    line = [tuple(row["at"]) for row in drawn["nk_positions_20201110"]["vertices"]]
    inner = shapely.make_valid(shapely.Polygon([*line, (46.3, 39.3), (45.5, 39.8), line[0]]))
    pocket = shapely.Polygon([row["at"] for row in drawn["nk_pocket"]["vertices"]])
    inner = inner.union(pocket)
    held = shapely.make_valid(zone.intersection(inner))
    for file, area, title in (
        ("nk_held_armenian", held, "Held by Armenian forces on 10 November 2020"),
        ("nk_held_azerbaijani", zone.difference(inner), "Held by Azerbaijan on 10 November 2020"),
    ):
        parts = [part for part in shapely.get_parts(area) if part.area > COARSE_DEG**2 / 4]
        write(
            file,
            geo.dump(shapely.make_valid(shapely.union_all(parts).simplify(SIMPLIFY_DEG))),
            name=title,
            authority="none agreed",
            quality="hand_drawn",
            as_of="2020-11-10",
            method="the conflict zone, divided by the positions (hand_drawn.toml)",
            licence=f"{OURS}; districts: {WOF}",
        )


def write_sudan(path: Path) -> None:
    """Write the country: the ceasefire holds in all of it."""
    whole = shape(areas(path, ("Sudan",))).buffer(0.01).simplify(COARSE_DEG)
    largest = max(shapely.get_parts(whole), key=lambda part: part.area)
    write(
        "sd_sudan",
        geo.dump(shapely.Polygon(largest.exterior)),
        name="Sudan",
        authority="country as digitised; borders with neighbours are partly disputed",
        quality="derived",
        as_of="2023-05-20",
        method="country outline, simplified to 2 km",
        licence=WOF,
    )


def areas(path: Path, names: tuple[str, ...], around: shapely.Point | None = None) -> Geometry:
    """Return the union of the areas above district level with these names."""
    with gzip.open(path, "rt", encoding="utf-8") as file:
        rows = json.load(file)["features"]
    found = [
        shapely.make_valid(shape(row["geometry"]))
        for row in rows
        if row["properties"]["name"] in names
        and row["properties"]["placetype"] in ("region", "country")
    ]
    kept = [part for part in found if around is None or part.covers(around)]
    if not kept:
        raise SystemExit(f"{path.name} has no area called {names}")
    return geo.dump(shapely.union_all(kept))


def country_and_border(path: Path) -> tuple[Geometry, Geometry]:
    """Return Syria as one polygon, and its northern border from west to east."""
    with gzip.open(path, "rt", encoding="utf-8") as file:
        districts = json.load(file)["features"]
    parts = [
        shapely.make_valid(shape(row["geometry"])).buffer(0.0005)  # closes slivers between them
        for row in districts
        if row["properties"]["placetype"] == "county"
    ]
    whole = max(shapely.get_parts(shapely.union_all(parts)), key=lambda part: part.area)
    ring = shapely.LineString(shapely.get_exterior_ring(whole).simplify(SIMPLIFY_DEG).coords)
    coast, tigris = shapely.Point(35.918, 35.930), shapely.Point(42.355, 37.107)
    start, end = sorted(ring.project(point) for point in (coast, tigris))
    inner = shapely.ops.substring(ring, start, end)
    around = shapely.line_merge(
        shapely.union_all(
            [
                shapely.ops.substring(ring, end, ring.length),
                shapely.ops.substring(ring, 0, start),
            ]
        )
    )
    north = max((inner, around), key=lambda line: line.centroid.y)
    if north.coords[0][0] > north.coords[-1][0]:
        north = north.reverse()
    return geo.dump(shapely.Polygon(ring)), geo.dump(north)


def strip_inside(line: Geometry, depth_km: float, country: Geometry) -> Geometry:
    """Return the land of a country within a depth of a stretch of its border."""
    strip = geo.intersection(geo.buffer(line, depth_km * 1e3, depth_km * 1e3), country)
    if strip is None:
        raise SystemExit("the strip lies outside the country: check the points")
    return strip


def write_drawn(name: str, table: dict[str, Any], quality: str = "hand_drawn") -> None:
    """Write one line drawn by hand."""
    write(
        name,
        {"type": "LineString", "coordinates": [row["at"] for row in table["vertices"]]},
        name=table["name"],
        authority=table["authority"],
        quality=quality,
        as_of=table["as_of"],
        method=table["method"],
        licence=OURS,
    )


def write_m4(path: Path, points: dict[str, Geometry]) -> None:
    """Write the M4 between the two ends that the protocol names."""
    sketch = json.loads(path.read_text(encoding="utf-8"))["features"][0]["geometry"]
    write(
        "m4_segment",
        geo.line_part(sketch, points["trumba-by-text"], points["ain-al-havr"]),
        name="M4 highway, Trumba - Ain al-Havr",
        authority="ends from the text; the road as sketched by us",
        quality="sketch",
        as_of="2020-03-05",
        method="straight segments between the settlements on the road, 1-5 km off; cut 2 km "
        "west of Saraqib, where the text puts Trumba, and at Ayn al-Hawr",
        licence=GEONAMES,
    )


def write_deescalation_area(lines: list[dict[str, Any]], border: Geometry) -> None:
    """Write the area between the lines of 2018, given clockwise, and the Turkish border."""
    outer = [tuple(row["at"]) for line in lines for row in line["vertices"]]
    first, last = geo.point(outer[0][1], outer[0][0]), geo.point(outer[-1][1], outer[-1][0])
    turkish = geo.line_part(border, first, last)["coordinates"]  # runs from south-west to north
    ring = [*outer, *(tuple(at) for at in turkish)]
    valid = shapely.make_valid(shapely.Polygon(ring))  # the two lines may cross near their ends
    write(
        "idlib_dea",
        geo.dump(max(shapely.get_parts(valid), key=lambda part: part.area)),
        name="Idlib de-escalation area",
        authority="contested",
        quality="hand_drawn",
        as_of="2018-09-17",
        method="between the outer line of September 2018 (hand_drawn.toml) and the Turkish border",
        licence=f"{OURS}; border: {MESO}",
    )


def write(file: str, geometry: Geometry, **properties: str) -> None:
    """Write one feature as `file`.geojson."""
    polished = mapping(shapely.set_precision(shape(geometry), 1e-5))
    feature = {"type": "Feature", "properties": properties, "geometry": polished}
    text = json.dumps(feature, ensure_ascii=False, separators=(", ", ": "))
    (GEO / f"{file}.geojson").write_text(text + "\n", encoding="utf-8")
    print(f"{file}.geojson: {polished['type']}, {len(text) / 1000:.1f} kB")


if __name__ == "__main__":
    main()
