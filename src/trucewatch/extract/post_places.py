"""Places in posts that no gazetteer gave: names after a preposition, heads of lines, bare nouns.

"Grads on Hays", "Vostochny: Grads", "checkpoints on the coast road": the line says that they are
places, so their words are kept, with the relation that they are printed in and no coordinates.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, cast

from trucewatch.extract.engine import engine
from trucewatch.extract.frames import load_frames
from trucewatch.extract.notes import is_speaker
from trucewatch.extract.tables import load_data
from trucewatch.extract.words import fold
from trucewatch.model import Place, PlaceMention, Span
from trucewatch.model.vocabulary import PlaceRelation

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from trucewatch.extract.lexicon import Lexicon
    from trucewatch.extract.posts import Unit

WORD = re.compile(r"[^\W_]+(?:['\u2019][^\W_]+)*")
_LED = re.compile(
    r"\b(?P<lead>on|at|over|in|near|nr|around|outside|inside|from|to|towards?|thru|through|into"
    r"|(?:[NSEW]{1,2}|north|south|east|west) of)\s+(?:the\s+)?"
    r"(?P<name>(?P<bare>[A-Z][\w\u2019'-]+(?:\s+(?:al-|el-)?[A-Z][\w\u2019'-]+)*)"
    r"(?:\s+(?P<noun>[a-z]+))?)"
)
_LED_SMALL = re.compile(
    r"\b(?P<lead>on|at|over|in|near|nr|around|outside|inside|from|to|towards?|thru|through|into"
    r"|(?:[nsew]{1,2}|north|south|east|west) of)\s+(?:the\s+)?"
    r"(?P<name>(?P<bare>[^\W\d_][\w\u2019'-]{2,})(?:\s+(?P<noun>[a-z]+))?)"
)
_LAST = re.compile(
    r"(?<=[a-z] )(?P<name>[A-Z][\w\u2019'-]+(?:\s+(?:al-|el-)?[A-Z][\w\u2019'-]+)*)"
    r"(?=\s*(?:$|[,;.!?]))"
)
_THING = re.compile(
    r"\b(?P<lead>on|at|in|near|behind|outside|inside|along|over) (?:the|our|their|its)\s+"
    r"(?P<words>[a-z]+(?: [a-z]+){0,2})"
)
_HEARD = re.compile(r"\b(?:heard|hear|felt|visible|audible)\b[^,;]{0,20}$")
_ARMED = frozenset({"force", "soldiery"})
_NEAR = frozenset({"near", "nr", "around", "outside"})
_OF_THINGS = ("at", "along", "axis")
_TAKEN_UP = frozenset({"city", "town", "village"})
"""Nouns that take up a place named before."""


@lru_cache(maxsize=1)
def relations() -> Mapping[str, PlaceRelation]:
    """Return the nouns that make a head a place, with the relation that they give."""
    rows = load_data("posts.toml")["places"]
    return {
        word: cast("PlaceRelation", relation) for relation, words in rows.items() for word in words
    }


def is_common(word: str) -> bool:
    """Say whether running text prints a word in lower case; unknown words are names."""
    return word.isdecimal() or engine().usual.get(word.lower(), "").islower()


def named_places(
    text: str, unit: Unit, known: Sequence[PlaceMention], lexicon: Lexicon
) -> Iterator[PlaceMention]:
    """Yield the names in a line of a post that a preposition makes places ("Grads on Hays")."""
    if unit.line < 0:
        return
    taken = [mention.place.span for mention in known]
    taken += [time.ref.span for time in lexicon.times(text, unit.span, None, None)]
    taken += [actor.span for actor in lexicon.registry.find(text, unit.span)]
    taken += [weapon.span for weapon in lexicon.weapons(text, unit.span)]
    small = not any(map(str.isupper, unit.span.of(text)))
    found = 0
    for match in (_LED_SMALL if small else _LED).finditer(text, *unit.span):
        noun = relations().get(match["noun"] or "")
        name, lead = Span(*match.span("name" if noun else "bare")), match["lead"].lower()
        if any(span.overlaps(name) for span in taken) or not _may_be_place(match["bare"]):
            continue
        if _HEARD.search(text, unit.span.start, name.start):
            continue
        bearing = lead.endswith(" of")
        whole = name.joined(Span(*match.span("lead"))) if bearing or lead in _NEAR else name
        relation: PlaceRelation = "sector" if bearing else "near" if lead in _NEAR else noun or "at"
        yield _mention(text, whole, name, relation, lead)
        found += 1
    if found or known or unit.place is not None:
        return
    for match in _LAST.finditer(text, *unit.span):
        name = Span(*match.span("name"))
        if not any(span.overlaps(name) for span in taken) and _may_be_place(match["name"]):
            yield _mention(text, name, name, "at", "")
            return
    yield from _things(text, unit, taken)


def _things(text: str, unit: Unit, taken: Sequence[Span]) -> Iterator[PlaceMention]:
    """Yield the first place that only its noun names ("on the coast road")."""
    for match in _THING.finditer(text, *unit.span):
        ends = [
            word.end()
            for word in WORD.finditer(text, *match.span("words"))
            if relations().get(word.group()) in _OF_THINGS and word.group() not in _TAKEN_UP
        ]
        name = Span(match.start("words"), ends[-1] if ends else match.start("words"))
        if not ends or any(span.overlaps(name) for span in taken):
            continue
        lead = match["lead"]
        beside = lead in ("near", "behind", "outside", "along")
        road = relations()[text[: name.end].rsplit(None, 1)[-1]] == "along"
        relation: PlaceRelation = "along" if road else "near" if beside else "unresolved"
        whole = Span(match.start("lead"), name.end) if beside else name
        yield _mention(text, whole, name, relation, lead)
        return


def _may_be_place(name: str) -> bool:
    if is_common(name) or is_speaker(name) or fold(name) in relations():
        return False
    classes = load_frames().classes  # "attack on M23"
    return all(classes.get(word.lower(), frozenset()).isdisjoint(_ARMED) for word in name.split())


def _mention(
    text: str, whole: Span, name: Span, relation: PlaceRelation, lead: str
) -> PlaceMention:
    place = Place(text=whole.of(text), span=whole, relation=relation)
    return PlaceMention(place=place, lead=lead, lead_span=None, names=(name,))


def head_place(text: str, span: Span, mentions: Sequence[PlaceMention]) -> PlaceMention:
    """Return the place at the head of a line: as it was resolved, else by its words alone."""
    known = next((m for m in mentions if m.place.span == span), None)
    if known is not None:
        return known
    words = [fold(word) for word in WORD.findall(text, *span)]
    relation = relations().get(words[-1]) or relations().get(words[0]) or "at"
    bare = len(words) == 1 and words[0] in relations() and relation == "at"
    return _mention(text, span, span, "unresolved" if bare else relation, "")
