import pytest
from extract.reading import claims, only

from trucewatch.extract.harm import find_harm, govern
from trucewatch.extract.quantities import find_quantities
from trucewatch.extract.words import split_words


def sides(text):
    words = split_words(text)
    return [(w.kind, w.side) for w in find_harm(words, find_quantities(text, implicit=True))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Two men were killed.", [("killed", "before")]),
        ("Two men have been wounded.", [("wounded", "before")]),
        ("It has killed two men.", [("killed", "behind")]),
        ("It killed two men.", [("killed", "behind")]),
        ("Three killed in Aden", [("killed", "before")]),
        ("Two gunmen killed the mayor", [("killed", "behind")]),
        ("Two men died.", [("killed", "before")]),
        ("the death of two men", [("killed", "behind")]),
        ("the killing", []),
        ("the shelling killing two", [("killed", "behind")]),
        ("The toll rose to nine.", [("killed", "behind")]),
        ("the number of men killed rose to nine", [("killed", "behind")]),
        ("three wounded soldiers", []),
    ],
)
def test_where_the_object_stands(text, expected):
    assert sides(text) == expected


def test_govern_names_kind_and_harm_word():
    text = "Two men were shot dead and a house was burned."
    quantities = find_quantities(text, implicit=True)
    found = govern(split_words(text), quantities)
    assert [(g.kind, g.trigger.of(text)) for g in found] == [
        ("killed", "shot dead"),
        ("destroyed", "burned"),
    ]


def test_a_clause_between_keeps_number_and_harm_apart():
    text = "Two men fled while the village was burned and the mayor killed."
    assert govern(split_words(text), find_quantities(text))[0].kind == "displaced"
    text = "Forty men came, said the elder who was later killed."
    assert govern(split_words(text), find_quantities(text)) == [None]


def test_casualties_that_were_not_reported_are_not_heard_of_and_no_nought():
    shelled, toll = claims("Rebels shelled Bor on Monday. No casualties were reported.", ["Bor"])
    assert (toll.act, toll.modality, toll.figures) == ("toll", "absent", ())
    assert shelled.figures == ()


def test_that_there_were_none_is_nought():
    shelled = only("Rebels shelled Bor on Monday. There were no casualties.", ["Bor"])
    assert {figure.best for figure in shelled.figures} == {0}
