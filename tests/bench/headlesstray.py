"""A tray without a screen whose clocks run fast: `headlesstray.py SPEED BEGAN TICKS`. The benchmark `kills` kills it.

Login, client, gate, history and notifications are the real ones, in the folders that the environment names. At the
monotonic time TICKS its wall clock showed BEGAN (seconds since the epoch); both clocks run SPEED times as fast. It
prints a first line when it has started, and a line of JSON for each notification when it would be shown. This module
must not know the figures that it reads.
"""

from __future__ import annotations

import asyncio
import json
import sys
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from brim import logs
from brim.backend.alerts import log as alertslog
from brim.backend.alerts.log import AlertLog
from brim.backend.alerts.memorystore import AlertMemoryStore
from brim.backend.alerts.notifier import Notifier
from brim.backend.fetching.accountreader import AccountReader
from brim.backend.fetching.presence import PresenceTracker
from brim.backend.history.recorder import HistoryRecorder
from brim.backend.polling.accountpoller import PollerServices
from brim.backend.polling.poller import Poller
from brim.backend.providers.claude.locations import account_locations
from brim.backend.providers.claude.provider import ClaudeProvider
from brim.backend.providers.claude.variables import ClaudeCodeSettings
from brim.backend.settings.load import get_settings
from brim.backend.system.clock import Clock

if TYPE_CHECKING:
    from brim.model.snapshot import Snapshot

_CHECK_SECONDS = 0.02
"""Seconds of real time between two wake-ups; the loop's own waits are too long for a fast clock."""


@dataclass(frozen=True, slots=True)
class FastClock:
    """Two fast clocks, which are the same in every process with the same parameters."""

    speed: float
    began: float
    """The wall clock at that time, in seconds since the epoch."""
    ticks: float
    """A time in real monotonic seconds."""

    def monotonic(self) -> float:
        """The monotonic clock, in seconds."""
        return (time.monotonic() - self.ticks) * self.speed

    def now(self) -> datetime:
        """The wall clock."""
        return datetime.fromtimestamp(self.at(time.monotonic()), UTC)

    def at(self, ticks: float) -> float:
        """The wall clock at a real monotonic time, in seconds since the epoch."""
        return self.began + (ticks - self.ticks) * self.speed


def _print_alerts(snapshot: Snapshot) -> None:
    for alert in snapshot.alerts:
        line = {"at": snapshot.made_at.timestamp(), "title": alert.title, "body": alert.body}
        sys.stdout.write(f"{json.dumps(line)}\n")
        sys.stdout.flush()


async def run_tray(clock: FastClock) -> None:
    """Read, record and notify until the process is killed."""
    settings = get_settings()
    provider = ClaudeProvider(settings, account_locations(settings, ClaudeCodeSettings())[0], clock.now)
    presence_tracker = PresenceTracker(None, Clock(clock.now, clock.monotonic))
    episodes, log = (
        AlertMemoryStore(settings.state_dir / "episodes.json"),
        AlertLog(settings.state_dir / alertslog.FILE_NAME),
    )
    reader = AccountReader(provider, settings.state_dir, clock.now, presence_tracker.presence)
    services = PollerServices(Notifier(episodes, log), HistoryRecorder(settings.state_dir, clock.now))
    poller = Poller((reader,), services, _print_alerts, settings, presence_tracker)
    loop = asyncio.get_running_loop()

    def tick() -> None:
        poller.wake()
        loop.call_later(_CHECK_SECONDS, tick)

    tick()
    print("at work", flush=True)
    await poller.run()


if __name__ == "__main__":
    logs.to_stderr()
    asyncio.run(run_tray(FastClock(*map(float, sys.argv[1:4]))))
