"""A document with its claims marked where they stand; comments collapsed, never read as claims."""

from __future__ import annotations

from starlette.responses import Response

from trucewatch.errors import UsageError
from trucewatch.model import Claim, Span
from trucewatch.web.asking import Asking
from trucewatch.web.rendering import page


def document(asked: Asking) -> Response:
    """Show a document.

    Raises:
        UsageError: there is none of this id.
    """
    ident = asked.request.path_params["id"]
    known = asked.desk.known
    found = known.document(ident)
    if found is None:
        raise UsageError(f"there is no document {ident}", fix="Go there from one of its claims.")
    reading = known.reading(ident)
    claims = reading.claims if reading else ()
    chosen = asked.request.query_params.get("claim")
    return page(
        asked,
        "document.html.j2",
        document=found,
        claims=claims,
        chosen=chosen,
        spans=[pair for claim in claims if claim.id == chosen for pair in spans_of(claim)]
        or [(claim.trigger, "trigger") for claim in claims],
        source=asked.desk.tools.watched.source(found.item.source),
        seq=known.data_seq,
    )


def spans_of(claim: Claim) -> list[tuple[Span, str]]:
    """Return the spans of a claim's fields with the name of the field."""
    said = claim.attribution
    found: list[tuple[Span | None, str]] = [
        (claim.trigger, "trigger"),
        (said.source_span, "source"),
        (said.cue_span, "cue"),
        (claim.place.span if claim.place else None, "place"),
        (claim.time.span if claim.time else None, "time"),
        *((one.span, "perpetrator") for one in claim.perpetrators),
        *((one.span, "target") for one in claim.targets),
        *((one.span, "participant") for one in claim.participants),
        *((one.span, "weapon") for one in claim.weapons),
        *((one.span, "figure") for one in claim.figures),
        *((one.place.span, "other_place") for one in claim.other_places),
    ]
    return [(span, name) for span, name in found if span is not None]
