from __future__ import annotations

from trucewatch.intake import read_document
from trucewatch.intake.markup import Mapper, scan, source_offset

BODY = (
    "<p>Several hundred residents blocked the road near Nayrab on Sunday and cut short the first "
    "joint patrol, witnesses said. Nobody was hurt.</p>"
    "<p>The ministry&rsquo;s spokesman said that the route had been shortened because of "
    "&ldquo;provocations&rdquo;. An organiser of the sit-in <b>rejected</b> this on Monday.</p>"
)


def page(after="", head="", lead=""):
    return (
        f'<!doctype html><html lang="en"><head><title>Patrol cut short | Wire</title>{head}</head>'
        f"<body><nav><a href='/'>Home</a></nav><article><h1>Patrol cut short</h1>{lead}{BODY}"
        f"</article>{after}<footer>All rights reserved</footer></body></html>"
    )


def read(source, **known):
    return read_document(source.encode(), name="page.html", **known)


def parts(document):
    return [
        (row.kind, row.span.of(document.item.text), row.author_label) for row in document.passages
    ]


def test_article_headline_and_caption():
    document = read(page(lead="<figure><figcaption>Tyres burn near Nayrab.</figcaption></figure>"))
    found = parts(document)
    assert [kind for kind, _, _ in found] == ["headline", "article_body", "caption"]
    assert found[0][1] == document.item.title == "Patrol cut short"
    assert found[2][1] == "Tyres burn near Nayrab."
    assert document.item.media_type == "text/html"
    assert document.item.language == "en"


def test_every_character_leads_back_to_the_source():
    source = page()
    document = read(source)
    text = document.item.text
    for words in ("Several hundred residents", "rejected", "Patrol cut short"):
        at = text.index(words)
        offset = source_offset(document.item.origins, at)
        assert source[offset : offset + len(words)] == words
    quote = source_offset(document.item.origins, text.index("\u201cprov"))
    assert source[quote:].startswith("&ldquo;")


def test_offsets_count_code_points_of_the_decoded_original():
    source = page().replace("Several hundred", "\U0001f534 Sev\u00e9ral hundred")
    document = read(source)
    at = document.item.text.index("residents blocked")
    assert source[source_offset(document.item.origins, at) :].startswith("residents blocked")


WORDPRESS = """
<div id="comments" class="comments-area"><h2>Comments</h2><ol class="comment-list">
<li id="comment-1" class="comment even depth-1"><article id="div-comment-1" class="comment-body">
<footer class="comment-meta"><div class="comment-author vcard"><b class="fn">olive_tree</b>
<span class="says">says:</span></div><div class="comment-metadata"><time>15 March</time></div>
</footer><div class="comment-content"><p>Fifteen soldiers were killed at Kafr Uwayd.</p>
<p>I was there.</p></div><div class="reply"><a class="comment-reply-link">Reply</a></div></article>
<ol class="children"><li id="comment-2" class="comment depth-2"><article class="comment-body">
<footer class="comment-meta"><div class="comment-author"><b class="fn">Marko</b></div></footer>
<div class="comment-content"><p>No you were not.</p></div></article></li></ol></li>
<li id="comment-3" class="comment depth-1"><article class="comment-body">
<div class="comment-content"><p>lol</p></div></article></li>
</ol><div id="respond" class="comment-respond"><form>Leave a reply</form></div></div>
"""
DISQUS = """
<section id="disqus_thread"><ul id="post-list" class="post-list">
<li class="post" id="post-11"><div class="post-content"><header><span class="author">qamar</span>
<a class="time-ago">2 days ago</a></header><div class="post-message"><p>The road is ours.</p></div>
<footer class="actions"><a>Reply</a></footer></div>
<ul class="children"><li class="post" id="post-12"><div class="post-content">
<span class="author">Tom</span><div class="post-message"><p>Whose?</p></div></div></li></ul></li>
</ul></section>
"""
MICRODATA = """
<div><div itemprop="comment" itemscope itemtype="https://schema.org/Comment">
<span itemprop="author"><span itemprop="name">Nino</span></span><time>now</time>
<div itemprop="text">He is 71 years old.</div></div></div>
"""


def comments(document):
    return [part for part in parts(document) if part[0].startswith("thread")]


def test_wordpress_comments_with_nesting_and_a_missing_name():
    assert comments(read(page(WORDPRESS))) == [
        ("thread_author", "olive_tree", "reader-1"),
        (
            "thread_comment",
            "Fifteen soldiers were killed at Kafr Uwayd.\n\nI was there.",
            "reader-1",
        ),
        ("thread_author", "Marko", "reader-2"),
        ("thread_comment", "No you were not.", "reader-2"),
        ("thread_comment", "lol", "reader-3"),
    ]


def test_disqus_comments():
    assert [text for _, text, _ in comments(read(page(DISQUS)))] == [
        "qamar",
        "The road is ours.",
        "Tom",
        "Whose?",
    ]


def test_microdata_comments():
    assert [text for _, text, _ in comments(read(page(MICRODATA)))] == [
        "Nino",
        "He is 71 years old.",
    ]


def test_no_comment_is_article():
    for markup in (WORDPRESS, DISQUS, MICRODATA):
        document = read(page(markup))
        (body,) = [text for kind, text, _ in parts(document) if kind == "article_body"]
        for _, text, _ in comments(document):
            assert text not in body


def test_a_page_class_that_speaks_of_comments_hides_no_article():
    source = page(WORDPRESS).replace("<body>", '<body class="comment single comments">')
    assert any(kind == "article_body" for kind, _, _ in parts(read(source)))


def test_dates_of_meta_and_linked_data_and_their_disagreement():
    meta = '<meta property="article:published_time" content="2020-03-15T17:25:00+02:00">'
    linked = '<script type="application/ld+json">{"datePublished": "2020-03-19"}</script>'
    assert read(page(head=meta)).item.published_at == "2020-03-15T17:25:00+02:00"
    assert read(page(head=linked)).item.published_at == "2020-03-19"
    document = read(page(head=meta + linked))
    assert [issue.code for issue in document.issues] == ["date_disagrees"]
    given = read(page(head=meta), published="2020-04-01")
    assert given.item.published_at == "2020-04-01"
    assert "date_disagrees" in {issue.code for issue in given.issues}


def test_an_extraction_that_leaves_most_of_the_page_is_visible(monkeypatch):
    from trucewatch.intake import html
    from trucewatch.intake.page import Page

    part = Page(title="Patrol cut short", article=("A patrol.",), paragraph_chars=4000)
    monkeypatch.setattr(html.WORKER, "call", lambda *_: part)
    assert "text_partial" in {issue.code for issue in read(page()).issues}


def test_a_worker_that_dies_costs_one_page(monkeypatch):
    from trucewatch.intake import worker

    read(page())
    worker.WORKER._process.kill()
    worker.WORKER._process.wait()
    assert any(kind == "article_body" for kind, _, _ in parts(read(page())))


def test_a_parser_failure_falls_back_visibly(monkeypatch):
    from trucewatch.intake import html
    from trucewatch.intake.worker import ParserFailedError

    def fail(*_):
        raise ParserFailedError("the parser ran out of memory or time")

    monkeypatch.setattr(html.WORKER, "call", fail)
    document = read(page())
    assert "Several hundred residents" in document.item.text
    assert "text_partial" in {issue.code for issue in document.issues}


def test_a_date_that_cannot_be_read_is_an_issue():
    document = read(page(head='<meta name="date" content="the other day">'))
    assert [issue.code for issue in document.issues] == ["date_unreadable", "date_missing"]


def test_html_is_known_by_its_content():
    assert read_document(page().encode(), name="page.txt").item.media_type == "text/html"
    note = b"Shells fell at a < b > c on Monday, the council said."
    assert read_document(note, name="note.txt").item.media_type == "text/plain"


def test_scan_places_entities_and_skips_markup():
    found = scan("<p>a&amp;b<!-- no --><br>c</p><script>x</script>")
    assert found.seen == "a&bc"
    assert list(found.places) == [3, 4, 9, 25]
    assert found.paragraphs == ("a&b", "c")
    assert found.depth == 1


ENTRY = """<!doctype html><html><head><title>Patrol cut &amp; turned back | Wire</title></head>
<body><div class="site"><article id="post-4851" class="post-4851 post type-post hentry">
<p>Several hundred residents blocked the road near Nayrab on Sunday and cut short the first joint
patrol, witnesses said. Nobody was hurt.</p>
<p>Marko</p><p>The ministry said that the route had been shortened because of provocations, and I
think you should know that we were there when the column turned back at the bridge!</p>
<ul><li>three armoured vehicles</li><li>two trucks with a drone on each of them</li></ul>
<table><tr><th>Day</th><th>Shells</th></tr><tr><td>Monday</td><td>seven</td></tr></table>
<p>An organiser of the sit-in rejected this on Monday, and the road was open again by the evening,
with traffic moving in both directions, drivers said.</p></article></div></body></html>"""


def test_an_entry_numbered_like_a_comment_is_the_article():
    document = read(ENTRY)
    assert {row.kind for row in document.passages} == {"headline", "article_body"}
    assert "two trucks with a drone" in document.item.text


def test_marks_that_the_extractor_adds_are_no_text_and_every_character_has_a_place():
    document = read(ENTRY)
    text = document.item.text
    assert "|" not in text.partition("\n")[2]
    assert "- three" not in text
    for at, char in enumerate(text):
        if not char.isspace():
            place = source_offset(document.item.origins, at)
            assert ENTRY[place] in (char, "&")


def test_a_line_that_hands_over_to_readers_still_ends_the_article():
    told = ENTRY.replace("<ul>", "<p>Comments (2)</p><p>olive_tree</p><p>lol no way</p><ul>")
    document = read(told)
    assert "thread_comment" in {row.kind for row in document.passages}
    assert all(
        "no way" not in row.span.of(document.item.text)
        for row in document.passages
        if row.kind == "article_body"
    )


def test_words_left_out_in_a_paragraph_break_its_run():
    mapper = Mapper(scan("<p>Two shells, as <a>the desk</a> heard, hit Fatira at noon.</p>"))
    runs = mapper.origins("Two shells, as heard, hit Fatira at noon.", 0)
    assert len(runs) > 1
    source = "<p>Two shells, as <a>the desk</a> heard, hit Fatira at noon.</p>"
    text = "Two shells, as heard, hit Fatira at noon."
    for start, place, size in runs:
        assert source[place : place + size] == text[start : start + size]


def comment(ident, name, text, *, inner="", time="", attributes=""):
    return (
        f'<li class="comment" id="comment-{ident}" {attributes}>'
        f'<div class="comment-author"><cite class="fn">{name}</cite></div>{time}'
        f'<div class="comment-content"><p>{text}</p></div>{inner}</li>'
    )


def proofs(source):
    document = read(source)
    text = document.item.text
    return {
        row.span.of(text): (
            row.at,
            None if row.reply_to is None else document.passages[row.reply_to].span.of(text),
        )
        for row in document.passages
        if row.kind == "thread_comment"
    }


FIRST, SECOND, THIRD = (
    "Who says that they were hurt?", "I was there and saw it all.", "You were not, my friend."
)  # fmt: skip


def test_nested_comments_answer_the_one_they_stand_in():
    inner = f'<ul class="children">{comment(2, "B", SECOND)}</ul>'
    rows = comment(1, "A", FIRST, inner=inner) + comment(3, "C", THIRD)
    assert proofs(page(f'<ol class="comment-list">{rows}</ol>')) == {
        FIRST: (None, None),
        SECOND: (None, "A"),
        THIRD: (None, None),
    }


def test_a_comment_answers_the_one_whose_id_it_names():
    for stated in ("1", "comment-1", "#comment-1"):
        rows = (
            comment(1, "A", FIRST)
            + comment(2, "B", SECOND, attributes=f'data-parent-id="{stated}"')
            + comment(3, "C", THIRD, attributes='data-parent-id="77"')
        )
        found = proofs(page(f'<ol class="comment-list">{rows}</ol>'))
        assert found == {FIRST: (None, None), SECOND: (None, "A"), THIRD: (None, None)}


def test_times_are_those_that_the_markup_states():
    rows = (
        comment(1, "A", FIRST, time='<time datetime="2020-03-16T09:30:00+02:00">today</time>')
        + comment(2, "B", SECOND, time='<span class="comment-date">two hours ago</span>')
        + comment(3, "C", THIRD, time='<a class="comment-date" title="16 March 2020">1d</a>')
    )
    assert proofs(page(f'<ol class="comment-list">{rows}</ol>')) == {
        FIRST: ("2020-03-16T09:30:00+02:00", None),
        SECOND: (None, None),
        THIRD: ("2020-03-16", None),
    }


def test_hostile_answers_and_times_prove_nothing():
    rows = (
        comment(
            1, "A", FIRST, attributes='data-parent-id="1"', time='<time datetime="soon">x</time>'
        )
        + comment(2, "B", SECOND, attributes='data-parent-id="-"')
        + comment(2, "C", THIRD, attributes='data-parent-id="2"')
    )
    assert set(proofs(page(f'<ol class="comment-list">{rows}</ol>')).values()) == {
        (None, None),
        (None, "B"),
    }
