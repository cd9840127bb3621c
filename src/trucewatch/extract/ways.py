"""The ends of a way: where somebody went from and to, and where fire came from."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from trucewatch.extract import tree
from trucewatch.extract.forms import is_any_form, lemma_of
from trucewatch.extract.scene import preposition
from trucewatch.extract.tables import load_data

if TYPE_CHECKING:
    from trucewatch.extract.scene import Scene
    from trucewatch.extract.tree import Token
    from trucewatch.model import PlaceMention, Span
    from trucewatch.model.vocabulary import PlaceRole

MOVES: Final = frozenset(
    {"troop_movement", "withdrawal", "displacement", "aid_delivery", "ground_advance", "patrol",
     "prisoner_exchange", "recruitment", "access_restriction"}
)  # fmt: skip
"""Acts that have a way: where from and where to are told apart."""
FIRED: Final = frozenset(
    {"shelling", "missile_strike", "small_arms_fire", "air_strike", "drone_strike", "attack"}
)
"""Acts whose "from" is where the fire came from."""
FROM: Final = frozenset({"from", "out of", "off"})
TO: Final = frozenset({"to", "towards", "toward", "into", "onto", "for", "as far as", "up to"})
TAKING: Final = frozenset({"arrest", "abduction"})
_VIA = frozenset({"via", "through", "by way of", "across"})
_AT = frozenset({"at", "in", "inside", "on"})
_STATIONED = frozenset({"locate", "station", "base", "position", "deploy"})
_LEAVE, _REACH, _GO, _BACK, _ARRIVE = (
    frozenset(load_data("ways.toml")[row]) for row in ("leave", "reach", "go", "back", "arrive")
)
_CROSSING = MOVES - {"ground_advance", "patrol", "recruitment", "access_restriction"}
"""Movements that leave one place and reach another."""
_GAP = 30


def role_of(scene: Scene, act: str, mention: PlaceMention, trigger: Span) -> PlaceRole | None:
    """Return the end of a way that a place is, None where it is none."""
    return (
        _role(act, mention)
        or _source_of_fire(scene, act, mention, trigger)
        or _left_behind(scene, act, mention)
        or _end_of_verb(scene, act, mention)
    )


def _role(act: str, mention: PlaceMention) -> PlaceRole | None:
    lead = mention.lead
    if lead in FROM and act in MOVES | FIRED:
        return "origin"
    if act in MOVES | TAKING and lead in TO:
        return "destination"
    if act in MOVES and lead in _VIA:
        return "via"
    return None


def _left_behind(scene: Scene, act: str, mention: PlaceMention) -> PlaceRole | None:
    """Recognise the place of what somebody came from ("returned from camps around X")."""
    head = tree.head_of(scene.sentence, mention.place.span)
    if act not in _CROSSING or mention.lead in FROM or head is None or head.dep != "nmod":
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
    if mention.lead in _AT and act in _CROSSING and lemma_of(verb) in _ARRIVE:
        return "destination"
    if mention.lead in TO and act not in FIRED:
        return "destination" if lemma_of(verb) in _GO else None
    return None


def turned_back(scene: Scene, end: tuple[PlaceRole, PlaceMention]) -> bool:
    """Say whether an end is where a patrol went home to, which is not where it drove."""
    head = tree.head_of(scene.sentence, end[1].place.span)
    verb = None if head is None else tree.head(scene.sentence, head)
    return end[0] == "destination" and verb is not None and lemma_of(verb) in _BACK
