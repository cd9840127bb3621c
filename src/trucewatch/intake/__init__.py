"""Intake: bytes in, documents of passages out.

`read_document` and `read_documents` are the entries. Each format is one file; `thread.py` tells
article from reader thread; `copies.py` finds republished text; `folder.py` walks inputs.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache

from trucewatch import plugins
from trucewatch.errors import IntakeError
from trucewatch.intake.containers import CONTAINERS
from trucewatch.intake.html import HtmlReader
from trucewatch.intake.known import Known
from trucewatch.intake.markdown import MarkdownReader
from trucewatch.intake.parts import Container
from trucewatch.intake.readers import Draft, Hints, Reader
from trucewatch.intake.reading import Taken, identity, read
from trucewatch.intake.text import TextReader
from trucewatch.model import Document

READERS: tuple[Reader | Container, ...] = (
    TextReader(),
    MarkdownReader(),
    HtmlReader(),
    *CONTAINERS,
)
"""The readers that come with trucewatch; plug-ins of group `trucewatch.intake` follow them."""


@cache
def readers() -> tuple[Reader | Container, ...]:
    """Return the built-in readers and those of installed plug-ins, built-ins first."""
    return (*READERS, *plugins.found("trucewatch.intake").values())


__all__ = [
    "READERS",
    "Container",
    "Draft",
    "Hints",
    "Known",
    "Reader",
    "Taken",
    "identity",
    "read_document",
    "read_documents",
    "readers",
]


def read_document(
    data: bytes,
    *,
    name: str,
    source: str | None = None,
    published: str | None = None,
    url: str | None = None,
    title: str | None = None,
    language: str | None = None,
    captured_at: str | None = None,
    formats: Sequence[Reader | Container] | None = None,
) -> Document:
    """Read one input that is one item.

    Args:
        data: the bytes as received; the item's id is their sha256.
        name: file name or address, for messages and as a hint to format and date.
        source: id of the outlet in sources.toml.
        published: ISO 8601 date, or date and time; wins over what the page states.
        url: where it was published; wins over what the page states.
        title: headline; wins over what the page states.
        language: ISO 639-1 code; wins over what the page states and over the guess.
        captured_at: ISO 8601 time of receipt, for the custody entry.
        formats: readers to choose from; default: all of `readers()`.

    Returns:
        The document: item, passages in order, leads, issues.

    Raises:
        IntakeError: the bytes cannot be read at all (too large, binary), `published` is no
            date, or the input holds other items (see `read_documents`).
    """
    known = Known(
        source=source,
        published=published,
        url=url,
        title=title,
        language=language,
        captured_at=captured_at,
    )
    *others, last = read(data, name, known, readers() if formats is None else formats)
    if others or last.parts is not None:
        raise IntakeError(
            f"{name} is no single report: {len(others)} items were found in it",
            fix="add it to a watch with `trucewatch add`, which takes every item in",
        )
    return last.document


def read_documents(
    data: bytes,
    *,
    name: str,
    known: Known | None = None,
    formats: Sequence[Reader | Container] | None = None,
) -> Iterator[Taken]:
    """Read one input that may hold many items: a feed, a chat, a table, a mail, an archive.

    Arguments as for `read_document`. `known.source` and `known.language` are those of every item;
    an item's own date wins over `known.published`; `known.url` and `known.title` are the
    container's. The container itself comes last, so that it is known as read only when all its
    items are.

    Raises:
        IntakeError: as `read_document`. An item that cannot be read is an issue of its container.
    """
    return read(data, name, known or Known(), readers() if formats is None else formats)
