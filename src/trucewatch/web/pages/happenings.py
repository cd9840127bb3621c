"""One happening: every source's claim beside the others, field by field, and why they are one."""

from __future__ import annotations

import string
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Final, get_args

from msgspec import Struct
from starlette.responses import RedirectResponse, Response

from trucewatch.errors import UsageError
from trucewatch.ledger import Reads
from trucewatch.ledger.reads import Happening
from trucewatch.model import Claim, FieldAgreement, Grouping, Mention, Tally
from trucewatch.model.vocabulary import FigureKind
from trucewatch.review import edits
from trucewatch.web.asking import Asking
from trucewatch.web.pages.decided import about, earlier, last_own, told
from trucewatch.web.rendering import page

COLUMNS: Final = ("act", "time", "place", "perpetrators", "targets", "figures", "modality")
"""The fields that the table of sources shows, in this order."""
_STANDS: Final[Mapping[str, tuple[str, ...]]] = {
    name: {"time": ("time", "day"), "figures": get_args(FigureKind)}.get(name, (name,))
    for name in COLUMNS
}
"""Which fields of the merge a column shows; figures agree or differ by what they count."""
NEAR: Final = 30
"""Other happenings about the same days that are offered for linking."""
DAYS: Final = timedelta(days=3)
"""How far their days may lie from its own: two accounts often differ by a day or two."""


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
        near=_near(known, row) if asked.may("coder") and then is None else [],
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


def _near(known: Reads, row: Happening) -> list[Grouping]:
    """Return the other happenings of its kind about its days, those of its act and day first."""
    if isinstance(row, Tally) or not row.when.start:
        return []
    start = date.fromisoformat(row.when.start[:10])
    end = date.fromisoformat((row.when.end or row.when.start)[:10])
    act = getattr(row, "act", None)

    def order(one: Grouping) -> tuple[bool, int, str]:
        day = date.fromisoformat(one.when.start[:10]) if one.when.start else start
        return getattr(one, "act", None) != act, abs((day - start).days), one.where.name or ""

    # On a busy day its own day fills the list, and the days around it need not be read.
    for around in (timedelta(0), DAYS):
        rows = known.happenings((start - around).isoformat(), (end + around).isoformat())
        same = [one for one in rows if type(one) is type(row) and one.id != row.id]
        found = sorted((one for one in same if not isinstance(one, Tally)), key=order)[:NEAR]
        if len(found) == NEAR and order(found[-1])[:2] == (False, 0):
            break
    return found
