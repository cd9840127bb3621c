"""auto-archiver's CSV, sheet and page: posts with their address, time and custody."""

from __future__ import annotations

import base64
import csv
import io
import json
from datetime import UTC, datetime

import pytest
from hostile import outcome
from hypothesis import given
from hypothesis import strategies as st

from trucewatch.intake import read_documents
from trucewatch.intake.auto_archiver import _value
from trucewatch.intake.markup import source_offset

VALUES = {
    "_processed_at": datetime(2020, 3, 16, 9, 0, tzinfo=UTC),
    "url": "https://example.org/post/1",
    "title": "Shells hit Sarmin",
    "content": "Four shells hit Sarmin on Sunday.\nNobody was hurt.",
    "timestamp": datetime(2020, 3, 15, 18, 30, tzinfo=UTC),
    "views": 12,
}
MEDIA = [
    {
        "filename": "tmp/a.mp4",
        "_key": "k",
        "urls": ["https://store.example.org/a.mp4"],
        "properties": {"hash": "SHA-256:abc"},
        "_mimetype": "video/mp4",
        "_stored": True,
    }
]


def written(*rows, names=("status", "metadata", "media")):
    found = io.StringIO()
    csv.writer(found).writerows([names, *rows])
    return found.getvalue().encode()


def read(data, name="db.csv"):
    return list(read_documents(data, name=name))


def messages(taken):
    return " ".join(issue.message for issue in taken.document.issues)


def check(item):
    assert item.title == "Shells hit Sarmin"
    assert item.url == "https://example.org/post/1"
    assert item.published_at == "2020-03-15T18:30:00+00:00"
    assert "Four shells hit Sarmin on Sunday." in item.text
    assert "archived 2020-03-16T09:00:00+00:00" in item.custody[-1].note


def test_rows_of_the_csv_are_posts():
    failed = ("nothing archived", {"url": "https://example.org/2"}, [])
    first, box = read(written(("telegram: success", VALUES, MEDIA), failed))
    item = first.document.item
    check(item)
    assert item.captured_at == "2020-03-16T09:00:00+00:00"
    assert "https://store.example.org/a.mp4 (SHA-256:abc)" in item.custody[-1].note
    assert [one.kind for one in first.document.passages] == ["headline", "article_body"]
    at = source_offset(item.origins, item.text.index("Four shells"))
    assert first.data.decode()[at:].startswith("Four shells")
    assert "https://example.org/2" in messages(box)
    assert "'nothing archived'" in messages(box)


def test_rows_of_the_sheet_are_posts():
    names = ("Link", "Archive status", "Archive date", "Upload timestamp", "Upload title",
             "Text content", "Archive location", "Hash")  # fmt: skip
    row = (
        VALUES["url"], "telegram: success", VALUES["_processed_at"].isoformat(),
        VALUES["timestamp"].isoformat(), VALUES["title"], VALUES["content"],
        "https://store.example.org/x.html", "abc",
    )  # fmt: skip
    first, _ = read(written(row, names=names))
    check(first.document.item)
    assert "https://store.example.org/x.html (abc)" in first.document.item.custody[-1].note


def page(values):
    def cell(value):
        coded = base64.b64encode(json.dumps(value, default=str).encode()).decode()
        if isinstance(value, dict):
            return f"<div class='center copy' copy-value64='{coded}'>Copy as JSON</div><ul></ul>"
        return f'<span class="copy" copy-value="{value}">{value}</span>'

    rows = "".join(
        f"<tr><td>{key}</td><td>{cell(value)}</td></tr>" for key, value in values.items()
    )
    heading = f'<h2>Archived media for <span class="copy">{values["url"]}</span> - open</h2>'
    title = f"<p><b>title:</b> '<span class=\"copy\">{values['title']}</span>'</p>"
    link = '<a href="https://store.example.org/a" download="">download</a>'
    content = f'<table class="content"><tr><td></td><td>{link}</td></tr></table>'
    metadata = f'<table class="metadata"><tr><th>key</th></tr>{rows}</table>'
    body = f"{heading}{title}{content}{metadata}<p>Made with it</p>"
    return f"<!DOCTYPE html><html><head><title>x</title></head><body>{body}</body></html>".encode()


def test_the_page_of_an_address_is_the_post_and_not_its_frame():
    (only,) = read(page({**VALUES, "more": {"a": 1}}), "x.html")
    item = only.document.item
    check(item)
    assert "Made with" not in item.text
    assert "https://store.example.org/a" in item.custody[-1].note


def test_an_ordinary_page_or_table_is_none():
    html = (
        b"<!DOCTYPE html><html><body><h1>A</h1><p>Archived media for all of us.</p></body></html>"
    )
    assert read(html, "x.html")[-1].document.item.media_type == "text/html"
    assert read(b"status,metadata\na,b\nc,d\n")[0].document.item.custody == ()


def test_nothing_in_a_value_is_run(tmp_path):
    trap = tmp_path / "ran"
    source = f"{{'a': __import__('os').system('touch {trap}'), 'b': open('{trap}', 'w')}}"
    assert _value(source) == {"a": None, "b": None}
    assert not trap.exists()


printable = st.recursive(
    st.none() | st.booleans() | st.integers(-9, 9) | st.text(max_size=5) | st.datetimes(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner),
    max_leaves=8,
)


@given(printable)
def test_values_are_read_back_as_they_were(value):
    assert _value(repr(value)) == value


@pytest.mark.parametrize(
    "cell",
    ["(" * 5_000, "{" * 90_000, "[" * 50 + "]" * 50, "9" * 10_000, "datetime.datetime(0)",
     "datetime.datetime(*[1])", "{**{}}", "lambda: 0", "'\\ud800'", "\\", "-" * 20_000 + "1",
     "1 if", "datetime.timezone(5)"],
)  # fmt: skip
def test_hostile_values(cell):
    assert outcome(written(("success", cell, "[]")), "db.csv") in ("items", "refused")


@pytest.mark.parametrize(
    "data",
    [
        b"status,metadata,media",
        b"status,metadata,media\n" + b'"' * 100_000,
        page({"url": "x", "title": "y"}).replace(b"<p>", b"<div>" * 5_000),
        page({"url": "javascript:x", "title": ""}),
        b'<h2>Archived media for <span class="copy">' * 1_000,
    ],
)
def test_hostile_files(data):
    assert outcome(data, "db") in ("items", "refused")
