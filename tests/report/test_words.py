from zoneinfo import ZoneInfo

import pytest

from trucewatch.model import ACTS, When
from trucewatch.model.vocabulary import Status
from trucewatch.report import words

DAMASCUS = ZoneInfo("Asia/Damascus")


def test_every_code_of_the_vocabulary_has_words():
    from typing import get_args

    from trucewatch.model import vocabulary

    tables = words.tables()
    statuses = {code for part in get_args(Status) for code in get_args(part)}
    assert statuses <= set(tables["status"])
    for table, literal in (
        ("coverage", vocabulary.Coverage),
        ("occurrence", vocabulary.OccurrenceGrade),
        ("attribution", vocabulary.AttributionGrade),
        ("modality", vocabulary.Modality),
        ("form", vocabulary.AttributionForm),
        ("outcome", vocabulary.PatrolOutcome),
        ("restriction", vocabulary.RestrictionKind),
        ("unit", vocabulary.TallyBasis),
        ("kind", vocabulary.FigureKind),
        ("precision", vocabulary.PlacePrecision),
        ("family", vocabulary.ActFamily),
    ):
        assert set(get_args(literal)) <= set(tables[table]), table
    assert set(ACTS) <= set(words.act_names())


@pytest.mark.parametrize(
    ("low", "best", "high", "text"),
    [
        (3, 3, 3, "3"),
        (0, 0, 0, "0"),
        (2, 4, 7, "2 to 7, best 4"),
        (2, None, 7, "2 to 7"),
        (5, 5, None, "at least 5, upper end unknown"),
        (5, 9, None, "at least 5, best 9, upper end unknown"),
        (None, None, 12, "up to 12, lower end unknown"),
        (None, 1500, None, "about 1,500"),
        (None, None, None, "number not stated"),
    ],
)
def test_a_range_says_what_is_not_known(low, best, high, text):
    assert words.range_text(low, best, high) == text


@pytest.mark.parametrize(
    ("start", "end", "basis", "text"),
    [
        ("2020-03-15", "2020-03-15", "stated", "15 March 2020"),
        (None, None, "stated", "date unknown"),
        ("2020-03-15", None, "stated", "from 15 March 2020, end open"),
        (None, "2020-03-15", "stated", "by 15 March 2020"),
        ("2020-03-14", "2020-03-15", "published",
         "between 14 March 2020 and 15 March 2020 (from the date of publication)"),
        ("2020-03-05T22:20:00+00:00", "2020-03-05T22:20:00+00:00", "stated",
         "6 March 2020, 00:20"),
        ("2020-03-06T10:00:00+02:00", "2020-03-06T12:00:00+02:00", "stated",
         "6 March 2020, 10:00 to 12:00"),
        ("not a date", None, "stated", "date unknown"),
    ],
)  # fmt: skip
def test_a_time_is_local_and_says_what_bounds_it(start, end, basis, text):
    when = When(start=start, end=end, precision=None, basis=basis)
    assert words.when_text(when, DAMASCUS) == text


def test_the_period_before_is_as_long_and_ends_the_day_before():
    assert words.previous_period("2020-03-05", "2020-03-31") == ("2020-02-07", "2020-03-04")
    assert words.previous_period("2020-03-01", "2020-03-01") == ("2020-02-29", "2020-02-29")


def test_the_cut_off_follows_the_clock_of_the_place():
    # Damascus went to summer time on 27 March 2020.
    assert words.cutoff_moment("2020-03-26", "18:00", DAMASCUS).hour == 16
    assert words.cutoff_moment("2020-03-27", "18:00", DAMASCUS).hour == 15


@pytest.mark.parametrize(
    ("group", "category"),
    [
        ("five Turkish soldiers", "fighters"),
        ("a shepherd", "civilians"),
        ("women and children", "civilians"),
        ("all", "not told apart"),
        ("people", "not told apart"),
    ],
)
def test_a_group_belongs_to_civilians_or_fighters_only_by_its_words(group, category):
    assert words.category(group) == category


def test_words_with_quotation_marks_of_their_own_get_others_around_them():
    assert words.quoted("militants") == "“militants”"
    assert words.quoted('"provocations" by militants') == '«"provocations" by militants»'


@pytest.mark.parametrize(
    ("precision", "text"),
    [("day", "1 March 2020"), ("month", "March 2020"), ("year", "2020"), (None, "1 March 2020")],
)
def test_a_day_is_written_no_more_exactly_than_it_is_known(precision, text):
    assert words.rough_day("2020-03-01", precision) == text
    assert words.rough_day(None, precision) == "date unknown"
