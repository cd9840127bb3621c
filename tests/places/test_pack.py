import gzip
import json

import pytest

from trucewatch.errors import UsageError, WatchError
from trucewatch.places.build import Tables, build, merge_twins
from trucewatch.places.pack import Name, Row, Source, bundled, open_pack, read_pack, write_pack

ABOUT = {
    "id": "xx", "title": "X", "version": "1",
    "sources": (Source(id="own", title="own", licence="CC0", attribution="own"),),
}  # fmt: skip
ROWS = [
    Row(id="x:1", kind="locality", name="Aba", lat=1.5, lon=2.25, population=900,
        names=(Name(text="أبا", language="ara"), Name(text="Abba", preferred=False))),
    Row(id="x:2", kind="county", name="Aba | tab\there", lat=1.0, lon=2.0, bbox=(1, 0, 3, 2)),
]  # fmt: skip
SQUARE = {"type": "Polygon", "coordinates": [[[1, 0], [3, 0], [3, 2], [1, 0]]]}


def test_what_is_written_is_read(tmp_path):
    path = tmp_path / "xx.pack.gz"
    write_pack(path, ROWS, {"x:2": SQUARE}, **ABOUT)
    pack = open_pack(path)
    assert pack.row(0) == ROWS[0]
    assert pack.row(1).name == "Aba tab here"
    assert pack.area("x:2") == SQUARE
    assert pack.index["aba"] == (0,)
    assert pack.index["ابا"] == (0,)
    again = tmp_path / "again.gz"
    write_pack(again, ROWS, {"x:2": SQUARE}, **ABOUT)
    assert again.read_bytes() == path.read_bytes()


def test_keys_of_another_fold_are_made_afresh(tmp_path):
    path = tmp_path / "xx.pack.gz"
    write_pack(path, ROWS, {}, **ABOUT)
    lines = gzip.decompress(path.read_bytes()).decode().splitlines()
    header = json.loads(lines[0]) | {"fold": "0", "keys": 0}
    kept = [json.dumps(header), *lines[1:3]]
    pack = read_pack(gzip.compress("\n".join(kept).encode()), "old")
    assert pack.index["aba"] == (0,)


@pytest.mark.parametrize(
    "data",
    [b"", b"not gzip", gzip.compress(b""), gzip.compress(b"{}"), gzip.compress(b"\xff\xfe"),
     gzip.compress(b'{"schema": "other"}'), gzip.compress(b"x" * 1000)[:-9]],
    ids=range(7),  # compressed bytes carry the time: names made of them change from run to run
)  # fmt: skip
def test_a_damaged_pack_is_named_with_a_fix(data):
    with pytest.raises(WatchError, match=r"some\.pack") as caught:
        read_pack(data, "some.pack")
    assert "build" in caught.value.fix


def test_a_missing_pack_is_named(tmp_path):
    with pytest.raises(WatchError, match="nowhere"):
        open_pack(tmp_path / "nowhere.gz")


def test_twins_become_one_and_namesakes_stay_two():
    here = Row(id="x:1", kind="locality", name="Aba", lat=35.0, lon=36.0, population=500)
    twin = Row(id="x:2", kind="locality", name="Al Aba", lat=35.01, lon=36.0,
               names=(Name(text="Abaa"),))  # fmt: skip
    namesake = Row(id="x:3", kind="locality", name="Aba", lat=35.1, lon=36.0)
    district = Row(id="x:4", kind="county", name="Aba", lat=35.0, lon=36.0)
    merged = merge_twins([namesake, twin, district, here])
    assert [row.id for row in merged] == ["x:1", "x:3", "x:4"]
    assert merged[0].merged == ("x:2",)
    assert {name.text for name in merged[0].names} == {"Al Aba", "Abaa"}


def test_a_table_without_its_columns_is_refused(tmp_path):
    table = tmp_path / "t.tsv.gz"
    table.write_bytes(gzip.compress(b"wof_id\tname\n1\tAba\n"))
    with pytest.raises(UsageError, match="lat"):
        build(Tables(wof=table), tmp_path / "o.gz", ident="x", title="X", version="1")
    assert not (tmp_path / "o.gz").exists()


def test_the_bundled_pack_says_where_it_comes_from():
    pack = bundled("sy")
    assert "Who's On First" in pack.header.attribution
    licences = {one.id: one.licence for one in pack.header.sources}
    assert licences["geonames"] == "CC BY 4.0"
    assert {pack.row(number).source for number in range(len(pack))} <= set(licences)
    assert len(pack) == pack.header.rows > 10_000
    assert bundled("zz") is None
    assert pack.row(pack.numbers["wof:1108779173"]).pcode == "SY0700"
