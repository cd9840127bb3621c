"""What waits for a person, kept up to date: each event adds its own, and nothing is read twice.

What intake was not sure of, contested incidents and findings, and claims whose place or actor is
open follow from the record alone; which of them somebody has looked at is asked with every request.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator
from typing import Final

import msgspec
from msgspec import Struct

from trucewatch.ledger import Reads
from trucewatch.model import Judgement

MARGIN: Final = 0.1
"""Two candidates for a place whose scores are nearer than this are for a person to choose from."""
NEEDED: Final = {
    "safety_notice": "safety",
    "boundary_uncertain": "boundary",
    "repost_suspected": "repost",
}
"""Issues of intake that wait for a person."""


class Task(Struct, frozen=True, gc=False):
    """Something to look at: which need, the words for it, where to go, and since which day.

    `act` is the code of what happened, where that goes before the words.
    """

    need: str
    words: str
    href: str
    day: str
    by: str = ""
    act: str = ""


class Standing(Struct, frozen=True, gc=False):
    """What the queue asks of a finding."""

    id: str
    agreement: str
    provision: str
    day: str
    status: str
    decided_by: str | None = None
    supersedes: str | None = None

    @property
    def task(self) -> Task:
        """The task to look at it."""
        href = f"/finding/{self.supersedes or self.id}?day={self.day}"
        return Task("finding", f"{self.agreement} {self.provision}", href, self.day)


class _Coded(Struct, frozen=True):
    code: str


class _Item(Struct, frozen=True):
    id: str
    title: str | None = None
    published_at: str | None = None


class _Document(Struct, frozen=True):
    item: _Item
    issues: tuple[_Coded, ...] = ()


class _Scored(Struct, frozen=True, gc=False):
    score: float


class _Place(Struct, frozen=True):
    text: str
    candidates: tuple[_Scored, ...] = ()
    chosen: str | None = None


class _Mention(Struct, frozen=True, gc=False):
    text: str
    actor: str | None = None


class _Claim(Struct, frozen=True):
    id: str
    item: str
    published_at: str | None = None
    place: _Place | None = None
    perpetrators: tuple[_Mention, ...] = ()
    participants: tuple[_Mention, ...] = ()


class _Reading(Struct, frozen=True):
    claims: tuple[_Claim, ...] = ()


class _When(Struct, frozen=True, gc=False):
    start: str | None


class _Where(Struct, frozen=True, gc=False):
    name: str | None


class _Incident(Struct, frozen=True):
    id: str
    act: str
    occurrence: str
    claims: tuple[str, ...]
    when: _When
    where: _Where


_DOCUMENT: Final = msgspec.json.Decoder(_Document)
_READING: Final = msgspec.json.Decoder(_Reading)
_INCIDENT: Final = msgspec.json.Decoder(_Incident)
_FINDING: Final = msgspec.json.Decoder(Standing)


class Waiting:
    """What the record alone leaves open; safe to use from several threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._forget(0)

    def _forget(self, erased: int) -> None:
        self._seq = 0
        self._erased = erased
        self._documents: dict[int, list[Task]] = {}
        self._claims: dict[int, list[tuple[str, Task]]] = {}
        self._contested: dict[str, tuple[frozenset[str], Task]] = {}
        self._findings: dict[str, Standing] = {}

    def tasks(self, known: Reads, judgements: Iterable[Judgement]) -> list[Task]:
        """Return what nobody has looked at, as of the seq that `known` is known at.

        Second readings are not among them: they follow from decisions.
        """
        seen = {one for row in judgements if not row.withdrawn for one in row.subjects}
        with self._lock:
            self._follow(known)
            found = [task for rows in self._documents.values() for task in rows]
            found += [
                one.task
                for one in self._findings.values()
                if one.status == "contested" and one.decided_by is None
            ]
            found += [task for claims, task in self._contested.values() if seen.isdisjoint(claims)]
            found += [
                task for rows in self._claims.values() for claim, task in rows if claim not in seen
            ]
        return found

    def findings(self, known: Reads) -> list[Standing]:
        """Return the findings that stand."""
        with self._lock:
            self._follow(known)
            return list(self._findings.values())

    def _follow(self, known: Reads) -> None:
        erased = known.last_of("body.redacted")
        if erased > self._erased:
            self._forget(erased)
        if known.at <= self._seq:
            return
        self._follow_reports(known, self._seq)
        self._follow_proposals(known, self._seq)
        self._seq = known.at

    def _follow_reports(self, known: Reads, since: int) -> None:
        for seq, body in known.documents_since(since):
            if tasks := list(_of_document(_DOCUMENT.decode(body))):
                self._documents[seq] = tasks
        for document, reading in known.readings_since(since):
            claims = _READING.decode(reading).claims if reading is not None else ()
            rows = [(claim.id, task) for claim in claims for task in _of_claim(claim)]
            self._claims.pop(document, None)
            if rows:
                self._claims[document] = rows

    def _follow_proposals(self, known: Reads, since: int) -> None:
        for ident in known.went_since("grouping", since):
            self._contested.pop(ident, None)
        for ident, kind, body in known.came_since("grouping", since):
            if kind == "Incident" and b'"contested"' in body:
                one = _INCIDENT.decode(body)
                if one.occurrence == "contested":
                    self._contested[ident] = frozenset(one.claims), _of_incident(one)
        for ident in known.went_since("finding", since):
            self._findings.pop(ident, None)
        for ident, _, body in known.came_since("finding", since):
            self._findings[ident] = _FINDING.decode(body)


def _of_document(one: _Document) -> Iterator[Task]:
    """Yield what intake was not sure of, and notices about somebody's safety."""
    for issue in one.issues:
        need = NEEDED.get(issue.code)
        if need:
            day = (one.item.published_at or "")[:10]
            yield Task(need, one.item.title or one.item.id, f"/document/{one.item.id}", day)


def _of_incident(one: _Incident) -> Task:
    day = (one.when.start or "")[:10]
    return Task("contested", one.where.name or "", f"/happening/{one.id}", day, act=one.act)


def _of_claim(claim: _Claim) -> Iterator[Task]:
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
