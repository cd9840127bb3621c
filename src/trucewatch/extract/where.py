"""Where it happened: choosing the place of a happening among the places of its sentence."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from msgspec.structs import replace

from trucewatch.extract import tree
from trucewatch.extract.elsewhere import standing
from trucewatch.extract.forms import is_any_form, lemma_of
from trucewatch.extract.sites import bearing_of_own, pointing, resolved_as, unanchored
from trucewatch.extract.tables import load_data
from trucewatch.extract.ways import FROM, MOVES, TAKING, TO, role_of, turned_back
from trucewatch.model import OtherPlace, Place, PlaceMention, Span
from trucewatch.model.vocabulary import PlaceRole

if TYPE_CHECKING:
    from collections.abc import Sequence

    from trucewatch.extract.scene import Scene
    from trucewatch.extract.tree import Token

_ROBBING = frozenset({"attack", "access_restriction", *TAKING})
_STANDING = frozenset({"in", "at", "from", "near", "inside", ""})
_SITED = frozenset(
    {
        "in",
        "at",
        "on",
        "inside",
        "into",
        "near",
        "behind",
        "outside",
        "beside",
        "along",
        "onto",
        "under",
        "opposite",
        "around",
        "close to",
        "next to",
        "hit",
    }
)
_DIRECTION = re.compile(r"(?:general\s+)?direction\b", re.IGNORECASE)
_BY_NAME = re.compile(r"\b(?:near|outside)\b")
_AT_NAME = re.compile(
    r",? (?:in|at|of|near|outside|on) (?:the )?"
    r"(?:(?:village|town|city|district|settlement|port|region|province) of )?"
)
_NAMED_ONLY = frozenset({"ceasefire_act", "talks", "threat"})
_JOINT = re.compile(
    r"(?:,|and|, and|&|as well as|or|/)"
    r"(?: (?:the )?(?:nearby |neighbouring )?"
    r"(?:villages?|towns?|city|cities|settlements?|districts?|hamlets?) of)?"
)
_ROB = frozenset(load_data("ways.toml")["rob"])
_OWNER = frozenset({"'s ", "\u2019s ", "' ", "\u2019 "})
_SETTLEMENTS = frozenset(load_data("ways.toml")["settlements"])
_DEFINITE = frozenset({"the", "this", "that", "their", "our"})
_OPENING = re.compile(r"\W*(?:in|at|on|across|around)\s+(?:the\s+)?", re.IGNORECASE)
"""What may stand before the place with which a sentence opens."""
_PROVINCES = frozenset(load_data("ways.toml")["provinces"])
_PARTS = frozenset(load_data("ways.toml")["parts"])
_GAP = 30
_INSIDE = re.compile(
    r"(?: (?:[a-z-]+ ){0,2}(?:neighbou?rhood|quarter|district|suburbs?|outskirts|area|locality) of "
    r"|,? in (?:the )?(?:\w+ ){0,2}(?:of )?|,? on the edge of |\s*\("
    r"|,? in \w+['\u2019]s |, )"
)
# Narrower first; unknown names count as villages.
_NARROWNESS = {"exact": 0, "near": 1, "part": 2, "unknown": 2, "area": 3, "admin": 4, "region": 5}


@dataclass(frozen=True, slots=True)
class Where:
    """The place of a happening and the other places with their roles."""

    place: Place | None = None
    others: tuple[OtherPlace, ...] = ()


def choose(scene: Scene, act: str, mentions: Sequence[PlaceMention], trigger: Span) -> Where:
    """Choose the place of a happening of `act` and give the other places their roles.

    A name goes before a place without one; but what is heard "6 km to the south" happened there,
    and the place named beside it is where somebody stood.
    """
    told = tree.at(scene.sentence, trigger.start)
    stood = [m for m in mentions if told is not None and standing(scene, m, told)]
    mentions = [m for m in mentions if m not in stood]
    named = [mention for mention in mentions if mention.names or _strange(act, mention)]
    bare = _best(scene, [m for m in mentions if unanchored(m)], trigger, act)
    if bare is not None and act not in MOVES:
        own = bearing_of_own(bare)
        stood += [m for m in named if own and m.lead in _STANDING]
        return _seen_from(Where(bare.place), stood)
    mentions = [m for m in mentions if not _some_road(scene, m)]
    if act not in MOVES:
        mentions = [m for m in mentions if m.names or m.lead != "for"]
    else:
        named = _with_other_ends(scene, act, named, mentions, trigger)
    unnamed = [m for m in mentions if m not in named]
    where = _chosen(scene, act, named, trigger)
    if act not in _NAMED_ONLY:
        if where.place is None and not where.others:
            where = _chosen(scene, act, unnamed, trigger)
        elif where.place is not None:
            where = _narrowed(scene, where, act, unnamed, trigger)
    return _seen_from(where, stood)


def _locates(scene: Scene, mention: PlaceMention, others: Sequence[PlaceMention]) -> bool:
    """Say whether a name only tells where one of the sites before it is ("a post at X")."""
    start = mention.place.span.start
    return any(
        _AT_NAME.fullmatch(scene.text, other.place.span.end, start)
        for other in others
        if other.place.span.end < start
    )


def _narrowed(
    scene: Scene, where: Where, act: str, unnamed: Sequence[PlaceMention], trigger: Span
) -> Where:
    """Return the place with the site in or by which it was ("at a post near X").

    A site that hangs on what happened, while the name stands elsewhere in the sentence, is the
    narrower place ("In X, a shell fell behind the mosque"): it lies where the name does.
    """
    named = where.place
    if named is None:
        return where
    close = [
        m
        for m in unnamed
        if _spot(scene, m) and m.lead not in FROM | TO and not m.place.text[:1].isdigit()
    ]
    for mention in close:
        span = mention.place.span
        gap = scene.text[span.end : named.span.start] if span.end < named.span.start else ""
        led = gap == " " and named.relation in ("near", "sector")
        if led or _AT_NAME.fullmatch(gap):
            whole = span.joined(named.span)
            text, relation = scene.words(whole), mention.place.relation
            if led or _BY_NAME.search(gap):
                relation = named.relation if led else "near"
            elif relation not in ("in_area", "near", "axis"):
                relation = "at"
            return Where(replace(named, text=text, span=whole, relation=relation), where.others)
    head = tree.head_of(scene.sentence, named.span)
    told = tree.at(scene.sentence, trigger.start)
    if act in MOVES or head is None or told is None or tree.within(scene.sentence, head, told):
        opening = _OPENING.fullmatch(scene.text, scene.sentence.start, named.span.start)
        if act in MOVES or opening is None:
            return where
    below = [m for m in close if m.lead in _SITED and _hangs_on(scene, m, told)]
    best = _best(scene, below, trigger, act)
    if best is None or best.place.span.overlaps(named.span):
        return where
    return Where(resolved_as(best.place, named), where.others)


def _spot(scene: Scene, mention: PlaceMention) -> bool:
    """Say whether a site is no wide area and does not only take a name up."""
    wide = mention.place.relation in ("in_area", "axis")
    return not wide and not pointing(scene.text, mention.place)


def _hangs_on(scene: Scene, mention: PlaceMention, told: Token | None) -> bool:
    """Say whether a site stands with the very word that states the happening."""
    head = tree.head_of(scene.sentence, mention.place.span)
    above = None if head is None else tree.head(scene.sentence, head)
    return told is not None and above is not None and above.i == told.i


def _some_road(scene: Scene, mention: PlaceMention) -> bool:
    """Say whether "the road" that was blocked is told of nearer ("... the road there")."""
    bare = mention.lead == "hit" and mention.place.relation == "along"
    if not bare or " " in mention.place.text:
        return False
    there = any(t.text.lower() == "there" and t.pos == "ADV" for t in scene.tokens)
    return there or bool(scene.places)


def _seen_from(where: Where, stood: Sequence[PlaceMention]) -> Where:
    """Return the place with where those stood who saw or heard it."""
    taken = [o.place.span for o in where.others]
    taken += [where.place.span] if where.place is not None else []
    more = []
    for mention in stood:
        if not any(mention.place.span.overlaps(span) for span in taken):
            taken.append(mention.place.span)
            more.append(OtherPlace(role="observer", place=mention.place))
    return Where(where.place, (*where.others, *more))


def _with_other_ends(
    scene: Scene,
    act: str,
    named: Sequence[PlaceMention],
    mentions: Sequence[PlaceMention],
    trigger: Span,
) -> list[PlaceMention]:
    """Return the names with the ends of the way that have none ("left the city for X")."""
    roles = {m.place.span: role_of(scene, act, m, trigger) for m in mentions}
    own = [m.place.span for m in named]
    given = {roles[span] for span in own} - {None}
    if not given:
        return list(named)
    ends = [m for m in mentions if m.place.span not in own and roles[m.place.span] is not None]
    # "Crossed into X and headed for a post at Y": Y only tells where the post is.
    kept = [m for m in named if roles[m.place.span] or not _locates(scene, m, ends)]
    return [*kept, *(m for m in ends if roles[m.place.span] not in given)]


def _strange(act: str, mention: PlaceMention) -> bool:
    """Say whether an end of a way is a name that no gazetteer holds ("from Jufra to Abu Grein")."""
    ends = act in MOVES and mention.lead in FROM | TO
    return ends and mention.place.text[:1].isupper() and mention.place.relation == "at"


def _there(act: str, mention: PlaceMention, role: PlaceRole, *, robbed: bool) -> bool:
    """Say whether a word of leaving tells where it was all the same.

    "Looted grain from the store in X", "sank a boat off X".
    """
    return (robbed and role == "origin") or (mention.lead == "off" and act not in MOVES)


def _chosen(scene: Scene, act: str, mentions: Sequence[PlaceMention], trigger: Span) -> Where:
    others: list[OtherPlace] = []
    ends: list[tuple[PlaceRole, PlaceMention]] = []
    spots: list[PlaceMention] = []
    robbed = act in _ROBBING and _robs(scene, trigger)
    for mention in _led(scene, mentions):
        role = role_of(scene, act, mention, trigger)
        if role is not None and _there(act, mention, role, robbed=robbed):
            role = None
        elif role is None and mention.lead in FROM and not robbed:
            continue
        if role is None:
            spots.append(mention)
        else:
            ends.append((role, mention))
    # "From the Old quarter of X": X only tells where the quarter lies.
    there = [mention for _, mention in ends]
    spots = [spot for spot in spots if not _contains_another(scene, spot, there)]
    ends = [end for end in ends if not _contains_another(scene, end[1], there)]
    best = _best(scene, spots, trigger, act) or _described(scene, trigger) or _aimed(act, mentions)
    ends = [end for end in ends if end[1] is not best]
    if best is None and not ends and act not in MOVES:
        best = meant(scene)
    if best is None:
        home = act == "patrol" and any(turned_back(scene, end) for end in ends)
        best, ends = (None, ends) if home else _promoted(scene, act, ends, trigger)
    if best is None:
        return Where(others=_apart(ends))
    place = joined(scene, best, spots)
    for role, mention in ends:
        if not place.span.overlaps(mention.place.span) and not any(
            o.place.span.overlaps(mention.place.span) for o in others
        ):
            others.append(OtherPlace(role=role, place=mention.place))
    return Where(place, tuple(others))


def _aimed(act: str, mentions: Sequence[PlaceMention]) -> PlaceMention | None:
    """Return the direction fire was heard from, where no more is known of where it was."""
    if act in MOVES:
        return None
    return next((m for m in mentions if _DIRECTION.match(m.place.text)), None)


def _robs(scene: Scene, trigger: Span) -> bool:
    """Say whether something was carried off: then "from the store in X" says where."""
    verb = tree.at(scene.sentence, trigger.start)
    return verb is not None and is_any_form(verb, _ROB)


def _led(scene: Scene, mentions: Sequence[PlaceMention]) -> list[PlaceMention]:
    """Return the names, owned ones with the preposition before their owner, who drops out.

    "To Ethiopia's Gambella region": to Gambella region.
    """
    found, owners = [], []
    for mention in mentions:
        owner = None if mention.lead else _owner_of(scene, mention, mentions)
        found.append(mention if owner is None else replace(mention, lead=owner.lead))
        owners.append(owner)
    return [mention for mention in found if mention not in owners]


def _owner_of(
    scene: Scene, mention: PlaceMention, mentions: Sequence[PlaceMention]
) -> PlaceMention | None:
    for other in mentions:
        between = scene.text[other.place.span.end : mention.place.span.start]
        if other.lead and between in _OWNER:
            return other
    return None


def _described(scene: Scene, trigger: Span) -> PlaceMention | None:
    """Return the place that the happening's own clause describes ("X, which is occupied by")."""
    verb = tree.at(scene.sentence, trigger.start)
    noun = None if verb is None or verb.dep != "acl:relcl" else tree.head(scene.sentence, verb)
    if noun is None:
        return None
    # "the town of X, which ...": the noun stands for the name after "of".
    heads = {noun.i, *(child.i for child in tree.children(scene.sentence, noun, "nmod"))}
    for mention in scene.places:
        head = tree.head_of(scene.sentence, mention.place.span)
        if head is not None and head.i in heads:
            return mention
    return None


def meant(scene: Scene) -> PlaceMention | None:
    """Return what "the village" takes up: "residents of X said that the village was shelled"."""
    for token in scene.tokens:
        dets = {
            one.text.lower() for one in tree.children(scene.sentence, token, "det", "nmod:poss")
        }
        if lemma_of(token) not in _SETTLEMENTS or dets.isdisjoint(_DEFINITE):
            continue
        if any(
            0 <= mention.place.span.start - token.end <= len(" of al-") for mention in scene.places
        ):
            return None  # "the village of X"
        before = [
            mention
            for mention in scene.places
            if mention.place.span.end <= token.start
            and mention.lead not in FROM
            and mention.place.precision in ("exact", "near", "unknown")
        ]
        return before[-1] if before else None
    return None


def _apart(ends: Sequence[tuple[PlaceRole, PlaceMention]]) -> tuple[OtherPlace, ...]:
    """Return the other places, each stretch of text once, the widest first."""
    kept: list[OtherPlace] = []
    for role, mention in sorted(ends, key=lambda e: e[1].place.span.start - e[1].place.span.end):
        if not any(other.place.span.overlaps(mention.place.span) for other in kept):
            kept.append(OtherPlace(role=role, place=mention.place))
    return tuple(sorted(kept, key=lambda other: other.place.span))


def _promoted(
    scene: Scene, act: str, ends: list[tuple[PlaceRole, PlaceMention]], trigger: Span
) -> tuple[PlaceMention | None, list[tuple[PlaceRole, PlaceMention]]]:
    """A movement with one end given happened there (CODEBOOK, "Place")."""
    firm = [(role, mention) for role, mention in ends if role in ("origin", "destination")]
    if act not in MOVES:
        return None, ends
    if len({role for role, _ in firm}) == 1:
        chosen = min(firm, key=lambda end: not _below(scene, end[1], trigger))
        return chosen[1], [end for end in ends if end is not chosen]
    if not firm and ends:
        return ends[0][1], ends[1:]
    return None, ends


def _below(scene: Scene, mention: PlaceMention, trigger: Span) -> bool:
    """Say whether a place hangs on the words that state the happening."""
    top = tree.at(scene.sentence, trigger.start)
    head = tree.head_of(scene.sentence, mention.place.span)
    return top is not None and head is not None and tree.within(scene.sentence, head, top)


def _best(
    scene: Scene, mentions: Sequence[PlaceMention], trigger: Span, act: str
) -> PlaceMention | None:
    def cost(mention: PlaceMention) -> tuple[int, int, int, int, int]:
        span = mention.place.span
        below = _below(scene, mention, trigger)
        narrow = _NARROWNESS[mention.place.precision]
        if mention.place.relation == "in_area":
            narrow = max(narrow, _NARROWNESS["area"])  # "X state", wherever it lies
        on_road = act in ("patrol", "road_block") and mention.place.relation == "along"
        along = 0 if on_road else 1 + _contains_another(scene, mention, mentions)
        after = (
            span.start - trigger.end
            if span.start >= trigger.start
            else 40 + trigger.start - span.end
        )
        return _frames(scene, mention, mentions), along, not below, narrow, after

    return min(mentions, key=cost, default=None)


def _frames(scene: Scene, mention: PlaceMention, mentions: Sequence[PlaceMention]) -> bool:
    """Say whether a place at the head of a sentence only holds the narrower one told behind it.

    "In al-Jawf, a mine went off in the Khabb district"; "In the province of Hama, X was shelled".
    """
    span = mention.place.span
    if not _OPENING.fullmatch(scene.text, scene.sentence.start, span.start):
        return False
    if not scene.text.startswith(",", span.end):
        return False
    wide = _NARROWNESS[mention.place.precision]
    return any(
        other.place.span.start > span.end
        and not _wide(other)
        and (_wide(mention) or wide > _NARROWNESS[other.place.precision] or _quarter(other))
        for other in mentions
    )


def _wide(mention: PlaceMention) -> bool:
    """Say whether a place is a province or region, by the gazetteer or its own words."""
    words = set(mention.place.text.lower().split())
    return mention.place.precision in ("admin", "region") or bool(words & _PROVINCES)


def _quarter(mention: PlaceMention) -> bool:
    """Say whether a place is called a part of a town or of a province."""
    return bool(set(mention.place.text.lower().split()) & _PARTS)


def _contains_another(
    scene: Scene, mention: PlaceMention, mentions: Sequence[PlaceMention]
) -> bool:
    """Say whether a name tells where the place before it lies, or names it again in brackets."""
    start = mention.place.span.start
    for other in mentions:
        gap = scene.text[other.place.span.end : start]
        if 0 <= start - other.place.span.end <= _GAP and _INSIDE.fullmatch(gap):
            return True
    return False


def joined(scene: Scene, best: PlaceMention, spots: Sequence[PlaceMention]) -> Place:
    """Return the place with those coordinated to it: "the span covers them all" (CODEBOOK)."""
    members = [best]
    ordered = sorted(
        [m for m in spots if m is not best] + [best], key=lambda mention: mention.place.span
    )
    at = next(n for n, mention in enumerate(ordered) if mention is best)
    for step in (1, -1):
        n = at
        while 0 <= n + step < len(ordered) and _coordinated(scene, ordered, n, n + step):
            n += step
            members.append(ordered[n])
    if len(members) == 1:
        return best.place
    members.sort(key=lambda mention: mention.place.span)
    span = members[0].place.span.joined(members[-1].place.span)
    first = members[0].place
    geometries = [m.place.geometry for m in members if m.place.geometry is not None]
    reach = [m.place.uncertainty_m for m in members if m.place.uncertainty_m is not None]
    return Place(
        text=scene.words(span),
        span=span,
        relation=first.relation,
        candidates=first.candidates,
        chosen=first.chosen,
        geometry=(
            {"type": "GeometryCollection", "geometries": geometries}
            if len(geometries) > 1
            else first.geometry
        ),
        uncertainty_m=max(reach) if reach else None,
        precision=first.precision,
    )


def _coordinated(scene: Scene, ordered: Sequence[PlaceMention], one: int, other: int) -> bool:
    before, behind = sorted((ordered[one], ordered[other]), key=lambda m: m.place.span)
    between = scene.text[before.place.span.end : behind.place.span.start].strip().lower()
    if between.startswith(",") and _wide(before) and not _wide(behind):
        return False  # "in the province of Hama, the settlement of Jurin"
    return _JOINT.fullmatch(between) is not None
