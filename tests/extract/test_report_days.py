"""The day in the head of a report."""

import pytest
from extract.reading import claims, document, lexicon

from trucewatch.extract.report_days import report_day


def about(head, published):
    return report_day(document(f"{head}\n\nShelling was heard.", published=published), lexicon())


def test_a_daily_summary_of_the_day_before():
    found = about("Daily summary, 9 February 2015", "2015-02-10")
    assert (found.day, found.daily) == ("2015-02-09", True)
    assert found.period.text == "9 February 2015"


def test_a_week_is_a_period_without_a_day():
    found = about("Weekly note of the mission, 2 to 9 February 2015", "2015-02-10")
    assert (found.day, found.daily) == (None, False)


@pytest.mark.parametrize(
    ("head", "published"),
    [
        ("Shells hit Tarna on 9 February", "2015-02-10"),  # no report of its own kind
        ("Daily summary, 9 January 2015", "2015-02-10"),  # too old
        ("Daily summary, 12 February 2015", "2015-02-10"),  # yet to come
        ("Daily summary", "2015-02-10"),
        ("Daily summary, 9 February 2015", None),
        ("", "2015-02-10"),
    ],
)
def test_heads_without_a_day_of_their_own(head, published):
    assert about(head, published) is None


def read(text):
    head = "Daily summary, 9 February 2015\n\nMission in the north\n\n"
    return claims(head + text, ["Tarna", "Sirkul"], published="2015-02-10")


def test_hours_count_from_the_day_of_the_report():
    (claim,) = read("At 1020 hrs rebels shelled Tarna.")
    assert claim.time.start == "2015-02-09T10:20"


def test_what_has_no_time_has_that_of_the_report():
    (claim,) = read("Rebels shelled Tarna.")
    assert (claim.time.text, claim.time.start) == ("9 February 2015", "2015-02-09")


def test_what_sums_up_has_no_day():
    told = read("The war has killed 900 people.")
    assert [claim.time for claim in told] == [None]


NOW = "Tarna updates, Tuesday 10 February 2015\n\n"


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Families are leaving Tarna for Sirkul.", "2015-02-10"),
        ("The road to Sirkul is blocked by rebels.", "2015-02-10"),
        ("The army continues to hold Sirkul.", "2015-02-10"),
        ("Rebels have blocked the road to Sirkul.", None),
        ("Families left Tarna for Sirkul.", None),
    ],
)
def test_what_goes_on_has_the_day_of_news_of_the_hour(text, day):
    (claim,) = claims(NOW + text, ["Tarna", "Sirkul"], published="2015-02-10")
    assert (claim.time and claim.time.start) == day


def test_an_essay_has_its_day_in_the_head_as_well():
    text = "What the truce is worth, 10 February 2015\n\nThe army continues to hold Sirkul."
    assert [claim.time for claim in claims(text, ["Sirkul"], published="2015-02-10")] == [None]


def test_a_note_of_a_week_counts_its_patrols_in_it():
    head = "Weekly note of the mission, 2 to 9 February 2015\n\n"
    (claim,) = claims(head + "The mission carried out 48 patrols.", published="2015-02-10")
    assert (claim.time.start, claim.time.end) == ("2015-02-02", "2015-02-09")
