"""A merge that is kept from one run to the next: what has changed is settled, the rest stands."""

from __future__ import annotations

from collections.abc import Sequence

from trucewatch.merge.facts import Copied
from trucewatch.merge.workbench import Workbench
from trucewatch.model import Claim, Grouping, Judgement, Merged, Watch


class Standing:
    """Keeps a workbench in memory; for one process that merges again and again.

    What it gives is what `merge` gives of the same arguments, whatever it was given before. Code
    and rules do not change while a process runs; another watch makes it begin anew.
    """

    def __init__(self) -> None:
        self._workbench: Workbench | None = None
        self._watch: Watch | None = None
        self._claims: dict[str, Claim] = {}
        self._groupings: dict[str, Grouping] = {}

    def merge(
        self,
        claims: Sequence[Claim],
        watch: Watch,
        copied: Copied,
        judgements: Sequence[Judgement] = (),
    ) -> Merged:
        """Propose groupings for `claims`, as `merge.merge` does, from where it stands."""
        told = {claim.id: claim for claim in claims}
        workbench, known = self._workbench, self._claims
        self._workbench = None  # an update that fails half-way leaves nothing to go on from
        if workbench is None or watch != self._watch:
            workbench = Workbench(watch, claims, copied, judgements)
            self._groupings = {row.id: row for row in workbench.groupings()}
        else:
            done = workbench.update(
                [claim for name, claim in told.items() if known.get(name) != claim],
                known.keys() - told.keys(),
                copied=copied,
                judgements=judgements,
            )
            for name in done.gone:
                del self._groupings[name]
            self._groupings |= {row.id: row for row in done.proposed}
        self._workbench, self._watch, self._claims = workbench, watch, told
        return workbench.merged(self._groupings.values())
