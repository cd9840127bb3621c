"""One finding: what the provision says, what the day's reports make of it, and who decides."""

from __future__ import annotations

from typing import get_args

from starlette.responses import Response

from trucewatch.errors import UsageError
from trucewatch.ledger import Reads
from trucewatch.ledger.reads import Happening
from trucewatch.model import TWO_READERS, Finding
from trucewatch.model.vocabulary import DutyStatus, ProhibitionStatus, ScopeAnswer
from trucewatch.web.asking import Asking
from trucewatch.web.pages.decided import earlier, told, waiting_second
from trucewatch.web.rendering import page


def finding(asked: Asking) -> Response:
    """Show a finding with its basis, and to reviewers the form that decides it.

    Raises:
        UsageError: there is none of this id.
    """
    ident = asked.request.path_params["id"]
    known, then = earlier(asked)
    row = found(known, ident, asked.request.query_params.get("day"))
    if row is None:
        raise UsageError(
            f"there is no finding {ident} in the record as it is now",
            fix="Go there from its day.",
        )
    grid = row.supersedes or row.id
    agreement = next((one for one in asked.desk.tools.agreements if one.id == row.agreement), None)
    provision = agreement.provision(row.provision) if agreement else None
    doubts = agreement.ambiguities_of(row.provision) if agreement else ()
    judgements = known.judgements()
    decisions = [one for one in judgements if one.kind == "status" and grid in one.subjects]
    waiting = waiting_second(judgements, grid)
    return page(
        asked,
        "finding.html.j2",
        row=row,
        grid=grid,
        agreement=agreement,
        provision=provision.on(row.day) if provision else None,
        doubts=[one for one in doubts if one.id in row.ambiguities] or doubts,
        parties={one.id: one.name for one in agreement.parties} if agreement else {},
        basis=_basis(known, row),
        statuses={
            "prohibition": get_args(ProhibitionStatus),
            "duty": get_args(DutyStatus),
            "scope": get_args(ScopeAnswer),
        },
        two_readers=TWO_READERS,
        waiting=told(asked, [waiting], known)[0] if waiting else None,
        history=told(asked, decisions, known),
        may_judge=asked.may("reviewer") and then is None,
        may_withdraw=asked.may("coder") and then is None,
        then=then,
        seq=known.data_seq,
    )


def found(known: Reads, ident: str, day: str | None = None) -> Finding | None:
    """Return a finding by its id or that of the proposal it replaced; `day` makes it quick."""
    rows = known.findings(day, day) if day else known.assessment().findings
    one = next((row for row in rows if ident in (row.id, row.supersedes)), None)
    return found(known, ident) if one is None and day else one


def _basis(known: Reads, row: Finding) -> list[tuple[str, Happening | None]]:
    """Return the happenings that a finding rests on; None for what is a claim by itself."""
    return [(ident, known.grouping(ident)) for ident in row.basis]
