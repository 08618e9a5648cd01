"""Forecasts of an account, by what was kept of it."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from brim.backend.forecast.cache import ForecastCache
from brim.backend.forecast.calendar import Calendar
from brim.backend.forecast.windowcurve import Point, WindowCurve
from brim.model.usage import Reading, Source, Window
from tests.support.samples import NOW, RESET, week, window

if TYPE_CHECKING:
    from collections.abc import Mapping

    from brim.model.forecast import Forecast

ACCOUNT = "a" * 16


@dataclass(eq=False, slots=True)
class Kept:
    """A memory that a test fills, and which notes what it was asked."""

    found: tuple[WindowCurve, ...] = ()
    asked: list[tuple[str, str, datetime]] = field(default_factory=list)

    async def courses(self, account: str, window: str, *, since: datetime) -> tuple[WindowCurve, ...]:
        """What the test put in."""
        self.asked.append((account, window, since))
        return self.found


def reading(*windows: Window) -> Reading:
    """A reading made now."""
    return Reading(NOW, Source.API, windows)


def course(reset: datetime, *figures: tuple[float, float]) -> WindowCurve:
    """A window that ends at `reset`: hours before that, and percent."""
    points: tuple[Point, ...] = tuple((reset - timedelta(hours=hours), percent) for hours, percent in figures)
    return WindowCurve(points, reset)


def forecaster(*found: WindowCurve) -> tuple[ForecastCache, Kept]:
    """One with such a memory."""
    kept = Kept(found)
    return ForecastCache(kept, Calendar(zone=UTC)), kept


def look(made: ForecastCache, seen: Reading, minutes: float = 0) -> Mapping[str, Forecast]:
    """The forecasts so many minutes from now."""
    return asyncio.run(made.look(ACCOUNT, seen, NOW + timedelta(minutes=minutes)))


def test_memory_of_the_running_window_counts() -> None:
    """Readings of the same window, also when its reset wandered by a second, tell how fast it is used."""
    slow, _ = forecaster()
    fast, kept = forecaster(course(RESET + timedelta(seconds=1), (3.2, 20), (3.1, 30)))

    rates = [(look(one, reading(window())))["session"].rate_per_hour for one in (slow, fast)]

    assert (rates[0] or 0) * 2 < (rates[1] or 0)
    assert [(ACCOUNT, "session")] == [asked[:2] for asked in kept.asked]


def test_earlier_windows_count() -> None:
    """Who never got further than this in earlier windows is not told that it runs out."""
    days = [RESET - timedelta(days=ago) for ago in range(10, 0, -1)]
    plain, _ = forecaster()
    tame, _ = forecaster(*(course(reset, (4.5, 10), (3, 41)) for reset in days))

    before, after = [(look(one, reading(window(60.0))))["session"].chance or 0 for one in (plain, tame)]

    assert after < before / 2


def test_nothing_is_said_of_what_is_not_known() -> None:
    """A doubtful figure, none at all, a window without a reset and one that is over have no forecast."""
    made, kept = forecaster()
    doubtful = [
        replace(window(), confirmed=False),
        window(None),
        window(resets_at=None),
        window(resets_at=NOW - timedelta(minutes=1)),
        replace(week(), kind="other", id="other", length_seconds=None),
    ]

    told = [look(made, reading(one)) for one in doubtful]

    assert [{}] * 4 == told[:4]
    assert ["other"] == [*told[4]]
    assert 1 == len(kept.asked)


def test_forecast_is_made_anew_when_the_figure_or_five_minutes_have_changed_it() -> None:
    """Until then the same one is given, and nobody is asked."""
    made, kept = forecaster()
    seen = reading(window())
    first = look(made, seen)

    assert first == look(made, seen, 4)
    assert 1 == len(kept.asked)
    assert first != look(made, seen, 40)
    assert first != look(made, reading(window(55.0)))
    assert 3 == len(kept.asked)
