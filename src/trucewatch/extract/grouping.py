"""Which triggers of a sentence tell one happening."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trucewatch.extract import tree
from trucewatch.extract.arguments import HITTING, is_passive
from trucewatch.extract.cues import find_cues
from trucewatch.extract.events import HOSTILE, LOOSE
from trucewatch.extract.forms import is_any_form, is_form
from trucewatch.extract.scene import classes_of
from trucewatch.extract.spoken_of import tells, told

if TYPE_CHECKING:
    from collections.abc import Sequence

    from trucewatch.extract.frames import Frames
    from trucewatch.extract.scene import Scene
    from trucewatch.extract.tree import Token
    from trucewatch.extract.triggers import Hit

_ARGUMENTS = frozenset(
    {
        "obj",
        "obl",
        "nsubj",
        "nsubj:pass",
        "nmod",
        "compound",
        "obl:agent",
        "nmod:poss",
        "iobj",
        "obl:unmarked",
    }
)
_CLAUSES = frozenset({"advcl", "acl", "xcomp", "acl:relcl", "advcl:relcl"})
_HARMING = frozenset({"kill", "wound", "injure", "hurt", "die"})
_CHARGING = frozenset({"allege", "deny"})
_SOUNDS = frozenset({"small_arms_fire", "explosion"})
_FOUND = frozenset({"killing.found_bound"})
"""Rows that tell how bodies were found: what they show was done to them is the same killing."""
_ASSESSING = frozenset({"assess", "identify", "classify", "consider", "describe", "recognise"})
_APART = frozenset({"to", "after", "before", "while", "if", "because", "since", "without"})
_FROM_AIR = frozenset({"air_strike", "drone_strike"})
_NOTHING = frozenset({"not", "n't", "no", "nothing", "none", "never"})
_MANNED = frozenset({"air_force", "force", "weapon:aircraft", "weapon:helicopter", "weapon:tank"})
"""Weapons that do one thing after the other."""
_PARTING = frozenset({",", ";", "and", "(", ")", "."})


def grouped(scene: Scene, hits: Sequence[Hit], frames: Frames) -> list[tuple[Hit, ...]]:
    """Group the triggers of a sentence by happening, each group's telling trigger first."""
    main, harm = told(scene, hits, frames)
    groups: list[list[Hit]] = []
    for hit in main:
        home = next((g for g in groups if any(_same(scene, hit, other) for other in g)), None)
        if home is None:
            groups.append([hit])
        else:
            home.append(hit)
    hostile = [g for g in groups if g[0].frame.act in HOSTILE]
    rest: list[Hit] = []
    for hit in harm:
        open_ = [g for g in hostile if not _denied_apart(scene, hit, g[0])]
        home = _doing(hit, open_) or nearest(scene, hit.token, open_)
        if home is None or _elsewhere(scene, hit, home):
            rest.append(hit)
        else:
            home.append(hit)
    if rest:
        groups.append(rest)
    return [tuple(_ordered(group, frames)) for group in groups]


def _denied_apart(scene: Scene, harm: Hit, other: Hit) -> bool:
    """Say whether harm stands outside the words with which somebody denies what was told."""
    denies = other.frame.carry is not None and other.frame.modality == "denied"
    return denies and not tree.within(scene.sentence, harm.token, other.token)


def _doing(hit: Hit, groups: Sequence[list[Hit]]) -> list[Hit] | None:
    """Return the happening that is the subject of a verb of harm ("the attack wounded six")."""
    doers = {token.i for token in hit.args.get("subj", ())} if hit.kind == "verb" else set()
    return next((g for g in groups if any(one.token.i in doers for one in g)), None)


def nearest(scene: Scene, token: Token, groups: Sequence[list[Hit]]) -> list[Hit] | None:
    """Return the group with a trigger nearest to a token: by the tree, then by the words."""

    def distance(group: list[Hit]) -> tuple[int, int]:
        return min(
            (len(tree.path(scene.sentence, token, hit.token)), abs(token.i - hit.token.i))
            for hit in group
        )

    return min(groups, key=distance, default=None)


def _ordered(group: list[Hit], frames: Frames) -> list[Hit]:
    last = len(frames.rank)

    def order(hit: Hit) -> tuple[bool, bool, int, int]:
        rank = frames.rank.get(hit.frame.act, last)
        return hit.frame.harm is not None, hit.frame.carry is not None, rank, hit.span.start

    return sorted(group, key=order)


def _same(scene: Scene, one: Hit, other: Hit) -> bool:
    """Say whether two triggers of a sentence tell one happening."""
    first, second = one.frame.act, other.frame.act
    if one.frame.carry is not None or other.frame.carry is not None:
        return tells(scene, one, other) or tells(scene, other, one)
    both = first in HOSTILE and second in HOSTILE
    cleared = one.frame.id == other.frame.id == "ied.clear"
    cleared = cleared and (_joined(scene, one, other) or _joined(scene, other, one))
    alike = (
        cleared
        or (both and _one_shot(scene, one, other))
        or (
            both
            and first == second
            and (_harms(scene, one, other) or _on_argument(one, other) or _on_argument(other, one))
        )
    )
    shown = first == second and bool({one.frame.id, other.frame.id} & _FOUND)
    sound = first == second and first in _SOUNDS and _one_sound(scene, one, other)
    won = first == second == "ground_advance"
    won = won and (_gains(scene, one, other) or _gains(scene, other, one))
    flown = _flew_to(scene, one, other) or _flew_to(scene, other, one)
    meant = both and (_assessed(scene, one, other) or _assessed(scene, other, one))
    if alike or sound or won or meant or shown or flown:
        return True
    if both and (first == second or {first, second} & (LOOSE | {"ied", "small_arms_fire"})):
        return (
            _argument(scene, one, other)
            or _argument(scene, other, one)
            or _clause(scene, one, other)
            or _clause(scene, other, one)
        )
    if both:
        return _argument(scene, one, other) or _argument(scene, other, one)
    if first == second:
        return (
            (first == "displacement" and (_into_flight(one, other) or _into_flight(other, one)))
            or _argument(scene, one, other)
            or _argument(scene, other, one)
            or _joined(scene, one, other)
            or _joined(scene, other, one)
            or (_clause(scene, one, other) or _clause(scene, other, one))
            or (first == "access_restriction" and (_adds(one, other) or _adds(other, one)))
            or (_on_argument(one, other) and one.token.tag == "VBG")  # "a truce starting at noon"
            or (_on_argument(other, one) and other.token.tag == "VBG")
            or (first == "talks" and one.token.head == other.token.i)
            or (first == "protest" and one.token.head == other.token.head)
        )
    return False


def _into_flight(one: Hit, other: Hit) -> bool:
    """Say whether one only says what the other led to ("forced 300 families to flee")."""
    return one.token.dep in ("xcomp", "ccomp") and one.token.head == other.token.i


def _one_sound(scene: Scene, one: Hit, other: Hit) -> bool:
    """Say whether two nouns name one fire ("40 bursts and shots of small-arms fire")."""
    if one.kind != "noun" or other.kind != "noun":
        return False
    first, second = sorted((one, other), key=lambda hit: hit.span)
    between = scene.tokens[first.token.i + 1 : second.token.i]
    led = {t.text.lower() for t in between if t.pos == "ADP"}
    return led <= {"of"} and not any(t.pos in ("VERB", "AUX") or t.text in ",;:()" for t in between)


def _assessed(scene: Scene, one: Hit, other: Hit) -> bool:
    """Say whether a noun only says what another is taken for ("explosions assessed as impacts")."""
    if one.kind != "noun" or other.kind != "noun":
        return False
    between = scene.tokens[other.token.i + 1 : one.token.i]
    words = [t.text.lower() for t in between]
    if "as" not in words or any(t.text in _PARTING for t in between):
        return False
    return any(is_any_form(t, _ASSESSING) for t in between[: words.index("as")])


def _argument(scene: Scene, noun: Hit, other: Hit) -> bool:
    """Say whether an event noun is an argument of the other trigger."""
    if noun.kind != "noun":
        return False
    token = noun.token
    for _ in range(3):
        above = tree.head(scene.sentence, token)
        if above is None or token.dep not in _ARGUMENTS:
            return False
        if above.dep == "conj" and is_any_form(above, _HARMING) and above.head == other.token.i:
            above = other.token  # "was shot dead and two were wounded in an ambush"
        if above.i == other.token.i:
            lead = {t.text.lower() for t in tree.children(scene.sentence, token, "case")}
            return not lead & {"after", "before", "following", "since", "despite", "during", "amid"}
        token = above
    return False


def _clause(scene: Scene, verb: Hit, other: Hit) -> bool:
    """Say whether a verb's clause only adds to the other trigger ("..., firing rockets")."""
    if verb.kind != "verb" or verb.token.dep not in (*_CLAUSES, "parataxis"):
        return False
    if other.kind == "noun" and other.token.i < verb.token.i and _which(scene, verb.token):
        return True
    above = tree.head(scene.sentence, verb.token)
    if above is not None and is_form(verb.token, "use") and verb.token.tag == "VBG":
        # "initiated firing ... using mortars": the means of what the verb governs
        return above.i in (other.token.i, other.token.head)
    if above is None or above.i != other.token.i:
        return False
    if verb.token.dep == "acl:relcl":
        return True
    marks = {t.text.lower() for t in tree.children(scene.sentence, verb.token, "mark")}
    own = tree.children(scene.sentence, verb.token, "nsubj", "nsubj:pass")
    return not own and not marks & _APART


def _harms(scene: Scene, one: Hit, other: Hit) -> bool:
    """Say whether a second verb of one act goes on telling: joined to it, or after a colon."""
    if _joined(scene, one, other) or _joined(scene, other, one):
        undergone = all(is_passive(scene, hit.token) for hit in (one, other))
        shared = not any(tree.children(scene.sentence, hit.token, "obj") for hit in (one, other))
        if undergone and shared:
            return True  # "the convoy was attacked and looted"
        return any(is_form(hit.token, word) for hit in (one, other) for word in HITTING)
    first, second = sorted((one, other), key=lambda hit: hit.span)
    return ":" in scene.text[first.span.end : second.span.start]


def _flew_to(scene: Scene, flight: Hit, strike: Hit) -> bool:
    """Say whether aircraft came to do what the joined verb tells ("roared in and bombed X")."""
    acts = (flight.frame.act, strike.frame.act)
    if acts[0] != "overflight" or acts[1] not in _FROM_AIR or not _joined(scene, strike, flight):
        return False
    below = [strike.token, *tree.children(scene.sentence, strike.token, "obj")]
    said = {t.text.lower() for b in below for t in (b, *tree.children(scene.sentence, b))}
    return not said & _NOTHING


def _one_shot(scene: Scene, one: Hit, other: Hit) -> bool:
    """Say whether two joined verbs follow one munition ("flew across the hill and struck X")."""
    if not (_joined(scene, one, other) or _joined(scene, other, one)):
        return False
    first, second = (hit.args.get("subj", ()) for hit in (one, other))
    return first == second and any(
        "weapon" in found and not found & _MANNED
        for found in (classes_of(scene, token) for token in first)
    )


def _on_argument(one: Hit, other: Hit) -> bool:
    """Say whether a trigger describes an argument of the other ("a mine laid by X blew up")."""
    if one.kind != "verb" or one.token.dep not in ("acl", "acl:relcl"):
        return False
    return any(one.token.head == t.i for tokens in other.args.values() for t in tokens)


def _adds(one: Hit, other: Hit) -> bool:
    """Say whether a relative clause tells on about the other's doers ("..., who took a phone")."""
    return one.token.dep == "acl:relcl" and _on_argument(one, other)


def _which(scene: Scene, verb: Token) -> bool:
    """Say whether a clause opens with "in which" or "of which", which a tree often misplaces."""
    for token in tree.subtree(scene.sentence, verb):
        if token.text.lower() == "which" and token.i < verb.i:
            return bool(tree.children(scene.sentence, token, "case"))
    return False


def _joined(scene: Scene, one: Hit, other: Hit) -> bool:
    """Say whether a coordinated verb of the same act shares subject and place with the first."""
    above = tree.head(scene.sentence, one.token)
    if one.kind != "verb" or one.token.dep != "conj" or above is None or above.i != other.token.i:
        return False
    return not tree.children(scene.sentence, one.token, "nsubj", "nsubj:pass")


def _gains(scene: Scene, one: Hit, other: Hit) -> bool:
    """Say whether a second verb only adds what a move won ("advanced 4 km and took two hills").

    One that names a place of its own tells another move.
    """
    around = [t for tokens in one.args.values() for t in tokens]
    around += [c for t in around for c in tree.children(scene.sentence, t)]
    named = any(t.text.istitle() and t.i > one.token.i for t in around)
    return _joined(scene, one, other) and not named


def _elsewhere(scene: Scene, hit: Hit, home: Sequence[Hit]) -> bool:
    """Say whether harm stands in a clause of its own that has another place or no tie."""
    first = min(home, key=lambda h: abs(h.token.i - hit.token.i))
    if _charged(scene, hit.token) != _charged(scene, first.token):
        return True
    if _own_clauses(scene, hit.token, first.token) or _summed_apart(scene, hit.token, first.token):
        return True
    if first.frame.act in ("arrest", "abduction", "ground_advance") and first.kind == "verb":
        ends = ((hit.token, first.token), (first.token, hit.token))
        joined = any(one.dep == "conj" and one.head == other.i for one, other in ends)
        return joined and bool(tree.children(scene.sentence, hit.token, "nsubj", "nsubj:pass"))
    return False


def _summed_apart(scene: Scene, harm: Token, other: Token) -> bool:
    """Say whether a coordinated clause adds harm up by itself ("..., and 17 died since Monday")."""
    if harm.dep != "conj" or not tree.children(scene.sentence, harm, "nsubj", "nsubj:pass"):
        return False
    own = [token.span for token in tree.subtree(scene.sentence, harm)]
    since = [m.ref.span for m in scene.times if m.lead == "since" and m.ref.end is None]
    return not tree.within(scene.sentence, other, harm) and any(
        span.overlaps(part) for span in since for part in own
    )


def _charged(scene: Scene, token: Token) -> frozenset[int]:
    """Return the verbs of charging and denying under which something is told.

    "Said six were wounded and accused the army of firing first": the six are not laid to it.
    """
    return frozenset(
        cue.verb for cue in find_cues(scene) if cue.kind in _CHARGING and token.i in cue.scope
    )


def _own_clauses(scene: Scene, one: Token, other: Token) -> bool:
    """Say whether two coordinated verbs each have a subject of their own, and one is negated."""
    if one.head != other.i and other.head != one.i:
        return False
    if "conj" not in (one.dep, other.dep):
        return False
    subjects = [tree.children(scene.sentence, t, "nsubj", "nsubj:pass") for t in (one, other)]
    negated = any(
        t.text.lower() in ("not", "n't") for t in tree.children(scene.sentence, other, "advmod")
    )
    return all(subjects) and negated
