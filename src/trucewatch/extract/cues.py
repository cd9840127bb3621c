"""Cues of attribution in one sentence: who is said to have said which words of it."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from trucewatch.extract import tree
from trucewatch.extract.citing import CITING, citing, statement
from trucewatch.extract.forms import lemma_of
from trucewatch.extract.reckonings import RECKONINGS, by_figures, part_of, put_at
from trucewatch.extract.scene import preposition
from trucewatch.extract.speakers import Cue, can_speak, named, next_noun, table
from trucewatch.extract.tables import load_data
from trucewatch.extract.words import fold
from trucewatch.model import Span

if TYPE_CHECKING:
    from collections.abc import Sequence

    from trucewatch.extract.scene import Scene
    from trucewatch.extract.tree import Token

__all__ = ["Cue", "find_cues", "hedges", "table"]


_POSSESSIVES = frozenset({"his", "her", "its", "their", "our"})
_HYPHENS = frozenset({"-", "'", "\u2019"})
_RELATIVE = frozenset({"where", "which", "who", "when"})
_STOPS = frozenset({",", '"', "\u201d", "\u2019", "'", "\u2013", "\u2014"})


@lru_cache(maxsize=4)  # every happening of a sentence asks for them
def find_cues(scene: Scene) -> tuple[Cue, ...]:
    """Return the cues of a sentence in the order of the words."""
    found: list[Cue] = []
    for token in scene.tokens:
        cue = _verb_cue(scene, token) or _according(scene, token) or statement(scene, token)
        cue = cue or put_at(scene, token) or by_figures(scene, token)
        if cue is not None:
            found.append(cue)
        found += citing(scene, token)
    colon = _colon(scene)
    if colon is not None and not any(cue.scope >= colon.scope for cue in found):
        found.append(colon)
    return tuple(found)


def hedges(scene: Scene, within: frozenset[int] | None = None) -> tuple[tuple[Span, str], ...]:
    """Return evidential words with their spans ("reportedly", "believed to be")."""
    words = [token.text.lower() for token in scene.tokens]
    known = table().hedges
    found: list[tuple[Span, str]] = []
    i = 0
    while i < len(words):
        for phrase in known.get(words[i], ()):
            if tuple(words[i : i + len(phrase)]) == phrase and (within is None or i in within):
                span = tree.cover(scene.tokens[i : i + len(phrase)])
                found.append((span, " ".join(phrase)))
                i += len(phrase) - 1
                break
        i += 1
    return tuple(found)


def _verb_cue(scene: Scene, token: Token) -> Cue | None:
    kind = table().verbs.get(lemma_of(token))
    attributive = not _is_verb(scene, token) or token.dep in ("amod", "compound", "aux")
    if kind is None or attributive or token.text.lower() in CITING:
        return None
    if kind == "confirm" and _to_find_out(scene, token):
        return None
    tail = _tail(scene, token, kind) or _inverted(scene, token, kind)
    if tail is not None:
        return tail
    passive = bool(tree.children(scene.sentence, token, "aux:pass", "nsubj:pass"))
    head = _speaker(scene, token, passive=passive)
    scope = _scope(scene, token, head, passive=passive)
    if head is None:
        # "was reported", by nobody: evidential. "will be announced" is no report.
        ahead = tree.children(scene.sentence, token, "aux")
        spoken = (
            passive
            and lemma_of(token) in table().evidential
            and not any(t.text.lower() in ("will", "would", "shall") for t in ahead)
        )
    else:
        spoken = can_speak(scene, head, kind)
    if not scope or not spoken:
        return None
    source = None if head is None else named(scene, head)
    return Cue(kind, source, head, token.span, scope, token.i)


def _is_verb(scene: Scene, token: Token) -> bool:
    """Say whether a word is a verb, though the tree may call it a noun ("X complains that")."""
    if token.pos in ("VERB", "AUX"):
        return True
    that = [t.text.lower() for t in scene.tokens[token.i + 1 : token.i + 2]] == ["that"]
    below = tree.children(scene.sentence, token, "nsubj")
    return token.tag == "NNS" and that and bool(below)


_PHRASAL = frozenset({"DET", "ADJ", "NOUN", "PROPN", "CCONJ", "ADP", "PART", "NUM", "PRON", "X"})
_CHARGING = frozenset({"allege", "warn", "deny"})
_STATING = frozenset({"say", "report", "claim", "announce", "confirm"})
_OPENERS = frozenset({"and", "but", "which", "who", "or", "where", "as"})
_DESCRIBED = 24
"""Words behind "said" that may name and describe who said it."""
_TYING = frozenset({"of", "for"})
_LISTENER = 5
"""Words between "told" and "that" that name who was told."""
_SPOKEN_BY = 12
"""Words that a source's name may have in a reporting tail."""


def _tail(scene: Scene, token: Token, kind: str) -> Cue | None:
    """Recognise ", rescue workers and a doctor said" by its words: trees often miss it."""
    if token.tag not in ("VBD", "VBZ", "VBP") or kind == "deny":
        return None
    first, last = _stretch(scene, token.i), token.i
    if first == token.i and scene.tokens[token.i - 1].text == ",":
        # ", the commander, Brig. X, said": a name between commas says who that is.
        name = _stretch(scene, token.i - 1)
        if name < token.i - 1 and name > 0 and scene.tokens[name - 1].text == ",":
            last = name - 1
            first = _stretch(scene, last)
    stretch = scene.tokens[first:last]
    before = scene.tokens[: max(0, first - 1)]
    head = _tail_head(stretch)
    if head is None or not _hangs_on(scene, token, first):
        return None
    stated = any(t.pos in ("VERB", "AUX") and t.dep != "case" for t in before)
    if not stated or not can_speak(scene, head, kind):
        return None
    while stretch[-1].tag == "EX":
        stretch = stretch[:-1]
    start = next((n for n, t in enumerate(stretch) if t.pos not in ("DET", "NUM")), 0)
    source = head.span if head.pos == "PRON" else tree.cover(stretch[start:])
    scope = frozenset(t.i for t in before) | _told_on(scene, token)
    return Cue(kind, source, head, token.span, scope, token.i)


def _inverted(scene: Scene, token: Token, kind: str) -> Cue | None:
    """Recognise ", said Col. X, spokesman of the division." by its words, as the tail it is."""
    before, behind = scene.tokens[: token.i], scene.tokens[token.i + 1 :]
    stated = any(t.pos in ("VERB", "AUX") for t in before)
    told = stated and before[-1].text in _STOPS
    plain = all(t.pos in _PHRASAL or t.pos == "PUNCT" for t in behind)
    if not (told and plain and 0 < len(behind) <= _DESCRIBED) or token.tag not in ("VBD", "VBZ"):
        return None
    ends = (t.i for t in behind if t.pos == "PUNCT" or (t.pos == "ADP" and t.text not in _TYING))
    end = next(ends, len(scene.tokens))
    stretch = scene.tokens[token.i + 1 : end]
    head = _tail_head(stretch)
    if head is None or not can_speak(scene, head, kind):
        return None
    start = next((n for n, t in enumerate(stretch) if t.pos not in ("DET", "NUM")), 0)
    source = head.span if head.pos == "PRON" else tree.cover(stretch[start:])
    return Cue(kind, source, head, token.span, frozenset(t.i for t in before), token.i)


def _stretch(scene: Scene, end: int) -> int:
    """Return where the words of a phrase begin that ends before a token."""
    first = end
    while first > 0 and (
        scene.tokens[first - 1].pos in _PHRASAL or scene.tokens[first - 1].text in _HYPHENS
    ):
        first -= 1
    return first


def _told_on(scene: Scene, token: Token) -> frozenset[int]:
    """Return what goes on behind a reporting tail (", the ministry said, firing mortars")."""
    return frozenset(
        t.i
        for child in tree.children(scene.sentence, token, "advcl", "ccomp", "conj")
        if child.i > token.i and (child.tag == "VBG" or _goes_on(scene, child))
        for t in tree.subtree(scene.sentence, child)
    )


def _goes_on(scene: Scene, verb: Token) -> bool:
    """Say whether a verb goes on with what was said (", the mayor said, and holds the bridge")."""
    own = tree.children(scene.sentence, verb, "nsubj", "nsubj:pass")
    finite = verb.dep == "conj" and verb.tag in ("VBD", "VBZ", "VBP")
    return finite and not own and lemma_of(verb) not in table().verbs


def _hangs_on(scene: Scene, token: Token, first: int) -> bool:
    """Say whether a source's words follow a comma or quotation, and nothing said follows them."""
    if not 0 < token.i - first <= _SPOKEN_BY or first < 3:
        return False
    if scene.tokens[first - 1].text not in _STOPS or scene.tokens[first].text.lower() in _OPENERS:
        return False
    after = [t.text.lower() for t in scene.tokens[token.i + 1 : token.i + 2]]
    return not set(after) & {"that", "it", "he", "she", "they", ":"}


def _tail_head(stretch: tuple[Token, ...]) -> Token | None:
    """Return the head noun of a source's words: the last one before any preposition."""
    head = None
    for token in stretch:
        if token.pos == "ADP" and head is not None:
            break
        if token.tag == "EX":
            continue  # "an official there said"
        if token.pos in ("NOUN", "PROPN", "PRON") and token.text.lower() not in _POSSESSIVES:
            head = token
    return head


def _speaker(scene: Scene, token: Token, *, passive: bool) -> Token | None:
    sentence = scene.sentence
    if passive:
        agents = tree.children(sentence, token, "obl:agent", "obl")
        return next(
            (t for t in agents if t.dep == "obl:agent" or preposition(scene, t) == "by"), None
        )
    own = tree.children(sentence, token, "nsubj") or tree.children(sentence, token, "expl")
    if own and own[0].tag != "EX":
        return own[0]
    above = tree.head(sentence, token)
    if above is None:
        return None
    outer = _speaks_on(scene, token)
    if outer or (token.dep in ("conj", "xcomp", "advcl") and above.pos in ("VERB", "AUX")):
        return _speaker(scene, outer or above, passive=False)
    if token.dep in ("acl", "acl:relcl") and token.tag == "VBG":
        return above
    return None


def _to_find_out(scene: Scene, token: Token) -> bool:
    """Say whether somebody only went to see whether a thing was so ("went to verify that ...")."""
    marks = {t.text.lower() for t in tree.children(scene.sentence, token, "mark", "aux")}
    return token.tag == "VB" and "to" in marks and token.dep in ("advcl", "acl", "xcomp")


def _speaks_on(scene: Scene, token: Token) -> Token | None:
    """Return the verb of denying that an accusation joins, where the tree joins it too low.

    "X denied that his men began it and accused Y of lying": X accuses.
    """
    above = tree.head(scene.sentence, token)
    if token.dep != "conj" or table().verbs.get(lemma_of(token)) not in _CHARGING or above is None:
        return None
    outer = tree.head(scene.sentence, above)
    if outer is not None and outer.pos == "NOUN":
        outer = tree.head(scene.sentence, outer)  # "rejected claims that ... and accused"
    own = tree.children(scene.sentence, token, "nsubj", "nsubj:pass")
    low = above.dep in ("ccomp", "xcomp", "advcl", "acl", "obj") and outer is not None
    # Nor does one of whom something is told speak: "said two had been hurt and accused X of it".
    kinds = {"deny", "say"} if tree.children(scene.sentence, above, "nsubj:pass") else {"deny"}
    if own or not low or outer is None or table().verbs.get(lemma_of(outer)) not in kinds:
        return None
    return outer if outer.tag == token.tag else None


def _scope(scene: Scene, token: Token, head: Token | None, *, passive: bool) -> frozenset[int]:
    sentence = scene.sentence
    kind = table().verbs[lemma_of(token)]
    labels = ["ccomp", "csubj:pass"]
    found: set[int] = set()
    nominal = kind in ("deny", "report", "confirm", "admit", "announce", "allege", "claim", "warn")
    for child in tree.children(sentence, token):
        spoken = child.dep in labels
        spoken = spoken or (
            child.dep == "parataxis" and child.pos in ("VERB", "AUX", "NOUN", "ADJ")
        )
        spoken = spoken or (child.dep in ("obj", "xcomp") and nominal and not passive)
        spoken = spoken or (child.dep == "obj" and _states(scene, child))
        widened = kind == "warn" and child.dep == "obl" and preposition(scene, child) == "to"
        spoken = spoken or widened  # "threatened to widen attacks", where "widen" is no verb
        spoken = spoken or (child.dep == "nsubj:pass" and passive)
        spoken = spoken or (child.dep == "xcomp" and passive)
        spoken = spoken or (child.dep in ("xcomp", "obl", "advcl") and kind == "deny")
        spoken = spoken or (kind == "allege" and child.dep in ("obl", "advcl", "obj"))
        spoken = spoken or (lemma_of(token) == "speak" and child.dep in ("obl", "xcomp"))
        if spoken and child is not head:
            found |= {t.i for t in tree.subtree(sentence, child)}
    found |= _told_that(scene, token) | _and_that(scene, token, found)
    for other in scene.tokens if kind == "deny" else ():
        if _speaks_on(scene, other) is token:
            found -= {t.i for t in tree.subtree(sentence, other)}
    for other in tree.subtree(sentence, token) if kind == "deny" else ():
        if _adds(other):
            found -= {t.i for t in tree.subtree(sentence, other)}
    own = {t.i for t in tree.subtree(sentence, token)} - found
    if token.dep == "parataxis" or (
        token.dep in ("acl:relcl", "advcl", "dep", "ccomp", "conj") and not found
    ):
        # ", the ministry said": what it hangs on is what was said.
        above = tree.head(sentence, token)
        relative = {t.text.lower() for t in tree.children(sentence, token)} & _RELATIVE
        if (
            not relative
            and above is not None
            and (token.dep != "conj" or not found)
            and _comma_before(scene, token, head)
        ):
            found |= {t.i for t in tree.subtree(sentence, above)} - own
    if not found and _final(scene, token, head):
        first = min((head or token).i, token.i)
        found |= set(range(first))
    return frozenset(found)


def _adds(token: Token) -> bool:
    """Say whether a clause states something beside a denial ("denied it, saying that ...")."""
    stating = token.tag == "VBG" and token.dep == "advcl"
    return stating and table().verbs.get(lemma_of(token)) in _STATING


def _states(scene: Scene, noun: Token) -> bool:
    """Say whether an object hides a clause ("said about 25 rockets crossed from the south")."""
    verbs = tree.children(scene.sentence, noun, "acl", "acl:relcl")
    bare = (t for t in verbs if not tree.children(scene.sentence, t, "nsubj", "mark", "aux"))
    return any(t.tag in ("VBD", "VBN") and t.i > noun.i for t in bare)


def _told_that(scene: Scene, token: Token) -> frozenset[int]:
    """Return the clause of "told the team that ...", on whatever the tree has hung it."""
    for mark in scene.tokens[token.i + 1 : token.i + 2 + _LISTENER]:
        if mark.text.lower() == "that":
            clause = tree.head(scene.sentence, mark)
            if clause is None or clause.i <= mark.i or clause.dep not in ("acl", "acl:relcl"):
                break
            return frozenset(t.i for t in tree.subtree(scene.sentence, clause))
        if mark.pos not in _PHRASAL or mark.pos == "CCONJ":
            break
    return frozenset()


def _and_that(scene: Scene, token: Token, told: set[int]) -> frozenset[int]:
    """Return further clauses of what was said ("said that X, but that Y"), hung elsewhere."""
    further: set[int] = set()
    for mark in scene.tokens[token.i + 1 :] if told else ():
        joined = scene.tokens[mark.i - 1].text.lower() in ("and", "but")
        clause = tree.head(scene.sentence, mark)
        if joined and mark.text.lower() == "that" and mark.dep == "mark" and clause is not None:
            further |= {t.i for t in tree.subtree(scene.sentence, clause) if t.i >= mark.i}
    return frozenset(further)


def _comma_before(scene: Scene, token: Token, head: Token | None) -> bool:
    first = token.i if head is None else min(token.i, _left(scene, head))
    return any(
        scene.tokens[i].text in ",\"\u201d'\u2019\u2013-"
        for i in range(max(0, first - 2), first + 1)
    )


def _left(scene: Scene, token: Token) -> int:
    return min(t.i for t in tree.subtree(scene.sentence, token))


def _final(scene: Scene, token: Token, head: Token | None) -> bool:
    """Recognise a reporting tail whatever the tree: ", NP said." at the end of the sentence."""
    if head is None or token.tag not in ("VBD", "VBZ", "VBP"):
        return False
    first = min(_left(scene, head), token.i)
    if first < 3 or scene.tokens[first - 1].text not in (",", "\u201d", '"'):
        return False
    return len(scene.tokens) - max(token.i, head.i) <= 14


def _to(scene: Scene, token: Token) -> Token | None:
    """Return the last word of "according to", or of "by the count of", that begins at a token."""
    if token.text.lower() not in ("according", "by"):
        return None
    words = [t.text.lower() for t in scene.tokens[token.i : token.i + 4]]
    if words[:2] == ["according", "to"]:
        return scene.tokens[token.i + 1]
    counted = len(words) == 4 and words[0] == "by" and words[1] == "the" and words[3] == "of"
    return scene.tokens[token.i + 3] if counted and words[2] in RECKONINGS else None


def _according(scene: Scene, token: Token) -> Cue | None:
    to = _to(scene, token)
    if to is None or to.i + 1 >= len(scene.tokens):
        return None
    head = tree.head(scene.sentence, token)
    if head is None or head.pos in ("VERB", "AUX") or head.i <= to.i or to.i > token.i + 1:
        child = tree.child(scene.sentence, token, "obl", "nmod", "obj", "pobj")
        head = child or next_noun(scene, to.i + 1)
    if head is None:
        return None
    span = Span(token.start, to.end)
    own = {t.i for t in tree.subtree(scene.sentence, head)} | set(range(token.i, to.i + 1))
    if len(own) >= len(scene.tokens) - 1:
        # The tree hung all that was said on the source: only its name is not said.
        whole = named(scene, head)
        own = {t.i for t in scene.tokens if token.start <= t.start < whole.end}
    anchor = tree.head(scene.sentence, head)
    scope = frozenset(part_of(scene, token.i)) - own
    finite = anchor is not None and anchor.pos == "VERB" and anchor.tag != "VBG"
    if anchor is not None and head.i > 4 and anchor.dep == "conj" and finite:
        scope = frozenset(t.i for t in tree.subtree(scene.sentence, anchor)) - own
    return Cue("according", named(scene, head), head, span, scope, token.i)


def _labels(scene: Scene, before: Sequence[Token]) -> bool:
    """Say whether a headline opens with the country that it is about ("Mozambique: ...")."""
    return scene.headline and fold(scene.words(tree.cover(before))) in _countries()


@lru_cache(maxsize=1)
def _countries() -> frozenset[str]:
    rows = load_data("states.toml")["state"]
    return frozenset(fold(name) for row in rows for name in row["names"])


def _colon(scene: Scene) -> Cue | None:
    """Recognise "Military source: army did not fire", "SOHR: two killed"."""
    for token in scene.tokens[1:9]:
        if token.text != ":":
            continue
        before = scene.tokens[: token.i]
        head = next((t for t in reversed(before) if t.pos in ("NOUN", "PROPN")), None)
        if head is None or any(t.pos in ("VERB", "AUX", "NUM") for t in before):
            return None
        known = lemma_of(head) in table().sources or "any_actor" in scene.classes[head.i]
        if not known or _labels(scene, before):
            return None
        first = next(t.i for t in before if t.pos != "DET")
        span = tree.cover(before[first:])
        scope = frozenset(range(token.i + 1, len(scene.tokens)))
        return Cue("say", span, head, token.span, scope, token.i) if scope else None
    return None
