"""Loading agreements: what a right file gives, and that a wrong one is told all at once."""

import json
from pathlib import Path

import msgspec
import pytest

import trucewatch
from trucewatch import agreement, geo
from trucewatch.errors import AgreementError
from trucewatch.model import ACTS, Agreement, Zone

EXAMPLE = Path(trucewatch.__file__).parent / "examples" / "idlib_2020" / "agreements"
SHIPPED = sorted(agreement.library.SHIPPED.glob("*.toml"))

SMALL = """
schema = "trucewatch.agreement/1"
[agreement]
id = "x"
title = "X"
signed = 2020-03-05
class = "preliminary"
timezone = "Asia/Damascus"
[[party]]
id = "A"
name = "Army"
role = "signatory"
[[line]]
id = "road"
name = "Road"
geometry = "geo/road.geojson"
[[zone]]
id = "belt"
name = "Belt"
derive = "buffer"
of = "road"
km = 5.0
[[provision]]
id = "P1"
type = "cessation_of_hostilities"
obligated = ["A"]
zone = "belt"
from = 2020-03-06T00:01:00+02:00
prohibited = ["shelling"]
[[provision]]
id = "P2"
type = "undertaking_with_deadline"
obligated = ["A"]
due = { anchor = ["signed", "P1.from"], within_days = 7 }
"""
ROAD = {"type": "LineString", "coordinates": [[36.0, 35.0], [36.0, 35.9]]}


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "agreements").mkdir()
    (tmp_path / "geo").mkdir()
    (tmp_path / "geo" / "road.geojson").write_text(json.dumps(ROAD))
    return tmp_path


def write(folder, text=SMALL, name="x.toml"):
    path = folder / "agreements" / name
    path.write_text(text, encoding="utf-8")
    return path


def problems(folder, *changes, text=SMALL, strict=True):
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    with pytest.raises(AgreementError) as caught:
        agreement.load(write(folder, text), strict=strict)
    assert "x.toml" in caught.value.message
    assert caught.value.fix
    return caught.value.message


def test_a_right_file_resolves_everything(folder):
    loaded = agreement.load(write(folder), strict=True)
    assert loaded.issues == ()
    zone = loaded.zone("belt")
    assert 950 < geo.area_km2(zone.geometry) < 1050  # 100 km of road, 10 km wide
    assert (zone.derive, zone.of, zone.geometry_note.quality) == ("buffer", ("road",), "derived")
    assert loaded.provision("P1").from_ == "2020-03-06T00:01:00+02:00"
    assert loaded.provision("P2").due.dates == ("2020-03-12", "2020-03-13")
    (deadline,) = loaded.deadlines
    assert deadline == agreement.deadlines(loaded)[0]
    assert "overdue only after the later" in deadline.reason


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ('"shelling"', '"sheling"', ["provision[0].prohibited (P1)", '"shelling"']),
        ('obligated = ["A"]\nzone', 'obligated = ["B"]\nzone', ["provision[0].obligated", '"B"']),
        ('zone = "belt"', 'zone = "blet"', ["provision[0].zone", 'did you mean "belt"']),
        ('zone = "belt"', "", ["zone or line", "cessation_of_hostilities needs it"]),
        ('zone = "belt"', 'zome = "belt"', ["provision[0].zome", 'did you mean "zone"']),
        ('"signed",', '"signd",', ["provision[1].due.anchor (P2)", 'did you mean "signed"']),
        (", within_days = 7", "", ["due", "within_days or within_hours"]),
        ("T00:01:00+02:00", "T00:01:00", ["provision[0].from", "no offset"]),
        ("from = 2020-03-06T00:01:00+02:00", "from = 2020-02-01", ["before the signature"]),
        ("prohibited", "until = 2020-03-01\nprohibited", ["provision[0].until", "not after from"]),
        ('role = "signatory"', 'role = "sponsor"', ["party[0].role", '"signatory_guarantor"']),
        ('"Asia/Damascus"', '"Asia/Damaskus"', ["agreement.timezone", "IANA"]),
        ('class = "preliminary"', 'class = "truce"', ["agreement.class", '"definitive"']),
        ("signed = 2020-03-05", 'signed = "2020-03-05"', ["agreement.signed", "expected a date"]),
        ("km = 5.0", "km = -5.0", ["zone[0].km", "out of range"]),
        ("km = 5.0", "", ["zone[0].derive", "left_km and right_km"]),
        ('of = "road"', 'of = "raod"', ["zone[0].of", 'did you mean "road"']),
        ('of = "road"', "", ["zone[0].of", "missing"]),
        ('id = "P2"', 'id = "P1"', ['the id "P1" is used 2 times']),
        ('id = "belt"', 'id = "road"', ["several shapes"]),
        ("undertaking_with_deadline", "undertaking", ["provision[1].type", "did you mean"]),
        ("agreement/1", "agreement/0.1", ["schema", 'expected "trucewatch.agreement/1"']),
        ('name = "Army"', "name = 7", ["party[0].name (A)", "expected a text, found a number"]),
        ("geo/road", "../road", ["line[0].geometry", "leaves the watch folder"]),
        ("geo/road", "geo/raod", ["line[0].geometry", "does not exist"]),
        ('obligated = ["A"]\nzone', "obligated = []\nzone", ["provision[0].obligated", "empty"]),
    ],
)
def test_each_problem_names_key_expectation_and_fix(folder, old, new, expected):
    message = problems(folder, (old, new))
    for words in expected:
        assert words in message


def test_all_problems_are_told_at_once(folder):
    message = problems(
        folder,
        ('"shelling"', '"sheling"'),
        ('"signed",', '"signd",'),
        ('role = "signatory"', 'role = "sponsor"'),
        ('title = "X"', ""),
    )
    assert "4 problems" in message
    assert message.count("\n  ") == 4


DISTANCES = """
[[line]]
id = "other"
name = "Other road"
geometry = "geo/road.geojson"
[[weapon_class]]
id = "BIG"
name = "Big"
match_kinds = ["artillery"]
[[provision]]
id = "P3"
type = "weapons_withdrawal"
obligated = ["A"]
weapon_class = "BIG"
security_zone_km = 50
distance_from_line_km = 25
reference_line = { A = "road" }
due = 2020-04-01
"""


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (
            "_line_km = 25",
            "_line_km = 50",
            ["distance_from_line_km (P3)", "whole width", "write 25"],
        ),
        ("_line_km = 25", "_line_km = 30", ["not half of it", "write 25"]),
        ('{ A = "road" }', '{ B = "road" }', ['no party is called "B"']),
        ('{ A = "road" }', '{ A = "rode" }', ['no line is called "rode"', 'did you mean "road"']),
        ('["artillery"]', "[]", ["weapon_class[0].match_kinds", "nothing would match"]),
        ("security", "calibre_mm_min = 9\nsecurity", ["the key is not known", "P3"]),
        ('id = "other"', 'id = "road"', ['the id "road" is used 2 times']),
    ],
)
def test_distances_say_whose_half_they_are(folder, old, new, expected):
    assert agreement.load(write(folder, SMALL + DISTANCES), strict=True)
    message = problems(folder, (old, new), text=SMALL + DISTANCES)
    for words in expected:
        assert words in message


@pytest.mark.parametrize(
    ("provision", "expected"),
    [
        ('type = "duration"\napplies_to = "P1"\nterm = "five years"', ["no length of time"]),
        ('type = "duration"\napplies_to = "P9"\nterm = "5 years"', ['no provision is called "P9"']),
        (
            'type = "duration"\napplies_to = "P1"\nterm = "1 day"\nrenewal = { notise = "1 day" }',
            ["renewal", "notise", 'did you mean "notice"'],
        ),
        (
            'type = "disengagement"\nobligated = ["A"]\nzone = "belt"\ngate = { where = "here" }',
            ["no_verified_violation_days", "missing", "each area"],
        ),
        (
            'type = "humanitarian_access"\nobligated = ["A"]\ncounts = ["convoy_blocked"]',
            ["no kind of incident", "attack_on_aid"],
        ),
        (
            'type = "deployment"\nforce = "A"\nceiling = { persons = 5 }',
            ["ceiling", "persons", "personnel"],
        ),
        (
            'type = "territory_transfer"\nzone = "belt"\nfrom_party = "A"\nto_party = "A"',
            ["the same party"],
        ),
        (
            'type = "hold_positions"\nobligated = ["A"]\nline = "road"\nheld = { A = "bolt" }',
            ['no zone is called "bolt"', 'did you mean "belt"'],
        ),
        (
            'type = "undertaking_with_deadline"\nobligated = ["A"]\ndue = [2020-04-01, "soon"]',
            ["due", "expected a date"],
        ),
        ('type = "undertaking_with_deadline"\nobligated = ["A"]\ndue = []', ["due", "empty"]),
    ],
)
def test_clauses_are_checked_inside(folder, provision, expected):
    text = f'{SMALL}[[provision]]\nid = "P3"\n{provision}\n'
    message = problems(folder, text=text)
    for words in expected:
        assert words in message


def test_axes_in_the_wrong_order_are_told_apart(folder):
    turned = {"type": "LineString", "coordinates": [[35.0, 48.0], [35.9, 48.0]]}
    right = {"type": "LineString", "coordinates": [[48.0, 35.0], [48.0, 35.9]]}
    (folder / "geo" / "road.geojson").write_text(json.dumps(right))
    text = SMALL.replace('"Asia/Damascus"', '"Asia/Tehran"')
    assert agreement.load(write(folder, text), strict=True)
    (folder / "geo" / "turned.geojson").write_text(json.dumps(turned))
    more = '[[line]]\nid = "turned"\nname = "Turned"\ngeometry = "geo/turned.geojson"\n'
    message = problems(folder, text=text + more)
    assert "line[1].geometry (turned)" in message
    assert "longitude comes first" in message


def test_axes_are_told_by_the_city_of_the_time_zone(folder):
    text = SMALL.replace('"Asia/Damascus"', '"America/Sao_Paulo"')
    point = '[[place]]\nid = "p"\nnames = ["P"]\npoint = [{}, {}]\n'
    assert agreement.load(write(folder, text + point.format(-47.9, -15.5)), strict=True)
    message = problems(folder, text=text + point.format(-15.5, -47.9))
    assert "place[0].point (p)" in message


def test_coordinates_in_metres_or_without_a_number_are_refused(folder):
    metres = {"type": "LineString", "coordinates": [[4_007_501.0, 4_163_881.0], [4e6, 4e6]]}
    (folder / "geo" / "road.geojson").write_text(json.dumps(metres))
    assert "WGS 84 degrees, longitude first" in problems(folder)
    nothing = '{"type": "LineString", "coordinates": [[36.0, 35.0], [36.0, NaN]]}'
    (folder / "geo" / "road.geojson").write_text(nothing)
    assert "NaN is no number" in problems(folder)


def test_nothing_is_half_loaded(folder):
    """One wrong file of a folder stops all of it, and each of its problems is told."""
    write(folder)
    write(folder, SMALL.replace('id = "x"', 'id = "y"').replace('"A"', '"B"', 1), "y.toml")
    with pytest.raises(AgreementError) as caught:
        agreement.load_folder(folder / "agreements")
    assert "y.toml" in caught.value.message
    assert "Nothing of this folder was loaded" in caught.value.fix


def test_dates_that_do_not_exist_and_broken_toml_name_the_file(folder):
    assert "no valid TOML" in problems(folder, ("2020-03-05", "2020-02-30"))
    assert "no valid TOML" in problems(folder, ("[[party]]", "[[party"))
    path = folder / "agreements" / "x.toml"
    path.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(AgreementError, match="not UTF-8"):
        agreement.load(path)
    with pytest.raises(AgreementError, match="cannot be read"):
        agreement.load(folder / "nowhere.toml")


def test_missing_geometry_is_an_issue_unless_strict(folder):
    (folder / "geo" / "road.geojson").unlink()
    loaded = agreement.load(write(folder))
    assert [row.code for row in loaded.issues] == ["geometry_missing"] * 2
    assert "belt" in loaded.issues[1].message
    assert loaded.zone("belt").geometry is None
    with pytest.raises(AgreementError, match="does not exist"):
        agreement.load(write(folder), strict=True)


@pytest.mark.parametrize(
    ("geometry", "words"),
    [
        ("{", "not JSON"),
        ("[]", "no GeoJSON object"),
        ('{"type": "Point", "coordinates": [36, 35]}', "holds a Point"),
        ('{"type": "LineString", "coordinates": [[36, 35], [36, 95]]}', "longitude"),
        ('{"type": "LineString", "coordinates": []}', "empty"),
        ('{"type": "FeatureCollection", "features": []}', "0 features"),
        ('{"type": "Feature", "geometry": null}', "no geometry"),
        (json.dumps({**ROAD, "crs": {"properties": {"name": "EPSG:3857"}}}), "not in WGS 84"),
    ],
)
def test_unusable_geometry_is_an_error_even_when_lenient(folder, geometry, words):
    (folder / "geo" / "road.geojson").write_text(geometry)
    assert words in problems(folder, strict=False)


def test_an_area_that_crosses_itself_is_refused(folder):
    ring = [[36.0, 35.0], [37.0, 36.0], [37.0, 35.0], [36.0, 36.0], [36.0, 35.0]]
    bow = {"type": "Polygon", "coordinates": [ring]}
    (folder / "geo" / "bow.geojson").write_text(json.dumps(bow))
    derive = 'derive = "buffer"\nof = "road"\nkm = 5.0'
    message = problems(folder, (derive, 'geometry = "geo/bow.geojson"'))
    assert "crosses itself" in message


def zone(id_, rest):
    return f'\n[[zone]]\nid = "{id_}"\nname = "{id_}"\n{rest}\n'


def test_derived_zones_subtract_clip_and_take_sides(folder):
    text = SMALL + zone("east", 'derive = "buffer"\nof = "road"\nleft_km = 0\nright_km = 10.0')
    text += zone("both", 'derive = "buffer"\nof = "road"\nkm = 10.0\nsubtract = ["belt"]')
    text += zone("half", 'derive = "buffer"\nof = "road"\nkm = 10.0\nclip = "east"')
    loaded = agreement.load(write(folder, text), strict=True)
    assert not geo.point_in(35.4, 35.95, loaded.zone("east").geometry)
    assert geo.point_in(35.4, 36.05, loaded.zone("east").geometry)
    assert not geo.point_in(35.4, 36.02, loaded.zone("both").geometry)
    assert geo.point_in(35.4, 36.08, loaded.zone("both").geometry)
    half, east = loaded.zone("half").geometry, loaded.zone("east").geometry
    assert geo.area_km2(half) == pytest.approx(geo.area_km2(east), rel=0.01)


def test_a_band_lies_between_two_lines_whichever_way_they_run(folder):
    other = {"type": "LineString", "coordinates": [[36.1, 35.9], [36.1, 35.0]]}
    (folder / "geo" / "other.geojson").write_text(json.dumps(other))
    text = SMALL + '\n[[line]]\nid = "other"\nname = "Other"\ngeometry = "geo/other.geojson"\n'
    text += zone("band", 'derive = "band"\nof = ["road", "other"]')
    band = agreement.load(write(folder, text), strict=True).zone("band").geometry
    assert geo.point_in(35.5, 36.05, band)
    assert not geo.point_in(35.5, 36.15, band)


def test_zones_that_need_each_other_are_refused(folder):
    text = SMALL + zone("one", 'derive = "buffer"\nof = "two"\nkm = 1.0')
    text += zone("two", 'derive = "buffer"\nof = "one"\nkm = 1.0')
    assert "in a circle (one -> two -> one)" in problems(folder, text=text)


def test_nothing_left_of_a_zone_is_told(folder):
    text = SMALL + zone("gone", 'derive = "buffer"\nof = "road"\nkm = 1.0\nsubtract = ["belt"]')
    assert "nothing is left" in problems(folder, text=text)


def test_anchors_that_lead_back_are_refused(folder):
    text = SMALL + (
        '[[provision]]\nid = "P3"\ntype = "undertaking_with_deadline"\nobligated = ["A"]\n'
        'due = { anchor = "P2.due", within_days = 1 }\n'
    )
    message = problems(folder, ('["signed", "P1.from"]', '"P3.due"'), text=text)
    assert "lead back to themselves" in message


def test_amendments_keep_what_was(folder):
    changed = "amended = [{ on = 2020-03-10, field = 'due', value = 2020-03-25, note = 'later' }]"
    text = SMALL.replace("within_days = 7 }", f"within_days = 7 }}\n{changed}")
    loaded = agreement.load(write(folder, text), strict=True)
    (row,) = loaded.provision("P2").amended
    assert (row.field, row.new, row.note) == ("due", "2020-03-25", "later")
    assert "within_days" in row.old
    assert loaded.deadlines[0].due == ("2020-03-25",)
    assert "Amended on 2020-03-10" in loaded.deadlines[0].reason
    assert "could be amended" in problems(folder, ("'due'", "'deu'"), text=text)
    early = problems(folder, ("on = 2020-03-10", "on = 2020-03-01"), text=text)
    assert "before the signature" in early


def test_each_wording_keeps_its_days(folder):
    """Two amendments of one key, written in any order: each wording until the next one."""
    changes = (
        "amended = [{ on = 2020-04-01, field = 'due', value = 2020-05-01 },"
        " { on = 2020-03-10, field = 'due', value = 2020-03-25 }]"
    )
    text = SMALL.replace("within_days = 7 }", f"within_days = 7 }}\n{changes}")
    row = agreement.load(write(folder, text), strict=True).provision("P2")
    due = {day: row.on(day).due.dates for day in ("2020-03-09", "2020-03-10", "2020-04-01")}
    assert due["2020-03-09"] == ("2020-03-12", "2020-03-13")
    assert due["2020-03-10"] == ("2020-03-25",)
    assert due["2020-04-01"] == row.due.dates == ("2020-05-01",)
    wrong = text.replace("value = 2020-05-01", "value = 'later'")
    assert "expected a date" in problems(folder, text=wrong)


def test_several_dates_are_several_readings(folder):
    text = SMALL.replace(
        'due = { anchor = ["signed", "P1.from"], within_days = 7 }',
        "due = [2020-04-01, 2020-04-02]",
    )
    (deadline,) = agreement.load(write(folder, text), strict=True).deadlines
    assert deadline.due == ("2020-04-01", "2020-04-02")
    assert "can be read as 2020-04-01 or 2020-04-02" in deadline.reason


def test_a_folder_connects_amendments_and_refuses_twins_and_circles(folder):
    write(folder)
    second = SMALL.replace('id = "x"', 'id = "y"\namends = ["x"]')
    write(folder, second, "y.toml")
    loaded = {row.id: row for row in agreement.load_folder(folder / "agreements")}
    assert loaded["x"].amended_by == ("y",)
    write(folder, SMALL, "twin.toml")
    write(folder, SMALL.replace('"shelling"', '"sheling"'), "wrong.toml")
    with pytest.raises(AgreementError) as caught:
        agreement.load_folder(folder / "agreements")
    assert "wrong.toml" in caught.value.message
    assert "has the id 'x' too" in caught.value.message
    for name in ("twin.toml", "wrong.toml"):
        (folder / "agreements" / name).unlink()
    write(folder, SMALL.replace('id = "x"', 'id = "x"\namends = ["y"]'))
    with pytest.raises(AgreementError, match="in a circle"):
        agreement.load_folder(folder / "agreements")


def test_the_example_names_nothing_without_geometry():
    loaded = agreement.load_folder(EXAMPLE, strict=True)
    assert {row.id for row in loaded} == {
        "sy-idlib-moscow-2020",
        "sy-idlib-sochi-2018",
        "sy-ne-sochi-2019",
    }
    for row in loaded:
        for shape in (*row.lines, *row.zones):
            assert shape.geometry is not None
            assert shape.geometry_note.quality in ("sketch", "hand_drawn", "derived")
            assert shape.geometry_note.authority or shape.derivation_note


def test_the_example_lies_where_the_towns_were():
    loaded = {row.id: row for row in agreement.load_folder(EXAMPLE, strict=True)}
    area = loaded["sy-idlib-moscow-2020"].zone("idlib-dea").geometry
    corridor = loaded["sy-idlib-moscow-2020"].zone("m4-corridor").geometry
    dmz = loaded["sy-idlib-sochi-2018"].zone("dmz").geometry
    peace = loaded["sy-ne-sochi-2019"].zone("peace-spring").geometry
    assert 700 < geo.area_km2(corridor) < 760
    for lat, lon in ((35.81, 36.61), (35.65, 36.68), (35.93, 36.63)):  # Ariha, Maarat, Idlib
        assert geo.point_in(lat, lon, area)
    for lat, lon in ((36.20, 37.16), (35.14, 36.76), (35.53, 35.79)):  # Aleppo, Hama, Latakia
        assert not geo.point_in(lat, lon, area)
    assert geo.point_in(35.814, 36.610, corridor)
    assert not geo.point_in(35.686, 36.542, corridor)  # al-Bara
    assert geo.point_in(35.442, 36.651, dmz)  # Khan Shaykhun
    assert not geo.point_in(35.931, 36.634, dmz)  # Idlib city
    assert geo.point_in(36.84, 40.07, peace)  # Ras al-Ayn
    assert not geo.point_in(37.05, 41.23, loaded["sy-ne-sochi-2019"].zone("patrol-belt").geometry)


def test_six_agreements_ship_and_their_geometry_says_what_it_is_worth():
    assert len(SHIPPED) == 6
    for loaded in (agreement.load(path, strict=True) for path in SHIPPED):
        assert loaded.provisions
        assert not loaded.issues
        for shape in (*loaded.lines, *loaded.zones):
            note = shape.geometry_note
            assert note.quality in ("sketch", "hand_drawn", "derived"), shape.id
            assert note.authority or shape.derivation_note, shape.id
            if not (isinstance(shape, Zone) and shape.derive):
                assert note.as_of, shape.id
                assert note.method, shape.id
                assert note.licence, shape.id


def test_minsk_keeps_half_widths_lines_by_party_and_chained_deadlines():
    minsk = agreement.load(agreement.shipped_file("ua-minsk2-2015"))
    row = minsk.provision("P2-50")
    assert row.distance_from_line_km * 2 == row.terms["security_zone_km"] == 50
    assert row.reference_line == {"UKR": "line-defacto", "CADLR": "line-20140919"}
    assert row.due.dates == ("2015-03-02", "2015-03-03")  # 14 days from 16 or 17 February
    assert minsk.provision("P6").due.dates == ("2015-03-07", "2015-03-08")


def test_types_use_known_keys_and_acts_exist():
    table = agreement.provision_types()
    for name, kind in table.types.items():
        used = {key for part in kind.requires for key in part.split("|")} | set(kind.optional)
        assert used <= set(table.keys), name
    assert "shelling" in ACTS


@pytest.mark.parametrize("path", SHIPPED, ids=lambda row: row.stem)
def test_agreements_survive_the_ledger(path):
    loaded = agreement.load(path)
    assert msgspec.json.decode(msgspec.json.encode(loaded), type=Agreement) == loaded
