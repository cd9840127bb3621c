"""Who is a party: actors of the watch, parties of an agreement, and who answers for whom."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from trucewatch.assess.subjects import Subject
from trucewatch.model import Actor, Agreement, Answerable, Party, Provision, Watch
from trucewatch.model.vocabulary import Basis

AID: Final = "humanitarian"
"""The side of a watch that aid workers and convoys are on."""


class Roll:
    """The actors of a watch against the parties of an agreement; names are looked up once."""

    def __init__(self, agreement: Agreement, watch: Watch) -> None:
        self.agreement, self.watch = agreement, watch
        self._ids = frozenset(row.id for row in agreement.parties)
        self._actors = {row.id: row for row in reversed(watch.actors)}
        self._called: dict[str, Actor] = {}
        for actor in reversed(watch.actors):
            names = [*actor.demonyms, *(one for rows in actor.aliases.values() for one in rows)]
            self._called.update(dict.fromkeys((name.casefold() for name in names), actor))
        self._parties: dict[str, frozenset[str]] = {}
        self.excluded = frozenset(row.id for row in agreement.parties if row.role == "excluded")

    def actor(self, name: str) -> Actor | None:
        """Return the actor with this id, alias or demonym ("Russian"), whatever the case."""
        return self._actors.get(name) or self._called.get(name.casefold())

    def parties_of(self, name: str) -> frozenset[str]:
        """Return the ids of the parties that a named actor's conduct counts to.

        An actor counts to the parties its row names, else to those of its parent; a name that is
        no actor of the watch counts where it is a party's own id or name. Nothing means: no party
        here.
        """
        if name not in self._parties:
            self._parties[name] = self._found(name)
        return self._parties[name]

    def _found(self, name: str) -> frozenset[str]:
        actor = self.actor(name)
        seen: set[str] = set()
        while actor is not None and actor.id not in seen:
            seen.add(actor.id)
            if actor.parties:
                return frozenset(actor.parties) & self._ids
            if actor.id in self._ids:
                return frozenset({actor.id})
            actor = self._actors.get(actor.parent or "")
        folded = name.casefold()
        return frozenset(
            row.id
            for row in self.agreement.parties
            if folded in (row.id.casefold(), row.name.casefold())
        )

    def is_named(self, name: str) -> bool:
        """Say whether a name is an actor of the watch that is not "unknown"."""
        actor = self.actor(name)
        return actor is not None and actor.type != "unknown"

    def side(self, name: str) -> str | None:
        """Return the side of a named actor, None where the watch does not know it."""
        actor = self.actor(name)
        return actor.side if actor else None

    def all_among(self, names: Iterable[str], wanted: frozenset[str]) -> bool:
        """Say whether there are names and each of them counts to one of the wanted parties."""
        rows = [self.parties_of(name) for name in names]
        return bool(rows) and all(row & wanted for row in rows)

    def any_among(self, names: Iterable[str], wanted: frozenset[str]) -> bool:
        """Say whether one of the names counts to one of the wanted parties."""
        return any(self.parties_of(name) & wanted for name in names)

    def among(self, names: Iterable[str], wanted: Iterable[str]) -> frozenset[str]:
        """Return those of the wanted parties to which one of the names counts."""
        every = frozenset(id_ for name in names for id_ in self.parties_of(name))
        return every & frozenset(wanted)

    def answering(
        self, subjects: Iterable[Subject], provision: Provision
    ) -> tuple[Answerable, ...]:
        """Return who answers for what was reported: the parties of the named perpetrators.

        A party that did not sign is listed with the one that represents it; the basis says whether
        the text states that. Where sources differ on who did it, the basis is contested.
        """
        found: dict[str, Answerable] = {}
        seen = {
            (id_, "attribution" in subject.contested)
            for subject in subjects
            for id_ in self.among(subject.doers, provision.obligated)
        }
        for id_, contested in sorted(seen):
            party = self.agreement.party(id_)
            if party is not None:
                _add(found, party, provision, contested=contested)
        return tuple(found[key] for key in sorted(found))

    def obligated(self, provision: Provision) -> tuple[Answerable, ...]:
        """Return who answers for a duty, whoever reported on it."""
        found: dict[str, Answerable] = {}
        for id_ in provision.obligated:
            party = self.agreement.party(id_)
            if party is not None:
                _add(found, party, provision, contested=False)
        return tuple(found[key] for key in sorted(found))


def _add(
    found: dict[str, Answerable], party: Party, provision: Provision, *, contested: bool
) -> None:
    basis: Basis = "contested" if contested else provision.obligated_basis
    note = provision.obligated_note
    if contested:
        note = "sources differ on who did it"
    _keep(found, Answerable(party=party.id, basis=basis, note=note))
    if party.represented_by is not None:
        answer: Basis = "contested" if contested else (party.representation_basis or "assumed")
        words = f"answers for {party.id}" + ("" if answer == "stated" else ", not in the text")
        _keep(found, Answerable(party=party.represented_by, basis=answer, note=words))


def _keep(found: dict[str, Answerable], row: Answerable) -> None:
    """Keep the firmer basis where a party is listed twice."""
    order = ("stated", "assumed", "contested")
    known = found.get(row.party)
    if known is None or order.index(row.basis) < order.index(known.basis):
        found[row.party] = row
