"""One's own table of places (CSV with a header).

Needed columns: `id`, `name`, `lat`, `lon` (degrees, WGS 84). Optional: `kind` (locality where
empty), `names` (`language=name` joined by a bar; the language is an ISO 639-3 code), `region` and
`county` (ids of the same pack), `population`, `pcode`, `source`, `licence`.
"""

from __future__ import annotations

from pathlib import Path

from trucewatch.errors import UsageError
from trucewatch.places.pack import Name, Row, Source
from trucewatch.places.sources.reading import population, position, rows_of

_NEEDED = ("id", "name", "lat", "lon")
_FIX = "docs/places.md lists the columns of an own table."


def places(path: Path) -> tuple[list[Row], list[Source]]:
    """Read a table; also return the sources that its rows name, with their licences.

    Raises:
        UsageError: a column is missing, an id stands twice or a position is off the globe; the
            message names file and line.
    """
    rows: dict[str, Row] = {}
    sources: dict[str, Source] = {}
    for line, row in rows_of(path, _NEEDED, _FIX):
        ident, name = row["id"], row["name"]
        if not ident or not name or ident in rows:
            what = f"id {ident!r} stands twice" if ident in rows else "id or name is empty"
            raise UsageError(f"{path}: line {line}: {what}", fix=_FIX)
        lat, lon = position(path, line, row["lat"], row["lon"])
        title = row.get("source", "")
        source = f"own:{title}" if title else "own"
        if title:
            licence = row.get("licence", "") or "not stated"
            sources[source] = Source(id=source, title=title, licence=licence, attribution=title)
        rows[ident] = Row(
            id=ident,
            kind=row.get("kind", "") or "locality",
            name=name,
            lat=lat,
            lon=lon,
            region=row.get("region", "") or None,
            county=row.get("county", "") or None,
            population=population(row.get("population", "")),
            pcode=row.get("pcode", "") or None,
            source=source,
            names=tuple(_name(part) for part in row.get("names", "").split("|") if part.strip()),
        )
    return list(rows.values()), list(sources.values())


def _name(part: str) -> Name:
    language, mark, text = part.partition("=")
    return Name(text=text.strip(), language=language.strip()) if mark else Name(text=part.strip())
