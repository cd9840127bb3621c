"""Judging on pages: edits by words of the text, second readers, conflicts, undo, and the record."""

from __future__ import annotations

import re

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.testclient import TestClient
from web.conftest import SAME, WORD, sign_in
from web.watches import RAS_AL_AYN, quiet, watch_with

from trucewatch import config, pipeline
from trucewatch.ledger import Ledger, merkle
from trucewatch.model import Span
from trucewatch.review.edits import Edit, standing
from trucewatch.web import app, passwords
from trucewatch.web.pages.judging import found

PEOPLE = {"ana": "coder", "ben": "reviewer", "cleo": "reviewer", "vik": "viewer"}


@pytest.fixture(scope="module")
def team(tmp_path_factory):
    """A server of its own, so that what is decided here is decided nowhere else."""
    path = watch_with(tmp_path_factory.mktemp("judged") / "watch", RAS_AL_AYN)
    built = app.app_for(path, local=False, hosts=frozenset({"desk.example"}))
    word = passwords.hashed(WORD)
    for name, role in PEOPLE.items():
        built.state.desk.accounts.add(name, role, word)
    yield built
    quiet(built.state.desk)
    built.state.desk.close()


@pytest.fixture
def desk(team):
    """The desk, with nothing decided any more."""
    quiet(team.state.desk)
    with team.state.desk.writing("test") as ledger:
        standing_still = [row for row in ledger.judgements() if not row.withdrawn]
        for row in standing_still:
            taken = msgspec.structs.replace(row, withdrawn=True)
            ledger.append("judgement.made", f"judgement:{row.id}", taken, key=f"{row.id}-off")
    if standing_still:
        team.state.desk.follow()
        quiet(team.state.desk)
    return team.state.desk


@pytest.fixture
def people(team, desk):
    clients = {}
    for name in PEOPLE:
        client = TestClient(
            team, base_url="https://desk.example", follow_redirects=False, headers=SAME
        )
        assert sign_in(client, name).status_code == 303
        clients[name] = client
    return clients


def claim_of(desk, act="ied", words="Ras al-Ayn"):
    return next(
        row
        for row in standing(desk.known)
        if row.act == act and row.place and words in row.place.text
    )


def now(desk, ident):
    return standing(desk.known, [ident])[0]


def address(claim):
    return f"/document/{claim.item}?claim={claim.id}"


def seen(client, path):
    return re.search(r'name="seen" value="(\d+)"', client.get(path).text)[1]


def edit(client, claim, **fields):
    return client.post("/edit", data={"subject": claim.id, "reason": "read again", **fields})


def test_the_document_is_where_a_claim_is_judged(people, desk):
    claim = claim_of(desk)
    page = people["ana"].get(address(claim)).text
    for field in Edit.__struct_fields__[0], "act", "modality", "place", "time", "figures":
        assert f'value="{field}"' in page or field == "field"
    for row in claim.place.candidates:
        assert f'value="{row.id}"' in page
        assert row.why[0].replace("'", "&#39;") in page
    assert 'action="/edit"' not in people["vik"].get(address(claim)).text


def test_words_of_the_text_become_a_field_without_script(people, desk):
    claim = claim_of(desk)
    text = desk.known.document(claim.item).item.text
    answer = edit(people["ana"], claim, field="time", words="Wednesday", value="2020-03-18")
    assert answer.status_code == 303
    after = now(desk, claim.id)
    assert (after.time.text, after.time.span.of(text)) == ("Wednesday", "Wednesday")
    assert edit(people["ana"], claim, field="time", words="Sunday", value="x").status_code == 400


def test_code_points_of_a_selection_are_taken_as_they_are(people, desk):
    claim = claim_of(desk)
    text = desk.known.document(claim.item).item.text
    start = text.index("Hamza Division", text.index("gunfight"))
    span = {"start": start, "end_at": start + len("Hamza Division")}
    edit(people["ana"], claim, field="perpetrators", words="Hamza Division", **span)
    assert now(desk, claim.id).perpetrators[-1].span == Span(*span.values())


def test_ras_al_ayn_is_picked_from_its_candidates_and_its_words_stay(people, desk):
    claim = claim_of(desk)
    second = claim.place.candidates[1]
    words = claim.place.text
    assert (
        edit(people["ana"], claim, field="place", value=second.id, words=words).status_code == 303
    )
    place = now(desk, claim.id).place
    assert (place.chosen, place.text, place.span) == (second.id, words, claim.place.span)
    assert place.geometry["coordinates"] == [second.lon, second.lat]
    page = people["ana"].get(address(claim)).text
    assert "waits for a second reader" in page
    assert second.name.replace("'", "&#39;") in page


def test_a_figure_is_contested_by_an_edit(people, desk):
    claim = claim_of(desk)
    answer = edit(people["ana"], claim, field="figures", index="0", low="4", best="4", high="5")
    assert answer.status_code == 303
    figure = now(desk, claim.id).figures[0]
    assert (figure.low, figure.high, figure.text) == (4, 5, claim.figures[0].text)


@pytest.mark.parametrize(
    "fields",
    [
        {"field": "act", "value": "massacre"},
        {"field": "nonsense", "value": "x"},
        {"field": "place", "lat": "95", "lon": "3"},
        {"field": "place", "lat": "nan", "lon": "inf"},
        {"field": "targets", "start": "0", "end_at": "999999"},
        {"field": "targets", "start": "-4", "end_at": "9", "words": ""},
        {"field": "targets", "start": "٣", "end_at": "٩"},
        {"field": "targets", "index": "99", "words": "Hamza Division"},
        {"field": "targets", "index": "99999999999", "words": "Hamza Division"},
        {"field": "figures", "index": "0", "low": "5", "high": "4"},
        {"field": "figures", "index": "0", "low": "5", "high": "inf"},
        {"field": "figures", "words": "eight", "low": "-1", "kind": "killed"},
        {"field": "time", "words": "\x00"},
        {"field": "act", "value": "attack", "reason": "   "},
        {"field": "act", "value": "attack", "subject": "c1-none"},
    ],
)
def test_what_does_not_fit_is_refused_and_nothing_is_recorded(people, desk, fields):
    before = desk.known.judgements()
    answer = edit(people["ana"], claim_of(desk), **fields)
    assert answer.status_code == 400
    assert "That did not work" in answer.text
    assert desk.known.judgements() == before


def test_nobody_accepts_a_change_of_their_own(people, desk):
    claim = claim_of(desk)
    edit(people["ana"], claim, field="modality", value="denied")
    made = desk.known.judgements()[-1]
    accept = {"kind": "accept", "subject": made.id, "reason": "right"}
    assert people["ana"].post("/judge", data=accept).status_code == 400
    assert made.id not in re.findall(
        r'name="subject" value="(j1-\w+)"', people["ana"].get(address(claim)).text
    )
    assert "/queue" in people["ben"].get("/queue").text
    assert made.id in people["ben"].get(address(claim)).text
    assert people["ben"].post("/judge", data=accept).status_code == 303
    page = people["ana"].get(address(claim)).text
    assert "accepted by" in page
    assert "ben" in page


def test_two_people_who_edit_see_both_decisions(people, desk):
    claim = claim_of(desk)
    made_at = seen(people["ben"], address(claim))
    edit(people["ana"], claim, field="act", value="attack", reason="no bomb is named")
    answer = edit(people["ben"], claim, field="act", value="explosion", seen=made_at)
    assert answer.status_code == 409
    assert "no bomb is named" in answer.text
    assert "read again" in answer.text
    assert now(desk, claim.id).act == "attack"
    again = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', answer.text))
    assert again["subject"] == claim.id
    assert people["ben"].post("/edit", data=again).status_code == 303
    assert now(desk, claim.id).act == "explosion"


def test_ones_own_earlier_decision_is_no_conflict(people, desk):
    claim = claim_of(desk)
    made_at = seen(people["ana"], address(claim))
    edit(people["ana"], claim, field="act", value="attack")
    assert edit(people["ana"], claim, field="act", value="killing", seen=made_at).status_code == 303


def test_undo_takes_back_the_last_decision_of_ones_own(people, desk):
    claim = claim_of(desk)
    edit(people["ana"], claim, field="act", value="attack")
    edit(people["ben"], claim, field="modality", value="denied")
    page = people["ana"].get(address(claim)).text
    form = page[page.index('id="undo"') :]
    ident = re.search(r'name="id" value="([^"]+)"', form)[1]
    assert next(row for row in desk.known.judgements() if row.id == ident).by == "ana"
    undo = {"id": ident, "reason": "Taken back."}
    assert people["ana"].post("/withdraw", data=undo).status_code == 303
    assert now(desk, claim.id).act == claim.act
    assert now(desk, claim.id).modality == "denied"
    assert people["ana"].post("/withdraw", data=undo).status_code == 400
    assert 'id="undo"' not in people["ana"].get(address(claim)).text


def test_a_coder_withdraws_nobody_elses_decision_and_a_reviewer_does(people, desk):
    claim = claim_of(desk)
    edit(people["ben"], claim, field="act", value="attack")
    undo = {"id": desk.known.judgements()[-1].id, "reason": "no"}
    assert people["ana"].post("/withdraw", data=undo).status_code == 400
    assert people["cleo"].post("/withdraw", data=undo).status_code == 303


def test_two_happenings_are_linked_and_a_claim_parted_out_again(people, desk):
    first, second = [row for row in desk.known.merged().incidents if row.act == "ied"][:2]
    link = {"kind": "merge", "subject": [first.id, second.id], "reason": "the same convoy"}
    assert people["ana"].post("/judge", data=link).status_code == 303
    quiet(desk)
    to = people["ana"].get(f"/claim/{first.claims[0]}").headers["location"]
    assert people["ana"].get(f"/claim/{second.claims[0]}").headers["location"] == to
    page = people["ana"].get(to).text
    assert "Linked as one happening" in page
    members = desk.known.grouping(to.rpartition("/")[2]).claims
    assert set(members) == {*first.claims, *second.claims}
    assert people["ana"].post("/judge", data=link).status_code == 400
    undo = {"id": desk.known.judgements()[-1].id, "reason": "not the same"}
    people["ana"].post("/withdraw", data=undo)
    quiet(desk)
    assert desk.known.grouping(first.id).claims == first.claims
    steppe = {row.id for row in standing(desk.known) if row.published_by == "steppe-sentinel"}
    several = next(
        row
        for row in desk.known.merged().incidents
        if steppe.intersection(row.claims)
        and steppe.difference(row.claims)
        and not steppe.issuperset(row.claims)
    )
    out, *rest = sorted(several.claims, key=lambda ident: ident not in steppe)
    part = {"kind": "part", "subject": out, "from": rest, "reason": "another day"}
    assert people["ana"].post("/judge", data=part).status_code == 303
    quiet(desk)
    alone = desk.known.grouping(
        people["ana"].get(f"/claim/{out}").headers["location"].rpartition("/")[2]
    )
    assert not set(alone.claims).intersection(rest)


def test_a_contested_field_is_marked_by_words_and_shape(people, desk):
    row = next(
        one
        for one in desk.known.merged().incidents
        if any(field.state == "contested" for field in one.fields)
    )
    page = people["vik"].get(f"/happening/{row.id}").text
    assert re.search(
        r'<td class="differs"><b class="tag"><span class="vh">reading </span>◇ A', page
    )
    assert "Why these claims are one" in page or not row.log


def finding_of(desk):
    return desk.known.findings("2020-03-15", "2020-03-15")[0]


def decide(client, finding, value, **more):
    data = {"kind": "status", "subject": finding.id, "value": value, "reason": "two videos"}
    return client.post("/judge", data={**data, **more})


def test_verified_and_attributed_needs_two_reviewers(people, desk):
    finding = finding_of(desk)
    path = f"/finding/{finding.id}"
    assert decide(people["ana"], finding, "verified_attributed").status_code == 400
    assert decide(people["ben"], finding, "verified_attributed").status_code == 303
    quiet(desk)
    assert finding_of(desk).status == finding.status
    assert "Your own decision" in people["ben"].get(path).text
    waiting = people["cleo"].get(path).text
    assert 'id="second"' in waiting
    assert path in people["cleo"].get("/queue?need=second").text
    assert decide(people["cleo"], finding, "verified_attributed").status_code == 303
    quiet(desk)
    after = finding_of(desk)
    assert after.status == "verified_attributed"
    assert {after.decided_by, after.second_reader} == {"ben", "cleo"}
    page = people["vik"].get(path).text
    assert "violation verified and attributed" in page
    assert 'id="deciding"' not in page
    assert people["vik"].get(f"/finding/{after.id}?day=2020-03-15").status_code == 200


def test_a_finding_shows_what_it_rests_on_and_what_the_text_leaves_open(people, desk):
    finding = next(row for row in desk.known.assessment().findings if row.basis)
    page = people["vik"].get(f"/finding/{finding.id}").text
    for ident in finding.basis:
        assert ident in page
    assert "who could have told" in page
    assert f"/finding/{finding.id}" in people["vik"].get(f"/day/{finding.day}").text


def test_the_proof_of_an_event_is_one(people, desk):
    with Ledger(desk.folder / config.LEDGER, reading=True) as ledger:
        last = ledger.seq
    for number in (1, last // 2, last):
        page = people["vik"].get(f"/record/{number}").text
        facts = re.findall(r"^(leaf|index|size|path|root)\s+(\S+)$", page, re.MULTILINE)
        one = {name: value for name, value in facts if name != "path"}
        path = [bytes.fromhex(value) for name, value in facts if name == "path"]
        one["root"] = one["root"].removesuffix("</pre>")
        merkle.check_inclusion(
            bytes.fromhex(one["leaf"]),
            int(one["index"]),
            int(one["size"]),
            path,
            bytes.fromhex(one["root"]),
        )


@pytest.mark.parametrize(
    "path",
    [
        "/record/0",
        "/record/999999",
        "/record/٣",
        "/record/1e3",
        "/record?to=x",
        "/record?to=" + "9" * 40,
        "/finding/f1-none",
        "/finding/f1-none?day=yesterday",
        "/claim/c1-none",
        "/claim/<script>",
    ],
)
def test_what_is_not_there_is_said(people, path):
    answer = people["vik"].get(path)
    assert answer.status_code == 400
    assert "<script>" not in answer.text


def test_the_record_goes_back_page_by_page_to_its_first_event(people):
    numbers, path = [], "/record"
    while path:
        page = people["vik"].get(path).text
        numbers += [int(one) for one in re.findall(r'href="/record/(\d+)"', page)]
        older = re.search(r'href="(/record\?to=\d+)" rel="next"', page)
        path = older[1] if older else None
    assert numbers == list(range(numbers[0], 0, -1))


def test_corrections_are_listed(people):
    assert "Corrections" in people["vik"].get("/corrections").text


def test_what_is_decided_while_the_record_follows_is_followed_too(desk, monkeypatch):
    turns = []

    def merge(ledger, tools, *, standing):
        turns.append(1)
        if len(turns) == 1:
            desk.follow()

    monkeypatch.setattr(pipeline, "merge", merge)
    monkeypatch.setattr(pipeline, "assess", lambda *_, **__: None)
    desk.follow()
    quiet(desk)
    assert len(turns) == 2


def test_an_earlier_state_is_shown_and_nothing_is_decided_on_it(people, desk):
    claim = claim_of(desk)
    then = desk.known.data_seq
    edit(people["ana"], claim, field="act", value="attack", reason="the crater is too small")
    finding = finding_of(desk)
    for path in (
        f"{address(claim)}&",
        f"/finding/{finding.id}?",
        f"/happening/{held(desk, claim)}?",
    ):
        page = people["ben"].get(f"{path}as_of={then}").text
        assert "the crater is too small" not in page
        assert 'action="/edit"' not in page
        assert 'action="/judge"' not in page
        assert f"as it was at event {then}" in page
    assert "the crater is too small" in people["ben"].get(address(claim)).text
    to = people["ben"].get(f"/claim/{claim.id}?as_of={then}").headers["location"]
    assert to.endswith(f"as_of={then}")
    for wrong in ("x", "99999999", "-1", "٣"):
        assert people["ben"].get(f"/claim/{claim.id}?as_of={wrong}").status_code == 400


def held(desk, claim):
    return next(row.id for row in desk.known.merged().incidents if claim.id in row.claims)


@given(st.text(st.sampled_from("ab \n𝔄é"), max_size=60), st.data())
def test_words_are_found_where_they_stand(text, data):
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    words = " ".join(text[start:end].split())
    near = Span(start, end)
    span = found(text, words, near)
    if not words:
        assert span is None
    else:
        assert " ".join(span.of(text).split()) == words
        assert near.covers(span)
