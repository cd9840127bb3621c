"""Many places measured at once give what one place measured alone gives."""

import pytest
from assess.assess_builders import AGREEMENTS
from hypothesis import given, settings
from hypothesis import strategies as st

from trucewatch import agreement, geo
from trucewatch.assess.ground import Ground, Spot, band_id, spot
from trucewatch.model import Where

MOSCOW = next(row for row in AGREEMENTS if row.id == "sy-idlib-moscow-2020")
MINSK = agreement.load(agreement.shipped_file("ua-minsk2-2015"))
LON, LAT = st.floats(35.0, 38.5), st.floats(34.5, 37.0)


def round_(lat, lon, radius):
    return spot(
        Where(
            name="x",
            place=None,
            geometry=geo.point(lat, lon),
            lat=lat,
            lon=lon,
            uncertainty_m=radius,
            precision="exact",
        )
    )


@given(st.lists(st.tuples(LAT, LON, st.sampled_from([0.0, 500.0, 5_000.0, 40_000.0])), max_size=30))
@settings(max_examples=30, deadline=None)
def test_at_once_and_one_by_one_agree(rows):
    together, alone = Ground(MOSCOW), Ground(MOSCOW)
    spots = [round_(*row) for row in rows]
    together.survey(spots)
    for at in spots:
        for zone in ("idlib-dea", "m4-corridor"):
            assert together.standing(at, zone) == alone.standing(at, zone)
        assert together.nearest(at) == alone.nearest(at)


@given(LAT, LON, st.sampled_from([300.0, 5_000.0, 40_000.0]))
@settings(max_examples=40, deadline=None)
def test_shares_are_those_of_exact_geometry(lat, lon, radius):
    ground = Ground(MOSCOW)
    at = round_(lat, lon, radius)
    exact = Spot("x", geo.circle(lat, lon, radius), broad=False)
    for zone in ("idlib-dea", "m4-corridor"):
        one, other = ground.standing(at, zone), ground.standing(exact, zone)
        assert one.share == pytest.approx(other.share, abs=0.01)


@given(LAT, LON)
@settings(max_examples=30, deadline=None)
def test_distances_are_geodesic(lat, lon):
    ground = Ground(MOSCOW)
    at = round_(lat, lon, 0.0)
    line = MOSCOW.line("m4")
    exact = geo.distance_m(geo.point(lat, lon), line.geometry) / 1e3
    assert ground.km_to_line(at, line) == pytest.approx(exact, rel=0.005, abs=0.05)
    id_, km = ground.nearest(at)
    if not ground.touches(at):
        geometry = MOSCOW.zone(id_).geometry if MOSCOW.zone(id_) else MOSCOW.line(id_).geometry
        real = geo.distance_m(geo.point(lat, lon), geometry) / 1e3
        assert km == pytest.approx(real, rel=0.01, abs=0.1)


def test_a_band_is_as_wide_as_the_distance():
    ground = Ground(MINSK)
    line = MINSK.line("line-defacto")
    band = band_id("line-defacto", 25.0)
    for lat, lon in ((48.0, 37.3), (48.0, 37.2), (48.6, 37.9), (47.3, 37.3), (48.1, 38.9)):
        at = round_(lat, lon, 0.0)
        km = geo.distance_m(geo.point(lat, lon), line.geometry) / 1e3
        if abs(km - 25.0) > 0.2:
            assert (ground.standing(at, band).answer == "inside") == (km < 25.0)


def test_a_circle_too_wide_for_a_plane_is_measured_by_itself():
    ground = Ground(MOSCOW)
    at = round_(35.8, 36.6, 120_000.0)
    assert ground.row(at) is None
    assert ground.standing(at, "idlib-dea").answer == "straddles"


def test_an_agreement_without_geometry_answers_unknown():
    import msgspec

    bare = msgspec.structs.replace(
        MOSCOW,
        zones=tuple(msgspec.structs.replace(row, geometry=None) for row in MOSCOW.zones),
        lines=tuple(msgspec.structs.replace(row, geometry=None) for row in MOSCOW.lines),
    )
    ground = Ground(bare)
    at = round_(35.8, 36.6, 1_000.0)
    ground.survey([at, None])
    assert ground.standing(at, "idlib-dea").answer == "unknown"
    assert ground.km_to_line(at, bare.line("m4")) is None
    assert ground.touches(at)  # nothing tells that it lies outside
