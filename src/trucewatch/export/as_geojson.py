"""GeoJSON (RFC 7946): incidents on a map, where the public edition lets them be shown.

A place that no report lets us put on a map is a feature without geometry, not a missing one.
"""

from __future__ import annotations

from typing import Any

import msgspec

from trucewatch.model import Incident, Merged, Record


def figures(record: Record) -> Merged:
    """Return the incidents: what parties count themselves is no incident."""
    return Merged(incidents=record.merged.incidents)


def export(record: Record, *, from_day: str, to_day: str) -> bytes:
    """Return one FeatureCollection; the signed checkpoint is a member of it."""
    whole = {
        "type": "FeatureCollection",
        "title": record.watch.title,
        "from": from_day,
        "to": to_day,
        "as_of": record.seq,
        "checkpoint": record.checkpoint,
        "features": [_feature(row) for row in record.merged.incidents],
    }
    return msgspec.json.format(msgspec.json.encode(whole), indent=1) + b"\n"


def _feature(one: Incident) -> dict[str, Any]:
    """Return a feature; `uncertainty_m` is the radius that the true place lies in."""
    return {
        "type": "Feature",
        "id": one.id,
        "geometry": one.where.geometry,
        "properties": {
            "id": one.id,
            "act": one.act,
            "from": one.when.start,
            "to": one.when.end,
            "time_basis": one.when.basis,
            "place": one.where.name,
            "precision": one.where.precision,
            "uncertainty_m": one.where.uncertainty_m,
            "occurrence": one.occurrence,
            "attribution": one.attribution,
            "told": one.told,
            "planned": one.planned,
            "perpetrators": one.perpetrators,
            "targets": one.targets,
            "reports": len(one.claims),
            "voices": len(one.voices),
            "figures": [
                {
                    name: getattr(row, name)
                    for name in ("kind", "group", "side", "count_basis", "low", "best", "high")
                }
                | {"words": row.words}
                for row in one.figures
            ],
        },
    }
