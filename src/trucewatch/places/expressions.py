"""From names to place expressions: near, bearings, roads, fronts, areas, lists, containers.

The relation word belongs to the span of near / between / along / around / bearings, not of in / at
(CODEBOOK, Place). An expression that only says where another lies ("Fatira in Jabal al-Zawiya",
"the village of X, south of Y") is no place of its own: it becomes evidence for the other.
"""

# ruff: noqa: RUF001 - a pattern reads best on one line; quotation marks are its subject

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from trucewatch.model import Span
from trucewatch.model.vocabulary import PlaceRelation
from trucewatch.places.atlas import LINEAR
from trucewatch.places.grammar import NUMBERS, VAGUE, patterns
from trucewatch.places.lexicon import cues, noun_kinds
from trucewatch.places.scene import Found

_REACH = 110  # characters looked at before a name
_UNITS = {"k": 1000.0, "mi": 1609.344, "m": 1.0}


@dataclass(frozen=True, slots=True)
class Expression:
    """A place expression before resolution.

    `names` are its bare toponyms (several for a list, `between`, or a road between places);
    `bearings` the directions it states in degrees (of a sector, or of a part of an area),
    `metres` the least and greatest distance; `within` what it lies in or beside, as evidence;
    `anchors` narrow a line ("M4 near Ariha", "M4 between A and B"); `shown` is then the relation
    that the narrowing words print.
    """

    relation: PlaceRelation
    start: int
    end: int
    names: tuple[Found, ...]
    lead: str = ""
    lead_span: Span | None = None
    bearings: tuple[float, ...] = ()
    metres: tuple[float, float] | None = None
    part: bool = False  # bearings choose a side of the area itself
    countryside: bool = False
    road: bool = False
    kind: str = ""
    anchors: tuple[Expression, ...] = ()
    within: tuple[Expression, ...] = field(default=())
    shown: PlaceRelation | None = None


_LIST = re.compile(
    r"\s*(?:\(\s*\d+\s*\))?(?P<sep>\s*,?\s+(?:and|or|as\s+well\s+as)\s+|\s*,\s+|\s*&\s*)"
    r"(?:(?:in|at|the|near|from)\s+)?(?:(?:the\s+)?(?P<of>\w+)\s+of\s+)?\Z"
)
_PAIR = re.compile(r"\s+(?:and|to|with)\s+(?:the\s+)?(?:\w+\s+of\s+)?\Z")
_DASH = re.compile(r"\s?[-‐‑–/]\s?\Z")
_CONTAINERS = frozenset({"region", "country", "area", "zone"})
_APPOSED = re.compile(r"\s*,\s*(?:just\s+|some\s+|about\s+)?\Z|\s+\Z")


Kinds = Callable[[Found], frozenset[str]]
"""The kinds of place that the atlas knows under a name (empty for an unknown one)."""


def express(text: str, names: Sequence[Found], low: int, kinds: Kinds) -> list[Expression]:
    """Return the place expressions that the names of one passage form, in order of the text.

    `low` is where the passage starts; nothing before it is looked at.
    """
    groups = _groups(text, names)
    made: list[Expression] = []
    for group in groups:
        limit = made[-1].end if made else low
        one = _expression(text, group, max(limit, low))
        if one.relation == "at" and _all(kinds, one, LINEAR):
            one = replace(one, relation="along")
        made.append(one)
    return _nested(text, _inherited(text, made), kinds)


def _all(kinds: Kinds, one: Expression, wanted: frozenset[str]) -> bool:
    return all(known and known <= wanted for known in map(kinds, one.names))


def _groups(text: str, names: Sequence[Found]) -> list[tuple[list[Found], str]]:
    """Join names that stand together: "between A and B", "the A-B road", "A, B and C"."""
    groups: list[tuple[list[Found], str]] = []
    index = 0
    while index < len(names):
        first = names[index]
        rest = names[index + 1] if index + 1 < len(names) else None
        head = text[max(0, first.start - _REACH) : first.start]
        gap = text[first.end : rest.start] if rest else ""
        form = ""
        if rest and _PAIR.fullmatch(gap):
            if patterns()["<between"].search(head):
                form = "between"
            elif patterns()["<linking"].search(head) or (
                patterns()["<from"].search(head) and " to " in gap
            ):
                form = "road"
        elif rest and _DASH.fullmatch(gap) and patterns()[">road"].match(text, rest.end):
            form = "dash"
        if form:
            groups.append(([first, names[index + 1]], form))
            index += 2
            continue
        members = _listed(text, names, index)
        groups.append((members, "list" if len(members) > 1 else ""))
        index += len(members)
    return groups


def _listed(text: str, names: Sequence[Found], index: int) -> list[Found]:
    members = [names[index]]
    closed = False
    for other in names[index + 1 :]:
        gap = text[members[-1].end : other.start]
        match = _LIST.fullmatch(gap) if len(gap) < 40 else None
        if match is None or closed or _own_relation(gap, match["of"]):
            break
        closed = match["sep"].strip() != ","
        members.append(other)
    if len(members) == 2 and not closed:
        return members[:1]  # "Ariha, Idlib": one place and what it lies in
    return members


def _own_relation(gap: str, noun: str | None) -> bool:
    """Say whether the words between two names give the second a relation of its own."""
    if noun is not None and noun.casefold() not in noun_kinds():
        return True  # "and the outskirts of", "and south of"; not "and the village of"
    return re.search(r"\b(?:in|at|near|from)\s", gap) is not None


Maker = Callable[[Expression, re.Match[str]], Expression]


def _distance_bearing(made: Expression, match: re.Match[str]) -> Expression:
    metres = metres_of(match["n"], match["u"])
    return replace(made, relation="sector", bearings=(degrees_of(match["b"]),), metres=metres)


def _distance(made: Expression, match: re.Match[str]) -> Expression:
    return replace(made, relation="near", metres=metres_of(match["n"], match["u"]))


def _edge(made: Expression, match: re.Match[str]) -> Expression:
    return replace(made, relation="near", bearings=_sides(match), metres=cues().sector.just_m)


def _country(made: Expression, match: re.Match[str]) -> Expression:
    return replace(made, relation="in_area", bearings=_sides(match), part=True, countryside=True)


def _side(made: Expression, match: re.Match[str]) -> Expression:
    return replace(made, relation="in_area", bearings=_sides(match), part=True)


def _bearing(made: Expression, match: re.Match[str]) -> Expression:
    metres = cues().sector.just_m if match["just"] else cues().sector.bare_m
    return replace(made, relation="sector", bearings=(degrees_of(match["b"]),), metres=metres)


def _of_area(made: Expression, match: re.Match[str]) -> Expression:
    kind = noun_kinds().get(match["noun"].casefold(), "area")
    return replace(made, relation="in_area", bearings=_sides(match), part=True, kind=kind)


def _adjective(made: Expression, match: re.Match[str]) -> Expression:
    bearings = made.bearings or _sides(match)
    return replace(made, relation="in_area", bearings=bearings, part=True)


# Tried in this order; the first that ends at the name is taken.
_RULES: tuple[tuple[str, Maker], ...] = (
    ("distance_bearing", _distance_bearing),
    ("distance", _distance),
    ("edge", _edge),
    ("countryside", _country),
    ("side", _side),
    ("bearing", _bearing),
    ("axis", lambda made, _: replace(made, relation="axis")),
    ("near", lambda made, _: replace(made, relation="near")),
    ("area", _of_area),
)
# These only where the words after the name have not made it something else.
_PLAIN_RULES: tuple[tuple[str, Maker], ...] = (
    ("adjective", _adjective),
    ("greater", lambda made, _: replace(made, relation="in_area")),
    ("along", lambda made, _: replace(made, relation="along", lead="along")),
)
_IN_THE = re.compile(r"(?:in\s+)?the\s+", re.IGNORECASE)


def _expression(text: str, group: tuple[list[Found], str], low: int) -> Expression:
    found, form = group
    first, last = found[0], found[-1]
    base = max(low, first.start - _REACH)
    head = text[base : first.start]
    kind = next((name.kind for name in found if name.kind), "")
    made = Expression("at", first.start, last.end, tuple(found), kind=kind)
    if form in ("between", "road", "dash"):
        return _pair(text, made, form, head, base)
    if not text[first.start].isascii() and (foreign := _foreign(made, head, base)):
        return foreign
    made = _after(text, made)
    rules = _RULES + (_PLAIN_RULES if made.relation in ("at", "in_area") else ())
    for key, maker in rules:
        if match := patterns()[f"<{key}"].search(head):
            start = base + match.start()
            if key == "side" and (article := _IN_THE.match(head, match.start())):
                start = base + article.end()
            made = replace(maker(made, match), start=start)
            break
    return _led(text, made, low)


def _foreign(made: Expression, head: str, base: int) -> Expression | None:
    """Read the one word before a name in Arabic or Cyrillic text."""
    match = re.search(r"(\w+)(?:\s+из|\s+من|\s+от)?\s+\Z", head)
    if match is None:
        return None
    word, span = match[1].casefold(), Span(base + match.start(1), base + match.end(1))
    if word in cues().foreign_bearings:
        bearings = (cues().foreign_bearings[word],)
        metres = cues().sector.bare_m
        return replace(
            made, relation="sector", start=span.start, lead=word, lead_span=span,
            bearings=bearings, metres=metres,
        )  # fmt: skip
    kind = cues().foreign_nouns.get(word)
    if kind is not None:
        areal = kind in ("region", "county")
        return replace(
            made, relation="in_area" if areal else "at", start=span.start if areal else made.start,
            lead=word, lead_span=span, part=areal, kind=kind,
        )  # fmt: skip
    relations: dict[str, PlaceRelation] = {"near": "near", "area": "in_area", "at": "at"}
    for kind, relation in relations.items():
        if word in cues().foreign[kind].words:
            start = made.start if relation == "at" else span.start
            return replace(
                made,
                relation=relation,
                start=start,
                lead=word,
                lead_span=span,
                part=kind == "area",
            )
    return None


def _after(text: str, made: Expression) -> Expression:
    """Widen an expression by the words after its last name ("X countryside", "X front")."""
    for key, maker in _AFTER_RULES:
        if match := patterns()[f">{key}"].match(text, made.end):
            widened = maker(made, match)
            return made if widened is made else replace(widened, end=match.end())
    return made


def _possessive(made: Expression, match: re.Match[str]) -> Expression:
    country = match["what"].casefold() in cues().area_words["countryside"]
    return _country(made, match) if country else _edge(made, match)


def _front(made: Expression, match: re.Match[str]) -> Expression:
    # A capital makes it a body: "the Nusra Front".
    return made if match.group().split()[-1][0].isupper() else replace(made, relation="axis")


def _area_after(made: Expression, match: re.Match[str]) -> Expression:
    kind = noun_kinds()[match.group().strip().casefold()]
    return replace(made, relation="in_area", kind=kind)


_AFTER_RULES: tuple[tuple[str, Maker], ...] = (
    ("possessive", _possessive),
    ("countryside", _country),
    ("dezone", lambda made, _: replace(made, relation="in_area", kind="zone")),
    ("axis", _front),
    ("area", _area_after),
    ("site", lambda made, _: replace(made, road=False)),
    ("road", lambda made, _: replace(made, relation="along", road=True)),
)


def _pair(text: str, made: Expression, form: str, head: str, base: int) -> Expression:
    """Make "between A and B", "the road linking A and B", "the A-B highway"."""
    table = patterns()
    if form == "dash":
        match = table[">road"].match(text, made.end)
        end = match.end() if match else made.end
        made = replace(made, relation="along", end=end, road=True)
        along = table["<along"].search(head)
        return _led(
            text, replace(made, start=base + along.start(), lead="along") if along else made, base
        )
    match = table["<between" if form == "between" else "<linking"].search(head)
    if match is None:
        match = table["<from"].search(head)
        assert match is not None
        start = base + match.start("road")
    else:
        start = base + match.start()
    road = match["road"] is not None
    relation: PlaceRelation = "along" if road and form != "between" else "between"
    made = replace(made, relation=relation, start=start, road=road)
    return _led(text, made if road else replace(made, lead="between"), base)


# Only these say more than the relation word they stand before ("from near X", "to outside Y").
_OWN_WORD = re.compile(r"(?:near|nearby|along|between|around|outside)\b", re.IGNORECASE)
_OUTER = frozenset(("from", "to", "towards", "toward", "into", "through", "via", "over"))


def _led(text: str, made: Expression, low: int) -> Expression:
    """Find the preposition before an expression, over the noun of "the town of X"."""
    base = max(low, made.start - 60)
    head = text[base : made.start]
    if made.relation == "at" and (match := patterns()["<noun"].search(head)):
        head = head[: match.start()]
    match = patterns()["<lead"].search(head)
    own = _OWN_WORD.match(text, made.start, made.end)
    if match is not None and (own is None or match["lead"].casefold() in _OUTER):
        span = Span(base + match.start("lead"), base + match.end("lead"))
        return replace(made, lead=match["lead"].casefold(), lead_span=span)
    if own is not None:
        return replace(made, lead=own.group().casefold(), lead_span=Span(*own.span()))
    if made.relation in ("near", "sector"):
        return replace(made, lead="near")
    return made


def _sides(match: re.Match[str]) -> tuple[float, ...]:
    groups = match.groupdict()
    return tuple(degrees_of(groups[key]) for key in ("b", "b2") if groups.get(key))


def degrees_of(word: str) -> float:
    """Return the bearing of a word ("south-west", "SSW") in degrees."""
    plain = "-".join(word.casefold().split())
    table = cues().bearings | cues().points
    return table.get(plain, table.get(plain.replace("-", ""), 0.0))


def metres_of(number: str, unit: str) -> tuple[float, float]:
    """Return the least and greatest distance that a printed one stands for, in metres."""
    words = " ".join(number.casefold().split())
    if words in VAGUE:
        few = cues().sector.few_m
        return few if unit[0] in "kK" else (few[0] * 1.6, few[1] * 1.6)
    scale = _UNITS["k" if unit[0] in "kK" else "mi" if unit[:2].casefold() == "mi" else "m"]
    if words in NUMBERS:
        values = [float(NUMBERS[words])]
    else:
        values = [float(one.replace(",", ".")) for one in re.findall(r"\d+(?:[.,]\d+)?", number)]
    low, high = cues().sector.spread if len(values) == 1 else (0.9, 1.1)
    return max(0.0, min(values) * scale * low), max(max(values) * scale * high, 50.0)


def _inherited(text: str, made: list[Expression]) -> list[Expression]:
    """Give "near A and west of B", "northern Hama and southern Idlib" the first one's lead."""
    out: list[Expression] = []
    for one in made:
        if out and one.lead in ("", "and", "or"):
            gap = text[out[-1].end : one.start]
            if re.fullmatch(r"\s*,?\s*(?:and|or)?\s*(?:the\s+)?", gap):
                one = replace(one, lead=out[-1].lead, lead_span=out[-1].lead_span)  # noqa: PLW2901
        if one.lead in ("and", "or"):
            one = replace(one, lead="", lead_span=None)  # noqa: PLW2901
        out.append(one)
    return out


def _nested(text: str, made: list[Expression], kinds: Kinds) -> list[Expression]:
    """Fold an expression that only narrows or contains its neighbour into that neighbour."""
    out: list[Expression] = []
    for one in made:
        previous = out[-1] if out else None
        if previous is None or one.start < previous.end:
            out.append(one)
            continue
        gap = text[max([previous.end, *(w.end for w in previous.within)]) : one.start]
        if _narrows_line(previous, one, gap, kinds):
            end = max(previous.end, one.end)
            along = previous.lead == "along" or one.relation == "at"
            out[-1] = replace(
                previous,
                end=end,
                anchors=(*previous.anchors, one),
                shown=None if along else one.relation,
            )
        elif _contains(previous, one, gap, kinds):
            out[-1] = replace(previous, within=(*previous.within, one))
        else:
            out.append(one)
    return out


def _narrows_line(line: Expression, one: Expression, gap: str, kinds: Kinds) -> bool:
    """Say whether "near Ariha" or "between A and B" directly follows a road or a side of one."""
    side = line.relation in ("in_area", "near", "sector") and _all(kinds, line, LINEAR)
    if line.relation != "along" and not side:
        return False
    if one.relation not in ("near", "between", "sector", "at"):
        return False
    return gap.strip() == "at" if one.relation == "at" else not gap.strip()


def _contains(inner: Expression, outer: Expression, gap: str, kinds: Kinds) -> bool:
    """Say whether `outer` tells where the named place before it lies."""
    if len(outer.names) > 1 or patterns()[">into"].fullmatch(gap) is None:
        return False
    beside = outer.relation in ("sector", "near")
    if beside and inner.relation in ("at", "near", "between", "axis", "along"):
        plain = len(inner.names) == 1 and inner.relation == "at"
        return _APPOSED.fullmatch(gap) is not None and (plain or "," in gap)
    if len(inner.names) > 1 and inner.relation not in ("along", "between"):
        return False
    known = kinds(outer.names[0])
    if outer.relation == "in_area" or (outer.relation == "at" and known & _CONTAINERS):
        narrower = not kinds(inner.names[0]) & {"region", "country"} or "country" in known
        return narrower and ("," in gap or gap.strip().startswith(("in", "within", "в", "у", "في")))
    return False
