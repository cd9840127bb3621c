"""What needs a person: the queue, by kind of need, most pressing first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from heapq import nsmallest
from typing import Final

import msgspec
from starlette.responses import Response

from trucewatch.ledger import Reads
from trucewatch.model import TWO_READERS, Judgement
from trucewatch.web.asking import Asking
from trucewatch.web.pages.decided import waiting_second
from trucewatch.web.rendering import page
from trucewatch.web.waiting import Task, Waiting

NEEDS: Final = ("safety", "second", "finding", "contested", "place", "boundary", "repost", "actor")
PRESSING: Final = {need: place for place, need in enumerate(NEEDS)}
ROWS: Final = 100


def queue(asked: Asking) -> Response:
    """Show what needs a person; `need` narrows it down."""
    desk = asked.desk
    known = desk.as_of(None)
    tasks = tasks_of(known, desk.waiting)
    counted = Counter(one.need for one in tasks)
    chosen = asked.request.query_params.get("need")
    if chosen in NEEDS:
        tasks = [one for one in tasks if one.need == chosen]
    shown = nsmallest(ROWS, tasks, key=lambda one: (PRESSING[one.need], one.day, one.href))
    return page(
        asked,
        "queue.html.j2",
        tasks=[_worded(asked, one) for one in shown],
        more=max(0, len(tasks) - ROWS),
        counts={need: counted[need] for need in NEEDS},
        chosen=chosen,
        mine=asked.person.name if asked.person else "",
        seq=known.data_seq,
    )


def tasks_of(known: Reads, waiting: Waiting) -> list[Task]:
    """Return everything that waits for a person, each once."""
    judgements = known.judgements()
    second = list(_seconds(known, waiting, judgements))
    theirs = {one.href for one in second}
    # A finding that waits for a second reader is no longer one that nobody has looked at.
    return second + [one for one in waiting.tasks(known, judgements) if one.href not in theirs]


def _worded(asked: Asking, one: Task) -> Task:
    """Return a task with what happened in the words of the language."""
    if not one.act:
        return one
    words = f"{asked.say.code('act', one.act)} {one.words}".strip()
    return msgspec.structs.replace(one, words=words)


def _seconds(known: Reads, waiting: Waiting, judgements: Sequence[Judgement]) -> Iterator[Task]:
    """Yield edits that nobody else has looked at, and findings that wait for a second reader."""
    accepted = {
        subject
        for row in judgements
        if row.kind == "accept" and not row.withdrawn
        for subject in row.subjects
    }
    edits = [
        row
        for row in judgements
        if row.kind == "edit" and not row.withdrawn and row.id not in accepted and row.subjects
    ]
    claims = known.claims_of({row.subjects[0] for row in edits})
    for row in edits:
        claim = claims.get(row.subjects[0])
        if claim:
            href = f"/document/{claim.item}?claim={claim.id}#claim"
            yield Task("second", row.reason, href, row.at[:10], row.by)
    statuses = [row for row in judgements if row.kind == "status" and row.value in TWO_READERS]
    named = {subject for row in statuses for subject in row.subjects}
    for finding in waiting.findings(known) if named else ():
        ident = finding.supersedes or finding.id
        if ident in named and (first := waiting_second(judgements, ident)) is not None:
            yield msgspec.structs.replace(finding.task, need="second", by=first.by)
