"""Edits of claims by people: laid over what was read, never written into it.

An edit obeys the rule that every reader obeys (DESIGN principle 2): its words stand in the text at
its span. What was read stays in the record; withdrawing an edit brings it back.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final, Literal, get_args

import msgspec
from msgspec import Struct

from trucewatch.errors import UsageError
from trucewatch.ledger import Reads
from trucewatch.model import (
    Act,
    Claim,
    Figure,
    Judgement,
    Mention,
    Modality,
    Place,
    Span,
    TimeRef,
)
from trucewatch.model.vocabulary import FigureKind, TimePrecision

MentionField = Literal["perpetrators", "targets", "participants"]
EditField = Literal[
    "act", "modality", "perpetrators", "targets", "participants", "place", "time", "figures"
]
_MENTIONS: Final = get_args(MentionField)
PICKED_M: Final = 500.0
"""Uncertainty in metres of a point that a person picked on the map, where none is given."""


class Edit(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One change of one field of a claim.

    `span` is where the words stand; `index` which of several mentions or figures is meant (null
    adds one); `remove` takes it away. `value` is the act or modality, the actor's id of a mention,
    the chosen candidate of a place, or the ISO start of a time; `end` its end. A place may be
    picked on the map: `lat`, `lon` in degrees, `uncertainty_m` in metres.
    """

    field: EditField
    span: Span | None = None
    index: int | None = None
    remove: bool = False
    value: str | None = None
    end: str | None = None
    lat: float | None = None
    lon: float | None = None
    uncertainty_m: float | None = None
    kind: FigureKind | None = None
    low: float | None = None
    best: float | None = None
    high: float | None = None


def edits_on(judgements: Iterable[Judgement]) -> dict[str, list[Judgement]]:
    """Return the standing edits by claim, oldest first."""
    found: dict[str, list[Judgement]] = {}
    for row in judgements:
        if row.kind == "edit" and not row.withdrawn:
            for subject in row.subjects:
                found.setdefault(subject, []).append(row)
    return found


def standing(known: Reads, idents: Iterable[str] | None = None) -> tuple[Claim, ...]:
    """Return the claims as they stand: what was read, with people's edits laid over it.

    Args:
        known: the record, now or as known earlier.
        idents: only these claims, in their order; None for all.
    """
    claims = known.claims() if idents is None else tuple(known.claims_of(idents).values())
    judgements = known.judgements()
    on = edits_on(judgements)
    items = {claim.item for claim in claims if claim.id in on}
    texts = {item: found.item.text for item in items if (found := known.document(item))}
    return edited(claims, judgements, texts)


def edited(
    claims: Iterable[Claim], judgements: Iterable[Judgement], texts: Mapping[str, str]
) -> tuple[Claim, ...]:
    """Return the claims with people's edits laid over them; `texts` by item id.

    An edit that no longer fits (its text was erased) leaves the claim as it was read.
    """
    on = edits_on(judgements)
    found: list[Claim] = []
    for claim in claims:
        changed = claim
        for row in on.get(claim.id, ()):
            edit = msgspec.json.decode(row.value or "", type=Edit)
            try:
                changed = apply(changed, edit, texts.get(claim.item, ""))
            except UsageError:
                continue
            changed = msgspec.structs.replace(changed, edits=(*changed.edits, row.id))
        found.append(changed)
    return tuple(found)


def apply(claim: Claim, edit: Edit, text: str) -> Claim:
    """Return the claim with one edit laid over it.

    Raises:
        UsageError: the edit does not fit the claim or its text.
    """
    if edit.span is not None and not edit.span.of(text).strip():
        raise _unfit("its span holds no words of the text")
    change: Any
    if edit.field == "act":
        change = {"act": _code(edit.value, Act)}
    elif edit.field == "modality":
        change = {"modality": _code(edit.value, Modality)}
    elif edit.field in _MENTIONS:
        rows = getattr(claim, edit.field)
        change = {edit.field: _listed(rows, edit, lambda: _mention(edit, text))}
    elif edit.field == "place":
        change = {"place": None if edit.remove else _place(claim, edit, text)}
    elif edit.field == "time":
        change = {"time": None if edit.remove else _time(edit, text)}
    else:
        at = edit.index
        known = claim.figures[at] if at is not None and 0 <= at < len(claim.figures) else None
        change = {"figures": _listed(claim.figures, edit, lambda: _figure(known, edit, text))}
    return msgspec.structs.replace(claim, **change)


def _code(value: str | None, codes: Any) -> Any:
    try:
        return msgspec.convert(value, codes)
    except msgspec.ValidationError as error:
        raise _unfit(f"{value!r} is none of the codes") from error


def _listed(rows: tuple[Any, ...], edit: Edit, made: Any) -> tuple[Any, ...]:
    if edit.index is None:
        if edit.remove:
            raise _unfit("it does not say which one to remove")
        return (*rows, made())
    if not 0 <= edit.index < len(rows):
        raise _unfit(f"there is no {edit.field} number {edit.index}")
    between = () if edit.remove else (made(),)
    return (*rows[: edit.index], *between, *rows[edit.index + 1 :])


def _words(edit: Edit, text: str) -> tuple[str, Span]:
    if edit.span is None:
        raise _unfit("it names no words of the text")
    return edit.span.of(text), edit.span


def _mention(edit: Edit, text: str) -> Mention:
    words, span = _words(edit, text)
    return Mention(text=words, span=span, actor=edit.value, side=None)


def _place(claim: Claim, edit: Edit, text: str) -> Place:
    before = claim.place
    span = edit.span or (before.span if before else None)
    if span is None:
        raise _unfit("it names no words of the text")
    place = Place(
        text=span.of(text),
        span=span,
        relation=before.relation if before and edit.span is None else "at",
        candidates=before.candidates if before else (),
    )
    if edit.lat is not None and edit.lon is not None:
        if not (-90 <= edit.lat <= 90 and -180 <= edit.lon <= 180):
            raise _unfit("latitude and longitude are out of bounds")
        return msgspec.structs.replace(
            place,
            chosen="picked",
            geometry={"type": "Point", "coordinates": [edit.lon, edit.lat]},
            uncertainty_m=edit.uncertainty_m or PICKED_M,
            precision="near",
        )
    if edit.value is None:
        return msgspec.structs.replace(place, relation="unresolved")
    row = next((one for one in place.candidates if one.id == edit.value), None)
    if row is None:
        raise _unfit(f"{edit.value!r} is none of the candidates of this place")
    return msgspec.structs.replace(
        place,
        chosen=row.id,
        geometry={"type": "Point", "coordinates": [row.lon, row.lat]},
        uncertainty_m=edit.uncertainty_m or (before.uncertainty_m if before else None) or PICKED_M,
        precision="near",
    )


def _time(edit: Edit, text: str) -> TimeRef:
    from datetime import datetime

    words, span = _words(edit, text)
    for moment in (edit.value, edit.end):
        if moment is None:
            continue
        try:
            datetime.fromisoformat(moment)
        except ValueError as error:
            raise _unfit(f"{moment!r} is no date; write 2020-03-15 or 2020-03-15T21:35") from error
    precision: TimePrecision = "minute" if "T" in (edit.value or "") else "day"
    return TimeRef(
        text=words,
        span=span,
        start=edit.value,
        end=edit.end or edit.value,
        precision=precision,
    )


def _figure(known: Figure | None, edit: Edit, text: str) -> Figure:
    words, span = _words(edit, text)
    kind = edit.kind or (known.kind if known else None)
    if kind is None:
        raise _unfit("it does not say what the figure counts")
    bounds = [one for one in (edit.low, edit.best, edit.high) if one is not None]
    if bounds != sorted(bounds) or any(one < 0 for one in bounds):
        raise _unfit("low, best and high are not in order")
    return Figure(
        kind=kind,
        group=known.group if known else None,
        low=edit.low,
        best=edit.best,
        high=edit.high,
        qualifier=known.qualifier if known else "exact",
        count_basis=known.count_basis if known else "persons",
        text=words,
        span=span,
        cumulative=known.cumulative if known else False,
    )


def _unfit(why: str) -> UsageError:
    return UsageError(f"the edit does not fit: {why}", fix="Read the claim again and repeat it.")
