"""What can be said of a trigger itself: counted, negated, told aside (`self` in the tables)."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Final, NamedTuple

from trucewatch.extract import tree
from trucewatch.extract.arguments import HAPPENING, LIGHT
from trucewatch.extract.forms import is_any_form, is_form, lemma_of
from trucewatch.extract.fragments import telegraphic, telling
from trucewatch.extract.scene import preposition
from trucewatch.extract.speakers import table

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

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
_BIDDING = frozenset(
    {"order", "tell", "ask", "instruct", "force", "want", "compel", "forbid", "oblige", "demand"}
)
_LETTING = frozenset({"let", "allow", "make", "see", "keep"})
_SITUATED = frozenset({"locate", "station", "base", "position", "deploy"})
_OFF = frozenset({"cancel", "postpone", "abort", "scrap"})
_UNABLE = frozenset({"unable", "fail", "powerless"})
_LASTING = frozenset({"is", "are", "'s", "'re", "remain", "remains"})
_WILL = frozenset({"will", "would", "shall", "'ll"})
_BORNE = LIGHT | HAPPENING


def bears(scene: Scene, token: Token, words: Words, kind: str, said: frozenset[str]) -> bool:
    """Say whether one of `said` can be said of the trigger itself (`self` in the frame tables)."""
    if kind in said or (len(words) > 1 and "phrase" in said):
        return True
    return any(_bears(scene, token.i, kind, name) for name in said)


@lru_cache(maxsize=256)  # one word may be the trigger of many rows, which ask the same few things
def _bears(scene: Scene, i: int, kind: str, name: str) -> bool:
    asked = BEARINGS.get(name)
    return asked is not None and asked(_Bearer(scene, scene.tokens[i], kind))


class _Bearer(NamedTuple):
    """A trigger of which something is asked."""

    scene: Scene
    token: Token
    kind: str

    @property
    def sentence(self) -> Sentence:
        return self.scene.sentence

    @property
    def above(self) -> Token | None:
        return tree.head(self.sentence, self.token)

    @property
    def dets(self) -> set[str]:
        return {t.text.lower() for t in tree.children(self.sentence, self.token, "det")}

    @property
    def adverbs(self) -> set[str]:
        return {t.text.lower() for t in tree.children(self.sentence, self.token, "advmod")}


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
    if any(one.pos == "NUM" or tree.children(scene.sentence, one, "nummod") for one in counted):
        return True
    return any(t.text.lower() in _TIMES for t in scene.tokens)


def _fragment(scene: Scene, token: Token) -> bool:
    """Say whether the trigger heads a post without a verb ("Shells on the village")."""
    top = token.dep in ("root", "parataxis", "list", "appos", "dep")
    return top and telegraphic(scene)


def _standing(sentence: Sentence, verb: Token) -> bool:
    """Say whether a passive tells of a state that lasts ("is occupied by the army")."""
    auxiliaries = {t.text.lower() for t in tree.children(sentence, verb, "aux", "aux:pass", "cop")}
    return verb.tag in ("VBN", "JJ") and bool(auxiliaries & _LASTING)


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


BEARINGS: Final[Mapping[str, Callable[[_Bearer], bool]]] = {
    "definite": lambda b: bool(b.dets & _DEFINITE),
    "counted": lambda b: _counted(b.scene, b.token, b.kind) or bool(b.dets & _NONE),
    "heads_count": lambda b: _heads_count(b.scene, b.token),
    "leads_count": lambda b: _leads_count(b.scene, b.token),
    "negated": lambda b: bool(b.adverbs & {"not", "n't"}) or _refused(b.above, b.token),
    "modifier": lambda b: b.token.dep == "compound",
    "fragment": lambda b: _fragment(b.scene, b.token),
    "telling": lambda b: telling(b.scene, b.token),
    "quiet": lambda b: bool(b.dets & _NONE) and b.token.dep == "root",
    "none": lambda b: bool(b.dets & _NONE),
    "unable": lambda b: _unable(b.sentence, b.token, b.above),
    "unmet": lambda b: bool(b.adverbs & {"not", "n't"}) or _nobody(b.sentence, b.token),
    "infinitive": lambda b: bool(tree.children(b.sentence, b.token, "xcomp", "ccomp")),
    "ahead": lambda b: _ahead(b.sentence, b.token),
    "aside": lambda b: b.kind == "verb" and _aside(b.sentence, b.token, b.above),
    "situated": lambda b: (
        b.token.tag == "VBN" and b.token.dep == "acl" and is_any_form(b.token, _SITUATED)
    ),
    "to_take": lambda b: any(
        is_any_form(below, _TAKING) for below in tree.children(b.sentence, b.token, "acl", "advcl")
    ),
    "to_advance": lambda b: any(
        is_any_form(below, _ADVANCING) and below.i > b.token.i
        for noun in (b.token, b.above if b.token.dep == "obj" and b.above is not None else b.token)
        for below in tree.children(b.sentence, noun, "acl", "advcl")
    ),
    "bidden": lambda b: (
        b.above is not None and b.token.dep == "xcomp" and is_any_form(b.above, _BIDDING)
    ),
    "tried": lambda b: (
        b.above is not None and b.token.dep == "xcomp" and is_any_form(b.above, _TRYING)
    ),
    "relative": lambda b: _is_relative(b.sentence, b.token),
    "of_which": lambda b: _of_which(b.sentence, b.token, b.above),
    "gerund": lambda b: b.token.dep == "acl" and b.token.tag == "VBG",
    "located": lambda b: preposition(b.scene, b.token) in _LOCATING,
    "cancelled": lambda b: b.above is not None and any(is_form(b.above, word) for word in _OFF),
    "standing": lambda b: _standing(b.sentence, b.token),
    "passive": lambda b: (
        bool(tree.children(b.sentence, b.token, "nsubj:pass"))
        or (b.token.pos == "ADJ" and bool(tree.children(b.sentence, b.token, "cop")))
    ),
    "planned_for": lambda b: (
        b.above is not None and any(is_form(b.above, w) for w in ("plan", "schedule"))
    ),
    "exists": lambda b: _exists(b.sentence, b.above) and not b.dets & _NONE,
    "none_there": lambda b: _exists(b.sentence, b.above) and bool(b.dets & _NONE),
    "on_condition": lambda b: _on_condition(b.scene, b.token),
    "opened": lambda b: _opened(b.scene, b.token),
    "verdict": lambda b: (
        b.token.dep == "root" and len(b.scene.tokens) <= _VERDICT and not b.scene.figures
    ),
    "under": lambda b: preposition(b.scene, b.token) in ("under", "in"),
    "bare_count": lambda b: _bare_count(b.scene, b.token.i),
    "at_issue": lambda b: preposition(b.scene, b.token) in ("over", "about"),
    "held": lambda b: b.above is not None and is_any_form(b.above, _BORNE),
}
"""What may be asked of a trigger, beside its kind and whether it is a phrase of several words."""
