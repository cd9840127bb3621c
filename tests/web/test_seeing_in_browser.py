"""The pages of the record in a real browser: map, list and timeline in step, for everyone."""

from __future__ import annotations

import re
import shutil
import socket
import threading
import time
from importlib.resources import files

import pytest

from trucewatch.web import app
from trucewatch.web.pages import listing

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
FLAGS = [
    "--no-sandbox",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--use-angle=swiftshader",
    "--enable-unsafe-swiftshader",
]
MOSCOW = "sy-idlib-moscow-2020"
PAGES = (
    "/day/2020-03-18",
    "/happenings",
    "/agreements",
    f"/agreement/{MOSCOW}",
    "/patrols",
    "/tallies",
    "/balance",
    "/sources",
    "/source/ru-mod",
    "/actors",
    "/places",
    "/report",
    "/help",
)
SCREENS = {
    "desk": {"viewport": {"width": 1400, "height": 1000}},
    "phone": {"viewport": {"width": 390, "height": 844}},
    "dark": {"viewport": {"width": 1400, "height": 1000}, "color_scheme": "dark"},
    "arabic": {"viewport": {"width": 1400, "height": 1000}, "locale": "ar"},
}
pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed"),
]


@pytest.fixture(scope="module")
def address(folder):
    import uvicorn

    built = app.app_for(folder, local=True)
    listening = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(built, log_level="warning"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
    thread.start()
    for _ in range(200):
        if server.started:
            break
        time.sleep(0.05)
    yield f"http://127.0.0.1:{listening.getsockname()[1]}"
    server.should_exit = True
    thread.join(10)
    listening.close()
    built.state.desk.close()


@pytest.fixture(scope="module")
def browser():
    api = pytest.importorskip("playwright.sync_api")
    with api.sync_playwright() as running:
        opened = running.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield opened
        opened.close()


class Visit:
    """A browser window that notes what it complains about and whom it asks."""

    def __init__(self, browser, address, **options):
        self.address = address
        self.context = browser.new_context(**options)
        self.page = self.context.new_page()
        self.asked, self.trouble = [], []
        self.page.on("request", lambda request: self.asked.append(request.url))
        self.page.on("pageerror", lambda error: self.trouble.append(str(error)))
        self.page.on("console", self._console)

    def _console(self, message):
        if message.type == "error":
            self.trouble.append(message.text)

    def go(self, path):
        self.page.goto(self.address + path)
        self.until(
            "!document.getElementById('map') || document.getElementById('map').dataset.drawn"
        )

    def until(self, condition):
        # The policy forbids eval inside the page, so waiting for a function cannot be used.
        for _ in range(200):
            if self.page.evaluate(condition):
                return
            self.page.wait_for_timeout(100)
        raise AssertionError(condition)

    def close(self):
        self.context.close()
        assert self.trouble == []
        assert [url for url in self.asked if not re.match(r"http://127|blob:|data:", url)] == []


@pytest.fixture
def visit(browser, address):
    made = Visit(browser, address, **SCREENS["desk"])
    yield made
    made.close()


@pytest.mark.parametrize("screen", SCREENS)
def test_nobody_is_left_out_and_nothing_runs_over(browser, address, screen):
    axe = files("axe_playwright_python").joinpath("axe.min.js").read_text("utf-8")
    visit = Visit(browser, address, **SCREENS[screen])
    for path in PAGES:
        visit.go(path)
        over = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        assert visit.page.evaluate(over) <= 0, path
        visit.page.evaluate(axe)
        found = visit.page.evaluate("axe.run(document)")["violations"]
        assert [(row["id"], row["nodes"][0]["html"]) for row in found] == [], path
    visit.close()


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
    visit.go("/happenings")
    assert any("/tiles/" in url for url in visit.asked)
    assert not any(".geojson" in url for url in visit.asked)


def test_the_report_opens_under_its_own_policy(visit):
    visit.go("/report")
    visit.page.click("a[href^='/report.html']:not([download])")
    visit.page.wait_for_url("**/report.html?*")
    assert "situation report" in visit.page.title()
