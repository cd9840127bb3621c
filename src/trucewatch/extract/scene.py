"""A parsed sentence together with everything that was recognised in it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from trucewatch.extract import tree
from trucewatch.extract.forms import lemma_of, noun_lemmas, words
from trucewatch.model import Place, PlaceMention, Span, Weapon

if TYPE_CHECKING:
    from collections.abc import Sequence

    from trucewatch.extract.actors import ActorMention
    from trucewatch.extract.figures import FigureReading
    from trucewatch.extract.frames import Frames
    from trucewatch.extract.report_days import ReportDay
    from trucewatch.extract.times import TimeMention
    from trucewatch.extract.tree import Sentence, Token


@dataclass(frozen=True, slots=True, eq=False)
class Scene:
    """One sentence: `passage` is its passage's index, `paragraph` counts through the item.

    A scene equals only itself, so that what is found in it can be remembered by it.

    `classes` holds the noun classes of each token (data/nouns), together with what
    the recognisers know: any_actor, force, weapon, weapon:CLASS, place.
    """

    text: str
    passage: int
    paragraph: int
    order: int
    headline: bool
    sentence: Sentence
    places: tuple[PlaceMention, ...]
    actors: tuple[ActorMention, ...]
    weapons: tuple[Weapon, ...]
    times: tuple[TimeMention, ...]
    figures: tuple[FigureReading, ...]
    classes: tuple[frozenset[str], ...]
    line: int = -1
    """Which line of a post it stands in; -1 in prose."""
    whole: Span | None = None
    """The sentence that it is a part of, where a line of a post was taken apart."""

    said: tuple[Span | None, Span | None, bool] | None = None
    """Source and cue that the line of a post names, and whether the source denies."""

    sites: tuple[PlaceMention, ...] = ()
    """Places without a name ("behind the mosque")."""
    told_place: Place | None = None
    """The place named last before it in its paragraph."""
    section: Place | None = None
    """The place that heads its paragraph."""
    about: ReportDay | None = None
    """The day that the head of the report names as its own."""
    authors: frozenset[str] = frozenset()
    """The folded names of those who wrote the report, where its head tells."""
    item: bool = False
    """Whether it stands in an item of a list, which is a paragraph by itself."""

    def item_apart(self, other: Scene) -> bool:
        """Say whether a list parts two sentences: nothing of one carries over to the other."""
        return (self.item or other.item) and self.paragraph != other.paragraph

    @property
    def told(self) -> Span:
        """The whole sentence, for who reads the claim."""
        return self.whole or self.sentence.span

    @property
    def tokens(self) -> tuple[Token, ...]:
        """The words of the sentence."""
        return self.sentence.tokens

    def words(self, span: Span) -> str:
        """Return the words that a span covers."""
        return span.of(self.text)


# Heads that only count or portion what follows "of": the phrase means the latter.
PERSONAL = frozenset({"it", "they", "he", "she", "we", "i", "who"})
_ONE_PERSON = frozenset({"he", "she", "i"})
PORTIONS = words("portions")
# Heads that stand for those they are made of: the phrase keeps them, the classes look through.
COLLECTIVES = words("collectives")
PARTS_OF_PLACE = words("parts_of_place")
_GROUND = frozenset({"place", "strong_place", "position_word"})
_OF_AIRCREW = frozenset({"air_force", "air_word", "vehicle", "military_vehicle"})
"""What "unmanned aircraft" and "aerial vehicle" would be by their nouns alone."""
_TRAVELLING = frozenset({"monitor", "aid_body"})
_SEEN_THROUGH = frozenset(
    {"force", "any_actor", "person", "weapon", "folk", "displaced_person", "soldiery", "prisoner",
     "aid", "aid_strong"}
)  # fmt: skip


def pronoun_classes(word: str) -> frozenset[str]:
    """Return what a personal pronoun may stand for; he, she and I are no armed force."""
    if word.lower() in _ONE_PERSON:
        return frozenset({"any_actor", "pronoun"})
    return frozenset({"force", "any_actor", "pronoun"})


def token_classes(
    sentence: Sentence,
    frames: Frames,
    actors: Sequence[ActorMention],
    weapons: Sequence[Weapon],
    places: Sequence[PlaceMention],
) -> tuple[frozenset[str], ...]:
    """Return the classes of each token, from the noun table and the recognisers."""
    known = _recognised(actors, weapons, places)
    found: list[frozenset[str]] = []
    for token in sentence.tokens:
        classes = set(frames.classes.get(lemma_of(token), ()))
        for word in noun_lemmas(token.text.rsplit(maxsplit=1)[-1] if token.text.strip() else ""):
            classes |= frames.classes.get(word, frozenset())
        if known and token.pos in ("NOUN", "PROPN", "PRON", "ADJ", "NUM", "X", "VERB"):
            for span, own in known:
                if span.start < token.end and token.start < span.end:
                    classes |= own
        if "weapon:drone" in classes:
            classes -= _OF_AIRCREW
        found.append(frozenset(classes))
    return tuple(found)


def _recognised(
    actors: Sequence[ActorMention], weapons: Sequence[Weapon], places: Sequence[PlaceMention]
) -> list[tuple[Span, frozenset[str]]]:
    """Return what the recognisers know of the words in some spans."""
    found = [(weapon.span, frozenset({"weapon", f"weapon:{weapon.class_}"})) for weapon in weapons]
    found += [(actor.span, classes) for actor in actors if (classes := _classes_of_actor(actor))]
    named = frozenset({"place"})
    found += [(name, named) for mention in places for name in mention.names]
    return found


def _classes_of_actor(actor: ActorMention) -> frozenset[str]:
    classes: set[str] = set()
    if actor.actor is not None or not actor.generic:
        classes.add("any_actor")
    if actor.kind == "generic" and actor.group_class == "civilian":
        classes.add("person")
    if actor.group_class == "military" or (actor.kind == "label" and actor.group_class is None):
        classes |= {"force", "any_actor"}
    return frozenset(classes)


def content(scene: Scene, token: Token) -> Token:
    """Return what a phrase is about: past portion words ("a number of rockets": rockets)."""
    seen = token
    for _ in range(3):
        counts = seen.pos == "NUM" or lemma_of(seen) in PORTIONS or seen.text.lower() in PORTIONS
        if not counts:
            return seen
        inner = next(
            (
                child
                for child in tree.children(scene.sentence, seen, "nmod", "obl")
                if preposition(scene, child) == "of"
            ),
            None,
        )
        if inner is None:
            return seen
        seen = inner
    return seen


def preposition(scene: Scene, token: Token) -> str:
    """Return the preposition of a phrase in lower case ("" for none); "next to" as printed."""
    first = tree.child(scene.sentence, token, "case")
    if first is None:
        return ""
    rest = [m.text.lower() for m in tree.children(scene.sentence, first, "fixed")]
    return " ".join([first.text.lower(), *rest])


def classes_of(scene: Scene, token: Token) -> frozenset[str]:
    """Return the classes of a phrase's head, and of what it is made of."""
    return _classes_of(scene, token.i)


@lru_cache(maxsize=512)
def _classes_of(scene: Scene, i: int) -> frozenset[str]:
    token = scene.tokens[i]
    inner = content(scene, token)
    if inner.pos == "PRON" and inner.text.lower() in PERSONAL:
        return scene.classes[inner.i] | pronoun_classes(inner.text)
    classes = scene.classes[inner.i] | scene.classes[token.i]
    if inner.pos == "PROPN":
        classes |= {"named", "full_name"} if _full_name(scene, inner) else {"named"}
    if lemma_of(inner) in COLLECTIVES:
        for child in tree.children(scene.sentence, inner, "nmod"):
            if preposition(scene, child) in ("of", "from"):
                classes |= scene.classes[child.i] & _SEEN_THROUGH
                classes |= _modifying(scene, child)
    if lemma_of(inner) in PARTS_OF_PLACE and _of_place(scene, inner):
        classes |= {"place"}
    if "vehicle" in classes:
        classes |= _owners(scene, inner)
    return classes | _modifying(scene, inner)


def _of_place(scene: Scene, part: Token) -> bool:
    """Say whether a noun of part has a place behind "of" ("the centre of the town")."""
    below = tree.children(scene.sentence, part, "nmod")
    return any(
        preposition(scene, t) == "of" and (scene.classes[t.i] & _GROUND or t.pos == "PROPN")
        for t in below
    )


def _full_name(scene: Scene, token: Token) -> bool:
    """Say whether a name has several parts, as those of people do, and is that of no place."""
    parts = tree.children(scene.sentence, token, "flat", "compound")
    return any(part.pos == "PROPN" for part in parts) and "place" not in scene.classes[token.i]


def _owners(scene: Scene, vehicle: Token) -> frozenset[str]:
    """Return what whoever travels in a vehicle makes of it ("a vehicle of the Mission")."""
    around = tree.children(scene.sentence, vehicle, "compound", "nmod:poss", "nmod", "amod")
    of = (t for t in around if preposition(scene, t) in ("", "of", "from"))
    return frozenset({name for t in of for name in scene.classes[t.i] & _TRAVELLING})


def _modifying(scene: Scene, token: Token) -> set[str]:
    """Return the classes of the words in front of a noun: "rebel tank" is a tank of:force."""
    before = tree.children(scene.sentence, token, "compound", "nmod:poss", "amod")
    return {f"of:{name}" for child in before for name in scene.classes[child.i]}
