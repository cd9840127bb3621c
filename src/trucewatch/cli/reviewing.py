"""`trucewatch review`: the decisions of people, by name and with a reason."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from trucewatch.cli.common import opened, user, watch_option
from trucewatch.errors import UsageError

if TYPE_CHECKING:
    from trucewatch.ledger import Ledger
    from trucewatch.model import Judgement
    from trucewatch.model.judgements import JudgementKind

DECISIONS: Final[dict[str, JudgementKind]] = {
    "reject": "reject",
    "link": "must_link",
    "part": "cannot_link",
    "status": "status",
}
NEEDED = {"reject": 1, "link": 2, "part": 2, "status": 1}


@click.command()
@click.argument("decision", type=click.Choice([*DECISIONS, "withdraw", "list"]))
@click.argument("ids", metavar="ID...", nargs=-1)
@click.option("--reason", help="Why: it is kept with the decision and printed.")
@click.option("--by", default=user, show_default="the user of this machine", help="Who decides.")
@click.option("--value", metavar="STATUS", help="With status: what the finding is.")
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
    withdraw DECISION     undo a decision; it stays on the record
    list                  the decisions so far
    """  # noqa: D301  (\b is click's mark for lines to keep)
    with opened(folder) as (ledger, _):
        if decision == "list":
            for row in ledger.judgements():
                state = " (withdrawn)" if row.withdrawn else ""
                told = f" = {row.value}" if row.value else ""
                click.echo(f"{row.id} {row.kind} {' '.join(row.subjects)}{told}{state}")
                click.echo(f"  {row.by}, {row.at}: {row.reason}")
            return
        if not reason or not reason.strip():
            raise UsageError("a decision needs a reason", fix="Add --reason TEXT.")
        made = (
            _withdrawn(ledger, ids, by, reason)
            if decision == "withdraw"
            else _decided(ledger, decision, ids, by, reason, value)
        )
        key = f"judgement.made:{made.id}:{made.withdrawn}"
        ledger.append("judgement.made", f"judgement:{made.id}", made, key=key)
    click.echo(f"{made.id}: recorded. `trucewatch report` will follow it.")


def _decided(
    ledger: Ledger, decision: str, ids: tuple[str, ...], by: str, reason: str, value: str | None
) -> Judgement:
    from trucewatch.model import Judgement

    if len(ids) < NEEDED[decision]:
        raise UsageError(
            f"{decision} needs {NEEDED[decision]} ids or more, got {len(ids)}",
            fix="`trucewatch report --format json` names claims and findings by id.",
        )
    if decision == "status":
        _check_status(value)
        findings = ledger.assessment().findings
        known = {row.id for row in findings} | {row.supersedes or "" for row in findings}
    else:
        known = {row.id for row in ledger.claims()}
    missing = next((one for one in ids if one not in known), None)
    if missing is not None:
        what = "finding" if decision == "status" else "claim"
        raise UsageError(
            f"there is no {what} {missing}", fix="Copy the id from `report --format json`."
        )
    at = datetime.now(UTC).isoformat(timespec="seconds")
    words = "|".join([decision, *ids, value or "", by, at, reason])
    return Judgement(
        id=f"j1-{hashlib.sha256(words.encode()).hexdigest()[:16]}",
        kind=DECISIONS[decision],
        subjects=ids,
        by=by,
        at=at,
        reason=reason,
        value=value,
    )


def _check_status(value: str | None) -> None:
    import msgspec

    from trucewatch.model import Status

    try:
        msgspec.convert(value, Status)
    except msgspec.ValidationError as error:
        raise UsageError(
            f"--value {value!r} is no status", fix="docs/agreements.md lists them."
        ) from error


def _withdrawn(ledger: Ledger, ids: tuple[str, ...], by: str, reason: str) -> Judgement:
    import msgspec

    found = {row.id: row for row in ledger.judgements()}
    if len(ids) != 1 or ids[0] not in found:
        raise UsageError(
            "withdraw needs the id of one decision",
            fix="`trucewatch review list` prints the decisions so far.",
        )
    at = datetime.now(UTC).isoformat(timespec="seconds")
    return msgspec.structs.replace(found[ids[0]], by=by, at=at, reason=reason, withdrawn=True)
