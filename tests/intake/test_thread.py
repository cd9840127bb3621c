from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from trucewatch.intake import read_document
from trucewatch.intake.blocks import units
from trucewatch.model.vocabulary import CLAIM_BEARING

ARTICLE = (
    "Convoy hit near Ariha\n\nIDLIB. Two soldiers and a driver were killed when a roadside bomb "
    "struck a supply convoy near Ariha on Tuesday, the defence ministry said.\n"
)


def parts(text):
    document = read_document(text.encode(), name="page.txt")
    return [
        (row.kind, row.span.of(document.item.text), row.author_label) for row in document.passages
    ]


def test_one_comment_under_a_handle():
    found = parts(ARTICLE + "\nolive_tree\n\nThey are hiding the real number, it was nine.\n")
    assert [kind for kind, _, _ in found] == [
        "headline",
        "article_body",
        "thread_author",
        "thread_comment",
    ]
    assert found[2][1:] == ("olive_tree", "reader-1")
    assert found[3][1:] == ("They are hiding the real number, it was nine.", "reader-1")


def test_the_same_name_keeps_its_pseudonym_and_a_missing_name_gets_its_own():
    found = parts(
        ARTICLE
        + "\n\nolive_tree\n\nI don't believe it.\n\n\nMarko\n\nMe neither!\n\n\n\n\nlol you two\n"
        + "\n\nolive_tree\n\nGo away, please.\n"
    )
    labels = [label for kind, _, label in found if kind == "thread_comment"]
    assert labels == ["reader-1", "reader-2", "reader-3", "reader-1"]


def test_a_thread_of_five_hundred():
    thread = "".join(f"\n\nreader_{n % 60}\n\nI say number {n}, you know!\n" for n in range(500))
    found = parts(ARTICLE + thread)
    assert sum(kind == "thread_comment" for kind, _, _ in found) == 500
    assert len({label for kind, _, label in found if kind == "thread_author"}) == 60


def test_buttons_between_comments_are_boilerplate():
    found = parts(
        ARTICLE
        + "\n2 Comments\n\nkestrel · 2 hours ago\n\nI saw it from my roof.\n\nReply\n\nLike\n"
        "\nzeki · 1 hour ago\n\nAnd you waved?\n\nReply\n\nLike\n"
    )
    assert [kind for kind, _, _ in found][2:] == [
        "boilerplate",
        "thread_author",
        "thread_comment",
        "boilerplate",
        "thread_author",
        "thread_comment",
        "boilerplate",
    ]


def test_a_pasted_article_is_a_lead_with_its_cue_and_origin():
    document = read_document(
        (
            ARTICLE
            + "\nkestrel_77\n\nTranslated from the Nyala Post:\n\nZalingei: Two men detained\n\n"
            + "The governor said on Thursday that two men had been detained after an attack on a "
            + "convoy, and that both were members of a local gang. He told reporters more.\n\n"
            + "A spokesman of the ministry confirmed the report, adding that a vehicle used in "
            + "the attack had been found in a village north of the road.\n\nPawel\n\nWow\n"
        ).encode(),
        name="page.txt",
    )
    (lead,) = document.leads
    assert lead.title == "Zalingei: Two men detained"
    assert lead.cue_text == "Translated from the Nyala Post:"
    assert lead.chain == ("Nyala Post",)
    assert lead.span.of(document.item.text).endswith("north of the road.")


def test_an_interview_is_no_thread():
    turns = "".join(
        f"\nReporter\n\nWhat did you see on day {n}?\n\nSurgeon\n\nI saw what I had seen before.\n"
        for n in range(3)
    )
    assert not any(kind.startswith("thread") for kind, _, _ in parts(ARTICLE + turns))


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet="aZé ا\u200f.!:\n\r\t@_1🙏", max_size=200))
def test_passages_are_ordered_and_lie_in_the_text(text):
    document = read_document(text.encode(), name="page.txt")
    assert document.item.text == text
    ends = 0
    for passage in document.passages:
        assert ends <= passage.start < passage.end <= len(text)
        assert (passage.author_label is None) == (
            passage.kind not in {"thread_author", "thread_comment", "quoted_document"}
        )
        ends = passage.end
    for lead in document.leads:
        assert not any(
            passage.span.overlaps(lead.span)
            for passage in document.passages
            if passage.kind in CLAIM_BEARING
        )


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet="ab \n\r.", max_size=120))
def test_units_cover_every_visible_character_once(text):
    found = units(text)
    shown = "".join(text[unit.start : unit.end] for unit in found)
    assert "".join(shown.split()) == "".join(text.split())


def test_wrapped_lines_are_one_paragraph():
    text = (
        "The council that oversees the truce in the valley decided on Monday to\n"
        "extend the mandate of its monitors by six months. Both delegations voted\n"
        "for the extension and thanked the monitors.\n\nA second paragraph follows here."
    )
    assert [unit.gap for unit in units(text)] == [0, 1]


POSTS = (
    # Lines that begin with a place, as monitors and residents post them.
    """River front, Saturday evening

ferry town: two boats burned, no one aboard
mill quarter - quiet since noon
north bank: rockets again around 5, both sides
people leaving by the old road, on foot
HillCamp: 3 wounded brought to the school
no power, no water
where are the observers""",
    """Saturday, what we know so far

- truce in force since 00.00
- north: mortars 00:04 to 02:45
- ferry town, two houses hit acc. to the council
- south: quiet
- exchange not started""",
    """Ferry town, day 2

01:10 drones over town, two hits near the market
06:40 shelling again, north direction
11:50 people in the school, 40 at least
13:35 quiet... no, bursts near the mill
15:00 they say it is over""",
)


@pytest.mark.parametrize("text", POSTS)
def test_a_post_of_lines_is_no_thread(text):
    found = read_document(text.encode(), name="post.txt")
    kinds = {one.kind for one in found.passages}
    assert kinds <= {"headline", "article_body", "boilerplate"}
    body = [one for one in found.passages if one.kind == "article_body"]
    assert len(body) == 1
    for line in text.splitlines()[2:]:
        assert line in body[0].span.of(found.item.text)
