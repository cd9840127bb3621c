"""Whose voice a claim is: independence groups, and the sides they speak from.

Ten outlets quoting one ministry are one source (DESIGN principle 3). A claim speaks with the
voice of its named origin; with its publisher's where the origin is unnamed ("local sources");
with the original's where its sentence was copied.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import chain

from trucewatch.merge.facts import Copied, fold, rules
from trucewatch.model import DENYING, Claim, Source, Voice, Watch
from trucewatch.model.incidents import Stance

_NAMED = re.compile(r"(?:^|\s)[^\W\d_a-z]\w+", re.UNICODE)
_POSSESSIVE = re.compile(r"['\u2019]s\b")


class Voices:
    """Finds the voice and side of each claim of a set."""

    def __init__(self, watch: Watch) -> None:
        self._watch = watch
        self._publisher: dict[str, str | None] = {}
        self._sources = {source.id: source for source in watch.sources}
        self._by_name = {
            fold(name): source
            for source in watch.sources
            for name in (source.name, *source.aliases)
        }
        self._nations = {
            fold(name): actor.id
            for actor in watch.actors
            if actor.demonyms
            for name in (actor.name, *actor.demonyms)
        }
        self._by_words = {
            self._words(name): source
            for name, source in self._by_name.items()
            if len(self._words(name)) > 1
        }
        self._known: dict[
            tuple[str | None, str | None, str | None], tuple[str, str | None] | None
        ] = {}
        self._sides = {
            fold(name): actor.side
            for actor in watch.actors
            for name in (actor.name, *actor.demonyms, *chain.from_iterable(actor.aliases.values()))
        }

    def note(self, claim: Claim) -> None:
        """Take note of who published the item of a claim: copies speak with its voice."""
        self._publisher[claim.item] = claim.published_by

    def forget(self, item: str) -> None:
        """Forget an item that no claim is left of."""
        self._publisher.pop(item, None)

    def of(self, claim: Claim, copied: Copied) -> tuple[str, str | None]:
        """Return (voice, side) of a claim; the voice is a group id or a folded name."""
        said_by = claim.attribution
        named = self._named(said_by.source, said_by.source_text, claim.published_by)
        if named is not None:
            return named
        publisher = self._source(self._original(claim, copied))
        if publisher:
            return publisher.independence_group, publisher.side
        return f"item:{claim.published_by or claim.item}", None

    def _named(
        self, source: str | None, name: str | None, publisher: str | None
    ) -> tuple[str, str | None] | None:
        """Return (voice, side) of a named origin; None where there is none but the publisher."""
        key = (source, name, publisher)
        if key not in self._known:
            self._known[key] = self._looked_up(*key)
        return self._known[key]

    def _looked_up(
        self, source: str | None, name: str | None, publisher: str | None
    ) -> tuple[str, str | None] | None:
        origin = self._source(source) or self._source(name) or self._office(name)
        if origin:
            return origin.independence_group, origin.side
        if name and not self._own(name, publisher) and _NAMED.search(name.replace("The ", "the ")):
            return f"named:{fold(name)}", self._side(name)
        return None

    def _source(self, name: str | None) -> Source | None:
        if name is None:
            return None
        return self._sources.get(name) or self._by_name.get(fold(name))

    def _office(self, name: str | None) -> Source | None:
        """Return the source whose name stands in `name` once office-holders are offices.

        In whatever order and spelling: "the Defense Ministry of Russia" is the Russian Defence
        Ministry. A name with two nations in it is nobody's.
        """
        words = self._words(name or "")
        plain = f" {fold(name or '')} "
        fitting = {alias: row for alias, row in self._by_name.items() if f" {alias} " in plain}
        if fitting:
            return fitting[max(fitting, key=len)]
        if len(words & set(self._nations.values())) > 1:
            return None
        named = {alias: row for alias, row in self._by_words.items() if alias <= words}
        if named:
            return named[max(named, key=lambda alias: (len(alias), sorted(alias)))]
        # "the Russian ministry" is the Russian Defence Ministry where only one source fits.
        houses = {row.id: row for alias, row in self._by_words.items() if words < alias}
        return next(iter(houses.values())) if len(houses) == 1 and len(words) > 1 else None

    def _words(self, name: str) -> frozenset[str]:
        """Return what a name is made of: offices for their holders, nations for their words."""
        offices, spelled = rules()["offices"], rules()["spelling"]
        plain = _POSSESSIVE.sub("", fold(name))
        words = (spelled.get(word, word) for word in plain.split())
        known = (offices.get(word, self._nations.get(word, word)) for word in words)
        return frozenset(known) - {"", *rules()["small_words"]["words"]}

    def _side(self, name: str) -> str | None:
        """Return the side of the actor whose name or nationality stands in a source's name."""
        words = f" {fold(name)} "
        fitting = [alias for alias in self._sides if f" {alias} " in words]
        return self._sides[max(fitting, key=len)] if fitting else None

    def _own(self, name: str, publisher: str | None) -> bool:
        """Say whether a text speaks of its own outlet: by name, or as "our correspondent"."""
        source = self._source(publisher)
        names = (source.name, *source.aliases) if source else ()
        words = f" {_POSSESSIVE.sub('', fold(name))} "
        return any(f" {fold(one)} " in words for one in (*names, *rules()["own_voice"]["words"]))

    def _original(self, claim: Claim, copied: Copied) -> str | None:
        for original, spans in copied.get(claim.item, ()):
            if any(span.overlaps(claim.sentence) for span in spans):
                return self._publisher.get(original, claim.published_by)
        return claim.published_by


def voices_of(members: Sequence[tuple[Claim, str, str | None]]) -> tuple[Voice, ...]:
    """Group (claim, voice, side) rows by voice and stance; one voice may both say and deny."""
    groups: dict[tuple[str, Stance], list[tuple[Claim, str | None]]] = {}
    for claim, voice, side in members:
        stance: Stance = "asserts"
        if claim.modality in DENYING:
            stance = "denies_part" if claim.denies_part else "denies"
        groups.setdefault((voice, stance), []).append((claim, side))
    return tuple(
        Voice(
            group=voice,
            side=next((side for _, side in rows if side), None),
            claims=tuple(sorted(claim.id for claim, _ in rows)),
            stance=stance,
        )
        for (voice, stance), rows in sorted(groups.items())
    )
