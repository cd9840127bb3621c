"""Lines, zones and posts of a watch's own: taken whole, or not at all with every fault named."""

import json

import pytest

from trucewatch.errors import WatchError
from trucewatch.model import Watch
from trucewatch.places import atlas_for, locate
from trucewatch.places.shapes import Given, keep, kept, read_shapes

THEATRE = (44.0, 14.0, 47.0, 17.0)
LINE = {"type": "LineString", "coordinates": [[45.0, 15.0], [45.5, 15.1]]}
ZONE = {"type": "Polygon", "coordinates": [[[45, 15], [46, 15], [46, 16], [45, 16], [45, 15]]]}
BOW = {"type": "Polygon", "coordinates": [[[45, 15], [46, 16], [46, 15], [45, 16], [45, 15]]]}
GPX = """<?xml version="1.0"?><gpx xmlns="http://www.topografix.com/GPX/1/1" version="1.1">
<trk><name>Line of January</name><desc>drawn by the mission</desc><trkseg>
<trkpt lat="15.0" lon="45.0"/><trkpt lat="15.2" lon="45.4"/></trkseg></trk>
<wpt lat="15.1" lon="45.2"><name>Post Nine</name><desc>seen in January</desc></wpt></gpx>"""


def feature(geometry, **facts):
    return {"type": "Feature", "geometry": geometry, "properties": {"note": "map", **facts}}


def write(tmp_path, *features, name="in.geojson", **top):
    path = tmp_path / name
    whole = {"type": "FeatureCollection", "features": list(features), **top}
    path.write_text(json.dumps(whole), encoding="utf-8")
    return path


def test_what_is_taken_is_a_name_of_the_watch(tmp_path, document):
    path = write(
        tmp_path,
        feature(LINE, name="Delta Line", kind="line"),
        feature(ZONE, names=["Quiet Zone"], kind="zone"),
    )
    keep(read_shapes(path, Given(), THEATRE), tmp_path, "mine")
    watch = Watch(id="w", title="W", theatre=THEATRE, timezone="UTC", folder=str(tmp_path))
    atlas = atlas_for(watch)
    found = locate(document("Shots crossed the Delta Line. Two died in the Quiet Zone."), atlas)
    assert [one.place.chosen for one in found.mentions] == ["own:in-1", "own:in-2"]
    assert found.mentions[0].place.geometry["type"] == "LineString"
    assert any("mine" in one.source for one in atlas.editions)


def test_gpx_tracks_and_posts(tmp_path):
    path = tmp_path / "t.gpx"
    path.write_text(GPX, encoding="utf-8")
    line, post = read_shapes(path, Given(), THEATRE).shapes
    assert (line.kind, line.names) == ("line", ("Line of January",))
    assert (post.kind, post.geometry["coordinates"]) == ("post", [45.2, 15.1])


@pytest.mark.parametrize(
    ("geometry", "facts", "words"),
    [
        (BOW, {}, "crosses itself"),
        ({"type": "Point", "coordinates": [15.0, 45.5]}, {}, "swapped"),
        ({"type": "Point", "coordinates": [5.0, 50.0]}, {}, "outside the watch's theatre"),
        ({"type": "Point", "coordinates": [500000, 1700000]}, {}, "metres"),
        ({"type": "Point", "coordinates": []}, {}, "empty"),
        ({"type": "LineString", "coordinates": [[45, 15], [45, 15]]}, {}, "no extent|crosses"),
        ({"type": "Polygon", "coordinates": [[[45, 15], [46, 15], [46, 16]]]}, {}, "read|open"),
        (None, {}, "no geometry"),
        (LINE, {"kind": "zone"}, "drawn as Polygon"),
        (LINE, {"name": "", "note": "x"}, "no name"),
        (LINE, {"note": ""}, "where it comes from"),
    ],
)
def test_a_fault_spoils_the_whole_file(tmp_path, geometry, facts, words):
    good = feature(ZONE, name="Good")
    path = write(tmp_path, good, feature(geometry, **({"name": "X"} | facts)))
    with pytest.raises(WatchError, match=words) as caught:
        read_shapes(path, Given(), THEATRE)
    assert "feature 2" in caught.value.message
    assert not (tmp_path / "geo").exists()


def test_all_faults_are_told_at_once(tmp_path):
    path = write(tmp_path, feature(BOW, name="A"), feature(None, name="B"))
    with pytest.raises(WatchError, match=r"feature 1.*feature 2"):
        read_shapes(path, Given(), THEATRE)


def test_another_coordinate_system_is_refused(tmp_path):
    crs = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::32638"}}
    with pytest.raises(WatchError, match="32638"):
        read_shapes(write(tmp_path, feature(LINE, name="A"), crs=crs), Given(), THEATRE)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.geojson", "not json"),
        ("a.geojson", "[" * 100_000),
        ("a.geojson", "[]"),
        ("a.geojson", '{"type": "FeatureCollection", "features": [1]}'),
        ("a.geojson", '{"type": "FeatureCollection", "features": []}'),
        ("a.gpx", "<gpx>"),
        ("a.gpx", '<!DOCTYPE a [<!ENTITY b "c">]><gpx><wpt lat="1"/></gpx>'),
    ],
)
def test_a_file_of_another_kind_is_refused(tmp_path, name, text):
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    with pytest.raises(WatchError) as caught:
        read_shapes(path, Given(names=("N",), note="n"), THEATRE)
    assert caught.value.fix


def test_ids_stay_unique_and_files_are_not_overwritten_by_chance(tmp_path):
    shapes = read_shapes(write(tmp_path, feature(LINE, name="A", id="a")), Given(), THEATRE)
    keep(shapes, tmp_path, "one")
    with pytest.raises(WatchError, match="already"):
        keep(shapes, tmp_path, "one")
    with pytest.raises(WatchError, match="own:a"):
        keep(shapes, tmp_path, "two")
    keep(shapes, tmp_path, "one", replace=True)
    assert [file.shapes for _, file in kept(tmp_path)] == [shapes.shapes]
    twice = write(tmp_path, feature(LINE, name="A", id="a"), feature(ZONE, name="B", id="a"))
    with pytest.raises(WatchError, match="twice"):
        read_shapes(twice, Given(), THEATRE)


def test_a_damaged_kept_file_is_named(tmp_path):
    folder = tmp_path / "geo/places"
    folder.mkdir(parents=True)
    (folder / "x.geojson").write_text('{"features": [{"id": 3}]}', encoding="utf-8")
    with pytest.raises(WatchError, match=r"x\.geojson"):
        list(kept(tmp_path))
