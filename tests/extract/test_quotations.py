"""Quotations of several sentences: all of them are the words of whoever one of them names."""

import pytest
from extract.reading import claims

from trucewatch.extract.posts import Unit
from trucewatch.extract.quotations import Quoted, quotations
from trucewatch.model import Span


def _units(text):
    ends = [n + 1 for n, mark in enumerate(text) if mark == "|"] + [len(text)]
    starts = [0, *(end + len(text[end:]) - len(text[end:].lstrip()) for end in ends[:-1])]
    spans = [Span(start, end) for start, end in zip(starts, ends, strict=True)]
    return [Unit(passage=0, span=span, whole=span) for span in spans]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ('"One. |Two," he said.|', {0: Quoted(0, 1), 1: Quoted(0, 1)}),
        ("\u201cOne. |Two. |Three,\u201d he said.", {n: Quoted(0, 2) for n in range(3)}),
        ('"One," he said. |"Two."', {}),
        ('He spoke of "order. |\n\nTwo" of them came.', {}),
        ('"One. |Two.', {}),
        (
            '"One. |Two" and "three. |Four" went.',
            {0: Quoted(0, 1), 1: Quoted(1, 2), 2: Quoted(1, 2)},
        ),
        ("", {}),
        ('"', {}),
    ],
)
def test_where_quotations_open_and_close(text, found):
    assert quotations(text, _units(text)) == found


@pytest.mark.parametrize(
    "text",
    [
        '"Two shells hit our street. A woman was wounded near the mill," said Ivan Petrov.',
        'Ivan Petrov said: "It was a hard night. Two shells hit our street."',
        '"It was a hard night in the war," Ivan Petrov said. "Two shells hit our street."',
    ],
)
def test_every_sentence_of_a_quotation_has_its_speaker(text):
    sources = {claim.attribution.source_text for claim in claims(text)}
    assert sources == {"Ivan Petrov"}


def test_what_we_have_not_done_is_denied_by_who_is_quoted():
    text = '"We have not shelled the hospital. These are lies," army spokesman Arun Perera said.'
    (claim,) = claims(text)
    assert (claim.modality, claim.attribution.source_text) == (
        "denied",
        "army spokesman Arun Perera",
    )


def test_what_follows_a_quotation_is_the_outlets():
    text = 'A nurse said: "Two shells hit our ward. We ran." Rebels shot dead a driver in Homs.'
    shells, shot = claims(text, ["Homs"])
    assert (shells.attribution.form, shot.attribution.form) == ("said", "outlet")


def test_a_name_in_scare_quotes_goes_on_with_nobodys_words():
    text = (
        'The mayor said "fascists" had shelled the town of Derin. '
        '"LPR" members shot dead a driver near Tarna.'
    )
    shells, shot = claims(text, ["Derin", "Tarna"])
    assert (shells.attribution.form, shot.attribution.form) == ("said", "outlet")
