"""Export: the public edition in the formats of other tools, one file per format.

An exporter gets a record that has been through `publish` and cut to the period, and returns bytes.
It reads nothing else and writes nothing itself. Counts stay ranges with open ends where the
reports leave them open; what is unknown stays empty and is never zero.
"""

from __future__ import annotations

from importlib import import_module
from typing import Final, Protocol, cast

from trucewatch import plugins
from trucewatch.errors import UsageError
from trucewatch.export.period import within
from trucewatch.model import Merged, Record

__all__ = ["FORMATS", "Exporter", "exporter", "within"]

FORMATS: Final[dict[str, str]] = {
    "json": "the public record: incidents, patrols, tallies, findings, and the claims behind them",
    "csv": "incidents for a spreadsheet, one line per figure",
    "geojson": "incidents on a map (RFC 7946)",
}
"""Built-in formats, imported when asked for: name -> what is in the file."""


class Exporter(Protocol):
    """A format: an installed package names one under `trucewatch.exporters`."""

    def figures(self, record: Record) -> Merged:
        """Return the incidents and tallies whose figures stand in the file: they are proved."""
        ...

    def export(self, record: Record, *, from_day: str, to_day: str) -> bytes:
        """Return the whole file for a public record that `within` has cut to these days."""
        ...


def exporter(name: str) -> Exporter:
    """Return the exporter of this format, a built-in one or a plug-in's.

    Raises:
        UsageError: there is no such format.
        TrucewatchError: a plug-in cannot be imported.
    """
    if name in FORMATS:
        return cast("Exporter", import_module(f"trucewatch.export.as_{name}"))
    others: dict[str, Exporter] = plugins.found("trucewatch.exporters")
    if name not in others:
        raise UsageError(
            f"there is no format {name!r}", fix=f"Formats: {', '.join([*FORMATS, *others])}."
        )
    return others[name]
