"""Places against zones: inside, outside, straddling, too broad."""

from assess.assess_builders import AGREEMENTS, where
from hypothesis import given, settings
from hypothesis import strategies as st

from trucewatch import geo
from trucewatch.assess.ground import Ground, Spot, spot
from trucewatch.model import Where

MOSCOW = next(row for row in AGREEMENTS if row.id == "sy-idlib-moscow-2020")
GROUND = Ground(MOSCOW)
AREA = MOSCOW.zone("idlib-dea").geometry
BEYOND = MOSCOW.zone("across-the-border").geometry
LON, LAT = st.floats(35.5, 38.0), st.floats(34.8, 36.8)


@given(LON, LAT, st.floats(50, 30_000))
@settings(max_examples=60, deadline=None)
def test_answers_agree_with_the_geometry(lon, lat, radius):
    at = Spot("x", geo.circle(lat, lon, radius), broad=False)
    row = GROUND.position(at, "idlib-dea")
    assert 0.0 <= row.share <= 1.0
    inside = geo.point_in(lat, lon, AREA)
    if row.answer == "inside":
        assert row.share >= 0.9
        assert inside or geo.point_in(lat, lon, BEYOND)  # what lies abroad is not counted
    elif row.answer == "outside":
        assert row.share <= 0.1
        assert not inside
    else:
        assert row.answer == "straddles"


def test_a_point_without_uncertainty_is_in_or_out():
    assert GROUND.position(spot(where("Ariha", 0.0)), "m4-corridor").answer == "inside"
    row = GROUND.position(spot(where("al-Bara", 0.0)), "m4-corridor")
    assert row.answer == "outside"
    assert 4 < row.km < 7


def test_a_province_that_holds_a_zone_is_too_broad_for_it():
    west, south, east, north = 35.9, 35.2, 37.4, 36.5
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    province = Where(
        name="the province",
        place=None,
        geometry={"type": "Polygon", "coordinates": [ring]},
        lat=35.9,
        lon=36.6,
        uncertainty_m=70_000.0,
        precision="admin",
    )
    assert GROUND.position(spot(province), "m4-corridor").answer == "too_broad"


def test_a_collection_of_shapes_is_a_place_too():
    at = where("Ariha", 0.0)
    both = {"type": "GeometryCollection", "geometries": [geo.circle(35.81, 36.61, 900.0)]}
    assert GROUND.position(Spot("x", both, broad=False), "m4-corridor").answer == "inside"
    assert spot(None) is None
    assert spot(at) is not None


def test_a_road_reaches_as_far_as_its_sketch_may_be_off():
    assert GROUND.on_route(spot(where("Ariha")), "m4") is True
    assert GROUND.on_route(spot(where("al-Bara")), "m4") is False
    assert GROUND.on_route(spot(where("Ariha")), "idlib-dea") is True
