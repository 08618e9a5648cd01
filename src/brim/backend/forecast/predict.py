"""Computes a Forecast from one window, the known earlier windows, and the time.

The model, and why. Nobody's use is a straight line: it comes in bursts with pauses between, follows the day and the
week, and stops when people do something else. So nothing is extrapolated where something is known:

- Short windows (`session`) are forecast from analogues: moments of the person's own earlier windows like this one.
- Long windows (`weekly`) are forecast by adding up the person's own days, by weekday and time of day.
- While little of that is known, a simple rule that holds for everybody (`prior`, and usual days) counts, and it counts
  less the more is known: each earlier window has one vote against its fixed weight (empirical Bayes).

All three give a whole distribution of when the limit is hit, so that chance and interval come from one source and are
calibrated: of many forecasts of 30 percent three in ten come true. By how much simulated people of many kinds used more
than the rules said is added to the chance at the end, the same for everybody (`recalibrated`). It is all sums and
counts: the same input gives the same result, nothing is random, nothing is trained or stored on the user's machine, and
it takes a millisecond or two. `make bench-forecast` compares it with straight lines and the plain base rate.

This module must not know where readings are stored or how a forecast is shown.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from brim.backend.forecast import session, weekly
from brim.backend.forecast.calendar import remaining_allowance
from brim.backend.forecast.distributions import recalibrated
from brim.backend.forecast.monotonecurve import monotone_curve
from brim.backend.forecast.pastusage import LONG_WINDOW, WindowReadings, earlier_readings, past_usage
from brim.backend.forecast.prior import present_rate
from brim.backend.forecast.windowcurve import FULL, CurveError, curve_between, seconds, thinned
from brim.model.forecast import Forecast
from brim.words import forecastinput as words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from brim.backend.forecast.calendar import WorkCalendar
    from brim.backend.forecast.distributions import TimeDistribution
    from brim.backend.forecast.windowcurve import Curve, Point, WindowCurve

SESSION, WEEKLY = "session", "weekly"
LENGTHS = {SESSION: 18_000.0, WEEKLY: 604_800.0}
"""Seconds of the kinds of windows that are known; any kind that begins with `weekly` is a week."""
_MIN_DAILY_LENGTH = 2 * 86_400.0
"""Windows of this length or more have a share for each day."""
_HOUR = 3_600.0
_MIN_PACE_PART = 0.01
"""Part of a window before which no pace is given."""
_ENOUGH_PART, _ENOUGH_PAST = 0.1, 2
"""Elapsed part of the window, or number of earlier windows, from which a forecast has enough data."""
_RATE_PART = 1 / 15
"""Part of a window, at most an hour, that is the time constant of its present rate."""
_MIN_RATE_READINGS = 2
"""Readings of the running window from which a rate is known."""
_OFF_HOURS_PART = 0.3
"""Part of the usual use that is expected outside the working hours."""
_MAX_PAST_LONG, _MAX_PAST_SHORT = 7, 36
"""Number of earlier windows that are used."""
_MAX_POINTS_LONG, _MAX_POINTS_SHORT = 120, 32
"""Number of readings of each that are used: one in 84 minutes of a week, one in nine of a session."""
_OFFSET, _OFFSET_WITHOUT_PAST, _SLOPE = 0.33, 0.2, 1.04
"""Added logarithmic odds, those added without any past, and their factor: more people hit limits than the rules say."""
_EVER = 1e12
_MIN_CHANCE = 0.001
"""No chance is closer to 0 or 1 than this before the limit is hit."""


@dataclass(frozen=True, slots=True)
class ForecastInput:
    """One window, and what is known of earlier ones."""

    kind: str
    """session, weekly_all, weekly_scoped, or another word."""
    length_seconds: float | None
    resets_at: datetime | None
    points: tuple[Point, ...]
    """Readings of the running window."""
    past: tuple[WindowCurve, ...] = ()
    """Earlier windows, oldest first."""
    begun_at: datetime | None = None
    """When the running window began with an early reset; None when it began in the usual way."""
    started_at: datetime | None = None
    """When the running window began, where its vendor has moved its reset since; None where its length says that."""


def predict(inputs: ForecastInput, now: datetime, calendar: WorkCalendar) -> Forecast:
    """The forecast for the running window.

    Raises CurveError for a time without a zone, and when the length of the window is unknown.
    """
    at = seconds(now)
    running = _running(inputs, at)
    used = running.curve[-1][1] if running.curve else 0.0
    elapsed = _elapsed_part(running, at, calendar)
    pace = used / (elapsed * FULL) if elapsed >= _MIN_PACE_PART else None
    even = None if calendar.always_works else elapsed * FULL
    rate = _rate_per_hour(running, at)
    left = _left_today(running, at, used, calendar)
    if used >= FULL:
        hit = _utc(next(when for when, percent in running.curve if percent >= FULL))
        return Forecast(pace, hit, 1.0, hit, hit, rate, left, even)
    if at >= running.end:
        return Forecast(pace, None, 0.0, rate_per_hour=rate, left_today=left, even_percent=even)
    past = _past(inputs, running)
    offset = _OFFSET + _OFFSET_WITHOUT_PAST / (1 + len(past))
    distribution = recalibrated(_hit_distribution(running, past, at, calendar), offset, _SLOPE)
    enough = len(past) >= _ENOUGH_PAST or (bool(running.curve) and at - running.start >= _ENOUGH_PART * running.length)
    median, p10, p90 = (
        None if ahead is None or distribution.chance < _MIN_CHANCE else _utc(min(at + ahead, running.end))
        for ahead in (distribution.median, distribution.p10, distribution.p90)
    )
    chance = _MIN_CHANCE if median is None else min(max(distribution.chance, _MIN_CHANCE), 1 - _MIN_CHANCE)
    rough, measured = len(past) < _ENOUGH_PAST, len(running.curve) >= _MIN_RATE_READINGS
    return Forecast(pace, median, chance, p10, p90, rate, left, even, enough, rough, measured)


def relevant_past[T](past: Sequence[Sequence[T]], kind: str, length_seconds: float | None) -> list[Sequence[T]]:
    """The earlier windows, oldest first, and their readings, that a forecast uses; readings may have any form."""
    max_windows, max_points = _past_limits(_length(kind, length_seconds) or 0.0)
    return [thinned(window, max_points) for window in past[-max_windows:]]


def _length(kind: str, length_seconds: float | None) -> float | None:
    """Seconds from start to reset, if they are known."""
    return length_seconds or LENGTHS.get(WEEKLY if kind.startswith(WEEKLY) else kind)


def _past_limits(length: float) -> tuple[int, int]:
    """How many earlier windows of that length, and readings of each, are worth the time."""
    return (_MAX_PAST_LONG, _MAX_POINTS_LONG) if length >= LONG_WINDOW else (_MAX_PAST_SHORT, _MAX_POINTS_SHORT)


def _running(inputs: ForecastInput, at: float) -> WindowReadings:
    """The running window with its bounds and its readings until now."""
    length = _length(inputs.kind, inputs.length_seconds)
    if inputs.resets_at is not None:
        end = seconds(inputs.resets_at)
        first = min((seconds(when) for when, _ in inputs.points), default=at)
        start = min(end - length if length else min(first, end - _HOUR), at)
        if inputs.started_at is not None:
            start = min(start, seconds(inputs.started_at))
    elif inputs.points and length:
        start = min(at, *(seconds(when) for when, _ in inputs.points))
        end = start + length
    else:
        raise CurveError(*words.unknown_window_length())
    whole, begun = end - start, start if inputs.begun_at is None else seconds(inputs.begun_at)
    start = min(max(start, begun), at)
    return WindowReadings(curve_between(inputs.points, start, min(at, end)), start, end, whole)


def _past(inputs: ForecastInput, running: WindowReadings) -> tuple[WindowReadings, ...]:
    """The earlier windows that are still relevant."""
    max_windows, max_points = _past_limits(running.length)
    curves = [_past_curve(window, max_points) for window in inputs.past[-max_windows:]]
    return earlier_readings(curves, running, fixed=running.length >= LONG_WINDOW)


def _past_curve(window: WindowCurve, max_points: int) -> tuple[Curve, float | None]:
    reset = None if window.resets_at is None else seconds(window.resets_at)
    return curve_between(thinned(window.points, max_points), -_EVER, _EVER if reset is None else reset), reset


def _hit_distribution(
    running: WindowReadings, past: tuple[WindowReadings, ...], at: float, calendar: WorkCalendar
) -> TimeDistribution:
    window = running if running.curve else replace(running, curve=[(min(running.start, at), 0.0)])
    if running.length >= LONG_WINDOW:
        return weekly.hit_distribution(window, past_usage((*past, window), extrapolate=False), at, calendar)
    work = calendar.working_seconds(at, running.end)
    workable = work + _OFF_HOURS_PART * (running.end - at - work)
    return session.hit_distribution(window, past_usage(past, extrapolate=True), at, workable)


def _elapsed_part(running: WindowReadings, at: float, calendar: WorkCalendar) -> float:
    """Elapsed part of the window, 0 to 1: of its working time where the calendar has any in it."""
    whole = calendar.working_seconds(running.start, running.end)
    elapsed = calendar.working_seconds(running.start, min(at, running.end))
    if not whole:
        whole, elapsed = running.length, min(at, running.end) - running.start
    return max(elapsed / whole, 0.0)


def _rate_per_hour(running: WindowReadings, at: float) -> float:
    """Percent points an hour, now; work may have continued unseen for some minutes after the newest reading."""
    if not running.curve:
        return 0.0
    length = running.length
    back = min(length * _RATE_PART, _HOUR)
    now = min(at, running.end, max(running.curve[-1][0], at - back))
    curve = [(when - running.start, percent) for when, percent in running.curve]
    return present_rate(curve, max(now - running.start, 1.0), back) * _HOUR


def _left_today(running: WindowReadings, at: float, used: float, calendar: WorkCalendar) -> float | None:
    if running.length < _MIN_DAILY_LENGTH or at >= running.end:
        return None
    curve = monotone_curve(running.curve, running.start, running.max_rate)
    return remaining_allowance(calendar, at, (running.start, running.end), curve.total_at, used)


def _utc(timestamp: float) -> datetime:
    return datetime.fromtimestamp(timestamp, UTC)
