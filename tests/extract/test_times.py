"""Expressions of time against a report of Wednesday 18 March 2020."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trucewatch.extract.times import find_times
from trucewatch.model import Span, TimeRef

DAY = "2020-03-18"
ZONE = "Asia/Damascus"


def read(text, published=DAY, zone=ZONE, context=None):
    return find_times(text, None, published, zone, context)


def brief(text, **more):
    return [(m.ref.text, m.ref.start, m.ref.end, m.ref.precision) for m in read(text, **more)]


DAYS = [
    ("It began on 15 March.", "15 March", "2020-03-15", "2020-03-15"),
    ("It began on March 15, 2020.", "March 15, 2020", "2020-03-15", "2020-03-15"),
    ("on the 15th of March", "15th of March", "2020-03-15", "2020-03-15"),
    ("Sunday, March 15", "Sunday, March 15", "2020-03-15", "2020-03-15"),
    ("on 15/03/2020", "15/03/2020", "2020-03-15", "2020-03-15"),
    ("on 03/15/2020", "03/15/2020", "2020-03-15", "2020-03-15"),
    ("on 15.03.2020.", "15.03.2020", "2020-03-15", "2020-03-15"),
    ("on 2020-03-15", "2020-03-15", "2020-03-15", "2020-03-15"),
    ("SAN SALVADOR, 3 JAN 90", "3 JAN 90", "1990-01-03", "1990-01-03"),
    ("on Tuesday", "Tuesday", "2020-03-17", "2020-03-17"),
    ("on Wednesday", "Wednesday", "2020-03-18", "2020-03-18"),
    ("last Wednesday", "last Wednesday", "2020-03-11", "2020-03-11"),
    ("next Monday", "next Monday", "2020-03-23", "2020-03-23"),
    ("early on Tuesday", "early on Tuesday", "2020-03-17", "2020-03-17"),
    ("yesterday", "yesterday", "2020-03-17", "2020-03-17"),
    ("two days ago", "two days ago", "2020-03-16", "2020-03-16"),
    ("on 20 September", "20 September", "2019-09-20", "2019-09-20"),
    ("from 5 to 12 March", "from 5 to 12 March", "2020-03-05", "2020-03-12"),
    ("between 5 and 12 March", "between 5 and 12 March", "2020-03-05", "2020-03-12"),
    ("5-12 March", "5-12 March", "2020-03-05", "2020-03-12"),
    ("on 6 and 7 March", "6 and 7 March", "2020-03-06", "2020-03-07"),
    ("between 1 December and 2 March", "between 1 December and 2 March", "2019-12-01",
     "2020-03-02"),
    ("since 13 March", "since 13 March", "2020-03-13", None),
    ("until 20 March", "until 20 March", None, "2020-03-20"),
    ("over the past 24 hours", "over the past 24 hours", "2020-03-17", "2020-03-18"),
    ("in the last 48 hours", "the last 48 hours", "2020-03-16", "2020-03-18"),
    ("at the weekend", "the weekend", "2020-03-14", "2020-03-15"),
    ("as recently as March 15: five dead", "March 15", "2020-03-15", "2020-03-15"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "words", "start", "end"), DAYS, ids=[row[0] for row in DAYS])
def test_days(text, words, start, end):
    assert brief(text) == [(words, start, end, "day")]


WIDER = [
    ("in January", "January", "2020-01-01", "2020-01-31", "month"),
    ("since April of last year", "since April of last year", "2019-04-01", None, "month"),
    ("in September 2018", "September 2018", "2018-09-01", "2018-09-30", "month"),
    ("in 2018", "2018", "2018-01-01", "2018-12-31", "year"),
    ("last year", "last year", "2019-01-01", "2019-12-31", "year"),
    ("last month", "last month", "2020-02-01", "2020-02-29", "month"),
    ("last week", "last week", "2020-03-09", "2020-03-15", "week"),
    ("earlier this week", "earlier this week", "2020-03-16", "2020-03-18", "week"),
    ("in recent days", "recent days", None, "2020-03-18", "week"),
    ("in the first week of March", "the first week of March", "2020-03-01", "2020-03-07", "week"),
    ("early March", "early March", "2020-03-01", "2020-03-10", "week"),
    ("in mid-March", "mid-March", "2020-03-11", "2020-03-20", "week"),
    ("since mid-January", "since mid-January", "2020-01-15", None, "week"),
    ("late November", "late November", "2019-11-24", "2019-11-30", "week"),
    ("by April", "by April", None, "2020-04-30", "month"),
    ("since November", "since November", "2019-11-01", None, "month"),
    ("since the beginning of 2018", "since the beginning of 2018", "2018-01-01", None, "month"),
    ("at the end of February", "the end of February", "2020-02-25", "2020-02-29", "week"),
    ("on the 9th.", "the 9th", "2020-03-09", "2020-03-09", "day"),
    ("on the 8th a convoy left", "the 8th", "2020-03-08", "2020-03-08", "day"),
    (
        "between 15 April and the end of June 2019",
        "between 15 April and the end of June 2019",
        "2019-04-15",
        "2019-06-30",
        "day",
    ),
    ("by the 27th the town was", "by the 27th", None, "2020-02-27", "day"),
    ("All through Sunday", "through Sunday", "2020-03-15", "2020-03-15", "day"),
]


@pytest.mark.parametrize("row", WIDER, ids=[row[0] for row in WIDER])
def test_weeks_months_and_years(row):
    assert brief(row[0]) == [row[1:]]


HOURS = [
    ("at 14:30 on Tuesday", "14:30 on Tuesday", "2020-03-17T14:30+02:00",
     "2020-03-17T14:30+02:00", "minute"),
    ("On Sunday at about 18:30", "Sunday at about 18:30", "2020-03-15T18:30+02:00",
     "2020-03-15T18:30+02:00", "minute"),
    ("at 1430 hours", "1430 hours", "2020-03-18T14:30+02:00", "2020-03-18T14:30+02:00", "minute"),
    ("at 2200 last night", "2200 last night", "2020-03-17T22:00+02:00",
     "2020-03-17T22:00+02:00", "minute"),
    ("at 2 p.m. on Monday", "2 p.m. on Monday", "2020-03-16T14:00+02:00",
     "2020-03-16T14:00+02:00", "hour"),
    ("at 14:30 GMT", "14:30 GMT", "2020-03-18T14:30+00:00", "2020-03-18T14:30+00:00", "minute"),
    ("16:00 Moscow time", "16:00 Moscow time", "2020-03-18T16:00+03:00",
     "2020-03-18T16:00+03:00", "minute"),
    ("at dawn on Monday", "dawn on Monday", "2020-03-16T04:00+02:00", "2020-03-16T06:00+02:00",
     "hour"),
    ("on Saturday night", "Saturday night", "2020-03-14T20:00+02:00", "2020-03-15T06:00+02:00",
     "hour"),
    ("on the morning of 6 March", "the morning of 6 March", "2020-03-06T06:00+02:00",
     "2020-03-06T12:00+02:00", "hour"),
    ("overnight", "overnight", "2020-03-17T20:00+02:00", "2020-03-18T06:00+02:00", "hour"),
    ("on the night of 12-13 March", "the night of 12-13 March", "2020-03-12T20:00+02:00",
     "2020-03-13T06:00+02:00", "hour"),
    ("this morning", "this morning", "2020-03-18T06:00+02:00", "2020-03-18T12:00+02:00", "hour"),
    ("between 09:00 and 11:00", "between 09:00 and 11:00", "2020-03-18T09:00+02:00",
     "2020-03-18T11:00+02:00", "minute"),
    ("from 23:00 to 02:00", "from 23:00 to 02:00", "2020-03-18T23:00+02:00",
     "2020-03-19T02:00+02:00", "minute"),
    ("until ten in the morning", "until ten in the morning", None, "2020-03-18T10:00+02:00",
     "hour"),
    ("before midnight", "before midnight", "2020-03-17T18:00+02:00", "2020-03-18T00:00+02:00",
     "hour"),
    ("after midnight", "after midnight", "2020-03-18T00:00+02:00", "2020-03-18T06:00+02:00",
     "hour"),
    ("at midnight", "midnight", "2020-03-18T00:00+02:00", "2020-03-18T00:00+02:00", "hour"),
    ("on Monday, the night before.", "the night before", "2020-03-15T20:00+02:00",
     "2020-03-16T06:00+02:00", "hour"),
    ("by 04:00 on Monday", "by 04:00 on Monday", None, "2020-03-16T04:00+02:00", "minute"),
    ("before dawn on Monday", "before dawn on Monday", "2020-03-16T00:00+02:00",
     "2020-03-16T04:00+02:00", "hour"),
    ("since midnight", "since midnight", "2020-03-18T00:00+02:00", None, "hour"),
    ("on Sunday; since dawn", "since dawn", "2020-03-18T04:00+02:00", None, "hour"),
    ("on Sunday; that evening", "that evening", "2020-03-15T18:00+02:00",
     "2020-03-16T00:00+02:00", "hour"),
    ("last night 23:40 to 03:50", "last night 23:40 to 03:50", "2020-03-17T23:40+02:00",
     "2020-03-18T03:50+02:00", "minute"),
    ("in the early hours of Sunday", "the early hours of Sunday", "2020-03-15T00:00+02:00",
     "2020-03-15T05:00+02:00", "hour"),
]  # fmt: skip


@pytest.mark.parametrize("row", HOURS, ids=[row[0] for row in HOURS])
def test_hours(row):
    assert brief(row[0])[-1:] == [row[1:]]


NOW = "2020-03-18T15:00:00+02:00"


@pytest.mark.parametrize(
    ("text", "start"),
    [
        ("during the night", "2020-03-17T20:00+02:00"),
        ("at 23:50", "2020-03-17T23:50+02:00"),
        ("at 11:20", "2020-03-18T11:20+02:00"),
        ("on Wednesday at 23:50", "2020-03-18T23:50+02:00"),
        ("at 16:00 GMT", "2020-03-18T16:00+00:00"),
    ],
)
def test_an_hour_yet_to_come_was_that_of_the_day_before(text, start):
    assert brief(text, published=NOW)[0][1] == start


def test_an_hour_yet_to_come_is_that_of_the_day_itself_for_what_is_planned():
    (mention,) = read("at 23:50", published=NOW)
    assert mention.forward.start == "2020-03-18T23:50+02:00"


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("before the end of the week", None, "2020-03-22"),
        ("by the end of next month", None, "2020-04-30"),
        ("at the beginning of the year", "2020-01-01", "2020-01-01"),
        ("in the autumn", "2019-09-01", "2019-11-30"),
        ("since the spring of 2018", "2018-03-01", None),
        ("in summer 2014", "2014-06-01", "2014-08-31"),
    ],
)
def test_seasons_and_ends(text, start, end):
    (mention,) = read(text)
    assert (mention.ref.start, mention.ref.end) == (start, end)


def test_a_clock_time_can_be_read_without_the_date_before_it():
    day, clock = read("agreed on 5 March, it began at 00:01")
    assert clock.lender == day.ref.span
    assert (clock.ref.start, clock.alone.start) == (
        "2020-03-05T00:01+02:00", "2020-03-18T00:01+02:00",
    )  # fmt: skip


def test_since_a_truce_whose_day_is_known():
    known = ("2018-09-17", "2020-03-06", "2020-05-01")
    (mention,) = find_times("since the truce took hold", None, DAY, ZONE, truces=known)
    assert mention.anchors_truce
    assert (mention.ref.start, mention.ref.end) == ("2020-03-06", None)
    (mention,) = find_times("until the truce took hold", None, DAY, ZONE, truces=known)
    assert mention.ref.start is None


@pytest.mark.parametrize(
    "text",
    [
        "for two hours",
        "three days of clashes",
        "a two-week truce",
        "They may 5 times fail, and troops march 3 km.",
        "the Sunday Times wrote",
        "Bloody Sunday",
        "a 12-year-old boy",
        "within seven days",
        "Resolution 2254 and 2,018 people",
        "Soldiers march. May it hold.",
        "",
    ],
)
def test_no_date(text):
    assert brief(text) == []


def test_time_of_the_text_itself():
    assert brief("A bomb went off on 5 March. The next day another did.")[1][1] == "2020-03-06"
    context = TimeRef(text="5 March", span=Span(0, 7), start="2020-03-05", end="2020-03-05",
                      precision="day")  # fmt: skip
    assert brief("the previous evening", context=context) == [
        ("the previous evening", "2020-03-04T18:00+02:00", "2020-03-05T00:00+02:00", "hour")
    ]


def test_without_a_date_before_it_the_next_day_stays_open():
    (mention,) = read("The next day it rained.")
    assert mention.needs_context
    assert mention.ref.start is None


def test_open_times_do_not_move_the_day():
    text = "On 15 March it stood there, as it had since 9 March. At 14:00 it left."
    assert brief(text)[2][1] == "2020-03-15T14:00+02:00"
    assert [m.sets_day for m in read(text)] == [True, False, True]


def test_clock_times_told_in_order_pass_midnight():
    text = "At 23:50 on Thursday a plane came. At 00:20 six shells fell."
    assert [row[1][:10] for row in brief(text)] == ["2020-03-12", "2020-03-13"]


def test_a_planned_day_lies_ahead():
    (mention,) = read("The patrol will start on Friday.")
    assert mention.ref.start == "2020-03-13"
    assert mention.forward.start == "2020-03-20"
    assert mention.forward.text == "Friday"


@pytest.mark.parametrize("text", ["tomorrow", "next week", "by April", "on March 25"])
def test_future(text):
    (mention,) = read(text)
    assert mention.is_future


@pytest.mark.parametrize("text", ["in January", "last year", "in 2018", "on 3 February"])
def test_recap(text):
    (mention,) = read(text)
    assert mention.is_recap


def test_since_runs_to_the_present():
    (mention,) = read("since January")
    assert not mention.is_recap


@pytest.mark.parametrize(
    "text",
    [
        "since the truce took hold",
        "after the ceasefire came into force",
        "since the Minsk agreement",
    ],
)
def test_anchors(text):
    (mention,) = read(text)
    assert mention.anchors_truce
    assert mention.ref.text == text
    assert (mention.ref.start, mention.ref.end) == (None, None)


def test_dateline():
    mentions = read("MOSCOW, March 5 (MW) - They met on Thursday.")
    assert [m.is_dateline for m in mentions] == [True, False]


def test_a_day_that_does_not_exist_is_said_to_be():
    (mention,) = read("on 31 February")
    assert mention.unreadable
    assert mention.ref.start is None


def test_without_publication_date_relative_words_stay_open():
    (mention,) = read("on Tuesday", published=None)
    assert mention.unreadable
    (whole,) = read("on 15 March 2020", published=None)
    assert whole.ref.start == "2020-03-15"


def test_without_a_zone_there_is_no_offset():
    assert brief("at 14:30", zone=None) == [
        ("14:30", "2020-03-18T14:30", "2020-03-18T14:30", "minute")
    ]
    assert brief("at 14:30", zone="Not/AZone")[0][1] == "2020-03-18T14:30"


def test_the_day_of_publication_is_a_local_one():
    assert brief("today", published="2020-03-17T23:30:00+00:00")[0][1] == "2020-03-18"


def test_summer_time():
    assert brief("at 14:30 on 1 April 2020")[0][1] == "2020-04-01T14:30+03:00"


def test_the_past_hours_before_a_known_hour():
    found = brief("in the past six hours", published="2020-03-18T12:00:00+02:00")
    assert found == [
        ("the past six hours", "2020-03-18T06:00+02:00", "2020-03-18T12:00+02:00", "hour")
    ]


PIECES = st.sampled_from(
    ["on", "Tuesday", "15", "March", "31", "February", "2020", "at", "14:30", "25:99", "since",
     "between", "and", "the", "next", "day", "9999", "0001-01-01", "9999-12-31", "99/99/9999", ",",
     "overnight", "the past", "24", "hours", "\n", "midnight", "of", "ago", "999", "years", "later",
     "truce", "Feb.", "29", "to", "-", "last", "p.m.", "GMT"]
)  # fmt: skip


@given(
    st.one_of(st.text(max_size=100), st.lists(PIECES, max_size=25).map(" ".join)),
    st.sampled_from(
        [None, DAY, "2020-02-29T10:00:00+02:00", "nonsense", "0001-01-01", "9999-12-31"]
    ),
    st.sampled_from([None, ZONE, "Europe/Kyiv"]),
)
def test_spans_give_the_words_back_and_nothing_crashes(text, published, zone):
    mentions = find_times(text, None, published, zone)
    for mention in mentions:
        ref = mention.ref
        assert ref.span.of(text) == ref.text != ""
        assert ref.text == ref.text.strip()
        if mention.forward is not None:
            assert mention.forward.span == ref.span
    spans = [m.ref.span for m in mentions]
    assert all(a.end <= b.start for a, b in pairwise(spans))


def test_two_days_in_turn_are_one_time():
    text = "Fighting on Friday and Saturday killed 27 people."
    (mention,) = find_times(text, None, "2024-05-12")
    assert (mention.ref.start, mention.ref.end) == ("2024-05-10", "2024-05-11")


def test_two_days_apart_are_two_times():
    text = "Shells fell on Monday and Thursday."
    assert len(find_times(text, None, "2024-05-12")) == 2
