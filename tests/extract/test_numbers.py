import pytest
from hypothesis import given
from hypothesis import strategies as st

from trucewatch.extract.numbers import find_numbers
from trucewatch.extract.words import split_words


def values(text):
    words = split_words(text)
    return [(n.low, n.high) for n in find_numbers(words)]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1,200", 1200),
        ("1.5 million", 1.5e6),
        ("18 000", 18000),
        ("twenty-three", 23),
        ("one hundred and five", 105),
        ("two thousand three hundred", 2300),
        ("a dozen", 12),
        ("half a dozen", 6),
        ("three dozen", 36),
        ("a hundred", 100),
        ("a pair of", 2),
        ("no one", 0),
        ("3 million", 3e6),
        ("\u0663\u0664", 34),
    ],
)
def test_value(text, value):
    assert values(text) == [(value, value)]


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("10-15", 10, 15),
        ("10\u201315", 10, 15),
        ("10 to 15", 10, 15),
        ("between 10 and 15", 10, 15),
        ("two or three", 2, 3),
        ("2 to 3 million", 2e6, 3e6),
        ("4,000-5,500", 4000, 5500),
    ],
)
def test_range(text, low, high):
    assert values(text) == [(low, high)]


@pytest.mark.parametrize("text", ["third", "46th", "12.03.2020", "1st and 2nd", "once"])
def test_no_number(text):
    assert values(text) == []


def test_two_numbers_in_a_row_stay_two():
    assert values("three four") == [(3, 3), (4, 4)]
    assert values("ten and five") == [(10, 10), (5, 5)]


@given(st.integers(min_value=0, max_value=10**9))
def test_grouped_digits_have_their_value(value):
    assert values(f"{value:,}") == [(value, value)]


@given(st.text(max_size=80))
def test_any_text(text):
    words = split_words(text)
    for number in find_numbers(words):
        assert 0 <= number.first < number.last <= len(words)
