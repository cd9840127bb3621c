"""Web archives: pages with address and time of capture; everything else is counted."""

from __future__ import annotations

import gzip
import io
import zipfile
from zlib import crc32

import pytest
from hostile import outcome

from trucewatch.intake import Known, read_documents, warc
from trucewatch.intake.parts import MAX_UNPACKED

pytest.importorskip("fastwarc")
pytest.importorskip("warcio")

BODY = (
    "<html><head><title>Patrol</title></head><body><h1>Patrol cut short</h1><p>"
    + "A joint patrol turned back near Nayrab after residents blocked the road. " * 6
    + "</p></body></html>"
)


def record(url, body, kind="text/html", status="200 OK", extra=""):
    content = body.encode() if isinstance(body, str) else body
    http = (
        f"HTTP/1.1 {status}\r\nContent-Type: {kind}; charset=utf-8\r\n{extra}"
        f"Content-Length: {len(content)}\r\n\r\n"
    ).encode() + content
    head = (
        f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: {url}\r\n"
        "WARC-Date: 2020-03-16T10:00:00Z\r\n"
        f"WARC-Record-ID: <urn:uuid:{crc32(url.encode()):032x}>\r\n"
        f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(http)}\r\n\r\n"
    )
    return head.encode() + http + b"\r\n\r\n"


PAGES = (
    record("https://wire.example/a", BODY)
    + record("https://wire.example/p.png", "x", "image/png")
    + record("https://wire.example/gone", "no", status="404 Not Found")
    + record("https://wire.example/a?again", BODY)
)


def read(data, name="capture.bin"):
    return list(
        read_documents(data, name=name, known=Known(captured_at="2020-04-01T00:00:00+00:00"))
    )


def zipped(**members):
    found = io.BytesIO()
    with zipfile.ZipFile(found, "w", 8) as archive:
        for name, data in members.items():
            archive.writestr(name.replace("__", "/").replace("_gz", ".warc.gz"), data)
        archive.writestr("datapackage.json", "{}")
    return found.getvalue()


@pytest.mark.parametrize(
    "data", [PAGES, gzip.compress(PAGES), zipped(archive__data_gz=gzip.compress(PAGES))], ids=len
)
def test_pages_are_items_and_the_rest_is_counted(data):
    page, box = read(data)
    item = page.document.item
    assert page.data == BODY.encode()
    assert item.title == "Patrol cut short"
    assert item.url == "https://wire.example/a"
    assert item.captured_at == "2020-03-16T10:00:00Z"
    assert item.media_type == "text/html"
    assert item.custody[-1].action == "taken out"
    told = box.document.issues[0].message
    assert "1 image/png" in told
    assert "status 404" in told
    assert box.parts == 1


def test_the_second_parser_reads_where_the_first_fails(monkeypatch):
    def fail(archive):
        raise OSError(archive[:4])
        yield

    monkeypatch.setattr(warc, "_by_fastwarc", fail)
    found = warc.unpack(PAGES)
    assert [part.url for part in found.parts] == ["https://wire.example/a"]


def test_a_capture_cut_off_keeps_its_whole_pages_and_says_so():
    found = read(PAGES + PAGES[:-300].replace(b"Patrol", b"Convoy"))
    assert found[0].document.item.title == "Patrol cut short"
    assert found[-1].document.issues


def test_bodies_that_unpack_without_end_are_capped():
    bomb = gzip.compress(b"a" * (MAX_UNPACKED // 4), 9)
    data = b"".join(
        record(f"https://b.example/{n}", bomb, "text/plain", extra="Content-Encoding: gzip\r\n")
        for n in range(9)
    )
    found = warc.unpack(data)
    assert sum(len(part.data) for part in found.parts) <= MAX_UNPACKED
    assert any("unpacks to more than" in issue.message for issue in found.issues)


@pytest.mark.parametrize(
    "data",
    [
        b"WARC/1.0\r\n",
        b"WARC/1.0\r\n" + b"A: b\r\n" * 100_000,
        b"WARC/1.0\r\nContent-Length: 99999999999999\r\n\r\n",
        b"WARC/1.0\r\nContent-Length: -5\r\n\r\nabc" * 100,
        PAGES[:200],
        gzip.compress(PAGES)[:-20],
        gzip.compress(PAGES)[:100],
        gzip.compress(b"WARC/1.0\r\n" + b"\0" * 100_000_000, 9),
        zipped(archive__a_gz=b"junk"),
        zipped(**{"archive/x.warc": b""}),
        record("file:///etc/passwd", "Two shells hit Fatira.", "text/plain"),
        record("x" * 70_000, BODY),
    ],
    ids=len,
)
def test_hostile_archives(data):
    assert outcome(data, "capture.warc") in ("items", "refused")
