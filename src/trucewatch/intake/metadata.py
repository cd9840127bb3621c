"""When a report was published and in which language it is written, as it says itself."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from email.utils import parsedate_to_datetime
from functools import cache
from importlib.resources import files
from typing import Any

from trucewatch.errors import IntakeError
from trucewatch.model import Issue, Span

_FILE_DATE = re.compile(r"(?<!\d)((?:19|20)\d\d)[-_.]?([01]\d)[-_.]?([0-3]\d)(?!\d)")
_ISO = re.compile(r"(?<![\d/-])((?:19|20)\d\d)-(\d\d)-(\d\d)(?![\d/-])")
_DOTTED = re.compile(r"(?<![\d./-])(\d{1,2})([./])(\d{1,2})\2((?:19|20)\d\d)(?![\d./-])")
_DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "01234567890123456789")
# Below this many letters a language guess is a coin toss.
_ENOUGH_LETTERS = 60
_BY_SCRIPT = {
    "ARABIC": "ar",
    "CYRILLIC": "ru",
    "HEBREW": "he",
    "ARMENIAN": "hy",
    "GEORGIAN": "ka",
    "GREEK": "el",
    "ETHIOPIC": "am",
}
# Letters that the script's main language does without; two in a hundred tell.
_TELLING = (("ARABIC", "پچژگ", "fa"), ("CYRILLIC", "іїєґ", "uk"))
_LATIN_LANGUAGES = ("en", "fr", "de", "es", "tr", "it", "nl", "pt", "az", "pl", "ro", "sv")


@dataclass(frozen=True, slots=True)
class Dated:
    """A publication date (ISO 8601) and where it stands."""

    value: str
    where: str
    span: Span | None = None


@cache
def _months() -> tuple[re.Pattern[str], dict[str, int]]:
    raw: dict[str, list[str]] = tomllib.loads(
        files("trucewatch.intake").joinpath("dates.toml").read_text(encoding="utf-8")
    )["months"]
    numbers = {name: int(number) for number, names in raw.items() for name in names}
    names = "|".join(sorted(map(re.escape, numbers), key=len, reverse=True))
    pattern = re.compile(
        rf"(?<!\w)(?:(?P<day>\d{{1,2}})(?:st|nd|rd|th|\.)? (?:de )?(?P<month>{names})\.?,? (?:de )?"
        rf"(?P<year>(?:19|20)\d\d)|(?P<month2>{names})\.? (?P<day2>\d{{1,2}})(?:st|nd|rd|th)?,? "
        rf"(?P<year2>(?:19|20)\d\d))(?!\d)",
        re.IGNORECASE,
    )
    return pattern, numbers


def _day(year: str, month: str | int, day: str) -> str | None:
    try:
        return date(int(year), int(month), int(day)).isoformat()
    except ValueError:
        return None


def full_date(text: str) -> tuple[str, int, int] | None:
    """Return the first full date (day, month, year) of a line: ISO date, start, end.

    `03/04/2020` says nothing certain (day or month first), so it is not read.
    """
    text = text.translate(_DIGITS)
    pattern, numbers = _months()
    found: list[tuple[int, int, str]] = []
    if match := pattern.search(text):
        name = (match["month"] or match["month2"]).lower()
        number = numbers.get(name)
        value = number and _day(
            match["year"] or match["year2"], number, match["day"] or match["day2"]
        )
        if value:
            found.append((match.start(), match.end(), value))
    if match := _ISO.search(text):
        value = _day(match[1], match[2], match[3])
        if value:
            found.append((match.start(), match.end(), value))
    if match := _DOTTED.search(text):
        first, second = int(match[1]), int(match[3])
        if match[2] == "." or first > 12:
            value = _day(match[4], second, match[1])
        else:
            value = _day(match[4], first, match[3]) if second > 12 else None
        if value:
            found.append((match.start(), match.end(), value))
    if not found:
        return None
    start, end, value = min(found)
    return value, start, end


def stated_date(stated: str) -> str | None:
    """Return the ISO date, or date and time with offset, of a date as a format states it.

    ISO 8601 and RFC 5322 (feeds, e-mail) are read, and full dates in words.
    """
    value = stated.strip()
    try:
        found = datetime.fromisoformat(value)
    except ValueError:
        try:
            found = parsedate_to_datetime(value)
            value = found.isoformat()
        except (ValueError, TypeError, IndexError, OverflowError):
            hit = full_date(value)
            return hit[0] if hit else None
    # A time without an offset says no instant: its day is kept.
    return value.replace(" ", "T", 1) if found.tzinfo else found.date().isoformat()


def file_date(name: str) -> Dated | None:
    """Return the date that a file name carries (`2020-03-15_…`, `20200315-…`)."""
    match = _FILE_DATE.search(name.rsplit("/", 1)[-1])
    value = match and _day(match[1], match[2], match[3])
    return Dated(value, "the file name") if value else None


def imprint_dates(text: str, spans: Iterable[Span]) -> list[Dated]:
    """Return the full dates that imprint and byline lines carry."""
    found = []
    for span in spans:
        if span.end - span.start <= 400 and (hit := full_date(span.of(text))):
            value, start, end = hit
            found.append(Dated(value, "the imprint", Span(span.start + start, span.start + end)))
    return found


def checked_date(value: str) -> str:
    """Return `value` if it is an ISO 8601 date, or date and time with offset.

    Raises:
        IntakeError: it is neither (a time without an offset says no instant).
    """
    try:
        found = datetime.fromisoformat(value)
    except ValueError:
        found = None
    if found is None or (len(value) > 10 and found.tzinfo is None):
        raise IntakeError(
            f"the publication date {value!r} is not an ISO 8601 date, or date and time with offset",
            fix="write it as 2020-03-15 or 2020-03-15T18:00:00+02:00",
        )
    return value


def unreadable_date(value: str, where: str) -> Issue:
    """Return the issue for a stated publication date that could not be read."""
    return Issue(
        code="date_unreadable",
        message=(
            f"the publication date in {where}, {value[:60]!r}, could not be read: give "
            f"it with --published DATE"
        ),
    )


def choose_date(stated: Sequence[Dated]) -> tuple[str | None, list[Issue]]:
    """Return the first of the dates, best first, with an issue where others disagree.

    A day of difference is no disagreement: imprints are local, metadata often UTC.
    """
    if not stated:
        return None, [
            Issue(
                code="date_missing",
                message=(
                    "no publication date is known, so days such as 'yesterday' stay open: give it "
                    "with --published DATE or in reports.toml"
                ),
            )
        ]
    best = stated[0]
    day = datetime.fromisoformat(best.value).date()
    issues = []
    for other in stated[1:]:
        if abs(datetime.fromisoformat(other.value).date() - day) > timedelta(days=1):
            issues.append(
                Issue(
                    code="date_disagrees",
                    message=(
                        f"{best.where} says {best.value}, {other.where} says {other.value}; the "
                        f"first was used: check it, and give the right one with --published DATE"
                    ),
                    span=other.span,
                )
            )
            break
    return best.value, issues


def language_of(text: str) -> str | None:
    """Return the ISO 639-1 code of the language of `text`, None where it is too short to say.

    Scripts with one likely language in our theatres decide at once; Latin scripts go to an
    offline classifier restricted to languages that monitors meet.
    """
    sample = text[:20000]
    scripts: Counter[str] = Counter()
    for char in sample:
        if char.isalpha():
            scripts[unicodedata.name(char, "?").split(" ", 1)[0]] += 1
    total = sum(scripts.values())
    script, most = scripts.most_common(1)[0] if scripts else ("", 0)
    if script == "LATIN" and most * 2 >= total >= _ENOUGH_LETTERS:
        label, sure = _classifier().classify(sample)
        return str(label) if sure >= 0.7 else None
    if most * 2 < max(total, 1):
        return None
    for of, letters, language in _TELLING:
        if script == of and sum(sample.count(char) for char in letters) * 50 > most:
            return language
    return _BY_SCRIPT.get(script)


@cache
def _classifier() -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    found = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    found.set_languages(list(_LATIN_LANGUAGES))
    return found
