"""`trucewatch merge` and `trucewatch assess`."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import click

from trucewatch.cli.common import as_of_option, days_options, opened, plural, watch_option


@click.command()
@watch_option
def merge(folder: Path) -> None:
    """Propose incidents, patrols, sightings and tallies from all claims."""
    from trucewatch import pipeline

    with opened(folder) as (ledger, tools):
        merged = pipeline.merge(ledger, tools)
        claims = len(ledger.claims())
    grades = Counter(row.occurrence for row in merged.incidents)
    told = ", ".join(f"{count} {grade.replace('_', ' ')}" for grade, count in grades.most_common())
    click.echo(
        f"{plural(claims, 'claim')} -> {plural(len(merged.incidents), 'incident')} ({told})."
    )
    click.echo(
        f"{plural(len(merged.patrols), 'patrol')}, {plural(len(merged.sightings), 'sighting')}, "
        f"{plural(len(merged.restrictions), 'restriction')}, "
        f"{plural(len(merged.tallies), 'tally', 'tallies')}. All proposed: people decide."
    )


@click.command()
@days_options
@as_of_option
@watch_option
def assess(from_day: str | None, to_day: str | None, as_of: int | str | None, folder: Path) -> None:
    """Propose a finding for every provision and day, with its reason and its coverage.

    With --as-of, what was known then is assessed by today's rules and nothing is recorded.
    """
    from trucewatch import gather, pipeline

    with opened(folder) as (ledger, tools):
        start, end = gather.period(tools.watched, ledger, from_day, to_day)
        if as_of is None:
            found = pipeline.assess(ledger, tools, from_day=start, to_day=end)
        else:
            known = ledger.as_of(as_of)
            found = pipeline.assess_known(known, tools, from_day=start, to_day=end)
    counts: dict[str, Counter[str]] = {}
    for row in found.findings:
        counts.setdefault(f"{row.agreement} {row.provision}", Counter())[row.status] += 1
    click.echo(f"{start} to {end}: {plural(len(found.findings), 'finding')}, all proposed.")
    for provision, statuses in counts.items():
        told = ", ".join(
            f"{status.replace('_', ' ')} {count}" for status, count in statuses.most_common()
        )
        click.echo(f"  {provision}: {told}")
