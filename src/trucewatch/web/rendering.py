"""Templates to answers; every template gets who asks, the words of the language, and the watch."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from functools import cache, lru_cache
from importlib import resources
from typing import Any, Final

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape
from jinja2.runtime import Context
from markupsafe import Markup, escape
from starlette.responses import HTMLResponse

from trucewatch.model import Span
from trucewatch.web.asking import Asking
from trucewatch.web.messages import LANGUAGES, Messages

HELD: Final = {"text/css": ("css",), "text/javascript": ("js", "mjs"), "font/woff2": ("woff2",)}
PLACES: Final = {
    "app.css": ("trucewatch.web", "static/app.css"),
    "app.mjs": ("trucewatch.web", "static/app.mjs"),
    "judge.css": ("trucewatch.web", "static/judge.css"),
    "judge.mjs": ("trucewatch.web", "static/judge.mjs"),
    "map.mjs": ("trucewatch.web", "static/map.mjs"),
    "seeing.css": ("trucewatch.web", "static/seeing.css"),
    "base.css": ("trucewatch.report", "static/report.css"),
    "htmx.js": ("trucewatch.web", "vendor/htmx/htmx.min.js"),
    "maplibre-gl.mjs": ("trucewatch.report", "vendor/maplibre/maplibre-gl.mjs"),
    "maplibre-gl-worker.mjs": ("trucewatch.report", "vendor/maplibre/maplibre-gl-worker.mjs"),
    "maplibre-gl.css": ("trucewatch.report", "vendor/maplibre/maplibre-gl.css"),
}
"""What lies under `/static/`: name -> (package, path). Nothing else is served from files."""

NAV: Final = {
    "/": "day",
    "/happenings": "happenings",
    "/agreements": "agreements",
    "/patrols": "patrols",
    "/tallies": "tallies",
    "/balance": "balance",
    "/sources": "sources",
    "/actors": "actors",
    "/places": "places",
    "/queue": "queue",
    "/corrections": "corrections",
    "/record": "record",
    "/report": "report",
    "/help": "help",
}
"""The main pages: address -> key of the name, in the order of the head of every page."""

_CONTROLS: Final = re.compile("[\u202a-\u202e\u2066-\u2069\x00-\x08\x0b-\x1f\x7f]")


@cache
def static(name: str) -> bytes:
    """Return a file that is served under `/static/`."""
    package, path = PLACES[name]
    return resources.files(package).joinpath(path).read_bytes()


@cache
def mark(name: str) -> str:
    """Return the first letters of a file's hash: its address changes when it does."""
    return hashlib.sha256(static(name)).hexdigest()[:12]


def static_url(name: str) -> str:
    """Return the address of a served file."""
    return f"/static/{name}?v={mark(name)}"


def bdi(value: object) -> Markup:
    """Set words of the record apart, so that their direction turns nothing around them."""
    return Markup(f'<bdi dir="auto">{escape(_CONTROLS.sub("", str(value)))}</bdi>')  # noqa: S704


def marked(text: str, whole: Span, spans: Iterable[tuple[Span, str]]) -> Markup:
    """Return `whole` of a text with spans marked by class; where two overlap, the first holds."""
    out: list[Markup] = []
    at = whole.start
    for span, name in sorted(spans, key=lambda pair: (pair[0].start, -pair[0].end)):
        if span.start < at or span.end > whole.end:
            continue
        out.append(escape(_CONTROLS.sub(" ", text[at : span.start])))
        words = escape(_CONTROLS.sub(" ", text[span.start : span.end]))
        out.append(
            Markup('<mark class="{}" data-start="{}" data-end="{}">{}</mark>').format(
                name, span.start, span.end, words
            )
        )
        at = span.end
    out.append(escape(_CONTROLS.sub(" ", text[at : whole.end])))
    return Markup("").join(out)


class _Context(Context):
    """Calls for words go straight through: a page has some hundred, and each is a look-up."""

    def call(self, called: Any, /, *args: Any, **kwargs: Any) -> Any:
        if type(called) is not Messages:
            return super().call(called, *args, **kwargs)
        kwargs.pop("_block_vars", None)
        kwargs.pop("_loop_vars", None)
        return called(*args, **kwargs)


@cache
def environment() -> Environment:
    """Build the template environment: unknown names are errors, everything is escaped."""
    made = Environment(
        loader=PackageLoader("trucewatch.web"),
        autoescape=select_autoescape(default=True),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    made.context_class = _Context
    made.filters["bdi"] = bdi
    made.globals |= {"static": static_url, "languages": LANGUAGES, "marked": marked}
    return made


def part(template: str, say: Messages, **values: Any) -> Markup:
    """Return a part of a page that may be kept for everybody: it gets nobody to look at.

    A template that names who asks (`asked`, `following`, `path`) fails: the name is unknown.
    """
    # What autoescaping wrote.
    return Markup(environment().get_template(template).render(t=say, **values))  # noqa: S704


@lru_cache(maxsize=256)
def _nav(language: str, here: str) -> Markup:
    """Return the links to the main pages; `here` is one of their addresses, or empty."""
    return part("_nav.html.j2", Messages(language), pages=NAV, here=here)


@cache
def _languages(language: str) -> Markup:
    return part("_languages.html.j2", Messages(language))


def page(asked: Asking, template: str, *, status: int = 200, **values: Any) -> HTMLResponse:
    """Return a page; values are the template's own."""
    desk, path = asked.desk, asked.request.url.path
    html = (
        environment()
        .get_template(template)
        .render(
            t=asked.say,
            asked=asked,
            path=path,
            nav=_nav(asked.say.language, path if path in NAV else ""),
            chosen_language=_languages(asked.say.language),
            query=asked.request.url.query,
            watch=desk.tools.watched,
            following=desk.following,
            **values,
        )
    )
    return HTMLResponse(html, status_code=status)
