"""Times and durations in seconds as text, for what must start quickly: the status line and the formats of bars.

They read as in `brim.words.formatting`, which is not used there: it imports dataclasses, which take too long. This
module must not know what a time means.
"""

from __future__ import annotations

import time

from brim.words import localeformat
from brim.words.translation import _

_DAY, _HOUR, _MINUTE = 86_400, 3_600, 60
_MAX_WEEKDAY_DAYS = 6


def clock_text(when: float, now: float) -> str:
    """The local time of day to the nearest minute, with the weekday or the date where the day is not today."""
    then, today = time.localtime(when + _MINUTE / 2), time.localtime(now)
    if then[:3] == today[:3]:
        return localeformat.current_format().clock(then)
    days = round((time.mktime((*then[:3], 12, 0, 0, 0, 0, -1)) - time.mktime((*today[:3], 12, 0, 0, 0, 0, -1))) / _DAY)
    if abs(days) <= _MAX_WEEKDAY_DAYS:
        return localeformat.current_format().weekday(then)
    return localeformat.dated(localeformat.current_format().date(then), then, today)


def duration_text(seconds: float) -> str:
    """The two largest units: `3 d 4 h`, `2 h 05 min`, `2 h`, `12 min`, `40 s`."""
    days, rest = divmod(max(0, int(seconds)), _DAY)
    hours, rest = divmod(rest, _HOUR)
    minutes, secs = divmod(rest, _MINUTE)
    if days:
        return _("{days} d {hours} h", days=days, hours=hours) if hours else _("{days} d", days=days)
    if hours and minutes:
        return _("{hours} h {minutes:02d} min", hours=hours, minutes=minutes)
    if hours:
        return _("{hours} h", hours=hours)
    return _("{minutes} min", minutes=minutes) if minutes else _("{seconds} s", seconds=secs)
