"""A tray without a screen whose clocks run fast: `resident.py SPEED BEGAN TICKS`. A benchmark kills it.

Login, client, gate, history and notices are the real ones, and their folders those of the environment. At the monotonic
time TICKS its wall clock said BEGAN (seconds since the epoch); both clocks go SPEED times as fast. Standard output has
a first line when it is at work, and one of JSON for each notice when it would be shown. This module must not know the
figures that it reads.
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
from brim.backend.fetching.presence import PresenceTracker
from brim.backend.fetching.reader import Reader
from brim.backend.history.recorder import HistoryRecorder
from brim.backend.polling.accountpoller import PollerServices
from brim.backend.polling.poller import Poller
from brim.backend.providers.claude.locations import account_locations
from brim.backend.providers.claude.provider import ClaudeProvider
from brim.backend.settings.load import ClaudeCodeSettings, get_settings
from brim.backend.system.clock import Clock

if TYPE_CHECKING:
    from brim.model.snapshot import Snapshot

_LOOK_SECONDS = 0.02
"""Real time; the loop's own waits are made for slow clocks."""


@dataclass(frozen=True, slots=True)
class FastTime:
    """Two clocks that go fast, the same in every process that is told the same."""

    speed: float
    began: float
    """Seconds since the epoch."""
    ticks: float
    """The monotonic seconds of that time."""

    def monotonic(self) -> float:
        """Seconds, from an arbitrary time on."""
        return (time.monotonic() - self.ticks) * self.speed

    def now(self) -> datetime:
        """The wall clock."""
        return datetime.fromtimestamp(self.at(time.monotonic()), UTC)

    def at(self, ticks: float) -> float:
        """What the wall clock said at a real monotonic time, in seconds since the epoch."""
        return self.began + (ticks - self.ticks) * self.speed


def _show(snapshot: Snapshot) -> None:
    for alert in snapshot.alerts:
        line = {"at": snapshot.made_at.timestamp(), "title": alert.title, "body": alert.body}
        sys.stdout.write(f"{json.dumps(line)}\n")
        sys.stdout.flush()


async def reside(clock: FastTime) -> None:
    """Read, keep and tell until killed."""
    settings = get_settings()
    provider = ClaudeProvider(settings, account_locations(settings, ClaudeCodeSettings())[0], clock.now)
    desk = PresenceTracker(None, Clock(clock.now, clock.monotonic))
    episodes, log = (
        AlertMemoryStore(settings.state_dir / "episodes.json"),
        AlertLog(settings.state_dir / alertslog.FILE_NAME),
    )
    reader = Reader(provider, settings.state_dir, clock.now, desk.presence)
    kept = PollerServices(Notifier(episodes, log), HistoryRecorder(settings.state_dir, clock.now))
    poller = Poller((reader,), kept, _show, settings, desk)
    loop = asyncio.get_running_loop()

    def tick() -> None:
        poller.wake()
        loop.call_later(_LOOK_SECONDS, tick)

    tick()
    print("at work", flush=True)
    await poller.run()


if __name__ == "__main__":
    logs.to_stderr()
    asyncio.run(reside(FastTime(*map(float, sys.argv[1:4]))))
