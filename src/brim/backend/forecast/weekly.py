"""The odds of a long window (a week): the person's own days, added up.

A day here begins at the person's quietest hour, so that it needs no zone. What is left of today is judged by the same
hours of earlier days that had gone like today; each day to come by earlier days of its weekday first, of its kind
(work or weekend) next, and hardly by others; recent days count more, and days that went better or worse than expected
colour the next ones. A few usual days, the same for anybody, are added to the count, so that little evidence says
little. Means and variances add up to a gamma distribution of the use until any hour, widened by what the person's own
level may drift; use never falls, so the chance that the limit is hit by then is simply the part of it above what is
left. Days on which a hit limit kept people from working, or before anybody looked, are left out: nothing is known of
them.
This module must not know sessions or readings.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from brim.backend.forecast.distributions import Distribution, gamma_tail, shifted, weighted
from brim.backend.forecast.windowcurve import FULL

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from brim.backend.forecast.calendar import Calendar
    from brim.backend.forecast.pastusage import PastUsage, WindowReadings

HOUR = 3_600.0
DAY = 24
"""Hours."""
_FRESH = HOUR / 4
"""For so long after the newest reading work may have gone on unseen: the forecast starts at the reading then."""
_MOST_HOURS = 43 * DAY
_RHYTHM_HOURS = 28 * DAY
_OWN_DAYS = 6
"""From so many days on the quietest hour of the day is looked for; before, days are counted back from now."""
_UNKNOWN_HOURS = 6
"""A day with so many hours behind a hit limit, or before anybody looked, tells nothing."""
_SATURDAY = 5
_HALF_LIFE = 22.0
"""Days after which a day counts half."""
_SAME_WEEKDAY, _SAME_KIND = 2.2, 0.9
_USUAL_DAYS, _USUAL_POINTS = 1.8, 10.0
"""So many days of so many points are added to what is known."""
_FIRST_DAYS = 1.0
"""The same, while the first day is not over."""
_OFF_PART = 0.25
"""What a day off brings, measured by other days, until such days were seen."""
_USUAL_SPREAD, _SPREAD_DAYS = 1.0, 0.45
"""Standard deviation of a day over its mean, and how many days' evidence that is worth."""
_EVEN = 0.27
"""Part of a day's use that is expected evenly over its hours, whatever the hours were so far."""
_LEVEL, _LEVEL_UNKNOWN = 0.2, 0.5
"""How far the person's level may drift over the window, and how well a handful of days tells it."""
_MOOD_DAYS, _MOOD_POINTS, _MOOD_LASTS = 3, 18.0, 0.3
_ALIKE, _ALIKE_POINTS = 0.7, 2.0
_MOMENT, _MOMENT_HOURS = 0.42, 1.6
"""How much of the present rate, beyond what the hour would bring, goes on, and for how long."""
_TAIL, _FIRST_TAIL = 0.12, 0.08
"""So much is outside the interval on either side: what widens the odds makes their ends too long, but not in the first
window, where they know too little."""
_STEPS = 84
_MOST_AHEAD = 400.0 * DAY
"""Hours; nobody knows what is later, and no limit of today lasts so long."""
_NOISE, _LEAST_LEFT, _LEAST = 0.3, 0.3, 1e-4
_DOUBT = 0.05
"""Part of the expected use that is left when somebody is idle now."""


@dataclass(frozen=True, slots=True)
class _PastDay:
    """One earlier day."""

    weekday: int
    works: bool
    whole: float
    """Points used."""
    sofar: float
    """Until the hour that it is now."""
    rest: float
    weight: float


@dataclass(frozen=True, slots=True)
class _ComingDay:
    """A day to come, or what is left of today."""

    begins: float
    """Hours from now."""
    ends: float
    hour: int
    """Of the day, where it begins."""
    mean: float
    variance: float


def distribution(running: WindowReadings, story: PastUsage, now: float, calendar: Calendar) -> Distribution:
    """The odds that the running window, with which the story ends, is hit before its end; seconds are from `now`."""
    newest, used = running.curve[-1]
    start = min(now, max(newest, now - _FRESH))
    ahead = min(max(running.ends - start, 1.0) / HOUR, _MOST_AHEAD)
    left = max(FULL - used, _LEAST_LEFT)
    past = _PastDays.of(story, start, calendar)
    first = (used + _USUAL_POINTS * _FIRST_DAYS) / ((start - running.begins) / HOUR / DAY + _FIRST_DAYS)
    days = list(past.ahead(start, ahead, first, calendar))
    moment = past.heights[0] - past.heights[min(1, len(past.heights) - 1)]
    excess = _MOMENT * _MOMENT_HOURS * (moment - days[0].mean * past.share(days[0], 1.0))
    drift = _LEVEL**2 + _LEVEL_UNKNOWN**2 / (1 + sum(day.weight for day in past.days))
    chance = before = 0.0
    times = []
    for hours, mean, variance in past.until(days, _grid(ahead)):
        whole = max(mean + excess * (1 - math.exp(-hours / _MOMENT_HOURS)), _DOUBT * mean + _LEAST)
        by_then = max(chance, gamma_tail(left, whole, variance + drift * whole * whole + _NOISE**2))
        times += [(before * HOUR, 0.0), (hours * HOUR, by_then - chance)]
        chance, before = by_then, hours
    return shifted(weighted(chance, times, _TAIL if len(story.stretches) > 1 else _FIRST_TAIL), now - start)


def _grid(ahead: float) -> Iterator[float]:
    """Every hour of the first day, every second one of the week, and fewer after."""
    hours = 0.0
    while hours < ahead:
        hours = min(hours + (1.0 if hours < DAY else max(2.0, hours / _STEPS)), ahead)
        yield hours


@dataclass(frozen=True, slots=True)
class _PastDays:
    """The person's days so far, and their rhythm."""

    days: tuple[_PastDay, ...]
    hour: int
    """Full hours since the present day began."""
    shares: tuple[float, ...]
    """Part of a day's use until each of its hours, from 0 to 1."""
    heights: tuple[float, ...]
    """How high the line stood so many hours ago."""

    @classmethod
    def of(cls, story: PastUsage, start: float, calendar: Calendar) -> _PastDays:
        """What the story tells of the time before `start`."""
        count = min(int((start - story.stretches[0].begins) / HOUR), _MOST_HOURS)
        heights = tuple(story.line.back(start, HOUR, count + 1))
        by_hour = [0.0] * DAY
        for ago in range(1, min(count, _RHYTHM_HOURS) + 1):
            by_hour[-ago % DAY] += heights[ago - 1] - heights[ago]
        hour = _hours_since_quiet(by_hour) if count >= _OWN_DAYS * DAY else 0
        whole, shares = sum(by_hour), [0.0]
        for of_day in range(DAY):
            part = by_hour[(of_day - hour) % DAY] / whole if whole else 1 / DAY
            shares.append(shares[-1] + _EVEN / DAY + (1 - _EVEN) * part)
        unknown = [(one.begins, one.seen_from) for one in story.stretches]
        unknown += [(hit, one.ends) for one in story.stretches if (hit := one.hit_at) is not None]
        days = tuple(_days(heights, hour, start, unknown, calendar))
        return cls(days, hour, tuple(shares), heights)

    def share(self, day: _ComingDay, hours: float) -> float:
        """Part of what is left of a day that is used in its first hours."""
        at = min(day.hour + hours, float(DAY))
        low = int(at)
        share = self.shares[low]
        if low < DAY:
            share += (self.shares[low + 1] - share) * (at - low)
        begin = self.shares[day.hour]
        return (share - begin) / max(1 - begin, _LEAST)

    def until(self, days: Sequence[_ComingDay], grid: Iterable[float]) -> Iterator[tuple[float, float, float]]:
        """For each of the hours from now, never falling: the hour, and mean and variance of the use until then."""
        mean = variance = 0.0
        index = 0
        for hours in grid:
            while index < len(days) - 1 and days[index].ends <= hours:
                mean += days[index].mean
                variance += days[index].variance
                index += 1
            part = self.share(days[index], hours - days[index].begins)
            yield hours, mean + days[index].mean * part, variance + days[index].variance * part

    def ahead(self, start: float, hours: float, first: float, calendar: Calendar) -> Iterator[_ComingDay]:
        """What is left of today, and the days to come; `first` is a day's use as long as no day was seen."""
        usual = self._usual(first if not self.days else _USUAL_POINTS, self.days)
        kinds = {
            works: self._usual(usual * (1.0 if works or calendar.plain else _OFF_PART), self._of_kind(works=works))
            for works in (True, False)
        }
        mood, begins, hour = self._mood(kinds), 0.0, self.hour
        later: dict[tuple[int, bool], tuple[float, float]] = {}
        while begins < hours:
            mood **= _MOOD_LASTS
            label = weekday, works = _label(start + (begins - hour) * HOUR, calendar)
            if begins == 0:
                part = kinds[works] * (1 - self.shares[hour])
                mean, variance = self._expect(weekday, part, works=works, today=True)
            elif label in later:
                mean, variance = later[label]
            else:
                mean, variance = later[label] = self._expect(weekday, kinds[works], works=works)
            ends = begins + DAY - hour
            yield _ComingDay(begins, ends, hour, mean * mood, variance * mood * mood)
            begins, hour = ends, 0

    def _of_kind(self, *, works: bool) -> list[_PastDay]:
        return [day for day in self.days if day.works == works]

    def _usual(self, before: float, days: Sequence[_PastDay]) -> float:
        """A day's use by some days, and by what was thought before."""
        total = sum(day.whole * day.weight for day in days) + before * _USUAL_DAYS
        return total / (sum(day.weight for day in days) + _USUAL_DAYS)

    def _expect(self, weekday: int, usual: float, *, works: bool, today: bool = False) -> tuple[float, float]:
        """Mean and variance of a day's use, or of the rest of one that has gone like today."""
        sofar = math.log(self.heights[0] - self.heights[self.hour] + _ALIKE_POINTS)
        count = total = squares = 0.0
        for day in self._of_kind(works=works):
            weight = day.weight * (_SAME_WEEKDAY if day.weekday == weekday else _SAME_KIND)
            points = day.whole
            if today:
                points = day.rest
                weight *= math.exp(-(((math.log(day.sofar + _ALIKE_POINTS) - sofar) / _ALIKE) ** 2) / 2)
            count += weight
            total += weight * points
            squares += weight * points * points
        mean = (total + _USUAL_DAYS * usual) / (count + _USUAL_DAYS)
        around = max(0.0, squares - 2 * mean * total + mean * mean * count)
        return mean, (around + _SPREAD_DAYS * (_USUAL_SPREAD * mean) ** 2) / (count + _SPREAD_DAYS)

    def _mood(self, kinds: dict[bool, float]) -> float:
        """How the last days went, by what was to be expected of them: 1 is as expected."""
        last = self.days[:_MOOD_DAYS]
        expected = sum(self._expect(day.weekday, kinds[day.works], works=day.works)[0] for day in last)
        return (sum(day.whole for day in last) + _MOOD_POINTS) / (expected + _MOOD_POINTS)


def _days(
    heights: tuple[float, ...], hour: int, start: float, unknown: list[tuple[float, float]], calendar: Calendar
) -> Iterator[_PastDay]:
    """The earlier days, newest first, without those of which nothing is known."""
    for ago in range(1, (len(heights) - 1 - hour) // DAY + 1):
        end, begin = hour + DAY * (ago - 1), hour + DAY * ago
        since, until = start - begin * HOUR, start - end * HOUR
        if sum(max(0.0, min(until, ends) - max(since, begins)) for begins, ends in unknown) < _UNKNOWN_HOURS * HOUR:
            weekday, works = _label(since, calendar)
            whole, rest = heights[end] - heights[begin], heights[end] - heights[DAY * ago]
            yield _PastDay(weekday, works, whole, whole - rest, rest, 0.5 ** (ago / _HALF_LIFE))


def _label(begins: float, calendar: Calendar) -> tuple[int, bool]:
    """Weekday and kind of the middle of a day; without a calendar Saturday and Sunday are another kind."""
    day = calendar.day(begins + DAY * HOUR / 2)
    weekday = day.weekday()
    return weekday, weekday < _SATURDAY if calendar.plain else calendar.works_on(day)


def _hours_since_quiet(by_hour: list[float]) -> int:
    """How many hours ago the quietest hour of the day began; `by_hour` begins with the hour that begins now."""
    around = [
        by_hour[hour]
        + by_hour[(hour + 1) % DAY]
        + by_hour[hour - 1]
        + (by_hour[(hour + 2) % DAY] + by_hour[hour - 2]) / 2
        for hour in range(DAY)
    ]
    return -around.index(min(around)) % DAY
