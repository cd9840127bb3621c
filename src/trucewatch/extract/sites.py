"""Places without a name: what stands behind "in", "behind", "3 km south of" and is a site.

"Two shells came down behind the mosque", "23 explosions 6 to 8 km south-west of their position":
no gazetteer can hold them, yet their words say where it happened (CODEBOOK, "Place": a definite
place that nothing resolves keeps its words). They are found by their words alone, before anything
is parsed, and are chosen only where no name tells the place.
"""

from __future__ import annotations

import re
from bisect import bisect_right, insort
from functools import lru_cache
from typing import TYPE_CHECKING, Final, NamedTuple, cast

import msgspec

from trucewatch.extract.engine import engine
from trucewatch.extract.tables import load_data, plural_of
from trucewatch.extract.words import split_words
from trucewatch.model import Place, PlaceMention, Span
from trucewatch.model.vocabulary import PlaceRelation

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

_WAY = r"(?:north|south|east|west)"
_BEARING = rf"{_WAY}(?:[- ]?{_WAY}){{0,2}}"
_NUMBER = r"(?:\d[\d.,]*|a few|several|two|three|four|five|six|seven|eight|nine|ten|some)"
_FAR = (
    rf"(?:{_NUMBER}(?:\s?(?:-|\u2013|to|or)\s?{_NUMBER})?\s?"
    r"(?:km|kms|kilomet(?:re|er)s?|m|met(?:re|er)s?|miles?|yards?|yd|feet))"
)
_AWAY = r"(?:away\s+from|short\s+of|from|outside|inside|of)"
_OWN = r"(?:the|their|its|his|her|our|this|that|these|those|a|an|all|both)"
_WORD = r"[^\W\d_][\w'\u2019-]*"
_PARTED = re.compile(
    rf"\b(?P<far>{_FAR}\s+)(?:away\s+)?(?:to\s+the\s+|further\s+)?(?P<way>{_BEARING})\b"
    rf"(?P<anchor>\s+of\s+{_OWN}\s+(?:{_WORD}\s+){{0,2}}?{_WORD})?(?!\s+of\b|[- ]?{_WAY})",
    re.IGNORECASE,
)
_PARTED_FROM = re.compile(
    rf"\b(?i:{_FAR})\s+(?i:(?:away\s+)?(?:to\s+the\s+)?{_BEARING})\s+of\s+(?:the\s+)?"
    r"(?P<name>(?:al-|el-)?[A-Z][\w\u2019'-]+(?:\s(?:al-|el-)?[A-Z][\w\u2019'-]+){0,2})"
)
"""A bearing from a name that no gazetteer holds."""
_SIDE_OF = re.compile(
    rf"\b{_BEARING}\s+of\s+{_OWN}\s+(?:{_WORD}\s+){{0,2}}?(?P<noun>{_WORD})\b", re.IGNORECASE
)
_STAFF = (
    r"guards?|police|forces?|patrols?|officials?|troops?|soldiers?|officers?|authorities|staff"
    r"|workers?|wall|fence"
)
"""What makes such a noun a description ("its border guards")."""
_NAMED = re.compile(
    r"\b(?P<lead>at|near|over|outside|around|off|towards?|into|in|to|left|leaving|fled|fleeing|entered|entering|reached|reaching"
    r"|(?:cent(?:re|er)|heart|rest|parts?|fringes?|entrances?)\s+of)\s+(?:the\s+)?"
    r"(?P<name>(?:al-|el-)?[A-Z][a-z][\w\u2019'-]*(?:\s(?:al-|el-)?[A-Z][\w\u2019'-]+){0,2})"
    r"(?![\w\u2019'-]|\s(?:[A-Z]|\d))"
)
_OF_NAME = re.compile(
    r"\s+of\s+(?P<name>(?:al-|el-)?[A-Z][\w\u2019'-]+(?:\s(?:al-|el-)?[A-Z][\w\u2019'-]+){0,2})"
)
"""The name that a settlement or district goes by ("the town of Kfar Dan")."""
_SECTION = re.compile(r"\s*(?P<name>[A-Z][^\W\d_][\w'\u2019-]*(?: [\w'\u2019-]+){0,3})\.\s")
OF_ANOTHER: Final = frozenset({"direction", "centre", "center", "heart", "middle", "foot", "top"})
"""Nouns that are a place only by what stands behind "of"."""
_POSSESSIVE = frozenset({"his", "her", "their"})
_NUMBERS = frozenset(load_data("times.toml")["small_numbers"])
_HEADED = re.compile(r"[\W\d]*(?P<name>[A-Z][^\W\d_][\w'\u2019-]*(?: [\w'\u2019-]+){0,3}):\s")
_NEST = 4
"""How many recognised spans can lie in one another."""
_KEPT = frozenset({"near", "along", "between", "unresolved"})


class _Led(NamedTuple):
    """A long pattern, and the folded words of which a sentence has one where it matches."""

    pattern: re.Pattern[str]
    needed: frozenset[str]


class _Nouns(NamedTuple):
    relation: Mapping[str, PlaceRelation]
    needs_more: frozenset[str]
    led: _Led
    reached: _Led
    far_from: re.Pattern[str]
    leads: Mapping[str, str]
    pointing: frozenset[str]
    never_before: frozenset[str]
    regions: frozenset[str]
    axes: frozenset[str]
    private: frozenset[str]
    acted_on: tuple[_Led, ...]
    """Places that are hit, taken, lost or shelled."""


@lru_cache(maxsize=1)
def _nouns() -> _Nouns:
    data = load_data("sites.toml")
    relation = {
        form: cast("PlaceRelation", name)
        for name, nouns in data["nouns"].items()
        for noun in nouns
        for form in (noun, plural_of(noun, {}))
    }
    never = frozenset(f for n in data["bare"]["never"] for f in (n, plural_of(n, {})))
    leads = {word: name for name, words in data["leads"].items() for word in words}
    verbs = set(data["reached"]["verbs"])
    known = _any(relation)
    stop = _any(data["bare"]["never_before"].split())
    noun = (
        rf"(?P<mods>(?:(?!(?:{stop})\s)(?:(?:[A-Z]\.)+|[\w'\u2019-]+)\s+){{0,4}}?)"
        rf"(?P<noun>{known})\b(?!\s+(?:{known}|{_STAFF})\b)"
    )
    struck = (
        rf"(?P<mods>(?:(?!(?:{stop})\s)[\w'\u2019-]+\s+){{0,3}}?)"
        rf"(?P<noun>{_any(data['hit']['nouns'])})\b(?!\s+(?:{known}|{_STAFF})\b)"
    )
    det = rf"(?P<det>{_OWN}\s+)?"
    hit, taken = data["hit"], data["taken"]
    return _Nouns(
        relation=relation,
        needs_more=never,
        led=_leading(leads, f"{det}{noun}"),
        reached=_leading(verbs, f"{det}{noun}"),
        far_from=re.compile(rf"\b{_FAR}\s+{_AWAY}\s+{_OWN}\s+{noun}", re.IGNORECASE),
        leads=leads,
        pointing=frozenset(data["pointing"]["nouns"]),
        never_before=frozenset(data["bare"]["never_before"].split()),
        regions=frozenset(data["pointing"]["regions"]),
        axes=frozenset(data["nouns"]["axis"]),
        private=frozenset(data["bare"]["private"]),
        acted_on=(
            _leading(hit["verbs"], rf"(?P<det>{_OWN}\s+){struck}"),
            _leading(taken["verbs"], f"{det}{noun}"),
            _lost(noun, taken["passive"]),
            _lost(struck, hit["passive"]),
        ),
    )


def _leading(words: Collection[str], rest: str) -> _Led:
    """Return what matches a place behind one of some words."""
    pattern = re.compile(rf"\b(?P<lead>{_any(words)})\s+{rest}", re.IGNORECASE)
    return _Led(pattern, _firsts(words))


def _firsts(phrases: Iterable[str]) -> frozenset[str]:
    """Return the folded first words of phrases."""
    return frozenset(split_words(phrase)[0].key for phrase in phrases)


def _lost(noun: str, done: Collection[str]) -> _Led:
    """Return what matches a place before what was done to it ("the bridge had been mined")."""
    pattern = re.compile(
        rf"\b(?P<det>{_OWN}\s+){noun}\s+(?:has|had|have|was|were|is|are)\s+(?:not\s+|also\s+)?"
        rf"(?:been\s+)?(?P<lead>{_any(done)})\b",
        re.IGNORECASE,
    )
    return _Led(pattern, _firsts(done))


def _any(words: Iterable[str]) -> str:
    longest = sorted(words, key=lambda word: (-len(word), word))
    return "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in longest)


def sites(
    text: str, span: Span, known: Sequence[PlaceMention], others: Sequence[Span] = ()
) -> Iterator[PlaceMention]:
    """Yield the places in a sentence that no gazetteer holds and that overlap none of the `known`.

    `others` are words that something else is known of (times, actors, weapons).
    """
    taken = sorted(mention.place.span for mention in known)
    others = sorted(others)
    strange = (one for one in _strange(text, span) if not _meets(one.place.span, others))
    for found in (*_bearings(text, span), *_led(text, span), *strange):
        if not _meets(found.place.span, taken):
            insort(taken, found.place.span)
            yield found


def _bearings(text: str, span: Span) -> Iterator[PlaceMention]:
    for match in _PARTED.finditer(text, *span):
        yield _mention(text, Span(*match.span()), "sector", "")
    for match in _PARTED_FROM.finditer(text, *span):
        mention = _mention(text, Span(*match.span()), "sector", "")
        yield msgspec.structs.replace(mention, names=(Span(*match.span("name")),))
    for match in _nouns().far_from.finditer(text, *span):
        if _nouns().never_before.isdisjoint(match["mods"].lower().split()):
            yield _mention(text, Span(*match.span()), "near", "")
    for match in _SIDE_OF.finditer(text, *span):
        if match["noun"].lower() in _nouns().relation:
            # "In the south of the province" is a part of it, "to the south of the post" is not.
            inside = text[: match.start()].lower().endswith("in the ")
            yield _mention(text, Span(*match.span()), "in_area" if inside else "sector", "")


def _led(text: str, span: Span) -> Iterator[PlaceMention]:
    nouns = _nouns()
    said = {word.key for word in split_words(text, span)}
    for pattern, needed in (nouns.led, nouns.reached, *nouns.acted_on):
        if said.isdisjoint(needed):
            continue  # cheaper than the pattern, which is long
        acted_on = pattern is not nouns.led.pattern and pattern is not nouns.reached.pattern
        for match in pattern.finditer(text, *span):
            if not _is_site(match) or (acted_on and _counted(match)):
                continue
            lead = " ".join(match["lead"].lower().split())
            given = nouns.leads.get(lead, "plain")
            start = match.start("mods") if match["mods"] else match.start("noun")
            noun = nouns.relation.get(" ".join(match["noun"].lower().split()), "at")
            named = any(word[:1].isupper() for word in match["mods"].split())
            relation: PlaceRelation = "at" if named and noun == "unresolved" else noun
            if lead == "across" and relation in ("at", "in_area"):
                given = "plain"  # "across the zone": in it
            if given in _KEPT:
                start = match.start("lead")
                relation = cast("PlaceRelation", "unresolved" if given == "between" else given)
            plain = lead if pattern is nouns.led.pattern else "hit" if acted_on else ""
            called = _OF_NAME.match(text, match.end("noun"), span.end)
            if called is not None and match["noun"].lower() in nouns.pointing:
                start = start if given in _KEPT else called.start("name")
                yield _mention(text, Span(start, called.end("name")), relation, plain)
            else:
                yield _mention(text, Span(start, match.end("noun")), relation, plain)


def _is_site(match: re.Match[str]) -> bool:
    mods = [word.lower() for word in match["mods"].split()]
    if not _nouns().never_before.isdisjoint(mods):
        return False
    noun = " ".join(match["noun"].lower().split())
    own = (match["det"] or "").strip().lower() in _POSSESSIVE and noun in _nouns().private
    aimed = noun in OF_ANOTHER and match.string.startswith(" of ", match.end())
    if not mods and noun in _nouns().needs_more and not own and not aimed:
        return False
    if not match["det"] and any(word.endswith("ed") for word in mods):
        return False  # "from each side returned home": a clause lies between
    # Without an article only a plural or a name is a place ("in villages", not "at home").
    return bool(match["det"]) or bool(mods) or noun.endswith("s")


def _counted(match: re.Match[str]) -> bool:
    """Say whether a number stands before the noun: "held nine positions" tells how many."""
    first = match["mods"].split()[:1]
    return any(word[:1].isdigit() or word.lower() in _NUMBERS for word in first)


def _meets(span: Span, others: Sequence[Span]) -> bool:
    """Say whether a span overlaps one of the sorted others, which hardly overlap each other."""
    at = bisect_right(others, span)
    return any(span.overlaps(other) for other in others[max(0, at - _NEST) : at + 1])


def _strange(text: str, span: Span) -> Iterator[PlaceMention]:
    """Yield the names that a preposition makes places though no gazetteer knows them."""
    for match in _NAMED.finditer(text, *span):
        words = match["name"].split()
        if any(map(_usual, words)) or (match["lead"] == "to" and len(words) > 1):
            continue
        lead = match["lead"].lower()
        near = lead in ("near", "outside", "around", "off")
        start = match.start("lead") if near else match.start("name")
        place = Span(start, match.end("name"))
        yield _mention(text, place, "near" if near else "at", lead)


def _usual(word: str) -> bool:
    """Say whether running text prints a word in lower case."""
    return engine().usual.get(word.lower(), "").islower()


def section(text: str, begun: int, sentence: Span) -> Place | None:
    """Return the place that heads the paragraph of a sentence ("West coast. The ...", "Ibb. ...").

    A head before a colon may be in the sentence itself ("Eastern axis: the army ...").
    """
    match = _SECTION.match(text, begun, sentence.start) or _HEADED.match(text, begun, sentence.end)
    if match is None:
        return None
    words = match["name"].split()
    region = words[-1].lower() in _nouns().regions
    strange = any(not _common(word) for word in words) and all(w[:1].isupper() for w in words)
    if not region and (not strange or match.re is _HEADED):
        return None  # "Ibb. The militia": a place; "Interfax: ...": who tells it
    span = Span(*match.span("name"))
    axis = words[-1].lower() in _nouns().axes
    return Place(text=match["name"], span=span, relation="axis" if axis else "in_area")


def _common(word: str) -> bool:
    """Say whether running text prints a word small, in the plural too ("Incidents.")."""
    return _usual(word) or (word.endswith("s") and _usual(word[:-1]))


def pointing(text: str, place: Place) -> bool:
    """Say whether the words of a place only take up one named before ("in the village")."""
    before = text[max(0, place.span.start - len("the ")) : place.span.start].lower()
    return place.text.lower() in _nouns().pointing and before == "the "


def resolved_as(place: Place, told: Place) -> Place:
    """Return a place by its own words where the place lies that the text ties it to."""
    relation = "at" if place.relation == "unresolved" else place.relation
    return msgspec.structs.replace(told, text=place.text, span=place.span, relation=relation)


def unanchored(mention: PlaceMention) -> bool:
    """Say whether it is a bearing from no name ("3 km south of their position", "of the town")."""
    return not mention.names and mention.place.relation == "sector"


def bearing_of_own(mention: PlaceMention) -> bool:
    """Say whether a bearing counts from where those stood who tell of it."""
    words = mention.place.text.lower()
    return " of " not in words or re.search(r" of (?:their|its|his) ", words) is not None


def _mention(text: str, span: Span, relation: PlaceRelation, lead: str) -> PlaceMention:
    return PlaceMention(
        place=Place(text=span.of(text), span=span, relation=relation),
        lead=lead, lead_span=None, names=(),
    )  # fmt: skip
