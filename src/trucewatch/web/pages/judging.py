"""Decisions made on pages: each is a form that works without script, and a judgement by name."""

from __future__ import annotations

from typing import Any

import msgspec
from starlette.responses import RedirectResponse, Response

from trucewatch.errors import UsageError
from trucewatch.model import Span
from trucewatch.review import decisions
from trucewatch.review.edits import Edit
from trucewatch.web.asking import Asking
from trucewatch.web.pages.signing import inside

KINDS = ("accept", "reject", "must_link", "cannot_link", "status")


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
    made = decisions.decide(
        asked.desk.known,
        kind,  # type: ignore[arg-type]
        [str(one) for one in given.getlist("subject") if str(one).strip()],
        by=asked.name,
        reason=str(given.get("reason", ""))[:2_000],
        value=str(given.get("value")) if given.get("value") else None,
    )
    _unchanged(asked, given)
    asked.desk.judge(made)
    return _back(asked, given)


def edit(asked: Asking) -> Response:
    """Record an edit of one field of a claim.

    Raises:
        UsageError: the edit does not fit, or somebody changed the claim meanwhile.
    """
    given = asked.request.state.form
    span = given.get("start"), given.get("end_at")
    try:
        value = msgspec.convert(
            {
                name: _plain(given.get(name))
                for name in Edit.__struct_fields__
                if name not in ("span", "remove") and given.get(name)
            }
            | ({"span": Span(int(str(span[0])), int(str(span[1])))} if all(span) else {})
            | ({"remove": True} if given.get("remove") else {}),
            Edit,
            strict=False,
        )
    except (msgspec.ValidationError, ValueError) as error:
        raise UsageError(
            f"the edit cannot be read: {error}", fix="Go back and try again."
        ) from error
    _unchanged(asked, given)
    made = decisions.decide(
        asked.desk.known,
        "edit",
        [str(given.get("subject", ""))],
        by=asked.name,
        reason=str(given.get("reason", ""))[:2_000],
        value=msgspec.json.encode(value).decode(),
    )
    asked.desk.judge(made)
    return _back(asked, given)


def withdraw(asked: Asking) -> Response:
    """Withdraw a decision: one's own, or as a reviewer anybody's.

    Raises:
        UsageError: there is none, or it is somebody else's.
    """
    given = asked.request.state.form
    ident = str(given.get("id", ""))
    made = decisions.withdrawn(
        asked.desk.known, ident, by=asked.name, reason=str(given.get("reason", ""))[:2_000]
    )
    before = next(row for row in asked.desk.known.judgements() if row.id == ident)
    if before.by != asked.name and not asked.may("reviewer"):
        raise UsageError("it is somebody else's decision", fix="Ask them, or a reviewer.")
    asked.desk.judge(made)
    return _back(asked, given)


def _plain(value: Any) -> str:
    return str(value)[:500]


def _unchanged(asked: Asking, given: Any) -> None:
    """Refuse a decision on what somebody else decided on since the page was made."""
    seen = str(given.get("seen", ""))
    if not seen.isdecimal():
        return
    subjects = {str(one) for one in given.getlist("subject")}
    later = [
        row
        for row in asked.desk.known.judgements()
        if subjects.intersection(row.subjects) and row.by != asked.name
    ]
    known_then = {row.id for row in asked.desk.as_of(int(seen)).judgements()}
    new = [row for row in later if row.id not in known_then]
    if new:
        raise UsageError(
            f"{new[-1].by} decided on it meanwhile: {new[-1].reason}",
            fix="Go back, load the page again, and look at both.",
        )


def _back(asked: Asking, given: Any) -> Response:
    del asked
    return RedirectResponse(inside(str(given.get("to", ""))), status_code=303)
