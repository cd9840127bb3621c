"""Places of rows and submissions: off the observer's position, or named."""

from __future__ import annotations

import pytest

from trucewatch import geo
from trucewatch.model import Document, Entry, Item, Passage, Span
from trucewatch.places import locate_entry
from trucewatch.places.records import offset_at

SARMIN = (35.9036, 36.7247)


def entry_of(layout="violations", **cells):
    text, spans = "", {}
    for column, value in cells.items():
        text += ("\n" if text else "") + f"{column}: "
        spans[column] = Span(len(text), len(text) + len(value))
        text += value
    return Document(
        item=Item(id="x", text=text, media_type="text/csv"),
        passages=(Passage(kind="article_body", start=0, end=len(text)),),
        entry=Entry(layout=layout, cells=spans),
    )


@pytest.fixture
def located(syria):
    def run(layout="violations", **cells):
        document = entry_of(layout, **cells)
        found = locate_entry(document, syria)
        told = [found.place, *(other.place for other in found.others)]
        for place in told:
            assert place is None or place.span.of(document.item.text) == place.text
        return found

    return run


def test_an_offset_counts_from_the_observer(located):
    found = located(position="Camera in Sarmin", location="2-4km SW")
    (observer,) = found.others
    assert (observer.role, observer.place.text) == ("observer", "Sarmin")
    assert (found.place.text, found.place.relation) == ("2-4km SW", "sector")
    assert found.place.chosen == observer.place.chosen
    base = geo.representative(observer.place.geometry)
    there = geo.representative(found.place.geometry)
    assert 1_500 < geo.points_distance_m(base, there) < 4_500
    assert abs(geo.bearing_deg(base, there) - 225) < 10
    assert found.issues == ()


@pytest.mark.parametrize(
    ("location", "bearing", "least", "most"),
    [
        ("SW, 3 km", 225, 2_000, 4_000),
        ("3km to the north-east", 45, 2_000, 4_000),
        ("225°, 3 km", 225, 2_000, 4_000),
        ("bearing 45 degrees at 10 km", 45, 7_000, 13_000),
        ("NNE", 22.5, 500, 10_000),
        ("500m N of the position", 0, 300, 700),
        ("3 km W from SMM camera", 270, 2_000, 4_000),
    ],
)
def test_forms_of_offsets(located, location, bearing, least, most):
    found = located(position="Sarmin", location=location)
    base = geo.representative(found.others[0].place.geometry)
    there = geo.representative(found.place.geometry)
    turn = abs((geo.bearing_deg(base, there) - bearing + 180) % 360 - 180)
    assert turn < 10
    assert least <= geo.points_distance_m(base, there) <= most


def test_a_distance_alone_is_a_ring(located):
    found = located(position="Sarmin", location="within 3 km")
    assert found.place.relation == "near"
    base = geo.representative(found.others[0].place.geometry)
    for bearing in (0, 90, 180, 270):
        sector = geo.sector(*base, bearing, 20, 2_900, 3_100)
        assert geo.distance_m(sector, found.place.geometry) == 0


def test_an_offset_from_a_named_place_does_not_count_from_the_observer(located):
    found = located(position="Ariha", location="3 km SSW of Sarmin")
    assert found.place.text == "3 km SSW of Sarmin"
    assert geo.points_distance_m(geo.representative(found.place.geometry), SARMIN) < 5_000
    assert found.others[0].place.text == "Ariha"
    assert located(location="E of Sarmin").place.text == "E of Sarmin"


def test_a_plain_name_is_resolved_as_usual(located):
    found = located(position="Ariha", location="Sarmin, Idlib")
    assert (found.place.text, found.place.relation) == ("Sarmin", "at")
    assert geo.points_distance_m(geo.representative(found.place.geometry), SARMIN) < 3_000
    unknown = located(location="Qqqqville")
    assert unknown.place.geometry is None
    assert [issue.code for issue in unknown.issues] == ["place_unresolved"]


def test_the_brackets_of_a_position_tell_namesakes_apart(located):
    assert located(position="Nayrab", location="Ariha").others[0].place.chosen is None
    found = located(position="Nayrab (8km E of Idlib)", location="2km N")
    assert found.others[0].place.chosen is not None
    assert found.place.geometry is not None
    assert found.issues == ()


def test_an_unknown_position_leaves_the_offset_open_and_says_so(located):
    found = located(position="Hill 99", location="2km N")
    assert (found.place.text, found.place.geometry, found.place.chosen) == ("2km N", None, None)
    assert [issue.code for issue in found.issues] == ["place_unresolved"]
    assert "Hill 99" in found.issues[0].message


def test_a_position_is_never_the_place_of_what_was_observed(located):
    found = located(position="Sarmin")
    assert found.place is None
    assert [other.role for other in found.others] == ["observer"]


def test_degrees_and_kilometres_from_a_fix(located):
    found = located(
        "sighting", position="35.90 36.72 300 8", location="Sarmin", bearing_deg="90",
        distance_km="2.5",
    )  # fmt: skip
    (observer,) = found.others
    assert observer.place.geometry == geo.point(35.90, 36.72)
    assert observer.place.uncertainty_m == 50
    there = geo.representative(found.place.geometry)
    assert abs(geo.bearing_deg((35.90, 36.72), there) - 90) < 2
    assert found.place.chosen is not None
    assert found.issues == ()


def test_a_bearing_that_leads_elsewhere_than_the_name_is_told(located):
    found = located(
        "sighting", position="35.90 36.72", location="Sarmin", bearing_deg="90", distance_km="60"
    )
    assert found.place.chosen is None
    assert "place_ambiguous" in {issue.code for issue in found.issues}


@pytest.mark.parametrize("fix", ["95.0 36.7", "35.9", "35.9 190.5", "0 0", "nan nan"])
def test_fixes_that_are_none(located, fix):
    assert located("sighting", position=fix, location="Sarmin").others == ()


def test_a_patrol_lies_where_it_was_stopped_else_along_its_way(located):
    stopped = located("patrol", driven="M4 from Trumba to Ariha", turned_at="35.85 36.60 0 5")
    assert stopped.place.geometry == geo.point(35.85, 36.60)
    way = located("patrol", planned="Saraqib - Sarmin - Ariha")
    assert (way.place.relation, way.place.geometry["type"]) == ("along", "LineString")
    assert [(one.role, one.place.text) for one in way.others] == [
        ("origin", "Saraqib"),
        ("via", "Sarmin"),
        ("destination", "Ariha"),
    ]
    unknown = located("patrol", planned="Sarmin - Qqqqville - Ariha")
    assert [one.place.text for one in unknown.others] == ["Sarmin", "Qqqqville", "Ariha"]
    assert unknown.place.geometry is None
    assert any("Qqqqville" in issue.message for issue in unknown.issues)
    assert located("patrol", driven="Ariha").place.text == "Ariha"
    assert located("patrol", outcome="blocked").place is None


@pytest.mark.parametrize(
    "text",
    ["", "Sarmin", "N/K", "west bank of the river", "SW edge of Ariha", "N. Sarmin", "3", "-"],
)
def test_what_is_no_offset(text):
    assert offset_at(text, Span(0, len(text))) is None


def test_prose_is_not_placed_here(syria, document):
    found = locate_entry(document("Shells hit Sarmin."), syria)
    assert (found.place, found.others, found.issues) == (None, (), ())
