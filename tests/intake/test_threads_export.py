"""Comment exports: threads become thread passages, their authors pseudonyms."""

from __future__ import annotations

import pytest
from hostile import outcome

from trucewatch.intake import read_documents
from trucewatch.intake.markup import source_offset

WXR = """<?xml version="1.0"?><rss version="2.0" xmlns:wp="http://wordpress.org/export/1.2/"
 xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>
<item><title>Bridge hit</title><link>https://blog.example/b</link>
<pubDate>Mon, 16 Mar 2020 08:00:00 +0000</pubDate><wp:post_type>post</wp:post_type>
<wp:status>publish</wp:status><wp:post_date_gmt>2020-03-16 08:00:00</wp:post_date_gmt>
<content:encoded><![CDATA[<p>A shell hit the bridge at Nayrab.</p>]]></content:encoded>
<wp:comment><wp:comment_author><![CDATA[Olive Tree]]></wp:comment_author>
<wp:comment_content><![CDATA[I saw two shells.]]></wp:comment_content>
<wp:comment_approved>1</wp:comment_approved></wp:comment>
<wp:comment><wp:comment_author>bot</wp:comment_author><wp:comment_content>Buy
</wp:comment_content><wp:comment_approved>spam</wp:comment_approved></wp:comment></item>
<item><title>Notes</title><wp:post_type>post</wp:post_type><wp:status>draft</wp:status></item>
<item><title>pic.jpg</title><wp:post_type>attachment</wp:post_type></item></channel></rss>"""

DISQUS = """<?xml version="1.0"?><disqus xmlns="http://disqus.com"
 xmlns:dsq="http://disqus.com/disqus-internals">
<thread dsq:id="1"><link>https://paper.example/a</link><title>Truce holds</title>
<createdAt>2020-03-16T10:00:00Z</createdAt></thread><thread dsq:id="2"><title>Empty</title></thread>
<post dsq:id="5"><message><![CDATA[<p>Not here, friend.</p>]]></message>
<author><name>Olive Tree</name></author><thread dsq:id="1"/></post>
<post dsq:id="6"><message>Same here</message><isSpam>false</isSpam>
<author><name>Olive Tree</name></author><thread dsq:id="1"/></post>
<post dsq:id="7"><message>Pills</message><isSpam>true</isSpam><thread dsq:id="1"/></post>
</disqus>"""


def read(text):
    return list(read_documents(text.encode(), name="export.xml"))


def kinds(taken):
    text = taken.document.item.text
    return [(one.kind, one.span.of(text)) for one in taken.document.passages]


def test_wordpress_posts_keep_article_and_thread_apart():
    post, box = read(WXR)
    assert kinds(post) == [
        ("headline", "Bridge hit"),
        ("article_body", "A shell hit the bridge at Nayrab."),
        ("thread_author", "Olive Tree"),
        ("thread_comment", "I saw two shells."),
    ]
    assert post.document.passages[-1].author_label == "reader-1"
    assert post.document.item.published_at == "2020-03-16T08:00:00+00:00"
    assert post.document.item.url == "https://blog.example/b"
    assert "is draft, not published" in box.document.issues[0].message


def test_disqus_threads_are_comments_only():
    thread, box = read(DISQUS)
    assert [kind for kind, _ in kinds(thread)] == [
        "thread_author",
        "thread_comment",
        "thread_author",
        "thread_comment",
    ]
    assert {one.author_label for one in thread.document.passages} == {"reader-1"}
    assert thread.document.item.title == "Truce holds"
    assert box.parts == 1
    source, item = thread.data.decode(), thread.document.item
    for word in ("Not here", "Same here"):
        place = source_offset(item.origins, item.text.index(word))
        assert source[place : place + 3] == word[:3]


def proofs(taken):
    return [(one.kind, one.at, one.reply_to) for one in taken.document.passages]


def test_times_and_answers_are_those_of_the_export():
    wxr = WXR.replace(
        "<wp:comment_approved>1",
        "<wp:comment_id>3</wp:comment_id><wp:comment_parent>0</wp:comment_parent>"
        "<wp:comment_date_gmt>2020-03-16 09:30:00</wp:comment_date_gmt><wp:comment_approved>1",
    ).replace(
        "<wp:comment><wp:comment_author>bot",
        "<wp:comment><wp:comment_id>4</wp:comment_id><wp:comment_parent>3</wp:comment_parent>"
        "<wp:comment_date_gmt>0000-00-00 00:00:00</wp:comment_date_gmt><wp:comment_content>Three."
        "</wp:comment_content></wp:comment><wp:comment><wp:comment_author>bot",
    )
    assert proofs(read(wxr)[0]) == [
        ("headline", None, None),
        ("article_body", None, None),
        ("thread_author", "2020-03-16T09:30:00+00:00", None),
        ("thread_comment", "2020-03-16T09:30:00+00:00", None),
        ("thread_comment", None, 2),
    ]
    disqus = DISQUS.replace(
        "<isSpam>false",
        "<parent dsq:id='5'/><createdAt>2020-03-16T11:00:00Z</createdAt><isSpam>false",
    )
    assert proofs(read(disqus)[0])[2:] == [
        ("thread_author", "2020-03-16T11:00:00Z", 0),
        ("thread_comment", "2020-03-16T11:00:00Z", 0),
    ]
    # Nothing answers itself, or what is not there.
    for other in ("6", "99"):
        assert {one[2] for one in proofs(read(disqus.replace("id='5'", f"id='{other}'"))[0])} == {
            None
        }


@pytest.mark.parametrize(
    "text",
    [
        "<disqus>" + "<post>" * 100_000,
        "<disqus><post><thread/><message>" + "<b>" * 199 + "x",
        WXR[:700],
        "<disqus></disqus>",
        (
            '<!DOCTYPE disqus [<!ENTITY e "&e;&e;">]><disqus><thread dsq:id="1"/><post><message>&e;'
            '</message><thread dsq:id="1"/></post></disqus>'
        ),
    ],
)
def test_hostile_exports(text):
    assert outcome(text.encode(), "export.xml") in ("items", "refused")
