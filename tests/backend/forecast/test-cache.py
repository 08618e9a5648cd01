"""The forecasts of an account, from its stored readings."""

from __future__ import annotations

import asyncio
import sys
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING

import pytest

from brim import localzone
from brim.backend.forecast.cache import ForecastCache
from brim.backend.forecast.calendar import WorkCalendar
from brim.backend.forecast.windowcurve import Point, WindowCurve
from brim.model.usage import EarlyReset, Figure, Reading, Source, Window
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


def reset_early(limit: Window, hours_ago: float, percent: float, resets_at: datetime | None = None) -> Window:
    """The limit, which was reset early so many hours ago when it was at `percent`."""
    at = NOW - timedelta(hours=hours_ago)
    before = Figure(percent, resets_at or limit.resets_at, Source.API, at - timedelta(minutes=5))
    return replace(limit, early_reset=EarlyReset(at, before))


@pytest.mark.parametrize("moved", [0, 26])
def test_the_forecast_begins_again_with_an_early_reset(moved: float) -> None:
    """The pace counts from an early reset on: what was used before is neither use of this window nor negative use."""
    limit = week(12.0)
    reset = limit.resets_at
    assert reset is not None
    before = curve(reset - timedelta(hours=moved), (166 - moved, 10), (120 - moved, 60), (109 - moved, 96))
    since = curve(reset, (107, 1), (98, 9))
    at_once, _ = forecast_cache(before, since)
    merged, _ = forecast_cache(replace(before, resets_at=reset, points=(*before.points, *since.points)))
    early = reset_early(limit, 12, 96.0, before.resets_at)

    first = forecasts(at_once, reading(early))["weekly_all"]
    assert first.pace is not None
    assert first.rate_per_hour is not None
    assert first.left_today is not None
    assert abs(0.12 / (12 / 108) - first.pace) < 0.02
    assert 0 <= first.rate_per_hour < 5
    assert -100 < first.left_today < 100
    if not moved:
        assert first == forecasts(merged, reading(early))["weekly_all"]


def test_a_session_is_forecast_after_an_early_reset() -> None:
    """A session that was reset early with its reset unchanged is forecast from what was used since."""
    session = reset_early(window(20.0), 0.5, 96.0)
    slow, _ = forecast_cache(curve(RESET, (4, 50), (3.6, 96), (3.4, 2), (3.0, 19)))
    outcome = forecasts(slow, reading(session))["session"]

    assert outcome.chance is not None
    assert outcome.pace is not None
    assert outcome.pace > 1
    assert outcome.runs_out_at is None or outcome.runs_out_at > NOW


@pytest.mark.parametrize("moved", [0, 96])
def test_what_an_early_reset_leaves_was_not_used_since(moved: float) -> None:
    """A limit that was reset in part, or of which only the reset moved, shows no burst of use at that moment."""
    limit = week(60.0 if not moved else 96.0)
    reset = limit.resets_at
    assert reset is not None
    before = curve(reset - timedelta(hours=moved), (166 - moved, 50), (110 - moved, 96))
    cache, _ = forecast_cache(before, curve(reset, (108, limit.percent or 0)))
    outcome = forecasts(cache, reading(reset_early(limit, 12, 96.0, before.resets_at)))["weekly_all"]

    assert outcome.rate_per_hour is not None
    assert outcome.pace is not None
    assert outcome.rate_per_hour < 3
    assert outcome.pace < 4


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


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no TZ that its programs share")
def test_forecast_is_computed_again_in_another_time_zone(monkeypatch: pytest.MonkeyPatch) -> None:
    """Days and hours of work are those where the user is: after a journey the same figure has another forecast."""
    cache, _ = forecast_cache()
    cache.calendar = WorkCalendar(hours=(time(9), time(17)))
    shares: list[float | None] = []
    with monkeypatch.context() as patch:
        for zone in ("UTC0", "UTC0", "JST-9"):
            patch.setenv("TZ", zone)
            localzone.renew()
            shares += [forecast.left_today for forecast in forecasts(cache, reading(week())).values()]
    localzone.renew()

    assert shares[0] == shares[1] != shares[2]
