"""JSON: the public record, from each figure to the sentence that says it.

Texts of reports stay at home: they are their outlets'. A claim carries the sentence it stands in
and the address of its report.
"""

from __future__ import annotations

from typing import Any, Final

import msgspec

from trucewatch.model import Claim, Document, Figure, Merged, Record, Tally

SCHEMA: Final = "trucewatch.export/1"


def figures(record: Record) -> Merged:
    """Return all of them."""
    return record.merged


def export(record: Record, *, from_day: str, to_day: str) -> bytes:
    """Return one object; field names are those of `trucewatch.model`."""
    watch, merged = record.watch, record.merged
    texts = {row.item.id: row.item.text for row in record.documents}
    reports = {row.item for row in record.claims}
    whole = {
        "schema": SCHEMA,
        "watch": {"id": watch.id, "title": watch.title, "timezone": watch.timezone},
        "from": from_day,
        "to": to_day,
        "as_of": record.seq,
        "checkpoint": record.checkpoint,
        "sources": watch.sources,
        "incidents": merged.incidents,
        "patrols": merged.patrols,
        "sightings": merged.sightings,
        "restrictions": merged.restrictions,
        "tallies": [_tally(row) for row in merged.tallies],
        "findings": record.assessment.findings,
        "claims": [_claim(row, texts[row.item]) for row in record.claims],
        "reports": [_report(row) for row in record.documents if row.item.id in reports],
        "corrections": record.corrections,
        "issues": [{"code": row.code, "message": row.message} for row in record.issues],
    }
    return msgspec.json.format(msgspec.json.encode(whole), indent=1) + b"\n"


def _tally(row: Tally) -> dict[str, Any]:
    """Return a party's own count; it is a figure of that party, and never added to others."""
    figure = {
        "kind": "tally",
        "group": row.count_basis,
        **{name: getattr(row, name) for name in ("low", "best", "high", "words")},
    }
    told: dict[str, Any] = msgspec.to_builtins(row)
    return told | {"figures": [figure] if row.words is not None else []}


def _claim(row: Claim, text: str) -> dict[str, Any]:
    said = row.attribution
    return {
        "id": row.id,
        "report": row.item,
        "published_by": row.published_by,
        "published_at": row.published_at,
        "act": row.act,
        "modality": row.modality,
        "attribution": {"form": said.form, "source_text": said.source_text},
        "place": row.place.text if row.place else None,
        "time": row.time.text if row.time else None,
        "figures": [_figure(one) for one in row.figures],
        "sentence": row.sentence.of(text),
    }


def _figure(one: Figure) -> dict[str, Any]:
    names = ("kind", "low", "best", "high", "qualifier", "count_basis", "text")
    group = one.group.text if one.group else None
    return {"group": group, **{name: getattr(one, name) for name in names}}


def _report(row: Document) -> dict[str, Any]:
    names = ("id", "source", "url", "published_at", "language", "title")
    return {name: getattr(row.item, name) for name in names}
