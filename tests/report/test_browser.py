"""The page in a real browser, opened from a file with every request blocked."""

import shutil
from importlib.resources import files

import pytest
from report.record_sample import sample_report

from trucewatch import report

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
SOFTWARE_GL = ["--use-angle=swiftshader", "--enable-unsafe-swiftshader"]
pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed"),
]


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    path = tmp_path_factory.mktemp("page") / "report.html"
    path.write_bytes(report.render(sample_report(), "html"))
    return path.as_uri()


@pytest.fixture(scope="module")
def playwright():
    api = pytest.importorskip("playwright.sync_api")
    with api.sync_playwright() as running:
        yield running


@pytest.fixture(scope="module")
def browser(playwright):
    browser = playwright.chromium.launch(executable_path=CHROMIUM, args=[*FLAGS, *SOFTWARE_GL])
    yield browser
    browser.close()


class Visit:
    """One opened page with what it asked for and what it complained about."""

    def __init__(self, browser, address, **options):
        self.context = browser.new_context(**options)
        self.page = self.context.new_page()
        self.requests, self.errors = [], []
        self.context.route("**/*", self._route)
        self.page.on("console", self._console)
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.page.goto(address)

    def _route(self, route):
        if route.request.url.startswith("file:"):
            route.continue_()
            return
        self.requests.append(route.request.url)
        route.abort()

    def _console(self, message):
        if message.type == "error":
            self.errors.append(message.text)

    def poll(self, expression, tries=80):
        # The policy forbids eval, so wait_for_function cannot be used.
        for _ in range(tries):
            if self.page.evaluate(expression):
                return True
            self.page.wait_for_timeout(100)
        return False


@pytest.fixture
def visit(browser, address):
    opened = []

    def run(**options):
        opened.append(Visit(browser, address, **options))
        return opened[-1]

    yield run
    for one in opened:
        one.context.close()


def test_the_page_asks_for_nothing_and_draws_its_map(visit):
    seen = visit()
    assert seen.poll("document.getElementById('map').dataset.ready === 'true'")
    assert seen.page.evaluate("document.querySelector('#map canvas').width > 100")
    assert seen.page.evaluate("document.getElementById('overview').hidden")
    assert seen.page.evaluate(
        "performance.getEntriesByType('resource').every((one) => one.name.startsWith('blob:'))"
    )
    assert seen.requests == []
    assert seen.errors == []


def test_without_scripts_the_drawn_map_and_every_section_stand(visit):
    seen = visit(java_script_enabled=False)
    assert seen.page.locator("svg.overview").is_visible()
    assert seen.page.locator("svg.timeline").is_visible()
    assert seen.page.locator("main > section").count() == 18
    assert seen.errors == []


def test_without_webgl_the_drawn_map_stays(playwright, address):
    browser = playwright.chromium.launch(
        executable_path=CHROMIUM, args=[*FLAGS, "--disable-3d-apis"]
    )
    seen = Visit(browser, address)
    assert seen.page.locator("svg.overview").is_visible()
    assert not seen.page.locator("#map").is_visible()
    assert seen.errors == []
    browser.close()


def test_evidence_opens_at_hand_and_closes_by_keyboard(visit):
    seen = visit()
    link = seen.page.locator("#harm details")
    link.evaluate("(node) => { node.open = true; }")
    figure = seen.page.locator("#harm a.ev").first
    figure.focus()
    seen.page.keyboard.press("Enter")
    assert seen.page.locator("#sheet[open] blockquote mark").first.is_visible()
    seen.page.keyboard.press("Escape")
    assert seen.page.locator("#sheet[open]").count() == 0
    assert figure.evaluate("(node) => node === document.activeElement")


def test_a_day_can_be_chosen_and_left_by_keyboard(visit):
    seen = visit()
    seen.page.locator(".timeline a").first.focus()
    seen.page.keyboard.press("ArrowRight")
    seen.page.keyboard.press("Enter")
    assert "16 March 2020" in seen.page.locator("#filter").inner_text()
    assert not seen.page.locator("#i1").is_visible()
    assert seen.page.locator("#i3").is_visible()
    seen.page.keyboard.press("Escape")
    assert seen.page.locator("#i1").is_visible()
    assert not seen.page.locator("#filter").is_visible()


def test_a_link_into_a_folded_part_unfolds_it(visit):
    seen = visit()
    seen.page.locator(".grid td a").first.click()
    target = seen.page.evaluate("location.hash.slice(1)")
    assert seen.poll(f"document.getElementById('{target}').closest('details').open")


def test_the_first_stop_of_the_keyboard_leads_to_the_report(visit):
    seen = visit()
    seen.page.keyboard.press("Tab")
    assert seen.page.evaluate("document.activeElement.textContent") == "Skip to the report"
    seen.page.keyboard.press("Enter")
    assert seen.page.evaluate("document.activeElement.id") == "main"


def test_a_phone_never_scrolls_the_page_sideways(visit):
    seen = visit(viewport={"width": 360, "height": 740})
    assert seen.page.evaluate(
        "document.documentElement.scrollWidth <= document.documentElement.clientWidth"
    )


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
def test_axe_finds_no_violation(visit, scheme, width):
    seen = visit(color_scheme=scheme, viewport={"width": width, "height": 900})
    seen.page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true })")
    seen.page.evaluate(files("axe_playwright_python").joinpath("axe.min.js").read_text("utf-8"))
    found = seen.page.evaluate(
        "axe.run(document, { resultTypes: ['violations'] }).then((result) => result.violations"
        ".map((one) => [one.id, one.nodes.slice(0, 3).map((node) => node.html.slice(0, 200))]))"
    )
    assert found == []
