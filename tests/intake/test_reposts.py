"""Translated reposts: suggested by origin, numbers and places, never more than that."""

from __future__ import annotations

import pytest

from trucewatch.intake.reposts import numbers_of, suspected, traces
from trucewatch.model import Document, Item, Passage, Source

COUNCIL = Source(
    id="council",
    name="Village Council",
    kind="observatory",
    side="local",
    independence_group="council",
    aliases=("Сельский совет", "مجلس القرية"),
)
ENGLISH = "The Village Council said on 15 March 2020 that 1,250 people left and 37 houses burned."
RUSSIAN = "Сельский совет сообщил 15 марта 2020, что 1250 человек ушли, сгорели 37 домов."
ARABIC = "قال مجلس القرية إن ١٢٥٠ شخصا غادروا واحترق ٣٧ منزلا."


def document(text, language, kind="article_body", source=None):
    return Document(
        item=Item(
            id=f"sha256:{language}", text=text, media_type="t", language=language, source=source
        ),
        passages=(Passage(kind=kind, start=0, end=len(text)),),
    )


def suggested(one, other, places=(("a",), ("a", "b"))):
    mine, theirs = (
        traces(row, at, [COUNCIL]) for row, at in zip((one, other), places, strict=True)
    )
    return suspected(one, mine, other, theirs)


def test_numbers_of_any_script_without_years_and_small_ones():
    assert numbers_of(document(ENGLISH, "en")) == {15, 1250, 37}
    assert numbers_of(document(ARABIC, "ar")) == {1250, 37}
    assert numbers_of(document("12:30, 2/15, M4, 9 dead, 3.5 km, B-52", "en")) == frozenset()


@pytest.mark.parametrize(("text", "language"), [(RUSSIAN, "ru"), (ARABIC, "ar")])
def test_same_origin_numbers_and_places_are_suggested(text, language):
    issue = suggested(document(text, language), document(ENGLISH, "en"))
    assert issue.code == "repost_suspected"
    assert issue.item == f"sha256:{language}"
    assert "council" in issue.message
    assert "1250" in issue.message


def test_two_of_the_three_are_not_enough():
    one, other = document(RUSSIAN, "ru"), document(ENGLISH, "en")
    assert suggested(one, other, (("a",), ("b",))) is None
    assert suggested(document(RUSSIAN.replace("совет", "сход"), "ru"), other) is None
    assert (
        suggested(document(RUSSIAN.replace("1250", "990").replace("37", "44"), "ru"), other) is None
    )
    many = ENGLISH + " " + " ".join(map(str, range(50, 70)))
    assert suggested(document(RUSSIAN + " 71 72 73 74", "ru"), document(many, "en")) is None


def test_the_publisher_is_an_origin_and_a_reader_is_none():
    bare = document("15 марта ушли 1250 человек, сгорели 37 домов.", "ru", source="council")
    assert suggested(bare, document(ENGLISH, "en")) is not None
    thread = document(RUSSIAN, "ru", kind="thread_comment")
    assert suggested(thread, document(ENGLISH, "en")) is None
