"""Choosing a format by content, containers in containers, and custody."""

from __future__ import annotations

import gzip
import json
from email.message import EmailMessage
from pathlib import Path

import pytest
from hostile import outcome

from trucewatch import config
from trucewatch.errors import IntakeError
from trucewatch.intake import READERS, Known, identity, read_documents
from trucewatch.intake.containers import CONTAINERS
from trucewatch.intake.decode import MAX_BYTES
from trucewatch.intake.reading import choose
from trucewatch.intake.worker import TASKS, WORKER

ROOT = Path(__file__).parent.parent.parent
FEED = b"<rss><channel><item><title>Shells hit Fatira</title></item></channel></rss>"
CHAT = json.dumps(
    {
        "type": "public_channel",
        "messages": [{"id": 1, "date_unixtime": "1584255600", "text": "Shells hit Fatira."}],
    }
).encode()


def test_every_format_is_documented_and_known_to_the_worker():
    page = (ROOT / "docs/intake.md").read_text("utf-8")
    assert all(f"`{reader.name}`" in page for reader in READERS)
    assert {one.name for one in CONTAINERS} | {"html"} == set(TASKS)


def pages():
    reports = config.example("idlib-2020") / config.REPORTS
    return [
        *reports.glob("*.[tmh]*"),
        *(ROOT / "tests/corpus/threads").rglob("*.txt"),
        *(ROOT / "tests/corpus/threads").rglob("*.html"),
    ]


def test_reports_and_pages_are_no_containers():
    found = [path for path in pages() if path.name != "reports.toml"]
    assert len(found) > 50
    taken = {
        path.name: reader.name
        for path in found
        if (reader := choose(READERS, path.read_bytes(), path.name)) in CONTAINERS
    }
    assert taken == {}


@pytest.mark.parametrize(
    ("data", "name", "kind"),
    [
        (FEED, "table.csv", "feed"),
        (CHAT, "page.html", "telegram"),
        (b"\xef\xbb\xbf\n" + FEED, "x", "feed"),
        (b"%PDF-1.4", "note.txt", "pdf"),
        (b"Subject: x\nMessage-ID: <1>\n\nText", "note.txt", "mail"),
        (b"<html><body><p>An rss feed</p></body></html>", "feed.xml", "html"),
        (b'{"messages": "in a note"}', "note.json", "text"),
    ],
)
def test_content_decides_and_the_name_does_not(data, name, kind):
    assert choose(READERS, data, name).name == kind


def test_a_feed_in_a_mail_in_a_mail_names_every_step():
    inner, outer = EmailMessage(), EmailMessage()
    for message in (inner, outer):
        message["Message-ID"], message["From"] = "<1@x.example>", "a@x.example"
    inner.set_content("See the feed.")
    inner.add_attachment(FEED, maintype="application", subtype="xml", filename="f.xml")
    outer.set_content("See the mail.")
    outer.add_attachment(inner)
    data = outer.as_bytes()
    found = list(
        read_documents(data, name="m.eml", known=Known(captured_at="2020-03-16T00:00:00+00:00"))
    )
    entry = found[0]
    assert entry.name == "m.eml#file 1#f.xml#entry 1"
    notes = [step.note for step in entry.document.item.custody if step.action == "taken out"]
    assert len(notes) == 3
    assert identity(data) in notes[-1]


def test_containers_nested_without_end_are_told():
    message = None
    for _ in range(6):
        outer = EmailMessage()
        outer["Message-ID"], outer["From"] = "<1@x.example>", "a@x.example"
        outer.set_content("See the mail.")
        if message is not None:
            outer.add_attachment(message)
        message = outer
    found = list(read_documents(message.as_bytes(), name="m.eml"))
    assert any("nested too deep" in i.message for one in found for i in one.document.issues)
    assert len(found) == 4


@pytest.mark.parametrize("one", CONTAINERS, ids=lambda one: one.name)
@pytest.mark.parametrize(
    "data", [b"", b"\0", b"\xff" * 5000, b"a" * 5000, b"<" * 5000, b"{" * 5000]
)
def test_bytes_of_another_format_are_refused_by_each_parser(one, data):
    from trucewatch.intake.readers import Hints

    if one.name == "mail":
        # Any bytes are a mail without headers.
        assert one.unpack(data, Hints("x")).parts
        return
    try:
        found = one.unpack(data, Hints("x"))
    except IntakeError as error:
        told = [error.message, error.fix]
    else:
        told = [issue.message for issue in found.issues] or [found.parts == ()]
    assert all(told)


def test_an_input_beyond_the_cap_is_refused_before_it_is_parsed():
    with pytest.raises(IntakeError, match="limit"):
        list(read_documents(FEED + b" " * MAX_BYTES, name="feed.xml"))


def test_a_dead_worker_costs_one_input():
    list(read_documents(FEED, name="feed.xml"))
    assert WORKER._process is not None
    WORKER._process.kill()
    WORKER._process.wait()
    assert len(list(read_documents(FEED, name="feed.xml"))) == 2


@pytest.mark.parametrize(
    "data",
    [
        gzip.compress(b"a" * 50_000_000),
        gzip.compress(FEED),
        b"PK\x05\x06" + b"\0" * 18,
        b"PK\x03\x04 xl/workbook.xml",
        b"PK\x03\x04 word/document.xml",
        b"PK\x03\x04 datapackage.json .warc",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 5000,
        b"Rar!\x1a\x07\x00",
        b"7z\xbc\xaf\x27\x1c",
        b"\x89PNG\r\n\x1a\n\0\0",
        b"<svg xmlns='http://www.w3.org/2000/svg'><script>x</script></svg>",
        b"<?xml version='1.0' encoding='utf-7'?><rss><item/></rss>",
        b"<?xml version='1.0' encoding='zlib'?><rss><item/></rss>",
        b"<?xml version='1.0' encoding='utf-16'?><rss><item/></rss>",
        FEED.decode().encode("utf-32"),
        b"\x1f\x8b",
    ],
    ids=len,
)
@pytest.mark.parametrize("name", ["a.xml", "a.docx"])
def test_wrong_and_broken_files_end_in_items_or_a_named_refusal(data, name):
    assert outcome(data, name) in ("items", "refused")
