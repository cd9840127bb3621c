"""Evidence: the passage of each cited claim, with the sentence and the spans of its fields."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from trucewatch.model import Claim, Mention, Span
from trucewatch.report.context import Context
from trucewatch.report.model import Evidence, Segment
from trucewatch.report.words import act_names, moment_text, quoted, said

WINDOW = 700
"""Code points of a passage that are shown around a sentence at most."""


def field_spans(claim: Claim) -> Iterator[tuple[str, Span]]:
    """Yield the name of each field of a claim with the span of the words that support it."""
    yield "act", claim.trigger
    mentions: tuple[tuple[str, tuple[Mention, ...]], ...] = (
        ("by", claim.perpetrators),
        ("against", claim.targets),
        ("with", claim.participants),
    )
    yield from ((name, row.span) for name, rows in mentions for row in rows)
    places = (claim.place, *(row.place for row in claim.other_places))
    yield from (("place", row.span) for row in places if row)
    times = (claim.time, claim.validity, claim.tally.period if claim.tally else None)
    yield from (("time", row.span) for row in times if row)
    yield from (("weapon", row.span) for row in claim.weapons)
    yield from (("figure", row.span) for row in claim.figures)
    yield from (("whom", row.group.span) for row in claim.figures if row.group)
    said_by, patrol = claim.attribution, claim.patrol
    yield from (("source", row.span) for row in said_by.chain)
    yield from (("hedge", row.span) for row in said_by.hedges)
    single: tuple[tuple[str, Span | None], ...] = (
        ("source", said_by.source_span),
        ("cue", said_by.cue_span),
        ("condition", claim.condition.span if claim.condition else None),
        ("route", patrol.route_span if patrol else None),
        ("outcome", patrol.outcome_span if patrol else None),
        ("cause", patrol.cause_span if patrol else None),
    )
    yield from ((name, span) for name, span in single if span is not None)


def window(text: str, passage: Span, sentence: Span) -> Span:
    """Return the stretch of a passage to show: whole, or paragraphs about the sentence.

    It never cuts the sentence, and ends at line ends where they are within reach.
    """
    if passage.end - passage.start <= WINDOW:
        return passage
    spare = max(0, WINDOW - (sentence.end - sentence.start)) // 2
    start = max(passage.start, sentence.start - spare)
    end = min(passage.end, sentence.end + spare)
    if start > passage.start:
        line = text.find("\n", start, sentence.start)
        blank = text.find(" ", start, sentence.start)
        cut = line if line >= 0 else blank
        start = cut + 1 if cut >= 0 else sentence.start
    if end < passage.end:
        line = text.rfind("\n", sentence.end, end)
        blank = text.rfind(" ", sentence.end, end)
        cut = line if line >= 0 else blank
        end = cut if cut >= 0 else sentence.end
    return Span(start, end)


def segments(
    text: str, shown: Span, sentence: Span, fields: list[tuple[str, Span]]
) -> tuple[Segment, ...]:
    """Cut a stretch of text at every border of the sentence and the fields.

    Joined, the segments are exactly `text[shown]`; a segment lists every field that covers it.
    """
    cuts = {shown.start, shown.end}
    for span in (sentence, *(span for _, span in fields)):
        cuts |= {min(max(edge, shown.start), shown.end) for edge in span}
    borders = sorted(cuts)
    rows = []
    for start, end in pairwise(borders):
        piece = Span(start, end)
        names = dict.fromkeys(name for name, span in fields if span.covers(piece))
        rows.append(
            Segment(text=piece.of(text), sentence=sentence.covers(piece), fields=tuple(names))
        )
    return tuple(rows)


def attribution_text(claim: Claim, context: Context) -> str:
    """Say in words who says it, and by whom it was passed on."""
    attribution = claim.attribution
    publisher = context.source_name(claim.published_by)
    if attribution.form == "outlet":
        return f"{publisher}, {said('form', 'outlet')}"
    teller = attribution.source_text or ""
    if attribution.form == "reportedly" and not teller:
        return f"{publisher}: {said('form', 'reportedly')}"
    links = [link.text for link in attribution.chain]
    chain = f", passed on by {' → '.join(links)}" if links else ""
    words = said("form", attribution.form)
    if not teller:
        return f"{publisher}: {words}"
    return f"{quoted(teller)} {words} (in {publisher}{chain})"


def passage_span(claim: Claim, context: Context) -> tuple[Span, str]:
    """Return the passage of a claim and its kind, or the sentence where no passage is known."""
    passages = context.documents[claim.item].passages
    if 0 <= claim.passage < len(passages):
        passage = passages[claim.passage]
        if passage.span.covers(claim.sentence):
            return passage.span, said("passage", passage.kind)
    return claim.sentence, said("passage", "article_body")


def read_evidence(context: Context) -> tuple[Evidence, ...]:
    """Return the evidence of every cited claim, in order of its number."""
    watch = context.record.watch
    rows = []
    for claim in context.cited:
        ref = context.evidence_refs[claim.id]
        document = context.documents[claim.item]
        text = document.item.text
        passage, kind = passage_span(claim, context)
        shown = window(text, passage, claim.sentence)
        fields = list(field_spans(claim))
        source = watch.source(claim.published_by)
        rows.append(
            Evidence(
                number=ref.number,
                anchor=ref.anchor,
                claim=claim.id,
                act=act_names()[claim.act],
                modality=said("modality", claim.modality),
                source=ref.source,
                side=ref.side,
                reliability=source.reliability if source else "F",
                published=moment_text(claim.published_at, context.zone),
                title=document.item.title or "untitled",
                url=safe_url(document.item.url),
                language=document.item.language,
                kind=kind,
                attribution=attribution_text(claim, context),
                cue=claim.attribution.cue_text,
                published_by=ref.source,
                item=claim.item,
                offset=(claim.sentence.start, claim.sentence.end),
                cut_before=shown.start > passage.start,
                cut_after=shown.end < passage.end,
                segments=segments(text, shown, claim.sentence, fields),
                sentence=claim.sentence.of(text),
                labels=neutral_labels(claim),
                used_in=context.uses.get(claim.id, ()),
            )
        )
    return tuple(rows)


def neutral_labels(claim: Claim) -> tuple[tuple[str, str], ...]:
    """Return the partisan words of a claim with what our own voice says instead."""
    pairs = ((label.text, label.neutral or "") for label in claim.labels)
    return tuple(dict.fromkeys(pair for pair in pairs if pair[1]))


def safe_url(url: str | None) -> str | None:
    """Return a web address, or None for anything that a click should not open."""
    return url if url and url.lower().startswith(("https://", "http://")) else None
