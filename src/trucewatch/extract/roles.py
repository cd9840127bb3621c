"""Who did it, to whom, who took part: arguments of a trigger become mentions."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from trucewatch.extract import tree
from trucewatch.extract.antecedents import PRONOUNS, Past, meant
from trucewatch.extract.arguments import REPELLING, arguments, is_passive
from trucewatch.extract.doers import acts_as_one
from trucewatch.extract.forms import is_any_form, lemma_of
from trucewatch.extract.owners import TAKING_PART, modifier, owner
from trucewatch.extract.scene import classes_of, content, preposition
from trucewatch.extract.tables import load_data
from trucewatch.model import Mention, Span

if TYPE_CHECKING:
    from collections.abc import Sequence

    from trucewatch.extract.actors import Registry
    from trucewatch.extract.figures import FigureReading
    from trucewatch.extract.frames import Frames
    from trucewatch.extract.scene import Scene
    from trucewatch.extract.tree import Token
    from trucewatch.extract.triggers import Hit

_AGENTS = frozenset(
    {"force", "any_actor", "person", "politics", "delegation", "monitor", "aid_body", "media",
     "displaced_person", "family_word", "prisoner", "worker", "convoy", "reinforcement", "mob"}
)  # fmt: skip
_HELPING = frozenset(
    {"aid_body", "aid", "cross_word", "monitor", "observing_word", "medical", "convoy_civil"}
)
_NO_AGENT = frozenset({"abstract", "violation_word", "event", "money", "truce_word", "disaster"})
_NO_TARGET = frozenset(
    {"abstract", "violation_word", "money", "truce_word", "disaster", "event", "never_target"}
)
_OF_THINGS = frozenset({"destroyed", "damaged"})
_OWN = frozenset({"we", "us", "our", "ours"})
_ABSTRACT_BEHIND = {
    "on": frozenset(
        {"charge", "suspicion", "accusation", "allegation", "ground", "warrant", "order"}
    ),
    "at": frozenset({"end", "start", "beginning", "time", "moment", "height", "request", "hour"}),
}
"""What stands behind a preposition and is nobody's target ("arrested on charges of theft")."""
_PLATFORMS = frozenset(
    {
        "weapon:artillery",
        "weapon:aircraft",
        "weapon:helicopter",
        "weapon:drone",
        "weapon:tank",
        "weapon:ship",
    }
)
_MACHINES = frozenset({"digger"})
_COMMITTING = frozenset({"commit", "make", "perpetrate", "carry", "deny", "continue", "cease"})
_ARMED = frozenset({"force", "any_actor", "person"})
_WHERE_TAKEN = frozenset({"at", "into", "under", "on", "beside", "towards"})
"""Where those are taken whom somebody takes ("bundled into a car")."""
_MOVES = frozenset({"troop_movement", "aid_delivery", "withdrawal"})
_CARRIERS = frozenset({"vehicle", "convoy", "convoy_civil"})
_MOVING = frozenset({"convoy_civil", "vehicle", "aid_body", "person", "monitor"})
_PEOPLE = frozenset({"person", "any_actor", "displaced_person", "family_word", "person_civil"})
_HELD = _PEOPLE | {"prisoner", "nationals", "folk", "soldiery", "named", "dead_word"}
_RELATIVE = frozenset({"whom", "whose", "which", "who", "that", "whoever", "whomever", "each"})
_RIDDEN = frozenset(
    {"motorbike", "motorcycle", "bicycle", "bike", "horse", "camel", "scooter", "moped", "mule"}
)
_MAKING = frozenset({"agree", "broker", "sign", "reach", "conclude", "negotiate", "declare"})
_USING = frozenset({"use", "deploy", "employ"})
_UNITS_OF_LENGTH = frozenset(load_data("figures.toml")["measures"]["distance_km"]) | {"m"}
_CHANGES = frozenset({"retaliation", "response", "addition", "fact", "area", "order", "turn"})


@dataclass(frozen=True, slots=True)
class Parts:
    """The roles of one happening, spans in the order of the text."""

    perpetrators: tuple[Mention, ...] = ()
    targets: tuple[Mention, ...] = ()
    participants: tuple[Mention, ...] = ()

    def told_on(self, other: Parts) -> Parts:
        """Return the roles with those of a later sentence that are not the same ones again."""
        return Parts(
            (*self.perpetrators, *_new(self.perpetrators, other.perpetrators)),
            (*self.targets, *_new((*self.targets, *self.perpetrators), other.targets)),
            (*self.participants, *_new(self.participants, other.participants)),
        )

    def joined(self, other: Parts) -> Parts:
        """Return both sets of roles, each span once."""
        return Parts(
            _distinct((*self.perpetrators, *other.perpetrators)),
            _distinct((*self.targets, *other.targets)),
            _distinct((*self.participants, *other.participants)),
        )


_ALSO_RANKS = frozenset({"major", "general", "private"})


def parts_of(scene: Scene, hit: Hit, frames: Frames, registry: Registry, past: Past) -> Parts:
    """Return the roles that the arguments of a trigger play."""
    if hit.frame.harm is not None and _none_of_it(scene, hit.token):
        return Parts()
    parts = Parts()
    for key, tokens in hit.args.items():
        role = _role(scene, hit, key, frames)
        for token in tokens:
            if key == "among" and token.pos == "PRON":
                continue  # "among them a policeman"
            doer = _at_hands(scene, key, token)
            if doer is not None:
                parts = parts.joined(_one(scene, hit, "by", "perpetrator", doer, registry, past))
            elif role not in (None, "none", "repeller"):
                parts = parts.joined(_one(scene, hit, key, role, token, registry, past))
    for token in hit.args.get("repeller", ()):
        # Who beats an attack off is its target, unless the text says whom it was on.
        role = "participant" if parts.targets else "target"
        parts = parts.joined(_one(scene, hit, "obj", role, token, registry, past))
    beside = [("perpetrator", token) for token in _in_breach(scene, hit)]
    beside += [("participant", t) for t in (*_agreeing(scene, hit), *_counting(scene, hit))]
    for role, token in beside:
        parts = parts.joined(_one(scene, hit, "by", role, token, registry, past))
    return parts


def _counting(scene: Scene, hit: Hit) -> list[Token]:
    """Return who counts breaches that only a noun names ("observers wrote up 16 breaches")."""
    verb = tree.head(scene.sentence, hit.token)
    if hit.frame.act != "tally" or hit.kind != "noun" or hit.token.dep != "obj" or verb is None:
        return []
    who = tree.children(scene.sentence, verb, "nsubj")
    return [] if is_any_form(verb, _COMMITTING) else [t for t in who if t.text.lower() not in _OWN]


def _role(scene: Scene, hit: Hit, key: str, frames: Frames) -> str | None:
    """Return the role of an argument: by the table, but for counts and expulsions."""
    role = hit.frame.role(hit.kind, key, frames.roles)
    if key == "repeller":
        return key
    # "Blew up at the roadside", "was seized at the bus station": where it was.
    beside = key == "at" and hit.frame.act in ("ied", "explosion")
    beside = beside or (key in _WHERE_TAKEN and hit.frame.act in ("abduction", "arrest"))
    if beside or (role == "target" and key != "obj" and _finds(hit)):
        return None  # "mines were found on the roadside"
    if hit.frame.act == "tally" and hit.kind == "verb" and role is None:
        # Who counts takes part.
        who = {t.text.lower() for t in hit.args.get("subj", ())}
        counter = hit.frame.speaker and not who & _OWN
        return {"subj": "participant" if counter else None, "by": "perpetrator"}.get(key)
    if hit.frame.harm is not None and key == "subj" and _beats_off(scene, hit.token):
        return "participant"
    if hit.frame.act == "displacement" and hit.kind == "verb" and key in ("subj", "by"):
        return _who_displaced(scene, hit, key, role)
    return role


def _who_displaced(scene: Scene, hit: Hit, key: str, role: str | None) -> str | None:
    """Return what they are who make people move: helpers take part, others drive them out."""
    if any(classes_of(scene, one) & _HELPING for one in hit.args.get(key, ())):
        return "participant"
    driven = hit.frame.id == "displacement.expel" or any(
        classes_of(scene, thing) & _PEOPLE for thing in hit.args.get("obj", ())
    )
    return "perpetrator" if driven and key == "subj" else role


def _in_breach(scene: Scene, hit: Hit) -> list[Token]:
    """Return whom a count names behind its parts: "88 by the army, 15 by the rebels"."""
    if hit.frame.act != "tally":
        return []
    if hit.kind == "noun" or is_passive(scene, hit.token):
        return _named_as_breaking(scene, hit)
    behind = scene.tokens[hit.token.i + 1 :]
    numbered = [t for t in behind if t.text.lower() == "by" and _part(scene, t)]
    heads = (tree.head(scene.sentence, t) for t in numbered)
    return [d for head in heads if head for d in (head, *_joined_to(scene, head))]


def _named_as_breaking(scene: Scene, hit: Hit) -> list[Token]:
    """Return who stands behind "by" between the breaches and the verb that counts them.

    "Nine violations of the accord by the army were recorded", whatever the tree hangs it on.
    """
    verb = hit.token if hit.kind == "verb" else tree.head(scene.sentence, hit.token)
    if hit.kind == "noun":
        counted: tuple[Token, ...] = (hit.token,)
    else:
        counted = hit.args.get("obj", ())
    if verb is None or not counted or not is_passive(scene, verb):
        return []
    between = scene.tokens[counted[0].i + 1 : verb.i]
    heads = (tree.head(scene.sentence, t) for t in between if t.text.lower() == "by")
    return [t for t in heads if t is not None and classes_of(scene, t) & _ARMED]


def _part(scene: Scene, word: Token) -> bool:
    """Say whether a number without a noun stands right before a word."""
    return any(f.figure.group is None and f.figure.span.end + 1 == word.start
               for f in scene.figures)  # fmt: skip


def _joined_to(scene: Scene, token: Token) -> list[Token]:
    below = tree.children(scene.sentence, token, "conj")
    return [t for t in below if t.pos in ("NOUN", "PROPN")]


def _may_do(scene: Scene, hit: Hit, role: str, token: Token, classes: frozenset[str]) -> bool:
    """Say whether what a phrase means can do or take part in what is told."""
    if hit.frame.harm is not None and "object" in classes and not classes & _ARMED:
        return False  # "the market, which was hit": a house kills nobody
    if hit.frame.harm is not None and "counted_event" in classes and not classes & _ARMED:
        return False  # "Israeli air strikes killed 32": who made them did
    moved = role == "participant" and hit.frame.act in _MOVES and classes & _CARRIERS
    return bool(moved) or _agent(scene, token, classes)


def _beats_off(scene: Scene, token: Token) -> bool:
    """Say whether harm was done in defence ("repelled an attack and killed 12 of them")."""
    above = tree.head(scene.sentence, token)
    while above is not None and token.dep == "conj" and not is_any_form(above, REPELLING):
        token, above = above, tree.head(scene.sentence, above)
    if above is None or token.dep not in ("conj", "advcl"):
        return False
    return is_any_form(above, REPELLING)


def _finds(hit: Hit) -> bool:
    """Say whether a hostile act is only found out or undone: its doer takes part in that."""
    return hit.frame.roles.get("subj") == "participant" and hit.frame.act == "ied"


def _none_of_it(scene: Scene, token: Token) -> bool:
    """Say whether a noun of harm is negated: "no casualties among the soldiers" harms nobody."""
    return any(t.text.lower() == "no" for t in tree.children(scene.sentence, token, "det"))


def _at_hands(scene: Scene, key: str, token: Token) -> Token | None:
    """Return the doer of "killed at the hands of gunmen"."""
    if key != "at" or lemma_of(token) != "hand":
        return None
    below = tree.children(scene.sentence, token, "nmod")
    return next((child for child in below if preposition(scene, child) == "of"), None)


def _agreeing(scene: Scene, hit: Hit) -> tuple[Token, ...]:
    """Return who made the truce that a verb speaks of ("the truce agreed by X took effect")."""
    if hit.frame.act != "ceasefire_act" or hit.kind != "verb":
        return ()
    found: list[Token] = []
    for token in (*hit.args.get("subj", ()), *hit.args.get("obj", ())):
        if "truce_word" not in scene.classes[token.i]:
            continue
        found += arguments(scene, token, "noun").get("between", ())
        for clause in tree.children(scene.sentence, token, "acl"):
            if lemma_of(clause) in _MAKING and is_passive(scene, clause):
                found += arguments(scene, clause, "verb").get("subj", ())
    return tuple(found)


def _one(
    scene: Scene, hit: Hit, key: str, role: str, token: Token, registry: Registry, past: Past
) -> Parts:
    classes = classes_of(scene, token)
    role = _settled(role, classes)
    machine = bool(scene.classes[content(scene, token).i] & _MACHINES)
    platform = machine or bool(scene.classes[content(scene, token).i] & _PLATFORMS)
    armed = bool(classes & {"weapon", "digger"}) and (platform or not classes & {"force", "person"})
    used = role == "target" and armed and hit.kind == "verb" and lemma_of(hit.token) in _USING
    if role == "weapon" or (role == "perpetrator" and armed) or used:
        # "rebel tank", "regime artillery": the weapon's modifier names the doer.
        return _of_owner(scene, hit, token, registry)
    where = key == "to" and hit.frame.act == "access_restriction" and not _people(classes)
    where = where or lemma_of(token) in _ABSTRACT_BEHIND.get(key, ())
    where = where or (role == "target" and key == "on" and _rides(scene, token))
    limb = role == "target" and "body_part" in classes  # "shrapnel wounds to his leg"
    rank = token.pos == "ADJ" and token.text in _ALSO_RANKS
    # "Destroyed 17 of them": things, and not those who were spoken of.
    things = hit.frame.harm in _OF_THINGS and content(scene, token).text.lower() in PRONOUNS
    sided = hit.frame.act == "armed_clash" and _beside_force(scene, token)
    if where or limb or rank or things or (_is_place(scene, token, classes) and not sided):
        return Parts()
    if key == "comp" or (key == "poss" and "any_actor" not in classes and token.pos != "PRON"):
        mention = modifier(scene, token, registry, hit.token.span)
    else:
        mention = meant(scene, token, registry, past)
    if role == "perpetrator" and key in ("from", "subj") and not _agent(scene, token, classes):
        return _of_owner(scene, hit, token, registry)  # "fire from rebel positions"
    if mention is None or not _may_play(scene, hit, role, token, classes):
        return Parts()
    return Parts(
        perpetrators=(mention,) if role == "perpetrator" else (),
        targets=(mention,) if role == "target" else (),
        participants=(mention,) if role == "participant" else (),
    )


def _people(classes: frozenset[str]) -> bool:
    """Say whether a phrase means people, or what carries them."""
    return bool(classes & (_AGENTS | _MOVING | _PEOPLE | {"folk", "nationals", "aid", "medical"}))


def _may_play(scene: Scene, hit: Hit, role: str, token: Token, classes: frozenset[str]) -> bool:
    """Say whether what a phrase means can stand in a role."""
    if role in ("perpetrator", "participant"):
        return _may_do(scene, hit, role, token, classes)
    lower = token.text.lower()
    if _measured(scene, content(scene, token)) or lower in _OWN | _RELATIVE:
        return False  # "they shelled us" says whom only to those who know who speaks
    if _unfit(hit, token, classes):
        return False
    munition = classes & {"munition_word", "projectile_word"}
    if munition and hit.frame.harm is None and hit.frame.id != "attack.on_arms":
        return False
    return not classes & _NO_TARGET and not _event(token, hit)


def _unfit(hit: Hit, token: Token, classes: frozenset[str]) -> bool:
    """Say whether that cannot be done to what a phrase means: only people are let go or flee."""
    match hit.frame.act:
        case "displacement":
            return not classes & _PEOPLE
        case "prisoner_exchange":
            held = classes & _HELD or acts_as_one(token) or token.text.lower() in PRONOUNS
            return not held
        case "access_restriction":
            return "aid" in classes and not classes & _MOVING
        case _:
            return False


def _measured(scene: Scene, token: Token) -> bool:
    """Say whether a noun is the unit of a distance or an area ("struck 3 km from the town")."""
    if token.text.lower() in _UNITS_OF_LENGTH:
        return True
    return any(
        r.figure.kind in ("distance_km", "area_km2")
        and r.figure.group is not None
        and r.figure.group.span.overlaps(token.span)
        for r in scene.figures
    )


def _settled(role: str, classes: frozenset[str]) -> str:
    """Decide the roles that depend on what fills them."""
    weapon = bool(classes & {"weapon", "petrol_bomb"}) and not classes & {"person", "any_actor"}
    if role == "seen":
        return "weapon" if weapon else "participant"
    if role == "moved":
        return "weapon" if weapon else "participant"
    if role in ("target_or_weapon", "perpetrator_or_weapon"):
        return "weapon" if weapon else role.split("_", maxsplit=1)[0]
    if role == "participant" and weapon:
        return "weapon"
    if role == "participant_if_actor":
        return "participant" if classes & {"any_actor", "delegation", "force"} else "none"
    return role


def _is_place(scene: Scene, token: Token, classes: frozenset[str]) -> bool:
    """A settlement, area or road is a place, never a target (CODEBOOK, "Roles")."""
    inner = content(scene, token)
    if "any_actor" in scene.classes[inner.i]:
        return False
    if "place" in scene.classes[inner.i] or "route" in scene.classes[inner.i]:
        return not scene.classes[inner.i] & {"person", "object"} or _named_place(scene, inner)
    return "place" in classes and not classes & {"force", "person", "vehicle", "object"}


def _beside_force(scene: Scene, token: Token) -> bool:
    """Say whether a name that may be a town's stands in one list with a force ("Amal and IS")."""
    above = tree.head(scene.sentence, token) if token.dep == "conj" else None
    beside = [*tree.children(scene.sentence, token, "conj"), *([above] if above else [])]
    return token.pos == "PROPN" and any(scene.classes[t.i] & _ARMED for t in beside)


def _rides(scene: Scene, token: Token) -> bool:
    """Say whether somebody right before rides on it ("shot by two men on a motorbike")."""
    first = min(t.i for t in (token, *tree.children(scene.sentence, token)))
    before = scene.tokens[first - 1] if first else None
    rider = before is not None and scene.classes[before.i] & _ARMED
    return lemma_of(token) in _RIDDEN and bool(rider)


def _named_place(scene: Scene, token: Token) -> bool:
    return any(
        mention.place.span.start <= token.start < mention.place.span.end
        and any(name.overlaps(token.span) for name in mention.names)
        for mention in scene.places
    )


def _agent(scene: Scene, token: Token, classes: frozenset[str]) -> bool:
    if classes & _AGENTS or acts_as_one(token):
        return True
    inner = content(scene, token)
    if inner.pos == "PRON":
        return inner.text.lower() in PRONOUNS | _OWN
    if any(actor.head.overlaps(inner.span) for actor in scene.actors if not actor.metonym):
        return True
    return inner.pos == "PROPN" and not classes & _NO_AGENT


def _event(token: Token, hit: Hit) -> bool:
    return token.i == hit.token.i or lemma_of(token) in _CHANGES


def _of_owner(scene: Scene, hit: Hit, token: Token, registry: Registry) -> Parts:
    """Return the role of whoever has the weapon or machine that does it."""
    found = owner(scene, hit, token, registry)
    mentions = () if found is None else (found,)
    if hit.frame.act in TAKING_PART:
        return Parts(participants=mentions)
    return Parts(perpetrators=mentions)


def _new(known: Sequence[Mention], more: Sequence[Mention]) -> list[Mention]:
    """Return the mentions that name somebody else than those known."""
    words = [set(mention.text.lower().split()) for mention in known]
    actors = {mention.actor for mention in known if mention.actor is not None}
    return [
        mention
        for mention in more
        if mention.actor not in actors
        and not any(set(mention.text.lower().split()) <= one for one in words)
    ]


def _distinct(mentions: Sequence[Mention]) -> tuple[Mention, ...]:
    """Keep each span once; of nested ones the wider, of equal ones the first."""
    kept: list[Mention] = []
    for mention in mentions:
        if any(other.span.covers(mention.span) for other in kept):
            continue
        kept = [other for other in kept if not mention.span.covers(other.span)]
        kept.append(mention)
    return tuple(sorted(kept, key=lambda mention: mention.span))


def victims(scene: Scene, registry: Registry, groups: Sequence[Span]) -> Parts:
    """Return those whom figures of harm count, as targets (victims included: CODEBOOK)."""
    parts = {r.figure.group.span for r in scene.figures if r.figure.group and _no_victims(scene, r)}
    found = [
        registry.mention(scene.text, span)
        for span in groups
        if span.start < span.end and span not in parts
    ]
    return Parts(targets=_distinct(found))


def _no_victims(scene: Scene, reading: FigureReading) -> bool:
    """Say whether a figure names no target of its own: a part ("26, four of them medics")."""
    if reading.quantity.unit_class == "munition":
        return True  # mines that were blown up are nobody's target
    whole = reading.figure.part_of
    return whole is not None and scene.figures[whole].figure.group is not None


def without_overlap(parts: Parts) -> Parts:
    """Return the roles such that nobody is both doer and target by the same words."""
    doers = [mention.span for mention in (*parts.perpetrators, *parts.participants)]
    kept = tuple(m for m in parts.targets if not any(m.span.overlaps(span) for span in doers))
    return replace(parts, targets=kept)
