"""`trucewatch report`."""

from __future__ import annotations

import hashlib
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from trucewatch.cli.common import as_of_option, days_options, opened, watch_option
from trucewatch.errors import LedgerError, UsageError

if TYPE_CHECKING:
    from trucewatch.ledger import Ledger, Reads
    from trucewatch.pipeline import Tools

FORMATS = ("html", "pdf", "md", "json")


@click.command()
@click.option("--day", metavar="DAY", help="One day only.")
@days_options
@click.option("--format", "fmt", type=click.Choice(FORMATS), help="Default: by the file's ending.")
@click.option(
    "-o", "target", metavar="FILE", required=True, help="Where to write it; - for output."
)
@as_of_option
@watch_option
def report(
    day: str | None,
    from_day: str | None,
    to_day: str | None,
    as_of: int | str | None,
    fmt: str | None,
    target: str,
    folder: Path,
) -> None:
    """Write the situation report of a watch, merging and assessing first what is new.

    A PDF is printed by Chromium or Chrome, which has to be installed; the page it prints holds all
    of the evidence and runs nothing.
    """
    from trucewatch import gather

    if day and (from_day or to_day):
        raise UsageError("--day and --from/--to exclude each other", fix="Use one of them.")
    suffix = Path(target).suffix.removeprefix(".")
    chosen = fmt or ("html" if suffix == "htm" else suffix)
    if chosen not in FORMATS:
        raise UsageError(
            f"no format fits {target!r}", fix=f"Add --format with one of {', '.join(FORMATS)}."
        )
    with opened(folder) as (ledger, tools):
        known = ledger if as_of is None else ledger.as_of(as_of)
        start, end = gather.period(tools.watched, known, day or from_day, day or to_day)
        if as_of is None:
            bring_up_to_date(ledger, tools, start, end)
        path = None if target == "-" else Path(target)
        data = write(
            ledger, tools, from_day=start, to_day=end, fmt=chosen, target=path, known=known
        )
    if path is None:
        sys.stdout.buffer.write(data)
    else:
        click.echo(str(path.resolve()))


def bring_up_to_date(ledger: Ledger, tools: Tools, start: str, end: str) -> None:
    """Merge and assess what has come in since: a report never rests on half of what is known."""
    from trucewatch import gather, pipeline

    pipeline.merge(ledger, tools)
    first, last = gather.period(tools.watched, ledger)
    pipeline.assess(ledger, tools, from_day=min(start, first), to_day=max(end, last))


def write(
    ledger: Ledger,
    tools: Tools,
    *,
    from_day: str,
    to_day: str,
    fmt: str,
    target: Path | None,
    known: Reads | None = None,
) -> bytes:
    """Build the report from the public record, write it, and record that it was written.

    `known` is the record as known at an earlier seq (default: now).
    """
    from trucewatch import gather, publish
    from trucewatch import report as report_room
    from trucewatch.ledger.projections import ReportWritten

    signed = signed_note(ledger)
    record = publish.public(
        gather.record(known or ledger, tools.watched, tools.agreements, checkpoint=signed)
    )
    built = report_room.build(record, from_day=from_day, to_day=to_day, cutoff=tools.watched.cutoff)
    data = report_room.render(built, "html" if fmt == "pdf" else fmt)
    if fmt == "pdf":
        from trucewatch.cli.printing import printed

        data = printed(report_room.printable(data), day=to_day)
    if target is not None:
        try:
            target.write_bytes(data)
        except OSError as error:
            raise UsageError(
                f"{target} cannot be written: {error.strerror}", fix="Name another file with -o."
            ) from error
    digest = hashlib.sha256(data).hexdigest()
    written = ReportWritten(
        from_day=from_day,
        to_day=to_day,
        format=fmt,
        sha256=digest,
        known=record.seq,
        checkpoint=signed,
    )
    ledger.append("report.written", "report", written, key=f"report.written:{digest}")
    return data


def signed_note(ledger: Ledger) -> str | None:
    """Return a checkpoint over the ledger as it stands; a missing key stops nothing."""
    from trucewatch.ledger import checkpoints

    try:
        return checkpoints.make(ledger)
    except LedgerError as error:
        click.echo(f"warning: what is written carries no checkpoint: {error}", err=True)
        return None
