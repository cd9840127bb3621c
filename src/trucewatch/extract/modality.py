"""Modality: did it happen, was it denied, announced, threatened, or only thought of?

The words are data (`data/modality.toml`); the rules follow CODEBOOK, "Modality".
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from trucewatch.extract import tree
from trucewatch.extract.clauses import claims_nothing, condition, modal_words, negator
from trucewatch.extract.forms import is_any_form, is_form, lemma_of
from trucewatch.extract.fragments import telegraphic
from trucewatch.extract.scene import preposition
from trucewatch.model import Condition, Span
from trucewatch.model.vocabulary import Modality

if TYPE_CHECKING:
    from trucewatch.extract.scene import Scene
    from trucewatch.extract.tree import Token
    from trucewatch.extract.triggers import Hit

_VERBAL = frozenset({"VERB", "AUX", "ADJ"})
_TO_BE = frozenset({"be", "is", "are", "was", "were", "'s", "'re"})
_CLAUSES = frozenset({"acl:relcl", "parataxis", "ccomp", "conj", "advcl", "appos"})
_ARGUMENTS = frozenset({"xcomp", "obj", "nsubj", "nsubj:pass", "obl", "nmod", "acl"})
_CAUSES = frozenset({"after", "following", "because", "owing", "due", "amid", "amidst", "despite"})
_PERCEIVING = frozenset({"hear", "see", "feel", "smell"})
_SAYING = frozenset({"say", "add", "warn", "announce", "declare", "tell", "insist", "state"})
_NOT_YET = frozenset({("yet", "to"), ("still", "to")})
_FORESEEING = frozenset({"expect", "anticipate", "predict", "forecast", "foresee"})
_EXCLUDING = frozenset({"exclude", "preclude", "rule"})
_NOT = frozenset({"not", "n't", "never", "cannot"})
_PLANNING = frozenset({"plan", "schedule", "intend", "prepare"})


@dataclass(frozen=True, slots=True)
class Stance:
    """How the text stands to a happening; `negator` is the word that negates it, if any."""

    modality: Modality
    condition: Condition | None = None
    negator: Span | None = None


def stance(scene: Scene, hit: Hit, *, hostile: bool, own_act: bool) -> Stance | None:
    """Return how the sentence stands to the trigger; None if it claims nothing of it.

    `own_act` says that speaker and doer are the same: then a hostile future is a threat, and
    otherwise a forecast.
    """
    open_ = _not_excluded(scene, hit)
    # Where the order of the words gave the trigger (`notes`), the tree has nothing to say of it.
    if not open_ and "before" not in hit.args and claims_nothing(scene, hit):
        return None
    terms = condition(scene)
    if open_ or (terms and terms.span.start <= hit.span.start < terms.span.end):
        return Stance("hypothetical")
    chain = [] if _as_cause(scene, hit) else _governors(scene, hit)
    governed = _governed(scene, hit, chain, terms)
    if governed is not None:
        return governed
    denying = negator(scene, hit)
    future = _future(scene, hit, chain) or _noted_ahead(scene, hit)
    if future is None and _question(scene, hit) and not _plain_past(scene, hit):
        future = "hypothetical"
    if future == "planned" and denying is not None:
        # What somebody will not do is no plan to do it.
        return None if hit.frame.act == "patrol" else Stance("absent", terms, denying)
    if future is not None:
        if hostile:
            future = _hostile_future(future, own_act=own_act, conditional=terms is not None)
        return Stance(future, terms, denying)
    return Stance("asserted" if denying is None else "absent", terms, denying)


def _not_excluded(scene: Scene, hit: Hit) -> bool:
    """Say whether somebody only does not rule out a happening ("cannot be excluded")."""
    above = tree.head(scene.sentence, hit.token)
    if above is None or not is_any_form(above, _EXCLUDING):
        return False
    adverbs = {t.text.lower() for t in tree.children(scene.sentence, above, "advmod", "aux")}
    return bool(adverbs & _NOT)


def _as_cause(scene: Scene, hit: Hit) -> bool:
    """Say whether hostile acts are given as the reason of something ("halted after shelling").

    What became of that, or was planned for it, says nothing of them.
    """
    first = preposition(scene, hit.token).split(" ", maxsplit=1)[0]
    return hit.kind == "noun" and hit.hostile_or_harm and first in _CAUSES


def _governed(scene: Scene, hit: Hit, chain: list[Token], terms: Condition | None) -> Stance | None:
    """Read verbs above the trigger that settle it alone ("threatened to", "refused to")."""
    words = modal_words()
    if hit.kind == "verb" and _not_yet(scene, hit.token):
        return Stance("absent", terms)
    for token in chain:
        if token.i == hit.token.i:
            continue
        if lemma_of(token) in words["threatened"]["verbs"]:
            return Stance("threatened", terms)
        lemma, pos = lemma_of(token), token.pos
        failing = words["negation"]["verbs" if pos == "VERB" else "adjectives"]
        # What an inability hangs on ("unable to cross because of the fighting") came about.
        if lemma in failing and pos in ("VERB", "ADJ") and (pos == "VERB" or hit.kind == "verb"):
            return Stance("absent", terms, token.span)
    return None


def _hostile_future(future: Modality, *, own_act: bool, conditional: bool) -> Modality:
    if future == "planned":
        return "threatened" if own_act else "hypothetical"
    return "threatened" if own_act and conditional else future


def _question(scene: Scene, hit: Hit) -> bool:
    if scene.line >= 0 and "," in scene.text[hit.span.end : scene.sentence.end]:
        return False  # "strike on the depot, 40 dead??": only the last part is in doubt
    return scene.words(scene.sentence.span).rstrip("*_ \"'\u201d\u2019)").endswith("?")


def _plain_past(scene: Scene, hit: Hit) -> bool:
    """Say whether a clause of a question only states what was before ("They hit us and ...?")."""
    subjects = tree.children(scene.sentence, hit.token, "nsubj")
    asked = any(t.text.lower() in ("who", "what", "which") for t in subjects)
    return hit.token.tag == "VBD" and bool(subjects) and not asked


def _governors(scene: Scene, hit: Hit) -> list[Token]:
    """Return the verbs and nouns that the trigger hangs on in its own clause, nearest first."""
    found = [hit.token] if hit.kind == "verb" else []
    token = hit.token
    while (above := tree.head(scene.sentence, token)) is not None:
        nominal = hit.kind == "noun" and token.i == hit.token.i
        if token.dep in _CLAUSES and not nominal and not _complement(scene, token, above):
            break
        if above.pos in _VERBAL or above.pos == "NOUN":
            found.append(above)
        if above.pos == "VERB" and token.dep not in _ARGUMENTS:
            break
        token = above
    return found


def _noted_ahead(scene: Scene, hit: Hit) -> Modality | None:
    """Say whether a note or the present tense speaks of a time to come ("sails on Tuesday")."""
    ahead = any(mention.is_future and mention.lead != "by" for mention in scene.times)
    above = hit.token if hit.kind == "verb" else tree.head(scene.sentence, hit.token)
    present = above is not None and above.tag in ("VBZ", "VBP")
    return "planned" if ahead and (present or telegraphic(scene)) else None


def _complement(scene: Scene, token: Token, above: Token) -> bool:
    """Say whether an infinitive that hangs loose is what its verb announces ("threatened to")."""
    words = modal_words()
    taking = (
        words["threatened"]["verbs"] | words["planned"]["verbs"] | words["hypothetical"]["verbs"]
    )
    return token.dep == "advcl" and lemma_of(above) in taking and _to(scene, token)


def _future(scene: Scene, hit: Hit, chain: list[Token]) -> Modality | None:
    for token in _clause_verbs(scene, chain):
        found = _auxiliary(scene, token)
        if found is not None:
            return found
    infinitive = hit.kind == "verb" and _to(scene, hit.token)
    for token in chain:
        # "Talks are expected to resume": the verb above has the infinitive, not the noun.
        ahead = hit.kind == "noun" and any(
            _to(scene, t) for t in tree.children(scene.sentence, token, "xcomp")
        )
        infinitive = infinitive or ahead
        if token.i != hit.token.i and (infinitive or hit.kind == "noun"):
            found = _announced(token, infinitive=infinitive)
            if found is not None:
                return found
        # What somebody agreed to continue, or wants to resume, is no more than announced.
        infinitive = infinitive or (hit.kind == "noun" and _to(scene, token))
    # "Forces likely advanced" is hedged, "will likely advance" a forecast.
    past = hit.kind == "verb" and hit.token.tag in ("VBD", "VBN")
    adverbs = () if past else tree.children(scene.sentence, hit.token, "advmod")
    if any(t.text.lower() in modal_words()["hypothetical"]["adverbs"] for t in adverbs):
        return "hypothetical"
    above = tree.head(scene.sentence, hit.token)
    if above is not None and _purpose(scene, hit):
        # "We will return to attack" announces both.
        return "planned" if _auxiliary(scene, above) == "planned" else "hypothetical"
    return None


def _auxiliary(scene: Scene, token: Token) -> Modality | None:
    words = modal_words()
    before = tree.children(scene.sentence, token, "aux", "aux:pass")
    auxiliaries = {t.text.lower() for t in before}
    marks = {t.text.lower() for t in tree.children(scene.sentence, token, "mark")}
    if auxiliaries & words["planned"]["auxiliaries"]:
        return "planned"
    if "would" in auxiliaries and _reported(scene, token):
        return "planned"
    if auxiliaries & words["hypothetical"]["auxiliaries"]:
        known = _unable(scene, token, auxiliaries) or _perceived(token, auxiliaries)
        return None if known else "hypothetical"
    if marks & words["hypothetical"]["marks"]:
        return "hypothetical"
    led = "to" in marks or (token.tag == "VB" and scene.tokens[token.i - 1].text.lower() == "to")
    return "planned" if led and _is_to(scene, token) else None


def _unable(scene: Scene, token: Token, auxiliaries: set[str]) -> bool:
    """Say whether somebody was not able to: "could not agree" did not come about."""
    negated = tree.children(scene.sentence, token, "advmod")
    return "could" in auxiliaries and any(t.text.lower() in ("not", "n't") for t in negated)


def _perceived(token: Token, auxiliaries: set[str]) -> bool:
    """Say whether "could" only tells that somebody heard or saw it ("blasts could be heard")."""
    return "could" in auxiliaries and lemma_of(token) in _PERCEIVING


def _reported(scene: Scene, token: Token) -> bool:
    """Say whether "would" only is a "will" in reported speech ("said it would withdraw")."""
    above = tree.head(scene.sentence, token)
    if token.dep == "ccomp" and above is not None and above.tag in ("VBD", "VBN"):
        return True
    # "They would strike back, the spokesman said."
    behind = tree.children(scene.sentence, token, "parataxis", "ccomp")
    return any(t.tag == "VBD" and t.i > token.i and lemma_of(t) in _SAYING for t in behind)


def _announced(token: Token, *, infinitive: bool) -> Modality | None:
    """Read a verb or noun above the trigger ("plans to", "agreed to", "a decision to")."""
    words = modal_words()
    lemma = lemma_of(token)
    if not infinitive and token.pos == "VERB" and lemma in _FORESEEING:
        return "hypothetical"  # "we expect no offensive before June" is a forecast
    if not infinitive and lemma not in words["hypothetical"]["adjectives"]:
        return "planned" if token.pos in ("VERB", "ADJ") and lemma in _PLANNING else None
    if token.pos == "ADJ" and lemma in words["hypothetical"]["adjectives"]:
        return "hypothetical"
    if token.pos == "NOUN":
        return "planned" if lemma in words["planned"]["nouns"] else None
    if lemma in words["planned"]["verbs"] | words["planned"]["adjectives"]:
        return "planned"
    return "hypothetical" if lemma in words["hypothetical"]["verbs"] else None


def _not_yet(scene: Scene, token: Token) -> bool:
    """Recognise "has yet to leave", "are still to be cleared"."""
    before = [t.text.lower() for t in scene.tokens[max(0, token.i - 4) : token.i]]
    return any(pair in _NOT_YET for pair in pairwise(before))


def _to(scene: Scene, token: Token) -> bool:
    return any(t.text.lower() == "to" for t in tree.children(scene.sentence, token, "mark", "aux"))


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
    if "to" not in texts:
        return False
    leading = before[: texts.index("to")]
    if not any(t.text.lower() in _TO_BE for t in leading):
        return False
    # "was unable to cross" tells of no plan, "is due to resume" does.
    # ... and what somebody was forced to do was done.
    if leading[-1].tag == "VBN" and lemma_of(leading[-1]) in modal_words()["implied"]["verbs"]:
        return False
    said = lemma_of(leading[-1]) in modal_words()["planned"]["adjectives"]
    return leading[-1].pos != "ADJ" or said


def _purpose(scene: Scene, hit: Hit) -> bool:
    """Recognise an infinitive of purpose: "met to discuss", "in order to block"."""
    if hit.kind != "verb" or hit.token.dep not in ("advcl", "acl"):
        return False
    if hit.frame.act == "protest":
        return False  # "stayed away from work to protest": that was the protest
    if any(is_form(t, "have") for t in tree.children(scene.sentence, hit.token, "aux")):
        return False  # "the number to have died" is of those who did
    above = tree.head(scene.sentence, hit.token)
    chain = (above, tree.head(scene.sentence, above)) if above is not None else ()
    if any(t is not None and lemma_of(t) in modal_words()["implied"]["verbs"] for t in chain):
        return False
    return _to(scene, hit.token)
