"""Intake: bytes in, a document of passages out.

`read_document` is the one entry. Each format is one file with one reader; `thread.py` tells
article from reader thread; `copies.py` finds republished text; `folder.py` walks inputs.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from functools import cache

from trucewatch import plugins
from trucewatch.intake.html import HtmlReader
from trucewatch.intake.markdown import MarkdownReader
from trucewatch.intake.metadata import Dated, checked_date, choose_date, file_date, language_of
from trucewatch.intake.readers import Draft, Hints, Reader, choose
from trucewatch.intake.text import TextReader
from trucewatch.model import Custody, Document, Issue, Item
from trucewatch.model.vocabulary import CLAIM_BEARING

READERS: tuple[Reader, ...] = (TextReader(), MarkdownReader(), HtmlReader())
"""The readers that come with trucewatch; plug-ins of group `trucewatch.intake` follow them."""


@cache
def readers() -> tuple[Reader, ...]:
    """Return the built-in readers and those of installed plug-ins, built-ins first."""
    return (*READERS, *plugins.found("trucewatch.intake").values())


__all__ = ["READERS", "Draft", "Hints", "Reader", "read_document", "readers"]


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
    formats: Sequence[Reader] | None = None,
) -> Document:
    """Read one input.

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
        IntakeError: the bytes cannot be read at all (too large, binary), or `published` is no
            date.
    """
    reader = choose(readers() if formats is None else formats, data, name)
    draft = reader.read(data, Hints(name=name, language=language))
    dates = [*draft.dates]
    if from_name := file_date(name):
        dates.append(from_name)
    if published is not None:
        dates.insert(0, Dated(checked_date(published), "the given date"))
    published_at, issues = choose_date(dates)
    if not any(passage.kind in CLAIM_BEARING for passage in draft.passages):
        issues.append(_empty(draft))
    identity = f"sha256:{hashlib.sha256(data).hexdigest()}"
    item = Item(
        id=identity,
        text=draft.text,
        media_type=draft.media_type,
        source=source,
        url=url or draft.url,
        published_at=published_at,
        captured_at=captured_at,
        language=language or draft.language or _language(draft),
        title=title or draft.title or _headline(draft),
        custody=(_received(len(data), captured_at),) if captured_at else (),
        origins=draft.origins,
    )
    found = [
        Issue(code=issue.code, message=issue.message, span=issue.span, item=identity)
        for issue in (*draft.issues, *issues)
    ]
    return Document(item=item, passages=draft.passages, leads=draft.leads, issues=tuple(found))


def _received(size: int, captured_at: str) -> Custody:
    return Custody(at=captured_at, action="received", note=f"{size} bytes")


def _empty(draft: Draft) -> Issue:
    if draft.passages:
        message = (
            "no article text was found, only comments or boilerplate: if the page has an article, "
            "save it as plain text and add that"
        )
    else:
        message = "the input holds no text: check the file, or fetch the page again"
    return Issue(code="text_empty", message=message)


def _headline(draft: Draft) -> str | None:
    return next(
        (
            " ".join(passage.span.of(draft.text).split())
            for passage in draft.passages
            if passage.kind == "headline"
        ),
        None,
    )


def _language(draft: Draft) -> str | None:
    """Guess from what the outlet wrote; readers may write in other languages."""
    return language_of(
        " ".join(
            passage.span.of(draft.text)
            for passage in draft.passages
            if passage.kind in CLAIM_BEARING
        )
    )
