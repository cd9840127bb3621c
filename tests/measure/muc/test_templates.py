"""Printed templates read into fills, and printed again."""

from __future__ import annotations

from tests.measure.muc.sheets import RAID, sheet, template

from trucewatch.measure.muc.templates import Fill, read_templates


def test_rows_continuations_alternatives_and_tags_are_read() -> None:
    raid = template("T-1", "1", **RAID)
    assert raid.of(9) == (Fill(("GUNMEN", "THREE GUNMEN")),)
    assert raid.of(19) == (Fill(("MILLER",), ("LENA HOLST",)), Fill(("SHEPHERDS",)))
    assert raid.of(23)[1] == Fill(("INJURY",), ("SHEPHERDS",))
    assert raid.of(12) == ()
    assert raid.first(3) == "PERU: TORVIK (CITY)"


def test_question_marks_and_alternatives_of_set_fills() -> None:
    read = template(
        "T-1", "2 (OPTIONAL)", s11='? REPORTED AS FACT / POSSIBLE: "REED ARMY" / "RA"', s10='?"RA"'
    )
    assert read.optional
    assert read.of(11) == (
        Fill(("REPORTED AS FACT", "POSSIBLE"), ("REED ARMY", "RA"), optional=True),
    )
    assert read.of(10) == (Fill(("RA",), optional=True),)


def test_quotes_colons_and_slashes_inside_quotes_are_words() -> None:
    read = template("T-1", "1", s12=r'"\"LA NORIA\" FARM" / "BARN: 2/3"')
    assert read.of(12) == (Fill(('"LA NORIA" FARM', "BARN: 2/3")),)
    assert read.of(12)[0].printed(quoted=True) == r'"\"LA NORIA\" FARM" / "BARN: 2/3"'


def test_bracketed_alternatives_of_dates_and_places() -> None:
    read = template(
        "T-1", "1", s2="(- 05 MAY 87) / (04 MAY 87 - 05 MAY 87)",
        s3="(PERU: TORVIK (CITY)) / (PERU)",
    )  # fmt: skip
    assert read.of(2)[0].values == ("- 05 MAY 87", "04 MAY 87 - 05 MAY 87")
    assert read.of(3)[0].values == ("PERU: TORVIK (CITY)", "PERU")


def test_irrelevant_messages_have_no_template_and_comments_are_passed_over() -> None:
    text = "; a comment\n" + sheet("T-1", "*") + "\n" + sheet("T-2", "1", s4="ARSON")
    read = read_templates(text)
    assert read["T-1"] == ()
    assert [one.first(4) for one in read["T-2"]] == ["ARSON"]


def test_hostile_input_is_read_as_far_as_it_goes() -> None:
    assert read_templates("") == {}
    assert read_templates('0.  MESSAGE: ID      T-1\n12. PHYS TGT: ID     "OPEN\n')["T-1"] == ()
    assert read_templates("    a line of nothing\n99. WHAT IS THIS   x\n") == {}
