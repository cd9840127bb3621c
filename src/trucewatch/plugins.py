"""Plug-in points: one Protocol each, found through entry points, built-ins alike.

A package adds a reader, extractor, gazetteer, provision type, exporter or ledger by naming an
object under one of `GROUPS` in its `[project.entry-points]`. Objects are imported when a command
asks for the group, never at start-up.
"""

from __future__ import annotations

from collections.abc import Sequence
from importlib.metadata import entry_points
from typing import Any, Final, Protocol, runtime_checkable

from trucewatch.errors import TrucewatchError
from trucewatch.model import Claim, Document, Finding, Issue, PlaceMention, Reading, Record

GROUPS: Final = (
    "trucewatch.intake",
    "trucewatch.extractors",
    "trucewatch.gazetteers",
    "trucewatch.provisions",
    "trucewatch.exporters",
    "trucewatch.ledgers",
)


@runtime_checkable
class Extractor(Protocol):
    """Reads claims; whatever it returns obeys the span rule or is rejected as an issue."""

    name: str

    def read(self, document: Document, mentions: Sequence[PlaceMention]) -> Reading:
        """Return the claims of one document, with issues for what could not be read."""
        ...


@runtime_checkable
class Gazetteer(Protocol):
    """A set of named places, as a pack file that the places room can open."""

    name: str

    def path(self) -> str:
        """Return the path of the pack."""
        ...


@runtime_checkable
class ProvisionType(Protocol):
    """Assesses one type of provision day by day."""

    name: str

    def assess(self, *args: Any, **keywords: Any) -> tuple[Finding, ...]:
        """Return one finding per day."""
        ...


@runtime_checkable
class Exporter(Protocol):
    """Writes a record in one format."""

    name: str

    def export(self, record: Record) -> bytes:
        """Return the file's bytes."""
        ...


@runtime_checkable
class LedgerStore(Protocol):
    """What the pipeline needs of a ledger, whichever engine is behind it."""

    def append(self, kind: str, stream: str, value: object, *, key: str) -> int | None:
        """Append one event; None when the key is already there."""
        ...

    def documents(self) -> tuple[Document, ...]:
        """Return all documents."""
        ...

    def claims(self) -> tuple[Claim, ...]:
        """Return all current claims."""
        ...

    def issues(self) -> tuple[Issue, ...]:
        """Return all issues."""
        ...


def found(group: str) -> dict[str, Any]:
    """Import and return the objects that installed packages register under `group`, by name.

    Raises:
        TrucewatchError: a plug-in cannot be imported; names the package that brought it.
    """
    if group not in GROUPS:
        raise TrucewatchError(
            f"{group!r} is no plug-in point", fix=f"Plug-in points: {', '.join(GROUPS)}."
        )
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
