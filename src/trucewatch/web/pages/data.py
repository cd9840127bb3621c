"""The same query as data: the working record for people signed in, the public edition for all."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, TypeVar

import msgspec
from starlette.responses import Response

from trucewatch import export, gather, publish
from trucewatch.errors import UsageError
from trucewatch.export import as_csv
from trucewatch.model import (
    Assessment,
    Incident,
    Merged,
    PatrolRun,
    Record,
    Restriction,
    Sighting,
    Tally,
)
from trucewatch.web.asking import Asking
from trucewatch.web.looking import Look, looking
from trucewatch.web.query import KINDS, Happening, fits

K = TypeVar("K", bound=Happening)
SCHEMA: Final = "trucewatch.happenings/1"
MEDIA: Final = {
    "json": "application/json",
    "csv": "text/csv; charset=utf-8",
    "geojson": "application/geo+json",
}


def as_json(asked: Asking) -> Response:
    """Return the happenings of a query as they stand in the working record."""
    look = looking(asked)
    whole = {
        "schema": SCHEMA,
        "query": look.query.string(),
        "as_of": look.known.data_seq,
        "happenings": [
            {"kind_of": KINDS[type(row)], **msgspec.to_builtins(row)} for row in look.rows
        ],
    }
    return Response(msgspec.json.encode(whole), media_type=MEDIA["json"])


def as_table(asked: Asking) -> Response:
    """Return the incidents of a query as a table, one line per figure; unknown stays empty."""
    look = looking(asked)
    first, last = look.query.from_day, look.query.to_day
    record = Record(
        watch=asked.desk.tools.watched,
        agreements=(),
        documents=(),
        claims=(),
        merged=_merged(look.of(Incident)),
        assessment=Assessment(),
        seq=look.known.data_seq,
    )
    table = as_csv.export(record, from_day=first, to_day=last)
    return attached(table, MEDIA["csv"], f"working-record-{first}-to-{last}.csv")


def edition(asked: Asking) -> Response:
    """Return what a query asks for of the public edition, in a format of `trucewatch export`.

    Raises:
        UsageError: there is no such format.
    """
    name = asked.request.path_params["format"]
    if name not in MEDIA:
        raise UsageError(f"there is no format {name!r}", fix=f"Formats: {', '.join(MEDIA)}.")
    look = looking(asked)
    first, last = look.query.from_day, look.query.to_day
    record = export.within(public(look), first, last)
    rows = (*record.merged.groupings, *record.merged.tallies)
    chosen = _merged(row for row in rows if fits(row, look.query))
    cited = {claim for row in chosen.groupings for claim in row.claims}
    cited |= {row.claim for row in chosen.tallies}
    record = msgspec.structs.replace(
        record,
        merged=chosen,
        claims=tuple(row for row in record.claims if row.id in cited)
        if chosen != record.merged
        else record.claims,
    )
    data = export.exporter(name).export(record, from_day=first, to_day=last)
    return attached(data, MEDIA[name], f"public-{first}-to-{last}.{name}")


def public(look: Look) -> Record:
    """Return the public edition of the record as known then, made once per version of the data."""
    tools = look.asked.desk.tools
    return look.kept(
        lambda: publish.public(gather.record(look.known, tools.watched, tools.agreements)),
        "public",
    )


def attached(data: bytes, media_type: str, name: str) -> Response:
    """Return a file to keep; `name` is of letters, digits, points and hyphens."""
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(data, media_type=media_type, headers=headers)


def _merged(rows: Iterable[Happening]) -> Merged:
    everything = tuple(rows)

    def of(kind: type[K]) -> tuple[K, ...]:
        return tuple(row for row in everything if isinstance(row, kind))

    return Merged(
        incidents=of(Incident),
        patrols=of(PatrolRun),
        sightings=of(Sighting),
        restrictions=of(Restriction),
        tallies=of(Tally),
    )
