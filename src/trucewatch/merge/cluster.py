"""Claims to groups: best pairs first, never across a bar, the same whatever the order.

Blocking keeps it near linear: only claims whose acts are kin and whose days touch are scored.
People's judgements come first: must_link joins whatever the score says, cannot_link bars.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations

from trucewatch.merge.facts import Facts, fold
from trucewatch.merge.score import THRESHOLD, Pair, pair
from trucewatch.model import Judgement
from trucewatch.model.incidents import MergeStep

LINKED = frozenset({"restates", "denies"})
"""Relations between claims of one text that speak of one happening."""


def cluster(
    facts: Sequence[Facts], judgements: Iterable[Judgement] = ()
) -> list[tuple[list[Facts], tuple[MergeStep, ...]]]:
    """Group claims into happenings; every group comes with the steps that built it."""
    rows = {row.claim.id: row for row in sorted(facts, key=lambda row: row.claim.id)}
    must, cannot = _judged(judgements, rows)
    linked = [
        (row.claim.id, relation.claim, f"{relation.relation}, same text")
        for row in rows.values()
        for relation in row.claim.relates_to
        if relation.relation in LINKED and relation.claim in rows
    ]
    told_apart = _told_apart(rows.values()) - {frozenset(row[:2]) for row in (*must, *linked)}
    groups = _Groups(rows, cannot | told_apart)
    for one, other, reason in must:
        groups.join(one, other, Pair(1.0, (reason,)), by="reviewer")
    for one, other, reason in linked:
        groups.join(one, other, Pair(1.0, (reason,)))
    for scored, one, other in sorted(groups.scored(), key=lambda row: (-row[0].value, *row[1:])):
        groups.join(one, other, scored)
    return groups.result()


def _told_apart(rows: Iterable[Facts]) -> set[frozenset[str]]:
    """Two claims of one source and modality in one text are two happenings (CODEBOOK).

    Unless one only names again what the other tells: the same act, place and time, and no
    figure of its own.
    """
    texts: dict[tuple[str, str, str], list[Facts]] = defaultdict(list)
    for row in rows:
        source = fold(row.claim.attribution.source_text or "")
        texts[row.claim.item, source, row.claim.modality].append(row)
    return {
        frozenset((one.claim.id, other.claim.id))
        for claims in texts.values()
        for one, other in combinations(claims, 2)
        if not _names_again(one, other)
    }


def _names_again(one: Facts, other: Facts) -> bool:
    return (
        one.claim.act == other.claim.act
        and bool(one.place_names & other.place_names)
        and one.times.apart(other.times) == 0
        and not (one.claim.figures and other.claim.figures)
    )


def _judged(
    judgements: Iterable[Judgement], rows: dict[str, Facts]
) -> tuple[list[tuple[str, str, str]], set[frozenset[str]]]:
    must: list[tuple[str, str, str]] = []
    barred: set[frozenset[str]] = set()
    for row in judgements:
        known = [subject for subject in row.subjects if subject in rows]
        if row.withdrawn or len(known) < 2:
            continue
        if row.kind == "must_link":
            must.extend(
                (known[0], other, f"linked by {row.by}: {row.reason}") for other in known[1:]
            )
        elif row.kind == "cannot_link":
            barred |= {frozenset(ids) for ids in combinations(known, 2)}
    return must, barred


def _neighbours(rows: Iterable[Facts]) -> Iterator[tuple[Facts, Facts]]:
    """Yield the pairs whose days may touch: a sweep over interval starts."""
    ordered = sorted(rows, key=lambda row: (row.times.start or 0.0, row.claim.id))
    active: list[Facts] = []
    for row in ordered:
        start = row.times.start or 0.0
        active = [old for old in active if old.times.end is None or old.times.end + 1.0 >= start]
        for old in active:
            first, second = sorted((old, row), key=lambda one: one.claim.id)
            yield first, second
        active.append(row)


class _Groups:
    """Disjoint sets in which no two claims are barred from each other, whoever joined them.

    Every pair across two groups is looked at before they become one: a claim with an open time
    or no place fits many happenings and must not bridge two that exclude each other. Only a
    person's link joins across a bar.
    """

    def __init__(self, rows: dict[str, Facts], barred: set[frozenset[str]]) -> None:
        self._rows = rows
        self._barred = barred
        self._pairs: dict[frozenset[str], Pair] = {}
        self._group = {claim: claim for claim in rows}
        self._members: dict[str, list[str]] = {claim: [claim] for claim in rows}
        self._steps: dict[str, list[MergeStep]] = defaultdict(list)

    def _pair(self, one: str, other: str) -> Pair:
        key = frozenset((one, other))
        if key not in self._pairs:
            self._pairs[key] = (
                Pair(0.0, ("kept apart",), barred=True)
                if key in self._barred
                else pair(self._rows[one], self._rows[other])
            )
        return self._pairs[key]

    def scored(self) -> Iterator[tuple[Pair, str, str]]:
        """Yield the pairs that are alike enough to be one happening."""
        for one, other in _neighbours(self._rows.values()):
            scored = self._pair(one.claim.id, other.claim.id)
            if not scored.barred and scored.value >= THRESHOLD:
                yield scored, one.claim.id, other.claim.id

    def join(self, one: str, other: str, why: Pair, *, by: str = "trucewatch") -> None:
        """Join the groups of two claims unless members of both exclude each other."""
        keep, give = sorted((self._group[one], self._group[other]))
        if keep == give:
            return
        across = (
            (a, b)
            for a in self._members[keep]
            for b in self._members[give]
            if {a, b} != {one, other}
        )
        if by == "trucewatch" and any(self._pair(a, b).barred for a, b in across):
            return
        self._steps[keep] += [
            *self._steps.pop(give, []),
            MergeStep(claim=other, to=one, score=why.value, reasons=why.reasons, by=by),
        ]
        for claim in self._members[give]:
            self._group[claim] = keep
        self._members[keep] += self._members.pop(give)

    def result(self) -> list[tuple[list[Facts], tuple[MergeStep, ...]]]:
        """Return every group with its steps, in a stable order."""
        return [
            ([self._rows[claim] for claim in sorted(members)], tuple(self._steps[group]))
            for group, members in sorted(self._members.items())
        ]
