"""The user's past days: how much was used on each, and how use is spread over the hours of a day.

A day here begins at the person's quietest hour, so no time zone is needed. Days on which a hit limit blocked work, and
days before the first reading, are left out, because their use is unknown. This module must not know what is
expected of the days to come.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from brim.backend.forecast.calendar import WorkCalendar
    from brim.backend.forecast.pastusage import PastUsage

HOUR = 3_600.0
"""Seconds."""
DAY = 24
"""Hours."""
_MAX_HOURS = 43 * DAY
_PROFILE_HOURS = 28 * DAY
_MIN_PROFILE_DAYS = 6
"""With fewer days the quietest hour of the day is not searched, and days are counted back from now."""
_MAX_UNKNOWN_HOURS = 6
"""A day is left out when this number of its hours is behind a hit limit or before the first reading."""
_SATURDAY = 5
_HALF_LIFE = 22.0
"""Days after which a day counts half."""
_EVEN = 0.27
"""Part of a day's use that is expected evenly over its hours, whatever the hours were so far."""
_MIN_LEFT = 1e-4


@dataclass(frozen=True, slots=True)
class PastDay:
    """One past day."""

    weekday: int
    """0 is Monday."""
    works: bool
    """Whether it was a workday."""
    points: float
    """Points used on the whole day."""
    points_before: float
    """Points used before the present hour of the day."""
    points_after: float
    """Points used from the present hour of the day on."""
    weight: float


@dataclass(frozen=True, slots=True)
class PastDays:
    """The user's days so far, and how use is spread over their hours."""

    days: tuple[PastDay, ...]
    """Newest first."""
    hour: int
    """Full hours since the present day began."""
    profile: tuple[float, ...]
    """Cumulative part of a day's use until each of its hours, from 0 to 1."""
    totals: tuple[float, ...]
    """Total of the curve at each full hour back from now."""

    @classmethod
    def of(cls, past: PastUsage, start: float, calendar: WorkCalendar) -> PastDays:
        """The days before `start`, in seconds since the epoch."""
        count = min(int((start - past.windows[0].start) / HOUR), _MAX_HOURS)
        totals = tuple(past.curve.totals_back(start, HOUR, count + 1))
        by_hour = [0.0] * DAY
        for ago in range(1, min(count, _PROFILE_HOURS) + 1):
            by_hour[-ago % DAY] += totals[ago - 1] - totals[ago]
        hour = _hours_since_quietest(by_hour) if count >= _MIN_PROFILE_DAYS * DAY else 0
        whole, profile = sum(by_hour), [0.0]
        for hour_of_day in range(DAY):
            part = by_hour[(hour_of_day - hour) % DAY] / whole if whole else 1 / DAY
            profile.append(profile[-1] + _EVEN / DAY + (1 - _EVEN) * part)
        unknown = [(window.start, window.observed_from) for window in past.windows]
        unknown += [(hit_at, window.end) for window in past.windows if (hit_at := window.hit_at) is not None]
        days = tuple(_past_days(totals, hour, start, unknown, calendar))
        return cls(days, hour, tuple(profile), totals)

    @property
    def points_today(self) -> float:
        """Points used since the present day began."""
        return self.totals[0] - self.totals[self.hour]

    @property
    def points_last_hour(self) -> float:
        """Points used in the last hour."""
        return self.totals[0] - self.totals[min(1, len(self.totals) - 1)]

    def of_kind(self, *, works: bool) -> list[PastDay]:
        """The workdays, or all other days."""
        return [day for day in self.days if day.works == works]

    def share(self, hour: int, hours: float) -> float:
        """Part of the use of a day from its `hour` on that falls into the first `hours` of that time."""
        at = min(hour + hours, float(DAY))
        low = int(at)
        share = self.profile[low]
        if low < DAY:
            share += (self.profile[low + 1] - share) * (at - low)
        before = self.profile[hour]
        return (share - before) / max(1 - before, _MIN_LEFT)


def weekday_and_kind(start: float, calendar: WorkCalendar) -> tuple[int, bool]:
    """Weekday of a day that begins at `start`, and whether it is a workday.

    The middle of the day decides; without working days in the calendar Saturday and Sunday are no workdays.
    """
    day = calendar.date_at(start + DAY * HOUR / 2)
    weekday = day.weekday()
    return weekday, weekday < _SATURDAY if calendar.always_works else calendar.is_workday(day)


def _past_days(
    totals: tuple[float, ...], hour: int, start: float, unknown: list[tuple[float, float]], calendar: WorkCalendar
) -> Iterator[PastDay]:
    """The past days, newest first, without those of which too little is known."""
    for ago in range(1, (len(totals) - 1 - hour) // DAY + 1):
        last, first = hour + DAY * (ago - 1), hour + DAY * ago
        day_start, day_end = start - first * HOUR, start - last * HOUR
        unknown_seconds = sum(max(0.0, min(day_end, until) - max(day_start, since)) for since, until in unknown)
        if unknown_seconds < _MAX_UNKNOWN_HOURS * HOUR:
            weekday, works = weekday_and_kind(day_start, calendar)
            points, after = totals[last] - totals[first], totals[last] - totals[DAY * ago]
            yield PastDay(weekday, works, points, points - after, after, 0.5 ** (ago / _HALF_LIFE))


def _hours_since_quietest(by_hour: list[float]) -> int:
    """How many hours ago the quietest hour of the day began; `by_hour` begins with the hour that begins now."""
    smoothed = [
        by_hour[hour]
        + by_hour[(hour + 1) % DAY]
        + by_hour[hour - 1]
        + (by_hour[(hour + 2) % DAY] + by_hour[hour - 2]) / 2
        for hour in range(DAY)
    ]
    return -smoothed.index(min(smoothed)) % DAY
