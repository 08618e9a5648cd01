"""What the desktop says and what the clocks tell, and what the loop makes of it."""

from __future__ import annotations

import asyncio
import json
import socket
from contextlib import asynccontextmanager, contextmanager
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from brim.backend.fetching.presence import FILE_NAME, Presence, PresenceTracker, after_event, shared_presence
from brim.errors import OfflineError
from brim.model.account import Health
from brim.model.command import DesktopEvent, ReportDesktopEvent
from tests.support.samples import NOW
from tests.support.scriptedpoller import (
    NO_JITTER,
    ManualClock,
    RunningPoller,
    ScriptedProvider,
    advance,
    has_reading,
    running_poller,
    shows_health,
)

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator
    from pathlib import Path

    from brim.backend.providers.pollingpolicy import PollingPolicy

E = DesktopEvent


@pytest.mark.parametrize(
    ("events", "expected"),
    [
        ([E.IDLE], {"idle": True}),
        ([E.IDLE, E.ACTIVE], {"back_at": NOW}),
        ([E.ACTIVE], {}),
        ([E.LOCKED], {"locked": True}),
        ([E.IDLE, E.LOCKED, E.ACTIVE], {"locked": True}),
        ([E.IDLE, E.LOCKED, E.ACTIVE, E.UNLOCKED], {"back_at": NOW}),
        ([E.SLEEPS], {"asleep_since": NOW}),
        ([E.SLEEPS, E.WOKE], {"woke_at": NOW, "back_at": NOW, "spread": 0.25}),
        ([E.LOCKED, E.SLEEPS, E.WOKE], {"locked": True, "woke_at": NOW, "spread": 0.25}),
        ([E.OFFLINE], {"offline_since": NOW}),
        ([E.OFFLINE, E.ONLINE], {"online_at": NOW, "spread": 0.25}),
        ([E.BATTERY_LOW], {"battery_low": True}),
        ([E.BATTERY_LOW, E.BATTERY_OK], {}),
        ([E.FULL_SCREEN], {"full_screen": True}),
        ([E.FULL_SCREEN, E.WINDOWED], {}),
    ],
)
def test_events(events: list[DesktopEvent], expected: dict[str, Any]) -> None:  # Any: values of a presence
    """Each event changes what it is about; whoever is neither idle nor locked out any more has come back."""
    presence = Presence()
    for event in events:
        presence = after_event(presence, event, NOW, 0.25)

    assert Presence(**expected) == presence


def test_offline_since() -> None:
    """The network is gone since it was first said to be."""
    later = after_event(after_event(Presence(), E.OFFLINE, NOW), E.OFFLINE, NOW + timedelta(minutes=5))

    assert NOW == later.offline_since


def _woke(wall: float, ticks: float, rest: float) -> bool:
    """Whether the machine counts as woken when the clocks went so far during a rest of so many seconds."""
    walls, monotonic = ManualClock(), ManualClock()
    desk = PresenceTracker(None, replace(walls.clock, monotonic=monotonic.monotonic))
    desk.about_to_rest(rest)
    walls.seconds += wall
    monotonic.seconds += ticks
    desk.check_clocks()
    return desk.presence().woke_at is not None


@pytest.mark.parametrize(
    ("wall", "ticks", "rest", "woke"),
    [
        (60, 60, 60, False),
        (90, 90, 60, False),
        (3600, 5, 60, True),
        (3600, 3600, 60, True),
        (-3600, 5, 60, True),
        (40, 5, 60, False),
        (3600, 3600, 3600, False),
    ],
)
def test_clocks(wall: float, ticks: float, rest: float, woke: bool) -> None:  # noqa: FBT001 - a row of the table
    """Sleep shows by clocks that disagree, or where both go on in sleep by a rest that lasted far too long."""
    assert woke is _woke(wall, ticks, rest)


def test_clock_set_back() -> None:
    """No time that was remembered lies ahead when a clock was set back."""
    walls, monotonic = ManualClock(), ManualClock()
    desk = PresenceTracker(None, replace(walls.clock, monotonic=monotonic.monotonic))
    desk.handle(E.OFFLINE)
    walls.seconds -= 86_400
    desk.check_clocks()

    assert NOW - timedelta(days=1) == desk.presence().offline_since == desk.presence().woke_at


def test_lost_word() -> None:
    """A machine that goes on after it was about to sleep does not sleep, though nobody says that it woke."""
    hours = ManualClock()
    desk = PresenceTracker(None, hours.clock)
    desk.handle(E.SLEEPS)
    hours.seconds += 50
    desk.check_clocks()
    still = desk.presence().asleep_since
    hours.seconds += 50
    desk.check_clocks()

    assert NOW == still
    assert desk.presence().asleep_since is None


@contextmanager
def _doorbell() -> Iterator[int]:
    """A port on which somebody listens."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as bell:
        bell.bind(("127.0.0.1", 0))
        yield bell.getsockname()[1]


def test_shared(tmp_path: Path) -> None:
    """What the tray's desktop says holds for every process, as long as the tray runs."""
    tray, other = PresenceTracker(tmp_path, ManualClock().clock), PresenceTracker(tmp_path)
    with _doorbell() as port:
        tray.port = port
        nothing = other.presence()
        for event in (E.OFFLINE, E.LOCKED, E.WOKE):
            tray.handle(event)
        asyncio.run(tray.write())
        during = other.presence()
    after = other.presence()

    assert Presence() == nothing == after
    assert tray.presence() == during
    assert during.locked
    tray.remove()
    assert not (tmp_path / FILE_NAME).exists()


def test_own_desktop_counts(tmp_path: Path) -> None:
    """A process to which a desktop speaks goes by that, and by nobody else's."""
    with _doorbell() as port:
        (tmp_path / FILE_NAME).write_text(json.dumps({"schema": 1, "port": port, "locked": True}))
        desk = PresenceTracker(tmp_path)
        before = desk.presence().locked
        desk.handle(E.ACTIVE)

        assert (True, False) == (before, desk.presence().locked)


@pytest.mark.parametrize("content", ["", "[]", '{"port": "x"}', '{"locked": true}', '{"port": 99999}'])
def test_broken_file(tmp_path: Path, content: str) -> None:
    """A file that says nothing usable counts for nothing."""
    (tmp_path / FILE_NAME).write_text(content)

    assert shared_presence(tmp_path) is None


@asynccontextmanager
async def _after_one_reading(
    hours: ManualClock, *, working: bool = True, policy: PollingPolicy = NO_JITTER
) -> AsyncIterator[tuple[ScriptedProvider, RunningPoller]]:
    """A loop that has read once, at the beginning of these hours."""
    provider = ScriptedProvider(now=hours.now, working=working, polling_policy=policy)
    async with running_poller(provider, clock=hours.clock) as tray:
        await tray.until(has_reading(tray))
        yield provider, tray


@pytest.mark.parametrize(
    ("events", "working", "minutes", "reason"),
    [
        ([], True, 5, "every 5 min while Claude Code is active"),
        ([], False, 15, "every 15 min, Claude Code is idle"),
        ([E.LOCKED], True, 30, "every 30 min, the screen is locked"),
        ([E.IDLE], True, 30, "every 30 min, nobody is at the computer"),
        ([E.BATTERY_LOW], True, 10, "every 10 min while Claude Code is active, the battery is low"),
        ([E.FULL_SCREEN], True, 5, "every 5 min while Claude Code is active"),
        ([E.LOCKED, E.UNLOCKED], True, 5, "every 5 min while Claude Code is active"),
    ],
)
def test_pace_of_the_loop(
    events: list[DesktopEvent],
    working: bool,  # noqa: FBT001 - a row of the table
    minutes: int,
    reason: str,
) -> None:
    """The loop reads as often as it says, and says why."""

    async def go() -> None:
        hours = ManualClock()
        policy = replace(NO_JITTER, program_name="Claude Code")
        async with _after_one_reading(hours, working=working, policy=policy) as (provider, tray):
            tray.send(*map(ReportDesktopEvent, events))
            await advance(minutes * 60 - 30, hours, provider, tray)
            before, view = provider.request_count, tray.last.accounts[0]
            await advance(60, hours, provider, tray)
            await tray.until(lambda: provider.request_count == 2)

            assert 1 == before
            assert (NOW + timedelta(minutes=minutes), reason) == (view.next_read_at, view.next_read_reason)
            assert Health.OK is tray.last.accounts[0].health

    asyncio.run(go())


@pytest.mark.parametrize(("away", "back"), [(E.LOCKED, E.UNLOCKED), (E.IDLE, E.ACTIVE)])
def test_coming_back(away: DesktopEvent, back: DesktopEvent) -> None:
    """Whoever comes back gets a reading at once, though the agent is quiet."""

    async def go() -> None:
        hours = ManualClock()
        async with _after_one_reading(hours, working=False) as (provider, tray):
            tray.send(ReportDesktopEvent(away))
            await advance(1200, hours, provider, tray)
            before = provider.request_count
            tray.send(ReportDesktopEvent(back))
            await tray.until(lambda: provider.request_count == 2)

            assert 1 == before

    asyncio.run(go())


def test_asleep() -> None:
    """Between going to sleep and waking up nobody is asked; then one reading comes a moment later."""

    async def go() -> None:
        hours = ManualClock()
        async with _after_one_reading(hours) as (provider, tray):
            tray.send(ReportDesktopEvent(E.SLEEPS))
            await tray.settled()
            hours.seconds += 36_000
            tray.send(ReportDesktopEvent(E.WOKE))
            await tray.settled()
            asleep = provider.request_count
            hours.seconds += 5
            tray.poller.wake()
            await tray.until(lambda: provider.request_count == 2)

            assert 1 == asleep

    asyncio.run(go())


def test_offline() -> None:
    """While the desktop says that there is no network nobody is asked; when it is back, what is due comes soon."""

    async def go() -> None:
        hours = ManualClock()
        async with _after_one_reading(hours) as (provider, tray):
            tray.send(ReportDesktopEvent(E.OFFLINE))
            await advance(1200, hours, provider, tray)
            before, view = provider.request_count, tray.last.accounts[0]
            tray.send(ReportDesktopEvent(E.ONLINE))
            await advance(5, hours, provider, tray)
            await tray.until(lambda: provider.request_count == 2)

            assert 1 == before
            assert "no connection; sooner once it is back" == view.next_read_reason

    asyncio.run(go())


def test_online_when_nothing_is_due() -> None:
    """A network that comes back brings no reading before its time."""

    async def go() -> None:
        hours = ManualClock()
        async with _after_one_reading(hours) as (provider, tray):
            tray.send(ReportDesktopEvent(E.OFFLINE), ReportDesktopEvent(E.ONLINE))
            await advance(240, hours, provider, tray)

            assert 1 == provider.request_count

    asyncio.run(go())


def test_lost_reading() -> None:
    """When the desktop says that the network is back, a reading that was lost is made up for soon."""

    async def go() -> None:
        hours = ManualClock()
        async with _after_one_reading(hours) as (provider, tray):
            provider.error = OfflineError("No connection", "Check it.")
            await advance(1200, hours, provider, tray)
            await tray.until(shows_health(Health.OFFLINE, tray))
            asked, provider.error = provider.request_count, None
            tray.send(ReportDesktopEvent(E.ONLINE))
            await advance(20, hours, provider, tray)
            await tray.until(shows_health(Health.OK, tray))

            assert asked + 1 == provider.request_count

    asyncio.run(go())


def test_a_desktop_may_be_wrong() -> None:
    """A network that the desktop does not know of is tried after an hour, and then believed."""

    async def go() -> None:
        hours = ManualClock()
        async with _after_one_reading(hours) as (provider, tray):
            tray.send(ReportDesktopEvent(E.OFFLINE))
            await advance(3600, hours, provider, tray)
            await tray.until(lambda: provider.request_count == 2)
            await advance(300, hours, provider, tray)
            await tray.until(lambda: provider.request_count == 3)

    asyncio.run(go())
