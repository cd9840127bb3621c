"""Whose weapon or machine it was: "rebel tank", "jets of the air force", "our guns"."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from trucewatch.extract import tree
from trucewatch.extract.antecedents import Past, meant
from trucewatch.extract.arguments import arguments, is_passive
from trucewatch.extract.forms import lemma_of
from trucewatch.extract.phrases import noun_phrase
from trucewatch.extract.scene import classes_of, preposition
from trucewatch.model import Mention, Span

if TYPE_CHECKING:
    from trucewatch.extract.actors import Registry
    from trucewatch.extract.scene import Scene
    from trucewatch.extract.tree import Token
    from trucewatch.extract.triggers import Hit

_BY_WEAPON = frozenset(
    {"shelling", "air_strike", "drone_strike", "missile_strike", "attack", "small_arms_fire",
     "ied", "overflight", "sighting", "damage", "fortification", "patrol", "tally"}
)  # fmt: skip
"""Acts whose doer the modifier of a weapon or a machine names."""
TAKING_PART: Final = frozenset({"overflight", "sighting", "fortification", "patrol"})
"""Acts in which the owner of what flies, digs or drives takes part."""
_OPERATING = frozenset({"operate", "fly", "launch", "fire", "pilot", "drive", "own", "send"})
_ARMED = frozenset({"force", "any_actor", "person"})
_SIDES = frozenset({"force", "any_actor"})


def owner(scene: Scene, hit: Hit, token: Token, registry: Registry) -> Mention | None:
    """Return who has the weapon or machine at a token, None if nothing says so."""
    if hit.frame.act not in _BY_WEAPON:
        return None
    for doer in (*_operating(scene, token), *_from_whom(scene, token)):
        mention = meant(scene, doer, registry, Past())
        if mention is not None:
            return mention
    for child in tree.children(scene.sentence, token, "compound", "amod", "nmod:poss", "nmod:desc"):
        if child.text.lower() == "our" and hit.frame.act != "overflight":
            return registry.mention(scene.text, noun_phrase(scene, token))
        if scene.classes[child.i] & _SIDES and "weapon" not in scene.classes[child.i]:
            mention = modifier(scene, child, registry, hit.token.span)
            if mention is not None:
                return mention
    return None


def _operating(scene: Scene, token: Token) -> list[Token]:
    """Return who works a weapon ("guns operated by the militia")."""
    return [
        doer
        for clause in tree.children(scene.sentence, token, "acl")
        if lemma_of(clause) in _OPERATING and is_passive(scene, clause)
        for doer in arguments(scene, clause, "verb").get("subj", ())
        if classes_of(scene, doer) & _ARMED
    ]


def _from_whom(scene: Scene, token: Token) -> list[Token]:
    """Return whose a weapon or its fire is ("jets of the air force", "rounds from a brigade")."""
    return [
        child
        for child in tree.children(scene.sentence, token, "nmod")
        if preposition(scene, child) in ("of", "from")
        and scene.classes[child.i] & _ARMED
        and not scene.classes[child.i] & {"weapon", "place"}
    ]


def modifier(scene: Scene, token: Token, registry: Registry, hit_span: Span) -> Mention | None:
    """Return the actor word in front of a noun ("rebel shelling"), if it is one."""
    if token.pos == "PRON":
        return None
    for actor in scene.actors:
        beyond = actor.span.covers(hit_span) or actor.span.end > token.end
        if beyond and actor.span.overlaps(token.span):
            # "Turkish-Russian joint patrol": the states take part, "joint" does not.
            named = token.text[:1].isupper() or registry.find(scene.text, token.span)
            return registry.mention(scene.text, token.span) if named else None
        if actor.span.overlaps(token.span) and not (
            actor.generic and "weapon" in scene.classes[token.i]
        ):
            return Mention(text=actor.text, span=actor.span, actor=actor.actor, side=actor.side)
    if not scene.classes[token.i] & {"force", "any_actor"} or "weapon" in scene.classes[token.i]:
        return None
    return registry.mention(scene.text, token.span)
