"""Inline SVG drawn in Python: the overview map and the timeline.

They stand for themselves without scripts, in print and where there is no WebGL. Every text goes
through Markup, so nothing of a report can become markup.
"""

from __future__ import annotations

import math
import textwrap
from collections.abc import Callable, Iterator
from typing import Any

from markupsafe import Markup

from trucewatch.report.basemap import Box, base_map
from trucewatch.report.mapdata import inside
from trucewatch.report.pictures import MapData, Timeline
from trucewatch.report.words import counted, day_text

WIDTH = 960
MARKS: dict[str, str] = {
    "hostile": "M0-6L5.4 4H-5.4Z",
    "posture": "M-4.5-4.5H4.5V4.5H-4.5Z",
    "monitoring": "M0-5.5L5.5 0L0 5.5L-5.5 0Z",
    "civil": "M-5-2H-2V-5H2V-2H5V2H2V5H-2V2H-5Z",
    "political": "M-5.5-3H5.5V3H-5.5Z",
    "patrol": "M-5 0L0-5L5 0L0 2Z",
    "sighting": "M-5 0A5 5 0 1 0 5 0A5 5 0 1 0-5 0Z",
    "restriction": "M-5.5-1.8H5.5V1.8H-5.5Z",
}
"""A shape for each kind of mark, about the origin, in pixels."""

Project = Callable[[list[float]], tuple[float, float]]


def projection(view: Box) -> tuple[Project, int]:
    """Return a function from lon/lat to pixels and the height of the picture.

    Equirectangular, true to scale along the middle latitude.
    """
    west, south, east, north = view
    squeeze = math.cos(math.radians((south + north) / 2))
    scale = WIDTH / ((east - west) * squeeze)
    height = max(240, min(900, round((north - south) * scale)))

    def run(place: list[float]) -> tuple[float, float]:
        x = (place[0] - west) * squeeze * scale
        y = (north - place[1]) * scale
        return round(x, 1), round(y, 1)

    return run, height


def rings(geometry: dict[str, Any]) -> Iterator[tuple[list[list[float]], bool]]:
    """Yield every ring or line of a geometry, and whether it is closed."""
    kind, inner = geometry["type"], geometry.get("coordinates", ())
    if kind == "LineString":
        yield inner, False
    elif kind == "MultiLineString":
        yield from ((line, False) for line in inner)
    elif kind == "Polygon":
        yield from ((ring, True) for ring in inner)
    elif kind == "MultiPolygon":
        yield from ((ring, True) for polygon in inner for ring in polygon)
    for member in geometry.get("geometries", ()):
        yield from rings(member)


def path(geometry: dict[str, Any], project: Project) -> str:
    """Return the SVG path of a geometry, thinned to steps of more than a pixel."""
    parts = []
    for points, closed in rings(geometry):
        placed = [project(point) for point in points]
        kept = placed[:1]
        for point in placed[1:]:
            if math.dist(point, kept[-1]) >= 1:
                kept.append(point)
        if len(kept) > 1:
            parts.append("M" + "L".join(f"{x:g} {y:g}" for x, y in kept) + ("Z" if closed else ""))
    return "".join(parts)


def overview(data: MapData) -> Markup:
    """Draw the map of a report as one SVG with its own title and marks linked to the cards."""
    project, height = projection(data.view)
    base = base_map(data.view)
    rows = [
        Markup(
            '<svg class="overview" viewBox="0 0 {w} {h}" role="group" '
            'aria-label="Overview map: {n} placed, {u} not placed">'
            '<rect class="sea" width="{w}" height="{h}"/>'
        ).format(w=WIDTH, h=height, n=data.located, u=data.unlocated)
    ]
    layers = [("land", base["land"]), ("border", base["border"]), ("coast", base["coast"])]
    layers += [(name, data.features[name]) for name in ("zones", "lines", "routes", "areas")]
    for name, features in layers:
        rows.append(Markup('<g class="{}">').format(name))
        rows.extend(_shape(row, project) for row in features["features"])
        rows.append(Markup("</g>"))
    rows.extend(_labels(data, base, project, height))
    rows.append(Markup('<g class="marks">'))
    rows.extend(
        _mark(row, project)
        for row in data.features["points"]["features"]
        if inside(row["geometry"]["coordinates"], data.view)
    )
    rows.append(Markup("</g>"))
    rows.append(_scale(data.view, height))
    rows.append(Markup("</svg>"))
    return Markup("").join(rows)


def _shape(row: dict[str, Any], project: Project) -> Markup:
    facts = row["properties"]
    outline = path(row["geometry"], project)
    if not outline:
        return Markup("")
    name = facts.get("headline") or facts.get("name") or ""
    kinds = [
        facts.get("kind", ""),
        "contact" if facts.get("contact") else "",
        "stretch" if "Line" in row["geometry"]["type"] else "",
    ]
    title = Markup("<title>{}</title>").format(name) if name else Markup("")
    return Markup('<path class="{}" d="{}">{}</path>').format(
        " ".join(kind for kind in kinds if kind), outline, title
    )


def _mark(row: dict[str, Any], project: Project) -> Markup:
    x, y = project(row["geometry"]["coordinates"])
    facts = row["properties"]
    return Markup(
        '<a href="#{anchor}" data-day="{day}"><path class="mark {kind}{open}" '
        'transform="translate({x:g} {y:g})" d="{d}"><title>{label}: {text}</title></path></a>'
    ).format(
        anchor=facts["anchor"],
        day=facts["day"],
        kind=facts["kind"],
        open=" contested" if facts["contested"] else "",
        x=x,
        y=y,
        d=MARKS[facts["kind"]],
        label=facts["label"],
        text=facts["headline"],
    )


def _labels(data: MapData, base: dict[str, Any], project: Project, height: int) -> Iterator[Markup]:
    """Write names where they do not cover one another: countries first, then places by rank."""
    taken: list[tuple[float, float, float, float]] = []
    named = [("country", row) for row in base["countries"]["features"]]
    named += [("town", row) for row in data.features["towns"]["features"]]
    for kind, row in named:
        name = row["properties"]["name"]
        x, y = project(row["geometry"]["coordinates"])
        size = len(name) * (8.5 if kind == "country" else 6)
        left = x - size / 2 if kind == "country" else x + 8
        box = (left, y - 12, left + size, y + 4)
        if left < 0 or box[2] > WIDTH or y < 14 or y > height - 14:
            continue
        if any(
            box[0] < other[2] and other[0] < box[2] and box[1] < other[3] and other[1] < box[3]
            for other in taken
        ):
            continue
        taken.append(box)
        if kind == "town":
            yield Markup('<circle class="town" cx="{:g}" cy="{:g}" r="1.8"/>').format(x, y)
        yield Markup('<text class="{}" x="{:g}" y="{:g}">{}</text>').format(
            kind, x if kind == "country" else left, y + 3, name
        )


def _scale(view: Box, height: int) -> Markup:
    """Draw a scale bar of a round length."""
    west, south, east, north = view
    per_px = (east - west) * 111.32 * math.cos(math.radians((south + north) / 2)) / WIDTH
    km = next((km for km in (500, 200, 100, 50, 20, 10, 5, 2, 1) if km / per_px <= 160), 1)
    return Markup(
        '<g class="scale" transform="translate(16 {y})"><path d="M0 -5V0H{w:.0f}V-5"/>'
        '<text x="4" y="-8">{km} km</text></g>'
    ).format(y=height - 12, w=km / per_px, km=km)


COLUMN, LABEL, ROW = 26, 210, 36


def timeline(data: Timeline) -> Markup:
    """Draw small multiples: happenings per day by act family, reports per day by side.

    Bars share one scale within happenings and one within reports. A day without any report keeps
    its column, hatched, so that silence can be seen.
    """
    multiples = [("happenings", key, name) for key, name in data.families]
    multiples += [("reports", key, name) for key, name in data.sides]
    width = LABEL + max(COLUMN * len(data.days), 120) + 8
    height = ROW * len(multiples) + 52
    tops = {
        kind: max((max(getattr(day, kind).values(), default=0) for day in data.days), default=0)
        for kind in ("happenings", "reports")
    }
    rows = [
        Markup(
            '<svg class="timeline" viewBox="0 0 {w} {h}" width="{w}" height="{h}" role="group" '
            'aria-label="Happenings and reports read, day by day">'
            '<defs><pattern id="silence" width="6" height="6" patternUnits="userSpaceOnUse" '
            'patternTransform="rotate(45)"><path d="M0 0V6"/></pattern></defs>'
        ).format(w=width, h=height)
    ]
    for number, (kind, _, name) in enumerate(multiples):
        y = ROW * number + ROW
        lines = textwrap.wrap(name, 30)[:2]
        rows.extend(
            Markup('<text class="name {}" x="0" y="{}">{}</text>').format(
                kind, y - 8 - 13 * (len(lines) - 1 - place), line
            )
            for place, line in enumerate(lines)
        )
        rows.append(Markup('<path class="axis" d="M{} {}H{}"/>').format(LABEL, y, width - 8))
    for place, day in enumerate(data.days):
        rows.append(_column(day, place, multiples, tops))
    rows.append(Markup("</svg>"))
    return Markup("").join(rows)


def _column(
    day: Any, place: int, multiples: list[tuple[str, str, str]], tops: dict[str, int]
) -> Markup:
    x = LABEL + place * COLUMN
    foot = ROW * len(multiples)
    happened, read = sum(day.happenings.values()), sum(day.reports.values())
    silent = not read
    parts = [
        Markup(
            '<a href="#d-{day}" data-day="{day}" data-name="{text}: {n}, {r}">'
            "<title>{text}: {n}, {r}</title>"
            '<rect class="{kind}" x="{x}" y="4" width="{w}" height="{h}"/>'
        ).format(
            day=day.day,
            text=day_text(day.day),
            n=counted(happened, "happening"),
            r=counted(read, "report") if read else "no report read",
            kind="column silent" if silent else "column",
            x=x,
            w=COLUMN - 2,
            h=foot + 40,
        )
    ]
    for number, (kind, key, name) in enumerate(multiples):
        count = getattr(day, kind).get(key, 0)
        if not count:
            continue
        bar = max(3, round((ROW - 16) * count / max(1, tops[kind])))
        y = ROW * number + ROW
        parts.append(
            Markup(
                '<rect class="bar {kind} {key}" x="{x}" y="{y}" width="{w}" height="{bar}">'
                "<title>{text}, {name}: {count}</title></rect>"
                '<text class="count" x="{mid}" y="{ty}">{count}</text>'
            ).format(
                kind=kind,
                key=key if kind == "happenings" else "",
                x=x + 4,
                y=y - bar,
                w=COLUMN - 10,
                bar=bar,
                text=day_text(day.day),
                name=name,
                count=count,
                mid=x + COLUMN / 2 - 1,
                ty=y - bar - 3,
            )
        )
    parts.append(
        Markup('<text class="day" x="{}" y="{}">{}</text></a>').format(
            x + COLUMN / 2 - 1, foot + 18, int(day.day[8:])
        )
    )
    if place == 0 or day.day[8:] == "01":
        parts.append(
            Markup('<text class="month" x="{}" y="{}">{}</text>').format(
                x, foot + 36, day_text(day.day).split(" ", 1)[1]
            )
        )
    return Markup("").join(parts)
