"""Subjects and objects that stand beside a verb but not in its tree.

Telegraphic posts, headlines and slips of the parser need it; the order of the words decides.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from trucewatch.extract import tree
from trucewatch.extract.arguments import RELATIVES, SUBJECTS, is_passive
from trucewatch.extract.forms import lemma_of, words
from trucewatch.extract.scene import preposition

if TYPE_CHECKING:
    from trucewatch.extract.arguments import Arguments
    from trucewatch.extract.scene import Scene
    from trucewatch.extract.tree import Token

_VERBAL = frozenset({"VERB", "AUX"})
_DOERS = frozenset({"force", "any_actor", "weapon", "person", "convoy", "vehicle"})
_ASIDE = 12
"""Words that an aside between commas may have, with its commas."""
_SAYING = frozenset(
    {"say", "add", "tell", "report", "state", "note", "write", "claim", "allege", "maintain",
     "explain", "insist", "announce", "confirm", "acknowledge", "recount"}
)  # fmt: skip
_BARRIERS = frozenset(',;:()\u2013\u2014"\u201c\u201d')
_OPENING = frozenset({"VERB", "CCONJ", "SCONJ", "PRON", "PART", "ADV"})
_LOOSE_MARKS = words("vague_before")


def filled(scene: Scene, token: Token, found: Arguments) -> Arguments:
    """Add the subject or object that a finite verb plainly has beside it but not in its tree.

    Telegraphic posts, headlines and parser slips need it: the nearest fitting noun before the
    verb in its clause, and the noun right behind it.
    """
    going_on = token.tag == "VBG" and (
        token.dep == "xcomp" or tree.children(scene.sentence, token, "aux")
    )
    said_of = token.pos == "ADJ" and tree.children(scene.sentence, token, "cop")
    if token.tag not in ("VBD", "VBZ", "VBP", "VBN", "VB") and not (going_on or said_of):
        return found
    passive = is_passive(scene, token)
    before = "obj" if passive else "subj"
    added = dict(found)
    clause = _clause_of(scene, token)
    if before not in added and clause is not None:
        noun = _noun_before(scene, clause)
        if noun is not None:
            noun = _whole(scene, noun)
            added = {key: tuple(t for t in tokens if t != noun) for key, tokens in added.items()}
            added[before] = (*_beside(scene, noun), noun)
    if not (passive or said_of) and "obj" not in added:
        noun = _noun_behind(scene, token) or _shifted(scene, token)
        if noun is not None:
            added = {key: tuple(t for t in tokens if t != noun) for key, tokens in added.items()}
            added["obj"] = (noun,)
    return {key: tokens for key, tokens in added.items() if tokens}


def _clause_of(scene: Scene, token: Token) -> Token | None:
    """Return the verb before which a verb's subject stands: its own, or the one that it completes.

    "The brigade attempted to improve its position": before "attempted".
    """
    finite = token.tag == "VBD" and token.dep == "advcl"
    if finite and not tree.children(scene.sentence, token, "mark", "advmod"):
        return token  # "the guards, unpaid since May, deserted": the tree missed the main verb
    if token.dep in ("acl", "advcl"):
        return None
    if token.dep != "xcomp":
        return token
    above = tree.head(scene.sentence, token)
    own = above is None or tree.children(scene.sentence, above, *SUBJECTS, "nsubj:pass", "obj")
    return None if own or above is None or above.pos not in _VERBAL else above


def _shifted(scene: Scene, token: Token) -> Token | None:
    """Return the object that a phrase parts from its verb ("saw at the gate one tank")."""
    times = [mention.ref.span for mention in scene.times]
    for child in tree.children(scene.sentence, token, "obl:unmarked"):
        named = tree.child(scene.sentence, child, "appos") if child.pos == "NUM" else child
        late = child.i > token.i + 1 and not any(span.overlaps(child.span) for span in times)
        if late and named is not None and named.pos == "NOUN":
            return named
    return None


def _noun_before(scene: Scene, token: Token) -> Token | None:
    i = token.i
    while i > 0:
        i -= 1
        word, classes = scene.tokens[i], scene.classes[i]
        if word.text == ",":
            i = _past_aside(scene, i)
            continue
        if word.text == ")":
            i = next((n for n in range(i, -1, -1) if scene.tokens[n].text == "("), 0)
            continue
        if word.text in _BARRIERS or word.text.lower() in ("that", "and", "but", "to"):
            return None
        if word.pos == "VERB" and word.dep not in ("acl", "amod") and word.tag != "VBN":
            return None
        named = "place" in classes and "any_actor" not in classes
        if word.pos in ("NOUN", "PROPN") and classes & _DOERS and not named:
            return word
    return None


def _past_aside(scene: Scene, close: int) -> int:
    """Return where the aside begins that a comma closes, 0 where the comma closes none.

    "The brigade, with the support of two tanks, attempted"; "the lorries, he added, were waiting".
    """
    for i in range(close - 1, max(0, close - _ASIDE), -1):
        if scene.tokens[i].text != ",":
            continue
        first = scene.tokens[i + 1]
        said = any(t.pos == "VERB" and lemma_of(t) in _SAYING for t in scene.tokens[i + 1 : close])
        led = first.pos == "ADP" or first.tag in ("VBG", "VBN") or first.text.lower() in RELATIVES
        return i if said or led else 0
    return 0


def _whole(scene: Scene, noun: Token) -> Token:
    """Return the head of the phrase that a noun closes ("militants of the group": militants)."""
    above = tree.head(scene.sentence, noun)
    if noun.dep != "nmod" or above is None or above.i > noun.i or above.pos != "NOUN":
        return noun
    return above if preposition(scene, noun) == "of" and scene.classes[above.i] & _DOERS else noun


def _beside(scene: Scene, noun: Token) -> tuple[Token, ...]:
    """Return a doer joined to the noun by "and" right before its phrase."""
    i = noun.i - 1
    while i > 0 and scene.tokens[i].pos in ("ADJ", "NOUN", "PROPN", "DET", "VERB", "PUNCT"):
        i -= 1
    if i < 1 or scene.tokens[i].text.lower() not in ("and", "or"):
        return ()
    before = scene.tokens[i - 1]
    fits = before.pos in ("NOUN", "PROPN") and scene.classes[before.i] & _DOERS
    return (before,) if fits else ()


def _vague(scene: Scene, word: Token) -> bool:
    """Say whether a preposition only makes a number vague ("fired around 40 shells")."""
    near = scene.tokens[word.i + 1 : word.i + 4]
    return word.text.lower() in _LOOSE_MARKS and any(t.pos == "NUM" for t in near)


def _noun_behind(scene: Scene, token: Token) -> Token | None:
    found = None
    for word in scene.tokens[token.i + 1 : token.i + 9]:
        if word.pos in ("NOUN", "PROPN"):
            found = word
        elif found is not None or word.text in _BARRIERS:
            break
        elif word.pos in _OPENING or (word.pos == "ADP" and not _vague(scene, word)):
            return None
    return None if found is None or "place" in scene.classes[found.i] else found
