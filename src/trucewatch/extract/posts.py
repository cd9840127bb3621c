"""Posts of lines: each line has a head (clock time, day, place) that holds for all it tells.

"06:40 Khiam: shelling again, drones over the hill. 2 hurt" are two happenings and the harm of the
second, all of them at Khiam and at 06:40. Here a line is taken apart before anything is parsed:
its head is read off, and what stands between its commas becomes a unit of its own where each side
tells something. What a unit lacks it has from the head of its line (CODEBOOK: fields may be spans
of other sentences where a reader would carry them over).
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from trucewatch.extract.notes import opens_with_note
from trucewatch.extract.post_places import WORD, is_common, relations
from trucewatch.extract.sentences import in_lines
from trucewatch.extract.tables import load_data
from trucewatch.extract.words import fold
from trucewatch.model import Span
from trucewatch.model.spans import trimmed

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from trucewatch.extract.lexicon import Lexicon
    from trucewatch.extract.prefilter import Look
    from trucewatch.extract.times import TimeMention
    from trucewatch.model import PlaceMention

_BULLET = re.compile(
    r"(?:(?:[-\u2013\u2014*+>\u00b7\u2022\u25aa\u25e6\u2023]\s+|\(?\d{1,2}(?:[.)]|/\d{0,2})\s+)?"
    r"(?:[\u2190-\u21ff\u2300-\u23ff\u25a0-\u27bf\u2b00-\u2bff\ufe0f\u200d\U0001f1e6-\U0001faff]+\s*)?"
    r"(?:(?:breaking(?:\snews)?|updated?|urgent|flash|just in|alert|confirmed)\s?[:!|]+\s*)?)",
    re.IGNORECASE,
)
_AFTER_TIME = re.compile(r"[\s,:!~\u2013\u2014-]*")
_PLACE = re.compile(
    r"(?P<name>[^\W_][^:;.!?\n]{1,44}?)(?:\s?:\s+|\s+[-\u2013\u2014]\s+)(?=\S)"
    r"|(?P<front>[^\W_][^:;.!?,\n]{1,44}? (?:front|direction|axis|sector)),\s+(?=\S)"
)
_CITED = re.compile(
    r",?\s+(?:(?:both\s+)?(?P<cue>acc\.? to|according to|per|says|say|said)\s+|both\s+|\()"
    r"(?P<source>(?:the\s+|their\s+|its\s+)?[^\W\d_][^,;:!?()\"]{1,40}?)\)?[.\s]*$",
    re.IGNORECASE,
)
_ONLY_CITED = re.compile(r"(?:both|all|acc\.? to|according to|per|source:?|via)\s", re.IGNORECASE)
_CITED_AMID = re.compile(
    r"\s(?P<cue>acc\.? to|according to|per)\s+(?P<source>[^,;:!?()\"]{2,40})(?=\s*[,;(])",
    re.IGNORECASE,
)
_DENIES = re.compile(
    r"(?P<source>[^,;:!?()\"]{2,40}?)\s+(?P<cue>denies|denied|deny|rejects|rejected)"
    r"\s+(?:any\s+|all\s+)?(?=\S)",
    re.IGNORECASE,
)
_RUMOURED = re.compile(r",?\s+(?P<cue>(?:they|people|ppl|some) say)\s*$", re.IGNORECASE)
_LONGEST_HEAD = 6
_LONGEST_NOTE = 500
"""Code points of a post of one paragraph."""
_WORDS_OF_NOTE = 5
_STOPPED = frozenset('.?:;"\u201d\u2019)')
_HASTE = re.compile(
    r"[!?]{2}|\.{2}|\b(?:w/|ppl|rn|pls|plz|btw|idk|smh|omg|lol|inshallah|nr|approx)(?!\w)"
    r"|[#@]\w|[\U0001f300-\U0001faff]|(?-i:\b[A-Z]{4,}[:!])",
    re.IGNORECASE,
)
_SHORT = 2
_CUT = re.compile(r"(?:,|;|\s[\U0001f1e6-\U0001f1ff]{2})\s+(?:then\s+)?(?=\S)")
_ONTO = re.compile(r"\b(?:on|onto|at|near|into|towards?|over|in (?=[A-Z]))\b")


class Voice(NamedTuple):
    """Whose words a line is, where its head or its end says so; without source only rumour."""

    source: Span | None
    cue: Span | None = None
    denies: bool = False


class Unit(NamedTuple):
    """What is parsed by itself: a sentence, or a part of a line of a post.

    `whole` is the sentence that it is a part of; `line` is where the line of the post begins that
    it stands in, or the last place in it that heads what follows (-1 in prose). That head gives
    its place, its time and its source, as far as it does.
    """

    passage: int
    span: Span
    whole: Span
    line: int = -1
    place: Span | None = None
    time: Span | None = None
    said: Voice | None = None
    first: int = 0
    """Where the passage begins."""


class _Head(NamedTuple):
    place: Span | None = None
    time: Span | None = None
    said: Voice | None = None


@lru_cache(maxsize=1)
def _words() -> Mapping[str, frozenset[str]]:
    data = load_data("posts.toml")
    rows = {name: frozenset(row["words"]) for name, row in data.items() if "words" in row}
    return rows | {"places": frozenset(relations())}


def units(
    text: str,
    passage: int,
    span: Span,
    sentences: Sequence[Span],
    mentions: Sequence[PlaceMention],
    lexicon: Lexicon,
    *,
    alone: bool = False,
) -> Iterator[Unit]:
    """Yield the units of a passage in order: sentences of prose, parts of the lines of a post.

    `alone` says that the passage is all there is of its text: then it may be a post of one line.
    """
    if not (in_lines(text, span.start, span.end) or (alone and is_note(text, span))):
        yield from (Unit(passage, sentence, sentence) for sentence in sentences)
        return
    reader = _Lines(text, mentions, lexicon)
    found: list[Unit] = []
    line, begun, head = -1, -1, _Head()
    for sentence in sentences:
        start = max(span.start, text.rfind("\n", span.start, sentence.start) + 1)
        if start != begun:
            yield from found
            found = []
            line = begun = start
            head = _Head()
        at, now = reader.head(sentence, head)
        if now.place != head.place:
            line = sentence.start
        head = now._replace(said=None)
        if at == sentence.end:
            continue
        rest, said = reader.voice(trimmed(text, at, sentence.end))
        if said is not None and _ONLY_CITED.match(text, sentence.start):
            # "mortars in the north. rockets in the south. both per army"
            found = [unit._replace(said=unit.said or said) for unit in found]
        found += [
            Unit(passage, part, sentence, line, head.place, head.time, now.said or said, span.start)
            for part in reader.parts(rest)
        ]
    yield from found


def is_note(text: str, span: Span) -> bool:
    """Say whether a text of one paragraph is a post dashed off, by how it is written.

    It is short, and has no capital to begin with, no stop to end with, or marks of haste.
    """
    inside = trimmed(text, span.start, span.end)
    printed = inside.of(text)
    if len(printed) > _LONGEST_NOTE or "\n" in printed or len(printed.split()) < _WORDS_OF_NOTE:
        return False
    first = next((char for char in printed if char.isalpha()), "")
    if first.islower() or _HASTE.search(printed) is not None:
        return True
    return printed[-1] not in _STOPPED and ":" not in printed


class _Lines:
    """Reads the lines of a post with what is known of its words."""

    def __init__(self, text: str, mentions: Sequence[PlaceMention], lexicon: Lexicon) -> None:
        self.text = text
        self.mentions = mentions
        self.lexicon = lexicon

    def head(self, sentence: Span, head: _Head) -> tuple[int, _Head]:
        """Return where a sentence goes on after its head, and the head that now holds."""
        bullet = _BULLET.match(self.text, *sentence)
        at = bullet.end() if bullet and bullet.end() < sentence.end else sentence.start
        time = next((t for t in self._times(sentence) if t.start == at), None)
        if time is not None:
            at = _end(_AFTER_TIME.match(self.text, time.end, sentence.end), time.end)
            head = head._replace(time=time)
        match = _PLACE.match(self.text, at, sentence.end)
        if match is None:
            return at, head
        name = Span(*match.span("name" if match["name"] else "front"))
        if self._speaks(name):
            return match.end(), head._replace(said=Voice(name))
        if self._is_place(name):
            return match.end(), head._replace(place=name)
        return at, head

    def voice(self, span: Span) -> tuple[Span, Voice | None]:
        """Return a sentence without the source at its end, and that source ("per ministry")."""
        match = _RUMOURED.search(self.text, *span)
        if match is not None:
            return trimmed(self.text, span.start, match.start()), Voice(None, _span(match, "cue"))
        match = _DENIES.match(self.text, *span)
        if match is not None:
            voice = Voice(_span(match, "source"), _span(match, "cue"), denies=True)
            return trimmed(self.text, match.end(), span.end), voice
        match = _CITED_AMID.search(self.text, *span)
        if match is not None:
            return span, Voice(_span(match, "source"), _span(match, "cue"))
        # A sentence may be nothing but its source ("both per army"): so a step before it.
        match = _CITED.search(self.text, max(0, span.start - 1), span.end)
        if match is None:
            return span, None
        name = _span(match, "source")
        words = {fold(word) for word in WORD.findall(self.text, *name)}
        known = not words.isdisjoint(_words()["speakers"]) or self.lexicon.registry.find(
            self.text, name
        )
        named = name.of(self.text).isupper() or (match["cue"] and name.of(self.text)[0].isupper())
        if not (known or named or _cites(match["cue"])):
            return span, None
        cue = _span(match, "cue") if match["cue"] else None
        end = max(span.start, match.start())
        rest = trimmed(self.text, span.start, end) if end > span.start else span
        return rest, Voice(name, cue)

    def _times(self, sentence: Span) -> Sequence[Span]:
        times: Sequence[TimeMention] = self.lexicon.times(self.text, sentence, None, None)
        return [mention.ref.span for mention in times if not mention.lead]

    def _speaks(self, name: Span) -> bool:
        """Say whether the words before a colon are somebody who speaks."""
        words = [fold(word) for word in WORD.findall(self.text, *name)]
        if not words or self.text[name.end] != ":" or words[-1] in relations():
            return False
        if not _words()["headings"].isdisjoint(words):
            return False
        if not _words()["speakers"].isdisjoint(words):
            return True
        printed = name.of(self.text)
        if printed.isalpha() and printed.isupper() and len(printed) > _SHORT:
            return not self.lexicon.weapons(self.text, name)  # "SOHR: 11 dead"
        return any(
            actor.span.end == name.end for actor in self.lexicon.registry.find(self.text, name)
        )

    def _is_place(self, name: Span) -> bool:
        """Say whether the words before a colon or dash are a place rather than a speaker."""
        printed = WORD.findall(self.text, *name)
        words = [fold(word) for word in printed]
        if not words or len(words) > _LONGEST_HEAD or not _words()["headings"].isdisjoint(words):
            return False
        if any(m.place.span.overlaps(name) and m.place.span.end == name.end for m in self.mentions):
            return True
        first = words[0] in relations() and not any(map(_is_word, printed[1:]))
        if words[-1] in relations() or first:
            return True
        if self.lexicon.registry.find(self.text, name) or self.lexicon.weapons(self.text, name):
            return False
        inside = _words()["inside"]
        strange = [not is_common(word) for word in printed]
        return any(strange) and all(
            new or fold(word) in inside or word.isdecimal()
            for new, word in zip(strange, printed, strict=True)
        )

    def parts(self, span: Span) -> Iterator[Span]:
        """Cut a stretch where both sides of a comma, semicolon or plus tell something."""
        said = {fold(word) for word in WORD.findall(self.text, *span)}
        if not _words()["speech"].isdisjoint(said) or '"' in span.of(self.text):
            yield span
            return
        cuts = [match for match in _CUT.finditer(self.text, *span) if self._opens(match.end())]
        pieces = list(
            pairwise(
                [(span.start, span.start), *(cut.span() for cut in cuts), (span.end, span.end)]
            )
        )
        stretches = [trimmed(self.text, left[1], right[0]) for left, right in pieces]
        looks = self.lexicon.prefilter.looks(self.text, stretches) if cuts else []
        start, told = span.start, False
        for n, stretch in enumerate(stretches):
            telling = bool(looks) and self._tells(stretch, looks[n])
            if telling and told:
                yield trimmed(self.text, start, stretches[n - 1].end)
                start = stretch.start
            told = told or telling
        yield trimmed(self.text, start, span.end)

    def _opens(self, at: int) -> bool:
        """Say whether the word after a comma may open a telling of its own."""
        word = WORD.match(self.text, at)
        if word is None:
            return False
        key = fold(word.group())
        return key not in _words()["on"] and not key.endswith(("ed", "ing"))

    def _tells(self, stretch: Span, look: Look) -> bool:
        """Say whether a stretch tells of something of its own."""
        if self._only_harm(stretch):
            return False
        words = {fold(word) for word in WORD.findall(self.text, *stretch)}
        if not _words()["aftermath"].isdisjoint(words):
            return bool(self.lexicon.weapons(self.text, stretch))  # a telling of its own
        return look.promising or opens_with_note(self.text, stretch)

    def _only_harm(self, stretch: Span) -> bool:
        """Say whether a stretch only counts the harm, or the shells, of what was told before it."""
        figures = self.lexicon.figures(self.text, stretch, clipped=True)
        if any(reading.trigger is not None for reading in figures):
            return True
        shells = bool(figures) and all(reading.figure.kind == "munitions" for reading in figures)
        return shells and _ONTO.search(self.text, *stretch) is None


def _is_word(word: str) -> bool:
    return not word.isdecimal() and is_common(word)


def _cites(cue: str | None) -> bool:
    """Say whether a cue hands on words whoever comes after it ("acc. to")."""
    return cue is not None and cue.lower().startswith("acc")


def _span(match: re.Match[str], name: str) -> Span:
    return Span(*match.span(name))


def _end(match: re.Match[str] | None, otherwise: int) -> int:
    return otherwise if match is None else match.end()
