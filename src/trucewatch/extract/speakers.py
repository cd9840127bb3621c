"""Who can be a source: the table of cue words, and the words of a source's name."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from trucewatch.extract import tree
from trucewatch.extract.forms import lemma_of
from trucewatch.extract.phrases import noun_phrase
from trucewatch.extract.scene import classes_of, content, preposition
from trucewatch.extract.tables import load_data

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from trucewatch.extract.scene import Scene
    from trucewatch.extract.tree import Token
    from trucewatch.model import Span

_TIES = frozenset({"close", "loyal", "familiar"})
_NOBODY = frozenset({"nobody", "none", "anyone", "anybody", "no-one"})
_WHATEVER = frozenset({"whatever", "whoever", "no"})
_MUTE = frozenset({"weapon", "event", "abstract", "disaster", "disease", "object"})
_HUMAN = frozenset({"say", "announce", "claim", "allege", "deny", "warn", "admit"})
_SPEAKING = frozenset(
    {"any_actor", "force", "person", "politics", "delegation", "monitor", "aid_body", "media",
     "politics_state"}
)  # fmt: skip
_IMPERSONAL = frozenset({"this", "that", "it"})
_OF_NAME = re.compile(r"\s+of\s+(?:the\s+)?")


@dataclass(frozen=True, slots=True)
class Cue:
    """Words that hand a statement to a source.

    `kind` is the class of the verb (data/cues_attribution.toml), or "according" or "citing";
    `source` is the span of the source's noun phrase (None where a passive names nobody);
    `scope` are the indices of the tokens that are the source's words; `verb` is the index of
    the cue's head.
    """

    kind: str
    source: Span | None
    head: Token | None
    span: Span
    scope: frozenset[int]
    verb: int


@dataclass(frozen=True, slots=True)
class Table:
    """The cue words, ready to ask."""

    verbs: Mapping[str, str]
    sources: frozenset[str]
    media: frozenset[str]
    first_person: frozenset[str]
    hedges: Mapping[str, tuple[tuple[str, ...], ...]]
    reports: frozenset[str]
    evidential: frozenset[str]
    statements: frozenset[str]
    fables: frozenset[str]
    denials: frozenset[str]
    truths: frozenset[str]


@lru_cache(maxsize=1)
def table() -> Table:
    """Read the cue table that comes with the package."""
    data = load_data("cues_attribution.toml")
    return Table(
        verbs={word: kind for kind, words in data["verbs"].items() for word in words.split()},
        sources=frozenset(data["sources"]["nouns"].split()),
        media=frozenset(data["sources"]["media"].split()),
        first_person=frozenset(data["sources"]["first_person"]),
        hedges=_by_first_word(data["hedges"]["words"]),
        reports=frozenset(data["hedges"]["reports"]),
        evidential=frozenset(data["hedges"]["passives"]),
        statements=frozenset(data["statements"]["nouns"]) | frozenset(data["statements"]["fables"]),
        fables=frozenset(data["statements"]["fables"]),
        denials=frozenset(data["statements"]["denied"]),
        truths=frozenset(data["statements"]["affirmed"]),
    )


def _by_first_word(phrases: Iterable[str]) -> dict[str, tuple[tuple[str, ...], ...]]:
    found: dict[str, tuple[tuple[str, ...], ...]] = {}
    for phrase in sorted((tuple(one.split()) for one in phrases), key=len, reverse=True):
        found[phrase[0]] = (*found.get(phrase[0], ()), phrase)
    return found


def can_speak(scene: Scene, head: Token, kind: str) -> bool:
    """Say whether a noun can be who says something in a way of this kind."""
    inner = content(scene, head)
    lower = inner.text.lower()
    if lower in _NOBODY or any(
        t.text.lower() in _WHATEVER for t in scene.tokens[max(0, inner.i - 1) : inner.i]
    ):
        return False
    if inner.pos == "PRON":
        return lower not in _IMPERSONAL or (kind in _HUMAN and kind != "claim")
    if kind == "report" and lemma_of(inner) in ("picture", "photograph", "video"):
        return False
    classes = classes_of(scene, inner)
    if kind in _HUMAN and not classes & _MUTE:
        return True  # only people, and those who stand for them, accuse and deny
    known = lemma_of(inner) in table().sources or lower in table().sources
    return known or bool(classes & _SPEAKING) or inner.pos == "PROPN"


def named(scene: Scene, head: Token) -> Span:
    """Return the words of a source, with what ties it: "sources close to X", "residents of Y"."""
    span = noun_phrase(scene, head)
    for child in tree.children(scene.sentence, head, "amod", "acl"):
        if child.i > head.i and child.text.lower() in _TIES:
            span = span.joined(tree.cover(tree.subtree(scene.sentence, child)))
    for child in tree.children(scene.sentence, head, "nmod"):
        if preposition(scene, child) == "of" and "place" in scene.classes[child.i]:
            flat = tree.children(scene.sentence, child, "flat", "compound")
            span = span.joined(tree.cover(sorted((child, *flat), key=lambda t: t.i)))
    for mention in scene.places:  # "residents of the Armenian village of X"
        for name in mention.names:
            if _OF_NAME.fullmatch(scene.text, span.end, name.start):
                span = span.joined(name)
    return span


def next_noun(scene: Scene, start: int) -> Token | None:
    """Return the head of the noun phrase that begins at a word, None before a verb or a mark."""
    noun = None
    for token in scene.tokens[start : start + 6]:
        if token.pos in ("NOUN", "PROPN"):
            noun = token
        elif noun is not None or token.pos in ("VERB", "PUNCT"):
            break
    return noun
