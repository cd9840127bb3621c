"""Figures of one weapon or munition that a text names without a numeral ("a mine went off")."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from trucewatch.extract import tree
from trucewatch.extract.forms import lemma_of
from trucewatch.extract.units import Unit, units
from trucewatch.extract.words import split_words
from trucewatch.model import Figure, Group, Span, Weapon
from trucewatch.model.vocabulary import FigureKind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from trucewatch.extract.scene import Scene
    from trucewatch.extract.shares import Share

_THINGS: Final[dict[str, FigureKind]] = {"munition": "munitions", "vehicle": "vehicles"}
_SEEN = frozenset({"sighting", "troop_movement"})
_ENTERING = frozenset({"overflight", "ground_advance"})
"""Acts of which a weapon that does them itself is counted ("a tank entered the yard")."""
_FIRED = frozenset({"shelling", "air_strike", "missile_strike"})
_GOING_OFF = frozenset({"explode", "detonate", "go", "blow"})
_STRIKING = frozenset({"strike", "hit"})
"""What hits a mine is not what goes off by itself ("a lorry struck a mine")."""


def named_singly(share: Share, found: Sequence[Figure]) -> list[Figure]:
    """Return the figure of one weapon or shell named without a numeral ("a mortar stands ...").

    Of weapons those that are seen or moved; of munitions those that are fired, and mines and bombs
    that go off or are found: the means of fire gives no figure, the munition does ("killed by a
    shell": 1 shell).
    """
    hit = share.hit
    entering = hit.frame.act in _ENTERING
    moved = hit.frame.act in _SEEN or entering or hit.frame.roles.get("obj") == "weapon"
    laid = hit.frame.act in ("ied", "explosion")
    if not moved and not laid and hit.frame.act not in _FIRED:
        return []
    scene, seen = share.scene, []
    # What saw something is not what was seen ("a drone spotted two tanks").
    watching = hit.frame.act == "sighting" and bool(hit.args.get("obj"))
    itself = entering or lemma_of(hit.token) in _STRIKING
    keys: tuple[str, ...] = ("obj", "of") if watching else ("obj", "subj", "of")
    keys = ("subj",) if itself else keys
    things = [t.span for key in keys for t in hit.args.get(key, ())]
    eyes = [t.span for t in hit.args.get("subj", ())] if watching else []
    things += [other.token.span for other in share.group]
    for weapon in scene.weapons:
        start = None if _describes_thing(scene, weapon.span) else _article(scene, weapon.span)
        unit = _unit_of(weapon.text)
        kind = _THINGS.get(unit.unit_class if unit else "", "weapons")
        own = share.owns(weapon.span) and (kind == "munitions") != moved
        own = own and not entering and (not laid or _goes_off(share, weapon.span))
        if any(weapon.span.overlaps(eye) for eye in eyes):
            continue
        if start is None or not (own or any(weapon.span.overlaps(thing) for thing in things)):
            continue
        if not moved and kind != "munitions":
            continue
        bomb = kind == "munitions" and _mined(weapon)
        if not moved and (laid != bomb or (bomb and _driven(weapon))):
            continue
        span = Span(start, weapon.span.end)
        if any(figure.span.overlaps(span) for figure in found):
            continue
        seen.append(
            Figure(
                kind=kind,
                group=Group(text=weapon.text, span=weapon.span, side=None),
                low=1.0, best=1.0, high=1.0, qualifier="exact",
                count_basis=unit.basis if unit else "unspecified",
                text=scene.words(span), span=span,
            )
        )  # fmt: skip
    return seen


def _goes_off(share: Share, weapon: Span) -> bool:
    """Say whether a mine or bomb stands before a verb of going off, whatever lies between."""
    return weapon.end <= share.hit.span.start and lemma_of(share.hit.token) in _GOING_OFF


def _article(scene: Scene, weapon: Span) -> int | None:
    """Return where "a", "another" before a weapon stands, one word between at most."""
    token = tree.at(scene.sentence, weapon.start)
    for back in (1, 2):
        at = -1 if token is None else token.i - back
        if at >= 0 and scene.tokens[at].text.lower() in ("a", "an", "another"):
            return scene.tokens[at].start
        if at < 0 or scene.tokens[at].pos not in ("ADJ", "NOUN", "PROPN"):
            return None
    return None


def _describes_thing(scene: Scene, weapon: Span) -> bool:
    """Say whether a weapon's word only tells of which kind a thing is ("an artillery base")."""
    last = tree.at(scene.sentence, weapon.end - 1)
    behind = scene.tokens[last.i + 1 : last.i + 2] if last is not None else ()
    return last is not None and last.dep == "compound" and any(t.i == last.head for t in behind)


def _mined(weapon: Weapon) -> bool:
    return weapon.class_ in ("mine", "ied")


def _driven(weapon: Weapon) -> bool:
    """Say whether a bomb is a vehicle ("a car bomb"): that is no munition by itself."""
    words = split_words(weapon.text)
    return any(_unit_class(word.text) == "vehicle" for word in words)


def _unit_class(word: str) -> str:
    unit = _unit_of(word)
    return unit.unit_class if unit is not None else ""


def _unit_of(phrase: str) -> Unit | None:
    """Return the countable noun that a phrase ends in, the longest one."""
    words = split_words(phrase)
    hits = (units().at(words, i) for i in range(len(words)))
    return next((hit[1] for hit in hits if hit is not None and hit[0] == len(words)), None)
