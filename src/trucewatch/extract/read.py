"""Reading a document: passages to claims, in five steps that this file shows in order."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from trucewatch.extract import analysis
from trucewatch.extract.antecedents import Past, past_of
from trucewatch.extract.assemble import claims_of
from trucewatch.extract.attribution import Sources, last_source
from trucewatch.extract.authors import authors
from trucewatch.extract.cues import find_cues
from trucewatch.extract.denials import denier
from trucewatch.extract.folding import folded
from trucewatch.extract.frames import load_frames
from trucewatch.extract.happenings import Before, Reader, happenings
from trucewatch.extract.later_parts import may_part
from trucewatch.extract.listed import Paragraphs, paragraphs
from trucewatch.extract.notes import may_tell
from trucewatch.extract.post_places import head_place, named_places
from trucewatch.extract.posts import Unit, units
from trucewatch.extract.quotations import goes_on, is_mark, quotations, with_closing
from trucewatch.extract.relations import relations
from trucewatch.extract.report_days import report_day
from trucewatch.extract.scene import Scene, token_classes
from trucewatch.extract.sentences import split
from trucewatch.extract.sites import section, sites
from trucewatch.extract.strange_names import moved_out, strange_names
from trucewatch.model import Issue, Mention, Reading, Span, TimeRef
from trucewatch.model.vocabulary import CLAIM_BEARING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from trucewatch.extract.actors import ActorMention
    from trucewatch.extract.events import Event
    from trucewatch.extract.figures import FigureReading
    from trucewatch.extract.lexicon import Lexicon
    from trucewatch.extract.prefilter import Look
    from trucewatch.extract.quotations import Quoted
    from trucewatch.extract.times import TimeMention
    from trucewatch.extract.tree import Sentence
    from trucewatch.model import Document, Place, PlaceMention, Weapon
    from trucewatch.model.items import Item

LONGEST = 2_000_000
"""Code points of a text that are read: some seven hundred pages."""

_TOGETHER = 128
"""Sentences that are parsed together; only their trees are held at a time."""

_DATELINE = re.compile(r"(?P<line>[^\W\d_][^.!?;:\n\u2013\u2014]{1,60}?)\s[\u2013\u2014-]\s+")
_DATE_WORDS = 5
_NAMES_BACK = 8
"""Place names before a sentence that are looked at for what "there" means."""
_TITLE = 160
"""Code points before a post in which its title may stand."""
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
    if not _in_english(item):
        message = f"the reader reads English only; this text is in {item.language!r}"
        return Reading(
            claims=(), issues=(Issue(code="language_unsupported", message=message, item=item.id),)
        )
    if not lexicon.prefilter.concerns(item.text):
        return Reading(claims=())
    found, unread = _units(document, mentions, lexicon)
    quoted = quotations(item.text, found)
    scenes = _scenes(document, found, mentions, lexicon, quoted)
    events, undated = _happenings(document, scenes, lexicon, quoted)
    kept = folded(events)
    claims, rejected = claims_of(document, kept, relations(kept), lexicon.labels)
    return Reading(claims=claims, issues=(*unread, *undated, *rejected))


def may_claim(document: Document, lexicon: Lexicon) -> bool:
    """Say whether reading a document can yield claims: only then are its places worth finding.

    No claims come of a text for which this is false, wherever its places are. Lines of posts,
    which are read by their layout as well, always may.
    """
    if not _in_english(document.item) or not lexicon.prefilter.concerns(document.item.text):
        return False
    found, _ = _units(document, (), lexicon)
    if any(unit.line >= 0 for unit in found):
        return True
    return lexicon.prefilter.any_promising(document.item.text, (unit.span for unit in found))


def _in_english(item: Item) -> bool:
    return item.language is None or item.language.split("-", maxsplit=1)[0].lower() == "en"


def _units(
    document: Document, mentions: Sequence[PlaceMention], lexicon: Lexicon
) -> tuple[list[Unit], list[Issue]]:
    """Return the sentences that may carry claims, lines of posts taken apart.

    A text beyond `LONGEST` is read up to there, with an issue over what is left.
    """
    text = document.item.text
    found: list[Unit] = []
    issues: list[Issue] = []
    alone = sum(passage.kind in CLAIM_BEARING for passage in document.passages) == 1
    for n, passage in enumerate(document.passages):
        if passage.kind not in CLAIM_BEARING:
            continue
        end = max(passage.start, min(passage.end, LONGEST))
        if end < passage.end:
            message = (
                f"claims are read from the first {LONGEST:,} characters of a text; split the rest "
                "off and add it as a document of its own"
            )
            left = Span(end, passage.end)
            issues.append(
                Issue(code="text_partial", message=message, span=left, item=document.item.id)
            )
        sentences = [_past_dateline(text, one) for one in split(text, passage.start, end)]
        if passage.kind == "headline":
            sentences = [part for one in sentences for part in _decked(text, one)]
        whole = Span(passage.start, end)
        found += units(text, n, whole, sentences, mentions, lexicon, alone=alone)
    return found, issues


def _decked(text: str, span: Span) -> Iterator[Span]:
    """Yield the parts of a headline: behind a semicolon it tells of something else."""
    start = span.start
    for mark in re.finditer(r";\s+", span.of(text)):
        yield Span(start, span.start + mark.start())
        start = span.start + mark.end()
    yield Span(start, span.end)


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
    spans: Sequence[Unit],
    mentions: Sequence[PlaceMention],
    lexicon: Lexicon,
    quoted: Mapping[int, Quoted],
) -> Iterator[Scene]:
    """Parse the sentences worth it, some hundred at a time, and recognise what stands in them."""
    text = document.item.text
    looks = lexicon.prefilter.looks(text, (unit.span for unit in spans))
    wanted = _worth_parsing(text, spans, looks, quoted)
    about = report_day(document, lexicon)
    day = about.day if about is not None else None
    times = _times(document.item, spans, lexicon, wanted, looks, day or document.item.published_at)
    places = sorted(mentions, key=lambda mention: mention.place.span.start)
    starts = [mention.place.span.start for mention in places]
    parts, wrote_it = paragraphs(text), authors(text)
    for first in range(0, len(wanted), _TOGETHER):
        found = []
        for n in wanted[first : first + _TOGETHER]:
            span = spans[n].span
            near = places[bisect_left(starts, span.start) : bisect_left(starts, span.end)]
            here = tuple(moved_out(text, one) for one in near if span.covers(one.place.span))
            here = (*here, *named_places(text, spans[n], here, lexicon))
            if (head := spans[n].place) is not None:
                here = (head_place(text, head, mentions), *here)
            clipped = spans[n].line >= 0
            figures = lexicon.figures(text, span, document.item.source, clipped=clipped)
            when, actors = next(times), lexicon.registry.find(text, span)
            if not clipped:
                taken = [one.place.span for one in here]
                taken += [*(t.ref.span for t in when), *(actor.span for actor in actors)]
                here = (*here, *strange_names(text, span, taken))
            found.append(_Found(n, span, here, when, figures, actors))
        merge = [name for one in found for name in _whole_names(text, one)]
        trees = analysis.analyse(text, [one.span for one in found], merge=merge)
        for one, sentence in zip(found, trees, strict=True):
            weapons = _named_weapons(sentence, lexicon.weapons(text, one.span))
            classes = token_classes(sentence, lexicon.frames, one.actors, weapons, one.places)
            unit = spans[one.order]
            index = unit.passage
            other = [*(t.ref.span for t in one.times), *(a.span for a in one.actors)]
            other += [weapon.span for weapon in weapons]
            unnamed = tuple(sites(text, one.span, one.places, other))
            yield Scene(
                text=text, passage=index, paragraph=parts.number(one.span.start),
                order=one.order, headline=unit.line < 0 and _is_headline(document, index),
                sentence=sentence, places=one.places, actors=one.actors, weapons=tuple(weapons),
                times=one.times, figures=one.figures, classes=classes, line=unit.line,
                whole=unit.whole, said=unit.said, sites=unnamed,
                told_place=_told_before(places, starts, parts, one.span, unit.first),
                about=about, section=_heading(text, parts, one.span) if unit.line < 0 else None,
                authors=wrote_it, item=unit.line < 0 and parts.is_item(one.span.start),
            )  # fmt: skip


def _named_weapons(sentence: Sentence, weapons: Sequence[Weapon]) -> list[Weapon]:
    """Return the weapons but for words that are finite verbs ("Army shells village")."""
    verbs = [token.span for token in sentence.tokens if token.tag in ("VBZ", "VBP")]
    return [weapon for weapon in weapons if weapon.span not in verbs]


def _is_headline(document: Document, passage: int) -> bool:
    return document.passages[passage].kind == "headline"


def _heading(text: str, parts: Paragraphs, span: Span) -> Place | None:
    """Return the place that heads the paragraph of a sentence, if the sentence is not that line."""
    return section(text, parts.begun(span.start), span) if parts.number(span.start) else None


def _told_before(
    places: Sequence[PlaceMention],
    starts: Sequence[int],
    parts: Paragraphs,
    span: Span,
    first: int,
) -> Place | None:
    """Return the place named last before a sentence in its paragraph, as "there" takes it up."""
    begun = max(first, parts.begun(span.start))
    at = bisect_left(starts, span.start)
    for mention in reversed(places[max(0, at - _NAMES_BACK) : at]):
        if mention.place.span.start < begun:
            return None
        if mention.lead not in ("from", "of"):
            return mention.place
    return None


class _Found(NamedTuple):
    """What is recognised in a sentence before it is parsed."""

    order: int
    span: Span
    places: tuple[PlaceMention, ...]
    times: tuple[TimeMention, ...]
    figures: tuple[FigureReading, ...]
    actors: tuple[ActorMention, ...]


def _whole_names(text: str, found: _Found) -> Iterator[Span]:
    """Yield the spans that the parser reads better as one word each."""
    for mention in found.places:
        yield from mention.names
    yield from (actor.span for actor in found.actors if actor.kind == "alias")
    yield from (time.ref.span for time in found.times if _one_word(text, time))
    figures = (reading.figure for reading in found.figures)
    yield from (figure.span for figure in figures if _HYPHENED.fullmatch(figure.text))


def _times(
    item: Item,
    spans: Sequence[Unit],
    lexicon: Lexicon,
    wanted: Sequence[int],
    looks: Sequence[Look],
    published: str | None,
) -> Iterator[tuple[TimeMention, ...]]:
    """Yield the times of each wanted sentence, read with the day set before in the same passage.

    The lines of a post do not date each other; all of them count from the day of the post.
    """
    context: TimeRef | None = None
    where, done, whole = (-1, -1), 0, Span(0, 0)
    times: tuple[TimeMention, ...] = ()
    for n in wanted:
        if spans[n].passage != where[0]:
            done = bisect_left(spans, (spans[n].passage,))
        for unit, look in zip(spans[done : n + 1], looks[done : n + 1], strict=True):
            if (unit.passage, unit.line) != where:
                where = (unit.passage, unit.line)
                context = _day_of_post(item, unit, lexicon) if unit.line >= 0 else None
            before = times if unit.whole == whole and unit.line >= 0 else ()
            times, whole = (), unit.whole
            if look.timed or unit.time is not None:
                times = _times_of(item.text, unit, lexicon, context, published)
                context = _day_told(unit, times) or context
            # What a line goes on to tell was at the same time, unless that is still to come.
            times = times or tuple(t for t in before if not t.is_future)
        done = n + 1
        yield times


def _day_told(unit: Unit, times: Sequence[TimeMention]) -> TimeRef | None:
    """Return the time that a sentence sets for those after it: that at its head, else its last.

    "On 20 December the team went to look into an attack of 17 December": it is the 20th.
    """
    setting = [time.ref for time in times if _sets_the_day(time)]
    if not setting:
        return None
    opens = setting[0].span.start - unit.span.start <= len("On the ")
    return setting[0] if opens else setting[-1]


def _times_of(
    text: str, unit: Unit, lexicon: Lexicon, context: TimeRef | None, published: str | None
) -> tuple[TimeMention, ...]:
    """Return the times of a sentence; one without any has that of the head of its line."""
    head: tuple[TimeMention, ...] = ()
    if unit.time is not None:
        line = Span(unit.time.start, unit.span.end)
        first = lexicon.times(text, line, published, context)[:1]
        head = tuple(t for t in first if t.ref.span.start == unit.time.start)
        context = head[0].ref if head else context
    return lexicon.times(text, unit.span, published, context) or head


def _day_of_post(item: Item, unit: Unit, lexicon: Lexicon) -> TimeRef | None:
    """Return the day that the title of a post gives, if it does."""
    title = Span(max(0, unit.first - _TITLE), unit.first)
    times = lexicon.times(item.text, title, item.published_at, None)
    return next((t.ref for t in times if _sets_the_day(t) and t.ref.precision == "day"), None)


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


def _worth_parsing(
    text: str, spans: Sequence[Unit], looks: Sequence[Look], quoted: Mapping[int, Quoted]
) -> list[int]:
    """Return the promising sentences, and those that a pronoun or a quotation points into."""
    wanted = {
        n
        for n, (unit, look) in enumerate(zip(spans, looks, strict=True))
        if look.promising or (unit.line >= 0 and may_tell(text, unit.span))
    }
    before = {
        n - 1
        for n in wanted
        if n
        and spans[n - 1].passage == spans[n].passage
        and (_POINTING.search(spans[n].span.of(text)) or is_mark(text[spans[n].span.start]))
        and not spans[n - 1].span.of(text).endswith(("-", "\u2013", "\u2014"))  # a dateline
    }
    said = {m for n in wanted if n in quoted for m in quoted[n]}
    wanted |= {n + 1 for n in wanted if n + 1 < len(spans) and may_part(text, spans[n + 1].span)}
    return sorted(wanted | before | said)


def _spoken(
    scene: Scene,
    closing: Scene | None,
    before: Scene | None,
    last: Mention | None,
    quoted: Mapping[int, Quoted],
) -> Scene:
    """Return a sentence with the source that another one names for its words."""
    if scene.said is not None or scene.line >= 0:
        return scene
    speaker = None
    if closing is not None and find_cues(closing):
        speaker = last_source(closing, last)
    elif goes_on(scene, before, quoted):
        speaker = last
    return scene if speaker is None else replace(scene, said=(speaker.span, None, False))


def _unread(item: Item, span: Span, why: str) -> Issue:
    return Issue(code="date_unreadable", message=why, span=span, item=item.id)


def _happenings(
    document: Document,
    scenes: Iterable[Scene],
    lexicon: Lexicon,
    quoted: Mapping[int, Quoted],
) -> tuple[list[Event], list[Issue]]:
    """Read the scenes in order, remembering who was spoken of and who spoke last."""
    item = document.item
    reader = Reader(
        frames=load_frames(), registry=lexicon.registry, sources=Sources.from_watch(lexicon.watch),
        watch=lexicon.watch, publisher=item.source,
    )  # fmt: skip
    events: list[Event] = []
    issues: list[Issue] = []
    last: Mention | None = None
    before: Scene | None = None
    for one, closing in with_closing(scenes, quoted):
        scene = _spoken(one, closing, before, last, quoted)
        issues += [_unread(item, t.ref.span, t.unreadable) for t in scene.times if t.unreadable]
        past = Past()
        if before is not None and before.item_apart(scene):
            last = None
        elif (
            before is not None
            and scene.order - before.order == 1
            and before.passage == scene.passage
        ):
            past = past_of(before, lexicon.registry)
        told = happenings(reader, scene, Before(past, last))
        events += told
        last = denier(told) or last_source(scene, last)
        before = scene
    return events, issues
