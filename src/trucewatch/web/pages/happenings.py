"""One happening: every source's claim beside the others, field by field, and why they are one."""

from __future__ import annotations

from starlette.responses import Response

from trucewatch.errors import UsageError
from trucewatch.model import Tally
from trucewatch.review import edits
from trucewatch.web.asking import Asking
from trucewatch.web.rendering import page


def happening(asked: Asking) -> Response:
    """Show a grouping with its claims.

    Raises:
        UsageError: there is none of this id.
    """
    ident = asked.request.path_params["id"]
    known = asked.desk.known
    row = known.grouping(ident)
    if row is None:
        raise UsageError(
            f"there is no happening {ident} in the record as it is now",
            fix="It may have been merged or parted since; look at its day.",
        )
    members = (row.claim,) if isinstance(row, Tally) else row.claims
    claims = edits.standing(known, members)
    documents = {one.item: known.document(one.item) for one in claims}
    return page(
        asked,
        "happening.html.j2",
        row=row,
        kind=type(row).__name__.lower(),
        claims=claims,
        documents=documents,
        sources={one.id: one for one in asked.desk.tools.watched.sources},
        seq=known.data_seq,
    )
