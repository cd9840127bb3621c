"""`trucewatch eval` and `trucewatch bench`."""

from __future__ import annotations

import json
from importlib import import_module
from pathlib import Path
from typing import Any

import click

from trucewatch.cli.common import as_json as json_option
from trucewatch.errors import UsageError

EVALS = {
    "example": "the whole flow over the example watch (gold: tests/corpus/example)",
    "field": "reports of other theatres, read without a watch (gold: tests/corpus/field)",
    "wordings": "short plain reports, each thing said in another way (gold: tests/corpus/wordings)",
    "threads": "article and reader thread told apart (gold: tests/corpus/threads)",
    "articles": "article text of web pages, beside trafilatura (the Scrapinghub benchmark)",
    "copying": "republished text found (reports to copy from: tests/corpus/field/reports)",
    "places": "place names and expressions (gold: tests/corpus/places)",
    "geovirus": "place names of news from anywhere (GeoVirus.xml)",
    "ucdp": "place names of UCDP GED Syria (events/ of the data folder)",
    "maverick": "reports of one event grouped (maverick_event_report.csv.gz)",
    "muc": "incident templates of the MUC-4 task, beside systems of 1992 (the MUC-3/4 messages)",
    "plover": "act, source and target of single sentences (plover_gsr.json)",
    "re3d": "actors, weapons and places recognised (the re3d documents)",
    "treebank": "words, parts of speech and trees (a folder of *-test.conllu.gz)",
}


@click.command("eval")
@click.argument("name", metavar="NAME")
@click.option(
    "--data",
    type=click.Path(path_type=Path, file_okay=False),
    required=True,
    help="The folder with the gold annotations.",
)
@json_option
def eval_(name: str, data: Path, *, as_json: bool) -> None:
    """Measure accuracy on a gold set.

    \b
    NAME is one of:
      example   the whole flow over the example watch (gold: tests/corpus/example)
      field     reports of other theatres, read without a watch (gold: tests/corpus/field)
      wordings  short plain reports, each thing said in another way (gold: tests/corpus/wordings)
      threads   article and reader thread told apart (gold: tests/corpus/threads)
      articles  article text of web pages, beside trafilatura (ground-truth.json, html/)
      copying   republished text found, on copies made of the texts of the data folder
      places    place names and expressions (gold: tests/corpus/places)
      geovirus  place names of news from anywhere (GeoVirus.xml)
      ucdp      place names of UCDP GED Syria (events/ of the data folder)
      maverick  reports of one event grouped, fields only (maverick_event_report.csv.gz)
      muc       incident templates of the MUC-4 task (the MUC-3/4 messages)
      plover    act, source and target of single sentences (plover_gsr.json)
      re3d      actors, weapons and places recognised (the re3d documents)
      treebank  words, parts of speech and trees (a folder of *-test.conllu.gz)
    """  # noqa: D301  (\b is click's mark for lines to keep)
    if name not in EVALS:
        raise UsageError(f"there is no gold set {name!r}", fix=f"Names: {', '.join(EVALS)}.")
    if not data.is_dir():
        raise UsageError(f"{data} is no folder", fix=f"{name}: {EVALS[name]}.")
    figures = import_module(f"trucewatch.measure.{name}").score(data)
    click.echo(json.dumps(figures, indent=1) if as_json else table(figures))


@click.command()
@click.argument("name", metavar="NAME")
@click.option(
    "--size",
    "sizes",
    metavar="EVENTS",
    type=click.IntRange(min=1_000),
    multiple=True,
    help="Measure at this many events or incidents (repeatable; default of ledger: 10000 and "
    "100000, of merge: 10000, 100000 and 1000000, of assess: 62500, 125000 and 250000, "
    "of web: 20000).",
)
@click.option(
    "--data",
    type=click.Path(path_type=Path, file_okay=False, exists=True),
    help="read: a folder of ordinary text (.txt or treebanks) to read beside our own; web, map: "
    "where the made-up record is kept.",
)
@json_option
def bench(name: str, sizes: tuple[int, ...], data: Path | None, *, as_json: bool) -> None:
    """Measure speed.

    \b
    NAME is one of:
      demo     each step of the main job
      read     claims of the example reports, of candidate sentences, of ordinary text (--data)
      ledger   writing, reading and verifying events
      merge    invented claims of a year grouped, at once and report by report
      assess   incidents against all provisions of the six shipped agreements, one year
      intake   documents by format; with --size also a WARC file of so many MiB
      places   scanning for names, points in polygons, memory
      web      pages of the workbench at 200 requests a second while reports come in
      map      a map of many points in a browser, and its tiles
      help     the CPU time of `trucewatch --help`
    """  # noqa: D301  (\b is click's mark for lines to keep)
    from trucewatch.measure.bench import run

    figures = run(name, sizes, data)
    click.echo(json.dumps(figures, indent=1) if as_json else table(figures))


def table(figures: dict[str, Any], indent: str = "") -> str:
    """Return nested figures as aligned lines."""
    lines = []
    for name, value in figures.items():
        if isinstance(value, dict) and all(isinstance(v, int | float) for v in value.values()):
            told = "  ".join(f"{key} {number:g}" for key, number in value.items())
            lines.append(f"{indent}{name:<24} {told}")
        elif isinstance(value, dict):
            lines += [f"{indent}{name}", table(value, indent + "  ")]
        elif isinstance(value, list):
            lines += [f"{indent}{name} ({len(value)})", *(f"{indent}  {row}" for row in value)]
        else:
            lines.append(f"{indent}{name:<24} {value}")
    return "\n".join(lines)
