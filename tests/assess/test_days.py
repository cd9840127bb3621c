"""Intervals and days: local time, open ends, and the day that something counts on."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trucewatch.assess.days import Interval, days_between, interval, moment
from trucewatch.model import When

DAMASCUS = ZoneInfo("Asia/Damascus")


def spans(start, end, precision="day"):
    return interval(When(start=start, end=end, precision=precision, basis="stated"), (), DAMASCUS)


@pytest.mark.parametrize(
    ("start", "end", "day"),
    [
        ("2020-03-15", "2020-03-15", "2020-03-15"),
        ("2020-03-15", None, "2020-03-15"),
        (None, "2020-03-15", "2020-03-15"),
        ("2020-03-13", "2020-03-15", "2020-03-15"),
        ("2020-03-15T23:30:00+00:00", None, "2020-03-16"),
        ("2020-03-15T23:30:00", "2020-03-16T00:30:00", "2020-03-16"),
        ("2020-03-01", "2020-03-15", None),
    ],
)
def test_the_day_that_something_counts_on(start, end, day):
    found = spans(start, end).day()
    assert (found.isoformat() if found else None) == day


def test_nothing_known_is_no_interval():
    assert spans(None, None) is None


def test_a_minute_is_a_minute_and_an_hour_an_hour():
    minute = spans("2020-03-06T00:20:00+02:00", None, "minute")
    assert minute.end - minute.start == dt.timedelta(minutes=1)
    hour = spans("2020-03-06T00:20:00+02:00", None, "hour")
    assert hour.end - hour.start == dt.timedelta(hours=1)


def test_the_night_in_which_clocks_change_is_a_whole_day():
    found = spans("2020-03-27", "2020-03-27")  # Damascus moved from UTC+2 to UTC+3
    assert found.start.utcoffset() == dt.timedelta(hours=2)
    assert found.day() == dt.date(2020, 3, 27)
    assert dt.date(2020, 3, 27) in found.days()
    assert dt.date(2020, 3, 28) not in found.days()


YEAR = dt.datetime(2020, 1, 1, tzinfo=DAMASCUS)
MOMENTS = st.timedeltas(dt.timedelta(), dt.timedelta(days=365)).map(lambda row: YEAR + row)


@given(MOMENTS, st.timedeltas(dt.timedelta(minutes=1), dt.timedelta(days=9)), MOMENTS)
def test_shares_before_and_after_a_moment_make_a_whole(start, length, cut):
    row = Interval(start, start + length)
    assert row.share(None, cut) + row.share(cut, None) == pytest.approx(1.0)
    assert row.share(None, None) == 1.0


def test_days_between_are_all_of_them():
    days = days_between("2020-02-27", "2020-03-02")
    assert [day.day for day in days] == [27, 28, 29, 1, 2]
    assert moment("2020-03-05", DAMASCUS, end=True) == moment("2020-03-06", DAMASCUS)
