"""The user's calendar: which days and hours are for work, and how a limit is shared out over them.

Pure, in the user's own time zone. This module must not know how a setting is written or how a limit is used.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

WEEK = frozenset(range(7))
MIDNIGHT = time()
_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Calendar:
    """When somebody works; without further words at all hours of all days."""

    zone: tzinfo | None = None
    """The zone in which days and hours are meant; None is that of this machine."""
    days: frozenset[int] = WEEK
    """Days of the week, 0 is Monday."""
    hours: tuple[time, time] = (MIDNIGHT, MIDNIGHT)
    """From and until; an end that is not later is on the next day."""
    off: tuple[tuple[date, date], ...] = ()
    """First and last days of holidays."""

    @property
    def plain(self) -> bool:
        """All time is the same."""
        return self.days == WEEK and self.hours[0] == self.hours[1] and not self.off

    def works_on(self, day: date) -> bool:
        """Whether that is a day of work."""
        return day.weekday() in self.days and not any(first <= day <= last for first, last in self.off)

    def day(self, when: float) -> date:
        """The user's date at a second since the epoch."""
        return datetime.fromtimestamp(when, self.zone).date()

    def midnight(self, day: date) -> float:
        """The second at which a day begins."""
        return datetime.combine(day, MIDNIGHT, self.zone).timestamp()

    def work(self, begins: float, ends: float) -> float:
        """Seconds of work between two seconds since the epoch."""
        if self.plain:
            return max(0.0, ends - begins)
        return sum(max(0.0, min(ends, until) - max(begins, since)) for since, until in self._shifts(begins, ends))

    def _shifts(self, begins: float, ends: float) -> Iterator[tuple[float, float]]:
        """The hours of each day of work that may touch the time."""
        day, last = self.day(begins) - _ONE_DAY, self.day(ends)
        while day <= last:
            if self.works_on(day):
                since, until = self.hours
                end = day if until > since else day + _ONE_DAY
                yield (
                    datetime.combine(day, since, self.zone).timestamp(),
                    datetime.combine(end, until, self.zone).timestamp(),
                )
            day += _ONE_DAY


def allowance(
    calendar: Calendar, now: float, window: tuple[float, float], used_at: Callable[[float], float], used: float
) -> float | None:
    """Points of today's share that are left, negative when it is overdrawn; None on a day without work.

    What was left when the day began is shared out evenly over all work until the window ends. `window` is its
    beginning and end, `used_at` tells the percent used at a time.
    """
    begins, ends = window
    today = calendar.day(now)
    dawn = max(calendar.midnight(today), begins)
    work = calendar.work(dawn, min(calendar.midnight(today + _ONE_DAY), ends))
    if not work:
        return None
    before = used_at(dawn)
    return max(100.0 - before, 0.0) * work / calendar.work(dawn, ends) - (used - before)
