"""The door to the forecast: one window, what is known of earlier ones, and the time in; a Forecast out.

The model, and why. Nobody's use is a straight line: it comes in bursts with pauses between, follows the day and the
week, and stops when people do something else. So nothing is extrapolated where something is known:

- Short windows (`sessions`) are judged by analogy: the person's own earlier ones, followed on from moments like this.
- Long windows (`days`) are added up from the person's own days, by weekday and time of day.
- As long as there is little of that, a plain rule that holds for anybody (`habit`, and usual days) is heard, and the
  less the more is known: each earlier window counts as one vote against its fixed weight (empirical Bayes).

All three give a whole distribution of when the limit is hit, so that chance and interval come from one source and
say what they mean: of many forecasts of 30 percent three in ten come true. What people of many simulated kinds did
more than the rules said is added to the chance at the end, the same for everybody (`leaned`). It is all sums and
counts: the same question has the same answer, nothing is drawn at random, nothing is trained or stored on the user's
machine, and it takes a millisecond or two. `make bench-forecast` measures it beside straight lines and the plain base
rate.

This module must not know where readings are kept or how a forecast is shown.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from brim.backend.forecast import session, weekly
from brim.backend.forecast.calendar import allowance
from brim.backend.forecast.distributions import recalibrated
from brim.backend.forecast.monotonecurve import monotone_curve
from brim.backend.forecast.pastusage import LONG, WindowReadings, past_usage, window_readings
from brim.backend.forecast.prior import rate
from brim.backend.forecast.windowcurve import FULL, CurveError, points_between, seconds, thinned
from brim.model.forecast import Forecast
from brim.words import forecastinput as words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from brim.backend.forecast.calendar import Calendar
    from brim.backend.forecast.distributions import Distribution
    from brim.backend.forecast.windowcurve import Curve, Point, WindowCurve

SESSION, WEEKLY = "session", "weekly"
LENGTHS = {SESSION: 18_000.0, WEEKLY: 604_800.0}
"""Seconds of the kinds of windows that are known; any word that begins with `weekly` is a week."""
_DAYS_COUNT = 2 * 86_400.0
"""Windows from this length on have a share for each day."""
_HOUR = 3_600.0
_YOUNG = 0.01
"""Part of a window before which its pace says nothing."""
_ENOUGH_PART, _ENOUGH_PAST = 0.1, 2
"""So much of the window, or so many earlier ones, make a forecast more than a guess."""
_RATE_BACK = 1 / 15
"""Part of a window, at most an hour, over which its present rate looks back."""
_AWAY = 0.3
"""How much of the usual use is expected in hours that the calendar does not name."""
_MOST_LONG, _MOST_SHORT = 7, 36
"""So many earlier windows are looked at."""
_POINTS_LONG, _POINTS_SHORT = 120, 32
"""So many readings of each are enough, one in 84 minutes of a week, one in nine of a session."""
_MORE, _MORE_YOUNG, _SHARPER = 0.33, 0.2, 1.04
"""Logarithmic odds on top, so much more with no past, and their factor: more people hit limits than the rules say."""
_EVER = 1e12
_SURE = 0.001
"""Nothing is surer than this before it has happened."""


@dataclass(frozen=True, slots=True)
class ForecastInput:
    """One window, and what is known of those before it."""

    kind: str
    """session, weekly_all, weekly_scoped, or another word."""
    length_seconds: float | None
    resets_at: datetime | None
    points: tuple[Point, ...]
    """Readings of the running window."""
    past: tuple[WindowCurve, ...] = ()
    """Earlier windows, oldest first."""


def predict(question: ForecastInput, now: datetime, calendar: Calendar) -> Forecast:
    """What the present use leads to.

    Raises CourseError for a time without a zone, and when nothing tells how long the window lasts.
    """
    at = seconds(now)
    running = _running(question, at)
    used = running.curve[-1][1] if running.curve else 0.0
    gone = _gone(running, at, calendar)
    pace = used / (gone * FULL) if gone >= _YOUNG else None
    even = None if calendar.plain else gone * FULL
    speed = _speed(running, at)
    left = _left_today(running, at, used, calendar)
    if used >= FULL:
        hit = _moment(next(when for when, percent in running.curve if percent >= FULL))
        return Forecast(pace, hit, 1.0, hit, hit, speed, left, even)
    if at >= running.ends:
        return Forecast(pace, None, 0.0, rate_per_hour=speed, left_today=left, even_percent=even)
    past = _past(question, running)
    odds = recalibrated(_odds(running, past, at, calendar), _MORE + _MORE_YOUNG / (1 + len(past)), _SHARPER)
    enough = len(past) >= _ENOUGH_PAST or (bool(running.curve) and at - running.begins >= _ENOUGH_PART * running.length)
    median, low, high = (
        None if part is None or odds.chance < _SURE else _moment(min(at + part, running.ends))
        for part in (odds.median, odds.low, odds.high)
    )
    chance = _SURE if median is None else min(max(odds.chance, _SURE), 1 - _SURE)
    return Forecast(pace, median, chance, low, high, speed, left, even, enough)


def relevant_past[T](past: Sequence[Sequence[T]], kind: str, length_seconds: float | None) -> list[Sequence[T]]:
    """What is looked at of earlier windows, oldest first, and of their readings, in whatever form they are."""
    most, points = _enough(_length(kind, length_seconds) or 0.0)
    return [thinned(window, points) for window in past[-most:]]


def _length(kind: str, length_seconds: float | None) -> float | None:
    """Seconds from beginning to reset, if anything tells."""
    return length_seconds or LENGTHS.get(WEEKLY if kind.startswith(WEEKLY) else kind)


def _enough(length: float) -> tuple[int, int]:
    """How many earlier windows of that length, and readings of each, are worth the time."""
    return (_MOST_LONG, _POINTS_LONG) if length >= LONG else (_MOST_SHORT, _POINTS_SHORT)


def _running(question: ForecastInput, at: float) -> WindowReadings:
    """The running window with its bounds and the readings made within it until now."""
    length = _length(question.kind, question.length_seconds)
    if question.resets_at is not None:
        ends = seconds(question.resets_at)
        first = min((seconds(when) for when, _ in question.points), default=at)
        begins = min(ends - length if length else min(first, ends - _HOUR), at)
    elif question.points and length:
        begins = min(at, *(seconds(when) for when, _ in question.points))
        ends = begins + length
    else:
        raise CurveError(*words.UNKNOWN_WINDOW_LENGTH)
    return WindowReadings(points_between(question.points, begins, min(at, ends)), begins, ends)


def _past(question: ForecastInput, running: WindowReadings) -> tuple[WindowReadings, ...]:
    """The earlier windows that still tell something."""
    most, points = _enough(running.length)
    known = [_known(course, points) for course in question.past[-most:]]
    return window_readings(known, running, fixed=running.length >= LONG)


def _known(course: WindowCurve, points: int) -> tuple[Curve, float | None]:
    reset = None if course.resets_at is None else seconds(course.resets_at)
    return points_between(thinned(course.points, points), -_EVER, _EVER if reset is None else reset), reset


def _odds(running: WindowReadings, past: tuple[WindowReadings, ...], at: float, calendar: Calendar) -> Distribution:
    span = running if running.curve else replace(running, curve=[(min(running.begins, at), 0.0)])
    if running.length >= LONG:
        return weekly.distribution(span, past_usage((*past, span), go_on=False), at, calendar)
    work = calendar.work(at, running.ends)
    return session.distribution(span, past_usage(past, go_on=True), at, work + _AWAY * (running.ends - at - work))


def _gone(running: WindowReadings, at: float, calendar: Calendar) -> float:
    """Part of the window that has gone, 0 to 1: of its hours of work where the calendar names any in it."""
    whole = calendar.work(running.begins, running.ends)
    gone = calendar.work(running.begins, min(at, running.ends))
    if not whole:
        whole, gone = running.length, min(at, running.ends) - running.begins
    return max(gone / whole, 0.0)


def _speed(running: WindowReadings, at: float) -> float:
    """Percent points an hour, now; from the newest reading on, work may have gone on unseen for some minutes."""
    if not running.curve:
        return 0.0
    length = running.length
    back = min(length * _RATE_BACK, _HOUR)
    now = min(at, running.ends, max(running.curve[-1][0], at - back))
    curve = [(when - running.begins, percent) for when, percent in running.curve]
    return rate(curve, max(now - running.begins, 1.0), back) * _HOUR


def _left_today(running: WindowReadings, at: float, used: float, calendar: Calendar) -> float | None:
    if running.length < _DAYS_COUNT or at >= running.ends:
        return None
    line = monotone_curve(running.curve, running.begins, running.fastest)
    return allowance(calendar, at, (running.begins, running.ends), line.at, used)


def _moment(when: float) -> datetime:
    return datetime.fromtimestamp(when, UTC)
