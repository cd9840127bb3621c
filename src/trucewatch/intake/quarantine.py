"""Reader comments under quarantine: flagged for what would hurt, never deleted, never evidence.

A flag collapses a comment in the workbench and says why; a threat is also raised as a safety
notice. The rules are few and general (`abuse.toml`); a watch adds words of its languages in its
own `abuse.toml`. Both are matched on folded text, so that spelling tricks do not hide them.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Final

import msgspec
from msgspec import Struct

from trucewatch.model import AbuseWord, Document, Flag, FlagKind, Issue, Passage, Span

_TOKEN: Final = re.compile(r"\S+")
_DOUBLED: Final = re.compile(r"([^\W\d_])\1+")
_SINGLES: Final = 3
"""So many letters in a row that stand alone are one word spelled out ("k i l l")."""


class _Folding(Struct, frozen=True, forbid_unknown_fields=True):
    stands_for: dict[str, str]
    looks_like: dict[str, str]


class _Rule(Struct, frozen=True, forbid_unknown_fields=True):
    flag: FlagKind
    patterns: tuple[str, ...]


class _Table(Struct, frozen=True, forbid_unknown_fields=True):
    folding: _Folding
    rule: tuple[_Rule, ...]


@dataclass(frozen=True, slots=True)
class Rules:
    """What comments are searched for: kind of flag, name of the rule, pattern on folded text."""

    rows: tuple[tuple[FlagKind, str, re.Pattern[str]], ...]


@dataclass(frozen=True, slots=True)
class Folded:
    """Text without its spelling tricks; character i stood at `at[i]` to `ends[i]` before."""

    text: str
    at: tuple[int, ...]
    ends: tuple[int, ...]

    def span(self, start: int, end: int) -> Span:
        """Return the span in the original of the folded characters from `start` to `end`."""
        return Span(self.at[start], self.ends[end - 1])


@cache
def _table() -> _Table:
    text = resources.files("trucewatch.intake").joinpath("abuse.toml").read_bytes()
    return msgspec.toml.decode(text, type=_Table)


def rules_for(words: Iterable[AbuseWord] = ()) -> Rules:
    """Return the rules that come with trucewatch, and a watch's own words as whole words."""
    rows: list[tuple[FlagKind, str, re.Pattern[str]]] = [
        (rule.flag, f"{rule.flag} {number}", _pattern(pattern))
        for rule in _table().rule
        for number, pattern in enumerate(rule.patterns, start=1)
    ]
    for word in words:
        folded = folded_text(word.text).text.strip()
        if folded:
            rows.append((word.flag, f"abuse.toml: {word.text}", _whole(re.escape(folded))))
    return Rules(tuple(rows))


def _pattern(pattern: str) -> re.Pattern[str]:
    """Write double letters once, as the folded text has them; what is escaped stays."""
    return _whole(_DOUBLED.sub(r"\1", pattern))


def _whole(pattern: str) -> re.Pattern[str]:
    return re.compile(f"(?<= )(?:{pattern})(?= )")


def marked(document: Document, rules: Rules) -> Document:
    """Return the document with its comments flagged, and a safety notice for each threat."""
    text, issues = document.item.text, list(document.issues)
    passages = []
    for passage in document.passages:
        if passage.kind != "thread_comment":
            passages.append(passage)
            continue
        flags = tuple(flags_in(text, passage, rules))
        passages.append(msgspec.structs.replace(passage, flags=flags))
        threats = [flag for flag in flags if flag.kind == "threat"]
        if threats:
            issues.append(
                Issue(
                    code="safety_notice",
                    message="a reader's comment may threaten somebody: show it to whoever is "
                    "responsible for safety, with the page as it was received",
                    span=threats[0].span,
                    item=document.item.id,
                )
            )
    return msgspec.structs.replace(document, passages=tuple(passages), issues=tuple(issues))


def flags_in(text: str, passage: Passage, rules: Rules) -> Iterator[Flag]:
    """Yield what a comment is flagged for: each rule once, where it shows first."""
    folded = folded_text(passage.span.of(text))
    for kind, name, pattern in rules.rows:
        found = pattern.search(folded.text)
        if found:
            span = folded.span(*found.span())
            moved = Span(span.start + passage.start, span.end + passage.start)
            yield Flag(kind=kind, span=moved, rule=name)


def folded_text(text: str) -> Folded:
    """Fold `text`: plain small letters, digits and signs read as letters, letters joined.

    Accents, zero-width signs and marks inside words fall away; words of mixed scripts are read by
    their look; letters spelled one by one are joined; double letters count once. One blank stands
    between words, before the first and after the last.
    """
    folding = _table().folding
    out: list[tuple[str, int]] = [(" ", 0)]
    singles: list[tuple[str, int]] = []
    for token in _TOKEN.finditer(text):
        letters = list(_letters(token.group(), token.start(), folding))
        alone = [one for one in letters if one[0] != " "]
        if len(alone) == 1:
            singles += alone
            continue
        _spell(out, singles)
        out += letters
        out.append((" ", token.end() - 1))
    _spell(out, singles)
    chars: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for char, at in out:
        if chars and chars[-1] == char:
            ends[-1] = at + 1
            continue
        chars.append(char)
        starts.append(at)
        ends.append(at + 1)
    return Folded("".join(chars), tuple(starts), tuple(ends))


def _spell(out: list[tuple[str, int]], singles: list[tuple[str, int]]) -> None:
    """Add letters that stood alone: as one word from `_SINGLES` on, else as words of a letter."""
    if not singles:
        return
    joined = len(singles) >= _SINGLES
    for char, at in singles:
        out.append((char, at))
        if not joined:
            out.append((" ", at))
    if joined:
        out.append((" ", singles[-1][1]))
    singles.clear()


def _letters(token: str, start: int, folding: _Folding) -> Iterator[tuple[str, int]]:
    """Yield the folded letters of a token, with blanks where it holds several words."""
    lettered = any(char.isalpha() for char in token)
    latin = any("a" <= char <= "z" for char in token.casefold())
    core = len(token.rstrip("!?.,;:\"')"))
    spelled = _is_spelled(token)
    for place, char in enumerate(token):
        for plain in unicodedata.normalize("NFKD", char).casefold():
            # An exclamation mark at the end of a word is one; inside a word it is an i.
            if lettered and plain in folding.stands_for and place < core:
                yield folding.stands_for[plain], start + place
            elif latin and plain in folding.looks_like:
                yield folding.looks_like[plain], start + place
            elif plain.isalnum():
                yield plain, start + place
            elif unicodedata.category(plain)[0] in "MC" or spelled:
                continue
            else:
                yield " ", start + place


def _is_spelled(token: str) -> bool:
    """Say whether marks stand between single letters ("k.i.l.l"), as in no ordinary word."""
    parts = [part for part in re.split(r"[\W_]+", token) if part]
    return len(parts) >= _SINGLES and all(len(part) == 1 for part in parts)
