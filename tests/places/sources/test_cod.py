"""OCHA tables: P-codes find their places, and say so where they do not."""

import pytest

from trucewatch.errors import UsageError
from trucewatch.places.pack import Name, Row
from trucewatch.places.sources.cod import joined, table

ROWS = [
    Row(id="a", kind="region", name="Idlib", lat=35.8, lon=36.6),
    Row(id="b", kind="county", name="Harim", lat=36.1, lon=36.5, region="a"),
    Row(id="c", kind="county", name="Harim", lat=33.0, lon=36.5, region="z"),
    Row(id="d", kind="locality", name="Harim", lat=36.2, lon=36.5, region="a", county="b"),
]  # fmt: skip


def write(tmp_path, text):
    path = tmp_path / "cod.csv"
    path.write_text(text, encoding="utf-8")
    return path


def test_codes_go_to_the_area_of_their_level_below_their_parent(tmp_path):
    regions = table(write(tmp_path, "ADM1_EN,ADM1_PCODE\nIdleb,SY07\nIdlib,SY07\n"))
    districts = table(
        write(tmp_path, "admin1Pcode,admin2Pcode,name_en,name_ar\nSY07,SY0702,Harim,حارم\n")
    )
    rows, missed = joined(ROWS, [*regions[1:], *districts])
    codes = {row.id: row.pcode for row in rows}
    assert codes == {"a": "SY07", "b": "SY0702", "c": None, "d": None}
    assert rows[1].names == (Name(text="حارم", language="ara"),)
    assert missed == []


def test_what_finds_no_place_is_given_back(tmp_path):
    rows, missed = joined(ROWS, table(write(tmp_path, "ADM2_PCODE,ADM2_EN\nSY9999,Nowhere\n")))
    assert rows == ROWS
    assert [one.pcode for one in missed] == ["SY9999"]


def test_rows_with_a_position_are_places(tmp_path):
    text = "ADM1_PCODE,ADM4_PCODE,ADM4_EN,lat,lon\nSY07,C4001,Atma,36.31,36.69\n"
    rows, _ = joined([*ROWS[:1]], [*table(write(tmp_path, text))])
    assert (rows[-1].id, rows[-1].kind, rows[-1].source) == ("cod:C4001", "locality", "cod")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("name_en\nHarim\n", "no column of P-codes"),
        ("ADM2_PCODE,ADM2_EN\nSY0702,\n", "has no name"),
        ("ADM4_PCODE,ADM4_EN,lat,lon\nX,Atma,36.69,north\n", "line 2"),
    ],
)
def test_a_wrong_table_is_refused(tmp_path, text, words):
    with pytest.raises(UsageError, match=words):
        table(write(tmp_path, text))
