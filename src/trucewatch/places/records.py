"""Where the happening of a table's row or a form's answers lies.

Monitors log where they stood, and what they saw as so far off in some direction: "2-4km SW" counts
from the observer's position, which is never the place of what was observed (CODEBOOK, Place). A
position of the text becomes an `observer` among the other places; a plain name is resolved as in
prose.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import Final

from msgspec import Struct, structs

from trucewatch import geo
from trucewatch.model import Document, Entry, Issue, OtherPlace, Passage, Place, Span, trimmed
from trucewatch.model.vocabulary import PlaceRole
from trucewatch.places.atlas import Atlas
from trucewatch.places.expressions import degrees_of, metres_of
from trucewatch.places.geometry import half_angle
from trucewatch.places.lexicon import cues
from trucewatch.places.locate import Located, locate

COMPASS_DEG = 10.0
"""How far a bearing in degrees, read off a compass or a map by hand, may be off to either side."""
BESIDE_M = 5_000.0
"""How far from where a position is said to lie ("18 km E of X") a place of its name may be."""
FIX_M = 50.0
"""Uncertainty of a position by satellite whose accuracy was not recorded."""

_ROLES: Final[dict[str, PlaceRole]] = {
    "from": "origin",
    "to": "destination",
    "towards": "destination",
}

_NUMBER = r"\d+(?:[.,]\d+)?(?:\s*(?:-|–|to)\s*\d+(?:[.,]\d+)?)?"  # noqa: RUF001 - as printed
_UNIT = r"(?:kilomet(?:re|er)s?|kms?|miles?|mi|met(?:re|er)s?|m)"
_FIX = re.compile(r"\s*(-?\d{1,2}\.\d+)[\s,;]+(-?\d{1,3}\.\d+)(?:\s+-?[\d.]+)?(?:\s+([\d.]+))?\s*")


class EntryPlaces(Struct, frozen=True, kw_only=True):
    """The place of an entry's happening, the other places it names, and what stayed open."""

    place: Place | None = None
    others: tuple[OtherPlace, ...] = ()
    issues: tuple[Issue, ...] = ()


@dataclass(frozen=True, slots=True)
class _Offset:
    """So far off in some direction: bearings in degrees (none: any), `half` to either side."""

    bearings: tuple[float, ...]
    half: float
    metres: tuple[float, float]
    end: int
    """Where in the text its words end."""


def locate_entry(document: Document, atlas: Atlas) -> EntryPlaces:
    """Find the places of a document that is an entry; none for another document."""
    entry = document.entry
    if entry is None:
        return EntryPlaces()
    desk = _Desk(document, entry, atlas)
    return desk.route() if entry.layout == "patrol" else desk.happening()


class _Desk:
    """One entry at work."""

    def __init__(self, document: Document, entry: Entry, atlas: Atlas) -> None:
        self.document = document
        self.text = document.item.text
        self.cells = entry.cells
        self.atlas = atlas
        self.issues: list[Issue] = []

    def happening(self) -> EntryPlaces:
        """Place what was observed, from the observer's position where it counts from there."""
        observer = self._position("position")
        place = self._measured(observer) or self._told(observer)
        if place is not None and place.geometry is None and place.relation in ("sector", "near"):
            self._unplaced(place)
        return EntryPlaces(
            place=place,
            others=() if observer is None else (OtherPlace(role="observer", place=observer),),
            issues=tuple(self.issues),
        )

    def route(self) -> EntryPlaces:
        """Place a patrol: where it was stopped, else the way that it took."""
        cell = self.cells.get("driven") or self.cells.get("planned")
        place = self._position("turned_at")
        others: list[OtherPlace] = []
        if cell is not None:
            before = list(self.issues)
            mentions = self._located(cell).mentions
            ways = [one.place for one in mentions if one.place.relation in ("along", "between")]
            if ways:
                others = [
                    OtherPlace(role=_ROLES.get(one.lead, "via"), place=one.place)
                    for one in mentions
                    if one.place not in ways
                ]
                place = place or ways[0]
            else:
                self.issues = before
                others = self._stops(cell)
                told = others[0].place if len(others) == 1 else self._way(cell, others)
                place = place or told
                others = others if len(others) > 1 else []
        return EntryPlaces(place=place, others=tuple(others), issues=tuple(self.issues))

    # -- reading cells ---------------------------------------------------------------------

    def _located(self, *cells: Span) -> Located:
        """Read cells as prose, each by itself; what could not be resolved in them is noted."""
        passages = tuple(
            Passage(kind="article_body", start=cell.start, end=cell.end) for cell in cells
        )
        located = locate(structs.replace(self.document, passages=passages), self.atlas)
        self.issues += located.issues
        return located

    def _position(self, column: str) -> Place | None:
        """Return the place of a position: a fix in degrees, else the first place it names."""
        cell = self.cells.get(column)
        if cell is None:
            return None
        if fix := _FIX.fullmatch(self.text, cell.start, cell.end):
            lat, lon = float(fix[1]), float(fix[2])
            if abs(lat) <= 90 and abs(lon) <= 180:
                return Place(
                    text=cell.of(self.text),
                    span=cell,
                    relation="at",
                    geometry=geo.point(lat, lon),
                    uncertainty_m=max(float(fix[3] or 0), FIX_M),
                    precision="exact",
                )
        mentions = self._located(cell).mentions
        if not mentions:
            return None
        first, *rest = (one.place for one in mentions)
        return first if first.chosen else self._beside(first, rest)

    def _beside(self, place: Place, rest: Sequence[Place]) -> Place:
        """Choose among places of one name by where the position is said to lie."""
        shapes = [one.geometry for one in rest if one.relation == "sector" and one.geometry]
        fitting = [
            one
            for one in place.candidates
            if shapes
            and all(
                geo.distance_m(geo.point(one.lat, one.lon), shape) <= BESIDE_M for shape in shapes
            )
        ]
        if len(fitting) != 1 or place.relation not in ("at", "near"):
            return place
        (row,) = fitting
        self.issues = [one for one in self.issues if one.span is None or one.span != place.span]
        return structs.replace(
            place,
            chosen=row.id,
            geometry=geo.point(row.lat, row.lon),
            uncertainty_m=cues().near.radius_m,
            precision="near",
        )

    def _told(self, observer: Place | None) -> Place | None:
        """Read the cell that says where it was."""
        cell = self.cells.get("location")
        if cell is None:
            return None
        offset = offset_at(self.text, cell)
        if offset is None:
            mentions = self._located(cell).mentions
            if mentions:
                return mentions[0].place
            return self._unknown(cell)
        rest = trimmed(self.text, offset.end, cell.end)
        if observed := _from_observer().match(self.text, rest.start, rest.end):
            rest = trimmed(self.text, observed.end(), cell.end)
        elif of := _OF.match(self.text, rest.start, rest.end):
            named = self._located(Span(of.end(), cell.end)).mentions
            if named:
                anchor = named[0].place
                return _off(Span(cell.start, anchor.span.end), self.text, anchor, offset)
        return _off(Span(cell.start, offset.end), self.text, observer, offset)

    def _measured(self, observer: Place | None) -> Place | None:
        """Place by a bearing in degrees and a distance in kilometres, each in a cell of its own."""
        cells = [self.cells[name] for name in ("bearing_deg", "distance_km") if name in self.cells]
        if observer is None or not cells:
            return None
        bearing, distance = (
            _number(self.text, self.cells.get(name)) for name in ("bearing_deg", "distance_km")
        )
        if bearing is None and distance is None:
            return None
        low, high = cues().sector.spread
        metres = (
            (distance * 1000 * low, distance * 1000 * high) if distance else cues().sector.bare_m
        )
        offset = _Offset(
            () if bearing is None else (bearing % 360,), COMPASS_DEG, metres, cells[-1].end
        )
        place = _off(cells[0].joined(cells[-1]), self.text, observer, offset)
        named = self._told(observer)
        if named is None or named.geometry is None or place.geometry is None:
            return place
        apart = geo.distance_m(named.geometry, place.geometry)
        if apart > BESIDE_M + (named.uncertainty_m or 0.0):
            self._note(
                "place_ambiguous",
                f"bearing and distance lead {apart / 1000:.0f} km away from {named.text!r}: look "
                f"at the entry and choose one in review",
                named.span,
            )
            return place
        return structs.replace(place, candidates=named.candidates, chosen=named.chosen)

    def _stops(self, cell: Span) -> list[OtherPlace]:
        """Return the places of a route from first to last; one that is in no gazetteer is noted.

        "A - B - C" is B between the ends, "A to C via B" as well.
        """
        cuts = [*_THEN.finditer(self.text, *cell)]
        starts = [(cell.start, ""), *((cut.end(), cut.group().strip().casefold()) for cut in cuts)]
        ends = [*(cut.start() for cut in cuts), cell.end]
        parts = [
            (trimmed(self.text, start, end), how)
            for (start, how), end in zip(starts, ends, strict=True)
            if trimmed(self.text, start, end).end > start
        ]
        mentions = self._located(*(part for part, _ in parts)).mentions
        between = [part for part, how in parts if how == "via"]
        stops = [
            next((one.place for one in mentions if part.covers(one.place.span)), None)
            or self._unknown(part)
            for part, how in sorted(parts, key=lambda row: row[1] == "via")
        ]
        last = len(stops) - 1 - len(between)
        ordered = [*stops[:last], *stops[last + 1 :], *stops[last : last + 1]]
        return [
            OtherPlace(role=_role(n, len(ordered)), place=stop) for n, stop in enumerate(ordered)
        ]

    def _unknown(self, span: Span) -> Place:
        """Return the place of words in which no name was found, and note that."""
        words = span.of(self.text)
        message = f"no place was found in {words!r}: add it to the watch's places.toml"
        self._note("place_unresolved", message, span)
        return Place(text=words, span=span, relation="unresolved")

    def _way(self, cell: Span, others: Sequence[OtherPlace]) -> Place:
        """Return the way through several places, straight from one to the next."""
        stops = [other.place for other in others]
        points = [geo.representative(stop.geometry) for stop in stops if stop.geometry is not None]
        whole = Place(text=cell.of(self.text), span=cell, relation="along", precision="unknown")
        legs = [one for one, other in pairwise(points) if one != other]
        if not legs or len(points) < len(stops):
            return whole
        line = {"type": "LineString", "coordinates": [[lon, lat] for lat, lon in points]}
        chosen = "+".join(stop.chosen for stop in stops if stop.chosen)
        reach = geo.reach_m(line, geo.representative(line))
        return structs.replace(
            whole,
            chosen=chosen or None,
            geometry=line,
            uncertainty_m=round(reach),
            precision="part",
        )

    def _unplaced(self, place: Place) -> None:
        position = self.cells.get("position")
        told = position.of(self.text) if position else "the observer's position"
        known = any(one.span is not None and position and position.covers(one.span)
                    for one in self.issues)  # fmt: skip
        if not known:
            self._note(
                "place_unresolved",
                f"{place.text!r} counts from {told!r}, which is in no gazetteer that was used: add "
                f"the position to the watch's places.toml",
                place.span,
            )

    def _note(self, code: str, message: str, span: Span) -> None:
        self.issues.append(Issue(code=code, message=message, span=span, item=self.document.item.id))


def _role(number: int, count: int) -> PlaceRole:
    if count == 1 or number == count - 1:
        return "destination"
    return "origin" if number == 0 else "via"


def _number(text: str, cell: Span | None) -> float | None:
    match = re.search(r"\d+(?:[.,]\d+)?", cell.of(text)) if cell else None
    return float(match.group().replace(",", ".")) if match else None


def _off(span: Span, text: str, base: Place | None, offset: _Offset) -> Place:
    """Return the place that lies off another one."""
    place = Place(
        text=span.of(text),
        span=span,
        relation="sector" if offset.bearings else "near",
        candidates=base.candidates if base else (),
        chosen=base.chosen if base else None,
    )
    if base is None or base.geometry is None:
        return structs.replace(place, chosen=None)
    lat, lon = geo.representative(base.geometry)
    # Of a base that is no point, it is unknown where in it the observer stood.
    blur = 0.0 if base.geometry["type"] == "Point" else base.uncertainty_m or 0.0
    least, most = max(0.0, offset.metres[0] - blur), offset.metres[1] + blur
    shape = geo.union(
        [geo.sector(lat, lon, bearing, offset.half, least, most) for bearing in offset.bearings]
        or [geo.sector(lat, lon, 0, 180, least, most)]
    )
    return structs.replace(
        place,
        geometry=shape,
        uncertainty_m=round(geo.reach_m(shape, geo.representative(shape))),
        precision="near",
    )


_THEN = re.compile(r"\s+[-–—>]+\s+|\s*[,;→>]\s*|(?:^|\s+)(?:from|to|via|and|then)\s+")  # noqa: RUF001 - as printed

# -- the words -----------------------------------------------------------------------------

_OF = re.compile(r"(?:of|from)\s+(?:the\s+)?", re.IGNORECASE)


@cache
def _patterns() -> tuple[re.Pattern[str], ...]:
    """Compile "2-4km SW", "SW, 3 km", "225°, 3 km", "SW" and "3 km", the longest first."""
    words = [*cues().bearings, *(one.replace("-", " ") for one in cues().bearings), *cues().points]
    ordered = sorted(words, key=len, reverse=True)
    named = "|".join(re.escape(one).replace(r"\ ", r"\s+") for one in ordered)
    bearing = rf"(?:(?P<b>{named})(?![\w-])|(?P<d>\d{{1,3}})\s*(?:°|deg(?:rees)?\b))"
    about = r"(?:(?:within|about|approximately|approx\.?|around|some|up\s+to|less\s+than)\s+|~\s*)?"
    distance = rf"{about}(?P<n>{_NUMBER})\s*(?P<u>{_UNIT})\b"
    to_the = r"(?:\s*,?\s*(?:to\s+(?:the\s+)?|in\s+the\s+)?)"
    return tuple(
        re.compile(pattern, re.IGNORECASE)
        for pattern in (
            rf"{distance}{to_the}{bearing}",
            rf"(?:bearing\s+)?{bearing}\s*[,;/]?\s*(?:at\s+)?{distance}",
            rf"(?:to\s+the\s+|bearing\s+)?{bearing}(?=\s*(?:$|[,;(]|of\b|from\b))",
            rf"{distance}(?=\s*(?:$|[,;.(]|of\b|from\b|away\b))",
        )
    )


@cache
def _from_observer() -> re.Pattern[str]:
    """Match what says that an offset counts from the observer ("of the position")."""
    nouns = "position|location|camera|base|post|patrol|team|observer|op|pb|site"
    # A word before it may be a kind or a mission's short name; a place's name makes it another one.
    kind = r"(?-i:[a-z]+\s+|[A-Z]{2,5}\s+)?"
    return re.compile(
        rf"(?:away\s+)?(?:of|from)\s+(?:(?:the|its|our)\s+)?{kind}(?:{nouns})\b", re.IGNORECASE
    )


def offset_at(text: str, cell: Span) -> _Offset | None:
    """Read the offset that a cell begins with, None where it begins otherwise."""
    for pattern in _patterns():
        match = pattern.match(text, cell.start, cell.end)
        if match is None:
            continue
        groups = match.groupdict()
        metres = metres_of(groups["n"], groups["u"]) if groups.get("n") else cues().sector.bare_m
        if groups.get("d"):
            return _Offset((float(groups["d"]) % 360,), COMPASS_DEG, metres, match.end())
        if groups.get("b"):
            bearing = degrees_of(groups["b"])
            return _Offset((bearing,), half_angle(bearing), metres, match.end())
        return _Offset((), 180.0, metres, match.end())
    return None
