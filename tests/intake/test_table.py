"""Violation tables: every row an item, every cell kept and mapped."""

from __future__ import annotations

import io
import json
import zipfile

import pytest
from hostile import outcome
from hypothesis import given
from hypothesis import strategies as st

from trucewatch.intake import Known, read_documents
from trucewatch.intake.markup import source_offset
from trucewatch.intake.table import delimiter_of, rows

HEAD = 'Position,Event location,Means,No.,Observation,Description,Weapon,"Date, time"'
FIRST = (
    'Camera at Nayrab,"3 km SW, near ""Hill 7""",Recorded,12,Explosion,Impact,122 mm,'
    '"14-Mar, 21:35"'
)
TABLE = (
    f"Table of violations as of 15 March\n\n{HEAD}\n{FIRST}\n,E of Sarmin,Heard,,Burst,,,\nTotal\n"
)


def read(table, name="table.csv", **known):
    data = table if isinstance(table, bytes) else table.encode()
    return list(read_documents(data, name=name, known=Known(**known)))


def messages(taken):
    return " ".join(issue.message for issue in taken.document.issues)


@pytest.mark.parametrize("name", ["table.csv", "table.txt", "download"])
def test_every_row_is_an_item_with_its_headings(name):
    first, second, _, box = read(TABLE, name)
    item = first.document.item
    assert item.text.splitlines() == [
        "Position: Camera at Nayrab",
        'Event location: 3 km SW, near "Hill 7"',
        "Means: Recorded",
        "No.: 12",
        "Observation: Explosion",
        "Description: Impact",
        "Weapon: 122 mm",
        "Date, time: 14-Mar, 21:35",
    ]
    assert first.data.decode() == f"{HEAD}\n{FIRST}"
    assert second.document.item.text.splitlines()[0] == "Event location: E of Sarmin"
    # The day of an event is not the day of publication.
    assert item.published_at is None
    assert first.document.issues == ()
    assert box.parts == 3
    assert "Table of violations" in messages(box)
    assert "single cell (a subtitle, a note, a sum): 6" in messages(box)
    assert "no claims are read from rows" in messages(box)


def test_cells_and_headings_point_at_the_row():
    first = read(TABLE)[0]
    source, item = first.data.decode(), first.document.item
    for word in ("Event location", "Hill 7", "21:35", "Date, time", "122 mm"):
        place = source_offset(item.origins, item.text.index(word))
        assert source[place : place + len(word)] == word


def test_rows_of_known_columns_are_entries_and_lose_nothing():
    first, second, sum_, _ = read(TABLE)
    for one in (first, second, sum_):
        text = one.document.item.text
        covered = "".join(part.span.of(text) for part in one.document.passages)
        assert covered.replace("\n", "") == text.replace("\n", "")
    cells = {
        name: span.of(first.document.item.text) for name, span in first.document.entry.cells.items()
    }
    assert cells == {
        "position": "Camera at Nayrab",
        "location": '3 km SW, near "Hill 7"',
        "means": "Recorded",
        "count": "12",
        "observation": "Explosion",
        "description": "Impact",
        "weapon": "122 mm",
        "when": "14-Mar, 21:35",
    }
    assert first.document.entry.layout == "violations"
    assert {one.kind for one in first.document.passages} == {"article_body"}
    # A row that observes nothing says nothing that could be claimed.
    assert sum_.document.entry is None
    assert {one.kind for one in sum_.document.passages} == {"boilerplate"}


def test_cells_that_say_nothing_are_left_out():
    first = read(f"{HEAD}\nSarmin,N/K,-,3,Explosion,unknown,N/A,14-Mar\n")[0]
    assert set(first.document.entry.cells) == {"position", "count", "observation", "when"}


def test_rows_of_unknown_columns_stay_text():
    first, box = read("Name,Amount,Colour\na,1,red\nb,2,blue\n")[0::2]
    assert first.document.entry is None
    assert {one.kind for one in first.document.passages} == {"boilerplate"}
    assert "2 row(s) were taken in as text" in messages(box)


def test_rows_wider_than_the_headings_are_kept_and_told():
    first, box = read(f"{HEAD}\na,b,c,1,e,f,g,h,spare\n")
    assert first.document.item.text.endswith("column 9: spare")
    assert "more cells than there are headings: 2" in messages(box)


def test_other_delimiters_and_encodings():
    table = "Позиция;Место события;Описание;Дата\nКамера;южнее Нейраба;разрыв;14.03.2020\n"
    for data in (table.encode(), table.encode("utf-16"), b"\xef\xbb\xbf" + table.encode()):
        first, _ = read(data)
        assert "Место события: южнее Нейраба" in first.document.item.text


def test_a_guessed_encoding_is_told():
    table = "Позиция;Место события;Описание;Дата\nКамера;южнее Нейраба;разрыв;14.03.2020\n"
    first, box = read(table.encode("cp1251"))
    assert first.document.item.text.startswith("Позиция: Камера")
    assert "encoding_guessed" in {issue.code for issue in box.document.issues}


@pytest.mark.parametrize(
    "text",
    [
        "Shells hit Fatira, Sarmin, Nayrab\n\nThe council, the army, and others said so, again.\n",
        "One line, with commas, only",
        "| Position | Event location | No. | Weapon |\n|---|:-:|---|---|\n| a | b | 1 | c |\n",
        (
            "Shells hit Fatira.\n\nThe council said so.\n\nNobody was hurt.\n\nIt was a Sunday.\n\n"
            "Position, Event location, Means, Weapon\nCamera, Sarmin, heard, mortar\n"
        ),
        "a|b\n",
        "Dear all,\nplease find, below, the date, time, place and weapon.\nRegards,\n",
    ],
)
def test_prose_is_no_table(text):
    (only,) = read(text, "note.txt")
    assert only.document.item.media_type in ("text/plain", "text/markdown")


cells = st.lists(st.text(alphabet='ab"\n, ;', max_size=6), min_size=2, max_size=4)


@given(st.lists(cells, min_size=1, max_size=5))
def test_what_a_csv_writer_wrote_is_read_back(table):
    import csv

    text = io.StringIO()
    csv.writer(text, lineterminator="\r\n").writerows(table)
    source = text.getvalue()
    found = list(rows(source, ","))
    assert [[cell.text for cell in row.cells] for row in found] == [
        [cell.strip() for cell in row] for row in table
    ]
    for row in found:
        for cell in row.cells:
            assert cell.text == "".join(source[at] for at in cell.places)


@given(st.text(alphabet='a",;\t|\r\n \ufeff', max_size=60))
def test_any_characters_are_read_to_their_end(source):
    for delimiter in ",;":
        found = list(rows(source, delimiter))
        assert sum(row.end >= row.start for row in found) == len(found)
        if found:
            assert source[found[-1].end :] in ("", "\n", "\r", "\r\n")
    delimiter_of(source)


def workbook(**sheets):
    openpyxl = pytest.importorskip("openpyxl")
    from openpyxl.styles.numbers import FORMAT_DATE_XLSX15

    book = openpyxl.Workbook()
    book.remove(book.active)
    for title, lines in sheets.items():
        sheet = book.create_sheet(title)
        for line in lines:
            sheet.append(line)
        for row in sheet.iter_rows():
            for cell in row:
                if cell.is_date and cell.number_format == "General":
                    cell.number_format = FORMAT_DATE_XLSX15
    found = io.BytesIO()
    book.save(found)
    return found.getvalue()


HEADINGS = ["Position", "Event location", "Means", "No.", "Date", "Time"]


def test_workbooks_are_read_sheet_by_sheet():
    from datetime import date, time

    data = workbook(
        North=[HEADINGS, ["Camera", "Sarmin", "Heard", 3, date(2020, 3, 14), time(21, 35)]],
        Empty=[],
        South=[HEADINGS, ["Patrol", "Ariha & Nayrab", "Seen", "=1+1", None, None]],
    )
    first, second, box = read(data, "violations.bin")
    assert first.document.item.text.splitlines() == [
        "Position: Camera",
        "Event location: Sarmin",
        "Means: Heard",
        "No.: 3",
        "Date: 2020-03-14",
        "Time: 21:35",
    ]
    assert first.name == "violations.bin#sheet 'North' row 2"
    assert "Ariha & Nayrab" in second.document.item.text
    assert "formulas without a saved value (D2)" in messages(box)


def test_merged_cells_hold_for_all_their_rows():
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.Workbook()
    for line in (HEADINGS, ["Camera", "a", "Heard", 1], [None, "b", "Heard", 2]):
        book.active.append(line)
    book.active.merge_cells("A2:A3")
    found = io.BytesIO()
    book.save(found)
    _, second, _ = read(found.getvalue(), "t.xlsx")
    assert second.document.item.text.startswith("Position: Camera\nEvent location: b")


def changed(data, **members):
    """Return a ZIP file with some members replaced."""
    found = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(found, "w", 8) as new:
        for info in old.infolist():
            content = members.get(info.filename.rpartition("/")[2].partition(".")[0])
            new.writestr(info.filename, old.read(info) if content is None else content)
    return found.getvalue()


SHEET = '<worksheet><sheetData><row r="1">{}</row></sheetData></worksheet>'


@pytest.mark.parametrize(
    "sheet",
    [
        SHEET.format('<c r="A1" t="s"><v>99999</v></c><c r="ZZZ1048576"><v>1e999</v></c>'),
        SHEET.format('<c r="A9999999"><v>1</v></c>'),
        SHEET.format("<c>" * 150_000),
        '<!DOCTYPE x [<!ENTITY a "b">]>' + SHEET.format('<c t="str"><v>&a;</v></c>'),
        " " * 50_000_000,
        "",
    ],
)
def test_hostile_workbooks(sheet):
    data = changed(workbook(A=[HEADINGS, ["a", "b", "c", 1]]), sheet1=sheet)
    assert outcome(data, "t.xlsx") in ("items", "refused")


@pytest.mark.parametrize("cut", [30, 200, 2000, -30])
def test_workbooks_cut_off_are_refused(cut):
    data = workbook(A=[HEADINGS, ["a", "b", "c", 1]])
    assert outcome(data[:cut], "t.xlsx") == "refused"


@pytest.mark.parametrize(
    "data",
    [
        (HEAD + "\n" + '"' * 400_000).encode(),
        (HEAD + "\n" + '"a,' * 200_000).encode(),
        (HEAD + "\n" + "," * 500_000).encode(),
        (HEAD + "\n" + "a,b,c\n" * 60_000).encode(),
        (HEAD + "\n\0\0").encode(),
        json.dumps([HEAD] * 3).encode(),
    ],
)
def test_hostile_tables(data):
    assert outcome(data, "table.csv") in ("items", "refused")
