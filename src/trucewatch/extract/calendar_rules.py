"""From the words of a date to days: one small rule per kind of expression.

Every rule takes the match of `trucewatch.extract.time_words` and the days that relative words
count from, and returns the first and last day meant. Source: CODEBOOK, "Time".
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Final

from trucewatch.extract.calendar_days import NO_CONTEXT, NO_DATE, Base, Days, then
from trucewatch.extract.tables import load_data
from trucewatch.model.vocabulary import TimePrecision

_DAY = timedelta(days=1)
_AHEAD = timedelta(days=100)
"""How far ahead a date without a year may lie before the year before is meant."""
_FORWARD = timedelta(days=300)
_OLD = timedelta(days=30)
"""A happening further back than this is a recap in a news report."""


Rule = Callable[[re.Match[str], Base], Days]


def read_days(rule: str, match: re.Match[str], base: Base) -> Days:
    """Return the days that an atom of type date or period means."""
    try:
        return _placed(_RULES[rule](match, base), base.published)
    except (ValueError, OverflowError):
        return Days(None, None, problem="there is no such day in the calendar")


def _placed(days: Days, published: date | None) -> Days:
    """Say of days with a known end whether they are old or still to come."""
    if published is None or days.last is None or days.is_recap:
        return days
    ahead = days.first is not None and days.first > published
    recap = (published - days.last) > _OLD
    return days._replace(is_recap=recap, is_future=days.is_future or ahead)


def month_number(word: str) -> int:
    """Return the number of a month's name or abbreviation."""
    data = load_data("times.toml")
    key = word.rstrip(".").lower()
    number = data["months"].get(key) or data["month_abbreviations"][key]
    return int(number)


def small_number(word: str) -> int:
    """Return the value of a small number in words or digits."""
    if word.isdecimal():
        return int(word)
    key = re.sub(r"[\s-]+", "-", word.lower())
    return int(load_data("times.toml")["small_numbers"][key])


def weekday_number(word: str) -> int:
    """Return 0 for Monday to 6 for Sunday."""
    data = load_data("times.toml")
    key = word.rstrip(".").lower()
    return int({**data["weekdays"], **data["weekday_abbreviations"]}[key])


def _iso(match: re.Match[str], base: Base) -> Days:  # noqa: ARG001 the rules share one signature
    day = date(int(match["year"]), int(match["month"]), int(match["day"]))
    return Days(day, day)


def _numeric(match: re.Match[str], base: Base) -> Days:  # noqa: ARG001
    """Day first, as nearly everywhere; month first where only that is a date."""
    first, second = int(match["day"]), int(match["month"])
    year = _full_year(match["year"])
    day = date(year, first, second) if second > 12 else date(year, second, first)
    return Days(day, day)


def _full_year(text: str) -> int:
    year = int(text)
    if year >= 100:
        return year
    return 1900 + year if year >= 70 else 2000 + year


def _short_year(match: re.Match[str], base: Base) -> Days:  # noqa: ARG001
    day = date(_full_year(match["year"]), month_number(match["month"]), int(match["day"]))
    return Days(day, day)


def _day_month(match: re.Match[str], base: Base) -> Days:
    month, first = month_number(match["month"]), int(match["day"])
    last = int(match["day2"] or first)
    if match["year"]:
        year = int(match["year"])
        return Days(date(year, month, first), date(year, month, last))
    return _yearless(base, (month, first), (month, last))


def _ordinal_day(match: re.Match[str], base: Base) -> Days:
    """Read "the 27th" as the day of that number in the month told of, or the last one gone by."""
    number = int(match["day"])
    near = base.context or base.published
    if near is None:
        return NO_CONTEXT
    day = near.replace(day=number)
    if day > (base.published or near):
        earlier = (near.replace(day=1) - _DAY).replace(day=number)
        return Days(earlier, earlier, forward=(day, day))
    return Days(day, day)


def _days_across(match: re.Match[str], base: Base) -> Days:
    start = (month_number(match["month"]), int(match["day"]))
    end = (month_number(match["month2"]), int(match["day2"]))
    if match["year"]:
        year = int(match["year"])
        return Days(date(year - (start > end), *start), date(year, *end))
    return _yearless(base, start, end)


def _yearless(base: Base, start: tuple[int, int], end: tuple[int, int]) -> Days:
    """Give a date without a year the year that fits the publication date best."""
    near = base.published or base.context
    if near is None:
        # The day itself must exist, whatever the year.
        date(2000, *start)
        return NO_DATE
    last = _in_year(near, end, _AHEAD)
    first = _same_or_before(start, last)
    ahead = _in_year(near, end, _FORWARD) if last < near else None
    forward = (
        (_same_or_before(start, ahead), ahead) if ahead is not None and ahead >= near else None
    )
    return Days(first, last, forward=forward)


def _in_year(near: date, month_day: tuple[int, int], ahead: timedelta) -> date:
    """Return the date nearest to `near` that lies no more than `ahead` after it."""
    found = []
    for year in (near.year + 1, near.year, near.year - 1, near.year - 2, near.year - 3):
        try:
            day = date(year, *month_day)
        except ValueError:
            continue
        if day <= near + ahead:
            found.append(day)
    if not found:
        raise ValueError
    return max(found)


def _same_or_before(month_day: tuple[int, int], last: date) -> date:
    day = date(last.year, *month_day)
    return day if day <= last else date(last.year - 1, *month_day)


def _month(match: re.Match[str], base: Base) -> Days:
    month = month_number(match["month"])
    if match["year"]:
        return _month_days(int(match["year"]), month)
    if base.published is None:
        return NO_DATE
    modifier = (match["mod"] or "").lower()
    if match["whose"]:
        step = {"last": -1, "this": 0, "next": 1}[match["whose"].lower()]
        days = _month_days(base.published.year + step, month)
        return days._replace(is_recap=_is_past(days, base))
    if modifier == "next":
        ahead = _in_year(base.published, (month, 1), timedelta(days=366))
        return _month_days(ahead.year, month)._replace(is_future=True)
    near = _in_year(base.published, (month, 1), timedelta(days=0 if modifier == "last" else 70))
    days = _month_days(near.year, month)
    ahead = _in_year(base.published, (month, 1), _FORWARD)
    forward = _month_days(ahead.year, month)
    span = (forward.first, forward.last)
    if ahead == near or span[0] is None or span[1] is None:
        return days._replace(is_recap=_is_past(days, base))
    return days._replace(forward=(span[0], span[1]), is_recap=_is_past(days, base))


def _is_past(days: Days, base: Base) -> bool:
    return base.published is not None and days.last is not None and days.last < base.published


def _month_days(year: int, month: int) -> Days:
    last = calendar.monthrange(year, month)[1]
    return Days(date(year, month, 1), date(year, month, last), "month")


_THIRDS: Final = {
    "early": (1, 10), "beginning": (1, 10), "start": (1, 10), "mid": (11, 20), "middle": (11, 20),
    "late": (21, 31), "end": (25, 31), "first week": (1, 7), "second week": (8, 14),
    "third week": (15, 21), "last week": (25, 31), "first half": (1, 15), "second half": (16, 31),
}  # fmt: skip


_MIDDLE: Final = frozenset({"mid", "middle"})


def _part_of_month(match: re.Match[str], base: Base) -> Days:
    month = month_number(match["month"])
    which = re.sub(r"\s+", " ", match["which"].lower()).removeprefix("the ").removesuffix(" of")
    first, last = _THIRDS[which]
    if which in _MIDDLE and match.string[: match.start("which")].rstrip().lower().endswith("since"):
        first = 15
    if match["year"]:
        year = int(match["year"])
    elif base.published is not None:
        year = _in_year(base.published, (month, first), timedelta(days=70)).year
    else:
        return NO_DATE
    ends = calendar.monthrange(year, month)[1]
    first, last = (ends - 6 if which == "late" else first), min(last, ends)
    return Days(date(year, month, first), date(year, month, last), "week")


def _year(match: re.Match[str], base: Base) -> Days:
    year = int(match["year"])
    edge = match.groupdict().get("edge")
    days = Days(date(year, 1, 1), date(year, 12, 31), "year")
    if edge:
        begun = edge.lower() != "end"
        days = _month_days(year, 1 if begun else 12)
    return days._replace(is_recap=base.published is not None and year < base.published.year)


def _weekday(match: re.Match[str], base: Base) -> Days:
    """The most recent such day up to publication; "last" means before it, "next" after."""
    number = weekday_number(match["weekday"])
    groups = match.groupdict()
    modifier = re.sub(r"\s+", " ", (groups.get("mod") or "").lower())
    if groups.get("back"):
        modifier = "last"
    if modifier in {"the following", "the previous", "the same"}:
        return _weekday_in_context(number, modifier, base)
    if base.published is None:
        return NO_DATE
    if groups.get("whose"):
        shift = {"last": -7, "this": 0, "next": 7}[groups["whose"].lower()]
        day = base.published + timedelta(days=shift + number - base.published.weekday())
        return Days(day, day, is_future=day > base.published)
    back = (base.published.weekday() - number) % 7
    ahead = base.published + timedelta(days=(number - base.published.weekday()) % 7 or 7)
    if modifier in {"next", "this coming"}:
        return Days(ahead, ahead, is_future=True)
    if modifier == "last" and back == 0:
        back = 7
    day = base.published - timedelta(days=back)
    return Days(day, day, forward=None if modifier == "last" else (ahead, ahead))


def _weekday_in_context(number: int, modifier: str, base: Base) -> Days:
    if base.context is None:
        return NO_CONTEXT
    step = (number - base.context.weekday()) % 7
    if modifier == "the previous":
        step = step - 7
    elif modifier == "the following":
        step = step or 7
    day = base.context + timedelta(days=step)
    return Days(day, day)


def _relative_day(match: re.Match[str], base: Base) -> Days:
    if base.published is None:
        return NO_DATE
    word = re.sub(r"\s+", " ", match["word"].lower())
    shift, part = {
        "today": (0, None), "yesterday": (-1, None), "tomorrow": (1, None), "tonight": (0, "night"),
        "last night": (-1, "night"), "overnight": (-1, "night"),
        "the day before yesterday": (-2, None), "the day after tomorrow": (2, None),
    }[word]  # fmt: skip
    day = base.published + timedelta(days=shift)
    return Days(day, day, part=part, is_future=shift > 0 or word == "tonight")


def _this_part(match: re.Match[str], base: Base) -> Days:
    if base.published is None:
        return NO_DATE
    return Days(base.published, base.published, part=match["part"].lower())


def _shifted(day: date, count: int, unit: str) -> date:
    """Return the day `count` units later (earlier if negative)."""
    if unit in {"year", "month"}:
        months = day.year * 12 + day.month - 1 + count * (12 if unit == "year" else 1)
        year, month = divmod(months, 12)
        return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))
    return day + timedelta(days=count * {"day": 1, "night": 1, "week": 7, "fortnight": 14}[unit])


_PRECISION: Final[dict[str, TimePrecision]] = {
    "day": "day", "night": "day", "week": "week", "fortnight": "week", "month": "month",
    "year": "year", "hour": "hour", "minute": "hour",
}  # fmt: skip


def _ago(match: re.Match[str], base: Base) -> Days:
    unit, way = match["unit"].lower(), match["way"].lower()
    count = small_number(match["n"])
    back = way in {"ago", "earlier", "before", "previously"}
    start = base.published if way == "ago" else base.context or base.published
    if start is None:
        return NO_DATE if way == "ago" else NO_CONTEXT
    if way != "ago" and base.context is None and unit in {"day", "night", "hour", "minute"}:
        return NO_CONTEXT
    if unit in {"hour", "minute"}:
        days = start - timedelta(days=round(count / 24)) if back and unit == "hour" else start
        return Days(days, start, "hour" if count < 24 else "day")
    day = _shifted(start, -count if back else count, unit)
    recap = unit in {"month", "year"} and back
    precision = _PRECISION[unit]
    if precision == "month":
        return _month_days(day.year, day.month)._replace(is_recap=recap)
    if precision == "year":
        return Days(date(day.year, 1, 1), date(day.year, 12, 31), "year", is_recap=recap)
    # "a week later" is that day or thereabouts: the day, known to the week.
    return Days(day, day, precision)


def _neighbour(match: re.Match[str], base: Base) -> Days:
    """Read "the next day", "the previous evening", "the same night" from the date before."""
    if base.context is None:
        return NO_CONTEXT
    way, what = match["way"].lower(), re.sub(r"\s+", " ", match["what"].lower())
    step = {"next": 1, "following": 1, "previous": -1, "preceding": -1}.get(way, 0)
    if what in _SEASONS:
        return _season(what, 0, base.context)._replace(is_recap=_gone(base))
    if what in {"week", "month", "year"}:
        day = _shifted(base.context, step, what)
        return _calendar_unit(day, what)
    day = base.context + timedelta(days=step)
    return Days(day, day, part=None if what == "day" else what)


def _gone(base: Base) -> bool:
    """Say whether what is told lies well before publication."""
    if base.context is None or base.published is None:
        return False
    return base.published - base.context > _OLD


def _day_around(match: re.Match[str], base: Base) -> Days:
    if base.context is None:
        return NO_CONTEXT
    step = -1 if match["way"].lower() in {"before", "earlier"} else 1
    day = base.context + step * _DAY
    what = match["what"].lower()
    return Days(day, day, part=None if what == "day" else what)


def _past(match: re.Match[str], base: Base) -> Days:
    """Read "the past 24 hours": up to publication, whole days from 24 hours on."""
    published = base.published
    if published is None:
        return NO_DATE
    unit, word = match["unit"].lower(), match["n"]
    words = match.group().lower().split()
    if word is None and words[0] == "last" and unit in {"week", "month", "year"}:
        # "last week" is a calendar week, "the last week" the days behind us.
        return _calendar_unit(_shifted(published, -1, unit), unit, base)
    if word is not None and word.lower().split()[0] in {"few", "several", "couple"}:
        return Days(None, published, _PRECISION[unit])
    count = small_number(word or "one")
    if unit == "minute" or (unit == "hour" and count < 24):
        hours = count / 60 if unit == "minute" else float(count)
        return Days(published, published, "hour", hours=hours)
    if unit == "hour":
        return Days(published - timedelta(days=round(count / 24)), published, "day")
    return Days(_shifted(published, -count, unit), published, _PRECISION[unit])


_SEASONS: Final = {"spring": 3, "summer": 6, "autumn": 9, "winter": 12}


def _calendar(match: re.Match[str], base: Base) -> Days:
    """Read "this week", "last month", "next year", "last summer"."""
    if base.published is None:
        return NO_DATE
    step = {"this": 0, "next": 1, "last": -1}[match["mod"].lower()]
    unit = match["unit"].lower()
    if unit in _SEASONS:
        return _season(unit, step, base.published)
    if unit == "weekend":
        return _weekend_days(base.published + timedelta(days=7 * max(0, step)),
                             step)._replace(is_future=step > 0)  # fmt: skip
    days = _calendar_unit(_shifted(base.published, step, unit), unit, base)
    return days._replace(is_future=step > 0)


def _bare_season(match: re.Match[str], base: Base) -> Days:
    """Read "in the autumn", "since spring": the last one that has begun, and the next ahead."""
    number = _SEASONS[match["unit"].lower()]
    if match["year"]:
        year = int(match["year"])
    elif base.published is None:
        return NO_DATE
    else:
        year = base.published.year - (date(base.published.year, number, 1) > base.published)
    first, ahead = date(year, number, 1), date(year + 1, number, 1)
    last = _shifted(first, 3, "month") - _DAY
    old = base.published is not None and last < base.published
    forward = None if match["year"] else (ahead, _shifted(ahead, 3, "month") - _DAY)
    return Days(first, last, "month", forward=forward, is_recap=old)


def _edge(match: re.Match[str], base: Base) -> Days:
    """Read "the end of the week", "the beginning of last month"."""
    if base.published is None:
        return NO_DATE
    step = {"next": 1, "last": -1}.get(match["mod"].lower(), 0)
    unit = match["unit"].lower()
    whole = _calendar_unit(_shifted(base.published, step, unit), unit)
    if whole.first is None or whole.last is None:
        return whole
    days = {
        "end": whole.last, "middle": whole.first + (whole.last - whole.first) / 2,
    }.get(match["which"].lower(), whole.first)  # fmt: skip
    return Days(days, days, whole.precision)


def _season(name: str, step: int, published: date) -> Days:
    year = published.year + max(0, step)
    first = date(year, _SEASONS[name], 1)
    if step < 0 and _shifted(first, 3, "month") > published:
        first = date(year - 1, _SEASONS[name], 1)
    return Days(first, _shifted(first, 3, "month") - _DAY, "month", is_recap=step < 0)


def _calendar_unit(day: date, unit: str, base: Base | None = None) -> Days:
    """Return the week, month or year that holds a day; the current one ends at publication."""
    if unit == "week":
        monday = day - timedelta(days=day.weekday())
        days = Days(monday, monday + timedelta(days=6), "week")
    elif unit == "month":
        days = _month_days(day.year, day.month)
    else:
        days = Days(date(day.year, 1, 1), date(day.year, 12, 31), "year")
    if base is None or base.published is None or days.last is None or days.first is None:
        return days
    recap = days.last < base.published and unit in {"month", "year"}
    running = days.first <= base.published <= days.last
    return days._replace(last=base.published if running else days.last, is_recap=recap)


def _weekend(match: re.Match[str], base: Base) -> Days:  # noqa: ARG001
    return NO_DATE if base.published is None else _weekend_days(base.published, 0)


def _weekend_days(published: date, step: int) -> Days:
    """Return Saturday and Sunday of the weekend that is under way or was the last to begin."""
    back = (published.weekday() - 5) % 7
    if step > 0:
        back -= 0 if back else 7
    saturday = published - timedelta(days=back)
    return Days(saturday, saturday + _DAY, "day")


def _recent(match: re.Match[str], base: Base) -> Days:
    if base.published is None:
        return NO_DATE
    unit = match["unit"].lower().removesuffix("s")
    return Days(None, base.published, "week" if unit == "day" else _PRECISION[unit])


_RULES: Final[dict[str, Rule]] = {
    "iso": _iso,
    "numeric": _numeric,
    "short_year": _short_year,
    "day_month": _day_month,
    "days_across": _days_across,
    "ordinal_day": _ordinal_day,
    "month_day": _day_month,
    "part_of_month": _part_of_month,
    "month": _month,
    "year": _year,
    "weekday": _weekday,
    "weekday_short": _weekday,
    "relative_day": _relative_day,
    "this_part": _this_part,
    "ago": _ago,
    "neighbour": _neighbour,
    "then": then,
    "day_around": _day_around,
    "past": _past,
    "calendar": _calendar,
    "season": _bare_season,
    "edge": _edge,
    "weekend": _weekend,
    "recent": _recent,
}
