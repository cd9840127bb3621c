"""The whole expression of a place: what its text prints around the name that was recognised.

"Parts of X", "the road to X", "off X" and "X town" are narrower than X, or lie beside it, and the
span of a place is the narrowest expression (CODEBOOK, "Place").
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from msgspec.structs import replace

from trucewatch.extract.sites import OF_ANOTHER
from trucewatch.extract.tables import load_data
from trucewatch.extract.ways import MOVES
from trucewatch.model import Span

if TYPE_CHECKING:
    from trucewatch.extract.scene import Scene
    from trucewatch.model import Place
    from trucewatch.model.vocabulary import PlaceRelation

_DATA = load_data("sites.toml")["words"]
_SIDE = r"(?:(?:north|south|east|west)(?:[- ]?(?:east|west))?ern)"
_PART = re.compile(
    rf"\b(?:(?:some|several|large|most|many|whole|{_SIDE})\s+)?(?:{'|'.join(_DATA['parts'])})\s+of\s+"
    r"(?:the\s+)?(?:(?:city|town|village|district|province)\s+of\s+)?$",
    re.IGNORECASE,
)
_ROAD = re.compile(
    rf"\b(?:(?:main|access|only|coastal|coast|desert|mountain|supply|old|new)\s+)?(?:{'|'.join(_DATA['roads'])})\s+"
    r"(?:leading\s+|running\s+)?(?:to|towards?|into|out of)\s+(?:the\s+)?"
    r"(?:(?:city|town|village)\s+of\s+)?$",
    re.IGNORECASE,
)
_OFF = re.compile(
    r"\b(?:off|offshore from)\s+(?:the\s+(?:coast|shores?|port)\s+of\s+)?$", re.IGNORECASE
)
_DIRECTION = re.compile(r"direction of\b", re.IGNORECASE)
_PORTION = re.compile(rf"\b(?:{'|'.join(sorted(OF_ANOTHER))})$", re.IGNORECASE)
_AIM = re.compile(
    r"\s+of\s+(?:(?:the|their|its)\s+)?[\w'\u2019-]+(?:\s+(?:base|line|[A-Z][\w'\u2019-]*))*"
)
_TOWARDS = re.compile(r"\bdirection\s+of\s+(?:the\s+)?$", re.IGNORECASE)
_KIND = re.compile(rf"\s+(?:{'|'.join(_DATA['kinds'])})\b(?!\s+(?:{'|'.join(_DATA['staff'])})\b)")
_QUARTERS = re.compile(
    rf"{_SIDE}\s+(?:districts?|neighbou?rhoods?|suburbs?|outskirts|quarters?)", re.IGNORECASE
)
_ON_FOOT = MOVES - {"access_restriction", "patrol"}
_BACK = 60


def worded(scene: Scene, act: str, place: Place) -> Place:
    """Return a place with the words that make its name narrower, and the relation they give."""
    if _PORTION.search(place.text):
        aim = _AIM.match(scene.text, place.span.end, scene.sentence.end)
        span = place.span if aim is None else Span(place.span.start, aim.end())
        return replace(place, text=scene.words(span), span=span)
    if _DIRECTION.match(place.text):
        return replace(place, relation="axis")
    if place.relation not in ("at", "in_area") or not scene.sentence.span.covers(place.span):
        return place
    if _QUARTERS.fullmatch(place.text):
        return replace(place, relation="sector")
    text, span = scene.text, place.span
    kind = _KIND.match(text, span.end, scene.sentence.end) if place.text[-1:].isalpha() else None
    if kind is not None and place.text.rsplit(maxsplit=1)[-1][:1].isupper():
        span = Span(span.start, kind.end())
    relation: PlaceRelation = place.relation
    since = max(scene.sentence.start, span.start - _BACK)
    if (aim := _TOWARDS.search(text, since, span.start)) is not None:
        span, relation = Span(aim.start(), span.end), "axis"
    elif (part := _PART.search(text, since, span.start)) is not None:
        span = Span(part.start(), span.end)
    elif act not in _ON_FOOT and (road := _ROAD.search(text, since, span.start)) is not None:
        span, relation = Span(road.start(), span.end), "along"
    elif (off := _OFF.search(text, since, span.start)) is not None:
        span, relation = Span(off.start(), span.end), "near"
    return replace(place, text=scene.words(span), span=span, relation=relation)
