"""The provision types that the Syrian agreements do not use, on small agreements made here."""

import json

import msgspec
import pytest
from assess.assess_builders import (
    assessed,
    claim,
    finding,
    incident,
    only_test,
    restriction,
    sighting,
)

from trucewatch import agreement
from trucewatch.assess import TYPES
from trucewatch.model import Actor, Side, Source, Watch

HEAD = """
schema = "trucewatch.agreement/1"
[agreement]
id = "t"
title = "T"
signed = 2020-03-01
class = "preliminary"
timezone = "UTC"
[[party]]
id = "A"
name = "Army"
role = "signatory"
[[party]]
id = "B"
name = "Brigade"
role = "signatory"
[[party]]
id = "M"
name = "Mission"
role = "monitor"
[[line]]
id = "here"
name = "Line of here"
geometry = "here.geojson"
[[line]]
id = "there"
name = "Line of there"
geometry = "there.geojson"
[[zone]]
id = "area"
name = "Area"
derive = "buffer"
of = "here"
km = 60.0
[[weapon_class]]
id = "BIG"
name = "100 mm and above"
match_kinds = ["artillery"]
match_names = ["Grad"]
calibre_mm_min = 100
"""
# Two lines running north, 36.0 and 36.2 E: 18 km apart at 35.7 N, where Fatira (36.486) is 26 km
# from the second and 44 km from the first, and Dayr Sunbul (36.603) 36.5 and 54.6 km.
LINES = {"here": 36.0, "there": 36.2}
WATCH = Watch(
    id="w",
    title="W",
    theatre=(35.0, 34.0, 42.0, 37.0),
    timezone="UTC",
    sides=(Side(id="a", name="A", opposed_to=("b",)), Side(id="b", name="B", opposed_to=("a",))),
    sources=(
        Source(id="a-press", name="A", kind="ministry", side="a", independence_group="a"),
        Source(id="b-press", name="B", kind="ministry", side="b", independence_group="b"),
        Source(id="mission", name="M", kind="monitor", side="monitor", independence_group="m"),
    ),
    actors=(
        Actor(id="A", name="Army", type="armed_forces", side="a"),
        Actor(id="B", name="Brigade", type="armed_group", side="b"),
        Actor(id="M", name="Mission", type="organisation", side="monitor"),
        Actor(id="NGO", name="Aid", type="organisation", side="humanitarian"),
    ),
)
DAY = "2020-03-17"


@pytest.fixture
def text(tmp_path):
    for name, lon in LINES.items():
        line = {"type": "LineString", "coordinates": [[lon, 35.0], [lon, 36.5]]}
        (tmp_path / f"{name}.geojson").write_text(json.dumps(line))

    def loaded(provision):
        path = tmp_path / "t.toml"
        path.write_text(f'{HEAD}\n[[provision]]\nid = "P"\n{provision}\n', encoding="utf-8")
        return agreement.load(path, strict=True)

    return loaded


def run_(text, provision, claims, day=DAY, **groups):
    found = assessed(claims, agreements=[text(provision)], watch=WATCH, **groups)
    subject = next((row for rows in groups.values() for row in rows), None)
    test = only_test(found, subject, "t") if subject else None
    return test, finding(found, "t", "P", day)


def test_every_type_of_the_loader_has_an_assessor():
    assert set(TYPES) == set(agreement.provision_types().types)


WITHDRAWAL = """
type = "weapons_withdrawal"
obligated = ["A", "B"]
weapon_class = "BIG"
security_zone_km = 80
distance_from_line_km = 40
reference_line = { A = "here", B = "there" }
due = 2020-03-10
"""


@pytest.mark.parametrize(
    ("owner", "town", "expected"),
    [
        ("A", "Fatira", "no_operative_provision"),  # 44 km from A's line: far enough
        ("B", "Fatira", "reported"),  # 26 km from B's line: too close
        (None, "Fatira", "boundary_case"),  # whose it is decides
        (None, "Dayr Sunbul", "boundary_case"),
        ("B", "Saraqib", "out_of_scope"),  # far from both
    ],
)
def test_withdrawal_measures_from_the_owners_line(text, owner, town, expected):
    told = claim("sighting", "mission", DAY, town, time=DAY, weapons=[("guns", "artillery")])
    seen = sighting([told], DAY, town, [owner] if owner else [], ["artillery"])
    test, _ = run_(text, WITHDRAWAL, [told], sightings=[seen])
    assert test.answer == expected
    if expected in ("reported", "boundary_case"):
        assert ("distance required", "40 km (80 km between both sides / 2 = 40 km for each)") in (
            test.measures
        )


def test_withdrawal_is_not_due_before_its_deadline(text):
    told = claim("sighting", "mission", "2020-03-09", "Fatira", weapons=[("guns", "artillery")])
    seen = sighting([told], "2020-03-09", "Fatira", ["B"], ["artillery"])
    test, found = run_(text, WITHDRAWAL, [told], day="2020-03-09", sightings=[seen])
    assert test.answer == found.status == "not_due"


@pytest.mark.parametrize(
    ("weapon", "calibre", "expected"),
    [
        (("gun", "artillery"), None, "reported"),
        (("gun", "artillery"), 122.0, "reported"),
        (("gun", "artillery"), 76.0, "no_operative_provision"),
        (("BM-21 Grad launcher", "mlrs"), None, "reported"),
        (("gradual pistol", "pistol"), None, "no_operative_provision"),
    ],
)
def test_weapons_match_by_name_kind_and_calibre(text, weapon, calibre, expected):
    told = claim("sighting", "mission", DAY, "Fatira", time=DAY, weapons=[weapon])
    one = msgspec.structs.replace(told.weapons[0], calibre_mm=calibre)
    told = msgspec.structs.replace(told, weapons=(one,))
    seen = sighting([told], DAY, "Fatira", ["B"], [weapon[1]])
    assert run_(text, WITHDRAWAL, [told], sightings=[seen])[0].answer == expected


ACCESS = 'type = "monitoring_access"\nobligated = ["A"]\nmonitor = "M"\ncounts = ["denial"]\n'
ACCESS += 'zone = "area"\nfrom = 2020-03-02'


@pytest.mark.parametrize(
    ("kind", "against", "expected"),
    [
        ("denial", ("M",), "reported"),
        ("delay", ("M",), "no_operative_provision"),
        ("denial", ("NGO",), "no_operative_provision"),
    ],
)
def test_access_counts_what_the_text_counts(text, kind, against, expected):
    told = claim("access_restriction", "mission", DAY, "Fatira", time=DAY)
    row = restriction([told], DAY, "Fatira", kind, ("A",), against)
    test, found = run_(text, ACCESS, [told], restrictions=[row])
    assert test.answer == expected
    assert found.coverage == "access_denied"  # the monitor only tells of being kept out
    if expected == "reported":
        assert [one.party for one in found.answerable] == ["A"]


def test_a_monitors_own_report_is_partial_observation(text):
    told = claim("sighting", "mission", DAY, "Fatira", time=DAY)
    _, found = run_(text, ACCESS, [told])
    assert (found.status, found.coverage) == ("no_violation_reported", "partly_observed")


TRANSFER = 'type = "territory_transfer"\nzone = "area"\nfrom_party = "A"\nto_party = "B"\n'
TRANSFER += 'obligated = ["A"]\ndue = 2020-03-10'


def test_a_transfer_is_shown_by_control_of_the_one_and_withdrawal_of_the_other(text):
    held = claim("control", "b-press", "2020-03-09", "Fatira", time="2020-03-09", people=["B"])
    row = incident("control", "2020-03-09", "Fatira", [held])
    test, found = run_(text, TRANSFER, [held], incidents=[row])
    assert test.answer == found.status == "claimed_implemented"
    left = claim("withdrawal", "a-press", "2020-03-09", "Fatira", time="2020-03-09", people=["A"])
    row = incident("withdrawal", "2020-03-09", "Fatira", [left])
    test, found = run_(text, TRANSFER, [left], day="2020-03-09", incidents=[row])
    assert test.answer == found.status == "under_way"
    wrong = claim("control", "a-press", "2020-03-09", "Fatira", time="2020-03-09", people=["A"])
    row = incident("control", "2020-03-09", "Fatira", [wrong])
    assert run_(text, TRANSFER, [wrong], incidents=[row])[0].provision is None


def test_a_transfer_that_nobody_reports_is_overdue_only_where_somebody_reports(text):
    other = claim("displacement", "b-press", DAY, "Fatira", time=DAY)
    assert run_(text, TRANSFER, [other])[1].status == "overdue"
    assert run_(text, TRANSFER, [])[1].status == "no_information"
    assert run_(text, TRANSFER, [], day="2020-03-10")[1].status == "not_due"


def test_status_quo_with_acts_is_a_prohibition(text):
    provision = (
        'type = "status_quo"\nzone = "area"\nobligated = ["A"]\nprohibited = ["fortification"]'
    )
    told = claim("fortification", "b-press", DAY, "Fatira", time=DAY)
    row = sighting([told], DAY, "Fatira", ["A"])
    test, found = run_(text, provision, [told], sightings=[row])
    assert test.answer == found.status == "reported"


def test_a_prohibition_ends_when_the_text_says(text):
    provision = (
        'type = "cessation_of_hostilities"\nzone = "area"\nobligated = ["A"]\n'
        'from = 2020-03-02T00:00:00Z\nuntil = 2020-03-16T12:00:00Z\nprohibited = ["shelling"]'
    )
    told = claim("shelling", "b-press", DAY, "Fatira", time=DAY)
    row = incident("shelling", DAY, "Fatira", [told], doers=["A"])
    test, found = run_(text, provision, [told], incidents=[row])
    assert test.answer == found.status == "not_in_force"
    early = claim("shelling", "b-press", "2020-03-15", "Fatira", time="2020-03-15")
    row = incident("shelling", "2020-03-15", "Fatira", [early], doers=["A"])
    assert run_(text, provision, [early], "2020-03-15", incidents=[row])[1].status == "reported"


def test_a_zone_without_geometry_is_not_assessable(text, tmp_path):
    provision = (
        'type = "cessation_of_hostilities"\nzone = "area"\nobligated = ["A"]\n'
        'from = 2020-03-02T00:00:00Z\nprohibited = ["shelling"]'
    )
    text(provision)
    (tmp_path / "here.geojson").unlink()
    loaded = agreement.load(tmp_path / "t.toml")
    told = claim("shelling", "b-press", DAY, "Fatira", time=DAY)
    row = incident("shelling", DAY, "Fatira", [told])
    found = assessed([told], agreements=[loaded], watch=WATCH, incidents=[row])
    assert only_test(found, row, "t").answer == "not_assessable"
    assert "no geometry" in only_test(found, row, "t").reason
