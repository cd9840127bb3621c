"""From bytes to documents: choose a reader, read, and say what is known of each item."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final, NamedTuple

from msgspec import structs

from trucewatch.errors import IntakeError
from trucewatch.intake.known import Known
from trucewatch.intake.metadata import (
    Dated,
    checked_date,
    choose_date,
    file_date,
    language_of,
    stated_date,
)
from trucewatch.intake.parts import Container, Part, Unpacked, draft_of, partial
from trucewatch.intake.readers import Draft, Hints, Reader
from trucewatch.model import Custody, Document, Issue, Item
from trucewatch.model.vocabulary import CLAIM_BEARING

_DEEPEST: Final = 3
"""A mail with a feed with a page in it; what is nested deeper was built to be deep."""


class Taken(NamedTuple):
    """One item of an input with its own bytes, whose sha256 is its id.

    `parts` is None for an item; for a container it counts the items taken out of it, and its
    document holds no text, only the issues of what could not be read.
    """

    name: str
    data: bytes
    document: Document
    parts: int | None = None


def identity(data: bytes) -> str:
    """Return the id of the item with these bytes."""
    return f"sha256:{hashlib.sha256(data).hexdigest()}"


def read(
    data: bytes, name: str, known: Known, formats: Sequence[Reader | Container], depth: int = 0
) -> Iterator[Taken]:
    """Yield the item of an input; or every item of a container, and the container last.

    Raises:
        IntakeError: nothing can be read from the input, or the given date is no date.
    """
    if known.published is not None:
        checked_date(known.published)
    reader = choose(formats, data, name)
    hints = Hints(name=name, language=known.language, source=known.source)
    if not isinstance(reader, Container):
        yield Taken(name, data, document_of(data, reader.read(data, hints), name, known))
        return
    box = reader.unpack(data, hints)
    issues = list(box.issues)
    known_as = identity(data)
    whole: Part | None = None
    count = 0
    for found in box.parts:
        # The note says which file a part was taken out of.
        note = f"{found.note or found.name} of {name} ({known_as})"
        part = structs.replace(found, note=note) if found.data else found
        if not part.data:
            whole = part
            continue
        try:
            for one in _items(part, name, known, formats, depth):
                count += one.parts is None
                yield one
        except IntakeError as error:
            issues.append(partial(f"{part.name} could not be read ({error.message}): {error.fix}"))
    if whole is not None:
        draft = draft_of(whole)
        draft = replace(draft, issues=(*draft.issues, *issues))
        yield Taken(name, data, document_of(data, draft, name, known, whole.note))
        return
    if not count and not issues:
        issues.append(
            Issue(
                code="text_empty",
                message="the file holds no items: check it, or export it again from its origin",
            )
        )
    yield Taken(name, data, _container(data, box, issues, name, known), count)


def _items(
    part: Part, container: str, known: Known, formats: Sequence[Reader | Container], depth: int
) -> Iterator[Taken]:
    """Yield the items of a part: itself, or what a file of its own holds."""
    name = f"{container}#{part.name}"
    own = any(stated_date(stated) for stated, _ in part.dates)
    within = Known(
        source=known.source,
        # A date given for the container serves the items that state none.
        published=None if own else known.published,
        url=part.url,
        language=known.language,
        captured_at=part.captured_at or known.captured_at,
    )
    if part.blocks is not None:
        draft = draft_of(part, vouched=known.source is not None)
        document = document_of(part.data, draft, name, within, part.note)
        yield Taken(name, part.data, document)
        return
    if depth >= _DEEPEST:
        raise IntakeError("it is nested too deep", fix="save it as a file of its own and add that")
    for one in read(part.data, name, within, formats, depth + 1):
        item = one.document.item
        step = Custody(at=within.captured_at or "", action="taken out", note=part.note)
        item = structs.replace(item, custody=(*item.custody, step))
        yield one._replace(document=structs.replace(one.document, item=item))


def document_of(data: bytes, draft: Draft, name: str, known: Known, note: str = "") -> Document:
    """Return the document of a draft, dated and with its language and custody.

    `note` says where in a container it stood; a file's name dates what states no date itself.
    """
    dates = [*draft.dates]
    from_name = file_date(name)
    if from_name and not (note and dates):
        dates.append(from_name)
    if known.published is not None:
        dates.insert(0, Dated(known.published, "the given date"))
    published_at, issues = choose_date(dates)
    if not draft.article:
        issues = [issue for issue in issues if issue.code != "date_missing"]
    elif not any(passage.kind in CLAIM_BEARING for passage in draft.passages):
        issues.append(_empty(draft))
    return _document(
        Item(
            id=identity(data),
            text=draft.text,
            media_type=draft.media_type,
            source=known.source,
            url=known.url or draft.url,
            published_at=published_at,
            captured_at=known.captured_at,
            language=known.language or draft.language or _language(draft),
            title=known.title or draft.title or _headline(draft),
            custody=_custody(data, known, note),
            origins=draft.origins,
        ),
        draft,
        issues,
    )


def _document(item: Item, draft: Draft, issues: Sequence[Issue]) -> Document:
    return Document(
        item=item,
        passages=draft.passages,
        leads=draft.leads,
        issues=tuple(
            Issue(code=issue.code, message=issue.message, span=issue.span, item=item.id)
            for issue in (*draft.issues, *issues)
        ),
        entry=draft.entry,
    )


def _container(
    data: bytes, box: Unpacked, issues: Sequence[Issue], name: str, known: Known
) -> Document:
    item = Item(
        id=identity(data),
        text="",
        media_type=box.media_type,
        # No source: the reports of an outlet are the items, not the file they came in.
        url=known.url,
        captured_at=known.captured_at,
        title=known.title or name.rsplit("/", 1)[-1],
        custody=_custody(data, known, ""),
    )
    return _document(item, Draft(text="", media_type=box.media_type, passages=()), issues)


def _custody(data: bytes, known: Known, note: str) -> tuple[Custody, ...]:
    at = known.captured_at
    steps = [Custody(at=at, action="received", note=f"{len(data)} bytes")] if at else []
    if known.fetched_from:
        steps.append(Custody(at=at or "", action="fetched", note=known.fetched_from))
    if known.cut_from:
        steps.append(Custody(at=at or "", action="taken out", note=known.cut_from))
    if note:
        steps.append(Custody(at=at or "", action="taken out", note=note))
    return tuple(steps)


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
    """Guess from what the outlet wrote; readers may write in other languages.

    The words of an entry are names and numbers: they tell nothing.
    """
    if draft.entry is not None:
        return None
    return language_of(
        " ".join(
            passage.span.of(draft.text)
            for passage in draft.passages
            if passage.kind in CLAIM_BEARING
        )
    )


def choose(readers: Sequence[Reader | Container], data: bytes, name: str) -> Reader | Container:
    """Return the reader that is surest of the bytes; the earlier one where two are equally so."""
    return max(readers, key=lambda reader: reader.sniff(data, name))
