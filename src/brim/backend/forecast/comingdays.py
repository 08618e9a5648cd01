"""Expected use of the rest of today and of the days to come, from the user's past days.

The rest of today is estimated from the same hours of past days on which a similar amount had been used by then. A day
to come is estimated from past days of its weekday first, of its kind (workday or not) next, and hardly from others.
Recent days count more, and days with more or less use than expected raise or lower the next ones. A few usual days, the
same for every user, are added to the count, so that little evidence has little effect. This module must not know a
limit.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from brim.backend.forecast.pastdays import DAY, HOUR, weekday_and_kind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from brim.backend.forecast.calendar import WorkCalendar
    from brim.backend.forecast.pastdays import PastDay, PastDays

USUAL_POINTS = 10.0
"""Points used on a usual day."""
_USUAL_DAYS = 1.8
"""Number of usual days that are added to what is known."""
_SAME_WEEKDAY, _SAME_KIND = 2.2, 0.9
_OFF_PART = 0.25
"""Use of a day off as a part of other days, while there is no past day off."""
_USUAL_SPREAD, _SPREAD_DAYS = 1.0, 0.45
"""Standard deviation of a day over its mean, and how many days' evidence that counts as."""
_TREND_DAYS, _TREND_POINTS, _TREND_DECAY = 3, 18.0, 0.3
_SIMILAR, _SIMILAR_POINTS = 0.7, 2.0


@dataclass(frozen=True, slots=True)
class ComingDay:
    """A day to come, or the rest of today."""

    start: float
    """Hours from now."""
    end: float
    hour: int
    """Hour of the day at its start."""
    mean: float
    """Expected points."""
    variance: float


def coming_days(
    past: PastDays, start: float, hours: float, first_day: float, calendar: WorkCalendar
) -> Iterator[ComingDay]:
    """The rest of today and the days of the next `hours`, from `start` on.

    `first_day` is the expected use of a day as long as there is no past day.
    """
    usual = _usual(first_day if not past.days else USUAL_POINTS, past.days)
    usual_of_kind = {
        works: _usual(usual * (1.0 if works or calendar.always_works else _OFF_PART), past.of_kind(works=works))
        for works in (True, False)
    }
    trend, day_start, hour = _trend(past, usual_of_kind), 0.0, past.hour
    later: dict[tuple[int, bool], tuple[float, float]] = {}
    while day_start < hours:
        trend **= _TREND_DECAY
        label = weekday, works = weekday_and_kind(start + (day_start - hour) * HOUR, calendar)
        if day_start == 0:
            rest = usual_of_kind[works] * (1 - past.profile[hour])
            mean, variance = _expect(past, weekday, rest, works=works, today=True)
        elif label in later:
            mean, variance = later[label]
        else:
            mean, variance = later[label] = _expect(past, weekday, usual_of_kind[works], works=works)
        day_end = day_start + DAY - hour
        yield ComingDay(day_start, day_end, hour, mean * trend, variance * trend * trend)
        day_start, hour = day_end, 0


def cumulative_use(
    past: PastDays, days: Sequence[ComingDay], grid: Iterable[float]
) -> Iterator[tuple[float, float, float]]:
    """For each of the hours from now, never falling: the hour, and mean and variance of the use until then."""
    mean = variance = 0.0
    index = 0
    for hours in grid:
        while index < len(days) - 1 and days[index].end <= hours:
            mean += days[index].mean
            variance += days[index].variance
            index += 1
        day = days[index]
        part = past.share(day.hour, hours - day.start)
        yield hours, mean + day.mean * part, variance + day.variance * part


def _usual(prior: float, days: Sequence[PastDay]) -> float:
    """The usual use of a day: the mean of some days and a prior."""
    total = sum(day.points * day.weight for day in days) + prior * _USUAL_DAYS
    return total / (sum(day.weight for day in days) + _USUAL_DAYS)


def _expect(past: PastDays, weekday: int, usual: float, *, works: bool, today: bool = False) -> tuple[float, float]:
    """Mean and variance of the use of a day, or with `today` of the rest of today."""
    so_far = math.log(past.points_today + _SIMILAR_POINTS)
    count = total = squares = 0.0
    for day in past.of_kind(works=works):
        weight = day.weight * (_SAME_WEEKDAY if day.weekday == weekday else _SAME_KIND)
        points = day.points
        if today:
            points = day.points_after
            weight *= math.exp(-(((math.log(day.points_before + _SIMILAR_POINTS) - so_far) / _SIMILAR) ** 2) / 2)
        count += weight
        total += weight * points
        squares += weight * points * points
    mean = (total + _USUAL_DAYS * usual) / (count + _USUAL_DAYS)
    deviations = max(0.0, squares - 2 * mean * total + mean * mean * count)
    return mean, (deviations + _SPREAD_DAYS * (_USUAL_SPREAD * mean) ** 2) / (count + _SPREAD_DAYS)


def _trend(past: PastDays, usual_of_kind: dict[bool, float]) -> float:
    """Use of the last days over what was expected of them: 1 is as expected."""
    last = past.days[:_TREND_DAYS]
    expected = sum(_expect(past, day.weekday, usual_of_kind[day.works], works=day.works)[0] for day in last)
    return (sum(day.points for day in last) + _TREND_POINTS) / (expected + _TREND_POINTS)
