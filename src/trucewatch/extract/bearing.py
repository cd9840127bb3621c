"""What can be said of a trigger itself: counted, negated, told aside (`self` in the tables)."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from trucewatch.extract import tree
from trucewatch.extract.arguments import HAPPENING, LIGHT
from trucewatch.extract.forms import is_any_form, is_form, lemma_of
from trucewatch.extract.fragments import telegraphic, telling
from trucewatch.extract.scene import preposition
from trucewatch.extract.speakers import table

if TYPE_CHECKING:
    from trucewatch.extract.frames import Words
    from trucewatch.extract.scene import Scene
    from trucewatch.extract.tree import Sentence, Token

_DEFINITE = frozenset({"the", "this", "that", "these", "those"})
_TIMES = frozenset({"times", "once", "twice"})
_NONE = frozenset({"no", "zero"})
_NONE_OF = frozenset({"no", "not", "none", "nobody", "neither"})
_LOCATING = frozenset({"at", "in", "on", "near", "outside", "inside", "behind", "along", "around"})
_HEADING = 3
_VERDICT = 6
"""Words of a sentence that is no more than a verdict on the one before ("A barefaced lie.")."""
_RELATING = frozenset({"who", "which", "that", "whom", "what"})
_RELATIVE_WORDS = frozenset({"who", "which", "that", "whom", "whose", "where", "when"})
_RELATIVE = frozenset({"acl:relcl", "advcl:relcl"})
_TAKING = frozenset({"take", "retake", "recapture", "seize", "break", "storm", "cross", "capture"})
_ADVANCING = frozenset(
    {"advance", "approach", "attack", "encircle", "enter", "infiltrate", "land", "outflank",
     "penetrate", "push", "raid", "sneak"}
)  # fmt: skip
_TRYING = frozenset({"attempt", "hope", "seek", "struggle", "try", "wait", "want"})
_LETTING = frozenset({"let", "allow", "make", "see", "keep"})
_SITUATED = frozenset({"locate", "station", "base", "position", "deploy"})
_OFF = frozenset({"cancel", "postpone", "abort", "scrap"})
_UNABLE = frozenset({"unable", "fail", "powerless"})
_WILL = frozenset({"will", "would", "shall", "'ll"})
_BORNE = LIGHT | HAPPENING


def said_of(scene: Scene, token: Token, words: Words, kind: str) -> frozenset[str]:
    """Return what can be said of the trigger itself (`self` in the frame tables)."""
    said = _said_of(scene, token.i, kind)
    return said | {"phrase"} if len(words) > 1 else said


@lru_cache(maxsize=64)  # one word may be the trigger of many rows
def _said_of(scene: Scene, i: int, kind: str) -> frozenset[str]:
    sentence, token = scene.sentence, scene.tokens[i]
    dets = {t.text.lower() for t in tree.children(sentence, token, "det")}
    adverbs = {t.text.lower() for t in tree.children(sentence, token, "advmod")}
    above = tree.head(sentence, token)
    said = {
        kind: True,
        "definite": bool(dets & _DEFINITE),
        "counted": _counted(scene, token, kind) or bool(dets & _NONE),
        "heads_count": _heads_count(scene, token),
        "leads_count": _leads_count(scene, token),
        "negated": bool(adverbs & {"not", "n't"}) or _refused(above, token),
        "modifier": token.dep == "compound",
        "fragment": _fragment(scene, token),
        "telling": telling(scene, token),
        "quiet": bool(dets & _NONE) and token.dep == "root",
        "none": bool(dets & _NONE),
        "unable": _unable(sentence, token, above),
        "unmet": bool(adverbs & {"not", "n't"}) or _nobody(sentence, token),
        "infinitive": bool(tree.children(sentence, token, "xcomp", "ccomp")),
        "ahead": _ahead(sentence, token),
        "aside": kind == "verb" and _aside(sentence, token, above),
        "situated": token.tag == "VBN" and token.dep == "acl" and is_any_form(token, _SITUATED),
        "to_take": any(
            is_any_form(below, _TAKING) for below in tree.children(sentence, token, "acl", "advcl")
        ),
        "to_advance": any(
            is_any_form(below, _ADVANCING) and below.i > token.i
            for noun in (token, above if token.dep == "obj" and above is not None else token)
            for below in tree.children(sentence, noun, "acl", "advcl")
        ),
        "tried": above is not None and token.dep == "xcomp" and is_any_form(above, _TRYING),
        "relative": _is_relative(sentence, token),
        "of_which": _of_which(sentence, token, above),
        "gerund": token.dep == "acl" and token.tag == "VBG",
        "located": preposition(scene, token) in _LOCATING,
        "cancelled": above is not None and any(is_form(above, word) for word in _OFF),
        "passive": bool(tree.children(sentence, token, "nsubj:pass")),
        "planned_for": above is not None and any(is_form(above, w) for w in ("plan", "schedule")),
        "exists": _exists(sentence, above) and not dets & _NONE,
        "none_there": _exists(sentence, above) and bool(dets & _NONE),
        "on_condition": _on_condition(scene, token),
        "opened": _opened(scene, token),
        "verdict": token.dep == "root" and len(scene.tokens) <= _VERDICT and not scene.figures,
        "under": preposition(scene, token) in ("under", "in"),
        "bare_count": _bare_count(scene, i),
        "at_issue": preposition(scene, token) in ("over", "about"),
        "held": above is not None and is_any_form(above, _BORNE),
    }
    return frozenset(name for name, holds in said.items() if holds)


def _bare_count(scene: Scene, i: int) -> bool:
    """Say whether a number that names nothing follows a word ("listed 61, of which ...")."""
    after = scene.tokens[i + 1 : i + 3]
    return len(after) > 1 and after[0].pos == "NUM" and after[1].pos == "PUNCT"


def _leads_count(scene: Scene, token: Token) -> bool:
    """Say whether a count of breaches follows at once, whatever the tree makes of it."""
    counts = (r.figure.span for r in scene.figures if r.figure.kind == "violations")
    first = next(counts, None)
    return first is not None and 0 <= first.start - token.end <= 2


def _heads_count(scene: Scene, token: Token) -> bool:
    """Say whether a line counts what its first words name ("Violations, all sectors: 17")."""
    colon = next((t for t in scene.tokens if t.text == ":"), None)
    after = scene.tokens[colon.i + 1] if colon and colon.i + 1 < len(scene.tokens) else None
    return token.i <= _HEADING and after is not None and token.i < after.i and after.pos == "NUM"


def _nobody(sentence: Sentence, verb: Token) -> bool:
    """Say whether the negation stands at a verb's subject ("no tank has left", "not one did")."""
    return any(
        child.text.lower() in _NONE_OF
        for subject in tree.children(sentence, verb, "nsubj", "nsubj:pass")
        for child in (subject, *tree.children(sentence, subject, "det", "advmod", "nummod"))
    )


def _unable(sentence: Sentence, verb: Token, above: Token | None) -> bool:
    """Say whether somebody could not do it ("were unable to reach", "could not enter")."""
    if above is not None and verb.dep == "xcomp" and is_any_form(above, _UNABLE):
        return True
    adverbs = {t.text.lower() for t in tree.children(sentence, verb, "advmod")}
    cannot = any(
        is_any_form(t, ("can", "could", "cannot")) for t in tree.children(sentence, verb, "aux")
    )
    return cannot and bool(adverbs & {"not", "n't"})


def _ahead(sentence: Sentence, verb: Token) -> bool:
    """Say whether a verb speaks of a time to come ("will visit")."""
    return any(t.text.lower() in _WILL for t in tree.children(sentence, verb, "aux"))


def _of_which(sentence: Sentence, verb: Token, above: Token | None) -> bool:
    """Say whether a verb speaks of a whole statement ("which Kyiv denies", "a claim X denied")."""
    objects = tree.children(sentence, verb, "obj", "nsubj:pass")
    if any(t.text.lower() == "which" for t in objects):
        return True
    clause = verb.dep in ("acl", "acl:relcl") and not objects
    return clause and above is not None and lemma_of(above) in table().statements


def _is_relative(sentence: Sentence, verb: Token) -> bool:
    """Say whether a verb only describes a noun.

    Not one with a subject of its own and no verb above it: there the tree missed that it is the
    main verb ("Since the morning 640 families have passed").
    """
    if verb.dep == "acl" and verb.tag == "VBG":
        return True
    if verb.dep not in _RELATIVE:
        return False
    own = [t for t in tree.children(sentence, verb, "nsubj", "nsubj:pass") if t.pos == "NOUN"]
    plain = bool(own) and not any(
        t.text.lower() in _RELATIVE_WORDS for t in tree.subtree(sentence, verb)
    )
    return not plain or any(t.pos in ("VERB", "AUX") for t in tree.ancestors(sentence, verb))


def _aside(sentence: Sentence, verb: Token, above: Token | None) -> bool:
    """Say whether a verb only adds to another one ("leaving a hole", "who came from X")."""
    if verb.dep in _RELATIVE:
        return not _whole_clause(sentence, verb)
    if verb.tag == "VBG" and verb.dep in ("acl", "advcl"):
        return True
    if verb.dep == "xcomp" and above is not None and is_any_form(above, _LETTING):
        return True
    return any(t.text.lower() in ("where", "while") for t in tree.children(sentence, verb))


def _whole_clause(sentence: Sentence, verb: Token) -> bool:
    """Say whether a clause taken for a relative one has subject and object of its own.

    "From the bridges they hurled themselves at the city": the tree missed the main clause.
    """
    children = tree.children(sentence, verb)
    own = [t for t in children if t.dep == "nsubj" and t.text.lower() not in _RELATING]
    return bool(own) and any(t.dep == "obj" for t in children)


def _counted(scene: Scene, token: Token, kind: str) -> bool:
    """Say whether a number stands at the trigger, at its object, or as "14 times"."""
    counted = [token]
    if kind == "verb":
        counted += tree.children(scene.sentence, token, "obj", "nsubj:pass")
    if any(tree.children(scene.sentence, one, "nummod") for one in counted):
        return True
    return any(t.text.lower() in _TIMES for t in scene.tokens)


def _fragment(scene: Scene, token: Token) -> bool:
    """Say whether the trigger heads a post without a verb ("Shells on the village")."""
    top = token.dep in ("root", "parataxis", "list", "appos", "dep")
    return top and telegraphic(scene)


def _exists(sentence: Sentence, above: Token | None) -> bool:
    """Say whether a noun is what "there is"."""
    return above is not None and bool(tree.children(sentence, above, "expl"))


def _refused(above: Token | None, token: Token) -> bool:
    """Say whether somebody refused to do what the trigger names ("refused to let them pass")."""
    refusing = above is not None and is_any_form(above, ("refuse", "decline"))
    return refusing and token.dep == "xcomp"


def _on_condition(scene: Scene, token: Token) -> bool:
    """Say whether a condition hangs on the trigger ("would respond if its posts were hit")."""
    clauses = tree.children(scene.sentence, token, "advcl")
    marks = (t for clause in clauses for t in tree.children(scene.sentence, clause, "mark"))
    return any(t.text.lower() in ("if", "unless", "should") for t in marks)


def _opened(scene: Scene, token: Token) -> bool:
    """Say whether it is fire of arms, by the verb ("fire opened by", "opened fire")."""
    verbs = [tree.head(scene.sentence, token), *tree.children(scene.sentence, token, "acl")]
    return any(verb is not None and is_form(verb, "open") for verb in verbs)
