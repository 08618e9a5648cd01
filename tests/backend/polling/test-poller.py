"""The loop: what it reads, when it asks nobody, and what it publishes."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from brim.backend.fetching.accountreader import AccountReader
from brim.backend.providers.claude.settings import ClaudeSettings
from brim.backend.settings.load import reload_settings
from brim.backend.system.clock import Clock
from brim.errors import BlockedError, ExpiredError, ReadError
from brim.model.account import Health
from brim.model.command import ChangeSetting, DesktopEvent, Refresh, ReportDesktopEvent, Snooze
from tests.support.scriptedpoller import (
    FAST_POLICY,
    NO_JITTER,
    ManualClock,
    ScriptedProvider,
    advance,
    has_reading,
    running_poller,
    shows_health,
)

if TYPE_CHECKING:
    from pathlib import Path

    from brim.backend.settings.appsettings import AppSettings


def test_reads_at_the_start() -> None:
    """The first reading comes at once; a snapshot before it says that a request is under way."""

    async def go() -> None:
        async with running_poller(provider := ScriptedProvider()) as tray:
            await tray.until(has_reading(tray))

            assert any(view.being_read for snapshot in tray.snapshots for view in snapshot.accounts)
            assert tray.last.accounts[0].windows[0].percent == 42.0
            assert provider.request_count == 1

    asyncio.run(go())


def test_a_hundred_clicks() -> None:
    """A hundred clicks before, during and after a read are that one read, and no notice."""

    async def go() -> None:
        provider = ScriptedProvider(polling_policy=replace(NO_JITTER, min_request_gap=0.0), answer_gate=asyncio.Event())
        async with running_poller(provider) as tray:
            await tray.until(lambda: provider.request_count == 1)
            tray.send(*[Refresh()] * 100)
            assert provider.answer_gate is not None
            provider.answer_gate.set()
            await tray.until(has_reading(tray))
            await tray.settled()

            assert provider.request_count == 1
            assert [] == tray.alerts

    asyncio.run(go())


def test_figures_lead_to_a_forecast_and_to_one_notice() -> None:
    """A limit that fills fast is foreseen to be hit, which is told once, before the first threshold is reached."""

    async def go() -> None:
        hours = ManualClock()
        provider = ScriptedProvider(percent=10.0, resets_at=hours.now() + timedelta(hours=4, minutes=40), now=hours.now)
        async with running_poller(provider, clock=hours.clock) as tray:
            await tray.until(has_reading(tray))
            first = tray.last.accounts[0].windows[0].forecast
            for percent in (28.0, 43.0, 58.0, 74.0, 74.0):
                provider.percent = percent
                await advance(310, hours, provider, tray)
            await tray.until(lambda: bool(tray.alerts))
            await tray.settled()
            last = tray.last.accounts[0].windows[0].forecast

            assert first is not None
            assert last is not None
            assert (first.chance or 0) < 0.5
            assert (last.chance or 0) > 0.8
            assert ["Rough estimate: run"] == [alert.body[:19] for alert in tray.alerts]

    asyncio.run(go())


def test_only_a_person_brings_refused_things_back() -> None:
    """A click tries again what the system refused once; waking up does not, or a question would come each morning."""

    async def go() -> None:
        async with running_poller(provider := ScriptedProvider()) as tray:
            await tray.until(has_reading(tray))
            tray.send(ReportDesktopEvent(DesktopEvent.WOKE))
            await tray.settled()
            before = provider.retry_calls
            tray.send(Refresh())
            await tray.until(lambda: provider.retry_calls > 0)

            assert before == 0

    asyncio.run(go())


def test_a_burst_when_nothing_is_read() -> None:
    """Clicks within the floor ask nobody and are answered once, with the time of the next read."""

    async def go() -> None:
        async with running_poller(provider := ScriptedProvider()) as tray:
            await tray.until(has_reading(tray))
            for _ in range(10):
                tray.send(*[Refresh()] * 10)
                await asyncio.sleep(0.002)
            await tray.until(lambda: bool(tray.alerts))
            await tray.settled()

            assert ["refresh"] == [alert.key for alert in tray.alerts]
            assert tray.alerts[0].title.startswith("Updated ")
            assert provider.request_count == 1

    asyncio.run(go())


@pytest.mark.parametrize(
    ("error", "local", "title"),
    [
        (BlockedError("Rate limited", "Wait.", retry_after=277), False, "Rate limited"),
        (ExpiredError("Login expired", "Open Claude Code."), False, "Login expired"),
        (ExpiredError("Login expired", "Open Claude Code."), True, "Login expired"),
    ],
)
def test_click_that_cannot_help(error: ReadError, local: bool, title: str) -> None:  # noqa: FBT001 - a row of the table
    """While blocked, or with a login that does not work, a click asks nobody and says why."""

    async def go() -> None:
        async with running_poller(provider := ScriptedProvider(error=error, fails_locally=local)) as tray:
            await tray.until(shows_health(error.health, tray))
            tray.send(Refresh())
            await tray.until(lambda: bool(tray.alerts))

            assert [title] == [alert.title for alert in tray.alerts]
            assert provider.request_count == (0 if local else 1)

    asyncio.run(go())


def test_login_changes() -> None:
    """A login that changed is tried automatically."""

    async def go() -> None:
        provider = ScriptedProvider(
            replace(FAST_POLICY, max_wait=3600), error=ExpiredError("Login expired", "Open Claude Code.")
        )
        async with running_poller(provider) as tray:
            await tray.until(shows_health(Health.EXPIRED, tray))
            await tray.settled()
            asked = provider.request_count
            provider.error, provider.version = None, "b"
            await tray.until(shows_health(Health.OK, tray))

            assert asked == 1

    asyncio.run(go())


def test_unexpected_fault() -> None:
    """A fault of ours is shown with the last number, and the loop goes on."""

    async def go() -> None:
        async with running_poller(provider := ScriptedProvider(FAST_POLICY)) as tray:
            await tray.until(has_reading(tray))
            provider.error = ZeroDivisionError("ours")
            await tray.until(shows_health(Health.ERROR, tray))
            view = tray.last.accounts[0]

            assert view.problem is not None
            assert "Internal error" == view.problem.title
            assert view.windows[0].percent == 42.0
            provider.error = None
            tray.poller.wake()
            await tray.until(shows_health(Health.OK, tray))

    asyncio.run(go())


def test_nothing_new_wakes_nobody() -> None:
    """Waking without news publishes nothing."""

    async def go() -> None:
        async with running_poller(ScriptedProvider()) as tray:
            await tray.until(has_reading(tray))
            await tray.settled()
            count = len(tray.snapshots)
            for _ in range(5):
                tray.poller.wake()
                await tray.settled()

            assert count == len(tray.snapshots)

    asyncio.run(go())


def test_keeps_reading() -> None:
    """Readings follow each other at the interval, and a rise sends one notice."""

    async def go() -> None:
        async with running_poller(provider := ScriptedProvider(FAST_POLICY)) as tray:
            await tray.until(lambda: provider.request_count >= 2)
            provider.percent = 91.0
            await tray.until(lambda: bool(tray.alerts))
            asked = provider.request_count
            await tray.until(lambda: provider.request_count >= asked + 2)

            assert ["Session: 91% used"] == [alert.title for alert in tray.alerts]

    asyncio.run(go())


def test_no_notice_from_a_doubtful_figure(tmp_path: Path) -> None:
    """A jump to the limit is shown at once and told only when a second reading agrees, also after a restart between."""
    policy = replace(FAST_POLICY, interval=30.0, confirm_delay=0.2, check_interval=0.1)

    async def go() -> None:
        async with running_poller(first := ScriptedProvider(policy, percent=40.0), state=tmp_path) as tray:
            await tray.until(has_reading(tray))
            first.percent = 100.0
            await asyncio.sleep(0.06)
            tray.send(Refresh())
            await tray.until(lambda: tray.last.accounts[0].windows[0].percent == 100.0)
        shown = [snapshot.accounts[0].windows[0] for snapshot in tray.snapshots if snapshot.accounts[0].windows]
        assert [False] * len(marked := [one.confirmed for one in shown if one.percent == 100.0]) == marked
        assert [] == [alert for alert in tray.alerts if alert.key.startswith("limits")]

        async with running_poller(ScriptedProvider(policy, percent=100.0), state=tmp_path) as tray:
            await tray.until(lambda: bool(tray.alerts))
            assert tray.last.accounts[0].windows[0].confirmed
        assert ["Session: 100% used"] == [alert.title for alert in tray.alerts]

    asyncio.run(go())


def test_reset_passes() -> None:
    """When a shown reset passes, the number goes at once, before anything was read."""

    async def go() -> None:
        soon = datetime.now(UTC) + timedelta(seconds=0.3)
        async with running_poller(provider := ScriptedProvider(resets_at=soon)) as tray:
            await tray.until(has_reading(tray))
            await tray.until(lambda: tray.last.accounts[0].windows[0].percent is None)

            assert provider.request_count == 1

    asyncio.run(go())


def test_restart(tmp_path: Path) -> None:
    """After a restart the last reading is shown at once, nobody is asked early and no notice comes again."""

    async def go() -> None:
        async with running_poller(first := ScriptedProvider(percent=91.0), state=tmp_path) as tray:
            await tray.until(lambda: bool(tray.alerts))
        async with running_poller(second := ScriptedProvider(), state=tmp_path) as tray:
            await tray.until(has_reading(tray))
            await tray.settled()

            assert tray.snapshots[0].accounts[0].windows[0].percent == 91.0
            assert [] == tray.alerts
        assert (1, 0) == (first.request_count, second.request_count)

    asyncio.run(go())


def test_doorbell(tmp_path: Path) -> None:
    """What another process has read is shown as soon as the bell rings."""

    async def go() -> None:
        async with running_poller(ScriptedProvider(), state=tmp_path) as tray:
            await tray.until(has_reading(tray))
            other = ScriptedProvider(replace(NO_JITTER, min_request_gap=0.0), percent=77.0)
            await AccountReader(other, tmp_path).read(requested=True)
            tray.poller.wake()
            await tray.until(lambda: any(one.percent == 77.0 for one in tray.last.accounts[0].windows))

            assert ["Session: 77% used"] == [alert.title for alert in tray.alerts]

    asyncio.run(go())


def test_clock_jumps() -> None:
    """After sleep or a changed clock one read comes a little later: never a burst, never long silence."""

    async def go() -> None:
        jump = timedelta()
        clock = Clock(lambda: datetime.now(UTC) + jump)
        policy = replace(NO_JITTER, after_wake=0.2, check_interval=0.05)
        async with running_poller(provider := ScriptedProvider(policy), clock=clock) as tray:
            await tray.until(has_reading(tray))
            jump = timedelta(hours=8)
            await tray.until(lambda: provider.request_count == 2)
            await tray.settled()
            jump = timedelta(days=-3)
            await tray.settled()
            next_read = tray.last.accounts[0].next_read_at

            assert provider.request_count == 2
            assert next_read is not None
            assert next_read <= clock.now() + timedelta(hours=1)

    asyncio.run(go())


def test_snooze() -> None:
    """A snoozed rule sends no notice, and the snapshot says until when."""

    async def go() -> None:
        until = datetime.now(UTC) + timedelta(hours=1)
        async with running_poller(provider := ScriptedProvider(FAST_POLICY)) as tray:
            tray.send(Snooze("limit", until))
            await tray.until(lambda: bool(tray.snapshots) and bool(tray.last.snoozed))
            provider.percent = 95.0
            await tray.until(lambda: any(one.percent == 95.0 for one in tray.last.accounts[0].windows))
            await tray.settled()

            assert [] == tray.alerts
            assert until == tray.last.snoozed[0].until

    asyncio.run(go())


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AppSettings:
    """Settings with folders of their own."""
    monkeypatch.setenv("BRIM_STATE_DIR", str(tmp_path / "state"))
    monkeypatch.setenv("BRIM_CONFIG_DIR", str(tmp_path / "config"))
    return reload_settings()


def test_first_start(settings: AppSettings) -> None:
    """The very first start tells what is read and asked; the second does not."""

    async def go() -> None:
        for expected in (["welcome"], []):
            async with running_poller(ScriptedProvider(), state=settings.state_dir, settings=settings) as tray:
                await tray.until(has_reading(tray))

                assert expected == [alert.key for alert in tray.alerts]

    asyncio.run(go())


def test_switched_off_in_the_menu(settings: AppSettings) -> None:
    """The menu's switch stops and starts asking at once, is kept, and is answered by a click."""

    async def go() -> None:
        async with running_poller(
            provider := ScriptedProvider(FAST_POLICY), state=settings.state_dir, settings=settings
        ) as tray:
            await tray.until(has_reading(tray))
            tray.send(ChangeSetting("claude.network", value=False))
            await tray.until(shows_health(Health.OFFLINE, tray))
            asked = provider.request_count
            tray.send(Refresh())
            await tray.until(lambda: "refresh" in [alert.key for alert in tray.alerts])
            await tray.settled()

            assert [False] == [option.value for option in tray.last.options if option.key == "claude.network"]
            assert tray.last.accounts[0].windows[0].percent == 42.0
            assert asked == provider.request_count
            assert reload_settings().section(ClaudeSettings).network is False
            tray.send(ChangeSetting("claude.network", value=True))
            await tray.until(lambda: provider.request_count > asked)

    asyncio.run(go())
