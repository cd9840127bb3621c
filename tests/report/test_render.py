import hashlib
import os
import re
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path

import msgspec
import pytest
from report.record_sample import sample, sample_report

import trucewatch
from trucewatch import report
from trucewatch.errors import UsageError
from trucewatch.report import page

GOLDEN = Path(__file__).parent.parent / "golden"
VENDOR = Path(page.__file__).parent / "vendor" / "maplibre"
BUNDLES = {  # of maplibre-gl 6.17.0 as npm serves it
    "maplibre-gl.mjs": "e02cb08c572fd0950a75343cd558099c2a1dbbaf67f26b0c96f115431962d1ae",
    "maplibre-gl-worker.mjs": "73d7a024a4efe1a46e49db193e18cfe33271e3ecc652ec7542c281a4ef5f0f04",
    "maplibre-gl.css": "a90798a1953017790e590f7e1bd35ff103a8a4263972cb47290b78adf86f8c20",
    "LICENSE.txt": "ee5fc05a0677eaf69601d2c7db0d9ecd6cc27c3abc1d0733bc9ed34707cf8ef2",
}


class Page(HTMLParser):
    """Collects ids, links, scripts and addresses of a page."""

    def __init__(self, text):
        super().__init__(convert_charrefs=True)
        self.ids, self.links, self.tags, self.headings = [], [], [], []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        facts = dict(attrs)
        self.tags.append((tag, facts))
        if "id" in facts:
            self.ids.append(facts["id"])
        if (facts.get("href") or "").startswith("#"):
            self.links.append(facts["href"][1:])
        if re.fullmatch("h[1-6]", tag):
            self.headings.append(int(tag[1]))


@pytest.fixture(scope="module")
def html():
    return report.render(sample_report(), "html").decode()


@pytest.mark.parametrize("format_", ["md", "json"])
def test_golden(format_, monkeypatch):
    """Set UPDATE_GOLDEN=1 to write the files anew, then read the difference before committing."""
    monkeypatch.setattr(trucewatch, "__version__", "0")
    found = report.render(sample_report(), format_)
    path = GOLDEN / f"report_sample.{format_}"
    if os.environ.get("UPDATE_GOLDEN"):
        path.write_bytes(found)
    assert found == path.read_bytes()


@pytest.mark.parametrize("format_", ["md", "html"])
def test_without_agreements_nothing_is_said_to_touch_a_provision(format_):
    bare = msgspec.structs.replace(sample_report(), agreements=(), scope=())
    text = report.render(bare, format_).decode()
    assert "There is no agreement to hold them against." in text
    assert "touches a provision" not in text


def test_rendering_is_deterministic(html):
    assert report.render(sample_report(), "html").decode() == html


def test_every_link_resolves_and_every_id_is_one_thing(html):
    found = Page(html)
    assert sorted(set(found.links) - set(found.ids)) == []
    assert len(found.ids) == len(set(found.ids))
    assert len(found.links) > 60


def test_headings_are_in_order(html):
    levels = Page(html).headings
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_the_page_names_nothing_outside_but_links(html):
    for tag, facts in Page(html).tags:
        assert "src" not in facts
        assert not any(name.startswith("on") or name == "style" for name in facts), (tag, facts)
        if tag in ("link", "iframe", "object", "embed", "base", "img", "form"):
            assert tag == "form"
            assert facts == {"method": "dialog"}
        if (facts.get("href") or "").startswith("http"):
            assert tag == "a"
            assert "noreferrer" in facts["rel"]


def test_the_policy_allows_exactly_the_scripts_and_the_style_of_the_page(html):
    policy = re.search(r'http-equiv="Content-Security-Policy" content="([^"]+)"', html)[1]
    policy = policy.replace("&#39;", "'")
    scripts = re.findall(r"<script>(.*?)</script>", html, re.DOTALL)
    (style,) = re.findall(r"<style>(.*?)</style>", html, re.DOTALL)
    assert policy.startswith("default-src 'none'; ")
    assert "unsafe" not in policy
    assert len(scripts) == 2
    for text in (*scripts, style):
        assert page.fingerprint(text) in policy


def test_the_page_is_small_enough_to_mail(html):
    assert len(html.encode()) < 3_500_000


@pytest.mark.parametrize(("name", "digest"), BUNDLES.items())
def test_the_vendored_map_library_is_the_one_that_was_looked_at(name, digest):
    assert hashlib.sha256((VENDOR / name).read_bytes()).hexdigest() == digest


def test_the_map_library_cannot_reach_out():
    text = page.map_library()
    assert text.startswith("(function(Worker,fetch,XMLHttpRequest){")
    assert "import.meta" not in text
    assert not re.search(r"^export|\bexport\{", text)


HOSTILE = [
    "<script>alert(1)</script>",
    "</script><img src=x onerror=alert(1)>",
    "</title><svg onload=alert(1)>",
    "{{ 7 * 7 }}{% raw %}",
    "\u202egnp.exe\u2066",
    "javascript:alert(1)",
    "[x](javascript:alert(1)) `code` | a | b |\n# Heading\n- item",
    "<!-- comment",
    "\u0000\u0007bell",
]


def hostile_record(text):
    record = sample()
    first, *rest = record.documents
    item = msgspec.structs.replace(
        first.item, title=text, url=f"javascript:{text}", language='en"><b>'
    )
    incident, *others = record.merged.incidents
    incident = msgspec.structs.replace(
        incident,
        where=msgspec.structs.replace(incident.where, name=text),
        perpetrators=(text,),
        targets=(text,),
    )
    agreement, *more = record.agreements
    zone = msgspec.structs.replace(agreement.zones[0], name=text)
    return msgspec.structs.replace(
        record,
        documents=(msgspec.structs.replace(first, item=item), *rest),
        merged=msgspec.structs.replace(record.merged, incidents=(incident, *others)),
        agreements=(msgspec.structs.replace(agreement, title=text, zones=(zone,)), *more),
        watch=msgspec.structs.replace(record.watch, title=text),
    )


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_words_stay_words_in_html(text, html):
    hostile = report.render(sample_report(hostile_record(text)), "html").decode()
    found, clean = Page(hostile), Page(html)
    kinds = ("script", "svg", "img", "b", "style", "iframe", "meta", "title")
    for kind in kinds:
        count = [tag for tag, _ in found.tags].count(kind)
        assert count == [tag for tag, _ in clean.tags].count(kind), kind
    assert not any(
        name.startswith("on") for tag, facts in found.tags for name in facts if tag != "template"
    )
    assert not any((facts.get("href") or "").startswith("java") for _, facts in found.tags)
    title = re.search(r"<title>(.*?)</title>", hostile, re.DOTALL)[1]
    assert not re.search("[\u202a-\u202e\u2066-\u2069\u0000-\u0008]", title)
    for block in re.findall(r'<script type="application/json"[^>]*>(.*?)</script>', hostile):
        assert "<" not in block
        msgspec.json.decode(block)


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_words_stay_words_in_markdown(text):
    found = report.render(sample_report(hostile_record(text)), "md").decode()
    assert not re.search(r"(?<!\\)<(?!/?bdi)", found)
    assert not re.search("[\u202a-\u202e\u2066-\u2069\u0000-\u0008]", found)
    assert "\n# Heading" not in found
    assert not re.search(r"(?<!\\)\]\(", found)
    heads = [line for line in found.splitlines() if line.startswith("# ")]
    assert len(heads) == 1


def test_names_of_any_script_are_isolated(html):
    assert "<bdi>Hill Observatory</bdi>" in html
    assert 'dir="auto"' in html
    assert "الجيش قال" in html


def test_an_unknown_format_names_those_there_are():
    with pytest.raises(UsageError, match="html, md, json"):
        report.render(sample_report(), "pdf")


def test_statuses_have_words_beside_their_shape(html):
    assert "partly implemented" in html
    cells = re.findall(r'<span aria-hidden="true">(.)</span><span class="vh">([^<]+)</span>', html)
    assert ("◐", "partly implemented") in cells
    assert ("?", "no information") in cells


def test_no_two_statuses_of_one_provision_share_a_shape():
    shapes = [row["shape"] for row in page.tables()["status"].values()]
    assert len(shapes) == len(set(shapes))
