"""Forecast of a long window (a week): the expected use of the person's days, added up.

Means and variances of the days add up to a gamma distribution of the use until any hour. It is widened by how much the
person's own level may drift. Use never falls, so the chance that the limit is hit by then is the part of the
distribution above what is left. This module must not know sessions or readings.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from brim.backend.forecast.comingdays import USUAL_POINTS, coming_days, cumulative_use
from brim.backend.forecast.distributions import TimeDistribution, from_weighted_times, gamma_tail, shifted
from brim.backend.forecast.pastdays import DAY, HOUR, PastDays
from brim.backend.forecast.windowcurve import FULL

if TYPE_CHECKING:
    from collections.abc import Iterator

    from brim.backend.forecast.calendar import WorkCalendar
    from brim.backend.forecast.pastusage import PastUsage, WindowReadings

_FRESH = HOUR / 4
"""Time after the newest reading in which work may have continued unseen; the forecast then starts at the reading."""
_FIRST_DAYS = 1.0
"""Number of usual days that are added to what is known while the first day is not over."""
_DRIFT, _DRIFT_UNKNOWN = 0.2, 0.5
"""How much the person's level may drift over the window, and how uncertain it is after a handful of days."""
_EXCESS, _EXCESS_HOURS = 0.42, 1.6
"""How much of the present rate, beyond what is usual for the hour, continues, and for how long."""
_TAIL, _FIRST_TAIL = 0.12, 0.08
"""The part outside the interval on either side: what widens the distribution makes its tails too long, but not in the
first window, where too little is known."""
_STEPS = 84
_MAX_AHEAD = 400.0 * DAY
"""Hours; later times cannot be forecast, and no limit of today lasts so long."""
_NOISE, _MIN_LEFT, _MIN_USE = 0.3, 0.3, 1e-4
_IDLE_PART = 0.05
"""Part of the expected use that remains when the user is idle now."""


def hit_distribution(running: WindowReadings, past: PastUsage, now: float, calendar: WorkCalendar) -> TimeDistribution:
    """When the running window, the last one of `past`, is hit before its end; seconds are from `now`."""
    newest, used = running.curve[-1]
    start = min(now, max(newest, now - _FRESH))
    ahead = min(max(running.end - start, 1.0) / HOUR, _MAX_AHEAD)
    left = max(FULL - used, _MIN_LEFT)
    past_days = PastDays.of(past, start, calendar)
    first_day = (used + USUAL_POINTS * _FIRST_DAYS) / ((start - running.start) / HOUR / DAY + _FIRST_DAYS)
    days = list(coming_days(past_days, start, ahead, first_day, calendar))
    usual_hour = days[0].mean * past_days.share(days[0].hour, 1.0)
    excess = _EXCESS * _EXCESS_HOURS * (past_days.points_last_hour - usual_hour)
    drift = _DRIFT**2 + _DRIFT_UNKNOWN**2 / (1 + sum(day.weight for day in past_days.days))
    chance = before = 0.0
    times = []
    for hours, mean, variance in cumulative_use(past_days, days, _grid(ahead)):
        use = max(mean + excess * (1 - math.exp(-hours / _EXCESS_HOURS)), _IDLE_PART * mean + _MIN_USE)
        by_then = max(chance, gamma_tail(left, use, variance + drift * use * use + _NOISE**2))
        times += [(before * HOUR, 0.0), (hours * HOUR, by_then - chance)]
        chance, before = by_then, hours
    tail = _TAIL if len(past.windows) > 1 else _FIRST_TAIL
    return shifted(from_weighted_times(chance, times, tail), now - start)


def _grid(ahead: float) -> Iterator[float]:
    """Hours from now: every hour of the first day, every second one of the week, and fewer later."""
    hours = 0.0
    while hours < ahead:
        hours = min(hours + (1.0 if hours < DAY else max(2.0, hours / _STEPS)), ahead)
        yield hours
