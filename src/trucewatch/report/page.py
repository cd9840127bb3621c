"""The page: one HTML file that asks nobody for anything.

Styles, scripts, the map library, its worker and the base map all lie inside. The policy in the
head forbids every request and names each script and the style sheet by its hash.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterable
from functools import cache
from importlib import resources
from typing import Any

import msgspec
from markupsafe import Markup, escape

from trucewatch.errors import TrucewatchError
from trucewatch.report.basemap import base_map
from trucewatch.report.charts import MARKS, overview, timeline
from trucewatch.report.model import EvidenceRef, Ref, SituationReport
from trucewatch.report.pictures import MapData
from trucewatch.report.words import counted, day_text, listed, plain, runs, tables

EXPORTS = re.compile(r"export\s*\{([^{}]*)\};?\s*(?://# sourceMappingURL=\S+\s*)?$")
OUR_WORKER = (
    'function(){const text=document.getElementById("map-worker").textContent;'
    "return new globalThis.Worker("
    'URL.createObjectURL(new Blob([text],{type:"text/javascript"})))}'
)
"""A constructor that starts the worker that lies in the page as a data block."""
OUR_FETCH = 'function(){return Promise.resolve({ok:true,text:()=>Promise.resolve("")})}'
"""Gets nothing: the worker's text is asked for by the library and not used."""
ASIDE = 1.3
"""How far around the opening window the base map reaches, in widths of that window."""


def file(name: str) -> str:
    """Return a text file of this package."""
    return resources.files("trucewatch.report").joinpath(name).read_text("utf-8")


@cache
def map_library() -> str:
    """Return MapLibre as a classic script that sets `maplibregl`.

    The vendored bundle is a module; modules do not load from `file://`. Its export list becomes
    an object, the address of the module (used only to find the worker) becomes empty, and the
    names by which it could reach out are bound to ours: `Worker` starts the worker that lies in
    the page, `fetch` gets nothing.
    """
    text = file("vendor/maplibre/maplibre-gl.mjs").replace("import.meta.url", '""')
    found = EXPORTS.search(text)
    if not found:
        raise TrucewatchError("The vendored map library does not end with its export list.")
    pairs = [row.split(" as ") for row in found.group(1).split(",")]
    names = ",".join(f"{row[-1].strip()}:{row[0].strip()}" for row in pairs)
    body = text[: found.start()]
    return (
        f'(function(Worker,fetch,XMLHttpRequest){{"use strict";{body}\n'
        f"globalThis.maplibregl={{{names}}};"
        f'maplibregl.setWorkerUrl("worker.cjs");}})({OUR_WORKER},{OUR_FETCH},undefined);'
    )


@cache
def map_worker() -> str:
    """Return MapLibre's worker as a classic script, to be started from a blob."""
    text = file("vendor/maplibre/maplibre-gl-worker.mjs")
    found = EXPORTS.search(text)
    if not found:
        raise TrucewatchError("The vendored map worker does not end with its export list.")
    return f'(function(){{"use strict";{text[: found.start()]}\n}})();'


def fingerprint(text: str) -> str:
    """Return the source expression of an inline script or style for the policy."""
    digest = hashlib.sha256(text.encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"


def inline(text: str) -> Markup:
    """Return a script or style to stand inside its element, or fail if it could end it."""
    if re.search(r"</(script|style)|<!--", text, re.IGNORECASE):
        raise TrucewatchError("An inlined script or style contains its own end tag.")
    return Markup(text)  # noqa: S704  (our own files, checked above)


def data_block(value: Any) -> Markup:
    """Return a value as JSON that cannot end the script element that it stands in."""
    text = msgspec.json.encode(value).decode()
    for char in "<>&\u2028\u2029":
        text = text.replace(char, f"\\u{ord(char):04x}")
    return Markup(text)  # noqa: S704  (every character that HTML reads is escaped)


def bdi(value: object) -> Markup:
    """Isolate a name or words of a source, whatever their direction."""
    return Markup("<bdi>{}</bdi>").format(value)


def evidence_links(rows: Iterable[EvidenceRef]) -> Markup:
    """Return the numbers that lead from a figure to its sentences."""
    links = [
        Markup(
            '<a class="ev" href="#{}" title="{} ({})"><span class="vh">evidence </span>{}</a>'
        ).format(row.anchor, row.source, row.side, row.number)
        for row in rows
    ]
    return (
        Markup('<span class="evs">{}</span>').format(Markup(" ").join(links))
        if links
        else Markup("")
    )


def ref_links(rows: Iterable[Ref]) -> Markup:
    """Return labels that lead to happenings."""
    links = [
        Markup('<a class="ref" href="#{}" title="{}">{}</a>').format(
            row.anchor, row.title, row.label
        )
        for row in rows
    ]
    return Markup(" ").join(links)


def shaped(mark: str, words: str, tone: str = "") -> Markup:
    """Return a status in shape and words."""
    return Markup(
        '<span class="status {}"><span class="shape" aria-hidden="true">{}</span> {}</span>'
    ).format(tone, mark, words)


def map_block(data: MapData) -> dict[str, Any]:
    """Return what the map script draws: the base map around the window and the features."""
    west, south, east, north = data.extent
    wide, high = (east - west) * (ASIDE - 1), (north - south) * (ASIDE - 1)
    around = (
        max(-180.0, west - wide),
        max(-85.0, south - high),
        min(180.0, east + wide),
        min(85.0, north + high),
    )
    return {
        "view": data.view,
        "extent": data.extent,
        "around": around,
        "base": base_map(around),
        "features": data.features,
        "marks": MARKS,
    }


def page(report: SituationReport) -> str:
    """Return the HTML page of a report."""
    from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape

    environment = Environment(
        loader=PackageLoader("trucewatch.report"),
        autoescape=select_autoescape(default=True, default_for_string=True),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(
        bdi=bdi,
        extract=lambda key, table: table[key],
        day=day_text,
        evs=evidence_links,
        listed=listed,
        plain=plain,
        refs=ref_links,
        runs=runs,
    )
    environment.globals.update(counted=counted, shaped=shaped)
    style = inline(f"{file('vendor/maplibre/maplibre-gl.css')}\n{file('static/report.css')}")
    library, script = inline(map_library()), inline(file("static/report.js"))
    policy = "; ".join(
        (
            "default-src 'none'",
            f"script-src {fingerprint(library)} {fingerprint(script)}",
            f"style-src {fingerprint(style)}",
            "img-src data: blob:",
            "worker-src blob:",
            "base-uri 'none'",
            "form-action 'none'",
        )
    )
    return environment.get_template("report.html.j2").render(
        report=report,
        policy=policy,
        style=style,
        library=library,
        script=script,
        worker=inline(map_worker()),
        map_json=data_block(map_block(report.map)),
        overview=overview(report.map),
        timeline=timeline(report.timeline),
        words=tables(),
        marks=MARKS,
        escape=escape,
    )
