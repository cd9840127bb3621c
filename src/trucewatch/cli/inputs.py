"""`trucewatch add` and `trucewatch read`."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from trucewatch.cli.common import as_json as json_option
from trucewatch.cli.common import opened, plural, progress, published_option, watch_option
from trucewatch.errors import UsageError

if TYPE_CHECKING:
    from trucewatch.intake.folder import Input
    from trucewatch.ledger import Ledger
    from trucewatch.model import Document, Reading
    from trucewatch.pipeline import Added, Tools

SCHEMA = "trucewatch.read/1"
SCHEMA_MANY = "trucewatch.read-many/1"


@click.command()
@click.argument("paths", metavar="PATH|-...", nargs=-1, required=True)
@click.option("--source", metavar="ID", help="The outlet, as in sources.toml.")
@published_option
@click.option(
    "--fetch/--no-fetch",
    "fetching",
    default=None,
    help="Fetch the addresses among PATH (default: `watch.fetch` of watch.toml, which is off).",
)
@watch_option
def add(
    paths: tuple[str, ...],
    *,
    source: str | None,
    published: str | None,
    fetching: bool | None,
    folder: Path,
) -> None:
    """Take reports into the ledger: files, folders, globs, addresses, or - for standard input.

    A reports.toml beside the files says what is known about each (source, published, url).
    Adding something again changes nothing.
    """
    from trucewatch.intake import Known
    from trucewatch.intake.fetch import Fetcher
    from trucewatch.intake.folder import inputs_of

    with opened(folder) as (ledger, tools):
        _known_source(source, tools)
        inputs = inputs_of(
            paths,
            known=Known(
                source=source,
                published=published,
                captured_at=datetime.now(UTC).isoformat(timespec="seconds"),
            ),
            fetch=Fetcher() if _may_fetch(fetching, tools) else None,
            stdin=sys.stdin.buffer.read() if "-" in paths else b"",
        )
        added = add_all(ledger, list(inputs), tools)
    click.echo(closing_table(added))
    if any(row.outcome == "refused" for row in added):
        sys.exit(1)


def _may_fetch(asked: bool | None, tools: Tools) -> bool:
    """Fetching is the user's decision: for this call, or for the watch; otherwise it is off."""
    if asked is not None:
        return asked
    return tools.watch is not None and tools.watch.fetch


def _known_source(source: str | None, tools: Tools) -> None:
    """Refuse a mistyped --source: what is recorded with it stays recorded."""
    from difflib import get_close_matches

    known = [row.id for row in tools.watch.sources] if tools.watch else []
    if source is None or source in known:
        return
    near = get_close_matches(source, known, n=1)
    hint = f"Did you mean {near[0]}? " if near else ""
    raise UsageError(
        f"--source {source!r} is not in sources.toml",
        fix=f"{hint}Ids there: {', '.join(known) or '(none yet)'}; add a row for a new outlet.",
    )


def add_all(ledger: Ledger, inputs: Sequence[Input], tools: Tools) -> list[Added]:
    """Add every input, with a progress bar on a terminal."""
    from trucewatch import pipeline

    rows = pipeline.add(ledger, inputs, tools)
    with progress(rows, label="Reading", length=len(inputs)) as shown:
        return list(shown)


def closing_table(added: Sequence[Added]) -> str:
    """Return what became of the inputs: counts, then every input that needs a look."""
    counts = Counter(row.outcome for row in added)
    claims = sum(row.claims for row in added)
    head = ", ".join(f"{counts[name]} {name}" for name in ("read", "duplicate", "empty", "refused"))
    boxes = [row for row in added if row.outcome == "unpacked"]
    lines = [f"{plural(len(added) - len(boxes), 'input')}: {head}. {plural(claims, 'claim')}."]
    lines += [f"  taken apart: {row.name}: {row.reason}" for row in boxes]
    lines += [f"  not read: {row.name}: {issue.message}" for row in boxes for issue in row.issues]
    lines += [
        f"  {row.outcome}: {row.name}: {row.reason or 'no readable text'}"
        for row in added
        if row.outcome in ("refused", "empty")
    ]
    codes = Counter(issue.code for row in added for issue in row.issues)
    if codes:
        told = ", ".join(f"{code} {count}" for code, count in codes.most_common())
        lines.append(f"  issues to look at (in the report under what we could not see): {told}")
    return "\n".join(lines)


@click.command()
@click.argument("file", metavar="FILE", type=click.Path(dir_okay=False, allow_dash=True))
@json_option
@click.option("--source", metavar="ID", help="The outlet, as in sources.toml.")
@published_option
@click.option(
    "--watch",
    "folder",
    type=click.Path(path_type=Path, file_okay=False),
    help="Read with the tables of this watch (default: the bundled ones).",
)
def read(
    file: str, *, as_json: bool, source: str | None, published: str | None, folder: Path | None
) -> None:
    """Show what would be read in FILE (- for standard input); needs no ledger, writes nothing."""
    import msgspec

    from trucewatch import intake, pipeline

    known = intake.Known(source=source, published=published)
    tools = pipeline.tools_for(folder)
    taken = list(pipeline.items_of(_bytes(file), Path(file).name, known, tools))
    found = [(one, pipeline.read(one.document, tools)) for one in taken]
    if as_json:
        answers = [answer(one.document, reading) for one, reading in found]
        # A file that holds several items (a feed, a chat) is answered item by item.
        whole = answers[0] if len(taken) == 1 else {"schema": SCHEMA_MANY, "items": answers}
        click.echo(msgspec.json.format(msgspec.json.encode(whole), indent=1))
        return
    for one, reading in found:
        if len(taken) > 1:
            click.echo(f"== {one.name}")
        click.echo(listing(one.document, reading))


def _bytes(file: str) -> bytes:
    if file == "-":
        return sys.stdin.buffer.read()
    try:
        return Path(file).read_bytes()
    except OSError as error:
        raise UsageError(
            f"{file} cannot be read: {error.strerror}", fix="Check the path and its permissions."
        ) from error


def answer(document: Document, reading: Reading) -> dict[str, Any]:
    """Return the one JSON object of `read --json` (DESIGN section 6)."""
    return {
        "schema": SCHEMA,
        "item": document.item,
        "passages": document.passages,
        "claims": reading.claims,
        "leads": document.leads,
        "issues": (*document.issues, *reading.issues),
    }


def listing(document: Document, reading: Reading) -> str:
    """Return the answer for a person: passages by kind, claims with their words, issues."""
    text = document.item.text
    kinds = Counter(passage.kind for passage in document.passages)
    lines = [
        document.item.title or "(no title)",
        ", ".join(f"{count} {kind.replace('_', ' ')}" for kind, count in kinds.items()),
        *_flagged(document),
        "",
    ]
    for number, claim in enumerate(reading.claims, start=1):
        said = claim.attribution
        lines.append(f"{number}. {claim.act.replace('_', ' ')} ({claim.modality})")
        lines.append(f"   “{' '.join(claim.sentence.of(text).split())}”")
        for label, value in (
            ("by", ", ".join(one.text for one in claim.perpetrators)),
            ("against", ", ".join(one.text for one in claim.targets)),
            ("with", ", ".join(one.text for one in claim.participants)),
            ("where", claim.place.text if claim.place else ""),
            ("when", f"{claim.time.text} ({claim.time.start})" if claim.time else ""),
            (
                "figures",
                "; ".join(
                    f"{one.kind}: {one.text} {one.group.text if one.group else ''}".strip()
                    for one in claim.figures
                ),
            ),
            ("says", said.source_text or said.form),
            (
                "label used by the source",
                "; ".join(f"“{one.text}” = {one.neutral or 'unspecified'}" for one in claim.labels),
            ),
        ):
            if value:
                lines.append(f"   {label}: {value}")
    if not reading.claims:
        lines.append("No happenings.")
    lines += [f"lead: {lead.title or 'a quoted document'}" for lead in document.leads]
    lines += [f"issue {row.code}: {row.message}" for row in (*document.issues, *reading.issues)]
    return "\n".join(lines)


def _flagged(document: Document) -> list[str]:
    """Count what readers' comments are flagged for; their words stay in the working record."""
    flags = Counter(flag.kind for row in document.passages for flag in row.flags)
    told = ", ".join(f"{kind} {count}" for kind, count in flags.most_common())
    return [f"comments flagged: {told}"] if told else []
