"""PDF: paragraphs of the text layer; pages without one are named."""

from __future__ import annotations

import pytest
from hostile import outcome
from pdfs import pdf

from trucewatch.errors import IntakeError
from trucewatch.intake import read_document

pytest.importorskip("pypdf")

PAGE = [
    "Patrol cut short",
    "",
    "A joint patrol turned back near Nayrab on Monday after residents blocked the high-",
    "way with burning tyres, the ministry said in a statement that was read out in the",
    "evening.",
    "Nobody was hurt.",
]


def read(data):
    return read_document(data, name="report.pdf", published="2020-03-17")


def messages(found):
    return " ".join(issue.message for issue in found.issues)


def test_lines_become_paragraphs():
    found = read(pdf(PAGE))
    assert found.item.text.split("\n\n") == [
        "Patrol cut short",
        (
            "A joint patrol turned back near Nayrab on Monday after residents blocked the highway "
            "with burning tyres, the ministry said in a statement that was read out in the evening."
        ),
        "Nobody was hurt.",
    ]
    assert [one.kind for one in found.passages] == ["headline", "article_body"]
    assert found.item.media_type == "application/pdf"
    assert found.issues == ()


def test_pages_without_text_are_named():
    found = read(pdf(PAGE, [], PAGE))
    assert "page(s) 2 of 3 hold no text" in messages(found)
    scan = read(pdf([], []))
    assert {issue.code for issue in scan.issues} == {"text_empty", "text_partial"}
    assert "OCR" in messages(scan)


def test_running_heads_are_no_article():
    pages = [
        ["Daily report 61/2020", "", f"Shelling was heard at site {n}.", f"Page {n} of 4"]
        for n in range(1, 5)
    ]
    found = read(pdf(*pages))
    kept = [one.span.of(found.item.text) for one in found.passages if one.kind == "article_body"]
    assert "site 3" in " ".join(kept)
    assert "Page 3 of 4" not in " ".join(kept)


def test_a_protected_file_says_so():
    from io import BytesIO

    from pypdf import PdfReader, PdfWriter

    writer = PdfWriter(clone_from=PdfReader(BytesIO(pdf(PAGE))))
    writer.encrypt("secret", algorithm="RC4-128")
    found = BytesIO()
    writer.write(found)
    with pytest.raises(IntakeError, match="password") as error:
        read(found.getvalue())
    assert error.value.fix


LONG = b"BT /F1 9 Tf " + b"(a) Tj " * 3_000_000 + b"ET"
HOSTILE = {
    "head only": b"%PDF-1.7\n",
    "cut": pdf(PAGE)[:400],
    "cut at the end": pdf(PAGE)[:-60],
    "zeros": b"%PDF-1.7\n" + b"\0" * 100_000,
    "page tree loop": pdf(PAGE).replace(b"/Kids [4 0 R]", b"/Kids [2 0 R]"),
    "page count lies": pdf(PAGE).replace(b"/Count 1", b"/Count 999999999"),
    "stream length lies": pdf(PAGE).replace(b"/Length ", b"/Length 9999"),
    "content is itself": pdf(PAGE).replace(b"/Contents 3 0 R", b"/Contents 4 0 R"),
    "bomb": pdf(b"BT " + b" " * 400_000_000, packed=True),
    "long": pdf(LONG, packed=True),
    "xref loop": pdf(PAGE, trailer="/Prev 9"),
    "not a pdf": b"%PDF-1.4 Two shells hit Fatira, the council said.",
    "brackets": b"%PDF-1.4\n1 0 obj\n" + b"[" * 500_000,
    "dictionaries": b"%PDF-1.4\n1 0 obj\n" + b"<<" * 500_000,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_files(name):
    assert outcome(HOSTILE[name], "report.pdf") in ("items", "refused")


def test_missing_parser_says_what_to_install(monkeypatch):
    import sys

    from trucewatch.intake import pdf as reader

    monkeypatch.setitem(sys.modules, "pypdf", None)
    with pytest.raises(IntakeError) as error:
        reader.unpack(pdf(PAGE))
    assert "trucewatch[formats]" in error.value.fix
