"""Terms by the calendar: months end on their last day, renewals are counted, notice is earlier."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trucewatch.assess.types.duration import _end, _shift

UTC = dt.UTC


def at(text):
    return dt.datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("start", "span", "times", "expected"),
    [
        ("2020-11-10", "5 years", 1, "2025-11-10"),
        ("2020-01-31", "1 month", 1, "2020-02-29"),
        ("2021-01-31", "1 month", 1, "2021-02-28"),
        ("2020-02-29", "1 year", 1, "2021-02-28"),
        ("2025-11-10", "6 months", -1, "2025-05-10"),
        ("2020-03-15", "3 months", -1, "2019-12-15"),
        ("2023-05-22", "7 days", 1, "2023-05-29"),
        ("2023-05-29", "48 hours", -1, "2023-05-27"),
        ("2023-05-01", "2 weeks", 1, "2023-05-15"),
    ],
)
def test_a_term_ends_on_its_day(start, span, times, expected):
    assert _shift(at(start), span, times) == at(expected)


@given(st.dates(dt.date(1990, 1, 1), dt.date(2090, 1, 1)), st.integers(1, 400))
def test_months_there_and_back_lose_at_most_three_days(day, count):
    start = dt.datetime.combine(day, dt.time(), UTC)
    back = _shift(_shift(start, f"{count} months"), f"{count} months", -1)
    assert dt.timedelta() <= start - back <= dt.timedelta(days=3)


def test_renewals_follow_each_other_until_the_day():
    again = {"automatic": True, "term": "1 year"}
    end, renewals = _end(at("2020-01-01"), "5 years", again, at("2027-06-01"))
    assert (end, renewals) == (at("2028-01-01"), 3)
    assert _end(at("2020-01-01"), "5 years", {}, at("2027-06-01")) == (at("2025-01-01"), 0)


def test_a_term_of_hours_over_a_century_stops_counting():
    end, renewals = _end(at("1900-01-01"), "1 hour", {"automatic": True}, at("2027-06-01"))
    assert renewals == 1000
    assert end < at("2027-06-01")
