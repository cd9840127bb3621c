"""`trucewatch review`: the decisions of people, by name and with a reason."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from trucewatch.cli.common import opened, user, watch_option
from trucewatch.errors import UsageError

if TYPE_CHECKING:
    from trucewatch.model.judgements import JudgementKind

DECISIONS: Final[dict[str, JudgementKind]] = {
    "reject": "reject",
    "link": "must_link",
    "part": "cannot_link",
    "status": "status",
    "accept": "accept",
    "edit": "edit",
}


@click.command()
@click.argument("decision", type=click.Choice([*DECISIONS, "withdraw", "list"]))
@click.argument("ids", metavar="ID...", nargs=-1)
@click.option("--reason", help="Why: it is kept with the decision and printed.")
@click.option("--by", default=user, show_default="the user of this machine", help="Who decides.")
@click.option("--value", metavar="STATUS|JSON", help="With status and edit.")
@watch_option
def review(
    decision: str,
    ids: tuple[str, ...],
    reason: str | None,
    by: str,
    value: str | None,
    folder: Path,
) -> None:
    """Record a decision; `merge` and `assess` (and `report`) follow it from then on.

    \b
    reject CLAIM          this claim counts for nothing
    link CLAIM CLAIM...   these claims tell of one happening
    part CLAIM CLAIM...   these claims tell of different happenings
    status FINDING        this finding is --value (verified_attributed needs two people)
    accept CLAIM|EDIT     read and right; an edit is accepted by somebody else than its author
    edit CLAIM            change a field: --value is the edit as JSON (docs/workbench.md)
    withdraw DECISION     undo a decision; it stays on the record
    list                  the decisions so far
    """  # noqa: D301  (\b is click's mark for lines to keep)
    from trucewatch.review.decisions import decide, withdrawn

    with opened(folder) as (ledger, _):
        if decision == "list":
            for row in ledger.judgements():
                state = " (withdrawn)" if row.withdrawn else ""
                told = f" = {row.value}" if row.value else ""
                click.echo(f"{row.id} {row.kind} {' '.join(row.subjects)}{told}{state}")
                click.echo(f"  {row.by}, {row.at}: {row.reason}")
            return
        if decision == "withdraw":
            if len(ids) != 1:
                raise UsageError(
                    "withdraw needs the id of one decision",
                    fix="`trucewatch review list` prints the decisions so far.",
                )
            made = withdrawn(ledger, ids[0], by=by, reason=reason or "")
        else:
            made = decide(ledger, DECISIONS[decision], ids, by=by, reason=reason or "", value=value)
        key = f"judgement.made:{made.id}:{made.withdrawn}"
        ledger.append("judgement.made", f"judgement:{made.id}", made, key=key)
    click.echo(f"{made.id}: recorded. `trucewatch report` will follow it.")
