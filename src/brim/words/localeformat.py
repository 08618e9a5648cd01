"""How times and dates are written: read once from the system's locale, and then used everywhere.

It imports little of the standard library and nothing else, because the status line waits for it. This module must not
know what a time means.
"""

from __future__ import annotations

import locale
import time

from brim.words.translation import _

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

_NEUTRAL_LOCALES = ("C", "POSIX")
_YEAR_DAYS = 365
_SAMPLE_TIME = (2026, 2, 25, 13, 5, 9, 2, 56, 0)


class LocaleFormat:
    """Whether the clock has twelve hours, and whether the month comes before the day."""

    def __init__(self, *, twelve_hour: bool = False, month_first: bool = False) -> None:
        """The defaults are those without a locale: 24 hours, and the day first."""
        self.twelve_hour = twelve_hour
        self.month_first = month_first

    def clock(self, when: time.struct_time, *, seconds: bool = False) -> str:
        """The time of day: `14:00` or `2:00 PM`."""
        if self.twelve_hour and time.strftime("%p", when):
            return time.strftime("%I:%M:%S %p" if seconds else "%I:%M %p", when).removeprefix("0")
        return time.strftime("%H:%M:%S" if seconds else "%H:%M", when)

    def weekday(self, when: time.struct_time) -> str:
        """The day and the time: `Thu 14:00`."""
        return _("{weekday} {clock}", weekday=self.weekday_name(when), clock=self.clock(when))

    def date(self, when: time.struct_time) -> str:
        """The date and the time: `5 Dec 14:00` or `Dec 5 2:00 PM`."""
        return _("{date} {clock}", date=self.day_of_year(when), clock=self.clock(when))

    def weekday_name(self, when: time.struct_time) -> str:
        """The day alone: `Thu`."""
        return time.strftime("%a", when)

    def day_of_year(self, when: time.struct_time) -> str:
        """The date alone: `5 Dec` or `Dec 5`."""
        month = time.strftime("%b", when)
        if self.month_first:
            return _("{month} {day}", month=month, day=when.tm_mday)
        return _("{day} {month}", day=when.tm_mday, month=month)

    def month(self, when: time.struct_time) -> str:
        """A whole month: `Dec 2026`."""
        return _("{month} {year}", month=time.strftime("%b", when), year=when.tm_year)


def dated(text: str, when: time.struct_time, today: time.struct_time) -> str:
    """A text with a date, and with its year where another year could be meant: from half a year away on."""
    days_away = _YEAR_DAYS * (when.tm_year - today.tm_year) + when.tm_yday - today.tm_yday
    return text if abs(days_away) < _YEAR_DAYS / 2 else _("{date} ({year})", date=text, year=when.tm_year)


def format_of_samples(clock: str, date: str) -> LocaleFormat:
    """The format of a locale that writes 13:05 as `clock`, and 25 February 2026 as `date`."""
    day, month = (
        date.find("25"),
        min((position for position in (date.find("02"), date.find("2/")) if position >= 0), default=99),
    )
    return LocaleFormat(twelve_hour="13" not in clock, month_first=0 <= month < day)


def use_system_locale(names: Sequence[str] = ("",)) -> None:
    """Use the first of these locales that the system knows; the default is the locale of the environment."""
    for name in names:
        try:
            locale_name = locale.setlocale(locale.LC_TIME, name)
        except locale.Error:
            continue
        if locale_name.partition(".")[0] not in _NEUTRAL_LOCALES:
            _CURRENT[:] = [format_of_samples(time.strftime("%X", _SAMPLE_TIME), time.strftime("%x", _SAMPLE_TIME))]
        return


def current_format() -> LocaleFormat:
    """The format in use."""
    return _CURRENT[0]


_CURRENT = [LocaleFormat()]
