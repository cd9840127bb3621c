"""Places: every name as printed, the place chosen for it, the others it could be, and why."""

from __future__ import annotations

import tomllib
from collections import Counter, defaultdict
from pathlib import Path
from typing import Final

import msgspec
from msgspec import Struct
from starlette.responses import Response

from trucewatch.model import Candidate, Place, Tally
from trucewatch.places.atlas import Override, Overrides
from trucewatch.review import edits
from trucewatch.web.asking import Asking
from trucewatch.web.looking import Look, looking

ROWS: Final = 100
"""Names on one page."""
AT_ONCE: Final = 5_000
"""Claims asked for in one go."""
OWN: Final = "places.toml"
"""The watch's own places, beside its other tables (docs/places.md)."""


class Name(Struct, frozen=True):
    """A place as printed, in all claims that resolve it alike."""

    text: str
    chosen: Candidate | None
    precision: str
    uncertainty_m: float | None
    candidates: tuple[Candidate, ...]
    claims: tuple[tuple[str, str], ...]
    """Item and claim, first ones only."""
    count: int
    edited: bool

    @property
    def several(self) -> bool:
        """Whether the words name several places at once ("both villages"): none is chosen."""
        return self.chosen is None and self.precision != "unknown"

    @property
    def unresolved(self) -> bool:
        """Whether no place was found for the words."""
        return self.chosen is None and self.precision == "unknown"


def places(asked: Asking) -> Response:
    """List the names of places in the period, unresolved and contested ones first."""
    look = looking(asked)
    days = look.query.from_day, look.query.to_day
    names = look.kept(lambda: _names(look), "places", *days)
    word = look.query.q.casefold()
    fit = [row for row in names if not word or word in _words(row)]
    pages = max(1, -(-len(fit) // ROWS))
    at = min(look.query.page, pages)
    return look.page(
        "places.html.j2",
        here="/places",
        rows=fit[(at - 1) * ROWS : at * ROWS],
        count=len(fit),
        unresolved=sum(row.unresolved for row in fit),
        pages=pages,
        at=at,
        own=_own(Path(asked.desk.folder)),
        editions=asked.desk.tools.atlas.editions,
    )


def _names(look: Look) -> tuple[Name, ...]:
    idents: dict[str, None] = {}
    for row in look.everything:
        idents.update(dict.fromkeys((row.claim,) if isinstance(row, Tally) else row.claims))
    found: dict[tuple[str, str | None], list[tuple[str, str]]] = defaultdict(list)
    places: dict[tuple[str, str | None], Place] = {}
    edited: Counter[tuple[str, str | None]] = Counter()
    wanted = tuple(idents)
    claims = (
        claim
        for start in range(0, len(wanted), AT_ONCE)
        for claim in edits.standing(look.known, wanted[start : start + AT_ONCE])
    )
    for claim in claims:
        for place in (claim.place, *(one.place for one in claim.other_places)):
            if place is not None and place.text:
                key = (" ".join(place.text.casefold().split()), place.chosen)
                places.setdefault(key, place)
                found[key].append((claim.item, claim.id))
                edited[key] += bool(claim.edits)
    names = [
        Name(
            text=place.text,
            chosen=next((one for one in place.candidates if one.id == place.chosen), None),
            precision=place.precision,
            uncertainty_m=place.uncertainty_m,
            candidates=tuple(one for one in place.candidates if one.id != place.chosen),
            claims=tuple(found[key][:3]),
            count=len(found[key]),
            edited=bool(edited[key]),
        )
        for key, place in places.items()
    ]
    return tuple(sorted(names, key=lambda row: (not row.unresolved, -row.count, row.text)))


def _words(row: Name) -> str:
    return " ".join((row.text, row.chosen.name if row.chosen else "")).casefold()


def _own(folder: Path) -> tuple[Override, ...]:
    """Return the watch's own places; the table was checked when the watch was opened."""
    path = folder / OWN
    if not path.is_file():
        return ()
    return msgspec.convert(tomllib.loads(path.read_text("utf-8")), Overrides).place
