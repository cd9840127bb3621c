from datetime import date

import pytest

from trucewatch.extract.calendar_days import Base
from trucewatch.extract.calendar_rules import read_days, small_number, weekday_number
from trucewatch.extract.time_words import find_atoms

WEDNESDAY = date(2020, 3, 18)


def read(text, published=WEDNESDAY, context=None):
    (atom,) = find_atoms(text)
    return read_days(atom.rule, atom.match, Base(published, context))


def test_a_date_without_year_lies_near_publication_and_rather_behind():
    assert read("20 December").first == date(2019, 12, 20)
    assert read("20 September").first == date(2019, 9, 20)
    assert read("1 April").first == date(2020, 4, 1)
    assert read("20 September").forward == (date(2020, 9, 20), date(2020, 9, 20))
    assert read("2 January", date(2019, 12, 30)).first == date(2020, 1, 2)


def test_leap_days():
    assert read("29 February").first == date(2020, 2, 29)
    assert read("29 February", date(2021, 6, 1)).first == date(2020, 2, 29)


def test_days_across_the_new_year():
    days = read("30 December - 2 January")
    assert (days.first, days.last) == (date(2019, 12, 30), date(2020, 1, 2))


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("last weekend", date(2020, 3, 14), date(2020, 3, 15)),
        ("next week", date(2020, 3, 23), date(2020, 3, 29)),
        ("the last week", date(2020, 3, 11), date(2020, 3, 18)),
        ("last summer", date(2019, 6, 1), date(2019, 8, 31)),
        ("a month ago", date(2020, 2, 1), date(2020, 2, 29)),
        ("the past few days", None, date(2020, 3, 18)),
    ],
)
def test_stretches(text, first, last):
    days = read(text)
    assert (days.first, days.last) == (first, last)


def test_numbers_and_names_of_days():
    assert (small_number("twelve"), small_number("24")) == (12, 24)
    assert (weekday_number("Monday"), weekday_number("Thurs.")) == (0, 3)


def test_words_that_count_from_the_text():
    assert read("two days later", context=date(2020, 3, 1)).first == date(2020, 3, 3)
    assert read("two days later").needs_context
    assert read("the following Friday", context=date(2020, 3, 6)).first == date(2020, 3, 13)


def test_no_publication_date():
    assert read("yesterday", published=None).problem
