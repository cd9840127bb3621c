"""Expressions of time as they are printed: what they look like, not yet when they are.

One scan finds the atoms (a date, a weekday, a clock time, a part of the day, "two days ago");
`trucewatch.extract.times` joins neighbours ("Sunday at about 18:30") and works out the dates.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Literal, NamedTuple

from trucewatch.extract.tables import load_data
from trucewatch.model import Span

if TYPE_CHECKING:
    from collections.abc import Sequence

AtomType = Literal["date", "clock", "part", "period", "anchor"]


class Atom(NamedTuple):
    """One expression: its type, the name of the rule that reads it, and the match itself."""

    start: int
    end: int
    type: AtomType
    rule: str
    match: re.Match[str]


def _words(table: str) -> str:
    """Return the keys of a table of times.toml as alternatives, longest first."""
    keys = sorted(load_data("times.toml")[table], key=len, reverse=True)
    return "|".join(re.escape(key).replace(r"\ ", r"[\s-]+") for key in keys)


@cache
def patterns() -> tuple[tuple[AtomType, str, re.Pattern[str]], ...]:
    """Return (type, rule, pattern) of all atoms; the longer of two at one place wins."""
    data = load_data("times.toml")
    month = rf"(?P<month>{_words('months')}|(?:{_words('month_abbreviations')})\b\.?)"
    month2 = month.replace("<month>", "<month2>")
    number = rf"(?P<n>\d{{1,3}}|{_words('small_numbers')})"
    weekday = _words("weekdays")
    short = _words("weekday_abbreviations")
    day_name = rf"(?:(?P<weekday>{weekday}|{short})\b\.?,?\s+(?:the\s+)?)?"
    day = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
    day2 = r"(?P<day2>\d{1,2})(?:st|nd|rd|th)?"
    year = r"(?P<year>(?:19|20)\d\d)(?![\d:]|[.,]\d)"
    parts = _words("parts")
    bare = "|".join(map(re.escape, sorted(data["bare_parts"]["words"], key=len, reverse=True)))
    zone = rf"(?:\s*\(?(?P<zone>{_words('zones')})\b\)?)?"
    join = r"\s*(?:-|\u2013|\u2014|to|and|until|till|through|/)\s*(?:the\s+)?"
    unit = r"(?P<unit>minute|hour|day|week|fortnight|month|year|night)s?"
    anchor = "|".join(map(re.escape, sorted(data["anchors"]["nouns"], key=len, reverse=True)))
    rows: tuple[tuple[AtomType, str, str], ...] = (
        ("date", "iso", r"(?<![\d-])(?P<year>\d{4})-(?P<month>\d\d)-(?P<day>\d\d)(?![\d-])"),
        ("date", "numeric", r"(?<![\d./-])(?P<day>\d{1,2})(?P<sep>[./-])(?P<month>\d{1,2})(?P=sep)"
                            r"(?P<year>\d{4}|\d\d)(?![\d/-]|\.\d)"),
        ("date", "short_year", r"(?<!\d)(?P<day>\d{1,2})\s(?P<month>JAN|FEB|MAR|APR|MAY|JUN|JUL|AUG"
                               r"|SEP|OCT|NOV|DEC)\s(?P<year>\d\d)(?!\d)"),
        ("date", "day_month", rf"(?<![\d.,:]){day_name}{day}(?:{join}{day2})?\s+(?:of\s+)?{month}"
                              rf"(?!\w)(?:,?\s+{year})?"),
        ("date", "days_across", rf"(?<![\d.,:]){day}\s+{month}\s*(?:-|\u2013|to)\s*{day2}\s+{month2}"
                                rf"(?!\w)(?:,?\s+{year})?"),
        ("date", "month_day", rf"\b{day_name}{month}\s+(?:the\s+)?{day}(?![\d:]|[.,]\d)(?:{join}{day2}"
                              rf"(?![\d:]|[.,]\d))?(?:,?\s+{year})?"),
        ("date", "part_of_month", r"\b(?P<which>early|mid|middle|late|the\s+(?:beginning|start|middle"
                                  r"|end|first\s+week|second\s+week|third\s+week|last\s+week"
                                  r"|first\s+half|second\s+half)\s+of)[\s-]+"
                                  rf"{month}(?!\w)(?:,?\s+{year})?"),
        ("date", "month", rf"\b(?:(?P<mod>last|this|next)\s+)?{month}(?!\w)(?:,?\s+{year})?"),
        ("date", "year", r"(?<![\d.,:/-])(?P<year>(?:19|20)\d\d)(?![\d:%/-]|[.,]\d|\w)"),
        ("date", "weekday", r"\b(?:(?P<mod>last|next|this\s+past|this\s+coming|this|the\s+following"
                            r"|the\s+previous|the\s+same|early|late|earlier|later)(?:\s+on)?\s+)?"
                            rf"(?P<weekday>{weekday})s?(?!\w)(?:\s+(?P<back>last))?"),
        ("date", "weekday_short", rf"(?<=\bon )(?P<weekday>{short})\b\.?"),
        ("date", "relative_day", r"\b(?:(?:early|earlier|late|later)\s+)?(?P<word>the\s+day\s+before\s+yesterday|the\s+day\s+after\s+tomorrow"
                                 r"|today|yesterday|tomorrow|tonight|last\s+night|overnight)\b"),
        ("date", "this_part", r"\bthis\s+(?P<part>morning|afternoon|evening)\b"),
        ("date", "ago", rf"\b(?:(?:about|around|some|more\s+than|almost|nearly|just)\s+)?{number}\s+{unit}\s+"
                        r"(?P<way>ago|earlier|later|before|afterwards?|previously)\b"
                        r"(?!\s+the\b)"),
        ("date", "neighbour", r"\b(?:the|that)\s+(?P<way>next|following|previous|same|preceding)\s+"
                              rf"(?P<what>day|week|month|year|{parts})\b"),
        ("date", "day_around", r"\b(?:the|a)\s+day\s+(?P<way>before|earlier|later|after)\b"
                               r"(?!\s+(?:the|a|an|his|her|their|its|they|he|she|it)\b)"),
        ("period", "past", r"\b(?:(?:over|in|during|within|for)\s+)?(?:the\s+)?(?:past|last|previous)\s+"
                           rf"(?:(?P<n>\d{{1,3}}|{_words('small_numbers')}|few|several|couple\s+of)\s+)?{unit}\b"),
        ("period", "calendar", r"\b(?:(?P<rough>earlier|later|early|late)\s+)?(?P<mod>this|next|last)\s+"
                               r"(?P<unit>week|weekend|month|year|spring|summer|autumn|winter)\b"),
        ("period", "weekend", r"\b(?:at|over|during)\s+the\s+weekend\b"),
        ("period", "recent", r"\b(?:in\s+)?(?:the\s+)?recent\s+(?P<unit>days|weeks|months|hours)\b"),
        ("clock", "clock", r"(?:(?P<about>about|around|approximately|approx\.|shortly\s+after|shortly\s+before|just\s+after|just\s+before)\s+)?(?<![\d:.,])"
                           r"(?P<h>[01]?\d|2[0-4])(?P<sep>[:.])(?P<m>[0-5]\d)(?![\d:]|[.,]\d|%)"
                           rf"(?:\s*(?P<half>a\.?m\b\.?|p\.?m\b\.?))?(?:\s*(?P<hours>hours|hrs|h)\b)?{zone}"),
        ("clock", "clock_half", r"(?:(?P<about>about|around|approximately)\s+)?(?<![\d:.,])"
                                rf"(?P<h>1[0-2]|0?[1-9])\s*(?P<half>a\.?m\b\.?|p\.?m\b\.?){zone}"),
        ("clock", "clock_military", r"(?:(?P<about>about|around|approximately)\s+)?(?<![\d:.,])"
                                    rf"(?P<h>[01]\d|2[0-3])(?P<m>[0-5]\d)\s*(?:(?P<hours>hours|hrs|h)\b{zone}|"
                                    rf"(?P<zone2>gmt|utc|local\s+time)\b)"),
        ("clock", "clock_words", rf"\b(?:(?P<about>about|around)\s+)?(?P<n>\d{{1,2}}|{_words('small_numbers')})\s*"
                                 r"(?:o['\u2019]clock(?:\s+in\s+the\s+(?P<part>morning|afternoon|evening))?"
                                 r"|in\s+the\s+(?P<part2>morning|afternoon|evening))\b"),
        ("part", "part_of", rf"\b(?:the\s+)?(?P<part>{parts})\b(?=\s+(?:of|on)\b)"),
        ("part", "part_the", rf"\b(?:in|during|by|since|until|before|after)\s+(?P<words>(?:the\s+)(?P<part>{parts}))\b"),
        ("part", "part_bare", rf"\b(?:at|around|about|before|after|by|since|until|from|till)\s+(?P<words>(?:about\s+|around\s+)?(?P<part>{bare}))\b"),
        ("part", "part_after", rf"(?<=day)[\s-]+(?P<words>(?P<part>{parts}))\b"),
        ("anchor", "anchor", rf"\b(?P<lead>since|after|until|before)\s+(?:the\s+|this\s+|a\s+)?(?:start\s+of\s+(?:the\s+)?|beginning\s+of\s+(?:the\s+)?|entry\s+into\s+force\s+of\s+(?:the\s+)?)?"
                             rf"(?:[\w'\u2019-]+\s+){{0,2}}?(?:{anchor})\b(?:\s+(?:took\s+(?:hold|effect)|began|started"
                             r"|came\s+into\s+(?:force|effect)|entered\s+into\s+force|went\s+into\s+(?:force|effect)"
                             r"|was\s+(?:signed|announced|agreed|declared|reached)|takes\s+effect|starts|begins))?"),
    )  # fmt: skip
    return tuple((kind, rule, re.compile(text, re.IGNORECASE)) for kind, rule, text in rows)


_HINT = re.compile(
    r"\d|day|night|week|month|year|hour|dawn|noon|morning|evening|sunset|dusk|since|after|until|before"
    r"|sunrise|light|today|tomorrow|recent|spring|summer|autumn|winter|\b(?:mon|tue|wed|thu|fri|sat|sun)"
    r"|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|small hours",
    re.IGNORECASE,
)


def find_atoms(text: str, span: Span | None = None) -> list[Atom]:
    """Return the expressions of time in a stretch of text in order, none overlapping."""
    begin, stop = span if span is not None else (0, len(text))
    begin, stop = max(0, begin), min(stop, len(text))
    if _HINT.search(text, begin, stop) is None:
        return []
    found: list[Atom] = []
    for kind, rule, pattern in patterns():
        for match in pattern.finditer(text, begin, stop):
            start, end = _extent(match)
            if end > start and _allowed(text, rule, match):
                found.append(Atom(start, end, kind, rule, match))
    order = {rule: n for n, (_, rule, _) in enumerate(patterns())}
    found.sort(key=lambda atom: (atom.start, -atom.end, order[atom.rule]))
    kept: list[Atom] = []
    for atom in found:
        if not kept or atom.start >= kept[-1].end:
            kept.append(atom)
    return kept


def _extent(match: re.Match[str]) -> tuple[int, int]:
    """Return the atom's own extent; patterns that need a word before it name the rest `words`."""
    if "words" in match.re.groupindex:
        return match.span("words")
    return match.span()


def _allowed(text: str, rule: str, match: re.Match[str]) -> bool:
    data = load_data("times.toml")
    if rule in {"month", "part_of_month", "day_month", "month_day"}:
        return _is_month(text, rule, match)
    if rule == "weekday":
        after = text[match.end() : match.end() + 16].split()
        before = text[max(0, match.start() - 12) : match.start()].split()
        named = match["weekday"][0].isupper()
        return (
            named
            and not (after and after[0].lower().strip(".,;:!?)") in data["not_a_day"]["after"]
                     and after[0][0].isupper())
            and not (before and before[-1].lower() in data["not_a_day"]["before"])
        )  # fmt: skip
    if rule == "year":
        return _is_year(text, match)
    if rule == "clock":
        # "2.15" is a number unless something else says that it is a time.
        return match["sep"] == ":" or bool(match["half"] or match["hours"] or match["zone"])
    if rule == "past":
        return not (match["unit"].lower() in {"minute"} and match["n"] is None)
    return True


def _is_month(text: str, rule: str, match: re.Match[str]) -> bool:
    """Tell "March" from the march, "May" from may, "Sept." from a stray word."""
    word = match["month"]
    bare = word.rstrip(".").lower()
    if rule in {"day_month", "month_day"}:
        # "may 5" in lower case is rather the verb; "5 may" is a date only with a capital.
        return not (word.islower() and bare in {"may", "march", "mar", "sep", "dec", "jan", "jun"})
    if not word[0].isupper():
        return False
    if rule == "month" and bare in load_data("times.toml")["month_abbreviations"]:
        return match["year"] is not None
    if bare not in {"may", "march", "august"}:
        return True
    if word.isupper() and match["year"] is None:
        return False
    led = re.search(
        r"\b(?:in|since|until|till|by|of|from|to|between|and|early|late|mid|last|next|this|before|after"
        r"|during|throughout)[\s-]+$",
        text[max(0, match.start("month") - 12) : match.start("month")],
        re.IGNORECASE,
    )
    return led is not None or match["year"] is not None


def _is_year(text: str, match: re.Match[str]) -> bool:
    """A bare year needs a word before it that asks for one ("in 2018", "September 2018")."""
    before = text[max(0, match.start() - 14) : match.start()]
    return bool(
        re.search(
            r"\b(?:in|since|until|till|by|of|from|to|during|between|and|early|late|mid|before|after|"
            r"spring|summer|autumn|winter|year)[\s-]+$",
            before,
            re.IGNORECASE,
        )
    ) and not re.match(r"\s+(?:[a-z]+\s+)?(?:people|persons|soldiers|fighters|shells|rounds|houses"
                       r"|families|metres|meters|troops|violations|civilians|men|explosions)\b",
                       text[match.end() : match.end() + 30])  # fmt: skip


def time_like(text: str, span: Span | None = None) -> Sequence[Span]:
    """Return the spans of everything that is an expression of time, so that no count is read."""
    return [Span(atom.start, atom.end) for atom in find_atoms(text, span)]
