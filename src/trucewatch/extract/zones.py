"""Time zones of printed hours, and the local day and hour of publication."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta, timezone
from functools import cache
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from trucewatch.extract.tables import load_data

if TYPE_CHECKING:
    from datetime import tzinfo


@cache
def zone_of(name: str | None) -> tzinfo | None:
    """Return a zone by its IANA name; None for none or an unknown one."""
    if not name:
        return None
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


def printed_zone(word: str | None, usual: tzinfo | None) -> tzinfo | None:
    """Return the zone printed beside an hour, the usual one if none is."""
    if word is None:
        return usual
    known = load_data("times.toml")["zones"].get(re.sub(r"[\s-]+", " ", word), "")
    if isinstance(known, str):
        return zone_of(known) or usual
    return timezone(timedelta(hours=known))


def published_time(published: str | None, zone: tzinfo | None) -> datetime | None:
    """Return publication in local time; None if only its day is known, or nothing."""
    if published is None or len(published) <= len("2020-03-18"):
        return None
    try:
        when = datetime.fromisoformat(published)
    except ValueError:
        return None
    if zone is not None:
        return when.astimezone(zone) if when.tzinfo is not None else when.replace(tzinfo=zone)
    return when


def published_day(published: str | None, zone: tzinfo | None) -> date | None:
    """Return the local day of publication, if it is known."""
    when = published_time(published, zone)
    if when is not None:
        return when.date()
    try:
        return date.fromisoformat((published or "")[:10])
    except ValueError:
        return None
