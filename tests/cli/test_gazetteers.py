"""`trucewatch gazetteer` from a user's seat: build, use, import, list."""

import json

import pytest
from builders import run

PLACES = "id,name,lat,lon,names\np:1,Qasr Nine,35.80,36.60,ara=قصر تسعة\n"
LINE = {
    "type": "Feature",
    "properties": {"name": "Kilo Line", "kind": "line", "note": "the mission's map"},
    "geometry": {"type": "LineString", "coordinates": [[36.5, 35.7], [36.7, 35.9]]},
}


@pytest.fixture
def watch(tmp_path):
    folder = tmp_path / "watch"
    assert run("init", folder, "--from", "idlib-2020")[0] == 0
    return folder


def test_a_pack_of_ones_own_is_built_and_named_by_a_watch(tmp_path, watch):
    table = tmp_path / "own.csv"
    table.write_text(PLACES, encoding="utf-8")
    out = watch / "geo/own.pack.gz"
    code, told = run(
        *("gazetteer", "build", "--csv", table, "--id", "own", "--title", "Own"),
        *("--version", "2026-11", "-o", out),
    )
    assert (code, "1 places of Own" in told) == (0, True), told
    settings = watch / "watch.toml"
    text = settings.read_text(encoding="utf-8")
    settings.write_text(
        text.replace('gazetteers = ["sy"]', 'gazetteers = ["sy", "geo/own.pack.gz"]'), "utf-8"
    )
    code, told = run("gazetteer", "list", "--watch", watch)
    assert code == 0
    assert "Own (own): 1 places, edition 2026-11" in told
    assert "World (world)" in told


def test_a_drawn_line_is_imported_and_read(tmp_path, watch):
    path = tmp_path / "kilo.geojson"
    path.write_text(json.dumps(LINE), encoding="utf-8")
    code, told = run("gazetteer", "import", path, "--watch", watch)
    assert (code, "Kilo Line" in told) == (0, True), told
    code, told = run("gazetteer", "import", path, "--watch", watch)
    assert (code, "--replace" in told) == (1, True)
    report = tmp_path / "r.txt"
    report.write_text("Two soldiers were killed on the Kilo Line on Monday.\n", encoding="utf-8")
    code, told = run("read", report, "--watch", watch, "--json")
    assert code == 0
    assert any(claim["place"]["chosen"] == "own:kilo-1" for claim in json.loads(told)["claims"])


def test_a_bad_file_leaves_the_watch_as_it_was(tmp_path, watch):
    path = tmp_path / "bad.geojson"
    before = sorted(watch.rglob("*"))
    bad = {"type": "Point", "coordinates": [30.0, 50.0]}
    path.write_text(json.dumps(LINE | {"geometry": bad}), encoding="utf-8")
    code, told = run("gazetteer", "import", path, "--watch", watch)
    assert code == 1
    assert "feature 1" in told
    assert sorted(watch.rglob("*")) == before


def test_a_build_from_nothing_is_refused(tmp_path):
    code, told = run(
        "gazetteer", "build", "--id", "x", "--title", "X", "--version", "1", "-o", tmp_path / "x"
    )
    assert (code, "no table of places" in told) == (1, True)
