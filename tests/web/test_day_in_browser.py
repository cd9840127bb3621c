"""A working day in a real browser, by keyboard alone: two people, two languages, light and dark."""

from __future__ import annotations

import shutil

import pytest
from browsers import NEEDED, Window, chromium, on_loopback, playwright
from web.conftest import WORD
from web.watches import RAS_AL_AYN, quiet, watch_with

from trucewatch.review.edits import standing
from trucewatch.web import app, passwords
from trucewatch.web.messages import Messages

PEOPLE = {"ana": "reviewer", "ben": "reviewer"}
LOOKS = {
    "en": {"locale": "en-GB", "color_scheme": "light"},
    "ar": {"locale": "ar", "color_scheme": "dark"},
}
KEYS = ("Tab", "Enter", "Escape", "Space", "ArrowDown", "ArrowUp", "ArrowLeft", "ArrowRight")
pytestmark = NEEDED


@pytest.fixture(scope="module")
def read_watch(tmp_path_factory):
    return watch_with(tmp_path_factory.mktemp("day") / "watch", RAS_AL_AYN)


def served(folder):
    made = app.app_for(folder, local=False)
    for name, role in PEOPLE.items():
        made.state.desk.accounts.add(name, role, passwords.hashed(WORD))
    yield made
    quiet(made.state.desk)
    made.state.desk.close()


@pytest.fixture(scope="module")
def built(read_watch, tmp_path_factory):
    folder = tmp_path_factory.mktemp("shared") / "watch"
    yield from served(shutil.copytree(read_watch, folder))


@pytest.fixture
def fresh(read_watch, tmp_path):
    """The watch as it was read, which nobody decided anything in."""
    yield from served(shutil.copytree(read_watch, tmp_path / "watch"))


@pytest.fixture(scope="module")
def address(built):
    with on_loopback(built) as found:
        yield found


@pytest.fixture(scope="module")
def browser():
    with playwright() as running, chromium(running) as opened:
        yield opened


class Person(Window):
    """Somebody at a browser of their own."""

    def __init__(self, browser, address, name, **options):
        super().__init__(browser, address, **options)
        self.name = name

    def sign_in(self):
        self.go("/")
        self.tab_to("#name")
        self.keys(self.name, "Tab", WORD)
        self.decide("Enter")
        self.page.wait_for_url("**/day/*")

    def keys(self, *pressed):
        for one in pressed:
            if one in KEYS or one.startswith("Shift+") or len(one) == 1:
                self.page.keyboard.press(one)
            else:
                self.page.keyboard.type(one)

    def decide(self, *pressed):
        """Press keys that submit a form or follow a link, and wait for the page that answers."""
        with self.page.expect_navigation():
            self.keys(*pressed)

    def tab_to(self, selector, most=400):
        """Go to what fits with the Tab key alone."""
        assert self.page.locator(selector).count(), selector
        for _ in range(most):
            self.keys("Tab")
            if self.page.evaluate("(wanted) => document.activeElement.matches(wanted)", selector):
                return
        raise AssertionError(f"{selector} cannot be reached by keyboard")

    def follow(self, selector):
        """Follow a link by keyboard."""
        self.tab_to(selector)
        self.decide("Enter")

    def choose(self, value):
        """Choose a value of the select that has the focus."""
        for _ in range(80):
            if self.page.evaluate("document.activeElement.value") == value:
                return
            self.keys("ArrowDown")
        raise AssertionError((value, self.page.evaluate("document.activeElement.outerHTML")))

    def words(self, first, *more):
        """Select words of the text by keyboard."""
        chosen = "getSelection().toString()"
        for key in ["ArrowLeft"] * 120 + ["ArrowRight"] * 240:
            self.keys(key)
            if self.page.evaluate(chosen) != first:
                continue
            for _ in more:
                self.keys("Shift+ArrowRight")
            if self.page.evaluate(chosen) == " ".join((first, *more)):
                return
        raise AssertionError((first, *more))

    def select(self, words):
        """Select words of the text as a mouse would."""
        found = self.page.evaluate(
            """(words) => {
              const walk = document.createTreeWalker(
                document.querySelector(".passage.article_body"), NodeFilter.SHOW_TEXT);
              for (let node = walk.nextNode(); node; node = walk.nextNode()) {
                const at = node.data.indexOf(words);
                if (at < 0) continue;
                const range = document.createRange();
                range.setStart(node, at);
                range.setEnd(node, at + words.length);
                getSelection().removeAllRanges();
                getSelection().addRange(range);
                return true;
              }
              return false;
            }""",
            words,
        )
        assert found, words


def claim_of(desk, source):
    """Return what a source says of the bomb, as it was read."""
    return next(
        row
        for row in desk.known.claims()
        if row.act == "ied" and row.published_by == source and "Ras al-Ayn" in row.place.text
    )


def now(desk, ident):
    return standing(desk.known, [ident])[0]


def text_of(desk, claim):
    return desk.known.document(claim.item).item.text


def reads_a_report(ana, claim):
    """From what a source said to its text, and there with one key from claim to claim."""
    ana.follow("nav a[href='/sources']")
    ana.follow("a[href^='/source/euphrates-ledger']")
    assert ana.axe() == []
    ana.follow(f"h3 a[href='/document/{claim.item}']")
    for _ in range(20):
        ana.decide("j")
        if claim.id in ana.page.url:
            break
    assert ana.page.locator(".passage mark.trigger").count() == 1


def corrects_words(ana, desk, claim):
    """Words of the text become a target by one key."""
    ana.keys("s")
    ana.words("Turkish", "soldier")
    ana.keys("g")
    assert ana.page.locator("#words-targets").input_value() == "Turkish soldier"
    ana.decide("the soldier who died", "Enter")
    assert ana.page.url.endswith("#claim")
    target = now(desk, claim.id).targets[-1]
    assert target.span.of(text_of(desk, claim)) == target.text == "Turkish soldier"


def picks_ras_al_ayn(ana, desk, claim):
    """One key opens the place, the arrow goes to the next candidate; one key takes it back."""
    ana.keys("p")
    ana.page.wait_for_selector("#pick[data-drawn]")
    ana.keys("ArrowDown")
    ana.tab_to("#reason-place")
    ana.decide("the spring near Idlib", "Enter")
    assert now(desk, claim.id).place.chosen == claim.place.candidates[1].id
    ana.decide("u")
    assert now(desk, claim.id).place.chosen == claim.place.chosen
    assert now(desk, claim.id).targets[-1].text == "Turkish soldier"


def contests_a_figure(ana, desk, claim):
    ana.keys("f", "Five", "Tab")
    ana.choose("0")
    ana.tab_to("#low")
    ana.keys("4", "Tab", "5", "Tab", "5")
    ana.tab_to("#reason-figures")
    ana.decide("four names are known", "Enter")
    figure = now(desk, claim.id).figures[0]
    assert (figure.low, figure.best, figure.high) == (4, 5, 5)
    assert ana.axe() == []


def reads_second(ben, desk, reason):
    edit = next(row for row in desk.known.judgements() if row.reason == reason)
    ben.follow("nav a[href='/queue']")
    ben.follow("a[href='/queue?need=second']")
    ben.follow(f".tasks a[href*='{edit.subjects[0]}']")
    ben.follow(f"form:has(input[value='{edit.id}']):has(input[value='accept']) button")
    accepted = [row for row in desk.known.judgements() if row.kind == "accept"]
    assert [(row.subjects, row.by) for row in accepted] == [((edit.id,), "ben")]
    assert ben.axe() == []


def links_two_accounts(ana, desk, claim):
    quiet(desk)
    ana.follow("#claim .steps a[href^='/claim/']")
    other = next(
        row
        for row in desk.known.merged().incidents
        if row.act == "ied" and claim.id not in row.claims
    )
    ana.keys("l")
    ana.choose(other.id)
    ana.keys("Tab")
    ana.decide("the same convoy", "Enter")
    quiet(desk)
    ana.go(f"/claim/{claim.id}")
    assert ana.page.locator(".decisions").get_by_text("the same convoy").count() == 1
    held = desk.known.grouping(ana.page.url.rpartition("/")[2])
    assert {claim.id, *other.claims} <= set(held.claims)
    assert ana.axe() == []


def decide_a_finding(ana, ben, desk, say):
    """What one reviewer decides holds when another comes to the same."""
    ana.go("/day/2020-03-15")
    ana.follow("a[href^='/finding/']")
    ana.keys("d")
    ana.choose("verified_attributed")
    ana.keys("Tab")
    ana.decide("two videos and the crater", "Enter")
    assert ana.page.locator("#second").count() == 0
    assert ana.axe() == []
    ben.follow("nav a[href='/queue']")
    ben.follow("a[href='/queue?need=second']")
    ben.follow(".tasks a[href^='/finding/']")
    ben.keys("a")
    ben.decide("seen both", "Enter")
    quiet(desk)
    ben.page.reload()
    assert say.code("status", "verified_attributed") in ben.page.locator(".status").inner_text()
    assert ben.axe() == []


def builds_the_report(ana):
    """The report opens under its own policy, and each of its figures shows its sentence."""
    ana.follow("nav a[href='/report']")
    assert ana.axe() == []
    ana.follow("a[href^='/report.html']:not([download])")
    ana.tab_to("a.ev")
    ana.keys("Enter")
    assert ana.page.locator("#sheet[open] blockquote mark").first.is_visible()
    ana.keys("Escape")
    ana.page.wait_for_selector("#sheet", state="hidden")


def follows_a_figure_to_its_sentence(ana):
    ana.go("/happenings?act=ied")
    ana.follow("#list a[href^='/happening/']")
    ana.follow("table.sources a")
    assert ana.page.locator("mark.figure").count() > 0


@pytest.mark.parametrize("language", LOOKS)
def test_a_working_day(browser, fresh, language):
    desk, look = fresh.state.desk, LOOKS[language]
    claim = claim_of(desk, "euphrates-ledger")
    with on_loopback(fresh) as address:
        ana = Person(browser, address, "ana", viewport={"width": 1280, "height": 1000}, **look)
        ben = Person(browser, address, "ben", **look)
        ana.sign_in()
        assert ana.page.locator("html").get_attribute("lang") == language
        reads_a_report(ana, claim)
        corrects_words(ana, desk, claim)
        picks_ras_al_ayn(ana, desk, claim)
        contests_a_figure(ana, desk, claim)
        ben.sign_in()
        reads_second(ben, desk, "the soldier who died")
        links_two_accounts(ana, desk, claim)
        decide_a_finding(ana, ben, desk, Messages(language))
        builds_the_report(ana)
        follows_a_figure_to_its_sentence(ana)
        for path in ("/record", "/record/1", "/corrections"):
            ana.go(path)
            assert ana.axe() == [], path
        ana.follow("form[action='/sign-out'] button")
        ana.go(f"/document/{claim.item}")
        assert "/sign-in" in ana.page.url
        assert ana.axe() == []
        ana.done()
        ben.done()


def test_two_who_edit_at_once_see_both(browser, address, built):
    claim = claim_of(built.state.desk, "steppe-sentinel")
    pair = [Person(browser, address, name) for name in PEOPLE]
    for one in pair:
        one.sign_in()
        one.go(f"/document/{claim.item}?claim={claim.id}")
        one.keys("c")
        one.page.locator("#value-act").select_option("attack" if one.name == "ana" else "explosion")
        one.page.locator("#reason-act").fill(f"{one.name} read it again")
        one.page.locator("#reason-act").focus()
        one.decide("Enter") if one.name == "ben" else None
    ana, ben = pair
    ana.decide("Enter")
    shown = ana.page.locator("main").inner_text()
    assert "ana read it again" in shown
    assert "ben read it again" in shown
    assert ana.axe() == []
    assert now(built.state.desk, claim.id).act == "explosion"
    with ana.page.expect_navigation():
        ana.page.get_by_role("button", name="Record mine as well").click()
    assert now(built.state.desk, claim.id).act == "attack"
    # The browser itself notes the status 409 of the answer.
    assert all("409" in one for one in ana.trouble)
    ben.done()


def test_keys_are_shown_changed_and_turned_off(browser, address, built):
    claim = claim_of(built.state.desk, "steppe-sentinel")
    ana = Person(browser, address, "ana")
    ana.sign_in()
    ana.go(f"/document/{claim.item}?claim={claim.id}")
    ana.keys("?")
    assert ana.page.locator("#keys[open]").is_visible()
    assert ana.axe() == []
    ana.page.locator("#key-act").fill("x")
    ana.page.locator("#key-place").fill("x")
    assert ana.page.locator("#keys-trouble").is_visible()
    ana.keys("Escape")
    ana.page.reload()
    ana.keys("c")
    assert ana.page.locator("#edit-act[open]").count() == 0
    ana.keys("x")
    assert ana.page.locator("#edit-act[open]").count() == 1
    ana.page.reload()
    # On a keyboard of another script the key that stands where the letter does.
    ana.page.evaluate(
        "document.body.dispatchEvent(new KeyboardEvent('keydown', "
        "{ key: '\\u0649', code: 'KeyM', bubbles: true }))"
    )
    assert ana.page.locator("#edit-modality[open]").count() == 1
    ana.keys("Escape")
    ana.keys("Tab", "?")
    ana.page.locator("#show-keys").click()
    ana.page.locator("#keys-on").uncheck()
    ana.keys("Escape")
    ana.page.locator("h1").click()
    ana.keys("p")
    assert ana.page.locator("#edit-place[open]").count() == 0
    ana.done()


def test_a_claim_is_parted_out_by_one_key_and_put_back_by_another(browser, fresh):
    desk = fresh.state.desk
    row = next(one for one in desk.known.merged().groupings if len(one.claims) > 1)
    with on_loopback(fresh) as address:
        ana = Person(browser, address, "ana")
        ana.sign_in()
        ana.go(f"/happening/{row.id}")
        ana.keys("?")
        assert ana.page.locator("#keys[open]").is_visible()
        ana.keys("Escape")
        ana.page.wait_for_selector("#keys", state="hidden")
        ana.keys("s")
        ana.page.wait_for_selector("article details[open]")
        assert ana.page.locator("article details[open]").count() == 1
        ana.decide("another one", "Enter")
        quiet(desk)
        ana.page.reload()
        assert not any(set(row.claims) <= set(one.claims) for one in desk.known.merged().groupings)
        ana.decide("u")
        quiet(desk)
        assert any(set(row.claims) <= set(one.claims) for one in desk.known.merged().groupings)
        assert [one.withdrawn for one in desk.known.judgements()] == [True] * (len(row.claims) - 1)
        assert ana.axe() == []
        ana.done()


def test_a_point_is_picked_on_the_map_and_all_of_it_works_on_a_phone(browser, address, built):
    claim = claim_of(built.state.desk, "steppe-sentinel")
    ana = Person(browser, address, "ana", viewport={"width": 390, "height": 800})
    ana.sign_in()
    ana.go(f"/document/{claim.item}?claim={claim.id}")
    ana.page.locator("#edit-place summary").click()
    ana.page.wait_for_selector("#pick[data-drawn]")
    ana.page.locator("#pick canvas").click(position={"x": 40, "y": 40})
    assert float(ana.page.locator("#lat").input_value()) > 30
    ana.page.locator("#reason-place").fill("the crater in the video")
    ana.page.locator("#reason-place").focus()
    ana.decide("Enter")
    assert now(built.state.desk, claim.id).place.chosen == "picked"
    assert ana.page.evaluate(
        "document.documentElement.scrollWidth <= document.documentElement.clientWidth"
    )
    assert ana.axe() == []
    ana.done()


def test_letters_beyond_the_first_plane_count_once(browser, address, built, tmp_path):
    from trucewatch import pipeline
    from trucewatch.intake.folder import inputs_of

    desk = built.state.desk
    report = tmp_path / "2020-03-20_note.txt"
    report.write_text(
        "\U0001f534\U0001f534 Shelling near Sarmin \U0001f4a5\n\n"
        "Shells hit Sarmin \U0001f4a5 on Friday, killing two farmers \U0001f62d and a boy, "
        "the town council said.\n",
        "utf-8",
    )
    with desk.writing("test") as ledger:
        list(pipeline.add(ledger, inputs_of([report]), desk.tools))
    claim = next(row for row in standing(desk.known) if "\U0001f534" in text_of(desk, row))
    ana = Person(browser, address, "ana")
    ana.sign_in()
    ana.go(f"/document/{claim.item}?claim={claim.id}")
    ana.select("a boy")
    ana.keys("g")
    ana.page.locator("#reason-targets").fill("he died too")
    ana.page.locator("#reason-targets").focus()
    ana.decide("Enter")
    added = now(desk, claim.id).targets[-1]
    assert added.span.of(text_of(desk, claim)) == added.text == "a boy"
    ana.done()
