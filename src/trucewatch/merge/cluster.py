"""Claims to groups: best pairs first, never across a bar, the same whatever the order.

Blocking keeps it near linear: only claims whose acts are kin and whose days touch are scored.
People's judgements come first: must_link joins whatever the score says, cannot_link bars.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations

from trucewatch.merge.facts import Facts
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
    must, barred = _judged(judgements, rows)
    for row in rows.values():
        for relation in row.claim.relates_to:
            if relation.relation in LINKED and relation.claim in rows:
                must.append((row.claim.id, relation.claim, f"{relation.relation}, same text"))
    linked = {frozenset((one, other)) for one, other, _ in must}
    barred |= _told_apart(rows.values()) - linked
    groups = _Groups(rows, barred)
    for one, other, reason in must:
        groups.join(one, other, Pair(1.0, (reason,)), force=True)
    for value in sorted(_scored(rows, barred), key=lambda row: (-row[0].value, row[1], row[2])):
        groups.join(value[1], value[2], value[0])
    return groups.result()


def _told_apart(rows: Iterable[Facts]) -> set[frozenset[str]]:
    """Two claims of one voice and modality in one text are two happenings (CODEBOOK)."""
    texts: dict[tuple[str, str, str], list[str]] = defaultdict(list)
    for row in rows:
        texts[row.claim.item, row.voice, row.claim.modality].append(row.claim.id)
    return {frozenset(ids) for claims in texts.values() for ids in combinations(claims, 2)}


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


def _scored(rows: dict[str, Facts], barred: set[frozenset[str]]) -> Iterator[tuple[Pair, str, str]]:
    for one, other in _neighbours(rows.values()):
        if frozenset((one.claim.id, other.claim.id)) in barred:
            continue
        scored = pair(one, other)
        if scored.barred:
            barred.add(frozenset((one.claim.id, other.claim.id)))
        elif scored.value >= THRESHOLD:
            yield scored, one.claim.id, other.claim.id


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
    """Disjoint sets that refuse to hold a barred pair."""

    def __init__(self, rows: dict[str, Facts], barred: set[frozenset[str]]) -> None:
        self._rows = rows
        self._group = {claim: claim for claim in rows}
        self._members: dict[str, list[str]] = {claim: [claim] for claim in rows}
        self._steps: dict[str, list[MergeStep]] = defaultdict(list)
        self._bars: dict[str, set[str]] = defaultdict(set)
        for ids in barred:
            one, other = sorted(ids)
            self._bars[one].add(other)
            self._bars[other].add(one)

    def join(self, one: str, other: str, why: Pair, *, force: bool = False) -> None:
        keep, give = sorted((self._group[one], self._group[other]))
        if keep == give:
            return
        if not force and any(
            self._bars[claim] & set(self._members[keep]) for claim in self._members[give]
        ):
            return
        by = "trucewatch" if not (force and why.reasons[0].startswith("linked by")) else "reviewer"
        self._steps[keep] += [
            *self._steps.pop(give, []),
            MergeStep(claim=other, to=one, score=why.value, reasons=why.reasons, by=by),
        ]
        for claim in self._members[give]:
            self._group[claim] = keep
        self._members[keep] += self._members.pop(give)

    def result(self) -> list[tuple[list[Facts], tuple[MergeStep, ...]]]:
        return [
            ([self._rows[claim] for claim in sorted(members)], tuple(self._steps[group]))
            for group, members in sorted(self._members.items())
        ]
