"""Labelled units to passages, leads and issues; commenters get pseudonyms here."""

# ruff: noqa: RUF001 # typographic quotes, dashes and letters of other scripts are the subject
from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from msgspec import structs

from trucewatch.intake.blocks import Unit, bare
from trucewatch.intake.features import cleaned, is_city_headline, is_kind, split_author
from trucewatch.intake.metadata import stated_date
from trucewatch.intake.thread import THREAD, Labelled
from trucewatch.model import Issue, Lead, Passage, Span
from trucewatch.model.vocabulary import CLAIM_BEARING, PassageKind

_KINDS: Final[dict[str, PassageKind]] = {
    "title": "headline",
    "body": "article_body",
    "caption": "caption",
    "meta": "boilerplate",
    "foot": "boilerplate",
    "related": "boilerplate",
    "cue": "boilerplate",
    "debris": "boilerplate",
    "name": "thread_author",
    "comment": "thread_comment",
    "quoted": "quoted_document",
}
_ORIGIN = re.compile(
    r"(?i:\b(?:from|via|by|source|according to|out of|at|in|из|с сайта|عن|نقلا عن))[: ]+(?i:the )?"
    r"(?P<name>[^\W\d_a-z][\w.'’\-]*(?: [^\W\d_a-z][\w.'’\-]*){0,4})"
)
_AGENCY = re.compile(r"^[^\n]{2,60}?\((?P<name>[A-Z][\w .\-]{1,24})\)\s?[–—-]")
_INLINE_SPLIT = re.compile(r"[^:：؛]*?(?:[:：؛])\s*")


MAX_ARTICLE: Final = 400_000
"""Code points of article text that are read of one item.

The longest reports (a yearbook of a panel of experts) stay below; what is longer was joined from
many, and reading it whole would take minutes.
"""


class Pseudonyms:
    """Hands out `reader-1`, `reader-2`, …: one per name, one for each missing name."""

    def __init__(self) -> None:
        self._known: dict[str, str] = {}
        self._count = 0

    def of(self, name: str | None) -> str:
        """Return the pseudonym of a printed name, a fresh one for None."""
        key = cleaned(name).casefold().lstrip("@") if name else ""
        if key and key in self._known:
            return self._known[key]
        self._count += 1
        label = f"reader-{self._count}"
        if key:
            self._known[key] = label
        return label


class Remark(NamedTuple):
    """What markup or an export proves of the comment at `[start, end)` of a text.

    `at` is its time as stated there, `parent` the number of the remark that it answers.
    """

    start: int
    end: int
    at: str | None = None
    parent: int | None = None


def proven(passages: Sequence[Passage], remarks: Sequence[Remark]) -> tuple[Passage, ...]:
    """Return the passages with times and answers of those comments that are known to be one.

    `remarks` stand in the order of the text. A passage over several of them proves nothing.
    """
    starts = [remark.start for remark in remarks]
    numbers: list[int | None] = []
    begins: dict[int, int] = {}
    for place, passage in enumerate(passages):
        at = bisect_right(starts, passage.start) - 1
        inside = at >= 0 and passage.end <= remarks[at].end and passage.author_label is not None
        numbers.append(at if inside else None)
        if inside:
            begins.setdefault(at, place)
    found = []
    for passage, number in zip(passages, numbers, strict=True):
        if number is None:
            found.append(passage)
            continue
        _, _, stated, parent = remarks[number]
        found.append(
            structs.replace(
                passage,
                at=stated_date(stated) if stated else None,
                reply_to=begins.get(parent) if parent is not None else None,
            )
        )
    return tuple(found)


@dataclass(slots=True)
class Split:
    """What the segmenter found in a text."""

    passages: list[Passage] = field(default_factory=list)
    leads: list[Lead] = field(default_factory=list)
    issues: list[Issue] = field(default_factory=list)


def _reply_gap(units: Sequence[Unit], states: Sequence[str]) -> int | None:
    """Return the blank lines usual between a name and its comment; None without names."""
    gaps = Counter(
        units[i].gap
        for i in range(1, len(units))
        if states[i - 1] == "name" and states[i] == "comment"
    )
    return gaps.most_common(1)[0][0] if gaps else None


def _pasted_titles(units: Sequence[Unit], states: list[str]) -> None:
    """Give the short title line over a pasted document to the document."""
    for index in range(1, len(states) - 1):
        if states[index] != "comment" or states[index + 1] != "quoted":
            continue
        look = cleaned(units[index].text[:400])
        if len(look) > 200 or look[-1:] in ".:…":
            continue
        above = cleaned(units[index - 1].text[-300:])
        # A comment that opens with a line of several words without a stop, right above the
        # document, opens with its title.
        opens = states[index - 1] == "name" and look[:1].isupper() and len(look.split()) >= 4
        if opens or is_city_headline(look) or is_kind("document_cue", above):
            states[index] = "quoted"


def split(text: str, units: Sequence[Unit], labelled: Labelled, names: Pseudonyms) -> Split:
    """Return the passages of `text`, with a lead per quoted document and the doubtful line."""
    found = Split()
    states = list(labelled.states)
    _pasted_titles(units, states)
    reply_gap = _reply_gap(units, states)
    author: str | None = None
    for index, (unit, state) in enumerate(zip(units, states, strict=True)):
        sure = labelled.confidence[index]
        before = states[index - 1] if index else ""
        if state == "inline":
            author = _inline(text, unit, names, sure, found)
            continue
        if state == "name":
            author = names.of(split_author(cleaned(unit.text))[0])
        elif state in {"comment", "quoted"}:
            fresh = state == "comment" and _is_fresh(unit, states, index, reply_gap)
            if author is None or fresh:
                author = names.of(None)
        elif state not in THREAD:
            author = None
        label = author if state in {"name", "comment", "quoted"} else None
        same_author = not found.passages or found.passages[-1].author_label == label
        joins = state == before or (
            _KINDS[state] == "boilerplate" and _KINDS.get(before) == "boilerplate"
        )
        if joins and state not in {"name", "title"} and same_author and found.passages:
            last = found.passages[-1]
            found.passages[-1] = Passage(
                kind=last.kind,
                start=last.start,
                end=unit.end,
                author_label=label,
                confidence=min(last.confidence, sure),
            )
        else:
            found.passages.append(
                Passage(
                    kind=_KINDS[state],
                    start=unit.start,
                    end=unit.end,
                    author_label=label,
                    confidence=sure,
                )
            )
        if state == "quoted" and before != "quoted":
            found.leads.append(_lead(text, units, states, index))
    found.issues.extend(_issues(units, labelled))
    _cap(text, units, found)
    return found


def _cap(text: str, units: Sequence[Unit], found: Split) -> None:
    """Turn the article text beyond `MAX_ARTICLE` into boilerplate, with an issue."""
    left = MAX_ARTICLE
    kept: list[Passage] = []
    unread: list[Passage] = []
    for passage in found.passages:
        size = passage.end - passage.start
        if passage.kind not in CLAIM_BEARING or (size <= left and not unread):
            kept.append(passage)
            left -= size if passage.kind in CLAIM_BEARING else 0
            continue
        cut = passage.start if unread else _cut_at(text, units, passage, passage.start + left)
        read, rest = bare(text, passage.start, cut), bare(text, cut, passage.end)
        if read.start < read.end:
            kept.append(structs.replace(passage, start=read.start, end=read.end))
        unread.append(Passage(kind="boilerplate", start=rest.start, end=rest.end, confidence=0.0))
        kept.append(unread[-1])
    if not unread:
        return
    found.passages[:] = kept
    found.issues.append(
        Issue(
            code="text_partial",
            message=(
                f"of the article only the first {MAX_ARTICLE:,} characters were read, "
                f"{sum(row.end - row.start for row in unread):,} were not: split the file and "
                f"add the parts"
            ),
            span=Span(unread[0].start, unread[-1].end),
        )
    )


def _cut_at(text: str, units: Sequence[Unit], passage: Passage, most: int) -> int:
    """Return where to cut: after a paragraph, else a sentence, else a word, `most` at worst."""
    ends = [unit.end for unit in units if passage.start < unit.end <= most]
    if ends:
        return ends[-1]
    window = text[max(passage.start, most - 2000) : most]
    for sign in (". ", "؟ ", "! ", "? ", " "):
        if (at := window.rfind(sign)) > 0:
            return most - len(window) + at + 1
    return most


def _is_fresh(unit: Unit, states: Sequence[str], index: int, reply_gap: int | None) -> bool:
    """Say whether a comment without a name line above it is somebody else's."""
    before = states[index - 1] if index else ""
    if before == "debris":
        # Buttons close a comment; an age line under a name does not.
        return index < 2 or states[index - 2] != "name"
    if before not in {"comment", "quoted", "inline"}:
        return before != "name"
    if reply_gap is None:
        return before != "inline" or unit.gap > 0
    return unit.gap > reply_gap


def _inline(text: str, unit: Unit, names: Pseudonyms, sure: float, found: Split) -> str:
    match = _INLINE_SPLIT.match(unit.text)
    cut = match.end() if match else 0
    head = bare(text, unit.start, unit.start + len(unit.text[:cut].rstrip().rstrip(":：؛")))
    body = bare(text, unit.start + cut, unit.end)
    author = names.of(split_author(cleaned(head.of(text)))[0])
    found.passages.append(
        Passage(
            kind="thread_author",
            start=head.start,
            end=head.end,
            author_label=author,
            confidence=sure,
        )
    )
    found.passages.append(
        Passage(
            kind="thread_comment",
            start=body.start,
            end=body.end,
            author_label=author,
            confidence=sure,
        )
    )
    return author


def _lead(text: str, units: Sequence[Unit], states: Sequence[str], first: int) -> Lead:
    last = first
    while last + 1 < len(units) and states[last + 1] == "quoted":
        last += 1
    span = Span(units[first].start, units[last].end)
    head = cleaned(units[first].text[:400])
    title = head if len(head) <= 200 and head[-1:] not in ".…:" and last > first else None
    cue: Span | None = None
    if first and states[first - 1] == "comment":
        above = units[first - 1]
        # The cue is the last sentence above the document, when it hands over with a colon.
        cut = max(above.text.rfind(sign) + 1 for sign in ".!?؟\n")
        candidate = bare(text, above.start + cut, above.end)
        if is_kind("document_cue", cleaned(candidate.of(text))):
            cue = candidate
    chain: list[str] = []
    if cue is not None and (origin := _ORIGIN.search(cue.of(text))):
        chain.append(origin["name"].strip())
    body = units[first + 1] if title and last > first else units[first]
    if agency := _AGENCY.match(body.text):
        chain.append(agency["name"])
    return Lead(
        span=span,
        title=title,
        cue_text=cue.of(text) if cue else None,
        cue_span=cue,
        chain=tuple(chain),
        note="Pasted by a reader: find the original before using anything from it.",
    )


def _issues(units: Sequence[Unit], labelled: Labelled) -> list[Issue]:
    if labelled.doubtful is None:
        return []
    unit = units[labelled.doubtful]
    kept_out = THREAD.intersection(labelled.states[labelled.doubtful :])
    side = "reader thread" if kept_out else "article"
    return [
        Issue(
            code="boundary_uncertain",
            message=(
                f"the line between article and reader thread is uncertain from here on; the text "
                f"was kept as {side}: look at the passage and read the page itself"
            ),
            span=unit.span,
        )
    ]
