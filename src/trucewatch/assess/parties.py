"""Who is a party: actors of the watch, parties of an agreement, and who answers for whom."""

from __future__ import annotations

from collections.abc import Iterable

from trucewatch.assess.subjects import Subject
from trucewatch.model import Actor, Agreement, Answerable, Party, Provision, Watch
from trucewatch.model.vocabulary import Basis


def parties_of(name: str, agreement: Agreement, watch: Watch) -> frozenset[str]:
    """Return the ids of the parties that a named actor's conduct counts to.

    An actor counts to the parties its row names, else to those of its parent; a name that is no
    actor of the watch counts where it is a party's own id or name. Nothing means: no party here.
    """
    ids = {row.id for row in agreement.parties}
    actor = watch.actor(name) or _called(name, watch)
    seen: set[str] = set()
    while actor is not None and actor.id not in seen:
        seen.add(actor.id)
        if actor.parties:
            return frozenset(actor.parties) & ids
        if actor.id in ids:
            return frozenset({actor.id})
        actor = watch.actor(actor.parent)
    folded = name.casefold()
    return frozenset(
        row.id for row in agreement.parties if folded in (row.id.casefold(), row.name.casefold())
    )


def _called(name: str, watch: Watch) -> Actor | None:
    """Return the actor with this alias or demonym ("Russian"), whatever the case."""
    folded = name.casefold()
    for actor in watch.actors:
        names = [*actor.demonyms, *(alias for rows in actor.aliases.values() for alias in rows)]
        if any(folded == one.casefold() for one in names):
            return actor
    return None


def is_named(name: str, watch: Watch) -> bool:
    """Say whether a name is an actor of the watch that is not "unknown"."""
    actor = watch.actor(name) or _called(name, watch)
    return actor is not None and actor.type != "unknown"


def excluded(agreement: Agreement) -> frozenset[str]:
    """Return the parties that the agreement excludes."""
    return frozenset(row.id for row in agreement.parties if row.role == "excluded")


def all_among(
    names: Iterable[str], wanted: frozenset[str], agreement: Agreement, watch: Watch
) -> bool:
    """Say whether there are names and each of them counts to one of the wanted parties."""
    rows = [parties_of(name, agreement, watch) for name in names]
    return bool(rows) and all(row & wanted for row in rows)


def any_among(
    names: Iterable[str], wanted: frozenset[str], agreement: Agreement, watch: Watch
) -> bool:
    """Say whether one of the names counts to one of the wanted parties."""
    return any(parties_of(name, agreement, watch) & wanted for name in names)


def answering(
    subjects: Iterable[Subject], provision: Provision, agreement: Agreement, watch: Watch
) -> tuple[Answerable, ...]:
    """Return who answers for what was reported: the parties of the named perpetrators.

    A party that did not sign is listed with the one that represents it; the basis says whether
    the text states that. Where sources differ on who did it, the basis is contested.
    """
    found: dict[str, Answerable] = {}
    for subject in subjects:
        contested = "attribution" in subject.contested
        for name in subject.doers:
            for id_ in sorted(parties_of(name, agreement, watch) & set(provision.obligated)):
                party = agreement.party(id_)
                if party is not None:
                    _add(found, party, provision, contested=contested)
    return tuple(found[key] for key in sorted(found))


def obligated(provision: Provision, agreement: Agreement) -> tuple[Answerable, ...]:
    """Return who answers for a duty, whoever reported on it."""
    found: dict[str, Answerable] = {}
    for id_ in provision.obligated:
        party = agreement.party(id_)
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
