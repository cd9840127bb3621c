"""Incidents, patrols and findings against gold, through the claims that were matched."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import combinations

from trucewatch.measure.gold import GoldFinding, GoldIncident, GoldPatrolRun, GoldScope
from trucewatch.measure.scores import Tally
from trucewatch.model import Assessment, Merged


def pairs(merged: Merged, incidents: Sequence[GoldIncident], ids: Mapping[str, str]) -> Tally:
    """Score the links between claims: right when gold puts both in one incident.

    `ids` maps a gold member ("report#0") to the id of the claim that was matched to it; members
    that were not found cannot be linked and are left out (the claim figures count them).
    """
    wanted = set()
    known = set()
    for row in incidents:
        members = sorted({ids[name] for name in row.members if name in ids})
        known |= set(members)
        wanted |= set(combinations(members, 2))
    found = {
        pair for group in groups(merged) for pair in combinations(sorted(set(group) & known), 2)
    }
    tally = Tally()
    tally.add(right=len(found & wanted), found=len(found), wanted=len(wanted))
    return tally


def groups(merged: Merged) -> list[tuple[str, ...]]:
    """Return the members of every grouping."""
    return [row.claims for row in merged.groupings]


def grades(merged: Merged, incidents: Sequence[GoldIncident], ids: Mapping[str, str]) -> Tally:
    """Score the occurrence grade of the grouping that holds most of a gold incident's members."""
    tally = Tally()
    rows = merged.groupings
    for gold in incidents:
        members = {ids[name] for name in gold.members if name in ids}
        best = max(rows, key=lambda row: (len(members & set(row.claims)), row.id), default=None)
        if members and gold.occurrence and best and members & set(best.claims):
            tally.share(ok=best.occurrence == gold.occurrence)
    return tally


def patrols(merged: Merged, gold: Sequence[GoldPatrolRun], ids: Mapping[str, str]) -> Tally:
    """Score the outcome of each patrol run."""
    tally = Tally()
    for run in gold:
        members = {ids[name] for name in run.members if name in ids}
        best = max(
            merged.patrols, key=lambda row: (len(members & set(row.claims)), row.id), default=None
        )
        tally.share(ok=bool(best and members & set(best.claims) and best.outcome == run.outcome))
    return tally


def findings(assessment: Assessment, gold: Sequence[GoldFinding]) -> tuple[Tally, list[str]]:
    """Score statuses of provision-days; the list names each miss."""
    by_key = {(row.agreement, row.provision, row.day): row for row in assessment.findings}
    tally, misses = Tally(), []
    for row in gold:
        found = by_key.get((row.agreement, row.provision, row.day))
        wanted = (row.status,) if isinstance(row.status, str) else row.status
        ok = (
            found is not None
            and found.status in wanted
            and set(row.contested) <= set(found.contested)
        )
        tally.share(ok=ok)
        if not ok:
            got = f"{found.status} {list(found.contested)}" if found else "nothing"
            misses.append(
                f"{row.agreement} {row.provision} {row.day}: {got}, "
                f"wanted {' or '.join(wanted)} {list(row.contested)}"
            )
    return tally, misses


def scopes(
    assessment: Assessment, merged: Merged, gold: Sequence[GoldScope], ids: Mapping[str, str]
) -> tuple[Tally, list[str]]:
    """Score scope answers: of the happening that holds the member claim, or of the claim."""
    subject = {claim: row.id for row in merged.groupings for claim in row.claims}
    answers: dict[tuple[str, str], set[str]] = {}
    for test in assessment.tests:
        answers.setdefault((test.subject, test.agreement), set()).add(test.answer)
    tally, misses = Tally(), []
    for row in gold:
        claim = ids.get(row.member)
        if claim is None:
            continue
        got = answers.get((subject.get(claim, claim), row.agreement), set())
        got |= answers.get((claim, row.agreement), set())
        wanted = {row.answer} if isinstance(row.answer, str) else set(row.answer)
        tally.share(ok=bool(got & wanted))
        if not got & wanted:
            misses.append(
                f"{row.member} {row.agreement}: {sorted(got) or 'nothing'}, "
                f"wanted {' or '.join(sorted(wanted))}"
            )
    return tally, misses
