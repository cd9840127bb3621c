"""Claims to groups: best pairs first, never across a bar, the same whatever the order.

People's judgements come first: must_link joins whatever the score says, cannot_link bars. What
became of a set of claims hangs on those claims alone and on the pairs among them, so that a
part of a record can be settled anew without the rest (workbench.py).
"""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from itertools import combinations
from typing import NamedTuple

from trucewatch.merge.facts import Facts, fold
from trucewatch.merge.score import Pair, barred, pair
from trucewatch.model import Claim, Judgement
from trucewatch.model.incidents import MergeStep

LINKED = frozenset({"restates", "denies"})
"""Relations between claims of one text that speak of one happening."""

Edge = tuple[float, str, str]
"""(score, the lower claim id, the higher claim id) of a pair that is alike enough."""


class Group(NamedTuple):
    """Claims that are taken for one happening, and the decisions that joined them."""

    claims: tuple[str, ...]
    steps: tuple[MergeStep, ...]


class Judged:
    """What people have decided about pairs of claims; the newest decision on a matter wins."""

    def __init__(self, judgements: Iterable[Judgement] = ()) -> None:
        self.rows = sorted(
            (
                row
                for row in judgements
                if row.kind in {"must_link", "cannot_link"} and not row.withdrawn
            ),
            key=lambda row: (row.at, row.id),
            reverse=True,
        )
        self._barred: dict[frozenset[str], int] = {}
        self._about: dict[str, list[int]] = defaultdict(list)
        for age, row in enumerate(self.rows):
            for subject in row.subjects:
                self._about[subject].append(age)
            if row.kind == "cannot_link":
                for ids in combinations(row.subjects, 2):
                    self._barred.setdefault(frozenset(ids), age)

    def musts(self, claims: Mapping[str, Facts]) -> list[tuple[int, str, str, str]]:
        """Return (age, claim, claim, reason) of links among `claims`, the newest first."""
        ages = sorted({age for claim in claims for age in self._about.get(claim, ())})
        found = []
        for age in ages:
            row = self.rows[age]
            if row.kind == "must_link":
                known = [subject for subject in row.subjects if subject in claims]
                why = f"linked by {row.by}: {row.reason}"
                found += [(age, one, other, why) for one, other in combinations(known, 2)]
        return found

    def partners(self, claim: str) -> set[str]:
        """Return the claims that a person has linked with this one."""
        rows = (self.rows[age] for age in self._about.get(claim, ()))
        return {other for row in rows if row.kind == "must_link" for other in row.subjects}

    def apart(self, one: str, other: str) -> int | None:
        """Return the age of the decision that two claims are two happenings, 0 the newest."""
        return self._barred.get(frozenset((one, other))) if self._barred else None

    def differ(self, other: Judged) -> set[str]:
        """Return the claims about which two sets of decisions do not say the same."""
        mine, theirs = ({row.id: row for row in one.rows} for one in (self, other))
        return {
            subject
            for ident in mine.keys() | theirs.keys()
            if mine.get(ident) != theirs.get(ident)
            for row in (mine.get(ident), theirs.get(ident))
            if row is not None
            for subject in row.subjects
        }


def told_apart(one: Facts, other: Facts) -> bool:
    """Two claims of one source and modality in one text are two happenings (CODEBOOK).

    Unless one only names again what the other tells: the same act, place and time, and no
    figure of its own. What the text itself links is one happening.
    """
    a, b = one.claim, other.claim
    if a.item != b.item or a.modality != b.modality or related(a, b):
        return False
    if fold(a.attribution.source_text or "") != fold(b.attribution.source_text or ""):
        return False
    return not (
        a.act == b.act
        and bool(one.place_names & other.place_names)
        and one.times.apart(other.times) == 0
        and not (a.figures and b.figures)
    )


def related(one: Claim, other: Claim) -> bool:
    """Say whether one of two claims of a text restates or denies the other."""
    return one.item == other.item and any(
        relation.claim == b.id and relation.relation in LINKED
        for a, b in ((one, other), (other, one))
        for relation in a.relates_to
    )


class Components:
    """Which of so many claims hang together by any chain of pairs (disjoint sets)."""

    def __init__(self, size: int) -> None:
        self._root = array("q", range(size))

    def find(self, one: int) -> int:
        """Return the one that stands for all that hang together with `one`."""
        root = self._root
        while root[one] != one:
            root[one] = root[root[one]]
            one = root[one]
        return one

    def join(self, one: int, other: int) -> None:
        """Note that two hang together."""
        self._root[self.find(one)] = self.find(other)

    def members(self) -> Iterator[list[int]]:
        """Yield those that hang together, two or more."""
        found: dict[int, list[int]] = {}
        for one, root in enumerate(self._root):
            if one != root:
                found.setdefault(self.find(one), []).append(one)
        for top, rest in found.items():
            yield [top, *rest]


def settle(rows: Mapping[str, Facts], edges: Iterable[Edge], judged: Judged) -> list[Group]:
    """Group claims into happenings, by people's links, the texts' own links and the best pairs.

    Every pair across two groups is looked at before they become one: a claim with an open time
    or no place fits many happenings and must not bridge two that exclude each other. Only a
    person's link joins across a bar, and only one that is newer than the bar.
    """
    groups = _Groups(rows, judged)
    for age, one, other, reason in judged.musts(rows):
        groups.link(one, other, reason, age)
    for row in sorted(rows.values(), key=lambda row: row.claim.id):
        for relation in row.claim.relates_to:
            to = rows.get(relation.claim)
            linked = relation.relation in LINKED
            if linked and to is not None and to.claim.item == row.claim.item:
                why = Pair(1.0, (f"{relation.relation}, same text",))
                groups.join(row.claim.id, relation.claim, why)
    for _, one, other in sorted(edges, key=lambda edge: (-edge[0], edge[1], edge[2])):
        groups.join(one, other)
    return groups.result()


class _Groups:
    """Disjoint sets in which no two claims are barred from each other, whoever joined them."""

    def __init__(self, rows: Mapping[str, Facts], judged: Judged) -> None:
        self._rows = rows
        self._judged = judged
        self._barred: dict[tuple[str, str], bool] = {}
        self._group = {claim: claim for claim in rows}
        self._members: dict[str, list[str]] = {claim: [claim] for claim in rows}
        self._steps: dict[str, list[MergeStep]] = {}

    def _bars(self, one: str, other: str) -> bool:
        key = (one, other) if one < other else (other, one)
        known = self._barred.get(key)
        if known is None:
            a, b = self._rows[one], self._rows[other]
            known = self._judged.apart(one, other) is not None or told_apart(a, b)
            known = self._barred[key] = known or barred(a, b)
        return known

    def join(self, one: str, other: str, why: Pair | None = None) -> None:
        """Join the groups of two claims unless members of both exclude each other.

        Two claims with a reason of their own (`why`) are not held against each other again.
        """
        keep, give = sorted((self._group[one], self._group[other]))
        if keep == give or self._judged.apart(one, other) is not None:
            return
        across = (
            (a, b)
            for a in self._members[keep]
            for b in self._members[give]
            if {a, b} != {one, other}
        )
        if any(self._bars(a, b) for a, b in across):
            return
        why = why or pair(self._rows[one], self._rows[other])
        step = MergeStep(claim=other, to=one, score=why.value, reasons=why.reasons)
        self._unite(keep, give, step)

    def link(self, one: str, other: str, reason: str, age: int) -> None:
        """Join what a person has linked, unless a newer decision keeps members of both apart."""
        keep, give = sorted((self._group[one], self._group[other]))
        if keep == give:
            return
        bars = (self._judged.apart(a, b) for a in self._members[keep] for b in self._members[give])
        if any(bar is not None and bar < age for bar in bars):
            return
        self._unite(
            keep, give, MergeStep(claim=other, to=one, score=1.0, reasons=(reason,), by="reviewer")
        )

    def _unite(self, keep: str, give: str, step: MergeStep) -> None:
        steps = [*self._steps.pop(keep, ()), *self._steps.pop(give, ()), step]
        self._steps[keep] = steps
        for claim in self._members[give]:
            self._group[claim] = keep
        self._members[keep] += self._members.pop(give)

    def result(self) -> list[Group]:
        """Return every group with its steps, in a stable order."""
        return [
            Group(tuple(sorted(members)), tuple(self._steps.get(group, ())))
            for group, members in sorted(self._members.items())
        ]
