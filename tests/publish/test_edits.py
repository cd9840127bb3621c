from hypothesis import given
from hypothesis import strategies as st

from trucewatch.model import Mention, Span
from trucewatch.publish.edits import Edit, Edited, remapped

TEXT = "alpha beta gamma delta"


def edits(text):
    point = st.integers(0, len(text))
    return st.lists(
        st.builds(
            lambda a, b, words: Edit(min(a, b), max(a, b), words),
            point,
            point,
            st.sampled_from(["", "X", "[name withheld]"]),
        ),
        max_size=5,
    )


def test_words_beside_an_edit_stay_what_they_were():
    edited = Edited(TEXT, [Edit(6, 10, "[name withheld]")])
    assert edited.text == "alpha [name withheld] gamma delta"
    assert edited.moved(Span(11, 16)).of(edited.text) == "gamma"
    assert edited.moved(Span(0, 5)).of(edited.text) == "alpha"


def test_a_span_inside_or_across_a_mask_takes_the_mask_in_whole():
    edited = Edited(TEXT, [Edit(6, 10, "[name withheld]")])
    for span in (Span(6, 10), Span(7, 9), Span(6, 8), Span(8, 10)):
        assert edited.moved(span).of(edited.text) == "[name withheld]"
    assert edited.moved(Span(0, 8)).of(edited.text) == "alpha [name withheld]"
    assert edited.moved(Span(9, 16)).of(edited.text) == "[name withheld] gamma"


def test_a_cut_leaves_an_empty_span():
    edited = Edited(TEXT, [Edit(5, 22, "")])
    assert edited.text == "alpha"
    assert edited.moved(Span(11, 16)) == Span(5, 5)


def test_overlapping_edits_never_show_half_of_what_they_cover():
    edited = Edited(TEXT, [Edit(6, 12, "A"), Edit(8, 16, "B")])
    assert edited.text == "alpha A delta"


@given(edits(TEXT), st.data())
def test_every_span_lands_inside_the_new_text_and_keeps_untouched_words(rows, data):
    edited = Edited(TEXT, rows)
    start = data.draw(st.integers(0, len(TEXT)))
    end = data.draw(st.integers(start, len(TEXT)))
    moved = edited.moved(Span(start, end))
    assert 0 <= moved.start <= moved.end <= len(edited.text)
    if not any(row.start < end and start < row.end for row in edited.edits):
        assert moved.of(edited.text) == TEXT[start:end]


@given(edits(TEXT), st.integers(0, 22), st.integers(0, 22))
def test_order_of_points_is_kept(rows, one, other):
    edited = Edited(TEXT, rows)
    first, last = sorted((one, other))
    assert edited.moved(Span(first, first)).start <= edited.moved(Span(last, last)).start


def test_remapped_reads_the_words_of_a_noun_anew():
    edited = Edited(TEXT, [Edit(6, 10, "[name withheld]")])
    moved = remapped((Mention(text="beta", span=Span(6, 10)),), edited)
    assert moved == (Mention(text="[name withheld]", span=Span(6, 21)),)
