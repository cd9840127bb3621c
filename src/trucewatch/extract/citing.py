"""Who is cited, and whose charge is called false: words of others inside a statement."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trucewatch.extract import tree
from trucewatch.extract.forms import lemma_of
from trucewatch.extract.scene import preposition
from trucewatch.extract.speakers import Cue, can_speak, named, next_noun, table
from trucewatch.model import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from trucewatch.extract.scene import Scene
    from trucewatch.extract.tree import Token

CITING = frozenset({"citing", "quoting"})
"""Participles that name whom a source cites."""
_HEARSAY = frozenset({"allegation", "accusation", "complaint"})
_ABOUT = frozenset({"of", "about", "on", "concerning", "regarding"})
_NONE = frozenset({"no", "not", "little", "n't", "nothing", "never"})
_OWNER = 9
"""Words behind a statement in which its owner is named, up to "that"."""
_FITTING = frozenset({"correspond", "corresponds", "relation", "resemblance", "do"})
_GROUNDS = frozenset({"foundation", "foundations", "basis", "grounds", "substance", "truth"})
_REALITY = frozenset({"reality", "truth", "fact", "facts"})


def citing(scene: Scene, token: Token) -> Iterator[Cue]:
    """Yield whom a source cites ("citing X", "quoted X as saying"), and who is said to cite him."""
    sentence, every = scene.sentence, frozenset(range(len(scene.tokens)))
    if token.text.lower() in CITING:
        head = tree.child(sentence, token, "obj") or next_noun(scene, token.i + 1)
        if head is None or not can_speak(scene, head, "citing"):
            return
        whole = Span(token.start, named(scene, head).end)
        own = {t.i for t in tree.inside(sentence, whole)}
        if tree.head(sentence, token) is not None:
            own |= {t.i for t in tree.subtree(sentence, token)}
        yield Cue("citing", named(scene, head), head, token.span, every - own, token.i)
    elif lemma_of(token) in ("quote", "cite") and token.pos == "VERB":
        saying = next(
            (t for t in tree.subtree(sentence, token) if t.text.lower() in ("saying", "telling")),
            None,
        )
        passive = tree.child(sentence, token, "nsubj:pass")
        head = passive or tree.child(sentence, token, "obj")
        if saying is None or head is None or not can_speak(scene, head, "citing"):
            return
        said = tree.child(sentence, saying, "ccomp")
        first = min(t.i for t in (token, *tree.children(sentence, token, "nsubj", "nsubj:pass")))
        told = tree.subtree(sentence, said) if said is not None else scene.tokens[:first]
        scope = frozenset(t.i for t in told)
        yield Cue("citing", named(scene, head), head, token.span, scope, token.i)
        agents = (*tree.children(sentence, token, "obl", "obl:agent"),
                  *tree.children(sentence, saying, "obl", "obl:agent"))  # fmt: skip
        agent = next((t for t in agents if preposition(scene, t) == "by"), None)
        if passive is not None and agent is not None:
            yield Cue("say", named(scene, agent), agent, saying.span, scope, saying.i)


def statement(scene: Scene, token: Token) -> Cue | None:
    """Recognise "the claim of X that ...", "X's accusation that ..."; kind "refuted" if denied.

    The cue's source is the accuser; the words that deny it are looked for around the noun.
    """
    if token.pos != "NOUN" or lemma_of(token) not in table().statements:
        return None
    owners = tree.children(scene.sentence, token, "nmod:poss", "nmod", "amod", "compound")
    head = next((t for t in owners if _owns(scene, t)), None)
    told = _spelled(scene, token)
    about = (*owners, *(tree.children(scene.sentence, head, "nmod") if head is not None else ()))
    if told is None and head is not None:
        told = _that(scene, head)
    told = told or next((t for t in about if t != head and preposition(scene, t) in _ABOUT), None)
    if told is None or head is None:
        by_words = _called_untrue_by_words(scene, token)
        if by_words is not None or told is None:
            return by_words
    scope = frozenset(t.i for t in tree.subtree(scene.sentence, told))
    above = tree.head(scene.sentence, token)
    around = (above, *tree.children(scene.sentence, above)) if above is not None else ()
    refuted = any(lemma_of(t) in table().denials and t.i not in scope for t in around)
    # "... is untrue" at the end, wherever the tree hangs it.
    refuted = refuted or any(
        _called_untrue(scene, t) and tree.children(scene.sentence, t, "cop")
        for t in scene.tokens[token.i + 1 :]
    )
    refuted = refuted or _unreal(scene, token) or lemma_of(token) in table().fables
    if head is None and _no_truth_in(scene, token):
        return Cue("refuted", None, None, token.span, scope, token.i)
    if head is None:
        # Nobody's reports are printed only where they "are false"; who rejects one denies it.
        if lemma_of(token) in _HEARSAY and not refuted:
            return Cue("allege", None, None, token.span, scope, token.i)
        called_false = refuted and token.dep.startswith("nsubj")
        return Cue("refuted", None, None, token.span, scope, token.i) if called_false else None
    kind = "refuted" if refuted else "claim"
    return Cue(kind, named(scene, head), head, token.span, scope, token.i)


def _spelled(scene: Scene, statement: Token) -> Token | None:
    """Return the clause that a statement consists of, one with "that" before any other."""
    clauses = tree.children(scene.sentence, statement, "acl", "ccomp", "acl:relcl")
    clauses += tuple(
        below
        for clause in clauses
        if clause.tag == "VBN"  # "claims spread by the militia that ..."
        for below in tree.children(scene.sentence, clause, "ccomp")
    )
    for clause in clauses:
        marks = tree.children(scene.sentence, clause, "mark")
        if any(t.text.lower() == "that" for t in marks):
            return clause
    return next(iter(clauses), None)


def _called_untrue_by_words(scene: Scene, statement: Token) -> Cue | None:
    """Recognise "claims by the rebels that ... are baseless" by its words, whatever the tree."""
    tokens = scene.tokens
    after = tokens[statement.i + 1 : statement.i + 1 + _OWNER]
    if not after or after[0].text.lower() not in ("by", "of", "from"):
        return None
    that = next((t for t in after if t.text.lower() == "that"), None)
    verdict = next((t for t in tokens[statement.i + 1 :] if _called_untrue(scene, t)), None)
    be = tree.child(scene.sentence, verdict, "cop") if verdict is not None else None
    if that is None or be is None or be.i < that.i:
        return None
    between = tokens[statement.i + 2 : that.i]
    head = next((t for t in reversed(between) if t.pos in ("NOUN", "PROPN")), None)
    if head is None or any(t.pos in ("VERB", "AUX") for t in between):
        return None
    if not can_speak(scene, head, "claim"):
        return None
    scope = frozenset(range(that.i, be.i))
    return Cue("refuted", named(scene, head), head, statement.span, scope, statement.i)


def _owns(scene: Scene, token: Token) -> bool:
    """Say whose statement it is ("the rebels' claim", "a report by Kyiv", "the rebel claim")."""
    if token.dep in ("amod", "compound"):
        return bool(scene.classes[token.i] & {"force", "any_actor"})
    led = token.dep == "nmod:poss" or preposition(scene, token) in ("of", "by", "from")
    printed = lemma_of(token) in table().media and preposition(scene, token) in ("in", "on")
    led = led or printed  # "reports in the local media"
    return led and can_speak(scene, token, "claim")


def _that(scene: Scene, noun: Token) -> Token | None:
    """Return the clause of "a complaint by the rebels that ...", wherever the tree hangs it."""
    mark = scene.tokens[noun.i + 1] if noun.i + 1 < len(scene.tokens) else noun
    clause = tree.head(scene.sentence, mark)
    if mark.text.lower() != "that" or clause is None or clause.i < mark.i:
        return None
    subjects = tree.children(scene.sentence, clause, "nsubj", "nsubj:pass")
    return clause if any(t.i != mark.i for t in subjects) else None


def _called_untrue(scene: Scene, word: Token) -> bool:
    """Say whether a word calls a statement untrue ("is false", "are not correct")."""
    negated = any(
        t.text.lower() in ("not", "n't", "never", "neither")
        for t in tree.children(scene.sentence, word, "advmod")
    )
    return lemma_of(word) in (table().truths if negated else table().denials)


def _no_truth_in(scene: Scene, statement: Token) -> bool:
    """Say whether there is said to be no truth in a statement."""
    before = [t.text.lower() for t in scene.tokens[max(0, statement.i - 8) : statement.i]]
    none = not _NONE.isdisjoint(before)
    return none and any(w == "truth" and "in" in before[n:] for n, w in enumerate(before))


def _unreal(scene: Scene, statement: Token) -> bool:
    """Say whether a statement is said to have nothing to do with what is real."""
    words = [t.text.lower() for t in scene.tokens[statement.i + 1 :]]
    lies = any(a in _FITTING and b in _REALITY for a, b in zip(words, words[2:], strict=False))
    if lies and ("not" in words or "no" in words or "nothing" in words):
        return True
    # "is devoid of any foundation", "has no basis whatever"
    return bool(_GROUNDS & set(words)) and bool({"no", "without", "devoid", "lacks"} & set(words))
