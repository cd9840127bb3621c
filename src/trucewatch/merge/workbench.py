"""The merge as it stands: claims come and go, and only their neighbours are settled anew.

Why that gives what a full merge would: pairs are settled best first, and an attempt to join that
fails leaves no trace. So the claims of finished groups can be settled again by themselves, as
long as every group that they touch comes out as it was; one that does not is taken in, and the
rest tried again (`_settle_around`). A property test holds the result to that of a full merge.
"""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Final, Literal, NamedTuple

from trucewatch.merge.candidates import likely
from trucewatch.merge.cluster import Components, Edge, Group, Judged, related, settle, told_apart
from trucewatch.merge.facts import Copied, Facts, facts_of
from trucewatch.merge.groupings import (
    identity,
    incident,
    patrol,
    restriction,
    sighting,
    tallies,
)
from trucewatch.merge.index import Index
from trucewatch.merge.score import THRESHOLD, hopeless, pair
from trucewatch.merge.voices import Voices
from trucewatch.model import (
    NOT_YET,
    Claim,
    Grouping,
    Incident,
    Judgement,
    Merged,
    PatrolRun,
    Restriction,
    Sighting,
    Watch,
)

Kind = Literal["incident", "plan", "patrol", "sighting", "restriction", "tally"]
SIGHTINGS: Final = frozenset({"sighting", "troop_movement", "fortification"})
UNGROUPED: Final = frozenset({"toll"})
"""Harm without a happening, or summed over several, never becomes new harm."""
PREFIX: Final[dict[Kind, str]] = {
    "incident": "i",
    "plan": "i",
    "patrol": "p",
    "sighting": "s",
    "restriction": "r",
    "tally": "t",
}
_ALONE: Final = -1


class Update(NamedTuple):
    """What a change did: the groupings that are new or other than before, and the ids gone."""

    proposed: tuple[Grouping, ...]
    gone: tuple[str, ...]


class Workbench:
    """Claims, and the happenings that they are taken to tell of.

    Args:
        watch: sides and sources (who opposes whom, who shares a voice). Another watch needs
            another workbench.
        claims: what is there to begin with; put in at once this is a full merge.
        copied: which sentences of which item were taken from another item.
        judgements: people's decisions; rejected claims are left out, links and bars are kept.
    """

    def __init__(
        self,
        watch: Watch,
        claims: Iterable[Claim] = (),
        copied: Copied | None = None,
        judgements: Sequence[Judgement] = (),
    ) -> None:
        self._watch = watch
        self._copied: Copied = copied or {}
        self._voices = Voices(watch)
        self._judged = Judged(judgements)
        self._rejected = _rejected(judgements)
        self._claims: dict[str, Claim] = {}
        self._items: dict[str, list[str]] = defaultdict(list)
        self._copies: dict[str, set[str]] = _copies(self._copied)
        self._rows: list[Facts | None] = []
        self._handle: dict[str, int] = {}
        self._of = array("q")
        self._groups: dict[int, Group] = {}
        self._next = 0
        self._tallies: dict[str, Facts] = {}
        self._index = Index()
        self._fill(sorted(claims, key=lambda row: row.id))

    def groupings(self) -> Iterator[Grouping]:
        """Yield all groupings as they stand, one after the other and in no order."""
        return (self._build(kind, group) for kind, group in self._standing())

    def merged(self, known: Iterable[Grouping] | None = None) -> Merged:
        """Return all groupings as they stand, in a stable order.

        Args:
            known: all of them, where the caller has kept them from update to update.
        """
        rows = self.groupings() if known is None else known
        rows = sorted(rows, key=lambda row: (row.when.start or "", row.id))
        counts = sorted(self._tallies.values(), key=lambda row: row.claim.id)
        return Merged(
            incidents=tuple(row for row in rows if isinstance(row, Incident)),
            patrols=tuple(row for row in rows if isinstance(row, PatrolRun)),
            sightings=tuple(row for row in rows if isinstance(row, Sighting)),
            restrictions=tuple(row for row in rows if isinstance(row, Restriction)),
            tallies=tallies(counts, self._watch),
        )

    def update(
        self,
        added: Iterable[Claim] = (),
        removed: Iterable[str] = (),
        *,
        copied: Copied | None = None,
        judgements: Sequence[Judgement] | None = None,
    ) -> Update:
        """Take claims in and out and settle what they touch; the rest stays as it is.

        Args:
            added: new claims; one with a known id takes the place of the old one.
            removed: ids of claims that no longer stand.
            copied: all that is known of copies now; None where nothing has changed.
            judgements: all of people's decisions now; None where nothing has changed.
        """
        fresh = {row.id: row for row in added}
        out = {name for name in (*removed, *fresh) if name in self._claims}
        back: set[str] = set()
        dirty: set[str] = set()
        if judgements is not None:
            judged = Judged(judgements)
            dirty |= judged.differ(self._judged)
            rejected = _rejected(judgements)
            back |= (rejected ^ self._rejected) & self._claims.keys()
            self._judged, self._rejected = judged, rejected
        # A claim speaks with the voice of what it was copied from: look at the copies again.
        items = {self._claims[name].item for name in out} | {row.item for row in fresh.values()}
        again = {copy for item in items for copy in self._copies.get(item, ())}
        if copied is not None:
            names = copied.keys() | self._copied.keys()
            again |= {name for name in names if copied.get(name) != self._copied.get(name)}
            self._copied, self._copies = copied, _copies(copied)
        back |= {name for item in again for name in self._items.get(item, ())}
        fresh |= {name: self._claims[name] for name in back - out if name not in fresh}
        before: dict[tuple[str, ...], Kind] = {}
        loosened = self._take_out(out | back, before)
        dirty |= loosened | self._put_in(fresh)
        loosened |= fresh.keys()
        kinds: dict[Kind, set[str]] = defaultdict(set)
        for name in dirty & self._handle.keys():
            kinds[self._kind_of(name)].add(name)
        after: dict[tuple[str, ...], tuple[Kind, Group]] = {}
        for kind, names in kinds.items():
            for group in self._settle_around(names, loosened, before):
                after[group.claims] = (kind, group)
        proposed = tuple(self._build(kind, group) for kind, group in after.values())
        were = {identity(PREFIX[kind], ids) for ids, kind in before.items()}
        return Update(proposed, tuple(sorted(were - {row.id for row in proposed})))

    # -- a full merge --------------------------------------------------------------------------

    def _fill(self, claims: Sequence[Claim]) -> None:
        for claim in claims:
            self._note(claim)
        rows: list[Facts] = []
        kinds: list[Kind] = []
        for claim in claims:
            facts = self._facts(claim)
            kind = _kind(claim)
            if facts is not None and kind is not None and kind != "tally":
                self._hold(facts)
                rows.append(facts)
                kinds.append(kind)
        self._index.fill(rows, kinds)
        self._settle_all(rows, kinds)

    def _settle_all(self, rows: Sequence[Facts], kinds: Sequence[Kind]) -> None:
        hanging = Components(len(rows))
        values, ones, others = array("d"), array("q"), array("q")
        for one, other in likely(self._index, rows, kinds):
            value = self._alike(rows[one], rows[other])
            if value is not None:
                values.append(value)
                ones.append(one)
                others.append(other)
                hanging.join(one, other)
        for handle, facts in enumerate(rows):
            for name in self._partners(facts):
                hanging.join(handle, self._handle[name])
        pairs: dict[int, list[int]] = defaultdict(list)
        for place, one in enumerate(ones):
            pairs[hanging.find(one)].append(place)
        for members in hanging.members():
            edges = [
                _edge(values[place], self._name(ones[place]), self._name(others[place]))
                for place in pairs.pop(members[0], ())
            ]
            held = {self._name(handle): self._held(handle) for handle in members}
            for group in settle(held, edges, self._judged):
                self._keep(group)

    # -- a change ------------------------------------------------------------------------------

    def _take_out(self, names: set[str], before: dict[tuple[str, ...], Kind]) -> set[str]:
        """Take claims out; return those whose groups or pairs change by that."""
        dirty: set[str] = set()
        for name in sorted(names & self._handle.keys()):
            if name not in dirty:
                dirty.update(self._dissolve(name, before))
        turned: set[int] = set()
        for name in sorted(names):
            claim = self._claims.pop(name)
            self._items[claim.item].remove(name)
            if not self._items[claim.item]:
                del self._items[claim.item]
                self._voices.forget(claim.item)
            self._tallies.pop(name, None)
            handle = self._handle.get(name)
            if handle is not None:
                turned |= self._index.drop(handle, self._row(name), self._kind_of(name))
                turned.discard(handle)
        for name in names & self._handle.keys():
            turned.discard(self._handle[name])
            self._rows[self._handle.pop(name)] = None
        for name in sorted(map(self._name, turned)):
            if name not in dirty:
                dirty.update(self._dissolve(name, before))
        return dirty - names

    def _put_in(self, claims: dict[str, Claim]) -> set[str]:
        """Put claims in; return them, and those whose pairs change by that."""
        dirty: set[str] = set()
        for name in sorted(claims):
            self._note(claims[name])
        for name in sorted(claims):
            facts, kind = self._facts(claims[name]), _kind(claims[name])
            if facts is not None and kind is not None and kind != "tally":
                turned = self._index.put(self._hold(facts), facts, kind)
                dirty |= {name, *(self._name(one) for one in turned)}
        return dirty

    def _settle_around(
        self, dirty: set[str], loosened: set[str], before: dict[tuple[str, ...], Kind]
    ) -> list[Group]:
        """Settle `dirty` claims anew, and as many of their neighbours as come out otherwise."""
        inner = {member for name in dirty for member in self._group(name).claims}
        met: dict[str, list[Edge]] = {}
        changed: Iterable[Group] = (Group(tuple(inner), ()),)
        while changed:
            inner |= {name for group in changed for name in group.claims}
            for name in inner - met.keys():
                met[name] = list(self._met(self._row(name)))
            edges = {edge for name in inner for edge in met[name]}
            others = {name for edge in edges for name in edge[1:]} - inner
            halo = {group.claims[0]: group for group in map(self._group, others)}
            rows = {name: self._row(name) for name in inner}
            for group in halo.values():
                rows |= {name: self._row(name) for name in group.claims}
                edges |= {_edge(step.score, step.claim, step.to or "") for step in group.steps}
            found = settle(rows, (edge for edge in edges if edge[0]), self._judged)
            came = {group.claims[0]: group for group in found}
            changed = [group for first, group in halo.items() if came.get(first) != group]
        for first in {self._group(name).claims[0] for name in inner - loosened}:
            self._dissolve(first, before)
        after = [group for group in found if group.claims[0] in inner]
        for group in after:
            self._keep(group)
        return after

    def _dissolve(self, name: str, before: dict[tuple[str, ...], Kind]) -> tuple[str, ...]:
        """Take a group apart; return who was in it."""
        group = self._group(name)
        before.setdefault(group.claims, self._kind_of(name))
        number = self._of[self._handle[name]]
        if number != _ALONE:
            del self._groups[number]
            for member in group.claims:
                self._of[self._handle[member]] = _ALONE
        return group.claims

    # -- what is held --------------------------------------------------------------------------

    def _note(self, claim: Claim) -> None:
        self._claims[claim.id] = claim
        self._items[claim.item].append(claim.id)
        self._voices.note(claim)

    def _facts(self, claim: Claim) -> Facts | None:
        """Return what a claim is compared by, None where it joins nothing; keep tallies apart."""
        kind = _kind(claim)
        if kind is None or claim.id in self._rejected:
            return None
        facts = facts_of(claim, self._watch, *self._voices.of(claim, self._copied))
        if kind == "tally":
            self._tallies[claim.id] = facts
        return facts

    def _hold(self, facts: Facts) -> int:
        handle = len(self._rows)
        self._rows.append(facts)
        self._of.append(_ALONE)
        self._handle[facts.claim.id] = handle
        return handle

    def _keep(self, group: Group) -> None:
        if len(group.claims) == 1:
            return
        for name in group.claims:
            self._of[self._handle[name]] = self._next
        self._groups[self._next] = group
        self._next += 1

    def _held(self, handle: int) -> Facts:
        facts = self._rows[handle]
        assert facts is not None
        return facts

    def _row(self, name: str) -> Facts:
        return self._held(self._handle[name])

    def _name(self, handle: int) -> str:
        return self._held(handle).claim.id

    def _kind_of(self, name: str) -> Kind:
        kind = _kind(self._row(name).claim)
        assert kind is not None
        return kind

    def _group(self, name: str) -> Group:
        number = self._of[self._handle[name]]
        return Group((name,), ()) if number == _ALONE else self._groups[number]

    # -- pairs ---------------------------------------------------------------------------------

    def _edges(self, facts: Facts) -> Iterator[tuple[float, int]]:
        """Yield (score, handle) of the claims that are alike enough."""
        kind = _kind(facts.claim)
        assert kind is not None
        own = self._handle[facts.claim.id]
        for handle in self._index.near(facts, kind):
            if handle != own:
                value = self._alike(facts, self._held(handle))
                if value is not None:
                    yield value, handle

    def _alike(self, one: Facts, other: Facts) -> float | None:
        """Return the score of two claims that may share a happening, None of those that may not."""
        if hopeless(one, other) or told_apart(one, other):
            return None
        if self._judged.apart(one.claim.id, other.claim.id) is not None:
            return None
        scored = pair(one, other)
        return scored.value if not scored.barred and scored.value >= THRESHOLD else None

    def _met(self, facts: Facts) -> Iterator[Edge]:
        """Yield the pairs of a claim; those that are joined by a person or the text score 0."""
        name = facts.claim.id
        for value, other in self._edges(facts):
            yield _edge(value, name, self._name(other))
        for partner in self._partners(facts):
            yield _edge(0.0, name, partner)

    def _partners(self, facts: Facts) -> set[str]:
        """Return the claims that a person or the text itself joins with this one."""
        name, kind = facts.claim.id, _kind(facts.claim)
        found = {other for other in self._judged.partners(name) if other in self._handle}
        for other in self._items[facts.claim.item]:
            if other in self._handle and related(facts.claim, self._row(other).claim):
                found.add(other)
        return {other for other in found if other != name and self._kind_of(other) == kind}

    # -- what comes out ------------------------------------------------------------------------

    def _standing(self) -> Iterator[tuple[Kind, Group]]:
        for group in self._groups.values():
            yield self._kind_of(group.claims[0]), group
        for name, handle in self._handle.items():
            if self._of[handle] == _ALONE:
                yield self._kind_of(name), Group((name,), ())

    def _build(self, kind: Kind, group: Group) -> Grouping:
        members = [self._row(name) for name in group.claims]
        if kind == "patrol":
            return patrol(members, group.steps, self._watch)
        if kind == "sighting":
            return sighting(members, self._watch)
        if kind == "restriction":
            return restriction(members, self._watch)
        return incident(members, group.steps, self._watch)


def _kind(claim: Claim) -> Kind | None:
    """Return what a claim becomes; claims of different kinds never share a grouping.

    Counts that run over several happenings become nothing: they would be harm told twice.
    """
    if claim.act in UNGROUPED or (claim.figures and all(row.cumulative for row in claim.figures)):
        return None
    if claim.act == "patrol":
        return "patrol"
    if claim.act == "tally":
        return "tally" if claim.tally is not None else None
    if claim.act == "access_restriction":
        return "restriction"
    if claim.act in SIGHTINGS and claim.modality not in NOT_YET:
        return "sighting"
    return "plan" if claim.modality in NOT_YET else "incident"


def _rejected(judgements: Sequence[Judgement]) -> set[str]:
    rows = (row for row in judgements if row.kind == "reject" and not row.withdrawn)
    return {subject for row in rows for subject in row.subjects}


def _copies(copied: Copied) -> dict[str, set[str]]:
    """Return for each original the items that copy from it."""
    found: dict[str, set[str]] = defaultdict(set)
    for item, originals in copied.items():
        for original, _ in originals:
            found[original].add(item)
    return found


def _edge(value: float, one: str, other: str) -> Edge:
    return value, min(one, other), max(one, other)
