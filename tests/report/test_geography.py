import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from report.record_sample import sample, where

from trucewatch.report.geography import Geography


@pytest.fixture(scope="module")
def geography():
    return Geography(sample())


def feature(geography, id_):
    return next(row for row in geography.features if row.row.id == id_)


def test_a_zone_named_by_two_agreements_is_listed_once():
    record = sample()
    again = msgspec.structs.replace(record.agreements[0], id="other")
    both = Geography(msgspec.structs.replace(record, agreements=(*record.agreements, again)))
    assert [row.row.id for row in both.features] == ["corridor", "m4", "contact-line"]


@pytest.mark.parametrize(
    ("lat", "lon", "uncertainty", "standing"),
    [
        (35.85, 36.55, 500.0, "inside"),
        (35.92, 36.55, 4000.0, "possibly"),
        (35.94, 36.55, 500.0, "near"),
        (36.4, 36.55, 500.0, "far"),
    ],
)
def test_how_a_place_lies_to_a_zone(geography, lat, lon, uncertainty, standing):
    place = where("x", lat, lon, uncertainty_m=uncertainty)
    assert geography.standing(place, feature(geography, "corridor"))[0] == standing


def test_a_district_is_too_coarse_to_be_inside_or_outside(geography):
    place = where("x", 35.85, 36.55, precision="admin", uncertainty_m=20_000.0)
    assert geography.standing(place, feature(geography, "corridor")) is None
    assert geography.area_name(place) == "Known only to a district or wider"
    assert geography.area_name(where(None)) == "Place not resolved"


def test_distances_are_metric_and_from_the_edge_of_the_uncertainty(geography):
    line = feature(geography, "contact-line")
    exact = geography.standing(where("x", 36.0, 36.5, uncertainty_m=None), line)[1]
    vague = geography.standing(where("x", 36.0, 36.5, uncertainty_m=5000.0), line)[1]
    assert exact == pytest.approx(37.5, abs=0.7)
    assert exact - vague == pytest.approx(5.0, abs=0.1)


def test_an_area_is_computed_from_the_geometry(geography):
    assert feature(geography, "corridor").area_km2 == pytest.approx(614, rel=0.01)
    assert feature(geography, "m4").area_km2 is None


@given(st.floats(34.5, 37.3), st.floats(35.6, 42.3), st.floats(1, 20_000))
def test_more_uncertainty_never_makes_a_place_farther_away(lat, lon, metres):
    geography = Geography(sample())
    zone = feature(geography, "corridor")
    near = geography.standing(where("x", lat, lon, uncertainty_m=metres + 100), zone)[1]
    far = geography.standing(where("x", lat, lon, uncertainty_m=metres), zone)[1]
    assert near <= far + 1e-6
