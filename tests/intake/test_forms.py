"""Submissions of our forms, as Kobo and ODK send them."""

from __future__ import annotations

import importlib.util
import json
from pathlib import Path

import pytest
from hostile import outcome

from trucewatch.intake import read_documents
from trucewatch.intake.forms import table
from trucewatch.intake.markup import source_offset

ROOT = Path(__file__).parent.parent.parent
KOBO = {
    "_id": 7,
    "_submitted_by": "observer_77",
    "_submission_time": "2020-03-16T09:00:00",
    "meta/phonenumber": "0900",
    "trucewatch_form": "patrol",
    "what/date": "2020-03-15",
    "what/force": "“Two” joint \u0627 columns",
    "what/outcome": "shortened",
    "what/vehicles": 12,
    "what/cause": "residents blocked\nthe road",
}
LINES = [
    "Day of the patrol: 2020-03-15",
    "Who patrolled: “Two” joint \u0627 columns",
    "How it ended: cut short",
    "Why, as told: residents blocked the road",
    "Number of vehicles: 12",
]
XML = """<?xml version='1.0' ?><data id="aB3" xmlns:jr="http://openrosa.org/javarosa">
<trucewatch_form>sighting</trucewatch_form><end>2020-03-16T09:00:00.000+03:00</end>
<what><date>2020-03-15</date><place>3 km SW of Sarmin &amp; east</place>
<absent>absent</absent></what><meta><instanceID>uuid:1</instanceID></meta></data>"""


def read(data):
    if not isinstance(data, bytes):
        data = json.dumps(data, indent=1).encode()
    return list(read_documents(data, name="submissions"))


@pytest.mark.parametrize("export", [[KOBO], {"count": 1, "results": [KOBO]}, KOBO])
def test_submissions_of_kobo(export):
    one, box = read(export)
    item = one.document.item
    assert item.text.splitlines() == LINES
    assert item.published_at == "2020-03-16"
    assert item.title == "trucewatch: patrol"
    assert "observer_77" not in repr(item)
    assert "0900" not in item.text
    assert {row.kind for row in one.document.passages} == {"article_body"}
    entry = one.document.entry
    assert entry.layout == "patrol"
    assert {name: span.of(item.text) for name, span in entry.cells.items()} == {
        "date": "2020-03-15",
        "force": "“Two” joint \u0627 columns",
        "outcome": "cut short",
        "cause": "residents blocked the road",
        "vehicles": "12",
    }
    source = one.data.decode()
    place = source_offset(item.origins, item.text.index("joint"))
    assert source[place : place + 5] == "joint"
    assert box.parts == 1


def test_submissions_of_odk_central_and_their_xml():
    central = {"value": [{"__id": "uuid:1", "trucewatch_form": "patrol", "what": {"force": "A"}}]}
    assert read(central)[0].document.item.text == "Who patrolled: A"
    one, _ = read(XML.encode())
    item = one.document.item
    assert item.text.splitlines() == [
        "Day of the sighting: 2020-03-15",
        "Where it was: 3 km SW of Sarmin & east",
        "Was it there?: no, looked for and not there",
    ]
    source = one.data.decode()
    assert source[source_offset(item.origins, item.text.index("Sarmin")) :].startswith("Sarmin")
    assert item.published_at == "2020-03-16T09:00:00.000+03:00"


def test_a_submission_of_another_form_is_told():
    one, box = read([KOBO, {"trucewatch_form": "survey"}, 17, {"trucewatch_form": "choices"}])
    assert one.parts is None
    assert sum("no form of ours" in issue.message for issue in box.document.issues) == 3


@pytest.mark.parametrize("name", [name for name in table() if name != "choices"])
def test_shipped_forms_are_up_to_date(name):
    openpyxl = pytest.importorskip("openpyxl")
    spec = importlib.util.spec_from_file_location("build_forms", ROOT / "scripts/build_forms.py")
    build = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(build)
    book = openpyxl.load_workbook(ROOT / f"docs/forms/{name}.xlsx")
    for title, rows in build.sheets(name).items():
        found = [tuple(row) for row in book[title].iter_rows(values_only=True)]
        assert found == rows, "run scripts/build_forms.py"


def test_every_choice_that_a_question_names_is_there():
    for name, form in table().items():
        if name != "choices":
            kinds = [row["type"] for row in form["question"]]
            lists = {kind.partition(" ")[2] for kind in kinds if kind.startswith("select_one")}
            assert lists <= set(table()["choices"])


@pytest.mark.parametrize(
    "data",
    [
        b'{"trucewatch_form": "patrol", "results": ' + b"[" * 200_000,
        b'{"trucewatch_form": {"trucewatch_form": []}}',
        b'[{"trucewatch_form": "patrol", "date": {"date": [{"date": 1e999}]}}]',
        b'["trucewatch_form"]',
        b'{"trucewatch_form": "patrol"',
        b"<trucewatch_form>" * 10_000,
        b"<data><trucewatch_form>patrol</trucewatch_form><force>",
        b"<data trucewatch_form=''/>",
        XML.encode("utf-16"),
        (XML * 3).encode(),
    ],
)
def test_hostile_submissions(data):
    assert outcome(data, "submissions") in ("items", "refused")
