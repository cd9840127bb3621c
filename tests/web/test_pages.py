"""Pages: what they show, in every language, from one query string, for hostile words too."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest

from trucewatch.web.messages import LANGUAGES, catalogue

PAGES = ("/happenings", "/day/2020-03-18", "/day/2020-03-15", "/sign-in")


class Looked(HTMLParser):
    """Collects what a policy without inline code would break."""

    def __init__(self):
        super().__init__()
        self.broken = []

    def handle_starttag(self, tag, attrs):
        for name, value in attrs:
            if name.startswith("on") or name == "style" or (value or "").startswith("javascript:"):
                self.broken.append((tag, name, value))
        if tag == "style" or (tag == "script" and not dict(attrs).get("src")):
            self.broken.append((tag, "inline", ""))
        for name in ("src", "href", "action"):
            value = dict(attrs).get(name) or ""
            if "//" in value:
                self.broken.append((tag, name, value))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("path", PAGES[:3])
def test_pages_need_no_inline_code_and_no_other_host(local, path, language):
    answer = local.get(path, headers={"cookie": f"trucewatch-language={language}"})
    assert answer.status_code == 200
    looked = Looked()
    looked.feed(answer.text)
    assert looked.broken == []
    assert f'<html lang="{language}" dir="{"rtl" if language == "ar" else "ltr"}">' in answer.text


def test_the_front_page_leads_to_the_last_day(local):
    assert local.get("/").headers["location"] == "/day/2020-03-31"


def test_a_happening_shows_every_claim_with_its_sentence(local):
    ident = re.search(r"/happening/(i1-[0-9a-f]+)", local.get("/day/2020-03-18").text)[1]
    page = local.get(f"/happening/{ident}").text
    link = re.search(r'/document/[^"#]+', page)[0].replace("&amp;", "&")
    document = local.get(link).text
    assert '<mark class="trigger"' in document
    assert "Claims" in document


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("act=shelling", 200),
        ("act=ied&act=shelling&grade=contested", 200),
        ("from=2020-03-15&to=2020-03-15", 200),
        ("bbox=36,35,37,36", 200),
        ("q=" + "x" * 5_000, 200),
        ("side=government&source=ru-mod", 200),
        ("from=2020-03-16&to=2020-03-15", 400),
        ("from=yesterday", 400),
        ("act=massacre", 400),
        ("bbox=1,2,3", 400),
        ("bbox=nan,1,2,3", 400),
        ("page=-1", 400),
        ("as_of=99999999", 400),
        ("from=0001-01-01&to=9999-12-31", 400),
        ("nonsense=1", 400),
    ],
)
def test_one_query_string_drives_page_and_map(local, query, status):
    assert local.get(f"/happenings?{query}").status_code == status
    if "9999-12" not in query:
        assert local.get(f"/happenings.geojson?{query}").status_code == status


def test_page_and_map_tell_of_the_same_happenings(local):
    rows = local.get("/happenings.geojson?act=ied").json()
    assert rows["features"]
    page = local.get("/happenings?act=ied").text
    for row in rows["features"]:
        assert row["properties"]["id"] in page


@pytest.mark.parametrize(
    "path",
    ["/day/2020-13-01", "/day/<script>", "/happening/i1-x", "/document/sha256:x", "/happening/%00"],
)
def test_what_is_not_there_is_said_plainly(local, path):
    answer = local.get(path)
    assert answer.status_code == 400
    assert "<script>" not in answer.text
    assert "That did not work" in answer.text


@pytest.mark.parametrize("language", LANGUAGES)
def test_messages_keep_their_placeholders(language):
    for key, text in catalogue(language).items():
        english = catalogue("en").get(key) or catalogue("en").get(key.rpartition(".")[0] + ".other")
        if english is not None:
            assert set(re.findall(r"\{\w+\}", text)) <= set(re.findall(r"\{\w+\}", english)), key
