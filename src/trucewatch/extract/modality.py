"""Modality: did it happen, was it denied, announced, threatened, or only thought of?

The words are data (`data/modality.toml`); the rules follow CODEBOOK, "Modality". A trigger that
stands for nothing at all ("the right to respond to any attack", "since the attack") has none.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from trucewatch.extract import tree
from trucewatch.extract.arguments import HAPPENING, HITTING, LIGHT, UNDERGOING
from trucewatch.extract.cues import table
from trucewatch.extract.forms import is_form, lemma_of
from trucewatch.extract.scene import preposition
from trucewatch.extract.tables import load_data
from trucewatch.model import Condition, Modality, Span

if TYPE_CHECKING:
    from trucewatch.extract.scene import Scene
    from trucewatch.extract.tree import Token
    from trucewatch.extract.triggers import Hit

_SEEING = frozenset({"see", "observe", "hear", "notice", "detect", "witness", "spot"})
_ASKING = frozenset({"where", "whether", "who", "how", "why", "what"})
_VERBAL = frozenset({"VERB", "AUX", "ADJ"})
_TO_BE = frozenset({"be", "is", "are", "was", "were", "'s", "'re"})


@dataclass(frozen=True, slots=True)
class Stance:
    """How the text stands to a happening; `negator` is the word that negates it, if any."""

    modality: Modality
    condition: Condition | None = None
    negator: Span | None = None


@lru_cache(maxsize=1)
def _words() -> dict[str, dict[str, frozenset[str]]]:
    table = load_data("modality.toml")
    return {name: {key: _set(value) for key, value in row.items()} for name, row in table.items()}


def _set(value: Any) -> frozenset[str]:
    return frozenset(value.split() if isinstance(value, str) else value)


def stance(scene: Scene, hit: Hit, *, hostile: bool, own_act: bool) -> Stance | None:
    """Return how the sentence stands to the trigger; None if it claims nothing of it.

    `own_act` says that the speaker and the doer are the same or that no other speaker is known:
    then a hostile future is a threat, otherwise a forecast.
    """
    words = _words()
    if any(test(scene, hit) for test in (_dated_by, _imperative, _unreal, _embedded)):
        return None
    condition = _condition(scene, hit)
    if condition is not None and condition.span.start <= hit.span.start < condition.span.end:
        return Stance("hypothetical")
    negator = _negator(scene, hit)
    chain = _governors(scene, hit)
    for token in chain:
        lemma = lemma_of(token)
        if token.i != hit.token.i and lemma in words["threatened"]["verbs"]:
            return Stance("threatened", condition)
        if token.i != hit.token.i and lemma in words["negation"]["verbs"] and token.pos == "VERB":
            return Stance("absent", condition, token.span)
    future = _future(scene, hit, chain)
    if future == "planned" and hostile:
        future = "threatened" if own_act else "hypothetical"
    if future == "hypothetical" and hostile and own_act and condition is not None:
        future = "threatened"
    if future is None and _question(scene) and not _plain_past(scene, hit):
        future = "hypothetical"
    if future == "planned" and negator is not None:
        # What somebody will not do is no plan to do it.
        return None if hit.frame.act == "patrol" else Stance("absent", condition, negator)
    if future is not None:
        return Stance("planned" if future == "planned" else future, condition, negator)
    if negator is not None:
        return Stance("absent", condition, negator)
    return Stance("asserted", condition)


def _question(scene: Scene) -> bool:
    return scene.words(scene.sentence.span).rstrip("*_ \"'\u201d\u2019)").endswith("?")


def _plain_past(scene: Scene, hit: Hit) -> bool:
    """Say whether a clause of a question only states what went before ("They shelled us and ...?")."""
    subjects = tree.children(scene.sentence, hit.token, "nsubj")
    asked = any(t.text.lower() in ("who", "what", "which") for t in subjects)
    return hit.token.tag == "VBD" and bool(subjects) and not asked


def _governors(scene: Scene, hit: Hit) -> list[Token]:
    """Return the verbs that the trigger hangs on, the nearest first, within its own clause."""
    found = [hit.token] if hit.kind == "verb" else []
    token = hit.token
    while (above := tree.head(scene.sentence, token)) is not None:
        nominal = hit.kind == "noun" and token.i == hit.token.i
        if (
            token.dep in ("acl:relcl", "parataxis", "ccomp", "conj", "advcl", "appos")
            and not nominal
        ):
            break
        if above.pos in _VERBAL or above.pos == "NOUN":
            found.append(above)
        if above.pos == "VERB" and token.dep not in (
            "xcomp",
            "obj",
            "nsubj",
            "nsubj:pass",
            "obl",
            "nmod",
            "acl",
        ):
            break
        token = above
    return found


def _future(scene: Scene, hit: Hit, chain: list[Token]) -> Modality | None:
    words = _words()
    inherited = _clause_verbs(scene, chain)
    for token in inherited:
        auxiliaries = [
            t.text.lower() for t in tree.children(scene.sentence, token, "aux", "aux:pass")
        ]
        if any(aux in words["planned"]["auxiliaries"] for aux in auxiliaries):
            return "planned"
        if any(aux in words["hypothetical"]["auxiliaries"] for aux in auxiliaries):
            return "hypothetical"
        marks = [t.text.lower() for t in tree.children(scene.sentence, token, "mark")]
        if any(mark in words["hypothetical"]["marks"] for mark in marks):
            return "hypothetical"
        if "to" in marks and _is_to(scene, token):
            return "planned"
    for token in chain:
        if token.i == hit.token.i:
            continue
        lemma = lemma_of(token)
        infinitive = hit.kind == "verb" and any(
            t.text.lower() == "to" for t in tree.children(scene.sentence, hit.token, "mark", "aux")
        )
        if token.pos in ("VERB", "ADJ") and (infinitive or hit.kind == "noun"):
            if infinitive and lemma in words["planned"]["verbs"] | words["planned"]["adjectives"]:
                return "planned"
            if hit.kind == "noun" and lemma in ("plan", "schedule", "intend", "prepare"):
                return "planned"
            if infinitive and lemma in words["hypothetical"]["verbs"]:
                return "hypothetical"
        if token.pos == "NOUN" and infinitive and lemma in words["planned"]["nouns"]:
            return "planned"
    adverbs = tree.children(scene.sentence, hit.token, "advmod")
    if any(t.text.lower() in words["hypothetical"]["adverbs"] for t in adverbs):
        return "hypothetical"
    if _purpose(scene, hit):
        return "hypothetical"
    return None


def _clause_verbs(scene: Scene, chain: list[Token]) -> list[Token]:
    """Add the verb whose auxiliary a coordinated verb shares ("will enter and patrol")."""
    found = list(chain[:2])
    for token in chain[:1]:
        first = token
        while first.dep == "conj" and (above := tree.head(scene.sentence, first)) is not None:
            own = tree.children(scene.sentence, first, "nsubj", "nsubj:pass", "aux")
            if own:
                break
            first = above
            found.append(first)
    return found


def _is_to(scene: Scene, token: Token) -> bool:
    """Recognise "are to patrol", "is to begin"."""
    if token.i < 2:
        return False
    before = scene.tokens[max(0, token.i - 3) : token.i]
    texts = [t.text.lower() for t in before]
    return "to" in texts and any(t in _TO_BE for t in texts[: texts.index("to")])


def _purpose(scene: Scene, hit: Hit) -> bool:
    """Recognise an infinitive of purpose: "met to discuss", "in order to block"."""
    if hit.kind != "verb" or hit.token.dep not in ("advcl", "acl"):
        return False
    above = tree.head(scene.sentence, hit.token)
    chain = (above, tree.head(scene.sentence, above)) if above is not None else ()
    if any(t is not None and lemma_of(t) in _words()["implied"]["verbs"] for t in chain):
        return False
    return any(
        t.text.lower() == "to" for t in tree.children(scene.sentence, hit.token, "mark", "aux")
    )


def _negator(scene: Scene, hit: Hit) -> Span | None:
    words = _words()["negation"]
    heads = [hit.token]
    token = hit.token
    while (above := tree.head(scene.sentence, token)) is not None:
        if hit.kind == "noun" and token.dep in ("obj", "nsubj", "nsubj:pass", "obl", "nmod"):
            if above.pos == "VERB" and not _carries(above):
                break
            heads.append(above)
        elif token.dep in ("xcomp", "acl"):
            heads.append(above)
        else:
            break
        token = above
    for head in heads:
        for child in tree.children(scene.sentence, head):
            if child.text.lower() in words["words"] and child.dep in (
                "advmod",
                "det",
                "aux",
                "mark",
                "case",
                "obj",
                "nsubj",
                "nsubj:pass",
                "cc:preconj",
                "discourse",
            ):
                return child.span
        if head.i != hit.token.i and lemma_of(head) in words["nouns"]:
            for child in tree.children(scene.sentence, head, "det", "amod"):
                if child.text.lower() in words["words"]:
                    return child.span
    if hit.kind == "verb":
        for key in ("obj", "subj"):
            for arg in hit.args.get(key, ()):
                for child in tree.children(scene.sentence, arg, "det", "advmod", "nummod"):
                    single = child.text.lower() in ("single",)
                    if child.text.lower() in words["words"] and not single:
                        return child.span
                if arg.text.lower() in words["figures"]:
                    return arg.span
    return None


def _carries(verb: Token) -> bool:
    """Say whether negating this verb negates the happening ("no strike has been recorded")."""
    kind = table().verbs.get(lemma_of(verb))
    if kind in ("report", "confirm") or lemma_of(verb) in _SEEING:
        return True
    return any(is_form(verb, word) for word in LIGHT | HAPPENING | HITTING | UNDERGOING)


def _condition(scene: Scene, hit: Hit) -> Condition | None:
    marks = _words()["conditions"]["marks"]
    for token in scene.tokens:
        if token.text.lower() not in marks:
            continue
        verb = tree.head(scene.sentence, token)
        if verb is None or (token.dep not in ("mark", "aux", "case", "advmod") and token.i != 0):
            continue
        inverted = token.text.lower() == "should"
        if inverted and (token.i != 0 and scene.tokens[token.i - 1].text not in ",;"):
            continue
        if verb.dep not in ("advcl", "obl", "advcl:relcl", "parataxis") and not inverted:
            continue
        span = _clause_span(scene, token, verb)
        return Condition(text=scene.words(span), span=span)
    return None


def _clause_span(scene: Scene, mark: Token, verb: Token) -> Span:
    inside = [t for t in tree.subtree(scene.sentence, verb) if t.i >= mark.i]
    last = mark.i
    for token in inside:
        if token.i == last + 1 or token.i == mark.i:
            last = token.i
    end = scene.tokens[last]
    while end.i > mark.i and end.pos == "PUNCT":
        end = scene.tokens[end.i - 1]
    return Span(mark.start, end.end)


def _embedded(scene: Scene, hit: Hit) -> bool:
    """Say whether the clause is only asked about, or only describes a known thing.

    "could not establish where it was fired from"; "the agreement announced in Moscow".
    """
    if preposition(scene, hit.token) in ("without", "against") or any(
        t.text.lower() in ("without", "against")
        for t in tree.children(scene.sentence, hit.token, "mark")
    ):
        return True
    if hit.kind != "verb":
        return False
    token = hit.token
    if token.dep in ("acl", "amod") and token.tag == "VBN" and not hit.hostile_or_harm:
        return True
    if {"so"} & {t.text.lower() for t in tree.children(scene.sentence, token, "mark", "advmod")}:
        return not hit.hostile_or_harm
    for clause in (token, *tree.ancestors(scene.sentence, token)[:2]):
        if clause.dep not in ("ccomp", "xcomp", "csubj", "acl", "advcl", "conj", "obl"):
            continue
        asked = {t.text.lower() for t in tree.children(scene.sentence, clause, "advmod", "mark")}
        if asked & _ASKING and clause.dep in ("ccomp", "xcomp", "csubj"):
            return True
    return False


def _dated_by(scene: Scene, hit: Hit) -> bool:
    """Say whether the happening is named only to fix a time ("since the truce took hold")."""
    words = _words()["dating"]
    if any(m.anchors_truce and m.ref.span.overlaps(hit.span) for m in scene.times):
        return True
    if any(m.ref.span.covers(hit.span) for m in scene.times):
        return True
    mark = {t.text.lower() for t in tree.children(scene.sentence, hit.token, "mark")}
    if hit.kind == "verb":
        return bool(mark & words["always"]) and hit.token.dep in ("advcl", "acl")
    lead = preposition(scene, hit.token)
    if lead in words["always"]:
        return True
    first = lead.split(" ", maxsplit=1)[0]
    if hit.frame.act == "protest" and first in ("at", "near", "by"):
        return True  # where somebody was, or who held him up
    definite = any(
        t.text.lower() in ("the", "this", "that")
        for t in tree.children(scene.sentence, hit.token, "det")
    )
    return first in ("before", "after", "during", "ahead", "prior", "following") and definite


def _imperative(scene: Scene, hit: Hit) -> bool:
    token = hit.token
    if hit.kind != "verb" or token.dep != "root" or token.tag not in ("VB", "VBP"):
        return False
    above = tree.children(scene.sentence, token, "nsubj", "nsubj:pass", "aux:pass", "expl")
    first = scene.tokens[0]
    return (
        not above
        and first.i in {token.i, *(t.i for t in tree.children(scene.sentence, token))}
        and (first.text.lower() in ("do", "don't", "never", "please") or first.i == token.i)
        and token.text.lower() == lemma_of(token)
    )


def _unreal(scene: Scene, hit: Hit) -> bool:
    """Say whether an event noun is only feared, prevented, demanded or spoken of."""
    if hit.kind != "noun" or hit.frame.act == "patrol":
        return False
    words = _words()["unreal"]
    dets = {t.text.lower() for t in tree.children(scene.sentence, hit.token, "det")}
    if dets & words["determiners"]:
        return True
    above = tree.head(scene.sentence, hit.token)
    if above is None or hit.token.dep == "nsubj":
        return False
    negated = any(
        t.text.lower() in ("not", "n't", "never")
        for t in tree.children(scene.sentence, above, "advmod")
    )
    if negated and above.pos == "VERB" and not _carries(above):
        return True
    if hit.token.dep in ("obj", "nmod", "obl", "nsubj:pass", "compound", "conj"):
        return any(is_form(above, word) for word in words["governors"])
    return False
