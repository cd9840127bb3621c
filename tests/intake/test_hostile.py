"""Input that wants the reader to fail: every case ends in a document or a named refusal."""

from __future__ import annotations

import pytest

from trucewatch.errors import IntakeError
from trucewatch.intake import read_document
from trucewatch.intake.decode import MAX_BYTES
from trucewatch.intake.passages import MAX_ARTICLE
from trucewatch.intake.text import TextReader
from trucewatch.model import CODES
from trucewatch.model.vocabulary import CLAIM_BEARING


def read(data, name="page.txt", **known):
    document = read_document(data, name=name, **known)
    size = len(document.item.text)
    for passage in document.passages:
        assert 0 <= passage.start < passage.end <= size
    assert all(issue.code in CODES and issue.item == document.item.id for issue in document.issues)
    return document


def kinds(document):
    return [passage.kind for passage in document.passages]


def codes(document):
    return {issue.code for issue in document.issues}


@pytest.mark.parametrize("data", [b"", b"  \n\t\r\n \n", "\ufeff\u200b \u200f".encode()])
def test_nothing_readable_is_an_issue(data):
    document = read(data)
    assert document.passages == ()
    assert "text_empty" in codes(document)


@pytest.mark.parametrize("data", [b"a\0b", b"%PDF-1.7\n\x00\x01", bytes(range(1, 32)) * 9])
def test_binary_is_refused_with_advice(data):
    with pytest.raises(IntakeError) as error:
        read(data)
    assert "page.txt" in error.value.message
    assert error.value.fix


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"%PDF-1.4 garbage", "PDF"),
        (b"\xef\xbb\xbf\n%PDF-1.7\n1 0 obj\n<< >>\nendobj\n", "PDF"),
        (b"PK\x03\x04\x14\x00\x00\x00\x08\x00report.txt", "ZIP"),
        (b"\x1f\x8b\x08\x00\x00\x00\x00\x00", "compressed"),
        (b"{\\rtf1\\ansi A shell hit the road near Ariha on Monday.}", "word processor"),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF", "picture"),
        (b"OggS\x00\x02", "recording"),
        (b"SQLite format 3\x00", "database"),
    ],
)
def test_other_formats_under_a_text_name_are_refused_with_what_to_do(data, kind):
    with pytest.raises(IntakeError) as error:
        read(data, "page.txt", formats=[TextReader()])
    assert kind in error.value.message
    assert "page.txt" in error.value.message
    assert "add" in error.value.fix


def test_text_that_speaks_of_other_formats_is_text():
    for opening in ("PK machine guns", "RIFF raff", "MZ is the code of Mozambique", "GIF files"):
        document = read(f"{opening} were heard of near Ariha on Monday, the council said.".encode())
        assert kinds(document) == ["article_body"]


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf16_without_its_mark_is_named(encoding):
    with pytest.raises(IntakeError, match="UTF-16") as error:
        read("A shell hit the road near Ariha on Monday.".encode(encoding))
    assert "UTF-8" in error.value.fix


def test_too_large_is_refused():
    with pytest.raises(IntakeError, match="limit"):
        read(b"a" * (MAX_BYTES + 1))


def test_unchanged_text_keeps_bom_and_crlf():
    raw = "\ufeffShells hit Fatira\r\n\r\nTwo shells hit Fatira, the council said on Monday.\r\n"
    document = read(raw.encode())
    assert document.item.text == raw
    assert document.passages[0].span.of(raw) == "Shells hit Fatira"
    assert document.passages[1].span.of(raw).endswith("Monday.")


def test_utf16_is_read_by_its_mark():
    raw = "\ufeffHeadline of a note\n\nA shell hit the road near Ariha, residents said on Friday.\n"
    document = read(raw.encode("utf-16-le"))
    assert document.item.text == raw
    assert kinds(document) == ["headline", "article_body"]
    assert "encoding_guessed" not in codes(document)


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("قصف مدفعي على أطراف القرية صباح اليوم ولم تقع إصابات بين السكان.", "cp1256"),
        ("Обстрел окраины посёлка начался утром, пострадавших нет, сообщил глава.", "cp1251"),
        ("Köyün dışına iki mermi düştü, bakanlık dün açıkladı. Şehirde yaralı yok.", "cp1254"),
        ("Le général a déclaré que la trêve était respectée à l'est.", "cp1252"),
    ],
)
def test_other_encodings_are_guessed_and_said(text, encoding):
    document = read(text.encode(encoding))
    assert document.item.text == text
    assert "encoding_guessed" in codes(document)


def test_lone_surrogates_do_not_reach_the_text():
    document = read(
        b"Shells hit the town " + b"\xed\xa0\x80" + " \u2013 two wounded \u2013 \u00e9".encode()
    )
    document.item.text.encode("utf-8")
    assert "encoding_guessed" in codes(document)


def test_direction_marks_and_zero_width_signs_stay_but_bound_no_passage():
    raw = (
        "\u200fعنوان الخبر\u200f\n\n\u200bقال مصدر إن قذيفة سقطت قرب الطريق ولم تقع إصابات.\u200b\n"
    )
    document = read(raw.encode())
    assert document.item.text == raw
    assert document.passages[0].span.of(raw) == "عنوان الخبر"


def test_a_flat_line_of_five_megabytes():
    document = read(b"shell " * 900_000)
    assert kinds(document) == ["article_body", "boilerplate"]
    assert "text_partial" in codes(document)


@pytest.mark.parametrize(
    ("part", "gap"),
    [
        ("A shell fell near post {} on Monday, residents said. ", "\n\n"),
        ("A shell fell near post {} on Monday, residents said. ", ""),
        ("word{} ", ""),
    ],
)
def test_article_text_is_read_up_to_the_cap_and_the_rest_is_named(part, gap):
    text = "".join(part.format(number) * 9 + gap for number in range(9_000)).strip()
    document = read(text.encode())
    bearing = [row for row in document.passages if row.kind in CLAIM_BEARING]
    taken = sum(row.end - row.start for row in bearing)
    assert MAX_ARTICLE - 5_000 < taken <= MAX_ARTICLE
    # Nothing falls between what was read and what was not.
    assert document.passages[-1].end == len(text)
    at = 0
    for row in document.passages:
        assert not text[at : row.start].strip()
        at = row.end
    unread = [issue for issue in document.issues if issue.code == "text_partial"]
    rest = next(row for row in document.passages if row.kind == "boilerplate")
    assert unread[0].span.start == rest.start
    assert f"{MAX_ARTICLE:,}" in unread[0].message


def test_a_long_article_below_the_cap_is_read_whole():
    paragraph = "A shell fell near post {} on Monday, residents said, and a house burned. " * 3
    text = "\n\n".join(paragraph.replace("{}", str(number)).strip() for number in range(1_500))
    document = read(text.encode())
    assert kinds(document) == ["article_body"]
    assert codes(document) == {"date_missing"}


def test_a_great_many_lines_are_capped_visibly():
    document = read(b"A shell fell near the road on Monday.\n\n" * 30_000)
    assert "text_partial" in codes(document)
    assert document.passages[-1].end == len(document.item.text.rstrip())


def test_sixty_thousand_nested_elements_fall_back_visibly():
    page = "<html><body>" + "<div>" * 60_000 + "<p>A shell hit the road near Ariha on Monday.</p>"
    document = read(page.encode(), "deep.html")
    assert "A shell hit the road near Ariha" in document.item.text
    assert "text_partial" in codes(document)


def test_unclosed_markup_is_linear_and_hides_scripts():
    page = "<html><body><p>Calm night.</p>" + "<!-- " * 20_000 + "<script>" * 9
    document = read(page.encode(), "open.html")
    assert "script" not in document.item.text


def test_entities_do_not_explode():
    page = (
        '<!DOCTYPE html [<!ENTITY a "lol"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'
        "<html><body><h1>Note</h1><p>&b;&b;&b; A shell hit the road near Ariha on Monday, the "
        "council said, and two people were wounded in their car.</p></body></html>"
    )
    assert len(read(page.encode(), "bomb.html").item.text) < 1000


def test_scripts_in_titles_and_text_are_no_text():
    page = (
        "<html><head><title><script>alert(1)</script>Calm</title></head><body>"
        "<h1>Calm night<script>steal()</script></h1><style>p{}</style>"
        "<p>The night was calm along the line of contact, the mission said on Tuesday. It counted "
        "no explosion between dusk and dawn at any of its four posts.</p></body></html>"
    )
    text = read(page.encode(), "x.html").item.text
    assert "steal" not in text
    assert "p{}" not in text
    assert "Calm night" in text


def test_an_empty_page_is_visible():
    assert "text_empty" in codes(read(b"<html><body></body></html>", "none.html"))


@pytest.mark.parametrize("published", ["15/03/2020", "yesterday", "2020-03-15T18:00", ""])
def test_a_wrong_date_is_refused(published):
    with pytest.raises(IntakeError, match="ISO 8601"):
        read(b"Text", published=published)
