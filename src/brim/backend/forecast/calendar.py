"""The user's working days and hours, and how a limit is divided over them.

Pure, in the user's own time zone. This module must not know how a setting is written or how a limit is used.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import TYPE_CHECKING

from brim.localzone import local_time

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

WEEK = frozenset(range(7))
MIDNIGHT = time()
_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class WorkCalendar:
    """When the user works; the default is all hours of all days."""

    zone: tzinfo | None = None
    """The time zone of days and hours; None is the zone of this machine."""
    days: frozenset[int] = WEEK
    """Working days of the week, 0 is Monday."""
    hours: tuple[time, time] = (MIDNIGHT, MIDNIGHT)
    """Start and end of the working hours; an end that is not later than the start is on the next day."""
    holidays: tuple[tuple[date, date], ...] = ()
    """First and last day of each holiday."""

    @property
    def always_works(self) -> bool:
        """Whether all hours of all days are working time."""
        return self.days == WEEK and self.hours[0] == self.hours[1] and not self.holidays

    def is_workday(self, day: date) -> bool:
        """Whether the user works on that day."""
        return day.weekday() in self.days and not any(first <= day <= last for first, last in self.holidays)

    def date_at(self, timestamp: float) -> date:
        """The user's date at a time in seconds since the epoch."""
        return local_time(datetime.fromtimestamp(timestamp, UTC), self.zone).date()

    def day_start(self, day: date) -> float:
        """When a day begins, in seconds since the epoch."""
        return datetime.combine(day, MIDNIGHT, self.zone).timestamp()

    def working_seconds(self, start: float, end: float) -> float:
        """Seconds of working time between two times in seconds since the epoch."""
        if self.always_works:
            return max(0.0, end - start)
        shifts = self._shifts(start, end)
        return sum(max(0.0, min(end, shift_end) - max(start, shift_start)) for shift_start, shift_end in shifts)

    def _shifts(self, start: float, end: float) -> Iterator[tuple[float, float]]:
        """Start and end of the working hours of each workday that may overlap the given time."""
        day, last = self.date_at(start) - _ONE_DAY, self.date_at(end)
        while day <= last:
            if self.is_workday(day):
                opening, closing = self.hours
                closing_day = day if closing > opening else day + _ONE_DAY
                yield (
                    datetime.combine(day, opening, self.zone).timestamp(),
                    datetime.combine(closing_day, closing, self.zone).timestamp(),
                )
            day += _ONE_DAY


def remaining_allowance(
    calendar: WorkCalendar, now: float, window: tuple[float, float], used_at: Callable[[float], float], used: float
) -> float | None:
    """Percent points of today's share that are left; negative when it is overdrawn, None on a day without work.

    What was left when the day began is divided evenly over all working time until the window ends. `window` is its
    start and end; `used_at` returns the percent used at a time. Times are seconds since the epoch.
    """
    start, end = window
    today = calendar.date_at(now)
    day_start = max(calendar.day_start(today), start)
    work_today = calendar.working_seconds(day_start, min(calendar.day_start(today + _ONE_DAY), end))
    if not work_today:
        return None
    used_before = used_at(day_start)
    share = max(100.0 - used_before, 0.0) * work_today / calendar.working_seconds(day_start, end)
    return share - (used - used_before)
