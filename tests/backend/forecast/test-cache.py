"""The forecasts of an account, from its stored readings."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from brim.backend.forecast.cache import ForecastCache
from brim.backend.forecast.calendar import WorkCalendar
from brim.backend.forecast.windowcurve import Point, WindowCurve
from brim.model.usage import Reading, Source, Window
from tests.support.samples import NOW, RESET, week, window

if TYPE_CHECKING:
    from collections.abc import Mapping

    from brim.model.forecast import Forecast

ACCOUNT = "a" * 16


@dataclass(eq=False, slots=True)
class FakeSource:
    """A source with the curves of a test; it records every call."""

    curves: tuple[WindowCurve, ...] = ()
    calls: list[tuple[str, str, datetime]] = field(default_factory=list)

    async def window_curves(self, account: str, window: str, *, since: datetime) -> tuple[WindowCurve, ...]:
        """The curves of the test."""
        self.calls.append((account, window, since))
        return self.curves


def reading(*windows: Window) -> Reading:
    """A reading made now."""
    return Reading(NOW, Source.API, windows)


def curve(reset: datetime, *figures: tuple[float, float]) -> WindowCurve:
    """A window that ends at `reset`: hours before that, and percent."""
    points: tuple[Point, ...] = tuple((reset - timedelta(hours=hours), percent) for hours, percent in figures)
    return WindowCurve(points, reset)


def forecast_cache(*curves: WindowCurve) -> tuple[ForecastCache, FakeSource]:
    """A cache, and its source with these curves."""
    source = FakeSource(curves)
    return ForecastCache(source, WorkCalendar(zone=UTC)), source


def forecasts(cache: ForecastCache, reading: Reading, minutes: float = 0) -> Mapping[str, Forecast]:
    """The forecasts so many minutes from now."""
    return asyncio.run(cache.forecasts(ACCOUNT, reading, NOW + timedelta(minutes=minutes)))


def test_stored_readings_of_the_running_window_count() -> None:
    """Stored readings of the same window show its rate, also when its reset differs by a second."""
    slow, _ = forecast_cache()
    fast, source = forecast_cache(curve(RESET + timedelta(seconds=1), (3.2, 20), (3.1, 30)))

    rates = [forecasts(cache, reading(window()))["session"].rate_per_hour for cache in (slow, fast)]

    assert (rates[0] or 0) * 2 < (rates[1] or 0)
    assert [(ACCOUNT, "session")] == [call[:2] for call in source.calls]


def test_earlier_windows_count() -> None:
    """The chance is lower when earlier windows never got further than this one."""
    resets = [RESET - timedelta(days=ago) for ago in range(10, 0, -1)]
    without_past, _ = forecast_cache()
    with_past, _ = forecast_cache(*(curve(reset, (4.5, 10), (3, 41)) for reset in resets))

    before, after = [
        forecasts(cache, reading(window(60.0)))["session"].chance or 0 for cache in (without_past, with_past)
    ]

    assert after < before / 2


def test_unusable_window_has_no_forecast() -> None:
    """A window without a confirmed figure, without a reset, or after its reset has no forecast."""
    cache, source = forecast_cache()
    windows = [
        replace(window(), confirmed=False),
        window(None),
        window(resets_at=None),
        window(resets_at=NOW - timedelta(minutes=1)),
        replace(week(), kind="other", id="other", length_seconds=None),
    ]

    results = [forecasts(cache, reading(unusable)) for unusable in windows]

    assert [{}] * 4 == results[:4]
    assert ["other"] == [*results[4]]
    assert 1 == len(source.calls)


def test_forecast_is_computed_again_after_a_new_figure_or_five_minutes() -> None:
    """Until then the same forecast is returned, and the source is not asked."""
    cache, source = forecast_cache()
    first = forecasts(cache, reading(window()))

    assert first == forecasts(cache, reading(window()), 4)
    assert 1 == len(source.calls)
    assert first != forecasts(cache, reading(window()), 40)
    assert first != forecasts(cache, reading(window(55.0)))
    assert 3 == len(source.calls)
