"""Decisions made on pages: each is a form that works without script, and a judgement by name."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator, Mapping
from math import isfinite
from typing import Any, Final

import msgspec
from starlette.responses import RedirectResponse, Response

from trucewatch.errors import UsageError
from trucewatch.model import Claim, Judgement, Span
from trucewatch.model.judgements import JudgementKind
from trucewatch.review import decisions
from trucewatch.review.edits import Edit, standing
from trucewatch.web.asking import Asking
from trucewatch.web.pages.decided import told
from trucewatch.web.pages.happenings import members_of
from trucewatch.web.pages.signing import inside
from trucewatch.web.rendering import page

KINDS: Final[Mapping[str, JudgementKind]] = {
    "accept": "accept",
    "reject": "reject",
    "must_link": "must_link",
    "cannot_link": "cannot_link",
    "status": "status",
    "part": "cannot_link",
    "merge": "must_link",
}
"""What the form of a decision may ask for, and how it is recorded.

`part` bars one claim from each of several others; `merge` links all claims of two happenings.
"""
LONGEST: Final = 2_000
"""Letters of a reason."""
_DECIDING: Final = threading.Lock()
"""Held from looking whether somebody decided meanwhile until the decision is recorded."""


def judge(asked: Asking) -> Response:
    """Record a decision of the form, and go back to where it was made.

    Raises:
        UsageError: the decision does not fit; nothing was recorded.
    """
    given = asked.request.state.form
    kind = str(given.get("kind", ""))
    if kind not in KINDS:
        raise UsageError(f"{kind!r} is no decision", fix="Go back and choose one.")
    if kind == "status" and not asked.may("reviewer"):
        raise UsageError("a finding is decided by a reviewer", fix="Ask one.")
    made = [
        decisions.decide(
            asked.desk.known,
            KINDS[kind],
            named,
            by=asked.name,
            reason=_reason(given),
            value=str(given.get("value")) if given.get("value") else None,
        )
        for named in _subjects(asked, kind, given)
    ]
    if not made:
        raise UsageError("there is nothing to part it from", fix="Go back and look again.")
    return _recorded(asked, given, made)


def _subjects(asked: Asking, kind: str, given: Any) -> list[list[str]]:
    """Return the subjects of each decision that the form asks for."""
    named = [str(one) for one in given.getlist("subject") if str(one).strip()]
    if kind == "part":
        return [[*named[:1], str(other)] for other in given.getlist("from")]
    if kind == "merge":
        rows = [(one, asked.desk.known.grouping(one)) for one in named]
        # Somebody may have changed the happening meanwhile: then its id names none, and the
        # decision is refused rather than made about something else.
        return [[claim for one, row in rows for claim in (members_of(row) if row else (one,))]]
    return [named]


def edit(asked: Asking) -> Response:
    """Record an edit of one field of a claim.

    Raises:
        UsageError: the edit does not fit, or its words do not stand in the text.
    """
    given = asked.request.state.form
    ident = str(given.get("subject", ""))
    span = _span(asked, given, ident)
    try:
        value = msgspec.convert(
            {
                name: str(given.get(name))[:500]
                for name in Edit.__struct_fields__
                if name not in ("span", "remove") and given.get(name)
            }
            | ({"span": span} if span else {})
            | ({"remove": True} if given.get("remove") else {}),
            Edit,
            strict=False,
        )
    except msgspec.ValidationError as error:
        raise UsageError(
            f"the edit cannot be read: {error}", fix="Go back and try again."
        ) from error
    numbers = (value.lat, value.lon, value.uncertainty_m, value.low, value.best, value.high)
    if not all(isfinite(one) for one in numbers if one is not None):
        # JSON has no such number: it would be recorded as none at all.
        raise UsageError("the edit cannot be read: not a number", fix="Go back and try again.")
    made = decisions.decide(
        asked.desk.known,
        "edit",
        [ident],
        by=asked.name,
        reason=_reason(given),
        value=msgspec.json.encode(value).decode(),
    )
    return _recorded(asked, given, [made])


def withdraw(asked: Asking) -> Response:
    """Withdraw a decision: one's own, or as a reviewer anybody's.

    `together` takes back all that one form recorded: a claim is barred from each of several others.

    Raises:
        UsageError: there is none, it is withdrawn already, or it is somebody else's.
    """
    given = asked.request.state.form
    ident = str(given.get("id", ""))
    known, reason = asked.desk.known, _reason(given)
    made = [decisions.withdrawn(known, ident, by=asked.name, reason=reason)]
    before = next(row for row in known.judgements() if row.id == ident)
    if before.withdrawn:
        raise UsageError(f"{before.by} has withdrawn it already", fix="Load the page again.")
    if before.by != asked.name and not asked.may("reviewer"):
        raise UsageError("it is somebody else's decision", fix="Ask them, or a reviewer.")
    if given.get("together"):
        made += [
            decisions.withdrawn(known, row.id, by=asked.name, reason=reason)
            for row in known.judgements()
            if row.id != ident and not row.withdrawn and _act(row) == _act(before)
        ]
    for one in made:
        asked.desk.judge(one)
    return _back(given)


def _act(row: Judgement) -> tuple[str, str, str, str]:
    """Return what decisions recorded by one form have in common."""
    return row.kind, row.by, row.at, row.reason


def found(text: str, words: str, near: Span) -> Span | None:
    """Return where words stand in a text: inside `near` first, else as near to it as they do.

    White space counts as one blank, as a browser's input field writes it.
    """
    parts = words.split()
    if not parts:
        return None
    # Looked ahead for, since the same words may begin inside each other ("aaa" holds "aa" twice).
    pattern = "(?=(" + r"\s+".join(map(re.escape, parts)) + "))"
    spans = [Span(*hit.span(1)) for hit in re.finditer(pattern, text)]
    return min(
        spans,
        key=lambda span: (not near.covers(span), abs(span.start - near.start)),
        default=None,
    )


def _span(asked: Asking, given: Any, ident: str) -> Span | None:
    """Return the span that an edit is about: as selected, where its words stand, or as before.

    None where the form names no words, and for a place whose words stay.
    """
    (claim,) = standing(asked.desk.known, [ident]) or (None,)
    if claim is None:
        return None
    document = asked.desk.known.document(claim.item)
    text = document.item.text if document else ""
    words = " ".join(str(given.get("words", "")).split())
    ends = str(given.get("start", "")), str(given.get("end_at", ""))
    if all(one.isascii() and one.isdecimal() and len(one) < 10 for one in ends):
        span = Span(int(ends[0]), int(ends[1]))
        if not words or " ".join(span.of(text).split()) == words:
            return span
    before = _before(claim, str(given.get("field", "")), str(given.get("index", "")))
    if not words:
        return None if given.get("field") == "place" else before
    if before is not None and " ".join(before.of(text).split()) == words:
        return None if given.get("field") == "place" else before
    span_of_words = found(text, words, claim.sentence)
    if span_of_words is None:
        raise UsageError(
            f"the words {words!r} do not stand in the text",
            fix="Write them as they are printed there.",
        )
    return span_of_words


def _before(claim: Claim, field: str, index: str) -> Span | None:
    """Return where the field stands in the text so far."""
    if field in ("place", "time"):
        one = getattr(claim, field)
        return one.span if one else None
    rows = getattr(claim, field) if field in _LISTS else ()
    at = int(index) if index.isascii() and index.isdecimal() and len(index) < 4 else len(rows)
    return rows[at].span if at < len(rows) else None


_LISTS: Final = ("perpetrators", "targets", "participants", "figures")


def _reason(given: Any) -> str:
    return str(given.get("reason", "")).strip()[:LONGEST]


def _recorded(asked: Asking, given: Any, made: list[Judgement]) -> Response:
    """Record decisions, or show both where somebody else decided since the page was made."""
    with _DECIDING:
        meanwhile = list(_meanwhile(asked, given, made))
        if not meanwhile:
            for one in made:
                asked.desk.judge(one)
            return _back(given)
    known = asked.desk.known
    return page(
        asked,
        "conflict.html.j2",
        status=409,
        theirs=told(asked, meanwhile),
        mine=told(asked, made),
        fields=[(name, str(value)) for name, value in given.multi_items() if name != "seen"],
        back=inside(str(given.get("to", ""))),
        seq=known.data_seq,
    )


def _meanwhile(asked: Asking, given: Any, made: list[Judgement]) -> Iterator[Judgement]:
    """Yield what others decided about the same since the page that the form stood on was made."""
    seen = str(given.get("seen", ""))
    if not (seen.isascii() and seen.isdecimal() and len(seen) < 16):
        return
    subjects = {subject for row in made for subject in row.subjects}
    then = {(row.id, row.withdrawn) for row in asked.desk.as_of(int(seen)).judgements()}
    for row in asked.desk.known.judgements():
        if row.by == asked.name or (row.id, row.withdrawn) in then:
            continue
        if subjects.intersection((row.id, *row.subjects)):
            yield row


def _back(given: Any) -> Response:
    return RedirectResponse(inside(str(given.get("to", ""))), status_code=303)
