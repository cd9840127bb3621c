"""The readers of the public benchmarks, on tiny copies of their formats."""

import gzip

import pytest

from trucewatch.errors import UsageError
from trucewatch.measure import geovirus, places, ucdp

XML = """<articles><article><source>s</source><text>It began in Kharkiv and in Qwertyville.</text>
<locations><location><name>Kharkiv</name><start>13</start><end>20</end><lat>49.98</lat>
<lon>36.25</lon><page/></location><location><name>Qwertyville</name><start>28</start><end>39</end>
<lat>1</lat><lon>1</lon><page/></location></locations></article></articles>"""


def test_geovirus_counts_names_and_distances(tmp_path):
    (tmp_path / "GeoVirus.xml").write_text(XML, encoding="utf-8")
    figures = geovirus.score(tmp_path)["all"]
    assert figures["recognition"]["n"] == 2
    assert figures["gold_spans"]["within_25_km"] == 0.5
    assert figures["gold_spans"]["abstained"] == 0.5


def test_ucdp_takes_exact_events_only(tmp_path):
    (tmp_path / "events").mkdir()
    head = "where_prec,where_coordinates,adm_2,adm_1,latitude,longitude\n"
    rows = (
        "1.0,Saraqib town,Idlib district,Idlib Governorate,35.864,36.806\n"
        "1.0,Qwertyville village,,,35.864,36.806\n"
        "4.0,Idlib governorate,,,35.9,36.6\n"
    )
    (tmp_path / "events/ucdp_ged_syria_2016_2019.csv.gz").write_bytes(
        gzip.compress((head + rows).encode())
    )
    figures = ucdp.score(tmp_path)
    assert figures["latin"]["n"] == 2
    assert figures["latin"]["within_5_km"] == 0.5
    assert figures["arabic"]["within_5_km"] == 1.0


@pytest.mark.parametrize("name", [geovirus, ucdp])
def test_missing_data_is_said(tmp_path, name):
    with pytest.raises(UsageError, match="missing"):
        name.score(tmp_path)


def test_countries_without_a_pack_are_named(tmp_path, monkeypatch):
    monkeypatch.delenv(places.FOLDER, raising=False)
    assert places.packs_in(tmp_path) == {"sy": "sy"}
    (tmp_path / "gazetteers").mkdir()
    (tmp_path / "gazetteers/ye.pack.gz").touch()
    assert set(places.packs_in(tmp_path)) == {"sy", "ye"}
