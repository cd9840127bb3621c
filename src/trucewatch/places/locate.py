"""From a document to its place mentions: recognise, express, resolve, place on the ground."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from msgspec import Struct, structs

from trucewatch import geo
from trucewatch.model import CLAIM_BEARING, Candidate, Document, Issue, Place, PlaceMention, Span
from trucewatch.places.anaphora import taken_up
from trucewatch.places.atlas import Atlas
from trucewatch.places.expressions import Expression, express
from trucewatch.places.fold import tokens_of
from trucewatch.places.geometry import place
from trucewatch.places.lexicon import cues, noun_kinds
from trucewatch.places.pack import Row
from trucewatch.places.recognise import Reading, given, recognise
from trucewatch.places.resolve import Around, Choice, Context, choose, context_of, sense_of
from trucewatch.places.scene import Found


class Located(Struct, frozen=True, kw_only=True):
    """The place expressions of a document in order of its text, and what stayed open.

    A list under one relation ("in A, B and C") gives one mention that covers it, with all names
    in `names` and the chosen ids joined by "+", and right after it one mention per member; take
    the one or the others.
    """

    mentions: tuple[PlaceMention, ...]
    issues: tuple[Issue, ...] = ()


_REACHES = {"county": 40_000.0, "region": 100_000.0}
"""How far a district or province reaches about its seat, in metres."""


class _Desk:
    """One document at work: its expressions, and one choice per name and sense."""

    def __init__(
        self, text: str, atlas: Atlas, expressions: Sequence[Expression], context: Context
    ) -> None:
        self.text = text
        self.atlas = atlas
        self.context = context
        self._choices: dict[tuple[str, str], Choice] = {}
        self._uses: dict[tuple[str, str], list[Expression]] = {}
        for one in _flat(expressions):
            for name in one.names:
                self._uses.setdefault((name.key, sense_of(one, name)), []).append(one)

    def choice(self, expression: Expression, name: Found) -> Choice:
        """Return the choice for a name as this expression uses it, the same for the document."""
        mark = (name.key, sense_of(expression, name))
        if mark not in self._choices:
            # Set first, so that two places that contain each other cannot go round for ever.
            self._choices[mark] = Choice((), None)
            uses = self._uses.get(mark, [expression])
            shapes = [
                shape
                for use in uses
                for outer in use.within
                if (shape := self._shape(outer)) is not None
            ]
            inside = [row for use in uses for outer in use.within for row in self.rows(outer)]
            self._choices[mark] = choose(
                self.atlas,
                self.text,
                name,
                uses,
                self.context,
                Around(tuple(shapes), frozenset(row.id for row in inside if row is not None)),
            )
        return self._choices[mark]

    def rows(self, expression: Expression) -> list[Row | None]:
        """Return the chosen row of each name of an expression."""
        return [self.choice(expression, name).row for name in expression.names]

    def settled(self, expressions: Sequence[Expression]) -> list[Row]:
        """Return every row that was chosen, as the anchors of a second look."""
        return [row for one in _flat(expressions) for row in self.rows(one) if row is not None]

    def _shape(self, outer: Expression) -> geo.GeoJSON | None:
        if outer.relation == "sector" and outer.metres == cues().sector.bare_m:
            # "X, north of Y" says on which side, not how far.
            outer = replace(outer, metres=(0.0, cues().sector.afar_m))
        placed = place(self.atlas, outer, self.rows(outer))
        if placed.geometry is None or placed.geometry["type"] != "Point":
            return placed.geometry
        lat, lon = geo.representative(placed.geometry)  # a point stands for its circle
        # Of a district or province that no area is known for, only the seat: it reaches further.
        kind = outer.kind or next((name.kind for name in outer.names), "")
        least = _REACHES.get(kind, 1.0)
        return geo.circle(lat, lon, max(placed.uncertainty_m or 0.0, least))

    def mention(self, expression: Expression) -> PlaceMention:
        """Resolve an expression and lay it on the ground."""
        choices = [self.choice(expression, name) for name in expression.names]
        rows = [choice.row for choice in choices]
        anchors = [(one, self.rows(one)) for one in expression.anchors]
        placed = place(self.atlas, expression, rows, anchors)
        span = Span(expression.start, expression.end)
        complete = len(rows) == 1 or expression.relation != "between" or all(rows)
        chosen = "+".join(row.id for row in rows if row is not None) if complete else ""
        names = [*expression.names, *(name for one in expression.anchors for name in one.names)]
        return PlaceMention(
            place=Place(
                text=span.of(self.text),
                span=span,
                relation=expression.shown or placed.relation,
                candidates=_candidates(choices),
                chosen=chosen or None,
                geometry=placed.geometry,
                uncertainty_m=placed.uncertainty_m,
                precision=placed.precision,
            ),
            lead=expression.lead,
            lead_span=expression.lead_span,
            names=tuple(Span(name.start, name.end) for name in names),
        )


def _candidates(choices: Sequence[Choice]) -> tuple[Candidate, ...]:
    if len(choices) == 1:
        return choices[0].candidates
    return tuple(one.candidates[0] for one in choices if one.candidates)


def _flat(expressions: Sequence[Expression]) -> list[Expression]:
    found: list[Expression] = []
    for one in expressions:
        found += [one, *_flat(one.within), *_flat(one.anchors)]
    return found


class Toponym(Struct, frozen=True, kw_only=True):
    """A bare name of a place in a text: what it may be, best first, and the id that was chosen."""

    span: Span
    candidates: tuple[Candidate, ...]
    chosen: str | None


def toponyms(
    document: Document, atlas: Atlas, spans: Sequence[Span] | None = None
) -> tuple[Toponym, ...]:
    """Resolve every bare name of a document.

    Also those that only say where another place lies, and of countries and capitals that stand
    for their governments: what geoparsing means by a place name, where `locate` gives the places
    of happenings. A capitalised noun or side of the world belongs to the name ("Scott County",
    "Northern Europe").

    `spans` gives the names instead of looking for them (to measure resolution alone).
    """
    text = document.item.text
    passages = [one for one in document.passages if one.kind in CLAIM_BEARING]
    fitting = atlas.for_text(_keys(text)) if atlas.only_if_fits else atlas
    readings = [
        (
            one.start,
            recognise(text, one.start, one.end, fitting, governments=True)
            if spans is None
            else given(text, one.start, one.end, fitting, spans),
        )
        for one in passages
    ]
    expressions = _expressions(text, readings, fitting)
    desk = _desk(text, fitting, expressions, readings)
    found: dict[Span, Toponym] = {}
    for one in _flat(expressions):
        for name in one.names:
            choice = desk.choice(one, name)
            span = Span(name.start, name.end) if spans is not None else widened(text, name)
            found[span] = Toponym(
                span=span,
                candidates=choice.candidates,
                chosen=choice.row.id if choice.row else None,
            )
    return tuple(found[span] for span in sorted(found, key=lambda span: span.start))


_NOUN = re.compile(r"\s(?P<noun>[A-Z][a-z]+)\b")
_SIDE = re.compile(r"(?P<side>[A-Z][a-z]+(?:-[A-Z][a-z]+)?)\s\Z")


def widened(text: str, name: Found) -> Span:
    """Return the span of a name with the capitalised noun and side that belong to it."""
    start, end = name.start, name.end
    noun = _NOUN.match(text, end)
    if noun and noun["noun"].casefold() in noun_kinds():
        end = noun.end()
    side = _SIDE.search(text, max(0, start - 20), start)
    if side and side["side"].casefold() in (*cues().bearings, "central"):
        opens = not text[: side.start()].strip() or text[: side.start()].rstrip()[-1] in ".!?\n"
        start = start if opens else side.start()
    return Span(start, end)


def _desk(
    text: str,
    atlas: Atlas,
    expressions: Sequence[Expression],
    readings: Sequence[tuple[int, Reading]],
) -> _Desk:
    """Resolve twice: what the first look settles helps the second."""
    lines = [key for _, reading in readings for key in reading.datelines]
    first = _Desk(text, atlas, expressions, context_of(atlas, expressions, lines))
    settled = first.settled(expressions)
    return _Desk(text, atlas, expressions, context_of(atlas, expressions, lines, settled))


def locate(document: Document, atlas: Atlas) -> Located:
    """Find and place the place expressions of a document's claim-bearing passages.

    Unknown names stay, without candidates; ambiguous ones keep their candidates and are not
    chosen. Both are issues too. Comments and quoted documents are not read.
    """
    text = document.item.text
    passages = [one for one in document.passages if one.kind in CLAIM_BEARING]
    fitting = atlas.for_text(_keys(text)) if atlas.only_if_fits else atlas
    readings = [(one.start, recognise(text, one.start, one.end, fitting)) for one in passages]
    expressions = _expressions(text, readings, fitting)
    desk = _desk(text, fitting, expressions, readings)
    mentions: list[PlaceMention] = []
    for passage in passages:
        own = [one for one in expressions if passage.start <= one.start < passage.end]
        mentions += [
            structs.replace(desk.mention(again), names=())
            for again in taken_up(text, passage.start, passage.end, own)
        ]
    for one in expressions:
        mentions.append(desk.mention(one))
        if len(one.names) > 1 and one.relation != "between" and not one.road:
            mentions += [desk.mention(member) for member in _members(one)]
    # Stable: a list stays before its members, an expression before those it covers.
    mentions.sort(key=lambda mention: mention.place.span.start)
    return Located(
        mentions=tuple(mentions), issues=tuple(_issues(desk, expressions, document.item.id))
    )


def _keys(text: str) -> frozenset[str]:
    words = [token.fold for token in tokens_of(text) if token.fold]
    pairs = [f"{a} {b}" for a, b in pairwise(words)]
    return frozenset((*words, *pairs))


def _expressions(
    text: str, readings: Sequence[tuple[int, Reading]], atlas: Atlas
) -> list[Expression]:
    def kinds(name: Found) -> frozenset[str]:
        return frozenset(row.kind for row in atlas.rows(name.key))

    found: list[Expression] = []
    for start, reading in readings:
        found += express(text, reading.names, start, kinds)
    return found


def _members(one: Expression) -> list[Expression]:
    """Return the members of a list as expressions of their own, spans on the bare names."""
    return [replace(one, names=(name,), start=name.start, end=name.end) for name in one.names]


def _issues(desk: _Desk, expressions: Sequence[Expression], item: str) -> list[Issue]:
    found: dict[str, Issue] = {}
    for one in _flat(expressions):
        for name in one.names:
            choice = desk.choice(one, name)
            shown = desk.text[name.start : name.end]
            span = Span(name.start, name.end)
            if choice.row is not None or name.key in found:
                continue
            if choice.ambiguous:
                best = ", ".join(
                    f"{c.name} ({c.lat:.3f}, {c.lon:.3f}; {c.score:.2f})"
                    for c in choice.candidates[:2]
                )
                message = f"{shown!r} may be {best}: choose one in review"
                code = "place_ambiguous"
            elif choice.candidates:
                message = f"no known place called {shown!r} fits this report: choose one in review"
                code = "place_unresolved"
            else:
                message = (
                    f"{shown!r} is in no gazetteer that was used: name a watch that has one, or "
                    "add the place to its places.toml"
                )
                code = "place_unresolved"
            found[name.key] = Issue(code=code, message=message, span=span, item=item)
    return list(found.values())
