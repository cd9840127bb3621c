"""What needs a person: the queue, by kind of need, most pressing first."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from msgspec import Struct
from starlette.responses import Response

from trucewatch.ledger import Reads
from trucewatch.model import Claim, Finding, Judgement
from trucewatch.review.edits import standing
from trucewatch.web.asking import Asking
from trucewatch.web.messages import Messages
from trucewatch.web.pages.decided import waiting_second
from trucewatch.web.rendering import page

MARGIN: Final = 0.1
"""Two candidates for a place whose scores are nearer than this are for a person to choose from."""
NEEDED: Final = {
    "safety_notice": "safety",
    "boundary_uncertain": "boundary",
    "repost_suspected": "repost",
}
"""Issues of intake that wait for a person."""
NEEDS: Final = ("safety", "second", "finding", "contested", "place", "boundary", "repost", "actor")
ROWS: Final = 100


class Task(Struct, frozen=True):
    """Something to look at: which need, the words for it, where to go, and since which day."""

    need: str
    words: str
    href: str
    day: str
    by: str = ""


def queue(asked: Asking) -> Response:
    """Show what needs a person; `need` narrows it down."""
    known = asked.desk.known
    tasks = sorted(
        tasks_of(known, asked.say), key=lambda one: (NEEDS.index(one.need), one.day, one.href)
    )
    counts = {need: sum(one.need == need for one in tasks) for need in NEEDS}
    chosen = asked.request.query_params.get("need")
    if chosen in NEEDS:
        tasks = [one for one in tasks if one.need == chosen]
    return page(
        asked,
        "queue.html.j2",
        tasks=tasks[:ROWS],
        more=max(0, len(tasks) - ROWS),
        counts=counts,
        chosen=chosen,
        mine=asked.person.name if asked.person else "",
        seq=known.data_seq,
    )


def tasks_of(known: Reads, say: Messages) -> Iterator[Task]:
    """Yield everything that waits for a person, each once."""
    judgements = known.judgements()
    claims = standing(known)
    seen = {subject for row in judgements if not row.withdrawn for subject in row.subjects}
    yield from _second(judgements, claims)
    yield from _of_documents(known)
    for finding in known.assessment().findings:
        waiting = waiting_second(judgements, finding.supersedes or finding.id)
        if waiting is not None:
            yield Task("second", _named(finding), _to(finding), finding.day, waiting.by)
        elif finding.status == "contested" and finding.decided_by is None:
            yield Task("finding", _named(finding), _to(finding), finding.day)
    for incident in known.merged().incidents:
        if incident.occurrence == "contested" and not seen.intersection(incident.claims):
            yield Task(
                "contested",
                f"{say.code('act', incident.act)} {incident.where.name or ''}".strip(),
                f"/happening/{incident.id}",
                (incident.when.start or "")[:10],
            )
    for claim in claims:
        if claim.id not in seen:
            yield from _of_claim(claim)


def _of_documents(known: Reads) -> Iterator[Task]:
    """Yield what intake was not sure of, and notices about somebody's safety."""
    for document in known.documents():
        for issue in document.issues:
            need = NEEDED.get(issue.code)
            if need:
                yield Task(
                    need,
                    document.item.title or document.item.id,
                    f"/document/{document.item.id}",
                    (document.item.published_at or "")[:10],
                )


def _named(finding: Finding) -> str:
    return f"{finding.agreement} {finding.provision}"


def _to(finding: Finding) -> str:
    return f"/finding/{finding.supersedes or finding.id}?day={finding.day}"


def _second(judgements: tuple[Judgement, ...], claims: tuple[Claim, ...]) -> Iterator[Task]:
    """Yield edits that nobody else has looked at."""
    accepted = {
        subject
        for row in judgements
        if row.kind == "accept" and not row.withdrawn
        for subject in row.subjects
    }
    by_id = {claim.id: claim for claim in claims}
    for row in judgements:
        claim = by_id.get(row.subjects[0]) if row.subjects else None
        if row.kind == "edit" and not row.withdrawn and row.id not in accepted and claim:
            href = f"/document/{claim.item}?claim={claim.id}#claim"
            yield Task("second", row.reason, href, row.at[:10], row.by)


def _of_claim(claim: Claim) -> Iterator[Task]:
    href = f"/document/{claim.item}?claim={claim.id}#claim"
    day = (claim.published_at or "")[:10]
    place = claim.place
    if place is not None and len(place.candidates) > 1:
        first, second = place.candidates[:2]
        if place.chosen is None or first.score - second.score < MARGIN:
            yield Task("place", place.text, href, day)
    doers = (*claim.perpetrators, *claim.participants)
    unknown = next((one.text for one in doers if one.actor is None and one.text[:1].isupper()), "")
    if unknown:
        yield Task("actor", unknown, href, day)
