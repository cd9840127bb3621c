"""Where it happened: choosing the place of a happening among the places of its sentence."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from msgspec.structs import replace

from trucewatch.extract import tree
from trucewatch.extract.forms import is_any_form, lemma_of
from trucewatch.extract.scene import preposition
from trucewatch.extract.sites import unanchored
from trucewatch.extract.tables import load_data
from trucewatch.extract.time_words import CONCLUDED
from trucewatch.model import OtherPlace, Place, PlaceMention, Span
from trucewatch.model.vocabulary import PlaceRole

if TYPE_CHECKING:
    from collections.abc import Sequence

    from trucewatch.extract.scene import Scene
    from trucewatch.extract.tree import Token

MOVES: Final = frozenset(
    {"troop_movement", "withdrawal", "displacement", "aid_delivery", "ground_advance", "patrol",
     "prisoner_exchange", "recruitment", "access_restriction"}
)  # fmt: skip
"""Acts that have a way: where from and where to are told apart."""
FIRED: Final = frozenset(
    {"shelling", "missile_strike", "small_arms_fire", "air_strike", "drone_strike", "attack"}
)
"""Acts whose "from" is where the fire came from."""
_FROM = frozenset({"from", "out of", "off"})
_TAKING = frozenset({"arrest", "abduction"})
_ROBBING = frozenset({"attack", "access_restriction", *_TAKING})
_STATIONED = frozenset({"locate", "station", "base", "position", "deploy"})
_STANDING = frozenset({"in", "at", "from", "near", "inside", ""})
_NAMED_ONLY = frozenset({"ceasefire_act", "talks", "threat"})
_TO = frozenset({"to", "towards", "toward", "into", "onto", "for", "as far as", "up to"})
_VIA = frozenset({"via", "through", "by way of", "across"})
_LEAVE, _REACH, _GO, _BACK = (
    frozenset(load_data("ways.toml")[row]) for row in ("leave", "reach", "go", "back")
)
_JOINT = re.compile(
    r"(?:,|and|, and|&|as well as|or|/)"
    r"(?: (?:the )?(?:nearby |neighbouring )?"
    r"(?:villages?|towns?|city|cities|settlements?|districts?|hamlets?) of)?"
)
_ROB = frozenset(load_data("ways.toml")["rob"])
_OWNER = frozenset({"'s ", "\u2019s ", "' ", "\u2019 "})
_SETTLEMENTS = frozenset(load_data("ways.toml")["settlements"])
_DEFINITE = frozenset({"the", "this", "that", "their", "our"})
_CROSSING = MOVES - {"ground_advance", "patrol", "recruitment", "access_restriction"}
"""Movements that leave one place and reach another."""
_OPENING = re.compile(r"\W*(?:in|at|on|across|around)\s+(?:the\s+)?", re.IGNORECASE)
"""What may stand before the place with which a sentence opens."""
_PROVINCES = frozenset(load_data("ways.toml")["provinces"])
_PARTS = frozenset(load_data("ways.toml")["parts"])
_OPEN_BRACKET = re.compile(r"\s*\([^()\n]{0,60}")
_GAP = 30
_INSIDE = re.compile(
    r"(?: (?:[a-z-]+ ){0,2}(?:neighbou?rhood|quarter|district|suburbs?|outskirts|area|locality) of "
    r"|,? in (?:the )?(?:\w+ ){0,2}(?:of )?|,? on the edge of |\s*\(|,? in \w+['\u2019]s |, )"
)
# Narrower first; unknown names count as villages.
_NARROWNESS = {"exact": 0, "near": 1, "part": 2, "unknown": 2, "area": 3, "admin": 4, "region": 5}


@dataclass(frozen=True, slots=True)
class Where:
    """The place of a happening and the other places with their roles."""

    place: Place | None = None
    others: tuple[OtherPlace, ...] = ()


def usable(
    scene: Scene, foreign: Sequence[Span], trigger: Token, act: str
) -> tuple[PlaceMention, ...]:
    """Return the places that can belong to a happening.

    Those inside `foreign` spans (names of actors, the source with its cue) are left out, and so
    are names that only describe somebody ("a father of five from Ariha").
    """
    return tuple(
        mention
        for mention in (*scene.places, *scene.sites)
        if not any(span.overlaps(mention.place.span) for span in foreign)
        and not _describes(scene, mention, trigger, act)
        and not _agreed_there(scene, mention, trigger)
        and not _in_gloss(scene, mention)
    )


def _in_gloss(scene: Scene, mention: PlaceMention) -> bool:
    """Say whether a bearing only tells, in brackets, where the place before them lies.

    "In Sartana (government-controlled, 15km north-east of Mariupol)": it happened in Sartana.
    """
    return mention.place.relation == "sector" and any(
        _OPEN_BRACKET.fullmatch(scene.text, other.place.span.end, mention.place.span.start)
        for other in scene.places
        if other.place.span.end <= mention.place.span.start
    )


def _describes(scene: Scene, mention: PlaceMention, trigger: Token, act: str) -> bool:
    """Say whether a place hangs on a person or force rather than on the happening."""
    head = tree.head_of(scene.sentence, mention.place.span)
    if head is None or head.dep == "compound":
        return head is not None and mention.lead == "" and "any_actor" in _above(scene, head)
    if mention.lead == "from" and act in MOVES | FIRED:
        return False
    if mention.lead in ("from", "of") and head.dep == "nmod":
        return bool(_above(scene, head) & {"person", "any_actor"}) and head.i > trigger.i
    return False


def _agreed_there(scene: Scene, mention: PlaceMention, trigger: Token) -> bool:
    """Say whether a place is where something was signed that the happening only speaks of."""
    head = tree.head_of(scene.sentence, mention.place.span)
    above = () if head is None else tree.ancestors(scene.sentence, head)
    verb = next((token for token in above if token.pos == "VERB"), None)
    return verb is not None and verb.i != trigger.i and lemma_of(verb) in CONCLUDED


def _above(scene: Scene, token: Token) -> frozenset[str]:
    above = tree.head(scene.sentence, token)
    return frozenset() if above is None else scene.classes[above.i]


def choose(scene: Scene, act: str, mentions: Sequence[PlaceMention], trigger: Span) -> Where:
    """Choose the place of a happening of `act` and give the other places their roles.

    A name goes before a place without one; but what is heard "6 km to the south" happened there,
    and the place named beside it is where somebody stood.
    """
    named = [mention for mention in mentions if mention.names or _strange(act, mention)]
    bare = _best(scene, [m for m in mentions if unanchored(m)], trigger, act)
    if bare is not None and act not in MOVES:
        stood = tuple(
            OtherPlace(role="observer", place=m.place) for m in named if m.lead in _STANDING
        )
        return Where(bare.place, stood)
    where = _chosen(scene, act, named, trigger)
    if where.place is not None or where.others or act in _NAMED_ONLY:
        return where
    return _chosen(scene, act, [m for m in mentions if m not in named], trigger)


def _strange(act: str, mention: PlaceMention) -> bool:
    """Say whether an end of a way is a name that no gazetteer holds ("from Jufra to Abu Grein")."""
    ends = act in MOVES and mention.lead in _FROM | _TO
    return ends and mention.place.text[:1].isupper() and mention.place.relation == "at"


def _chosen(scene: Scene, act: str, mentions: Sequence[PlaceMention], trigger: Span) -> Where:
    others: list[OtherPlace] = []
    ends: list[tuple[PlaceRole, PlaceMention]] = []
    spots: list[PlaceMention] = []
    robbed = act in _ROBBING and _robs(scene, trigger)
    for mention in _led(scene, mentions):
        role = _role_of(scene, act, mention, trigger)
        if robbed and role == "origin":
            role = None  # "looted grain from the store in X": there it was
        elif role is None and mention.lead in _FROM and not robbed:
            continue
        if role is None:
            spots.append(mention)
        else:
            ends.append((role, mention))
    # "From the Old quarter of X": X only tells where the quarter lies.
    there = [mention for _, mention in ends]
    spots = [spot for spot in spots if not _contains_another(scene, spot, there)]
    ends = [end for end in ends if not _contains_another(scene, end[1], there)]
    best = _best(scene, spots, trigger, act) or _described(scene, trigger)
    if best is None and not ends and act not in MOVES:
        best = _meant(scene)
    if best is None:
        home = act == "patrol" and any(_turned_back(scene, end) for end in ends)
        best, ends = (None, ends) if home else _promoted(act, ends)
    if best is None:
        return Where(others=_apart(ends))
    place = joined(scene, best, spots)
    for role, mention in ends:
        if not place.span.overlaps(mention.place.span) and not any(
            o.place.span.overlaps(mention.place.span) for o in others
        ):
            others.append(OtherPlace(role=role, place=mention.place))
    return Where(place, tuple(others))


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


def _role_of(scene: Scene, act: str, mention: PlaceMention, trigger: Span) -> PlaceRole | None:
    return (
        _role(act, mention)
        or _source_of_fire(scene, act, mention, trigger)
        or _left_behind(scene, act, mention)
        or _end_of_verb(scene, act, mention)
    )


def _left_behind(scene: Scene, act: str, mention: PlaceMention) -> PlaceRole | None:
    """Recognise the place of what somebody came from ("returned from camps around X")."""
    head = tree.head_of(scene.sentence, mention.place.span)
    if act not in _CROSSING or mention.lead in _FROM or head is None or head.dep != "nmod":
        return None
    for above in tree.ancestors(scene.sentence, head):
        if above.pos == "VERB":
            return None
        if preposition(scene, above) == "from":
            return "origin"
    return None


def _source_of_fire(
    scene: Scene, act: str, mention: PlaceMention, trigger: Span
) -> PlaceRole | None:
    """Recognise a place inside "from ..." ("artillery from the camp at Hazarin")."""
    head = tree.head_of(scene.sentence, mention.place.span)
    if act not in FIRED or head is None:
        return None
    for above in tree.ancestors(scene.sentence, head):
        if above.dep == "acl" and is_any_form(above, _STATIONED) and above.end <= trigger.start:
            return "origin"  # "units stationed in X fired at Y"
        if above.start == trigger.start or above.pos == "VERB":
            return None
        if preposition(scene, above) == "from":
            return None if _measured(scene, above) else "origin"
    return None


def _measured(scene: Scene, noun: Token) -> bool:
    """Say whether "from" only measures how far off it was ("50 metres from the hospital in X")."""
    before = [reading.figure for reading in scene.figures if reading.figure.span.end < noun.start]
    unit = before[-1].group if before and before[-1].kind == "distance_km" else None
    gap = "" if unit is None else scene.text[unit.span.end : noun.start]
    return bool(gap) and gap.split()[:1] in (["from"], ["away"]) and len(gap) <= _GAP


def _end_of_verb(scene: Scene, act: str, mention: PlaceMention) -> PlaceRole | None:
    """Recognise an end of a way by its verb: "left X", "reached X", "on their way to X"."""
    sentence = scene.sentence
    head = tree.head_of(sentence, mention.place.span)
    verb = None if head is None else tree.head(sentence, head)
    while head is not None and verb is not None and head.dep == "conj":
        head, verb = verb, tree.head(sentence, verb)
    if head is None or verb is None:
        return None
    if head.dep == "obj" and act in _CROSSING | {"access_restriction"}:
        if lemma_of(verb) in _LEAVE:
            return "origin"
        return "destination" if lemma_of(verb) in _REACH else None
    if mention.lead in _TO and act not in FIRED:
        return "destination" if lemma_of(verb) in _GO else None
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


def _meant(scene: Scene) -> PlaceMention | None:
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
            and mention.lead not in _FROM
            and mention.place.precision in ("exact", "near", "unknown")
        ]
        return before[-1] if before else None
    return None


def _turned_back(scene: Scene, end: tuple[PlaceRole, PlaceMention]) -> bool:
    """Say whether an end is where a patrol went home to, which is not where it drove."""
    head = tree.head_of(scene.sentence, end[1].place.span)
    verb = None if head is None else tree.head(scene.sentence, head)
    return end[0] == "destination" and verb is not None and lemma_of(verb) in _BACK


def _apart(ends: Sequence[tuple[PlaceRole, PlaceMention]]) -> tuple[OtherPlace, ...]:
    """Return the other places, each stretch of text once, the widest first."""
    kept: list[OtherPlace] = []
    for role, mention in sorted(ends, key=lambda e: e[1].place.span.start - e[1].place.span.end):
        if not any(other.place.span.overlaps(mention.place.span) for other in kept):
            kept.append(OtherPlace(role=role, place=mention.place))
    return tuple(sorted(kept, key=lambda other: other.place.span))


def _role(act: str, mention: PlaceMention) -> PlaceRole | None:
    lead = mention.lead
    if lead in _FROM and act in MOVES | FIRED:
        return "origin"
    if act in MOVES | _TAKING and lead in _TO:
        return "destination"
    if act in MOVES and lead in _VIA:
        return "via"
    return None


def _promoted(
    act: str, ends: list[tuple[PlaceRole, PlaceMention]]
) -> tuple[PlaceMention | None, list[tuple[PlaceRole, PlaceMention]]]:
    """A movement with one end given happened there (CODEBOOK, "Place")."""
    firm = [(role, mention) for role, mention in ends if role in ("origin", "destination")]
    if act not in MOVES:
        return None, ends
    if len({role for role, _ in firm}) == 1:
        chosen = firm[0]
        return chosen[1], [end for end in ends if end is not chosen]
    if not firm and ends:
        return ends[0][1], ends[1:]
    return None, ends


def _best(
    scene: Scene, mentions: Sequence[PlaceMention], trigger: Span, act: str
) -> PlaceMention | None:
    top = tree.at(scene.sentence, trigger.start)

    def cost(mention: PlaceMention) -> tuple[int, int, int, int, int]:
        span = mention.place.span
        head = tree.head_of(scene.sentence, span)
        below = top is not None and head is not None and tree.within(scene.sentence, head, top)
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
