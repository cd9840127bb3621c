"""Reading a document: passages to claims, in five steps that this file shows in order."""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING

from trucewatch.extract import analysis
from trucewatch.extract.assemble import claims_of
from trucewatch.extract.attribution import Sources, last_source
from trucewatch.extract.folding import folded
from trucewatch.extract.frames import load_frames
from trucewatch.extract.happenings import Before, Reader, happenings
from trucewatch.extract.relations import relations
from trucewatch.extract.roles import Past, past_of
from trucewatch.extract.scene import Scene, token_classes
from trucewatch.extract.sentences import split
from trucewatch.extract.triggers import promising
from trucewatch.model import Issue, Mention, Reading, Span, TimeRef
from trucewatch.model.vocabulary import CLAIM_BEARING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from trucewatch.extract.events import Event
    from trucewatch.extract.lexicon import Lexicon
    from trucewatch.extract.times import TimeMention
    from trucewatch.model import Document, PlaceMention
    from trucewatch.model.items import Item

_DATELINE = re.compile(r"(?P<line>[^\W\d_][^.!?;:\n\u2013\u2014]{1,60}?)\s[\u2013\u2014-]\s+")
_BREAK = re.compile(r"\n[ \t]*\n")
_DATE_WORDS = 5
_OWN_LEADS = frozenset(
    {"since", "until", "till", "between", "over", "from", "before", "after", "during", "within"}
)
_HYPHENED = re.compile(r"\w+-\w+")
_POINTING = re.compile(
    r"\b(?:it|they|them|its|their|he|she|the (?:group|faction))\b", re.IGNORECASE
)


def read_claims(document: Document, mentions: Sequence[PlaceMention], lexicon: Lexicon) -> Reading:
    """Return the claims of a document and what could not be read.

    Only passages that may carry claims are read (DESIGN section 4); an English reader reads
    English, so that another language yields one issue and no claims. No happenings is a clean
    result without claims and without issues.

    Raises:
        ModelMissingError: if the language model is not installed.
    """
    item = document.item
    if item.language is not None and item.language.split("-", maxsplit=1)[0].lower() != "en":
        message = f"the reader reads English only; this text is in {item.language!r}"
        return Reading(
            claims=(), issues=(Issue(code="language_unsupported", message=message, item=item.id),)
        )
    spans = _sentences(document)
    scenes, issues = _scenes(document, spans, mentions, lexicon)
    events = _happenings(document, scenes, lexicon)
    kept = folded(events)
    claims, rejected = claims_of(document, kept, relations(kept), lexicon.labels)
    return Reading(claims=claims, issues=(*issues, *rejected))


def _sentences(document: Document) -> list[tuple[int, Span]]:
    """Return the sentences that may carry claims, each with the index of its passage."""
    text = document.item.text
    return [
        (n, span)
        for n, passage in enumerate(document.passages)
        if passage.kind in CLAIM_BEARING
        for span in map(partial(_past_dateline, text), split(text, passage.start, passage.end))
    ]


def _past_dateline(text: str, span: Span) -> Span:
    """Return a sentence without the dateline in front of it ("Idleb, ONA -")."""
    match = _DATELINE.match(text, span.start, span.end)
    if match is None:
        return span
    line = match.group("line")
    if "," not in line and "(" not in line and not line.isupper():
        return span
    return Span(match.end(), span.end) if match.end() < span.end else span


def _scenes(
    document: Document,
    spans: Sequence[tuple[int, Span]],
    mentions: Sequence[PlaceMention],
    lexicon: Lexicon,
) -> tuple[list[Scene], list[Issue]]:
    """Parse the sentences with a trigger word, and recognise what stands in them."""
    item = document.item
    frames = load_frames()
    wanted = _worth_parsing(item.text, spans)
    times = _times(item, spans, lexicon)
    figures = {n: lexicon.figures(item.text, spans[n][1], item.source) for n in wanted}
    actors = {n: lexicon.registry.find(item.text, spans[n][1]) for n in wanted}
    merge = [name for mention in mentions for name in mention.names]
    merge += [a.span for found in actors.values() for a in found if a.kind == "alias"]
    merge += [t.ref.span for n in wanted for t in times[n] if _one_word(item.text, t)]
    merge += [
        r.figure.span
        for found in figures.values()
        for r in found
        if _HYPHENED.fullmatch(r.figure.text)
    ]
    trees = analysis.analyse(item.text, [spans[n][1] for n in wanted], merge=merge)
    scenes: list[Scene] = []
    issues: list[Issue] = []
    for n, sentence in zip(wanted, trees, strict=True):
        index, span = spans[n]
        issues += [_unread(item, t.ref.span, t.unreadable) for t in times[n] if t.unreadable]
        here = tuple(m for m in mentions if span.covers(m.place.span))
        weapons = lexicon.weapons(item.text, span)
        classes = token_classes(sentence, frames, actors[n], weapons, here)
        scenes.append(
            Scene(
                text=item.text, passage=index, paragraph=_paragraph(item.text, span.start), order=n,
                headline=document.passages[index].kind == "headline", sentence=sentence,
                places=here, actors=tuple(actors[n]), weapons=tuple(weapons),
                times=tuple(times[n]), figures=figures[n], classes=classes,
            )
        )  # fmt: skip
    return scenes, issues


def _times(
    item: Item, spans: Sequence[tuple[int, Span]], lexicon: Lexicon
) -> list[tuple[TimeMention, ...]]:
    """Return the times of each sentence, read with the day set before in the same passage."""
    found: list[tuple[TimeMention, ...]] = []
    context: TimeRef | None = None
    passage = -1
    for index, span in spans:
        context = None if index != passage else context
        passage = index
        times = lexicon.times(item.text, span, item.published_at, context)
        context = next((t.ref for t in reversed(times) if _sets_the_day(t)), context)
        found.append(tuple(times))
    return found


def _one_word(text: str, mention: TimeMention) -> bool:
    """Say whether the parser reads better with a time as one word ("On 23 March troops ...").

    Not those with a preposition or clause of their own ("since the truce took effect").
    """
    words = mention.ref.span.of(text).split()
    return 1 < len(words) <= _DATE_WORDS and words[0].lower() not in _OWN_LEADS


def _sets_the_day(mention: TimeMention) -> bool:
    """Say whether later "at noon" or "the next day" would count from this time."""
    return (
        mention.ref.start is not None
        and not mention.is_recap
        and mention.lead not in ("since", "until", "till", "after", "before")
    )


def _worth_parsing(text: str, spans: Sequence[tuple[int, Span]]) -> list[int]:
    """Return the sentences with a trigger word, and those that a pronoun of one may point into."""
    frames = load_frames()
    wanted = {n for n, (_, span) in enumerate(spans) if promising(text, span, frames)}
    before = {
        n - 1
        for n in wanted
        if n and spans[n - 1][0] == spans[n][0] and _POINTING.search(spans[n][1].of(text))
    }
    return sorted(wanted | before)


def _paragraph(text: str, start: int) -> int:
    return sum(1 for _ in _BREAK.finditer(text, 0, start))


def _unread(item: Item, span: Span, why: str) -> Issue:
    return Issue(code="date_unreadable", message=why, span=span, item=item.id)


def _happenings(document: Document, scenes: Sequence[Scene], lexicon: Lexicon) -> list[Event]:
    """Read the scenes in order, remembering who was spoken of and who spoke last."""
    item = document.item
    reader = Reader(
        frames=load_frames(), registry=lexicon.registry, sources=Sources.from_watch(lexicon.watch),
        watch=lexicon.watch, publisher=item.source,
    )  # fmt: skip
    events: list[Event] = []
    last: Mention | None = None
    before: Scene | None = None
    for scene in scenes:
        past = Past()
        if (
            before is not None
            and scene.order - before.order == 1
            and before.passage == scene.passage
        ):
            past = past_of(before, lexicon.registry)
        events += happenings(reader, scene, Before(past, last))
        last = last_source(scene, last)
        before = scene
    return events
