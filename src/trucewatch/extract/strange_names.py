"""Names of places that no gazetteer holds, made known by how a text uses them elsewhere.

Who reads "near Zovrika" knows in the next sentence what "shells hit Zovrika" means. A name that a
preposition of place or "the village of" introduces anywhere in a text is a place throughout it,
and what is shelled, retaken or besieged by a bare name is one without being introduced.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from msgspec.structs import replace

from trucewatch.extract.engine import engine
from trucewatch.extract.tables import load_data
from trucewatch.model import Place, PlaceMention, Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from trucewatch.model.vocabulary import PlaceRelation

_NAME = r"(?:al-|el-)?[A-Z][a-z][\w\u2019'-]*(?:\s(?:al-|el-)?[A-Z][\w\u2019'-]+){0,2}"
_ENDS = r"(?<!['\u2019]s)(?<![-'\u2019])(?![\w\u2019'-]|\s[A-Z\d])"
_WORD = re.compile(rf"(?<![\w'\u2019-]){_NAME}")
_BETWEEN = re.compile(rf"\bbetween\s+({_NAME})\s+and\s+({_NAME}){_ENDS}")
_NEAR = frozenset({"near", "outside", "around", "off"})
_OUT_OF = re.compile(r"\bout\s+of\s+(?:the\s+)?$", re.IGNORECASE)


class _Forms(NamedTuple):
    introducing: re.Pattern[str]
    acting: re.Pattern[str]
    behind_subject: re.Pattern[str]
    never: frozenset[str]


@lru_cache(maxsize=1)
def _forms() -> _Forms:
    data = load_data("sites.toml")["strange"]
    leads, kinds, verbs, after = (
        "|".join(data[key]) for key in ("leads", "kinds", "verbs", "after_subject")
    )
    return _Forms(
        re.compile(rf"\b(?:(?i:{leads})(?:\s+the\s+(?:{kinds})\s+of)?|(?:{kinds})\s+of)\s+(?P<name>{_NAME}){_ENDS}"),
        re.compile(rf"\b(?:{verbs})\s+(?P<name>{_NAME}){_ENDS}"),
        re.compile(rf"\s+(?:{after})\b"),
        frozenset(data["never"]),
    )  # fmt: skip


@lru_cache(maxsize=4)  # every sentence of a text asks for them
def introduced(text: str) -> frozenset[str]:
    """Return the names that a text introduces as places and running text never prints small."""
    found = {match["name"] for match in _forms().introducing.finditer(text)}
    found |= {name for match in _BETWEEN.finditer(text) for name in match.groups()}
    return frozenset(filter(_strange, found))


def strange_names(text: str, span: Span, taken: Sequence[Span]) -> Iterator[PlaceMention]:
    """Yield the unknown names of a sentence that are places; `taken` is what is known otherwise."""
    known = introduced(text)
    found: list[Span] = list(taken)
    for match in _BETWEEN.finditer(text, *span) if known else ():
        whole, names = Span(*match.span()), (Span(*match.span(1)), Span(*match.span(2)))
        if known.issuperset(match.groups()) and not any(one.overlaps(whole) for one in found):
            found.append(whole)
            yield _mention(text, whole, names, "between", "between")
    for name in _named(text, span, known):
        if any(one.overlaps(name) for one in found):
            continue
        found.append(name)
        before = re.search(
            r"([^\W\d_]+)\s+(?:the\s+)?$", text[max(0, name.start - 30) : name.start]
        )
        lead = before[1].lower() if before else ""
        if lead == "of" and _led_out(text, name.start):
            lead = "out of"
        near = lead in _NEAR
        whole = Span(text.rindex(before[1], 0, name.start), name.end) if before and near else name
        yield _mention(text, whole, (name,), "near" if near else "at", lead)


def _led_out(text: str, start: int) -> bool:
    """Say whether "out of" leads a name, of which only the last word stands right before it."""
    return _OUT_OF.search(text, max(0, start - 16), start) is not None


def moved_out(text: str, mention: PlaceMention) -> PlaceMention:
    """Return a place with "out of" as its lead where the gazetteer saw "of" alone."""
    if mention.lead != "of" or not _led_out(text, mention.names[0].start if mention.names else 0):
        return mention
    return replace(mention, lead="out of")


def _named(text: str, span: Span, known: frozenset[str]) -> Iterator[Span]:
    """Yield where an introduced name stands, and a bare one that is shelled or besieged."""
    forms = _forms()
    for match in _WORD.finditer(text, *span) if known else ():
        opens = not text[span.start : match.start()].strip()
        acted_on = forms.behind_subject.match(text, match.end(), span.end)
        if match.group() in known and (not opens or acted_on):
            yield Span(*match.span())
    for match in forms.acting.finditer(text, *span):
        if _strange(match["name"]):
            yield Span(*match.span("name"))


def _strange(name: str) -> bool:
    """Say whether running text never prints a name's words small, nor as something else's name."""
    usual = engine().usual
    words = name.split()
    small = any(usual.get(word.lower(), "").islower() for word in words)
    return not small and _forms().never.isdisjoint(words)


def _mention(
    text: str, whole: Span, names: tuple[Span, ...], relation: PlaceRelation, lead: str
) -> PlaceMention:
    place = Place(text=whole.of(text), span=whole, relation=relation)
    return PlaceMention(place=place, lead=lead, lead_span=None, names=names)
