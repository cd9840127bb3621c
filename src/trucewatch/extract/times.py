"""Times of happenings: expressions of time joined, dated and written as ISO 8601.

Source: CODEBOOK, "Time". Leading on, in and at are dropped from the span; since, until, between,
over and their like are kept. Open or unknown ends are null. A duration alone is no date. Parts of
the day become ranges of hours (data/times.toml); clock times carry the offset of the zone that
is printed, else that of the watch, else none.
"""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Final, NamedTuple

from msgspec import Struct

from trucewatch.extract.calendar_days import Base, Days, opening
from trucewatch.extract.calendar_rules import read_days, small_number
from trucewatch.extract.tables import load_data
from trucewatch.extract.time_words import Atom, find_atoms
from trucewatch.extract.zones import printed_zone, published_day, published_time, zone_of
from trucewatch.model import Span, TimeRef
from trucewatch.model.vocabulary import TimePrecision

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import tzinfo

_LEAD = re.compile(
    r"\b(as of|as early as|on|in|at|since|until|till|by|from|between|over|before|after|during"
    r"|throughout|through|starting|for|of)\s+(?:(?:the|about|around)\s+)?$",
    re.IGNORECASE,
)
_JOIN: Final = re.compile(
    r"\s*,?\s*(?:(?:at|on|in|of|from|by|shortly after|just after)\s+)?(?:the\s+)?"
    r"(?:(?:about|around|approximately|some time|early|late)\s+)?(?:on\s+)?\(?",
    re.IGNORECASE,
)
_RANGE: Final = re.compile(
    r"\s*(?:,?\s*(?:and|to|until|till|through|-|\u2013|\u2014)\s*(?:on\s+|at\s+)?(?:the\s+)?)",
    re.IGNORECASE,
)
_KEPT: Final[frozenset[str]] = frozenset(load_data("times.toml")["leads"]["kept"])
_OPEN: Final = frozenset({"since", "until", "till", "by", "before", "after", "as of", "starting"})
"""Leads of times with one open end: "the same day" never counts from these."""
_HEAD: Final = 60
"""How many characters of town and country stand before the date of a dateline at most."""
_ALL = re.compile(r"\ball\s+$", re.IGNORECASE)
_DATELINE = re.compile(
    r"\s*(?:\(\w[\w ./-]{1,20}\)|\[[^\]\n]{1,24}\])?\s*(?:[-\u2013\u2014]{1,2}|:)\s"
)


class TimeMention(Struct, frozen=True, kw_only=True):
    """An expression of time with its reading.

    `forward` is the reading in the future, for planned and threatened happenings ("on Friday").
    `lead` is the preposition before it in lower case, whether kept in the span or dropped.
    `is_recap`: an older time ("in January", "last year"); `is_future`: a coming one;
    `anchors_truce`: named only to fix a time ("since the truce took hold"); `is_dateline`: the
    date of a report, never of a happening; `needs_context`: counts from a date that the text has
    not named; `goes_on`: counts from the day told before ("the same day"); `unreadable`: why no
    date was found, else empty. A bare clock time has its day from the expression at `lender`;
    `alone` is its reading if that one tells of something else.
    """

    ref: TimeRef
    forward: TimeRef | None = None
    lead: str = ""
    is_recap: bool = False
    is_future: bool = False
    anchors_truce: bool = False
    is_dateline: bool = False
    needs_context: bool = False
    goes_on: bool = False
    lender: Span | None = None
    alone: TimeRef | None = None
    unreadable: str = ""

    @property
    def sets_day(self) -> bool:
        """Say whether "the same day" and bare clock times further on may count from it."""
        dated = self.ref.start is not None or self.ref.end is not None
        return dated and self.lead not in _OPEN and not self.is_dateline


class _Clock(NamedTuple):
    """Hours since midnight of the day (24 and more: the next day), and the printed zone."""

    start: float
    end: float
    precision: TimePrecision
    zone: str | None = None


class _Moment(NamedTuple):
    """Neighbouring atoms as one: where it stands, its days and its hours."""

    start: int
    end: int
    days: Days | None
    clock: _Clock | None
    atom: Atom


def find_times(
    text: str,
    span: Span | None = None,
    published: str | None = None,
    timezone: str | None = None,
    context: TimeRef | None = None,
    truces: Sequence[str] = (),
) -> tuple[TimeMention, ...]:
    """Return the expressions of time in a stretch of text, in order.

    Args:
        text: the text of the item.
        span: the stretch to read; all of it if None.
        published: ISO 8601 date, or date and time, of publication; relative words count from it.
        timezone: IANA name of the watch's time zone.
        context: the last time read before in the same passage ("the next day" counts from it).
        truces: ISO 8601 days on which the watched truces came into force ("since the truce").
    """
    zone = zone_of(timezone)
    day = published_day(published, zone)
    context_day = _day_of(context)
    moments: list[_Moment] = []
    mentions: list[TimeMention] = []
    reader = _Reader(
        text, day or context_day, published, zone, span.start if span else 0, _last(truces, day)
    )
    for group in _grouped(text, find_atoms(text, span)):
        moment = _moment(text, group, Base(day, context_day))
        moments.append(moment)
        told = None if moment.days is None else moment.days.first or moment.days.last
        if told is not None and reader.lead(moment)[0] not in _OPEN:
            context_day = told
    before = context
    i = 0
    while i < len(moments):
        if i + 1 < len(moments) and reader.is_interval(moments[i], moments[i + 1]):
            interval = reader.interval(moments[i], moments[i + 1])
            mentions.append(interval)
            before = interval.ref if interval.sets_day else before
            i += 2
            continue
        mention = reader.mention(moments[i], _near(moments[i], before, day), before)
        mentions.append(mention)
        before = mention.ref if mention.sets_day else before
        i += 1
    return tuple(mentions)


def _in_turn(one: _Moment, other: _Moment) -> bool:
    """Say whether two days follow each other ("on Friday and Saturday")."""
    if one.days is None or other.days is None or one.clock is not None or other.clock is not None:
        return False
    first, second = one.days.last, other.days.first
    return first is not None and second is not None and (second - first).days == 1


def _near(moment: _Moment, before: TimeRef | None, published: date | None) -> date | None:
    """Return the day of a bare clock time: that of the time told before it.

    Reports tell hours in order, so "23:50 ... at 00:20" has passed midnight, as long as that
    does not lead beyond publication.
    """
    near = _day_of(before) or published
    if near is None or moment.clock is None or before is None or moment.days is not None:
        return near
    stamp = before.start or ""
    if len(stamp) <= len("2020-03-18") or published is None or near >= published:
        return near
    told = datetime.fromisoformat(stamp)
    hours = told.hour + told.minute / 60
    return near + timedelta(days=1) if moment.clock.start + 12 <= hours else near


# ---- joining atoms ------------------------------------------------------------------------------
def _grouped(text: str, atoms: Sequence[Atom]) -> list[list[Atom]]:
    """Join neighbours that say one time together ("Sunday at about 18:30")."""
    groups: list[list[Atom]] = []
    for atom in atoms:
        if groups and _belongs(text, groups[-1], atom):
            groups[-1].append(atom)
        else:
            groups.append([atom])
    return groups


def _belongs(text: str, group: Sequence[Atom], atom: Atom) -> bool:
    gap = text[group[-1].end : atom.start]
    types = {known.type for known in group}
    if "\n" in gap or atom.type in types or {"period", "anchor"} & {atom.type, *types}:
        return False
    if len(group) == 1 and group[0].type == "clock" and atom.type == "part":
        # "at 04:30 in the morning" is one time, "at 04:30 ... at dawn" two.
        return gap.split() == ["in", "the"]
    return _JOIN.fullmatch(gap) is not None


def _moment(text: str, group: Sequence[Atom], base: Base) -> _Moment:
    days = clock = None
    for atom in group:
        if atom.type in {"date", "period"}:
            days = read_days(atom.rule, atom.match, base)
            if days.part is not None and clock is None:
                clock = _part_hours(days.part)
        elif atom.type == "part":
            part = _part_hours(atom.match["part"])
            clock = clock if clock is not None and clock.precision == "minute" else part
        elif atom.type == "clock":
            clock = _clock(atom) or clock
    start, end = group[0].start, group[-1].end
    return _Moment(start, _closed(text, start, end), days, clock, group[0])


def _closed(text: str, start: int, end: int) -> int:
    """Take in a bracket that the expression opened."""
    opened = text.count("(", start, end) > text.count(")", start, end)
    return end + 1 if opened and text[end : end + 1] == ")" else end


def _part_hours(part: str) -> _Clock:
    key = re.sub(r"[\s-]+", " ", part.lower())
    first, last = load_data("times.toml")["parts"][key]
    return _Clock(float(first), float(last), "hour")


def _clock(atom: Atom) -> _Clock | None:
    groups = atom.match.groupdict()
    if atom.rule == "clock_words":
        part = (groups["part"] or groups["part2"] or "").lower()
        hour = small_number(groups["n"])
        if hour > 23:
            return None
        hour += 12 if part in {"afternoon", "evening"} and hour < 12 else 0
        return _Clock(hour, hour, "hour")
    hour, minute = int(groups["h"]), int(groups.get("m") or 0)
    half = (groups.get("half") or "").lower().replace(".", "")
    if half == "pm" and hour < 12:
        hour += 12
    if half == "am" and hour == 12:
        hour = 0
    zone = groups.get("zone") or groups.get("zone2")
    precision: TimePrecision = "minute" if groups.get("m") else "hour"
    at = hour + minute / 60
    return _Clock(at, at, precision, zone.lower() if zone else None)


# ---- writing ------------------------------------------------------------------------------------
class _Reader(NamedTuple):
    """What all expressions of one stretch of text share."""

    text: str
    day: date | None
    published: str | None
    zone: tzinfo | None
    begin: int
    truce: date | None = None

    def mention(
        self, moment: _Moment, near: date | None, before: TimeRef | None = None
    ) -> TimeMention:
        """Write one moment, with the lead words kept or dropped; `before` lends a day."""
        lead, start = self.lead(moment)
        if lead == "through" and _ALL.search(self.text, self.begin, start):
            lead = "throughout"  # "all through Friday"
        days, clock = moment.days, moment.clock
        span = Span(start, moment.end)
        if moment.atom.type == "anchor":
            since = _iso(self.truce) if lead == "since" else None
            ref = TimeRef(text=span.of(self.text), span=span, start=since, end=None,
                          precision="day")  # fmt: skip
            return TimeMention(ref=ref, lead=lead, anchors_truce=True)
        side = lead
        if clock is not None and moment.atom.type == "part" and lead in {"before", "after"}:
            # "before midnight": the hours on that side, not all the time up to it.
            clock, side = _beside(clock, lead), ""
        alone = None
        if days is None:
            part = moment.atom.type == "part"
            if lead == "since" and part and clock is not None and self.day is not None:
                near = self.day  # "since dawn" runs on to the present
                clock = clock._replace(start=clock.start % _DAY_HOURS, end=clock.start)
            days = Days(near, near) if near is not None else _UNDATED
            if before is None or (near == self.day and part):
                days = self._gone_by(days, clock) if lead != "since" else days
            elif self.day is not None:
                alone = self._ref(span, self._gone_by(Days(self.day, self.day), clock), clock, side)
        if lead == "since":
            days = self._begun(days)
        ref = self._ref(span, days, clock, side)
        forward = None
        if days.forward is not None:
            ahead = days._replace(first=days.forward[0], last=days.forward[1])
            forward = self._ref(span, ahead, clock, side)
        return TimeMention(
            ref=ref,
            forward=forward,
            lead=lead,
            # "since January" runs on to the present: nothing old about it.
            is_recap=days.is_recap and lead != "since",
            is_future=days.is_future,
            is_dateline=self._is_dateline(moment),
            needs_context=days.needs_context,
            goes_on=moment.atom.rule in {"neighbour", "day_around"},
            lender=before.span if alone is not None and before is not None else None,
            alone=alone,
            unreadable=days.problem,
        )

    def _begun(self, days: Days) -> Days:
        """Put what has lasted "since April" into the year in which it can have begun."""
        first, last = days.first, days.last
        if first is None or last is None or self.day is None or first <= self.day:
            return days
        back = [
            day.replace(year=max(1, day.year - 1), day=min(day.day, 28)) for day in (first, last)
        ]
        return days._replace(first=back[0], last=back[1], forward=None, is_future=False)

    def _gone_by(self, days: Days, clock: _Clock | None) -> Days:
        """Put an hour of the day of publication that was yet to come on the day before.

        "At 23:50" in a report of 15:00 was last night; for what is planned it lies ahead.
        """
        when = published_time(self.published, self.zone)
        day = days.first
        if clock is None or clock.zone is not None or day is None:
            return days
        # Without an hour of publication only what reaches midnight was surely the night before.
        if when is None:
            ahead = clock.end >= _DAY_HOURS
        else:
            ahead = clock.start > when.hour + when.minute / 60
        if not ahead or day == date.min:
            return days
        earlier = day - timedelta(days=1)
        return days._replace(first=earlier, last=earlier, forward=(day, day))

    def is_interval(self, one: _Moment, other: _Moment) -> bool:
        """Say whether two moments are the ends of one interval."""
        if {one.atom.type, other.atom.type} & {"period", "anchor"}:
            return False
        gap = self.text[one.end : other.start]
        if _RANGE.fullmatch(gap) is None:
            return False
        lead, _ = self.lead(one)
        if "and" in gap.lower().split():
            return lead == "between" or (lead == "on" and _in_turn(one, other))
        clocks = [m.clock is not None and m.clock.precision == "minute" for m in (one, other)]
        hours = one.days is not None and other.days is None and all(clocks)
        return lead in {"from", "between"} or one.days is None or other.days is not None or hours

    def interval(self, one: _Moment, other: _Moment) -> TimeMention:
        """Write "from A to B" and "between A and B" as one mention."""
        lead, start = self.lead(one)
        span = Span(start, other.end)
        late = other.days or one.days or self._today()
        early = opening(one.days, late) if one.days else late
        first = self._ref(span, early, one.clock, "")
        last = self._ref(span, late, other.clock, "")
        ref = TimeRef(
            text=span.of(self.text), span=span, start=first.start, end=last.end,
            precision=last.precision if one.clock else first.precision,
        )  # fmt: skip
        if ref.start is not None and ref.end is not None and ref.end < ref.start:
            ref = self._over_midnight(ref, late, other.clock)
        return TimeMention(
            ref=ref,
            lead=lead,
            is_recap=early.is_recap and late.is_recap,
            is_future=early.is_future and late.is_future,
            needs_context=early.needs_context or late.needs_context,
            unreadable=early.problem or late.problem,
        )

    def _over_midnight(self, ref: TimeRef, late: Days, clock: _Clock | None) -> TimeRef:
        """An end before its beginning is on the next day ("from 23:00 to 02:00")."""
        if clock is None or late.last is None:
            return TimeRef(text=ref.text, span=ref.span, start=ref.end, end=ref.start,
                           precision=ref.precision)  # fmt: skip
        moved = late._replace(last=late.last + timedelta(days=1))
        end = self._ref(ref.span, moved, clock, "").end
        return TimeRef(text=ref.text, span=ref.span, start=ref.start, end=end,
                       precision=ref.precision)  # fmt: skip

    def _today(self) -> Days:
        return Days(self.day, self.day) if self.day is not None else _UNDATED

    def lead(self, moment: _Moment) -> tuple[str, int]:
        """Return the preposition before a moment and where the span begins with or without it."""
        inside = re.match(
            r"(over|in|during|within|for|at|since|after|until|before|by)\b\s*",
            self.text[moment.start : moment.end],
            re.IGNORECASE,
        )
        if inside is not None and moment.atom.type in {"period", "anchor"}:
            word = inside[1].lower()
            dropped = word not in _KEPT
            return word, moment.start + (inside.end() if dropped else 0)
        begin = max(self.begin, moment.start - 24)
        before = _LEAD.search(self.text, begin, moment.start)
        if before is None:
            return "", moment.start
        word = re.sub(r"\s+", " ", before[1].lower())
        return word, before.start() if word in _KEPT else moment.start

    def _is_dateline(self, moment: _Moment) -> bool:
        """Say whether this is the date behind the town at the head of an agency report."""
        near = max(0, moment.start - _HEAD)
        line = self.text.rfind("\n", near, moment.start) + 1 or near
        if line and self.text[line - 1] != "\n":
            return False
        head = self.text[line : moment.start]
        town = re.fullmatch(r"[\W_]*[^\W\d_]{3,}[^\d.;:!?]{0,30},\s*", head)
        return bool(town and head[:1].isupper() and _DATELINE.match(self.text, moment.end))

    def _ref(self, span: Span, days: Days, clock: _Clock | None, lead: str) -> TimeRef:
        start, end, precision = self._bounds(days, clock)
        if lead in {"since", "starting", "as of", "after"}:
            start, end = (end if lead == "after" and clock is None and days.precision != "day"
                          else start), None  # fmt: skip
        elif lead in {"until", "till", "by", "before", "through"}:
            start, end = None, end if lead != "before" else start
        elif lead == "from" and start == end:
            end = None
        return TimeRef(text=span.of(self.text), span=span, start=start, end=end,
                       precision=precision)  # fmt: skip

    def _bounds(
        self, days: Days, clock: _Clock | None
    ) -> tuple[str | None, str | None, TimePrecision]:
        first, last = days.first, days.last
        if days.hours is not None:
            return self._hours_back(days)
        if clock is None or days.precision not in {"day", "hour"}:
            return (_iso(first), _iso(last), days.precision)
        zone = printed_zone(clock.zone, self.zone)
        if clock.end > _DAY_HOURS and first is not None and last == first + timedelta(days=1):
            last = first  # "the night of 12-13 March" is one night
        return (
            None if first is None else _at(first, clock.start, zone),
            None if last is None else _at(last, clock.end, zone),
            clock.precision,
        )

    def _hours_back(self, days: Days) -> tuple[str | None, str | None, TimePrecision]:
        """Read "the past six hours" from the hour of publication, if that is known."""
        when = published_time(self.published, self.zone)
        if when is None or days.hours is None:
            return _iso(days.first), _iso(days.last), "day"
        start = when - timedelta(hours=days.hours)
        return start.isoformat(timespec="minutes"), when.isoformat(timespec="minutes"), "hour"


_DAY_HOURS: Final = 24
_SIDE_HOURS: Final = 6
"""How long before or after a part of the day "before dawn", "after midnight" reach."""


def _beside(clock: _Clock, lead: str) -> _Clock:
    if lead == "before":
        # "Before dawn" begins with its day at the earliest.
        return clock._replace(start=max(0.0, clock.start - _SIDE_HOURS), end=clock.start)
    return clock._replace(start=clock.end, end=clock.end + _SIDE_HOURS)


def _last(truces: Sequence[str], day: date | None) -> date | None:
    """Return the day of the last truce that had come into force on a day."""
    known = sorted(date.fromisoformat(truce[:10]) for truce in truces)
    return next((one for one in reversed(known) if day is None or one <= day), None)


_UNDATED: Final = Days(None, None, problem="no publication date is known to count from")


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _at(day: date, hours: float, zone: tzinfo | None) -> str:
    """Return a day and hours since its midnight; the last hour of a part ends a minute early."""
    minutes = round(hours * 60)
    try:
        when = datetime.combine(day, time(), tzinfo=zone)
        # Wall-clock arithmetic: a part of the day is the same on the day the clocks change.
        when = (when.replace(tzinfo=None) + timedelta(minutes=minutes)).replace(tzinfo=zone)
        return when.isoformat(timespec="minutes")
    except OverflowError:
        return day.isoformat()


def _day_of(ref: TimeRef | None) -> date | None:
    stamp = None if ref is None else ref.start or ref.end
    return published_day(stamp, None) if stamp is not None else None
