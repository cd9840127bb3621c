"""From the working record to the public edition (DESIGN section 1, principle 8).

- Only headlines, article text and captions stay; comments, nicknames, what a comment quotes and
  everything else around the article are cut out of the text, not blanked: their length says
  nothing any more. Passages of comments stay as empty spans, so that they can be counted.
- Names of private persons become "[name withheld]"; what the person is stands beside it.
- Points snap to the grid of `publication.coarsen_m`.
- Where the watch lies on the machine, and notes on how a file was kept, stay at home.

Text is edited, so every span is moved with it (`edits.Edited`) and the map to the stored original
is dropped: the public edition can be checked against itself, the working record against the bytes.
"""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from trucewatch.model import (
    CLAIM_BEARING,
    CODES,
    Claim,
    Document,
    Issue,
    Lead,
    Record,
    Span,
)
from trucewatch.publish.coarsen import coarsened
from trucewatch.publish.edits import Edit, Edited, each_text, remapped
from trucewatch.publish.persons import MASK, mask_edits, masked, names_in


def public(record: Record) -> Record:
    """Return the public edition of a record; the record itself is not changed."""
    known = _known(record)
    names: set[str] = set()
    for document in record.documents:
        names.update(_names(document, known))
    edited = {row.item.id: _edit(row, names) for row in record.documents}
    documents = tuple(_document(row, edited[row.item.id], names) for row in record.documents)

    def change(text: str) -> str:
        return masked(text, names)

    claims = tuple(_claim(row, edited, names) for row in record.claims)
    result = msgspec.structs.replace(
        record,
        watch=msgspec.structs.replace(record.watch, folder=""),
        documents=documents,
        claims=claims,
        merged=each_text(record.merged, change),
        assessment=each_text(record.assessment, change),
        issues=tuple(
            _issue(row, edited.get(row.item or ""), names) for row in _told(record.issues)
        ),
        judgements=each_text(record.judgements, change),
        corrections=each_text(record.corrections, change),
    )
    grid = record.watch.publication.coarsen_m
    return coarsened(result, grid) if grid > 0 else result


def naming_private_persons(edition: Record) -> frozenset[str]:
    """Return the items whose claims, or the sentences they stand in, have a name withheld.

    `edition` is the public one; what it withholds must not go out beside it in a proof.
    """
    texts = {row.item.id: row.item.text for row in edition.documents}
    mask = MASK.encode()
    found = set()
    for claim in edition.claims:
        span = claim.sentence
        for figure in claim.figures:
            span = span.joined(figure.span)
        if MASK in span.of(texts[claim.item]) or mask in msgspec.json.encode(claim):
            found.add(claim.item)
    return frozenset(found)


def _known(record: Record) -> frozenset[str]:
    """Return names that are no persons: actors, sources, labels and places of the record."""
    watch = record.watch
    found: set[str] = set()
    for actor in watch.actors:
        found.update([actor.name, *(name for rows in actor.aliases.values() for name in rows)])
    for source in watch.sources:
        found.update([source.name, *source.aliases])
    for claim in record.claims:
        for place in (claim.place, *(row.place for row in claim.other_places)):
            if place is not None:
                found.add(place.text)
                found.update(row.name for row in place.candidates)
    return frozenset(name.casefold() for name in found)


def _kept(document: Document) -> list[Span]:
    return [row.span for row in document.passages if row.kind in CLAIM_BEARING]


def _names(document: Document, known: frozenset[str]) -> Iterable[str]:
    for span in _kept(document):
        yield from names_in(span.of(document.item.text), known)


def _edit(document: Document, names: set[str]) -> Edited:
    """Cut everything outside the article and mask private names inside it."""
    text = document.item.text
    cuts, at = [], 0
    for span in sorted(_kept(document)):
        if text[at : span.start].strip():
            cuts.append(Edit(at, span.start, "\n\n" if at else ""))
        at = max(at, span.end)
    if text[at:].strip():
        cuts.append(Edit(at, len(text), "\n"))
    return Edited(text, [*cuts, *mask_edits(text, names)])


def _document(document: Document, edited: Edited, names: set[str]) -> Document:
    passages = tuple(
        msgspec.structs.replace(row, start=span.start, end=span.end)
        if row.kind in CLAIM_BEARING
        else msgspec.structs.replace(
            row,
            start=span.start,
            end=span.start,
            author_label=None,
            flags=(),
            at=None,
            reply_to=None,
        )
        for row in document.passages
        for span in (edited.moved(row.span),)
    )
    item = document.item
    return msgspec.structs.replace(
        document,
        item=msgspec.structs.replace(
            item,
            text=edited.text,
            title=masked(item.title, names) if item.title else item.title,
            custody=tuple(msgspec.structs.replace(step, note="") for step in item.custody),
            origins=(),
        ),
        passages=passages,
        leads=tuple(_lead(row, edited) for row in document.leads),
        # Cells point into the text as it was; the claims say what was in them.
        entry=None,
        issues=tuple(_issue(row, edited, names) for row in _told(document.issues)),
    )


def _lead(lead: Lead, edited: Edited) -> Lead:
    """Keep that there is a lead; its words are a commenter's."""
    start = edited.moved(lead.span).start
    return Lead(span=Span(start, start), note="quoted inside a comment; see the working record")


def _told(issues: Iterable[Issue]) -> Iterable[Issue]:
    """Safety notices are for the desk: whom a reader threatened is nobody else's to know."""
    return (row for row in issues if row.code != "safety_notice")


def _issue(issue: Issue, edited: Edited | None, names: set[str]) -> Issue:
    """Move an issue with its text; one about text that was cut keeps only what it is."""
    if issue.span is None or edited is None:
        return msgspec.structs.replace(issue, message=masked(issue.message, names))
    moved = edited.moved(issue.span)
    gone = any(
        row.start <= issue.span.start and issue.span.end <= row.end and not row.words.strip()
        for row in edited.edits
    )
    if gone:
        message = CODES.get(issue.code, "an issue outside the article")
        return msgspec.structs.replace(issue, span=None, message=message)
    return msgspec.structs.replace(issue, span=moved, message=masked(issue.message, names))


def _claim(claim: Claim, edited: dict[str, Edited], names: set[str]) -> Claim:
    moved: Claim = remapped(claim, edited[claim.item])
    # Words without a span (normalised groups, tally units) can still repeat a name.
    return msgspec.structs.replace(
        moved, tally=each_text(moved.tally, lambda text: masked(text, names))
    )
