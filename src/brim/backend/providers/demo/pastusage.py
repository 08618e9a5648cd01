"""What the simulated account used before, made up, and what its figures lead to by that: real forecasts of it.

Some earlier sessions met their limit and some did not; weeks were used on their work days. This module must not know
the provider door or any clock.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, time, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING

from brim.backend.forecast.calendar import Calendar
from brim.backend.forecast.predict import ForecastInput, predict
from brim.backend.forecast.windowcurve import WindowCurve
from brim.backend.providers.demo.scenario import SESSION_SECONDS, scene

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from brim.backend.forecast.windowcurve import Point
    from brim.model.usage import Window

_CALENDAR = Calendar(zone=UTC)
_WORKS = Calendar(zone=UTC, days=frozenset(range(5)), hours=(time(9), time(19)))
_STEP = 2.0
"""Seconds between two readings of a session."""
_SESSIONS = (1.0, 0.6, 1.0, 0.85, 1.0, 1.0, 0.7, 1.0, 1.0, 0.9)
"""How much of the usual was used in each earlier one."""
_WEEK = timedelta(days=7)
_WEEKS = (72.0, 88.0, 61.0, 100.0, 79.0)
"""Percent that was reached in each earlier one."""
_HOURS = 3
"""Between two readings of a week."""


def session_with_forecast(window: Window, elapsed: float, now: datetime) -> Window:
    """The session with its forecast; `elapsed` seconds of it are over."""
    if window.resets_at is None or window.percent is None:
        return window
    begins = now - timedelta(seconds=elapsed)
    whole = timedelta(seconds=SESSION_SECONDS)
    past = tuple(
        WindowCurve(tuple(_session(begins - ago * whole, SESSION_SECONDS, part)), begins - (ago - 1) * whole)
        for ago, part in zip(range(len(_SESSIONS), 0, -1), _SESSIONS, strict=True)
    )
    points = (*_session(begins, elapsed, 1.0), (now, window.percent))
    question = ForecastInput(window.kind, SESSION_SECONDS, window.resets_at, points, past)
    return replace(window, forecast=predict(question, now, _CALENDAR))


def week_with_forecast(window: Window, now: datetime) -> Window:
    """A week with its forecast."""
    if window.resets_at is None or window.percent is None:
        return window
    begins = window.resets_at - _WEEK
    points = tuple(_week(begins, now, window.percent))
    question = ForecastInput(window.kind, window.length_seconds, window.resets_at, points, _weeks_before(begins))
    return replace(window, forecast=predict(question, now, _CALENDAR))


@lru_cache(maxsize=1)
def _weeks_before(begins: datetime) -> tuple[WindowCurve, ...]:
    ends = (begins - ago * _WEEK for ago in reversed(range(len(_WEEKS))))
    return tuple(
        WindowCurve(tuple(_week(reset - _WEEK, reset, top)), reset) for reset, top in zip(ends, _WEEKS, strict=True)
    )


def _session(begins: datetime, seconds: float, part: float) -> Iterator[Point]:
    """The readings of a session until some second of it."""
    at = 0.0
    while at < seconds:
        yield begins + timedelta(seconds=at), scene(at).session * part
        at += _STEP


def _week(begins: datetime, until: datetime, top: float) -> Iterator[Point]:
    """The readings of a week until some time, where it stands at `top`: used at work, and a little around the clock."""
    points, at = [], begins
    while at < until:
        points.append((at, _worked(begins, at)))
        at += timedelta(hours=_HOURS)
    points.append((until, _worked(begins, until)))
    whole = points[-1][1] or 1.0
    return ((when, top * worked / whole) for when, worked in points)


def _worked(begins: datetime, at: datetime) -> float:
    return _WORKS.working_seconds(begins.timestamp(), at.timestamp()) + 0.05 * (at - begins).total_seconds()
