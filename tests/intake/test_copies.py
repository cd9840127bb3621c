from __future__ import annotations

from trucewatch.intake import read_document
from trucewatch.intake.copies import copies_of, fingerprints, sentences, shared
from trucewatch.model import Span

ONE = "The patrol left the village late in the morning on Sunday."
TWO = "It turned back after about five kilometres, two witnesses told us by telephone."
OTHER = "Deminers found four rockets in a field beside the northern road last week."


def document(text, day):
    return read_document(text.encode(), name="x.txt", published=day)


def test_a_copy_names_its_sentences_whatever_case_and_punctuation():
    first = document(f"Patrol\n\n{ONE} {TWO}\n", "2020-03-15")
    second = document(
        f"A patrol on the road\n\n{OTHER}\n\n{ONE.upper().rstrip('.')}!\n\n{TWO}\n", "2020-03-16"
    )
    (copy,) = copies_of([second, first])
    assert (copy.item, copy.of) == (second.item.id, first.item.id)
    assert [left.of(second.item.text).casefold()[:10] for left, _ in copy.shared] == [
        "the patrol",
        "it turned ",
    ]
    assert [right.of(first.item.text) for _, right in copy.shared] == [ONE, TWO]
    assert copy.containment == round(2 / 3, 3)


def test_one_equal_sentence_is_no_copy():
    documents = [document(f"{ONE} {OTHER}", "2020-03-15"), document(f"{ONE} {TWO}", "2020-03-16")]
    assert copies_of(documents) == ()


def test_short_formulas_prove_nothing():
    text = "No casualties were reported. The ministry did not comment on this."
    assert fingerprints(text, [Span(0, len(text))]) == {}


def test_comments_are_left_out():
    thread = f"Note\n\n{OTHER}\n\nolive_tree\n\n{ONE} {TWO}\n"
    documents = [document(f"{ONE} {TWO}", "2020-03-15"), document(thread, "2020-03-16")]
    assert copies_of(documents) == ()


def test_the_same_document_twice_is_no_copy():
    one = document(f"{ONE} {TWO}", "2020-03-15")
    assert copies_of([one, one]) == ()


def test_abbreviations_do_not_end_sentences():
    text = "Gen. A. Nur spoke at 5 p.m. to the press. He left."
    found = [span.of(text) for span in sentences(text, Span(0, len(text)))]
    assert found == ["Gen. A. Nur spoke at 5 p.m. to the press.", "He left."]


def test_shared_keeps_the_order_of_the_first():
    text = f"{TWO} {ONE}"
    whole = f"{ONE} {TWO}"
    pairs = shared(
        fingerprints(text, [Span(0, len(text))]), fingerprints(whole, [Span(0, len(whole))])
    )
    assert [left.of(text) for left, _ in pairs] == [TWO, ONE]
