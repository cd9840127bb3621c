"""Whom pronouns and "the group" mean: what a reader remembers of the sentence before."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from trucewatch.extract import tree
from trucewatch.extract.forms import lemma_of
from trucewatch.extract.phrases import noun_phrase
from trucewatch.extract.scene import classes_of, content
from trucewatch.model import Mention

if TYPE_CHECKING:
    from trucewatch.extract.actors import Registry
    from trucewatch.extract.scene import Scene
    from trucewatch.extract.tree import Token

PRONOUNS = frozenset({"he", "she", "it", "they", "them", "him", "his", "its", "their", "her"})
_OBJECTS = frozenset({"it", "them", "they", "him", "her", "he", "she"})
_SINGULAR = frozenset({"it", "its", "he", "she", "him", "his", "her"})
_GOING_ON = frozenset({"conj", "advcl", "parataxis", "xcomp"})
_ANAPHORIC = frozenset(
    {"group", "faction", "organisation", "organization", "party", "movement", "both", "side",
     "division", "front", "brigade"}
)  # fmt: skip
_FEMALE = frozenset({"daughter", "girl", "mother", "nun", "sister", "widow", "wife", "woman"})
_MALE = frozenset({"boy", "brother", "father", "husband", "man", "monk", "son", "widower"})
_QUOTES = frozenset({'"', "\u201d", "\u2019\u2019"})
_DOING = frozenset({"force", "any_actor", "person", "armed_word"})
_COUNTABLE_SIDES = frozenset({"both", "side", "party"})
_EMPTY = frozenset(
    {"that", "this", "which", "who", "what", "those", "these", "others", "some", "nobody", "none",
     "himself", "herself", "itself", "themselves", "all", "each", "both", "one", "another",
     "anyone", "someone", "everyone", "nothing"}
)  # fmt: skip
_ARMED = frozenset({"force", "any_actor", "person"})


@dataclass(frozen=True, slots=True)
class Past:
    """What a reader remembers of the sentence before: its subject, and the actors it names."""

    subject: Mention | None = None
    actors: tuple[Mention, ...] = ()
    agent: Mention | None = None
    """Who did it, where somebody or something was the subject of a passive."""

    def antecedent(self) -> Mention | None:
        """Return whom a pronoun in the next sentence means."""
        return self.subject or next(iter(self.actors), None)


def past_of(scene: Scene, registry: Registry) -> Past:
    """Return what the next sentence may point back to."""
    top = tree.root(scene.sentence)
    subjects = () if top is None else tree.children(scene.sentence, top, "nsubj", "nsubj:pass")
    subject = None
    if subjects and classes_of(scene, subjects[0]) & {"force", "any_actor", "person"}:
        subject = registry.mention(scene.text, noun_phrase(scene, subjects[0]))
    named = tuple(
        Mention(text=a.text, span=a.span, actor=a.actor, side=a.side)
        for a in scene.actors
        if not a.metonym
    )
    if subjects and subject is None and subjects[0].pos != "PRON":
        # Something else was spoken of last: a pronoun would mean that.
        return Past()
    agents = () if top is None else tree.children(scene.sentence, top, "obl:agent")
    doer = next((t for t in agents if classes_of(scene, t) & _DOING), None)
    agent = None if doer is None else registry.mention(scene.text, noun_phrase(scene, doer))
    return Past(subject, named, agent)


def meant(scene: Scene, token: Token, registry: Registry, past: Past) -> Mention | None:
    """Return whom a phrase names, or whom its pronoun or "the group" points back to."""
    inner = content(scene, token)
    lower = inner.text.lower()
    if lower in PRONOUNS or _is_bare_anaphor(scene, inner):
        above = (
            _object_before(scene, inner, registry)
            or _speaker_above(scene, inner, registry)
            or _subject_above(scene, inner, registry)
        )
        # "A patrol was stopped by some men. The group took a camera": the men.
        group = past.agent if lower not in PRONOUNS else None
        found = above or group or past.antecedent()
        if found is not None and _other_sex(lower, found):
            found = None
        if found is not None and (lower in PRONOUNS or _fits(inner, found)):
            return None if lower in _SINGULAR and _is_plural(found) else found
        if lower in PRONOUNS:
            return None
    if inner.pos in ("NUM", "DET", "SYM", "PUNCT", "ADV") or lower in _EMPTY:
        return None
    span = noun_phrase(scene, token)
    return registry.mention(scene.text, span)


def _is_plural(mention: Mention) -> bool:
    """Say whether words name several by a common noun ("its fighters")."""
    last = mention.text.rsplit(maxsplit=1)[-1]
    return last.islower() and last.endswith("s") and not last.endswith("ss")


def _object_before(scene: Scene, pronoun: Token, registry: Registry) -> Mention | None:
    """Return what the verb before acted on, for "it" or "them" as the next one's object.

    "Gunmen abducted two nurses and released them on Monday": the nurses.
    """
    lower = pronoun.text.lower()
    verb = tree.head(scene.sentence, pronoun)
    if lower not in _OBJECTS or pronoun.dep not in ("obj", "nsubj:pass") or verb is None:
        return None
    above = tree.head(scene.sentence, verb) if verb.dep in _GOING_ON else None
    if above is None:
        return None
    things = [
        thing
        for thing in tree.children(scene.sentence, above, "obj", "nsubj:pass")
        if thing.i < pronoun.i
        and thing.pos in ("NOUN", "PROPN")
        and (thing.tag in ("NNS", "NNPS")) == (lower in ("them", "they"))
        and not ("place" in scene.classes[thing.i] and thing.pos == "PROPN")
    ]
    return registry.mention(scene.text, noun_phrase(scene, things[-1])) if things else None


def _other_sex(pronoun: str, one: Mention) -> bool:
    """Say whether a pronoun cannot mean somebody: "him" is no girl, "her" no man."""
    words = set(one.text.lower().split())
    if pronoun in ("he", "him"):
        return bool(words & _FEMALE)
    return pronoun in ("she", "her") and bool(words & _MALE)


def _speaker_above(scene: Scene, pronoun: Token, registry: Registry) -> Mention | None:
    """Return who speaks, for a pronoun in what is said ("the monitors said they were refused")."""
    token = pronoun
    while (above := tree.head(scene.sentence, token)) is not None:
        if token.dep == "ccomp" and token.i != pronoun.i:
            speakers = tree.children(scene.sentence, above, "nsubj")
            if speakers and speakers[0].pos in ("NOUN", "PROPN"):
                if _quoted_between(scene, pronoun, speakers[0]):
                    return None  # in their own words speakers say "we"
                return registry.mention(scene.text, noun_phrase(scene, speakers[0]))
        token = above
    return None


def _quoted_between(scene: Scene, pronoun: Token, speaker: Token) -> bool:
    """Say whether a quotation ends between a pronoun and the speaker named after it."""
    between = scene.tokens[pronoun.i + 1 : speaker.i]
    return any(token.text in _QUOTES for token in between)


def _subject_above(scene: Scene, pronoun: Token, registry: Registry) -> Mention | None:
    """Return the subject of the main clause, for "they" in a clause that hangs on it.

    "Sappers searched the town, where they dismantled mines": the sappers.
    """
    if pronoun.text.lower() not in ("they", "it") or pronoun.dep != "nsubj":
        return None
    plural = pronoun.text.lower() == "they"
    clause = tree.head(scene.sentence, pronoun)
    while clause is not None and (clause := tree.head(scene.sentence, clause)) is not None:
        for subject in tree.children(scene.sentence, clause, "nsubj", "nsubj:pass"):
            fits = subject.tag in (("NNS", "NNPS") if plural else ("NN", "NNP"))
            doer = classes_of(scene, subject) & _ARMED and subject.i < pronoun.i
            if fits and doer and subject.pos in ("NOUN", "PROPN"):
                return registry.mention(scene.text, noun_phrase(scene, subject))
    return None


def _is_bare_anaphor(scene: Scene, token: Token) -> bool:
    if lemma_of(token) not in _ANAPHORIC or token.pos == "PROPN":
        return False
    below = tree.children(scene.sentence, token)
    definite = any(t.text.lower() in ("the", "this", "that") for t in below)
    return definite and all(t.dep in ("det", "punct", "case") for t in below)


def _fits(anaphor: Token, antecedent: Mention) -> bool:
    """Say whether "the group" can mean somebody; "the factions" only those called factions."""
    lemma = lemma_of(anaphor)
    plural = anaphor.text.lower() != lemma and lemma not in _COUNTABLE_SIDES
    return not plural or anaphor.text.lower() in antecedent.text.lower().split()
