"""Evidence: the passage of each cited claim, with the sentence and the spans of its fields."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

from trucewatch.model import CLAIM_BEARING, Claim, Document, Mention, Span, trimmed
from trucewatch.report.context import Context
from trucewatch.report.model import Evidence, Segment
from trucewatch.report.words import act_names, moment_text, quoted, said

SENTENCE_END = re.compile(r"(?<=[.!?…])[”\"»)]*\s+|\n\s*\n")
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
    """Return the evidence of every cited claim, and of every figure that was only measured."""
    rows = []
    for claim in context.cited:
        passage, kind = passage_span(claim, context)
        rows.append(
            _evidence(
                context,
                claim.id,
                context.documents[claim.item],
                (passage, claim.sentence),
                list(field_spans(claim)),
                kind=kind,
                act=act_names()[claim.act],
                modality=said("modality", claim.modality),
                attribution=attribution_text(claim, context),
                cue=claim.attribution.cue_text,
                labels=neutral_labels(claim),
            )
        )
    for check in context.measured:
        document = context.documents[check.claim]
        passage, sentence, figure = stated_in(document, check.stated)
        publisher = context.source_name(document.item.source)
        rows.append(
            _evidence(
                context,
                check.claim,
                document,
                (passage, sentence),
                [("figure", figure)],
                kind=said("passage", "article_body"),
                act="a figure about a line or zone, in no claim",
                modality=said("modality", "asserted"),
                attribution=f"{publisher}, {said('form', 'outlet')}",
                cue=None,
                labels=(),
            )
        )
    return tuple(rows)


def _evidence(
    context: Context,
    id_: str,
    document: Document,
    spans: tuple[Span, Span],
    fields: list[tuple[str, Span]],
    **words: Any,
) -> Evidence:
    """Return one piece of evidence; `spans` are the passage and the sentence."""
    passage, sentence = spans
    ref, item = context.evidence_refs[id_], document.item
    shown = window(item.text, passage, sentence)
    source = context.record.watch.source(item.source)
    return Evidence(
        number=ref.number,
        anchor=ref.anchor,
        claim=id_,
        source=ref.source,
        side=ref.side,
        reliability=source.reliability if source else "F",
        published=moment_text(item.published_at, context.zone),
        title=item.title or "untitled",
        url=safe_url(item.url),
        language=item.language,
        published_by=ref.source,
        item=item.id,
        offset=(sentence.start, sentence.end),
        cut_before=shown.start > passage.start,
        cut_after=shown.end < passage.end,
        segments=segments(item.text, shown, sentence, fields),
        sentence=sentence.of(item.text),
        used_in=context.uses.get(id_, ()),
        **words,
    )


def stated_in(document: Document, value: float) -> tuple[Span, Span, Span]:
    """Return the passage, the sentence and the digits in which a report states a measure.

    Where the number is not found as digits, the whole first passage stands for all three.
    """
    text = document.item.text
    passages = [row.span for row in document.passages if row.kind in CLAIM_BEARING]
    digits = f"{value:.10g}"
    grouped = re.escape(f"{value:,.10g}").replace(",", "[,\u00a0\u202f ]?")
    number = re.compile(rf"(?<![\d.,])(?:{re.escape(digits)}|{grouped})(?![\d])(?=.{{0,40}}k)")
    for passage in passages:
        found = number.search(text, passage.start, passage.end)
        if found:
            before = [m.end() for m in SENTENCE_END.finditer(text, passage.start, found.start())]
            after = SENTENCE_END.search(text, found.end(), passage.end)
            start = before[-1] if before else passage.start
            end = after.end() if after else passage.end
            return passage, trimmed(text, start, end), Span(*found.span())
    whole = passages[0] if passages else Span(0, 0)
    return whole, whole, whole


def neutral_labels(claim: Claim) -> tuple[tuple[str, str], ...]:
    """Return the partisan words of a claim with what our own voice says instead."""
    pairs = ((label.text, label.neutral or "") for label in claim.labels)
    return tuple(dict.fromkeys(pair for pair in pairs if pair[1]))


def safe_url(url: str | None) -> str | None:
    """Return a web address, or None for anything that a click should not open."""
    return url if url and url.lower().startswith(("https://", "http://")) else None
