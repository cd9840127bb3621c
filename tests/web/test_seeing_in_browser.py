"""The pages of the record in a real browser: map, list and timeline in step, for everyone."""

from __future__ import annotations

import pytest
from browsers import NEEDED, Window, chromium, on_loopback, playwright
from web.test_seeing import SEEING

from trucewatch.web import app
from trucewatch.web.pages import listing

PAGES = (*SEEING, "/queue", "/corrections", "/record", "/record/1", "/help")
SCREENS = {
    "desk": {"viewport": {"width": 1400, "height": 1000}},
    "phone": {"viewport": {"width": 390, "height": 844}},
    "dark": {
        "viewport": {"width": 1400, "height": 1000},
        "color_scheme": "dark",
        "locale": "ar",
    },
    "arabic": {"viewport": {"width": 390, "height": 844}, "locale": "ar"},
}
pytestmark = NEEDED


@pytest.fixture(scope="module")
def address(folder):
    built = app.app_for(folder, local=True)
    with on_loopback(built) as found:
        yield found
    built.state.desk.close()


@pytest.fixture(scope="module")
def browser():
    with playwright() as running, chromium(running) as opened:
        yield opened


class Visit(Window):
    """A window that waits for the map of a page."""

    def go(self, path=""):
        super().go(path)
        self.until(
            "!document.getElementById('map') || document.getElementById('map').dataset.drawn"
        )


@pytest.fixture
def visit(browser, address):
    made = Visit(browser, address, **SCREENS["desk"])
    yield made
    made.done()


def judged(visit):
    """Return a happening that several tell of, a claim of it in its document, and a finding."""

    def link(path, start):
        visit.go(path)
        return visit.page.locator(f"a[href^='{start}']").first.get_attribute("href")

    happening = link("/happenings?grade=contested", "/happening/")
    return happening, link(happening, "/document/"), link("/day/2020-03-18", "/finding/")


@pytest.mark.parametrize("screen", SCREENS)
def test_nobody_is_left_out_and_nothing_runs_over(browser, address, screen):
    visit = Visit(browser, address, **SCREENS[screen])
    for path in (*PAGES, *judged(visit)):
        visit.go(path)
        assert visit.over() <= 0, path
        assert visit.axe() == [], path
        # Axe opened every folded part.
        assert visit.over() <= 0, path
    visit.done()


def test_dragging_over_the_timeline_chooses_days(visit):
    visit.go("/happenings")
    bars = visit.page.query_selector_all("[data-brush] li")
    first, last = bars[10].bounding_box(), bars[14].bounding_box()
    middle = first["y"] + first["height"] / 2
    visit.page.mouse.move(first["x"] + 4, middle)
    visit.page.mouse.down()
    visit.page.mouse.move(first["x"] + first["width"] + 4, middle)
    visit.page.mouse.move(last["x"] + 4, middle)
    visit.page.mouse.up()
    visit.page.wait_for_url("**/happenings?from=2020-03-15&to=2020-03-19")


def test_map_and_list_follow_each_other(visit):
    visit.go("/happenings")
    drawn = visit.page.evaluate(
        "fetch(document.getElementById('map').dataset.points).then((answer) => answer.json())"
    )
    ident = drawn["features"][0]["properties"]["id"]
    visit.page.hover(f'tr[data-id="{ident}"] th')
    visit.until("document.querySelector('tr.here') !== null")
    visit.page.click(".maplibregl-ctrl-zoom-in")
    visit.until("!document.querySelector('a.window').hidden")
    visit.page.click("a.window")
    visit.page.wait_for_url("**/happenings?*bbox=*")
    assert visit.page.query_selector(".chosen-facets") is not None


def test_many_points_come_as_tiles(visit, monkeypatch):
    monkeypatch.setattr(listing, "CLUSTERED", 0)
    # Days of its own: what other days show is kept.
    visit.go("/happenings?from=2020-03-06")
    assert any("/tiles/" in url for url in visit.asked)
    assert not any(".geojson" in url for url in visit.asked)


def test_the_report_opens_under_its_own_policy(visit):
    visit.go("/report")
    visit.page.click("a[href^='/report.html']:not([download])")
    visit.page.wait_for_url("**/report.html?*")
    assert "situation report" in visit.page.title()
