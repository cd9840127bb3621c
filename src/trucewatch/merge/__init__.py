"""Claims to proposed incidents, patrols, sightings, restrictions and tallies. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from trucewatch.merge.facts import Copied
from trucewatch.merge.standing import Standing
from trucewatch.merge.workbench import Update, Workbench
from trucewatch.model import Claim, Judgement, Merged, Watch

__all__ = ["Copied", "Standing", "Update", "Workbench", "merge"]


def merge(
    claims: Sequence[Claim], watch: Watch, copied: Copied, judgements: Sequence[Judgement] = ()
) -> Merged:
    """Propose groupings for `claims`; the result does not depend on their order.

    Args:
        claims: all current claims of the watch.
        watch: sides and sources (who opposes whom, who shares a voice).
        copied: which sentences of which item were taken from another item.
        judgements: people's decisions; rejected claims are left out, links and bars are kept.
    """
    return Workbench(watch, claims, copied, judgements).merged()
