"""What a clause is good for: negations, conditions, and triggers that stand for nothing.

The words are data (`data/modality.toml`).
"""

from __future__ import annotations

from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from trucewatch.extract import tree
from trucewatch.extract.arguments import HAPPENING, HITTING, INTRANSITIVE, LIGHT, UNDERGOING
from trucewatch.extract.cues import table
from trucewatch.extract.forms import is_any_form, lemma_of
from trucewatch.extract.scene import preposition
from trucewatch.extract.tables import load_data
from trucewatch.model import Condition, Span
from trucewatch.model.vocabulary import FAMILIES

if TYPE_CHECKING:
    from trucewatch.extract.scene import Scene
    from trucewatch.extract.tree import Token
    from trucewatch.extract.triggers import Hit

_ASKING = frozenset({"where", "whether", "who", "how", "why", "what"})
_SEEING = frozenset({"see", "observe", "hear", "notice", "detect", "witness", "spot"})
_OPPOSED = frozenset({"without", "against"})
_IFS = frozenset({"if", "unless", "provided", "providing"})
_SIGN = 6
"""Words back from "that" in which "no sign" stands ("no sign on Tuesday that ...")."""
_CARRYING = frozenset({"troop_movement", "aid_delivery"})
_FEARED = frozenset(
    {"troop_movement", "withdrawal", "prisoner_exchange", "access_restriction", "displacement"}
)
"""Acts beside the hostile ones of which a condition may think as a happening."""
_NOT = frozenset({"not", "n't", "never"})
_AROUND = frozenset({"before", "after", "during", "ahead", "prior", "following", "around"})
_FILLING = frozenset({"after", "during", "following", "from", "in", "over", "within"})
_BESIDE = frozenset({"at", "near", "by"})
_NEGATING = frozenset(
    {"advmod", "det", "aux", "mark", "case", "obj", "nsubj", "nsubj:pass", "cc:preconj",
     "discourse"}
)  # fmt: skip
_ARGUMENT = frozenset({"obj", "nsubj", "nsubj:pass", "obl", "nmod"})
_DONE_TO = frozenset({"killing", "abduction"})
_BEARING = LIGHT | HAPPENING | HITTING | UNDERGOING


@lru_cache(maxsize=1)
def modal_words() -> dict[str, dict[str, frozenset[str]]]:
    """Read the modality table that comes with the package."""
    rows = load_data("modality.toml")
    return {name: {key: _set(value) for key, value in row.items()} for name, row in rows.items()}


def _set(value: Any) -> frozenset[str]:
    return frozenset(value.split() if isinstance(value, str) else value)


def _texts(scene: Scene, token: Token, *labels: str) -> set[str]:
    return {child.text.lower() for child in tree.children(scene.sentence, token, *labels)}


# ---- negation -------------------------------------------------------------------------------
def negator(scene: Scene, hit: Hit) -> Span | None:
    """Return the word that negates the happening, if one does."""
    for head in _negatable(scene, hit):
        found = _negation_at(scene, head, below_noun=head.i != hit.token.i)
        if found is not None:
            return found
    signless = _no_sign_that(scene, hit)
    if signless is not None or hit.kind == "noun":
        return signless
    return _negated_argument(scene, hit) or _nothing_says(scene, hit.token)


def _no_sign_that(scene: Scene, hit: Hit) -> Span | None:
    """Return the "no" of "There is no sign that the withdrawal has begun", by its words."""
    nouns = modal_words()["negation"]["nouns"]
    before = scene.tokens[: hit.token.i]
    that = next((t.i for t in reversed(before) if t.text.lower() == "that"), 0)
    stretch = before[max(0, that - _SIGN) : that]
    if any(t.text in ",;:" for t in before[that:]) or any(t.text in ",;:" for t in stretch):
        return None
    pairs = pairwise(stretch)
    return next((a.span for a, b in pairs if a.text.lower() == "no" and lemma_of(b) in nouns), None)


def _nothing_says(scene: Scene, verb: Token) -> Span | None:
    """Return the subject of "Nothing suggests that ...", in whose clause the verb stands."""
    above = tree.head(scene.sentence, verb)
    if above is None or verb.dep != "ccomp":
        return None
    subjects = tree.children(scene.sentence, above, "nsubj")
    return next((t.span for t in subjects if t.text.lower() in ("nothing", "nobody")), None)


def _negatable(scene: Scene, hit: Hit) -> list[Token]:
    """Return the trigger and what it hangs on, as far as a negation there reaches it."""
    heads = [hit.token]
    token = hit.token
    while (above := tree.head(scene.sentence, token)) is not None:
        nominal = hit.kind == "noun" and token.dep in _ARGUMENT
        if not nominal and token.dep not in ("xcomp", "acl"):
            break
        if nominal and above.pos == "VERB" and not carries(above):
            break
        heads.append(above)
        token = above
    return heads


def _negation_at(scene: Scene, head: Token, *, below_noun: bool) -> Span | None:
    negating = modal_words()["negation"]
    signs = below_noun and lemma_of(head) in negating["nouns"]
    for child in tree.children(scene.sentence, head):
        if child.text.lower() in negating["words"] and (
            child.dep in _NEGATING or (signs and child.dep == "amod")
        ):
            return child.span
    return None


def _negated_argument(scene: Scene, hit: Hit) -> Span | None:
    """Return the negation inside a verb's argument ("fired no shots", "nobody was hurt")."""
    negating = modal_words()["negation"]
    for argument in (*hit.args.get("obj", ()), *hit.args.get("subj", ())):
        for child in tree.children(scene.sentence, argument, "det", "advmod", "nummod"):
            if child.text.lower() in negating["words"]:
                return child.span
        if argument.text.lower() in negating["figures"]:
            return argument.span
    return None


def carries(verb: Token) -> bool:
    """Say whether negating this verb negates the happening ("no strike has been recorded")."""
    kind = table().verbs.get(lemma_of(verb))
    if kind in ("report", "confirm") or lemma_of(verb) in _SEEING:
        return True
    return is_any_form(verb, _BEARING)


# ---- conditions -----------------------------------------------------------------------------
def condition(scene: Scene) -> Condition | None:
    """Return the condition that a sentence sets ("if guarantees arrive"), if it does."""
    for token in scene.tokens:
        if token.text.lower() not in modal_words()["conditions"]["marks"]:
            continue
        verb = tree.head(scene.sentence, token)
        if verb is not None and _opens_condition(scene, token, verb):
            span = _clause_span(scene, token, verb)
            return Condition(text=scene.words(span), span=span)
    return None


def _opens_condition(scene: Scene, mark: Token, verb: Token) -> bool:
    if mark.text.lower() == "should":
        # "Should guarantees arrive, ...": inverted, so at the head of its clause.
        return mark.i == 0 or scene.tokens[mark.i - 1].text in ",;"
    marking = mark.dep in ("mark", "aux", "case", "advmod") or mark.i == 0
    return marking and verb.dep in ("advcl", "obl", "advcl:relcl", "parataxis")


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


# ---- triggers that stand for nothing --------------------------------------------------------
def claims_nothing(scene: Scene, hit: Hit) -> bool:
    """Say whether the trigger is only a date, an order, a fear, a question or a description."""
    tests = (dates_only, _ended, _imperative, _unreal, _opposed, _embedded, _conditional, _charged)
    return any(test(scene, hit) for test in tests)


def dates_only(scene: Scene, hit: Hit) -> bool:
    """Say whether a happening is named only to fix a time ("since the truce took hold")."""
    if any(m.anchors_truce and m.ref.span.overlaps(hit.span) for m in scene.times):
        return True
    if any(m.ref.span.covers(hit.span) for m in scene.times):
        return True
    return _dating_verb(scene, hit) if hit.kind == "verb" else _dating_noun(scene, hit)


def _dating_verb(scene: Scene, hit: Hit) -> bool:
    always = modal_words()["dating"]["always"]
    if _as_long_as(scene, hit.token):
        return True
    dated = bool(_texts(scene, hit.token, "mark") & always)
    return dated and hit.token.dep in ("advcl", "acl")


def _as_long_as(scene: Scene, verb: Token) -> bool:
    """Say whether a clause only sets a term ("no truce as long as the offensive goes on")."""
    above = tree.head(scene.sentence, verb)
    return verb.dep == "advcl" and above is not None and above.text.lower() in ("long", "soon")


def _dating_noun(scene: Scene, hit: Hit) -> bool:
    always = modal_words()["dating"]["always"]
    above = tree.head(scene.sentence, hit.token)
    if hit.token.dep == "nsubj" and above is not None and _texts(scene, above, "mark") & always:
        return True  # "killed since fighting began"
    if hit.token.dep == "nsubj" and above is not None and _as_long_as(scene, above):
        return True
    first = preposition(scene, hit.token).split(" ", maxsplit=1)[0]
    if first in always or (hit.frame.act == "protest" and first in _BESIDE):
        return True  # a protest also says where somebody was, or who held him up
    if _lasted(scene, hit.token, above):
        return True
    return first in _AROUND and bool(_texts(scene, hit.token, "det") & {"the", "this", "that"})


def _lasted(scene: Scene, noun: Token, above: Token | None) -> bool:
    """Say whether a noun only fills a time ("after three weeks of fighting", "the day's clashes").

    What the time itself did is told: "three days of clashes left 40 dead".
    """
    if above is not None and "time_word" in scene.classes[above.i]:
        of = preposition(scene, noun) == "of" or "of" in _texts(scene, noun, "mark")
        return of and preposition(scene, above) in _FILLING
    owners = tree.children(scene.sentence, noun, "nmod:poss")
    whole = any("time_word" in scene.classes[owner.i] for owner in owners)
    return whole and preposition(scene, noun) in _FILLING


def _imperative(scene: Scene, hit: Hit) -> bool:
    token = hit.token
    if hit.kind != "verb" or token.dep != "root" or token.tag not in ("VB", "VBP"):
        return False
    if tree.children(scene.sentence, token, "nsubj", "nsubj:pass", "aux:pass", "expl"):
        return False
    if _has_doer(scene, hit):
        return False
    if token.tag == "VB" and not tree.children(scene.sentence, token, "aux"):
        return True
    first = scene.tokens[0]
    opens = first.i == token.i or first.text.lower() in ("do", "don't", "never", "please")
    return opens and token.text.lower() == lemma_of(token)


def _has_doer(scene: Scene, hit: Hit) -> bool:
    """Say whether a verb that is no bare form has a doer before it ("UNITA retook Huambo")."""
    before = [t for t in hit.args.get("subj", ()) if t.i < hit.token.i]
    bare = hit.token.text.lower() == lemma_of(hit.token)
    between = scene.tokens[before[-1].i : hit.token.i] if before else ()
    past = hit.token.text.lower().endswith(("ed", "took", "fell", "won", "left", "drove"))
    return bool(before) and (past or not bare) and all(t.text != "," for t in between)


def _unreal(scene: Scene, hit: Hit) -> bool:
    """Say whether an event noun is only feared, prevented, demanded or spoken of."""
    unreal = modal_words()["unreal"]
    above = tree.head(scene.sentence, hit.token)
    if hit.kind != "noun":
        return False
    if hit.frame.act == "patrol":
        return _unwanted(scene, hit)
    negated = above is not None and bool(_texts(scene, above, "advmod") & _NOT)
    over = tree.ancestors(scene.sentence, hit.token)[:2]
    denied = any(table().verbs.get(lemma_of(verb)) == "deny" for verb in over)
    if _texts(scene, hit.token, "det") & unreal["determiners"] and not (negated or denied):
        return True
    if above is None or hit.token.dep == "nsubj":
        return False
    if hit.token.dep == "nmod" and _lasts(scene, above):
        above = tree.head(scene.sentence, above) or above  # "halted two years of fighting"
    if negated and above.pos == "VERB" and not carries(above):
        return True
    governed = hit.token.dep in (*_ARGUMENT, "compound", "conj") and not _given(scene, hit, above)
    # "responded with strikes" tells of strikes, "respond to strikes" does not.
    done = preposition(scene, hit.token) == "with" and above.pos == "VERB"
    undone = hit.token.dep in ("obj", "nsubj:pass") and is_any_form(above, unreal["undone"])
    undone = undone and "up" not in _texts(scene, above, "compound:prt")  # a rally broken up was
    return governed and not done and (undone or is_any_form(above, unreal["governors"]))


def _ended(scene: Scene, hit: Hit) -> bool:
    """Say whether a verb stands for a time that ended ("a truce halted two years of fighting")."""
    before = scene.tokens[max(0, hit.token.i - 2) : hit.token.i]
    if [t.text.lower() for t in before[1:]] != ["of"] or not _lasts(scene, before[0]):
        return False
    verbs = (t for t in tree.ancestors(scene.sentence, hit.token) if t.pos == "VERB")
    ender = next(verbs, None)
    return ender is not None and is_any_form(ender, modal_words()["unreal"]["governors"])


def _given(scene: Scene, hit: Hit, above: Token) -> bool:
    """Say whether a noun takes for given what was done to somebody told of.

    "Condemned the murder of two nuns", not "condemned the murder of civilians", which names none.
    """
    if hit.frame.act not in _DONE_TO or not is_any_form(above, modal_words()["unreal"]["given"]):
        return False
    definite = bool(_texts(scene, hit.token, "det") & {"the", "this", "that"})
    whose = hit.args.get("poss", ())
    return any(
        scene.tokens[t.i].pos == "PROPN"
        or t.tag == "NN"
        or bool(tree.children(scene.sentence, t, "nummod", "appos", "flat"))
        for t in (*whose, *(hit.args.get("of", ()) if definite else ()))
    )


def _lasts(scene: Scene, token: Token) -> bool:
    return "time_word" in scene.classes[token.i]


def _conditional(scene: Scene, hit: Hit) -> bool:
    """Say whether the trigger stands in a condition that is only a field of the claim it limits.

    What is feared ("if a fifth bomb goes off") is thought of as a happening: a hypothetical one.
    """
    clauses = (hit.token, *tree.ancestors(scene.sentence, hit.token))
    marks = {mark for token in clauses for mark in _texts(scene, token, "mark") & _IFS}
    if marks != {"if"}:
        return bool(marks)
    asked = scene.words(scene.sentence.span).rstrip("*_ ").endswith("?")
    return asked or not (hit.frame.act in FAMILIES["hostile"] or hit.frame.act in _FEARED)


def _charged(scene: Scene, hit: Hit) -> bool:
    """Say whether somebody is only charged with a plan ("a cell that had planned to bomb")."""
    above = tree.head(scene.sentence, hit.token)
    if hit.kind != "verb" or hit.token.dep != "xcomp" or above is None:
        return False
    planned = is_any_form(above, ("plan", "plot", "intend", "conspire"))
    had = "had" in _texts(scene, above, "aux")
    return planned and hit.hostile_or_harm and (had or above.dep in ("acl", "acl:relcl"))


def _unwanted(scene: Scene, hit: Hit) -> bool:
    """Tell "want to prevent the patrol" from "prevented the patrol", which is its outcome."""
    above = tree.head(scene.sentence, hit.token)
    if above is None or "to" not in _texts(scene, above, "mark"):
        return False
    return is_any_form(above, modal_words()["unreal"]["governors"])


def _opposed(scene: Scene, hit: Hit) -> bool:
    """Say whether somebody is against it, without it or kept from it ("barred from leaving")."""
    if preposition(scene, hit.token) in _OPPOSED or _texts(scene, hit.token, "mark") & _OPPOSED:
        return True
    above = tree.head(scene.sentence, hit.token)
    kept = above is not None and is_any_form(above, modal_words()["kept_from"]["verbs"])
    return kept and "from" in _texts(scene, hit.token, "mark", "case")


def _embedded(scene: Scene, hit: Hit) -> bool:
    """Say whether the clause is only asked about, meant, or describes a known thing.

    "could not establish where it was fired from"; "so that families can go home"; "the agreement
    announced in Moscow".
    """
    token = hit.token
    if hit.kind != "verb":
        return False
    above = tree.head(scene.sentence, token)
    told = is_any_form(token, INTRANSITIVE)  # "trucks crossed at the gate"
    told = told or bool(tree.children(scene.sentence, token, "nsubj", "nsubj:pass"))
    told = told or (token.dep == "amod" and "subj" in hit.args)
    # "An aid convoy reached X", taken for a phrase: a participle with an object tells.
    own = token.dep == "acl" and tree.children(scene.sentence, token, "obj")
    told = told or (bool(own) and "subj" in hit.args)
    described = token.dep in ("acl", "amod") and token.tag == "VBN" and not told
    loaded = token.tag == "VBG" and token.dep in ("acl", "nsubj", "nsubj:pass")
    if loaded and hit.frame.act == "aid_delivery":
        return True  # "a convoy carrying flour": what it is, not what came of it
    if described and not hit.hostile_or_harm and above is not None and above.dep != "root":
        return True
    if token.dep == "acl:relcl" and token.tag in ("VBP", "VBZ") and hit.frame.act in _CARRYING:
        return True  # "trains that bring supplies to the enemy": what they do at any time
    if "so" in _texts(scene, token, "mark", "advmod"):
        return not hit.hostile_or_harm
    return any(
        clause.dep in ("ccomp", "xcomp", "csubj")
        and bool(_texts(scene, clause, "advmod", "mark", "nsubj", "obj") & _ASKING)
        for clause in (token, *tree.ancestors(scene.sentence, token)[:2])
    )
