"""Computes the forecasts of all accounts and caches them until the figure or five minutes have changed.

This module must not know how a forecast is computed or shown.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING

from brim.backend.forecast.calendar import WorkCalendar
from brim.backend.forecast.predict import ForecastInput, predict
from brim.backend.forecast.windowcurve import CurveError
from brim.localzone import offsets

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from brim.backend.forecast.windowcurve import CurveSource, Point, WindowCurve
    from brim.model.forecast import Forecast
    from brim.model.usage import Reading, Window

_MAX_AGE = timedelta(minutes=5)
"""After this time a forecast of the same figure is computed again, because idle time changes it too."""
_SAME_RESET = timedelta(minutes=2)
_SHORT = timedelta(hours=36)
_MAX_LEFT_BY_RESET = 10.0
"""Percent. An early reset that leaves more was one of a part, or has not yet shown in the percentage."""
_LOOKBACK_SHORT, _LOOKBACK_LONG = timedelta(days=30), timedelta(days=58)
"""How much of the past is used for short and for long windows."""


@dataclass(frozen=True, slots=True)
class _CachedForecast:
    """A forecast, the window that it was computed for, and when."""

    window: Window
    computed_at: datetime
    forecast: Forecast


class ForecastCache:
    """Computes and caches the forecasts of all accounts of this process."""

    def __init__(self, source: CurveSource, calendar: WorkCalendar | None = None) -> None:
        """`source` returns the stored readings of earlier times."""
        self._source = source
        self.calendar = calendar or WorkCalendar()
        """When the user works; a change counts from the next computed forecast on."""
        self._zone = offsets()
        self._cached: dict[tuple[str, str], _CachedForecast] = {}

    async def forecasts(self, account: str, reading: Reading, now: datetime) -> Mapping[str, Forecast]:
        """The forecasts of an account's windows, by window id.

        A window gets no forecast when its figure is missing or unconfirmed, when it has no reset or is over, and when
        it already has a forecast of its own.
        """
        if self._zone != (zone := offsets()):
            self._zone = zone
            self._cached.clear()  # days are those of the user, who has travelled
        forecasts: dict[str, Forecast] = {}
        for window in reading.windows:
            usable = window.percent is not None and window.confirmed and window.forecast is None
            if usable and window.resets_at is not None and window.resets_at > now:
                forecast = await self._forecast(account, window, now)
                if forecast is not None:
                    forecasts[window.id] = forecast
        return forecasts

    async def _forecast(self, account: str, window: Window, now: datetime) -> Forecast | None:
        key = account, window.id
        cached = self._cached.get(key)
        if cached is not None and cached.window == window and now - _MAX_AGE < cached.computed_at <= now:
            return cached.forecast
        length = timedelta(seconds=window.length_seconds or 0)
        since = now - (_LOOKBACK_SHORT if timedelta() < length < _SHORT else _LOOKBACK_LONG)
        curves = await self._source.window_curves(account, window.id, since=since)
        try:
            forecast = rounded(predict(forecast_input(window, curves), now, self.calendar))
        except CurveError:
            return None  # the length of the window is unknown
        self._cached[key] = _CachedForecast(window, now, forecast)
        return forecast


def forecast_input(window: Window, curves: tuple[WindowCurve, ...]) -> ForecastInput:
    """The input for a window and its stored curves; the curve with the same reset belongs to the window itself.

    What was read before an early reset belongs to an earlier window, whatever its reset is. The window begins with it,
    unless much of the percentage was left: that was not used since.
    """
    begun_at = None if window.early_reset is None else window.early_reset.at
    points = [] if window.percent is None else [(window.read_at, window.percent)]
    past: list[WindowCurve] = []
    for curve in curves:
        if curve.resets_at is None or window.resets_at is None:
            continue
        before = tuple(point for point in curve.points if begun_at is not None and point[0] < begun_at)
        difference = curve.resets_at - window.resets_at
        if before:
            past.append(replace(curve, points=before))
        later = curve.points[len(before) :]
        if abs(difference) <= _SAME_RESET:
            points += later
        elif difference < -_SAME_RESET and later:
            past.append(replace(curve, points=later))
    if begun_at is not None and min(points, default=(begun_at, 0.0))[1] > _MAX_LEFT_BY_RESET:
        begun_at = None
    return ForecastInput(
        window.kind,
        window.length_seconds,
        window.resets_at,
        tuple(points),
        tuple(past),
        begun_at,
        _started_at(window, points) if begun_at is None else None,
    )


def _started_at(window: Window, points: list[Point]) -> datetime | None:
    """When a window began whose reset was moved since: at its first reading, as nothing says it better."""
    first = min(points, default=(None, 0.0))[0]
    if not window.reset_moves or first is None or window.resets_at is None or not window.length_seconds:
        return None
    begin = window.resets_at - timedelta(seconds=window.length_seconds)
    return first if begin - first > _SAME_RESET else None


def rounded(forecast: Forecast) -> Forecast:
    """The forecast, rounded to meaningful digits so that noise causes no redraw; times are cut to the minute."""
    times = (
        None if at is None else at.replace(second=0, microsecond=0)
        for at in (forecast.runs_out_at, forecast.runs_out_p10, forecast.runs_out_p90)
    )
    runs_out_at, p10, p90 = times
    return replace(
        forecast,
        pace=_round(forecast.pace, 2),
        runs_out_at=runs_out_at,
        chance=_round(forecast.chance, 3),
        runs_out_p10=p10,
        runs_out_p90=p90,
        rate_per_hour=_round(forecast.rate_per_hour, 1),
        left_today=_round(forecast.left_today, 1),
        even_percent=_round(forecast.even_percent, 0),
    )


def _round(value: float | None, digits: int) -> float | None:
    return None if value is None else round(value, digits)
