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
from typing import TYPE_CHECKING, Literal, NamedTuple

from trucewatch.extract.figures import words_of_kind
from trucewatch.extract.forms import lemmas, noun_lemmas
from trucewatch.extract.scene import PERSONAL, pronoun_classes
from trucewatch.extract.sentences import openers
from trucewatch.extract.time_words import is_hint
from trucewatch.extract.topics import peaceful, setting_of
from trucewatch.extract.triggers import UNMISTAKABLE
from trucewatch.extract.weapons import classes_by_first_word
from trucewatch.extract.words import split_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from trucewatch.extract.actors import Registry
    from trucewatch.extract.frames import Frame, Frames, Words
    from trucewatch.model import Span

_WORD = re.compile(r"[^\W_]+(?:['\u2019-][^\W_]+)*")
_REMEMBERED = 50_000
_OF_ITSELF = frozenset({"noun", "verb", "phrase"})
_UNDECIDED = frozenset({"any"})
_OF_NOUNS = frozenset({"comp", "poss"})
# By whom something is done also stands in other ways ("the attack that X launched").
_WITHOUT_PREPOSITION = frozenset({"subj", "obj", "sentence", "by"}) | _OF_NOUNS
_NAME = frozenset({"named", "full_name", "place", "of:named", "of:place"})


class _Needs(NamedTuple):
    """What one alternative of a frame needs: words, and one class each of some sets.

    `beside` are classes of other words than the trigger, `anywhere` of any word.
    """

    words: frozenset[str] = frozenset()
    beside: tuple[frozenset[str], ...] = ()
    anywhere: tuple[frozenset[str], ...] = ()


class Look(NamedTuple):
    """What the words of a sentence tell: whether to parse it, and whether it may name a time."""

    promising: bool
    timed: bool


class _Trigger(NamedTuple):
    """What must be in a sentence for a trigger to hold: its other words, and one of the needs."""

    others: Words
    needs: tuple[_Needs, ...]
    unmistakable: bool
    war: bool


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

    __slots__ = (
        "_actors",
        "_armed",
        "_counted",
        "_frames",
        "_known",
        "_nouns",
        "_verbs",
        "_weapons",
    )

    def __init__(self, frames: Frames, registry: Registry) -> None:
        self._frames = frames
        self._actors = registry.first_words
        self._armed = registry.first_armed_words
        self._weapons = classes_by_first_word()
        self._verbs = _by_first_word(frames.verbs, "verb")
        self._nouns = _by_first_word(frames.nouns, "noun")
        self._counted = words_of_kind("violations")
        self._known = lru_cache(maxsize=_REMEMBERED)(self._look_up)

    def concerns(self, text: str) -> bool:
        """Say whether a text may tell of war, by the mere set of its words.

        One that is of other things from end to end needs a word that means war all the same.
        """
        words = peaceful(text)
        return words is None or any(
            trigger.unmistakable and not trigger.war
            for word in words
            for trigger in self._known(word).triggers
        )

    def looks(self, text: str, spans: Iterable[Span]) -> list[Look]:
        """Look at the words of each of these sentences of a text."""
        return list(self._looks(text, spans))

    def any_promising(self, text: str, spans: Iterable[Span]) -> bool:
        """Say whether one of these sentences of a text is worth parsing."""
        return any(look.promising for look in self._looks(text, spans))

    def _looks(self, text: str, spans: Iterable[Span]) -> Iterator[Look]:
        # A sentence of a peaceful text needs a word that means war all the same.
        for span in spans:
            words = _WORD.findall(text, span.start, span.end)
            known = list(map(self._known, words))
            promising = self._may_tell(span.of(text), known, setting_of(text, span))
            yield Look(promising, any(word.timed for word in known))

    def _may_tell(self, sentence: str, known: Sequence[_Known], setting: str) -> bool:
        """Say whether a trigger of the sentence may hold."""
        triggers = [
            (i, trigger)
            for i, word in enumerate(known)
            for trigger in word.triggers
            if setting == "war"
            or (trigger.unmistakable and (setting == "open" or not trigger.war))
            or (setting == "open" and not trigger.war)
        ]
        if not triggers:
            return False
        said = frozenset().union(*(word.lemmas for word in known))
        classes = [word.classes for word in known]
        if not any(map(str.isupper, sentence)):
            classes.append(_NAME)  # in a post without capitals any word may be a name
        every = frozenset().union(*classes)
        return any(
            said.issuperset(trigger.others)
            and any(_met(needs, i, said, classes, every) for needs in trigger.needs)
            for i, trigger in triggers
        )

    def _look_up(self, word: str) -> _Known:
        parts = word.split("-")
        said = frozenset().union(*(lemmas(part) for part in parts))
        classes = set(self._named(word))
        for one in {word, *parts}:
            for lemma in lemmas(one) | noun_lemmas(one):
                classes |= self._frames.classes.get(lemma, frozenset())
        if word.lower() in PERSONAL:
            classes |= pronoun_classes(word)
        classes |= {f"of:{name}" for name in classes}
        # "Fired" is a form of the verb only, "fires" and "firing" may be nouns.
        nouns = frozenset().union(
            *(lemmas(part) if part.lower().endswith("ing") else noun_lemmas(part) for part in parts)
        )
        triggers = {t for lemma in said for t in self._verbs.get(lemma, ())}
        triggers.update(t for lemma in nouns for t in self._nouns.get(lemma, ()))
        if len(parts) > 1:
            # The trigger is one part of the word, the others stand beside it.
            triggers = {t._replace(needs=tuple(map(_anywhere, t.needs))) for t in triggers}
        timed = any(is_hint(part.key) for part in split_words(word))
        return _Known(said, frozenset(classes), tuple(triggers), timed)

    def _named(self, word: str) -> Iterator[str]:
        """Yield the classes that the recognisers may give to a word."""
        if not word[0].islower() and word.lower() not in openers():
            yield from ("named", "full_name", "place")
        for key in {part.key for part in split_words(word)}:
            yield from self._weapons.get(key, ())
            if key in self._counted:
                yield "violations_counted"
            if key in self._actors:
                yield "any_actor"
            if key in self._armed:
                yield from ("force", "any_actor")


def _by_first_word(
    table: Mapping[str, Sequence[tuple[Words, Frame]]], kind: Literal["verb", "noun"]
) -> dict[str, tuple[_Trigger, ...]]:
    found: dict[str, dict[_Trigger, None]] = {}
    for first, entries in table.items():
        for words, frame in entries:
            needs = _needs(frame, kind, words)
            if needs:
                trigger = _Trigger(words[1:], needs, frame.act in UNMISTAKABLE, frame.war)
                found.setdefault(first, {})[trigger] = None
    return {first: tuple(triggers) for first, triggers in found.items()}


def _needs(frame: Frame, kind: str, words: Words) -> tuple[_Needs, ...]:
    """Return what the sentence must have for each alternative of the frame that can hold."""
    if not frame.when:
        return (_Needs(),)
    itself = {kind, "phrase"} if len(words) > 1 else {kind}
    alternatives: dict[_Needs, None] = {}
    for condition in frame.when:
        own = condition.get("self", _UNDECIDED)
        asked = {
            argument: classes
            for argument, classes in condition.items()
            if argument != "self" and "none" not in classes
        }
        if own <= _OF_ITSELF and own.isdisjoint(itself):
            continue
        if kind == "verb" and not _OF_NOUNS.isdisjoint(asked):
            continue
        told = {name: need for name, need in asked.items() if need.isdisjoint(_UNDECIDED)}
        beside = tuple(need for name, need in told.items() if name != "sentence")
        anywhere = tuple(need for name, need in told.items() if name == "sentence")
        needs = _Needs(frozenset(asked) - _WITHOUT_PREPOSITION, beside, anywhere)
        alternatives[needs] = None
    return tuple(alternatives)


def _anywhere(needs: _Needs) -> _Needs:
    return _Needs(needs.words, (), needs.beside + needs.anywhere)


def _met(
    needs: _Needs,
    i: int,
    said: frozenset[str],
    classes: Sequence[frozenset[str]],
    every: frozenset[str],
) -> bool:
    """Say whether the words of a sentence can meet the needs of a trigger at word `i`."""
    if not said.issuperset(needs.words):
        return False
    if any(need.isdisjoint(every) for need in (*needs.beside, *needs.anywhere)):
        return False
    return all(
        need.isdisjoint(classes[i])
        or any(not need.isdisjoint(own) for n, own in enumerate(classes) if n != i)
        for need in needs.beside
    )
