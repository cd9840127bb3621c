"""Who is said to have done what a noun tells, where no "by" says so.

"Four officers were involved in the murder of ten villagers", "the ambush was the work of a
splinter group", "blamed the murder of two priests on drug traffickers".
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from trucewatch.extract import tree
from trucewatch.extract.forms import is_any_form, is_form, lemma_of, words
from trucewatch.extract.scene import preposition

if TYPE_CHECKING:
    from trucewatch.extract.scene import Scene
    from trucewatch.extract.tree import Token

_TAKING_PART = words("taking_part")
_IMPLICATING = words("implicating")
_BLAMING = words("blaming")
_WORK = frozenset({"work", "doing", "handiwork"})
_SURE = frozenset({"presumably", "reportedly", "allegedly", "apparently", "probably", "possibly"})


def charged(scene: Scene, noun: Token) -> list[Token]:
    """Return whom the sentence names as the doers of what a noun tells, "by" left aside."""
    sentence = scene.sentence
    if preposition(scene, noun) == "behind" and tree.children(sentence, noun, "cop"):
        return _doers(scene, tree.children(sentence, noun, "nsubj"))
    above = tree.head(sentence, noun)
    if above is None:
        return []
    if above.pos in ("VERB", "AUX"):
        return _doers(scene, _of_verb(scene, noun, above))
    if noun.dep == "nsubj" and lemma_of(above) in _WORK:
        owners = tree.children(sentence, above, "nmod", "nmod:poss")
        return _doers(scene, [t for t in owners if preposition(scene, t) in ("of", "")])
    return []


def _of_verb(scene: Scene, noun: Token, verb: Token) -> list[Token]:
    sentence, case = scene.sentence, preposition(scene, noun)
    if case in ("in", "from") and is_any_form(verb, _TAKING_PART):
        return list(tree.children(sentence, verb, "nsubj", "nsubj:pass"))
    if case == "in" and is_any_form(verb, _IMPLICATING):
        return list(tree.children(sentence, verb, "obj", "nsubj:pass"))
    if noun.dep in ("obj", "nsubj:pass") and is_any_form(verb, _BLAMING):
        lead = "to" if is_form(verb, "attribute") or is_form(verb, "ascribe") else "on"
        return _first_behind(scene, noun, lead)
    return _aside(scene, noun)


def _first_behind(scene: Scene, noun: Token, lead: str) -> list[Token]:
    """Return the head of the first phrase with a preposition behind a noun, wherever it hangs."""
    for token in scene.tokens[noun.i + 1 :]:
        if token.text.lower() == lead and token.dep == "case":
            found = tree.head(scene.sentence, token)
            return [] if found is None else [found]
    return []


def _aside(scene: Scene, noun: Token) -> list[Token]:
    """Return the doers of an afterthought ("the murder of the judge, presumably by hired men")."""
    for token in scene.tokens[noun.i + 1 : -1]:
        if token.text.lower() in _SURE and scene.tokens[token.i + 1].text.lower() == "by":
            found = tree.head(scene.sentence, scene.tokens[token.i + 1])
            if found is not None and found.dep == "amod":
                found = tree.head(scene.sentence, found)  # "by paid killers"
            return [] if found is None else [found]
    return []


def _doers(scene: Scene, tokens: list[Token] | tuple[Token, ...]) -> list[Token]:
    """Leave out what does nothing by itself: a day, a place, a sum."""
    return [t for t in tokens if t.pos in ("NOUN", "PROPN", "PRON") and not _timed(scene, t)]


def _timed(scene: Scene, token: Token) -> bool:
    return any(mention.ref.span.overlaps(token.span) for mention in scene.times)
