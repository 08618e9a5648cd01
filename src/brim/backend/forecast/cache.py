"""Owner of the forecasts that were made: asks whoever keeps readings, and makes one no oftener than it changes.

This module must not know how a forecast is made or shown.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING

from brim.backend.forecast.calendar import Calendar
from brim.backend.forecast.predict import ForecastInput, predict
from brim.backend.forecast.windowcurve import CurveError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from brim.backend.forecast.windowcurve import CurveSource, WindowCurve
    from brim.model.forecast import Forecast
    from brim.model.usage import Reading, Window

_HOLDS = timedelta(minutes=5)
"""A forecast of the same figure is made anew after so long: idle time tells, too."""
_SAME_RESET = timedelta(minutes=2)
_SHORT = timedelta(hours=36)
_BACK_SHORT, _BACK_LONG = timedelta(days=30), timedelta(days=58)
"""How far back short and long windows are looked at."""


@dataclass(frozen=True, slots=True)
class _CachedForecast:
    """A forecast, of which figure, and when it was made."""

    window: Window
    at: datetime
    forecast: Forecast


class ForecastCache:
    """Makes the forecasts of all accounts of this process."""

    def __init__(self, memory: CurveSource, calendar: Calendar | None = None) -> None:
        """`memory` has what was read before."""
        self._memory = memory
        self.calendar = calendar or Calendar()
        """When the user works; a change counts from the next forecast on."""
        self._made: dict[tuple[str, str], _CachedForecast] = {}

    async def look(self, account: str, reading: Reading, now: datetime) -> Mapping[str, Forecast]:
        """What the figures of an account lead to, by id of the window.

        Nothing is said of a doubtful figure, of a window without one or without a reset, and of one that has a
        forecast of its own.
        """
        found: dict[str, Forecast] = {}
        for window in reading.windows:
            usable = window.percent is not None and window.confirmed and window.forecast is None
            if usable and window.resets_at is not None and window.resets_at > now:
                forecast = await self._forecast(account, window, now)
                if forecast is not None:
                    found[window.id] = forecast
        return found

    async def _forecast(self, account: str, window: Window, now: datetime) -> Forecast | None:
        key = account, window.id
        made = self._made.get(key)
        if made is not None and made.window == window and now - _HOLDS < made.at <= now:
            return made.forecast
        length = timedelta(seconds=window.length_seconds or 0)
        since = now - (_BACK_SHORT if timedelta() < length < _SHORT else _BACK_LONG)
        courses = await self._memory.courses(account, window.id, since=since)
        try:
            forecast = rounded(predict(forecast_input(window, courses), now, self.calendar))
        except CurveError:
            return None  # nothing tells how long such a window lasts
        self._made[key] = _CachedForecast(window, now, forecast)
        return forecast


def forecast_input(window: Window, courses: tuple[WindowCurve, ...]) -> ForecastInput:
    """What is asked of a window whose past is known: its own course is the one with its reset."""
    points = [] if window.percent is None else [(window.read_at, window.percent)]
    past: list[WindowCurve] = []
    for course in courses:
        if course.resets_at is not None and window.resets_at is not None:
            apart = course.resets_at - window.resets_at
            if abs(apart) <= _SAME_RESET:
                points += course.points
            if apart < -_SAME_RESET:
                past.append(course)
    return ForecastInput(window.kind, window.length_seconds, window.resets_at, tuple(points), tuple(past))


def rounded(forecast: Forecast) -> Forecast:
    """As fine as it means anything, so that what did not really change is not drawn anew."""
    times = (
        None if at is None else at.replace(second=0, microsecond=0)
        for at in (forecast.runs_out_at, forecast.runs_out_p10, forecast.runs_out_p90)
    )
    runs_out_at, low, high = times
    return replace(
        forecast,
        pace=_round(forecast.pace, 2),
        runs_out_at=runs_out_at,
        chance=_round(forecast.chance, 3),
        runs_out_p10=low,
        runs_out_p90=high,
        rate_per_hour=_round(forecast.rate_per_hour, 1),
        left_today=_round(forecast.left_today, 1),
        even_percent=_round(forecast.even_percent, 0),
    )


def _round(value: float | None, digits: int) -> float | None:
    return None if value is None else round(value, digits)
