import math

from hypothesis import given
from hypothesis import strategies as st

from trucewatch.model import Where
from trucewatch.publish.coarsen import METRES, coarsened, snapped

LAT, LON = st.floats(-70, 70), st.floats(-179, 179)
GRID = st.sampled_from([100.0, 1000.0, 5000.0])


def metres(lat, lon, other_lat, other_lon):
    wide = (lon - other_lon) * METRES * math.cos(math.radians(lat))
    return math.hypot((lat - other_lat) * METRES, wide)


@given(LAT, LON, GRID)
def test_snapping_is_stable_and_never_moves_farther_than_half_a_diagonal(lat, lon, grid):
    once = snapped(lat, lon, grid)
    assert snapped(lat, lon, grid) == once
    assert metres(lat, lon, *once) <= grid / math.sqrt(2) * 1.01 + 2


def test_two_points_of_one_cell_become_one():
    assert snapped(35.9301, 36.6301, 1000) == snapped(35.9302, 36.6302, 1000)


def test_the_uncertainty_still_holds_the_true_place():
    where = Where(
        name="x",
        place=None,
        geometry={"type": "Point", "coordinates": [36.63, 35.93]},
        lat=35.93,
        lon=36.63,
        uncertainty_m=500.0,
        precision="exact",
    )
    coarse = coarsened(where, 1000.0)
    assert (coarse.lat, coarse.lon) != (where.lat, where.lon)
    assert coarse.geometry == {"type": "Point", "coordinates": [coarse.lon, coarse.lat]}
    assert coarse.uncertainty_m >= 500 + metres(35.93, 36.63, coarse.lat, coarse.lon)


def test_a_line_stays_a_line():
    line = {"type": "LineString", "coordinates": [[36.0, 35.0], [36.1, 35.1]]}
    where = Where(
        name="x", place=None, geometry=line, lat=35.05, lon=36.05, uncertainty_m=None,
        precision="part",
    )  # fmt: skip
    assert coarsened(where, 1000.0).geometry == line
