"""Plug-in points: objects that installed packages register by entry point.

A package adds a format reader, an extractor or a provision type by naming an object under one of
`GROUPS` in its `[project.entry-points]`. Objects are imported when a command needs the group,
never at start-up. What each has to look like is a Protocol in the room that calls it.
"""

from __future__ import annotations

from functools import cache
from importlib.metadata import entry_points
from typing import Any, Final

from trucewatch.errors import TrucewatchError, UsageError

GROUPS: Final[dict[str, str]] = {
    "trucewatch.intake": "trucewatch.intake.readers.Reader",
    "trucewatch.extractors": "trucewatch.pipeline.Extractor",
    "trucewatch.exporters": "trucewatch.export.Exporter",
    "trucewatch.gazetteers": "trucewatch.places.atlas.Gazetteer",
    "trucewatch.provisions": "trucewatch.assess.types.ProvisionType",
}
"""Group -> the Protocol that its objects follow."""


@cache
def found(group: str) -> dict[str, Any]:
    """Import and return the objects that installed packages register under `group`, by name.

    Raises:
        UsageError: there is no such group.
        TrucewatchError: a plug-in cannot be imported; names the package that brought it.
    """
    if group not in GROUPS:
        raise UsageError(f"{group!r} is no plug-in point", fix=f"Points: {', '.join(GROUPS)}.")
    objects = {}
    for point in sorted(entry_points(group=group), key=lambda row: row.name):
        try:
            objects[point.name] = point.load()
        except Exception as error:
            owner = point.dist.name if point.dist else "an unknown package"
            raise TrucewatchError(
                f"the plug-in {point.name!r} of {owner} cannot be imported: {error}",
                fix=f"Update or uninstall {owner}.",
            ) from error
    return objects
