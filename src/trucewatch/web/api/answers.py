"""What the JSON API answers with: the nouns of the record, in lists that say where they stand."""

from __future__ import annotations

from typing import Any

import msgspec
from msgspec import Struct
from starlette.responses import Response

from trucewatch.errors import UsageError
from trucewatch.ledger import Reads
from trucewatch.model import (
    Claim,
    Document,
    Finding,
    Incident,
    Judgement,
    PatrolRun,
    Restriction,
    Sighting,
    Tally,
)
from trucewatch.model.judgements import JudgementKind
from trucewatch.review import decisions
from trucewatch.review.edits import standing
from trucewatch.web.asking import Asking
from trucewatch.web.looking import period
from trucewatch.web.query import KINDS, as_of, number, query_of, select

LIMIT = 100
MOST = 1_000


class Trouble(Struct, frozen=True):
    """What did not work, and what to do."""

    error: str
    fix: str


class Told(Struct, frozen=True, kw_only=True):
    """One happening with its kind; exactly one of the others is set."""

    kind: str
    incident: Incident | None = None
    patrol: PatrolRun | None = None
    sighting: Sighting | None = None
    restriction: Restriction | None = None
    tally: Tally | None = None


class Happenings(Struct, frozen=True, kw_only=True):
    """A page of a list: `count` in all, as of event `seq`."""

    seq: int
    count: int
    offset: int
    items: tuple[Told, ...]


class Claims(Struct, frozen=True, kw_only=True):
    """Claims as they stand: as read, with people's edits laid over them."""

    seq: int
    items: tuple[Claim, ...]


class Findings(Struct, frozen=True, kw_only=True):
    """Findings of a period."""

    seq: int
    items: tuple[Finding, ...]


class Where(Struct, frozen=True, kw_only=True):
    """Where the record stands: its last event, and the last that a report depends on."""

    watch: str
    title: str
    seq: int
    data_seq: int


class Decision(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A decision to be recorded in the name of whoever asks."""

    kind: JudgementKind
    subjects: tuple[str, ...]
    reason: str
    value: str | None = None


def answered(value: object, *, status: int = 200) -> Response:
    """Return a noun as JSON."""
    return Response(msgspec.json.encode(value), status_code=status, media_type="application/json")


def missing(what: str, ident: str) -> Response:
    """Return that there is no such thing."""
    return answered(Trouble(f"there is no {what} {ident}", "Take ids from a list."), status=404)


def where(asked: Asking) -> Response:
    """Return where the record stands."""
    watch, known = asked.desk.tools.watched, asked.desk.known
    return answered(
        Where(watch=watch.id, title=watch.title, seq=known.seq, data_seq=known.data_seq)
    )


def happenings(asked: Asking) -> Response:
    """Return the happenings of a query."""
    params = asked.request.query_params
    offset = number(params.get("offset"), "offset", 0, 10**9)
    limit = number(params.get("limit"), "limit", LIMIT, MOST)
    query = query_of(params, period(asked), also=("limit", "offset"))
    known = asked.desk.as_of(query.as_of)
    rows = select(known, query)
    items = []
    for row in rows[offset : offset + limit]:
        kind = KINDS[type(row)]
        items.append(msgspec.convert({"kind": kind, kind: row}, Told))
    return answered(
        Happenings(seq=known.data_seq, count=len(rows), offset=offset, items=tuple(items))
    )


def happening(asked: Asking) -> Response:
    """Return one happening."""
    ident = asked.request.path_params["id"]
    row = known_of(asked).grouping(ident)
    if row is None:
        return missing("happening", ident)
    kind = KINDS[type(row)]
    return answered(msgspec.convert({"kind": kind, kind: row}, Told))


def claims(asked: Asking) -> Response:
    """Return the claims of one happening, as they stand."""
    ident = asked.request.path_params["id"]
    known = known_of(asked)
    row = known.grouping(ident)
    if row is None:
        return missing("happening", ident)
    members = (row.claim,) if isinstance(row, Tally) else row.claims
    return answered(Claims(seq=known.data_seq, items=standing(known, members)))


def document(asked: Asking) -> Response:
    """Return one document with its passages; readers' comments are passages without words."""
    ident = asked.request.path_params["id"]
    found = known_of(asked).document(ident)
    return missing("document", ident) if found is None else answered(_without_comments(found))


def findings(asked: Asking) -> Response:
    """Return the findings of a period."""
    query = query_of(asked.request.query_params, period(asked))
    known = asked.desk.as_of(query.as_of)
    rows = known.findings(query.from_day, query.to_day)
    return answered(Findings(seq=known.data_seq, items=rows))


def judgements(asked: Asking) -> Response:
    """Record a decision.

    Raises:
        UsageError: it does not fit; nothing was recorded.
    """
    try:
        given = msgspec.json.decode(asked.request.state.body, type=Decision)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise UsageError(
            f"the decision cannot be read: {error}", fix="See /api/v1/openapi.json."
        ) from error
    if given.kind == "status" and not asked.may("reviewer"):
        return answered(Trouble("a finding is decided by a reviewer", "Ask one."), status=403)
    made = decisions.decide(
        asked.desk.known,
        given.kind,
        given.subjects,
        by=asked.name,
        reason=given.reason,
        value=given.value,
    )
    asked.desk.judge(made)
    return answered(made, status=201)


def known_of(asked: Asking) -> Reads:
    """Return the record as known at `as_of`, or now."""
    return asked.desk.as_of(as_of(asked.request.query_params))


def _without_comments(document: Document) -> Any:
    """Blank the words of a thread: comments are never handed on, not even to programs."""
    text = list(document.item.text)
    for passage in document.passages:
        if passage.kind in ("thread_comment", "thread_author", "quoted_document"):
            text[passage.start : passage.end] = " " * (passage.end - passage.start)
    item = msgspec.structs.replace(document.item, text="".join(text))
    return msgspec.structs.replace(document, item=item, leads=())


ANSWERS = (Trouble, Happenings, Told, Claims, Document, Findings, Where, Decision, Judgement)
