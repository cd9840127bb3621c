"""Feeds: each entry one item, mapped to its own bytes."""

from __future__ import annotations

import hashlib

import pytest
from hostile import outcome

from trucewatch.errors import IntakeError
from trucewatch.intake import Known, read_document, read_documents
from trucewatch.intake.markup import source_offset

RSS = """<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>
<title>Ridge Wire</title><language>en-gb</language>
<item><title>Shells &amp;amp; mortars hit <![CDATA[Fatira]]></title>
<link>https://ridge.example/1</link><guid>urn:1</guid>
<pubDate>Sun, 15 Mar 2020 10:00:00 +0300</pubDate>
<description>A summary.</description>
<content:encoded><![CDATA[<p>Two shells hit Fatira &amp; Sarmin, the council said.</p>
<script>alert(1)</script><p>Nobody was hurt.</p>]]></content:encoded></item>
<item><title>Quiet</title>
<description>&lt;p&gt;No &quot;strikes&quot; today.&lt;/p&gt;</description>
</item></channel></rss>"""

ATOM = """<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="ru"><title>Лента</title>
<entry><title>Обстрел</title><link rel="alternate" href="https://lenta.example/a"/>
<link rel="edit" href="https://lenta.example/edit"/><id>tag:1</id>
<published>2020-03-16T08:00:00Z</published>
<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>Снаряд попал в мост.</p></div>
</content></entry></feed>"""


def read(feed, **known):
    return list(read_documents(feed.encode(), name="feed.xml", known=Known(**known)))


def test_each_entry_is_an_item_with_its_own_bytes():
    first, second, box = read(RSS, source="ridge", captured_at="2020-03-17T00:00:00+00:00")
    item = first.document.item
    assert item.id == "sha256:" + hashlib.sha256(first.data).hexdigest()
    assert first.data.startswith(b"<item><title>Shells")
    assert first.data.endswith(b"</item>")
    assert item.text == (
        "Shells & mortars hit Fatira\n\nTwo shells hit Fatira & Sarmin, the council said.\n\n"
        "Nobody was hurt."
    )
    assert [one.kind for one in first.document.passages] == ["headline", "article_body"]
    assert item.published_at == "2020-03-15T10:00:00+03:00"
    assert (item.url, item.language, item.source) == ("https://ridge.example/1", "en", "ridge")
    assert second.document.item.text == 'Quiet\n\nNo "strikes" today.'
    assert box.parts == 2
    assert box.document.passages == ()
    assert box.document.item.id in item.custody[-1].note
    assert "feed.xml" in item.custody[-1].note


def test_characters_point_at_the_entry():
    for taken in read(RSS)[:2]:
        source, item = taken.data.decode(), taken.document.item
        known = 0
        for at, char in enumerate(item.text):
            place = source_offset(item.origins, at)
            if place is not None:
                known += 1
                assert source[place] in (char, "&")
        assert known == sum(not char.isspace() for char in item.text)


def test_atom_with_inline_markup():
    entry, _ = read(ATOM)
    assert entry.document.item.text == "Обстрел\n\nСнаряд попал в мост."
    assert entry.document.item.url == "https://lenta.example/a"
    assert entry.document.item.language == "ru"
    assert entry.document.item.published_at == "2020-03-16T08:00:00Z"


def test_the_entrys_date_wins_over_the_given_one_and_over_the_file_name():
    first, second, _ = read_documents(
        RSS.encode(), name="2020-04-01_feed.xml", known=Known(published="2020-03-20")
    )
    assert first.document.item.published_at == "2020-03-15T10:00:00+03:00"
    assert first.document.issues == ()
    assert second.document.item.published_at == "2020-03-20"


def test_a_feed_is_no_single_report():
    with pytest.raises(IntakeError, match="no single report") as error:
        read_document(RSS.encode(), name="feed.xml")
    assert "trucewatch add" in error.value.fix


def test_a_feed_cut_off_gives_its_whole_entries_and_says_so():
    first, box = read(RSS[: RSS.index("No &quot;")])
    assert first.document.item.title == "Shells & mortars hit Fatira"
    assert [issue.code for issue in box.document.issues] == ["text_partial"]
    assert "ends in the middle" in box.document.issues[0].message


@pytest.mark.parametrize("end", ["…", " [...]", "[&amp;#8230;]", " Read more »"])
def test_an_entry_of_which_the_feed_gives_the_beginning_says_so(end):
    text = f"<rss><item><description>Shells hit the road{end}</description></item></rss>"
    entry, _ = read(text)
    assert "only the beginning" in entry.document.issues[0].message
    entry, _ = read(text.replace(end, "."))
    assert all("beginning" not in issue.message for issue in entry.document.issues)


def test_a_guessed_encoding_is_told():
    data = ATOM.encode("cp1251")
    entry, box = read_documents(data, name="feed.xml")
    assert entry.document.item.text.startswith("Обстрел")
    assert "encoding_guessed" in {issue.code for issue in box.document.issues}


def test_an_empty_feed_is_visible():
    (box,) = read("<rss><channel><title>Nothing</title></channel></rss>")
    assert [issue.code for issue in box.document.issues] == ["text_empty"]


BOMBS = {
    "laughs": (
        '<!DOCTYPE rss [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>'
        "<rss><channel><item><title>T &b;</title></item></channel></rss>"
    ),
    "outside": (
        '<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
        "<rss><channel><item><title>T &x;</title></item></channel></rss>"
    ),
}


@pytest.mark.parametrize("name", BOMBS)
def test_entities_of_a_files_own_stay_unexpanded(name):
    entry, box = read(BOMBS[name])
    assert entry.document.item.text in ("T &b;", "T &x;")
    assert any("never expanded" in issue.message for issue in box.document.issues)


@pytest.mark.parametrize(
    "source",
    [
        "<rss>" + "<item><a>" * 30_000,
        "<rss><channel>" + "<item>" + "<b>" * 150_000,
        "<rss>" + "<!" * 500_000,
        "<rss>" + "<!x>" * 500_000,
        "<rss><item " + "a='\"" * 300_000,
        "<rss>" + "<![CDATA[" * 200_000,
        "<rss><item><title>" + "&" * 500_000 + "</title></item></rss>",
        "<rss><item><title>" + "&#0;&#x110000;&#xD800;" * 20_000 + "</title></item></rss>",
        "<rss><item><title>" + "</b>" * 300_000 + "</title></item></rss>",
    ],
)
def test_hostile_feeds_end_in_items_or_a_named_refusal(source):
    assert outcome(source.encode(), "feed.xml") in ("items", "refused")
