"""`trucewatch export` and `trucewatch proof`: what outsiders receive, and how they check it."""

from __future__ import annotations

import json
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

import click

from trucewatch.cli.common import as_of_option, days_options, opened, plural, watch_option
from trucewatch.cli.reports import bring_up_to_date, signed_note
from trucewatch.errors import UsageError

if TYPE_CHECKING:
    from trucewatch.ledger import Ledger, Reads
    from trucewatch.ledger.proofs import Published
    from trucewatch.model import Record

SCRIPT = "verify_export.py"
FILE = click.Path(path_type=Path, dir_okay=False)


@click.command()
@click.argument("fmt", metavar="FORMAT")
@click.option("-o", "target", metavar="FILE", type=FILE, required=True, help="Where to write it.")
@click.option("--day", metavar="DAY", help="One day only.")
@days_options
@as_of_option
@click.option("--no-proof", is_flag=True, help="Write the file alone.")
@watch_option
def export(
    fmt: str,
    target: Path,
    day: str | None,
    from_day: str | None,
    to_day: str | None,
    as_of: int | str | None,
    *,
    no_proof: bool,
    folder: Path,
) -> None:
    """Write the public edition for other tools: FORMAT is json, csv or geojson.

    Beside FILE it writes FILE.proof.json, FILE.checkpoint.txt and verify_export.py, with which
    anybody can check every figure in it without trucewatch (docs/checking.md).
    """
    import msgspec

    from trucewatch import export as formats
    from trucewatch import gather, publish
    from trucewatch.ledger.proofs import Published

    if day and (from_day or to_day):
        raise UsageError("--day and --from/--to exclude each other", fix="Use one of them.")
    chosen = formats.exporter(fmt)
    with opened(folder) as (ledger, tools):
        known = ledger if as_of is None else ledger.as_of(as_of)
        start, end = gather.period(tools.watched, known, day or from_day, day or to_day)
        if as_of is None:
            bring_up_to_date(ledger, tools, start, end)
        note = signed_note(ledger)
        record = gather.record(known, tools.watched, tools.agreements, checkpoint=note)
        whole = publish.public(record)
        edition = formats.within(whole, start, end)
        data = chosen.export(edition, from_day=start, to_day=end)
        _written(target, data)
        outside = len(whole.merged.incidents) - len(edition.merged.incidents)
        if outside:
            click.echo(
                f"{plural(outside, 'incident')} outside {start} to {end} left out: "
                "--from and --to name other days.",
                err=True,
            )
        what = Published(start, end, fmt, data, target.name)
        if note is None or no_proof:
            click.echo("Without a proof: nobody can check these figures.", err=True)
        else:
            path = target.with_name(f"{target.name}.proof.json")
            shown = msgspec.structs.replace(edition, merged=chosen.figures(edition))
            _prove(ledger, shown, what, path, known=known, hidden=_hidden(record, known))
    click.echo(str(target.resolve()))


@click.command()
@click.option("-o", "target", metavar="FILE", type=FILE, required=True, help="Where to write it.")
@watch_option
def proof(target: Path, folder: Path) -> None:
    """Write a proof of all figures for outsiders, and the script that checks it beside it.

    The script needs Python and nothing else: no trucewatch, no network. Figures from reports that
    name private persons are left out and listed.
    """
    from trucewatch import gather, publish
    from trucewatch.ledger.proofs import Published

    with opened(folder) as (ledger, tools):
        start, end = gather.period(tools.watched, ledger)
        record = gather.record(ledger, tools.watched, tools.agreements)
        what, hidden = Published(start, end, "proof"), _hidden(record, ledger)
        _prove(ledger, publish.public(record), what, target, known=ledger, hidden=hidden)


def _hidden(record: Record, known: Reads) -> frozenset[str]:
    """Return the items that no proof may show: by what was recorded, before people edited it.

    A proof carries whole readings, so every claim counts, whatever days are published.
    """
    import msgspec

    from trucewatch import publish

    recorded = msgspec.structs.replace(record, claims=known.claims())
    return publish.naming_private_persons(publish.public(recorded))


def _prove(
    ledger: Ledger,
    edition: Record,
    what: Published,
    target: Path,
    *,
    known: Reads,
    hidden: frozenset[str],
) -> None:
    """Write the proof of a public edition, its checkpoint, and the script that checks them."""
    from trucewatch.ledger.proofs import proof_bundle

    bundle = proof_bundle(ledger, edition.merged, what, known=known, hidden=hidden)
    note = target.with_name(f"{what.file or target.name}.checkpoint.txt")
    script = target.with_name(SCRIPT)
    _written(target, json.dumps(bundle, ensure_ascii=False).encode())
    _written(note, bundle["checkpoint"].encode())
    _written(script, (files("trucewatch.ledger.standalone") / SCRIPT).read_bytes())
    if edition.watch.publication.coarsen_m > 0:
        click.echo(
            "Note: this watch publishes coarse positions; the claims in a proof carry those that "
            "the place names stand for.",
            err=True,
        )
    told = json.loads(bundle["published"])
    click.echo(f"{plural(len(told['figures']), 'figure')} proved, {len(told['left_out'])} not.")
    for row in told["left_out"]:
        click.echo(f"  not proved: {row['id']} {row['kind']}: {row['reason']}")
    key = bundle["verifier_keys"][-1]
    click.echo(f'Check: python3 {script} {target} --evidence DIR --key "{key}"')


def _written(target: Path, data: bytes) -> None:
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)
    except OSError as error:
        raise UsageError(
            f"{target} cannot be written: {error.strerror}", fix="Name another file with -o."
        ) from error
