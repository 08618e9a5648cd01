"""Invented past usage of the simulated account, and the forecasts that the real model makes from it.

Some earlier sessions reached their limit and some did not; weeks were used on their work days. This module must not
know the provider's interface or any clock.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, time, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING

from brim.backend.forecast.calendar import WorkCalendar
from brim.backend.forecast.predict import ForecastInput, predict
from brim.backend.forecast.windowcurve import WindowCurve
from brim.backend.providers.demo.scenario import SESSION_SECONDS, session_percent

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from brim.backend.forecast.windowcurve import Point
    from brim.backend.providers.demo.scenario import DemoScene
    from brim.model.usage import Window

_CALENDAR = WorkCalendar(zone=UTC)
_WORK_HOURS = WorkCalendar(zone=UTC, days=frozenset(range(5)), hours=(time(9), time(19)))
_SESSION_STEP_SECONDS = 2.0
"""Seconds between two readings of a session."""
_PAST_SESSIONS = (1.0, 0.6, 1.0, 0.85, 1.0, 1.0, 0.7, 1.0, 1.0, 0.9)
"""The share of the usual use in each earlier session, oldest first."""
_WEEK = timedelta(days=7)
_PAST_WEEKS = (72.0, 88.0, 61.0, 100.0, 79.0)
"""Percent used at the end of each earlier week, oldest first."""
_WEEK_STEP_HOURS = 3
"""Between two readings of a week."""


def session_with_forecast(window: Window, present: DemoScene, now: datetime) -> Window:
    """The session with its forecast."""
    if window.resets_at is None or window.percent is None:
        return window
    begins = now - timedelta(seconds=present.elapsed)
    length = timedelta(seconds=SESSION_SECONDS)
    past = tuple(
        WindowCurve(tuple(_session(begins - ago * length, SESSION_SECONDS, share)), begins - (ago - 1) * length)
        for ago, share in zip(range(len(_PAST_SESSIONS), 0, -1), _PAST_SESSIONS, strict=True)
    )
    running = _session(begins, present.elapsed, 1.0, first_session=present.first_session)
    points = (*running, (now, window.percent))
    forecast_input = ForecastInput(window.kind, SESSION_SECONDS, window.resets_at, points, past)
    return replace(window, forecast=predict(forecast_input, now, _CALENDAR))


def week_with_forecast(window: Window, now: datetime) -> Window:
    """A week with its forecast."""
    if window.resets_at is None or window.percent is None:
        return window
    begins = window.resets_at - _WEEK
    points = tuple(_week(begins, now, window.percent))
    forecast_input = ForecastInput(window.kind, window.length_seconds, window.resets_at, points, _past_weeks(begins))
    return replace(window, forecast=predict(forecast_input, now, _CALENDAR))


@lru_cache(maxsize=1)
def _past_weeks(begins: datetime) -> tuple[WindowCurve, ...]:
    ends = (begins - ago * _WEEK for ago in reversed(range(len(_PAST_WEEKS))))
    return tuple(
        WindowCurve(tuple(_week(end - _WEEK, end, percent)), end)
        for end, percent in zip(ends, _PAST_WEEKS, strict=True)
    )


def _session(begins: datetime, seconds: float, share: float, *, first_session: bool = True) -> Iterator[Point]:
    """The readings in the first `seconds` of a session, with a share of the usual use."""
    at = 0.0
    while at < seconds:
        yield begins + timedelta(seconds=at), session_percent(at, first_session=first_session) * share
        at += _SESSION_STEP_SECONDS


def _week(begins: datetime, until: datetime, percent: float) -> Iterator[Point]:
    """The readings of a week until `until`, when `percent` is used: mostly in work hours, and a little at all hours."""
    points, at = [], begins
    while at < until:
        points.append((at, _weighted_seconds(begins, at)))
        at += timedelta(hours=_WEEK_STEP_HOURS)
    points.append((until, _weighted_seconds(begins, until)))
    total = points[-1][1] or 1.0
    return ((when, percent * seconds / total) for when, seconds in points)


def _weighted_seconds(begins: datetime, at: datetime) -> float:
    return _WORK_HOURS.working_seconds(begins.timestamp(), at.timestamp()) + 0.05 * (at - begins).total_seconds()
