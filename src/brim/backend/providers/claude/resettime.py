"""Parses the time of a reset as the Claude CLI prints it, such as `Oct 1, 1:40pm (Europe/London)`.

Facts, seen in Claude Code 2.1.330 and in public code of 2026: the text has no year, and is in the machine's zone unless
it names one. This module must not know which limit is reset.
"""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from brim.localzone import local_time

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import tzinfo

_ZONE = re.compile(r"\(([A-Za-z][A-Za-z0-9_+/\-]{0,60})\)\s*$")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_CLOCK = re.compile(r"(\d{1,2})(?::(\d\d))?\s*([ap])\.?m\b|(\d{1,2}):(\d\d)", re.IGNORECASE)
_DATE = re.compile(r"\b([a-z]{3})[a-z]*\.?\s+(\d{1,2})(?:,?\s+(20\d\d))?\b(?!:)", re.IGNORECASE)
_WEEKDAY = re.compile(r"\b(mon|tue|wed|thu|fri|sat|sun)[a-z]*\b", re.IGNORECASE)
_DURATION = re.compile(r"\bin\s+(?:(\d+)\s*d\w*,?\s*)?(?:(\d+)\s*h\w*,?\s*)?(?:(\d+)\s*m\w*)?", re.IGNORECASE)
_MAX_DAYS, _MAX_HOURS, _MAX_MINUTES = 99, 999, 9999
"""Larger numbers of a duration are cut to these, so that no calculation overflows."""
_MAX_PAST, _MAX_FUTURE = timedelta(days=1), timedelta(days=35)
"""No reset is further away."""
_NOON = 12
_DAY, _WEEK = timedelta(days=1), timedelta(days=7)


def parse_reset_time(text: str, now: datetime) -> datetime | None:
    """The time that a text means, the nearest one if it is ambiguous; None when there is none near `now`.

    Without a zone, or with a zone that this system does not know, the text is in the machine's own zone, which the
    program uses.
    """
    duration = _DURATION.match(text.strip())
    if duration is not None and any(duration.groups()):
        return _if_near(now + _timedelta(duration), now)
    zone = _zone(text)
    clock = _CLOCK.search(text)
    if clock is None:
        return None
    try:
        time_today = local_time(now, zone).replace(
            hour=_hour(clock), minute=int(clock[2] or clock[5] or 0), second=0, microsecond=0
        )
        candidates = list(_candidates(text, time_today, now))
    except ValueError:  # the 30th of February, the 25th hour
        return None
    if zone is None:  # the offset of today may differ from that of another day
        candidates = [local_time(candidate.replace(tzinfo=None)) for candidate in candidates]
    return next((when for candidate in candidates if (when := _if_near(candidate, now)) is not None), None)


def _timedelta(duration: re.Match[str]) -> timedelta:
    days, hours, minutes = (int(part or 0) for part in duration.groups())
    return timedelta(days=min(days, _MAX_DAYS), hours=min(hours, _MAX_HOURS), minutes=min(minutes, _MAX_MINUTES))


def _candidates(text: str, time_today: datetime, now: datetime) -> Iterator[datetime]:
    """The time of day on each day that the text may mean, the most likely first."""
    date, weekday = _DATE.search(text), _WEEKDAY.search(text)
    if date is not None and date[1].lower() in _MONTHS:
        month, day = _MONTHS.index(date[1].lower()) + 1, int(date[2])
        years = (int(date[3]),) if date[3] else (time_today.year, time_today.year + 1, time_today.year - 1)
        yield from (time_today.replace(year=year, month=month, day=day) for year in years)
        return
    first, step = time_today, _DAY
    if weekday is not None:
        first += timedelta(days=(_WEEKDAYS.index(weekday[1].lower()) - first.weekday()) % 7)
        step = _WEEK
    yield from (first, first + step) if first > now - timedelta(minutes=5) else (first + step, first)


def _hour(clock: re.Match[str]) -> int:
    """The hour on the 24-hour clock; raises ValueError for an hour that the 12-hour clock does not have."""
    if clock[3] is None:
        return int(clock[4])
    hour = int(clock[1])
    if not 1 <= hour <= _NOON:
        raise ValueError(clock[0])
    return hour % _NOON + (_NOON if clock[3].lower() == "p" else 0)


def _zone(text: str) -> tzinfo | None:
    match = _ZONE.search(text)
    try:
        return ZoneInfo(match[1]) if match is not None else None
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


def _if_near(when: datetime, now: datetime) -> datetime | None:
    return when if -_MAX_PAST <= when - now <= _MAX_FUTURE else None
