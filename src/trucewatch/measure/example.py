"""`trucewatch eval example`: the whole flow over the example watch, against its gold."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from trucewatch import assess as assess_room
from trucewatch import config, pipeline
from trucewatch import merge as merge_room
from trucewatch.errors import TrucewatchError
from trucewatch.intake.folder import inputs_of
from trucewatch.measure import claims as claim_scores
from trucewatch.measure import groupings
from trucewatch.measure.gold import Gold, GoldClaim, GoldReport, Split, anchored, load, words_at
from trucewatch.measure.scores import Tally, digest
from trucewatch.model import Claim, Document, Span

WATCH = "idlib-2020"


def score(folder: Path, *, split: Split | None = None) -> dict[str, Any]:
    """Measure passages, claims, incidents and findings.

    Args:
        folder: the gold (tests/corpus/example).
        split: only this half for passages and claims; None measures both halves apart too.

    Returns:
        figures by name, `misses` by kind, and the digest of the annotations.
    """
    gold = load(folder)
    tools = pipeline.tools_for(config.example(WATCH))
    documents = _documents(gold)
    readings = {stem: pipeline.read(doc, tools).claims for stem, doc in documents.items()}
    figures: dict[str, Any] = {"digest": digest(gold.files())}
    for half in ("dev", "test") if split is None else (split,):
        stems = [stem for stem, row in gold.reports.items() if row.split == half]
        rows = {name: tally.row() for name, tally in _claims(gold, documents, readings, stems)}
        rows["passages"] = _passages(gold, documents, stems).row()
        figures[half] = rows
    figures |= _added_up(gold, documents, readings, tools)
    return figures


def _documents(gold: Gold) -> dict[str, Document]:
    """Read the example's reports; every gold file must belong to one of them."""
    reports = config.example(WATCH) / config.REPORTS
    documents = {
        Path(one.name).stem: taken.document
        for one in inputs_of([reports])
        for taken in pipeline.documents_of(one)
    }
    missing = sorted(set(gold.reports) - set(documents))
    if missing:
        raise TrucewatchError(
            f"the gold annotates reports that are not there: {', '.join(missing)}",
            fix="Remove those files, or bring the reports back.",
        )
    return {stem: documents[stem] for stem in gold.reports}


def _gold_rows(stem: str, report: GoldReport, document: Document) -> list[tuple[GoldClaim, Span]]:
    return [
        (row, anchored(document, row, f"{stem}.toml claim {number}"))
        for number, row in enumerate(report.claim)
    ]


def _claims(
    gold: Gold,
    documents: dict[str, Document],
    readings: dict[str, tuple[Claim, ...]],
    stems: list[str],
) -> list[tuple[str, Tally]]:
    rows = [
        (readings[stem], _gold_rows(stem, gold.reports[stem], documents[stem])) for stem in stems
    ]
    return list(claim_scores.score(rows).items())


def _passages(gold: Gold, documents: dict[str, Document], stems: list[str]) -> Tally:
    """A passage is right when kind, start and end all are (boilerplate is not counted)."""
    tally = Tally()
    for stem in stems:
        document = documents[stem]
        text, at = document.item.text, 0
        wanted = set()
        for row in gold.reports[stem].passage:
            start = _anchor(text, row.first, at, stem).start
            at = _anchor(text, row.last, start, stem).end
            wanted.add((row.kind, start, at))
        found = {(row.kind, row.start, row.end) for row in document.passages}
        wanted = {row for row in wanted if row[0] != "boilerplate"}
        found = {row for row in found if row[0] != "boilerplate"}
        tally.add(right=len(wanted & found), found=len(found), wanted=len(wanted))
    return tally


def _anchor(text: str, words: str, start: int, stem: str) -> Span:
    found = words_at(text, words, start)
    if found is None:
        raise TrucewatchError(
            f"{stem}.toml: the text has no {words!r} after code point {start}",
            fix="Copy the words of the passage exactly.",
        )
    return found


def _added_up(
    gold: Gold,
    documents: dict[str, Document],
    readings: dict[str, tuple[Claim, ...]],
    tools: pipeline.Tools,
) -> dict[str, Any]:
    """Measure incidents and findings over the whole month (both halves feed each other)."""
    ids = {}
    for stem, report in gold.reports.items():
        rows = _gold_rows(stem, report, documents[stem])
        for number, claim in claim_scores.match(readings[stem], rows).items():
            ids[f"{stem}#{number}"] = claim.id
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
