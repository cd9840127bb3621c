"""`trucewatch report`."""

from __future__ import annotations

import hashlib
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from trucewatch.cli.common import days_options, opened, watch_option
from trucewatch.errors import UsageError

if TYPE_CHECKING:
    from trucewatch.ledger import Ledger
    from trucewatch.pipeline import Tools

FORMATS = ("html", "pdf", "md", "json")


@click.command()
@click.option("--day", metavar="DAY", help="One day only.")
@days_options
@click.option("--format", "fmt", type=click.Choice(FORMATS), help="Default: by the file's ending.")
@click.option(
    "-o", "target", metavar="FILE", required=True, help="Where to write it; - for output."
)
@watch_option
def report(
    day: str | None,
    from_day: str | None,
    to_day: str | None,
    fmt: str | None,
    target: str,
    folder: Path,
) -> None:
    """Write the situation report of a watch."""
    from trucewatch import pipeline

    if day and (from_day or to_day):
        raise UsageError("--day and --from/--to exclude each other", fix="Use one of them.")
    chosen = fmt or Path(target).suffix.lstrip(".").replace("htm", "html").replace("htmll", "html")
    if chosen not in FORMATS:
        raise UsageError(
            f"no format fits {target!r}", fix=f"Add --format with one of {', '.join(FORMATS)}."
        )
    with opened(folder) as (ledger, tools):
        start, end = pipeline.period(tools, ledger, day or from_day, day or to_day)
        path = None if target == "-" else Path(target)
        data = write(ledger, tools, from_day=start, to_day=end, fmt=chosen, target=path)
    if path is None:
        sys.stdout.buffer.write(data)
    else:
        click.echo(str(path.resolve()))


def write(
    ledger: Ledger, tools: Tools, *, from_day: str, to_day: str, fmt: str, target: Path | None
) -> bytes:
    """Build the report from the public record, write it, and record that it was written."""
    from trucewatch import pipeline, publish
    from trucewatch import report as report_room
    from trucewatch.ledger.projections import ReportWritten

    assert tools.watch is not None
    record = publish.public(pipeline.record(ledger, tools))
    built = report_room.build(record, from_day=from_day, to_day=to_day, cutoff=tools.watch.cutoff)
    data = report_room.render(built, fmt)
    if target is not None:
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(data)
        except OSError as error:
            raise UsageError(
                f"{target} cannot be written: {error.strerror}", fix="Name another file with -o."
            ) from error
    digest = hashlib.sha256(data).hexdigest()
    written = ReportWritten(from_day=from_day, to_day=to_day, format=fmt, sha256=digest)
    ledger.append("report.written", "report", written, key=f"report.written:{digest}")
    return data
