"""One happening: every source's claim beside the others, field by field, and why they are one."""

from __future__ import annotations

import string
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from math import cos, radians
from typing import Final, get_args

import numpy as np
from markupsafe import Markup, escape
from msgspec import Struct
from numpy.typing import NDArray
from starlette.responses import RedirectResponse, Response

from trucewatch.errors import UsageError
from trucewatch.ledger import Reads
from trucewatch.ledger.reads import Happening
from trucewatch.model import Act, Claim, FieldAgreement, Incident, Mention, Tally, Where
from trucewatch.model.vocabulary import FigureKind
from trucewatch.review import edits
from trucewatch.web.asking import Asking
from trucewatch.web.desk import Desk
from trucewatch.web.looking import shelf_of
from trucewatch.web.messages import Messages
from trucewatch.web.pages.decided import about, earlier, last_own, told
from trucewatch.web.query import KINDS, Kind
from trucewatch.web.rendering import page
from trucewatch.web.shelves import LOCATED, Shelf

COLUMNS: Final = ("act", "time", "place", "perpetrators", "targets", "figures", "modality")
"""The fields that the table of sources shows, in this order."""
_STANDS: Final[Mapping[str, tuple[str, ...]]] = {
    name: {"time": ("time", "day"), "figures": get_args(FigureKind)}.get(name, (name,))
    for name in COLUMNS
}
"""Which fields of the merge a column shows; figures agree or differ by what they count."""
NEAR: Final = 30
"""Other happenings about the same days that are offered for linking."""
AROUND: Final = 3
"""Days around its own that are looked at: two accounts often differ by a day or two."""


class Cell(Struct, frozen=True):
    """What one source says about one field: its words, and the letter of the reading it shares."""

    words: tuple[str, ...]
    letter: str = ""


def happening(asked: Asking) -> Response:
    """Show a grouping with its claims.

    Raises:
        UsageError: there is none of this id.
    """
    ident = asked.request.path_params["id"]
    known, then = earlier(asked)
    if then is None:
        known = asked.desk.as_of(None)
    row = known.grouping(ident)
    if row is None and (ended := known.last_grouping(ident)) is not None:
        # Merged or parted since: its first claim leads to where it belongs now.
        return RedirectResponse(f"/claim/{members_of(ended)[0]}", status_code=303)
    if row is None:
        raise UsageError(
            f"there is no happening {ident} in the record as it is now",
            fix="It may have been merged or parted since; look at its day.",
        )
    members = members_of(row)
    claims = edits.standing(known, members)
    documents = {one.item: known.document(one.item) for one in claims}
    fields = {one.field: one for one in getattr(row, "fields", ())}
    judgements = known.judgements()
    undo = last_own(judgements, members, asked.name)
    letters = {name: _letters(one) for name, one in fields.items()}
    return page(
        asked,
        "happening.html.j2",
        row=row,
        kind=type(row).__name__.lower(),
        claims=claims,
        documents=documents,
        sources={one.id: one for one in asked.desk.tools.watched.sources},
        sides={one.id: one.name for one in asked.desk.tools.watched.sides},
        columns=COLUMNS,
        contested={
            name: any(one in fields and fields[one].state == "contested" for one in stands)
            for name, stands in _STANDS.items()
        },
        fields=fields,
        cells={
            claim.id: {name: _cell(asked, claim, name, letters) for name in COLUMNS}
            for claim in claims
        },
        near=_near(asked.desk, known, row, asked.say)
        if asked.may("coder") and then is None
        else [],
        history=told(asked, about(judgements, members), known),
        undo=told(asked, [undo])[0] if undo and then is None else None,
        may_judge=asked.may("coder") and then is None,
        then=then,
        seq=known.data_seq,
    )


def of_claim(asked: Asking) -> Response:
    """Lead from a claim to the happening that it belongs to now, a rejected one to its text.

    Raises:
        UsageError: there is no such claim.
    """
    ident = asked.request.path_params["id"]
    known, then = earlier(asked)
    claim = known.claims_of([ident]).get(ident)
    if claim is None:
        raise UsageError(f"there is no claim {ident}", fix="Go there from its document.")
    found = holding(known, claim)
    at = "" if then is None else f"as_of={then}"
    to = f"/happening/{found.id}?{at}" if found else f"/document/{claim.item}?claim={claim.id}&{at}"
    to = to.rstrip("?&")
    return RedirectResponse(to, status_code=303)


def holding(known: Reads, claim: Claim) -> Happening | None:
    """Return the grouping that holds a claim, None where none does (it was rejected)."""
    days = [claim.time.start, claim.time.end] if claim.time else []
    stated = sorted(day[:10] for day in (*days, claim.published_at) if day)
    rows: Iterable[Happening] = known.happenings(stated[0], stated[-1]) if stated else ()
    found = next((row for row in rows if claim.id in members_of(row)), None)
    if found is not None:
        return found
    merged = known.merged()
    everything: tuple[Happening, ...] = (*merged.groupings, *merged.tallies)
    return next((row for row in everything if claim.id in members_of(row)), None)


def members_of(row: Happening) -> tuple[str, ...]:
    """Return the ids of the claims of a grouping."""
    return (row.claim,) if isinstance(row, Tally) else row.claims


def _letters(one: FieldAgreement) -> Mapping[str, str]:
    """Give each reading of a contested field a letter, by the claims that have it."""
    if one.state != "contested":
        return {}
    return {
        claim: letter
        for letter, value in zip(string.ascii_uppercase, one.values, strict=False)
        for claim in value.claims
    }


def _cell(asked: Asking, claim: Claim, name: str, letters: Mapping[str, Mapping[str, str]]) -> Cell:
    """Return what a claim says about a field; figures carry the letters of their own kinds."""
    words: list[str] = []
    marks = (letters.get(one, {}).get(claim.id, "") for one in _STANDS[name])
    mark = " ".join(filter(None, marks))
    if name in ("act", "modality"):
        words = [asked.say.code(name, getattr(claim, name))]
    elif name in ("time", "place"):
        one = getattr(claim, name)
        words = [one.text] if one else []
    elif name == "figures":
        words = [f"{asked.say.code('kind', one.kind)}: {one.text}" for one in claim.figures]
    else:
        mentions: Sequence[Mention] = getattr(claim, name)
        words = [one.text for one in mentions]
    return Cell(tuple(words), mark)


def _near(desk: Desk, known: Reads, row: Happening, say: Messages) -> list[Markup]:
    """Return the other happenings of its kind about its days, those of its act and day first.

    Each as an option of a form: what was done, where, on which day, by how many claims.
    """
    if isinstance(row, Tally) or not row.when.start:
        return []
    start = date.fromisoformat(row.when.start[:10])
    end = date.fromisoformat((row.when.end or row.when.start)[:10])
    kind, act = KINDS[type(row)], row.act if isinstance(row, Incident) else None
    shelves: list[Shelf] = []
    for away in range(AROUND + 1):
        # The same shelves that the pages of these days are made from.
        begin, last = start - timedelta(days=away), end + timedelta(days=away)
        days = {(begin, begin), (last, last)} if away else {(begin, last)}
        shelves += [
            shelf_of(desk, known, first.isoformat(), until.isoformat())[0]
            for first, until in sorted(days)
        ]
        if sum(_alike(shelf, kind, act) for shelf in shelves) > NEAR:
            break
    order = _nearest(shelves, kind, act, start.toordinal(), row.where)
    found: dict[str, Markup] = {}
    comma = say("join.list")
    counts: dict[int, str] = {}
    for number, at in order.tolist():
        shelf = shelves[number]
        ident, claims = shelf.id(at), int(shelf.claims[at])
        if ident == row.id or ident in found:
            continue
        own = shelf.kind(at).act
        words = [say.code("act", own) if own else say.code("grouping", kind), shelf.place(at)]
        told = comma.join([*filter(None, words), shelf.day(at)])
        count = counts.get(claims) or say("happening.of_claims", n=claims)
        counts[claims] = count
        found[ident] = Markup(  # noqa: S704  (escaped)
            f'<option value="{escape(ident)}">{escape(told)} ({escape(count)})</option>'
        )
        if len(found) == NEAR:
            break
    return list(found.values())


def _alike(shelf: Shelf, kind: Kind, act: Act | None) -> int:
    """Return how many rows are of a kind and act."""
    same = np.array([(one.kind, one.act) == (kind, act) for one in shelf.kinds], dtype=bool)
    return int(np.count_nonzero(same[shelf.told])) if len(same) else 0


def _nearest(
    shelves: Sequence[Shelf], kind: Kind, act: Act | None, day: int, where: Where
) -> NDArray[np.int64]:
    """Return shelf and row of all of a kind: its own act first, then by day, then by distance."""
    found: list[NDArray[np.int64]] = []
    keys: list[NDArray[np.float64]] = []
    for number, shelf in enumerate(shelves):
        same = np.array([one.kind == kind for one in shelf.kinds], dtype=bool)
        unlike = np.array([one.act != act for one in shelf.kinds], dtype=bool)
        rows = np.flatnonzero(same[shelf.told]) if len(same) else np.empty(0, dtype=np.int64)
        if not len(rows):
            continue
        away = np.abs(shelf.begins[rows] - day).astype(np.float64)
        # On a plane with longitude shortened: good enough to say which is nearer.
        far = np.full(len(rows), np.inf)
        if where.lat is not None and where.lon is not None:
            wide = cos(radians(where.lat))
            distance = np.hypot(shelf.lat[rows] - where.lat, (shelf.lon[rows] - where.lon) * wide)
            far = np.where(shelf.flags[rows] & LOCATED > 0, distance, np.inf)
        keys.append(np.stack([far, away, unlike[shelf.told[rows]]]))
        found.append(np.stack([np.full(len(rows), number, dtype=np.int64), rows], axis=1))
    if not found:
        return np.empty((0, 2), dtype=np.int64)
    return np.concatenate(found)[np.lexsort(np.concatenate(keys, axis=1))]
