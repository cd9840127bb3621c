"""The pages of the record: what they show of one watch, in step, as known then, as data."""

from __future__ import annotations

import csv
import io
import re

import pytest
from web.test_pages import Looked

from trucewatch.model import Side, Watch
from trucewatch.web.messages import LANGUAGES
from trucewatch.web.pages.balance import Share, alone_in, shares_of

MOSCOW = "sy-idlib-moscow-2020"
SEEING = (
    "/day/2020-03-18",
    "/happenings",
    "/agreements",
    f"/agreement/{MOSCOW}",
    "/patrols",
    "/tallies",
    "/balance",
    "/sources",
    "/source/ru-mod",
    "/source/unknown",
    "/actors",
    "/places",
    "/report",
)
DATA = ("/happenings.json", "/happenings.csv", "/happenings.geojson", "/export.json")


def seq_of(page):
    return int(re.search(r"as_of=(\d+)", page)[1])


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("path", [*SEEING, "/help"])
def test_pages_need_no_inline_code_and_have_words_for_everything(local, path, language):
    answer = local.get(path, headers={"cookie": f"trucewatch-language={language}"})
    assert answer.status_code == 200
    looked = Looked()
    looked.feed(answer.text)
    assert [row for row in looked.broken if "https://" not in row[2]] == []
    shown = re.sub(r"<[^>]*>", " ", answer.text)
    for table in ("see", "field", "list", "day", "agreements", "patrols", "tallies", "report"):
        assert not re.search(rf"(?<![\w./-]){table}\.[a-z_]+(?![\w./])", shown), table


@pytest.mark.parametrize("path", [*SEEING, *DATA, "/report.md"])
def test_every_page_answers_as_known_at_an_earlier_event(local, path):
    last = seq_of(local.get("/happenings").text)
    now = local.get(f"{path}?as_of={last}")
    assert now.status_code == 200
    assert local.get(f"{path}?as_of=0").status_code == 200
    assert local.get(f"{path}?as_of={last + 1_000}").status_code == 400


def test_before_the_first_event_nothing_is_known(local):
    assert local.get("/happenings.json?as_of=0").json()["happenings"] == []
    page = local.get("/happenings?as_of=0").text
    assert "You see the record as it was known at event 0." in page
    assert "Nothing fits" in page


def test_the_permanent_link_leads_to_the_same_page(local):
    page = local.get("/happenings?act=ied&from=2020-03-10&to=2020-03-20").text
    link = re.search(r'<a href="([^"]+)">Permanent link', page)[1].replace("&amp;", "&")
    assert "as_of=" in link
    assert "act=ied" in link
    again = local.get(link).text
    row = re.compile(r'data-id="([^"]+)"')
    assert row.findall(again) == row.findall(page) != []


@pytest.mark.parametrize(
    "path", [path for path in SEEING if not path.startswith("/report")] + ["/happenings.csv"]
)
@pytest.mark.parametrize(
    "query", ["from=2020-03-16&to=2020-03-15", "from=x", "nonsense=1", "as_of=x"]
)
def test_queries_that_do_not_fit_are_refused_everywhere(local, path, query):
    assert local.get(f"{path}?{query}").status_code in ((400, 200) if "/day/" in path else (400,))


@pytest.mark.parametrize(
    "path", ["/agreement/none", "/source/none", "/export.exe", "/report.exe", "/agreement/<b>"]
)
def test_what_is_not_there_is_said(local, path):
    answer = local.get(path)
    assert answer.status_code == 400
    assert "<b>" not in answer.text


def test_page_table_map_and_json_of_a_query_agree(local):
    query = "from=2020-03-15&to=2020-03-19"
    whole = local.get(f"/happenings.json?{query}").json()
    rows = {row["id"]: row for row in whole["happenings"]}
    page = local.get(f"/happenings?{query}").text
    assert set(re.findall(r'data-id="([^"]+)"', page)) == set(rows)
    table = csv.DictReader(
        io.StringIO(local.get(f"/happenings.csv?{query}").content.decode("utf-8-sig"))
    )
    incidents = {ident for ident, row in rows.items() if row["kind_of"] == "incident"}
    assert {row["id"] for row in table} == incidents
    drawn = local.get(f"/happenings.geojson?{query}").json()
    assert {row["properties"]["id"] for row in drawn["features"]} <= set(rows)
    assert drawn["as_of"] == whole["as_of"] == seq_of(page)


def test_what_leaves_the_house_is_the_public_edition(local):
    working = local.get("/happenings.json").json()["happenings"]
    edition = local.get("/export.json").json()
    assert edition["schema"] == "trucewatch.export/1"
    public = {row["id"]: row for row in edition["incidents"]}
    placed = [row for row in working if row["kind_of"] == "incident" and row["where"]["lat"]]
    assert placed
    # This watch snaps points to a grid of a kilometre.
    assert any(row["where"]["lat"] != public[row["id"]]["where"]["lat"] for row in placed)
    narrow = local.get("/export.json?act=ied").json()
    assert {row["act"] for row in narrow["incidents"]} == {"ied"}
    assert narrow["patrols"] == []
    cited = {claim for row in narrow["incidents"] for claim in row["claims"]}
    assert {row["id"] for row in narrow["claims"]} == cited
    assert local.get("/export.geojson").json()["type"] == "FeatureCollection"


def test_files_to_keep_are_named_and_never_shown_as_pages(local):
    for path in ("/happenings.csv", "/export.csv", "/report.md", "/report.json"):
        answer = local.get(path)
        assert re.fullmatch(
            r'attachment; filename="[\w.-]+"', answer.headers["content-disposition"]
        )


def test_the_report_is_shown_under_its_own_policy(local):
    answer = local.get("/report.html")
    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "'sha256-" in policy
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    assert "connect-src" not in policy
    preview = local.get("/report").text
    assert "What we could not see" in preview


def test_an_agreement_shows_each_provision_each_day(local):
    page = local.get(f"/agreement/{MOSCOW}?from=2020-03-14&to=2020-03-16").text
    grid = re.search(r'<table class="grid">.*?</table>', page, re.DOTALL)[0]
    assert re.findall(r'href="/day/([^"]+)"', grid) == ["2020-03-14", "2020-03-15", "2020-03-16"]
    rows = re.findall(r"<tr><th scope=\"row\">.*?</tr>", grid, re.DOTALL)
    assert rows
    for row in rows:
        assert len(re.findall(r"<td", row)) == 3
    # A mark is never alone: words stand beside it for who cannot see it.
    assert len(re.findall(r'href="/finding/', grid)) == len(
        re.findall(
            r'href="/finding/[^>]*><span aria-hidden="true">[^<]+</span><span class="vh">[^<]', grid
        )
    )
    assert "left open" in page
    assert "Answerable" in page


def test_a_provision_nobody_could_see_is_no_clean_day(local):
    for row in re.findall(r"<td class=\"done\">.*?</td>", local.get(f"/agreement/{MOSCOW}").text):
        assert "no reports" not in row


def test_a_long_grid_is_turned_over(local):
    first = local.get(f"/agreement/{MOSCOW}?from=2020-01-01&to=2020-04-30").text
    assert "1 / 2" in first
    assert (
        "2020-04-30" in local.get(f"/agreement/{MOSCOW}?from=2020-01-01&to=2020-04-30&page=2").text
    )


def test_the_day_leads_on_to_findings_and_agreements(local):
    page = local.get("/day/2020-03-18").text
    assert re.search(r'href="/finding/f1-[0-9a-f]{16}"', page)
    assert f'href="/agreement/{MOSCOW}?' in page
    assert 'data-points="/happenings.geojson?from=2020-03-18&amp;to=2020-03-18"' in page
    assert local.get("/day/9999-12-31").status_code == 400


def test_links_of_an_earlier_version_stay_in_it(local):
    last = seq_of(local.get("/happenings").text)
    for path in ("/day/2020-03-18", "/happenings", f"/agreement/{MOSCOW}", "/tallies", "/balance"):
        page = local.get(f"{path}?as_of={last}").text
        links = re.findall(r'href="(/(?:happening|finding|day)/[^"?]+(?:\?as_of=\d+)?)"', page)
        assert all(f"as_of={last}" in link for link in links), path


def test_a_facet_narrows_the_day_and_its_map(local):
    page = local.get("/day/2020-03-18?act=ied").text
    assert "happenings.geojson?from=2020-03-18&amp;to=2020-03-18&amp;act=ied" in page
    assert "Narrowed down to" in page


def test_tallies_stand_side_by_side_and_are_never_added(local):
    rows = local.get("/happenings.json?kind=tally").json()["happenings"]
    page = local.get("/tallies").text
    for row in rows:
        assert f"/happening/{row['id']}" in page
    assert "never added" in page
    assert "Total" not in page


def test_a_source_shows_its_claims_in_its_own_words(local):
    page = local.get("/source/ru-mod").text
    assert '<mark class="trigger"' in page
    assert re.search(r'href="/document/sha256:[0-9a-f]{64}\?claim=c1-', page)


def test_places_show_what_was_printed_and_what_else_it_could_be(local):
    page = local.get("/places?q=ras%20al").text
    assert "Ras al-Ayn" in page
    assert re.search(r"\d+ others?</summary>", page)
    assert local.get("/places?q=%3Cscript%3E").text.count("<script>") == 0


def test_a_period_of_many_months_is_counted_by_week_and_by_month(local):
    def bars(query):
        page = local.get(f"/happenings?{query}").text
        spans = re.findall(r'data-first="([^"]+)" data-last="([^"]+)"', page)
        told = sum(int(n) for n in re.findall(r'<span class="vh">[\d-]+: (\d+)</span>', page))
        listed = int(re.search(r"(\d+) happenings?\.", page)[1])
        return spans, told, listed

    for query, count in (
        ("from=2020-03-01&to=2020-03-31", 31),
        ("from=2020-01-01&to=2020-12-30", 53),
        ("from=2018-01-15&to=2021-03-02", 39),
    ):
        spans, told, listed = bars(query)
        assert len(spans) == count
        # Nothing is counted twice or falls between two bars.
        assert told == listed > 0


def test_balance_tells_alone_from_agreed_and_denied():
    watch = Watch(
        id="w",
        title="w",
        theatre=(0, 0, 1, 1),
        timezone="UTC",
        sides=(
            Side(id="a", name="A", opposed_to=("b",)),
            Side(id="b", name="B"),
            Side(id="c", name="C"),
        ),
    )
    alone = frozenset({("a", "asserts")})
    denied = frozenset({("a", "asserts"), ("b", "denies")})
    crossed = frozenset({("a", "asserts"), ("b", "asserts")})
    beside = frozenset({("a", "asserts"), ("c", "asserts")})
    nobody = frozenset({("", "asserts")})
    only_denied = frozenset({("b", "denies_part")})
    told = {alone: 3, denied: 2, crossed: 1, beside: 1, nobody: 1, only_denied: 4}
    shares = shares_of(told, watch)
    assert shares["a"] == Share(alone=5, with_others=1, with_opposed=1, denies=0)
    assert shares["b"] == Share(alone=0, with_others=0, with_opposed=1, denies=6)
    assert shares["c"] == Share(alone=0, with_others=1, with_opposed=0, denies=0)
    assert shares[""] == Share(alone=1)
    assert [alone_in(one) for one in told] == ["a", "a", None, None, "", None]


def test_balance_lists_what_it_counts(local):
    page = local.get("/balance?from=2020-03-10&to=2020-03-25").text
    rows = local.get("/happenings.json?from=2020-03-10&to=2020-03-25").json()["happenings"]
    alone = {
        row["id"]
        for row in rows
        if len({voice["side"] for voice in row.get("voices", ()) if voice["stance"] == "asserts"})
        == 1
    }
    assert alone
    assert set(re.findall(r'href="/happening/([^"?]+)"', page)) == alone


def test_a_source_counts_what_it_lists(local):
    for path in ("/source/ru-mod", "/source/unknown"):
        page = local.get(f"{path}?from=2020-03-01&to=2020-03-31").text
        listed = len(re.findall(r'<article class="panel">', page))
        assert int(re.search(r'<span class="count">(\d+)</span>', page)[1]) == listed
    table = local.get("/sources?from=2020-03-15&to=2020-03-15").text
    assert re.search(r'/source/ru-mod\?[^<]+<bdi[^<]+</bdi></a></th>.*?<td class="n">1</td>', table)
