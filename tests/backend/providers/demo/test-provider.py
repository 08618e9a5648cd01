"""The simulated account."""

from __future__ import annotations

import asyncio
import contextlib
from datetime import timedelta
from itertools import pairwise

import pytest

from brim.backend.providers.demo.provider import DemoProvider
from brim.backend.providers.demo.scenario import SESSION_SECONDS, scene
from brim.errors import BlockedError
from brim.model.usage import Reading, Source, Window
from tests.support.samples import NOW


async def _attempt() -> None:
    """Count nothing: no server is asked."""


def _readings() -> list[Reading]:
    """One reading every two seconds for two minutes, those that came."""
    seconds = 0.0
    provider = DemoProvider(lambda: NOW + timedelta(seconds=seconds))
    readings = []
    while seconds < 120:
        with contextlib.suppress(BlockedError):
            readings.append(asyncio.run(provider.read(_attempt)))
        seconds += 2
    return readings


def _windows(readings: list[Reading], name: str) -> list[Window]:
    return [window for reading in readings for window in reading.windows if window.id == name]


def test_two_minutes_of_the_demo_show_every_state() -> None:
    """A person who watches sees all levels, a limit that is reached, extra usage, an unconfirmed figure and a reset.

    For a while the account has no 5-hour limit, and the week comes first.
    """
    readings = _readings()
    session = _windows(readings, "session")
    percents = [window.percent for window in session if window.percent is not None]

    assert all(any(low <= value < high for value in percents) for low, high in pairwise((0, 50, 75, 90, 100, 101)))
    assert any(later < earlier for earlier, later in pairwise(percents))
    assert {True, False} == {window.confirmed for window in session}
    assert {True, False} == {reading.spend.enabled for reading in readings if reading.spend}
    assert len(readings) < 60
    assert {"session", "weekly_all"} == {reading.windows[0].id for reading in readings}


def test_every_figure_of_the_demo_has_a_forecast() -> None:
    """A session that fills has a rising chance, which is certain only when it is full; a week has a share for today."""
    readings = _readings()
    sessions = _windows(readings, "session")
    forecasts = [session.forecast for session in sessions if session.forecast is not None]
    chances = [forecast.chance for forecast in forecasts if forecast.chance is not None]
    weeks = [week.forecast for week in _windows(readings, "weekly_all")]

    assert len(sessions) == len(chances)
    assert len(readings) == len(weeks)
    assert {session.percent for session in sessions if session.forecast and session.forecast.chance == 1} == {100.0}
    assert chances[0] < 0.5 < max(chance for chance in chances if chance < 1)
    assert all(week is not None and week.enough_data and week.left_today is not None for week in weeks)


def test_every_figure_has_the_source_demo() -> None:
    """Every figure of the demo is marked as simulated."""
    sources = {window.source for reading in _readings() for window in reading.windows}

    assert {Source.DEMO} == sources


def test_the_simulated_server_refuses_for_a_stated_time() -> None:
    """The demo shows a refusal, with the time to wait."""
    times = iter([NOW, NOW + timedelta(seconds=78)])
    provider = DemoProvider(lambda: next(times))

    with pytest.raises(BlockedError) as caught:
        asyncio.run(provider.read(_attempt))

    assert caught.value.retry_after == 5.0


@pytest.mark.parametrize("seconds", [0.0, 0.01, 59.99, 60.0, 89.999, 90.0, 1_000_000.0])
def test_the_scenario_stays_in_its_range(seconds: float) -> None:
    """However long the demo runs, its percentages are from 0 to 100."""
    present = scene(seconds)

    assert all(0 <= value <= 100 for value in (present.session, present.week, present.scoped))
    assert 0 <= present.elapsed < SESSION_SECONDS
