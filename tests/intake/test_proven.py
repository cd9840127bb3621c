"""Times and answers of comments: given to passages of one comment only."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from trucewatch.intake.passages import Remark, proven
from trucewatch.model import Passage


def thread(*spans):
    return [
        Passage(kind="thread_comment", start=start, end=end, author_label="reader-1")
        for start, end in spans
    ]


def test_a_passage_over_two_comments_proves_nothing():
    remarks = [Remark(0, 10, "2020-03-16"), Remark(12, 20, "2020-03-17", 0)]
    found = proven(thread((0, 20)), remarks)
    assert (found[0].at, found[0].reply_to) == (None, None)
    first, second = proven(thread((0, 10), (12, 20)), remarks)
    assert (first.at, second.at, second.reply_to) == ("2020-03-16", "2020-03-17", 0)


def test_the_article_has_no_time_of_a_comment():
    body = Passage(kind="article_body", start=0, end=10)
    assert proven([body], [Remark(0, 10, "2020-03-16")]) == (body,)


spans = st.lists(st.integers(0, 60), min_size=2, max_size=20, unique=True).map(sorted)


@given(spans, spans, st.lists(st.none() | st.integers(0, 30), max_size=10))
def test_answers_point_at_passages_of_the_document(ends, marks, parents):
    passages = thread(*zip(ends[::2], ends[1::2], strict=False))
    remarks = [
        Remark(start, end, None, parent)
        for (start, end), parent in zip(
            zip(marks[::2], marks[1::2], strict=False), parents + [None] * 10, strict=False
        )
    ]
    for before, after in zip(passages, proven(passages, remarks), strict=True):
        assert (before.start, before.end) == (after.start, after.end)
        assert after.reply_to is None or 0 <= after.reply_to < len(passages)
