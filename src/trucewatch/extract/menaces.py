"""Whom a threat is made to: those whom what is threatened would be done to.

"Threatened to cut its ties with Mali", "threatened to expel aid workers": whoever is told such a
thing is the target of the threat (CODEBOOK, "Roles"), though the words hang on what is threatened.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from trucewatch.extract import tree
from trucewatch.extract.forms import lemma_of
from trucewatch.extract.phrases import noun_phrase
from trucewatch.extract.scene import classes_of, preposition
from trucewatch.model import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from trucewatch.extract.scene import Scene
    from trucewatch.extract.tree import Token
    from trucewatch.extract.triggers import Hit

_ADDRESSED = frozenset(
    {"force", "person", "person_civil", "folk", "any_actor", "displaced_person", "aid_body",
     "worker", "delegation", "monitor", "media", "nationals"}
)  # fmt: skip
_STANDING = frozenset(
    {"candidate", "politician", "leader", "minister", "voter", "lawmaker", "envoy"}
)
_LEADS = frozenset({"with", "against", "to", "on", "from"})
_AT_ODDS = frozenset({"with", "against"})
_CLAUSES = frozenset({"advcl", "ccomp", "acl", "acl:relcl", "parataxis"})


def menaced(scene: Scene, hit: Hit) -> list[Span]:
    """Return the phrases for whom a verb of threat is held out something by its infinitive."""
    if hit.frame.act != "threat" or hit.kind != "verb":
        return []
    found = [
        noun_phrase(scene, token)
        for verb in tree.children(scene.sentence, hit.token)
        if any(mark.text.lower() == "to" for mark in tree.children(scene.sentence, verb, "mark"))
        for token in _below(scene, verb)
        if token.pos in ("NOUN", "PROPN") and _addressed(scene, token)
    ]
    for noun in tree.children(scene.sentence, hit.token, "obl", "nmod"):
        verb = _hidden_infinitive(scene, noun)
        for token in (noun, *_below(scene, noun)) if verb is not None else ():
            if token.pos in ("NOUN", "PROPN") and _addressed(scene, token, at_once=token == noun):
                span = noun_phrase(scene, token)
                past = scene.tokens[verb.i + 1].start if verb is not None else span.start
                found.append(Span(max(span.start, past), span.end))
    return found


def _hidden_infinitive(scene: Scene, noun: Token) -> Token | None:
    """Return the verb behind a "to" that the tree takes for a preposition of the object.

    "Threatened to expel foreign workers".
    """
    leads = tree.children(scene.sentence, noun, "case")
    if len(leads) != 1 or leads[0].text.lower() != "to" or leads[0].i + 1 >= noun.i:
        return None  # "threatened to return to Lebanon" has another one
    verb = scene.tokens[leads[0].i + 1]
    return verb if verb.tag == "VB" else None


def _addressed(scene: Scene, token: Token, *, at_once: bool = False) -> bool:
    """Say whether something is held out to somebody: by a preposition also to a country.

    `at_once`: the noun is the object, whatever preposition the tree gives it.
    """
    lead = "" if at_once else preposition(scene, token)
    if token.pos == "PROPN" and (lead in _AT_ODDS or (lead == "to" and token.dep == "nmod")):
        return True  # "to cut gas supplies to Kiev": no way that somebody goes
    known = lemma_of(token) in _STANDING or classes_of(scene, token) & _ADDRESSED
    return bool(known) and (token.dep == "obj" or at_once or lead in _LEADS)


def _below(scene: Scene, verb: Token) -> Iterator[Token]:
    """Yield the words that hang on a verb, those of further clauses left out."""
    for child in tree.children(scene.sentence, verb):
        if child.dep not in _CLAUSES:
            yield child
            yield from _below(scene, child)
