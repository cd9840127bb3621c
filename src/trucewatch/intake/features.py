"""What a unit looks like: the features that `thread.toml` weighs.

Every feature is a small number; what it means stands beside its weight in the table.
"""

# ruff: noqa: RUF001 # typographic quotes, dashes and letters of other scripts are the subject
from __future__ import annotations

import re
import tomllib
import unicodedata
from collections import Counter
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import pairwise
from typing import Any

from trucewatch.intake.blocks import INVISIBLE, Unit

_WORD = re.compile(r"[^\W_]+(?:['’\-.][^\W_]+)*", re.UNICODE)
_QUOTED = re.compile(r"[“«\"][^”»\"]{0,600}[”»\"]")
_STOPS = ".!?…؟。;:,،"
_DATELINE = re.compile(
    r"^[^\W\d_][\w .,'’/\-]{1,50}?(?:,? [^\W\d_]\w{2,9}\.? \d{1,2}(?:, \d{4})?)?"
    r"(?: ?\([\w .\-]{2,25}\))?(?: [–—-]{1,2} |\. (?=[A-ZÀ-Þ]\w+ ))"
)
_CITY = re.compile(r"^[^\W\d_a-z][\w'’\-]{2,24}(?: [^\W\d_a-z][\w'’\-]{2,24}){0,2} ?: \S.{12,160}$")
_SAYS = re.compile(
    r"^(?P<name>\S.{0,40}?) (?:says|wrote|writes|said|replied|commented|пишет|написал|написала"
    r"|يقول|كتب|dedi ki|diyor ki|a écrit|dice|schrieb|sagt)"
    r"(?: (?:on|at|to) .{2,40}| .{0,30}\d.{0,20})?:?$|"
    r"^(?:posted|comment(?:ed)?|written|added|отправил|добавил) (?:by )(?P<by>\S.{0,40}?)"
    r"(?: (?:on|at|,) .{2,40}|,? .{0,12}\d.{0,24})?:?$",
    re.IGNORECASE,
)
_DATE = (
    r"(?:\d{1,2}[./-]\d{1,2}[./-]\d{2,4}|\d{4}-\d\d-\d\d|\d{1,2}\.? [^\W\d_]{3,10}\.?,? \d{4}"
    r"|[^\W\d_]{3,10}\.? \d{1,2},? \d{4}|[^\W\d_]{3,10}\.? \d{1,2}\b(?![:.]\d)"
    r"|\d{1,2} [^\W\d_]{3,10})"
)
_CLOCK = r"(?:,? ?(?:at |-|–|\|)? ?\d{1,2}[:.]\d\d(?: ?[ap]\.?m\.?)?)?"
_STAMP = re.compile(_DATE + _CLOCK + r"|\d{1,2}:\d\d(?: ?[ap]m)?", re.IGNORECASE)
_YEARED = re.compile(r"\b(?:19|20)\d\d\b")
_CLOCKED = re.compile(r"\b\d{1,2}:\d\d\b")
_UNNAMED = re.compile(r"""[!?؟:;"“”«»\[\]{}<>/\\=*#%…]""")
_SPLIT_STAMP = re.compile(r"\s*(?:[·•|,–—\-]|\s{2,}|\()\s*")
_SHOUTS = re.compile(r"!{2,}|\?{2,}|[!?]{2,}|؟!|\.{3,}|…")
_SENTENCES = re.compile(r"[^\W\d]{3,}[.!?؟][\"”»*]* +[\"“«*]*[^\W\d_]")
_INLINE = re.compile(r"^(?P<name>[^:\n]{1,40}?) ?(?:: |：|؛ )(?=\S)")
_BULLETS = "-–—•*·▪►➤→+"
_AT = re.compile(r"^@[\w.\-]{2,30}\b")


@dataclass(frozen=True, slots=True)
class Table:
    """`thread.toml` as loaded: limits, word sets, compiled patterns, weights, transitions."""

    limits: dict[str, int]
    decision: dict[str, float]
    words: dict[str, frozenset[str]]
    patterns: dict[str, re.Pattern[str]]
    weights: dict[str, dict[str, float]]
    transitions: dict[str, dict[str, dict[str, float]]]


@cache
def table() -> Table:
    """Load the bundled table once."""
    raw: dict[str, Any] = tomllib.loads(
        files("trucewatch.intake").joinpath("thread.toml").read_text(encoding="utf-8")
    )
    return Table(
        limits=raw["limits"],
        decision=raw["decision"],
        words={name: frozenset(rows) for name, rows in raw["words"].items()},
        patterns={
            name: re.compile("(?:" + "|".join(f"(?:{row})" for row in rows) + ")", re.IGNORECASE)
            for name, rows in raw["patterns"].items()
        },
        weights=raw["weights"],
        transitions=raw["transitions"],
    )


def cleaned(text: str) -> str:
    """Return `text` without invisible signs and with single spaces (for looking at only)."""
    return " ".join(text.translate(dict.fromkeys(map(ord, INVISIBLE))).split())


def is_kind(kind: str, text: str) -> bool:
    """Say whether a whole short line matches the patterns of one kind."""
    return len(text) <= 320 and table().patterns[kind].fullmatch(text) is not None


def split_author(line: str) -> tuple[str, bool]:
    """Return the name in an author line and whether a time or "says" stood beside it.

    "olive_tree · 3 hours ago" gives ("olive_tree", True); "Marko" gives ("Marko", False).
    """
    said = _SAYS.match(line)
    if said and (said["name"] or said["by"]).casefold() not in table().words["pronouns"]:
        return (said["name"] or said["by"]).strip(" @"), True
    parts = _SPLIT_STAMP.split(line)
    if len(parts) > 1 and parts[0]:
        rest = line[len(parts[0]) :].strip(" ·•|,–—-()")
        if is_kind("age", rest) or _stamped(rest):
            return parts[0].strip(" @"), True
    words = line.split()
    for cut in range(1, min(len(words), 5)):
        rest = " ".join(words[cut:]).strip("()")
        if is_kind("age", rest) or _stamped(rest):
            return " ".join(words[:cut]).strip(" @"), True
    return line.strip(" @"), False


def _stamped(text: str) -> bool:
    stamp = re.sub(r"^(?:on|at|am|le|el) ", "", text.strip(" ,()|"))
    return len(text) <= 60 and _STAMP.fullmatch(stamp) is not None


def is_handle(name: str) -> bool:
    """Say whether a name is shaped like an account rather than a person or a heading."""
    if " " in name or not any(char.isalpha() for char in name):
        return False
    core = name.lstrip("@")
    inner_capital = any(left.islower() and right.isupper() for left, right in pairwise(core))
    return bool(
        name.startswith("@")
        or "_" in core
        or re.fullmatch(r"\w{2,}\.\w{2,}", core)
        or (any(char.isdigit() for char in core) and not _STAMP.fullmatch(core))
        or inner_capital
    )


def is_name(name: str) -> bool:
    """Say whether `name` has the shape of a display name in any script."""
    limits = table().limits
    words = name.split()
    if not words or len(words) > limits["name_words"] or len(name) > limits["name_chars"]:
        return False
    if name[-1] in _STOPS and not re.fullmatch(r".*\b\w\.", name):
        return False
    if name.casefold() in table().words["headings"] or _UNNAMED.search(name):
        return False
    if not any(char.isalpha() for char in name):
        return False
    first = words[0].lstrip("@")
    if len(words) > 1 and (first[:1].isdigit() or words[-1].isdigit()):
        return False
    # Several words of which some are small are a phrase; particles (al, de, van, abu) are not.
    small = [word for word in words[1:] if word[:1].islower() and len(word) > 3]
    return len(words) <= 2 or not small or name.islower()


def is_question_label(line: str) -> bool:
    """Say whether a line is the label over a question of an interview ("Question", "Q:")."""
    return len(line) <= 40 and cleaned(line).casefold().rstrip(":. ") in table().words["questions"]


def is_city_headline(text: str) -> bool:
    """Say whether a line reads "City: headline", as pasted articles open."""
    return _CITY.match(text) is not None and text[-1:] not in ".!"


def _name_features(line: str, name: str, *, timed: bool) -> dict[str, float]:
    words = name.split()
    lowered = [word.casefold() for word in words]
    unlike = table().words["unlike_name"]
    found: dict[str, float] = {}
    if not is_name(name):
        return {"not_name": 1.0}
    if timed:
        found["says" if _SAYS.match(line) else "timed"] = 1.0
    if is_handle(name):
        found["handle"] = 1.0
    elif len(words) == 1 and name.islower():
        found["name_lower"] = 1.0
    elif len(words) == 1:
        found["name_one"] = 1.0
    elif name.islower():
        found["name_phrase"] = 1.0
    elif all(word[:1].isupper() or not word[:1].islower() for word in words):
        found["name_title"] = 1.0
    if any(word in unlike for word in lowered) and not name.islower() and not is_handle(name):
        found["unlike_name"] = 1.0
    if name.isupper() and len(name) > 4:
        found["caps"] = 1.0
    return found


def _register(text: str) -> dict[str, float]:
    """Features of talk against report, read outside quotation marks."""
    words = table().words
    outside = _QUOTED.sub(" ", text)
    tokens = _WORD.findall(outside)
    lowered = [token.casefold().replace("’", "'") for token in tokens]
    count = max(1, len(lowered))
    found: dict[str, float] = {}
    person = sum(token in words["person"] for token in lowered)
    weak = sum(token in words["person_weak"] for token in lowered)
    talk = sum(token in words["talk"] for token in lowered)
    # Two in ten words is as talkative as it gets.
    found["person"] = min(2.0, person * 20 / max(count, 12) + 0.3 * bool(weak))
    found["talk"] = min(2.0, talk * 20 / max(count, 12))
    shouts: float = len(re.findall(r"!{2,}|\?{2,}|[!?]{2,}|؟!|\.{3,}|…", outside)) + outside.count(
        "!"
    )
    shouts += sum(1 for token in tokens if len(token) > 3 and token.isupper()) * (count > 3) * 0.5
    found["shout"] = min(2.0, shouts)
    found["emoji"] = min(1.0, sum(unicodedata.category(char) == "So" for char in text))
    attribution = sum(token in words["attribution"] for token in lowered)
    found["attribution"] = min(2.0, attribution)
    found["quotation"] = float(bool(_QUOTED.search(text)) and attribution > 0)
    found["prose"] = float(count >= 8 and text[-1:] in '.!?؟”"»)…')
    # A headline may ask or pause ("Last chance? The truce after a month") but does not end so.
    several = _SENTENCES.search(text) is not None
    found["sentences"] = float(several and (len(text) > 120 or text[-1:] in ".;,"))
    found["stopped"] = float(text[-1:] in ".;,")
    found["no_stop"] = float(count > 3 and text[-1:] not in _STOPS + '”"»)')
    first = next((char for char in text if char.isalpha()), "")
    found["lower"] = float(bool(first) and first.islower() and text[:1] == first)
    found["long"] = min(2.0, max(0, len(text) - 120) / 200)
    found["dateline"] = float(_DATELINE.match(text) is not None and count >= 12)
    found["city_headline"] = float(is_city_headline(text))
    # A paragraph of a report has 140 characters or more; below 80 it is surely none.
    found["not_long"] = min(1.0, max(0.0, (140 - len(text)) / 60))
    found["not_short"] = float(count > 20 or (count > 6 and text[-1:] in ".:"))
    return found


def _is_meta(text: str, index: int) -> bool:
    if is_kind("rights", text) or is_kind("byline", text):
        return True
    if is_kind("boilerplate", text):
        # A whole sentence that happens to begin like a button ("Share prices fell …") is text.
        return not (len(text.split()) >= 7 and text[-1:] in ".!?")
    core = text.strip("*_ ()[]")
    titles = table().words["titles"]
    # "Daily summary, 16 December 2024" is what a document is called.
    titled = index == 0 and titles.intersection(core.casefold().split())
    if len(text) > 160 or text[-1:] in "!?" or titled:
        return False
    if _STAMP.fullmatch(core):
        # A bare clock time inside a text heads a paragraph of it.
        return re.match(r"\d{1,2}:\d\d", core) is None
    words = core.split()
    if index == 1 and 1 < len(words) <= 8 and "," in core and text[-1:] not in ",.:;":
        # "Euphrates Ledger, Hasakah" under the headline: outlet and place.
        capitals = [word for word in words if not word[:1].islower() or len(word) <= 3]
        if len(capitals) == len(words):
            return True
    # A short line without a verb's full stop that carries a full date: imprint or dateline.
    emphasised = text[:1] in "*_" and text[-1:] in "*_"
    ends = "" if emphasised and index < 4 else core[-1:]
    day = re.search(_DATE, core, re.IGNORECASE)
    # A line that begins with a clock time is an entry of a chronology ("13:35 bursts again").
    clocked = "|" in core or (_CLOCKED.search(core) is not None and not _CLOCKED.match(core))
    dated = day is not None and (
        (_YEARED.search(core) is not None and (index > 0 or len(words) <= 5))
        or (clocked and len(words) <= 9)
    )
    return dated and len(words) <= (30 if emphasised else 14) and ends not in [".", ":", ";"]


def features(units: list[Unit]) -> list[dict[str, float]]:
    """Return one feature row per unit (see `thread.toml` for their meaning)."""
    limits = table().limits
    looks = [cleaned(unit.text[: limits["look_at"]]) for unit in units]
    authors = [split_author(look) if len(look) <= 120 else (look, False) for look in looks]
    shapes = [
        _name_features(look, author[0], timed=author[1])
        for look, author in zip(looks, authors, strict=True)
    ]
    names = Counter(
        author[0].casefold()
        for author, shape in zip(authors, shapes, strict=True)
        if "not_name" not in shape
    )
    labels: Counter[str] = Counter()
    inlines = [_INLINE.match(look) for look in looks]
    for match in inlines:
        if match:
            labels[split_author(match["name"])[0].casefold()] += 1
    rows: list[dict[str, float]] = []
    prose_above = False
    for index, look in enumerate(looks):
        row = {key: value for key, value in _register(look).items() if value}
        row.update(shapes[index])
        named = "not_name" not in row
        if names[authors[index][0].casefold()] > 1 and named:
            row["repeat"] = row["repeat_name"] = 1.0
        row.update(_line_kinds(look, index))
        row.update(_inline(look, inlines[index], labels))
        row.update(_neighbours(looks, shapes, index, named=named))
        if named and index + 1 < len(units) and units[index].gap > units[index + 1].gap:
            row["framed"] = 1.0
        if index < 4 and "timed" in row and not prose_above:
            # A dated line above the first paragraph is the imprint of the page.
            row = {**row, "not_name": 1.0, "timed": 0.0}
        # The headline stands above the first paragraph, however many menu lines come first.
        row["not_early" if prose_above else "early"] = 1.0
        prose_above = prose_above or "prose" in row
        if index and is_kind("document_cue", looks[index - 1]):
            row["after_cue"] = 1.0
        if "title" in units[index].allowed:
            row["heading"] = 1.0
        if (
            (_AT.match(look) and len(look.split()) > 1)
            or look.startswith((">", "»"))
            or (not named and _addresses(look, names))
        ):
            row["address"] = 1.0
        rows.append(row)
    return rows


def _line_kinds(look: str, index: int) -> dict[str, float]:
    row: dict[str, float] = {}
    # A bare day or a bare clock time heads the parts of a chronology too.
    aged = is_kind("age", look) and any(char.isdigit() for char in look)
    if aged or (_CLOCKED.search(look) and _stamped(look) and len(look) > 8):
        row["stamp"] = 1.0
    for kind in ("reply_to", "button", "counter"):
        if is_kind(kind, look):
            row[kind] = 1.0
    if row or is_kind("age", look) or is_kind("debris", look):
        row["debris"] = 1.0
    else:
        row["not_debris"] = 1.0
    row["cue" if is_kind("handover", look.strip(" :#*=-–—")) else "not_cue"] = 1.0
    if _is_meta(look, index) or row.get("debris"):
        row["meta"] = 1.0
    else:
        row["not_meta"] = 1.0
    row["related" if is_kind("related", look) else "not_related"] = 1.0
    row["caption" if is_kind("caption", look) else "not_caption"] = 1.0
    if is_kind("media", look):
        row["media"] = 1.0
    return row


def _inline(look: str, match: re.Match[str] | None, labels: Counter[str]) -> dict[str, float]:
    if not match or look[:1] in _BULLETS:
        return {"not_inline": 1.0}
    name, timed = split_author(match["name"].strip())
    if not is_name(name) or (look[match.end() :][:1] in '"“«' and not is_handle(name)):
        # 'The minister said: "…"' is a report.
        return {"not_inline": 1.0}
    row: dict[str, float] = {}
    if name.casefold().strip(".") in table().words["speaker_labels"]:
        row["speaker"] = 1.0
    if "speaker" not in row and is_handle(name):
        row["inline_handle"] = 1.0
    elif "speaker" not in row and name.islower():
        row["inline_lower"] = 1.0
    else:
        row["inline_name"] = 1.0
    if name.isupper() and len(name) > 2:
        row["inline_caps"] = 1.0
    if labels[name.casefold()] > 1:
        row["inline_repeat"] = 1.0
    if timed:
        row["inline_timed"] = 1.0
    return row


def _neighbours(
    looks: list[str], shapes: list[dict[str, float]], index: int, *, named: bool
) -> dict[str, float]:
    row: dict[str, float] = {}
    if index == 0:
        row["first"] = 1.0
    if len(looks) == 1:
        row["only"] = 1.0
    if named:
        following = looks[index + 1] if index + 1 < len(looks) else None
        if following is None:
            row["nothing_next"] = 1.0
        else:
            row["text_next"] = float("not_name" in shapes[index + 1])
            row["quote_next"] = float(following[:1] in '"“«')
            row["number_next"] = float(is_kind("counter", following))
            words = table().words["attribution"]
            reports = any(word.casefold() in words for word in _WORD.findall(following))
            row["long_next"] = float(len(following) > 200) * (1.0 if reports else 0.5)
    return row


def _addresses(look: str, names: Counter[str]) -> bool:
    """Say whether a text opens with the name of somebody who signs lines of this page."""
    words = look.casefold().split()
    for size in (1, 2, 3):
        head = " ".join(words[:size])
        if head[-1:] in ",:" and names[head[:-1]] > 0:
            return True
    return False
