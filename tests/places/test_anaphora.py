"""Places that are named again by their noun alone."""

import pytest


def again(located):
    """Return the last expression, and the ids it means."""
    last = max(located.mentions, key=lambda one: one.place.span.start)
    return last.place.text, last.place.chosen


def chosen(located, *names):
    return "+".join(
        next(one.place.chosen for one in located.mentions if one.place.text == name)
        for name in names
    )


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Rebels took Afis and Sarmin. Both villages were shelled.", "Both villages"),
        ("Rebels took Afis and Sarmin. They left the two towns.", "two towns"),
        ("Rebels took Afis and Sarmin. They left these villages.", "villages"),
        ("Shells hit Afis. Others fell on Sarmin. Both villages are empty.", "Both villages"),
    ],
)
def test_a_pair_is_taken_up(in_syria, text, words):
    located = in_syria(text)
    assert again(located) == (words, chosen(located, "Afis", "Sarmin"))
    assert max(located.mentions, key=lambda one: one.place.span.start).place.geometry is not None


@pytest.mark.parametrize(
    "text",
    [
        "Both villages were shelled.",
        "Shells hit Afis. Both villages are empty.",
        "Shells hit Afis, Sarmin and Binnish. Both sides denied it.",
        "Shells hit Afis. These villages are empty.",
        "Rebels took Afis and Sarmin. The three villages are empty.",
    ],
)
def test_nothing_is_taken_up_where_the_count_does_not_fit(in_syria, text):
    words = [one.place.text for one in in_syria(text).mentions]
    assert not any("villages" in one or "sides" in one for one in words)


def test_a_noun_with_its_own_names_is_no_repetition(in_syria):
    located = in_syria("Rebels took Afis and Sarmin. The two villages of Binnish and Ariha fell.")
    assert again(located)[0] == "Ariha"
