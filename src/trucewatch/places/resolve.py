"""Which of the places with a name is meant: an additive score whose every part can be read.

No part decides alone. Weights are set by hand; what they stand for is said in the candidate's
`why`. A name is resolved once per document and sense, so that it means the same throughout.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from trucewatch import geo
from trucewatch.model import Candidate
from trucewatch.places.atlas import AREAL, LINEAR, WORLD, Atlas
from trucewatch.places.expressions import Expression
from trucewatch.places.fold import fold_name
from trucewatch.places.pack import Row
from trucewatch.places.scene import Found

MARGIN = 0.05
"""Least lead of the best candidate over the next: below it a person has to choose."""
FLOOR = 0.5
"""Least score of a chosen candidate."""
SAME_SPOT_M = 5000.0
"""Two candidates this close are the same for placing a report."""
SAME_ABROAD_M = 25_000.0
"""The same for foreign cities, which no watch places more finely."""
NEAR_LINE_M = 10_000.0
"""A place this close to a named road or line is by it."""
BIG_CITY = 300_000
"""In "in X", X is the city rather than the province of its name from this population on."""
KNOWN_AFAR = 100_000
"""Cities of this size are named in reports from anywhere in their country."""
FOREIGN_NEAR_M = 200_000.0
"""Foreign cities that are named together often lie this close."""
ALMOST = 0.85
"""A place of the watched country spelt this nearly alike rivals foreign ones of the very name."""
FAR_LARGER = 3
"""A foreign city this many times larger than its foreign namesakes is the one that is meant."""
KEPT = 5

Sense = str  # "area", "point" or "" (either)


@dataclass(frozen=True, slots=True)
class Choice:
    """The outcome for one name: candidates best first, and the row that was chosen, if any."""

    candidates: tuple[Candidate, ...]
    row: Row | None
    ambiguous: bool = False


@dataclass(frozen=True, slots=True)
class Context:
    """What a document says about where it is: places beyond doubt, areas, by-line places.

    `abroad` are the foreign cities among the places, which say where other foreign ones are.
    """

    anchors: tuple[Row, ...]
    abroad: tuple[Row, ...]
    areas: frozenset[str]
    lines: frozenset[str]
    datelines: frozenset[str]


@dataclass(frozen=True, slots=True)
class Around:
    """What the text says that a name lies in or beside: shapes, and ids of the places."""

    shapes: tuple[geo.GeoJSON, ...] = ()
    ids: frozenset[str] = frozenset()


def sense_of(expression: Expression, name: Found) -> Sense:
    """Return whether the words call for an area or for a settlement."""
    if name.kind in ("locality", "camp", "site", "axis") and not expression.countryside:
        return "point"
    if (
        expression.countryside
        or name.kind in ("region", "county")
        or (expression.relation == "in_area" and expression.part)
    ):
        return "area"
    if expression.relation in ("near", "sector", "between", "axis", "along"):
        return "point"
    return "" if expression.lead in ("in", "over", "across", "throughout", "") else "point"


def context_of(
    atlas: Atlas,
    expressions: Sequence[Expression],
    datelines: Sequence[str],
    settled: Sequence[Row] = (),
) -> Context:
    """Collect the places of a document that need no resolving, as anchors for the others.

    `settled` are rows chosen in an earlier round; they become anchors too.
    """
    anchors: dict[str, Row] = {}
    areas: set[str] = set()
    lines: set[str] = set()
    for one in _all(expressions):
        for name in one.names:
            rows = atlas.rows(name.key)
            areas.update(row.id for row in rows if row.kind in ("region", "county", "country"))
            lines.update(row.id for row in rows if row.kind in LINEAR)
            exact = [row for row in rows if row.kind not in AREAL | LINEAR]
            if exact and _close(exact):
                anchors[exact[0].id] = exact[0]
    for row in settled:
        if row.kind not in AREAL | LINEAR:
            anchors[row.id] = row
    foreign = [ident.startswith(WORLD) for ident in anchors]
    own, abroad = (
        tuple(row for row, far in zip(anchors.values(), foreign, strict=True) if far is side)
        for side in (False, True)
    )
    return Context(own, abroad, frozenset(areas), frozenset(lines), frozenset(datelines))


def _all(expressions: Sequence[Expression]) -> list[Expression]:
    found: list[Expression] = []
    for one in expressions:
        found += [one, *_all(one.within), *_all(one.anchors)]
    return found


def _close(rows: Sequence[Row]) -> bool:
    first = rows[0]
    return all(_apart(first, row) <= SAME_SPOT_M for row in rows[1:])


def _apart(one: Row, other: Row) -> float:
    return geo.points_distance_m((one.lat, one.lon), (other.lat, other.lon))


def choose(
    atlas: Atlas,
    text: str,
    name: Found,
    uses: Sequence[Expression],
    context: Context,
    around: Around,
) -> Choice:
    """Score the places that a name may mean and choose one if it leads clearly.

    `uses` are the expressions of the document with this name in this sense; `around` is what
    they say of where it lies.
    """
    sense = sense_of(uses[0], name)
    rows = [(row, 1.0) for row in atlas.rows(name.key)]
    if all(row.id.startswith(WORLD) for row, _ in rows):
        nearly = atlas.loose(name.key)
        rows += [pair for pair in nearly if not rows or pair[1] >= ALMOST]
    if sense == "point" and all(row.kind in AREAL for row, _ in rows):
        rows += [(seat, 0.99) for area, _ in list(rows) for seat in _seats(atlas, area)]
    if not rows:
        return Choice((), None)
    printed = text[name.start : name.end]
    scored: list[tuple[float, Row, tuple[str, ...]]] = []
    for row, likeness in rows:
        rivals = [other for other, _ in rows]
        parts = [
            *_by_name(row, printed, likeness, alone=len(rows) == 1),
            *_by_sense(row, sense, uses[0], name, rivals),
            *_by_containers(row, rivals, around),
            *_by_standing(row, rivals),
            *_by_area(atlas, row, rivals, context),
            *_by_partner(atlas, row, rivals, name, uses),
        ]
        if row.id.startswith(WORLD):
            parts += _by_foreign_neighbours(row, rivals, context)
        else:
            parts += _by_neighbours(row, rivals, context) + _by_lines(atlas, row, context)
        scored.append((sum(weight for weight, _ in parts), row, tuple(why for _, why in parts)))
    scored.sort(key=lambda entry: (-entry[0], -(entry[1].population or 0), entry[1].id))
    candidates = tuple(
        Candidate(
            id=row.id,
            name=row.name,
            lat=row.lat,
            lon=row.lon,
            score=round(min(1.0, max(0.0, score)), 3),
            why=why,
        )
        for score, row, why in scored[:KEPT]
    )
    return _decided(scored, candidates)


def _seats(atlas: Atlas, area: Row) -> list[Row]:
    """Return the towns that an area is called after, also where a spelling names only the area."""
    found = {
        row.id: row
        for text in (area.name, *(name.text for name in area.names))
        for row in atlas.local(fold_name(text))
        if row.kind not in AREAL | LINEAR and area.id in (row.region, row.county)
    }
    return list(found.values())


def _decided(
    scored: Sequence[tuple[float, Row, tuple[str, ...]]], candidates: tuple[Candidate, ...]
) -> Choice:
    best_score, best, _ = scored[0]
    if best_score < FLOOR:
        return Choice(candidates, None)
    for score, row, _ in scored[1:]:
        if best_score - score >= MARGIN:
            break
        foreign = best.id.startswith(WORLD) and row.id.startswith(WORLD)
        same = SAME_ABROAD_M if foreign else SAME_SPOT_M
        if not (_apart(best, row) <= same or _nested(best, row)):
            return Choice(candidates, None, ambiguous=True)
    return Choice(candidates, best)


def _nested(one: Row, other: Row) -> bool:
    """Say whether one is the province or district that the other lies in."""
    return other.id in (one.region, one.county) or one.id in (other.region, other.county)


Parts = list[tuple[float, str]]


def _by_name(row: Row, printed: str, likeness: float, *, alone: bool) -> Parts:
    plain = " ".join(printed.casefold().split())
    parts: Parts
    if likeness < 1.0:
        parts = [(0.15 + 0.9 * (likeness - 0.66), f"spelt like {row.name} ({likeness:.0%} alike)")]
    elif plain in {row.name.casefold(), *(n.text.casefold() for n in row.names if n.preferred)}:
        parts = [(0.50, "exact preferred name")]
    elif fold_name(printed) != fold_name(row.name):
        parts = [(0.43, f"another name of {row.name}")]
    elif plain in {n.text.casefold() for n in row.names}:
        parts = [(0.48, "exact name variant")]
    else:
        parts = [(0.46, f"a spelling of {row.name}")]
    if alone:
        parts.append((0.10, "the only place of this name"))
    if row.id.startswith("place:") and "/" in row.id:
        parts.append((0.15, f"named in an agreement of this watch: {row.note}"))
    elif row.note and row.kind not in LINEAR and row.kind != "zone":
        parts.append((0.25, f"hand-made entry: {row.note}"))
    return parts


def _by_sense(  # noqa: PLR0911 - one reading a line
    row: Row, sense: Sense, use: Expression, name: Found, rivals: Sequence[Row]
) -> Parts:
    areal = row.kind in AREAL
    kind = name.kind or use.kind
    if row.id.startswith(WORLD) and sense != "":
        return _by_foreign_sense(row, sense, use, kind)
    if sense == "area":
        if kind in ("region", "county") and row.kind == kind:
            return [(0.35, f"the text says {kind}")]
        wider = 0.30 if row.kind != "county" else 0.22
        return [(wider, "the text speaks of an area")] if areal else [(-0.10, "is no area")]
    if sense == "point" and row.kind not in LINEAR | {"zone", "area"}:
        if kind == "site" and row.kind in ("crossing", "post", "campus"):
            return [(0.12, f"the text speaks of a {row.kind}")]
        return [(-0.12, "is a whole area")] if areal else [(0.08, "is a settlement or site")]
    if sense == "" and row.kind in ("region", "county", "locality", "capital"):
        towns = [other.population or 0 for other in rivals if other.kind == "locality"]
        city = max(towns, default=0) >= BIG_CITY
        if row.kind == "region" and use.lead in ("in", "over", "across", "throughout") and not city:
            return [(0.35, "without a noun the whole province may be meant")]
        if row.kind in ("locality", "capital"):
            return [(0.05, "the narrower reading")]
        if row.kind == "county":
            return [(-0.20, "the text does not say district")]
    return []


def _by_foreign_sense(row: Row, sense: Sense, use: Expression, kind: str) -> Parts:
    areal = row.kind in AREAL
    if sense == "area":
        if areal:
            return [(0.30, "the text speaks of an area")]
        least = -0.40 if kind in ("region", "county") else -0.10
        return [(least, f"the text speaks of {'a ' + kind if kind else 'an area'}, this is a city")]
    if areal:  # "from Georgia", "to Ontario" may be meant; "3 km from Ontario" is the town
        return [] if use.relation == "at" else [(-0.12, "is a whole area")]
    return [(0.08, "is a settlement or site")]


def _by_area(atlas: Atlas, row: Row, rivals: Sequence[Row], context: Context) -> Parts:
    parts: Parts = []
    foreign = row.id.startswith(WORLD)
    inside = atlas.inside_theatre(row)
    if foreign:  # being far from the theatre says nothing against a foreign place by itself
        inside = None if inside or all(one.id.startswith(WORLD) for one in rivals) else False
    if inside is not None:
        parts.append(
            (0.12, "inside the monitored area") if inside else (-0.12, "outside the monitored area")
        )
    # What bears the name itself says nothing about where its namesakes lie.
    named = context.areas - {one.id for one in rivals}
    if named & {row.region, row.county}:
        what = "country or province" if foreign else "province or district"
        parts.append((0.12 if foreign else 0.06, f"its {what} is named in the report"))
    if context.datelines & {fold_name(row.name), *map(fold_name, (n.text for n in row.names))}:
        parts.append((0.03, "named in the report's dateline"))
    return parts


def _by_containers(row: Row, rivals: Sequence[Row], around: Around) -> Parts:
    parts: Parts = []
    for shape in around.shapes:
        away = geo.distance_m(geo.point(row.lat, row.lon), shape)
        if away <= 3000.0:
            parts.append((0.22, "lies where the text says"))
        else:
            parts.append((-0.35, f"lies {away / 1000:.0f} km off where the text says"))
    if row.id.startswith(WORLD) and around.ids and not around.shapes:
        # No shapes are known abroad, only what lies in which country or state.
        if around.ids & {row.region, row.county}:
            parts.append((0.22, "lies in what the text says"))
        elif any(around.ids & {one.region, one.county} for one in rivals):
            parts.append((-0.35, "lies elsewhere than the text says"))
    return parts


def _by_partner(
    atlas: Atlas, row: Row, rivals: Sequence[Row], name: Found, uses: Sequence[Expression]
) -> Parts:
    """Prefer, of two ends named in one breath ("between A and B"), the two that lie closest."""
    if len(rivals) < 2:
        return []
    others = [
        other
        for use in uses
        if use.relation == "between" or use.road
        for partner in use.names
        if partner.key != name.key
        for other in atlas.local(partner.key)
        if other.kind not in AREAL | LINEAR
    ]
    if not others or row.kind in AREAL:
        return []

    def away(one: Row) -> float:
        return min(_apart(one, other) for other in others)

    least = min(away(one) for one in rivals if one.kind not in AREAL)
    near = away(row) <= max(least, 1.0) * 1.5
    return [(0.10, "closest to the other end that is named with it")] if near else []


def _by_neighbours(row: Row, rivals: Sequence[Row], context: Context) -> Parts:
    same = {one.id for one in rivals}
    others = [anchor for anchor in context.anchors if anchor.id not in same]
    if not others or row.kind in AREAL | LINEAR:
        return []
    nearest = min(others, key=lambda anchor: _apart(row, anchor))
    away = _apart(row, nearest)
    for limit, weight in ((12_000, 0.14), (35_000, 0.08), (80_000, 0.04)):
        if away <= limit:
            return [(weight, f"{away / 1000:.0f} km from {nearest.name}, named in the report")]
    if (row.population or 0) >= KNOWN_AFAR:
        return []
    # One other place may lie anywhere; several that are all far off speak against this one.
    weight = -0.15 if len(others) == 1 else -0.25
    return [(weight, f"{away / 1000:.0f} km from anything else that the report names")]


def _by_foreign_neighbours(row: Row, rivals: Sequence[Row], context: Context) -> Parts:
    if len(rivals) < 2 or row.kind in AREAL:
        return []
    same = {one.id for one in rivals}
    others = [one for one in (*context.anchors, *context.abroad) if one.id not in same]
    away = min((_apart(row, other) for other in others), default=math.inf)
    if away > FOREIGN_NEAR_M:
        return []
    return [(0.10, f"{away / 1000:.0f} km from another city that the report names")]


def _by_lines(atlas: Atlas, row: Row, context: Context) -> Parts:
    if row.kind in AREAL | LINEAR:
        return []
    parts: Parts = []
    for line, _, away in atlas.off_lines(row.lat, row.lon):
        if away <= NEAR_LINE_M and line.id in context.lines:
            return [(0.14, f"{away / 1000:.0f} km from {line.name}, named in the report")]
        if away <= NEAR_LINE_M and not parts:
            parts = [(0.06, f"{away / 1000:.0f} km from {line.name}")]
    zones = atlas.zones_about(row.lat, row.lon)
    return [(0.08, f"inside {zones[0].name}")] if zones else parts


def _by_standing(row: Row, rivals: Sequence[Row]) -> Parts:
    parts: Parts = []
    if row.id.startswith(WORLD):
        parts.append(_fame(row, rivals))
    seats = [other for other in rivals if other.kind in ("county", "region")]
    if row.kind == "locality" and any(s.id in (row.county, row.region) for s in seats):
        parts.append((0.10, "seat of the district or province of the same name"))
    if row.population:
        weight = 0.16 * min(1.0, math.log10(row.population) / 6.5) ** 2
        parts.append((weight, f"population {row.population:,}"))
    return parts


def _fame(row: Row, rivals: Sequence[Row]) -> tuple[float, str]:
    """Return how well known a foreign place is beside its foreign namesakes."""
    ranks = {"country": 0.42, "capital": 0.15, "region": 0.40, "water": 0.34, "area": 0.34}
    if row.kind in ranks:
        return ranks[row.kind], f"a {row.kind} known abroad"
    people = row.population or 0
    others = [
        one.population or 0 for one in rivals if one.id != row.id and one.id.startswith(WORLD)
    ]
    if others and people >= FAR_LARGER * max(others):
        return 0.12, "by far the largest foreign city of this name"
    return 0.05, "a foreign city"
