"""Templates as keys and answers print them, read into fills with alternatives and tags."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from trucewatch.measure.muc.slots import BY_NUMBER

_ROW = re.compile(r"(\d{1,2})\.\s+[A-Z][A-Z :]*?\s{2,}(\S.*)")
_QUOTED = re.compile(r'"(?:\\.|[^"\\])*"')
_ABSENT = frozenset({"", "-", "*"})
_BRACKETED = re.compile(r"\(.*\)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Fill:
    """One filler of a slot: the forms that count as right, and the forms of what it refers to.

    `optional` (a question mark in keys) says that no answer is right as well. `tags` is empty for
    a filler without cross-reference.
    """

    values: tuple[str, ...]
    tags: tuple[str, ...] = ()
    optional: bool = False

    def printed(self, *, quoted: bool) -> str:
        """Return the filler as a template prints it; string fills stand in quotes."""
        value = " / ".join(_quote(v) if quoted else v for v in self.values)
        tag = " / ".join(_quote(t) if t != "-" else t for t in self.tags)
        return f"{value}: {tag}" if tag else value


@dataclass(frozen=True, slots=True)
class Template:
    """One incident of one message: fills by slot number; `number` as printed."""

    message: str
    number: str
    fills: Mapping[int, tuple[Fill, ...]]
    optional: bool = False

    def of(self, slot: int) -> tuple[Fill, ...]:
        """Return the fills of a slot, none for a hyphen or an asterisk."""
        return self.fills.get(slot, ())

    def first(self, slot: int) -> str:
        """Return the first form of the first fill of a slot, empty where there is none."""
        fills = self.of(slot)
        return fills[0].values[0] if fills and fills[0].values else ""


def read_templates(text: str) -> dict[str, tuple[Template, ...]]:
    """Return the templates of each message; a message judged irrelevant has none.

    Lines that are neither a row of a template nor the continuation of one (comments, blank
    lines) are passed over.
    """
    found: dict[str, list[Template]] = {}
    for rows in _records(text):
        if 0 not in rows:
            continue
        message = rows[0][0].split()[0]
        templates = found.setdefault(message, [])
        number = rows.get(1, ["*"])[0]
        if number != "*":
            fills = {slot: _fills(slot, lines) for slot, lines in rows.items() if slot in BY_NUMBER}
            templates.append(Template(message, number.split()[0], fills, "OPTIONAL" in number))
    return {message: tuple(templates) for message, templates in found.items()}


def _records(text: str) -> Iterator[dict[int, list[str]]]:
    rows: dict[int, list[str]] = {}
    slot: int | None = None
    for line in text.splitlines():
        match = _ROW.match(line)
        if match is not None:
            slot = int(match.group(1))
            if slot == 0 and rows:
                yield rows
                rows = {}
            rows[slot] = [match.group(2).strip()]
        elif slot is not None and line[:1].isspace() and line.strip():
            rows[slot].append(line.strip())
    if rows:
        yield rows


def _fills(slot: int, lines: list[str]) -> tuple[Fill, ...]:
    kind = BY_NUMBER[slot].kind
    reader = _whole if kind in ("date", "location") else _with_tag
    return tuple(reader(line) for line in lines if line.lstrip("? ") not in _ABSENT)


def _whole(line: str) -> Fill:
    """Read a date or a location, in which colons and hyphens belong to the value."""
    text = line.lstrip("? ")
    inside = re.findall(r"\(([^()]*(?:\([^()]*\)[^()]*)*)\)\s*(?:/|$)", text)
    values = inside if text.startswith("(") and inside else re.split(r"\s+/\s+", text)
    return Fill(tuple(value.strip() for value in values), optional=line.startswith("?"))


def _with_tag(line: str) -> Fill:
    text = line.lstrip("? ")
    quotes = [match.span() for match in _QUOTED.finditer(text)]
    colon = next(
        (
            m.start()
            for m in re.finditer(":", text)
            if not any(a < m.start() < b for a, b in quotes)
        ),
        len(text),
    )
    return Fill(
        _forms(text[:colon]), _forms(text[colon + 1 :]) if colon < len(text) else (),
        line.startswith("?"),
    )  # fmt: skip


def _forms(text: str) -> tuple[str, ...]:
    """Split alternatives at the slashes outside quotes; quotes and their escapes come off."""
    parts, start = [], 0
    quotes = [match.span() for match in _QUOTED.finditer(text)]
    for slash in re.finditer("/", text):
        if not any(a < slash.start() < b for a, b in quotes):
            parts.append(text[start : slash.start()])
            start = slash.end()
    parts.append(text[start:])
    stripped = (part.strip() for part in parts)
    plain = (part[1:-1] if _BRACKETED.fullmatch(part) else part for part in stripped)
    return tuple(_unquoted(part.strip()) for part in plain if part.strip())


def _unquoted(form: str) -> str:
    if _QUOTED.fullmatch(form):
        form = form[1:-1]
    return form.replace('\\"', '"')


def _quote(value: str) -> str:
    return '"' + value.replace('"', '\\"') + '"'
