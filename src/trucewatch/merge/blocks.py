"""Blocking alone, without any score: what the merge is held against when it is measured."""

from __future__ import annotations

from collections.abc import Sequence

from trucewatch.merge.candidates import candidates
from trucewatch.merge.cluster import Components
from trucewatch.merge.facts import facts_of
from trucewatch.merge.index import Index
from trucewatch.model import Claim, Watch


def blocks(claims: Sequence[Claim], watch: Watch) -> list[list[str]]:
    """Return the claims that the index holds together by time, place and act, one in one group."""
    index, found = Index(), Components(len(claims))
    rows = [facts_of(claim, watch, claim.published_by or claim.item, None) for claim in claims]
    kinds = ["claim"] * len(rows)
    index.fill(rows, kinds)
    for ones, others in candidates(index, rows, kinds):
        for one, other in zip(ones.tolist(), others.tolist(), strict=True):
            a, b = rows[one], rows[other]
            here = a.spots and b.spots and a.place_names & b.place_names
            if here and a.times.apart(b.times) == 0:
                found.join(one, other)
    groups = [[claims[handle].id for handle in members] for members in found.members()]
    grouped = {name for group in groups for name in group}
    return groups + [[row.id] for row in claims if row.id not in grouped]
