"""Violation tables in PDF: rows by ruled lines, by where words begin, or an issue."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pdfs import pdf

from trucewatch.intake import read_documents
from trucewatch.intake.pdf_table import Rule, Words, lines_outside, tables

pytest.importorskip("pypdf")

STARTS = [40, 200, 290, 350, 385, 450, 560, 650, 740]
HEAD = [
    "Position",
    "Event location",
    "Means",
    "No.",
    "Observation",
    "Description",
    "Weapon",
    "Date, time",
]
LONG = "Camera in Sarmin (8km E of Idlib), on the northern edge of the town"
ROWS = [
    [LONG, "2-4km SW", "Recorded", "12", "Explosion", "", "Mortar (120mm)", "14-Mar, 21:35"],
    ["Ariha", "1-2km W", "Heard", "3", "Burst", "", "HMG", "14-Mar, 21:40"],
    ["", "3km N", "Heard", "7", "Shot", "fired inside the area of it", "Small arms", "15-Mar"],
]
PROSE = "BT /F1 11 Tf 40 {} Td (The mission tells of these in its report.) Tj ET"


def wrapped(cell, at):
    room, lines = STARTS[at + 1] - STARTS[at] - 5, [""]
    for word in cell.split():
        if lines[-1] and len(lines[-1] + word) * 4 > room:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return lines


def drawn(rows, top=700, *, middle=False, ruled=False, shift=0):
    """Return the drawing of a table: words, cell by cell, and its lines if it has any."""
    ops, y = [], top
    for row in rows:
        cells = [wrapped(cell, at) for at, cell in enumerate(row)]
        high = max(map(len, cells))
        for at, lines in enumerate(cells):
            above = (high - len(lines)) / 2 if middle else 0
            for n, line in enumerate(lines):
                words = line.replace("(", "\\(").replace(")", "\\)")
                x, base = STARTS[at] + shift * (at % 2), y - (n + above) * 10
                ops.append(f"BT /F1 8 Tf {x} {base} Td ({words}) Tj ET")
            if ruled:
                ops.append(f"{STARTS[at] - 3} {y - high * 10 + 6} {STARTS[at + 1] - STARTS[at]} "
                           f"{high * 10 + 4} re S")  # fmt: skip
        y -= high * 10 + (4 if ruled else 6)
    return "\n".join(ops)


def read(*drawings):
    pages = [f"{PROSE.format(780)}\n{one}\n{PROSE.format(300)}".encode() for one in drawings]
    return list(read_documents(pdf(*pages), name="report.pdf"))


def cells(taken):
    text = taken.document.item.text
    return {name: span.of(text) for name, span in taken.document.entry.cells.items()}


@pytest.mark.parametrize("ruled", [True, False])
@pytest.mark.parametrize("middle", [True, False])
def test_rows_are_items_and_the_rest_is_the_report(ruled, middle):
    *rows, whole = read(drawn([HEAD, *ROWS], ruled=ruled, middle=middle))
    assert len(rows) == 3
    assert cells(rows[0]) == {
        "position": LONG,
        "location": "2-4km SW",
        "means": "Recorded",
        "count": "12",
        "observation": "Explosion",
        "weapon": "Mortar (120mm)",
        "when": "14-Mar, 21:35",
    }
    assert cells(rows[2])["description"] == "fired inside the area of it"
    assert "position" not in cells(rows[2])
    assert rows[0].name == "report.pdf#page 1 table row 2"
    text = whole.document.item.text
    assert text.count("The mission tells of these") == 2
    assert "Explosion" not in text


def test_a_ruled_table_goes_on_over_pages_with_and_without_its_headings():
    first = drawn([HEAD, ROWS[0]], ruled=True)
    *rows, _ = read(first, drawn([ROWS[1]], ruled=True), drawn([HEAD, ROWS[2]], ruled=True))
    assert [cells(row)["count"] for row in rows] == ["12", "3", "7"]


def test_a_cell_over_several_rows_holds_for_each():
    words = [Words(STARTS[at] + 1, 700, 8, cell) for at, cell in enumerate(HEAD)]
    words += [Words(41, 670, 8, "Sarmin")]
    words += [Words(291, 680, 8, "Heard"), Words(291, 660, 8, "Seen")]
    rules = [Rule(x, 650, x, 710) for x in STARTS]
    rules += [Rule(40, y, 740, y) for y in (710, 690, 650)]
    rules += [Rule(200, 670, 740, 670)]
    (table,) = tables(words, rules)
    assert [row[:3] for row in table.rows[1:]] == [("Sarmin", "", "Heard"), ("Sarmin", "", "Seen")]


def test_a_table_whose_columns_cannot_be_told_apart_is_an_issue():
    (only,) = read(drawn([HEAD, *ROWS], shift=0).replace("560 ", "530 ", 2))
    (message,) = [one.message for one in only.document.issues if "columns could not" in one.message]
    assert "page(s) 1" in message
    assert "Explosion" in only.document.item.text


def test_prose_that_names_some_headings_is_no_table():
    (only,) = read("")
    assert not [one for one in only.document.issues if "table" in one.message]
    assert tables([Words(40, 700, 8, "Position"), Words(90, 700, 8, "Date")], []) == []


place = st.integers(0, 60).map(float)
words = st.builds(Words, place, place, st.just(8.0), st.sampled_from([*HEAD, "x", "12"]))
rules = st.one_of(
    st.builds(lambda x, y, high: Rule(x, y, x, y + high), place, place, place),
    st.builds(lambda x, y, wide: Rule(x, y, x + wide, y), place, place, place),
)


@given(st.lists(words, max_size=30), st.lists(rules, max_size=30))
def test_any_drawing_is_looked_at_to_its_end(shown, ruled):
    found = tables(shown, ruled, width=5)
    for table in found:
        assert len({len(row) for row in table.rows}) == 1
    kept = " ".join(lines_outside(shown, found))
    for word in shown:
        inside = any(one.bottom <= word.y <= one.top for one in found)
        assert inside or word.text in kept


def test_drawings_without_end_are_no_tables():
    assert tables([Words(1, 1, 1, "Position")] * 4_000, []) == []
    assert tables([], [Rule(n, 0, n, 9) for n in range(4_000)]) == []
