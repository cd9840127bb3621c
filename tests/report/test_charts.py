import xml.etree.ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st
from report.record_sample import sample_report

from trucewatch.report.charts import overview, path, projection, timeline
from trucewatch.report.mapdata import circle

NAME = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def report():
    return sample_report()


def parsed(markup):
    return ET.fromstring(f'<x xmlns="http://www.w3.org/2000/svg">{markup}</x>')[0]


def test_the_overview_is_well_formed_and_marks_what_is_placed(report):
    svg = parsed(overview(report.map))
    marks = [node for node in svg.iter(f"{NAME}a") if node.get("data-day") is not None]
    assert len(marks) == report.map.located - report.map.beyond
    assert {node.get("href")[1:] for node in marks} == {"i1", "i3", "p1", "s1"}
    contested = [node for node in svg.iter(f"{NAME}path") if "contested" in node.get("class", "")]
    assert len(contested) == 1


def test_silence_can_be_seen(report):
    svg = parsed(timeline(report.timeline))
    kinds = [node.get("class") for node in svg.iter(f"{NAME}rect")]
    assert kinds.count("column silent") == 2
    assert kinds.count("column") == 1


def test_a_line_is_not_closed_and_a_polygon_is():
    project, _ = projection((36.0, 35.0, 37.0, 36.0))
    line = {"type": "LineString", "coordinates": [[36.1, 35.1], [36.9, 35.9]]}
    ring = {"type": "Polygon", "coordinates": [[[36.1, 35.1], [36.9, 35.1], [36.9, 35.9]]]}
    both = {"type": "GeometryCollection", "geometries": [line, ring]}
    assert not path(line, project).endswith("Z")
    assert path(ring, project).endswith("Z")
    assert path(both, project) == path(line, project) + path(ring, project)


@given(st.floats(-60, 60), st.floats(-170, 170), st.floats(100, 100_000))
def test_a_circle_holds_its_radius_in_every_direction(lat, lon, radius):
    from pyproj import Geod

    ring = circle(lat, lon, radius)["coordinates"][0]
    assert ring[0] == ring[-1]
    for east, north in ring[::8]:
        distance = Geod(ellps="WGS84").inv(lon, lat, east, north)[2]
        assert distance == pytest.approx(radius, rel=0.01)
