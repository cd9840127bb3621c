"""Items of a list stand for themselves: day, place and harm do not carry from one to the next."""

from extract.reading import claims

from trucewatch.extract.listed import paragraphs


def test_blank_lines_and_items_begin_paragraphs():
    text = "Head\n\n- one\n- two\n  goes on\n\n1. three\n(b) four\n"
    found = paragraphs(text)
    assert len(found.begins) == 6
    assert len(found.items) == 4
    assert [found.is_item(text.index(word)) for word in ("Head", "two", "goes", "four")] == [
        False, True, True, True,
    ]  # fmt: skip
    assert found.number(text.index("two")) == found.number(text.index("goes"))


def test_one_numbered_line_is_no_list():
    assert not paragraphs("He has two rules.\n\n1. Never wait.\n\nThat is all.").items


def test_an_item_takes_no_day_from_the_one_before():
    text = (
        "- Fourteen trucks with flour crossed at Adre on 9 February.\n"
        "- Shelling forced 300 families to flee Tawila.\n"
        "- Gunmen looted a clinic in Kutum.\n"
    )
    told = claims(text, ["Adre", "Tawila", "Kutum"])
    assert {claim.time.text for claim in told if claim.time is not None} == {"9 February"}
    assert [claim.act for claim in told if claim.time is not None] == ["aid_delivery"]


def test_harm_in_an_item_is_no_harm_of_the_one_before():
    text = (
        "1. Mortar bombs hit the market in Gori on 3 February.\n"
        "2. Two teachers were killed in Kaspi.\n"
    )
    shelling, toll = claims(text, ["Gori", "Kaspi"])
    assert shelling.act == "shelling"
    assert not shelling.figures
    assert [figure.best for figure in toll.figures] == [2]


def test_sentences_of_one_item_belong_together():
    text = (
        "1. Mortar bombs hit the market in Gori on 3 February. Two teachers were killed.\n"
        "2. Drones struck a depot in Kaspi.\n"
    )
    shelling, strike = claims(text, ["Gori", "Kaspi"])
    assert [figure.best for figure in shelling.figures] == [2]
    assert strike.time is None
