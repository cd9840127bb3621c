"""A document with its claims marked where they stand, and the place where a claim is judged.

Comments of readers are collapsed and never read as claims.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final, get_args

from starlette.responses import Response

from trucewatch.errors import UsageError
from trucewatch.model import CLAIM_BEARING, Claim, Modality, Span
from trucewatch.model.vocabulary import FAMILIES, FigureKind
from trucewatch.review.edits import edited
from trucewatch.web.asking import Asking
from trucewatch.web.pages.decided import about, earlier, last_own, told
from trucewatch.web.rendering import page

KEYS: Final = {
    "text": "s",
    "next": "j",
    "previous": "k",
    "accept": "a",
    "reject": "r",
    "undo": "u",
    "act": "c",
    "modality": "m",
    "perpetrators": "b",
    "targets": "g",
    "participants": "w",
    "place": "p",
    "time": "t",
    "figures": "f",
    "help": "?",
}
"""Single keys as they come; each can be changed or turned off (WCAG 2.2, 2.1.4)."""


def document(asked: Asking) -> Response:
    """Show a document; `claim` is the one to judge.

    Raises:
        UsageError: there is none of this id.
    """
    ident = asked.request.path_params["id"]
    known, then = earlier(asked)
    found = known.document(ident)
    if found is None:
        raise UsageError(f"there is no document {ident}", fix="Go there from one of its claims.")
    reading = known.reading(ident)
    judgements = known.judgements()
    claims = edited(reading.claims if reading else (), judgements, {ident: found.item.text})
    wanted = asked.request.query_params.get("claim")
    at = next((n for n, claim in enumerate(claims) if claim.id == wanted), None)
    chosen = claims[at] if at is not None else None
    idents = [claim.id for claim in claims]
    undo = last_own(judgements, idents, asked.name)
    rejected = {
        subject
        for row in judgements
        if row.kind == "reject" and not row.withdrawn
        for subject in row.subjects
    }
    return page(
        asked,
        "document.html.j2",
        document=found,
        claims=claims,
        rejected=rejected,
        chosen=chosen,
        before=idents[at - 1] if at else None,
        after=_after(idents, at),
        spans=spans_of(chosen) if chosen else [(claim.trigger, "trigger") for claim in claims],
        source=asked.desk.tools.watched.source(found.item.source),
        may_judge=asked.may("coder") and then is None,
        then=then,
        history=told(asked, about(judgements, [chosen.id]), known) if chosen else [],
        undo=told(asked, [undo])[0] if undo else None,
        actors={one.id: one.name for one in asked.desk.tools.watched.actors},
        acts=FAMILIES,
        modalities=get_args(Modality),
        kinds=get_args(FigureKind),
        keys=KEYS,
        bearing=CLAIM_BEARING,
        seq=known.data_seq,
        **_places(chosen),
    )


def _after(idents: list[str], at: int | None) -> str | None:
    """Return the claim after this one; the first where none is chosen."""
    later = idents[at + 1 :] if at is not None else idents
    return later[0] if later else None


def _places(claim: Claim | None) -> dict[str, Any]:
    """Return the place of a claim as the map of its form draws it."""
    place = claim.place if claim else None
    geometry = (place.geometry or {}) if place else {}
    picked = geometry["coordinates"] if place and place.chosen == "picked" else None
    return {"picked": picked, "candidates": place.candidates if place else ()}


def spans_of(claim: Claim) -> list[tuple[Span, str]]:
    """Return the spans of a claim's fields with the name of the field."""
    said = claim.attribution
    found: list[tuple[Span | None, str]] = [
        (claim.trigger, "trigger"),
        (said.source_span, "source"),
        (said.cue_span, "cue"),
        (claim.place.span if claim.place else None, "place"),
        (claim.time.span if claim.time else None, "time"),
        *_each(claim.perpetrators, "perpetrator"),
        *_each(claim.targets, "target"),
        *_each(claim.participants, "participant"),
        *_each(claim.weapons, "weapon"),
        *_each(claim.figures, "figure"),
        *((one.place.span, "other_place") for one in claim.other_places),
    ]
    return [(span, name) for span, name in found if span is not None]


def _each(rows: Iterable[Any], name: str) -> Iterable[tuple[Span | None, str]]:
    return ((one.span, name) for one in rows)
