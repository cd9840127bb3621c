import itertools
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trucewatch.extract.calendar_rules import _RULES
from trucewatch.extract.tables import load_data
from trucewatch.extract.time_words import find_atoms, patterns, time_like
from trucewatch.model import Span


def test_every_pattern_of_a_date_has_a_rule_and_known_hints():
    for shape in patterns().rows:
        if shape.type in {"date", "period"}:
            assert shape.rule in _RULES
        assert shape.needs <= patterns().hints.keys() | {"digit"}


@pytest.mark.parametrize(
    "rule", [row["rule"] for row in load_data("time_patterns.toml")["pattern"]]
)
def test_the_hints_of_a_pattern_never_hide_a_match(rule):
    """Each pattern finds its own sample although only hinted patterns are tried."""
    sample = SAMPLES[rule]
    assert rule in {atom.rule for atom in find_atoms(sample)}, sample


SAMPLES = {
    "iso": "2020-03-15",
    "numeric": "15/03/2020",
    "short_year": "3 JAN 90",
    "day_month": "15 March",
    "ordinal_day": "on the 27th.",
    "days_across": "28 February - 2 March",
    "month_day": "March 15",
    "part_of_month": "late March",
    "month": "in March",
    "year": "in 2018",
    "weekday": "Tuesday",
    "weekday_short": "on Tue.",
    "relative_day": "overnight",
    "this_part": "this morning",
    "ago": "two days ago",
    "neighbour": "the next evening",
    "then": "since then",
    "day_around": "The day before.",
    "past": "the past 24 hours",
    "calendar": "this week",
    "edge": "the end of the week",
    "season": "in the autumn",
    "weekend": "at the weekend",
    "recent": "recent days",
    "clock": "at 14:30",
    "clock_half": "2 p.m.",
    "clock_military": "1430 hours",
    "clock_bare": "at 2200 last night",
    "clock_words": "three o'clock",
    "part_of": "the morning of 6 March",
    "part_the": "in the morning",
    "part_bare": "at dawn",
    "part_after": "Tuesday evening",
    "anchor": "since the truce",
}


def test_march_and_may_need_a_reason_to_be_months():
    assert time_like("They march. It may hold. May it last.") == []
    assert len(time_like("in March, in May, 5 May, March 3")) == 4


def test_only_the_asked_stretch_is_read():
    text = "on Monday and on Tuesday"
    assert [span.of(text) for span in time_like(text, Span(10, len(text)))] == ["Tuesday"]


@given(st.text(alphabet="0123456789:.-/ MarchTuesdayof,pmJAN", max_size=60))
def test_atoms_do_not_overlap(text):
    spans = time_like(text)
    assert all(a.end <= b.start for a, b in itertools.pairwise(spans))
    assert all(re.search(r"\S", span.of(text)) for span in spans)
