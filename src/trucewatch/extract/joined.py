"""Nouns and verbs joined by "and": who belongs to whom where the tree joined them too low."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from trucewatch.extract import tree
from trucewatch.extract.scene import preposition

if TYPE_CHECKING:
    from trucewatch.extract.scene import Scene
    from trucewatch.extract.tree import Token

SIDES: Final = frozenset({"force", "any_actor", "soldiery", "folk"})
"""Classes of those who stand on a side."""
_PEOPLE = SIDES | {"person"}
_VERBAL = frozenset({"VERB", "AUX"})


def spread(scene: Scene, tokens: list[Token], trigger: Token) -> list[Token]:
    """Return nouns together with those coordinated with them, the trigger left out."""
    spread: list[Token] = []
    for token in tokens:
        for member in (token, *_followers(scene, token)):
            if member.i != trigger.i and member not in spread:
                spread.append(member)
    return spread


def _followers(scene: Scene, token: Token) -> list[Token]:
    """Return the nouns coordinated below a token; a verb's "conj" is a clause, not a phrase."""
    below = [
        t
        for t in tree.children(scene.sentence, token, "conj")
        if t.pos not in _VERBAL and not _begins_clause(scene, t)
    ]
    below += [t for t in _joined_too_low(scene, token) if t not in below]
    return below + [deeper for t in below for deeper in _followers(scene, t)]


def _joined_too_low(scene: Scene, token: Token) -> list[Token]:
    """Return forces that the tree joined to a thing inside the phrase of another force.

    "Militiamen in trucks and soldiers of the army", "police barricaded in a hall and guardsmen".
    """
    if not scene.classes[token.i] & SIDES or "place" in scene.classes[token.i]:
        return []
    found = []
    for part in tree.subtree(scene.sentence, token):
        above = tree.head(scene.sentence, part)
        if part.dep != "conj" or part.i <= token.i or above is None or above.i == token.i:
            continue
        led = preposition(scene, above) not in ("", "of", "between")
        other = above.pos in ("NOUN", "PROPN") and not scene.classes[above.i] & _PEOPLE
        side = scene.classes[part.i] & SIDES and part.pos in ("NOUN", "PROPN")
        if led and other and side and "place" not in scene.classes[part.i]:
            found.append(part)
    return found


def _begins_clause(scene: Scene, noun: Token) -> bool:
    """Say whether the word behind a joined noun is a verb that has it as its subject."""
    behind = scene.tokens[noun.i + 1] if noun.i + 1 < len(scene.tokens) else None
    return behind is not None and beside_verb(scene, behind) == noun


def with_head(scene: Scene, above: Token, subjects: list[Token]) -> list[Token]:
    """Return a verb's subjects with the noun that the tree made its head ("X and Y have met")."""
    first = subjects[0]
    if above.pos not in ("NOUN", "PROPN") or not scene.classes[above.i] & SIDES:
        return subjects
    between = scene.tokens[above.i + 1 : first.i]
    joined = [t.text.lower() for t in between if t.pos == "CCONJ"] == ["and"]
    plain = all(t.pos in ("CCONJ", "DET", "ADJ", "NOUN", "PROPN", "NUM") for t in between)
    return [above, *subjects] if joined and plain else subjects


def beside_verb(scene: Scene, verb: Token) -> Token | None:
    """Return the noun right before a finite verb that the tree joined to an object before it.

    "Tanks shelled the suburbs and warplanes bombed a mosque": the suburbs and warplanes were not
    shelled.
    """
    before = scene.tokens[verb.i - 1] if verb.i else None
    if before is None or before.dep != "conj" or before.pos not in ("NOUN", "PROPN"):
        return None
    finite = verb.tag in ("VBD", "VBZ", "VBP") and verb.dep in ("conj", "parataxis", "root")
    own = tree.children(
        scene.sentence, verb, "nsubj", "nsubj:outer", "csubj", "nsubj:pass", "aux:pass"
    )
    return before if finite and not own else None
