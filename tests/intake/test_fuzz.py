"""Our own parsers over made-up bytes: they end, keep their places, and raise nothing unnamed."""

from __future__ import annotations

import json
import os

from hypothesis import given, settings
from hypothesis import strategies as st

from trucewatch.errors import IntakeError
from trucewatch.intake import (
    docx,
    feed,
    forms,
    mail,
    read_document,
    table,
    telegram,
    threads,
    xmltext,
)
from trucewatch.intake.jsontext import unescaped, values
from trucewatch.intake.markup import Mapper, scan, source_offset

MORE = int(os.environ.get("TRUCEWATCH_FUZZ", "1"))
"""How often as many inputs as usual: `make fuzz` runs a hundred times as many."""

PIECES = st.sampled_from(
    [
        "<rss>", "</rss>", "<item>", "</item>", "<entry/>", "<title>", "</title>", "<title/>",
        "<description>", "</description>", "<![CDATA[", "]]>", "<!--", "-->", "<?x", "?>", "<!",
        "<!DOCTYPE x [", "]>", "&amp;", "&lt;p&gt;", "&#10;", "&#xD800;", "&x;", "&", "<", ">",
        '"', "'", "=", " type='xhtml'>", "<link href='https://a.example/'/>", "<p>", "</p>",
        "Two shells hit Fatira.", " ", "\n", "\u200b", "ا", "<wp:comment>", "</wp:comment>",
        "<wp:comment_content>", "</wp:comment_content>", "<post>", "</post>", "<message>",
        "<w:p>", "</w:p>", "<w:t>", "</w:t>", "<w:tr>", "</w:tr>", "<trucewatch_form>patrol",
    ]
)  # fmt: skip
MARKUP = st.lists(PIECES, max_size=40).map("".join)


def held(unpack, source):
    """Unpack, and check that every mapped character stands at its place."""
    try:
        found = unpack(source.encode("utf-8"))
    except IntakeError:
        return
    for part in found.parts:
        own = part.data.decode("utf-8")
        for block in part.blocks:
            assert 0 <= block.start < block.end <= len(part.text)
        for at, char in enumerate(part.text):
            place = source_offset(part.origins, at)
            if place is not None:
                assert own[place] in (char, "&", "\\")


@settings(max_examples=400 * MORE, deadline=None)
@given(MARKUP)
def test_feeds(source):
    held(feed.unpack, "<rss>" + source)


@settings(max_examples=300 * MORE, deadline=None)
@given(MARKUP)
def test_comment_exports(source):
    held(threads.unpack, "<disqus>" + source)
    held(threads.unpack, "<rss>" + source)


@settings(max_examples=300 * MORE, deadline=None)
@given(MARKUP)
def test_document_bodies(source):
    reader = docx._Reader(source)
    reader.read()
    for block in reader.writer.blocks:
        assert block.start < block.end <= len(reader.writer.text)


@settings(max_examples=300 * MORE, deadline=None)
@given(MARKUP)
def test_tokens_cover_the_source_in_order(source):
    at = 0
    for token in xmltext.tokens(source):
        assert at <= token.start <= token.end <= len(source)
        at = token.end


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(
                ["text", "type", "id", "date", "date_unixtime", "trucewatch_form", "x"]
            ),
            inner,
            max_size=4,
        )
    ),
    max_leaves=20,
)


def leaves(value, path=()):
    """Return every string of a value with its path."""
    if isinstance(value, str):
        return [(path, value)]
    if not isinstance(value, dict | list):
        return []
    inner = value.items() if isinstance(value, dict) else enumerate(value)
    return [leaf for key, one in inner for leaf in leaves(one, (*path, key))]


@settings(max_examples=400 * MORE, deadline=None)
@given(VALUES, st.booleans())
def test_values_of_json_are_those_of_the_standard_parser(value, ascii_only):
    source = json.dumps(value, ensure_ascii=ascii_only)
    found = {
        path: unescaped(source, start, end)
        for path, start, end in values(source)
        if source[start - 1 : start] == '"'
    }
    for path, text in leaves(json.loads(source)):
        known = found[path]
        assert len(known.places) == len(known.text)
        assert known.text == "".join("\ufffd" if "\ud800" <= c < "\ue000" else c for c in text)


@settings(max_examples=300 * MORE, deadline=None)
@given(st.lists(VALUES, max_size=4))
def test_chats_and_submissions(rows):
    source = json.dumps({"type": "public_channel", "messages": rows})
    held(telegram.unpack, source)
    held(forms.unpack, json.dumps({"results": rows}))


@settings(max_examples=200 * MORE, deadline=None)
@given(st.text(alphabet='ab,;\t|"\n\r ', max_size=80))
def test_tables(source):
    held(table.unpack, "Position,Event location,Means,No\n" + source)


@settings(max_examples=200 * MORE, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [
                b"Content-Type: multipart/mixed; boundary=x\n", b"--x\n", b"--x--\n", b"\n",
                b"Content-Type: text/plain; charset=utf-7\n", b"Subject: =?utf-8?q?=C3?=\n",
                b"Content-Transfer-Encoding: base64\n", b"Content-Disposition: attachment\n",
                b"Content-Type: message/rfc822\n", b"Shells hit Fatira.\n", b"\xff\n", b"> q\n",
                b"Date: 99\n", b"Content-Transfer-Encoding: quoted-printable\n", b"=\n",
            ]
        ),
        max_size=25,
    )
)  # fmt: skip
def test_mail(lines):
    found = mail.unpack(b"MIME-Version: 1.0\n" + b"".join(lines))
    assert found.parts[-1].data == b""


@settings(max_examples=300 * MORE, deadline=None)
@given(MARKUP, st.text(alphabet="ab <>&;|-\n", max_size=30))
def test_visible_text_and_its_places(source, paragraph):
    found = scan(source)
    assert len(found.seen) == len(found.places)
    mapper = Mapper(found)
    for words in (*found.paragraphs, paragraph):
        for start, place, size in mapper.origins(words, 0):
            assert 0 <= start < start + size <= len(words)
            assert 0 <= place < len(source)


LINES = st.sampled_from(
    [
        "olive_tree", "Zoë Ibáñez", "ليلى", "Comments (2)", "Two shells hit Fatira, it said.", "",
        "", "lol!!", "3 hours ago", "Reply", "1", "16 March 2020", "Q: Who fired?", "---", "# Note",
    ]
)  # fmt: skip


@settings(max_examples=300 * MORE, deadline=None)
@given(st.lists(LINES, max_size=30))
def test_pages_of_lines(lines):
    text = "\n".join(lines)
    document = read_document(text.encode(), name="page.md")
    at = 0
    for row in document.passages:
        assert at <= row.start < row.end <= len(text)
        assert not text[at : row.start].strip(" #\t\r\n")  # a heading is its words
        at = row.end
    assert not text[at:].strip(" #\t\r\n")
