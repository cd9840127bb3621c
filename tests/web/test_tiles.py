"""Vector tiles: written here, read back by a decoder that shares nothing with the writer."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from trucewatch.web import tiles


def fields(data):
    """Yield (field number, value) of a protocol buffer message."""
    at = 0

    def varint():
        nonlocal at
        number = shift = 0
        while True:
            byte = data[at]
            at += 1
            number |= (byte & 0x7F) << shift
            shift += 7
            if not byte & 0x80:
                return number

    while at < len(data):
        key = varint()
        if key & 7 == 0:
            yield key >> 3, varint()
        else:
            assert key & 7 == 2
            size = varint()
            yield key >> 3, data[at : at + size]
            at += size


def packed(data):
    numbers, number, shift = [], 0, 0
    for byte in data:
        number |= (byte & 0x7F) << shift
        shift += 7
        if not byte & 0x80:
            numbers.append(number)
            number = shift = 0
    return numbers


def value(data):
    ((number, found),) = fields(data)
    if number == 1:
        return found.decode()
    assert number in (5, 7)
    return bool(found) if number == 7 else found


def decoded(data):
    """Return layer name, extent, version and [(x, y, properties)] of a tile."""
    if not data:
        return []
    ((number, layer),) = fields(data)
    assert number == 3
    parts = list(fields(layer))
    one = dict(parts)
    assert (one[1], one[5], one[15]) == (b"points", 4096, 2)
    keys = [body.decode() for number, body in parts if number == 3]
    values = [value(body) for number, body in parts if number == 4]
    found = []
    for number, body in parts:
        if number != 2:
            continue
        feature = dict(fields(body))
        assert feature[3] == 1
        tags, (command, x, y) = packed(feature[2]), packed(feature[4])
        assert command == 9
        said = {keys[key]: values[at] for key, at in zip(tags[::2], tags[1::2], strict=True)}
        found.append((x // 2 if x % 2 == 0 else -(x + 1) // 2, y // 2, said))
    return found


def said(count):
    return [{"id": f"i1-{n:04}", "kind": "hostile", "contested": n % 2 == 0} for n in range(count)]


class Drawn:
    """Points and what is said of them, over one index or, `parted`, over several."""

    def __init__(self, points, said, parted=1, held=None):
        at = np.asarray(points, dtype=np.float64).reshape(-1, 2)
        self.said = said
        self.held = held
        places = [np.arange(start, len(at), parted, dtype=np.int32) for start in range(parted)]
        self.indexes = [tiles.indexed(at[one, 0], at[one, 1], one) for one in places]

    def tile(self, z, x, y):
        indexes = [(index, self.held) for index in self.indexes]
        return tiles.tile(indexes, z, x, y, lambda _, row: self.said[row])


def address(z, lon, lat):
    n = 2**z
    x = (lon + 180) / 360 * n
    y = (1 - math.asinh(math.tan(math.radians(lat))) / math.pi) / 2 * n
    return x, y


@given(
    st.lists(
        st.tuples(
            st.integers(0, 4096),
            st.integers(0, 4096),
            st.dictionaries(st.text(max_size=5), st.text() | st.booleans() | st.integers(0, 2**40)),
        ),
        min_size=1,
        max_size=20,
    )
)
def test_what_is_written_is_read_back(points):
    assert decoded(tiles.encoded(points)) == points


def test_true_and_one_stay_apart():
    (first, second) = decoded(tiles.encoded([(0, 0, {"a": True}), (1, 1, {"a": 1})]))
    assert first[2]["a"] is True
    assert second[2]["a"] == 1
    assert second[2]["a"] is not True


@settings(max_examples=60)
@given(
    st.lists(st.tuples(st.floats(-180, 180), st.floats(-85, 85)), min_size=1, max_size=60),
    st.integers(0, 8),
)
def test_no_point_is_lost_or_told_twice_at_any_zoom(points, z):
    index = Drawn(points, said(len(points)))
    seen = 0
    cells = {tuple(min(2**z - 1, int(axis)) for axis in address(z, *at)) for at in points}
    for x, y in {(x + dx, y + dy) for x, y in cells for dx in (-1, 0, 1) for dy in (-1, 0, 1)}:
        if 0 <= x < 2**z and 0 <= y < 2**z:
            for at_x, at_y, row in decoded(index.tile(z, x, y)):
                seen += row.get("point_count", 1)
                assert 0 <= at_x <= 4096
                assert 0 <= at_y <= 4096
    assert seen == len(points)


def test_a_point_stands_where_it_lies():
    lon, lat = 36.6, 35.9
    index = Drawn([(lon, lat)], said(1))
    for z in (0, 5, 12, 18):
        x, y = address(z, lon, lat)
        ((at_x, at_y, row),) = decoded(index.tile(z, int(x), int(y)))
        assert row == {"id": "i1-0000", "kind": "hostile", "contested": True}
        cell = 4096 / 2 ** (tiles.DEEPEST - z)
        assert abs(at_x - (x % 1) * 4096) <= cell / 2 + 1
        assert abs(at_y - (y % 1) * 4096) <= cell / 2 + 1
        assert index.tile(z, (int(x) + 1) % 2**z, int(y)) == b"" or z == 0


def test_many_on_one_spot_are_one_mark_that_names_them():
    index = Drawn([(36.6, 35.9)] * 30, said(30))
    x, y = address(14, 36.6, 35.9)
    ((_, _, row),) = decoded(index.tile(14, int(x), int(y)))
    assert row["point_count"] == 30
    assert len(row["ids"].split(",")) == tiles.MEMBERS


def test_a_tile_of_very_many_points_stays_small():
    random = np.random.default_rng(7)
    points = random.normal((36.5, 35.8), (0.8, 0.6), (100_000, 2)).tolist()
    index = Drawn(points, said(100_000))
    x, y = address(7, 36.5, 35.8)
    tile = index.tile(7, int(x), int(y))
    assert len(tile) < 60_000
    assert len(decoded(tile)) <= 4**tiles.CELLS


@pytest.mark.parametrize(
    "path",
    ["0/0/1", "23/0/0", "-1/0/0", "a/b/c", "3/8/0", "99999999999/0/0", "٣/0/0", "5/1.5/2"],
)
def test_tiles_that_are_not_there(local, path):
    assert local.get(f"/tiles/{path}.mvt").status_code == 400


def test_tiles_and_points_of_a_query_tell_of_the_same_happenings(local):
    points = local.get("/happenings.geojson").json()["features"]
    answer = local.get("/tiles/0/0/0.mvt")
    assert answer.headers["content-type"] == "application/vnd.mapbox-vector-tile"
    assert sum(row.get("point_count", 1) for *_, row in decoded(answer.content)) == len(points)
    none = local.get("/tiles/0/0/0.mvt?from=1999-01-01&to=1999-01-02")
    assert none.content == b""


@settings(max_examples=40)
@given(
    st.lists(st.tuples(st.floats(35, 38), st.floats(34, 37)), min_size=1, max_size=80),
    st.integers(2, 5),
    st.sampled_from((0, 4, 8, 13, 14, 18)),
)
def test_several_indexes_draw_what_one_does(points, parted, z):
    one, several = Drawn(points, said(len(points))), Drawn(points, said(len(points)), parted)
    for lon, lat in points[:5]:
        x, y = (int(axis) for axis in address(z, lon, lat))
        mine, theirs = decoded(one.tile(z, x, y)), decoded(several.tile(z, x, y))
        assert len(mine) == len(theirs)
        for (at_x, at_y, told), (x_2, y_2, told_2) in zip(mine, theirs, strict=True):
            assert abs(at_x - x_2) <= 1
            assert abs(at_y - y_2) <= 1
            names, names_2 = (row.pop("ids", "").split(",") for row in (told, told_2))
            assert sorted(names) == sorted(names_2) or len(names) == tiles.MEMBERS
            assert told == told_2


def test_only_what_is_held_is_drawn():
    points = [(36.6, 35.9)] * 3 + [(36.7, 35.9)]
    held = np.array([False, True, False, True])
    for z in (5, 16):
        seen = []
        for lon in (36.6, 36.7):
            x, y = (int(axis) for axis in address(z, lon, 35.9))
            seen += [row for *_, row in decoded(Drawn(points, said(4), held=held).tile(z, x, y))]
        told = {row["id"] for row in seen if "id" in row}
        assert told == {"i1-0001", "i1-0003"} or all(row["point_count"] == 2 for row in seen)
    nothing = Drawn(points, said(4), held=np.zeros(4, dtype=bool))
    assert nothing.tile(0, 0, 0) == b""
