"""Figures of one person or thing that a text names without a numeral as what it was done to.

"A nurse was dragged out of the clinic", "shot down a Mi-24", "sent a battalion": where no word of
harm stands beside the noun, the happening itself tells the kind.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from trucewatch.extract import tree
from trucewatch.extract.forms import lemma_of
from trucewatch.extract.phrases import noun_phrase
from trucewatch.extract.units import person_like, units
from trucewatch.extract.words import split_words
from trucewatch.model import Figure, Group, Span
from trucewatch.model.vocabulary import FigureKind

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from trucewatch.extract.scene import Scene
    from trucewatch.extract.shares import Share
    from trucewatch.extract.tree import Token
    from trucewatch.extract.triggers import Hit

UNITS: Final = frozenset(
    {"battalion", "brigade", "division", "regiment", "company", "platoon", "squadron",
     "contingent", "detachment", "unit", "battery"}
)  # fmt: skip
"""Units of troops, counted where they move."""
_MOVES: Final = frozenset({"troop_movement", "withdrawal", "recruitment"})
_POSTS: Final = frozenset(
    {"post", "outpost", "checkpoint", "bunker", "position", "camp", "base", "strongpoint",
     "watchtower", "roadblock"}
)  # fmt: skip
"""What is built or taken one by one; a berm or a trench goes on and on."""
_BETTERING: Final = frozenset(
    {"reinforce", "strengthen", "improve", "expand", "enlarge", "repair", "fortify", "extend"}
)
_TO_PEOPLE: Final = frozenset({"killed", "wounded", "captured", "released", "missing"})
_TO_THINGS: Final = frozenset({"destroyed", "damaged"})
_THINGS: Final = frozenset({"weapon", "vehicle", "building"})
_ONE: Final = frozenset({"a", "an", "another"})
_KNOWN: Final = frozenset({"the", "his", "her", "its", "their", "our"})
_MANY: Final = frozenset(
    {"force", "group", "family", "crowd", "garrison", "crew", "patrol", "convoy", "team", "people",
     "population", "staff", "police", "army", "column", "militia", "delegation", "public"}
)  # fmt: skip


def taken_singly(
    share: Share, found: Sequence[Figure], done: FigureKind | None
) -> Iterator[Figure]:
    """Yield the figure of each person or thing in the singular that the happening befell.

    `done` is what the happening does to those it counts, `found` are the figures read so far.
    """
    told = [figure.span for figure in found]
    told += [figure.group.span for figure in found if figure.group is not None]
    for token, kind in _befallen(share, done):
        if not any(span.overlaps(token.span) for span in told):
            figure = _figure(share.scene, token, kind)
            if figure is not None:
                told.append(figure.span)
                yield figure


def _befallen(share: Share, done: FigureKind | None) -> Iterator[tuple[Token, FigureKind]]:
    """Yield the nouns that a happening befell with the kind of their figure."""
    for hit in share.group:
        kind = hit.frame.harm or done
        if hit.kind != "verb":
            continue
        for thing in hit.args.get("obj", ()):
            if kind is not None and _takes(share.scene, thing, kind):
                yield thing, kind
            elif _built(hit, thing):
                yield thing, "other"
        if hit.frame.act in _MOVES:
            for thing in (*hit.args.get("subj", ()), *hit.args.get("obj", ())):
                if lemma_of(thing) in UNITS and thing.tag == "NN":
                    yield thing, "other"


def _built(hit: Hit, thing: Token) -> bool:
    """Say whether a post is put up, and not only made stronger."""
    if hit.frame.act != "fortification" or lemma_of(thing) not in _POSTS:
        return False
    return lemma_of(hit.token) not in _BETTERING


def _takes(scene: Scene, thing: Token, kind: FigureKind) -> bool:
    """Say whether a noun names one whom that can be done to."""
    if lemma_of(thing) in _MANY or thing.tag not in ("NN", "NNP"):
        return False
    classes = scene.classes[thing.i]
    words = split_words(scene.text, thing.span)
    hit = units().at(words, 0) if words else None
    unit = hit[1] if hit is not None and hit[0] == len(words) else person_like(thing.text.lower())
    if kind in _TO_PEOPLE:
        if unit is None or not unit.singular or thing.tag != "NN":
            return False
        # A leader is counted with no others, but he can be killed.
        return unit.unit_class == "person" or (unit.unit_class == "ignored" and "person" in classes)
    if kind not in _TO_THINGS:
        return False
    armed = "weapon" in classes and thing.tag == "NNP"  # "a Mi-24"
    return armed or (unit is not None and unit.unit_class in _THINGS and unit.singular)


def _figure(scene: Scene, token: Token, kind: FigureKind) -> Figure | None:
    """Return the figure of a noun in the singular, None where nothing says that it is one."""
    below = tree.children(scene.sentence, token)
    dets = {t.text.lower(): t for t in below if t.dep in ("det", "nmod:poss") and t.i < token.i}
    if any(t.dep == "nummod" for t in below) or not dets:
        return None
    known = kind in _TO_PEOPLE and bool(
        dets.keys() & _KNOWN or any(t.dep == "nmod:poss" for t in dets.values())
    )
    if not (dets.keys() & _ONE or known):
        return None
    phrase = noun_phrase(scene, token)
    before = (t for det in dets.values() for t in tree.subtree(scene.sentence, det))
    start = min(phrase.start, *(t.start for t in before))
    span = Span(start, phrase.end)
    return Figure(
        kind=kind,
        group=Group(text=scene.words(phrase), span=phrase, side=None),
        low=1.0, best=1.0, high=1.0, qualifier="exact",
        count_basis="person" if kind in _TO_PEOPLE else "unspecified",
        text=scene.words(span), span=span,
    )  # fmt: skip
