"""Mail: its own words, quoted words apart, attached files as items of their own."""

from __future__ import annotations

from email.message import EmailMessage

import pytest
from hostile import outcome

from trucewatch.intake import Known, read_documents

TEXT = """Two shells hit Fatira at noon, our observer
in Sarmin reported.

Nobody was hurt.

> On Sunday you wrote: nine shells fell.

--\x20
Desk
"""
FEED = "<rss><channel><item><title>Quiet night</title></item></channel></rss>"


def mail(text=TEXT, **headers):
    message = EmailMessage()
    message["From"] = "Some Person <person@desk.example>"
    message["Date"] = "Sun, 15 Mar 2020 18:00:00 +0200"
    message["Subject"] = "Daily note"
    message["Message-ID"] = "<1@desk.example>"
    for name, value in headers.items():
        message[name] = value
    message.set_content(text)
    return message


def read(message):
    data = message if isinstance(message, bytes) else message.as_bytes()
    return list(
        read_documents(data, name="note.bin", known=Known(captured_at="2020-03-16T00:00:00+00:00"))
    )


def messages(taken):
    return " ".join(issue.message for issue in taken.document.issues)


def test_the_mails_own_words_are_the_article():
    (only,) = read(mail())
    item = only.document.item
    body = [p.span.of(item.text) for p in only.document.passages if p.kind == "article_body"]
    assert " ".join(body).split("\n\n") == [
        "Two shells hit Fatira at noon, our observer in Sarmin reported.",
        "Nobody was hurt.",
    ]
    assert "nine shells" in item.text
    assert item.title == "Daily note"
    assert item.published_at == "2020-03-15T18:00:00+02:00"
    assert "Person" not in repr(item)


def test_attached_files_are_items_of_their_own():
    message = mail()
    message.add_attachment("A patrol was turned back near Nayrab.\n", filename="2020-03-14.txt")
    message.add_attachment(FEED.encode(), maintype="application", subtype="xml", filename="f.xml")
    message.add_attachment(b"\x89PNG", maintype="image", subtype="png", filename="../p.png")
    message.add_attachment(b"\0\1", maintype="application", subtype="x", filename="tool.exe")
    text, entry, feed, whole = read(message)
    assert text.document.item.text.startswith("A patrol")
    assert text.document.item.published_at == "2020-03-14"
    assert "the attached '2020-03-14.txt' of note.bin" in text.document.item.custody[-1].note
    assert entry.document.item.title == "Quiet night"
    assert feed.parts == 1
    assert whole.name == "note.bin"
    assert "'.._p.png' is image/png: look at it" in messages(whole)
    assert "tool.exe could not be read" in messages(whole)


def test_mail_in_mail_and_markup():
    message = mail()
    inner = mail("<p>A <b>convoy</b> left Ariha.</p><script>x()</script>")
    inner.set_type("text/html")
    message.add_attachment(inner)
    inside, whole = read(message)
    assert inside.document.item.text == "Daily note\n\nA convoy left Ariha."
    assert whole.document.item.text.startswith("Daily note\n\nTwo shells")


def test_a_note_that_only_looks_like_mail_is_text():
    (only,) = read(b"From: the desk\nDate: 15 March 2020\n\nTwo shells hit Fatira at noon.\n")
    assert only.document.item.media_type == "text/plain"


HEAD = b"MIME-Version: 1.0\nFrom: a@b.example\n"
MIXED = b"Content-Type: multipart/mixed; boundary=x\n\n"
HOSTILE = {
    "nested": HEAD
    + b"".join(
        b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (n, n) for n in range(3000)
    ),
    "parts": HEAD + MIXED + b"--x\n\na\n" * 100_000,
    "no end": HEAD + MIXED + b"--x\nContent-Type: text/plain\n",
    "charset": HEAD + b"Content-Type: text/plain; charset=nope\n\nShells.",
    "codec": HEAD + b"Content-Type: text/plain; charset=zlib\n\nShells.",
    "base64": HEAD + b"Content-Transfer-Encoding: base64\n\n!!!!\xff",
    "encoded words": HEAD + b"Subject: " + b"=?utf-8?q?a?= " * 20_000 + b"\n\nx",
    "bad encoded word": HEAD + b"Subject: =?utf-8?q?=FF=?=\nDate: =?x?b?y?=\n\nx",
    "headers": HEAD + b"X-A: b\n" * 100_000 + b"\nx",
    "long header": HEAD + b"Subject: " + b"a" * 3_000_000 + b"\n\nx",
    "addresses": HEAD + b"To: " + b"(" * 50_000 + b"\n\nx",
    "date": HEAD + b"Date: Mon, 99 Foo 99999 99:99:99 +9999\n\nShells hit Fatira.",
    "name": HEAD
    + MIXED
    + b"--x\nContent-Disposition: attachment; filename*=utf-8''%FF%2F..%2F\n\nx\n--x--",
    "empty": HEAD + b"\n",
    "mails in mails": b"".join([HEAD + b"Content-Type: message/rfc822\n\n"] * 500),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_mail(name):
    assert outcome(HOSTILE[name], "note.eml") in ("items", "refused")
