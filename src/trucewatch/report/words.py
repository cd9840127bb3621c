"""The report's own voice: neutral words for codes, ranges and dates (data/words.toml)."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from importlib import resources
from typing import Any, Final
from zoneinfo import ZoneInfo

from trucewatch.model import Figure, FigureRange, When
from trucewatch.report.model import Category, DayStatus, Range

OVERRIDES: Final = re.compile("[\u202a-\u202e\u2066-\u2069\x00-\x08\x0b-\x1f\x7f]")
"""Controls that can turn or hide the text around them; removed where nothing isolates them."""
MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]


@cache
def tables() -> dict[str, dict[str, Any]]:
    """Return the word tables."""
    data = resources.files("trucewatch.report").joinpath("data/words.toml")
    return tomllib.loads(data.read_text("utf-8"))


@cache
def act_names() -> dict[str, str]:
    """Return what each act of DESIGN section 5 is called."""
    data = resources.files("trucewatch.model").joinpath("acts.toml")
    return {act: row["name"] for act, row in tomllib.loads(data.read_text("utf-8")).items()}


def said(table: str, code: str | None) -> str:
    """Return the words for a code; a code without a row is shown readable rather than hidden."""
    row = tables()[table].get(code or "")
    if row is None:
        return (code or "").replace("_", " ")
    return str(row["words"]) if isinstance(row, dict) else str(row)


def shape(table: str, code: str) -> str:
    """Return the shape that stands beside the words for a code."""
    row = tables()[table].get(code)
    return str(row["shape"]) if isinstance(row, dict) else "·"


def category(group: str) -> Category:
    """Say whether a harmed group is civilians, fighters, or not told apart by the words."""
    found = set(re.findall(r"[\w-]+", group.casefold()))
    for name, table_words in tables()["people"].items():  # civilians first
        if found & set(table_words):
            return "civilians" if name == "civilians" else "fighters"
    return "not told apart"


def number(value: float) -> str:
    """Write a number without a needless decimal point, thousands apart."""
    return f"{value:,.0f}" if float(value).is_integer() else f"{value:,.1f}"


def range_text(low: float | None, best: float | None, high: float | None) -> str:
    """Write low, best and high in words; what is not stated is said to be unknown."""
    if low is None and best is None and high is None:
        return "number not stated"
    if low is not None and low == high:
        return number(low)
    if low is not None and high is not None:
        middle = f", best {number(best)}" if best is not None else ""
        return f"{number(low)} to {number(high)}{middle}"
    if low is not None:
        middle = f", best {number(best)}" if best not in (None, low) and best is not None else ""
        return f"at least {number(low)}{middle}, upper end unknown"
    if high is not None:
        return f"up to {number(high)}, lower end unknown"
    return f"about {number(best)}" if best is not None else "number not stated"


def as_range(row: Figure | FigureRange) -> Range:
    """Return the range of a figure with its words as printed."""
    words = (row.text,) if isinstance(row, Figure) else tuple(dict.fromkeys(row.words))
    return Range(
        low=row.low,
        best=row.best,
        high=row.high,
        text=range_text(row.low, row.best, row.high),
        words=words,
    )


def moment(text: str, zone: ZoneInfo) -> datetime | date | None:
    """Read an ISO 8601 date, or date and time (in `zone` where no offset is given)."""
    try:
        if "T" not in text and " " not in text:
            return date.fromisoformat(text[:10])
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    return found.astimezone(zone) if found.tzinfo else found.replace(tzinfo=zone)


def local_day(text: str | None, zone: ZoneInfo) -> str | None:
    """Return the local day (ISO 8601) of a date or moment, or None where it cannot be read."""
    found = moment(text, zone) if text else None
    if isinstance(found, datetime):
        return found.date().isoformat()
    return found.isoformat() if found else None


def day_text(day: str | None) -> str:
    """Write an ISO date out ("15 March 2020")."""
    if not day:
        return "date unknown"
    found = date.fromisoformat(day[:10])
    return f"{found.day} {MONTHS[found.month - 1]} {found.year}"


def rough_day(day: str | None, precision: str | None) -> str:
    """Write a day no more exactly than it is known: a month or a year as such."""
    text = day_text(day)
    if day and precision == "year":
        return day[:4]
    return text.partition(" ")[2] if day and precision == "month" else text


def moment_text(text: str | None, zone: ZoneInfo) -> str:
    """Write a date or moment out, with the time where there is one."""
    found = moment(text, zone) if text else None
    if found is None:
        return "date unknown"
    day = day_text(found.isoformat()[:10])
    return f"{day}, {found:%H:%M}" if isinstance(found, datetime) else day


def when_text(when: When, zone: ZoneInfo) -> str:
    """Write a range of times out and say where only the publication date bounds it."""
    start, end = local_day(when.start, zone), local_day(when.end, zone)
    first = moment_text(when.start, zone)
    if start is None and end is None:
        return "date unknown"
    if start is None:
        text = f"by {moment_text(when.end, zone)}"
    elif end is None:
        text = f"from {first}, end open"
    elif start == end:
        last = moment(when.end or "", zone)
        text = first
        if isinstance(last, datetime) and isinstance(moment(when.start or "", zone), datetime):
            text += f" to {last:%H:%M}" if when.start != when.end else ""
    else:
        text = f"between {day_text(start)} and {day_text(end)}"
    return text if when.basis == "stated" else f"{text} (from the date of publication)"


def period_text(first: str, last: str) -> str:
    """Write a period out, a single day as such."""
    return day_text(first) if first == last else f"{day_text(first)} to {day_text(last)}"


def days_between(first: str, last: str) -> tuple[str, ...]:
    """Return every day from `first` to `last`, both included."""
    start, end = date.fromisoformat(first), date.fromisoformat(last)
    return tuple((start + timedelta(n)).isoformat() for n in range((end - start).days + 1))


def previous_period(first: str, last: str) -> tuple[str, str]:
    """Return the period of equal length right before."""
    start, end = date.fromisoformat(first), date.fromisoformat(last)
    length = (end - start).days + 1
    return (start - timedelta(length)).isoformat(), (start - timedelta(1)).isoformat()


def cutoff_moment(day: str, cutoff: str, zone: ZoneInfo) -> datetime:
    """Return the moment at which a report day ends ("18:00" local), in UTC."""
    hours, minutes = (int(part) for part in cutoff.split(":")[:2])
    local = datetime.combine(date.fromisoformat(day), time(hours, minutes), zone)
    return local.astimezone(UTC)


def listed(values: Iterable[str], none: str = "") -> str:
    """Join words as prose does: a, b and c."""
    rows = [value for value in values if value]
    if len(rows) < 2:
        return rows[0] if rows else none
    return f"{', '.join(rows[:-1])} and {rows[-1]}"


def quoted(text: str) -> str:
    """Put a source's words into quotation marks, other ones where it has some of its own."""
    return f"«{text}»" if re.search('["“”„]', text) else f"“{text}”"


def counted(count: int, singular: str, plural: str = "") -> str:
    """Write a count with its noun ("1 report", "3 reports")."""
    return f"{count:,} {singular if count == 1 else plural or singular + 's'}"


def runs(days: Iterable[DayStatus | None]) -> list[list[DayStatus]]:
    """Group days of one provision that follow one another and say the same."""
    found: list[list[DayStatus]] = []
    before: object = None
    for day in days:
        if day is None:
            before = None
            continue
        said_ = (day.status, day.coverage, day.reason, day.basis, day.contested, day.ambiguities)
        if said_ == before:
            found[-1].append(day)
        else:
            found.append([day])
        before = said_
    return found


def plain(text: object) -> str:
    """Return text without controls that could turn or hide what stands around it."""
    return OVERRIDES.sub("", str(text))
