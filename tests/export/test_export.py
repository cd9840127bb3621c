"""Exports: the public edition alone, ranges as ranges, unknown as unknown, and no formulas."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import msgspec
import pytest
from builders import claim, document, killed
from hypothesis import given
from hypothesis import strategies as st

from trucewatch import export as formats
from trucewatch.errors import UsageError
from trucewatch.export import as_csv
from trucewatch.merge import merge
from trucewatch.model import Assessment, Merged, Record, Tally, When

DAYS = {"from_day": "2020-03-15", "to_day": "2020-03-18"}
NOTE = "trucewatch/00\n7\nAAAA=\n\n\u2014 trucewatch/00 BBBB\n"


@pytest.fixture
def record(watch):
    rows = [
        claim("a", figures=(killed(2, 2, 2), killed(None, None, None, group="soldiers"))),
        claim("b", by="observer", figures=(killed(3, None, None),)),
        claim("c", act="talks", day="2020-03-25"),
        claim("d", act="protest", spot=None, day="2020-03-16"),
        claim("e", act="toll", day="2020-03-16"),
    ]
    return Record(
        watch=watch,
        agreements=(),
        documents=(document(text="Title of the report\n\nBody"), document(source="observer")),
        claims=tuple(rows),
        merged=merge(rows, watch, {}),
        assessment=Assessment(),
        seq=7,
        checkpoint=NOTE,
    )


def table(record):
    data = formats.exporter("csv").export(formats.within(record, **named()), **DAYS)
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def named():
    return {"from_day": DAYS["from_day"], "to_day": DAYS["to_day"]}


def test_a_table_has_a_line_per_figure_and_keeps_open_ends_open(record):
    rows = table(record)
    shelled = [row for row in rows if row["act"] == "shelling"]
    assert [(row["group"], row["low"], row["best"], row["high"]) for row in shelled] == [
        ("all", "2", "2", ""),
        ("soldiers", "", "", ""),
    ]
    (protest,) = [row for row in rows if row["act"] == "protest"]
    assert (protest["low"], protest["lat"], protest["kind"]) == ("", "", "")
    assert {row["checkpoint"] for row in rows} == {"7 AAAA="}


def test_a_period_keeps_what_may_lie_in_it(record):
    kept = formats.within(record, **named())
    assert {row.act for row in kept.merged.incidents} == {"shelling", "protest"}
    assert {row.id for row in kept.claims} == {"a", "b", "d", "e"}
    undated = msgspec.structs.replace(
        record.merged.incidents[0],
        when=When(start=None, end=None, precision=None, basis="published"),
    )
    one = msgspec.structs.replace(record, merged=Merged(incidents=(undated,)))
    assert formats.within(one, "2031-01-01", "2031-01-02").merged.incidents == (undated,)


@pytest.mark.parametrize(
    "text",
    ["=1+1", "+cmd", "-2+3", "@SUM(A1)", "\t=1", "\r=1", " =1", "\uff1d1", '|"x"', "\u200b=1"],
)
def test_no_cell_is_a_formula(record, text):
    first = record.merged.incidents[0]
    named_place = msgspec.structs.replace(first.where, name=text)
    changed = msgspec.structs.replace(first, where=named_place)
    shown = msgspec.structs.replace(record, merged=Merged(incidents=(changed,)))
    assert table(shown)[0]["place"].startswith("'")


@given(st.text())
def test_any_text_stays_on_its_line_and_is_no_formula(text):
    cell = as_csv._cell(text)
    assert not cell.strip()[:1] or cell.startswith("'") or cell.strip()[0] not in as_csv.FORMULA
    assert "\n" not in cell
    assert "\r" not in cell


def test_a_map_shows_what_can_be_placed_and_lists_the_rest(record):
    data = formats.exporter("geojson").export(formats.within(record, **named()), **DAYS)
    whole = json.loads(data)
    assert whole["type"] == "FeatureCollection"
    assert whole["checkpoint"] == NOTE
    by_act = {row["properties"]["act"]: row for row in whole["features"]}
    assert by_act["shelling"]["geometry"]["type"] == "Point"
    assert by_act["protest"]["geometry"] is None
    assert by_act["shelling"]["properties"]["figures"][0]["high"] is None


def test_the_record_leads_from_a_figure_to_its_sentence(record):
    tally = Tally(
        id="t1",
        claim="e",
        reported_by=None,
        side=None,
        accused=(),
        period=When(start="2020-03-16", end="2020-03-16", precision="day", basis="stated"),
        area=None,
        low=5,
        best=5,
        high=5,
        words="five",
        count_basis="explosion",
    )
    merged = msgspec.structs.replace(record.merged, tallies=(tally,))
    shown = formats.within(msgspec.structs.replace(record, merged=merged), **named())
    whole = json.loads(formats.exporter("json").export(shown, **DAYS))
    assert whole["checkpoint"] == NOTE
    (incident,) = [row for row in whole["incidents"] if row["act"] == "shelling"]
    claims = {row["id"]: row for row in whole["claims"]}
    assert [claims[one]["sentence"][:5] for one in incident["claims"]] == ["Title", "Title"]
    assert whole["tallies"][0]["figures"][0]["group"] == "explosion"
    assert "Body" not in json.dumps(whole["reports"]), "texts stay at home"


def test_an_unknown_format_names_those_that_are_there():
    with pytest.raises(UsageError, match="json, csv, geojson"):
        formats.exporter("xlsm")


def test_every_column_and_format_is_explained():
    page = (Path(__file__).parents[2] / "docs" / "export.md").read_text("utf-8")
    assert not [name for name in as_csv.COLUMNS if f"`{name}`" not in page]
    assert not [name for name in formats.FORMATS if f"## {name}" not in page]


def test_a_plug_in_brings_a_format(monkeypatch):
    monkeypatch.setattr("trucewatch.plugins.found", lambda group: {"xml": group})
    assert formats.exporter("xml") == "trucewatch.exporters"
