import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from trucewatch import geo
from trucewatch.places.atlas import Atlas
from trucewatch.places.expressions import Expression
from trucewatch.places.geometry import place
from trucewatch.places.pack import Row
from trucewatch.places.scene import Found

NAME = Found(first=0, last=0, start=0, end=1, key="x", known=True)
EMPTY = Atlas((), (), {})


def town(lat, lon, population=None):
    return Row(id="t", kind="locality", name="X", lat=lat, lon=lon, population=population)


def ground(located, number=0):
    return located.mentions[number].place


def test_near_is_a_point_with_five_kilometres_about_it(in_syria):
    near = ground(in_syria("A shell fell near Ariha."))
    assert near.geometry["type"] == "Point"
    assert near.uncertainty_m == 5000
    assert near.precision == "near"


def test_a_few_km_west_of_saraqib_holds_turumbah(in_syria):
    sector = ground(in_syria("It happened a few km west of Saraqib."))
    turumbah = ground(in_syria("It happened in Trumba."))
    lon, lat = turumbah.geometry["coordinates"]
    assert geo.point_in(lat, lon, sector.geometry)


def test_a_place_is_a_point_with_the_radius_of_its_size(in_syria):
    village, city = (ground(in_syria(f"A shell hit {name}.")) for name in ("Afis", "Aleppo"))
    assert village.geometry["type"] == city.geometry["type"] == "Point"
    assert village.uncertainty_m < city.uncertainty_m
    assert village.precision == "exact"


def test_parts_of_the_m4(in_syria):
    whole, near, between = (
        geo.length_km(ground(in_syria(text)).geometry)
        for text in (
            "Along the M4 nothing moved.",
            "Tyres burned on the M4 near Ariha.",
            "Tyres burned on the M4 between Nayrab and Ariha.",
        )
    )
    assert near == pytest.approx(10, rel=0.1)
    assert near < between < 15 < whole


def test_a_road_that_goes_on_elsewhere_is_not_bent_to_the_known_part(in_syria):
    far = ground(in_syria("A truck burned on the M4 near Ain Issa."))
    lat, lon = geo.representative(far.geometry)
    assert geo.points_distance_m((lat, lon), (36.385, 38.861)) < 6000


def test_countryside_leaves_the_town_out_and_a_side_halves_it(in_syria):
    whole = ground(in_syria("Calm in the Idlib countryside.")).geometry
    south = ground(in_syria("Calm in the southern countryside of Idlib.")).geometry
    assert not geo.point_in(35.9306, 36.6339, whole)
    assert geo.area_km2(south) < 0.7 * geo.area_km2(whole)
    assert geo.representative(south)[0] < geo.representative(whole)[0]


def test_an_area_has_its_border_and_its_class(in_syria):
    province = ground(in_syria("It rained in Idlib province."))
    assert (province.relation, province.precision) == ("in_area", "region")
    assert 5000 < geo.area_km2(province.geometry) < 7000
    assert ground(in_syria("It rained in northern Idlib.")).precision == "admin"


def test_a_list_covers_all_its_members(in_syria):
    cover, *members = (one.place for one in in_syria("Shells hit Sarmin and Afis.").mentions)
    assert all(geo.within_fraction(one.geometry, geo.circle(35.905, 36.76, 9000)) == 1
               for one in (cover, *members))  # fmt: skip
    assert cover.uncertainty_m > max(one.uncertainty_m for one in members)


def test_one_open_end_leaves_between_unplaced(in_syria):
    place_ = ground(in_syria("A post stands between Xanthoq and Ariha."))
    assert (place_.relation, place_.geometry, place_.chosen) == ("between", None, None)


@settings(max_examples=60, deadline=None)
@given(
    st.floats(-60, 60),
    st.floats(-170, 170),
    st.sampled_from([0.0, 45.0, 90.0, 180.0, 270.0, 315.0]),
    st.floats(500, 20_000),
)
def test_every_sector_lies_on_its_side_within_its_reach(lat, lon, bearing, far):
    asked = Expression("sector", 0, 1, (NAME,), bearings=(bearing,), metres=(far / 2, far))
    placed = place(EMPTY, asked, [town(lat, lon)])
    middle = geo.representative(placed.geometry)
    turned = abs((geo.bearing_deg((lat, lon), middle) - bearing + 180) % 360 - 180)
    assert turned < 5
    assert placed.uncertainty_m <= 2 * far


@settings(max_examples=60, deadline=None)
@given(st.floats(-60, 60), st.floats(-170, 170), st.floats(0.0, 0.3), st.floats(0.0, 0.3))
def test_between_holds_both_ends_or_touches_them(lat, lon, north, east):
    ends = [town(lat, lon), town(lat + north, lon + east)]
    asked = Expression("between", 0, 1, (NAME, NAME))
    placed = place(EMPTY, asked, ends)
    for end in ends:
        assert geo.distance_m(placed.geometry, geo.point(end.lat, end.lon)) < 50


def test_what_is_unknown_stays_unplaced():
    placed = place(EMPTY, Expression("near", 0, 1, (NAME,)), [None])
    assert (placed.geometry, placed.uncertainty_m, placed.precision) == (None, None, "unknown")
