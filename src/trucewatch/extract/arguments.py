"""The arguments of a trigger: who and what stands around it in the tree.

Keys are `subj` and `obj` of the active voice (a passive's subject is `obj`, its by-phrase
`subj`), `poss` and `comp` for what stands before a noun, and prepositions ("on", "with").
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from trucewatch.extract import tree
from trucewatch.extract.charging import charged
from trucewatch.extract.forms import is_any_form, is_form, lemma_of, words
from trucewatch.extract.fragments import clipped
from trucewatch.extract.joined import SIDES, beside_verb, spread, with_head
from trucewatch.extract.scene import preposition
from trucewatch.extract.tables import load_data

if TYPE_CHECKING:
    from trucewatch.extract.scene import Scene
    from trucewatch.extract.tree import Sentence, Token

Arguments = dict[str, tuple["Token", ...]]

SUBJECTS = ("nsubj", "nsubj:outer", "csubj")
_OBLIQUES = ("obl", "obl:agent", "nmod", "obl:tmod")
RELATIVES = frozenset({"who", "which", "that", "whom"})
_CONTROL_OF_OBJECT = words("object_control")
_ACCUSING = frozenset({"accuse", "blame", "suspect", "charge"})
_VERBAL = frozenset({"VERB", "AUX"})
_SUFFERED = words("suffered")
_AIMED = frozenset({"at", "on", "upon", "into", "towards"})
_FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})
_REFUSING = frozenset({"deny", "refuse", "grant", "allow"})
_REFUSED = frozenset({"access_word", "permit_word", "clearance_word"})
_BE = frozenset({"be", "is", "are", "was", "were", "been", "being", "get", "got", "'s", "'re"})
_BEING = frozenset({"being", "having", "getting", "doing", "going", "keeping"})
_CLOSE = 3
"""Words after which the object of a participle stands, at most."""
_ADVERBIAL = frozenset({"where", "when", "why", "how", "to", "whose"})
_HUNG_ON_VERBS = frozenset({"to", "by", "in", "on"})
_SAYING = frozenset(
    word for kind in load_data("cues_attribution.toml")["verbs"].values() for word in kind.split()
)
_AGENTS_BEHIND = frozenset({"force", "person", "any_actor"})

# Verbs that only carry an event noun ("carried out strikes"): its subject is theirs. With the
# second group the subject is the one acted on ("came under attack").
LIGHT = words("light")
UNDERGOING = words("undergoing")
REPELLING = words("repelling")
HAPPENING = words("happening")
HITTING = words("hitting")
INTRANSITIVE = words("intransitive")


def arguments(scene: Scene, token: Token, kind: str) -> Arguments:
    """Return the arguments of a verb or of an event noun (`kind`), coordinated ones included."""
    found = _of_verb(scene, token) if kind == "verb" else _of_noun(scene, token)
    return {key: tuple(spread(scene, tokens, token)) for key, tokens in found.items() if tokens}


def is_passive(scene: Scene, token: Token) -> bool:
    """Say whether a verb stands in the passive, with or without its auxiliary."""
    if _went(scene, token):
        return False
    if tree.children(scene.sentence, token, "nsubj:pass", "aux:pass", "csubj:pass"):
        return True
    if clipped(scene, token):
        return True
    done = token.tag == "VBN" or (token.tag == "JJ" and token.text.lower().endswith("ed"))
    if done and any(is_form(t, "be") for t in tree.children(scene.sentence, token, "cop")):
        return True  # "the truce was broken", which trees take for a state
    if token.dep == "conj" and token.tag in ("VBN", "VBD"):
        first = tree.head(scene.sentence, token)
        own = tree.children(scene.sentence, token, "nsubj", "aux", "obj")
        return first is not None and not own and token.tag == "VBN" and is_passive(scene, first)
    return token.tag == "VBN" and _bare_participle(scene, token)


def _bare_participle(scene: Scene, token: Token) -> bool:
    """Say whether a participle without an auxiliary says what was done to a noun."""
    kinds = {t.dep for t in tree.children(scene.sentence, token, "aux", "nsubj", "obj")}
    if kinds == {"nsubj"}:
        return _agent(scene, token) != []  # "water works hit by a missile"
    bare = kinds <= {"obj"} and _main_verb_of(scene, token) is None
    return bare and _described_so(scene, token)


def _went(scene: Scene, token: Token) -> bool:
    """Say whether a verb that takes no object has a subject that the tree thinks acted on.

    "Some 1,500 people have newly arrived": without "be" there is no passive.
    """
    if not is_any_form(token, INTRANSITIVE) or _agent(scene, token):
        return False
    auxiliaries = tree.children(scene.sentence, token, "aux", "aux:pass")
    being = any(is_any_form(t, _BE) for t in auxiliaries)
    return not being and bool(tree.children(scene.sentence, token, "nsubj:pass"))


def _described_so(scene: Scene, token: Token) -> bool:
    """Say whether a bare participle says what was done to a noun."""
    if token.dep == "xcomp":
        return _left_so(scene, token)
    return token.dep in ("acl", "advcl", "amod", "root") or _agent(scene, token) != []


def _left_so(scene: Scene, token: Token) -> bool:
    """Say whether a participle says how an object was left ("left two men wounded")."""
    above = tree.head(scene.sentence, token) if token.dep == "xcomp" else None
    if above is None or tree.children(scene.sentence, token, "mark", "obj"):
        return False
    return bool(tree.children(scene.sentence, above, "obj"))


def _main_verb_of(scene: Scene, token: Token) -> Token | None:
    """Return the subject of a verb that the tree takes for a description of a noun before it.

    "Units in the villages of the two districts fired at the posts": a sentence has a verb.
    """
    sentence = scene.sentence
    top = tree.root(sentence)
    noun = tree.head(sentence, token)
    if token.dep != "acl" or top is None or noun is None or noun.i in (top.i, token.i):
        return None
    if top.pos not in ("NOUN", "PROPN") or not scene.classes[top.i] & _AGENTS_BEHIND:
        return None
    led = {preposition(scene, t) for t in tree.children(sentence, token, "obl")}
    aimed = bool(led & _AIMED) and token.tag == "VBN"
    verbless = all(t.tag not in _FINITE for t in scene.tokens)
    return top if aimed and verbless and scene.text[sentence.end - 1] == "." else None


def _agent(scene: Scene, token: Token) -> list[Token]:
    return [
        child
        for child in tree.children(scene.sentence, token, "obl:agent", "obl")
        if child.dep == "obl:agent" or preposition(scene, child) == "by"
    ]


def _lacks_object(scene: Scene, token: Token) -> bool:
    """Say whether a relative clause has a subject of its own, so that its noun is the object."""
    if token.dep not in ("acl", "acl:relcl") or is_any_form(token, INTRANSITIVE):
        return False
    above = tree.head(scene.sentence, token)
    if above is not None and above.dep == "iobj":
        return False  # "told the monitors that the navy had fired": what they were told
    children = tree.children(scene.sentence, token)
    own = [t for t in children if t.dep == "nsubj" and t.text.lower() not in RELATIVES]
    adverbial = any(t.text.lower() in _ADVERBIAL for t in children)
    complete = any(t.dep in ("ccomp", "xcomp", "cop") for t in children)
    return bool(own) and not adverbial and not complete


def _agent_behind(scene: Scene, verb: Token) -> list[Token]:
    """Return the doer that the tree hung on a noun behind the verb ("short of X by armed men")."""
    below = (t for t in tree.subtree(scene.sentence, verb) if t.i > verb.i and t.dep == "nmod")
    doers = [
        t for t in below
        if preposition(scene, t) == "by" and scene.classes[t.i] & _AGENTS_BEHIND
        and _no_verb_between(scene, verb, t)
    ]  # fmt: skip
    return doers[:1]


def _agent_of_complement(scene: Scene, verb: Token) -> list[Token]:
    """Return the doer that hangs on what somebody was kept from or made to do.

    "Were not allowed to cross by the marines", "was kept waiting at the gate by guards": nothing
    active has an agent.
    """
    return [
        child
        for inner in tree.children(scene.sentence, verb, "xcomp", "ccomp", "advcl")
        if inner.tag in ("VB", "VBG") and not is_passive(scene, inner)
        for child in tree.subtree(scene.sentence, inner)
        if child.i > inner.i
        and child.dep in ("obl", "obl:agent", "nmod")
        and preposition(scene, child) == "by"
        and (scene.classes[child.i] & _AGENTS_BEHIND or lemma_of(child) in ("side", "party"))
    ]


def _no_verb_between(scene: Scene, verb: Token, noun: Token) -> bool:
    between = scene.tokens[verb.i + 1 : noun.i]
    kept_from = (t.tag == "VBG" and scene.tokens[t.i - 1].text.lower() == "from" for t in between)
    verbal = (t.pos in _VERBAL for t in between)
    # "Were prevented from entering the post by soldiers": it was they who prevented it.
    return not any(is_verb and not kept for is_verb, kept in zip(verbal, kept_from, strict=True))


def _of_verb(scene: Scene, token: Token) -> dict[str, list[Token]]:
    sentence = scene.sentence
    passive = is_passive(scene, token)
    found: dict[str, list[Token]] = {}
    subjects = list(tree.children(sentence, token, *SUBJECTS, "nsubj:pass"))
    subjects += [t for t in tree.children(sentence, token, "aux") if is_gerund_subject(scene, t)]
    objects = list(tree.children(sentence, token, "obj", "iobj"))
    above = tree.head(sentence, token)
    finite = token.tag == "VBD" or tree.children(sentence, token, "aux")
    if token.dep == "amod" and finite and above is not None:
        # A finite verb describes nothing: its "head" is its object, and may have its subject.
        objects.append(above)
        subjects += [t for t in tree.children(sentence, above, "nsubj") if t.i < token.i]
    elif not subjects:
        subjects = _borrowed(scene, token)
    elif token.dep == "conj" and above is not None:
        subjects = with_head(scene, above, subjects)
    elif token.dep == "ccomp" and _carries_on(sentence, above, subjects[0]):
        # "Trucks carrying aid were stopped": the tree takes the aid for what was stopped.
        subjects = list(tree.children(sentence, above, "nsubj")) if above is not None else []
    subjects = [_resolved(scene, _within_clause(scene, s), token) for s in subjects]
    if token.dep == "acl" and (objects or is_any_form(token, INTRANSITIVE)):
        # "Gunmen attacked a school" taken for a phrase: what has an object is no passive.
        passive = False
    if passive:
        found["subj"] = (
            _agent(scene, token)
            or _agent_behind(scene, token)
            or _agent_of_complement(scene, token)
        )
        found["obj"] = subjects + objects
    else:
        found["subj"] = subjects
        found["obj"] = objects
    found["obj"] = [_resolved(scene, thing, token) for thing in found["obj"]]
    found["obj"] += _refused_it(scene, token, found["obj"])
    if not found["obj"] and not passive and _lacks_object(scene, token):
        found["obj"] = [above] if above is not None else []  # "the guns that they had hidden"
    _add_phrases(scene, token, objects, found, passive=passive)
    return found


def _carries_on(sentence: Sentence, above: Token | None, subject: Token) -> bool:
    """Say whether a bare participle, with its noun before and this one behind, stands above."""
    if above is None or above.tag != "VBG" or tree.children(sentence, above, "aux", "obj", "mark"):
        return False
    nouns = tree.children(sentence, above, "nsubj")
    return bool(nouns) and nouns[0].i < above.i < subject.i and subject.i - above.i <= _CLOSE


def _add_phrases(
    scene: Scene,
    token: Token,
    objects: list[Token],
    found: dict[str, list[Token]],
    *,
    passive: bool,
) -> None:
    """Add the prepositional phrases of a verb, and those that the tree hung on its object."""
    sentence = scene.sentence
    agents = {t.i for t in found["subj"]}
    for child in tree.children(sentence, token, *_OBLIQUES):
        if child.i not in agents and (key := preposition(scene, child)):
            found.setdefault(key, []).append(child)
    for thing in objects:
        for child in tree.children(sentence, thing, "nmod"):
            key = preposition(scene, child)
            if key == "by" and passive and not found["subj"]:
                found["subj"] = [child]
            elif key and key != "of":
                found.setdefault(key, []).append(child)


def _refused_it(scene: Scene, verb: Token, objects: list[Token]) -> list[Token]:
    """Return who was refused something where the tree runs both together ("denied the MVT access").

    An article before somebody's name in front of "access" shows that the name is a phrase.
    """
    if not is_any_form(verb, _REFUSING):
        return []
    return [
        child
        for thing in objects
        if scene.classes[thing.i] & _REFUSED and thing.i > verb.i
        for child in tree.children(scene.sentence, thing, "compound", "nmod:poss", "amod")
        if child.i > verb.i and child.pos in ("NOUN", "PROPN")
    ]


def is_gerund_subject(scene: Scene, token: Token) -> bool:
    """Say whether an event noun in -ing is a subject that the tree takes for a verb or auxiliary.

    "In the town, shelling hit a school."
    """
    if token.tag != "VBG" or token.text.lower() in _BEING:
        return False
    bare = not tree.children(scene.sentence, token, "obj", "aux", "nsubj")
    return bare and token.dep in ("nsubj", "nsubj:pass", "csubj", "csubj:pass", "aux")


def _within_clause(scene: Scene, subject: Token) -> Token:
    """Return the noun of a subject that the tree takes for a clause ("units operating in ...")."""
    if subject.pos not in _VERBAL:
        return subject
    return tree.child(scene.sentence, subject, "nsubj", "nsubj:pass") or subject


def _borrowed(scene: Scene, token: Token) -> list[Token]:
    """Return the subject that a verb without one of its own shares with its neighbour."""
    sentence = scene.sentence
    above = tree.head(sentence, token)
    beside = beside_verb(scene, token)
    if above is None or beside is not None:
        return [beside] if beside is not None else []
    if token.dep in ("acl", "acl:relcl", "amod", "advcl:relcl"):
        main = _main_verb_of(scene, token)
        return _described(sentence, token, above) if main is None else [main]
    objects = list(tree.children(sentence, above, "obj", "iobj", "nsubj:pass"))
    if lemma_of(above) in _ACCUSING:
        return objects  # "accused the rebels of shelling": the accused is the doer
    if token.dep == "xcomp" and objects and lemma_of(above) in _CONTROL_OF_OBJECT:
        return objects
    sharing = {
        "conj": above.pos in ("VERB", "AUX", "ADJ", "NOUN"),
        "xcomp": True,
        "advcl": above.pos in _VERBAL,
        "obl": above.pos in _VERBAL,
        "parataxis": above.pos in _VERBAL and token.tag in ("VBG", "VBN"),
    }
    told = tree.head(sentence, above)
    goes_on = token.tag == "VBG" or (token.dep == "conj" and lemma_of(token) not in _SAYING)
    if goes_on and above.dep == "parataxis" and lemma_of(above) in _SAYING and told is not None:
        above = told  # "X broke the truce, Y said, firing mortars": X fires, not Y
    elif not sharing.get(token.dep, False):
        return []
    own = list(tree.children(sentence, above, *SUBJECTS, "nsubj:pass"))
    return own or _borrowed(scene, above)


def _described(sentence: Sentence, token: Token, above: Token) -> list[Token]:
    """Return the noun that a clause describes; the whole phrase's where the verb is finite."""
    moved = is_any_form(token, INTRANSITIVE)
    if (token.tag in ("VBD", "VBZ") or moved) and token.dep == "acl":
        # A finite verb describes nothing: the tree missed that this is the main clause.
        while above.dep == "nmod" and (higher := tree.head(sentence, above)) is not None:
            above = higher
    return [above] if above.pos not in _VERBAL else []


def _resolved(scene: Scene, token: Token, verb: Token) -> Token:
    """Return the noun behind a relative pronoun, the token itself otherwise."""
    if token.text.lower() not in RELATIVES or token.pos == "NOUN":
        return token
    clause = verb
    for _ in range(4):
        above = tree.head(scene.sentence, clause)
        if above is None:
            return token
        if clause.dep in ("acl:relcl", "acl") and above.i < token.i:
            return above
        clause = above
    return token


def _of_noun(scene: Scene, token: Token) -> dict[str, list[Token]]:
    sentence = scene.sentence
    found: dict[str, list[Token]] = {
        "poss": list(tree.children(sentence, token, "nmod:poss")),
        "comp": [
            modifier
            for child in tree.children(sentence, token, "compound", "amod", "nmod:desc")
            for modifier in (child, *tree.children(sentence, child, "compound", "amod"))
        ],
    }
    for child in tree.children(sentence, token, "nmod", "obl", "obl:agent"):
        if key := preposition(scene, child):
            found.setdefault(key, []).append(child)
    if "between" not in found:
        found["between"] = _sides_behind(scene, token)
    if lemma_of(token) in _SUFFERED and "of" not in found:
        owners = [*found["poss"], *(t for t in found["comp"] if _genitive(scene, t))]
        whose = [t for t in owners if not scene.classes[t.i] & {"force", "any_actor"}]
        for key in ("poss", "comp"):
            found[key] = [t for t in found[key] if t not in whose]
        found["of"] = whose or _of_behind(scene, token)
    for child in tree.children(sentence, token, "acl", "acl:relcl"):
        _from_clause(scene, child, found)
    if doers := charged(scene, token):
        found.setdefault("by", []).extend(doers)
    _from_above(scene, token, found)
    return found


def _from_above(scene: Scene, noun: Token, found: dict[str, list[Token]]) -> None:
    """Add what the verb above a noun brings, or that above the noun it is joined to."""
    above = tree.head(scene.sentence, noun)
    if above is not None and noun.dep == "conj" and above.pos == "NOUN":
        shared = tree.head(scene.sentence, above)
        if shared is not None and shared.pos in _VERBAL:
            _from_verb(scene, above, shared, found)
    elif above is not None and above.pos in _VERBAL:
        _from_verb(scene, noun, above, found)
        _right_behind(scene, noun, above, found)


def _right_behind(scene: Scene, noun: Token, verb: Token, found: dict[str, list[Token]]) -> None:
    """Add what stands right behind a noun that is an object, though the tree hung it on the verb.

    "The mission documented damage to six flats", "recorded four overflights by jets".
    """
    if noun.dep != "obj":
        return
    for child in tree.children(scene.sentence, verb, "obl", "obl:agent"):
        key = preposition(scene, child)
        case = tree.child(scene.sentence, child, "case")
        if key in _HUNG_ON_VERBS and case is not None and case.i == noun.i + 1:
            found.setdefault(key, []).append(child)


def _sides_behind(scene: Scene, noun: Token) -> list[Token]:
    """Return the first of two sides that the tree hung on a place or time between.

    "Clashes broke out in the suburb of X between the brigade and the police".
    """
    verbs = 0
    for token in scene.tokens[noun.i + 1 :]:
        verbs += token.pos == "VERB"
        if verbs > 1 or token.text in (";", ":"):
            break
        if token.text.lower() != "between" or token.dep != "case":
            continue
        side = tree.head(scene.sentence, token)
        if (
            side is not None
            and scene.classes[side.i] & SIDES
            and "place" not in scene.classes[side.i]
        ):
            joined = tree.children(scene.sentence, side, "conj")
            return [side] if joined or side.tag in ("NNS", "NNPS") else []
    return []


def _genitive(scene: Scene, token: Token) -> bool:
    """Say whether a name in front stands in the genitive, though the tree makes it a compound."""
    parts = (token, *tree.children(scene.sentence, token, "flat"))
    marks = [t for part in parts for t in tree.children(scene.sentence, part, "case")]
    return any(t.text in ("'s", "\u2019s") for t in marks)


def _of_behind(scene: Scene, noun: Token) -> list[Token]:
    """Return whose fate a noun names behind it where the tree hung the phrase on something else.

    "The murder in Tarna of two nuns", "the murder of party leader Anna Holm".
    """
    i = noun.i + 1
    if i < len(scene.tokens) and scene.tokens[i].text.lower() in ("in", "at", "near"):
        i += 1
        while i < len(scene.tokens) and "place" in scene.classes[i]:
            i += 1
    if i >= len(scene.tokens) or scene.tokens[i].text.lower() != "of":
        return []
    head = tree.head(scene.sentence, scene.tokens[i])
    while head is not None and head.dep in ("compound", "nmod:desc", "amod"):
        head = tree.head(scene.sentence, head)
    return [head] if head is not None and head.i > i and head.pos in ("NOUN", "PROPN") else []


def _from_clause(scene: Scene, verb: Token, found: dict[str, list[Token]]) -> None:
    """Add the doer named in "attacks carried out by X", "the attack that X launched"."""
    own = _of_verb(scene, verb)
    noun = tree.head(scene.sentence, verb)
    if lemma_of(verb) in ("target", "kill", "wound", "hit", "strike", "leave", "injure"):
        found.setdefault("obj", []).extend(own.get("obj", ()))
    elif lemma_of(verb) in LIGHT | {"claim", "blame"}:
        doers = [t for t in own.get("subj", ()) if t is not noun]
        found.setdefault("by", []).extend(doers)


def _from_verb(scene: Scene, noun: Token, verb: Token, found: dict[str, list[Token]]) -> None:
    """Add what a light verb, or a verb that the happening is subject of, brings along."""
    own = _of_verb(scene, verb)
    is_subject = any(noun.i == t.i for t in own.get("subj", ()))
    light = is_any_form(verb, LIGHT)
    repelled = is_any_form(verb, REPELLING)
    if light and preposition(scene, noun) == "as":
        found.setdefault("obj", []).extend(t for t in own.get("obj", ()) if t.i != noun.i)
    if is_subject and is_any_form(verb, HITTING):
        found.setdefault("obj", []).extend(t for t in own.get("obj", ()) if t.i != noun.i)
    elif is_any_form(verb, UNDERGOING) and not is_subject:
        key = "repeller" if repelled else "obj"
        found.setdefault(key, []).extend(t for t in own.get("subj", ()) if t.i != noun.i)
    elif light and not is_subject:
        found.setdefault("subj", []).extend(t for t in own.get("subj", ()) if t.i != noun.i)
    if not (light or repelled or is_subject or is_any_form(verb, HAPPENING)):
        return
    for key, tokens in own.items():
        if key not in ("subj", "obj", "poss", "comp", "by"):
            kept = [t for t in tokens if t.i != noun.i]
            found.setdefault(key, []).extend(t for t in kept if t not in found.get(key, ()))
