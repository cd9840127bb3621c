"""Telegraphic lines: posts and notes without a finite verb.

The tree has little to say where nothing governs ("07:15 airfield: Grads", "bursts near the
bridge", "village shelled 07:00"). Frames ask here whether a word heads such a line (`telling` in
the frame tables), and verbs whether they are a passive cut short.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from trucewatch.extract import tree
from trucewatch.extract.forms import lemma_of, words

if TYPE_CHECKING:
    from trucewatch.extract.scene import Scene
    from trucewatch.extract.tree import Token

_FINITE = ("VBD", "VBZ", "VBP", "MD")
_LONGEST = 24
"""Words that a telegraphic line may have: a longer stretch without a verb is a list or a title."""
_HEADS = frozenset(
    {"root", "parataxis", "list", "appos", "dep", "conj", "nsubj", "obl:unmarked", "nmod:unmarked"}
)
_PLAIN = frozenset({"object", "place", "vehicle", "route", "crossing"})
_NOT_PLAIN = frozenset({"force", "weapon"})
_WITHOUT = frozenset({"no", "not", "without", "zero", "any"})
_AUXILIARIES = ("aux", "aux:pass", "cop")
_HARMED = frozenset(
    {"kill", "wound", "injure", "hurt", "displace", "arrest", "detain", "kidnap", "abduct"}
)
_INVARIABLE = frozenset({"overrun", "hit", "cut", "shut", "set", "split"})
_CLIPPED = words("clipped")
_CLIPPED_OF_WEAPONS = words("clipped_of_weapons")
_PERCEIVED = words("perceived")


@lru_cache(maxsize=4)
def telegraphic(scene: Scene) -> bool:
    """Say whether a sentence is a line without a finite verb."""
    if scene.headline or len(scene.tokens) > _LONGEST:
        return False
    return not any(
        token.tag in _FINITE and token.pos in ("VERB", "AUX") and not clipped(scene, token)
        for token in scene.tokens
    )


def telling(scene: Scene, token: Token) -> bool:
    """Say whether a word heads a telegraphic line, or a part of one, that is tied to something.

    It must say where, when or how many, or open with a place or time and a colon.
    """
    anchored = scene.places or scene.times or scene.figures or scene.sites or _announced(scene)
    return bool(anchored) and telegraphic(scene) and _heads(scene, token)


def _heads(scene: Scene, token: Token) -> bool:
    """Say whether a word stands at the head of its part of the line, and nothing negates it."""
    below = tree.children(scene.sentence, token)
    if any(t.text.lower() in _WITHOUT for t in below) or any(t.dep == "case" for t in below):
        return False
    after = scene.tokens[token.i + 1 : token.i + 2]
    joined = any(t.pos in ("NOUN", "PROPN") and t.head != token.i for t in after)
    return token.dep in _HEADS and not joined


def _announced(scene: Scene) -> bool:
    """Say whether a line opens with a place or a time and a colon ("Airfield: Grads")."""
    return any(token.text == ":" and 0 < token.i <= 5 for token in scene.tokens)


def clipped(scene: Scene, verb: Token) -> bool:
    """Say whether a bare verb without an object is a passive cut short ("village shelled")."""
    subjects = tree.children(scene.sentence, verb, "nsubj")
    # "Checkpoint overrun": to the tagger a present tense, which one post would not have.
    one = bool(subjects) and subjects[0].tag in ("NN", "NNP") and verb.text.lower() in _INVARIABLE
    past = verb.tag in ("VBN", "VBD") or (verb.tag == "VBP" and one)
    if not past or tree.children(scene.sentence, verb, *_AUXILIARIES):
        return False
    objects = [t for t in tree.children(scene.sentence, verb, "obj", "ccomp") if t.pos != "NUM"]
    if not subjects or objects:
        return False
    if lemma_of(verb) in _PERCEIVED and verb.tag == "VBN":
        return True  # "jeeps seen on the pass"
    classes = scene.classes[subjects[0].i]
    if "weapon" in classes:
        return lemma_of(verb) in _CLIPPED_OF_WEAPONS and "force" not in classes
    if lemma_of(verb) in _HARMED and not tree.children(scene.sentence, verb, "obj"):
        return True  # "9 staff killed"
    plain = bool(classes & _PLAIN) and not classes & _NOT_PLAIN
    return plain and lemma_of(verb) in _CLIPPED
