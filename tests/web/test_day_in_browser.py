"""A working day in a real browser: two people, by keyboard where that is sensible, nothing else."""

from __future__ import annotations

import pytest
from browsers import NEEDED, Window, chromium, on_loopback, playwright
from web.conftest import WORD
from web.watches import RAS_AL_AYN, quiet, watch_with

from trucewatch.review.edits import standing
from trucewatch.web import app, passwords

PEOPLE = {"ana": "reviewer", "ben": "reviewer"}
pytestmark = NEEDED


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    path = watch_with(tmp_path_factory.mktemp("day") / "watch", RAS_AL_AYN)
    served = app.app_for(path, local=False)
    for name, role in PEOPLE.items():
        served.state.desk.accounts.add(name, role, passwords.hashed(WORD))
    yield served
    quiet(served.state.desk)
    served.state.desk.close()


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
        self.page.get_by_label("Name").focus()
        self.keys(self.name, "Tab", WORD, "Enter")
        self.page.wait_for_url("**/day/*")

    def keys(self, *pressed):
        for one in pressed:
            if one in ("Tab", "Enter", "Escape", "Space", "ArrowDown", "ArrowUp") or len(one) == 1:
                self.page.keyboard.press(one)
            else:
                self.page.keyboard.type(one)

    def decide(self, *pressed):
        """Press keys that submit a form, and wait for the page that answers."""
        with self.page.expect_navigation():
            self.keys(*pressed)

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


def corrects_words(ana, desk, claim):
    """Words of the text become a target by one key."""
    ana.go(f"/document/{claim.item}")
    ana.decide("j")
    assert "?claim=" in ana.page.url
    ana.go(f"/document/{claim.item}?claim={claim.id}")
    ana.select("Turkish soldier")
    ana.keys("g")
    assert ana.page.locator("#words-targets").input_value() == "Turkish soldier"
    ana.page.locator("#reason-targets").focus()
    ana.decide("the soldier who died", "Enter")
    target = now(desk, claim.id).targets[-1]
    assert target.span.of(text_of(desk, claim)) == target.text == "Turkish soldier"


def picks_ras_al_ayn(ana, desk, claim):
    """One key opens the place, the arrow goes to the next candidate; one key takes it back."""
    ana.keys("p")
    ana.page.wait_for_selector("#pick[data-drawn]")
    ana.keys("ArrowDown")
    ana.page.locator("#reason-place").focus()
    ana.decide("the spring near Idlib", "Enter")
    assert now(desk, claim.id).place.chosen == claim.place.candidates[1].id
    ana.decide("u")
    assert now(desk, claim.id).place.chosen == claim.place.chosen
    assert now(desk, claim.id).targets[-1].text == "Turkish soldier"


def contests_a_figure(ana, desk, claim):
    ana.keys("f")
    ana.page.locator("#words-figures").fill("Five")
    ana.page.locator("#which-figures").select_option("0")
    ana.page.locator("#low").focus()
    ana.keys("4", "Tab", "5", "Tab", "5")
    ana.page.locator("#reason-figures").focus()
    ana.decide("four names are known", "Enter")
    assert now(desk, claim.id).figures[0].low == 4


def reads_second(ben):
    ben.go("/queue?need=second")
    ben.page.get_by_role("link", name="the soldier who died").click()
    with ben.page.expect_navigation():
        ben.page.get_by_role("button", name="Accept the change").last.click()
    assert "accepted by" in ben.page.locator("#claim").inner_text()
    assert ben.axe() == []


def links_two_accounts(ana, desk, claim):
    quiet(desk)
    ana.go(f"/claim/{claim.id}")
    other = next(
        row
        for row in desk.known.merged().incidents
        if row.act == "ied" and claim.id not in row.claims
    )
    ana.page.locator("#other").select_option(other.id)
    ana.page.locator("#link-reason").focus()
    ana.decide("the same convoy", "Enter")
    quiet(desk)
    ana.go(f"/claim/{claim.id}")
    assert "Linked as one happening" in ana.page.locator("main").inner_text()
    held = desk.known.grouping(ana.page.url.rpartition("/")[2])
    assert {claim.id, *other.claims} <= set(held.claims)


def decide_a_finding(ana, ben, desk):
    """What one reviewer decides holds when another comes to the same."""
    ana.go("/day/2020-03-15")
    ana.page.locator("a[href^='/finding/']").first.click()
    ana.page.locator("#value").select_option("verified_attributed")
    ana.page.locator("#status-reason").focus()
    ana.decide("two videos and the crater", "Enter")
    assert "Your own decision" in ana.page.locator("main").inner_text()
    ben.go("/queue?need=second")
    ben.page.locator(".tasks a[href^='/finding/']").click()
    ben.page.locator("#second-reason").focus()
    ben.decide("seen both", "Enter")
    quiet(desk)
    ben.page.reload()
    assert "violation verified and attributed" in ben.page.locator(".status").inner_text()
    assert ben.axe() == []


def follows_a_figure_to_its_sentence(ana):
    ana.go("/happenings?act=ied")
    ana.page.locator("#list a[href^='/happening/']").first.click()
    ana.page.locator("table.sources a").first.click()
    assert ana.page.locator("mark.figure").count() > 0


def test_a_working_day(browser, address, built):
    desk = built.state.desk
    claim = claim_of(desk, "euphrates-ledger")
    ana = Person(browser, address, "ana", viewport={"width": 1280, "height": 1000})
    ben = Person(browser, address, "ben", color_scheme="dark")
    ana.sign_in()
    corrects_words(ana, desk, claim)
    picks_ras_al_ayn(ana, desk, claim)
    contests_a_figure(ana, desk, claim)
    ben.sign_in()
    reads_second(ben)
    links_two_accounts(ana, desk, claim)
    decide_a_finding(ana, ben, desk)
    follows_a_figure_to_its_sentence(ana)
    for path in ("/record", "/record/1", "/corrections", f"/claim/{claim.id}", "/queue"):
        ana.go(path)
        assert ana.axe() == [], path
    with ana.page.expect_navigation():
        ana.page.get_by_role("button", name="Sign out").click()
    ana.go(f"/document/{claim.item}")
    assert "/sign-in" in ana.page.url
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
    ana.keys("Tab", "?")
    ana.page.locator("#show-keys").click()
    ana.page.locator("#keys-on").uncheck()
    ana.keys("Escape")
    ana.page.locator("h1").click()
    ana.keys("p")
    assert ana.page.locator("#edit-place[open]").count() == 0
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
