# ruff: noqa: E501 - one case a line

import pytest
from msgspec.structs import replace

from trucewatch.errors import WatchError
from trucewatch.model import Agreement, Watch, Zone
from trucewatch.model.agreements import Line, NamedPlace
from trucewatch.places import atlas_for, locate
from trucewatch.places.pack import Row, Source, write_pack

ROAD = {"type": "LineString", "coordinates": [[45.0, 15.0], [45.5, 15.0]]}
BOX = {"type": "Polygon", "coordinates": [[[45, 14.9], [45.5, 14.9], [45.5, 15.1], [45, 14.9]]]}
WATCH = Watch(id="w", title="W", theatre=(44.0, 14.0, 47.0, 17.0), timezone="UTC")


def agreement(**parts):
    fixed = {"id": "a", "title": "A", "signed": "2020-01-01", "timezone": "UTC"}
    return Agreement(**fixed, class_="preliminary", **parts)


def test_lines_zones_and_places_of_agreements_are_names(document):
    deal = agreement(
        lines=(Line(id="n5", name="N5 highway, Marib - Safir", geometry=ROAD),),
        zones=(Zone(id="buffer", name="Buffer zone", names=("quiet strip",), geometry=BOX),),
        places=(NamedPlace(id="gate", names=("Al Tayba",),
                           geometry={"type": "Point", "coordinates": [45.2, 15.0]}),),
    )  # fmt: skip
    atlas = atlas_for(WATCH, (deal,))
    text = "A shell fell in the quiet strip. Cars burned on the N5 near Al Tayba. N5 is shut."
    zone, road, *_ = locate(document(text), atlas).mentions
    assert (zone.place.text, zone.place.chosen) == ("quiet strip", "zone:a/buffer")
    assert (road.place.text, road.place.chosen) == ("N5 near Al Tayba", "line:a/n5")
    assert road.place.geometry["type"] == "LineString"


def test_hand_made_places_of_a_watch_folder(tmp_path, document):
    (tmp_path / "places.toml").write_text(
        '[[place]]\nid = "place:post-7"\nkind = "post"\nnames = ["Post Seven"]\n'
        'lat = 15.1\nlon = 45.3\nnote = "from the mission map"\n',
        encoding="utf-8",
    )
    atlas = atlas_for(replace(WATCH, folder=str(tmp_path)))
    (only,) = locate(document("Shots were heard at Post Seven."), atlas).mentions
    assert only.place.chosen == "place:post-7"
    assert any("from the mission map" in why for why in only.place.candidates[0].why)


@pytest.mark.parametrize(
    "text",
    ["nonsense", "[[place]]\nnames = 3", '[[place]]\nid = "x"\nnames = ["X"]\nnote = "n"', "[[plac]]"],
)  # fmt: skip
def test_wrong_entries_are_errors_with_a_fix(tmp_path, text):
    (tmp_path / "places.toml").write_text(text, encoding="utf-8")
    with pytest.raises(WatchError) as caught:
        atlas_for(replace(WATCH, folder=str(tmp_path)))
    assert caught.value.fix


def test_an_unknown_gazetteer_is_an_error():
    with pytest.raises(WatchError, match="zz"):
        atlas_for(replace(WATCH, gazetteers=("zz",)))


def test_editions_tell_packs_and_hand_made_files(tmp_path):
    (tmp_path / "places.toml").write_text(
        'version = "3 of May"\n[[place]]\nid = "place:x"\nnames = ["X"]\nlat = 15.1\n'
        'lon = 45.3\nnote = "n"\n',
        encoding="utf-8",
    )
    atlas = atlas_for(replace(WATCH, folder=str(tmp_path), gazetteers=("sy",)))
    editions = {one.source: one.version for one in atlas.editions}
    assert editions["places.toml, by hand"] == "3 of May"
    assert editions["Syria (sy)"]


def test_a_plug_in_brings_a_pack(tmp_path, monkeypatch):
    source = Source(id="own", title="own", licence="CC0", attribution="own")
    row = Row(id="p:1", kind="locality", name="Qwertan", lat=15.1, lon=45.3)
    path = tmp_path / "q.pack.gz"
    write_pack(path, [row], {}, id="q", title="Q", version="1", sources=(source,))
    monkeypatch.setattr("trucewatch.places.atlas.found", lambda _: {"q": lambda: path})
    assert atlas_for(replace(WATCH, gazetteers=("q",))).rows("qwertan") == [row]
