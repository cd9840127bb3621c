"""Sentences of a passage, as spans: the splitter knows print and posts, and moves no offset.

Lines are first joined into blocks (wrapped text) or kept apart (headlines, list items, posts);
a dateline is taken off the front of a block; the rest is cut where a sentence ends. Every step
is linear in the text. Abbreviations are data (`data/abbreviations.toml`).
"""

from __future__ import annotations

import re
import tomllib
from functools import lru_cache
from importlib.resources import files
from itertools import pairwise
from typing import TYPE_CHECKING

from trucewatch.model.spans import Span, trimmed

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

LONGEST = 2_000
"""Code points after which a sentence is cut at white space (anywhere, if there is none)."""

_WIDEST_WRAP = 160
_NARROWEST_WRAP = 50
_WRAPPED_SHARE = 0.3
_FULL_LINE = 0.75
_FULL_SHARE = 0.8
_FULL_LINES = 3
_SHORTENED = 4
_POST_JOINTS = 2
_ROOMY_SHARE = 0.5
_STOPPED_SHARE = 0.4
_LONGEST_ABBREVIATION = 24
_DATELINE_WORDS = 8
_CITY_WORDS = 3

_PICTURE = (
    "\u2190-\u21ff\u2300-\u23ff\u25a0-\u27bf\u2b00-\u2bff\ufe0f\u200d"
    "\U0001f300-\U0001f64f\U0001f680-\U0001faff"
)
_FLAG = "\U0001f1e6-\U0001f1ff"
_DASH = "\u2013\u2014"
_OPENING = "\"'\u201c\u2018\u00ab([{\u00bf\u00a1"
_CLOSING = "\"'\u201d\u2019\u00bb)\\]}"
_QUOTES = "\"'\u201d\u2019\u00bb"
_BULLET = "\u2022\u25aa\u25e6\u2023"

_LINE = re.compile(r"[^\r\n\v\f\u2028\u2029]+")
_ITEM = re.compile(
    rf"(?:[-{_DASH}*+>\u00b7]\s|[#{_BULLET}{_PICTURE}{_FLAG}]|\(?(?:\d{{1,3}}|[A-Za-z])[.)]\s|\d{{1,2}}/(?:\d{{1,2}})?\s)"
)
# Runs are possessive and begin where no run is under way: a text of stops stays linear.
_BREAK = re.compile(
    rf"(?<![.!?\u2026\u061f])(?P<stop>[.!?\u2026\u061f]++)[{_CLOSING}]*+(?=\s|$|[{_PICTURE}{_FLAG}])"
    r"|(?<=[a-z)]{2})(?P<glued>[.!?])(?=[A-Z][a-z]+\s)"
    rf"|(?<![{_PICTURE}])(?P<picture>[{_PICTURE}]++)(?=\s+[{_OPENING}]*[A-Z])"
    rf"|(?<=\s)(?P<bullet>[{_BULLET}])(?=\s)"
)
_NEXT = re.compile(rf"\s*[{_OPENING}]*(?P<word>[^\W\d_]+|\d)?")
_LAST = re.compile(r"(?:[^\W\d_]\.)*[\w'\u2019-]*$")
_LIST_NUMBER = re.compile(r"\(?(?:\d{1,3}|[A-Za-z])")
_DOTTED = re.compile(r"(?:[^\W\d_]\.)*[^\W\d_]")
_DATELINE = re.compile(
    rf"(?P<city>[^\W\d_][^\n.:;(){_DASH}]{{1,60}}?)(?P<agency>\s{{0,3}}\([^\W\d_a-z][^()\n]{{0,40}}\))?"
    rf"(?:\s{{0,3}}(?:[{_DASH}]|--)\s{{0,3}}|\s{{1,3}}-\s{{1,3}}|(?P<stop>[.:])\s{{1,3}})"
    r"(?P<next>\S+)"
)
_TAGS = re.compile(r"(?:\[[^\[\]\n]{2,40}\]\s{1,3})+(?=\S)")
_DATED_CITY = re.compile(r"[^\W\d_]+(?: [^\W\d_]+){0,3}, (?=.*\d)")


def split(text: str, start: int, end: int) -> tuple[Span, ...]:
    """Return the sentences of `text[start:end]` in order, without the white space around them.

    They never overlap, and everything but white space lies in one of them. A dateline ("IDLIB.",
    "ANKARA (Agency) —"), a headline, a list item is a sentence of its own; sentences inside a
    quotation part like others.
    """
    found: list[Span] = []
    lines = _lines(text, start, end)
    posts = _is_post(text, lines)
    for block in _blocks(text, lines, posts=posts):
        for sentence in _sentences(text, block, posts=posts):
            found.extend(_bounded(text, sentence))
    return tuple(found)


@lru_cache(maxsize=1)
def _words() -> Mapping[str, frozenset[str]]:
    source = files("trucewatch.extract").joinpath("data/abbreviations.toml")
    table = tomllib.loads(source.read_text(encoding="utf-8"))
    return {name: frozenset(words) for name, words in table.items()}


def openers() -> frozenset[str]:
    """Return the words, in lower case, that open sentences and are no names."""
    return _words()["openers"]


def in_lines(text: str, start: int, end: int) -> bool:
    """Say whether `text[start:end]` is a post of lines, each of which stands for itself."""
    return _is_post(text, _lines(text, start, end))


def _lines(text: str, start: int, end: int) -> list[Span]:
    return [
        line
        for match in _LINE.finditer(text, start, end)
        if (line := trimmed(text, *match.span())).start < line.end
    ]


def _blocks(text: str, lines: Sequence[Span], *, posts: bool) -> Iterator[Span]:
    if not lines:
        return
    width = _wrap_width(text, lines)
    first = lines[0]
    for line, after in pairwise(lines):
        if not _goes_on(text, line, after, width, posts=posts):
            yield Span(first.start, line.end)
            first = after
    yield Span(first.start, lines[-1].end)


def _wrap_width(text: str, lines: Sequence[Span]) -> int:
    """Return the width at which the passage was wrapped, 0 if it was not.

    Wrapped text shows in lines that go on in lower case or, where all is in capitals, in lines
    that nearly all reach the right margin.
    """
    joints = [(a, b) for a, b in pairwise(lines) if not _blank_between(text, a, b)]
    width = max(line.end - line.start for line in lines)
    if not joints or width > _WIDEST_WRAP:
        return 0
    running = sum(text[after.start].islower() for _, after in joints)
    full = sum(_is_full(line, width) for line, _ in joints)
    capitals = width >= _NARROWEST_WRAP and text[lines[0].start : lines[-1].end].isupper()
    wrapped = running >= max(1, _WRAPPED_SHARE * len(joints)) or (
        capitals and full >= max(_FULL_LINES, _FULL_SHARE * len(joints))
    )
    return width if wrapped else 0


def _is_post(text: str, lines: Sequence[Span]) -> bool:
    """Say whether the lines of a passage stand each for itself.

    Then they break where there is still room for the next word, which wrapping never does, and
    few of them end in a full stop.
    """
    joints = list(pairwise(lines))
    if len(joints) < _POST_JOINTS:
        return False
    width = max(line.end - line.start for line in lines)
    roomy = sum(
        line.end - line.start + 1 + len(text[after.start : after.end].split(None, 1)[0]) <= width
        for line, after in joints
    )
    stopped = sum(line.of(text).rstrip(_QUOTES).endswith(".") for line in lines)
    return roomy >= _ROOMY_SHARE * len(joints) and stopped <= _STOPPED_SHARE * len(lines)


def _is_full(line: Span, width: int) -> bool:
    return line.end - line.start >= _FULL_LINE * width


def _blank_between(text: str, line: Span, after: Span) -> bool:
    gap = text[line.end : after.start].replace("\r\n", "\n")
    return len(gap.strip(" \t\xa0")) > 1 or "\u2029" in gap or "\f" in gap


def _goes_on(text: str, line: Span, after: Span, width: int, *, posts: bool) -> bool:
    """Say whether the line break between two lines is only a wrap inside a sentence or block."""
    if _blank_between(text, line, after) or _ITEM.match(text, after.start, after.end) or posts:
        return False
    if text[after.start].islower() or text[line.end - 1] == ",":
        return True
    tail = text[max(line.start, line.end - _LONGEST_ABBREVIATION) : line.end]
    if tail.rsplit(None, 1)[-1].lower() in _words()["unfinished"]:
        return True
    if text[line.end - 1] == ":":
        return False
    return width > 0 and _is_full(line, width)


def _sentences(text: str, block: Span, *, posts: bool) -> Iterator[Span]:
    start = block.start
    # A line of a post opens with a place or a source of its own.
    body = start if posts else _after_dateline(text, block)
    if body > start:
        yield trimmed(text, start, body)
        start = body
    for match in _BREAK.finditer(text, start, block.end):
        cut = match.start() if match["bullet"] else match.end()
        if cut > start and _ends(text, Span(start, block.end), match, posts=posts):
            yield trimmed(text, start, cut)
            start = trimmed(text, cut, block.end).start
    if start < block.end:
        yield Span(start, block.end)


def _after_dateline(text: str, block: Span) -> int:
    """Return where the text after dateline and editor's tags ("[TEXT]") begins."""
    start = _after_tags(text, block.start, block.end)
    match = _DATELINE.match(text, start, block.end)
    if match is None:
        return start
    city = match["city"]
    words = len(city.split())
    if match["stop"]:
        opens = words <= _CITY_WORDS and city.isupper() and not match["next"].isupper()
    elif match["agency"]:
        opens = words <= _DATELINE_WORDS and city[0].isupper()
    else:
        opens = words <= _DATELINE_WORDS and (
            city.partition(",")[0].isupper() or bool(_DATED_CITY.match(city))
        )
    return _after_tags(text, match.start("next"), block.end) if opens else start


def _after_tags(text: str, start: int, end: int) -> int:
    match = _TAGS.match(text, start, end)
    return match.end() if match and match.group().isupper() else start


def _ends(text: str, rest: Span, match: re.Match[str], *, posts: bool) -> bool:
    """Say whether a sentence that began at `rest.start` ends with this match."""
    if match["bullet"] or match["glued"]:
        return True
    if match["picture"]:
        return any(c.isalnum() for c in text[rest.start : match.start()])
    following = _NEXT.match(text, match.end(), rest.end)
    word = (following and following["word"]) or ""
    before = text[max(rest.start, match.start() - _LONGEST_ABBREVIATION) : match.start()]
    found = _LAST.search(before)
    last = found.group() if found else ""
    if word[:1].islower() and not _ends_before_small(text, rest, match, last, posts=posts):
        return False
    if match["stop"] != ".":
        return True
    at_front = match.start() - len(before) == rest.start
    if at_front and _LIST_NUMBER.fullmatch(before):
        return False
    return _stop_ends(last, word)


def _ends_before_small(
    text: str, rest: Span, match: re.Match[str], last: str, *, posts: bool
) -> bool:
    """Say whether a stop before a lower-case word ends a sentence: in texts without capitals.

    The lines of a post may have none after their first; there a short word before a single full
    stop may be cut short ("arm. mod").
    """
    if text[rest.start].islower() and len(last) > 1:
        return True
    firm = match["stop"][0] in "!?" or last.isdecimal() or len(last) > _SHORTENED or not last
    return posts and firm and match["stop"] != "..."


def _stop_ends(last: str, word: str) -> bool:
    """Say whether the full stop after `last` ends a sentence when `word` comes next."""
    words, lower = _words(), last.lower()
    if lower in words["before_name"]:
        return False
    if lower in words["before_number"] and word.isdecimal():
        return False
    open_ended = (
        lower in words["open_ended"]
        or (last[:1].isupper() and lower in words["open_ended_capitalised"])
        or bool(_DOTTED.fullmatch(last))
    )
    return not open_ended or not word or word.lower() in words["openers"]


def _bounded(text: str, sentence: Span) -> Iterator[Span]:
    start = sentence.start
    while sentence.end - start > LONGEST:
        gap = max(text.rfind(" ", start, start + LONGEST), text.rfind("\n", start, start + LONGEST))
        cut = gap if gap > start else start + LONGEST
        yield trimmed(text, start, cut)
        start = trimmed(text, cut, sentence.end).start
    if start < sentence.end:
        yield Span(start, sentence.end)
