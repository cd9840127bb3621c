import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trucewatch import geo

lats = st.floats(-60, 60)
lons = st.floats(-170, 170)
SQUARE = {
    "type": "Polygon",
    "coordinates": [[[36.0, 35.0], [37.0, 35.0], [37.0, 36.0], [36.0, 36.0], [36.0, 35.0]]],
}
EAST_ROAD = {"type": "LineString", "coordinates": [[36.0, 35.5], [36.5, 35.5], [37.0, 35.5]]}


@given(lats, lons, st.floats(0, 359.9), st.floats(100, 80_000))
def test_a_sector_lies_on_its_bearing_and_within_its_ring(lat, lon, bearing, far):
    shape = geo.sector(lat, lon, bearing, 45, far / 3, far)
    mid = geo.representative(shape)
    off = abs((geo.bearing_deg((lat, lon), mid) - bearing + 180) % 360 - 180)
    assert off < 5
    assert far / 3 < geo.points_distance_m((lat, lon), mid) < far
    assert geo.reach_m(shape, (lat, lon)) == pytest.approx(far, rel=1e-3, abs=1)


@given(lats, lons, st.floats(100, 50_000))
def test_a_circle_has_the_area_of_a_circle(lat, lon, radius):
    area = geo.area_km2(geo.circle(lat, lon, radius))
    assert area == pytest.approx(math.pi * (radius / 1000) ** 2, rel=0.01)


@given(lats, lons, lats, lons)
def test_distance_is_symmetric_and_zero_only_on_the_same_point(lat, lon, lat2, lon2):
    a, b = geo.point(lat, lon), geo.point(lat2, lon2)
    assert geo.distance_m(a, b) == pytest.approx(geo.distance_m(b, a))
    assert geo.distance_m(a, a) == 0


@given(st.floats(36.01, 36.99), st.floats(36.01, 36.99))
def test_the_part_of_a_line_between_two_places_has_their_distance(one, other):
    part = geo.line_part(EAST_ROAD, geo.point(35.52, one), geo.point(35.48, other))
    expected = geo.distance_m(geo.point(35.5, one), geo.point(35.5, other)) / 1000
    assert geo.length_km(part) == pytest.approx(expected, rel=0.01, abs=0.05)


def test_a_strip_has_its_width_on_each_side_and_flat_ends():
    even = geo.buffer(EAST_ROAD, 6000, 6000)
    assert geo.area_km2(even) == pytest.approx(12 * geo.length_km(EAST_ROAD), rel=0.001)
    left_only = geo.buffer(EAST_ROAD, 6000, 0)
    assert geo.point_in(35.54, 36.5, left_only)  # north is to the left on the way east
    assert not geo.point_in(35.46, 36.5, left_only)
    assert not geo.point_in(35.5, 35.99, even)


def test_a_sharp_bend_keeps_the_strip_in_one_valid_piece():
    bend = {"type": "LineString", "coordinates": [[36.0, 35.5], [36.5, 35.5], [36.1, 35.6]]}
    strip = geo.buffer(bend, 3000, 1000)
    assert geo.parse(strip).is_valid
    assert geo.area_km2(strip) > 0


def test_the_share_inside_a_zone_counts_area_length_or_points():
    assert geo.within_fraction(geo.point(35.5, 36.5), SQUARE) == 1
    assert geo.within_fraction(geo.point(36.5, 36.5), SQUARE) == 0
    assert geo.within_fraction(geo.circle(35.5, 37.0, 5000), SQUARE) == pytest.approx(0.5, abs=0.01)
    half_out = {"type": "LineString", "coordinates": [[36.5, 35.5], [37.5, 35.5]]}
    assert geo.within_fraction(half_out, SQUARE) == pytest.approx(0.5, abs=0.01)


def test_halves_of_an_area():
    north = geo.towards(SQUARE, 0)
    assert geo.point_in(35.9, 36.5, north)
    assert not geo.point_in(35.1, 36.5, north)
    assert geo.point_in(35.1, 36.1, geo.towards(SQUARE, 225))
    assert geo.area_km2(north) == pytest.approx(geo.area_km2(SQUARE) / 2, rel=0.02)


def test_subtracting_everything_leaves_nothing():
    assert geo.subtract(SQUARE, SQUARE) is None
    assert geo.subtract(SQUARE, geo.circle(35.5, 36.5, 5000)) is not None
    assert geo.intersection(SQUARE, geo.circle(20.0, 10.0, 5000)) is None


def test_a_representative_point_lies_inside_a_horseshoe():
    horseshoe = {
        "type": "Polygon",
        "coordinates": [[[0, 0], [3, 0], [3, 3], [2, 3], [2, 1], [1, 1], [1, 3], [0, 3], [0, 0]]],
    }
    assert geo.point_in(*geo.representative(horseshoe), horseshoe)


def test_the_nearer_piece_of_a_broken_line_is_used():
    broken = {
        "type": "MultiLineString",
        "coordinates": [[[36.0, 35.0], [37.0, 35.0]], [[36.0, 36.0], [37.0, 36.0]]],
    }
    part = geo.line_part(broken, geo.point(35.99, 36.2), geo.point(36.01, 36.4))
    assert geo.representative(part)[0] == pytest.approx(36.0, abs=0.01)
    near = geo.line_near(broken, geo.point(35.01, 36.5), 5000)
    assert geo.length_km(near) == pytest.approx(10, rel=0.01)


@pytest.mark.parametrize(
    "bad",
    [
        None,
        {},
        {"type": "Point"},
        {"type": "Point", "coordinates": [1]},
        {"type": "Point", "coordinates": [36, 135]},
        {"type": "Point", "coordinates": ["a", 2]},
        {"type": "Point", "coordinates": [math.nan, 2]},
        {"type": "Polygon", "coordinates": []},
        {"type": "Mountain", "coordinates": [1, 2]},
    ],
)
def test_what_is_no_geometry_is_a_value_error(bad):
    with pytest.raises(ValueError, match=r"geometry|coordinates"):
        geo.parse(bad)


def test_a_self_crossing_polygon_is_repaired():
    bow_tie = {"type": "Polygon", "coordinates": [[[0, 0], [1, 1], [1, 0], [0, 1], [0, 0]]]}
    assert geo.area_km2(bow_tie) == pytest.approx(6154, rel=0.01)


@pytest.mark.parametrize("widths", [(-1, 5), (0, 0)])
def test_a_strip_without_width_is_refused(widths):
    with pytest.raises(ValueError, match="strip"):
        geo.buffer(EAST_ROAD, *widths)


@given(
    st.lists(
        st.tuples(st.floats(-3, 3, allow_nan=False), st.floats(-3, 3, allow_nan=False)),
        max_size=40,
    )
)
def test_many_points_in_zones_are_those_that_lie_in_each(points):
    zones = [
        {"type": "Polygon", "coordinates": [[[0, 0], [2, 0], [2, 2], [0, 2], [0, 0]]]},
        {"type": "Polygon", "coordinates": [[[-1, -1], [1, -1], [0, 1], [-1, -1]]]},
    ]
    lats, lons = [p[0] for p in points], [p[1] for p in points]
    for zone, inside in zip(zones, geo.points_in(lats, lons, zones), strict=True):
        wanted = [n for n, (lat, lon) in enumerate(points) if geo.point_in(lat, lon, zone)]
        assert list(inside) == wanted
