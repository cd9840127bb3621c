"""Names of places without a gazetteer: a text makes them known by how it uses them."""

import pytest
from extract.reading import claims, only

from trucewatch.extract.strange_names import introduced, strange_names
from trucewatch.model import Span


@pytest.mark.parametrize(
    ("text", "place", "relation"),
    [
        ("Two shells hit the village of Zovrika at dawn.", "Zovrika", "at"),
        ("Rebels are near Zovrika.\n\nThe army shelled Zovrika.", "Zovrika", "at"),
        ("Army artillery began pounding Zovrika.", "Zovrika", "at"),
        (
            "Men in Zovrika and in Melkonta fled.\n\nClashes began between Zovrika and Melkonta.",
            "between Zovrika and Melkonta",
            "between",
        ),
    ],
)
def test_names_that_a_text_introduces_are_places_throughout_it(text, place, relation):
    found = [claim.place for claim in claims(text) if claim.act in ("shelling", "armed_clash")]
    assert [(one.text, one.relation) for one in found] == [(place, relation)]


def test_an_unknown_place_that_is_shelled_is_no_target():
    assert only("The rebels shelled Zovrika.").targets == ()


def test_who_speaks_at_the_head_of_a_sentence_is_no_place():
    text = "Guns stand near Zovrika. Zovrika said two rebels were killed."
    start = text.index("Zovrika said")
    assert not list(strange_names(text, Span(start, len(text)), ()))


def test_what_something_else_is_known_of_stays_that():
    text = "Rebels shelled Zovrika."
    assert not list(strange_names(text, Span(0, len(text)), [Span(15, 22)]))


@pytest.mark.parametrize(
    "text", ["He spoke in Arabic.", "in the Morning", "near Zovrika's house", "in Market Street"]
)
def test_languages_common_words_and_owners_are_not_introduced(text):
    assert not introduced(text)
