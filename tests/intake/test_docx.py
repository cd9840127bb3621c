"""DOCX: every paragraph up to the last, whatever stands between them."""

from __future__ import annotations

import io
import zipfile

import pytest
from hostile import outcome

from trucewatch.errors import IntakeError
from trucewatch.intake import read_document

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def paragraph(*runs, style=""):
    head = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    return f"<w:p>{head}" + "".join(f"<w:r><w:t>{run}</w:t></w:r>" for run in runs) + "</w:p>"


BODY = (
    paragraph("Patrol cut short", style="Title")
    + paragraph("A joint patrol turned back near Nayrab on 16 March", ", residents said.")
    + paragraph("Smith &amp; Sons saw it. Nobody was hurt in the &#8220;incident&#8221;.")
)


def document(body=BODY, head="", name="word/document.xml", **more):
    found = io.BytesIO()
    with zipfile.ZipFile(found, "w", 8) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr(
            name, f"<?xml version='1.0'?>{head}<w:document {W}><w:body>{body}</w:body></w:document>"
        )
        for member, data in more.items():
            archive.writestr(member, data)
    return found.getvalue()


def read(data):
    return read_document(data, name="report.docx", published="2020-03-16")


def messages(found):
    return " ".join(issue.message for issue in found.issues)


def test_paragraphs_are_read_to_the_last():
    found = read(document())
    assert found.item.text.split("\n\n") == [
        "Patrol cut short",
        "A joint patrol turned back near Nayrab on 16 March, residents said.",
        "Smith & Sons saw it. Nobody was hurt in the “incident”.",
    ]
    assert [one.kind for one in found.passages] == ["headline", "article_body"]
    assert found.item.media_type.endswith("wordprocessingml.document")
    assert found.issues == ()


def test_an_entity_cuts_nothing_off_and_is_not_expanded():
    head = '<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
    found = read(document(paragraph("Before &x; between") + paragraph("And after it."), head))
    assert found.item.text == "Before &x; between\n\nAnd after it."
    assert "never expanded" in messages(found)


def test_tracked_changes_pictures_and_tables_are_told():
    body = (
        BODY
        + "<w:p><w:ins><w:r><w:t>Two shells fell.</w:t></w:r></w:ins>"
        + "<w:del><w:r><w:delText>Nine</w:delText></w:r></w:del></w:p>"
        + "<w:tbl><w:tr><w:tc>"
        + paragraph("Sarmin")
        + "</w:tc><w:tc>"
        + paragraph("3", " bursts")
        + "</w:tc></w:tr></w:tbl>"
        + paragraph("The end.")
    )
    found = read(document(body, **{"word/media/a.png": b"x"}))
    assert "Nine" not in found.item.text
    assert found.item.text.endswith("Two shells fell.\n\nSarmin | 3 bursts\n\nThe end.")
    row = next(one for one in found.passages if "Sarmin" in one.span.of(found.item.text))
    assert row.kind == "boilerplate"
    for words in ("tracked changes", "1 picture(s)", "1 row(s)"):
        assert words in messages(found)


def test_a_thread_in_a_document_is_told_from_the_article():
    lines = ["olive_tree", "They hide the number, it was nine!!", "karim_83", "You were not there."]
    found = read(document(BODY + "".join("<w:p/>" + paragraph(line) for line in lines)))
    assert found.passages[-1].kind == "thread_comment"


def test_a_password_is_said():
    data = bytearray(document())
    at = data.index(b"PK\x01\x02", data.index(b"word/document.xml") + 40)
    while True:
        # The flag of encryption in every central directory entry.
        data[at + 8] |= 1
        at = data.find(b"PK\x01\x02", at + 4)
        if at < 0:
            break
    with pytest.raises(IntakeError, match=r"report\.docx: the file is protected") as error:
        read(bytes(data))
    assert "without one" in error.value.fix


HOSTILE = {
    "deep": document("<w:p>" * 200_000),
    "deep table": document("<w:tbl><w:tr><w:tc>" * 30_000),
    "rows": document("<w:tbl>" + "<w:tr>" * 100_000),
    "bomb": document(" " * 90_000_000),
    "laughs": document("<w:p>&b;</w:p>", '<!DOCTYPE d [<!ENTITY b "&b;&b;&b;">]>'),
    "cut": document()[:300],
    "cut at the end": document()[:-12],
    "no body": document(name="word/other.xml", x="word/document.xml"),
    "no xml": document(name="x", **{"word/document.xml": "\0\1\2"}),
    "empty": document(""),
    "slip": document(**{"../../etc/cron.d/x": "x"}),
    "many members": document(**{f"m{n}": "" for n in range(10_500)}),
    "close tags": document("</w:p></w:r></w:tc></w:tr>" * 50_000),
    "breaks": document("<w:p><w:r>" + "<w:br/>" * 300_000 + "</w:r></w:p>"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_documents(name):
    assert outcome(HOSTILE[name], "report.docx") in ("items", "refused")


def test_a_bomb_is_called_one():
    with pytest.raises(IntakeError, match="like a bomb"):
        read(HOSTILE["bomb"])
