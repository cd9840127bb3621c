"""Reader threads without names, and the pages that only look like them."""

from __future__ import annotations

import pytest

from trucewatch.intake import read_document
from trucewatch.model.vocabulary import CLAIM_BEARING

ARTICLE = (
    "Pump station at Qmenas works again\n\n"
    "The pump station at Qmenas was repaired under a local truce on Sunday, the water board said.\n"
    "\nTwo patrols watched the road while the crew worked, and no shot was fired.\n"
)
# What readers write when it reads like a report: no word of it tells it from the article.
FIRST = "The army shelled Sarmin on Sunday, killing nine civilians, local sources said."
SECOND = "Drones hit a convoy near Maarat Misrin on Saturday. Six soldiers were killed."


def read(text):
    document = read_document(text.encode(), name="page.txt", published="2020-03-16")
    kept = " ".join(
        row.span.of(document.item.text) for row in document.passages if row.kind in CLAIM_BEARING
    )
    return document, kept, {issue.code for issue in document.issues}


def page(*below):
    return ARTICLE + "".join(f"\n{line}\n" for line in below)


@pytest.mark.parametrize(
    "below",
    [
        ["Reply", FIRST],
        [SECOND, "Reply", FIRST, "Reply"],
        [SECOND, "Like · Reply · 2", FIRST],
        ["Reply to: Sam", FIRST, "Reply to: kestrel7", SECOND],
        ["Replying to @sam", FIRST],
        ["В ответ на комментарий: Сам", FIRST],
        ["رد على: سمير", FIRST],
        ["12 March 2020 at 14:05", FIRST],
        ["12.03.2020 14:05", FIRST, "12.03.2020 15:12", SECOND],
        ["3 hours ago", FIRST, "2 hours ago", SECOND],
        ["👍 5", FIRST, "👍 3", SECOND],
        ["7", FIRST, "4", SECOND],
        ["\n\n" + FIRST, "\n\n" + SECOND],
        ["\n\n" + FIRST],
    ],
)
def test_what_stands_below_a_mark_is_no_evidence_and_is_said(below):
    document, kept, codes = read(page(*below))
    assert "repaired under a local truce" in kept
    assert "Sarmin" not in kept
    assert "Maarat Misrin" not in kept
    assert "boundary_uncertain" in codes
    doubted = next(issue for issue in document.issues if issue.code == "boundary_uncertain")
    assert "reader thread" in doubted.message
    assert doubted.span.start >= ARTICLE.index("Two patrols")


def test_a_marked_comment_is_no_more_than_doubtful():
    document, _, _ = read(page("12 March 2020 at 14:05", FIRST))
    comment = document.passages[-1]
    assert comment.kind == "thread_comment"
    assert comment.confidence <= 0.5


@pytest.mark.parametrize(
    "below",
    [
        # The page's own date, and links, at its foot.
        ["12 March 2020 at 14:05"],
        ["12 March 2020 at 14:05", "Share", "Related stories", "Calm night in Fatira"],
        ["Reply"],
        # Page numbers.
        ["2", FIRST, SECOND, "3", "The council said that the road would reopen."],
        # Headings parted widely, with paragraphs under them.
        ["\n\nAccess", FIRST, SECOND, "\n\nSafety", "The road is open, the council said.", SECOND],
        # A dropped picture.
        ["\n" + FIRST, SECOND],
        ["Reply of the ministry", FIRST, SECOND],
    ],
)
def test_lines_that_are_no_mark_cost_no_article(below):
    document, kept, codes = read(page(*below))
    assert not {row.kind for row in document.passages} & {"thread_author", "thread_comment"}
    assert "boundary_uncertain" not in codes
    if FIRST in below:
        assert "Sarmin" in kept


ENDS = [
    "(Reporting by A. Writer; editing by B. Other)",
    "© 2020 The Agency. All rights reserved.",
    "Tags: Sarmin, Idlib",
    "Share this article",
    "-30-",
]


@pytest.mark.parametrize("end", ENDS)
def test_talk_below_the_end_of_an_article_is_no_evidence(end):
    document, kept, codes = read(page(end, "So sad to see this again.", FIRST))
    assert "repaired under a local truce" in kept
    assert "Sarmin on Sunday" not in kept
    assert "boundary_uncertain" in codes
    assert all(row.confidence <= 0.5 for row in document.passages if row.kind == "thread_comment")


@pytest.mark.parametrize("end", ENDS)
def test_a_report_below_the_end_of_another_is_kept_and_doubted(end):
    document, kept, codes = read(page(end, FIRST, SECOND))
    assert "Sarmin on Sunday" in kept
    assert "boundary_uncertain" in codes
    assert document.passages[-1].confidence <= 0.5


@pytest.mark.parametrize(
    "text",
    [
        page(*ENDS),
        page("Read more: Calm night in Fatira", FIRST),
        # A head line is no end, nor is one in a sentence.
        "Share this article\n\n" + ARTICLE + "\n" + FIRST + "\n",
        page("The war ends, he said, and all rights are reserved for those who won it.", FIRST),
    ],
)
def test_lines_that_end_no_article(text):
    document, _, codes = read(text)
    assert not {row.kind for row in document.passages} & {"thread_author", "thread_comment"}
    assert "boundary_uncertain" not in codes


def test_a_live_page_stays_article_and_is_doubted():
    entries = [FIRST, SECOND, "The council says that the road is open.", "Calm, residents report."]
    below = [row for hour, text in enumerate(entries, 8) for row in (f"{hour} hours ago", text)]
    document, kept, codes = read(page(*below))
    assert "Sarmin" in kept
    assert "boundary_uncertain" in codes
    doubted = next(issue for issue in document.issues if issue.code == "boundary_uncertain")
    assert "kept as article" in doubted.message


def test_the_date_under_the_opening_line_is_the_pages_own():
    text = (
        "Bread queue shelled in Dilling\n\nFour people were wounded beside a bakery on Monday.\n\n"
        "By Amna Rahal\n\n14 October 2023 at 16:30\n\n" + f"{FIRST}\n\n{SECOND}\n\n" * 3
    )
    _, kept, codes = read(text)
    assert "Sarmin" in kept
    assert "boundary_uncertain" not in codes


def test_question_and_reply_in_turn_are_an_interview():
    turns = ["Question", "How many posts do you visit?", "Reply", "Eleven, twice a week."] * 2
    _, kept, _ = read(page(*turns))
    assert "Eleven" in kept


def test_readers_under_an_interview_are_no_part_of_it():
    turns = ["Question", "How many posts do you visit?", "Reply", "Eleven, twice a week."] * 2
    readers = ["kestrel7", FIRST, "olive_tree", "I was there, no one came!", "salt.miner", SECOND]
    _, kept, _ = read(page(*turns, *readers))
    assert "Sarmin" not in kept


def test_a_long_report_does_not_drift_into_a_thread():
    paragraph = f"{FIRST} {SECOND} The panel saw photographs of the craters, which it dated. " * 2
    document, _, codes = read("Report of the panel\n\n" + "\n\n".join([paragraph] * 400))
    assert {row.kind for row in document.passages} <= {"headline", "article_body"}
    assert codes == set()


def test_nothing_below_a_thread_is_article_again():
    below = ["2 comments", "kestrel7", "I don't believe a word.", "Leave a reply"]
    _, kept, _ = read(page(*below, *[FIRST, SECOND] * 4))
    assert "Sarmin" not in kept
