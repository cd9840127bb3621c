from trucewatch.report.basemap import base_map, feature, tiles


def names(view):
    return {row["properties"]["name"] for row in base_map(view)["land"]["features"]}


def test_a_view_gets_the_countries_that_lie_in_it_and_no_others():
    assert names((36.0, 35.5, 37.5, 36.9)) == {"Syria", "Turkey"}
    assert {"Sudan", "Chad"} <= names((21.0, 11.0, 26.0, 15.0))
    assert {"Ukraine", "Russia"} <= names((36.0, 47.0, 40.0, 50.0))


def test_a_view_over_several_tiles_has_no_seam():
    # 30 east and 40 north are borders of tiles; Turkey lies on both sides of both.
    turkey = [
        row for row in base_map((28.0, 38.5, 32.0, 41.0))["land"]["features"]
        if row["properties"]["name"] == "Turkey"
    ]  # fmt: skip
    assert len(turkey) == 1


def test_open_sea_is_empty_and_no_error():
    assert tiles((-40.0, -50.0, -35.0, -45.0)) == []
    assert base_map((-40.0, -50.0, -35.0, -45.0))["land"]["features"] == []


def test_coast_and_border_are_told_apart():
    inland = base_map((36.6, 35.5, 37.5, 36.9))
    assert inland["border"]["features"]
    assert not inland["coast"]["features"]
    assert base_map((35.5, 35.3, 36.1, 36.0))["coast"]["features"]


def test_coordinates_are_rounded_in_collections_too():
    point = {"type": "Point", "coordinates": [1.123456789, 2.0]}
    both = {"type": "GeometryCollection", "geometries": [point]}
    assert feature(point)["geometry"]["coordinates"] == [1.12346, 2.0]
    assert feature(both)["geometry"]["geometries"][0]["coordinates"] == [1.12346, 2.0]
