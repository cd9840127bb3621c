"""Whom a threat is made to: those whom what is threatened would be done to.

"Threatened to cut its ties with Mali", "threatened to expel aid workers": whoever is told such a
thing is the target of the threat (CODEBOOK, "Roles"), though the words hang on what is threatened.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from trucewatch.extract import tree
from trucewatch.extract.phrases import noun_phrase
from trucewatch.extract.scene import classes_of, preposition

if TYPE_CHECKING:
    from collections.abc import Iterator

    from trucewatch.extract.scene import Scene
    from trucewatch.extract.tree import Token
    from trucewatch.extract.triggers import Hit
    from trucewatch.model import Span

_ADDRESSED = frozenset({"force", "person", "folk", "any_actor", "displaced_person", "aid_body"})
_LEADS = frozenset({"with", "against", "to", "on", "from"})
_AT_ODDS = frozenset({"with", "against"})
_CLAUSES = frozenset({"advcl", "ccomp", "acl", "acl:relcl", "parataxis"})


def menaced(scene: Scene, hit: Hit) -> list[Span]:
    """Return the phrases for whom a verb of threat is held out something by its infinitive."""
    if hit.frame.act != "threat" or hit.kind != "verb":
        return []
    return [
        noun_phrase(scene, token)
        for verb in tree.children(scene.sentence, hit.token)
        if any(mark.text.lower() == "to" for mark in tree.children(scene.sentence, verb, "mark"))
        for token in _below(scene, verb)
        if token.pos in ("NOUN", "PROPN") and _addressed(scene, token)
    ]  # fmt: skip


def _addressed(scene: Scene, token: Token) -> bool:
    """Say whether something is held out to somebody: by a preposition also to a country."""
    lead = preposition(scene, token)
    if lead in _AT_ODDS and token.pos == "PROPN":
        return True
    return bool(classes_of(scene, token) & _ADDRESSED) and (token.dep == "obj" or lead in _LEADS)


def _below(scene: Scene, verb: Token) -> Iterator[Token]:
    """Yield the words that hang on a verb, those of further clauses left out."""
    for child in tree.children(scene.sentence, verb):
        if child.dep not in _CLAUSES:
            yield child
            yield from _below(scene, child)
