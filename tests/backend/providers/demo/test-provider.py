"""The simulated account."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from itertools import groupby

import pytest

from brim.backend.alerts.memory import AlertMemory
from brim.backend.alerts.policy import AlertContext, decide
from brim.backend.alerts.rules import AlertRules
from brim.backend.fetching.accountreader import AccountReader
from brim.backend.providers.demo.provider import DemoProvider
from brim.backend.providers.demo.scenario import PACE_ALERT_FROM, SESSION_SECONDS, SPEED, STORY_SECONDS, scene
from brim.backend.readings.evaluation import level
from brim.errors import BlockedError, ReadError
from brim.model.account import Account, AccountView, Health
from brim.model.level import Level
from brim.model.usage import Reading, Source, Window
from tests.support.samples import NOW


async def _attempt() -> None:
    """Count nothing: no server is asked."""


def _story() -> list[Reading | ReadError]:
    """What a read brings, every two seconds for two minutes."""
    seconds = 0.0
    provider = DemoProvider(lambda: NOW + timedelta(seconds=seconds))
    outcomes: list[Reading | ReadError] = []
    while seconds < STORY_SECONDS:
        try:
            outcomes.append(asyncio.run(provider.read(_attempt)))
        except ReadError as error:
            outcomes.append(error)
        seconds += 2
    return outcomes


def _readings() -> list[Reading]:
    return [outcome for outcome in _story() if isinstance(outcome, Reading)]


def _windows(readings: list[Reading], name: str) -> list[Window]:
    return [window for reading in readings for window in reading.windows if window.id == name]


def _state(outcome: Reading | ReadError) -> str:
    if isinstance(outcome, ReadError):
        return outcome.health
    session = outcome.windows[0]
    return level(session.percent) if session.confirmed else "unconfirmed"


def test_two_minutes_of_the_demo_show_every_state_once_in_order() -> None:
    """A person who watches sees the levels up to the limit, a reset, and then every other state, each once."""
    states = [state for state, _ in groupby(map(_state, _story()))]

    levels = [Level.CALM, Level.WATCH, Level.WARN, Level.CRITICAL, Level.EXHAUSTED, Level.CALM]
    assert [*levels, Health.OFFLINE, Health.BLOCKED, "unconfirmed", Health.SIGNED_OUT] == states


def test_the_story_begins_again_in_time() -> None:
    """Read by Brim's own plan, the demo shows each fault for twelve seconds, and signs in again for the next story."""
    now = NOW
    reader = AccountReader(DemoProvider(lambda: now), None, lambda: now)
    seen: list[tuple[float, Health | None]] = []
    while now < NOW + timedelta(seconds=STORY_SECONDS + 20):
        state = asyncio.run(reader.load())
        if reader.plan(state).seconds <= 0:
            state = asyncio.run(reader.read())
        wait = reader.plan(state)
        seen.append(((now - NOW).total_seconds(), state.history.health))
        now += timedelta(seconds=max(0.1, min(wait.seconds, wait.longest_rest)))

    begins = [(next(of_state)[0], health) for health, of_state in groupby(seen, key=lambda entry: entry[1])]
    assert [Health.OK, Health.OFFLINE, Health.BLOCKED, Health.OK, Health.SIGNED_OUT, Health.OK] == [
        h for _, h in begins
    ]
    expected = (0, 72, 84, 96, 108, STORY_SECONDS)
    assert all(abs(at - planned) <= 3 for (at, _), planned in zip(begins, expected, strict=True)), begins


def test_every_state_of_the_demo_stays_long_enough_to_be_seen() -> None:
    """Each state of the story is there for about ten seconds or more."""
    lengths = [2 * len([*outcomes]) for _, outcomes in groupby(map(_state, _story()))]

    assert min(lengths) >= 10


def test_the_demo_has_one_headline() -> None:
    """The session is the highest limit all the time, so that the icon tells one story."""
    for reading in _readings():
        session, *others = (window.percent or 0 for window in reading.windows)
        assert session > max(others)


def test_the_alerts_of_the_demo_tell_its_story() -> None:
    """The pace is announced with the first threshold; then come the next threshold, the limit, and the reset."""
    memory, titles = AlertMemory(), []
    context = AlertContext(AlertRules(pace_from=PACE_ALERT_FROM, speed=SPEED))
    for reading in _readings():
        windows = tuple(reading.windows)
        view = AccountView(Account("demo", "demo", "demo"), Health.OK, windows=windows, fetched_at=reading.fetched_at)
        result = decide(view, memory, context, reading.fetched_at)
        memory = result.memory
        titles += [[decision.event.rule.value for decision in result.decisions]] if result.alerts else []

    assert [["limit", "pace"], ["limit"], ["limit"], ["reset"]] == titles


def test_every_figure_of_the_demo_has_a_forecast() -> None:
    """A session that fills will run out before its reset; a week has a budget for today."""
    readings = _readings()
    first = [window for window in _windows(readings, "session") if window.read_at < NOW + timedelta(seconds=46)]
    chances = [window.forecast.chance or 0 for window in first if window.forecast is not None]
    weeks = [week.forecast for week in _windows(readings, "weekly_all")]

    assert len(first) == len(chances)
    assert all(chance > 0.5 for chance in chances[-10:])
    assert all(week is not None and week.enough_data and week.left_today is not None for week in weeks)


def test_every_figure_has_the_source_demo() -> None:
    """Every figure of the demo is marked as simulated."""
    sources = {window.source for reading in _readings() for window in reading.windows}

    assert {Source.DEMO} == sources


def test_the_simulated_server_refuses_for_a_stated_time() -> None:
    """The demo shows a refusal, with the time to wait."""
    seconds = 0.0
    provider = DemoProvider(lambda: NOW + timedelta(seconds=seconds))
    seconds = 90.0

    with pytest.raises(BlockedError) as caught:
        asyncio.run(provider.read(_attempt))

    assert caught.value.retry_after == 6.0


def test_signing_in_again_is_noticed() -> None:
    """The login of the demo changes when it is signed out, and again when the story begins again."""
    times = iter([NOW, *(NOW + timedelta(seconds=seconds) for seconds in (107, 109, 119, 121))])
    provider = DemoProvider(lambda: next(times))
    versions = [provider.login_version() for _ in range(4)]

    assert versions[0] != versions[1]
    assert versions[1] == versions[2]
    assert versions[2] != versions[3]


@pytest.mark.parametrize("seconds", [0.0, 0.01, 45.99, 46.0, 59.999, 60.0, 119.999, 120.0, 1_000_000.0])
def test_the_scenario_stays_in_its_range(seconds: float) -> None:
    """However long the demo runs, its percentages are from 0 to 100."""
    present = scene(seconds)

    assert all(0 <= value <= 100 for value in (present.session, present.week, present.scoped))
    assert 0 <= present.elapsed < SESSION_SECONDS
