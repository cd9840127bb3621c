"""Markdown: the file unchanged; headings are headlines, front matter is metadata."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from trucewatch.intake.blocks import Unit, bare, units
from trucewatch.intake.decode import decode
from trucewatch.intake.features import is_kind
from trucewatch.intake.metadata import Dated, full_date, unreadable_date
from trucewatch.intake.readers import Draft, Hints, head
from trucewatch.intake.text import from_units
from trucewatch.model import Span

_HEADING = re.compile(r"^(#{1,6})[ \t]+(?P<words>.*?)[ \t]*#*$", re.DOTALL)
_UNDERLINE = re.compile(r"^(?:=+|-+)$")
_FRONT = re.compile(
    r"\A\ufeff?---[ \t]*\r?\n(?P<body>.{0,8000}?)\r?\n(?:---|\.\.\.)[ \t]*\r?\n", re.DOTALL
)
_FIELD = re.compile(r"^(?P<key>[\w\-]{2,30})\s*:\s*[\"']?(?P<value>.+?)[\"']?\s*$", re.MULTILINE)
_MARKS = (
    re.compile(r"^#{1,6} \S", re.MULTILINE),
    re.compile(r"^\S.*\n(?:={3,}|-{3,})$", re.MULTILINE),
    re.compile(r"\[[^\]\n]{1,200}\]\([^)\s]{1,500}\)"),
    re.compile(r"(?<!\w)(?:\*\*|__)\S.{0,200}?\S(?:\*\*|__)(?!\w)"),
    re.compile(r"^(?:[*+-]|\d{1,2}\.) \S", re.MULTILINE),
    re.compile(r"^> \S", re.MULTILINE),
)


class MarkdownReader:
    """Reads `.md`."""

    name = "markdown"

    def sniff(self, data: bytes, name: str) -> float:
        """Headings and front matter are sure signs, the rest adds up with the file name."""
        start = head(data)
        score = 0.32 if name.lower().endswith((".md", ".markdown")) else 0.0
        if _FRONT.match(start):
            score += 0.4
        score += 0.25 * bool(_MARKS[0].search(start))
        return min(0.9, score + 0.05 * sum(bool(mark.search(start)) for mark in _MARKS[1:]))

    def read(self, data: bytes, hints: Hints) -> Draft:
        """Mark what the format itself states, and split the rest like plain text."""
        decoded = decode(data, name=hints.name)
        front = _FRONT.match(decoded.text)
        fields = (
            {row["key"].lower(): row["value"] for row in _FIELD.finditer(front["body"])}
            if front
            else {}
        )
        found = list(_forced(decoded.text, units(decoded.text), front.end() if front else 0))
        draft = from_units(decoded, found, "text/markdown")
        dates = list(draft.dates)
        stated = fields.get("date") or fields.get("published") or ""
        if hit := full_date(stated):
            dates.insert(0, Dated(hit[0], "the front matter"))
        elif stated:
            draft = replace(
                draft, issues=(*draft.issues, unreadable_date(stated, "the front matter"))
            )
        return replace(
            draft,
            dates=tuple(dates),
            title=fields.get("title") or _title(found),
            language=fields.get("lang") or fields.get("language"),
            url=fields.get("url") or fields.get("link"),
        )


def _forced(text: str, found: list[Unit], body: int) -> Iterator[Unit]:
    """Yield the units with the state that Markdown states: heading, front matter, rule."""
    for index, unit in enumerate(found):
        if unit.start < body:
            yield replace(unit, allowed=("meta", "foot", "debris"))
            continue
        match = _HEADING.match(unit.text)
        if match:
            start = unit.start + match.start("words")
            span = bare(text, start, unit.start + match.end("words"))
            yield Unit(span.start, span.end, span.of(text), unit.gap, _heading_states(span, text))
        elif _UNDERLINE.match(unit.text) or unit.text.startswith("<!--"):
            yield replace(unit, allowed=("meta", "foot", "debris"))
        elif (
            index + 1 < len(found)
            and found[index + 1].gap == 0
            and re.match(r"^(?:={3,}|-{3,})$", found[index + 1].text)
        ):
            yield replace(unit, allowed=_heading_states(unit.span, text))
        else:
            yield unit


def _heading_states(span: Span, text: str) -> tuple[str, ...]:
    """A heading is a headline, unless it hands over ("## Comments") or stands in a comment."""
    words = span.of(text).strip(" *_:")
    if is_kind("handover", words) or is_kind("related", words):
        return ("cue", "related")
    return ("title", "comment")


def _title(found: list[Unit]) -> str | None:
    return next((unit.text for unit in found if "title" in unit.allowed), None)
