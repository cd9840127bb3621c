"""`trucewatch eval example`: the whole flow over the example watch, against its gold."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from trucewatch import assess as assess_room
from trucewatch import config, pipeline
from trucewatch import merge as merge_room
from trucewatch.errors import TrucewatchError
from trucewatch.intake.folder import inputs_of
from trucewatch.measure import groupings
from trucewatch.measure.claims import match, row_of
from trucewatch.measure.gold import Gold, Split, load
from trucewatch.measure.reports import Read, figures, gold_rows
from trucewatch.measure.scores import digest
from trucewatch.model import Claim, Document

WATCH = "idlib-2020"


def score(folder: Path, *, split: Split | None = None) -> dict[str, Any]:
    """Measure passages, claims, incidents and findings.

    Args:
        folder: the gold (tests/corpus/example).
        split: only this half for passages and claims; None measures both halves apart too.

    Returns:
        figures by name, `misses` by kind, and the digest of the annotations.
    """
    tools = pipeline.tools_for(config.example(WATCH))
    read = read_all(folder, tools)
    gold = read.gold
    told: dict[str, Any] = {"digest": digest(gold.files())}
    for half in ("dev", "test") if split is None else (split,):
        stems = [stem for stem, row in gold.reports.items() if row.split == half]
        told[half] = figures(read, stems)
    told |= _added_up(gold, read.documents, read.claims, tools)
    return told


def read_all(folder: Path, tools: pipeline.Tools) -> Read:
    """Read the reports of the example watch with its own lists.

    Raises:
        TrucewatchError: an annotated report is not there.
    """
    gold = load(folder)
    documents = _documents(gold, tools)
    claims = {stem: pipeline.read(one, tools).claims for stem, one in documents.items()}
    return Read(gold, documents, claims)


def _documents(gold: Gold, tools: pipeline.Tools) -> dict[str, Document]:
    """Read the example's reports; every gold file must belong to one of them."""
    reports = config.example(WATCH) / config.REPORTS
    documents = {
        Path(one.name).stem: taken.document
        for one in inputs_of([reports])
        for taken in pipeline.documents_of(one, tools)
    }
    missing = sorted(set(gold.reports) - set(documents))
    if missing:
        raise TrucewatchError(
            f"the gold annotates reports that are not there: {', '.join(missing)}",
            fix="Remove those files, or bring the reports back.",
        )
    return {stem: documents[stem] for stem in gold.reports}


def _added_up(
    gold: Gold,
    documents: dict[str, Document],
    readings: dict[str, tuple[Claim, ...]],
    tools: pipeline.Tools,
) -> dict[str, Any]:
    """Measure incidents and findings over the whole month (both halves feed each other)."""
    ids = {}
    for stem, report in gold.reports.items():
        wanted = gold_rows(stem, report, documents[stem])
        found = [row_of(claim) for claim in readings[stem]]
        for number, index in match(found, wanted).items():
            ids[f"{stem}#{number}"] = readings[stem][index].id
    everything = tuple(documents.values())
    claims = [claim for rows in readings.values() for claim in rows]
    merged = merge_room.merge(claims, tools.watched, pipeline.copied(everything))
    assessment = assess_room.assess(
        merged,
        claims,
        tools.agreements,
        tools.watched,
        from_day=tools.watched.from_ or "",
        to_day=tools.watched.to or "",
        documents=everything,
    )
    findings, finding_misses = groupings.findings(assessment, gold.findings)
    scopes, scope_misses = groupings.scopes(assessment, merged, gold.scopes, ids)
    return {
        "incident_links": groupings.pairs(merged, gold.incidents, ids).row(),
        "occurrence_grades": groupings.grades(merged, gold.incidents, ids).row(),
        "patrol_outcomes": groupings.patrols(merged, gold.patrols, ids).row(),
        "findings": findings.row(),
        "scope_answers": scopes.row(),
        "misses": {"findings": finding_misses, "scope_answers": scope_misses},
    }
