"""Who is who: names, adjectives and common nouns of actors, matched to the registry of a watch.

A registry knows the aliases of a watch's actors in every script; the longest match wins. An
adjective of nationality with a military noun ("Turkish soldiers", "Russian warplanes") is that
state's force; with a word of backing ("Turkish-backed fighters") it never is. A capital stands for
its government only as a source ("Moscow said"), so such matches are marked. Common nouns
("militants", "residents") have no actor, only a side class.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from trucewatch.extract.labels import LabelTable
from trucewatch.extract.tables import load_data
from trucewatch.extract.units import GroupClass, units
from trucewatch.extract.words import PhraseTable, Word, cover, fold, split_words
from trucewatch.model import Actor, LabelUse, Mention, Span, Watch

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

MatchKind = Literal["alias", "demonym", "label", "generic", "none"]
_ADJECTIVES = 2
"""How many words may stand between nationality and noun ("Turkish heavily armed troops")."""
_ACRONYM = 5
"""Aliases in capitals up to this length match only capitals ("TIP", "IS", "US")."""


class Match(NamedTuple):
    """The actor that a noun phrase names, if any, and how it was recognised."""

    actor: str | None = None
    side: str | None = None
    kind: MatchKind = "none"
    group_class: GroupClass | None = None


class ActorMention(NamedTuple):
    """An actor expression in a text.

    `metonym`: a capital for its government, no doer of anything on the ground; `generic`: a
    common noun without an actor of the registry; `head`: the last word.
    """

    text: str
    span: Span
    actor: str | None
    side: str | None
    kind: MatchKind
    group_class: GroupClass | None
    metonym: bool
    generic: bool
    head: Span


class _Alias(NamedTuple):
    actor: str
    case: Literal["upper", "title", ""]


class _Nouns(NamedTuple):
    force: PhraseTable[Literal["army", "air", "state"]]
    generic: PhraseTable[GroupClass | None]
    backing: frozenset[str]
    capitals: frozenset[str]


@cache
def _nouns() -> _Nouns:
    data = load_data("groups.toml")
    rows: dict[str, Literal["army", "air", "state"]] = {}
    for noun in data["state_force"]["army"]:
        rows[noun] = "army"
    for noun in data["state_force"]["air"]:
        rows[noun] = "air"
    for noun in data["official"]["nouns"]:
        rows.setdefault(noun, "state")
    generic: list[tuple[str, GroupClass | None]] = []
    generic += [(noun, "military") for noun in data["force"]["military"]]
    generic += [(noun, "civilian") for noun in data["force"]["civilian"]]
    generic += [(noun, None) for noun in data["force"]["unknown"]]
    capitals = {
        fold(name) for state in load_data("states.toml")["state"] for name in _capitals(state)
    }
    return _Nouns(
        PhraseTable(rows),
        PhraseTable(generic),
        frozenset(data["backing"]["words"]),
        frozenset(capitals),
    )


class Registry:
    """The actors of a watch, ready for look-up; without a watch, the bundled list of states.

    Args:
        actors: the rows of actors.toml; aliases outside their validity are the caller's to drop.
        labels: partisan words that name actors.
    """

    __slots__ = ("_actors", "_aliases", "_demonyms", "_forces", "_labels", "_starts")

    def __init__(self, actors: Sequence[Actor], labels: LabelTable | None = None) -> None:
        self._actors: Mapping[str, Actor] = {actor.id: actor for actor in actors}
        self._labels = labels or LabelTable(())
        self._aliases = PhraseTable(
            (_without_article(name), _Alias(actor.id, _case(_without_article(name))))
            for actor in actors
            for name in _names(actor)
        )
        self._demonyms = PhraseTable(
            (word, actor.id) for actor in actors for word in _adjectives(actor)
        )
        self._forces = {actor.id: _forces(actor, actors) for actor in actors}
        names = self._aliases.starts | self._demonyms.starts
        self._starts = names | _nouns().generic.starts | units().starts

    @classmethod
    def from_watch(cls, watch: Watch | None, on: str | None = None) -> Registry:
        """Return the registry of a watch as of a day (ISO 8601; None: whenever).

        An actor whose dates do not cover the day is left out: an old name in a new text is a
        label, and what it refers to is for labels.toml to say.
        """
        if watch is None:
            return cls(_world())
        actors = tuple(actor for actor in watch.actors if _is_valid(actor, on))
        return cls(actors, LabelTable.from_watch(watch))

    @property
    def first_words(self) -> frozenset[str]:
        """The words with which a name, nationality, label or common noun of actors begins."""
        names = self._aliases.starts | self._demonyms.starts | self._labels.starts
        return names | self.first_armed_words

    @property
    def first_armed_words(self) -> frozenset[str]:
        """Those of them that may make an expression one of an armed force."""
        nouns = _nouns()
        armed = (
            first
            for first, group_class in (
                *nouns.generic.firsts(), *((w, unit.group_class) for w, unit in units().firsts())
            )
            if group_class == "military"
        )  # fmt: skip
        return nouns.force.starts | self._labels.starts | frozenset(armed)

    def find(
        self, text: str, span: Span | None = None, source: str | None = None
    ) -> tuple[ActorMention, ...]:
        """Return the actor expressions of a stretch of text in order, none overlapping.

        Args:
            text: the text of the item.
            span: the stretch to read; all of it if None.
            source: id of the outlet, whose partisan words are then understood too.
        """
        words = split_words(text, span)
        labels = {
            label.span.start: label
            for label in self._labels.find(text, span, source)
            if label.refers_to in self._actors
        }
        return tuple(self._walk(text, words, labels))

    def match(self, text: str, span: Span, source: str | None = None) -> Match:
        """Return the actor that a noun phrase names: a registered one before a common noun.

        Of several the first wins ("units of the Syrian army"), but for a capital, which names a
        government only where nothing else does.
        """
        found = self.find(text, span, source)
        named = [m for m in found if m.actor is not None]
        best = next((m for m in named if not m.metonym), None) or next(iter(named or found), None)
        if best is None:
            return Match()
        classes = [m.group_class for m in found if m.group_class is not None]
        return Match(best.actor, best.side, best.kind, classes[0] if classes else None)

    def mention(self, text: str, span: Span, source: str | None = None) -> Mention:
        """Return a noun phrase as a mention of the model, actor and side filled in if known."""
        match = self.match(text, span, source)
        side = match.side
        if side is None and match.group_class == "civilian":
            side = "civilian"
        return Mention(text=span.of(text), span=span, actor=match.actor, side=side)

    def side_of(self, actor: str | None) -> str | None:
        """Return the side of an actor, or of the actor that it belongs to."""
        seen: set[str] = set()
        while actor is not None and actor not in seen:
            seen.add(actor)
            row = self._actors.get(actor)
            if row is None or row.side is not None:
                return None if row is None else row.side
            actor = row.parent
        return None

    def _walk(
        self, text: str, words: Sequence[Word], labels: Mapping[int, LabelUse]
    ) -> Iterator[ActorMention]:
        i = 0
        while i < len(words):
            opens = words[i].key in self._starts or words[i].start in labels
            hit = self._at(words, i, labels) if opens else None
            if hit is None:
                i += 1
                continue
            end, actor, kind, group_class = hit
            stretch = cover(words[i:end])
            single = end == i + 1 and kind == "alias"
            yield ActorMention(
                stretch.of(text),
                stretch,
                actor,
                self.side_of(actor),
                kind,
                group_class,
                single and words[i].key in _nouns().capitals,
                actor is None,
                Span(words[end - 1].start, words[end - 1].end),
            )
            i = end

    def _at(
        self, words: Sequence[Word], i: int, labels: Mapping[int, LabelUse]
    ) -> tuple[int, str | None, MatchKind, GroupClass | None] | None:
        """Return where the actor expression at word `i` ends, and what it is: longest first."""
        found: list[tuple[int, str | None, MatchKind, GroupClass | None]] = []
        alias = self._aliases.at(words, i)
        if alias is not None and _fits_case(words[i : alias[0]], alias[1].case):
            possessed = self._possessed(words, alias[0], alias[1].actor)
            if _is_backed(words, alias[0]):
                return _backed(words, i)
            found.append(
                possessed or (alias[0], alias[1].actor, "alias", _class_of(words, i, alias[0]))
            )
        label = labels.get(words[i].start)
        if label is not None:
            end = next(k for k in range(i, len(words)) if words[k].end >= label.span.end) + 1
            found.append((end, label.refers_to, "label", None))
        demonym = self._demonyms.at(words, i)
        if demonym is not None and words[i].text[0].isupper():
            if _is_backed(words, demonym[0]):
                return max([*found, *filter(None, [_backed(words, i)])], default=None,
                           key=lambda row: row[0])  # fmt: skip
            force = self._force_after(words, demonym[0], demonym[1])
            if force is not None:
                found.append((force[0], force[1], "demonym", _class_of(words, i, force[0])))
        generic = _generic_at(words, i)
        if generic is not None and not found:
            found.append((generic[0], None, "generic", generic[1]))
        return max(found, key=lambda row: row[0], default=None)

    def _possessed(
        self, words: Sequence[Word], end: int, actor: str
    ) -> tuple[int, str | None, MatchKind, GroupClass | None] | None:
        """Read "Turkey's army", "Russia's air force"."""
        if end >= len(words) or words[end].key != "s":
            return None
        force = self._force_after(words, end + 1, actor)
        return None if force is None else (force[0], force[1], "demonym", "military")

    def _force_after(self, words: Sequence[Word], i: int, actor: str) -> tuple[int, str] | None:
        """Return where the state's force that follows a nationality ends, and who it is."""
        nouns = _nouns()
        joined = self._demonyms.at(words, i) if i < len(words) else None
        i = joined[0] if joined is not None else i  # "Turkish-Russian joint land patrol"
        for start in range(i, min(i + _ADJECTIVES + 1, len(words))):
            hit = nouns.force.at(words, start)
            if hit is not None:
                return hit[0], self._forces.get(actor, {}).get(hit[1], actor)
            if not words[start].is_word or words[start].key in _STOPS or start - i == _ADJECTIVES:
                return None
            if units().at(words, start) is not None and not _goes_on(words, start):
                return None
        return None


_STOPS = frozenset({"and", "or", "of", "in", "the", "by", "with", "at", "on", "to", "s", "a"})


def _goes_on(words: Sequence[Word], i: int) -> bool:
    """Say whether a countable noun is only the first part of a force ("army officers")."""
    return i + 1 < len(words) and _nouns().force.at(words, i + 1) is not None


def _class_of(words: Sequence[Word], first: int, end: int) -> GroupClass | None:
    """Return the class of the common noun in or right behind a name ("HTS fighters")."""
    for i in (end, *range(end - 1, first - 1, -1)):
        hit = _generic_at(words, i) if i < len(words) else None
        if hit is not None:
            return hit[1]
    return None


def _is_backed(words: Sequence[Word], i: int) -> bool:
    return i < len(words) and words[i].glued and words[i].key in _nouns().backing


def _backed(
    words: Sequence[Word], i: int
) -> tuple[int, str | None, MatchKind, GroupClass | None] | None:
    """Read "Turkish-backed fighters" that no alias names: an actor without an id."""
    for start in range(i + 2, min(i + 5, len(words))):
        hit = _generic_at(words, start)
        if hit is not None:
            return hit[0], None, "generic", hit[1]
    return None


def _generic_at(words: Sequence[Word], i: int) -> tuple[int, GroupClass | None] | None:
    """Return where the common noun for people or forces at word `i` ends, and its class."""
    force = _nouns().generic.at(words, i)
    person = units().at(words, i)
    if person is None or person[1].unit_class != "person":
        return force
    # "Syrian" is an adjective before it is a person; "Syrians" are people.
    if person[1].singular and words[i].text[0].isupper() and person[1].basis == "person":
        return force
    if force is not None and force[0] > person[0]:
        return force
    return person[0], person[1].group_class


def _names(actor: Actor) -> Iterator[str]:
    yield actor.name
    for names in actor.aliases.values():
        yield from names


def _without_article(name: str) -> str:
    return name[4:] if name.lower().startswith("the ") else name


def _case(name: str) -> Literal["upper", "title", ""]:
    letters = [c for c in name if c.isalpha()]
    if name.isupper() and len(letters) <= _ACRONYM:
        return "upper"
    return "title" if name[:1].isupper() else ""


def _fits_case(words: Sequence[Word], case: Literal["upper", "title", ""]) -> bool:
    if case == "upper":
        return all(word.text.isupper() for word in words if word.is_word)
    return case == "" or any(word.text[0].isupper() for word in words)


def _adjectives(actor: Actor) -> tuple[str, ...]:
    return actor.demonyms


def _forces(actor: Actor, actors: Sequence[Actor]) -> dict[str, str]:
    """Return which of the actors is the army and which the air force of a state."""
    own = [row for row in actors if row.type == "armed_forces" and _descends(row, actor, actors)]
    direct = [row for row in own if row.parent == actor.id] or own
    flying = [row for row in own if any("air force" in fold(name) or "aerospace" in fold(name)
                                        for name in _names(row))]  # fmt: skip
    ground = [row for row in direct if row not in flying]
    found = {}
    if ground:
        found["army"] = found["air"] = ground[0].id
    if flying:
        found["air"] = flying[0].id
    return found


def _descends(row: Actor, actor: Actor, actors: Sequence[Actor]) -> bool:
    above = {one.id: one.parent for one in actors}
    parent, seen = row.parent, set[str]()
    while parent is not None and parent not in seen:
        if parent == actor.id:
            return True
        seen.add(parent)
        parent = above.get(parent)
    return False


def _is_valid(actor: Actor, on: str | None) -> bool:
    day = (on or "")[:10]
    if not day:
        return True
    return (actor.valid_from or day) <= day <= (actor.valid_to or day)


def _capitals(state: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the names of a capital, none where they are common names of people or towns too."""
    return tuple(filter(None, (state["capital"], *state.get("spellings", ()))))


@cache
def _world() -> tuple[Actor, ...]:
    """Return the bundled states as actors without a side, for reading without a watch."""
    return tuple(
        Actor(
            id=state["id"],
            name=state["names"][0],
            type="state",
            aliases={
                "en": (*state["names"], *_capitals(state), *state.get("forces", ())),
            },
            demonyms=tuple(state["demonyms"]),
        )
        for state in load_data("states.toml")["state"]
    )  # fmt: skip
