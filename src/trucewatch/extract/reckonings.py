"""Cues of those who count or recount: "put the dead at 12", "by the ministry's figures"."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from trucewatch.extract import tree
from trucewatch.extract.forms import lemma_of
from trucewatch.extract.scene import preposition
from trucewatch.extract.speakers import Cue, can_speak, named
from trucewatch.model import Span

if TYPE_CHECKING:
    from trucewatch.extract.scene import Scene
    from trucewatch.extract.tree import Token

RECKONINGS: Final = frozenset(
    {"count", "account", "estimate", "reckoning", "tally", "figures", "word", "figure"}
)
"""Nouns for what somebody has counted ("by the count of", "by its figures")."""
_PUTTING = frozenset({"put", "place", "peg", "set", "give", "fix"})
_COUNTS = frozenset(
    {"number", "toll", "loss", "dead", "wounded", "injured", "casualty", "total", "displaced",
     "missing", "fatality", "death", "figure", "tally"}
)  # fmt: skip
_OWN = frozenset({"mission", "team", "force", "observers"})
_TELLING = frozenset({"give", "offer", "provide", "deliver", "present"})
_RECKONING = _PUTTING | _TELLING | {"arrive"}
_ACCOUNTS = frozenset({"account", "description", "testimony", "version", "word", "detail"})


def put_at(scene: Scene, token: Token) -> Cue | None:
    """Recognise "X put the losses at 30", "X gave an account of the raid", "X arrived at 80 dead".

    The happening may be told by the verb's own words, so the cue hangs on the speaker.
    """
    if token.pos != "VERB" or token.tag not in ("VBD", "VBZ", "VBP", "VBN"):
        return None
    lemma = lemma_of(token)
    if lemma not in _RECKONING:
        return None  # most verbs: before anything below them is looked at
    things = {lemma_of(t) for t in tree.children(scene.sentence, token, "obj")}
    led = {preposition(scene, t) for t in tree.subtree(scene.sentence, token) if t.i > token.i}
    counted = lemma in _PUTTING and things & _COUNTS and led & {"at", "as"}
    told = lemma in _TELLING and things & _ACCOUNTS and "of" in led
    arrived = lemma == "arrive" and _at_a_count(scene, token)
    if not (counted or told or arrived):
        return None
    head = tree.child(scene.sentence, token, "nsubj")
    if head is None or not can_speak(scene, head, "report"):
        return None
    own = {t.i for t in tree.subtree(scene.sentence, head)}
    scope = frozenset(t.i for t in tree.subtree(scene.sentence, token) if t.i not in own)
    return Cue("report", named(scene, head), head, token.span, scope, head.i)


def _at_a_count(scene: Scene, verb: Token) -> bool:
    """Say whether it is at a number that somebody arrived, and not at a town."""
    behind = scene.tokens[verb.i + 1 : verb.i + 4]
    words = [t.text.lower() for t in behind]
    return words[:1] == ["at"] and any(t.pos == "NUM" for t in behind)


def by_figures(scene: Scene, token: Token) -> Cue | None:
    """Recognise "by the committee's figures", "on the ministry's count"."""
    if token.text.lower() not in ("by", "on") or token.dep != "case":
        return None
    noun = tree.head(scene.sentence, token)
    if noun is None or lemma_of(noun) not in RECKONINGS or noun.i < token.i:
        return None
    head = tree.child(scene.sentence, noun, "nmod:poss")
    if head is None or head.pos == "PRON" or head.text.lower() in _OWN:
        return None  # "by the mission's estimate" is the outlet's own word in a mission's report
    if not can_speak(scene, head, "report"):
        return None
    own = {t.i for t in tree.subtree(scene.sentence, noun)} | {token.i}
    scope = frozenset(part_of(scene, token.i)) - own
    return Cue("according", named(scene, head), head, Span(token.start, noun.end), scope, token.i)


def part_of(scene: Scene, i: int) -> range:
    """Return the part of a sentence between semicolons in which a token stands."""
    marks = [t.i for t in scene.tokens if t.text == ";"]
    first = max((m + 1 for m in marks if m < i), default=0)
    return range(first, min((m for m in marks if m > i), default=len(scene.tokens)))
