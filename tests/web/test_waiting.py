"""The queue that is kept up to date says what a look through the whole record would say."""

from __future__ import annotations

import msgspec
import pytest
from web.watches import RAS_AL_AYN, watch_with

from trucewatch.ledger.redaction import redact
from trucewatch.model import Incident, Judgement, Mention, Merged, Voice
from trucewatch.web import app
from trucewatch.web.pages.queue import tasks_of
from trucewatch.web.waiting import MARGIN, NEEDED, Waiting


@pytest.fixture
def desk(tmp_path):
    made = app.app_for(watch_with(tmp_path / "watch", RAS_AL_AYN), local=True).state.desk
    yield made
    made.close()


def expected(known):
    """Look through the whole record."""
    seen = {one for row in known.judgements() if not row.withdrawn for one in row.subjects}
    found = []
    for document in known.documents():
        found += [
            (NEEDED[issue.code], f"/document/{document.item.id}")
            for issue in document.issues
            if issue.code in NEEDED
        ]
    for finding in known.assessment().findings:
        if finding.status == "contested" and finding.decided_by is None:
            ident = finding.supersedes or finding.id
            found.append(("finding", f"/finding/{ident}?day={finding.day}"))
    for incident in known.merged().incidents:
        if incident.occurrence == "contested" and not seen.intersection(incident.claims):
            found.append(("contested", f"/happening/{incident.id}"))
    for claim in known.claims():
        href = f"/document/{claim.item}?claim={claim.id}#claim"
        if claim.id in seen:
            continue
        scores = [one.score for one in claim.place.candidates] if claim.place else []
        if len(scores) > 1 and (claim.place.chosen is None or scores[0] - scores[1] < MARGIN):
            found.append(("place", href))
        doers = (*claim.perpetrators, *claim.participants)
        if any(one.actor is None and one.text[:1].isupper() for one in doers):
            found.append(("actor", href))
    return sorted(found)


def told(desk):
    return sorted((one.need, one.href) for one in tasks_of(desk.as_of(None), desk.waiting))


def open_claim(desk):
    """Return a claim that waits for somebody."""
    href = next(href for _, href in told(desk) if "claim=" in href)
    ident = href.partition("claim=")[2].partition("#")[0]
    return desk.known.claims_of([ident])[ident]


def decide(desk, kind, subject, number, withdrawn=False):
    made = Judgement(
        id=f"j1-{number}",
        kind=kind,
        subjects=(subject,),
        by="ana",
        at="2020-03-20T00:00:00+00:00",
        reason="read",
        withdrawn=withdrawn,
    )
    with desk.writing("ana") as ledger:
        ledger.append("judgement.made", f"judgement:{made.id}", made, key=f"{number}{withdrawn}")


def test_it_is_the_same_after_every_step(desk):
    assert told(desk) == expected(desk.known) != []
    claim = open_claim(desk)
    before = told(desk)
    decide(desk, "accept", claim.id, 1)
    assert told(desk) == expected(desk.known) != before
    decide(desk, "accept", claim.id, 1, withdrawn=True)
    assert told(desk) == expected(desk.known) == before
    # A reading that takes the place of another one.
    reading = desk.known.reading(claim.item)
    stranger = Mention(text="Unheard-of Brigade", span=claim.trigger)
    changed = msgspec.structs.replace(
        reading,
        claims=tuple(
            msgspec.structs.replace(one, perpetrators=(stranger,), place=None)
            for one in reading.claims
        ),
    )
    with desk.writing("x") as ledger:
        ledger.append("claims.read", f"claims:{claim.item}", changed, key="again")
    assert told(desk) == expected(desk.known) != before
    assert any(need == "actor" and claim.item in href for need, href in told(desk))


def test_incidents_come_and_go(desk):
    merged = desk.known.merged()
    one: Incident = next(iter(merged.incidents))
    voices = (Voice(group="g", side=None, claims=one.claims, stance="denies"),)
    contested = msgspec.structs.replace(one, occurrence="contested", voices=voices)
    told(desk)
    with desk.writing("x") as ledger:
        ledger.append("merge.proposed", "merge", Merged(incidents=(contested,)), key="m1")
    assert ("contested", f"/happening/{one.id}") in told(desk)
    assert told(desk) == expected(desk.known)
    with desk.writing("x") as ledger:
        ledger.append("merge.proposed", "merge", Merged(incidents=(one,)), key="m2")
    assert ("contested", f"/happening/{one.id}") not in told(desk)
    assert told(desk) == expected(desk.known)


def test_what_was_erased_waits_no_longer(desk):
    claim = open_claim(desk)
    assert any(claim.item in href for _, href in told(desk))
    with desk.writing("admin") as ledger:
        added = list(ledger.events(kind="document.added"))
        seq = next(one.header.seq for one in added if one.header.stream == claim.item)
        desk.close()
        redact(ledger, seq, "a name")
        waiting = Waiting()
        known = ledger.as_of(ledger.seq)
        assert not any(claim.item in one.href for one in tasks_of(known, waiting))
        assert not any(claim.item in one.href for one in tasks_of(known, desk.waiting))
