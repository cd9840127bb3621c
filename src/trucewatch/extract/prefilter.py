"""Which sentences are worth parsing: those with a trigger whose conditions their words can meet.

A frame says what its trigger asks of its arguments ("fire" asks for arms). Before there is a tree
nobody knows the arguments, but the words do tell which classes of noun the sentence has at all:
where none that is asked for is there, the trigger cannot hold. The filter is a bound and no guess:
it lets through more than there is and holds back nothing that the rules would find. Every word is
looked up once and remembered, so that the cost is that of finding the words.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from trucewatch.extract.forms import lemmas, noun_lemmas
from trucewatch.extract.scene import PERSONAL, PRONOUN_CLASSES
from trucewatch.extract.sentences import openers
from trucewatch.extract.time_words import is_hint
from trucewatch.extract.topics import setting_of
from trucewatch.extract.triggers import UNMISTAKABLE
from trucewatch.extract.weapons import classes_by_first_word
from trucewatch.extract.words import split_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from trucewatch.extract.actors import Registry
    from trucewatch.extract.frames import Frame, Frames, Words
    from trucewatch.model import Span

_WORD = re.compile(r"[^\W_]+(?:['\u2019-][^\W_]+)*")
_REMEMBERED = 50_000
_OF_ITSELF = frozenset({"noun", "verb", "phrase"})
_ANYWHERE = frozenset({"any", "none", "violations_counted"})
_NAME = frozenset({"named", "place", "of:named", "of:place"})

Needs = tuple[frozenset[str], ...]
"""Sets of noun classes, of each of which the sentence must have one."""


class Look(NamedTuple):
    """What the words of a sentence tell: whether to parse it, and whether it may name a time."""

    promising: bool
    timed: bool


class _Trigger(NamedTuple):
    """What must be in a sentence for a trigger to hold: its other words, and one of the needs."""

    others: Words
    needs: tuple[Needs, ...]
    unmistakable: bool

    @property
    def holds_alone(self) -> bool:
        return not self.others and () in self.needs


class _Known(NamedTuple):
    """What is known of a word: what it may be a form of, its classes, what it may trigger.

    `timed` says that an expression of time may have it.
    """

    lemmas: frozenset[str]
    classes: frozenset[str]
    triggers: tuple[_Trigger, ...]
    timed: bool


class Prefilter:
    """The frames and the actors of a watch, turned round: from a printed word to what it may do."""

    __slots__ = ("_actors", "_armed", "_frames", "_known", "_triggers", "_weapons")

    def __init__(self, frames: Frames, registry: Registry) -> None:
        self._frames = frames
        self._actors = registry.first_words
        self._armed = registry.first_armed_words
        self._weapons = classes_by_first_word()
        self._triggers = _by_first_word(frames)
        self._known = lru_cache(maxsize=_REMEMBERED)(self._look_up)

    def looks(self, text: str, spans: Iterable[Span]) -> list[Look]:
        """Look at the words of each of these sentences of a text."""
        # A sentence of a peaceful text needs a word that means war all the same.
        peaceful = setting_of(text) == "peaceful"
        found = []
        for span in spans:
            words = _WORD.findall(text, span.start, span.end)
            known = list(map(self._known, words))
            promising = self._may_tell(span.of(text), known, peaceful=peaceful)
            found.append(Look(promising, any(word.timed for word in known)))
        return found

    def _may_tell(self, sentence: str, known: Sequence[_Known], *, peaceful: bool) -> bool:
        """Say whether a trigger of the sentence may hold."""
        triggers = [t for word in known for t in word.triggers if t.unmistakable or not peaceful]
        if not triggers:
            return False
        if any(trigger.holds_alone for trigger in triggers):
            return True
        said = frozenset().union(*(word.lemmas for word in known))
        classes = frozenset().union(*(word.classes for word in known))
        if not any(map(str.isupper, sentence)):
            classes |= _NAME  # in a post without capitals any word may be a name
        return any(
            said.issuperset(trigger.others)
            and any(not any(need.isdisjoint(classes) for need in needs) for needs in trigger.needs)
            for trigger in triggers
        )

    def _look_up(self, word: str) -> _Known:
        parts = word.split("-")
        said = frozenset().union(*(lemmas(part) for part in parts))
        classes = set(self._named(word))
        for one in {word, *parts}:
            for lemma in lemmas(one) | noun_lemmas(one):
                classes |= self._frames.classes.get(lemma, frozenset())
        if word.lower() in PERSONAL:
            classes |= PRONOUN_CLASSES
        classes |= {f"of:{name}" for name in classes}
        triggers = {t for lemma in said for t in self._triggers.get(lemma, ())}
        timed = any(is_hint(part.key) for part in split_words(word))
        return _Known(said, frozenset(classes), tuple(triggers), timed)

    def _named(self, word: str) -> Iterator[str]:
        """Yield the classes that the recognisers may give to a word."""
        if not word[0].islower() and word.lower() not in openers():
            yield from ("named", "place")
        for key in {part.key for part in split_words(word)}:
            yield from self._weapons.get(key, ())
            if key in self._actors:
                yield "any_actor"
            if key in self._armed:
                yield from ("force", "any_actor")


def _by_first_word(frames: Frames) -> dict[str, tuple[_Trigger, ...]]:
    found: dict[str, dict[_Trigger, None]] = {}
    for kind, table in (("verb", frames.verbs), ("noun", frames.nouns)):
        for first, entries in table.items():
            for words, frame in entries:
                needs = _needs(frame, kind, words)
                if needs:
                    trigger = _Trigger(words[1:], needs, frame.act in UNMISTAKABLE)
                    found.setdefault(first, {})[trigger] = None
    return {first: tuple(triggers) for first, triggers in found.items()}


def _needs(frame: Frame, kind: str, words: Words) -> tuple[Needs, ...]:
    """Return what the sentence must have for each alternative of the frame that can hold."""
    if not frame.when:
        return ((),)
    itself = {kind, "phrase"} if len(words) > 1 else {kind}
    alternatives: dict[Needs, None] = {}
    for condition in frame.when:
        own = condition.get("self", _ANYWHERE)
        if own <= _OF_ITSELF and own.isdisjoint(itself):
            continue
        needs = (classes for argument, classes in condition.items() if argument != "self")
        alternatives[tuple(need for need in needs if need.isdisjoint(_ANYWHERE))] = None
    return tuple(alternatives)
