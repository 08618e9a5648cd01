"""How this user writes times and dates: taken over once from the system's locale, and the same everywhere afterwards.

Only the standard library, and little of it: the status line waits for it. This module must not know what happens at a
time.
"""

from __future__ import annotations

import locale
import time

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

_NEUTRAL_LOCALES = ("C", "POSIX")
_SAMPLE_TIME = (2026, 2, 25, 13, 5, 9, 2, 56, 0)


class LocaleFormat:
    """Whether hours count to twelve, and whether the month stands before the day."""

    def __init__(self, *, twelve: bool = False, month_first: bool = False) -> None:
        """Without a locale: 24 hours, and the day first."""
        self.twelve = twelve
        self.month_first = month_first

    def clock(self, when: time.struct_time, *, seconds: bool = False) -> str:
        """The time of day: `14:00` or `2:00 PM`, with seconds if asked."""
        if self.twelve and time.strftime("%p", when):
            return time.strftime("%I:%M:%S %p" if seconds else "%I:%M %p", when).removeprefix("0")
        return time.strftime("%H:%M:%S" if seconds else "%H:%M", when)

    def weekday(self, when: time.struct_time) -> str:
        """The day and the time: `Thu 14:00`."""
        return f"{time.strftime('%a', when)} {self.clock(when)}"

    def date(self, when: time.struct_time) -> str:
        """The date and the time: `5 Dec 14:00` or `Dec 5 2:00 PM`."""
        month = time.strftime("%b", when)
        day = f"{month} {when.tm_mday}" if self.month_first else f"{when.tm_mday} {month}"
        return f"{day} {self.clock(when)}"


def format_of_samples(clock: str, date: str) -> LocaleFormat:
    """The habits of whoever writes five past one in the afternoon, and 25 February 2026, in this way."""
    day, month = date.find("25"), min((place for place in (date.find("02"), date.find("2/")) if place >= 0), default=99)
    return LocaleFormat(twelve="13" not in clock, month_first=0 <= month < day)


def use_system_locale(names: Sequence[str] = ("",)) -> None:
    """Take over the locale of the environment, or the first of these that the system knows."""
    for name in names:
        try:
            found = locale.setlocale(locale.LC_TIME, name)
        except locale.Error:
            continue
        if found.partition(".")[0] not in _NEUTRAL_LOCALES:
            _CURRENT[:] = [format_of_samples(time.strftime("%X", _SAMPLE_TIME), time.strftime("%x", _SAMPLE_TIME))]
        return


def current_format() -> LocaleFormat:
    """What was taken over."""
    return _CURRENT[0]


_CURRENT = [LocaleFormat()]
