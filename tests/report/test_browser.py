"""The page in a real browser, opened from a file with every request blocked."""

import pytest
from browsers import NEEDED, Window, chromium
from browsers import playwright as running
from report.record_sample import sample_report

from trucewatch import report

pytestmark = NEEDED


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    path = tmp_path_factory.mktemp("page") / "report.html"
    path.write_bytes(report.render(sample_report(), "html"))
    return path.as_uri()


@pytest.fixture(scope="module")
def playwright():
    with running() as made:
        yield made


@pytest.fixture(scope="module")
def browser(playwright):
    with chromium(playwright) as opened:
        yield opened


@pytest.fixture
def visit(browser, address):
    opened = []

    def run(**options):
        opened.append(Window(browser, address, **options))
        opened[-1].go()
        return opened[-1]

    yield run
    for one in opened:
        one.done()


def test_the_page_asks_for_nothing_and_draws_its_map(visit):
    seen = visit()
    seen.until("document.getElementById('map').dataset.ready === 'true'")
    assert seen.page.evaluate("document.querySelector('#map canvas').width > 100")
    assert seen.page.evaluate("document.getElementById('overview').hidden")
    assert seen.page.evaluate(
        "performance.getEntriesByType('resource').every((one) => one.name.startsWith('blob:'))"
    )


def test_without_scripts_the_drawn_map_and_every_section_stand(visit):
    seen = visit(java_script_enabled=False)
    assert seen.page.locator("svg.overview").is_visible()
    assert seen.page.locator("svg.timeline").is_visible()
    assert seen.page.locator("main > section").count() == 18


def test_without_webgl_the_drawn_map_stays(playwright, address):
    with chromium(playwright, "--disable-3d-apis") as browser:
        seen = Window(browser, address)
        seen.go()
        assert seen.page.locator("svg.overview").is_visible()
        assert not seen.page.locator("#map").is_visible()
        seen.done()


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
    seen.until(f"document.getElementById('{target}').closest('details').open")


def test_the_first_stop_of_the_keyboard_leads_to_the_report(visit):
    seen = visit()
    seen.page.keyboard.press("Tab")
    assert seen.page.evaluate("document.activeElement.textContent") == "Skip to the report"
    seen.page.keyboard.press("Enter")
    assert seen.page.evaluate("document.activeElement.id") == "main"


def test_a_phone_never_scrolls_the_page_sideways(visit):
    seen = visit(viewport={"width": 360, "height": 740})
    assert seen.over() <= 0


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
def test_axe_finds_no_violation(visit, scheme, width):
    seen = visit(color_scheme=scheme, viewport={"width": width, "height": 900})
    assert seen.axe() == []
